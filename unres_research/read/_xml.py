"""Read Akoma Ntoso XML (AKN4UN), as the United Nations publishes resolutions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from unres_research import symbols
from unres_research.errors import UnresError
from unres_research.read import openers
from unres_research.read._kinds import item_label
from unres_research.read._structure import Block, assemble
from unres_research.records import Footnote, Issue, Resolution, Subject, Vote

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_NS = f"{{{NAMESPACE}}}"
MAX_BYTES = 64 * 1024 * 1024
MAX_CHARACTERS = 20_000_000
MAX_LINKS = 5_000  # in one paragraph
MAX_STEPS = 500_000  # elements looked at; nested ones may be several times
MAX_PIECES = 5_000  # elements of a title or label, and characters of each
_LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "zho": "zh"}
_LANGUAGES |= {"chi": "zh", "ara": "ar"}
_COMMITTEES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
_COMMITTEE_NAMES = (
    (" ".join(_COMMITTEES), "Committee"),
    ("Première Deuxième Troisième Quatrième Cinquième Sixième", "Commission"),
    ("Primera Segunda Tercera Cuarta Quinta Sexta", "Comisión"),
)
_NO_COMMITTEE = re.compile(
    "noMainCommittee|without reference to a Main Committee|sans renvoi à une grande commission"
    "|sin remisión previa a una Comisión Principal",
    re.IGNORECASE,
)
_ORGANS = {"ga": "General Assembly", "sc": "Security Council"}
_HEADING_CLASSES = {"H1", "H23", "H4", "HCh", "HM"}
_HYPHENS = {
    0x2010: "-",
    0x2011: "-",
    0x00AD: None,
    0x200B: None,
    0x200E: None,
    0x200F: None,
    0xFEFF: None,
}
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذض"  # order of the letters in Arabic lists
_CYRILLIC = str.maketrans("асеох", "aceox")
_DOUBLE_NAMES = (
    "Antigua and Barbuda",
    "Bosnia and Herzegovina",
    "Saint Kitts and Nevis",
    "Saint Vincent and the Grenadines",
    "Sao Tome and Principe",
    "Trinidad and Tobago",
    "Great Britain and Northern Ireland",
    "Grande-Bretagne et d’Irlande du Nord",
    "Grande-Bretagne et d'Irlande du Nord",
    "Gran Bretaña e Irlanda del Norte",
    "Antigua y Barbuda",
    "Bosnia y Herzegovina",
    "Saint Kitts y Nevis",
    "San Vicente y las Granadinas",
    "Santo Tomé y Príncipe",
    "Trinidad y Tobago",
    "Trinidad y Tabago",
)
_AND = {"en": "and", "fr": "et", "es": "[ye]"}


_LETTER = re.compile(r"\(|[^\W\d]{1,4}\)$")  # "(a)", or "a)" as French prints it


def is_akn(data: bytes) -> bool:
    """Tell whether bytes look like an Akoma Ntoso document.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    bool
        True when "akomaNtoso" stands in the first 4,096 bytes; `parse` looks closer.

    Examples
    --------
    >>> is_akn(b"<akomaNtoso/>"), is_akn(b"Dear Sir,")
    (True, False)
    """
    return b"akomaNtoso" in data[:4096]


def parse(data: bytes) -> Resolution:
    """Read one Akoma Ntoso document.

    Parameters
    ----------
    data : bytes
        The XML file, at most 64 MiB. Entities are not expanded and nothing is fetched.

    Returns
    -------
    Resolution
        Without `source`, which `unres_research.load` adds. Collections ("74/250 A-B")
        are one record whose parts are "A", "B". What the document does not hold is empty.

    Raises
    ------
    UnresError
        When the bytes are too many, are not well-formed XML, are another kind of document
        or are nested too deep, or when the printed symbol is none.

    Notes
    -----
    Made for resolutions as the United Nations marks them up (AKN4UN). Laws and reports in
    Akoma Ntoso are read without complaint, but their structure is not understood.

    Examples
    --------
    >>> data = (f"<akomaNtoso xmlns='{NAMESPACE}'><mainBody><paragraph><num>1.</num>"
    ...     "<content><p>Decides to meet.</p></content></paragraph></mainBody></akomaNtoso>")
    >>> [(p.id, p.text) for p in parse(data.encode())]
    [('OP1', 'Decides to meet.')]
    >>> parse(b"<html/>")
    Traceback (most recent call last):
    unres_research.errors.UnresError: found a <html> document, expected <akomaNtoso>; ...
    """
    try:
        return _read(_root(data))
    except RecursionError:
        raise UnresError(
            "found elements that are nested too deep, expected a resolution, whose "
            "paragraphs have at most a few levels"
        ) from None


def _read(root: _Element) -> Resolution:
    reader = _Reader(root)
    paragraphs, annexes, issues = assemble(reader.blocks())
    if not paragraphs:
        raise UnresError("found no paragraph, expected a resolution; download the file again")
    cover = _cover(root)
    symbol = cover.pop("symbol")
    cites = [c for p in paragraphs for c in p.cites]
    cites += [c for note in reader.notes.values() for c in reader.cites_of_note[note.mark]]
    return Resolution(
        symbol=symbol,
        kind="resolution",
        paragraphs=paragraphs,
        annexes=annexes,
        footnotes=tuple(reader.notes.values()),
        cites=symbols.distinct(c for c in cites if c != symbol),
        issues=issues + tuple(reader.issues),
        **cover,
    )


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
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnresError(
            f"found XML that is not well formed ({error}), expected an Akoma Ntoso document; "
            "download the file again"
        ) from None
    if root.tag != f"{_NS}akomaNtoso":
        name = re.sub(r"\{.*\}", "", str(root.tag))
        raise UnresError(
            f"found a <{name}> document, expected <akomaNtoso>; "
            "give the XML file of a resolution as the United Nations publishes it"
        )
    return root


# the header ---------------------------------------------------------------------------


def _cover(root: _Element) -> dict[str, Any]:
    """Everything that is said about the document, as arguments of `Resolution`."""
    number = _first(root, "coverPage//a:docNumber[@refersTo='#symbol']")
    symbol = symbols.normalise(_text(number)) if number is not None else None
    author = _first(root, "meta//a:FRBRWork/a:FRBRauthor")
    organ = _ORGANS.get(author.get("href") if author is not None else "", "General Assembly")
    origin, committee = _origin(root)
    vote, adoption = _vote(root)
    names = {step.get("outcome"): step for step in reversed(_all(root, "workflow/a:step"))}
    return {
        "symbol": symbol,
        "title": _title(root),
        "organ": organ,
        "language": _language(root),
        "session": symbols.parse(symbol).session if symbol and organ == _ORGANS["ga"] else None,
        "agenda_items": _agenda_items(root),
        "agenda_titles": tuple(_texts(root, "coverPage//a:inline[@name='agenda item name']")),
        "adopted_on": _date(root, "FRBRdate[@name='adoption']"),
        "distributed_on": _date(root, "coverPage//a:docDate"),
        "origin": origin,
        "committee": committee,
        "draft_symbols": _drafts(names.get("draftResolution"), origin),
        "sponsors": split_names(_by(names.get("draftResolution"))),
        "additional_sponsors": split_names(_by(names.get("draftResolutionAdditionalSponsors"))),
        "vote": vote,
        "adoption": adoption,
        "subjects": _subjects(root),
    }


def _all(root: _Element, path: str) -> list[_Element]:
    return root.xpath(f".//a:{path}", namespaces={"a": NAMESPACE})


def _first(root: _Element, path: str) -> _Element | None:
    return next(iter(_all(root, path)), None)


def _texts(root: _Element, path: str) -> Iterator[str]:
    return (text for text in map(_text, _all(root, path)) if text)


def _text(element: _Element) -> str:
    """Text of an element on one line, footnotes left out."""
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


def clean(text: str) -> str:
    r"""Put a text on one line, in one spelling.

    White space is folded, special hyphens are made plain, soft hyphens and zero-width
    spaces dropped, and letters with separate accents composed (Unicode NFC).

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> clean(" non\u2011binding\xa0 text ")
    'non-binding text'
    >>> clean("El Nin\u0303o") == "El Ni\xf1o"
    True
    """
    return " ".join(_spell(text).split())


def _spell(text: str) -> str:
    """Compose accents (NFC) and make special hyphens plain: the one spelling of all readers."""
    return unicodedata.normalize("NFC", text).translate(_HYPHENS)


def _title(root: _Element) -> str:
    return next(_texts(root, "preface//a:docTitle[@refersTo='#resolutionTitle']"), "")


def _language(root: _Element) -> str:
    element = _first(root, "FRBRExpression/a:FRBRlanguage")
    code = element.get("language", "") if element is not None else ""
    return _LANGUAGES.get(code, code[:2])


def _date(root: _Element, path: str) -> str | None:
    element = _first(root, path)
    date = element.get("date") if element is not None else None
    try:
        return datetime.strptime(date or "", "%Y-%m-%d").date().isoformat()
    except ValueError:
        return None


def _agenda_items(root: _Element) -> tuple[str, ...]:
    printed = " and ".join(_texts(root, "coverPage//a:inline[@name='agenda item']"))
    return agenda_items(printed)


def agenda_items(printed: str) -> tuple[str, ...]:
    """Read the numbers out of a line such as "Agenda items 13 and 71 (b)".

    Parameters
    ----------
    printed : str
        In any official language.

    Returns
    -------
    tuple of str
        Each item once, in order, written as in English: "97 a)" is "97 (a)".

    Examples
    --------
    >>> agenda_items("Agenda items 18 (a) and (b), 20 and 117")
    ('18 (a)', '18 (b)', '20', '117')
    """
    items: list[str] = []
    text = re.sub(r"\((\w) (\w)\)", r"(\1\2)", printed.replace("\u0640", ""))  # Arabic
    for number, label in re.findall(r"(\d+)?[ \xa0]*((?<![^\W\d])\(?[^\W\d]{1,3}\))?", text):
        letter = f"({_latin(label.strip('()'))})" if label else ""
        if number:
            items.append(f"{number} {letter}".strip())
        elif letter and items:
            items.append(f"{items[-1].split()[0]} {letter}")
    return tuple(dict.fromkeys(items))


def _latin(letters: str) -> str:
    """Spell the letters of a sub-item in Latin: Arabic has its own, Russian mixes two alphabets.

    >>> _latin("\u0430"), _latin("\u0628\u0628")
    ('a', 'bb')
    """
    if all(letter in _ABJAD for letter in letters):
        return "".join(chr(97 + _ABJAD.index(letter)) for letter in letters)
    return letters.translate(_CYRILLIC)


def _origin(root: _Element) -> tuple[str | None, str | None]:
    element = _first(root, "coverPage//a:docProponent")
    if element is None:
        return None, None
    origin = _text(element).strip("[]").strip() or None
    return origin, committee_of(f"{element.get('refersTo', '')} {origin or ''}")


def committee_of(text: str) -> str | None:
    """Name the Main Committee in a note such as "on the report of the Second Committee".

    Parameters
    ----------
    text : str
        In English, French or Spanish.

    Returns
    -------
    str or None
        "First" to "Sixth", "Plenary" without reference to one; None when none is named.

    Examples
    --------
    >>> committee_of("without reference to a Main Committee (A/78/L.49)")
    'Plenary'
    >>> committee_of("on the report of the Special Political and Decolonization Committee "
    ...     "(Fourth Committee) (A/75/420, para. 33)")
    'Fourth'
    """
    if _NO_COMMITTEE.search(text):
        return "Plenary"
    for names, noun in _COMMITTEE_NAMES:
        found = re.search(rf"\b({names.replace(' ', '|')})\s*{noun}\b", text, re.IGNORECASE)
        if found:
            return _COMMITTEES[names.lower().split().index(found.group(1).lower())]
    return None


def _drafts(step: _Element | None, origin: str | None) -> tuple[str, ...]:
    texts = [step.get("as") or "" if step is not None else "", origin or ""]
    pattern = r"A/[\w.\-/]{0,40}L\.\d{1,4}(?:/Rev\.\d{1,2})?"
    found = [m for text in texts for m in re.findall(pattern, text)]
    return tuple(dict.fromkeys(found))


def _by(step: _Element | None) -> str:
    return clean(step.get("by") or "") if step is not None else ""


def split_names(printed: str, language: str = "en") -> tuple[str, ...]:
    """Split a printed list of sponsors into names.

    Commas and "and" inside parentheses or inside the name of a State do not split;
    "submitted by the" is dropped, the office that submitted is kept.

    Parameters
    ----------
    printed : str
    language : {"en", "fr", "es"}
        Of the list.

    Returns
    -------
    tuple of str
        In order of the list.

    Examples
    --------
    >>> split_names("Iran (Islamic Republic of), Trinidad and Tobago and Zambia")
    ('Iran (Islamic Republic of)', 'Trinidad and Tobago', 'Zambia')
    >>> split_names("submitted by the President of the General Assembly")
    ('President of the General Assembly',)
    >>> split_names("Antigua-et-Barbuda, France et Pérou", "fr")
    ('Antigua-et-Barbuda', 'France', 'Pérou')
    """
    if not printed:
        return ()
    office = re.match(r"(?i:submitted|introduced in the Committee) (?i:by (?:the )?)(.+)", printed)
    if office:
        return (office.group(1),)
    text = " ".join(re.sub("[\x00-\x02]", "", printed).split())
    for number, name in enumerate(_DOUBLE_NAMES):
        text = re.sub(re.escape(name), f"\x00{number}\x00", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\([^()]*\)", lambda m: m.group().replace(",", "\x01").replace(" ", "\x02"), text
    )
    conjunction = _AND.get(language, "and")
    names = re.split(rf",\s+(?:{conjunction}\s+)?|\s+{conjunction}\s+", text)
    return tuple(filter(None, map(_restore, names)))


def _restore(name: str) -> str:
    name = name.replace("\x01", ",").replace("\x02", " ")
    return re.sub("\x00(\\d+)\x00", lambda m: _DOUBLE_NAMES[int(m.group(1))], name).strip()


def _vote(root: _Element) -> tuple[Vote | None, str | None]:
    """The recorded vote, and how the resolution was adopted."""
    voting = _first(root, "parliamentary/a:voting")
    if voting is None:
        return None, None
    counts = {c.get("refersTo", "").strip("#"): c.get("value") for c in voting if c.get("value")}
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


def _whole(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\s*[0-9]{1,6}\s*", text) else 0


def _subjects(root: _Element) -> tuple[Subject, ...]:
    found = {}
    for keyword in _all(root, "classification/a:keyword"):
        source = clean(keyword.get("dictionary") or "")
        term = clean(keyword.get("showAs") or keyword.get("value") or "")
        if term and not keyword.get("refersTo") and source in ("UNBIS Thesaurus", "DHLAUTH"):
            found[term, source] = Subject(term, source)
    return tuple(found.values())


# the text -----------------------------------------------------------------------------


@dataclass
class _Line:
    """A run of text under construction, white space folded as it grows."""

    bold_leads: bool = False  # Chinese has no italics: openers are set in bold
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    italics: list[tuple[int, int]] = field(default_factory=list)
    bolds: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def add(self, piece: str) -> None:
        piece = re.sub(r"\s+", " ", _spell(piece))
        if not self.pieces or self.pieces[-1].endswith(" "):
            piece = piece.lstrip(" ")
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)

    @property
    def text(self) -> str:
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""

    @property
    def lead(self) -> str | None:
        """The leading words in italics (bold in Chinese), over several spans if need be."""
        text, end = self.text, 0
        for start, stop in self.bolds if self.bold_leads else self.italics:
            if text[end:start].strip():
                break
            end = stop
        lead = text[:end].strip(" ,;:.–—，；：。、")
        return lead or None

    @property
    def all_bold(self) -> bool:
        bold = sum(b - a for a, b in self.bolds)
        return bool(self.text.strip()) and bold >= 0.9 * len(self.text.strip())

    @property
    def all_italic(self) -> bool:
        return sum(b - a for a, b in self.italics) >= len(self.text.strip()) > 0


class _Reader:
    """Walks through a document and yields its blocks; gathers the footnotes on the way."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.organ = _ORGANS["sc"] if _is_council(root) else _ORGANS["ga"]
        self.language = _language(root)
        self.notes: dict[str, Footnote] = {}
        self.cites_of_note: dict[str, tuple[str, ...]] = {}
        self.issues: list[Issue] = []
        self.characters = self.steps = 0
        self.note_marks = {n.get("marker") for n in root.iter(f"{_NS}authorialNote")}

    def blocks(self) -> Iterator[Block]:
        components = _all(self.root, "components/a:component")
        if not components:
            yield from self._document(self.root)
        for component in components:
            for preface in component.iter(f"{_NS}preface"):
                yield self._component(preface)
            yield from self._document(component)

    def _component(self, preface: _Element) -> Block:
        letter = next(_texts(preface, "docNumber"), "")
        title = next(_texts(preface, "docTitle"), "")
        return Block(f"{letter} {title}".strip(), "component", letter)

    def _document(self, root: _Element) -> Iterator[Block]:
        for note in _all(root, "preface//a:authorialNote"):
            self._note(note)
        for element in root.iter(f"{_NS}preamble", f"{_NS}mainBody", f"{_NS}attachment"):
            if element.tag == f"{_NS}attachment":
                yield Block("", "annex")
            else:
                yield from self._walk(element, element.tag == f"{_NS}preamble")

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise UnresError(f"found more than {MAX_STEPS:,} elements, expected a resolution")

    def _walk(self, element: _Element, preamble: bool) -> Iterator[Block]:
        self._step()
        for child in element:
            yield from self._block(child, preamble)

    def _block(self, element: _Element, preamble: bool) -> Iterator[Block]:
        name = str(element.tag).removeprefix(_NS)
        if name in ("formula", "num", "meta"):
            return
        if name == "paragraph":
            yield from self._paragraph(element)
        elif name in ("point", "item"):
            yield from self._point(element)
        elif name == "table":
            yield self._table(element)
        elif name == "crossHeading":
            yield from self._line(element, "preambular")
        elif name in ("p", "listIntroduction"):
            yield from self._free(element, preamble)
        elif name in ("heading", "subheading"):
            yield from self._heading(element)
        else:
            if name in ("section", "part", "title", "subsection"):
                yield from self._numeral(element)
            yield from self._walk(element, preamble)

    def _numeral(self, element: _Element) -> Iterator[Block]:
        number = element.find(f"{_NS}num")
        if number is not None and _text(number):
            yield Block("", "heading", _text(number).rstrip("."))

    def _free(self, element: _Element, preamble: bool) -> Iterator[Block]:
        number = element.find(f"{_NS}num")
        if number is not None:  # <section><p><num>I</num></p>
            yield Block("", "heading", _text(number).rstrip("."))
            return
        yield from self._line(element, "preambular" if preamble else "plain")

    def _heading(self, element: _Element) -> Iterator[Block]:
        for block in self._line(element, "heading"):
            yield Block(block.text, "heading", footnotes=block.footnotes, cites=block.cites)

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        number = element.find(f"{_NS}num")
        label = re.sub(r"[.\s–-]+$", "", _text(number)) if number is not None else None
        style = element.get("class") or ""
        for child in element:
            name = str(child.tag).removeprefix(_NS)
            if name in ("subheading", "heading"):
                if label and not re.match(r"\d", label):
                    yield Block("", "heading", label)
                    label = None
                yield from self._heading(child)
            elif name in ("content", "p"):
                lines = [child] if name == "p" else self._lines(child)
                for line in lines:
                    yield from self._content(line, label, style)
                    label = None
            elif name == "list":
                yield from self._list(child, label)
                label = None
            elif name != "num":
                yield from self._block(child, False)
        if label:
            yield Block("", "heading", label)

    def _lines(self, content: _Element) -> list[_Element]:
        inner = [c for c in content if c.tag in (f"{_NS}p", f"{_NS}table")]
        return inner or [content]

    def _content(self, element: _Element, label: str | None, style: str) -> Iterator[Block]:
        if element.tag == f"{_NS}table":
            yield self._table(element)
            return
        for sub in element.findall(f"{_NS}subheading"):
            yield from self._heading(sub)
        hint = "numbered" if label and re.match(r"\d", label) else "plain"
        if label and _LETTER.match(label):
            hint = "item"
        elif hint == "plain" and style.startswith("Footnote"):
            hint = "table"
        elif hint == "plain" and (label or style in _HEADING_CLASSES):
            hint = "heading"
        yield from self._line(element, hint, label)

    def _list(self, element: _Element, label: str | None) -> Iterator[Block]:
        lettered = bool(label and _LETTER.match(label))
        hint = "item" if lettered else "numbered" if label else "plain"
        for child in element:
            name = str(child.tag).removeprefix(_NS)
            if name == "intro":
                for block in self._line(child, hint, label):
                    yield replace(block, depth=1) if lettered else block
            elif name in ("point", "sublist", "list"):
                yield from self._points(child, 2 if lettered else 1)

    def _points(self, element: _Element, depth: int) -> Iterator[Block]:
        name = str(element.tag).removeprefix(_NS)
        if name in ("sublist", "list"):
            for child in element:
                yield from self._points(child, depth + 1)
        elif name == "point":
            yield from self._point(element, depth)
            for child in element:
                if child.tag in (f"{_NS}sublist", f"{_NS}list"):
                    yield from self._points(child, depth)

    def _point(self, element: _Element, depth: int | None = None) -> Iterator[Block]:
        number = element.find(f"{_NS}num")
        label = _text(number) if number is not None else "•"
        for child in element:
            if child.tag in (f"{_NS}content", f"{_NS}p"):
                for block in self._line(child, "item", label):
                    yield replace(block, depth=depth if block.hint == "item" else None)

    def _table(self, element: _Element) -> Block:
        cells, marks, cites = [], [], []
        for cell in element.iter(f"{_NS}td", f"{_NS}th"):
            line = self._read(cell)
            cells.append(line.text.strip())
            marks += line.marks
            cites += self._cites(line)
        text = " | ".join(filter(None, cells))
        return Block(text, "table", footnotes=tuple(marks), cites=tuple(dict.fromkeys(cites)))

    def _line(self, element: _Element, hint: str, label: str | None = None) -> Iterator[Block]:
        """Yield the block of one line of text, or nothing when it holds no words."""
        line = self._read(element)
        text, lead = line.text.strip(), line.lead
        if not re.search(r"\w", text):
            if label and hint == "heading":
                yield Block("", "heading", label)
            return
        if hint == "preambular" and line.all_bold:
            hint = "heading"
        elif hint == "item" and line.all_bold and re.fullmatch(r"([IVXLC]+|[A-Z])\.", label or ""):
            hint, label = "heading", (label or "").rstrip(".")
        elif hint == "plain":
            hint, label, text = _guess(line, text, self.language)
            if hint == "numbered":
                lead = lead or openers.match(text, "operative", self.language)
            elif hint == "plain" and lead and text.endswith(","):
                kind = openers.classify(text, self.language)
                hint = "preambular" if kind == "preambular" else "plain"
        elif hint == "heading":
            text = text.lstrip(". ")
        if hint == "item":
            lead = lead if lead and openers.known(lead, self.language) else None
        yield Block(
            text,
            hint,
            label,
            None if hint == "heading" or line.all_italic else lead,
            tuple(line.marks),
            tuple(self._cites(line)),
        )

    def _cites(self, line: _Line) -> list[str]:
        found = [c.symbol for c in symbols.find(line.text, line.links, organ=self.organ)]
        found += [c for mark in line.marks for c in self.cites_of_note.get(mark, ())]
        return list(dict.fromkeys(found))

    def _read(self, element: _Element) -> _Line:
        line = _Line(bold_leads=self.language == "zh")
        self._inline(element, line, italic=False, bold=False)
        self._count(line)
        return line

    def _count(self, line: _Line) -> None:
        """Bound what is read: text that stands in nested elements is read at each level."""
        self.characters += line.length
        if self.characters > MAX_CHARACTERS or len(line.links) > MAX_LINKS:
            raise UnresError(
                f"found more than {MAX_CHARACTERS:,} characters of text, or more than "
                f"{MAX_LINKS:,} links in one paragraph, expected a resolution"
            )

    def _inline(self, element: _Element, line: _Line, *, italic: bool, bold: bool) -> None:
        self._step()
        style = element.get("class") or ""
        italic, bold = italic or "italic" in style, bold or "bold" in style
        start = line.length
        self._append(line, element.text, italic, bold)
        for child in element:
            name = str(child.tag).removeprefix(_NS)
            if name == "authorialNote":
                line.marks += self._note(child)
            elif name == "sup" and (marks := self._repeated(child)):
                line.marks += marks
            elif name not in ("num", "subheading", "list", "sublist", "table"):
                self._inline(child, line, italic=italic, bold=bold)
            self._append(line, child.tail, italic, bold)
        if element.tag == f"{_NS}a" and element.get("href"):
            line.links.append((start, line.length, element.get("href", "")))
        if element.tag in (f"{_NS}eol", f"{_NS}p"):
            line.add(" ")

    def _append(self, line: _Line, piece: str | None, italic: bool, bold: bool) -> None:
        if not piece:
            return
        start = line.length
        line.add(piece)
        if italic:
            line.italics.append((start, line.length))
        if bold:
            line.bolds.append((start, line.length))

    def _note(self, element: _Element) -> list[str]:
        mark = clean(element.get("marker") or "*")
        line = _Line()
        for child in element:
            self._inline(child, line, italic=False, bold=False)
        self._count(line)
        if mark not in self.notes:
            self.notes[mark] = Footnote(mark, line.text.strip())
            self.cites_of_note[mark] = tuple(self._cites(line))
        elif line.text.strip() and line.text.strip() != self.notes[mark].text:
            self.issues.append(Issue("repeated-footnote", f"two footnotes are marked {mark}"))
        return [mark]

    def _repeated(self, element: _Element) -> list[str]:
        """Marks of a superscript that repeats earlier footnotes; [] for other superscripts."""
        marks = re.split(r"[,\s]+", _text(element))
        if all(m in self.note_marks or re.fullmatch("[a-z*]?", m) for m in marks):
            return [m for m in marks if m]
        return []


def _is_council(root: _Element) -> bool:
    author = _first(root, "meta//a:FRBRWork/a:FRBRauthor")
    return author is not None and author.get("href") == "sc"


def _guess(line: _Line, text: str, language: str) -> tuple[str, str | None, str]:
    """Tell what a paragraph without a number is: (hint, label, text)."""
    if line.all_bold:
        return "heading", None, text
    labelled = item_label(text)
    if labelled:
        return "item", *labelled
    numbered = re.match(r"(\d{1,3})\.\s+(?=\S)", text)
    if numbered:
        return "numbered", numbered.group(1), text[numbered.end() :]
    undotted = re.match(r"(\d{1,3}) (?=[A-Z])", text)
    if undotted and openers.match(text[undotted.end() :], "operative", language):
        return "numbered", undotted.group(1), text[undotted.end() :]
    return "plain", None, text
