"""Whether terms came up more or less in one time than in another, series by series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._parallel import each
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._permutation import check_draws
from unres_research.analyse._rates import by_unit, degrees, q_values, refusal, t_factor, uneven
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import sessions_of, times_of
from unres_research.analyse._trends._occurrences import occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._periods import Periods, periods_of, said
from unres_research.analyse._trends._sentences import of_change
from unres_research.analyse._trends._table import PER
from unres_research.analyse._trends._turning import Wheel, by_session
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_CHUNK = 50  # terms at once, so that memory stays bounded
_AT_ONCE = 100  # terms of a task
_WHEN = ("before", "after")
_ALARM = 0.05  # of p, and of the intervals


def change(
    corpus: Corpus,
    terms: Terms | None,
    sessions: Periods | None = None,
    *,
    until: str | None = None,
    n_permutations: int = 9999,
    random_state: int = 0,
) -> pd.DataFrame:
    """Test whether terms are used more, or less, in one session, or several, than in others.

    A text that returns every year is compared with itself: the two sessions of a series are
    swapped at random, and what stands in one session alone is put into the other at random. The
    p value is the share of such draws in which the two sessions differ as much as they do.
    Several sessions of a series are turned as on a wheel, begun at another one in their order,
    for a text that took a term up keeps it.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, sequence of str, or None
        As for `trends`.
    sessions : tuple of two, optional
        The session before and the one after, each a number, or several of them:
        ``((74, 75, 76), (78, 79))``. By default the first and the last of the data set; where the
        last one is not over, both to the last day of the data set, unless `until` is given.
    until : str, optional
        Month and day, as "06-04": compare what all sessions adopted until that day.
    n_permutations : int
        Draws, 99 to 100,000; p values are at least 1 / (n_permutations + 1).
    random_state : int
        For the draws; 0 or more.

    Returns
    -------
    pandas.DataFrame
        One row a term: `term`, `count_before`, `count_after`, `rate_before`, `rate_after`
        (occurrences in 10,000 words), `ratio` (after by before), `ratio_low`, `ratio_high`
        (95 per cent), `p` (of the rates, two sides), `q` (Benjamini and Hochberg, over the
        terms of the table), `share_before`, `share_after` (of resolutions that use the term, 0
        to 1), `share_ratio`, `share_ratio_low`, `share_ratio_high`, `share_p`, `share_q`,
        `resolutions_before`, `resolutions_after` (that use the term, count),
        `series` (that use the term in either session), `paired` (of them in both sessions,
        with or without the term), `reason`: "" or why there is no p value and no interval
        ("fewer than 10 occurrences", "found in fewer than 5 series") or only no interval
        ("not in session 77", "not in sessions 74 to 76"). `attrs`: `sessions`, `until`,
        `resolutions` (adopted in these sessions, count), `caption` and `summary`, a tuple of one
        sentence: the figures of one term, or which of several changed.

    Raises
    ------
    UnresError
        When a session is not in the data set, or is on both sides, or a term is not understood
        (see `trends`).

    Notes
    -----
    Whether the intervals of two sessions in `trends` overlap is no test: they know nothing of the
    series that both sessions share. Judge by `p`, or by `q` where several terms are looked at;
    the intervals say how large the change may be. They leave out 1 where p is below 0.05, and
    nowhere else: as a rule they are made as those of `intervals.ratio`, for the difference of two
    logarithms; where that interval and the test disagree, which happens when few series have most
    of a term, it is the one that follows from the ratio and p alone (Miettinen). A rate also
    falls when texts grow and the term does not: see the counts. A change may be a new series,
    new words in an old one, or a subject that is on the agenda only every second year: look at
    the texts. Not for a session that is not over, without `until`; and not for periods chosen
    because a term changed between them: `change_points` finds and tests these at once.

    With more than two sessions the difference of the rates is divided by its error in each draw,
    which makes draws of periods of unequal length, and of series that keep what they have,
    comparable (Chung & Romano).

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21: swapping within pairs. Miettinen (1976),
    Estimability and estimation in case-referent studies, American Journal of Epidemiology 103: an
    interval from a test. Chung & Romano (2013), Exact and asymptotically robust permutation
    tests, Annals of Statistics 41. Benjamini & Hochberg (1995), Controlling the false discovery
    rate, Journal of the Royal Statistical Society B 57.

    Examples
    --------
    Every resolution of session 77 says "protect" or "supply", none of session 78.

    >>> from unres_research.corpus import example_corpus
    >>> table = change(example_corpus(), {"help": ["protect", "supply"], "all": "states"}, (77, 78))
    >>> table[["term", "count_before", "count_after", "series", "reason"]].values.tolist()
    [['all', 8, 8, 16, ''], ['help', 8, 0, 8, 'fewer than 10 occurrences']]
    >>> table["p"].tolist()
    [1.0, nan]
    """
    check_corpus(corpus)
    check_draws(n_permutations, random_state)
    held = occurrences(corpus, terms)
    table = corpus.resolutions
    if sessions is None:
        sessions, until = _ends(corpus, until)
    inside = sessions_of(table, until)
    periods = periods_of(inside, sessions)
    ordered = [s for period in periods for s in period]
    rows = np.flatnonzero(np.isin(inside, ordered))
    counts = held.by_resolution(corpus)[rows]
    units = np.unique(unit_of(corpus)[rows], return_inverse=True)[1]
    at = np.array([ordered.index(s) for s in inside[rows]])
    lengths = table["words"].to_numpy()[rows]
    given = (counts, lengths), (counts > 0, np.ones(len(rows)))
    if len(ordered) == 2:
        random = np.random.default_rng(random_state)
        swaps = random.integers(0, 2, (n_permutations, units.max() + 1), dtype=np.int8)
    pairs, p = [], []
    for values, sizes in given:
        pair = _Pair(values, sizes, at >= len(periods[0]), units)
        pairs.append(pair)
        if len(ordered) == 2:
            p.append(pair.p_values(swaps))
        else:
            wheel = Wheel(by_session(sizes, units, at), range(len(ordered)), [len(periods[0])],
                          n_permutations, random_state)  # fmt: skip
            p.append(_turned(wheel, by_session(values, units, at), pair.reason))
    found = _table(list(held.names), pairs, p, periods)
    sizes = int(pairs[1].sizes[0].sum()), int(pairs[1].sizes[1].sum())
    found.attrs = {"sessions": periods, "until": until, "resolutions": sizes}
    apart = 2 * units + (at >= len(periods[0]))  # a series at a time
    few = uneven(by_unit(counts, apart), by_unit(lengths, apart)).any()
    found.attrs |= of_change(found, periods, until, sizes, few=bool(few))
    return found


def _ends(corpus: Corpus, until: str | None) -> tuple[Periods, str | None]:
    """First and last session, and the day to which both are compared."""
    times = times_of(corpus, "session", until)
    if len(times) < 2:
        raise UnresError(
            f"found one session, {times[0].name}, expected two or more to see what changed"
        )
    over = times[-1].complete or until is not None
    return (times[0].name, times[-1].name), until if over else corpus.last_date[5:]


def _turned(wheel: Wheel, values: np.ndarray, reason: np.ndarray) -> np.ndarray:
    """Share of the draws of turned series in which the periods differ as much."""
    found = np.full(len(reason), np.nan)
    told = np.flatnonzero(reason == "")
    parts = [told[k : k + _AT_ONCE] for k in range(0, len(told), _AT_ONCE)]
    chances = each(_chances, (values[:, :, some] for some in parts), wheel)
    for some, p in zip(parts, chances, strict=True):
        found[some] = p
    return found


def _chances(values: np.ndarray, wheel: Wheel) -> list[float]:
    return [wheel.scores(values[:, :, k]).p for k in range(values.shape[2])]


class _Pair:
    """What each series holds of terms before and after, and in how many words."""

    def __init__(
        self, values: np.ndarray, sizes: np.ndarray, late: np.ndarray, units: np.ndarray
    ) -> None:
        self.held = [by_unit(values * side[:, None], units) for side in (~late, late)]
        self.sizes = [by_unit(sizes * side, units) for side in (~late, late)]
        both = self.held[0] + self.held[1]
        self.users, self.reason = both > 0, refusal(both, self.sizes[0] + self.sizes[1])
        self.total = [held.sum(axis=0) for held in self.held]
        self.rates = [t / s.sum() for t, s in zip(self.total, self.sizes, strict=True)]

    def p_values(self, swaps: np.ndarray) -> np.ndarray:
        """Share of the draws of swapped series in which the rates differ as much."""
        found = np.full(len(self.reason), np.nan)
        sizes = self._swapped(swaps, self.sizes)
        given = np.flatnonzero(self.reason == "")
        for some in np.array_split(given, range(_CHUNK, len(given), _CHUNK)):
            before, after = self._swapped(swaps, [held[:, some] for held in self.held])
            drawn = np.abs(after / sizes[1][:, None] - before / sizes[0][:, None])
            seen = np.abs(self.rates[1][some] - self.rates[0][some])
            more = (drawn >= seen * (1 - 1e-9)).sum(axis=0)  # equal but for rounding is as much
            found[some] = (1 + more) / (1 + len(swaps))
        return found

    @staticmethod
    def _swapped(swaps: np.ndarray, parts: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Sums of both sessions in every draw."""
        moved = swaps.astype(float) @ (parts[1] - parts[0])
        return parts[0].sum(axis=0) + moved, parts[1].sum(axis=0) - moved

    def intervals(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Ratio of the rates and its interval, from how series add to the logarithm."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            parts = [
                (held - np.multiply.outer(sizes, rate)) / total
                for held, sizes, rate, total in zip(
                    self.held, self.sizes, self.rates, self.total, strict=True
                )
            ]
            squares = (parts[1] - parts[0]) ** 2
            n = len(squares)
            variance = squares.sum(axis=0) * n / (n - 1)
            behind = squares.sum(axis=0) ** 2 / (squares**2).sum(axis=0)
            # users alike, half of them in each session, have the variance 4 / users
            freedom = degrees(behind, self.users.sum(axis=0) * variance / 4, n)
            half = t_factor(0.95, freedom) * np.sqrt(variance)
            ratio = self.rates[1] / self.rates[0]
            ends = ratio * np.exp(-half), ratio * np.exp(half)
        told = (self.reason == "") & (self.total[0] > 0) & (self.total[1] > 0)
        return ratio, np.where(told, ends[0], np.nan), np.where(told, ends[1], np.nan)

    def agreeing(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the ratio and its interval, that of the test where the two disagree about 1."""
        from scipy.special import ndtri

        ratio, low, high = self.intervals()
        with np.errstate(divide="ignore", invalid="ignore"):
            half = np.abs(np.log(ratio)) * ndtri(0.975) / -ndtri(p / 2)
            apart = ((low > 1) | (high < 1)) != (p < _ALARM)
            of_test = apart & np.isfinite(half) & ~np.isnan(low)
            low = np.where(of_test, ratio * np.exp(-half), low)
            high = np.where(of_test, ratio * np.exp(half), high)
        return ratio, low, high


def _table(
    names: list[str], pairs: list[_Pair], p_of: list[np.ndarray], periods: Any
) -> pd.DataFrame:
    """Put both kinds of rate side by side."""
    import pandas as pd

    rates, shares = pairs
    shares.reason = rates.reason  # one judgement a term
    columns: dict[str, Any] = {"term": names}
    columns |= {f"count_{w}": t.astype(int) for w, t in zip(_WHEN, rates.total, strict=True)}
    kinds = ((rates, p_of[0], "rate", "", PER), (shares, p_of[1], "share", "share_", 1))
    for pair, p, name, prefix, per in kinds:
        columns |= {f"{name}_{w}": per * r for w, r in zip(_WHEN, pair.rates, strict=True)}
        ratio, low, high = pair.agreeing(p)
        columns |= {f"{prefix}ratio": ratio, f"{prefix}ratio_low": low, f"{prefix}ratio_high": high}
        columns |= {f"{prefix}p": p, f"{prefix}q": q_values(p)}
    for when, total in zip(_WHEN, shares.total, strict=True):
        columns[f"resolutions_{when}"] = total.astype(int)
    both = (rates.sizes[0] > 0) & (rates.sizes[1] > 0)
    columns |= {"series": rates.users.sum(axis=0), "paired": rates.users[both].sum(axis=0)}
    reason = rates.reason.astype(object)
    for period, total in zip(periods, rates.total, strict=True):
        reason = np.where((reason == "") & (total == 0), f"not in {said(period)}", reason)
    return pd.DataFrame(columns | {"reason": reason}).sort_values("term", ignore_index=True)
