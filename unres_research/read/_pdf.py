"""Read the official PDFs of resolutions and drafts, by where and how their text is set.

United Nations documents are set alike: body text of 10 points between x = 123 and 488,
first lines of paragraphs at 147, openers in italics, headings bold, footnotes and tables
in 8.5 points. The reader goes by these measures, in bands, and by nothing else of a
document, so tagged and untagged files are read alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from unres_research import symbols
from unres_research._names import GENERAL_ASSEMBLY
from unres_research.errors import UnresError
from unres_research.read import _openers as openers
from unres_research.read import _pdf_other
from unres_research.read import _words as words
from unres_research.read._kinds import NUMBER, NUMERAL, Shown, item_label
from unres_research.read._lines import BOLD, ITALIC, MARK, Line, clean
from unres_research.read._pdf_lines import PageLine, opened, page_lines
from unres_research.read._structure import compose
from unres_research.read._title_block import (
    MARGIN,
    MASTHEAD,
    TITLE,
    HeaderLine,
    find_date,
    formula,
    is_date,
    is_meeting,
    names_organ,
    read_title_block,
)
from unres_research.records import Issue, Paragraph, Resolution, Source

_MASTHEAD = 590  # above it on the first page stand organ, symbol and date
_MASTHEAD_RIGHT = 500  # its right side may end lower than that
_HEAD, _FOOT = 76, 50  # running heads: so far from the upper edge; page numbers below
_FOOT_HIGH = 100  # page numbers that stand higher are known by their form
_PRINTED_RIGHT = re.compile(r"Distr\b|Original\b|A/\S+$", re.IGNORECASE)
_FOOT_WORD = r"(?:(?:\d\d ?)?-\d{5}(?: \([A-Z]\))?(?: \d{6})*|\d{1,3} ?/ ?\d{1,3}|\*\d{7}\*|\|)"
_FOOT_LINE = re.compile(rf"{_FOOT_WORD}(?: {_FOOT_WORD}){{0,3}}")
_FULL = 70  # characters of a line that must reach the right margin
_HALF = 45  # characters of a bold line that may go on over the page
_SMALL = 9.3  # points: footnotes and tables are smaller
_COLUMN_HEAD, _FEWEST_ROWS = 8.0, 3  # points; rows of two columns that make a table
_GUTTER, _NARROW = 9.0, 3.9  # points: between columns; width of a small character
_LEFT, _INDENT = 123.4, 147.1  # where body text wraps, where paragraphs begin
_MARGIN, _RIGHT = 100, 290  # the left margin ends; what stands farther right closes the text
_LARGE = 11  # points: titles are larger
_SHOWN = Shown(italics=True)
_ADDRESS = re.compile(r"\W?(?:https?://|www\.)")
_JOINS = ("/", "_", "-", "=", "&", "?", "%", "#", "~", ":")
_GOES_ON = re.compile(r"/\w|\.(?:pdf|html?|aspx?|php|org|int|net|com)\b")
_APART = re.compile(r"\b(?:\w ){4,}\w\b")
_ANNEX = re.compile(
    r"(?:Annexe?|Anexo|Appendi(?:x|ce)|Enclosure)(?:\s+(?:[IVX]+|\d+|[A-Z]))?", re.I
)
_LETTER = re.compile("[A-Z]")
_COMPONENT = re.compile(r"Draft (?:resolution|decision) ([IVXLC]+)\b\s*(.*)")
_NO_FORMULA = "no line 'The General Assembly,': a note, an amendment or a decision"
_UNPRINTED = "no line 'The General Assembly,' is printed: the text was read from its title on"
_TURNED = "page {} is turned: compare the order of its text and tables with the page"
_NAMED = 5  # words that an issue names
_BODY_TABLE = "a table in body type: its cells were told apart by their place alone"


def parse(data: bytes) -> Resolution:
    """Read an official PDF; without the line "The General Assembly," an issue says so."""
    with opened(data) as document:
        found, count = page_lines(document), len(document)
    return replace(_record(found), source=Source("", "pdf", "", count))


def _record(found: list[PageLine]) -> Resolution:
    """Read pages by their measures, or, where another program has set them, as a text."""
    if not _pdf_other.is_other(found):
        return _read(found)
    if record := _pdf_other.read(found):
        return record
    record = _read(found)
    return replace(record, issues=(*record.issues, _pdf_other.ISSUE))


def _read(found: list[PageLine]) -> Resolution:
    zones = _zones(found)
    if not zones.body:
        raise UnresError(
            "found no text in the PDF, expected a text layer; it may be a scan: have its text "
            "recognised, and save that as .txt"
        )
    paragraphs, notes = _paragraphs(zones.body), _notes(zones.notes)
    opening = next((k for k, p in enumerate(paragraphs) if names_organ(p.text)), None)
    _label_components(paragraphs)
    first = next((k for k, p in enumerate(paragraphs) if p.component), opening)
    start = _end_of_header(paragraphs) if opening is None else min(opening, first or 0)
    named = names_organ(paragraphs[opening].text) if opening is not None else None
    organ, language = named or (GENERAL_ASSEMBLY, "en")
    is_english = language == "en" and bool(named or words.is_english(p.text for p in paragraphs))
    changed = _respace(paragraphs, notes) if is_english else []
    header = [HeaderLine(line.text, MASTHEAD) for line in zones.masthead]
    header += [HeaderLine(p.text, p.role) for p in paragraphs[:start]]
    about = vars(read_title_block(header, organ, language))
    if not about["symbol"] and opening is None:
        raise UnresError(
            "found no symbol and no line 'The General Assembly,', expected a resolution, a draft "
            "or another official document of the United Nations"
        )
    text = compose(
        _Finder(language).lines(_content(paragraphs[start:])),
        notes,
        organ=organ,
        language=language,
        symbol=about["symbol"],
        shown=_SHOWN,
        amends=about["amends"],
    )
    if opening is None:
        text = _without_formula(text, about["symbol"])
    text["issues"] += tuple(_doubts(paragraphs, changed))
    text["issues"] += tuple(_wrong_letters(text, is_english=is_english))
    return Resolution(organ=organ, language=language, **about, **text)


def _respace(paragraphs: list[_Paragraph], notes: dict[str, Line]) -> list[str]:
    """Put blanks right that the text layer lost or invented; say which."""
    changed: list[str] = []
    for paragraph in paragraphs:
        changed += paragraph.respace()
    for mark, note in notes.items():
        runs, more = words.respaced(note.runs)
        notes[mark] = Line(runs)
        changed += more
    return changed


def _doubts(paragraphs: list[_Paragraph], changed: list[str]) -> Iterator[Issue]:
    """What the reader is unsure of in the document as a whole."""
    if any(p.cells for p in paragraphs):
        yield Issue("table", _BODY_TABLE)
    if turned := sorted({line.page + 1 for p in paragraphs for line in p.lines if line.turned}):
        yield Issue("turned-page", _TURNED.format(", ".join(map(str, turned))))
    if changed:
        yield Issue("spacing", f"blanks were put right by the words: {_some(changed)}")


def _wrong_letters(text: dict[str, Any], *, is_english: bool) -> Iterator[Issue]:
    """What the text layer says otherwise than the page."""
    every = [p.text for p in (*text["paragraphs"], *text["footnotes"])]
    if lost := sum(one.count("\ufffd") for one in every):
        yield Issue("wrong-letters", f"the text layer has no letters for {lost:,} characters")
    wrong = words.miscoded(every) if is_english else ()
    if seem := [f"“{one}” seems to be “{other}”" for one, other in wrong]:
        yield Issue("wrong-letters", f"the text layer has wrong letters: {_some(seem)}")


def _some(found: list[str]) -> str:
    """The first of what was found, each once, and how many there are."""
    found = list(dict.fromkeys(found))
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more


def _label_components(paragraphs: list[_Paragraph]) -> None:
    """Find where the resolutions of one document begin: "Draft resolution II", or "B"."""
    lettered = []
    for k, paragraph in enumerate(paragraphs):
        if not paragraph.bold:
            continue
        if found := _COMPONENT.match(paragraph.text):
            paragraph.component = found.group(1)
        below = paragraphs[k + 1 : k + 3]
        if _LETTER.fullmatch(paragraph.lines[0].text) and any(map(_is_formula, below)):
            lettered.append(paragraph)
    if len(lettered) > 1 and lettered[0].lines[0].text == "A":
        for paragraph in lettered:
            paragraph.component = paragraph.lines[0].text


def _is_formula(paragraph: _Paragraph) -> bool:
    return formula(paragraph.text) is not None


def _end_of_header(paragraphs: list[_Paragraph]) -> int:
    """Where the text of a document without formula begins: below its last large title."""
    annexes = (k for k, p in enumerate(paragraphs) if _ANNEX.fullmatch(p.text))
    main = paragraphs[: next(annexes, None)]
    titles = [k for k, p in enumerate(main) if p.role == TITLE and p.lines[0].page == 0]
    return titles[-1] + 1 if titles else 0


def _without_formula(text: dict[str, Any], symbol: str | None) -> dict[str, Any]:
    """A resolution that was adopted keeps its parts; of other documents nobody knows them."""
    if symbol is None or symbols.parse(symbol).kind != "resolution":
        return _as_other(text)
    return {**text, "issues": (*text["issues"], Issue("no-formula", _UNPRINTED))}


def _as_other(text: dict[str, Any]) -> dict[str, Any]:
    """Paragraphs of a note or amendment: neither preambular nor operative.

    PP3 and OP3 become P3 and P3#2.
    """
    names: dict[str, str] = {}
    times: Counter[str] = Counter()
    neutral: dict[str, Paragraph] = {}
    for p in text["paragraphs"]:
        name = names.get(p.parent or "", "") + p.id.removeprefix(p.parent or "")
        name = re.sub(r"^((?:\w+\.)*)[OP]Pu?(?=\d)", r"\1P", re.sub(r"#\d+$", "", name))
        times[name] += 1
        name += f"#{times[name]}" if times[name] > 1 else ""
        names[p.id] = name
        kind = "other" if p.kind in ("preambular", "operative") else p.kind
        neutral[name] = replace(p, id=name, parent=names.get(p.parent or ""), kind=kind)
    issues = [replace(i, paragraph=names.get(i.paragraph or "")) for i in text["issues"]]
    issues.append(Issue("no-formula", _NO_FORMULA))
    return {**text, "paragraphs": tuple(neutral.values()), "issues": tuple(issues)}


# zones of the page --------------------------------------------------------------------


@dataclass
class _Zones:
    masthead: list[PageLine] = field(default_factory=list)
    body: list[PageLine] = field(default_factory=list)
    notes: list[PageLine] = field(default_factory=list)


def _zones(found: Sequence[PageLine]) -> _Zones:
    """Part the lines: masthead, body, footnotes; running heads and page numbers go."""
    zones = _Zones()
    ends = _masthead_ends(found)
    page, below_rule = -1, False
    for line in found:
        if line.page != page:
            page, below_rule = line.page, False
        text = line.text
        if page == 0 and line.size < _SMALL and re.match(r"\*+\s", text):
            below_rule = True  # the rule may be drawn, not written
        if text.startswith("______") and not text.strip("_"):
            below_rule = True
        elif page == 0 and line.y > (min(ends, _MASTHEAD) if line.x > _RIGHT else ends):
            zones.masthead.append(line)
        elif not text or line.y > line.height - _HEAD or line.y < _FOOT or _is_foot(line):
            continue
        elif below_rule and (line.size < _SMALL or not line.text):
            zones.notes.append(line)
        else:
            zones.body.append(line)
    return zones


def _masthead_ends(found: Sequence[PageLine]) -> float:
    """How low the masthead goes: to the date or language of the original, on the right."""
    right = [line.y for line in found if line.page == 0 and _stands_right(line)]
    return min(right) - 3 if right else _MASTHEAD


def _stands_right(line: PageLine) -> bool:
    """Tell whether a line says what mastheads print on the right, where they may end lower."""
    text = clean(line.text) if line.x > _RIGHT and line.y > _MASTHEAD_RIGHT else ""
    return _PRINTED_RIGHT.match(text) is not None or is_date(text)


def _is_foot(line: PageLine) -> bool:
    """Tell whether a line is the page number or job number, where these stand higher."""
    text = clean("".join(text for text, _ in line.pieces)) if line.y < _FOOT_HIGH else ""
    return len(text) < _FULL and _FOOT_LINE.fullmatch(text) is not None


# paragraphs ---------------------------------------------------------------------------


@dataclass
class _Paragraph:
    """Lines of a page that belong together, and the styled line that they make."""

    lines: list[PageLine]
    component: str | None = None  # label of the resolution that it heads
    cells: tuple[str, ...] = ()  # of a table in body type

    def __post_init__(self) -> None:
        self.line = _styled(self.lines)
        self.text, self.bold = self.line.text, self.line.all_bold
        self.x, self.small = self.lines[0].x, self.lines[0].size < _SMALL

    def respace(self) -> list[str]:
        """Put the blanks of the line right; say what that changed."""
        runs, changed = words.respaced(self.line.runs)
        if changed:
            self.line = Line(runs)
            self.text = self.line.text
        return changed

    @property
    def role(self) -> str:
        """Its part in a header; the name of a committee and an annex are no titles."""
        line = self.lines[0]
        if self.bold and line.size > _LARGE and line.x > 65 and not _ANNEX.match(line.text):
            return TITLE
        return MARGIN if self.bold and self.x <= _MARGIN else ""


def _styled(found: Sequence[PageLine]) -> Line:
    """Join the pieces of lines, with a blank where a line ends without hyphen."""
    line = Line()
    word = ""  # the last word so far
    for k, one in enumerate(found):
        for text, style in one.pieces:
            if style & MARK:
                line.runs += [(m, MARK) for m in re.findall(r"\d+|[a-z]|\*+|†", text)]
                text, style = " " if text != text.strip() else "", style & ~MARK
            line.runs.append((_APART.sub(_unspaced, text), style))
        last = next((t for t, s in reversed(one.pieces) if not s & MARK), "")
        hyphened = last.endswith("-") or (last.endswith("–") and last[-2:-1].strip())
        if k + 1 == len(found):
            break
        word = (word[:12] if " " not in one.text else "") + one.text.rpartition(" ")[2]
        blank = one.pieces[-1][0][-1:].isspace()  # that is set, so the line did not break a word
        if not hyphened and (blank or not _is_address(word, found[k + 1].text)):
            line.runs.append((" ", one.pieces[-1][1] & ~MARK))
            word = ""
    return line


def _is_address(word: str, below: str) -> bool:
    """Tell whether an address that ends a line goes on below: "https://a.org/" and "b.pdf."."""
    rest = below.partition(" ")[0]
    if not rest or not _ADDRESS.match(word):
        return False
    plain = rest.rstrip(".,;)").isalpha()
    if word.endswith(_JOINS):
        return not plain or rest.endswith(".") or rest == below
    return rest.startswith(_JOINS) or (not plain and _GOES_ON.search(rest) is not None)


def _unspaced(found: re.Match[str]) -> str:
    """Join letters that were set apart: "I n v i t e s"."""
    return found.group().replace(" ", "")


def _paragraphs(body: list[PageLine]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    done = 0
    for begin, end in _body_tables(body):
        found += _grouped(body[done:begin])
        rows = body[begin:end]
        found.append(_Paragraph(rows, cells=tuple(_columned(rows))))
        done = end
    return found + _grouped(body[done:])


def _grouped(body: list[PageLine]) -> list[_Paragraph]:
    groups: list[list[PageLine]] = []
    for line in body:
        if groups and _goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_Paragraph(group) for group in groups]


def _body_tables(body: list[PageLine]) -> Iterator[tuple[int, int]]:
    """Find tables in body type, below heads in small italics: (first line, line after the last)."""
    done = 0
    for k, line in enumerate(body):
        if k < done or not _is_column_head(line):
            continue
        heads = k + 1
        while heads < len(body) and _is_column_head(body[heads]):
            heads += 1
        if heads == len(body) or body[heads].size < _SMALL:
            continue
        done = next((j for j in range(heads, len(body)) if _ends_table(body, j)), len(body))
        starts = _column_starts(body[k:done])
        wide = [len({_column(x, starts) for x, _ in row.cells}) > 1 for row in body[heads:done]]
        if sum(wide) >= _FEWEST_ROWS:
            yield k, done


def _is_column_head(line: PageLine) -> bool:
    seen = [style for text, style in line.pieces if text.strip() and not style & MARK]
    return line.size < _COLUMN_HEAD and bool(seen) and all(style & ITALIC for style in seen)


def _ends_table(body: list[PageLine], k: int) -> bool:
    """Tell whether numbered text, or a heading above it, follows a table in body type."""
    line = body[k]
    if _ANNEX.fullmatch(line.text) or (line.size < _SMALL and _starts_note(line)):
        return True
    if not _LEFT - 2 < line.x < _INDENT + 2:
        return False
    after = body[k + 1].text if k + 1 < len(body) and _is_bold(line) else ""
    return NUMBER.match(line.text) is not None or NUMBER.match(after) is not None


def _column_starts(rows: list[PageLine]) -> list[float]:
    """Where columns begin, in points: at the left of all rows, and at each head."""
    heads = [x for row in rows if _is_column_head(row) for x, text in row.cells if text.strip()]
    starts = sorted([min(row.x for row in rows), *heads])
    return [x for k, x in enumerate(starts) if k == 0 or x - starts[k - 1] > 4 * _GUTTER]


def _column(x: float, starts: list[float]) -> int:
    return sum(start <= x + 3 for start in starts)


def _columned(rows: list[PageLine]) -> Iterator[str]:
    """Yield the cells of a table in body type, in order: heads once, lines of a cell joined."""
    starts = _column_starts(rows)
    heads: set[str] = set()
    cell, column, page, y, end = "", 0, -1, 0.0, 0.0
    for row in rows:
        if _is_column_head(row):
            if row.text in heads and row.page != rows[0].page:
                continue
            heads.add(row.text)
        for x, text in row.cells:
            here = _column(x, starts)
            near = row.page == page and -1 < y - row.y < 1.3 * row.size
            if text.strip() and not (near and here == column):
                if cell.strip():
                    yield clean(cell)
                cell = ""
            elif (row.y != y and not cell.rstrip().endswith("-")) or x - end > _GUTTER:
                cell += " "
            if text.strip():
                column, page, y = here, row.page, row.y
            end = x + _NARROW * len(text.rstrip()) * row.size / 8.5
            cell += text
    yield clean(cell)


def _goes_on(group: list[PageLine], line: PageLine) -> bool:
    """Tell whether a line belongs to the paragraph above it."""
    last = group[-1]
    if _ANNEX.fullmatch(last.text):
        return False
    bold, size = _is_bold(line) != _is_bold(last), abs(line.size - last.size) > 1
    if size or (bold and line.x < 100):
        return False
    if (last.size < _SMALL) != (line.size < _SMALL) or _starts_note(line):
        return False
    if line.x > _RIGHT > last.x and is_meeting(line.text):
        return False
    if line.page != last.page:
        return _goes_over(group, line)
    if last.x < _LEFT + 5 and abs(line.x - _INDENT) < 2 and _begins(line):
        return False
    return -1.2 < last.y - line.y < 1.2 * max(line.size, last.size) + 3.2


def _goes_over(group: list[PageLine], line: PageLine) -> bool:
    """Tell whether the first line of a page goes on with the paragraph before the break."""
    if line.size < _SMALL:
        return True
    before, text = group[-1].text, line.text
    bold = _is_bold(line)
    if bold != _is_bold(group[-1]) or NUMBER.match(text) or item_label(text):
        return False
    if bold and (len(before) < _HALF or abs(line.x - group[-1].x) > 2):
        return False  # headings are seldom broken: another one
    if text[:1].islower():
        return True
    if line.x > _LEFT + 5 and not _wraps_indented(group, line):
        return False
    full = len(before) > _FULL and line.pieces[0][1] == 0  # the line above reaches the margin
    return not re.search(r"[;:]”?$", before) and (full or not re.search(r"[.]”?$", before))


def _wraps_indented(group: list[PageLine], line: PageLine) -> bool:
    """Tell whether an indented line may go on with a sub-paragraph such as (ii)."""
    if _begins(line):
        return False
    same = len(group) > 1 and abs(group[-1].x - line.x) < 2
    return same or (len(group) == 1 and item_label(group[0].text) is not None)


def _begins(line: PageLine) -> bool:
    """Tell whether a line has a number, a label or an italic opener."""
    text, style = next(((t, s) for t, s in line.pieces if t.strip()), ("", 0))
    opener = bool(style & ITALIC) and text.lstrip()[:1].isupper()
    return opener or bool(NUMBER.match(line.text) or item_label(line.text))


def _is_bold(line: PageLine) -> bool:
    return all(style & BOLD for text, style in line.pieces if text.strip() and not style & MARK)


# what each paragraph is ---------------------------------------------------------------


def _content(paragraphs: list[_Paragraph]) -> Iterator[_Paragraph]:
    """Leave out the formula and the place and date that end the text."""
    for paragraph in paragraphs:
        aside = paragraph.x > _RIGHT and not paragraph.cells
        closes = aside and ("meeting" in paragraph.text or find_date(paragraph.text))
        if not closes and not _is_formula(paragraph):
            yield paragraph


class _Finder:
    """Says of each paragraph what its setting says: headings, tables, other resolutions."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.annex = False
        self.title_size = 0.0  # of the annex, in points

    def lines(self, paragraphs: Iterable[_Paragraph]) -> Iterator[Line]:
        table: list[_Paragraph] = []
        component: Line | None = None
        for paragraph in paragraphs:
            if component:
                title = paragraph.line.runs if paragraph.bold else []
                component.runs += [(" ", 0), *title]
                yield component
                component = None
                if title:
                    continue
            if paragraph.component:
                self.annex = False
                component = Line(paragraph.line.runs, "component", paragraph.component)
                continue
            if table and (not paragraph.small or _begins_table(paragraph, table[-1])):
                yield _table(table)
                table = []
            if paragraph.small:
                table.append(paragraph)
            else:
                yield self._line(paragraph)
        if table:
            yield _table(table)

    def _line(self, paragraph: _Paragraph) -> Line:
        line = paragraph.line
        if paragraph.bold:
            line = self._heading(paragraph)
        elif line.all_italic and paragraph.x < 300 and not line.text.endswith(":"):
            known = openers.known(line.lead() or "", self.language)
            line.hint = "plain" if known or line.text.endswith(",") else "heading"
        if line.hint == "heading" and self._below_title(paragraph):
            line.depth = 1
        return line

    def _heading(self, paragraph: _Paragraph) -> Line:
        """Make a heading of a bold paragraph; its numeral is a text object of its own."""
        text, label = paragraph.text, None
        self.annex = self.annex or _ANNEX.match(text) is not None
        first = clean(paragraph.lines[0].first)
        numeral = NUMERAL.fullmatch(first)
        if numeral and text != first and re.match(re.escape(first) + r"[.\s]", text):
            text, label = text[len(first) :].lstrip(". "), numeral.group(1)
        marks = [(mark, MARK) for mark in paragraph.line.marks]
        return Line([(text, BOLD), *marks], "heading", label)

    def _below_title(self, paragraph: _Paragraph) -> bool:
        """Tell whether a heading is smaller than the title of its annex, so no part of it."""
        size = paragraph.lines[0].size
        if not self.annex or _ANNEX.fullmatch(paragraph.text):
            self.title_size = 0.0
            return False
        self.title_size = self.title_size or size
        return size < self.title_size - 1.5


def _begins_table(paragraph: _Paragraph, before: _Paragraph) -> bool:
    return bool(paragraph.cells or before.cells) or _is_note(paragraph)


def _table(rows: list[_Paragraph]) -> Line:
    cells = rows[0].cells or _cells([line for row in rows for line in row.lines])
    marks = [(mark, MARK) for row in rows for mark in row.line.marks]
    return Line([(" | ".join(cells), 0), *marks], "table")


def _is_note(paragraph: _Paragraph) -> bool:
    """Tell whether small text is a note below a table: it starts with a mark or a word for it."""
    text = paragraph.lines[0].text
    return (
        _starts_note(paragraph.lines[0])
        or re.match("Abbreviations|Notes?:|Source", text) is not None
    )


def _starts_note(line: PageLine) -> bool:
    return bool(next((s for t, s in line.pieces if t.strip()), 0) & MARK)


def _cells(rows: Sequence[PageLine]) -> list[str]:
    """Texts of the cells of a table, in order; a wide gap or a new line begins a cell."""
    cells: list[str] = []
    begin = end = y = 0.0
    page, head = rows[0].page, rows[0].text
    for row in rows:
        if row.page != page:
            page = row.page
            if row.text == head:
                continue  # the head of the columns, printed again
        for x, text in row.cells:
            if not text.strip():
                continue
            wraps = row.y != y and abs(x - begin) < 3 and 0 < y - row.y < 12
            if cells and (wraps or (row.y == y and x - end < _GUTTER)):
                cells[-1] += f" {text}" if wraps else text
            else:
                cells.append(text)
                begin = x
            end, y = x + _NARROW * len(text.rstrip()), row.y
    return [clean(cell) for cell in cells]


def _notes(found: list[PageLine]) -> dict[str, Line]:
    """Footnotes by mark; a note starts with its mark, the lines below go on with it."""
    notes: dict[str, list[PageLine]] = {}
    current: list[PageLine] | None = None
    for line in found:
        mark, style = next(((t.strip(), s) for t, s in line.pieces if t.strip()), ("", 0))
        if mark.startswith("*"):
            current = None  # a note to the title or the sponsors
        elif style & MARK and mark:
            current = notes.setdefault(mark, [])
        if current is not None:
            current.append(line)
    return {mark: _without_marks(_styled(rows)) for mark, rows in notes.items()}


def _without_marks(line: Line) -> Line:
    return Line([run for run in line.runs if run[1] < MARK])
