"""Read the lines of a PDF's pages: where they stand, what they say, in which type.

PDFium gives text objects; a line is what stands on one baseline, with superscripts kept
apart as marks. Blanks that PDFium invented inside words are taken out.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from unres_research.errors import UnresError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

ITALIC, BOLD, MARK = 1, 2, 4
MAX_PAGES = 2_000
MAX_OBJECTS = 30_000  # a page
MAX_UNPACKED = 32 * 1024 * 1024  # bytes of all streams; official PDFs have up to 4 million
MAX_CHARACTERS = 5_000_000
_PIECE = 8_192  # bytes that are unpacked at once
_BUFFER = 16_384  # bytes for the text of one object
_BLANK = 2.8  # points: a wider gap is a real blank
_NO_BLANK = 1.0  # points: a narrower gap is none
_DEFLATED = re.compile(rb"stream\r?\n?[\x08-\x78]")  # a zlib header follows
_HYPHENS = {2: "-", 0xFFFE: "-", 0xAD: "-", 0x0D: None, 0x0A: " ", 0: None}


@dataclass(slots=True)
class Line:
    """One line of a page.

    Attributes
    ----------
    page : int
        From 0.
    x, y : float
        Where its first visible text begins: points from the lower left corner.
    size : float
        Type size of that text, in points.
    tagged : bool
        Whether the page's marks say that it belongs to the text.
    pieces : list of (str, int)
        Text with its style: a sum of `ITALIC`, `BOLD`, `MARK`.
    cells : list of (float, str)
        Of small type, where each text object begins (points) and what it says: from this
        the columns of tables are told apart.
    first : str
        Text of the first visible object.
    """

    page: int
    x: float
    y: float
    size: float
    tagged: bool
    pieces: list[tuple[str, int]] = field(default_factory=list)
    cells: list[tuple[float, str]] = field(default_factory=list)
    first: str = ""
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
    """Open a PDF from its bytes.

    Parameters
    ----------
    data : bytes

    Yields
    ------
    pypdfium2.PdfDocument

    Raises
    ------
    UnresError
        When it is damaged, encrypted, unpacks to more than `MAX_UNPACKED` bytes or has more
        than `MAX_PAGES` pages.
    """
    import pypdfium2

    _check_unpacked(data)
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


def _check_unpacked(data: bytes) -> None:
    """Refuse a PDF whose streams unpack to more than is sensible, before PDFium does.

    Deflate packs a thousandfold, and PDFium keeps some hundred bytes for each object of a
    page, so that a few kilobytes could take all memory.
    """
    if b"/LZWDecode" in data:
        raise UnresError("found a PDF packed with LZW, expected Deflate; print it to a new PDF")
    rest, room = memoryview(data), MAX_UNPACKED
    for start in _DEFLATED.finditer(data):
        room -= _unpacked(rest[start.end() - 1 :], room)
        if room < 0:
            raise UnresError(
                f"found a PDF that unpacks to more than {MAX_UNPACKED:,} bytes, expected a "
                "document of text; print it to a new PDF without its images"
            )


def _unpacked(packed: memoryview | bytes, room: int, depth: int = 3) -> int:
    """Bytes that a stream unpacks to, counted to a little over `room`; also packed twice."""
    unpacker, total, again = zlib.decompressobj(), 0, b""
    for start in range(0, len(packed), _PIECE):  # zlib copies what follows a stream
        try:
            out = unpacker.decompress(packed[start : start + _PIECE], room + 1 - total)
        except zlib.error:
            break
        if depth and (again or (not total and out[:1] == b"\x78")):
            again += out
        total += len(out)
        if unpacker.eof or total > room:
            break
    return total + (_unpacked(again, room, depth - 1) if again else 0)


def lines(document: PdfDocument) -> list[Line]:
    """Read all lines, page after page, in the order of the pages' content.

    Parameters
    ----------
    document : pypdfium2.PdfDocument

    Returns
    -------
    list of Line

    Raises
    ------
    UnresError
        When a page cannot be read, or holds more than is sensible.
    """
    import pypdfium2

    reader = _Reader()
    found: list[Line] = []
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
        self.get_text = raw.FPDFTextObj_GetText
        text = ctypes.create_string_buffer(_BUFFER)
        self.bytes = memoryview(text).cast("B")
        self.wide = ctypes.cast(text, ctypes.POINTER(raw.FPDF_WCHAR))
        self.matrix = raw.FS_MATRIX()
        self.size = ctypes.c_float()
        self.characters = 0
        self.edges = [ctypes.c_float() for _ in range(4)]

    def read(self, page: Any, number: int) -> list[Line]:
        raw = self.raw
        count = raw.FPDFPage_CountObjects(page)
        if count > MAX_OBJECTS:
            raise UnresError(f"page {number + 1} has {count:,} objects, expected fewer")
        text_page = page.get_textpage()
        self.styles: dict[int, int] = {}
        try:
            return self._lines(page, text_page, number, count)
        finally:
            text_page.close()

    def _lines(self, page: Any, text_page: Any, number: int, count: int) -> list[Line]:
        raw, matrix, size = self.raw, self.matrix, self.size
        get, kind, mark_of = (
            raw.FPDFPage_GetObject,
            raw.FPDFPageObj_GetType,
            raw.FPDFPageObj_GetMarkedContentID,
        )
        place, size_of, font_of = (
            raw.FPDFPageObj_GetMatrix,
            raw.FPDFTextObj_GetFontSize,
            raw.FPDFTextObj_GetFont,
        )
        found: list[Line] = []
        line: Line | None = None
        before: tuple[Any, float] | None = None  # object and its type size
        for k in range(count):
            one = get(page, k)
            if kind(one) != raw.FPDF_PAGEOBJ_TEXT:
                continue
            text = self._text(one, text_page)
            place(one, matrix)
            size_of(one, size)
            x, y, points, mark = matrix.e, matrix.f, size.value, mark_of(one)
            style = self._style(font_of(one)) if text else 0
            rise = y - line.y if line else 99.0
            if line is None or not (abs(rise) < 1.2 or _is_script(points, rise, line)):
                line = Line(number, x, y, points, mark >= 0)
                found.append(line)
                before = None
                if points < 7.3 and _MARK.fullmatch(text):
                    style |= MARK
            elif points < 7.3 and (rise >= 1.2 or not line.first):
                style |= MARK if rise >= 1.2 or _MARK.fullmatch(text) else 0
            elif text and before and before[1] == points and _is_within(line, text):
                self._mend(line, before[0], x, y, text_page)
            self._add(line, text, style, x, y, points)
            before = (one, points)
        return found

    def _text(self, one: Any, text_page: Any) -> str:
        size = self.get_text(one, text_page, self.wide, _BUFFER)
        if size > _BUFFER:
            raise UnresError("found a line of text that is too long")
        self.characters += size
        if self.characters > 2 * MAX_CHARACTERS:
            raise UnresError(f"found more than {MAX_CHARACTERS:,} characters of text")
        text = str(self.bytes[: size - 2], "utf-16-le", "replace") if size > 2 else ""
        return text if text.isprintable() else text.translate(_HYPHENS)

    def _style(self, font: Any) -> int:
        key = ctypes.addressof(font.contents)
        style = self.styles.get(key)
        if style is None:
            name = ctypes.create_string_buffer(128)
            self.raw.FPDFFont_GetBaseFontName(font, name, 128)
            low = name.value.decode("latin-1").lower()
            italic = ITALIC if "italic" in low or "oblique" in low else 0
            style = self.styles[key] = italic | (BOLD if "bold" in low else 0)
        return style

    def _add(self, line: Line, text: str, style: int, x: float, y: float, points: float) -> None:
        text = text or " "
        if not line.first and not text.isspace() and not style & MARK:
            line.first, line.x, line.y, line.size = text, x, y, points
        pieces = line.pieces
        if pieces and pieces[-1][1] == style:
            pieces[-1] = (pieces[-1][0] + text, style)
        else:
            pieces.append((text, style))
        if points < 9.3 and not style & MARK:
            line.cells.append((x, text))

    def _mend(self, line: Line, before: Any, x: float, y: float, text_page: Any) -> None:
        """Take out the blank at the end of a line when PDFium invented it inside a word."""
        text, style = line.pieces[-1]
        raw = self.raw
        raw.FPDFPageObj_GetBounds(before, *self.edges)
        gap = x - self.edges[2].value
        if gap >= _BLANK:
            return
        if gap < _NO_BLANK:
            line.pieces[-1] = (text[:-1], style)
            return
        at = raw.FPDFText_GetCharIndexAtPos(text_page, x + 0.5, y + 1, 1, 4)
        for k in range(at, max(at - 3, 0), -1):
            if raw.FPDFText_GetUnicode(text_page, k) == 32:
                if raw.FPDFText_IsGenerated(text_page, k) == 1:
                    line.pieces[-1] = (text[:-1], style)
                return


_MARK = re.compile(r"\s*(?:\d{1,3}|[a-z]|\*+)\s*")


def _is_within(line: Line, text: str) -> bool:
    """Tell whether a blank before this text may have been invented inside a word."""
    before = line.pieces[-1][0]
    if not before.endswith(" ") or before.endswith("  "):
        return False
    first = text[0]
    if first.isdigit():
        return before[-2:-1].isdigit() or before.endswith(("- ", "– "))
    return first.islower() or first in "-–,;.)" or before.endswith("- ")


def _is_script(points: float, rise: float, line: Line) -> bool:
    """Tell whether text is a superscript or subscript of the line, or the line of it."""
    if points < 7.3 and -4 < rise < 6:
        return True
    return not line.first and -6 < rise < 0  # the line so far is only a superscript
