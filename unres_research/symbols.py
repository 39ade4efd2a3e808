"""United Nations document symbols as values: parse, format, order, find in a text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from unres_research._inputs import check_kind
from unres_research._names import ECOSOC, GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, SECURITY_COUNCIL
from unres_research._numerals import MONTHS, from_roman
from unres_research._wordlists import read_list
from unres_research.errors import UnresError

_PREFIXES = {  # (organ, kind of act) -> beginning of the symbol
    (GENERAL_ASSEMBLY, "resolution"): "A/RES/",
    (GENERAL_ASSEMBLY, "decision"): "A/DEC/",
    (ECOSOC, "resolution"): "E/RES/",
    (ECOSOC, "decision"): "E/DEC/",
    (HUMAN_RIGHTS_COUNCIL, "resolution"): "A/HRC/RES/",
    (HUMAN_RIGHTS_COUNCIL, "decision"): "A/HRC/DEC/",
}
_COMMITTEES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
_ORGAN_OF_LETTER = {"A": GENERAL_ASSEMBLY, "S": SECURITY_COUNCIL, "E": ECOSOC}
_LONGEST = 200  # characters; no symbol is as long
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # nothing is printed
_SAME = (
    dict.fromkeys("–‑‐‒—―−﹘﹣－", "-")
    | dict.fromkeys("⁄∕⧸／", "/")
    | dict.fromkeys("\u00a0\u202f", " ")
)
_ALIKE = dict(  # letters of Russian and Greek that are printed as those of a symbol are
    zip(
        "АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXIJSAEOPCYXIJSABEZHIKMNOPTYX",
        strict=True,
    )
)
_FORMS = ("<wide>", "<narrow>", "<font>")  # ways in which Unicode repeats the Latin letters
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")

_SYMBOL = re.compile(
    r"""
    (?P<old>A/RES/(?P<old_number>\d{1,4})\s*(?P<old_part>[A-Z](?:\s*-\s*[A-Z])?)?\s*
        \((?P<old_session>(?:E?S-)?[IVXLC]+)\)\s*(?P<late_part>[A-Z])?)
    | (?P<council>S/RES/(?P<council_number>\d{1,4})\s*\((?P<year>\d{4})\))
    | (?P<act>(?P<prefix>A/RES|A/DEC|A/HRC/RES|A/HRC/DEC|E/RES|E/DEC)/
        (?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,4})
        (?:\s*(?P<part>[A-Z](?:\s*-\s*[A-Z])?))?)
    | (?P<document>(?!(?:[AES]|A/HRC)/(?:RES|DEC)/(?!(?:E?S-)?\d{1,4}/\d{1,4}/[A-Z]))  # no half act
        [A-Z]{1,8}(?:/[A-Z0-9][A-Z0-9.\-]*)+(?:\s?\(\d{4}\))?)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_OLD = re.compile(  # of the sessions before 1976, in its canonical form
    r"(?P<head>A/RES/)(?P<number>\d+)(?: (?P<part>[A-Z-]+))?"
    r" \((?P<special>(?:E?S-)?)(?P<session>[IVXLC]+)\)"
)


class SymbolError(UnresError):
    """A string that is not a document symbol.

    Examples
    --------
    >>> parse("70/1")
    Traceback (most recent call last):
    unres_research.symbols.SymbolError: found '70/1', expected a document symbol such as ...
    """


@total_ordering
@dataclass(frozen=True)
class Symbol:
    """A document symbol in its canonical form; made by `parse`.

    `str(symbol)` is the canonical form, `parse(str(symbol)) == symbol`. Symbols sort by
    family, session and number: A/RES/9/1 before A/RES/70/1 before A/RES/70/2.

    Attributes
    ----------
    text : str
        "A/RES/217 A (III)", "S/RES/1325 (2000)", "A/C.3/80/L.26/Rev.1".

    Notes
    -----
    Nothing is checked here: make symbols with `parse`.

    Examples
    --------
    >>> symbol = parse("A/C.3/80/L.26/Rev.1")
    >>> symbol.kind, symbol.session, symbol.committee, symbol.revision
    ('draft', 80, 'Third', 1)
    >>> parse("A/RES/9/1") < parse("A/RES/70/1")
    True
    """

    text: str

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: Symbol) -> bool:
        return self._key < other._key

    @property
    def _key(self) -> tuple[object, ...]:
        if old := _OLD.fullmatch(self.text):
            natural = [(0, from_roman(old["session"]), ""), (0, int(old["number"]), "")]
            return (old["head"], bool(old["special"]), natural, old["part"] or "", self.text)
        parts = re.split(r"(\d+)", self.text)
        head = parts[0]
        special = 2 if re.search(r"E?S-$", head) else 1
        natural = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts[1:]]
        return (re.sub(r"E?S-$", "", head), special, natural, head, self.text)

    @property
    def kind(self) -> str:
        """One of "resolution", "decision", "draft" (an L. document), "document"."""
        if "/RES/" in self.text:
            return "resolution"
        if "/DEC/" in self.text:
            return "decision"
        return "draft" if re.search(r"/L\.\d", self.text) else "document"

    @property
    def organ(self) -> str | None:
        """The organ: "General Assembly", "Security Council", ...; None when unknown."""
        if self.text.startswith("A/HRC/"):
            return HUMAN_RIGHTS_COUNCIL
        return _ORGAN_OF_LETTER.get(self.text.split("/")[0])

    @property
    def session(self) -> int | str | None:
        """Session of the General Assembly: 78, "ES-10", "S-32"; None for other organs."""
        if old := _OLD.fullmatch(self.text):
            number = from_roman(old["session"])
            return f"{old['special']}{number}" if old["special"] else number
        found = re.match(r"A/(?:RES/|DEC/|C\.\d/|BUR/|INF/)?((?:E?S-)?\d{1,3})/", self.text)
        if not found:
            return None
        return int(found.group(1)) if found.group(1).isdigit() else found.group(1)

    @property
    def committee(self) -> str | None:
        """Main Committee of a committee's document: "Third" for A/C.3/...; else None."""
        found = re.match(r"A/C\.([1-6])/", self.text)
        return _COMMITTEES[int(found.group(1)) - 1] if found else None

    @property
    def part(self) -> str | None:
        """Part letter or letters: "A" in A/RES/66/240 A, "A-B" in A/RES/74/250 A-B."""
        found = re.match(r"\S+ ([A-Z](?:-[A-Z])?)(?: \(|$)", self.text)
        return found.group(1) if found else None

    @property
    def base(self) -> str:
        """A/C.3/80/L.26 of A/C.3/80/L.26/Rev.1 and its Add.1, Corr.1: one draft, told apart."""
        return re.sub(r"(?:/(?:Rev|Add|Corr)\.\d+)+$", "", self.text)

    @property
    def revision(self) -> int | None:
        """Number of the revision: 1 in A/C.3/80/L.26/Rev.1; else None."""
        found = re.search(r"/Rev\.(\d+)", self.text)
        return int(found.group(1)) if found else None


@dataclass(frozen=True)
class Citation:
    """A symbol cited in a text, and where.

    Attributes
    ----------
    symbol : str
        In its canonical form.
    start, end : int
        Characters: `text[start:end]` is what is printed.

    Examples
    --------
    >>> find("See A/78/L.86.")
    [Citation(symbol='A/78/L.86', start=4, end=13)]
    """

    symbol: str
    start: int
    end: int


def parse(text: str) -> Symbol:
    """Read a symbol in any of the forms in which it is met.

    Parameters
    ----------
    text : str
        "A/RES/78/265", "a/res/78/265 ", the file name "A_RES_78_265", "A/RES/217(III)A";
        a trailing asterisk or full stop is dropped. Digits of every script, full-width and
        Russian or Greek letters that look like those of a symbol, dashes and strokes of every
        kind are made plain; what is not printed (soft hyphens, marks of direction) is dropped,
        and so are zeros before a number ("A/RES/078/265"), but in documents of other bodies.

    Returns
    -------
    Symbol

    Raises
    ------
    SymbolError
        When it is no symbol. A bare "70/1" is none: the organ is missing; nor is half a symbol
        of a resolution ("A/RES/78", "S/RES/1325" without its year). Other characters
        than those above are refused too: raised digits ("A/RES/78/265²") are a footnote's
        mark or a number, and letters that only resemble Latin ones ("ı") are none.

    Examples
    --------
    >>> str(parse("A/RES/217(III)A")), str(parse("A_C.3_80_L.26_Rev.1"))
    ('A/RES/217 A (III)', 'A/C.3/80/L.26/Rev.1')
    >>> str(parse("A/RES/٧٨/٢٦٥")), str(parse("A/RES/078/0265"))
    ('A/RES/78/265', 'A/RES/78/265')
    """
    check_kind(text, str, "a symbol", "a string such as 'A/RES/78/265'")
    return _parsed(text)


@lru_cache(maxsize=100_000)
def _parsed(text: str) -> Symbol:
    cleaned = " ".join(_in_ascii(text[:_LONGEST]).split()).rstrip("*. ")
    if "/" not in cleaned:
        cleaned = cleaned.replace("_", "/")
    if cleaned[:1].upper() in _ORGAN_OF_LETTER and cleaned[1:2] == "/":
        cleaned = _ZEROS.sub("", cleaned)
    match = _SYMBOL.fullmatch(cleaned)
    if match is None or len(text) >= _LONGEST or not re.search("[0-9]", cleaned):
        strange = next((c for c in cleaned if not c.isascii()), "")
        named = f" ({strange!r} is {unicodedata.name(strange, 'unknown')})" if strange else ""
        raise SymbolError(
            f"found {text[:80]!r}{named}, expected a document symbol such as 'A/RES/78/265', "
            "'A/78/L.86' or 'S/RES/1325 (2000)'"
        )
    return Symbol(_canonical(match))


def _in_ascii(text: str) -> str:
    """Write a symbol with the characters that symbols have; what is none of them stays."""
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=2_000)
def _plain(character: str) -> str:
    if character in _UNSEEN:
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    is_roman = "\u2160" <= character <= "\u217f"
    if is_roman or unicodedata.decomposition(character).startswith(_FORMS):
        return unicodedata.normalize("NFKC", character)
    return _SAME.get(character) or _ALIKE.get(character, character)


def _canonical(match: re.Match[str]) -> str:
    group = match.groupdict()
    if group["old"]:
        part = group["old_part"] or group["late_part"]
        letter = f" {_tight(part)}" if part else ""
        return f"A/RES/{int(group['old_number'])}{letter} ({group['old_session'].upper()})"
    if group["council"]:
        return f"S/RES/{int(group['council_number'])} ({group['year']})"
    if group["act"]:
        part = f" {_tight(group['part'])}" if group["part"] else ""
        head = f"{group['prefix']}/{group['session']}".upper()
        return f"{head}/{int(group['number'])}{part}"
    segments = group["document"].upper().split("/")
    return "/".join(_segment(s) for s in segments)


def _tight(part: str) -> str:
    return re.sub(r"\s", "", part).upper()


def _segment(segment: str) -> str:
    """Write "REV.1", "ADD.2", "CORR.1" as they are printed."""
    named = re.fullmatch(r"(REV|ADD|CORR|AMEND|SUPPL)\.(.*)", segment)
    return f"{named.group(1).capitalize()}.{named.group(2)}" if named else segment


def normalise(text: str) -> str:
    """Return the canonical form of a symbol.

    Parameters
    ----------
    text : str
        What `parse` reads.

    Returns
    -------
    str

    Raises
    ------
    SymbolError
        When it is no symbol.

    Examples
    --------
    >>> normalise("A/RES/74/250 A–B")
    'A/RES/74/250 A-B'
    """
    return str(parse(text))


# citations in running text ------------------------------------------------------------

_AFTER_PART = (
    r"(?![\w'’./-])(?!\s(?!(?:of|and|to|or|dated|entitled|on|in|as|by|is|was|du|et|en|del?|y)\b)"
    r"[a-z])"
)
_PART = rf"(?:\s(?P<part>[A-Z](?:\s?-\s?[A-Z])?){_AFTER_PART})?"
_BARE = rf"""
    (?P<old>(?<!,)\d{{1,4}}(?:\s(?P<old_part>[A-Z](?:\s?-\s?[A-Z])?))?\s?
        \((?P<old_session>(?:E?S-)?[IVXLC]+)\))
    | (?P<council>(?<!\d,)\d{{1,4}}\s?\((?P<year>19\d\d|20\d\d)\))
    | (?P<act>(?P<session>(?:E?S-)?\d{{1,4}})/(?P<number>\d{{1,4}})(?![\d/]){_PART})
"""
_FIND = re.compile(
    rf"""
    (?P<full>(?<![\w/.])(?:[A-Z]{{1,8}})(?:/[A-Z0-9][\w.\-]*)+(?:\s\([IVXLC]+\)|\s?\(\d{{4}}\))?
        (?:(?<=\d)\s[A-Z](?:-[A-Z])?{_AFTER_PART})?)
    | (?P<keyword>\b[Rr]esolutions?\b|\b[Dd]ecisions?\b)
    | (?P<foreign>\b[Rr](?:ésolutions?|esoluci(?:ón|ones))\b|\b[Dd](?:écisions?|ecisi(?:ón|ones))\b)
    | (?<![\w/.\-])(?:{_BARE})(?![\w/])
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(r"[RrDd][eé](?:sol|cis)|(?<![\w/.])(?:\d+|[A-Z]{1,8}[/-])")
_BARE_ALONE = re.compile(_BARE, re.VERBOSE)
_AND_PART = re.compile(rf"(?:,|\s(?:and|et|y))\s(?P<part>[A-Z]){_AFTER_PART}")
_QUICK = re.compile(r"\d\s?[(/]|/\d|/[A-Z]+\.\d|[A-Z] \([IVXLC]")
_NOT_CITED = re.compile(r"(?:items?|No\.|Nos\.|pages?|rules?|biennium|years?|document)\s*$")
_ORGANS_BEFORE = {organ: organ for organ in (SECURITY_COUNCIL, ECOSOC, HUMAN_RIGHTS_COUNCIL)}
_ORGANS_BEFORE |= {GENERAL_ASSEMBLY: GENERAL_ASSEMBLY, "Assembly": GENERAL_ASSEMBLY}
_ORGANS_BEFORE |= {"Council": "Council"}  # which one is seen from the number
_ORGAN_BEFORE = re.compile(
    rf"""\b((?:World\ Health|Environment|Parliamentary|Habitat)\ Assembly
    |{"|".join(map(re.escape, _ORGANS_BEFORE))}
    |Commission|Committee|Conference|Congress|Board|Authority|Parties|Drugs|Justice|Women
    |Development|Rights|Union|League|Agency|Programme|Organization)(?:['’]s)?\s*$""",
    re.VERBOSE,
)
_NAMES = {row["name"]: row["organ"] for row in read_list("organs") if row["language"] != "en"}


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace("’", "['’]") for name in names)


_ORGAN_AFTER = re.compile(  # French and Spanish name the organ after its acts
    rf"""(?:[\s,/()]|\d|\b(?:[A-Z]|[IVXLC]{{2,}}|et|y|e|du|de|del|en|date|le|1er
        |{"|".join(MONTHS)})\b)*?
    \b(?:du|del|de\ la|de\ l['’]|de\ las?|des|de\ los?)\s?(?:({_one_of(_NAMES)})|[A-ZÉ]\w+)""",
    re.VERBOSE,
)
_RIGHTS_COUNCIL = re.compile(
    _one_of(name for name, organ in _NAMES.items() if organ == HUMAN_RIGHTS_COUNCIL)
)
_SUPPLEMENT_53 = re.compile(r"Supplement No\. 53[A-Z]?\b")  # reports of the Human Rights Council
_OWN = re.compile(r"\b(?:[Ss]es|[Ss]a|[Ss]us?)\s+$")  # "ses résolutions", "su resolución"
_ITS = re.compile(
    r"(Human Rights Council|Economic and Social Council|Security Council)\b"
    r"(?:(?!Assembly|[;.]).){0,50}\bits(?: \w+)?\s*$"
)
_HEAD = re.compile(  # "resolutions of the Human Rights Council, the most recent of which being"
    r"""(?:\b[Rr]esolutions?|\b[Dd]ecisions?)\ (?:of|adopted\ by)\ the\ Human\ Rights\ Council\b
    (?:(?!Assembly|Council)[^;.\d]){0,100}
    \b(?:including|most\ recent|in\ particular|inter\ alia|notably|namely|such\ as)\b
    (?:(?!Assembly|Council|\bits\b)[^;.\d]){0,30}$
    |\bHuman\ Rights\ Council\ submitted\ pursuant\ to\ $""",
    re.VERBOSE,
)
_DAY = rf"\d{{1,2}}(?: (?:{'|'.join(MONTHS).title()}))?"
_DATE = rf" of (?:{_DAY}(?:,| and) ){{0,3}}{_DAY} (\d{{4}})\b(?!/)"
_NUMBER = r"(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z]\b)?"
_AND_NUMBER = rf"(?:,|,? and) ?{_NUMBER}"
_DATED = re.compile(rf"(?:{_AND_NUMBER}){{0,9}}{_DATE}")
_LISTED = re.compile(  # "37/32 of 23 March 2018 and 39/2 of the Human Rights Council"
    rf" {_NUMBER}(?:{_DATE})?(?:{_AND_NUMBER}(?:{_DATE})?)*,? (?P<how>of|by|adopted by) the "
    rf"(?P<organ>{HUMAN_RIGHTS_COUNCIL}|{ECOSOC}|{GENERAL_ASSEMBLY})\b"
)
_HUMAN_RIGHTS = re.compile("Human [Rr]ights")
_CARRIED = re.compile(r"(?:\d,? and|including|in particular) $")
_JOINED = re.compile(r"\b(?:and|as well as) $")


def find(
    text: str,
    links: Sequence[tuple[int, int, str]] = (),
    *,
    organ: str = GENERAL_ASSEMBLY,
) -> list[Citation]:
    """Find the documents that a text cites, linked or not.

    Resolutions and decisions are recognised in lists ("its resolutions 46/182 of 19
    December 1991 and 57/150"), in old and special forms, with the organ that is named
    before them; full symbols wherever they stand. Sections, paragraphs and annexes are
    dropped, part letters kept. Where the organ cannot be told nothing is returned.

    Parameters
    ----------
    text : str
        A paragraph or footnote, in English, French or Spanish.
    links : sequence of (start, end, href)
        Links of the source into its document system; the printed number is the more
        exact, the address tells the organ.
    organ : str
        Whose text it is: "resolution 70/1" with no organ named is its own.

    Returns
    -------
    list of Citation
        In order of the text.

    Notes
    -----
    Not for texts in other languages: there only full symbols and links are found.
    Documents named by their title alone are not found.

    Examples
    --------
    >>> [c.symbol for c in find("Recalling its resolutions 46/182 and 66/240 A, and Security "
    ...     "Council resolution 1325 (2000)")]
    ['A/RES/46/182', 'A/RES/66/240 A', 'S/RES/1325 (2000)']
    """
    check_kind(text, str, "the text", "a string such as that of a paragraph")
    strings = [links] if isinstance(links, str) else [x for x in links if isinstance(x, str)]
    if strings:
        raise UnresError(f"found the link {strings[0][:40]!r}, expected lists (start, end, href)")
    if not links and not (("/" in text or "(" in text) and _QUICK.search(text)):
        return []
    if not text.isascii() and _UNSEEN_ONE.search(text):
        return _find_seen(text, links, organ)
    plain = text if text.isascii() else _place_by_place(text)
    linked, taken = [], []
    for link in links:
        of_link = list(_linked(plain, *link))
        linked += of_link
        taken += [(c.start, c.end) for c in of_link] + ([link[:2]] if of_link else [])
    return sorted([*linked, *_outside(_scan(plain, organ), taken)], key=lambda c: c.start)


def _find_seen(text: str, links: Sequence[tuple[int, int, str]], organ: str) -> list[Citation]:
    """Find in what is printed of a text: soft hyphens and the like part no number."""
    kept = [k for k, character in enumerate(text) if character not in _UNSEEN]
    printed = "".join(text[k] for k in kept)
    places = [(bisect_left(kept, a), bisect_left(kept, b), href) for a, b, href in links]
    found = find(printed, places, organ=organ)
    return [Citation(c.symbol, kept[c.start], kept[c.end - 1] + 1) for c in found]


def _place_by_place(text: str) -> str:
    """Make dashes, strokes, blanks and digits plain; every character stays in its place."""
    for special, plain in _SAME.items():
        text = text.replace(special, plain)
    return _OTHER_DIGIT.sub(lambda found: _plain(found.group()), text)


def _outside(citations: Iterable[Citation], spans: list[tuple[int, int]]) -> Iterator[Citation]:
    """Citations, in order of the text, that overlap none of the spans."""
    waiting, end = deque(sorted(spans)), 0
    for citation in citations:
        while waiting and waiting[0][0] < citation.end:
            end = max(end, waiting.popleft()[1])
        if citation.start >= end:
            yield citation


def _linked(text: str, start: int, end: int, href: str) -> Iterator[Citation]:
    """Citations of a link: the organ from the address, the number from the print."""
    target = _target(href)
    while start < end and text[start] == " ":
        start += 1
    printed = _BARE_ALONE.match(text, start)
    prefix = _prefix_of(target)
    if printed and prefix:
        yield from _with_more_parts(text, prefix, printed)
        return
    for candidate in (text[start:end], target or ""):
        try:
            found = [normalise(part) for part in re.split(r"-(?=[A-Z]/)", candidate)]
        except SymbolError:
            continue
        yield from (Citation(symbol, start, end) for symbol in found)
        return


@lru_cache(maxsize=10_000)
def _target(href: str) -> str | None:
    found = re.match(r"https?://(?:www\.)?(?:undocs|docs\.un)\.org/(?:[a-z]{2}/)?(.+?)/?$", href)
    return found.group(1).replace("%20", " ") if found else None


@lru_cache(maxsize=10_000)
def _prefix_of(target: str | None) -> str | None:
    found = re.match(r"A/HRC/RES/|A/HRC/DEC/|[ASE]/RES/|[AE]/DEC/", target or "", re.IGNORECASE)
    return found.group().upper() if found else None


def _with_more_parts(text: str, prefix: str, printed: re.Match[str]) -> Iterator[Citation]:
    """Citations of "71/272 A and B": one a part."""
    symbol = _build(prefix, printed)
    if symbol is None:
        return
    yield Citation(symbol, printed.start(), printed.end())
    end = printed.end()
    while printed["part"] and (more := _AND_PART.match(text, end)):
        base = symbol[: -len(printed["part"])]
        yield Citation(f"{base}{more['part']}", more.start("part"), more.end())
        end = more.end()


def _build(prefix: str, found: re.Match[str]) -> str | None:
    text = found.group("old") or found.group("council") or found.group("act")
    try:
        return normalise(prefix + text)
    except SymbolError:
        return None


def _scan(text: str, own: str) -> Iterator[Citation]:
    """Go through a text once, keeping in mind which organ's acts are being listed."""
    act, organ, foreign, unsure = "", own, False, False
    rights = text.find("Human Rights")
    council = _RIGHTS_COUNCIL.search(text)
    councils = "Council" in text
    dates = councils and bool(_HUMAN_RIGHTS.search(text))
    for match in _matches(text):
        if match["keyword"]:
            act, foreign = match["keyword"].lower().rstrip("s"), False
            tail = text[max(0, match.start() - 100) : match.start()]
            named = _organ_before(tail, own, organ)
            plain = councils and named in (own, organ) and not tail.endswith("Assembly ")
            organ = _organ_of_list(text, match, named, organ) if plain else named
        elif match["foreign"]:
            act = "resolution" if match["foreign"][0] in "Rr" else "decision"
            foreign = True
            own_acts = _OWN.search(text, max(0, match.start() - 12), match.start())
            unsure = bool(council) and not own_acts
        elif match["full"]:
            yield from _full(match)
        elif act and not _NOT_CITED.search(text, max(0, match.start() - 12), match.start()):
            if foreign:
                organ = _organ_after(text, match.end(), "" if unsure else own)
            elif dates and act == "resolution":
                organ = _by_date(text, match, organ)
            prefix = _prefix(match, act, organ, rights=0 <= rights < match.start())
            if prefix:
                yield from _with_more_parts(text, prefix, match)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What `_FIND.finditer` gives, but tried only where a match may begin: three times as fast."""
    end = 0
    for start in _BEGINS.finditer(text):
        found = _FIND.match(text, start.start()) if start.start() >= end else None
        if found:
            end = found.end()
            yield found


def _full(match: re.Match[str]) -> Iterator[Citation]:
    """Citations of a full symbol; a joint one ("A/53/258-S/1998/763") gives two."""
    start = match.start()
    for text in re.split(r"-(?=[A-Z]/)", match["full"]):
        bare = text.rstrip(".-")
        if re.search(r"\d", bare.partition("/")[2].split(" ")[0]):
            try:
                yield Citation(normalise(bare), start, start + len(bare))
            except SymbolError:
                pass
        start += len(text) + 1


def _organ_of_list(text: str, keyword: re.Match[str], named: str, last: str) -> str:
    """Organ whose acts are listed after a keyword: of the list's head, or after the numbers."""
    if _HEAD.search(text, max(0, keyword.start() - 250), keyword.start()):
        return HUMAN_RIGHTS_COUNCIL
    tail = text[max(0, keyword.start() - 20) : keyword.start()]
    listed = None if tail.endswith("its ") else _LISTED.match(text, keyword.end())
    if listed and (listed["how"] != "by" or re.search(r"\badoption of (?:the )?$", tail)):
        return listed["organ"]
    joined = last == HUMAN_RIGHTS_COUNCIL and _JOINED.search(tail)
    return last if joined else named


def _by_date(text: str, number: re.Match[str], organ: str) -> str:
    """Organ whose session was held when an act is dated, where only one of two was.

    The Assembly's 42nd session began in 1987, the Council's in 2019: "42/3 of 26 September
    2019" is the Council's, whatever stands before.
    """
    session = number["session"] or ""
    dated = _DATED.match(text, number.end()) if session.isdigit() else None
    if dated is None or organ not in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, "Council"):
        return organ
    year, count = int(dated[1]), int(session)
    of_assembly = year - 1945 - count in (0, 1)
    of_council = abs(year - 2006 - (count - 1) / 3) < 1.5  # three sessions a year, from 2006 on
    if of_assembly == of_council:
        return organ
    return GENERAL_ASSEMBLY if of_assembly else HUMAN_RIGHTS_COUNCIL


def _organ_before(tail: str, own: str, last: str) -> str:
    """Organ whose acts are named next; `last` is the one whose acts were listed so far."""
    if "Supplement" in tail and _SUPPLEMENT_53.search(tail):
        return HUMAN_RIGHTS_COUNCIL
    named = _ITS.search(tail) if "Council" in tail else None
    if named:
        return named.group(1)
    if not tail.rstrip().rpartition(" ")[2].islower() and (named := _ORGAN_BEFORE.search(tail)):
        return _ORGANS_BEFORE.get(named.group(1), "")
    return last if _CARRIED.search(tail) else own


def _organ_after(text: str, end: int, own: str) -> str:
    """Organ named after a number in French or Spanish: "53/12 du Conseil des droits de l’homme"."""
    found = _ORGAN_AFTER.match(text, end, end + 300)
    if not found:
        return own
    return _NAMES.get((found.group(1) or "").replace("'", "’"), "")


def _prefix(match: re.Match[str], act: str, organ: str, *, rights: bool) -> str | None:
    """Beginning of the symbol of a bare number, or None when the organ cannot be told.

    `rights` says that "Human Rights" stands before it: a "Council" may be that one.
    """
    if match["council"]:
        near = organ in (SECURITY_COUNCIL, "Council", GENERAL_ASSEMBLY) and act == "resolution"
        return "S/RES/" if near else None
    if match["old"]:
        return "A/RES/" if organ == GENERAL_ASSEMBLY and act == "resolution" else None
    by_year = bool(re.fullmatch(r"(?:19[4-9]|20[0-4])\d", match["session"]))
    if match["session"].startswith(("ES-", "S-")) and organ == SECURITY_COUNCIL:
        organ = GENERAL_ASSEMBLY
    if organ == "Council":
        organ = ECOSOC if by_year else HUMAN_RIGHTS_COUNCIL if rights else ""
    if organ == ECOSOC and not by_year:
        return None
    if organ == GENERAL_ASSEMBLY and not _is_session(match["session"]):
        return None
    if organ == HUMAN_RIGHTS_COUNCIL and by_year:
        return None
    return _PREFIXES.get((organ, act))


def _is_session(session: str) -> bool:
    """Numbers with a session are used from the thirty-first session (1976) on."""
    digits = session.rpartition("-")[2]
    return "-" in session or 31 <= int(digits) <= 130
