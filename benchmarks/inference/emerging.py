"""Emerging vocabulary: false discoveries under renewal, and how many planted risers are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from benchmarks.inference._population import corpus
from benchmarks.inference._row import Row
from unres_research.analyse._rates import q_values
from unres_research.analyse._trends._emerging import _candidates, _Material
from unres_research.analyse._trends._screen import Cells, _standardised, screen

PERIODS = (((76, 77), (79, 80)), (74, 80), (None, None))
CLASSES = (10, 20, 50, 10_000)  # series that use a term
RATIOS = (2, 4)
PLANTED = 100  # terms a run
KINDS = ("subject", "general", "name")
MIN_SERIES, MAX_Q = 10, 0.05


@dataclass(frozen=True)
class Data:
    """Counts of all terms that are screened, by series and session."""

    name: str
    counts: csr_array
    cells: Cells
    kinds: np.ndarray
    users: np.ndarray

    def turned(self, random: np.random.Generator) -> Cells:
        """Every series with its sessions in either order."""
        sign = random.choice([-1.0, 1.0], self.cells.series.max() + 1)
        return replace(self.cells, place=self.cells.place * sign[self.cells.series])

    def on_a_wheel(self, random: np.random.Generator) -> Cells:
        """Every series begun at another session, what it has last followed by what it has first."""
        known, at = np.unique(self.cells.place, return_inverse=True)
        shift = random.integers(0, len(known), self.cells.series.max() + 1)
        return replace(self.cells, place=known[(at + shift[self.cells.series]) % len(known)])

    def found(self, counts: csr_array, cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Score, p, and whether q is small."""
        z, p = screen(counts, cells)
        return z, p, self.small(p)

    def small(self, p: np.ndarray) -> np.ndarray:
        """Whether q is small, q by kind."""
        q = np.ones(len(p))
        for kind in KINDS:
            q[self.kinds == kind] = q_values(p[self.kinds == kind])
        return q < MAX_Q


Draw = Callable[[Data, np.random.Generator], Cells]


def run(quick: bool = False) -> list[Row]:
    rows = []
    for before, after in PERIODS:
        data = _data(before, after)
        rows += _false(data, 10 if quick else 400, Data.turned, "turned round at random")
        if before is None:
            said = "begun at a session at random"
            rows += _false(data, 10 if quick else 400, Data.on_a_wheel, said)
        else:
            rows += _power(data, 3 if quick else 40)
    return rows


def _data(before: object, after: object) -> Data:
    material = _Material.of(corpus(), before, after, None)  # type: ignore[arg-type]
    columns, kinds = _candidates(corpus(), material, MIN_SERIES, KINDS)
    counts = material.by_cell(corpus().wording_counts[:, columns])
    by_series = (material.cells.by_series() @ counts).tocsr()
    users = np.bincount(by_series.indices, minlength=len(columns))
    name = "all sessions" if before is None else f"{before} and {after}"
    return Data(name, counts, material.cells, kinds, users)


def _false(data: Data, runs: int, draw: Draw, said: str) -> list[Row]:
    """Nothing changed: the sessions of every series in another order."""
    random = np.random.default_rng(12)
    any_found = findings = small = tiny = 0
    for _ in range(runs):
        _, p, found = data.found(data.counts, draw(data, random))
        any_found += bool(found.any())
        findings += int(found.sum())
        small += int((p < 0.05).sum())
        tiny += int((p < 0.001).sum())
    terms = runs * len(data.users)
    what = f"{len(data.users):,} terms, {data.name}, series {said}"
    return [
        Row("emerging", f"runs with any finding at q < .05: {what}", "<= 5%",
            f"{any_found / runs:.1%} ({findings} findings)", runs),
        Row("emerging", f"p < .05, and p < .001: {what}", "<= 5%, <= 0.1%",
            f"{small / terms:.2%}, {tiny / terms:.3%}", terms),
    ]  # fmt: skip


def _power(data: Data, runs: int) -> list[Row]:
    """Some terms lose a part of their occurrences before; the others changed by chance alone."""
    rows = []
    for ratio in RATIOS:
        random = np.random.default_rng(13)
        of_class = {a: [0, 0] for a in CLASSES[:-1]}
        shares, plain = [], []
        for _ in range(runs):
            cells = data.turned(random)
            planted = random.choice(len(data.users), PLANTED, replace=False)
            counts = _thinned(data.counts, cells, planted, ratio, random)
            z, _, found = data.found(counts, cells)
            shares.append(_false_share(found, z, planted))
            plain.append(_plain(data, counts, cells, planted))
            for a, b in zip(CLASSES, CLASSES[1:], strict=False):
                some = planted[(data.users[planted] >= a) & (data.users[planted] < b)]
                of_class[a][0] += int((found & (z > 0))[some].sum())
                of_class[a][1] += len(some)
        said = ", ".join(
            f"{a} series and more: {hits / max(1, n):.0%}" for a, (hits, n) in of_class.items()
        )
        what = f"{PLANTED} risers to {ratio} times the rate, {data.name}"
        rows += [
            Row("emerging", f"found of {what}", "measured", said, runs * PLANTED),
            Row("emerging", f"found of all beside plain rates, {what}", "measured",
                f"{_all(of_class):.1%} beside {np.mean(plain):.1%}", runs * PLANTED),
            Row("emerging", f"false share of findings, {what}", "<= 5%",
                f"{np.mean(shares):.1%}", runs),
        ]  # fmt: skip
    return rows


def _all(of_class: dict[int, list[int]]) -> float:
    hits, n = np.sum(list(of_class.values()), axis=0)
    return float(hits / n)


def _plain(data: Data, counts: csr_array, cells: Cells, planted: np.ndarray) -> float:
    """Share of the planted terms that sums of occurrences by series tell, all cells alike."""
    into = cells.by_series()
    moved = csr_array(into @ (counts.multiply(cells.place[:, None]))).tocoo()
    length = into @ (cells.place * cells.words)
    rate = counts.sum(axis=0) / cells.words.sum()
    parts = moved.data - rate[moved.col] * length[moved.row]
    z, p = _standardised(parts, moved.col, moved.row, rate, length)
    return float((data.small(p) & (z > 0))[planted].mean())


def _thinned(
    counts: csr_array, cells: Cells, planted: np.ndarray, ratio: int, random: np.random.Generator
) -> csr_array:
    """Planted terms keep one in `ratio` of their occurrences before."""
    table = counts.tocoo(copy=True)
    hit = np.isin(table.col, planted) & (cells.place[table.row] < 0)
    table.data[hit] = random.binomial(table.data[hit], 1 / ratio)
    thinned = csr_array(table)
    thinned.eliminate_zeros()
    return thinned


def _false_share(found: np.ndarray, z: np.ndarray, planted: np.ndarray) -> float:
    """Share of findings that were not planted, or lean the other way."""
    true = np.zeros(len(found), dtype=bool)
    true[planted] = z[planted] > 0
    return float((found & ~true).sum() / max(1, found.sum()))
