"""Where a rise or a fall comes from: new series, texts that took a term up, longer texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import sessions_of
from unres_research.analyse._trends._occurrences import occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._periods import Periods, periods_of
from unres_research.analyse._trends._sentences import of_rise
from unres_research.analyse._trends._table import PER
from unres_research.analyse._trends._texts import order_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

LENGTH, ALL = "length of texts", "in all"


def rise(
    corpus: Corpus, terms: Terms | None, sessions: Periods, *, until: str | None = None
) -> pd.DataFrame:
    """Take the change of a term between two times apart by where it comes from.

    Parameters
    ----------
    corpus : Corpus
    terms : mapping of str to one or several str, sequence of str, or None
        As for `trends`.
    sessions : tuple of two
        The session before and the one after, or as many sessions each, as for `change`.
    until : str, optional
        Month and day, as "06-04": only what sessions adopted until that day.

    Returns
    -------
    pandas.DataFrame
        Ten rows a term: `term`, `part`, `series` (that use the term and belong to the part),
        `occurrences`, `rate` (per 10,000 words) and `resolutions` (that use it): what the part
        adds to the change of each, below 0 where it takes away. Parts:

        - "new series": no text before, nor in any session until then;
        - "returning series": none before, but one in a session until then;
        - "absent series": a text before, none after: ended, or only not on the agenda;
        - "took it up", "dropped it": texts in both, with the term in the one or the other alone;
        - "use it more", "use it less", "use it as before": texts with the term in both, by its
          rate in them, as if their length had stayed in the middle;
        - "length of texts": texts in both that grew or shrank, at the middle of their rates;
        - "in all": the whole change, of which the others are the sum.

        `occurrences` and the rest are NaN where a term is too rare to be counted (see `trends`).
        `attrs`: `sessions`, `until`, `caption` and `summary`, a sentence a term.

    Raises
    ------
    UnresError
        When a session is not in the data set, the sessions before are not before those after, or
        not as many, or a term is not understood.

    Notes
    -----
    An account of what is there, exact, and no inference: whether the change
    is more than chance is asked of `change`. The change of a rate is that of its occurrences
    less what so many more words would hold at the common rate (Kitagawa, 1955), so a new
    series without the term, and a text that grows without it, take away from the rate, and
    nothing from the occurrences. Of times of several sessions all texts of a series are summed: a
    series that had one text and has two now counts as one whose texts grew.

    References
    ----------
    Kitagawa (1955), Components of a difference between two rates, Journal of the American
    Statistical Association 50.

    Examples
    --------
    All texts of session 78 are new. None of them says "whales", as three of session 77 did, in
    88 words.

    >>> from unres_research.corpus import example_corpus
    >>> table = rise(example_corpus(), "whales", (77, 78)).set_index("part")
    >>> table.loc["absent series", ["series", "occurrences", "resolutions"]].astype(int).tolist()
    [3, -3, -3]
    >>> print(table.loc["in all", "rate"].round(1), round(-3 / 88 * 10_000, 1))
    -340.9 -340.9
    """
    import pandas as pd

    check_corpus(corpus)
    held = occurrences(corpus, terms)
    inside = sessions_of(corpus.resolutions, until)
    times = periods_of(inside, sessions)
    if max(times[0]) > min(times[1]) or len(times[0]) != len(times[1]):
        raise UnresError(
            f"found sessions {_said(times[0])} before and {_said(times[1])} after, expected the "
            "earlier ones first, and as many of them as of the later ones"
        )
    counts, units = held.by_resolution(corpus), unit_of(corpus)
    sides = [_Side.of(corpus, counts, np.isin(inside, time)) for time in times]
    so_far = corpus.resolutions["session"].le(max(times[0])).fillna(False).to_numpy(dtype=bool)
    known = np.isin(np.arange(units.max() + 1), units[so_far])
    rows = [
        {"term": held.names[k]} | row
        for k in order_of(held.names)
        for row in _rows(sides, known, k, told=not held.reason[k])
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table.attrs = {"sessions": times, "until": until}
    table.attrs |= of_rise(table)
    return table


def _said(sessions: tuple[int, ...]) -> str:
    return " ".join(map(str, sessions))


@dataclass(frozen=True)
class _Side:
    """What every series holds in a time: occurrences and resolutions with each term, words."""

    counts: np.ndarray
    using: np.ndarray
    words: np.ndarray
    there: np.ndarray  # whether it has a text

    @classmethod
    def of(cls, corpus: Corpus, counts: np.ndarray, rows: np.ndarray) -> _Side:
        units, length = unit_of(corpus), corpus.resolutions["words"].to_numpy()
        sums = (by_unit(values, units) for values in
                (counts * rows[:, None], (counts > 0) * rows[:, None], length * rows))  # fmt: skip
        counts, using, words = sums
        return cls(counts, using, words, by_unit(rows, units) > 0)


def _rows(sides: list[_Side], known: np.ndarray, k: int, *, told: bool) -> Iterator[dict[str, Any]]:
    """One row a part, and the last for all."""
    before, after = sides
    (b, a), (v, w) = ((s.counts[:, k] for s in sides), (s.words for s in sides))
    total = np.array([b.sum(), a.sum()]), np.array([v.sum(), w.sum()])
    scale, common = PER * (1 / total[1]).mean(), total[0].sum() / total[1].sum()
    rates = [np.divide(c, n, out=np.zeros_like(c), where=n > 0) for c, n in ((b, v), (a, w))]
    both, grown = before.there & after.there, w - v
    keeps = both & (b > 0) & (a > 0)
    length = np.where(keeps, (rates[0] + rates[1]) / 2 * grown, 0.0)
    more = np.where(keeps, (rates[1] - rates[0]) * (v + w) / 2, a - b)
    up = np.sign(rates[1] - rates[0])
    parts = {
        "new series": after.there & ~before.there & ~known,
        "returning series": after.there & ~before.there & known,
        "absent series": before.there & ~after.there,
        "took it up": both & (b == 0) & (a > 0),
        "dropped it": both & (b > 0) & (a == 0),
        "use it more": keeps & (up > 0),
        "use it less": keeps & (up < 0),
        "use it as before": keeps & (up == 0),
    }
    used, texts = (b > 0) | (a > 0), after.using[:, k] - before.using[:, k]
    lost = common * grown  # what so many more words would hold
    for part, own in parts.items():
        apart = more - np.where(both, 0, lost)
        yield _row(part, own & used, more[own], scale * apart[own], texts[own], told)
    yield _row(LENGTH, keeps, length, scale * (length - lost)[both], np.zeros(0), told)
    change = total[0][1] - total[0][0]
    rate = PER * (total[0][1] / total[1][1] - total[0][0] / total[1][0])
    yield _row(ALL, used, np.array([change]), np.array([rate]), texts, told)


def _row(
    part: str, series: np.ndarray, more: np.ndarray, rate: np.ndarray, texts: np.ndarray, told: bool
) -> dict[str, Any]:
    """Sums of a part; those of whole series are whole numbers."""
    nothing = 1.0 if told else np.nan
    return {"part": part, "series": int(series.sum()), "occurrences": nothing * more.sum(),
            "rate": nothing * rate.sum(), "resolutions": nothing * texts.sum()}  # fmt: skip
