"""Read a resolution or draft from HTML: a page saved from a browser, or a piece of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from unres_research.errors import UnresError
from unres_research.read import _text as plaintext
from unres_research.read._kinds import item_label
from unres_research.records import Issue, Resolution

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 64 * 1024 * 1024
_COMMON_TAGS = (
    "html head body p div table ol ul li h1 h2 h3 h4 h5 h6 span meta article section main em i b "
    "strong br a center font title"
)
_START = re.compile(
    rf"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|(?:{_COMMON_TAGS.replace(' ', '|')})"
    r"[\s>/])",
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
_ITALIC = {"i", "em", "cite"}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
_MARK = re.compile(r"[\[(]?\s*(\d{1,3}|[a-z*†‡]|[ivx]{1,4})\s*[\])]?")
_TROUBLE = re.compile(
    r"\b(?:40[134]|50[0234])\b|not found|forbidden|access denied|page introuvable|no encontrada"
    r"|just a moment|enable javascript|unavailable|\berror\b|erreur",
    re.IGNORECASE,
)
_LIST_STYLES = {"lower-alpha": "a", "lower-latin": "a", "lower-roman": "i", "upper-roman": "I"}
_LIST_STYLES |= {"upper-alpha": "A", "upper-latin": "A", "decimal": "1", "none": "none"}


def is_html(data: bytes) -> bool:
    """Tell whether bytes look like HTML, a whole page or a piece.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    bool
        True when they begin with a doctype or with a tag that HTML has; XML declarations and
        comments before it are passed over.

    Examples
    --------
    >>> is_html(b"<!DOCTYPE html><p>x"), is_html(b"<p>x</p>"), is_html(b"<akomaNtoso/>")
    (True, True, False)
    """
    name = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(data[:2], "utf-8-sig")
    return _START.match(data[:4096].decode(name, "ignore")) is not None


def parse(data: bytes) -> Resolution:
    """Read one document from HTML.

    Paragraphs come from the block elements and from line breaks, numbers also from `<ol>`
    (with `start`, `type` and `value`), openers from italics, footnotes from superscripts and
    from links to a note in the page. Scripts, styles and navigation are passed over; nothing
    is fetched.

    Parameters
    ----------
    data : bytes
        At most 64 MiB; the encoding is told from a byte order mark, then from the page's own
        declaration, then as `plaintext.decode` does.

    Returns
    -------
    Resolution
        Without `source`.

    Raises
    ------
    UnresError
        When the bytes are too many or hold no page, when the page is a message of error or
        only sends on to another, and when it holds no resolution.

    Notes
    -----
    Not for pages that a script fills: save them from the browser once they are filled, or copy
    the text. A page with several resolutions gives them as one.

    Examples
    --------
    >>> r = parse(b"<p>Lamps</p><p>The General Assembly,</p><ol><li><i>Decides</i> to meet.</ol>")
    >>> [(p.id, p.opener, p.text) for p in r]
    [('OP1', 'Decides', 'Decides to meet.')]
    """
    if len(data) > MAX_BYTES:
        raise UnresError(f"found {len(data):,} bytes of HTML, expected at most {MAX_BYTES:,}")
    text, issues = _decode(data)
    root = _root(text)
    try:
        record = plaintext.read_paragraphs(_Page(root).paragraphs())
    except UnresError as error:
        raise UnresError(_reason(root, str(error))) from None
    except RecursionError:
        raise UnresError("found HTML nested too deep, expected a page of text") from None
    return replace(record, issues=issues + record.issues)


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
    """Decode by byte order mark, by what the page declares, or as plain text."""
    declared = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", data[:4096])
    if not declared or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:3] == b"\xef\xbb\xbf":
        return plaintext.decode(data)
    name = declared.group(1).decode("ascii", "ignore").lower()
    name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name
    try:
        return data.decode(name), ()
    except (LookupError, UnicodeDecodeError):
        text, issues = plaintext.decode(data)
        return text, (*issues, Issue("encoding", f"the page declares {name}, which it is not in"))


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
            letter = _roman(self.number)
        return f"({letter if self.style.islower() else letter.upper()}) "


@dataclass
class _Page:
    """Walks through a page and gathers its paragraphs, with the Markdown of `plaintext`."""

    root: _Element
    out: list[str] = field(default_factory=list)
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)  # text, italic, bold
    before: str = ""  # label of an item, mark of a note, sign of a heading
    lists: list[_List] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.note_of: dict[_Element, str] = {}  # block of a footnote: its mark
        self.marks: dict[_Element, str] = {}  # link in the text: mark
        self.backs: set[_Element] = set()  # link from a note to the text
        self._find_notes()

    def paragraphs(self) -> list[str]:
        body = self.root.find(".//body")
        self._walk(self.root if body is None else body, italic=False, bold=False)
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
            mark = _MARK.fullmatch(printed)
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

    def _superscript(self, element: _Element) -> bool:
        """Take a superscript for a footnote's mark, at the head of a note or in the text."""
        mark = _MARK.fullmatch("".join(element.itertext()).strip())
        if mark is None or not (mark.group(1).isdigit() or mark.group(1) in "*†‡"):
            return False
        written = "".join(text for text, _, _ in self.runs).strip()
        if not written:
            if not self.before.startswith("[^"):
                self.before = f"[^{mark.group(1)}]: "
            return True
        if re.search(r"(?:^|[^\w])\w{1,2}$", written):
            return False  # m², 10th
        self.runs.append((f"[^{mark.group(1)}]", False, False))
        return True

    # walking --------------------------------------------------------------------------

    def _walk(self, element: _Element, *, italic: bool, bold: bool) -> None:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in _SKIPPED or not name or _is_hidden(element) or self._is_passed_by(element):
            return
        if element in self.backs:
            return
        if element in self.marks:
            self.runs.append((f"[^{self.marks[element]}]", False, False))
            return
        if name == "sup" and not list(element.iter("a")) and self._superscript(element):
            return
        if name == "br":
            self.runs.append(("\n", False, False))
            return
        if name == "table" and _is_data(element):
            self._flush()
            self.out.append(_rows(element))
            return
        self._inside(element, name, *_style(element, name, italic, bold))

    def _inside(self, element: _Element, name: str, italic: bool, bold: bool) -> None:
        block = name in _BLOCKS and not (name in ("td", "th") and _is_label_cell(element))
        if block:
            self._flush()
            self._open(element, name)
        self._text(element.text, italic, bold, name == "pre")
        for child in element:
            self._walk(child, italic=italic, bold=bold)
            self._text(child.tail, italic, bold, name == "pre")
        if name in ("td", "th") and not block:
            self.runs.append((" ", italic, bold))
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
            self.before = self.lists[-1].label()
            self.lists[-1].number += 1
        elif re.fullmatch("h[1-6]", name):
            self.before = "# "
        if element in self.note_of:
            self.before = f"[^{self.note_of[element]}]: "

    def _text(self, text: str | None, italic: bool, bold: bool, kept: bool) -> None:
        if text:
            folded = text if kept else re.sub(r"\s+", " ", text.replace("\u00a0", " "))
            self.runs.append((folded, italic, bold))

    def _is_label(self) -> bool:
        """Tell whether nothing but a number or a label was written since the last flush."""
        return bool(re.fullmatch(r"\(?\w{1,4}[.)]", "".join(t for t, _, _ in self.runs).strip()))

    def _is_passed_by(self, element: _Element) -> bool:
        if element.tag not in _PASSED_BY:
            return False
        text = "".join(element.itertext())
        holds = any(note in self.note_of for note in element.iter())
        return not holds and not re.search(r"Assembl|Asamblea|Council|Conseil|Consejo", text)

    def _flush(self) -> None:
        text = _markdown(self.runs)
        self.runs = []
        if not re.search(r"\w", text):
            return
        bare = text.replace("*", "")
        before, self.before = self.before, ""
        if before.startswith("["):  # a note may print its own mark
            text = re.sub(r"^\W*(?:\d{1,3}\.?|[↑^])\s+", "", text)
        elif before != "# " and (item_label(bare) or re.match(r"\d{1,3}[.)]\s", bare)):
            before = ""
        parts = plaintext.split(text)
        if parts:
            parts[0] = f"{before}{parts[0].replace('**', '') if before == '# ' else parts[0]}"
        self.out += parts


def _markdown(runs: list[tuple[str, bool, bool]]) -> str:
    """Write runs as text with italics at the beginning of lines; all bold is "**...**"."""
    words = [(text, italic, bold) for text, italic, bold in runs if text.strip()]
    all_bold = bool(words) and all(bold for _, _, bold in words)
    lines: list[str] = []
    for line in _lines(runs):
        lead = ""
        while line and (line[0][1] or not line[0][0].strip()):
            lead += line.pop(0)[0]
        rest = "".join(text for text, _ in line)
        number = re.match(r"\s*\(?\w{1,4}[.)]\s*$", rest[:8])
        plain = " ".join(lead.split())
        if plain and not number and rest.strip():
            space = " " if lead[-1:].isspace() or rest[:1].isspace() else ""
            lines.append(f"*{plain}*{space}{rest.strip()}")
        else:
            lines.append(f"{lead}{rest}".strip())
    text = "\n".join(_number_first(line) for line in lines).strip("\n")
    return f"**{text}**" if all_bold and "\n" not in text else text


def _lines(runs: list[tuple[str, bool, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Part runs at line ends; a number before italics goes with the italics."""
    line: list[tuple[str, bool]] = []
    for text, italic, _ in runs:
        first, *more = text.split("\n")
        line.append((first, italic))
        for piece in more:
            yield _with_number(line)
            line = [(piece, italic)]
    yield _with_number(line)


def _with_number(line: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Mark a number as italic when italics follow it, so that the lead begins there."""
    filled = [k for k, (text, _) in enumerate(line) if text.strip()]
    if len(filled) > 1 and re.fullmatch(r"\s*\d{1,3}[.)]\s*", line[filled[0]][0]):
        text, _ = line[filled[0]]
        return [(text, line[filled[1]][1]), *line[filled[0] + 1 :]]
    return [(text, italic) for text, italic in line]


def _number_first(line: str) -> str:
    """Take a number out of the italics that follow it: "*1. Decides*" is "1. *Decides*"."""
    found = re.match(r"\*(\d{1,3}[.)])\s*(?=[^*])", line)
    return f"{found.group(1)} *{line[found.end() :]}" if found else line


def _style(element: _Element, name: str, italic: bool, bold: bool) -> tuple[bool, bool]:
    """Italic and bold inside an element, from its name, its style and its class."""
    style = (element.get("style") or "").lower().replace(" ", "")
    classes = (element.get("class") or "").lower()
    italic = italic or name in _ITALIC or "italic" in classes
    bold = bold or name in _BOLD or bool(re.search(r"\bbold\b", classes))
    if "font-style:" in style:
        italic = bool(re.search("font-style:(?:italic|oblique)", style))
    if "font-weight:" in style:
        bold = bool(re.search("font-weight:(?:bold|[6-9]00)", style))
    return italic, bold


def _is_hidden(element: _Element) -> bool:
    style = (element.get("style") or "").lower().replace(" ", "")
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


def _roman(number: int) -> str:
    """Small roman numeral.

    >>> _roman(14)
    'xiv'
    """
    text = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")):
        text += letters * (number // value)
        number %= value
    for value, letters in ((9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += letters * (number // value)
        number %= value
    return text


def _cells(row: _Element) -> list[str]:
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return [" ".join("".join(cell.itertext()).split()) for cell in cells]


def _is_data(table: _Element) -> bool:
    """Tell a table of data from one that only places text on the page."""
    rows = [cells for row in table.iter("tr") if (cells := _cells(row))]
    if len(list(table.iter("table"))) > 1 or not rows or max(map(len, rows)) < 2:
        return False
    texts = [text for cells in rows for text in cells]
    if any(len(text) > 200 or plaintext.is_formula(text) for text in texts):
        return False
    labels = [cells[0] for cells in rows if re.fullmatch(r"\(?\w{1,4}[.)]", cells[0])]
    return len(labels) < 0.5 * len(rows) and len([t for t in texts if t]) > 1


def _rows(table: _Element) -> str:
    lines = (" | ".join(filter(None, _cells(row))) for row in table.iter("tr"))
    return " ".join(f"| {line} |" for line in lines if line)


def _is_label_cell(cell: _Element) -> bool:
    """Tell whether a cell holds nothing but a number or a label, or follows one that does."""
    for one in (cell, cell.getprevious()):
        if one is not None and re.fullmatch(r"\(?\w{1,4}[.)]", "".join(one.itertext()).strip()):
            return True
    return False
