"""Read the lines of a PDF's pages: where they stand, what they say, in which type.

PDFium gives text objects; a line is what stands on one baseline, with superscripts kept
apart as marks. Blanks that PDFium invented inside words are taken out.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unres_research.errors import UnresError
from unres_research.read._lines import BOLD, ITALIC, MARK

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2_000
MAX_OBJECTS = 30_000  # a page
MAX_CHARACTERS = 5_000_000
_RAISED, _LARGER = 7.3, 12.5  # points: superscripts are smaller; type whose own may be larger
_BLANK = 2.8  # points: a wider gap is a real blank
_NO_BLANK = 1.0  # points: a narrower gap is none
_PDFIUM = threading.Lock()  # it must not run in two threads
_HYPHENS = {
    2: "-",
    0xFFFE: "-",
    0xAD: "-",
    0x2010: "-",
    0x2011: "-",
    0x0D: None,
    0x0A: " ",
    0: None,
}


@dataclass(slots=True)
class PageLine:
    """One line of a page: where its first visible text begins, in points, and what it says."""

    page: int  # from 0
    x: float
    y: float  # from the lower edge
    size: float  # of the type
    pieces: list[tuple[str, int]] = field(default_factory=list)  # text with its style
    cells: list[tuple[float, str]] = field(default_factory=list)  # where each text object begins
    first: str = ""  # text of the first visible object
    height: float = 792.0  # of the page, as it is looked at
    turned: bool = False  # the page's text runs upwards, downwards or upside down
    _text: str | None = None

    @property
    def text(self) -> str:
        """All text but marks; for complete lines, as it is kept."""
        if self._text is None:
            plain = (text for text, style in self.pieces if not style & MARK)
            self._text = "".join(plain).strip()
        return self._text


@contextmanager
def opened(data: bytes) -> Iterator[PdfDocument]:
    """Open a PDF from its bytes; UnresError when it is damaged, encrypted or too large.

    What it may consume is bounded by the worker process that reads it.
    """
    import pypdfium2

    with _PDFIUM:
        yield from _opened(pypdfium2, data)


def _opened(pypdfium2: Any, data: bytes) -> Iterator[PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        found = "an encrypted PDF" if locked else f"a damaged PDF ({error})"
        advice = "save it without a password" if locked else "download it again"
        raise UnresError(f"found {found}, expected a readable one; {advice}") from None
    try:
        if len(document) > MAX_PAGES:
            raise UnresError(f"found {len(document):,} pages, expected at most {MAX_PAGES:,}")
        yield document
    finally:
        document.close()


def page_lines(document: PdfDocument) -> list[PageLine]:
    """Read all lines, page after page, in the order of the pages' content."""
    import pypdfium2

    reader = _Reader()
    found: list[PageLine] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            raise UnresError(f"page {number + 1} cannot be read ({error})") from None
        try:
            of_page = reader.read(page, number)
        finally:
            page.close()
        found += of_page
    return found


class _Reader:
    """Walks through the text objects of pages; keeps buffers and fonts between pages."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        self.raw = raw
        self.object_at = _bound(raw.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_int)
        self.type_of = _bound(raw.FPDFPageObj_GetType, ctypes.c_int)
        self.font_of = _bound(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
        self.matrix_of = _bound(raw.FPDFPageObj_GetMatrix, ctypes.c_int, ctypes.c_void_p)
        self.size_of = _bound(raw.FPDFTextObj_GetFontSize, ctypes.c_int, ctypes.c_void_p)
        self.owner_of = _bound(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int)
        self.is_generated = _bound(raw.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_int)
        self.matrix = raw.FS_MATRIX()
        self.size = ctypes.c_float()
        self.characters = 0
        self.edges = [ctypes.c_float() for _ in range(4)]

    def read(self, page: Any, number: int) -> list[PageLine]:
        count = self.raw.FPDFPage_CountObjects(page)
        if count > MAX_OBJECTS:
            raise UnresError(f"page {number + 1} has {count:,} objects, expected fewer")
        text_page = page.get_textpage()
        self.styles: dict[int, int] = {}
        wide, high = page.get_size()
        is_turned = self.raw.FPDFPage_GetRotation(page) in (1, 3)  # quarters; -1 is unknown
        self.wide, self.high = (high, wide) if is_turned else (wide, high)
        try:
            return self._lines(_address(page), text_page, number, count)
        finally:
            text_page.close()

    def _lines(self, page: int, text_page: Any, number: int, count: int) -> list[PageLine]:
        size = self.size
        to_matrix, to_size = ctypes.addressof(self.matrix), ctypes.addressof(size)
        texts = self._texts(text_page)
        self.turn = self._turned(texts)
        height = self.wide if self.turn % 2 else self.high
        found: list[PageLine] = []
        line: PageLine | None = None
        before: tuple[int, float] | None = None  # object and its type size
        blank = False  # a blank of its own stands before this object
        for k in range(count):
            one = self.object_at(page, k)
            if one not in texts:
                if self.type_of(one) == self.raw.FPDF_PAGEOBJ_TEXT:
                    self.matrix_of(one, to_matrix)
                    line = line if line and -6 < self._place()[1] - line.y < 6 else None
                    blank = blank or (line is not None and _add_blank(line))
                continue
            text, start = texts[one]
            self.matrix_of(one, to_matrix)
            self.size_of(one, to_size)
            (x, y), points = self._place(), size.value
            style = self._style(self.font_of(one))
            rise = y - line.y if line else 0.0
            if line is None or not (abs(rise) < 1.2 or _is_script(points, rise, line)):
                line = PageLine(number, x, y, points, height=height, turned=self.turn > 0)
                found.append(line)
                if points < _RAISED and _MARK.fullmatch(text):
                    style |= MARK
            elif _is_small(points, line) and (rise >= 1.2 or not line.first):
                style |= MARK if rise >= 1.2 or _MARK.fullmatch(text) else 0
            elif not blank and before and before[1] == points and _is_within(line, text):
                self._unblank(line, before[0], x, start, text_page)
            _add(line, text, style, x, y, points)
            before, blank = (one, points), False
        return found

    def _turned(self, texts: Iterable[int]) -> int:
        """How most of the page's text runs: 0 to the right, 1 up, 2 to the left, 3 down."""
        matrix, runs = self.matrix, [0, 0, 0, 0]
        for one in texts:
            self.matrix_of(one, ctypes.addressof(matrix))
            if abs(matrix.a) >= abs(matrix.b):
                runs[0 if matrix.a >= 0 else 2] += 1
            else:
                runs[1 if matrix.b > 0 else 3] += 1
        return runs.index(max(runs))

    def _place(self) -> tuple[float, float]:
        """Where the object of the matrix begins, on the page as it is held to be read."""
        x, y = self.matrix.e, self.matrix.f
        if not self.turn:
            return x, y
        turned = (y, self.wide - x), (self.wide - x, self.high - y), (self.high - y, x)
        return turned[self.turn - 1]

    def _texts(self, text_page: Any) -> dict[int, tuple[str, int]]:
        """Text of each object, and the place of its first character in the page's text.

        PDFium's call for the text of one object walks through the whole page; here the page's
        text is asked for once, and where one object ends and the next begins is searched.
        """
        text, owner_of, of_page = self._text(text_page), self.owner_of, _address(text_page)
        found: dict[int, tuple[str, int]] = {}
        start, count = 0, len(text)
        while start < count:
            owner = owner_of(of_page, start)
            if not owner:  # a blank that PDFium made
                start += 1
                continue
            last, step = start, 8  # the last character known to be of this object
            while last + step < count and owner_of(of_page, last + step) == owner:
                last, step = last + step, 2 * step
            end = min(last + step, count)  # the first known to be of another
            while end - last > 1:
                middle = (last + end) // 2
                if owner_of(of_page, middle) == owner:
                    last = middle
                else:
                    end = middle
            piece = text[start : end + 1] if text[end : end + 1] == " " else text[start:end]
            old = found.get(owner)
            found[owner] = (old[0] + piece, old[1]) if old else (piece, start)
            start = end
        return found

    def _text(self, text_page: Any) -> str:
        """Text of the page, a character for each of PDFium's."""
        raw = self.raw
        count = raw.FPDFText_CountChars(text_page)
        self.characters += max(count, 0)
        if self.characters > MAX_CHARACTERS:
            raise UnresError(f"found more than {MAX_CHARACTERS:,} characters of text")
        buffer = (raw.FPDF_WCHAR * (count + 1))()
        size = raw.FPDFText_GetText(text_page, 0, count, buffer) if count > 0 else 0
        text = bytes(buffer)[: 2 * (size - 1)].decode("utf-16-le", "replace") if size else ""
        if len(text) != count:  # a character that PDFium has no text for, or of two halves
            text = "".join(chr(raw.FPDFText_GetUnicode(text_page, k)) for k in range(count))
        return text

    def _style(self, font: int) -> int:
        style = self.styles.get(font)
        if style is None:
            name = ctypes.create_string_buffer(128)
            pointer = ctypes.cast(font, self.raw.FPDF_FONT)
            self.raw.FPDFFont_GetBaseFontName(pointer, name, 128)
            low = name.value.decode("latin-1").lower()
            italic = ITALIC if "italic" in low or "oblique" in low else 0
            style = self.styles[font] = italic | (BOLD if "bold" in low else 0)
        return style

    def _unblank(self, line: PageLine, before: int, x: float, start: int, text_page: Any) -> None:
        """Take out the blank at the end of a line when PDFium invented it inside a word."""
        raw = self.raw
        raw.FPDFPageObj_GetBounds(ctypes.cast(before, raw.FPDF_PAGEOBJECT), *self.edges)
        left, bottom, right, top = (edge.value for edge in self.edges)
        gap = x - (right, top, self.wide - left, self.high - bottom)[self.turn]
        if gap >= _BLANK:
            return
        if gap < _NO_BLANK or self.is_generated(_address(text_page), start - 1) == 1:
            text, style = line.pieces[-1]
            line.pieces[-1] = (text[:-1], style)


def _bound(function: Any, result: Any, *more: Any) -> Any:
    """A function of PDFium that takes and gives addresses: calls without wrappers are quick."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p, *more)(address)


def _address(handle: Any) -> int:
    return ctypes.addressof(handle.raw.contents)


def _add(line: PageLine, text: str, style: int, x: float, y: float, points: float) -> None:
    if not text.isascii() or not text.isprintable():
        halves = text.translate(_HYPHENS).encode("utf-16-le", "surrogatepass")
        text = halves.decode("utf-16-le", "replace")  # PDFium gives a character above U+FFFF as two
    if not line.first and not style & MARK and not text.isspace():
        line.first, line.x, line.y, line.size = text, x, y, points
    pieces = line.pieces
    if pieces and pieces[-1][1] == style:
        pieces[-1] = (pieces[-1][0] + text, style)
    else:
        pieces.append((text, style))
    if not style & MARK:
        line.cells.append((x, text))


def _add_blank(line: PageLine) -> bool:
    """Add a blank that is an object of its own."""
    text, style = line.pieces[-1]
    if style:
        line.pieces.append((" ", 0))
    else:
        line.pieces[-1] = (f"{text} ", 0)
    return True


_MARK = re.compile(r"\s*(?:\d{1,3}|[a-z]|\*+)\s*")


def _is_within(line: PageLine, text: str) -> bool:
    """Tell whether a blank before this text may have been invented inside a word."""
    before = line.pieces[-1][0]
    if not before.endswith(" ") or before.endswith("  "):
        return False
    first = text[0]
    if first.isdigit():
        return before[-2:-1].isdigit() or before.endswith(("- ", "– "))
    return first.islower() or first in "-–,;.)" or before.endswith("- ")


def _is_small(points: float, line: PageLine) -> bool:
    """Tell whether type is as small as a superscript of its line."""
    return points < _RAISED or (line.size < _LARGER and points < 0.7 * line.size)


def _is_script(points: float, rise: float, line: PageLine) -> bool:
    """Tell whether text is a superscript or subscript of the line, or the line of it."""
    if _is_small(points, line) and -4 < rise < 6:
        return True
    return not line.first and -6 < rise < 0  # the line so far is only a superscript
