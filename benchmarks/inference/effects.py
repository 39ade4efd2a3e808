"""Regressions of topics: coverage, false alarms, and what it costs that topics are found first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.special import stdtr
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer

from benchmarks.inference._population import corpus
from benchmarks.inference._row import Row
from benchmarks.inference.topics import model
from unres_research.analyse import TopicModel
from unres_research.analyse._rates import q_values, t_factor
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._effects import _columns, _covariates, regress
from unres_research.analyse._topics._grouping import held

COVARIATES = "session + committee + vote"
FEW = 8  # series of the smallest group
GROWS = 0.02  # of paragraphs that are on a topic more, for each that grows


def run(quick: bool = False) -> list[Row]:
    topics, runs = (20, 4) if quick else (40, 60)
    shares, design, units = _real(topics)
    rows = [row for n in (units.max() + 1, 300, 150)
            for row in (_coverage(shares, design, units, n, runs),
                        *_alarms(shares, design, units, n, runs))]  # fmt: skip
    for thinly in (False, True):
        rows += _two_steps(topics, 1 if quick else 6, thinly)
    return rows


def _real(topics: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of topics in resolutions, what is known of these, and their series."""
    found = model(topics)
    table, whole = _covariates(found, COVARIATES, None), held(found)
    rows = np.flatnonzero(table.notna().all(axis=1).to_numpy() & (whole.words > 0))
    columns = [c.values for c in _columns(table.iloc[rows])]
    design = np.column_stack([np.ones(len(rows)), *columns])
    units = np.unique(unit_of(corpus())[rows], return_inverse=True)[1]
    return whole.mass[rows] / whole.words[rows][:, None], design, units


def _drawn(units: np.ndarray, n: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows of so many series at random, each a new one, and these."""
    rows = [np.flatnonzero(units == k) for k in random.integers(0, units.max() + 1, n)]
    return np.concatenate(rows), np.repeat(np.arange(n), [len(some) for some in rows])


def _coverage(shares: np.ndarray, design: np.ndarray, units: np.ndarray, n: int, runs: int) -> Row:
    random, true = np.random.default_rng(16), np.linalg.lstsq(design, shares)[0][1:]
    held_true = given = 0
    for _ in range(runs):
        rows, own = _drawn(units, n, random)
        if np.linalg.matrix_rank(design[rows]) == design.shape[1]:
            held_true += _holds(regress(shares[rows], design[rows], own), true)
            given += true.size
    what = f"coverage, {n} series, {COVARIATES}"
    return Row("effects", what, ".93 to .97", f"{held_true / given:.3f}", given)


def _holds(found: tuple[np.ndarray, np.ndarray, np.ndarray], true: np.ndarray) -> int:
    estimate, error, freedom = (values[1:] for values in found)
    return int((np.abs(estimate - true) <= t_factor(0.95, freedom) * error).sum())


def _alarms(
    shares: np.ndarray, design: np.ndarray, units: np.ndarray, n: int, runs: int
) -> list[Row]:
    """Covariates made up: of a third of the series, of a few, and another by resolution."""
    random, kinds = np.random.default_rng(17), ("a third of the series", f"{FEW} series", "half of "
                                                "the resolutions")  # fmt: skip
    alarms, tables = np.zeros(3), np.zeros(3)
    for _ in range(runs):
        rows, own = _drawn(units, n, random)
        made = (random.random(n)[own] < 1 / 3, own < FEW, random.random(len(rows)) < 0.5)
        estimate, error, freedom = regress(
            shares[rows], np.column_stack([np.ones(len(rows)), *made]).astype(float), own
        )
        p = (2 * stdtr(freedom, -np.abs(estimate) / error))[1:]
        alarms += (p < 0.05).mean(axis=1)
        tables += [bool((q_values(row) < 0.05).any()) for row in p]
    return [
        Row("effects", f"false alarms, {n} series, a covariate of {kind}", "<= 5%",
            f"{a / runs:.1%} (tables with any q < .05: {t / runs:.1%})", runs)
        for kind, a, t in zip(kinds, alarms, tables, strict=True)
    ]  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """Topics that are known: their words, and the shares of every wording."""

    found: TopicModel
    words: np.ndarray  # shape (topics, terms), rows sum to 1
    shares: np.ndarray  # shape (wordings, topics)
    lengths: np.ndarray  # words of every wording that the topics are made of
    series: np.ndarray  # of every wording, the first that holds it

    @classmethod
    def of(cls, found: TopicModel) -> Planted:
        """As a model has them, its weights turned back into counts."""
        words = found.components / getattr(found.weighting, "idf_", 1)
        counts = corpus().wording_counts[found.wordings][:, found.columns]
        known = ~np.isnan(found.weights)
        table = corpus().paragraphs[corpus().body()].drop_duplicates("wording")
        symbol = table.set_index("wording").loc[found.wordings, "symbol"]
        rows = corpus().resolutions.index.get_indexer(symbol)
        return cls(
            found,
            words / words.sum(axis=1, keepdims=True),
            np.where(known, found.weights, 1 / len(found)),
            np.asarray(counts.sum(axis=1)).ravel().astype(int),
            unit_of(corpus())[rows],
        )

    def grown(
        self, some: np.ndarray, treated: np.ndarray, random: np.random.Generator, thinly: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Shares where series hold more of some topics, and by how much they do in the mean.

        More paragraphs are on them; or thinly, all paragraphs a little.
        """
        shares, inside = self.shares.copy(), treated[self.series]
        effect = -GROWS * len(some) * by_resolution(self.found, shares)[0].mean(axis=0)
        if thinly:
            shares[inside] *= 1 - GROWS * len(some)
            shares[np.ix_(inside, some)] += GROWS
            effect[some] += GROWS
            return shares, effect
        more = inside & (random.random(len(shares)) < GROWS * len(some))
        topic = random.choice(some, len(shares))
        for k in some:
            about = np.flatnonzero((self.shares.argmax(axis=1) == k) & (self.shares[:, k] > 0.4))
            rows = np.flatnonzero(more & (topic == k))
            shares[rows] = self.shares[random.choice(about, len(rows))]
            effect += GROWS * self.shares[about].mean(axis=0)
        return shares, effect

    def refitted(self, shares: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Shares as found in words drawn from the topics, each topic at its place."""
        drawn = [
            random.multinomial(self.lengths[some], shares[some] @ self.words)
            for some in np.array_split(np.arange(len(shares)), 20)
        ]
        found = refit(csr_array(np.vstack(drawn)), len(self.found))
        known = np.nan_to_num(found)
        unit = known / np.maximum(1e-12, np.linalg.norm(known, axis=0))
        _, order = linear_sum_assignment(-(shares / np.linalg.norm(shares, axis=0)).T @ unit)
        return np.asarray(found[:, order])


def refit(counts: csr_array, topics: int) -> np.ndarray:
    """Shares of topics in rows of counts, found by one plain factorisation."""
    weighting = TfidfTransformer(sublinear_tf=True)
    nmf = NMF(topics, init="nndsvda", max_iter=300, tol=1e-3, random_state=0)
    mass = nmf.fit_transform(weighting.fit_transform(counts)) * nmf.components_.sum(axis=1)
    total = mass.sum(axis=1, keepdims=True)
    return np.divide(mass, total, out=np.full(mass.shape, np.nan), where=total > 0)


def by_resolution(found: TopicModel, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of topics in resolutions that have any, and which these are."""
    mass, words, _ = replace(found, weights=shares)._words_by_resolution()
    return mass[words > 0] / words[words > 0][:, None], np.flatnonzero(words > 0)


def _two_steps(topics: int, runs: int, thinly: bool) -> list[Row]:
    """Paragraphs drawn from topics that are known, fitted anew; effects beside the true ones."""
    planted, random = Planted.of(model(topics)), np.random.default_rng(18)
    seen, covered = [], []
    for _ in range(runs):
        some = random.choice(topics, topics // 5, replace=False)
        treated = random.random(unit_of(corpus()).max() + 1) < 0.5
        shares, effect = planted.grown(some, treated, random, thinly)
        both = []
        for values in (shares, planted.refitted(shares, random)):
            values, rows = by_resolution(planted.found, values)
            units = np.unique(unit_of(corpus())[rows], return_inverse=True)[1]
            design = np.column_stack([np.ones(len(rows)), treated[unit_of(corpus())[rows]]])
            found = regress(values, design.astype(float), units)
            both.append(_holds(found, effect[None]) / topics)
        seen.append([effect, found[0][1]])  # of the topics found
        covered.append(both)
    how = f"{GROWS:.0%} of paragraphs more on" if not thinly else f"in all {GROWS:.0%} more of"
    return _said(np.array(seen), np.array(covered), f"{topics} topics, {how} each of a fifth")


def _said(seen: np.ndarray, covered: np.ndarray, grown: str) -> list[Row]:
    """How often intervals hold the effects, and by how much these shrink when topics are found.

    Of `seen` the first axis is the run, the second: true effects, estimates with topics found; of
    `covered` the second is: topics known, topics found.
    """
    known, found = seen[:, 0], seen[:, 1]
    left = (known * found).sum() / (known**2).sum()
    same = (np.sign(known) == np.sign(found))[np.abs(known) > GROWS / 2].mean()
    return [
        Row("effects, two steps", f"coverage, topics known, {grown}", ".93 to .97",
            f"{covered[:, 0].mean():.3f}", known.size),
        Row("effects, two steps", f"coverage, topics found anew, {grown}", "stated",
            f"{covered[:, 1].mean():.3f}", known.size),
        Row("effects, two steps", f"what is left of effects when topics are found, {grown}",
            "stated", f"{left:.2f} (sign kept: {same:.0%})", known.size),
    ]  # fmt: skip
