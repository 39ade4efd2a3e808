"""What a text prints: symbols, addresses and numbers, and the citations that each of them gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from unres_research.symbols._addresses import PATH, SITE, decoded
from unres_research.symbols._symbol import symbol_or_none

_AFTER_PART = (
    r"(?![\w'’./-])(?!\s(?!(?:of|and|to|or|dated|entitled|on|in|as|by|is|was|du|et|en|del?|y)\b)"
    r"[a-z])"
)
_PART = r"[A-Z](?:\s?-\s?[A-Z])?"
_NUMBER = rf"""
    (?P<old>(?<!,)\d{{1,4}}(?:\s?{_PART})?\s?\((?:E?S-)?[IVXLC]{{1,8}}\))
    | (?P<council>(?<!\d,)\d{{1,4}}\s?\((?:19\d\d|20\d\d)\))
    | (?P<act>(?P<session>(?:E?S-\s?)?\d{{1,4}})/\s?\d{{1,3}}(?![\d/])
        (?:\s(?P<part>{_PART}){_AFTER_PART})?)
"""
_SEGMENT = r"[A-Z0-9][\w.\-]*"
_PRINTED = re.compile(  # a symbol may be broken at a line's end, after a stroke
    rf"""
    {SITE}(?P<path>[^\s<>"“”]+)
    | (?P<full>(?<![\w/.])[A-Z]{{1,8}}(?:/{_SEGMENT}|/\s(?=(?:RES|DEC|HRC|C\.\d)/){_SEGMENT})
        (?:/{_SEGMENT}|\s?/\s?(?=(?:Add|Corr|Rev)\.\d){_SEGMENT}|/\s(?=\d){_SEGMENT})*
        (?:\s\([IVXLC]{{1,8}}\)|\s?\(\d{{4}}\))?(?:(?<=\d)\s[A-Z](?:-[A-Z])?{_AFTER_PART})?)
    | (?P<english>\b[Rr]esolutions?\b|\b[Dd]ecisions?\b|\b[Rr]es\.?(?=\s\d)|\b(?:UN)?SCRs?(?=\s\d))
    | (?P<fr_es>\b[Rr](?:ésolutions?|esoluci(?:ón|ones))\b|\b[Dd](?:écisions?|ecisi(?:ón|ones))\b)
    | (?:(?<![\w/.\-])|(?<=/\d-)|(?<=/\d\d-)|(?<=/\d\d\d-))(?:{_NUMBER})(?![\w/])
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(
    rf"[RrDd][eé](?:sol|cis)|\b(?:[Rr]es\b|(?:UN)?SCRs?\s)|{SITE}"
    r"|(?<![\w/.])(?:\d+|[A-Z]{1,8}[/-])"
)
_ANY = re.compile(r"\d\s?[(/]|/\s?\d|%2[Ff]\d|/[A-Z]+\.\d|[A-Z]\s?\([IVXLC]")
_JOINT = re.compile(r"-(?=[A-Z]/)")  # "A/53/258-S/1998/763": one document, two symbols
_MEETINGS = re.compile(r"(?<=\b[SP][RV]\.)(\d+)-(\d+)$")  # "SR.11-13": records of meetings
_NUMBERED = re.compile(r"([A-Z]{2,8})/\d+")  # as "COVID/19", "EU/27" and "CD/1299" are
_SERIES = frozenset(  # of documents that are numbered so
    ["ATT", "BWC", "CCM", "CCW", "CD", "CLCS", "EB", "EX", "GA", "GC", "GOV", "INFCIRC", "ISBA"]
    + ["LOS", "NPT", "SC", "SPLOS", "STCMLC", "TD", "TSC", "UNEP", "WHA"]
)
_NO_SYMBOLS = ("HIV/", "ISO/", "IEC/")
_AND_PART = re.compile(rf"(?:,|\s(?:and|et|y))\s(?P<part>[A-Z]){_AFTER_PART}")


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


def may_cite(text: str) -> bool:
    """Tell quickly whether a text may hold a symbol or the number of an act."""
    return bool(("/" in text or "(" in text) and _ANY.search(text))


def printed_in(text: str) -> Iterator[re.Match[str]]:
    """Symbols, addresses, numbers such as 70/1, and the words "resolution" and "decision".

    What `_PRINTED.finditer` gives, tried only where a match may begin: three times as fast.
    """
    end = 0
    for start in _BEGINS.finditer(text):
        found = _PRINTED.match(text, start.start()) if start.start() >= end else None
        if found:
            end = found.end()
            yield found


def split_joint(symbol: str) -> list[str]:
    """Split a joint symbol, "A/53/258-S/1998/763", into its two; any other stays whole."""
    return _JOINT.split(symbol)


def of_full_symbol(match: re.Match[str]) -> Iterator[Citation]:
    """Citations of a full symbol or an address: two of a joint symbol, or of several meetings."""
    start, printed = match.start(), match.group()
    if match["path"]:
        found = PATH.match(match.string, match.start("path"), match.end("path"))
        if found is None:
            return
        start, printed = found.start("symbol"), found["symbol"]
    for part in split_joint(printed):
        bare = part.rstrip(".-")
        symbol = decoded(re.sub(r"\s?/\s?", "/", bare))
        if re.search(r"\d", symbol.partition("/")[2].split(" ")[0]) and _is_of_series(symbol):
            for one in _first_and_last(symbol):
                if known := symbol_or_none(one):
                    yield Citation(known, start, start + len(bare))
        start += len(part) + 1


def _is_of_series(symbol: str) -> bool:
    """Tell whether a symbol is of a body, not an abbreviation with a number behind a stroke."""
    numbered = _NUMBERED.fullmatch(symbol)
    known = numbered is None or numbered[1] in _SERIES or not numbered[1].strip("IVXLC")
    return known and not symbol.startswith(_NO_SYMBOLS)


def _first_and_last(symbol: str) -> list[str]:
    """Split "A/C.6/56/SR.11-13", records of several meetings, into the first and the last."""
    found = _MEETINGS.search(symbol)
    if found is None:
        return [symbol]
    head = symbol[: found.start()]
    return [head + found[1], head + found[2]]


def of_number(prefix: str, match: re.Match[str]) -> Iterator[Citation]:
    """Citations of a number whose symbol begins with a prefix: "71/272 A and B" gives two."""
    number = re.sub(r"(?<=[/-])\s", "", match["old"] or match["council"] or match["act"])
    if "EA." in prefix:
        number = number.replace("/", "/RES.")
    symbol = symbol_or_none(prefix + number)
    if symbol is None:
        return
    end = match.end()
    yield Citation(symbol, match.start(), end)
    while match["part"] and (more := _AND_PART.match(match.string, end)):
        base = symbol[: -len(match["part"])]
        end = more.end()
        yield Citation(f"{base}{more['part']}", more.start("part"), end)
