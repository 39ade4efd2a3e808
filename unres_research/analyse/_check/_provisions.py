"""Clauses that set times, a review, an end or means: phrases of a word list, with their places.

A phrase counts inside a directive or a decision, never in a statement. In a phrase "*" stands for
at most eight words without a comma, "{date}" for a day, month or year
("{day}" for no bare year, "{year}" for one), "{session}" for "its eighty-first session",
"{n}" for a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from unres_research._numerals import MONTHS
from unres_research._wordlists import read_list
from unres_research.read._actions._reports import denied

if TYPE_CHECKING:
    import pandas as pd

PROVISIONS = ("timeline", "review", "retirement", "funding")
MEETING, TOPIC = "meeting", "topic"
COLUMNS = ["provision", "paragraph", "start", "end", "text", "phrase"]
ACTS = ("directive", "decision")  # classes of actions in which a provision counts
_OWN = frozenset(("secretary_general", "secretariat", "un_system", "un_body"))
_GAP = 8  # words that a * stands for
_SPACE = r"[^\S\n]+"
_ENGLISH = "|".join(m for m in MONTHS if m.isascii())
_MONTH = f"(?:{_ENGLISH})"
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "eighteen", r"\d{1,3}"),
)
_YEAR = r"(?:19|20)\d\d"
_DAY = rf"(?:mid-)?(?:\d{{1,2}}{_SPACE})?{_MONTH}(?:{_SPACE}{_YEAR})?"
_END = rf"the{_SPACE}end{_SPACE}of{_SPACE}"
_QUOTED = re.compile(r"[“\"][^“”\"]{1,2000}[”\"]")  # titles, in which words are of others
_PLACES = {
    "{date}": rf"(?:{_END})?(?:{_DAY}|{_YEAR})",
    "{day}": rf"(?:{_END}(?:{_DAY}|{_YEAR})|{_DAY})",
    "{year}": _YEAR,
    "{session}": rf"(?:its|the|their)(?:{_SPACE}[a-z-]+){{1,4}}{_SPACE}session",
    "{n}": f"(?:{'|'.join(_NUMBERS)})",
    "*": rf"(?:[^\s;,]+{_SPACE}){{0,{_GAP}}}",
}
_IN_MONTH = re.compile(r"\d{4}-\d\d")  # a bare year is as often that of a budget
_BOUND = re.compile(r"[,;:.](?=\s|$)|\s[–—](?=\s)|[()]")  # where a clause begins or ends


@dataclass(frozen=True)
class Phrase:
    """A row of the word list, ready to look for."""

    phrase: str
    provision: str
    own: bool  # counts only of what is decided, or asked of the United Nations itself
    pattern: re.Pattern[str]


def phrase_of(phrase: str, provision: str, whom: str = "") -> Phrase:
    """Make a phrase of the word list a pattern."""
    parts = []
    for word in phrase.split():
        if word == "*":
            parts.append(_PLACES["*"])
        else:
            parts.append(_PLACES.get(word, re.escape(word)) + _SPACE)
    said = "".join(parts)[: -len(_SPACE)]
    return Phrase(phrase, provision, whom == "un", re.compile(rf"(?<![\w-]){said}(?![\w-])", re.I))


@cache
def built_in() -> tuple[Phrase, ...]:
    """The phrases of wordlists/provisions.csv."""
    rows = read_list("provisions")
    return tuple(phrase_of(r["phrase"], r["provision"], r["whom"]) for r in rows)


def provisions(
    actions: pd.DataFrame, texts: dict[str, str], phrases: Sequence[Phrase] | None = None
) -> pd.DataFrame:
    """Find all clauses that provide for something, in the order of the text.

    One row a clause and provision: `provision`, `paragraph`, `start`, `end`, `text` (the clause),
    `phrase` (the first of the word list in it).
    """
    import pandas as pd

    found = list(_clauses(actions, texts, built_in() if phrases is None else phrases))
    return pd.DataFrame(found, columns=COLUMNS)


def is_own(kind: str, addressees: Iterable[str]) -> bool:
    """Whether an action is for the United Nations itself: a decision, or a body of it is asked."""
    return kind == "decision" or bool(_OWN & set(addressees))


def _clauses(
    actions: pd.DataFrame, texts: dict[str, str], phrases: Sequence[Phrase]
) -> Iterator[tuple[Any, ...]]:
    seen = set()
    acts = actions[actions["class"].isin(ACTS)]
    for row in acts.to_dict("records"):
        text = texts[row["paragraph"]]
        own = is_own(row["class"], row["addressee_class"])
        span = (int(row["start"]), int(row["end"]))
        hits = [*_hits(text, span, own, phrases), *_read(row, own)]
        for provision, start, end, phrase in _kept(text, hits):
            key = (provision, row["paragraph"], *clause_around(text, start, end, span))
            if key not in seen:
                seen.add(key)
                yield (*key, text[key[2] : key[3]], phrase)


def _read(row: dict[str, Any], own: bool) -> Iterator[tuple[str, int, int, str]]:
    """What an action was read with: its means, and the day or month when it is due."""
    spans, when = row["spans"], row["due"]
    if "resources" in spans and (own or set(row["resources"]) != {"additional"}):
        yield "funding", *_place(spans["resources"]), " and ".join(row["resources"])
    if own and "due" in spans and isinstance(when, str) and _IN_MONTH.match(when):
        yield "timeline", *_place(spans["due"]), when


def _place(span: Sequence[Any]) -> tuple[int, int]:
    start, end = map(int, span)
    return start, end


def _hits(
    text: str, span: tuple[int, int], own: bool, phrases: Iterable[Phrase]
) -> list[tuple[str, int, int, str]]:
    """Phrases in a part of a text, those of other topics among them."""
    return [
        (phrase.provision, m.start(), m.end(), phrase.phrase)
        for phrase in phrases
        if own or not phrase.own
        for m in phrase.pattern.finditer(text, *span)
        if not denied(text, m.start())
    ]


def _kept(text: str, hits: Sequence[tuple[str, int, int, str]]) -> list[tuple[str, int, int, str]]:
    """Those that stand in no title and in no phrase of another topic, in their order."""
    out = [hit[1:3] for hit in hits if hit[0] == TOPIC]
    out += [m.span() for m in _QUOTED.finditer(text)]
    kept = [
        hit
        for hit in hits
        if hit[0] != TOPIC and not any(start < hit[2] and hit[1] < end for start, end in out)
    ]
    return sorted(kept, key=lambda hit: hit[1:3])


def clause_around(text: str, start: int, end: int, span: tuple[int, int]) -> tuple[int, int]:
    """The words between the marks around a stretch of text, within a span.

    >>> text = "Requests a report, within existing means, on lamps;"
    >>> begin, stop = clause_around(text, 26, 34, (0, len(text)))
    >>> text[begin:stop]
    'within existing means'
    """
    begin = max((m.end() for m in _BOUND.finditer(text, span[0], start)), default=span[0])
    after = _BOUND.search(text, end, span[1])
    stop = after.start() if after else span[1]
    whole = text[begin:stop]
    return begin + len(whole) - len(whole.lstrip()), begin + len(whole.rstrip())
