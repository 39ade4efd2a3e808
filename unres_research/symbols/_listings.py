"""Acts that a text lists: "its resolutions 46/182 and 57/150, and Council decision 2020/201"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unres_research._numerals import MONTHS
from unres_research.symbols import _organs_fr_es as fr_es
from unres_research.symbols._citation import Citation, of_full_symbol, of_number, printed_in
from unres_research.symbols._organs import (
    A_COUNCIL,
    organ_before,
    organ_by_date,
    organ_of_list,
    prefix_of,
)

_AND = (
    r"(?:and/or|&|et/ou|y/o|up\ to|and|or|to|through|as\ well\ as|et|ou|à|ainsi\ que|[yeoua]"
    r"|así\ como)"
)
_GOES_ON = re.compile(rf"[\s,;-]*(?:{_AND}[\s,]+)?", re.VERBOSE)  # what joins two acts of a list
_JOINS = re.compile(  # what stands before an act of a list, where more stands between two
    rf"(?:[,;]|[,;\s]{_AND}|\b(?:including|particular|particulier|alia|notably|namely|notamment|dont"
    r"|incluid[ao]s?|being|was|were|is|are|recent|latest|see|under|with|pursuant\ to|fue|era|por"
    r"|[Rr]ecalling|[Rr]eaffirming|(?:amended|supplemented|replaced|extended)\ by"
    rf"|(?:{'|'.join(MONTHS).title()})\ \d{{4}}))\s*$",
    re.VERBOSE,
)
_FOLLOWS = re.compile(  # what stands behind such an act, if it is a word
    r"(?!\s?%)(?!\s[a-z])|\s(?:of|and|on|to|entitled|for|concerning|in|that|related|relating|by"
    r"|as|adopted|remains?|aimed|it|should|are|shall|throughout|at|such|regarding|since|after"
    r"|will|or|also|from|is|was|were|has|have|had|which|with|respectively|dated|including|under"
    r"|contain\w*|addressing|establish\w*|request\w*|du|et|en|sur|de|del?|pour|y|e|a|au|aux"
    r"|[^\W\d_]{1,2}|relati\w+|para|par|con|sobre|contenant|portant|intitul\w+|titulada)\b"
)
_FIRST = re.compile(  # what may stand before the first act: "No.", "(", a colon
    r"\s*(?P<colon>:)?\s*(?:[Nn]os?\.|[Nn][°º]s?|№)?\s*(?P<open>[(\[“\"«])?"
)
_SHARE = re.compile(
    r"\s?%|[\s-]{1,2}(?:majority|gender|balance|split|ratio|parity|per\ cent|percent|votes?|shares?"
    r"|of\ (?:the\ )?(?:votes?|members?|seats?|cases|majority)|majorité|mayoría"
    r"|parité|paridad|Hz)\b",
    re.VERBOSE,
)
_DATED = re.compile(r"(?: [A-Z])? (?:of|du|de) \d")
_CARRIED = re.compile(r"(?:\d,? and|including|in particular) $")  # a list goes on with its organ
_OTHER_BODIES = re.compile("Council|Commission|Conference|Environment Assembly|HRC|ECOSOC")
_HUMAN_RIGHTS = re.compile("Human [Rr]ights")


@dataclass(frozen=True)
class Printed:
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

    act: str  # "resolution" or "decision"; "" where none was named
    organ: str
    end: int = 0  # of the last number, or of the word for the act
    sure: bool = False  # the organ is named, or a date tells it
    single: bool = False  # the word for the act is in the singular
    empty: bool = True  # no act yet
    interrupted: bool = False  # the last number was that of no act
    fr_es: bool = False  # in French or Spanish, where each number has its organ behind it
    owner: str = ""  # organ named before "dans sa résolution"
    unnamed: str = ""  # organ of a number behind which none is named; "" where it cannot be told


def scan(text: str, own: str) -> Iterator[Printed]:
    """Go through a text once, keeping in mind which organ's acts are being listed.

    `own` is the organ whose text it is.
    """
    now, scanner = _Listing("", own), _Scanner(text, own)
    for match in printed_in(text):
        if match["english"]:
            now = scanner.begin(match, now)
        elif match["fr_es"]:
            now = scanner.begin_fr_es(match)
        elif match["full"] or match["path"]:
            yield Printed(match, tuple(of_full_symbol(match)), True)
        else:
            yield scanner.number(match, now)


class _Scanner:
    """Tells the acts of a text; what the whole text says is found once."""

    def __init__(self, text: str, own: str) -> None:
        self.text, self.own = text, own
        self.rights_at = text.find("Human Rights")
        self.other_bodies = bool(_OTHER_BODIES.search(text))
        self.by_date = self.other_bodies and bool(_HUMAN_RIGHTS.search(text))
        self.rights_fr_es = fr_es.names_rights_council(text)
        self.prefixes: dict[str, str | None] = {}  # of acts that were named with their organ
        self.ahead: tuple[int, str | None] = (0, None)  # a list's end, and the organ named there

    def begin(self, keyword: re.Match[str], last: _Listing) -> _Listing:
        tail = self.text[max(0, keyword.start() - 100) : keyword.start()]
        organ, sure = self._organ_before(tail, last)
        may_differ = self.other_bodies and organ in (self.own, last.organ, A_COUNCIL)
        if may_differ and not tail.endswith("Assembly "):
            named = organ_of_list(self.text, keyword, last.organ)
            if named not in (None, organ):
                organ, sure = named, True
        single = not keyword.group().endswith("s")
        return _Listing(_act(keyword), organ, keyword.end(), sure, single)

    def _organ_before(self, tail: str, last: _Listing) -> tuple[str, bool]:
        """Organ whose acts are named next, and whether it is named; `last` is what was listed."""
        named = organ_before(tail)
        if named is not None:
            return named, True
        return (last.organ, last.sure) if _CARRIED.search(tail) else (self.own, False)

    def begin_fr_es(self, keyword: re.Match[str]) -> _Listing:
        single = not keyword.group().endswith("s")
        now = _Listing(
            _act(keyword), self.own, keyword.end(), single=single, fr_es=True, unnamed=self.own
        )
        if self.rights_fr_es:
            tail = self.text[max(0, keyword.start() - 130) : keyword.start()]
            now.owner = fr_es.organ_before(tail)
            now.unnamed = self.own if fr_es.is_own(tail) else ""
        return now

    def number(self, match: re.Match[str], now: _Listing) -> Printed:
        is_listed = now.act and self._is_listed(match, now)
        now.end, now.interrupted = match.end(), not is_listed
        if not is_listed:
            return Printed(match)
        now.empty = False
        prefix, sure = self._prefix(match, now)
        found = tuple(of_number(prefix, match)) if prefix else ()
        now.end = found[-1].end if found else now.end
        return Printed(match, found, sure)

    def _is_listed(self, match: re.Match[str], now: _Listing) -> bool:
        """Tell whether a number goes on with a list of acts; ratios, periods and votes do not."""
        if match["council"] or match["old"]:
            return True  # no ratio is written so
        if _SHARE.match(self.text, match.end()):
            return False
        if _GOES_ON.fullmatch(self.text, now.end, match.start()):
            more = now.single and not now.empty
            return not now.interrupted and not (more and self._may_be_share(match))
        if now.empty and self._is_first(match, now):
            return True
        if now.fr_es and now.empty and fr_es.is_organ_between(self.text, now.end, match.start()):
            return True
        joined = _JOINS.search(self.text, max(now.end, match.start() - 20), match.start())
        return bool(joined and _FOLLOWS.match(self.text, match.end()))

    def _may_be_share(self, match: re.Match[str]) -> bool:
        """Tell whether a number after a single act ("resolution 70/1 and 50/50") is a share."""
        one, _, other = match["act"].partition("/")
        whole = one.isdigit() and other.strip().isdigit() and int(one) + int(other) == 100
        if whole and not _DATED.match(self.text, match.end()):
            return True
        return not _FOLLOWS.match(self.text, match.end())

    def _is_first(self, match: re.Match[str], now: _Listing) -> bool:
        """Tell whether a number is the first act: "resolution No. 70/1", "resolution (70/1)"."""
        before = _FIRST.fullmatch(self.text, now.end, match.start())
        if before is None or (before["colon"] and now.single):  # "the resolution: 93/3 in favour"
            return False
        closes = self.text[match.end() : match.end() + 1] in tuple(')]”"»')
        return closes or not before["open"]

    def _prefix(self, match: re.Match[str], now: _Listing) -> tuple[str | None, bool]:
        """Beginning of the symbol, and whether the text says so in words."""
        sure = now.sure
        if now.fr_es:
            named = self._organ_fr_es(match.end(), now)
            now.organ, sure = (now.unnamed, False) if named is None else (named, True)
        elif self.by_date and now.act == "resolution":
            dated = organ_by_date(self.text, match, now.organ)
            now.sure = sure = sure or dated is not None
            now.organ = dated or now.organ
        rights = 0 <= self.rights_at < match.start()
        prefix = prefix_of(match, now.act, now.organ, rights=rights)
        number = f"{now.act} {match.group()}"
        if sure:
            self.prefixes[number] = prefix
        elif now.organ == self.own and number in self.prefixes:  # named with its organ before
            return self.prefixes[number], True
        return prefix, sure

    def _organ_fr_es(self, end: int, now: _Listing) -> str | None:
        """Organ that the words around a number name; "" of another body, None where none is."""
        list_end, organ = self.ahead
        if end > list_end:  # a list is walked once: what ends it holds for each of its numbers
            list_end, organ = self.ahead = fr_es.organ_after(self.text, end)
        if organ is not None:
            return organ
        subject = fr_es.subject_after(self.text, end) if self.rights_fr_es else None
        return (now.owner if subject is None else subject) or None


def _act(keyword: re.Match[str]) -> str:
    return "decision" if keyword.group()[0] in "Dd" else "resolution"
