"""Set a record as a PDF in the manner of the United Nations, for round trips in the tests.

Measures are those of the official PDFs: body of 10 points between x = 123.4 and 488, first
lines at 147.1, openers in italics, footnotes of 8.5 points at the foot, running heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from printed import Text, pdf

from unres_research.records import Paragraph, Resolution

LEFT, INDENT, RIGHT = 123.4, 147.1, 488.0
TOP, BOTTOM, LEADING, GAP = 707.5, 72.0, 12.0, 18.0
_AFM = {"roman": "ptmr8a.afm", "italic": "ptmri8a.afm", "bold": "ptmb8a.afm"}
_ORDINALS = {78: "Seventy-eighth", 79: "Seventy-ninth", 80: "Eightieth"}
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

Run = tuple[str, str]  # text, font; the font "mark" is a superscript


@cache
def _widths(font: str) -> dict[str, float]:
    """Widths of the characters of a font, in thousandths of its size."""
    import matplotlib

    path = Path(matplotlib.get_data_path()) / "fonts" / "afm" / _AFM[font]
    found = re.findall(r"^C (\d+) ; WX (\d+)", path.read_text("latin-1"), re.MULTILINE)
    return {chr(int(code)): float(wide) for code, wide in found}


def width(text: str, font: str, size: float) -> float:
    """Width of a text in points; characters without metrics are 500 wide."""
    table = _widths(font)
    return sum(table.get(c, 500.0) for c in text) * size / 1000


@dataclass
class Sheet:
    """Pages in the making."""

    head: list[str]
    pages: list[list[Text]] = field(default_factory=lambda: [[]])
    y: float = TOP
    notes: list[list[str]] = field(default_factory=lambda: [[]])  # wrapped lines of the page

    def room(self) -> float:
        lines = len(self.notes[-1])
        return self.y - BOTTOM - (10 * lines + 16 if lines else 0)

    def turn(self) -> None:
        self.pages.append([])
        self.notes.append([])
        self.y = TOP

    def line(self, x: float, runs: list[Run], size: float = 10.0) -> None:
        for text, font in runs:
            if font == "mark":
                self.pages[-1].append(Text(x, self.y + 3.4, text, "roman", 6.5))
                x += width(text, "roman", 6.5)
            else:
                self.pages[-1].append(Text(x, self.y, text, font, size))
                x += width(text, font, size)

    def finish(self, symbol: str) -> list[list[Text]]:
        for number, (page, notes) in enumerate(zip(self.pages, self.notes, strict=True)):
            y = BOTTOM + 10 * len(notes)
            if notes:
                page.append(Text(99.4, y + 6, "__________________", "bold", 8, None))
            for note in notes:
                y -= 10
                mark, words = re.match(r"(?:(\d+|\*)\t)?(.*)", note).groups()  # type: ignore[union-attr]
                if mark:
                    page.append(Text(118.0, y + 3, mark, size=5.5))
                page.append(Text(123.1, y, words, size=8.5))
            if number:
                page.append(Text(501, 733 + 10 * len(self.head), symbol, "bold", 8.5, None))
                for k, line in enumerate(self.head):
                    y = 733 + 10 * (len(self.head) - k - 1)
                    page.append(Text(60, y, line, "bold", 8.5, None))
                page.append(Text(60, 36.7, f"{number + 1}/{len(self.pages)}", "bold", 8.5, None))
        return self.pages


def wrap(runs: list[Run], first: float, rest: float, size: float = 10.0) -> Iterator[list[Run]]:
    """Break runs into lines at blanks and after hyphens, as wide as the column."""
    line: list[Run] = []
    x = first
    for text, font in runs:
        if font == "mark":
            line.append((text, font))
            continue
        for word in re.findall(r" +|[^ -]*-|[^ -]+", text):
            wide = width(word, font, size)
            if x + wide > RIGHT and line and word.strip():
                if line[-1][0].endswith(" "):  # a blank that ends a line is a glyph of its own
                    line = [*line[:-1], (line[-1][0].rstrip(" "), line[-1][1]), (" ", "roman")]
                yield line
                line, x = [], rest
            if line or word.strip():
                if line and line[-1][1] == font:
                    line[-1] = (line[-1][0] + word, font)
                else:
                    line.append((word, font))
                x += wide
    if line:
        yield line


def paragraph(
    sheet: Sheet,
    runs: list[Run],
    first: float,
    rest: float,
    notes: dict[str, str],
    *,
    gap: float = GAP,
    size: float = 10.0,
) -> None:
    """Set one paragraph, with the notes that its marks call for on the page of the mark."""
    sheet.y -= gap - LEADING
    for k, line in enumerate(wrap(runs, first, rest, size)):
        called = [t for t, font in line if font == "mark"]
        extra = [row for m in called if m in notes for row in _note(m, notes[m])]
        need = 10 * len(extra) + (16 if extra and not sheet.notes[-1] else 0)
        if sheet.room() < LEADING + need and sheet.pages[-1]:
            sheet.turn()
        sheet.y -= LEADING if sheet.pages[-1] else 0
        sheet.notes[-1] += extra
        sheet.line(first if k == 0 else rest, line, size)


def _note(mark: str, text: str) -> list[str]:
    rows = ["".join(t for t, _ in row) for row in wrap([(text, "roman")], 0, 0, 11.5)]
    return [f"{mark}\t{rows[0]}", *rows[1:]] if rows else []


def settable(record: Resolution) -> Resolution:
    """The record as the fonts of the tests can show it: Latin characters only."""

    def latin(text: str) -> str:
        text = re.sub(r"\s+", " ", text.replace("\u2011", "-").replace("\u00ad", ""))
        return text.encode("cp1252", "replace").decode("cp1252").strip()

    return replace(
        record,
        title=latin(record.title),
        agenda_titles=tuple(map(latin, record.agenda_titles)),
        paragraphs=tuple(
            replace(p, text=latin(p.text), opener=p.opener and latin(p.opener)) for p in record
        ),
        annexes=tuple(replace(a, title=latin(a.title)) for a in record.annexes),
        footnotes=tuple(replace(f, text=latin(f.text)) for f in record.footnotes),
    )


def typeset(record: Resolution) -> bytes:
    """Bytes of a PDF that shows this record of a resolution."""
    symbol = record.symbol or ""
    sheet = Sheet(_rows(record.title, 40)[:3])
    _first_page(sheet, record)
    notes = {f.mark: f.text for f in record.footnotes}
    annex = None
    for one in record:
        if one.annex != annex and one.annex:
            annex = one.annex
            several = len(record.annexes) > 1
            label = (
                f"Annex {['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII'][annex - 1]}"
                if several
                else "Annex"
            )
            paragraph(sheet, [(label, "bold")], LEFT, LEFT, {}, gap=24, size=14)
            title = record.annexes[annex - 1].title
            if title:
                paragraph(sheet, [(title, "bold")], LEFT, LEFT, {}, gap=24, size=14)
        if re.fullmatch(r"[A-Z]\.H1", one.id) and re.search(r" [A-Z]-[A-Z]$", symbol):
            letter, _, title = one.text.partition(" ")
            for words in filter(None, (letter, title)):
                paragraph(sheet, [(words, "bold")], LEFT, LEFT, {}, gap=24, size=12)
            _formula(sheet)
            continue
        _one(sheet, one, notes)
        if annex is None and one is [p for p in record if not p.annex][-1]:
            sheet.y -= 24
            sheet.line(396, [("40th plenary meeting", "italic")])
            sheet.y -= 12
            sheet.line(407, [("2 December 2024", "italic")])
    return pdf(sheet.finish(symbol))


def _rows(text: str, letters: int) -> list[str]:
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) > letters and rows[-1]:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _first_page(sheet: Sheet, record: Resolution) -> None:
    symbol = record.symbol or ""
    page = sheet.pages[0]
    page += [
        Text(123.1, 734.2, "United Nations", size=14, mark=None),
        Text(481.9, 735.5, symbol[0], size=20, mark=None),
        Text(497.0, 735.5, symbol[1:], mark=None),
        Text(396.8, 705.3, "Distr.: General", mark=None),
        Text(396.8, 693.6, _day(record.distributed_on), mark=None),
    ]
    sheet.y = 581.7
    sheet.y -= 12
    sheet.line(60, [(f"{_ORDINALS[int(record.session or 0)]} session", "bold")])
    items = record.agenda_items
    word = "Agenda item" if len(items) == 1 else "Agenda items"
    if items:
        sheet.y -= 12
        sheet.line(60, [(f"{word} {' and '.join(items)}", "roman")])
    for title in record.agenda_titles:
        for k, row in enumerate(_rows(title, 55)):
            sheet.y -= 12 if k else 18
            sheet.line(60, [(row, "bold")])
    for k, row in enumerate(
        ("Resolution adopted by the General Assembly", f"on {_day(record.adopted_on)}")
    ):
        sheet.y -= 15 if k else 24
        sheet.line(LEFT, [(row, "bold")], 14)
    if record.origin:
        paragraph(sheet, [(f"[{record.origin}]", "italic")], LEFT, LEFT, {}, gap=24)
    number = symbol.removeprefix("A/RES/")
    sheet.y -= 24
    rows = list(wrap([(record.title, "bold")], LEFT, LEFT, 12))
    for k, row in enumerate(rows):
        sheet.y -= 14 if k else 0
        if k == 0:
            page.append(Text(76, sheet.y, f"{number}. ", "bold", 12))
        sheet.line(LEFT, row, 12)
    if not re.search(r" [A-Z]-[A-Z]$", symbol):
        _formula(sheet)


def _formula(sheet: Sheet) -> None:
    sheet.y -= 20
    sheet.line(INDENT, [("The General Assembly", "italic"), (",", "roman")])


def _day(date: str | None) -> str:
    year, month, day = (date or "2024-12-02").split("-")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year}"


def _one(sheet: Sheet, one: Paragraph, notes: dict[str, str]) -> None:
    runs = _styled(one)
    marked = [(f"{(one.number or '').rstrip('.')}. ", "roman"), *runs] if one.number else runs
    labelled = [(f"{one.number}  ", "roman"), *runs]
    if re.search(r"T\d+$", one.id) and " | " in one.text:
        return _table(sheet, one, notes)
    if one.kind == "heading":
        if one.number and one.text.startswith(f"{one.number} "):
            rest = one.text[len(one.number) + 1 :]
            marks = [(m, "mark") for m in one.footnotes]
            sheet.y -= 6
            if sheet.room() < 40:
                sheet.turn()
            sheet.pages[-1].append(Text(101.0, sheet.y - 18, f"{one.number}. ", "bold", 10))
            return paragraph(sheet, [(rest, "bold"), *marks], LEFT, LEFT, notes, gap=GAP + 12)
        bold = [(one.text, "bold"), *((m, "mark") for m in one.footnotes)]
        return paragraph(sheet, bold, LEFT, LEFT, notes, gap=24)
    if one.number and re.match(r"\(|•", one.number):
        deep = (one.parent or "").rstrip("0123456789#").count("(") + (one.parent or "").count("•")
        rest = LEFT if deep == 0 else INDENT
        return paragraph(sheet, labelled, INDENT, rest, notes)
    start = LEFT if one.annex and one.number else INDENT
    paragraph(sheet, marked, start, LEFT, notes)
    return None


def _styled(one: Paragraph) -> list[Run]:
    """Runs of a paragraph: the opener in italics, its marks spread over the text."""
    italic = one.opener if one.opener and one.text.startswith(one.opener) else ""
    words = re.split(r"(?<=[\w,;])(?=(?: |$))", one.text[len(italic) :])
    runs: list[Run] = [(italic, "italic")] if italic else []
    done = 0
    for k, mark in enumerate(one.footnotes, start=1):
        end = max(done + 1, len(words) * k // len(one.footnotes))
        runs += [("".join(words[done:end]), "roman"), (mark, "mark")]
        done = end
    return [*runs, ("".join(words[done:]), "roman")]


def _table(sheet: Sheet, one: Paragraph, notes: dict[str, str]) -> None:
    cells = one.text.split(" | ")
    sheet.y -= 10
    for k in range(0, len(cells), 2):
        if sheet.room() < 30:
            sheet.turn()
        sheet.y -= 14
        for x, cell in zip((60, 310), cells[k : k + 2], strict=False):
            sheet.pages[-1].append(Text(x, sheet.y, cell, size=8.5))
