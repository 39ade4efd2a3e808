"""Read a resolution or draft from a Word file, as delegations send it.

python-docx opens the file; what it does not show (tracked changes, the numbers that Word makes,
notes, comments, fields, text boxes) is read from the parts themselves, as ISO/IEC 29500-1 has
them. The text then goes the way of any text: `_text.read_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from unres_research import symbols
from unres_research.errors import UnresError
from unres_research.read import _openers as openers
from unres_research.read._docx_package import Package, opened
from unres_research.read._docx_styles import W
from unres_research.read._docx_text import ACCEPTED, Found, Reader, Table
from unres_research.read._kinds import LABEL_ALONE, PLACED
from unres_research.read._lines import Line
from unres_research.read._text import NOTE, join, paragraphs, read_lines
from unres_research.read._title_block import formula, opening
from unres_research.records import Comment, Issue, Paragraph, Resolution, Revision

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONG_CELL = 200  # characters; a cell of a table of data has fewer
_SOME = 0.3  # of the rows of a table: so many paragraphs make it a text
_NEAR = 200  # paragraphs in which the next place of a line is looked for
_MANY_BOXES = 20
_FULL_LINE, _FEW_LINES = 40, 3  # characters; lines that go on in small letters
_ENDS = re.compile(r"[;.:,?!”»\])]$|\b(?:and|or|et|ou|y|o)$")
_LABELS = 14  # characters of a number or label before a paragraph
_LAID_OUT = "a table that sets text side by side: its cells are read one after the other, by rows"


def parse(data: bytes, revisions: str = ACCEPTED) -> Resolution:
    """Read a Word file, with tracked changes accepted or, as "original", rejected."""
    package = opened(data)
    reader = Reader(package, revisions)
    content = reader.body()
    found = reader.found
    body = _first_of_body(content)
    laid_out: list[Table] = []
    lines = _with_symbol(list(_flat(content, body, laid_out)), package)
    printed = _are_printed_lines(lines)
    if printed:
        body = _place_of_formula(lines)
        lines = [*lines[:body], *paragraphs(lines[body:])]
    lines = [line for line in lines if line.text]
    if not lines:
        raise UnresError(
            "found no text in the Word file, expected a resolution; if it holds a picture of one, "
            "have its text recognised"
        )
    if found.boxes > _MANY_BOXES and 2 * found.boxed > sum(len(line.text) for line in lines):
        raise UnresError(
            f"found the text in {found.boxes:,} text boxes, as programs that turn a PDF into a "
            "Word file place its lines, expected paragraphs; read the PDF itself"
        )
    notes = [_note(mark, found.notes[mark]) for mark in found.notes]
    record = read_lines([*lines, *notes])
    places = _places(found, record.paragraphs) if found.changes or found.remarks else {}
    return replace(
        record,
        issues=(*_issues(found, revisions, laid_out, printed), *record.issues),
        revisions=tuple(
            Revision(c.kind, c.author, c.date, c.text, places.get(c.place)) for c in found.changes
        ),
        comments=tuple(
            Comment(r.author, r.date, r.text, " ".join(r.about.split()), places.get(r.place))
            for r in found.remarks.values()
        ),
    )


# lines --------------------------------------------------------------------------------


def _first_of_body(content: Sequence[Line | Table]) -> int:
    """Place of the formula, or of the table that it is in."""
    for place, one in enumerate(content):
        if any(formula(line.text) or opening(line.text) for line in _own(one)):
            return place
    return 0


def _own(one: Line | Table) -> Iterable[Line]:
    return [one] if isinstance(one, Line) else _cells(one)


def _cells(table: Table) -> Iterator[Line]:
    """Paragraphs of a table, row by row; a label in a cell goes before the next cell."""
    for row in table.rows:
        label: Line | None = None
        for cell in row:
            lines = [
                line for one in cell for line in ([one] if isinstance(one, Line) else _cells(one))
            ]
            if label is not None and lines:
                lines[0], label = join([label, lines[0]]), None
            if len(lines) == 1 and LABEL_ALONE.fullmatch(lines[0].text):
                label = lines[0]
            else:
                yield from lines
        if label is not None:
            yield label


def _flat(content: Sequence[Line | Table], body: int, laid_out: list[Table]) -> Iterator[Line]:
    """Lines of the text; tables above the body place the title block, those in it hold data."""
    for place, one in enumerate(content):
        if isinstance(one, Line):
            yield one
        elif place > body and _is_data(one):
            yield _rows(one)
        else:
            if place >= body:
                laid_out.append(one)
            yield from _cells(one)


def _is_data(table: Table) -> bool:
    """Tell a table of data from one that only sets text side by side."""
    rows = [[_joined(cell).text for cell in row] for row in table.rows]
    texts = [text for row in rows for text in row]
    if max(map(len, rows), default=0) < 2 or sum(map(bool, texts)) < 2:
        return False
    if any(isinstance(one, Table) for row in table.rows for cell in row for one in cell):
        return False
    if any(len(text) > _LONG_CELL or formula(text) for text in texts):
        return False
    if sum(map(_is_paragraph, texts)) >= max(2, _SOME * len(rows)):
        return False
    labels = [row for row in rows if row and LABEL_ALONE.fullmatch(row[0])]
    return len(labels) < 0.5 * len(rows)


def _is_paragraph(text: str) -> bool:
    """Tell a paragraph of a resolution, by its label or by its opener and its end."""
    if PLACED.match(text):
        return True
    return text[-1:] in (",", ";", ".", ":") and openers.classify(text) is not None


def _joined(cell: Iterable[Line | Table]) -> Line:
    lines = [one for one in cell if isinstance(one, Line) and one.text]
    return join(lines) if lines else Line()


def _rows(table: Table) -> Line:
    """A table of data as one line, its cells between bars; marks of notes stay."""
    line = Line(hint="table")
    for row in table.rows:
        cells = [joined for cell in row if (joined := _joined(cell)).text]
        for cell in cells:
            first = len(line.runs) + 1
            line.runs += [("| ", 0), *cell.runs, (" ", 0)]
            line.places += [(first + start, first + end, href) for start, end, href in cell.places]
        if cells:
            line.runs.append(("| ", 0))
    return line


def _place_of_formula(lines: Sequence[Line]) -> int:
    return next((k for k, line in enumerate(lines) if formula(line.text)), 0)


def _are_printed_lines(lines: Sequence[Line]) -> bool:
    """Tell whether each line of a page is a paragraph of the file, as in copies of PDFs."""
    body = _place_of_formula(lines)
    texts = [line.text for line in lines[body:] if line.text and line.hint == "plain"]
    full = [pair for pair in pairwise(texts) if len(pair[0]) > _FULL_LINE]
    cut = [after for before, after in full if not _ENDS.search(before)]
    low = [after for after in cut if after[:1].islower()]
    return len(cut) > 0.3 * len(full) and len(low) > 0.4 * len(cut) and len(low) > _FEW_LINES


def _note(mark: str, lines: Sequence[Line]) -> Line:
    """A note as one line, which says its mark."""
    note = join(lines) if lines else Line()
    note.hint, note.label = NOTE, mark
    return note


def _with_symbol(lines: list[Line], package: Package) -> list[Line]:
    """Put the symbol that only a page header prints before the text."""
    if any(_is_symbol(line.text) for line in lines[:40]):
        return lines
    for header in package.headers:
        for paragraph in header.iter(f"{W}p"):
            for text in re.split(r"\s*[\t\n]\s*", _printed(paragraph).strip()):
                if _is_symbol(text):
                    return [Line([(text, 0)]), *lines]
    return lines


def _printed(paragraph: _Element) -> str:
    """The text of a paragraph of a page header; what stands apart has tabs between."""
    pieces = paragraph.iter(f"{W}t", f"{W}tab", f"{W}ptab", f"{W}br")
    return "".join((one.text or "") if one.tag == f"{W}t" else "\t" for one in pieces)


def _is_symbol(text: str) -> bool:
    if "/" not in text or len(text) > 80:
        return False
    try:
        symbols.parse(text)
    except UnresError:
        return False
    return True


# what was met on the way --------------------------------------------------------------


def _places(found: Found, paragraphs: Sequence[Paragraph]) -> dict[int | None, str | None]:
    """Ids of the paragraphs that the paragraphs of the file became, found by their text."""
    places: dict[int | None, str | None] = {}
    at, begun = 0, False
    for place, lines in sorted(found.of_place.items()):
        for line in lines:
            if not begun:
                begun = bool(formula(line.text) or opening(line.text))
                continue
            for k in range(at, min(at + _NEAR, len(paragraphs))):
                if _is_text_of(line.text, paragraphs[k].text):
                    places.setdefault(place, paragraphs[k].id)
                    at = k
                    break
    return places


def _is_text_of(line: str, text: str) -> bool:
    """Tell whether a line, behind its number, is a paragraph's text, or the end of it."""
    if not text or not line:
        return False
    if line.endswith(text):
        return len(line) - len(text) <= _LABELS
    return len(line) > 20 and text.endswith(line)


def _issues(found: Found, view: str, laid_out: Sequence[Table], printed: bool) -> Iterator[Issue]:
    """Say what is not as it looks in Word."""
    if found.changes:
        authors = ", ".join(sorted({change.author or "nobody" for change in found.changes}))
        read = "accepted" if view == ACCEPTED else "rejected"
        other = ", revisions='original' gives the text before" if view == ACCEPTED else ""
        said = f"{len(found.changes)} tracked changes ({authors[:120]}) are read as {read}{other}"
        yield Issue("tracked-changes", said)
    if found.remarks:
        yield Issue("comments", f"{len(found.remarks)} comments are kept apart from the text")
    if found.hidden:
        yield Issue("hidden-text", f"{found.hidden} characters of hidden text are left out")
    if found.struck:
        said = f"{found.struck} characters that are struck through by hand are read as text"
        yield Issue("struck-through", said)
    if found.boxes:
        said = f"{found.boxes} text boxes are read where they are anchored, behind that paragraph"
        yield Issue("text-box", said)
    for form in sorted(found.lists):
        yield Issue("numbering", f"numbers of the form {form!r:.40} are written in figures")
    if found.is_unsure:
        said = "a list begins on a deeper level than it goes on with; programs count it differently"
        yield Issue("numbering", said)
    for what in sorted(found.unread):
        yield Issue("not-read", f"the file holds {what}, which is not read")
    if printed:
        said = "each line of a page is a paragraph of the file; they were joined as those of a text"
        yield Issue("printed-lines", said)
    if laid_out:
        yield Issue("layout-table", _LAID_OUT)
