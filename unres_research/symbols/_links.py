"""What the links of a text tell about its citations, and where they contradict them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from unres_research.symbols._addresses import target_of
from unres_research.symbols._citation import Citation, of_number, split_joint
from unres_research.symbols._listings import Printed
from unres_research.symbols._symbol import Symbol, symbol_or_none

_PERIOD = re.compile(
    r"\b(?:periods?|bienni\w+|years?|[Pp]ériodes?|exercices?|per[ií]odo|bienio)\s+$"
)
_ACT = re.compile(r"/(?:RES|DEC)[/.]", re.IGNORECASE)


def with_links(
    text: str, printed: list[Printed], links: Iterable[tuple[int, int, str]]
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
            told.setdefault(number, _of_covered(text, printed[number], href))
        if not covered:
            yield from _of_link_alone(text, start, end, href)
    for place, one in enumerate(printed):
        yield from told.get(place, one.citations)


def _of_covered(text: str, printed: Printed, href: str) -> tuple[Citation, ...]:
    """Citations of what is printed and linked; where both name a document, the surer of them."""
    target, match = target_of(href), printed.match
    if not target:
        return printed.citations
    if match["act"] and _PERIOD.search(text, max(0, match.start() - 30), match.start()):
        return ()  # "the period 2017/18"
    is_number = not match["full"] and not match["path"]
    prefix = _prefix_in(target, match["act"] or "") if is_number else None
    linked = tuple(of_number(prefix, match)) if prefix else ()
    if prefix is None and (symbol := symbol_or_none(target)):
        linked = (Citation(symbol, printed.start, printed.end),)
    if not linked or (printed.citations and (printed.sure or not (prefix or _ACT.search(target)))):
        return printed.citations
    return linked


def _of_link_alone(text: str, start: int, end: int, href: str) -> Iterator[Citation]:
    """Citations of a link that covers no number: of a title, or of a symbol of another form."""
    while start < end and text[start] == " ":
        start += 1
    for candidate in (text[start:end], target_of(href)):
        parts = split_joint(candidate)
        symbols = [symbol for part in parts if (symbol := symbol_or_none(part))]
        if len(symbols) == len(parts):
            yield from (Citation(symbol, start, end) for symbol in symbols)
            return


@lru_cache(maxsize=10_000)
def _prefix_in(target: str, number: str) -> str | None:
    """Beginning of the symbol of an act; an address may leave "RES/" out before the number."""
    found = re.match(r"A/HRC/RES/|A/HRC/DEC/|[ASE]/RES/|[AE]/DEC/", target, re.IGNORECASE)
    if found:
        return found.group().upper()
    half = re.fullmatch(r"(A/HRC|A|E)/(\d+/\d+)", target, re.IGNORECASE)
    return f"{half[1].upper()}/RES/" if half and half[2] == number else None


def contradicted(
    links: Iterable[tuple[int, int, str]], found: Iterable[Citation]
) -> Iterator[tuple[str, str]]:
    """Give what is printed and where its link leads, where these are two documents.

    Part letters, revisions and addenda that a link leaves out do not count.
    """
    cited = [(c.start, c.end, c.symbol) for c in found]
    for start, end, href in links:
        parts = split_joint(target_of(href))
        targets = [symbol for part in parts if (symbol := symbol_or_none(part))]
        there = [symbol for first, last, symbol in cited if first < end and last > start]
        alike = {_without_part(s) for s in there} & {_without_part(s) for s in targets}
        if there and targets and not alike:
            yield there[0], targets[0]


def _without_part(symbol: str) -> str:
    return re.sub(r" [A-Z](?:-[A-Z])?(?= \(|$)", "", Symbol(symbol).base)
