"""Keyness: which words and phrases set one group of paragraphs apart from others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from numbers import Integral
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import (
    as_list,
    check_kind,
    check_known,
    check_level,
    check_ngrams,
    check_seed,
    check_whole,
)
from unres_research.analyse._groups import Group, check_corpus, rows_of_group
from unres_research.analyse._permutation import Difference, Weighted, compare_rates
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._patterns import stems_of
from unres_research.corpus import Corpus, body_words, count_text, words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_PER = 10_000
_MIN_COUNT = 5
_MIN_UNITS = 5
_MIN_RESAMPLES = 999
_FAR = 30.0  # log of a ratio that nobody meets
_SHOWN = ["group", "term", "count", "count_rest", "rate", "rate_rest", "units", "units_rest"]
_SHOWN += ["log_odds", "low", "high", "times", "z", "p", "q", "reason", "chosen_by", "g2"]
_SHOWN += ["log_ratio"]


@dataclass(frozen=True, eq=False)
class Keyness:
    """How often groups of paragraphs use every term; made by `keyness`.

    `units` says what the figures of each group rest on: "28 resolutions in 10 series", or
    "30 paragraphs" of a text. `table` has all rows; see `to_frame`.
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
            the log odds; infinite where one side lacks the term, for nothing bounds it there),
            `times` (exp of the log odds: about how many times as often; infinite or 0 where
            one side lacks the term), `z` (normal quantile
            of p, signed), `p`, `q` (p with the false discovery rate controlled within the
            group), `reason` (why p is NaN, or ""), `chosen_by` (whether the term chose the
            groups), `g2` (log-likelihood ratio as of independent words, signed), `log_ratio`
            (log2 of the rates, half an occurrence added to both). `attrs`: `units` as above,
            `level` of the intervals, and where no `q` is below `max_q` the `reason`.
        """
        if group is not None and group not in self.units:
            raise UnresError(f"found no group {group!r}, expected one of {', '.join(self.units)}")
        table = self.table if group is None else self.table[self.table["group"] == group]
        if max_q is None:
            return table.copy()
        found = table[table["q"] < max_q]
        if found.empty:
            found.attrs = {**table.attrs, "reason": _why_none(table, max_q)}
        return found

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
        found = self.distinct()
        more = found.query("log_odds > 0").groupby("group").head(10)
        columns = ["group", "term", "count", "count_rest", "times", "q"]
        said = f"{repr(self)[1:-1]}; those with q below 0.05:"
        if found.empty:
            said = f"{repr(self)[1:-1]}: {found.attrs['reason']}."
        return shown.block(shown.said(said), shown.table(more[columns].reset_index(drop=True)))


def keyness(
    corpus: Corpus,
    groups: Mapping[str, Group],
    *,
    terms: Sequence[str] | Sequence[int] | np.ndarray | None = None,
    ngram_range: tuple[int, int] = (1, 3),
    prior_words: float = 500,
    level: float = 0.95,
    chosen_by: str | Sequence[str] = (),
    n_resamples: int = 9999,
    random_state: int = 0,
) -> Keyness:
    r"""Compare how often groups of paragraphs use every term.

    Each group is set against all others together, and what differs is told by a permutation
    test: whether whole series of resolutions, dealt out to the two sides at random, would differ
    as much. The measure is the difference of log odds of a term with a Dirichlet prior in the
    proportions of the two sides together, so that rare terms are drawn to no difference:

    .. math:: \delta = \log\frac{y_1 + a}{n_1 + A - y_1 - a}
              - \log\frac{y_2 + a}{n_2 + A - y_2 - a}

    with counts y, words n, and a prior of A words of which a are the term. Positive means
    more in the group. The more a term bursts, the less the length of a series weighs in y and
    n (see Notes).

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
    chosen_by : str or sequence of str
        Terms that chose the groups ("artificial intelligence", for the texts about it). They, in
        singular and plural, what they hold, what holds them and what overlaps with them
        ("intelligence systems") are counted, but not tested: that they differ is no finding.
    n_resamples : int
        Permutations (at least 999). A term that is far from different gets the first 999.
    random_state : int

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
    A resolution that returns every year is nearly the same text, so the unit is the series
    (`lineages.series`); one with resolutions on both sides is a unit on each, which makes the
    test careful. A text is sampled by paragraphs instead: its p speaks of that text alone, not
    of texts like it. Where a side has fewer than five units nothing is tested, and `reason` says
    so. Do not test two sessions this way, whose series are nearly the same ones.

    The statistic is the score of a negative binomial model: occurrences in the group less those
    expected at the rate of both sides, a unit with n words weighing 1 / (1 + d n), with d from
    the overdispersion of the term in both sides together. Any such statistic gives a right p, for
    under the hypothesis series are exchangeable; this one finds more than plain sums. `log_odds`
    and `times` use the same weights, so that they may differ from the plain rates beside them.
    p is twice that of the side to which the term leans. It is counted from permutations; below
    about 0.002 it is that of a saddlepoint approximation. A term that one side lacks is judged by
    the chance that all its holders fall to the other.

    Intervals invert the score; where the test finds a difference (p below 1 - `level`) they leave
    out 0, else they hold it. In simulation they cover the true value at least as often as stated
    and often more (`python -m benchmarks.inference`). Terms inside terms are tested each for
    themselves, and years and symbols are terms too. `g2` is for comparison with other work: it
    takes words for independent and finds too much.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words: lexical feature selection and evaluation
    for identifying the content of political conflict, Political Analysis 16. Dunning (1993),
    Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    19. Benjamini & Hochberg (1995), Controlling the false discovery rate, Journal of the Royal
    Statistical Society B 57. Lawless (1987), Negative binomial and mixed Poisson regression,
    Canadian Journal of Statistics 15 (the score). Robinson (1982), Saddlepoint approximations
    for permutation tests and confidence intervals, Journal of the Royal Statistical Society B
    44. Skovgaard (1987), Saddlepoint expansions for conditional distributions, Journal of
    Applied Probability 24. Miettinen (1976), Estimability and estimation in case-referent
    studies, American Journal of Epidemiology 103 (an interval from a test, where the inverted
    score does not leave out 0 and the test does).

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

    check_corpus(corpus)
    check_kind(groups, Mapping, "groups", "a dict of names and their groups")
    if len(groups) < 2:
        raise UnresError(f"found {len(groups)} groups, expected at least two to compare")
    if not prior_words > 0:
        raise UnresError(f"found a prior of {prior_words} words, expected more than 0")
    check_level(level)
    check_whole(n_resamples, "n_resamples", _MIN_RESAMPLES)
    check_seed(random_state)
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
    parts = {name: _part(corpus, place, name) for name, place in places.items()}
    columns = _columns(corpus, parts.values(), terms, ngram_range)
    names = corpus.vocabulary["term"].to_numpy()[columns]
    about = pd.DataFrame({"term": names, "chosen_by": _chose(names, chosen_by, corpus)})
    options = {"level": level, "n_resamples": n_resamples, "random_state": random_state}
    tables = _tables(_narrow(parts, columns), about, prior_words, options)
    units = {name: part.unit for name, part in parts.items()}
    table = pd.concat(tables, ignore_index=True)
    table.attrs = {"units": units, "level": level}
    return Keyness(corpus, units, table)


def _narrow(parts: Mapping[str, _Part], columns: np.ndarray) -> dict[str, _Part]:
    """Keep some terms only; counts that groups share are cut once."""
    cut = {id(part.counts): part.counts[:, columns] for part in parts.values()}
    return {name: replace(part, counts=cut[id(part.counts)]) for name, part in parts.items()}


def _tables(
    parts: Mapping[str, _Part], about: pd.DataFrame, prior_words: float, options: dict[str, Any]
) -> Iterator[pd.DataFrame]:
    """One table a group, the surest terms first."""
    import pandas as pd

    found = None
    for name, part in parts.items():
        sides = _Sides.of(part, [other for key, other in parts.items() if key != name])
        reason, last = sides.why_not(), found
        if reason:
            found = sides.plain()
        elif last is not None and len(parts) == 2:
            found = last.turned()  # the same test from the other side
        else:
            found = compare_rates(sides.table, sides.words, sides.inside, **options)
        inferred = _inferred(found, prior_words, about["chosen_by"].to_numpy())
        why = reason or np.where(about["chosen_by"], "chose the groups", "")
        table = pd.concat([about, sides.counted(), inferred], axis=1).assign(reason=why)
        table.insert(0, "group", name)
        order = ["z", "log_odds", "term"]
        yield table.sort_values(order, ascending=[False, False, True])[_SHOWN]


def _keys(corpus: Corpus, group: Resolution | np.ndarray) -> set[Any]:
    """Rows of `corpus.paragraphs`; of a text its symbol, and the rows of that resolution."""
    if not isinstance(group, Resolution):
        return set(group.tolist())
    same = (corpus.paragraphs["symbol"] == group.symbol).to_numpy()
    return {group.symbol, *np.flatnonzero(same).tolist()} - {None}


@dataclass(frozen=True)
class _Part:
    """Paragraphs of one group: which row of counts each has, its words and series."""

    rows: np.ndarray
    words: np.ndarray
    series: np.ndarray
    counts: csr_array  # shape (wordings, terms)
    resolutions: int  # 0 of a text

    @property
    def unit(self) -> str:
        """How many units the group has, in words."""
        if not self.resolutions:
            return f"{len(self.rows)} paragraphs"
        return f"{self.resolutions:,} resolutions in {len(np.unique(self.series)):,} series"

    def total(self) -> np.ndarray:
        """Occurrences of every term."""
        times = np.bincount(self.rows, minlength=self.counts.shape[0])
        return np.asarray(times @ self.counts)

    def by(self, unit: np.ndarray, size: int) -> csr_array:
        """Occurrences by unit, shape (size, terms); `unit` has the number of each paragraph's."""
        from scipy.sparse import csr_array

        shape = size, self.counts.shape[0]
        ones = np.ones(len(unit), dtype=np.int32)
        return csr_array((ones, (unit, self.rows)), shape=shape) @ self.counts


def _part(corpus: Corpus, group: Resolution | np.ndarray, name: str) -> _Part:
    series = unit_of(corpus)
    if isinstance(group, Resolution):
        texts = list(body_words(group).values())
        known = corpus.resolutions.index.get_indexer([group.symbol])[0]
        of_text = np.full(len(texts), series[known] if known >= 0 else series.max() + 1)
        lengths = np.array([len(t) for t in texts], dtype=np.int64)
        found = _Part(np.arange(len(texts)), lengths, of_text, count_text(texts, corpus), 0)
    else:
        table = corpus.paragraphs.iloc[group]
        which = corpus.resolutions.index.get_indexer(table["symbol"])
        lengths = table["words"].to_numpy(dtype=np.int64)
        wording = table["wording"].to_numpy()
        size = len(np.unique(which))
        found = _Part(wording, lengths, series[which], corpus.wording_counts, size)
    if not found.words.sum():
        raise UnresError(f"found no words in {name}, expected some paragraphs")
    return found


def _columns(
    corpus: Corpus,
    parts: Iterable[_Part],
    terms: Iterable[Any] | None,
    ngram_range: tuple[int, int],
) -> np.ndarray:
    if terms is not None:
        given = as_list(terms, "terms", (str, Integral))
        if any(isinstance(term, str) for term in given):
            given = corpus.columns([" ".join(words(term)) for term in given])
        if not given:
            raise UnresError("found no terms, expected at least one")
        for column in given:
            check_whole(column, "column of the vocabulary", 0)
        if max(given) >= len(corpus.vocabulary):
            raise UnresError(
                f"found column {max(given):,} among the terms, expected columns of the vocabulary, "
                f"from 0 to {len(corpus.vocabulary) - 1:,}"
            )
        return np.asarray(given, dtype=int)
    check_ngrams(ngram_range)
    total = np.sum([part.total() for part in parts], axis=0)
    length = corpus.vocabulary["n"].between(*ngram_range).to_numpy()
    return np.flatnonzero((total >= _MIN_COUNT) & length)


def _chose(names: np.ndarray, chosen_by: str | Sequence[str], corpus: Corpus) -> np.ndarray:
    """Whether a term, or one in it or around it, chose the groups."""
    given = [" ".join(words(term)) for term in as_list(chosen_by, "terms in chosen_by")]
    if not all(given):
        raise UnresError("found a term without words in chosen_by, expected words")
    if given:
        known = set(corpus.vocabulary["term"])
        stems = {stem for term in known for stem in stems_of(term)}
        strange = [term for term in given if not stems.intersection(stems_of(term))]
        check_known(strange, known, "terms of the vocabulary", "what chose the groups is misspelt")
    chosen = [stems_of(term) for term in given]
    return np.array([any(_meet(stems_of(name), term) for term in chosen) for name in names], bool)


def _meet(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one holds the other, or they overlap: the end of one is the beginning of the other.

    >>> _meet(("trustworthy", "artificial"), ("artificial", "intelligence"))
    True
    >>> _meet(("artificial", "light", "intelligence"), ("light", "weight"))
    False
    """
    sizes = range(1, 1 + min(len(one), len(other)))
    at_ends = any(one[-n:] == other[:n] or other[-n:] == one[:n] for n in sizes)
    return (
        at_ends
        or f" {' '.join(one)} " in f" {' '.join(other)} "
        or (f" {' '.join(other)} " in f" {' '.join(one)} ")
    )


@dataclass(frozen=True)
class _Sides:
    """Counts by unit of a group and of the rest."""

    table: csr_array  # shape (units, terms)
    words: np.ndarray
    inside: np.ndarray
    unit: str

    @classmethod
    def of(cls, group: _Part, rest: list[_Part]) -> _Sides:
        """Sum paragraphs to series; beside a single text, paragraphs are the units."""
        parts = [group, *rest]
        alone = not group.resolutions or not any(part.resolutions for part in rest)
        side = np.repeat([1] + [0] * len(rest), [len(part.rows) for part in parts])
        series = np.concatenate([part.series for part in parts])
        keys = 2 * np.arange(len(side)) + side if alone else 2 * series + side
        found, unit = np.unique(keys, return_inverse=True)
        ends = np.cumsum([len(part.rows) for part in parts])[:-1]
        pieces = zip(parts, np.split(unit, ends), strict=True)
        table: Any = sum(part.by(of, len(found)) for part, of in pieces)
        total = np.bincount(unit, weights=np.concatenate([part.words for part in parts]))
        told = total > 0  # a unit without words tells nothing
        named = "paragraphs" if alone else "series"
        return cls(table.tocsr()[told], total[told], found[told] % 2 == 1, named)

    def why_not(self) -> str:
        """Why no test can be made, or nothing."""
        for side, where in ((self.inside, "here"), (~self.inside, "in the rest")):
            if side.sum() < _MIN_UNITS:
                return f"{side.sum()} {self.unit} {where}, at least {_MIN_UNITS} are needed"
        return ""

    def counted(self) -> pd.DataFrame:
        """What is counted and not inferred."""
        import pandas as pd

        sides = np.stack([self.inside, ~self.inside]).astype(np.int64)
        (one, two), held = sides @ self.table, sides @ (self.table > 0).astype(np.int64)
        n, m = sides @ self.words
        return pd.DataFrame(
            {
                "count": one,
                "count_rest": two,
                "rate": _PER * one / n,
                "rate_rest": _PER * two / m,
                "units": held[0],
                "units_rest": held[1],
                "g2": _g2(one, n, two, m),
                "log_ratio": np.log2((one + 0.5) / n) - np.log2((two + 0.5) / m),
            }
        )

    def plain(self) -> Difference:
        """All units weigh the same, and nothing is tested."""
        sides = np.stack([self.inside, ~self.inside]).astype(float)
        size = sides @ self.table
        length = np.repeat((sides @ self.words)[:, None], size.shape[1], axis=1)
        nothing = np.full(size.shape[1], np.nan)
        sums = Weighted(size, length, length, length, nothing, nothing)
        return Difference(sums, nothing, nothing, nothing, nothing)


def _inferred(found: Difference, prior_words: float, skipped: np.ndarray) -> pd.DataFrame:
    """Log odds with the prior, intervals and p, of those that are not skipped."""
    import pandas as pd
    from scipy import stats

    size, length = found.sums.size, found.sums.length
    prior = prior_words * size.sum(axis=0) / length.sum(axis=0)
    one, two = _logit((size + prior) / (length + prior_words))
    log_odds = np.where(size.sum(axis=0) > 0, one - two, 0)
    alone = [(size[k] > 0) & (size[1 - k] == 0) for k in (0, 1)]  # no ratio is known
    p = np.minimum(1, 2 * np.minimum(found.above, found.below))
    p = np.where(skipped, np.nan, p)
    tested = ~np.isnan(p)
    q = np.full(len(p), np.nan)
    q[tested] = stats.false_discovery_control(p[tested]) if tested.any() else []
    return pd.DataFrame(
        {
            "log_odds": log_odds,
            "low": np.where(tested, _odds(found, found.low), np.nan),
            "high": np.where(tested, _odds(found, found.high), np.nan),
            "times": np.select(alone, [np.inf, 0], np.exp(log_odds)),
            "z": np.sign(log_odds) * stats.norm.isf(p / 2),
            "p": p,
            "q": q,
        }
    )


def _logit(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 1e-300, 1 - 1e-12)
    return np.asarray(np.log(share) - np.log1p(-share))


def _odds(found: Difference, end: np.ndarray) -> np.ndarray:
    """Log odds of a log ratio of rates, at the rates of both sides that are likeliest with it."""
    bound, (one, two) = np.clip(end, -_FAR, _FAR), found.sums.length
    rate = found.sums.size.sum(axis=0) / (np.exp(bound) * one + two)
    log_odds = _logit(np.exp(bound) * rate) - _logit(rate)
    return np.where(np.isinf(end), end, log_odds)


def _g2(a: np.ndarray, n: float, b: np.ndarray, m: float) -> np.ndarray:
    """Log-likelihood ratio of two counts, negative where the first rate is the lower one."""
    from scipy.special import rel_entr

    share = (a + b) / (n + m)
    total = rel_entr(a, n * share) + rel_entr(n - a, n * (1 - share))
    total = 2 * (total + rel_entr(b, m * share) + rel_entr(m - b, m * (1 - share)))
    return np.where(a / n >= b / m, total, -total)


def _why_none(table: pd.DataFrame, max_q: float) -> str:
    """Why no term has such a q: none was tested, or none is that sure."""
    reasons = table.loc[~table["chosen_by"].astype(bool) & table["p"].isna(), "reason"].unique()
    untested = table["p"].isna().all() and len(reasons)
    return str(reasons[0]) if untested else f"no term has q below {max_q:g}"


def _distinct(table: pd.DataFrame, min_share: float) -> pd.DataFrame:
    """Leave out rows whose term mostly stands in a longer term of the same group."""
    longest: dict[tuple[str, str], int] = {}  # the greatest count of a longer term
    rows = list(zip(table["group"], table["term"], table["count"].tolist(), strict=True))
    for group, term, count in rows:
        held = term.split()
        for n in range(1, len(held)):
            for k in range(len(held) - n + 1):
                key = group, " ".join(held[k : k + n])
                if count > longest.get(key, -1):
                    longest[key] = count
    kept = [longest.get((g, term), -1) < min_share * count for g, term, count in rows]
    return table[np.array(kept, dtype=bool)]
