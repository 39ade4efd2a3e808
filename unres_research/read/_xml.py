"""Read Akoma Ntoso XML (AKN4UN), as the United Nations publishes resolutions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from unres_research import symbols
from unres_research._inputs import day_of
from unres_research._names import GENERAL_ASSEMBLY, LANGUAGES, SECURITY_COUNCIL
from unres_research.errors import UnresError
from unres_research.read._kinds import Shown
from unres_research.read._lines import BOLD, ITALIC, MARK, Line, clean
from unres_research.read._structure import compose
from unres_research.read._subjects import of_document
from unres_research.read._text import beginning, decode, wide_encoding
from unres_research.read._title_block import agenda_items, committee_of, split_names
from unres_research.records import Issue, Resolution, Subject, Vote

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_NS = f"{{{NAMESPACE}}}"
_DIALECTS = re.compile(  # drafts of the standard, older versions, or none
    rf"{re.escape(NAMESPACE)}(?:/[A-Z]+\d+)?|http://www\.akomantoso\.org/[12]\.0|"
)
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 20_000_000
MAX_LINKS = 5_000  # in one paragraph
MAX_STEPS = 500_000  # elements looked at; nested ones may be several times
MAX_PIECES = 5_000  # elements of a title or label, and characters of each
_SAID_WIDE = re.compile(  # by programs that make text first, and then write it as UTF-8
    rb"\A(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]{0,99}encoding\s*=\s*[\"']UTF-?16(?:LE|BE)?[\"'][^>]{0,99}>",
    re.IGNORECASE,
)
_SHOWN = Shown(italics=True, preamble=True)
_LANGUAGES = {code: language for language, codes in LANGUAGES.items() for code in codes}
_ORGANS = {"ga": GENERAL_ASSEMBLY, "sc": SECURITY_COUNCIL}
_HEADING_CLASSES = {"H1", "H23", "H4", "HCh", "HM"}
_HEADER_TAGS = (
    "coverPage preface component FRBRauthor FRBRlanguage FRBRdate voting step keyword docNumber "
    "docTitle docDate docProponent inline authorialNote"
)
_HEADER = [f"{_NS}{name}" for name in _HEADER_TAGS.split()]
_NO_TEXT = {f"{_NS}{name}" for name in ("num", "subheading", "list", "sublist", "table")}
_NOTE, _SUP, _LINK = f"{_NS}authorialNote", f"{_NS}sup", f"{_NS}a"
_SPAN = f"{_NS}span"
_ENDS_WORDS = {f"{_NS}p", f"{_NS}eol"}
_WITH_NUMERAL = ("section", "part", "title", "subsection")
_LETTER = re.compile(r"\(|[^\W\d]{1,4}\)$")  # "(a)", or "a)" as French prints it


def is_akn(data: bytes) -> bool:
    """Tell whether bytes look like Akoma Ntoso; `parse` looks closer."""
    return "akomaNtoso" in beginning(data)


def parse(data: bytes) -> Resolution:
    """Read Akoma Ntoso as the United Nations marks up resolutions; collections are one record."""
    try:
        return _Reader(_root(data)).record()
    except RecursionError:
        raise UnresError(
            "found elements that are nested too deep, expected a resolution, whose "
            "paragraphs have at most a few levels"
        ) from None


def _root(data: bytes) -> _Element:
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise UnresError(f"found {len(data):,} bytes of XML, expected at most {MAX_BYTES:,}")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_narrow(data), parser)
    except etree.XMLSyntaxError as error:
        raise UnresError(
            f"found XML that is not well formed ({error}), expected an Akoma Ntoso document; "
            "download the file again"
        ) from None
    namespace, _, name = str(root.tag).removeprefix("{").rpartition("}")
    if name != "akomaNtoso":
        raise UnresError(
            f"found a <{name}> document, expected <akomaNtoso>; "
            "give the XML file of a resolution as the United Nations publishes it"
        )
    if not _DIALECTS.fullmatch(namespace):
        raise UnresError(
            f"found <akomaNtoso> in the namespace {namespace!r:.200}, expected {NAMESPACE} or "
            "another of Akoma Ntoso; give the XML file as the United Nations publishes it"
        )
    if namespace != NAMESPACE:
        _rename(root, f"{{{namespace}}}" if namespace else "")
    return root


def _rename(root: _Element, prefix: str) -> None:
    """Put the elements of another dialect into the namespace of the standard."""
    for element in root.iter():
        tag = element.tag
        if isinstance(tag, str) and tag.startswith(prefix) and (prefix or "{" not in tag):
            element.tag = _NS + tag[len(prefix) :]


def _narrow(data: bytes) -> bytes:
    """XML in UTF-16 or UTF-32 as UTF-8, without its declaration; nor does UTF-8 say UTF-16."""
    if not wide_encoding(data):
        return _SAID_WIDE.sub(b"", data, count=1)
    return re.sub(r"\A\s*<\?xml\b[^>]*>", "", decode(data)[0]).encode()


# the header ---------------------------------------------------------------------------


class _Header:
    """What is said about the document: elements of its cover and metadata, found in one pass."""

    def __init__(self, root: _Element) -> None:
        self.found: dict[str, list[_Element]] = defaultdict(list)
        for element in root.iter(*_HEADER):
            self.found[element.tag[len(_NS) :]].append(element)
        code = self._get("FRBRlanguage", "language", parent="FRBRExpression")
        self.language = _LANGUAGES.get(code, code[:2])
        author = self._get("FRBRauthor", "href", parent="FRBRWork")
        self.organ = _ORGANS.get(author, GENERAL_ASSEMBLY)

    def all(self, tag: str, /, parent: str = "", inside: str = "", **wanted: str) -> list[_Element]:
        """Elements of a name with these attributes, below a parent or inside another."""
        return [
            e
            for e in self.found[tag]
            if all(e.get(key) == value for key, value in wanted.items())
            and (not parent or e.getparent().tag == f"{_NS}{parent}")
            and (not inside or next(e.iterancestors(f"{_NS}{inside}"), None) is not None)
        ]

    def _get(self, tag: str, attribute: str, /, **where: str) -> str:
        """Attribute of the first such element; "" when there is none."""
        return next((e.get(attribute) or "" for e in self.all(tag, **where)), "")

    def _cover(self, tag: str, /, **wanted: str) -> Iterator[str]:
        texts = map(_text, self.all(tag, inside="coverPage", **wanted))
        return (text for text in texts if text)

    def about(self) -> dict[str, Any]:
        """Everything that is said, as arguments of `Resolution`."""
        number = next(iter(self.all("docNumber", inside="coverPage", refersTo="#symbol")), None)
        symbol = symbols.normalise(_text(number)) if number is not None else None
        origin, committee = self._origin()
        vote, adoption = self._vote()
        steps = {step.get("outcome"): step for step in reversed(self.all("step", "workflow"))}
        draft, more = steps.get("draftResolution"), steps.get("draftResolutionAdditionalSponsors")
        titles = map(_text, self.all("docTitle", inside="preface", refersTo="#resolutionTitle"))
        return {
            "symbol": symbol,
            "title": next(filter(None, titles), ""),
            "organ": self.organ,
            "language": self.language,
            "session": symbols.parse(symbol).session if symbol else None,
            "agenda_items": agenda_items(" and ".join(self._cover("inline", name="agenda item"))),
            "agenda_titles": tuple(self._cover("inline", name="agenda item name")),
            "adopted_on": _date(self._get("FRBRdate", "date", name="adoption")),
            "distributed_on": _date(self._get("docDate", "date", inside="coverPage")),
            "origin": origin,
            "committee": committee,
            "draft_symbols": _drafts(draft, origin),
            "sponsors": split_names(_by(draft)),
            "additional_sponsors": split_names(_by(more)),
            "vote": vote,
            "adoption": adoption,
            "subjects": self._subjects(),
        }

    def _origin(self) -> tuple[str | None, str | None]:
        for element in self.all("docProponent", inside="coverPage")[:1]:
            origin = _text(element).strip("[]").strip() or None
            return origin, committee_of(f"{element.get('refersTo', '')} {origin or ''}")
        return None, None

    def _vote(self) -> tuple[Vote | None, str | None]:
        """The recorded vote, and how the resolution was adopted."""
        voting = next(iter(self.all("voting", "parliamentary")), None)
        if voting is None:
            return None, None
        counts = {c.get("refersTo", "").strip("#"): c.get("value") for c in voting}
        numbers = [_whole(counts.get(key)) for key in ("inFavour", "against", "abstaining")]
        outcome = voting.get("outcome", "")
        if any(numbers):
            return Vote(*numbers), "recorded vote"
        found = re.search(r"\b([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})\b", outcome)
        if found:
            return Vote(*map(int, found.groups())), "recorded vote"
        if re.search("without ?vote", outcome, re.IGNORECASE):
            return None, "without a vote"
        return None, "recorded vote" if "RecordedVote" in outcome else None

    def _subjects(self) -> tuple[Subject, ...]:
        keywords = self.all("keyword", "classification")
        return of_document(
            (k.get("showAs") or k.get("value") or "", k.get("dictionary") or "")
            for k in keywords
            if not k.get("refersTo")
        )


def _text(element: _Element) -> str:
    """Text of an element on one line, footnotes left out."""
    if not len(element):
        return clean((element.text or "")[:MAX_PIECES])
    return clean("".join(_gather(element, [])))


def _gather(element: _Element, pieces: list[str]) -> list[str]:
    """Collect the texts in an element; what a cover or a label holds is short."""
    if len(pieces) > MAX_PIECES:
        raise UnresError(f"found more than {MAX_PIECES:,} elements in a heading or label")
    pieces.append((element.text or "")[:MAX_PIECES])
    for child in element:
        if child.tag != f"{_NS}authorialNote":
            _gather(child, pieces)
        pieces.append((child.tail or "")[:MAX_PIECES])
    return pieces


def _date(text: str) -> str | None:
    return text if day_of(text) else None


def _drafts(step: _Element | None, origin: str | None) -> tuple[str, ...]:
    texts = [step.get("as") or "" if step is not None else "", origin or ""]
    pattern = r"A/[\w.\-/]{0,40}L\.\d{1,4}(?:/Rev\.\d{1,2})?"
    found = [m for text in texts for m in re.findall(pattern, text)]
    return tuple(dict.fromkeys(found))


def _by(step: _Element | None) -> str:
    return clean(step.get("by") or "") if step is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else 0


# the text -----------------------------------------------------------------------------


class _Reader:
    """Walks through a document and gathers its lines, and the footnotes on the way."""

    def __init__(self, root: _Element) -> None:
        self.root, self.header = root, _Header(root)
        self.lines: list[Line] = []
        self.notes: dict[str, Line] = {}
        self.issues: list[Issue] = []
        self.characters = self.steps = 0
        self.note_marks = {n.get("marker") for n in self.header.found["authorialNote"]}

    def record(self) -> Resolution:
        components = self.header.all("component", "components")
        for component in components:
            for preface in component.iter(f"{_NS}preface"):
                self._component(preface)
            self._document(component)
        if not components:
            self._document(self.root)
        about = self.header.about()
        where = {name: about[name] for name in ("organ", "language", "symbol")}
        text = compose(self.lines, self.notes, shown=_SHOWN, **where)
        text["issues"] += tuple(self.issues)
        return Resolution(kind="resolution", **about, **text)

    def _add(self, text: str, hint: str, label: str | None = None) -> None:
        self.lines.append(Line([(text, 0)], hint, label))

    def _component(self, preface: _Element) -> None:
        letter, title = (
            next(filter(None, map(_text, preface.iter(f"{_NS}{name}"))), "")
            for name in ("docNumber", "docTitle")
        )
        self._add(f"{letter} {title}", "component", letter)

    def _document(self, root: _Element) -> None:
        for preface in root.iter(f"{_NS}preface"):
            for note in preface.iter(f"{_NS}authorialNote"):
                self._note(note)
        for element in root.iter(f"{_NS}preamble", f"{_NS}mainBody", f"{_NS}attachment"):
            if element.tag == f"{_NS}attachment":
                self._add("", "annex")
            else:
                self._walk(element, element.tag == f"{_NS}preamble")

    def _walk(self, element: _Element, preamble: bool) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise UnresError(f"found more than {MAX_STEPS:,} elements, expected a resolution")
        for child in element:
            self._block(child, preamble)

    def _block(self, element: _Element, preamble: bool) -> None:
        name = element.tag[len(_NS) :]
        if name == "paragraph":
            self._paragraph(element)
        elif name in ("point", "item"):
            self._point(element)
        elif name == "table":
            self._table(element)
        elif name == "crossHeading":
            self._line(element, "preambular")
        elif name in ("p", "listIntroduction"):
            if not self._numeral(element):  # <section><p><num>I</num></p>
                self._line(element, "preambular" if preamble else "plain")
        elif name in ("heading", "subheading"):
            self._line(element, "heading")
        elif name not in ("formula", "num", "meta"):
            if name in _WITH_NUMERAL:
                self._numeral(element)
            self._walk(element, preamble)

    def _numeral(self, element: _Element) -> bool:
        number = element.find(f"{_NS}num")
        if number is not None and (numeral := _text(number)):
            self._add("", "heading", numeral.rstrip("."))
        return number is not None

    def _paragraph(self, element: _Element) -> None:
        number = element.find(f"{_NS}num")
        label = _text(number).rstrip(". –-") if number is not None else None
        style = element.get("class") or ""
        for child in element:
            name = child.tag[len(_NS) :]
            if name in ("subheading", "heading"):
                if label and not label[0].isdecimal():
                    self._add("", "heading", label)
                    label = None
                self._line(child, "heading")
            elif name in ("content", "p"):
                for line in [child] if name == "p" else _lines(child):
                    self._content(line, label, style)
                    label = None
            elif name == "list":
                self._list(child, label)
                label = None
            elif name != "num":
                self._block(child, False)
        if label:
            self._add("", "heading", label)

    def _content(self, element: _Element, label: str | None, style: str) -> None:
        if element.tag == f"{_NS}table":
            return self._table(element)
        for sub in element.iterchildren(f"{_NS}subheading"):
            self._line(sub, "heading")
        hint = "plain"
        if label:
            lettered = "item" if _LETTER.match(label) else "heading"
            hint = "numbered" if label[0].isdecimal() else lettered
        elif style.startswith("Footnote"):
            hint = "table"
        elif style in _HEADING_CLASSES:
            hint = "heading"
        self._line(element, hint, label)

    def _list(self, element: _Element, label: str | None) -> None:
        lettered = bool(label and _LETTER.match(label))
        hint = "item" if lettered else "numbered" if label else "plain"
        for child in element:
            name = child.tag[len(_NS) :]
            if name == "intro":
                self._line(child, hint, label, 1 if lettered else None)
            elif name in ("point", "sublist", "list"):
                self._points(child, 2 if lettered else 1)

    def _points(self, element: _Element, depth: int) -> None:
        name = element.tag[len(_NS) :]
        if name in ("sublist", "list"):
            for child in element:
                self._points(child, depth + 1)
        elif name == "point":
            self._point(element, depth)
            for child in element.iterchildren(f"{_NS}sublist", f"{_NS}list"):
                self._points(child, depth)

    def _point(self, element: _Element, depth: int | None = None) -> None:
        number = element.find(f"{_NS}num")
        label = _text(number) if number is not None else "•"
        for child in element.iterchildren(f"{_NS}content", f"{_NS}p"):
            self._line(child, "item", label, depth)

    def _table(self, element: _Element) -> None:
        line = Line(hint="table")
        for cell in element.iter(f"{_NS}td", f"{_NS}th"):
            line.add_cell(self._read(cell, Line()))
        self.lines.append(line)

    def _line(
        self, element: _Element, hint: str, label: str | None = None, depth: int | None = None
    ) -> None:
        self.lines.append(self._read(element, Line((), hint, label, depth)))

    def _read(self, element: _Element, line: Line) -> Line:
        self._inline(element, line, 0)
        self._count(line)
        return line

    def _count(self, line: Line) -> None:
        """Bound what is read: text that stands in nested elements is read at each level."""
        self.characters += sum([len(text) for text, _ in line.runs])
        if self.characters > MAX_CHARACTERS or len(line.places) > MAX_LINKS:
            raise UnresError(
                f"found more than {MAX_CHARACTERS:,} characters of text, or more than "
                f"{MAX_LINKS:,} links in one paragraph, expected a resolution"
            )

    def _inline(self, element: _Element, line: Line, style: int) -> None:
        self.steps += 1 + len(element)
        if self.steps > MAX_STEPS:
            raise UnresError(f"found more than {MAX_STEPS:,} elements, expected a resolution")
        runs, tag, text = line.runs, element.tag, element.text
        style |= _style(element.get("class"))
        first = len(runs)
        if text:
            runs.append((text, style))
        for child in element:
            name, tail = child.tag, child.tail
            if name == _SPAN and not len(child):  # most are
                if inner := child.text:
                    runs.append((inner, style | _style(child.get("class"))))
            elif name == _NOTE:
                runs.append((self._note(child), MARK))
            elif name == _SUP and (marks := self._repeated(child)):
                runs += [(mark, MARK) for mark in marks]
            elif name not in _NO_TEXT:
                self._inline(child, line, style)
            if tail:
                runs.append((tail, style))
        if tag == _LINK and element.get("href"):
            line.places.append((first, len(runs), element.get("href", "")))
        elif tag in _ENDS_WORDS:
            runs.append((" ", 0))

    def _note(self, element: _Element) -> str:
        mark = clean(element.get("marker") or "*")
        line = Line()
        for child in element:
            self._inline(child, line, 0)
        self._count(line)
        known = self.notes.setdefault(mark, line)
        if known is not line and line.text and line.text != known.text:
            self.issues.append(Issue("repeated-footnote", f"two footnotes are marked {mark}"))
        return mark

    def _repeated(self, element: _Element) -> list[str]:
        """Marks of a superscript that repeats earlier footnotes; [] for other superscripts."""
        marks = re.split(r"[,\s]+", _text(element))
        if all(m in self.note_marks or re.fullmatch("[a-z*]?", m) for m in marks):
            return [m for m in marks if m]
        return []


@lru_cache(maxsize=1_000)
def _style(named: str | None) -> int:
    """Style that a class names, as "italic" and "boldItalic" do."""
    named = named or ""
    return (ITALIC if "italic" in named else 0) | (BOLD if "bold" in named else 0)


def _lines(content: _Element) -> Iterable[_Element]:
    return list(content.iterchildren(f"{_NS}p", f"{_NS}table")) or [content]
