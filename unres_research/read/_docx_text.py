"""Walk through the text of a Word file: runs, fields, notes, tracked changes, comments, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unres_research.read._docx_package import Package
from unres_research.read._docx_styles import OFF, Label, Numbers, Styles, W, toggle, value, whole
from unres_research.read._html import at_breaks
from unres_research.read._lines import BOLD, ITALIC, MARK, Line
from unres_research.read._text import join, paragraphs

if TYPE_CHECKING:
    from lxml.etree import _Element

ACCEPTED, ORIGINAL = "accepted", "original"
VIEWS = (ACCEPTED, ORIGINAL)
KINDS = {"ins": "inserted", "del": "deleted", "moveFrom": "moved away", "moveTo": "moved here"}
TABLE_STYLE = "Table in one line"  # of our own files: rows of a table, cells between bars
_GONE = {ACCEPTED: {"del", "moveFrom"}, ORIGINAL: {"ins", "moveTo"}}
_CONTENT = {"smartTag", "customXml", "dir", "bdo", "rubyBase", "sdtContent", "ruby"}
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LAID_OUT = ("f", "sSup", "sSub", "sSubSup", "rad", "nary", "m", "limLow", "limUpp")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_TYPED_MARKS = re.compile(r"\s*[\[(]?(\d{1,3}(?:\s?,\s?\d{1,3})*|[*†‡])[\])]?\s*")
_FURNITURE = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "INDEX")  # fields whose results are none
_UNPRINTED = ("AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM")  # fields that hold no result
_SYMBOLS = {  # signs of symbol fonts; in text they stand in the private area, too
    **dict.fromkeys(("F0B7", "F0A7", "F0D8", "F0FC", "F0A8"), "•"),
    **{"F020": " ", "F02D": "–", "F0B0": "°", "F0B1": "±", "F0A3": "≤", "F0B3": "≥", "F0B4": "×"},
}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_LETTERED = re.compile(r"([a-z]{1,3}|[ivxl]{1,6}|\d{1,2})[.)]?")
_MOST_PIECES = 500  # of the words that a comment is about
_MULTILEVEL = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?")


@dataclass
class Change:
    """One tracked change, and the paragraph of the file that it is in."""

    kind: str
    author: str
    date: str | None
    pieces: list[str]
    place: int

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class Remark:
    """One comment, and the words that it is about."""

    author: str
    date: str | None
    text: str
    about: str = ""
    begun: int = 0  # pieces of text before the first that it is about
    place: int | None = None


@dataclass
class Table:
    """A table: rows of cells, each with its paragraphs."""

    rows: list[list[list[Line | Table]]]
    place: int


@dataclass
class _Field:
    code: str = ""
    printed: bool = False  # what follows is what it shows
    first: int = 0  # run that its result begins with
    silent: bool = True  # what stands in it is not printed

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()


@dataclass
class Found:
    """What was met on the way."""

    changes: list[Change] = field(default_factory=list)
    remarks: dict[str, Remark] = field(default_factory=dict)
    notes: dict[str, list[Line]] = field(default_factory=dict)  # by mark
    of_place: dict[int, list[Line]] = field(default_factory=dict)  # lines of each paragraph
    hidden: int = 0  # characters
    struck: int = 0
    boxes: int = 0
    boxed: int = 0  # characters in them
    lists: set[str] = field(default_factory=set)  # forms of numbers that are written in figures
    is_unsure: bool = False  # a list that programs count differently
    unread: set[str] = field(default_factory=set)


class Reader:
    """Walks through the stories of a file; `view` says how tracked changes are read."""

    def __init__(self, package: Package, view: str) -> None:
        self.package, self.view, self.gone = package, view, _GONE[view]
        self.styles = Styles(package.parts.get("styles"))
        self.numbers = Numbers(package.parts.get("numbering"), self.styles)
        self.found = Found()
        self.line = Line()
        self.style: str | None = None  # of the paragraph
        self.fields: list[_Field] = []
        self.place = 0  # paragraphs of the file so far
        self.boxes: list[_Element] = []
        self.said: list[str] = []  # pieces of text so far, for the words that comments are about
        self.counts = {"footnotes": 0, "endnotes": 0}
        self.by_id = {kind: _by_id(package.parts.get(kind)) for kind in self.counts}
        self.inside = {
            "r": self._run,
            "hyperlink": self._link,
            "fldSimple": self._simple_field,
            "sdt": self._control,
            "AlternateContent": lambda child: self._inline(_chosen(child)),
            "commentRangeStart": self._comment,
            "commentRangeEnd": self._comment,
            "oMath": self._formula,
            "oMathPara": self._formula,
        }
        self.in_note = False
        self.waiting: _Element | None = None  # note whose mark is written by hand, and follows
        self._take_comments(package.parts.get("comments"))

    def body(self) -> list[Line | Table]:
        """Read the text of the file, then its notes."""
        lines = self.story(self.package.body)
        self.found.lists, self.found.is_unsure = self.numbers.unknown, self.numbers.is_unsure
        return lines

    # blocks ---------------------------------------------------------------------------

    def story(self, element: _Element) -> list[Line | Table]:
        """Read the paragraphs and tables of a body, a cell, a note or a text box."""
        outer = self.line, self.fields, self.boxes, self.style
        self.line, self.fields, self.boxes = Line(), [], []
        out: list[Line | Table] = []
        self._blocks(element, out)
        if self.line.runs or self.boxes:  # the mark of the last paragraph is gone
            out += self._ended(None)
        self.line, self.fields, self.boxes, self.style = outer
        return out

    def _blocks(self, element: _Element, out: list[Line | Table]) -> None:
        for child in element:
            name = _name(child)
            if name == "p":
                out += self._paragraph(child)
            elif name == "tbl":
                out.append(self._table(child))
            elif name == "sdt":
                if not _is_contents(child):
                    self._blocks(child, out)
            elif name == "AlternateContent":
                self._blocks(_chosen(child), out)
            elif name in KINDS:
                if name not in self.gone:
                    self._blocks(child, out)
            elif name in ("altChunk", "subDoc"):
                self.found.unread.add("a document that is inserted as a file")
            elif name in _CONTENT:
                self._blocks(child, out)

    def _paragraph(self, element: _Element) -> list[Line | Table]:
        properties = self._properties(element)
        self.style = value(properties, f"{W}pStyle")
        own = element.find(f"{W}pPr")
        marks = None if own is None else own.find(f"{W}rPr")
        mark_gone = False
        for kind in KINDS:
            mark = None if marks is None else marks.find(f"{W}{kind}")
            if mark is not None:
                mark_gone = mark_gone or kind in self.gone
                self._note_change(mark, kind, "¶")
        if own is not None and (change := _other_form(own)) is not None:
            self._note_change(change, "formatted", _words(element))
        self._inline(element)
        while self.fields and not self.fields[-1].printed:  # a code ends with its paragraph
            self.fields.pop()
        return [] if mark_gone else self._ended(properties)

    def _properties(self, element: _Element) -> _Element | None:
        """Properties of a paragraph, in the original those before they were changed."""
        properties = element.find(f"{W}pPr")
        before = None if properties is None else properties.find(f"{W}pPrChange/{W}pPr")
        return before if self.view == ORIGINAL and before is not None else properties

    def _ended(self, properties: _Element | None) -> list[Line | Table]:
        """End a paragraph: its number, its line breaks, the text boxes that hang on it."""
        block, self.line = self.line, Line()
        boxes, self.boxes = self.boxes, []
        out: list[Line | Table] = []
        is_new = self.view == ORIGINAL and _is_newly_numbered(properties)
        label = None
        if not (self.in_note or is_new):
            label = self.numbers.label(properties, self.style)
        if re.search(r"\w", block.text):
            out += self._lines(block, properties, label)
        elif not self.in_note:
            out.append(Line())
        for box in boxes:
            self.found.boxes += 1
            lines = self.story(box)
            self.found.boxed += sum(len(one.text) for one in lines if isinstance(one, Line))
            out += lines
        self.found.of_place[self.place] = [one for one in out if isinstance(one, Line)]
        self.place += 1
        return out

    def _lines(self, block: Line, properties: _Element | None, label: Label | None) -> list[Line]:
        if block.hint == "table":
            return [block]
        lines = paragraphs(at_breaks(block))
        if label and lines and (printed := _as_printed(label)):
            if _MULTILEVEL.fullmatch(printed):
                lines[0].hint, lines[0].label = "item", f"({printed.rstrip('.')})"
                lines[0].depth = label.depth or 1
            else:
                lines[0] = join([Line([(printed, 0)]), lines[0]])
        elif len(lines) == 1 and self.styles.is_heading(properties, self.style):
            lines[0].hint = "heading" if lines[0].hint == "plain" else lines[0].hint
        return lines

    def _table(self, element: _Element) -> Table:
        place = self.place
        rows: list[list[list[Line | Table]]] = []
        for row in _inside(element, "tr"):
            if self._is_gone(row.find(f"{W}trPr")):
                continue
            cells = []
            for cell in _inside(row, "tc"):
                properties = cell.find(f"{W}tcPr")
                merged = None if properties is None else properties.find(f"{W}vMerge")
                goes_on = merged is not None and merged.get(f"{W}val") != "restart"
                if not goes_on and not self._is_gone(properties, "cell"):
                    cells.append(self.story(cell))
            rows.append(cells)
        return Table(rows, place)

    def _is_gone(self, properties: _Element | None, what: str = "") -> bool:
        """Tell whether a row or a cell was deleted, or in the original not yet inserted."""
        if properties is None:
            return False
        for kind in ("ins", "del"):
            name = f"cell{kind.capitalize()}" if what else kind
            mark = properties.find(f"{W}{name}")
            if mark is not None:
                self._note_change(mark, kind, f"{what or 'row'} of a table")
                if kind in self.gone:
                    return True
        return False

    # inside a paragraph ---------------------------------------------------------------

    def _inline(self, element: _Element) -> None:
        for child in element:
            name = _name(child)
            if name in KINDS:
                self._note_change(child, name, _words(child))
            if name in _CONTENT or (name in KINDS and name not in self.gone):
                self._inline(child)
            elif name in self.inside:
                self.inside[name](child)

    def _simple_field(self, element: _Element) -> None:
        self.fields.append(_Field(element.get(f"{W}instr") or ""))
        self._print_field()
        self._inline(element)
        self._end_field()

    def _control(self, element: _Element) -> None:
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            self._inline(element)

    def _formula(self, element: _Element) -> None:
        self._write("".join(one.text or "" for one in element.iter(f"{_M}t")), 0)
        if any(element.find(f".//{_M}{name}") is not None for name in _LAID_OUT):
            self.found.unread.add("the layout of an equation")

    def _link(self, element: _Element) -> None:
        line, first = self.line, len(self.line.runs)
        self._inline(element)
        address = self.package.addresses.get(element.get(_RELATION) or "")
        if address and line is self.line and first < len(line.runs):
            line.link(first, address)

    def _run(self, run: _Element) -> None:
        properties = run.find(f"{W}rPr")
        before = None if properties is None else properties.find(f"{W}rPrChange/{W}rPr")
        changed = None if properties is None else properties.find(f"{W}rPrChange")
        if changed is not None:
            self._note_change(changed, "formatted", _words(run))
        if self.view == ORIGINAL and before is not None:
            properties = before
        if self.styles.named(value(properties, f"{W}rStyle"), TABLE_STYLE):
            self.line.hint = "table"
        style = ITALIC * self.styles.is_on(properties, self.style, "i")
        style |= BOLD * self.styles.is_on(properties, self.style, "b")
        hidden = self.styles.is_on(properties, self.style, "vanish")
        raised = self.styles.raised(properties)
        struck = any(toggle(properties, name) for name in ("strike", "dstrike"))
        for child in run:
            self._piece(child, style, hidden=hidden, raised=raised, struck=struck)

    def _piece(
        self, child: _Element, style: int, *, hidden: bool, raised: bool, struck: bool
    ) -> None:
        name = _name(child)
        text = self._text_of(child, name)
        if text is not None:
            if self.waiting is not None and text.strip():
                note, self.waiting = self.waiting, None
                self._marked(text.strip(), note)
            elif hidden:
                self.found.hidden += len(text)
            elif raised and self._typed_marks(text):
                pass
            else:
                self.found.struck += len(text) * struck
                self._write(text, style)
        elif name in _NOTES and not hidden:
            self._note(child, _NOTES[name])
        elif name == "AlternateContent":
            for one in _chosen(child):
                self._piece(one, style, hidden=hidden, raised=raised, struck=struck)
        else:
            self._anchor(child, name)

    def _anchor(self, child: _Element, name: str) -> None:
        """A piece of a run that stands for what is elsewhere: a field, a drawing, a comment."""
        if name == "fldChar":
            self._field(child.get(f"{W}fldCharType"))
        elif name == "instrText" and self.fields and not self.fields[-1].printed:
            self.fields[-1].code += child.text or ""
        elif name in ("drawing", "pict", "object"):
            self.boxes += [box for box in child.iter(f"{W}txbxContent") if _is_outer(box, child)]
        elif name == "commentReference":
            self._comment(child)
        elif name == "ruby":
            for run in child.iterfind(f"{W}rubyBase/{W}r"):
                self._run(run)

    def _text_of(self, child: _Element, name: str) -> str | None:
        """The text of a piece of a run; None for what is no text."""
        if name == "t" or (name == "delText" and self.view == ORIGINAL):
            return _PRIVATE.sub(lambda sign: self._sign(f"{ord(sign[0]):04X}"), child.text or "")
        if name in ("br", "cr"):
            return "\n"
        if name == "tab" or name == "ptab":
            return "\t"
        if name == "noBreakHyphen":
            return "-"
        if name == "sym":
            return self._sign((child.get(f"{W}char") or "").upper())
        return None

    def _sign(self, code: str) -> str:
        """A sign by its number, in hexadecimal figures."""
        if re.fullmatch("[0-9A-F]{4}", code) and not "D800" <= code <= "F8FF":
            return chr(int(code, 16))
        if code not in _SYMBOLS:
            self.found.unread.add("a sign of a symbol font")
        return _SYMBOLS.get(code, "")

    def _write(self, text: str, style: int) -> None:
        if self.fields and self.fields[-1].silent:
            return
        self.line.runs.append((text, style))
        self.said.append(text)

    def _typed_marks(self, text: str) -> bool:
        """Take superscript numbers for marks of footnotes, as HTML's are; not "m2"."""
        marks = _TYPED_MARKS.fullmatch(text)
        if not marks:
            return False
        last = self.line.runs[-3:]
        before = "".join(one[-4:] for one, _ in last) if last and last[-1][1] < MARK else ""
        if re.search(r"(?:^|[^\w/])\w{1,2}$", before):
            return False
        found = re.split(r"\s?,\s?", marks.group(1))
        if last and last[-1][1] >= MARK and last[-1][0].isdigit() and found[0].isdigit():
            self.line.runs.pop()  # one number in two runs
            found[0] = last[-1][0] + found[0]
        self.line.runs += [(mark, MARK) for mark in found]
        return True

    # fields ---------------------------------------------------------------------------

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self._print_field()
        elif kind == "end" and self.fields:
            self._end_field()

    def _print_field(self) -> None:
        """Go over from the code of a field to what it shows."""
        shown = self.fields[-1]
        around = len(self.fields) > 1 and self.fields[-2].silent
        shown.printed, shown.first = True, len(self.line.runs)
        shown.silent = around or shown.name in _FURNITURE

    def _end_field(self) -> None:
        ended = self.fields.pop()
        if ended.name in _UNPRINTED:
            self.found.unread.add(f"numbers of the field {ended.name}")
        address = re.search(r'HYPERLINK\s+"([^"]+)"', ended.code)
        if address and ended.printed and ended.first < len(self.line.runs):
            self.line.link(ended.first, address.group(1))

    # notes, boxes, comments, changes ----------------------------------------------------

    def _note(self, reference: _Element, kind: str) -> None:
        note = self.by_id[kind].get(reference.get(f"{W}id") or "")
        if note is None or self.in_note:
            return
        if (reference.get(f"{W}customMarkFollows") or "0") not in OFF:
            self.waiting = note
            return
        self.counts[kind] += 1
        self._marked(self.numbers.spelled(self.counts[kind], self._form_of_notes(kind)), note)

    def _marked(self, mark: str, note: _Element) -> None:
        """Put a mark into the text, and read its note."""
        self.line.runs.append((mark, MARK))
        place, self.in_note = self.place, True
        lines = [one for one in self.story(note) if isinstance(one, Line)]
        self.place, self.in_note = place, False
        self.found.notes.setdefault(mark, []).extend(lines)

    def _form_of_notes(self, kind: str) -> str:
        settings = self.package.parts.get("settings")
        name = kind.removesuffix("s") + "Pr"
        found = value(self.package.body, f"{W}sectPr/{W}{name}/{W}numFmt")
        found = found or value(settings, f"{W}{name}/{W}numFmt")
        return found or ("decimal" if kind == "footnotes" else "lowerRoman")

    def _take_comments(self, part: _Element | None) -> None:
        for comment in [] if part is None else part.iter(f"{W}comment"):
            lines = [_words(p) for p in comment.iter(f"{W}p")]
            self.found.remarks[comment.get(f"{W}id") or ""] = Remark(
                comment.get(f"{W}author") or "",
                comment.get(f"{W}date"),
                " ".join(" ".join(lines).split()),
            )

    def _comment(self, element: _Element) -> None:
        name = element.get(f"{W}id") or ""
        remark = self.found.remarks.get(name)
        if remark is None:
            return
        if _name(element) == "commentRangeStart":
            remark.place, remark.begun = self.place, len(self.said)
        elif remark.place is None:  # only a point is marked
            remark.place = self.place
        elif _name(element) == "commentRangeEnd":
            remark.about = "".join(self.said[remark.begun : remark.begun + _MOST_PIECES])

    def _note_change(self, element: _Element, kind: str, text: str) -> None:
        author, date = element.get(f"{W}author") or "", element.get(f"{W}date")
        kind = KINDS.get(kind, kind)
        last = self.found.changes[-1] if self.found.changes else None
        if not text.strip() and text != "":
            text = " "
        if last and text != "¶" and last.pieces != ["¶"]:
            same = (last.kind, last.author, last.place) == (kind, author, self.place)
            if same and element.getprevious() is not None and _is_change(element.getprevious()):
                last.pieces.append(text)  # programs part one change by their own marks
                return
        self.found.changes.append(Change(kind, author, date, [text], self.place))


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _inside(element: _Element, name: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also those in content controls."""
    for child in element:
        own = _name(child)
        if own == name:
            yield child
        elif own in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(child, name)


def _chosen(element: _Element) -> _Element:
    """The first choice among contents for programs of different age; else the last resort."""
    for name in ("Choice", "Fallback"):
        for child in element:
            if _name(child) == name:
                return child
    return element


def _is_outer(box: _Element, element: _Element) -> bool:
    for one in box.iterancestors():
        if one is element:
            return True
        if _name(one) in ("txbxContent", "Fallback"):
            return False
    return False


def _is_contents(element: _Element) -> bool:
    """Tell whether a content control is a table of contents."""
    gallery = value(element, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "Contents" in gallery


def _is_change(element: _Element) -> bool:
    return _name(element) in KINDS


def _is_newly_numbered(properties: _Element | None) -> bool:
    return properties is not None and properties.find(f"{W}numPr/{W}ins") is not None


def _other_form(properties: _Element) -> _Element | None:
    """A tracked change of the number or the style of a paragraph."""
    change = properties.find(f"{W}pPrChange")
    if change is None:
        return properties.find(f"{W}numPr/{W}ins")
    before = change.find(f"{W}pPr")
    told = (f"{W}pStyle", f"{W}numPr/{W}numId", f"{W}numPr/{W}ilvl")
    forms = [[value(one, path) for path in told] for one in (before, properties)]
    return change if forms[0] != forms[1] else None


def _words(element: _Element) -> str:
    pieces = (
        (one.text or "") if _name(one) in ("t", "delText") else " "
        for one in element.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}br")
    )
    return "".join(pieces)


def _by_id(part: _Element | None) -> dict[str, _Element]:
    """Notes by their ids, without the rules that part them from the text."""
    return {
        one.get(f"{W}id") or "": one
        for one in ([] if part is None else part)
        if one.get(f"{W}type", "normal") == "normal" and whole(one.get(f"{W}id"), 1) > -1
    }


def _as_printed(found: Label) -> str:
    """A label as the text has it: "7. ", "(a) ", "• "."""
    label = found.text
    if _MULTILEVEL.fullmatch(label):
        return label
    if label.isdecimal():
        label = f"({label})" if found.depth else f"{label}."
    bare = _LETTERED.fullmatch(label)
    if bare and (found.form in ("lowerLetter", "lowerRoman") or found.depth):
        label = f"({bare.group(1)})"
    return f"{label} " if label else ""
