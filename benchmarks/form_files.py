"""A record as a Word file, its XML in other dialects, and what other programs make of it."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.form_texts import FORMULA, Piece, pieces
from unres_research.records import Resolution

AKN = b"http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_LEVELS = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
_STAMP = {"author": "A delegate", "date": "2026-01-05T10:00:00Z"}
_PATIENCE = 1800  # seconds for all conversions of LibreOffice


# Akoma Ntoso --------------------------------------------------------------------------


def namespace(data: bytes, other: bytes) -> bytes:
    """XML whose elements are in another namespace, or with b"" in none."""
    if not other:
        return re.sub(rb'\sxmlns="[^"]*"', b"", data, count=1)
    return data.replace(b'xmlns="' + AKN + b'"', b'xmlns="' + other + b'"', 1)


def xml_utf16(data: bytes) -> bytes:
    """XML in UTF-16, with the mark at its beginning and a declaration that says so."""
    text = re.sub(r"^\s*<\?xml.*?\?>\s*", "", data.decode("utf-8-sig"))
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{text}'.encode("utf-16")


def doctype(data: bytes) -> bytes:
    """XML with a document type, without entities."""
    return b'<?xml version="1.0"?>\n<!DOCTYPE akomaNtoso>\n' + re.sub(
        rb"^\s*<\?xml.*?\?>", b"", data
    )


# pages --------------------------------------------------------------------------------


def page(record: Resolution) -> str:
    """A record as HTML: numbers typed, openers in italics, formula too."""
    return "\n".join(
        ["<html><head><meta charset='utf-8'></head><body>"]
        + [f"<p>{_marked(piece)}</p>" for piece in pieces(record)]
        + ["</body></html>"]
    )


def _marked(piece: Piece) -> str:
    opener, rest = split_opener(piece)
    label = f"{piece.label} " if piece.label else ""
    italic = f"<i>{html.escape(opener)}</i>" if opener else ""
    return f"{html.escape(label)}{italic}{html.escape(rest)}"


def split_opener(piece: Piece) -> tuple[str, str]:
    """What is in italics, and the rest."""
    if piece.kind == "formula":
        return FORMULA[:-1], FORMULA[-1:]
    opener = piece.opener if piece.text.startswith(piece.opener) else ""
    return opener, piece.text[len(opener) :]


# Word ---------------------------------------------------------------------------------


def word(record: Resolution, *, numbering: bool = False, changes: bool = False) -> bytes:
    """A Word file: openers in italics, the symbol heads the pages, page numbers at the foot.

    `numbering`: the numbers are Word's own (numbering.xml); `changes`: each third paragraph has
    a word that was struck and one that was put in, and each tenth was put in whole.
    """
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = record.symbol or ""
    document.sections[0].footer.paragraphs[0].text = "26-01234 2/5"
    lists = _Lists(document) if numbering else None
    for place, piece in enumerate(pieces(record)):
        paragraph = document.add_paragraph()
        automatic = lists.number(paragraph, piece) if lists else False
        opener, rest = split_opener(piece)
        if piece.label and not automatic:
            paragraph.add_run(f"{piece.label}\t")
        if opener:
            paragraph.add_run(opener).italic = True
        paragraph.add_run(rest)
        if changes and piece.id:
            _change(paragraph, whole=place % 10 == 0, word=place % 3 == 0)
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Lists:
    """Word's own numbering: one list of three levels, begun anew where the numbers begin anew."""

    def __init__(self, document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.root = document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{k}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for k, (form, text) in enumerate(_LEVELS)
        )
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'
        self.root.insert(0, parse_xml(abstract))
        self.count, self.expected = 900, [0, 0, 0]

    def number(self, paragraph: Any, piece: Piece) -> bool:
        """Number a paragraph as its label says; False where no list of Word's would give it."""
        level = next((k for k in range(3) if piece.label == shown(k, self.expected[k] + 1)), None)
        if level is None and piece.label == "1.":
            level, self.expected = 0, [0, 0, 0]
        if level is None or self._lacks_parent(level):
            return False
        if level == 0 and self.expected[0] == 0:
            self._begin()
        self.expected[level] += 1
        self.expected[level + 1 :] = [0] * (2 - level)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self.count
        return True

    def _lacks_parent(self, level: int) -> bool:
        return level > 0 and self.expected[level - 1] == 0

    def _begin(self) -> None:
        """A list of its own, which begins at 1 again."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.count += 1
        restart = "".join(
            f'<w:lvlOverride w:ilvl="{k}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for k in range(3)
        )
        self.root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.count}"><w:abstractNumId w:val="90"/>'
                f"{restart}</w:num>"
            )
        )


def shown(level: int, number: int) -> str:
    """Number of a level of the list: "3.", "(c)", "(iii)"."""
    from unres_research._numerals import to_roman

    if level == 0:
        return f"{number}."
    return f"({chr(96 + number)})" if level == 1 and number <= 26 else f"({to_roman(number)})"


def _change(paragraph: Any, *, whole: bool, word: bool) -> None:
    """Track changes in a paragraph: put in as a whole, or its last word, a struck one before."""
    from docx.oxml import OxmlElement

    def tracked(kind: str) -> Any:
        from docx.oxml.ns import qn

        element = OxmlElement(kind)
        element.set(qn("w:id"), "7")
        for name, value in _STAMP.items():
            element.set(qn(f"w:{name}"), value)
        return element

    if whole:
        for run in paragraph.runs:
            insertion = tracked("w:ins")
            run._r.addprevious(insertion)
            insertion.append(run._r)
    elif word and " " in paragraph.runs[-1].text:
        last = paragraph.runs[-1]
        start, _, end = last.text.rpartition(" ")
        last.text = f"{start} "
        struck, new = paragraph.add_run("as they were before "), paragraph.add_run(end)
        for run, kind in ((struck, "w:del"), (new, "w:ins")):
            element = tracked(kind)
            run._r.addprevious(element)
            element.append(run._r)
        for text in struck._r.t_lst:
            text.tag = text.tag.replace("}t", "}delText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def redlined(record: Resolution) -> bytes:
    """Our own redline, from a text without its last words to the record."""
    from dataclasses import replace

    from unres_research.analyse import align
    from unres_research.show import export

    before = replace(
        record,
        paragraphs=tuple(replace(p, text=p.text.rsplit(" ", 2)[0]) for p in record.paragraphs),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "redline.docx"
        export.redline(align(before, record), path)
        return path.read_bytes()


# other programs -----------------------------------------------------------------------


def installed(program: str) -> bool:
    return shutil.which(program) is not None


def pdftotext(path: Path, *options: str) -> bytes:
    """Text of a PDF by poppler's pdftotext."""
    made = subprocess.run(
        ["pdftotext", *options, "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True
    )
    return made.stdout


def copied(path: Path) -> bytes:
    """Text of a PDF as a browser copies it: by pdfium, page after page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join(texts).encode("utf-8", "ignore")


def by_libreoffice(
    found: Sequence[bytes], ending: str, *options: str, to: str = "docx:MS Word 2007 XML"
) -> list[bytes]:
    """Documents as LibreOffice Writer saves them; b"" for those that it cannot open."""
    with TemporaryDirectory() as name:
        folder, out = Path(name), Path(name) / "out"
        paths = [folder / f"{place}.{ending}" for place in range(len(found))]
        for path, data in zip(paths, found, strict=True):
            path.write_bytes(data)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation={(folder / 'user').as_uri()}"]
            + [*options, "--convert-to", to, "--outdir", str(out)]
            + list(map(str, paths)),
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
        )
        made = [out / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
        return [path.read_bytes() if path.exists() else b"" for path in made]
