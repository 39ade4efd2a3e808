"""Read a PDF that was not set by the United Nations, as word processors save it.

Its measures are unknown, so its lines are read as those of a text; what heads or ends its
pages, its page numbers and its footnotes are told by their places.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from unres_research.errors import UnresError
from unres_research.read import _openers as openers
from unres_research.read._kinds import NUMBER, PLACED, item_label
from unres_research.read._lines import MARK, Line, clean
from unres_research.read._pdf_lines import PageLine
from unres_research.read._text import NOTE, join, paragraphs, read_lines
from unres_research.read._title_block import formula
from unres_research.records import Issue, Resolution

_MEASURES = (123.4, 147.1)  # where the lines of official documents begin
_NEAR, _FEW = 3.0, 0.02  # points; share of the lines
_FULL, _FEWEST = 40, 5  # characters of a line that counts; so many tell the setting
_SMALL = 9.3  # points: tables and footnotes are smaller
_EDGE = 90  # points from the upper and lower edge, where running heads stand
_APART = 1.4  # times the usual distance of two lines: a paragraph ends between them
_LESS = 0.93  # times the size of the text: footnotes are smaller
_PAGE = re.compile(r"(?:page\s)?[-–—]?\s?\d{1,3}\s?[-–—]?(?:\s?(?:/|of|de|sur)\s?\d{1,3})?", re.I)
_NUMBERED = re.compile(r"(\d{1,3})[.)]?\s*(?=\S)")
_SAID = (
    "the pages are not set as those of the United Nations: they are read as the lines of a text; "
    "compare the paragraphs with the pages"
)
ISSUE = Issue("other-layout", _SAID)


def is_other(found: Iterable[PageLine]) -> bool:
    """Tell whether hardly any line begins where lines of official documents begin."""
    full = [one for one in found if len(one.text) > _FULL and one.size >= _SMALL]
    near = sum(any(abs(one.x - x) < _NEAR for x in _MEASURES) for one in full if not one.turned)
    return len(full) >= _FEWEST and near < _FEW * len(full)


def read(found: Sequence[PageLine]) -> Resolution | None:
    """Read the lines as those of a text; None where they are not those of a resolution."""
    kept = _without_heads([one for one in found if one.text])
    text, notes = _notes_apart(kept, median(one.size for one in kept))
    body = next((k for k, one in enumerate(text) if formula(clean(one.text))), 0)
    lines = [*_header(text[:body]), *paragraphs(_with_blanks(text[body:]))]
    try:
        record = read_lines([*lines, *notes])
    except UnresError:
        return None
    return replace(record, issues=(ISSUE, *record.issues))


def _line(one: PageLine) -> Line:
    runs: list[tuple[str, int]] = []
    for text, style in one.pieces:
        if style & MARK:
            runs += [(mark, MARK) for mark in re.findall(r"\d+|[a-z]|\*+|†", text)]
        else:
            runs.append((text, style))
    return Line(runs)


def _header(found: Sequence[PageLine]) -> list[Line]:
    """Lines above the formula; a title or list of sponsors that goes over several is one."""
    lines: list[Line] = []
    for k, one in enumerate(found):
        line = _line(one)
        if k and _goes_on(found[k - 1], one) and _line(found[k - 1]).all_bold == line.all_bold:
            lines[-1] = join([lines[-1], line])
        else:
            lines.append(line)
    return lines


def _goes_on(before: PageLine, one: PageLine) -> bool:
    near = before.page == one.page and 0 < before.y - one.y < _APART * one.size
    return near and before.size == one.size and len(before.text) > _FULL


def _without_heads(found: Sequence[PageLine]) -> list[PageLine]:
    """Leave out page numbers, and what stands in the same place of several pages."""
    pages: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for one in found:
        pages[_head(one)].add(one.page)
    return [one for one in found if not (_is_at_edge(one) and _is_head(one, pages))]


def _head(one: PageLine) -> tuple[str, int]:
    return re.sub(r"\d+", "0", clean(one.text)), round(one.y)


def _is_at_edge(one: PageLine) -> bool:
    return one.y < _EDGE or one.y > one.height - _EDGE


def _is_head(one: PageLine, pages: dict[tuple[str, int], set[int]]) -> bool:
    return len(pages[_head(one)]) > 1 or _PAGE.fullmatch(clean(one.text)) is not None


def _notes_apart(found: Sequence[PageLine], size: float) -> tuple[list[PageLine], list[Line]]:
    """Part the text from its footnotes: the small lines at the foot of a page, from a mark on."""
    last = {one.page: k for k, one in enumerate(found) if one.size >= _LESS * size}
    text: list[PageLine] = []
    notes: list[Line] = []
    page = -1  # on which a note has begun
    for k, one in enumerate(found):
        line = _line(one)
        mark = line.marks[:1] if one.pieces[0][1] & MARK else _NUMBERED.findall(line.text)[:1]
        if k > last.get(one.page, k) and (mark or page == one.page):
            page = one.page
            if mark:
                notes.append(_note(line, mark[0]))
            else:
                notes[-1] = join([notes[-1], line])
        else:
            text.append(one)
    return text, notes


def _note(line: Line, mark: str) -> Line:
    runs = line.runs[1:] if line.runs[0][1] & MARK else [(_NUMBERED.sub("", line.text, 1), 0)]
    return Line(runs, NOTE, mark)


def _with_blanks(found: Sequence[PageLine]) -> list[Line]:
    """Lines, with a blank one where they stand farther apart than usual."""
    steps = [a.y - b.y for a, b in zip(found, found[1:], strict=False) if a.page == b.page]
    usual = Counter(round(step, 1) for step in steps if step > 1).most_common(1)
    lines: list[Line] = []
    for k, one in enumerate(found):
        if k and usual and _is_apart(found[k - 1], one, usual[0][0]):
            lines.append(Line())
        lines.append(_line(one))
    return lines


def _is_apart(before: PageLine, one: PageLine, usual: float) -> bool:
    if before.page == one.page:
        return before.y - one.y > _APART * usual
    text = clean(one.text)
    if not clean(before.text).endswith((",", ";", ".", ":")):
        return False
    if NUMBER.match(text) or PLACED.match(text) or item_label(text):
        return True
    return text[:1].isupper() and bool(_line(one).lead() or openers.classify(f"{text},"))
