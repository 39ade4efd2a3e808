"""Keyness: which words and phrases set one group of paragraphs apart from others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

PER = 10_000
PRIOR_WORDS = 500
LEAST_COUNT = 5
LEAST_UNITS = 5

# a text, symbols of resolutions, or bools for the rows of `corpus.paragraphs`
Group = Resolution | Iterable[str] | Iterable[bool]


@dataclass(frozen=True)
class Counts:
    """Counts of terms in one group, unit by unit; made by `count_group`.

    Attributes
    ----------
    table : scipy.sparse.csr_array
        Shape (units, terms of the vocabulary), int.
    words : numpy.ndarray
        Words of every unit, shape (units,).
    unit : str
        "resolution", or "paragraph" where the group holds fewer than five resolutions.
    resolutions : int
        How many the group holds.

    Examples
    --------
    See `count_group`.
    """

    table: csr_array
    words: np.ndarray
    unit: str
    resolutions: int


def keyness(
    corpus: Corpus,
    groups: Mapping[str, Group],
    *,
    terms: Sequence[int] | np.ndarray | None = None,
    longest: int = 3,
    prior_words: float = PRIOR_WORDS,
    level: float = 0.95,
) -> pd.DataFrame:
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
    terms : sequence of int, optional
        Columns of the vocabulary; by default those of at most `longest` words that occur at
        least five times in the groups together. `features.topical_terms` gives those
        without function words and words of drafting.
    longest : int
        Words in a term, at most.
    prior_words : float
        Size of the prior (A), above 0; more draws more to no difference.
    level : float
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row a group and term, the surest first in each group: `group`, `term`, `count`,
        `count_rest`, `rate`, `rate_rest` (occurrences in 10,000 words), `units`,
        `units_rest` (that hold it, count), `log_odds`, `low`, `high` (of the log odds),
        `times` (exp of the log odds: about how many times as often), `z`, `p`, `q` (p with
        the false discovery rate controlled within the group), `g2` (log-likelihood ratio
        as of independent words, signed), `log_ratio` (log2 of the rates, half an occurrence
        added to both).
        `attrs["units"]` says what a unit is in each group.

    Raises
    ------
    UnresError
        When there are fewer than two groups, one is empty, two overlap, or the prior or the
        level is out of range.

    Notes
    -----
    Words of one resolution come together, so the standard error is that of a ratio of sums
    over resolutions (linearized, as for cluster samples). A group that hardly has a word does
    not show how it bursts, so the variance is also never smaller than that of independent
    words (Monroe, Colaresi & Quinn) times the overdispersion of the counts within the two
    sides, at least 1. A group of fewer than five resolutions is
    sampled by paragraphs instead: its interval speaks of that text alone, not of texts like
    it. p and intervals use Student's t with the units of the smaller group less one.
    Terms inside terms are tested each for themselves, and years and symbols are terms too.
    `g2` is for comparison with other work: it takes words for independent and finds too much.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words: lexical feature selection and evaluation
    for identifying the content of political conflict, Political Analysis 16. Dunning (1993),
    Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    19. Benjamini & Hochberg (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57. Cochran (1977), Sampling techniques (ratio estimates).
    McCullagh & Nelder (1989), Generalized linear models (overdispersion).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> sessions = {s: (corpus.paragraphs["symbol"].str[6:8] == s).to_numpy() for s in ("77", "78")}
    >>> table = keyness(corpus, sessions, terms=corpus.columns(["protect", "decides"]))
    >>> table.loc[table["group"] == "77", ["term", "count", "count_rest"]].values.tolist()
    [['protect', 4, 0], ['decides', 8, 8]]
    """
    if len(groups) < 2:
        raise UnresError(f"found {len(groups)} groups, expected at least two to compare")
    if prior_words <= 0:
        raise UnresError(f"found a prior of {prior_words} words, expected more than 0")
    if not 0 < level < 1:
        raise UnresError(f"found level = {level}, expected a share between 0 and 1")
    found_in = {
        name: group if isinstance(group, Resolution) else group_rows(corpus, group, name)
        for name, group in groups.items()
    }
    _check_apart(corpus, found_in)
    counted = {name: _count(corpus, group, name) for name, group in found_in.items()}
    columns = _columns(corpus, counted, longest) if terms is None else np.asarray(terms, dtype=int)
    prior = _prior(corpus, columns, prior_words)
    tables = []
    for name, inside in counted.items():
        rest = [c for other, c in counted.items() if other != name]
        tables.append(_against(corpus, name, inside, rest, columns, prior, prior_words, level))
    import pandas as pd

    found = pd.concat(tables, ignore_index=True)
    found.attrs["units"] = {n: f"{len(c.words)} {c.unit}s" for n, c in counted.items()}
    return found


def count_group(corpus: Corpus, group: Group, name: str = "the group") -> Counts:
    """Count the terms of a group, unit by unit.

    Parameters
    ----------
    corpus : Corpus
    group : Resolution, iterable of str, or iterable of bool
        As for `keyness`.
    name : str
        For the error.

    Returns
    -------
    Counts

    Raises
    ------
    UnresError
        When the group has no words, or it is none of the three kinds.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = count_group(example_corpus(), ["A/RES/77/901", "A/RES/77/902"])
    >>> found.unit, found.words.tolist()
    ('paragraph', [11, 11])
    """
    if not isinstance(group, Resolution):
        group = group_rows(corpus, group, name)
    return _count(corpus, group, name)


def group_rows(corpus: Corpus, group: Iterable[str] | Iterable[bool], name: str) -> np.ndarray:
    """Find the paragraphs of a group in the data set.

    Parameters
    ----------
    corpus : Corpus
    group : iterable of str, or iterable of bool
        Symbols of resolutions (their preambular, operative and sub-paragraphs), or one bool a
        row of `corpus.paragraphs`.
    name : str
        For the error.

    Returns
    -------
    numpy.ndarray
        Numbers of rows of `corpus.paragraphs`, ascending.

    Raises
    ------
    UnresError
        When a symbol is not in the data set, or there are more or fewer bools than rows.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> group_rows(corpus, ["A/RES/77/901"], "fish").tolist()
    [0]
    >>> int(corpus.paragraphs["symbol"][group_rows(
    ...     corpus, corpus.paragraphs["symbol"] > "A/RES/78", "session 78")].nunique())
    8
    """
    wanted: list[Any] = [group] if isinstance(group, str) else list(group)
    if wanted and all(isinstance(value, (bool, np.bool_)) for value in wanted):
        if len(wanted) != len(corpus.paragraphs):
            raise UnresError(
                f"found {len(wanted):,} bools for {name}, expected {len(corpus.paragraphs):,}: one "
                "a row of corpus.paragraphs"
            )
        return np.flatnonzero(wanted)
    if not all(isinstance(value, str) for value in wanted):
        raise UnresError(
            f"found {next(v for v in wanted if not isinstance(v, str))!r} in {name}, expected a "
            "text, symbols of resolutions, or bools for the rows of corpus.paragraphs"
        )
    rows = corpus.rows_of(wanted)
    return rows[corpus.body()[rows]]


def _count(corpus: Corpus, group: Resolution | np.ndarray, name: str) -> Counts:
    if isinstance(group, Resolution):
        texts = list(features.body_words(group).values())
        counts, words = features.count_text(texts, corpus), np.array([len(t) for t in texts])
        found = Counts(counts, words, "paragraph", 1)
    else:
        found = _count_rows(corpus, group)
    if not found.words.sum():
        raise UnresError(f"found no words in {name}, expected some paragraphs")
    return found


def _count_rows(corpus: Corpus, rows: np.ndarray) -> Counts:
    """Counts by resolution, or by paragraph where there are too few resolutions."""
    from scipy.sparse import csr_array

    table = corpus.paragraphs.iloc[rows]
    order = {s: k for k, s in enumerate(dict.fromkeys(table["symbol"]))}
    many = len(order) >= LEAST_UNITS
    unit = table["symbol"].map(order).to_numpy() if many else np.arange(len(rows))
    size = int(unit.max(initial=-1)) + 1
    shape = (size, corpus.wording_counts.shape[0])
    ones = np.ones(len(rows), dtype=np.int32)
    belongs = csr_array((ones, (unit, table["wording"].to_numpy())), shape=shape)
    words = np.bincount(unit, weights=table["words"], minlength=size).astype(np.int64)
    counts = belongs @ corpus.wording_counts
    return Counts(counts, words, "resolution" if many else "paragraph", len(order))


def _check_apart(corpus: Corpus, groups: Mapping[str, Resolution | np.ndarray]) -> None:
    """Refuse groups with paragraphs in common, also where one is the text of a resolution."""
    symbols = corpus.paragraphs["symbol"].to_numpy()
    for (name, one), (other, two) in combinations(groups.items(), 2):
        if isinstance(one, Resolution) or isinstance(two, Resolution):
            named = [
                {g.symbol} if isinstance(g, Resolution) else set(symbols[g]) for g in (one, two)
            ]
            common = len((named[0] & named[1]) - {None})
        else:
            common = len(np.intersect1d(one, two))
        if common:
            raise UnresError(
                f"found paragraphs of {name} in {other} too, expected groups with none in common"
            )


def _columns(corpus: Corpus, counted: Mapping[str, Counts], longest: int) -> np.ndarray:
    total = np.sum([c.table.sum(axis=0) for c in counted.values()], axis=0)
    short = (corpus.vocabulary["n"] <= longest).to_numpy()
    return np.flatnonzero((total >= LEAST_COUNT) & short)


def _prior(corpus: Corpus, columns: np.ndarray, size: float) -> np.ndarray:
    """Occurrences of every term in a text of so many words that is like the data set."""
    counts = corpus.vocabulary["count"].to_numpy()[columns]
    return np.asarray(size * counts / corpus.paragraphs["words"].sum())


def _against(
    corpus: Corpus,
    name: str,
    inside: Counts,
    rest: list[Counts],
    columns: np.ndarray,
    prior: np.ndarray,
    size: float,
    level: float,
) -> pd.DataFrame:
    import pandas as pd
    from scipy import stats

    one = _Side([inside], columns, prior, size)
    two = _Side(rest, columns, prior, size)
    log_odds = one.logit - two.logit
    burst = _burst(one, two)
    error = np.sqrt(one.variance(burst) + two.variance(burst))
    freedom = min(one.units, two.units) - 1
    z = log_odds / error
    p = 2 * stats.t.sf(np.abs(z), freedom) if freedom > 0 else np.full(len(z), np.nan)
    half = stats.t.ppf((1 + level) / 2, freedom) * error if freedom > 0 else np.nan
    table = pd.DataFrame(
        {
            "group": name,
            "term": corpus.vocabulary["term"].to_numpy()[columns],
            "count": one.counts,
            "count_rest": two.counts,
            "rate": PER * one.counts / one.words,
            "rate_rest": PER * two.counts / two.words,
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
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)


class _Side:
    """Log odds of all terms on one side, and how sure they are."""

    def __init__(
        self, parts: list[Counts], columns: np.ndarray, prior: np.ndarray, size: float
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
    """Log-likelihood ratio of two counts, negative where the first rate is the lower one.

    >>> _g2(np.array([10, 5]), 100, np.array([5, 5]), 100).round(3).tolist()
    [1.834, 0.0]
    """
    together = (a + b) / (n + m)
    total = np.zeros(len(a))
    for count, words in ((a, n), (b, m)):
        for seen, expected in ((count, words * together), (words - count, words * (1 - together))):
            ratio = np.divide(
                seen, expected, out=np.ones(len(a)), where=(seen > 0) & (expected > 0)
            )
            total += 2 * seen * np.log(ratio)
    return np.where(a / n >= b / m, total, -total)


def distinct(table: pd.DataFrame, *, share: float = 0.8) -> pd.DataFrame:
    """Leave out terms that hardly occur outside a longer term of the same group.

    Parameters
    ----------
    table : pandas.DataFrame
        From `keyness`; give it a choice of rows, such as those with a small `q`.
    share : float
        A term goes when a longer one that holds it has at least this share of its count.

    Returns
    -------
    pandas.DataFrame
        The rows that are left, in their order.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame({"group": "a", "term": ["digital", "digital divide", "divide"],
    ...     "count": [20, 9, 10]})
    >>> distinct(rows)["term"].tolist()
    ['digital', 'digital divide']
    """
    kept: dict[int, bool] = {}
    places = table.assign(place=range(len(table))).groupby("group", sort=False)
    for _, group in places:
        rows = list(zip(group["place"], group["term"], group["count"], strict=True))
        for place, term, count in rows:
            kept[place] = not any(
                term != other and f" {term} " in f" {other} " and n >= share * count
                for _, other, n in rows
            )
    return table[[kept[place] for place in range(len(table))]]
