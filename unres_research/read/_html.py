"""Read a resolution or draft from HTML: a page saved from a browser, or a piece of one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unres_research._numerals import to_roman
from unres_research.errors import UnresError
from unres_research.read._kinds import LABEL_ALONE, item_label
from unres_research.read._lines import BOLD, ITALIC, MARK, Line
from unres_research.read._mail import around
from unres_research.read._text import (
    NOTE,
    beginning,
    cut,
    decode,
    join,
    paragraphs,
    read_lines,
    wide_encoding,
)
from unres_research.read._title_block import formula
from unres_research.records import Issue, Resolution

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 64 * 1024 * 1024
_COMMON_TAGS = (
    "html head body p div table ol ul li h1 h2 h3 h4 h5 h6 span meta article section main em i b "
    "strong br a center font title"
)
_START = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+"  # a comment has one end
    rf"<(?:!doctype html|(?:{_COMMON_TAGS.replace(' ', '|')})[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_SKIPPED_TAGS = (
    "script style nav noscript template svg form button iframe object select textarea title "
    "link meta head"
)
_SKIPPED = set(_SKIPPED_TAGS.split())
_PASSED_BY = {"footer", "aside", "header"}  # kept where they hold footnotes or the formula
_BLOCK_TAGS = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol table tr td th blockquote section article main header body "
    "html hr pre dl dt dd center figure figcaption tbody thead tfoot address footer aside"
)
_BLOCKS = set(_BLOCK_TAGS.split())
_ITALIC_TAGS = {"i", "em", "cite"}
_BOLD_TAGS = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_PRINTED_MARK = re.compile(r"\W*(?:\d{1,3}\.?|[↑^])\s+")
_NOTE_MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z*†‡]|[ivx]{1,4})\s*[\])]?")
_SHORT_WORD = re.compile(r"(?:^|\W)\w{1,2}$")
_SYMBOL_ENDS = re.compile(r"(?:\d|[A-Z])/(?:[A-Z]{1,6}\.)?\d{1,2}$")  # "70/1", "A/C.3/80/L.26"
_TROUBLE = re.compile(
    r"\b(?:40[134]|50[0234])\b|not found|forbidden|access denied|page introuvable|no encontrada"
    r"|just a moment|enable javascript|unavailable|\berror\b|erreur",
    re.IGNORECASE,
)
_CODECS = (  # what a page in ASCII letters can declare: no codec that is no text, no UTF-16
    "utf-8 big5 gb18030 euc_jp cp866 cp874 cp932 cp949 koi8-r koi8-u mac-roman mac-cyrillic "
    "iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 "
    "iso8859-13 iso8859-14 iso8859-15 iso8859-16 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
)
_ENCODINGS = {name: name for name in _CODECS.split()}
_ENCODINGS |= {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}  # as browsers do
_ENCODINGS |= {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949"}
_LIST_STYLES = {"lower-alpha": "a", "lower-latin": "a", "lower-roman": "i", "upper-roman": "I"}
_LIST_STYLES |= {"upper-alpha": "A", "upper-latin": "A", "decimal": "1", "none": "none"}


def is_html(data: bytes) -> bool:
    """Tell whether bytes begin as HTML does; XML declarations and comments are passed over."""
    return _START.match(beginning(data)) is not None


def parse(data: bytes) -> Resolution:
    """Read a page, or a piece of one; scripts, styles and navigation are passed over."""
    if len(data) > MAX_BYTES:
        raise UnresError(f"found {len(data):,} bytes of HTML, expected at most {MAX_BYTES:,}")
    text, issues = _decode(data)
    root = _root(text)
    try:
        lines = list(_Page(root).lines())
        mail, said = around([line.text for line in lines])
        record = read_lines([line for k, line in enumerate(lines) if k not in mail])
    except UnresError as error:
        raise UnresError(_reason(root, str(error))) from None
    except RecursionError:
        raise UnresError("found HTML nested too deep, expected a page of text") from None
    return replace(record, issues=issues + said + record.issues)


def _root(text: str) -> _Element:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root: _Element = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnresError(
            f"found HTML that cannot be read ({error}), expected a page; save it again"
        ) from None
    return root


def _decode(data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode what is UTF-8 or UTF-16 as that, else as the page declares, or as plain text."""
    found = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", data[:4096])
    if not found or wide_encoding(data) or data.startswith(codecs.BOM_UTF8):
        return decode(data)
    declared = found.group(1).decode("ascii", "ignore").lower()
    name = _ENCODINGS.get(_codec(declared), "")
    for one in ("utf-8", name) if name else ("utf-8",):  # few bytes but UTF-8 are valid UTF-8
        try:
            text = data.decode(one)
        except UnicodeDecodeError:
            continue
        if one == name or data.isascii():
            return text, ()
        return text, (Issue("encoding", f"the page declares {declared}, and is in UTF-8"),)
    text, issues = decode(data)
    return text, (*issues, Issue("encoding", f"the page declares {declared}, which it is not in"))


def _codec(declared: str) -> str:
    """Name that Python gives an encoding; "" where it knows none such."""
    try:
        return codecs.lookup(declared).name
    except (LookupError, ValueError):
        return ""


def _reason(root: _Element, error: str) -> str:
    """Say what a page is that holds no resolution."""
    words = " ".join("".join(root.itertext()).split())
    title = " ".join((root.findtext(".//title") or root.findtext(".//h1") or "").split())[:80]
    named = f" ({title!r})" if title else ""
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            return (
                f"found an HTML page{named} that sends the browser on to another, expected a "
                "resolution; open it in a browser and save the page that it leads to"
            )
    if len(words) < 3000 and _TROUBLE.search(title or words):
        return (
            f"found a page of error{named}, expected a resolution; open the address in a "
            "browser, and save the page when it shows the text"
        )
    return f"found an HTML page{named} without a resolution: {error}"


@dataclass
class _List:
    """A list that is open: what the browser prints before its next item."""

    style: str
    number: int
    nested: bool

    def label(self) -> str:
        if self.style == "none":
            return ""
        if self.style == "bullet":
            return "• "
        if self.style == "1":
            return f"({self.number}) " if self.nested else f"{self.number}. "
        if self.style in "aA":
            letter = chr(97 + (self.number - 1) % 26) * ((self.number - 1) // 26 + 1)
        else:
            letter = to_roman(self.number)
        return f"({letter if self.style.islower() else letter.upper()}) "


class _Page:
    """Walks through a page and gathers its paragraphs."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.out: list[Line] = []
        self.line = Line()  # the block that is being written, line breaks and all
        self.written = False  # it has words
        self.label = ""  # what the browser prints before the next item of a list
        self.note: str | None = None  # mark of the footnote that begins
        self.lists: list[_List] = []
        self.note_of: dict[_Element, str] = {}  # block of a footnote: its mark
        self.marks: dict[_Element, str] = {}  # link in the text: mark
        self.backs: set[_Element] = set()  # link from a note to the text
        self._find_notes()

    def lines(self) -> list[Line]:
        body = self.root.find(".//body")
        self._walk(self.root if body is None else body, 0)
        self._flush()
        return self.out

    # footnotes ------------------------------------------------------------------------

    def _find_notes(self) -> None:
        """Pair short links with what they lead to: forward from the text, back from a note."""
        place = {element: k for k, element in enumerate(self.root.iter())}
        targets = {
            name: element
            for element in place
            for name in (element.get("id"), element.get("name"))
            if name
        }
        for link in self.root.iter("a"):
            printed = "".join(link.itertext()).strip()
            mark = _NOTE_MARK.fullmatch(printed)
            if printed in ("↩", "↑", "^", "↩︎", "⏎"):
                self.backs.add(link)
            target = targets.get((link.get("href") or "").removeprefix("#"))
            if target is None or not (link.get("href") or "").startswith("#"):
                continue
            if place[target] < place[link]:
                self.backs.add(link)
            elif mark:
                self.marks[link] = mark.group(1)
                self.note_of.setdefault(_block_of(target), mark.group(1))

    def _is_raised(self, element: _Element) -> bool:
        """Tell whether all of an element is raised, and no link in it is a mark already."""
        raised = element.tag == "sup" or "vertical-align:super" in _css(element)
        return raised and not any(a in self.marks or a in self.backs for a in element.iter("a"))

    def _superscript(self, element: _Element) -> bool:
        """Take a superscript for a footnote's mark, at the head of a note or in the text."""
        mark = _NOTE_MARK.fullmatch("".join(element.itertext()).strip())
        if mark is None or not (mark.group(1).isdigit() or mark.group(1) in "*†‡"):
            return False
        if not self.written:
            self.note = self.note or mark.group(1)
            return True
        last = self.line.runs[-3:]
        before = "".join(text for text, _ in last) if last[-1][1] < MARK else ""
        if _SHORT_WORD.search(before) and not _SYMBOL_ENDS.search(before):
            return False  # m², 10th
        self.line.runs.append((mark.group(1), MARK))
        return True

    # walking --------------------------------------------------------------------------

    def _walk(self, element: _Element, style: int) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _SKIPPED or not name or _is_hidden(element) or self._is_passed_by(element):
            return
        if element in self.backs:
            return
        if element in self.marks:
            self.line.runs.append((self.marks[element], MARK))
            self.written = True
            return
        if self._is_raised(element) and self._superscript(element):
            return
        if name == "br":
            self.line.runs.append(("\n", 0))
            return
        if name == "table" and _is_data(element):
            self._flush()
            self.out.append(Line([(_rows(element), 0)], "table"))
            return
        self._inside(element, name, _style(element, name, style))

    def _inside(self, element: _Element, name: str, style: int) -> None:
        block = name in _BLOCKS and not (name in ("td", "th") and _is_label_cell(element))
        if block:
            self._flush()
            self._open(element, name)
        line, first = self.line, len(self.line.runs)
        self._text(element.text, style, name == "pre")
        for child in element:
            self._walk(child, style)
            self._text(child.tail, style, name == "pre")
        if name == "a" and line is self.line and first < len(line.runs):
            line.link(first, element.get("href") or "")
        if name in ("td", "th") and not block:
            self.line.runs.append((" ", style))
        if block:
            if name in ("ol", "ul"):
                self.lists.pop()
            if name != "tr" or not self._is_label():
                self._flush()

    def _open(self, element: _Element, name: str) -> None:
        if name in ("ol", "ul"):
            self.lists.append(_opened(element, name, nested=bool(self.lists)))
        elif name == "li" and self.lists:
            value = element.get("value") or ""
            if value.isdecimal() and len(value) < 5:
                self.lists[-1].number = int(value)
            self.label = self.lists[-1].label()
            self.lists[-1].number += 1
        if element in self.note_of:
            self.note = self.note_of[element]

    def _text(self, text: str | None, style: int, kept: bool) -> None:
        if text:
            folded = text if kept else re.sub(r"\s+", " ", text.replace("\u00a0", " "))
            self.line.runs.append((folded, style))
            self.written = self.written or not folded.isspace()

    def _is_label(self) -> bool:
        """Tell whether nothing but a number or a label was written since the last flush."""
        runs = self.line.runs
        return len(runs) < 10 and bool(
            LABEL_ALONE.fullmatch("".join(text for text, _ in runs).strip())
        )

    def _is_passed_by(self, element: _Element) -> bool:
        if element.tag not in _PASSED_BY:
            return False
        text = "".join(element.itertext())
        holds = any(note in self.note_of for note in element.iter())
        return not holds and not re.search(r"Assembl|Asamblea|Council|Conseil|Consejo", text)

    def _flush(self) -> None:
        """End a block: its line breaks part paragraphs, or wrap them, as in a text."""
        block, self.line, self.written = self.line, Line(), False
        if not re.search(r"\w", block.text):
            return
        label, self.label, note, self.note = self.label, "", self.note, None
        found = paragraphs(at_breaks(block))
        for k, line in enumerate(found[:1]):
            if note:  # which may print its own mark
                found[k] = cut(line, _PRINTED_MARK)
                found[k].hint, found[k].label = NOTE, note
            elif label and not item_label(line.text) and not _NUMBERED.match(line.text):
                found[k] = join([Line([(label, 0)]), line])
        self.out += found


def at_breaks(block: Line) -> list[Line]:
    """Part a block at its line breaks; a line that begins with a mark is a footnote."""
    lines = [Line()]
    addresses = {k: href for first, end, href in block.places for k in range(first, end)}
    for number, (text, style) in enumerate(block.runs):
        for k, part in enumerate(text.split("\n")):
            if k:
                lines.append(Line())
            if part:
                lines[-1].runs.append((part, style))
            if part and number in addresses:
                lines[-1].link(len(lines[-1].runs) - 1, addresses[number])
    for line in lines:
        if line.runs and line.runs[0][1] >= MARK:
            line.hint, line.label = NOTE, line.runs[0][0]
            line.runs[0] = ("", 0)
    return lines


def _css(element: _Element) -> str:
    return (element.get("style") or "").lower().replace(" ", "")


def _style(element: _Element, name: str, style: int) -> int:
    """Italic and bold inside an element, from its name, its style and its class."""
    css = _css(element)
    classes = (element.get("class") or "").lower()
    if name in _ITALIC_TAGS or "italic" in classes:
        style |= ITALIC
    if name in _BOLD_TAGS or re.search(r"\bbold\b", classes):
        style |= BOLD
    if "font-style:" in css:
        slanted = re.search("font-style:(?:italic|oblique)", css)
        style = style | ITALIC if slanted else style & ~ITALIC
    if "font-weight:" in css:
        heavy = re.search("font-weight:(?:bold|[6-9]00)", css)
        style = style | BOLD if heavy else style & ~BOLD
    return style


def _is_hidden(element: _Element) -> bool:
    style = _css(element)
    return element.get("hidden") is not None or "display:none" in style


def _block_of(element: _Element) -> _Element:
    """Nearest block around an element, itself included."""
    for one in (element, *element.iterancestors()):
        if one.tag in _BLOCKS:
            return one
    return element


def _opened(element: _Element, name: str, *, nested: bool) -> _List:
    """Read style and first number of a list."""
    style = (element.get("style") or "").lower()
    named = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", style)
    kind = element.get("type") or ("1" if name == "ol" else "bullet")
    if named:
        kind = _LIST_STYLES.get(named.group(1), kind)
    if name == "ul" and kind != "none":
        kind = "bullet"
    start = element.get("start") or "1"
    number = int(start) if start.isdecimal() and len(start) < 5 else 1
    return _List(
        kind if kind in ("1", "a", "A", "i", "I", "none", "bullet") else "1", number, nested
    )


def _cells(row: _Element) -> list[str]:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return [" ".join("".join(cell.itertext()).split()) for cell in cells]


def _is_data(table: _Element) -> bool:
    """Tell a table of data from one that only places text on the page."""
    rows = [cells for row in table.iter("tr") if (cells := _cells(row))]
    if len(list(table.iter("table"))) > 1 or not rows or max(map(len, rows)) < 2:
        return False
    texts = [text for cells in rows for text in cells]
    if any(len(text) > 200 or formula(text) for text in texts):
        return False
    labels = [cells[0] for cells in rows if LABEL_ALONE.fullmatch(cells[0])]
    return len(labels) < 0.5 * len(rows) and len([t for t in texts if t]) > 1


def _rows(table: _Element) -> str:
    lines = (" | ".join(filter(None, _cells(row))) for row in table.iter("tr"))
    return " ".join(f"| {line} |" for line in lines if line)


def _is_label_cell(cell: _Element) -> bool:
    """Tell whether a cell holds nothing but a number or a label, or follows one that does."""
    for one in (cell, cell.getprevious()):
        if one is not None and LABEL_ALONE.fullmatch("".join(one.itertext()).strip()):
            return True
    return False
