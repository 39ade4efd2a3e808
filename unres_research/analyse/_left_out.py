"""What a comparison leaves out and why, and what its data set is too small to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np

from unres_research import symbols
from unres_research._inputs import as_list
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._part import Part
from unres_research.corpus._searched import collections_of

if TYPE_CHECKING:
    from unres_research.analyse._compare import Comparison

AS_ASKED = "as asked"
FEW = 300  # resolutions: about one session of the General Assembly
_NEARLY_ALL = 0.8  # of the words of a text, in what may be the text as adopted
_YEAR = np.timedelta64(365, "D")
_PART = re.compile(r" [A-Z](?:-[A-Z])?(?= \(|$)")  # of a symbol: "A/RES/217 A (III)"
_SUFFIXES = {"Rev": "a revision", "Add": "an addendum", "Corr": "a corrigendum"}


def adopted_from(own: str | None, corpus: Corpus) -> dict[str, str]:
    """Resolutions whose record names a draft, or its revision or addendum, and which of them."""
    if own is None:
        return {}
    base = symbols.parse(own).base
    stands = re.compile(rf"{re.escape(base)}(?:/(?:{'|'.join(_SUFFIXES)})\.\d+)*")
    found: dict[str, str] = {}
    for symbol, drafts in corpus.resolutions["draft_symbols"].items():
        same = [d for d in drafts if d.startswith(base) and stands.fullmatch(d)]
        if same:
            named = own if own in same else same[0]
            found[str(symbol)] = _how(own, named)
    return found


def _how(own: str, named: str) -> str:
    """Say how the draft that a record names belongs to the text's own symbol."""
    if own == named:
        return "adopted from this draft"
    if named.startswith(own):
        kind = named[len(own) + 1 :].split(".")[0]
        return f"adopted from {named}, {_SUFFIXES[kind]} of this draft"
    return f"adopted from {named}, another document of this draft"


def held_as(cited: Iterable[str], held: Collection[str]) -> list[str]:
    """Cited symbols; of a part that is not held, the whole resolution where that is held.

    >>> held_as(["A/RES/217 A (III)", "A/RES/70/1", "A/RES/2 A (I)"], ["A/RES/217 (III)"])
    ['A/RES/217 (III)', 'A/RES/70/1', 'A/RES/2 A (I)']
    """
    known = frozenset(held)
    wholes = ((symbol, _PART.sub("", symbol)) for symbol in cited)
    return [whole if symbol not in known and whole in known else symbol for symbol, whole in wholes]


def left_out(own: str | None, corpus: Corpus, exclude: Iterable[str]) -> dict[str, str]:
    """Symbols that a comparison leaves out, with the reason: its own first, then as asked."""
    asked = [symbols.normalise(s) for s in as_list(exclude, "symbols to leave out")]
    both = collections_of(corpus)
    older = [symbol for more in both[1:] for symbol in more.resolutions.index]
    corpus.rows_of([s for s in asked if s not in older])  # raises when one is not there
    known = own in corpus.resolutions.index or own in older
    found = {own: "the text itself"} if own and known else {}
    adopted = [pair for one in both for pair in adopted_from(own, one).items()]
    for symbol, reason in (*adopted, *((s, AS_ASKED) for s in asked)):
        found.setdefault(symbol, reason)
    return found


def notes(found: Comparison) -> tuple[str, ...]:
    """Say what a reader must know of a comparison: small data sets, what looks adopted."""
    return tuple(note for note in (_size(found), _empty_side(found), _adopted(found)) if note)


def _size(found: Comparison) -> str:
    """Say that a data set, or its part before the date, is too small to tell what is new."""
    corpus = found.corpus
    days = corpus.resolutions["adopted_on"].to_numpy("datetime64[D]")
    earlier = int((days < np.datetime64(found.date)).sum())
    if isinstance(corpus, Part):
        return (
            f"compared with a part of {len(corpus):,} of the {len(corpus.whole):,} resolutions of "
            f"the data set ({corpus.chosen_by}): 'new' and 'first' are in this part; compare with "
            "the whole to know them of all"
        )
    if len(corpus) < FEW:
        few = f"{len(corpus):,} resolution{'s' if len(corpus) != 1 else ''}"
        return (
            f"the data set holds only {few} ({corpus.first_date} to {corpus.last_date}): 'new' "
            "means in none of these. To have them beside the built-in ones, give the folder of "
            "this data set: open_corpus(add=...) or --add"
        )
    if earlier < FEW:
        return (
            f"only {earlier:,} of the {len(corpus):,} resolutions of the data set are earlier than "
            f"{found.date}: 'new' means in none of these"
        )
    return ""


def _empty_side(found: Comparison) -> str:
    """Say that nothing of the data set is later than the text."""
    last = found.corpus.last_date
    if last > found.date:
        return ""
    return f"the data set ends on {last}: later use of a text of {found.date} cannot show"


def _adopted(found: Comparison) -> str:
    """Name the later resolution that holds nearly all of a text of which no record tells more."""
    draft = found.symbol is None or found.record.kind == "draft"
    later = found.later.sources
    if not draft or found.adopted or later.empty:
        return ""
    near = later["adopted_on"] <= np.datetime64(found.date) + _YEAR
    likely = later[near & (later["matched_words"] >= _NEARLY_ALL * found.words)]
    if likely.empty:
        return ""
    first = likely.iloc[0]
    return (
        f"{first['share']:.0%} of the words stand in {first['symbol']} of "
        f"{first['adopted_on'].date()}; if that is the text as adopted, leave it out: "
        f"exclude=['{first['symbol']}'] or --exclude {first['symbol']}"
    )
