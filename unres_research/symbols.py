"""United Nations document symbols as values: parse, format, order, find in a text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from unres_research._inputs import check_kind
from unres_research._names import (
    ECOSOC,
    ENVIRONMENT_ASSEMBLY,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    SECURITY_COUNCIL,
)
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
    (ENVIRONMENT_ASSEMBLY, "resolution"): "UNEP/EA.",
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
        \((?P<old_session>(?:E?S-)?[IVXLC]{{1,8}})\))
    | (?P<council>(?<!\d,)\d{{1,4}}\s?\((?P<year>19\d\d|20\d\d)\))
    | (?P<act>(?P<session>(?:E?S-\s?)?\d{{1,4}})/\s?(?P<number>\d{{1,3}})(?![\d/]){_PART})
"""
_SEGMENT = r"[A-Z0-9][\w.\-]*"
_FIND = re.compile(  # a symbol may be broken at a line's end, after a stroke
    rf"""
    (?P<address>(?:undocs|docs\.un)\.org/(?P<path>[^\s<>"“”]+))
    | (?P<full>(?<![\w/.])[A-Z]{{1,8}}(?:/{_SEGMENT}|/\s(?=(?:RES|DEC|HRC|C\.\d)/){_SEGMENT})
        (?:/{_SEGMENT}|\s?/\s?(?=(?:Add|Corr|Rev)\.\d){_SEGMENT}|/\s(?=\d){_SEGMENT})*
        (?:\s\([IVXLC]{{1,8}}\)|\s?\(\d{{4}}\))?(?:(?<=\d)\s[A-Z](?:-[A-Z])?{_AFTER_PART})?)
    | (?P<keyword>\b[Rr]esolutions?\b|\b[Dd]ecisions?\b)
    | (?P<foreign>\b[Rr](?:ésolutions?|esoluci(?:ón|ones))\b|\b[Dd](?:écisions?|ecisi(?:ón|ones))\b)
    | (?:(?<![\w/.\-])|(?<=/\d-)|(?<=/\d\d-)|(?<=/\d\d\d-))(?:{_BARE})(?![\w/])
    """,
    re.VERBOSE,
)
_QUERY = "Home/Mobile?FinalSymbol="
_HOST = re.compile(r"https?://(?:www\.)?(?:undocs|docs\.un)\.org/(?:[a-z]{2}/)?")
_PATH = re.compile(
    rf"(?:[a-z]{{2}}/)?(?:{re.escape(_QUERY)})?(?P<symbol>[A-Za-z]{{1,8}}(?:(?:/|%2[Ff])[\w.\-]+)+"
    r"(?:(?:%20)?\((?:\d{4}|[IVXLC]{1,8})\))?(?:(?:%20)?[A-Z](?!\w))?)"
)
_BEGINS = re.compile(
    r"[RrDd][eé](?:sol|cis)|(?:undocs|docs\.un)\.org/|(?<![\w/.])(?:\d+|[A-Z]{1,8}[/-])"
)
_AND_PART = re.compile(rf"(?:,|\s(?:and|et|y))\s(?P<part>[A-Z]){_AFTER_PART}")
_QUICK = re.compile(r"\d\s?[(/]|/\s?\d|%2[Ff]\d|/[A-Z]+\.\d|[A-Z] \([IVXLC]")
_ROWS = re.compile(r"(?<=\b[SP][RV]\.)(\d+)-(\d+)$")  # "SR.11-13": two records of meetings

# where a list of acts goes on, and where a number is a share, a period or a vote
_AND = r"(?:and|or|to|through|as\ well\ as|et|ou|à|ainsi\ que|[yeoua]|así\ como)"
_GOES_ON = re.compile(rf"[\s,;-]*(?:{_AND}[\s,]+)?", re.VERBOSE)
_JOINS = re.compile(
    rf"(?:[,;]|[,;\s]{_AND}|\b(?:including|particular|particulier|alia|notably|namely|notamment|dont"
    r"|incluid[ao]s?|being|was|were|is|are|recent|latest|see|under|with|pursuant\ to|fue|era|por"
    r"|[Rr]ecalling|[Rr]eaffirming|(?:amended|supplemented|replaced|extended)\ by"
    rf"|(?:{'|'.join(MONTHS).title()})\ \d{{4}}))\s*$",
    re.VERBOSE,
)
_FOLLOWS = re.compile(  # what stands behind a citation in a list, if it is a word
    r"(?!\s?%)(?!\s[a-z])|\s(?:of|and|on|to|entitled|for|concerning|in|that|related|relating|by"
    r"|as|adopted|remains?|aimed|it|should|are|shall|throughout|at|such|regarding|since|after"
    r"|will|or|also|from|is|was|were|has|have|had|which|with|respectively|dated|including|under"
    r"|contain\w*|addressing|establish\w*|request\w*|du|et|en|sur|de|del?|pour|y|e|a|au|aux"
    r"|[^\W\d_]{1,2}|relati\w+|para|par|con|sobre|contenant|portant|intitul\w+|titulada)\b"
)
_PERIOD = re.compile(
    r"\b(?:periods?|bienni\w+|years?|[Pp]ériodes?|exercices?|per[ií]odo|bienio)\s+$"
)
_SHARE = re.compile(
    r"\s?%|[\s-]{1,2}(?:majority|gender|balance|split|ratio|parity|per\ cent|percent|votes?|shares?"
    r"|of\ (?:the\ )?(?:votes?|members?|seats?|cases|majority)|majorité|mayoría)\b",
    re.VERBOSE,
)
_BOTH = "General Assembly and Security Council"  # "1325 (2000)" tells which
_ORGANS_BEFORE = {organ: organ for organ in (SECURITY_COUNCIL, ECOSOC, HUMAN_RIGHTS_COUNCIL)}
_ORGANS_BEFORE |= {GENERAL_ASSEMBLY: GENERAL_ASSEMBLY, "Assembly": GENERAL_ASSEMBLY}
_ORGANS_BEFORE |= {"Council": "Council"}  # which one is seen from the number
_ORGANS_BEFORE |= {ENVIRONMENT_ASSEMBLY: ENVIRONMENT_ASSEMBLY}
_ENVIRONMENT = rf"{ENVIRONMENT_ASSEMBLY}(?: of the United Nations Environment Programme)?"
_ORGAN_BEFORE = re.compile(
    rf"""\b(?:(?P<both>(?:General\ )?Assembly\ and\ (?:the\ )?Security\ Council)
    |(?P<environment>{_ENVIRONMENT.replace(" ", chr(92) + " ")})
    |(?P<organ>(?:World\ Health|Parliamentary|Habitat)\ Assembly
    |{"|".join(map(re.escape, _ORGANS_BEFORE))}
    |Commission|Committee|Conference|Congress|Board|Authority|Parties|Drugs|Justice|Women
    |Development|Rights|Union|League|Agency|Programme|Organization))(?:['’]s)?\s*$""",
    re.VERBOSE,
)
_NAMES = {row["name"]: row["organ"] for row in read_list("organs") if row["language"] != "en"}


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace("’", "['’]") for name in names)


_NAMED = re.compile(
    r"\b(?:du|del|de la|de l['’]|de las?|des|de los?)\s?"
    rf"(?:({_one_of(_NAMES)})|[A-ZÉ]\w+)"
)
_PASSED = re.compile(  # French and Spanish name the organ after its acts
    rf"""(?:[\s,/()]++|1er\b|\d++|(?!{_NAMED.pattern.replace(" ", chr(92) + " ")})
        \b(?:[A-Z]|[IVXLC]{{2,8}}|et|y|e|du|de|del|en|date|le|{"|".join(MONTHS)})\b)*+""",
    re.VERBOSE,
)
_ITS_FOREIGN = re.compile(  # "le Conseil de sécurité, dans sa résolution"
    rf"({_one_of(_NAMES)})(?:,? [^;.,]{{0,60}})?,? (?:dans|par|en|por|mediante) (?:sa|ses|sus?) +$"
)
_SUBJECT = re.compile(  # "dans sa résolution 54/12 du 3 mai 2023, le Conseil de sécurité"
    rf"(?:,? (?:du|del?) \d{{1,2}}[^;.,]{{0,30}})?, (?:le |la |el |l['’])({_one_of(_NAMES)})\b"
)
_ORGAN_FIRST = re.compile(r"\s(?:du|del|de\sla|de\sl['’])\s?[A-ZÉ][\w\s’']{2,60}$")
_RIGHTS_COUNCIL = re.compile(
    _one_of(name for name, organ in _NAMES.items() if organ == HUMAN_RIGHTS_COUNCIL)
)
_SUPPLEMENT_53 = re.compile(r"Supplement No\. 53[A-Z]?\b")  # reports of the Human Rights Council
_OWN = re.compile(r"\b(?:[Ss]es|[Ss]a|[Ss]us?)\s+$")  # "ses résolutions", "su resolución"
_ITS = re.compile(
    rf"({HUMAN_RIGHTS_COUNCIL}|{ECOSOC}|{SECURITY_COUNCIL}"
    rf"|(?:{_ENVIRONMENT}|Commission on the Status of Women)(?=,? (?:in|by|through|at) ))\b"
    r"(?:(?!Assembly|[;.]).){0,50}\bits(?: \w+)?\s*$"
)
_OF_BODY = re.compile(  # "the adoption, by the Commission for Ports at its third session, of"
    r"\b[Aa]doption,? by the (?P<organ>[A-Z][^;.]{2,70}?)"
    r"(?: at its [^;.,]{2,40} session)?,? of (?:its )?$"
)
_LATEST = re.compile(  # "the Human Rights Council, the most recent of which was"
    rf"\b(?P<organ>{HUMAN_RIGHTS_COUNCIL}|{ECOSOC}|{SECURITY_COUNCIL}|{_ENVIRONMENT}"
    r"|Commission on the Status of Women|General Assembly),? "
    r"(?:including )?(?:the )?(?:most recent|latest)(?: of which)?,?(?: (?:was|were|being|is|are))?"
    r"(?: the)? $"
)
_OTHERS = (rf"{HUMAN_RIGHTS_COUNCIL}|{_ENVIRONMENT}|Commission on the Status of Women").replace(
    " ", r"\ "
)
_HEAD = re.compile(  # "resolutions of the Human Rights Council, the most recent of which being"
    rf"""(?:\b(?:[Rr]esolutions?|[Dd]ecisions?)\ (?:of|adopted\ by)\ the\ (?:United\ Nations\ )?
            (?P<organ>{_OTHERS})
        |\b(?P<whose>{_OTHERS})\ (?:resolution|decision)s?)\b
    (?:(?!Assembly|Council)[^;.\d]){{0,150}}
    \b(?:including|most\ recent|latest|in\ particular|inter\ alia|notably|namely|such\ as)\b
    (?:(?!Assembly|Council|\bits\b)[^;.\d]){{0,30}}$
    |\b(?P<reported>Human\ Rights\ Council)\ submitted\ pursuant\ to\ $""",
    re.VERBOSE,
)
_TO_COUNCIL = re.compile(r"\bto the (?:Human Rights )?Council(?: submitted)? pursuant to $")
_DAY = rf"\d{{1,2}}(?: (?:{'|'.join(MONTHS).title()}))?"
_DATE = rf" of (?:{_DAY}(?:,| and) ){{0,3}}{_DAY} (\d{{4}})\b(?!/)"
_NUMBER = r"(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z]\b)?"
_AND_NUMBER = rf"(?:,|,? and) ?{_NUMBER}"
_DATED = re.compile(rf"(?:{_AND_NUMBER}){{0,9}}{_DATE}")
_LISTED = re.compile(  # "37/32 of 23 March 2018 and 39/2 of the Human Rights Council"
    rf" {_NUMBER}(?:{_DATE})?(?:{_AND_NUMBER}(?:{_DATE})?)*,? (?P<how>of|by|adopted by) the "
    rf"(?P<organ>{HUMAN_RIGHTS_COUNCIL}|{ECOSOC}|{GENERAL_ASSEMBLY}|(?:United Nations )?"
    rf"{ENVIRONMENT_ASSEMBLY}|Commission (?:on|for)|Conference of the Parties)\b"
)
_HUMAN_RIGHTS = re.compile("Human [Rr]ights")
_BODIES = re.compile("Council|Commission|Conference|Environment Assembly")
_ACT = re.compile(r"/(?:RES|DEC)[/.]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")
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
    printed = list(_scan(plain, organ))
    if not links:
        return [citation for one in printed for citation in one.citations]
    return sorted(_with_links(plain, printed, links), key=lambda c: c.start)


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


def _with_links(
    text: str, printed: list[_Printed], links: Iterable[tuple[int, int, str]]
) -> Iterator[Citation]:
    """Citations of a text with links: a link tells the organ of the number that it covers.

    It may cover a part of the number, or several links the parts of one: what is printed counts.
    """
    starts = [one.start for one in printed]
    told: dict[int, tuple[Citation, ...]] = {}
    for start, end, href in links:
        place = max(0, bisect_left(starts, start) - 1)
        covered = []
        while place < len(printed) and printed[place].start < end:
            if printed[place].end > start:
                covered.append(place)
            place += 1
        for number in covered:
            told.setdefault(number, _decided(text, printed[number], href))
        if not covered:
            yield from _of_link(text, start, end, href)
    for place, one in enumerate(printed):
        yield from told.get(place, one.citations)


def _of_link(text: str, start: int, end: int, href: str) -> Iterator[Citation]:
    """Citations of a link that covers no number: of a title, or of a symbol of another form."""
    while start < end and text[start] == " ":
        start += 1
    for candidate in (text[start:end], _target(href) or ""):
        try:
            found = [normalise(part) for part in re.split(r"-(?=[A-Z]/)", candidate)]
        except SymbolError:
            continue
        yield from (Citation(symbol, start, end) for symbol in found)
        return


def _decided(text: str, printed: _Printed, href: str) -> tuple[Citation, ...]:
    """Citations of what is printed and linked; where both name a document, the surer of them."""
    target, match = _target(href), printed.match
    if target is None:
        return printed.citations
    if match["act"] and _PERIOD.search(text, max(0, match.start() - 30), match.start()):
        return ()  # "the period 2017/18"
    bare = not match["full"] and not match["path"]
    prefix = _prefix_of(target, match["act"] or "") if bare else None
    linked = tuple(_with_more_parts(text, prefix, match)) if prefix else ()
    if prefix is None and (symbol := _symbol_or_none(target)):
        linked = (Citation(symbol, printed.start, printed.end),)
    if not linked or (printed.citations and (printed.sure or not (prefix or _ACT.search(target)))):
        return printed.citations
    return linked


def _contradicted(
    text: str, links: Iterable[tuple[int, int, str]], found: Iterable[Citation]
) -> Iterator[tuple[str, str]]:
    """What is printed and where its link leads, where these are two documents.

    Part letters, revisions and addenda that a link leaves out do not count.
    """
    cited = [(c.start, c.end, c.symbol) for c in found]
    for start, end, href in links:
        parts = re.split(r"-(?=[A-Z]/)", _target(href) or "")
        targets = [known for part in parts if (known := _symbol_or_none(part))]
        there = [symbol for first, last, symbol in cited if first < end and last > start]
        alike = {_without_part(s) for s in there} & {_without_part(s) for s in targets}
        if there and targets and not alike:
            yield there[0], targets[0]


def _without_part(symbol: str) -> str:
    return re.sub(r" [A-Z](?:-[A-Z])?(?= \(|$)", "", Symbol(symbol).base)


@lru_cache(maxsize=10_000)
def _target(href: str) -> str | None:
    """Symbol that an address of the document system names."""
    found = _HOST.match(href)
    if found is None:
        return None
    path = href[found.end() :].removeprefix(_QUERY).partition("&")[0].removesuffix("/")
    return re.sub("%2[Ff]", "/", path).replace("%20", " ") or None


@lru_cache(maxsize=10_000)
def _symbol_or_none(target: str) -> str | None:
    try:
        return normalise(target)
    except SymbolError:
        return None


@lru_cache(maxsize=10_000)
def _prefix_of(target: str, number: str) -> str | None:
    """Beginning of the symbol of an act; an address may leave "RES/" out before the number."""
    found = re.match(r"A/HRC/RES/|A/HRC/DEC/|[ASE]/RES/|[AE]/DEC/", target, re.IGNORECASE)
    if found:
        return found.group().upper()
    half = re.fullmatch(r"(A/HRC|A|E)/(\d+/\d+)", target, re.IGNORECASE)
    return f"{half[1].upper()}/RES/" if half and half[2] == number else None


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
    text = re.sub(r"(?<=[/-])\s", "", text)  # broken at a line's end
    try:
        return normalise(prefix + (text.replace("/", "/RES.") if "EA." in prefix else text))
    except SymbolError:
        return None


@dataclass(frozen=True)
class _Printed:
    """A symbol, or a number such as 70/1, and what it cites by the words around it."""

    match: re.Match[str]
    citations: tuple[Citation, ...] = ()
    sure: bool = False  # the organ is named, or a date tells it

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.citations[-1].end if self.citations else self.match.end()


@dataclass
class _Listing:
    """Which acts of which organ are being listed."""

    act: str = ""  # "resolution" or "decision"; "" where none was named
    organ: str = ""
    sure: bool = False  # the organ is named
    foreign: bool = False
    unsure: bool = False
    whose: str = ""  # organ that is named before "sa résolution"
    at: int = 0  # where the last act, or the word for it, ends
    broken: bool = False  # the last number was none of an act
    first: bool = False  # no number yet


def _scan(text: str, own: str) -> Iterator[_Printed]:
    """Go through a text once, keeping in mind which organ's acts are being listed."""
    now, scanner = _Listing(organ=own), _Scanner(text, own)
    for match in _matches(text):
        if match["keyword"]:
            now = scanner.begin(match, now)
        elif match["foreign"]:
            now = scanner.begin_foreign(match)
        elif match["full"] or match["path"]:
            yield _Printed(match, tuple(_full(match)), True)
        else:
            yield scanner.number(match, now)


class _Scanner:
    """Tells the acts of a text; what the whole text says is found once."""

    def __init__(self, text: str, own: str) -> None:
        self.text, self.own = text, own
        self.rights = text.find("Human Rights")
        self.council = bool(_RIGHTS_COUNCIL.search(text))
        self.bodies = bool(_BODIES.search(text))
        self.dates = self.bodies and bool(_HUMAN_RIGHTS.search(text))
        self.known: dict[
            str, str | None
        ] = {}  # number: beginning of the symbol, the organ being named
        self.after: tuple[int, str | None] = (
            0,
            None,
        )  # where the organ's name was looked for last, and what was found

    def begin(self, keyword: re.Match[str], last: _Listing) -> _Listing:
        tail = self.text[max(0, keyword.start() - 100) : keyword.start()]
        organ, sure = _organ_before(tail, self.own, last)
        plain = (
            self.bodies
            and organ in (self.own, last.organ, "Council")
            and not tail.endswith("Assembly ")
        )
        if plain:
            listed = _organ_of_list(self.text, keyword, organ, last.organ)
            organ, sure = listed, sure or listed != organ
        act = keyword["keyword"].lower().rstrip("s")
        return _Listing(act, organ, sure, at=keyword.end(), first=True)

    def begin_foreign(self, keyword: re.Match[str]) -> _Listing:
        act = "resolution" if keyword["foreign"][0] in "Rr" else "decision"
        tail = self.text[max(0, keyword.start() - 130) : keyword.start()]
        unsure = self.council and not _OWN.search(tail[-12:])
        its = _ITS_FOREIGN.search(tail) if self.council else None
        whose = _of_name(its[1]) if its else ""
        return _Listing(
            act, self.own, False, True, unsure, whose=whose, at=keyword.end(), first=True
        )

    def number(self, match: re.Match[str], now: _Listing) -> _Printed:
        before, now.broken = now.broken, True
        last, now.at = now.at, match.end()
        if not now.act or not self._is_listed(match, now, last, before):
            return _Printed(match)
        now.broken = now.first = False
        prefix, sure = self._prefix(match, now)
        found = tuple(_with_more_parts(self.text, prefix, match)) if prefix else ()
        now.at = found[-1].end if found else now.at
        return _Printed(match, found, sure)

    def _is_listed(self, match: re.Match[str], now: _Listing, last: int, broken: bool) -> bool:
        """Tell whether a number goes on with a list of acts; ratios, periods and votes do not."""
        if match["council"] or match["old"]:
            return True  # no ratio is written so
        if _SHARE.match(self.text, match.end()):
            return False
        if _GOES_ON.fullmatch(self.text, last, match.start()):
            return not broken
        if now.foreign and now.first and _ORGAN_FIRST.fullmatch(self.text, last, match.start()):
            return True
        joined = _JOINS.search(self.text, max(last, match.start() - 20), match.start())
        return bool(joined and _FOLLOWS.match(self.text, match.end()))

    def _prefix(self, match: re.Match[str], now: _Listing) -> tuple[str | None, bool]:
        """Beginning of the symbol, and whether the text says so in words."""
        sure = now.sure
        if now.foreign:
            subject = _SUBJECT.match(self.text, match.end()) if self.council else None
            named = self._organ_after(match.end())
            if named is None:
                named = (_of_name(subject[1]) if subject else now.whose) or None
            unnamed = "" if now.unsure else self.own
            now.organ, sure = (unnamed, False) if named is None else (named, True)
        elif self.dates and now.act == "resolution":
            dated = _by_date(self.text, match, now.organ)
            now.sure = sure = sure or dated is not None
            now.organ = dated or now.organ
        prefix = _prefix(match, now.act, now.organ, rights=0 <= self.rights < match.start())
        number = f"{now.act} {match.group()}"
        if sure:
            self.known[number] = prefix
        elif now.organ == self.own and number in self.known:  # named with its organ before
            return self.known[number], True
        return prefix, sure

    def _organ_after(self, end: int) -> str | None:
        """Organ named after a number in French or Spanish: "53/12 du Conseil de sécurité"."""
        reached, organ = self.after
        if end > reached:  # a list is walked once: what ends it holds for each of its numbers
            passed = _PASSED.match(self.text, end)
            reached = passed.end() if passed else end
            named = _NAMED.match(self.text, reached)
            organ = _of_name(named[1] or "") if named else None
            self.after = reached, organ
        return organ


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What `_FIND.finditer` gives, but tried only where a match may begin: three times as fast."""
    end = 0
    for start in _BEGINS.finditer(text):
        found = _FIND.match(text, start.start()) if start.start() >= end else None
        if found:
            end = found.end()
            yield found


def _full(match: re.Match[str]) -> Iterator[Citation]:
    """Citations of a full symbol, or an address; a joint one ("A/53/258-S/1998/763") gives two."""
    start, printed = match.start(), match.group()
    if match["path"]:
        found = _PATH.match(match.string, match.start("path"), match.end("path"))
        if found is None:
            return
        start, printed = found.start("symbol"), found["symbol"]
    for text in re.split(r"-(?=[A-Z]/)", printed):
        bare = text.rstrip(".-")
        symbol = re.sub(r"\s?/\s?|%2[Ff]", "/", bare).replace("%20", " ")
        if re.search(r"\d", symbol.partition("/")[2].split(" ")[0]):
            for one in _rows(symbol):
                if known := _symbol_or_none(one):
                    yield Citation(known, start, start + len(bare))
        start += len(text) + 1


def _rows(symbol: str) -> list[str]:
    """Split "A/C.6/56/SR.11-13", records of several meetings, into the first and the last."""
    found = _ROWS.search(symbol)
    if found is None:
        return [symbol]
    head = symbol[: found.start()]
    return [head + found[1], head + found[2]]


def _organ_of_list(text: str, keyword: re.Match[str], named: str, last: str) -> str:
    """Organ whose acts are listed after a keyword: of the list's head, or after the numbers."""
    start = keyword.start()
    if head := _HEAD.search(text, max(0, start - 300), start):
        return _organ_named(head["organ"] or head["whose"] or head["reported"])
    near = text[max(0, start - 130) : start]
    if _TO_COUNCIL.search(near):
        return "Council"
    if found := _LATEST.search(near) or _OF_BODY.search(near):
        return _organ_named(found["organ"])
    tail = near[-20:]
    listed = None if tail.endswith("its ") else _LISTED.match(text, keyword.end())
    if listed and (listed["how"] != "by" or re.search(r"\badoption of (?:the )?$", tail)):
        return _organ_named(listed["organ"])
    joined = last == HUMAN_RIGHTS_COUNCIL and _JOINED.search(tail)
    return last if joined else named


def _of_name(name: str) -> str:
    """Organ of a name in French or Spanish; "" of another body."""
    return _NAMES.get(name.replace("'", "’"), "")


def _organ_named(name: str) -> str:
    """Organ of a name; "" of a body whose acts have no symbols here."""
    if ENVIRONMENT_ASSEMBLY in name:
        return ENVIRONMENT_ASSEMBLY
    return _ORGANS_BEFORE.get(name, "")


def _by_date(text: str, number: re.Match[str], organ: str) -> str | None:
    """Organ whose session was held when an act is dated, where only one of two was.

    The Assembly's 42nd session began in 1987, the Council's in 2019: "42/3 of 26 September
    2019" is the Council's, whatever stands before.
    """
    session = number["session"] or ""
    dated = _DATED.match(text, number.end()) if session.isdigit() else None
    if dated is None or organ not in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, "Council"):
        return None
    year, count = int(dated[1]), int(session)
    of_assembly = year - 1945 - count in (0, 1)
    of_council = abs(year - 2006 - (count - 1) / 3) < 1.5  # three sessions a year, from 2006 on
    if of_assembly == of_council:
        return None
    return GENERAL_ASSEMBLY if of_assembly else HUMAN_RIGHTS_COUNCIL


def _organ_before(tail: str, own: str, last: _Listing) -> tuple[str, bool]:
    """Organ whose acts are named next, and whether it is named; `last` is what was listed."""
    if "Supplement" in tail and _SUPPLEMENT_53.search(tail):
        return HUMAN_RIGHTS_COUNCIL, True
    named = _ITS.search(tail) if "its" in tail else None
    if named:
        return _organ_named(named.group(1)), True
    if not tail.rstrip().rpartition(" ")[2].islower() and (named := _ORGAN_BEFORE.search(tail)):
        if named["both"]:
            return _BOTH, True
        return _organ_named(named["environment"] or named["organ"]), True
    return (last.organ, last.sure) if _CARRIED.search(tail) else (own, False)


def _prefix(match: re.Match[str], act: str, organ: str, *, rights: bool) -> str | None:
    """Beginning of the symbol of a bare number, or None when the organ cannot be told.

    `rights` says that "Human Rights" stands before it: a "Council" may be that one.
    """
    if match["council"]:
        near = organ in (SECURITY_COUNCIL, "Council", GENERAL_ASSEMBLY, _BOTH)
        return "S/RES/" if near and act == "resolution" else None
    if organ == _BOTH:
        organ = GENERAL_ASSEMBLY
    if match["old"]:
        return "A/RES/" if organ == GENERAL_ASSEMBLY and act == "resolution" else None
    by_year = bool(_YEAR.fullmatch(match["session"]))
    if match["session"].startswith(("ES-", "S-")) and organ == SECURITY_COUNCIL:
        organ = GENERAL_ASSEMBLY
    if organ == "Council":
        organ = ECOSOC if by_year else HUMAN_RIGHTS_COUNCIL if rights else ""
    fits = {
        ECOSOC: by_year,
        GENERAL_ASSEMBLY: _is_session(match["session"]),
        HUMAN_RIGHTS_COUNCIL: not by_year,
        ENVIRONMENT_ASSEMBLY: match["session"] in "123456789",
    }
    return _PREFIXES.get((organ, act)) if fits.get(organ) else None


def _is_session(session: str) -> bool:
    """Numbers with a session are used from the thirty-first session (1976) on."""
    digits = session.rpartition("-")[2]
    return "-" in session or 31 <= int(digits) <= 130
