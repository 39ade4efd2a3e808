"""Two texts as one Word file with tracked changes, as delegations exchange them.

Needs the extra `docx` (python-docx).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research import _storage as storage
from unres_research.analyse._align import Alignment, Change, differences
from unres_research.errors import UnresError
from unres_research.records import Paragraph

if TYPE_CHECKING:
    from docx.document import Document

_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
_ILLEGAL = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENTS = {"preambular": 24, "operative": 24, "subparagraph": 48}  # points


@dataclass(frozen=True)
class _Line:
    """A paragraph of the file: its changes, and whether its mark is new, gone or neither."""

    changes: tuple[Change, ...]
    mark: str
    kind: str


def is_installed() -> bool:
    """Whether python-docx is there."""
    try:
        import docx  # noqa: F401
    except ImportError:
        return False
    return True


def write(alignment: Alignment, path: Path, author: str, date: datetime | None) -> Path:
    """Write two aligned texts as a Word file with tracked changes: see `export.redline`."""
    if not is_installed():
        raise UnresError(
            "found no python-docx, expected it for Word files; pip install unres-research[docx]"
        )
    import docx

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


def _printed(paragraph: Paragraph) -> str:
    number = paragraph.number
    if not number or paragraph.kind == "heading":
        return _clean(paragraph.text)
    dot = "." if number.isdigit() else ""
    return _clean(f"{number}{dot} {paragraph.text}")


def _clean(text: str) -> str:
    """Put text on one line, without what XML cannot hold."""
    return _ILLEGAL.sub("", _BREAKS.sub(" ", text))


def _lines(alignment: Alignment) -> Iterator[_Line]:
    """Lines of the file, so that both texts can be read out of it in their own order."""
    before, after = alignment.before, alignment.after
    yield _line(_clean(before.title), _clean(after.title), "title")
    stays = [p for p in alignment.pairs if p.before and p.after and not p.moved]
    old, new = list(before), list(after)
    for pair in [*stays, None]:
        ends = [p.id if p else None for p in (pair.before, pair.after)] if pair else [None, None]
        yield from (_line(_printed(p), None, p.kind) for p in _until(old, ends[0]))
        yield from (_line(None, _printed(p), p.kind) for p in _until(new, ends[1]))
        if pair and pair.before and pair.after:
            yield _line(_printed(pair.before), _printed(pair.after), pair.after.kind)


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


def _until(paragraphs: list[Paragraph], end: str | None) -> Iterator[Paragraph]:
    """Take paragraphs from the front, up to the one with this id, which is taken too."""
    while paragraphs:
        paragraph = paragraphs.pop(0)
        if paragraph.id == end:
            return
        yield paragraph


def _line(before: str | None, after: str | None, kind: str) -> _Line:
    if before is None:
        return _Line((Change("inserted", "", after or ""),), "ins", kind)
    if after is None:
        return _Line((Change("deleted", before, ""),), "del", kind)
    return _Line(tuple(differences(before, after)), "", kind)


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
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(8)
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
    bold = line.kind in ("title", "heading")
    for change in line.changes:
        for piece in _pieces(change, stamp, bold):
            element.append(piece)


def _pieces(change: Change, stamp: _Stamp, bold: bool) -> Iterator[Any]:
    if change.kind == "same":
        yield _text_run(change.after, "t", bold)
        return
    if change.before:
        deleted = stamp.element("del")
        deleted.append(_text_run(change.before, "delText", bold))
        yield deleted
    if change.after:
        inserted = stamp.element("ins")
        inserted.append(_text_run(change.after, "t", bold))
        yield inserted


def _text_run(text: str, name: str, bold: bool) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = OxmlElement("w:r")
    if bold:
        properties = OxmlElement("w:rPr")
        properties.append(OxmlElement("w:b"))
        run.append(properties)
    element = OxmlElement(f"w:{name}")
    element.set(qn("xml:space"), "preserve")
    element.text = text
    run.append(element)
    return run
