"""Writes a Word file that looks like a resolution, with tracked changes.

Revisions and notes are those of ISO/IEC 29500-1:2016, 17.11 and 17.13.5.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from unres_research.analyse._align import Change, differences
from unres_research.read._docx_text import TABLE_STYLE

if TYPE_CHECKING:
    from docx.document import Document

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_OPEN = f'<w:footnotes xmlns:w="{_W}"/>'
_RULES = (("-1", "separator"), ("0", "continuationSeparator"))  # ids and kinds
_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
_FONT = "Times New Roman"
_STEP = 1.27  # cm
_BOLD = ("organ", "session", "item", "sponsors", "adopted", "title", "annex", "annex title",
         "heading")  # fmt: skip


@dataclass(frozen=True)
class _Form:
    """How the paragraphs of a style stand on the page, in points and centimetres."""

    name: str
    size: float = 11
    before: float = 0
    after: float = 8
    left: float = 0
    first: float = 0
    align: str = "left"
    stays: bool = False  # with what follows

    @property
    def id(self) -> str:
        return self.name.replace(" ", "")


_FORMS = {
    "symbol": _Form("UN Symbol", 14, after=4, align="right"),
    "organ": _Form("UN Organ", 16, after=4),
    "date": _Form("UN Date", 10, after=4, align="right"),
    "session": _Form("UN Session", after=2),
    "agenda": _Form("UN Agenda Item", after=2),
    "item": _Form("UN Agenda Title", after=2),
    "sponsors": _Form("UN Sponsors", 12, before=10),
    "adopted": _Form("UN Adoption", 13, before=10, after=4),
    "origin": _Form("UN Origin", after=4, first=_STEP),
    "title": _Form("UN Title", 13, before=10, after=12, stays=True),
    "formula": _Form("UN Formula", first=_STEP, stays=True),
    "preambular": _Form("UN Preambular Paragraph", first=_STEP, align="both"),
    "operative": _Form("UN Operative Paragraph", first=_STEP, align="both"),
    "subparagraph 1": _Form("UN Sub-paragraph", left=2 * _STEP, first=-_STEP, align="both"),
    "subparagraph 2": _Form("UN Sub-paragraph 2", left=3 * _STEP, first=-_STEP, align="both"),
    "subparagraph 3": _Form("UN Sub-paragraph 3", left=4 * _STEP, first=-_STEP, align="both"),
    "annex": _Form("UN Annex", 13, before=24, after=4, stays=True),
    "annex title": _Form("UN Annex Title", 13, after=10, stays=True),
    "heading": _Form("UN Heading", 11, before=8, stays=True),
    "table": _Form("UN Table"),
    "other": _Form("UN Other Text", align="both"),
}


@dataclass(frozen=True)
class Note:
    """A footnote: its mark, "" where Word counts it, and its text, None where it has none."""

    mark: str
    text: str | None

    def has_place_of(self, other: Note) -> bool:
        """Tell whether one reference can stand for both."""
        return self.mark == other.mark and (self.text is None) == (other.text is None)


Notes = tuple[tuple[Note | None, Note | None], ...]


@dataclass(frozen=True)
class Line:
    """A paragraph of the file: its changes, and whether its mark is new, gone or neither."""

    changes: tuple[Change, ...]
    mark: str  # "ins", "del" or ""
    styles: tuple[str, str]  # of its words, before and after
    openers: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    notes: Notes = ()  # that stand at its end
    ends: tuple[str, str] = ("", "")  # styles of the paragraphs that its mark ends

    @property
    def ends_changed(self) -> bool:
        """Whether the last thing in it comes or goes."""
        if self.notes:
            return None in self.notes[-1]
        return bool(self.changes) and self.changes[-1].kind != "same"


@dataclass(frozen=True)
class About:
    """What the file says of itself: title, language, and the symbol at the head of each page."""

    title: str
    language: str
    symbol: tuple[Change, ...]


class Stamp:
    """Numbers, author and date of the changes."""

    def __init__(self, author: str, date: str) -> None:
        self.author, self.date, self.count = author, date, 0

    def element(self, name: str) -> Any:
        self.count += 1
        return _element(name, id=str(self.count), author=self.author, date=self.date)


def packed(lines: Sequence[Line], about: About, stamp: Stamp) -> bytes:
    """The file, its changes in the order of the text."""
    import docx

    document = docx.Document(io.BytesIO(_dressed()))
    _entitle(document, about, stamp)
    notes = _FootnotePart(stamp)
    for line in lines:
        _add(document, line, stamp, notes)
    notes.join(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# paragraphs ---------------------------------------------------------------------------


def _add(document: Document, line: Line, stamp: Stamp, notes: _FootnotePart) -> None:
    was, now = (_FORMS[style].id for style in line.ends)
    paragraph = document.add_paragraph()._p
    properties = paragraph.get_or_add_pPr()
    properties.append(_element("pStyle", val=now))
    if line.mark:
        marks = _element("rPr")
        marks.append(stamp.element(line.mark))
        properties.append(marks)
    elif was != now:
        change, before = stamp.element("pPrChange"), _element("pPr")
        before.append(_element("pStyle", val=was))
        change.append(before)
        properties.append(change)
    dress = _Dress(TABLE_STYLE.replace(" ", "") if line.styles[1] == "table" else "")
    paragraph.extend(_marked(line.changes, line.openers, dress, stamp))
    for k, pair in enumerate(line.notes):
        paragraph.extend(notes.references(*pair, gap=" " if k else ""))


def _marked(
    changes: Sequence[Change],
    openers: tuple[tuple[int, int], tuple[int, int]],
    dress: _Dress,
    stamp: Stamp,
) -> Iterator[Any]:
    """Runs of a paragraph, those that come and go in elements that say so."""
    before = after = 0  # places in both texts
    for change in changes:
        if change.kind == "same":
            for piece in _pieces(change.after, (before, after), openers):
                yield _text_run(*piece, "t", dress, stamp)
        else:
            parts = [("del", "delText", change.before, before, openers[0])]
            parts.append(("ins", "t", change.after, after, openers[1]))
            for name, tag, text, place, opener in parts:
                if text:
                    marked = stamp.element(name)
                    pieces = _pieces(text, (place, place), (opener, opener))
                    marked.extend([_text_run(*piece, tag, dress, stamp) for piece in pieces])
                    yield marked
        before, after = before + len(change.before), after + len(change.after)


def _pieces(
    text: str, places: tuple[int, int], openers: tuple[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[str, bool, bool]]:
    """Part a text at the ends of the openers: a piece, and whether it was and is in italics."""
    both = list(zip(places, openers, strict=True))
    cuts = {min(max(end - place, 0), len(text)) for place, opener in both for end in opener}
    cuts |= {0, len(text)}
    for start, end in pairwise(sorted(cuts)):
        was, now = (begin <= place + start < stop for place, (begin, stop) in both)
        yield text[start:end], was, now


@dataclass(frozen=True)
class _Dress:
    """How the runs of a paragraph look besides its own style."""

    style: str = ""  # of the characters

    def properties(self, italic: bool) -> Any:
        found = _element("rPr")
        if self.style:
            found.append(_element("rStyle", val=self.style))
        if italic:
            found.append(_element("i"))
        return found


def _text_run(text: str, was: bool, now: bool, name: str, dress: _Dress, stamp: Stamp) -> Any:
    run = _element("r")
    properties = dress.properties(now)
    if was != now:
        changed = stamp.element("rPrChange")
        changed.append(dress.properties(was))
        properties.append(changed)
    if len(properties):
        run.append(properties)
    for k, piece in enumerate(text.split("\t")):
        if k:
            run.append(_element("tab"))
        if piece:
            run.append(_words(name, piece))
    return run


def _words(name: str, text: str) -> Any:
    found = _element(name)
    found.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    found.text = text
    return found


def _element(name: str, /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    found = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        found.set(f"{{{_W}}}{key}", value)
    return found


# footnotes ----------------------------------------------------------------------------


class _FootnotePart:
    """The footnotes of the file; the part itself is made when there are any."""

    def __init__(self, stamp: Stamp) -> None:
        self.stamp, self.notes = stamp, []  # type: tuple[Stamp, list[Any]]

    def references(self, before: Note | None, after: Note | None, gap: str) -> Iterator[Any]:
        """Runs with the mark of a note, which comes, goes or stays; `gap` parts it from another."""
        shown = after or before
        assert shown is not None
        kind = "" if before and after else "ins" if after else "del"
        run = _element("r")
        run.append(_raised())
        words = "delText" if kind == "del" else "t"
        if gap:
            run.append(_words(words, gap))
        if shown.text is not None:
            run.append(self._reference(before, after, shown.mark))
        if shown.mark:
            run.append(_words(words, shown.mark))
        if kind:
            marked = self.stamp.element(kind)
            marked.append(run)
            run = marked
        yield run

    def _reference(self, before: Note | None, after: Note | None, mark: str) -> Any:
        number = str(len(self.notes) + 1)
        found = _element("footnoteReference", id=number)
        if mark:
            found.set(f"{{{_W}}}customMarkFollows", "1")
        note, paragraph, head = _element("footnote", id=number), _element("p"), _element("r")
        properties = _element("pPr")
        properties.append(_element("pStyle", val="FootnoteText"))
        head.append(_raised())
        head.append(_words("t", mark) if mark else _element("footnoteRef"))
        gap = _element("r")
        gap.append(_words("t", " "))
        paragraph.extend([properties, head, gap])
        texts = [(one.text or "") if one else "" for one in (before, after)]
        paragraph.extend(_marked(differences(*texts), ((0, 0), (0, 0)), _Dress(), self.stamp))
        note.append(paragraph)
        self.notes.append(note)
        return found

    def join(self, document: Document) -> None:
        """Put the notes into a document, with the rules that part them from the text."""
        if not self.notes:
            return
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml
        from lxml import etree

        root = parse_xml(_NOTES_OPEN)
        for number, kind in _RULES:
            rule, paragraph, run = (
                _element("footnote", type=kind, id=number),
                _element("p"),
                _element("r"),
            )
            run.append(_element(kind))
            paragraph.append(run)
            rule.append(paragraph)
            root.append(rule)
        root.extend(self.notes)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, data, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        said = _element("footnotePr")
        said.extend([_element("footnote", id=number) for number, _ in _RULES])
        settings = document.settings.element
        after = settings.find(f"{{{_W}}}compat")
        settings.append(said) if after is None else after.addprevious(said)


def _raised() -> Any:
    found = _element("rPr")
    found.append(_element("rStyle", val="FootnoteReference"))
    return found


# styles -------------------------------------------------------------------------------


@cache
def _dressed() -> bytes:
    """An empty file with its styles, made once."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    for kind, form in _FORMS.items():
        _add_style(document, kind, form)
    _add_footnote_styles(document)
    document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.CHARACTER)
    _lay_out(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _entitle(document: Document, about: About, stamp: Stamp) -> None:
    """Write what the file is: for programs, and above each page but the first."""
    for language in document.styles.element.iter(f"{{{_W}}}lang"):
        language.set(f"{{{_W}}}val", _LANGUAGES.get(about.language, "en-GB"))
    head = document.sections[0].header.paragraphs[0]._p
    head.extend(_marked(about.symbol, ((0, 0), (0, 0)), _Dress(), stamp))
    said = document.core_properties
    said.author, said.comments, said.title = "unres-research", "", about.title[:255]


def _add_style(document: Document, kind: str, form: _Form) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    style = document.styles.add_style(form.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold = Pt(form.size), kind in _BOLD or None
    place = style.paragraph_format
    place.space_before, place.space_after = Pt(form.before), Pt(form.after)
    place.left_indent, place.first_line_indent = Cm(form.left), Cm(form.first)
    place.keep_with_next, place.alignment = form.stays, _alignments()[form.align]
    if form.align == "both":
        place.tab_stops.add_tab_stop(Cm(max(form.left, 2 * _STEP)))


@cache
def _alignments() -> dict[str, Any]:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    sides = WD_ALIGN_PARAGRAPH
    return {"left": sides.LEFT, "right": sides.RIGHT, "both": sides.JUSTIFY}


def _add_footnote_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = document.styles["Normal"], Pt(9)
    text.paragraph_format.space_after = Pt(2)
    text.element.set(f"{{{_W}}}styleId", "FootnoteText")
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True
    mark.element.set(f"{{{_W}}}styleId", "FootnoteReference")


def _lay_out(document: Document) -> None:
    """A sheet of A4; from the second on the symbol stands above the text; the page below."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.3)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    for foot in (section.footer, section.first_page_footer):
        paragraph = foot.paragraphs[0]
        paragraph.alignment = _alignments()["right"]
        field, run = _element("fldSimple", instr=" PAGE "), _element("r")
        run.append(_words("t", "1"))
        field.append(run)
        paragraph._p.append(field)
