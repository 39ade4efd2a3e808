"""When the use of a term changed, how sure that is, and whether it changed at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._parallel import each
from unres_research._progress import each as counting
from unres_research.analyse._permutation import check_draws
from unres_research.analyse._rates import q_values, refusal
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._sentences import of_change_points
from unres_research.analyse._trends._texts import (
    TOO_FEW,
    UNITS,
    Texts,
    check_unit,
    order_of,
    texts_of,
)
from unres_research.analyse._trends._turning import Scores, Wheel, by_session
from unres_research.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

_ALARM = 0.05
_AT_ONCE = 20  # terms of a task
_LEAST = 3  # sessions


def change_points(
    corpus: Corpus,
    terms: Terms | None,
    *,
    unit: str = "words",
    sessions: Any = None,
    until: str | None = None,
    n_permutations: int = 1999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Say from which session on terms were used more or less, if their use changed at all.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, sequence of str, or None
        As for `trends`.
    unit : {"words", "resolutions"}
        Occurrences in 10,000 words, or the share of resolutions that use the term.
    sessions : int or sequence of int, optional
        At least three; by default all that are over, or all where `until` is given.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day, so that one that is
        not over can be compared.
    n_permutations : int
        Draws, 99 to 100,000; p values are at least 1 / (n_permutations + 1).
    random_state : int
        For the draws; 0 or more.

    Returns
    -------
    pandas.DataFrame
        One row a change point, or one row for a term that has none: `term`, `change` ("rise",
        "fall", "none", or "too few"), `session` (the first one after the change), `session_low`,
        `session_high` (the first and the last session that it may have been, at 95 per cent),
        `value_before`, `value_after` (in the `unit`, from the change point before, and to the
        next one), `ratio` (after by before), `p`, `q` (Benjamini and Hochberg, over the terms:
        that the term has no change point), `occurrences`, `series` (that use the term), `reason`:
        "" or why it says "too few" ("fewer than 10 occurrences", "found in fewer than 5 series",
        "rarer than the data set counts, which holds no texts"). `p` is the chance of a difference
        as great at any session in a term whose use does not change; for the second change point
        and the next ones, in one that changes at those found before. `attrs`: `unit`, `sessions`,
        `since` (of each term the session before its last change point, else the first: from where
        `rise` may take its change apart), `caption` and `summary`, a sentence.

    Raises
    ------
    UnresError
        When fewer than three sessions can be compared, `unit` is not known, or a term is not
        understood (see `trends`).

    Notes
    -----
    For each session the rate from there on is compared with the rate before, and where two rates
    fit better than one by most is the change point. This greatest difference, divided by the mean
    error of all, with the series as units, is judged beside the greatest of random draws in which
    each series is turned as on a wheel, begun at another session in its order: a text that took
    a term up keeps it, and shuffled sessions would call that a change. Further ones are looked
    for before and after it, as long as there are 10 occurrences in 5 series and p, times the
    number of such pieces, is below 0.05; so a term that does not change has one in at most 5 of
    100 cases. Where many terms are looked at, judge by `q`.

    A session is one that the change may have begun with if, were it the one, nothing would be
    left to find before and after it (p not below 0.05). The rates beside a change point are those
    of periods chosen because they differ, so that they differ too much rather than too little;
    there is no interval of the ratio, and `change` on the same periods is no test. A steady rise
    is a stair of several change points; see `trend`. Within a session the place is not
    told: a series has one text a session, most of them in December.

    References
    ----------
    Chung & Romano (2013), Exact and asymptotically robust permutation tests, Annals of Statistics
    41: divided by the error. Andrews (1993), Tests for parameter instability and structural
    change with unknown change point, Econometrica 61: the greatest of them. Bai & Perron (1998),
    Estimating and testing linear models with multiple structural changes, Econometrica 66: one
    after the other. Siegmund (1988), Confidence sets in change-point problems, International
    Statistical Review 56: the places that a test does not reject.

    Examples
    --------
    The Pact for the Future was adopted at the beginning of session 79.

    >>> from unres_research.corpus import open_corpus
    >>> terms = ["pact for the future", "big data"]
    >>> table = change_points(open_corpus(), terms, n_permutations=199)
    >>> table[["term", "change", "session", "session_low", "session_high"]].values.tolist()
    [['big data', 'none', <NA>, <NA>, <NA>], ['pact for the future', 'rise', 79, 79, 79]]
    """
    check_unit(unit)
    check_draws(n_permutations, random_state)
    texts = texts_of(corpus, terms, sessions, until, _LEAST)
    return _table(texts, unit, n_permutations, random_state)


class Search:
    """Breaks in the rates of all terms, given by series and session."""

    def __init__(self, sizes: np.ndarray, n_draws: int, seed: int) -> None:
        self.sizes, self.n_draws, self.seed = sizes, n_draws, seed
        self.n = sizes.shape[1]
        self.wheels: dict[range, Wheel] = {}

    def found(self, values: np.ndarray) -> tuple[list[int], list[float]]:
        """Breaks in the order they are found in, and p of each; the last p is of none more."""
        breaks: list[int] = []
        p: list[float] = []
        while len(breaks) < self.n - 1:
            place, chance = self._best(values, pieces_of(self.n, breaks))
            p.append(chance)
            if chance >= _ALARM:
                break
            breaks.append(place)
        return breaks, p

    def around(self, values: np.ndarray, breaks: Sequence[int], place: int) -> tuple[int, int]:
        """First and last session that a break may have: after such a break there is none left."""
        others = sorted({0, self.n, *breaks} - {place})
        start = max(k for k in others if k < place)
        end = min(k for k in others if k > place)
        kept = [place]
        for k in range(start + 1, end):
            if self._best(values, [range(start, k), range(k, end)])[1] >= _ALARM:
                kept.append(k)
        return min(kept), max(kept)

    def _best(self, values: np.ndarray, pieces: Sequence[range]) -> tuple[int, float]:
        """Place of the surest difference in any piece, and its p, corrected for so many pieces."""
        some = [p for p in pieces if len(p) > 1 and self._enough(values, p)]
        told = [(p, self._scores(values, p)) for p in some]
        if not told:
            return 0, 1.0
        piece, scores = min(told, key=lambda one: (one[1].p, -np.abs(one[1].seen).max()))
        place = piece[1 + int(np.abs(scores.seen).argmax())]
        return place, min(1.0, len(told) * scores.p)

    def _enough(self, values: np.ndarray, piece: range) -> bool:
        own = values[:, piece.start : piece.stop].sum(axis=1)
        return not str(refusal(own, self.sizes))

    def _scores(self, values: np.ndarray, piece: range) -> Scores:
        if piece not in self.wheels:
            places, seed = list(piece)[1:], [self.seed, piece.start, piece.stop]
            self.wheels[piece] = Wheel(self.sizes, piece, places, self.n_draws, seed)
        return self.wheels[piece].scores(values)


def pieces_of(n: int, breaks: Sequence[int]) -> list[range]:
    """Sessions before, between and after breaks, each break the first session of a piece.

    >>> pieces_of(5, [3, 1])
    [range(0, 1), range(1, 3), range(3, 5)]
    """
    edges = [0, *sorted(breaks), n]
    return [range(a, b) for a, b in zip(edges, edges[1:], strict=False)]


def _table(texts: Texts, unit: str, n_draws: int, seed: int) -> pd.DataFrame:
    import pandas as pd

    values, sizes = texts.values(unit)
    search = Search(by_session(sizes, texts.units, texts.at), n_draws, seed)
    order = list(order_of(texts.names))
    parts = [order[k : k + _AT_ONCE] for k in range(0, len(order), _AT_ONCE)]
    some = each(_rows_of, ((part, values[:, part]) for part in parts), texts, search, unit)
    counted = counting(some, "looking for breaks", len(parts), "part")
    rows = [row for found in counted for row in found]
    table = pd.DataFrame(rows)
    first = table.pop("any").groupby(table["term"]).first()  # p that a term changes at all
    q = pd.Series(q_values(first.to_numpy()), index=first.index)
    table.insert(table.columns.get_loc("p") + 1, "q", table["term"].map(q))
    whole = ["session", "session_low", "session_high"]
    table[whole] = table[whole].astype("Int64")
    table.attrs = {"unit": unit, "sessions": list(texts.sessions), "since": _since(table, texts)}
    table.attrs |= of_change_points(table)
    return table


def _since(table: pd.DataFrame, texts: Texts) -> dict[str, int]:
    """Of every term the session before its last change point, or the first one."""
    sessions = [int(session) for session in texts.sessions]
    last = table.groupby("term")["session"].max().dropna()
    return {
        name: sessions[sessions.index(int(last[name])) - 1] if name in last else sessions[0]
        for name in texts.names
    }


def _rows_of(
    part: tuple[list[int], np.ndarray], texts: Texts, search: Search, unit: str
) -> list[dict[str, Any]]:
    """Rows of some terms, by their places and their values."""
    return [
        row for k, values in zip(part[0], part[1].T, strict=True)
        for row in _rows(texts, k, by_session(values, texts.units, texts.at), search, unit)
    ]  # fmt: skip


def _rows(
    texts: Texts, k: int, values: np.ndarray, search: Search, unit: str
) -> Iterator[dict[str, Any]]:
    """One row a break, or one that says that there is none."""
    said = {"term": texts.names[k], "change": TOO_FEW, "session": None, "session_low": None,
            "session_high": None, "value_before": np.nan, "value_after": np.nan, "ratio": np.nan,
            "p": np.nan, "occurrences": int(texts.counts[:, k].sum()),
            "series": int(texts.series[k]), "reason": str(texts.reason[k]),
            "any": np.nan}  # fmt: skip
    if said["reason"]:
        yield said
        return
    breaks, p = search.found(values)
    said["any"] = p[0]
    if not breaks:
        yield said | {"change": "none", "p": p[0]}
    pieces = pieces_of(search.n, breaks)
    rates = [values[:, list(o)].sum() / search.sizes[:, list(o)].sum() for o in pieces]
    for place, before, after in zip(sorted(breaks), rates, rates[1:], strict=False):
        low, high = search.around(values, breaks, place)
        with np.errstate(divide="ignore"):
            ratio = np.divide(after, before)
        yield said | {
            "change": "rise" if after > before else "fall",
            "session": texts.sessions[place],
            "session_low": texts.sessions[low],
            "session_high": texts.sessions[high],
            "value_before": UNITS[unit] * before,
            "value_after": UNITS[unit] * after,
            "ratio": ratio,
            "p": p[breaks.index(place)],
        }
