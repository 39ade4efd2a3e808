"""Whose act a number is: the organ named in English, or told by the date or by the number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from unres_research._names import (
    ECOSOC,
    ENVIRONMENT_ASSEMBLY,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    SECURITY_COUNCIL,
)
from unres_research._numerals import MONTHS

A_COUNCIL = "Council"  # the number tells which one
_BOTH = "General Assembly and Security Council"  # "1325 (2000)" tells which one
_ORGAN_OF_NAME = {
    organ: organ for organ in (SECURITY_COUNCIL, ECOSOC, HUMAN_RIGHTS_COUNCIL, GENERAL_ASSEMBLY)
} | {"Assembly": GENERAL_ASSEMBLY, "Council": A_COUNCIL}
_ORGAN_OF_NAME |= {"UNGA": GENERAL_ASSEMBLY, "GA": GENERAL_ASSEMBLY, "ECOSOC": ECOSOC}
_ORGAN_OF_NAME |= dict.fromkeys(("UNHRC", "HRC"), HUMAN_RIGHTS_COUNCIL)
_ORGAN_OF_NAME |= dict.fromkeys(("UNSC", "SC"), SECURITY_COUNCIL)
_ORGAN_OF_NAME |= {"UNEA": ENVIRONMENT_ASSEMBLY}
_ABBREVIATED = (  # bodies whose acts have no symbols here
    "ASEAN|AU|CBD|CCPCJ|CND|COP|CSW|ECA|ECE|ECLAC|ESCAP|ESCWA|EU|FAO|IAEA|ICAO|ILO|IMO|IPU|ITU"
    "|NATO|OAS|OAU|OSCE|UNDP|UNEP|UNESCO|UNFCCC|UNHCR|UNIDO|UPU|WHA|WHO|WMO"
)
_PREFIXES = {  # (organ, kind of act) -> beginning of the symbol
    (GENERAL_ASSEMBLY, "resolution"): "A/RES/",
    (GENERAL_ASSEMBLY, "decision"): "A/DEC/",
    (ECOSOC, "resolution"): "E/RES/",
    (ECOSOC, "decision"): "E/DEC/",
    (HUMAN_RIGHTS_COUNCIL, "resolution"): "A/HRC/RES/",
    (HUMAN_RIGHTS_COUNCIL, "decision"): "A/HRC/DEC/",
    (ENVIRONMENT_ASSEMBLY, "resolution"): "UNEP/EA.",
}
_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d")


def one_of(names: Iterable[str]) -> str:
    """Pattern of any of the names; blanks count in it under re.VERBOSE, too."""
    return "|".join(re.escape(name).replace("’", "['’]") for name in names)


_COUNCILS = one_of((HUMAN_RIGHTS_COUNCIL, ECOSOC, SECURITY_COUNCIL))
_RIGHTS_COUNCIL = re.escape(HUMAN_RIGHTS_COUNCIL)
_ENVIRONMENT = (
    re.escape(ENVIRONMENT_ASSEMBLY) + r"(?:\ of\ the\ United\ Nations\ Environment\ Programme)?"
)
_BODIES = rf"{_ENVIRONMENT}|Commission\ on\ the\ Status\ of\ Women"
_NAME_BEFORE = re.compile(
    rf"""\b(?:(?P<both>(?:General\ )?Assembly\ and\ (?:the\ )?Security\ Council)
    |(?P<organ>{_ENVIRONMENT}|(?:World\ Health|Parliamentary|Habitat)\ Assembly
    |{one_of(_ORGAN_OF_NAME)}
    |Commission|Committee|Conference|Congress|Board|Authority|Parties|Drugs|Justice|Women
    |Development|Rights|Union|League|Agency|Programme|Organization|Parliament|{_ABBREVIATED}))(?:['’]s)?\s*$""",
    re.VERBOSE,
)
_ITS = re.compile(  # "the Human Rights Council, in its"
    rf"({_COUNCILS}|(?:{_BODIES})(?=,? (?:in|by|through|at) ))\b"
    r"(?:(?!Assembly|[;.]).){0,50}\bits(?: \w+)?\s*$"
)
_SUPPLEMENT_53 = re.compile(r"Supplement No\. 53[A-Z]?\b")  # reports of the Human Rights Council
_HEAD = re.compile(  # "resolutions of the Human Rights Council, the most recent of which being"
    rf"""(?:\b(?:[Rr]esolutions?|[Dd]ecisions?)\ (?:of|adopted\ by)\ the\ (?:United\ Nations\ )?
            (?P<organ>{_RIGHTS_COUNCIL}|{_BODIES})
        |\b(?P<whose>{_RIGHTS_COUNCIL}|{_BODIES})\ (?:resolution|decision)s?)\b
    (?:(?!Assembly|Council)[^;.\d]){{0,150}}
    \b(?:including|most\ recent|latest|in\ particular|inter\ alia|notably|namely|such\ as)\b
    (?:(?!Assembly|Council|\bits\b)[^;.\d]){{0,30}}$
    |\b(?P<reported>{_RIGHTS_COUNCIL})\ submitted\ pursuant\ to\ $""",
    re.VERBOSE,
)
_TO_COUNCIL = re.compile(r"\bto the (?:Human Rights )?Council(?: submitted)? pursuant to $")
_LATEST = re.compile(  # "the Human Rights Council, the most recent of which was"
    rf"\b(?P<organ>{_COUNCILS}|{_BODIES}|{GENERAL_ASSEMBLY}),? "
    r"(?:including )?(?:the )?(?:most recent|latest)(?: of which)?,?(?: (?:was|were|being|is|are))?"
    r"(?: the)? $"
)
_OF_BODY = re.compile(  # "the adoption, by the Commission for Ports at its third session, of"
    r"\b[Aa]doption,? by the (?P<organ>[A-Z][^;.]{2,70}?)"
    r"(?: at its [^;.,]{2,40} session)?,? of (?:its )?$"
)
_DAY = rf"\d{{1,2}}(?: (?:{'|'.join(MONTHS).title()}))?"
_DATE = rf" of (?:{_DAY}(?:,| and) ){{0,3}}{_DAY} (\d{{4}})\b(?!/)"
_NUMBER = r"(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z]\b)?"
_AND_NUMBER = rf"(?:,|,? and) ?{_NUMBER}"
_DATED = re.compile(rf"(?:{_AND_NUMBER}){{0,9}}{_DATE}")
_LISTED = re.compile(  # "37/32 of 23 March 2018 and 39/2 of the Human Rights Council"
    rf" {_NUMBER}(?:{_DATE})?(?:{_AND_NUMBER}(?:{_DATE})?)*,? (?P<how>of|by|adopted by) the "
    rf"(?P<organ>{one_of((HUMAN_RIGHTS_COUNCIL, ECOSOC, GENERAL_ASSEMBLY))}|(?:United Nations )?"
    rf"{ENVIRONMENT_ASSEMBLY}|(?:UN)?HRC|ECOSOC|Commission (?:on|for)|Conference of the Parties)\b"
)
_ADOPTION = re.compile(r"\badoption of (?:the )?$")
_AND = re.compile(r"\b(?:and|as well as) $")


def organ_before(tail: str) -> str | None:
    """Organ named at the end of a text, before its acts; "" of another body; None where none is."""
    if "Supplement" in tail and _SUPPLEMENT_53.search(tail):
        return HUMAN_RIGHTS_COUNCIL
    if "its" in tail and (named := _ITS.search(tail)):
        return _organ_of(named[1])
    last_word = tail.rstrip().rpartition(" ")[2]
    if not last_word.islower() and (named := _NAME_BEFORE.search(tail)):
        return _BOTH if named["both"] else _organ_of(named["organ"])
    return None


def organ_of_list(text: str, keyword: re.Match[str], last: str) -> str | None:
    """Organ that the head of a list names, or the words behind its numbers; `last` was listed."""
    start = keyword.start()
    if head := _HEAD.search(text, max(0, start - 300), start):
        return _organ_of(head["organ"] or head["whose"] or head["reported"])
    near = text[max(0, start - 130) : start]
    if _TO_COUNCIL.search(near):
        return A_COUNCIL
    if found := _LATEST.search(near) or _OF_BODY.search(near):
        return _organ_of(found["organ"])
    tail = near[-20:]
    listed = None if tail.endswith("its ") else _LISTED.match(text, keyword.end())
    if listed and (listed["how"] != "by" or _ADOPTION.search(tail)):
        return _organ_of(listed["organ"])
    return last if last == HUMAN_RIGHTS_COUNCIL and _AND.search(tail) else None


def _organ_of(name: str) -> str:
    """Organ of a name; "" of a body whose acts have no symbols here."""
    return ENVIRONMENT_ASSEMBLY if ENVIRONMENT_ASSEMBLY in name else _ORGAN_OF_NAME.get(name, "")


def organ_by_date(text: str, number: re.Match[str], organ: str) -> str | None:
    """Organ whose session was held when an act is dated, where only one of two was.

    The Assembly's 42nd session began in 1987, the Human Rights Council's in 2019: "42/3 of 26
    September 2019" is the Council's, whatever stands before.
    """
    session = number["session"] or ""
    dated = _DATED.match(text, number.end()) if session.isdigit() else None
    if dated is None or organ not in (GENERAL_ASSEMBLY, HUMAN_RIGHTS_COUNCIL, A_COUNCIL):
        return None
    year, count = int(dated[1]), int(session)
    of_assembly = year - 1945 - count in (0, 1)
    of_council = abs(year - 2006 - (count - 1) / 3) < 1.5  # three sessions a year, from 2006 on
    if of_assembly == of_council:
        return None
    return GENERAL_ASSEMBLY if of_assembly else HUMAN_RIGHTS_COUNCIL


def prefix_of(number: re.Match[str], act: str, organ: str, *, rights: bool) -> str | None:
    """Beginning of the symbol of a bare number, or None where the organ cannot be told.

    `rights` says that "Human Rights" stands before it: a "Council" may be that one.
    """
    if number["council"]:
        near = organ in (SECURITY_COUNCIL, A_COUNCIL, GENERAL_ASSEMBLY, _BOTH)
        return "S/RES/" if near and act == "resolution" else None
    if organ == _BOTH:
        organ = GENERAL_ASSEMBLY
    if number["old"]:
        return "A/RES/" if organ == GENERAL_ASSEMBLY and act == "resolution" else None
    session = number["session"]
    by_year = bool(_YEAR.fullmatch(session))
    if session.startswith(("ES-", "S-")) and organ == SECURITY_COUNCIL:
        organ = GENERAL_ASSEMBLY
    if organ == A_COUNCIL:
        organ = ECOSOC if by_year else HUMAN_RIGHTS_COUNCIL if rights else ""
    fits = {
        ECOSOC: by_year,
        GENERAL_ASSEMBLY: _is_of_assembly(session),
        HUMAN_RIGHTS_COUNCIL: not by_year,
        ENVIRONMENT_ASSEMBLY: len(session) == 1 and session != "0",
    }
    return _PREFIXES.get((organ, act)) if fits.get(organ) else None


def _is_of_assembly(session: str) -> bool:
    """Numbers with a session are used from the thirty-first session (1976) on."""
    digits = session.rpartition("-")[2]
    return "-" in session or 31 <= int(digits) <= 130
