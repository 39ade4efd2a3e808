"""Two texts as one Word file with tracked changes, as delegations exchange them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research import _storage as storage
from unres_research._inputs import as_day, check_kind
from unres_research.analyse._align import Alignment, Change, differences
from unres_research.read._docx_text import TABLE_STYLE
from unres_research.read._title_block import formula_of
from unres_research.records import Paragraph, Resolution

if TYPE_CHECKING:
    from docx.document import Document

_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_ILLEGAL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENTS = {"preambular": 24, "operative": 24, "subparagraph": 48}  # points
_TABLE = re.compile(r"(?:[\w-]+\.)*T\d+(?:#\d+)?")  # ids of tables
_ANNEX = {"en": "Annex", "fr": "Annexe", "es": "Anexo"}


@dataclass(frozen=True)
class _Text:
    """What one of the two texts prints as a paragraph of the file."""

    text: str
    kind: str
    opener: tuple[int, int] = (0, 0)  # places in the text
    key: str = ""  # by which it is found in the other text


@dataclass(frozen=True)
class _Line:
    """A paragraph of the file: its changes, and whether its mark is new, gone or neither."""

    changes: tuple[Change, ...]
    mark: str
    kind: str
    openers: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))


def write(alignment: Alignment, path: Path, author: str, date: datetime | None) -> Path:
    """Write two aligned texts as a Word file with tracked changes: see `export.redline`."""
    import docx

    if date is not None:
        check_kind(date, datetime, "date", "a datetime of the changes")
        as_day(date, "date")  # none that is missing
    document = docx.Document()
    _dress(document)
    when = (date or datetime.now(UTC)).astimezone(UTC)
    stamp = _Stamp(author, when.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for line in _with_marks(list(_lines(alignment))):
        _add(document, line, stamp)
    stream = io.BytesIO()
    document.save(stream)
    storage.write(path, stream.getvalue())
    return path


def _texts(record: Resolution) -> list[_Text]:
    """What a text prints, from the symbol on; a reader tells the same paragraphs from it."""
    found = [_Text(_clean(record.symbol), "symbol", key="symbol")] if record.symbol else []
    found.append(_Text(_clean(record.title), "title", key="title"))
    opening = formula_of(record.organ, record.language)
    if opening:
        found.append(_Text(opening, "formula", (0, len(opening) - 1), "formula"))
    annex = None
    for paragraph in record:
        if paragraph.annex and paragraph.annex != annex:
            annex = paragraph.annex
            found += _annex(record, annex)
        found.append(_printed(paragraph))
    return found


def _annex(record: Resolution, number: int) -> list[_Text]:
    """The word that heads an annex, and its title."""
    titles = [annex.title for annex in record.annexes[number - 1 : number] if annex.title]
    heads = [_ANNEX.get(record.language, "Annex"), *map(_clean, titles)]
    return [_Text(text, "heading", key=f"annex {number} {k}") for k, text in enumerate(heads)]


def _printed(paragraph: Paragraph) -> _Text:
    number, text = paragraph.number, paragraph.text
    if number and paragraph.kind != "heading":
        dot = "." if number.isdigit() else ""
        text = f"{number}{dot} {text}"
    opener, text = _clean(paragraph.opener or ""), _clean(text)
    start = text.find(opener) if opener else 0
    place = (start, start + len(opener)) if start >= 0 else (0, 0)
    kind = "table" if _TABLE.fullmatch(paragraph.id) else paragraph.kind
    return _Text(text, kind, place, f"id {paragraph.id}")


def _clean(text: str) -> str:
    """Put text on one line, without what XML cannot hold."""
    return _ILLEGAL.sub("", _BREAKS.sub(" ", text))


def _lines(alignment: Alignment) -> Iterator[_Line]:
    """Lines of the file, so that both texts can be read out of it in their own order."""
    old, new = _texts(alignment.before), _texts(alignment.after)
    stays = {
        f"id {p.before.id}": f"id {p.after.id}"
        for p in alignment.pairs
        if p.before and p.after and not p.moved
    }
    begun = 0  # lines of the new text that are written
    places = {text.key: place for place, text in enumerate(new)}
    for text in old:
        key = stays.get(text.key, "") if text.key.startswith("id ") else text.key
        place = places.get(key, -1)
        if place < begun:
            yield _line(text, None)
            continue
        yield from (_line(None, one) for one in new[begun:place])
        yield _line(text, new[place])
        begun = place + 1
    yield from (_line(None, one) for one in new[begun:])


def _with_marks(lines: list[_Line]) -> list[_Line]:
    """Tell which paragraph marks come and go, so that both texts keep their own.

    A line that comes or goes takes the mark behind it along. Where the line before it ends
    in a change of the same kind (programs make one change of the two), and at the end of the
    file (whose last mark always stays), it takes the mark before it.
    """
    stays = [k for k, line in enumerate(lines) if not line.mark]
    marks = [line.mark for line in lines]
    for first, end in zip(stays, [*stays[1:], len(lines)], strict=True):
        tail = lines[first].changes[-1].kind if lines[first].changes else "same"
        if end == len(lines) or (end > first + 1 and tail != "same"):
            marks[first:end] = [*marks[first + 1 : end], ""]
    return [replace(line, mark=mark) for line, mark in zip(lines, marks, strict=True)]


def _line(before: _Text | None, after: _Text | None) -> _Line:
    if before is None:
        assert after is not None
        changes = (Change("inserted", "", after.text),)
        return _Line(changes, "ins", after.kind, ((0, 0), after.opener))
    if after is None:
        changes = (Change("deleted", before.text, ""),)
        return _Line(changes, "del", before.kind, (before.opener, (0, 0)))
    found = tuple(differences(before.text, after.text))
    return _Line(found, "", after.kind, (before.opener, after.opener))


# the file -----------------------------------------------------------------------------


class _Stamp:
    """Numbers, author and date of the changes."""

    def __init__(self, author: str, date: str) -> None:
        self.author, self.date, self.count = _clean(author), date, 0

    def element(self, name: str) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.count += 1
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:id"), str(self.count))
        element.set(qn("w:author"), self.author)
        element.set(qn("w:date"), self.date)
        return element


def _dress(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(8)
    document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.CHARACTER)
    about = document.core_properties
    about.author, about.comments = "unres-research", ""


def _add(document: Document, line: _Line, stamp: _Stamp) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    if line.kind in _INDENTS:
        paragraph.paragraph_format.left_indent = Pt(_INDENTS[line.kind])
    element = paragraph._p
    if line.mark:
        properties = element.get_or_add_pPr()
        marks = OxmlElement("w:rPr")
        marks.append(stamp.element(line.mark))
        properties.append(marks)
    dress = _Dress(line.kind in ("title", "heading"), line.kind == "table")
    before = after = 0  # places in both texts
    for change in line.changes:
        if change.kind == "same":
            pieces = _pieces(change.after, (before, after), line.openers)
            element.extend([_text_run(*piece, "t", dress, stamp) for piece in pieces])
        else:
            parts = [("del", "delText", change.before, before, line.openers[0])]
            parts.append(("ins", "t", change.after, after, line.openers[1]))
            for name, tag, text, place, opener in parts:
                if text:
                    marked = stamp.element(name)
                    pieces = _pieces(text, (place, place), (opener, opener))
                    marked.extend([_text_run(*piece, tag, dress, stamp) for piece in pieces])
                    element.append(marked)
        before, after = before + len(change.before), after + len(change.after)


def _pieces(
    text: str, places: tuple[int, int], openers: tuple[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[str, bool, bool]]:
    """Part a text at the ends of the openers: a piece, and whether it was and is in italics."""
    both = list(zip(places, openers, strict=True))
    cuts = {min(max(end - place, 0), len(text)) for place, opener in both for end in opener}
    cuts |= {0, len(text)}
    for start, end in pairwise(sorted(cuts)):
        was, now = (begin <= place + start < stop for place, (begin, stop) in both)
        yield text[start:end], was, now


@dataclass(frozen=True)
class _Dress:
    """How the runs of a paragraph look, and that they are a table's."""

    bold: bool
    table: bool

    def properties(self, italic: bool) -> Any:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        found = OxmlElement("w:rPr")
        if self.table:
            style = OxmlElement("w:rStyle")
            style.set(qn("w:val"), TABLE_STYLE.replace(" ", ""))
            found.append(style)
        names = ["b"] * self.bold + ["i"] * italic
        found.extend([OxmlElement(f"w:{one}") for one in names])
        return found


def _text_run(text: str, was: bool, now: bool, name: str, dress: _Dress, stamp: _Stamp) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = OxmlElement("w:r")
    properties = dress.properties(now)
    if was != now:
        changed = stamp.element("rPrChange")
        changed.append(dress.properties(was))
        properties.append(changed)
    if len(properties):
        run.append(properties)
    element = OxmlElement(f"w:{name}")
    element.set(qn("xml:space"), "preserve")
    element.text = text
    run.append(element)
    return run
