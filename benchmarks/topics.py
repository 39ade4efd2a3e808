"""Topics beside those of other packages: `python -m benchmarks.topics [--quick] [WORD ...]`.

The other packages: `pip install .[bench]`, and BERTopic without its model of language:
`pip install --no-deps bertopic`. Each way is a process of its own on one core.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

import unres_research as un
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._measures import (
    agreement,
    c_v,
    distinct,
    known_subjects,
    npmi,
    subject_agreement,
)
from unres_research.analyse._topics._parts import body_wordings
from unres_research.corpus import Corpus

N_TERMS = 10  # of a topic, that are compared and judged
_OURS = "unres-research"
_DRAWN = f"{_OURS}, other draws"  # of starts and halves, which its seed does not touch
_HEADS = {
    "processor": ("processor s", "{:.1f}"),
    "clock": ("clock s", "{:.1f}"),
    "memory": ("MB", "{:.0f}"),
    "topics": ("topics", "{:.0f}"),
    "npmi": ("NPMI", "{:.3f}"),
    "c_v": ("C_V", "{:.3f}"),
    "diversity": ("diversity", "{:.3f}"),
    "seeds": ("same over seeds", "{:.2f}"),
    "halves": ("same over halves", "{:.2f}"),
    "nmi": ("NMI", "{:.3f}"),
    "f1": ("F1", "{:.3f}"),
}


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
    return known_subjects(corpus.resolutions["subjects"], unit_of(corpus))


def ours(corpus: Corpus, n_topics: int, drawn: bool = False) -> Fit:
    def fit(symbols: list[str], seed: int) -> Topics:
        given: Any = {"draws" if drawn else "random_state": seed}
        model = un.analyse.fit_topics(corpus, n_topics, on=symbols, **given)
        return Topics(model.top_terms(N_TERMS), model.wordings, model.weights)

    return fit


def measure(corpus: Corpus, fit: Fit, share: float, n: int) -> dict[str, float]:
    """Everything that stands in a row of the table."""
    symbols = sample(corpus, share)
    wordings_of(corpus, symbols)  # opens the tables: the data set is there for every way
    clock, before = time.perf_counter(), os.times()
    topics = fit(symbols, 0)
    after = os.times()
    found = {
        "processor": sum(after[:4]) - sum(before[:4]),
        "clock": time.perf_counter() - clock,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "topics": len(topics.tops),
    }
    return found | judge(corpus, topics) | stabilities(corpus, fit, n, share)


def _row(name: str, n_topics: int, share: float, n: int) -> dict[str, float]:
    from benchmarks.topic_ways import WAYS, fit_of

    corpus = un.open_corpus()
    if name in WAYS:
        fit = fit_of(corpus, WAYS[name][0], n_topics)
    else:
        fit = ours(corpus, n_topics, name == _DRAWN)
    return measure(corpus, fit, share, n)


def _asked(name: str, n_topics: int, share: float, n: int) -> str:
    """A line of the table, from a process of its own."""
    from benchmarks.topic_ways import WAYS

    if name in WAYS and find_spec(WAYS[name][1]) is None:
        return f"| {name} | {n_topics} | {WAYS[name][1]} is not installed, see benchmarks |"
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    told = subprocess.run(
        [sys.executable, "-m", __spec__.name, "--row", name, str(n_topics), str(share), str(n)],
        env=os.environ | one,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if told.returncode:
        return f"| {name} | {n_topics} | stopped with {told.returncode} |"
    found = json.loads(told.stdout.splitlines()[-1])
    cells = (shape.format(found[key]) for key, (_, shape) in _HEADS.items())
    return f"| {name} | {n_topics} | {' | '.join(cells)} |"


def main() -> int:
    from benchmarks.topic_ways import WAYS

    parser = argparse.ArgumentParser(prog="python -m benchmarks.topics", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help="only ways that have it in a name")
    parser.add_argument("--quick", action="store_true", help="a tenth of the series, two seeds")
    parser.add_argument("--share", type=float, default=0.33, help="of the series (0.33)")
    parser.add_argument("--row", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.row:
        name, n_topics, share, n = given.row
        print(json.dumps(_row(name, int(n_topics), float(share), int(n))))
        return 0
    share, n = (0.1, 2) if given.quick else (given.share, 5)
    corpus = un.open_corpus()
    size = len(wordings_of(corpus, sample(corpus, share)))
    print(f"{size:,} wordings, {n} seeds, {n} pairs of halves by series\n")
    print(f"| way | asked | {' | '.join(head for head, _ in _HEADS.values())} |")
    print(f"|---|---:|{'---:|' * len(_HEADS)}", flush=True)
    for n_topics in (20, 40):
        for name in (_OURS, _DRAWN, *WAYS):
            if not given.words or any(word in name for word in given.words):
                print(_asked(name, n_topics, share, n), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
