"""Judge what relates resolutions by the library's own subject terms.

Usage: ``python -m benchmarks.related``. For each resolution the others are ranked without looking
at subjects; one is relevant when it has a UNBIS term in common with it. Precision at 10 is the
share of relevant ones among the first ten (Manning, Raghavan & Schuetze 2008, chapter 8), the mean
over all resolutions that have subjects; what a component does not tie is counted as wrong.
Resolutions of one series have the same subjects, so the figures are given without the own series,
too. Subject terms are not given to every related text: a precision below 1 is not all error.

Beside the components and the score of `related`, "ranks together" is the sum over terms, wording
and citations of 1 / (60 + rank) (Cormack, Clarke & Buettcher 2009), by which `related` ordered
before.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from unres_research import open_corpus
from unres_research.analyse import _related as related
from unres_research.analyse._series import unit_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

_RANKS = 60  # the constant of reciprocal rank fusion
_JUDGED = ("terms", "titles", "wording", "citations")


def scores(corpus: Corpus, row: int) -> dict[str, np.ndarray]:
    """By way of ranking the score of every resolution beside one, 0 where nothing ties."""
    vectors = related._index(corpus).vectors
    found = {n: (vectors[n] @ vectors[n][[row]].T).toarray().ravel().round(12) for n in _JUDGED}
    weight = related._TITLES
    found["score"] = (found["terms"] + weight * found["titles"]) / (1 + weight)
    together = pd.DataFrame({name: found[name] for name in ("terms", "wording", "citations")})
    together.loc[row] = 0
    ranks = together.rank(ascending=False, method="min").where(together > 0)
    found["ranks together"] = (1 / (_RANKS + ranks)).sum(axis=1).to_numpy()
    return found


def relevant(corpus: Corpus, row: int) -> np.ndarray:
    """Which resolutions have a subject in common with one."""
    subjects = related._index(corpus).vectors["subjects"]
    return (subjects @ subjects[[row]].T).toarray().ravel() > 0


def precision(
    corpus: Corpus, symbols: Iterable[str], depths: tuple[int, ...] = (10, 20)
) -> pd.DataFrame:
    """Mean share of relevant ones among the first, by way of ranking and "by chance".

    Columns are `at_10`, ... and, without the own series, `others_at_10`, ...; what has no
    subjects is passed over.
    """
    rows: dict[str, list[list[float]]] = {}
    for row in corpus.resolutions.index.get_indexer(list(symbols)):
        hits = relevant(corpus, row)
        if hits[row]:  # it has subjects
            for name, found in _precisions(corpus, row, hits, depths):
                rows.setdefault(name, []).append(found)
    columns = [f"{kind}at_{d}" for kind in ("", "others_") for d in depths]
    means = {name: np.mean(values, axis=0) for name, values in rows.items()}
    table = pd.DataFrame.from_dict(means, orient="index", columns=columns)
    return table.assign(queries=len(rows.get("by chance", [])))


def _precisions(
    corpus: Corpus, row: int, hits: np.ndarray, depths: tuple[int, ...]
) -> Iterator[tuple[str, list[float]]]:
    own, unit = np.arange(len(corpus)) == row, unit_of(corpus)
    left_out = (own, unit == unit[row])
    for name, found in scores(corpus, row).items():
        values = []
        for without in left_out:
            kept = np.flatnonzero((found > 0) & ~without)
            first = hits[kept[np.argsort(-found[kept], kind="stable")]]
            values += [first[:depth].sum() / depth for depth in depths]
        yield name, values
    yield "by chance", [hits[~w].mean() for w in left_out for _ in depths]


def main() -> int:
    try:
        corpus = open_corpus()
    except UnresError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    print(precision(corpus, corpus.resolutions.index).round(3).to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
