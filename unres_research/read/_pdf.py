"""Read the official PDFs of resolutions and drafts, by where and how their text is set.

United Nations documents are set alike: body text of 10 points between x = 123 and 488,
first lines of paragraphs at 147, openers in italics, headings bold, footnotes and tables
in 8.5 points. The reader goes by these measures, in bands, and by nothing else of a
document, so tagged and untagged files are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from unres_research import symbols
from unres_research.errors import UnresError
from unres_research.read import openers
from unres_research.read._kinds import item_label
from unres_research.read._pdf_lines import BOLD, ITALIC, MARK, Line, lines, opened
from unres_research.read._structure import Block, assemble
from unres_research.read._xml import agenda_items, clean, committee_of, split_names
from unres_research.records import Footnote, Issue, Paragraph, Resolution, Source

_MASTHEAD = 590  # above it on the first page stand organ, symbol and date
_HEAD, _FOOT = 716, 50  # running heads above, page numbers below
_FULL = 70  # characters of a line that must reach the right margin
_HALF = 45  # characters of a bold line that may go on over the page
_SMALL = 9.3  # points: footnotes and tables are smaller
_COLUMN_HEAD, _FEWEST_ROWS = 8.0, 3  # points; rows of two columns that make a table
_GUTTER, _NARROW = 9.0, 3.9  # points: between columns; width of a small character
_LEFT, _INDENT = 123.4, 147.1  # where body text wraps, where paragraphs begin
_NUMBER = re.compile(r"(\d{1,3})\.(?:\s+(?=\S)|(?=[^\d\s]))")
_WORD = re.compile(r"\w")
_APART = re.compile(r"\b(?:\w ){4,}\w\b")
_NUMERAL = re.compile(r"([IVXLC]+|[A-Z])\.?")
_ANNEX = re.compile(r"(?:Annex|Appendix|Enclosure)(?:\s+(?:[IVX]+|\d+|[A-Z]))?")
_FORMULAS = {
    "en": r"The (?:General Assembly|Security Council|Economic and Social Council)",
    "fr": r"L[’']Assemblée générale|Le Conseil de sécurité",
    "es": r"La Asamblea General|El Consejo de Seguridad",
}
_FORMULA = re.compile(rf"(?:{'|'.join(_FORMULAS.values())})\s?,?", re.IGNORECASE)
_LETTER = re.compile("[A-Z]")
_COMPONENT = re.compile(r"Draft (?:resolution|decision) ([IVXLC]+)\b\s*(.*)")
_OTHER_LANGUAGE = (
    "sessions, agenda items, sponsors and citations are only found in English documents"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NO_FORMULA = "no line 'The General Assembly,': a note, an amendment or a decision"
_BODY_TABLE = "a table in body type: its cells were told apart by their place alone"
_DATE = re.compile(r"(\d{1,2})\s*(" + "|".join(_MONTHS) + r")\s*((?:19|20)\d\d)")


def parse(data: bytes) -> Resolution:
    """Read one resolution or draft from the bytes of its PDF.

    Parameters
    ----------
    data : bytes
        An official document of the United Nations with a text layer.

    Returns
    -------
    Resolution
        Its `source` knows the number of pages; `unres_research.load` adds the rest. A
        document without the line "The General Assembly," (a note, an amendment) is read
        with an issue that says so, and without preambular or operative paragraphs.

    Raises
    ------
    UnresError
        When the PDF is damaged or encrypted, has no text (a scan), or is no official
        document.

    Notes
    -----
    Made for resolutions and drafts in English from about 2015 on. Reports, letters and
    scanned documents of older sessions are set otherwise, and are refused or misread.

    Examples
    --------
    >>> parse(b"%PDF-1.7 cut")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found a damaged PDF ...
    """
    with opened(data) as document:
        found, count = lines(document), len(document)
    return replace(_read(found), source=Source("", "pdf", "", count))


def _read(found: list[Line]) -> Resolution:
    zones = _zones(found)
    if not zones.body:
        raise UnresError(
            "found no text in the PDF, expected a text layer; it may be a scan: have its text "
            "recognised, and save that as .txt"
        )
    paragraphs = _paragraphs(zones.body)
    formula = next((k for k, p in enumerate(paragraphs) if _FORMULA.match(p.text)), None)
    _label_components(paragraphs)
    first = next((k for k, p in enumerate(paragraphs) if p.component), formula)
    start = _end_of_header(paragraphs) if formula is None else min(formula, first or 0)
    about = _header(zones.masthead, paragraphs[:start])
    if not about["symbol"] and formula is None:
        raise UnresError(
            "found no symbol and no line 'The General Assembly,', expected a resolution, a draft "
            "or another official document of the United Nations"
        )
    opening = paragraphs[formula].text if formula is not None else ""
    language = next((k for k, v in _FORMULAS.items() if re.match(v, opening, re.IGNORECASE)), "en")
    council = re.search(r"Security|sécurité|Seguridad", opening)
    organ = "Security Council" if council else "General Assembly"
    notes = _notes(zones.notes)
    finder = _Finder(organ, notes)
    blocks = finder.blocks(_content(paragraphs[start:]))
    body, annexes, issues = assemble(blocks)
    if formula is None:
        body, issues = _as_other(body), (*issues, Issue("no-formula", _NO_FORMULA))
    if any(p.cells for p in paragraphs):
        issues = (*issues, Issue("table", _BODY_TABLE))
    if language != "en":
        issues = (*issues, Issue("language", _OTHER_LANGUAGE))
    cites = [c for p in body for c in p.cites]
    cites += [c for found in finder.of_note.values() for c in found]
    return Resolution(
        paragraphs=body,
        annexes=annexes,
        issues=issues,
        footnotes=tuple(notes.values()),
        cites=symbols.distinct(c for c in cites if c != about["symbol"]),
        organ=organ,
        language=language,
        **about,  # type: ignore[arg-type]
    )


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
    return _FORMULA.fullmatch(paragraph.text) is not None


def _end_of_header(paragraphs: list[_Paragraph]) -> int:
    """Where the text of a document without formula begins: below its last large title."""
    annexes = (k for k, p in enumerate(paragraphs) if _ANNEX.fullmatch(p.text))
    main = paragraphs[: next(annexes, None)]
    titles = [k for k, p in enumerate(main) if _is_title(p) and p.lines[0].page == 0]
    return titles[-1] + 1 if titles else 0


def _is_title(paragraph: _Paragraph) -> bool:
    """Large bold type, but not the name of a committee, nor an annex."""
    line = paragraph.lines[0]
    return paragraph.bold and line.size > 11 and line.x > 65 and not _ANNEX.match(line.text)


def _as_other(body: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """Paragraphs of a note or amendment: neither preambular nor operative."""
    return tuple(
        replace(
            p,
            id=_neutral(p.id) or p.id,
            parent=_neutral(p.parent),
            kind="other" if p.kind in ("preambular", "operative") else p.kind,
        )
        for p in body
    )


def _neutral(paragraph_id: str | None) -> str | None:
    """Write an id without saying preambular or operative: P3 for OP3 and PP3."""
    return re.sub(r"\b[OP]Pu?(?=\d)", "P", paragraph_id) if paragraph_id else None


# zones of the page --------------------------------------------------------------------


@dataclass
class _Zones:
    masthead: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


def _zones(found: Iterable[Line]) -> _Zones:
    """Part the lines: masthead, body, footnotes; running heads and page numbers go."""
    zones = _Zones()
    page, below_rule = -1, False
    for line in found:
        if line.page != page:
            page, below_rule = line.page, False
        text = line.text
        if page == 0 and line.size < _SMALL and re.match(r"\*+\s", text):
            below_rule = True  # the rule may be drawn, not written
        if text.startswith("______") and not text.strip("_"):
            below_rule = True
        elif page == 0 and line.y > _MASTHEAD:
            zones.masthead.append(line)
        elif not text or line.y > _HEAD or line.y < _FOOT:
            continue
        elif below_rule and (line.size < _SMALL or not line.text):
            zones.notes.append(line)
        else:
            zones.body.append(line)
    return zones


# paragraphs ---------------------------------------------------------------------------


@dataclass
class _Paragraph:
    """Lines that belong together, and what their setting says."""

    lines: list[Line]
    text: str = ""
    lead: str | None = None
    bold: bool = False
    italic: bool = False
    marks: tuple[str, ...] = ()
    component: str | None = None  # label of the resolution that it heads
    cells: tuple[str, ...] = ()  # of a table in body type

    @property
    def x(self) -> float:
        return self.lines[0].x

    @property
    def small(self) -> bool:
        return self.lines[0].size < _SMALL

    def finish(self) -> _Paragraph:
        pieces = list(_joined(self.lines))
        plain = [_unmarked(text, style) for text, style in pieces]
        self.text = clean("".join(text for text, _ in plain))
        self.marks = tuple(m for text, style in pieces if style & MARK for m in _marks(text))
        seen = [style for text, style in plain if _WORD.search(text)]
        self.bold = bool(seen) and all(style & BOLD for style in seen)
        self.italic = bool(seen) and all(style & ITALIC for style in seen)
        self.lead = _lead(plain)
        self.text = _APART.sub(lambda m: _unspaced(m.group()), self.text)
        return self


def _joined(found: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Pieces of several lines, with a blank where a line ends without hyphen."""
    for k, line in enumerate(found):
        yield from line.pieces
        last = next((t for t, s in reversed(line.pieces) if not s & MARK), "")
        hyphened = last.endswith("-") or (last.endswith("–") and last[-2:-1].strip())
        if k + 1 < len(found) and not hyphened:
            yield " ", line.pieces[-1][1] & ~MARK


def _marks(text: str) -> list[str]:
    return re.findall(r"\d+|[a-z]|\*+|†", text)


def _unmarked(text: str, style: int) -> tuple[str, int]:
    """Leave a mark out, but not the blank that it carries."""
    if not style & MARK:
        return text, style
    return " " if text != text.strip() else "", style & ~MARK


def _lead(pieces: list[tuple[str, int]]) -> str | None:
    """Leading words in italics, behind the number."""
    whole = "".join(text for text, _ in pieces)
    begin = re.match(r"\s*(?:\d{1,3}(?:\s*\.|(?=\s))|\([a-z]+\))?\s*", whole)
    skip, lead = begin.end() if begin else 0, ""
    for text, style in pieces:
        text, skip = text[skip:], max(0, skip - len(text))
        if text.strip() and not style & ITALIC:
            break
        lead += text
    return _unspaced(clean(lead).strip(" ,;:.–—")) or None


def _unspaced(text: str) -> str:
    """Join letters that were set apart: "I n v i t e s"."""
    return text.replace(" ", "") if re.fullmatch(r"(?:\w ){3,}\w", text) else text


def _paragraphs(body: list[Line]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    done = 0
    for begin, end in _body_tables(body):
        found += _grouped(body[done:begin])
        rows = body[begin:end]
        found.append(replace(_Paragraph(rows).finish(), cells=tuple(_columned(rows))))
        done = end
    return found + _grouped(body[done:])


def _grouped(body: list[Line]) -> list[_Paragraph]:
    groups: list[list[Line]] = []
    for line in body:
        if groups and _goes_on(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_Paragraph(group).finish() for group in groups]


def _body_tables(body: list[Line]) -> Iterator[tuple[int, int]]:
    """Find tables in body type, as in programmes of work: (first line, line after the last).

    They stand below heads of columns in small italics, with several lines of two columns.
    """
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


def _is_column_head(line: Line) -> bool:
    seen = [style for text, style in line.pieces if text.strip() and not style & MARK]
    return line.size < _COLUMN_HEAD and bool(seen) and all(style & ITALIC for style in seen)


def _ends_table(body: list[Line], k: int) -> bool:
    """Tell whether numbered text, or a heading above it, follows a table in body type."""
    line = body[k]
    if _ANNEX.fullmatch(line.text) or (line.size < _SMALL and _starts_note(line)):
        return True
    if not _LEFT - 2 < line.x < _INDENT + 2:
        return False
    after = body[k + 1].text if k + 1 < len(body) and _is_bold(line) else ""
    return _NUMBER.match(line.text) is not None or _NUMBER.match(after) is not None


def _column_starts(rows: list[Line]) -> list[float]:
    """Where columns begin, in points: at the left of all rows, and at each head."""
    heads = [x for row in rows if _is_column_head(row) for x, text in row.cells if text.strip()]
    starts = sorted([min(row.x for row in rows), *heads])
    return [x for k, x in enumerate(starts) if k == 0 or x - starts[k - 1] > 4 * _GUTTER]


def _column(x: float, starts: list[float]) -> int:
    return sum(start <= x + 3 for start in starts)


def _columned(rows: list[Line]) -> Iterator[str]:
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


def _goes_on(group: list[Line], line: Line) -> bool:
    """Tell whether a line belongs to the paragraph above it."""
    last = group[-1]
    if _ANNEX.fullmatch(last.text):
        return False
    bold, size = _is_bold(line) != _is_bold(last), abs(line.size - last.size) > 1
    if size or (bold and line.x < 100):
        return False
    if (last.size < _SMALL) != (line.size < _SMALL) or _starts_note(line):
        return False
    if line.page != last.page:
        return _goes_over(group, line)
    if last.x < _LEFT + 5 and abs(line.x - _INDENT) < 2 and _begins(line):
        return False
    gap = last.y - line.y
    if abs(gap) < 1.2:
        return True
    return 0 < gap < 1.2 * max(line.size, last.size) + 3.2


def _goes_over(group: list[Line], line: Line) -> bool:
    """Tell whether the first line of a page goes on with the paragraph before the break."""
    if line.size < _SMALL:
        return True
    before, text = _flat(group), line.text
    bold = _is_bold(line)
    if bold != _is_bold(group[-1]) or _NUMBER.match(text) or item_label(text):
        return False
    if bold and (len(before) < _HALF or abs(line.x - group[-1].x) > 2):
        return False  # headings are seldom broken: another one
    if text[:1].islower():
        return True
    if line.x > _LEFT + 5 and not _wraps_indented(group, line):
        return False
    full = len(before) > _FULL and line.pieces[0][1] == 0  # the line above reaches the margin
    return not re.search(r"[;:]”?$", before) and (full or not re.search(r"[.]”?$", before))


def _wraps_indented(group: list[Line], line: Line) -> bool:
    """Tell whether an indented line may go on with a sub-paragraph such as (ii)."""
    if _begins(line):
        return False
    same = len(group) > 1 and abs(group[-1].x - line.x) < 2
    return same or (len(group) == 1 and item_label(group[0].text) is not None)


def _begins(line: Line) -> bool:
    """Tell whether a line has a number, a label or an italic opener."""
    text, style = next(((t, s) for t, s in line.pieces if t.strip()), ("", 0))
    opener = bool(style & ITALIC) and text.lstrip()[:1].isupper()
    return opener or bool(_NUMBER.match(line.text) or item_label(line.text))


def _is_bold(line: Line) -> bool:
    return all(style & BOLD for text, style in line.pieces if text.strip() and not style & MARK)


def _flat(group: list[Line]) -> str:
    return group[-1].text


# what each paragraph is ---------------------------------------------------------------


def _content(paragraphs: list[_Paragraph]) -> Iterator[_Paragraph]:
    """Leave out the formula and the place and date that end the text."""
    for paragraph in paragraphs:
        if not re.search(r"\w", paragraph.text):
            continue
        if _is_formula(paragraph):
            continue
        if (
            paragraph.x > 290
            and not paragraph.cells
            and re.search(r"meeting|" + _DATE.pattern, paragraph.text)
        ):
            continue
        yield paragraph


class _Finder:
    """Tells what each paragraph is, and which symbols it cites."""

    def __init__(self, organ: str, notes: dict[str, Footnote]) -> None:
        self.organ = organ
        self.of_note = {mark: self._find(note.text) for mark, note in notes.items()}
        self.numbered = False  # numbered paragraphs were seen since the last part began
        self.acts = False  # operative paragraphs were seen
        self.lettered = False
        self.annex = False
        self.title_size = 0.0  # of the annex, in points
        self.opens = False  # the paragraph before ends with a colon
        self.listed = 0  # last number of a list within an operative paragraph

    def blocks(self, paragraphs: Iterable[_Paragraph]) -> Iterator[Block]:
        table: list[_Paragraph] = []
        component: Block | None = None
        for paragraph in paragraphs:
            if component:
                title = paragraph.text if paragraph.bold else ""
                yield replace(component, text=f"{component.text} {title}".strip())
                component = None
                if title:
                    continue
            if paragraph.component:
                component = self._component(paragraph)
                continue
            if paragraph.small:
                if table and (paragraph.cells or table[-1].cells or _is_note(paragraph)):
                    yield self._table(table)
                    table = []
                table.append(paragraph)
                continue
            if table:
                yield self._table(table)
                table = []
            yield self._block(paragraph)
        if table:
            yield self._table(table)

    def _component(self, paragraph: _Paragraph) -> Block:
        """Begin another resolution of the same document: nothing of the last one counts."""
        self.numbered = self.acts = self.lettered = self.annex = False
        return Block(paragraph.text, "component", paragraph.component)

    def _find(self, text: str) -> list[str]:
        return [c.symbol for c in symbols.find(text, organ=self.organ)]

    def _cites(self, text: str, marks: Iterable[str]) -> tuple[str, ...]:
        found = self._find(text) + [c for m in marks for c in self.of_note.get(m, [])]
        return tuple(dict.fromkeys(found))

    def _block(self, paragraph: _Paragraph) -> Block:
        hint, number, text, lead = self._guess(paragraph)
        self.numbered = self.numbered or hint == "numbered"
        self.acts = self.numbered or self.acts or (hint == "plain" and lead is not None)
        self.opens = text.endswith(":")
        marks = paragraph.marks
        depth = 1 if hint == "heading" and self._below_title(paragraph) else None
        return Block(text, hint, number, lead, marks, self._cites(text, marks), depth)

    def _below_title(self, paragraph: _Paragraph) -> bool:
        """Tell whether a heading is smaller than the title of its annex, so no part of it."""
        size = paragraph.lines[0].size
        if not self.annex or _ANNEX.fullmatch(paragraph.text):
            self.title_size = 0.0
            return False
        self.title_size = self.title_size or size
        return size < self.title_size - 1.5

    def _guess(self, paragraph: _Paragraph) -> tuple[str, str | None, str, str | None]:
        text, lead = paragraph.text, paragraph.lead
        if paragraph.bold:
            return self._heading(paragraph)
        if paragraph.italic and not (lead and openers.known(lead)):
            return (
                "heading" if paragraph.x < 300 and not text.endswith(":") else "plain",
                None,
                text,
                None,
            )
        numbered = _NUMBER.match(text) or (lead and re.match(r"(\d{1,3}) (?=[A-Z])", text))
        if numbered and self._in_list(int(numbered.group(1)), lead):
            return "item", f"{numbered.group(1)}.", text[numbered.end() :], None
        if numbered:
            return "numbered", numbered.group(1), text[numbered.end() :], lead
        labelled = item_label(text)
        verb = openers.match(labelled[1], "operative") if labelled else None
        if labelled and verb and not self.acts and not self.annex:
            self.lettered = True  # operative paragraphs with letters for numbers
        if labelled and verb and self.lettered:
            return "numbered", *labelled, lead or verb
        if labelled:
            return "item", *labelled, lead if lead and openers.known(lead) else None
        if not self.annex and self._is_preambular(text, lead):
            return "preambular", None, text, lead or openers.match(text, "preambular")
        act = re.match(r"The General Assembly,? (\w.*)", text)
        if act and not self.annex:
            verb = openers.match(act.group(1)[0].upper() + act.group(1)[1:], "operative")
            lead = verb[0].lower() + verb[1:] if verb else lead
        return "plain", None, text, lead

    def _in_list(self, number: int, lead: str | None) -> bool:
        """Tell whether a number is of a list within an operative paragraph, as of an agenda."""
        begins = number == 1 and self.numbered and self.opens
        self.listed = number if begins or number == self.listed + 1 > 1 else 0
        if lead or self.annex:
            self.listed = 0
        return self.listed > 0

    def _heading(self, paragraph: _Paragraph) -> tuple[str, str | None, str, None]:
        text = paragraph.text
        if re.match(r"(?:Annex|Appendix|Enclosure)\b", text):
            self.annex = True
        first = clean(paragraph.lines[0].first)
        numeral = _NUMERAL.fullmatch(first)
        if numeral and not re.match(re.escape(first) + r"[.\s]", text + " "):
            numeral = None  # the first letter of a word
        if numeral and text != first:
            self.numbered = False
            return "heading", numeral.group(1), text[len(first) :].lstrip(". "), None
        if numeral:
            self.numbered = False
        return "heading", None, text, None

    def _is_preambular(self, text: str, lead: str | None) -> bool:
        if self.numbered:
            return False
        if lead and openers.match(lead, "operative") and not openers.match(lead, "preambular"):
            return False
        comma = text.endswith(",") and (lead is not None or not self.acts)
        return comma or bool(openers.match(text, "preambular"))

    def _table(self, rows: list[_Paragraph]) -> Block:
        cells = rows[0].cells or _cells([line for row in rows for line in row.lines])
        text = " | ".join(cells)
        marks = tuple(m for row in rows for m in row.marks)
        return Block(text, "table", None, None, marks, self._cites(text, marks))


def _is_note(paragraph: _Paragraph) -> bool:
    """Tell whether small text is a note below a table: it starts with a mark or a word for it."""
    text = paragraph.lines[0].text
    return (
        _starts_note(paragraph.lines[0])
        or re.match("Abbreviations|Notes?:|Source", text) is not None
    )


def _starts_note(line: Line) -> bool:
    return bool(next((s for t, s in line.pieces if t.strip()), 0) & MARK)


def _cells(rows: Sequence[Line]) -> list[str]:
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


def _notes(found: list[Line]) -> dict[str, Footnote]:
    """Footnotes by mark; a note starts with its mark, the lines below go on with it."""
    notes: dict[str, list[Line]] = {}
    current: list[Line] | None = None
    for line in found:
        mark = next((t.strip() for t, s in line.pieces if t.strip()), "")
        style = next((s for t, s in line.pieces if t.strip()), 0)
        if mark.startswith("*"):
            current = None  # a note to the title or the sponsors
        elif style & MARK and mark:
            current = notes.setdefault(mark, [])
        if current is not None:
            current.append(line)
    return {
        mark: Footnote(mark, clean("".join(t for t, s in _joined(rows) if not s & MARK)))
        for mark, rows in notes.items()
    }


# the header ---------------------------------------------------------------------------


def _header(masthead: list[Line], paragraphs: list[_Paragraph]) -> dict[str, object]:
    from unres_research.read._text import _session

    printed = " ".join(line.text for line in masthead)
    symbol = _symbol(masthead)
    texts = [p.text for p in paragraphs]
    titles = [p for p in paragraphs if _is_title(p) and not re.match("Note by", p.text)]
    title = titles[-1] if titles else None
    words = re.sub(r"^\S+/\d+(?: [A-Z](?:\s?[-–]\s?[A-Z])?)?\.\s*", "", title.text) if title else ""
    words = "" if re.fullmatch(r"Resolution \d+ \(\d{4}\)", words) else words
    adopted = next((t for t in texts if re.match("Resolution adopted|Adopted by the", t)), "")
    origin = next((t.strip("[]") for t in texts if re.fullmatch(r"\[.*\]", t)), None)
    agenda = [k for k, t in enumerate(texts) if re.match(r"(?:Agenda items?|Items?) \d", t)]
    committee = next((c for t in texts if t.endswith("Committee") and (c := committee_of(t))), None)
    return {
        "symbol": symbol,
        "kind": "resolution" if symbol and "/RES/" in symbol else "draft",
        "title": words,
        "session": next((n for t in texts if (n := _session(t)) is not None), None),
        "agenda_items": tuple(x for k in agenda for x in agenda_items(texts[k])),
        "agenda_titles": tuple(t for k in agenda for t in _titles(paragraphs[k + 1 :])),
        "adopted_on": _date(adopted),
        "distributed_on": _date(printed),
        "origin": origin,
        "committee": committee_of(origin) if origin else committee or _committee(symbol),
        "draft_symbols": symbols.drafts(origin or ""),
        "sponsors": next((found for t in texts if (found := _sponsors(t))), ()),
    }


def _sponsors(text: str) -> tuple[str, ...]:
    """Names in a line such as "Egypt and Peru: draft resolution"; () in any other line.

    >>> _sponsors("Egypt and Peru:* draft resolution")
    ('Egypt', 'Peru')
    >>> _sponsors("Draft resolution submitted by the Chair of the Committee following talks")
    ('Chair of the Committee',)
    """
    text = text.replace("*", "")
    listed = re.fullmatch(r"(.+):\s*(?:revised )?(?:draft|amendments?) .+", text)
    if listed:
        return split_names(listed.group(1))
    office = re.fullmatch(
        r"(?:Revised )?[Dd]raft \w+ submitted by (?:the )?(.+?)"
        r"(?:,? (?:following|on the basis|pursuant|in accordance).*)?",
        text,
    )
    return (office.group(1),) if office else ()


def _committee(symbol: str | None) -> str | None:
    """Name the committee that a draft's symbol names: "A/C.3/80/L.30", or "A/80/L.1"."""
    found = re.match(r"A/(?:C\.([1-6])/)?\d+/L\.", symbol or "")
    if not found:
        return None
    names = ("Plenary", "First", "Second", "Third", "Fourth", "Fifth", "Sixth")
    return names[int(found.group(1) or 0)]


def _titles(paragraphs: list[_Paragraph]) -> Iterator[str]:
    """Yield the titles of agenda items: what is bold at the left margin below their number."""
    for paragraph in paragraphs:
        if not paragraph.bold or paragraph.x > 100:
            return
        yield paragraph.text


def _symbol(masthead: list[Line]) -> str | None:
    for line in masthead:
        try:
            return str(symbols.parse(re.sub(r"\s+(?=/)", "", line.text).rstrip("*")))
        except UnresError:
            continue
    return None


def _date(text: str) -> str | None:
    found = _DATE.search(text)
    if not found:
        return None
    day, month, year = found.groups()
    return f"{year}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"
