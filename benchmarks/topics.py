"""Topics beside those of other packages: `python -m benchmarks.topics [--quick]`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

import unres_research as un
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._measures import (
    agreement,
    c_v,
    distinct,
    npmi,
    subject_agreement,
)
from unres_research.analyse._topics._parts import body_wordings
from unres_research.corpus import Corpus

N_TERMS = 10  # of a topic, that are compared and judged
_MIN_SERIES = 5  # of a subject, to agree with


class Topics(NamedTuple):
    """What any way of finding topics gives: strongest terms, and shares of topics by wording."""

    tops: list[list[str]]
    wordings: np.ndarray | None = None
    shares: np.ndarray | None = None  # wordings x topics; NaN where a wording has none


Fit = Callable[[list[str], int], Topics]  # of symbols of resolutions, and a seed


def judge(corpus: Corpus, topics: Topics) -> dict[str, float]:
    """Coherence and diversity of topics, and with shares how they agree with subjects."""
    used = [list(corpus.columns(top[:N_TERMS])) for top in topics.tops]
    columns, places = np.unique(np.concatenate(used), return_inverse=True)
    present = (corpus.wording_counts[body_wordings(corpus)][:, columns] > 0).astype(float)
    ends = np.cumsum([len(top) for top in used])[:-1]
    rows = [part.tolist() for part in np.split(places, ends)]
    found = {
        "npmi": float(npmi(present, rows).mean()),
        "c_v": float(c_v(present, rows).mean()),
        "diversity": distinct([top[:N_TERMS] for top in topics.tops]),
    }
    if topics.wordings is not None and topics.shares is not None:
        topic = leading(corpus, topics.wordings, topics.shares)
        found["nmi"], found["f1"] = subject_agreement(topic, subjects(corpus)[0], unit_of(corpus))
    return found


def stabilities(corpus: Corpus, fit: Fit, n: int = 5, share: float = 1.0) -> dict[str, float]:
    """Overlap of top terms between all pairs of n seeds, and n pairs of halves by series."""
    everything = sample(corpus, share)
    by_seed = [fit(everything, seed).tops for seed in range(n)]
    seeds = [alike(a, b) for a, b in combinations(by_seed, 2)]
    halves = [alike(*(fit(h, k).tops for h in halved(corpus, everything, k))) for k in range(n)]
    return {"seeds": float(np.mean(seeds)), "halves": float(np.mean(halves))}


def alike(a: Sequence[Sequence[str]], b: Sequence[Sequence[str]]) -> float:
    """Mean overlap of the topics of two runs; a topic without a match has 0."""
    few, many = sorted(([top[:N_TERMS] for top in side] for side in (a, b)), key=len)
    return float(agreement(many, few).mean())


def sample(corpus: Corpus, share: float = 1.0) -> list[str]:
    """Symbols of a fixed sample of whole series."""
    return _split(corpus, corpus.resolutions["symbol"].tolist(), share, 7)[0]


def halved(corpus: Corpus, symbols: list[str], seed: int) -> tuple[list[str], list[str]]:
    """Two halves of the series of some resolutions, no series in both."""
    return _split(corpus, symbols, 0.5, seed)


def _split(
    corpus: Corpus, symbols: list[str], share: float, seed: int
) -> tuple[list[str], list[str]]:
    units = unit_of(corpus)[corpus.resolutions.index.get_indexer(symbols)]
    names = np.unique(units)
    order = np.random.default_rng(seed).permutation(names)
    first = np.isin(units, order[: round(share * len(order))])
    some = np.array(symbols)
    return some[first].tolist(), some[~first].tolist()


def wordings_of(corpus: Corpus, symbols: list[str]) -> np.ndarray:
    """Distinct wordings of eight words or more in the bodies of some resolutions."""
    return body_wordings(corpus, corpus.rows_of(symbols))


def leading(corpus: Corpus, wordings: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Topic that most words of a resolution belong to, -1 where there is none."""
    at = np.full(corpus.n_wordings, -1)
    at[wordings] = np.arange(len(wordings))
    table = corpus.paragraphs[corpus.body()]
    row = at[table["wording"].to_numpy()]
    known = (row >= 0) & ~np.isnan(shares[row]).any(axis=1)
    where = corpus.resolutions.index.get_indexer(table["symbol"])[known]
    mass = np.zeros((len(corpus), shares.shape[1]))
    np.add.at(mass, where, shares[row[known]] * table["words"].to_numpy()[known, None])
    return np.where(mass.any(axis=1), mass.argmax(axis=1), -1)


@cache
def subjects(corpus: Corpus) -> tuple[np.ndarray, list[str]]:
    """Subjects that the library gave to resolutions of five series or more (rows x subjects)."""
    given = [set(terms) for terms in corpus.resolutions["subjects"]]
    units = unit_of(corpus)
    series: dict[str, set[int]] = {}
    for terms, unit in zip(given, units, strict=True):
        for term in terms:
            series.setdefault(term, set()).add(int(unit))
    names = sorted(term for term, held in series.items() if len(held) >= _MIN_SERIES)
    return np.array([[name in terms for name in names] for terms in given]), names


def ours(corpus: Corpus, n_topics: int) -> Fit:
    def fit(symbols: list[str], seed: int) -> Topics:
        used = wordings_of(corpus, symbols)
        model = un.analyse.fit_topics(corpus, n_topics, wordings=used, random_state=seed)
        return Topics(model.top_terms(N_TERMS), model.wordings, model.weights)

    return fit
