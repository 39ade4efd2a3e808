"""Keyness: which words and phrases set one group of paragraphs apart from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research.analyse._groups import Group, rows_of_group
from unres_research.corpus import Corpus, body_words, count_text, words
from unres_research.corpus._tokens import ngrams
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_PER = 10_000
_MIN_COUNT = 5
_MIN_UNITS = 5


@dataclass(frozen=True, eq=False)
class Keyness:
    """How often groups of paragraphs use every term; made by `keyness`.

    `units` says what the figures of each group rest on: "23 resolutions", or "30 paragraphs"
    where the group holds fewer than five resolutions. `table` has all rows; see `to_frame`.
    """

    corpus: Corpus
    units: dict[str, str]
    table: pd.DataFrame

    def to_frame(self, group: str | None = None, *, max_q: float | None = None) -> pd.DataFrame:
        """Return one row a group and term, the surest first in each group.

        Parameters
        ----------
        group : str, optional
            Rows of this group only.
        max_q : float, optional
            Rows with a smaller `q` only.

        Returns
        -------
        pandas.DataFrame
            `group`, `term`, `count`, `count_rest`, `rate`, `rate_rest` (occurrences in 10,000
            words), `units`, `units_rest` (that hold it, count), `log_odds`, `low`, `high` (of
            the log odds), `times` (exp of the log odds: about how many times as often), `z`,
            `p`, `q` (p with the false discovery rate controlled within the group), `g2`
            (log-likelihood ratio as of independent words, signed), `log_ratio` (log2 of the
            rates, half an occurrence added to both).
        """
        if group is not None and group not in self.units:
            raise UnresError(f"found no group {group!r}, expected one of {', '.join(self.units)}")
        table = self.table if group is None else self.table[self.table["group"] == group]
        return table.copy() if max_q is None else table[table["q"] < max_q]

    def distinct(
        self, group: str | None = None, *, max_q: float = 0.05, min_share: float = 0.8
    ) -> pd.DataFrame:
        """Rows of `to_frame` without terms that hardly occur outside a longer term of the group.

        A term goes when a longer one that holds it, and is among these rows, has at least
        `min_share` of its count.
        """
        return _distinct(self.to_frame(group, max_q=max_q), min_share)

    def __repr__(self) -> str:
        """Name the groups."""
        groups = ", ".join(f"{name} ({units})" for name, units in self.units.items())
        size = self.table["term"].nunique()
        return f"<Keyness of {size:,} terms: {shorten(groups, 120, placeholder=' …')}>"

    def _repr_html_(self) -> str:
        """Return the surest ten terms that each group uses more, as HTML."""
        more = self.distinct().query("log_odds > 0").groupby("group").head(10)
        columns = ["group", "term", "count", "count_rest", "times", "q"]
        said = f"{repr(self)[1:-1]}; those with q below 0.05:"
        return shown.block(shown.said(said), shown.table(more[columns].reset_index(drop=True)))


def keyness(
    corpus: Corpus,
    groups: Mapping[str, Group],
    *,
    terms: Sequence[str] | Sequence[int] | np.ndarray | None = None,
    ngram_range: tuple[int, int] = (1, 3),
    prior_words: float = 500,
    level: float = 0.95,
) -> Keyness:
    r"""Compare how often groups of paragraphs use every term.

    Each group is set against all others together. The measure is the difference of log odds
    of a term with a Dirichlet prior in the proportions of the whole data set, so that rare
    terms are drawn to no difference:

    .. math:: \delta = \log\frac{y_1 + a}{n_1 + A - y_1 - a}
              - \log\frac{y_2 + a}{n_2 + A - y_2 - a}

    with counts y, words n, and a prior of A words of which a are the term. Positive means
    more in the group.

    Parameters
    ----------
    corpus : Corpus
    groups : mapping of str to group
        At least two, with no paragraph in common. A group is a text (`Resolution`), symbols
        of resolutions, or bools for the rows of `corpus.paragraphs` (an array or a column); of
        the first two the preambular, operative and sub-paragraphs count.
    terms : sequence of str or of int, optional
        Terms, or their columns of the vocabulary; by default those within `ngram_range` that
        occur at least five times in the groups together. `un.corpus.topical_terms` gives
        those without function words and words of drafting.
    ngram_range : tuple of int
        Words in a term, at least and at most (1 to 3).
    prior_words : float
        Size of the prior (A), above 0; more draws more to no difference.
    level : float
        Of the intervals.

    Returns
    -------
    Keyness
        With `to_frame(group=None, max_q=None)`, `distinct(...)` (terms inside longer ones left
        out) and `units`.

    Raises
    ------
    UnresError
        When there are fewer than two groups, one is empty, two overlap, a term is not in the
        vocabulary, or an option is out of range.

    Notes
    -----
    Words of one resolution come together, so the standard error is that of a ratio of sums
    over resolutions (linearized, as for cluster samples). A group that hardly has a word does
    not show how it bursts, so the variance is also never smaller than that of independent
    words (Monroe, Colaresi & Quinn) times the overdispersion of the counts within the two
    sides, at least 1. A group of fewer than five resolutions is sampled by paragraphs instead:
    its interval speaks of that text alone, not of texts like it. p and intervals use Student's
    t with the units of the smaller group less one. Terms inside terms are tested each for
    themselves, and years and symbols are terms too. `g2` is for comparison with other work: it
    takes words for independent and finds too much.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words: lexical feature selection and evaluation
    for identifying the content of political conflict, Political Analysis 16. Dunning (1993),
    Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    19. Benjamini & Hochberg (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57. Cochran (1977), Sampling techniques (ratio estimates). McCullagh &
    Nelder (1989), Generalized linear models (overdispersion).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> symbols = example_corpus().resolutions.index
    >>> groups = {"77": symbols[:8], "78": symbols[8:]}
    >>> found = keyness(example_corpus(), groups, terms=["protect", "decides", "decides to"])
    >>> found.to_frame("77")[["term", "count", "count_rest"]].values.tolist()
    [['protect', 4, 0], ['decides', 8, 8], ['decides to', 8, 8]]

    "Decides to" is in all that "decides" is in; with `max_q` above 1 the unsure stay.

    >>> found.distinct("77", max_q=2)["term"].tolist()
    ['protect', 'decides to']
    """
    import pandas as pd

    if len(groups) < 2:
        raise UnresError(f"found {len(groups)} groups, expected at least two to compare")
    if prior_words <= 0:
        raise UnresError(f"found a prior of {prior_words} words, expected more than 0")
    if not 0 < level < 1:
        raise UnresError(f"found level = {level}, expected a share between 0 and 1")
    places = {
        name: group if isinstance(group, Resolution) else rows_of_group(corpus, group, name)
        for name, group in groups.items()
    }
    keys = {name: _keys(corpus, place) for name, place in places.items()}
    for one, other in combinations(keys, 2):
        if keys[one] & keys[other]:
            raise UnresError(
                f"found paragraphs of {one} in {other} too, expected groups with none in common"
            )
    counted = {name: _count(corpus, place, name) for name, place in places.items()}
    columns = _columns(corpus, counted, terms, ngram_range)
    occurrences = corpus.vocabulary["count"].to_numpy()[columns]
    prior = prior_words * occurrences / corpus.paragraphs["words"].sum()
    tables = []
    for name in counted:
        rest = [other for key, other in counted.items() if key != name]
        a, b = (_Side(side, columns, prior, prior_words) for side in ([counted[name]], rest))
        table = _against(a, b, level)
        table.insert(0, "group", name)
        table.insert(1, "term", corpus.vocabulary["term"].to_numpy()[columns])
        tables.append(table.sort_values(["z", "term"], ascending=[False, True]))
    units = {name: f"{len(c.words)} {c.unit}s" for name, c in counted.items()}
    return Keyness(corpus, units, pd.concat(tables, ignore_index=True))


def _keys(corpus: Corpus, group: Resolution | np.ndarray) -> set[Any]:
    """Rows of `corpus.paragraphs`; of a text its symbol, and the rows of that resolution."""
    if not isinstance(group, Resolution):
        return set(group.tolist())
    same = (corpus.paragraphs["symbol"] == group.symbol).to_numpy()
    return {group.symbol, *np.flatnonzero(same).tolist()} - {None}


@dataclass(frozen=True)
class _Counts:
    """Counts of terms in one group, shape (units, terms), and words of its units."""

    table: csr_array
    words: np.ndarray
    unit: str  # "resolution" or "paragraph"


def _count(corpus: Corpus, group: Resolution | np.ndarray, name: str) -> _Counts:
    if isinstance(group, Resolution):
        texts = list(body_words(group).values())
        lengths = np.array([len(t) for t in texts])
        found = _Counts(count_text(texts, corpus), lengths, "paragraph")
    else:
        found = _count_rows(corpus, group)
    if not found.words.sum():
        raise UnresError(f"found no words in {name}, expected some paragraphs")
    return found


def _count_rows(corpus: Corpus, rows: np.ndarray) -> _Counts:
    """Counts by resolution, or by paragraph where there are too few resolutions."""
    from scipy.sparse import csr_array

    table = corpus.paragraphs.iloc[rows]
    unit, symbols = table["symbol"].factorize()
    many = len(symbols) >= _MIN_UNITS
    if not many:
        unit = np.arange(len(rows))
    size = int(unit.max(initial=-1)) + 1
    shape = (size, corpus.wording_counts.shape[0])
    ones = np.ones(len(rows), dtype=np.int32)
    belongs = csr_array((ones, (unit, table["wording"].to_numpy())), shape=shape)
    lengths = np.bincount(unit, weights=table["words"], minlength=size).astype(np.int64)
    return _Counts(belongs @ corpus.wording_counts, lengths, "resolution" if many else "paragraph")


def _columns(
    corpus: Corpus,
    counted: Mapping[str, _Counts],
    terms: Iterable[Any] | None,
    ngram_range: tuple[int, int],
) -> np.ndarray:
    if terms is not None:
        given: list[Any] = [terms] if isinstance(terms, str) else list(terms)
        if any(isinstance(term, str) for term in given):
            given = corpus.columns([" ".join(words(term)) for term in given])
        return np.asarray(given, dtype=int)
    if not 1 <= ngram_range[0] <= ngram_range[1] <= 3:
        raise UnresError(f"found ngram_range = {ngram_range}, expected two numbers from 1 to 3")
    total = np.sum([c.table.sum(axis=0) for c in counted.values()], axis=0)
    length = corpus.vocabulary["n"].between(*ngram_range).to_numpy()
    return np.flatnonzero((total >= _MIN_COUNT) & length)


def _against(one: _Side, two: _Side, level: float) -> pd.DataFrame:
    import pandas as pd
    from scipy import stats

    log_odds = one.logit - two.logit
    burst = _burst(one, two)
    error = np.sqrt(one.variance(burst) + two.variance(burst))
    freedom = min(one.units, two.units) - 1
    z = log_odds / error
    p = 2 * stats.t.sf(np.abs(z), freedom) if freedom > 0 else np.full(len(z), np.nan)
    half = stats.t.ppf((1 + level) / 2, freedom) * error if freedom > 0 else np.nan
    return pd.DataFrame(
        {
            "count": one.counts,
            "count_rest": two.counts,
            "rate": _PER * one.counts / one.words,
            "rate_rest": _PER * two.counts / two.words,
            "units": one.holders,
            "units_rest": two.holders,
            "log_odds": log_odds,
            "low": log_odds - half,
            "high": log_odds + half,
            "times": np.exp(log_odds),
            "z": z,
            "p": p,
            "q": stats.false_discovery_control(p) if freedom > 0 and len(p) else np.nan,
            "g2": _g2(one.counts, one.words, two.counts, two.words),
            "log_ratio": np.log2((one.counts + 0.5) / one.words)
            - np.log2((two.counts + 0.5) / two.words),
        }
    )


class _Side:
    """Log odds of all terms on one side, and how sure they are."""

    def __init__(
        self, parts: list[_Counts], columns: np.ndarray, prior: np.ndarray, size: float
    ) -> None:
        from scipy.sparse import vstack

        table: Any = vstack([c.table[:, columns] for c in parts]).tocsr()
        length = np.concatenate([c.words for c in parts]).astype(float)
        self.units = len(length)
        self.words = length.sum()
        self.counts = np.asarray(table.sum(axis=0)).ravel()
        self.holders = np.asarray((table > 0).sum(axis=0)).ravel()
        total = self.words + size
        share = (self.counts + prior) / total
        self.logit = np.log(share) - np.log1p(-share)
        squares = np.asarray(table.multiply(table).sum(axis=0)).ravel()
        crossed = np.asarray(table.T @ length).ravel()
        bounded = max(self.units, 2)
        spread = squares - 2 * share * crossed + share**2 * (length**2).sum()
        self.spread = bounded / (bounded - 1) * spread
        self.independent = total * share * (1 - share)
        self.mass = self.counts + prior

    def variance(self, burst: np.ndarray) -> np.ndarray:
        """Variance of the log odds, where occurrences come in bursts of such a size."""
        return np.maximum(self.spread / self.independent**2, burst / self.mass)


def _burst(one: _Side, two: _Side) -> np.ndarray:
    """How many times greater the variance of counts is than that of independent words."""
    return np.maximum(1, (one.spread + two.spread) / (one.independent + two.independent))


def _g2(a: np.ndarray, n: float, b: np.ndarray, m: float) -> np.ndarray:
    """Log-likelihood ratio of two counts, negative where the first rate is the lower one."""
    from scipy.special import rel_entr

    share = (a + b) / (n + m)
    total = rel_entr(a, n * share) + rel_entr(n - a, n * (1 - share))
    total = 2 * (total + rel_entr(b, m * share) + rel_entr(m - b, m * (1 - share)))
    return np.where(a / n >= b / m, total, -total)


def _distinct(table: pd.DataFrame, min_share: float) -> pd.DataFrame:
    """Leave out rows whose term mostly stands in a longer term of the same group."""
    longest: dict[tuple[str, str], int] = {}  # the greatest count of a longer term
    rows = list(zip(table["group"], table["term"], table["count"], strict=True))
    for group, term, count in rows:
        words = term.split()
        for n in range(1, len(words)):
            for part in ngrams(words, n):
                longest[group, part] = max(count, longest.get((group, part), 0))
    kept = [longest.get((g, term), -1) < min_share * count for g, term, count in rows]
    return table[np.array(kept, dtype=bool)]
