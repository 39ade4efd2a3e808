"""Measure positions and agreement of States: planted ones, and beside other methods.

Usage: ``python -m benchmarks.positions [--quick]``; under three minutes on one core.

Planted: States on a line vote by a logistic model with abstentions; series come back several times
with nearly the same line between yes and no; States are absent, some of them half of the time.
"Long run" is what the same figure comes to with thousands of series. Real: the votes of the data
set, placed by this library, by the eigenvectors of the double-centred squared distances (1 less
the share of identical votes; Poole 2005), and by a probit item response model of yes against all
else, fitted by Gibbs sampling (Albert 1992; Clinton, Jackman & Rivers 2004), all in plain numpy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri
from scipy.stats import spearmanr

import unres_research as un
from unres_research._parallel import one_thread
from unres_research.analyse._who._agreement import agreement_of, pairs_of
from unres_research.analyse._who._positions import contested, place, values_of

STATES, SERIES = 60, 60


def planted(
    ideal: np.ndarray, series: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Votes of States in so many series, and the series of each roll call."""
    n = len(ideal)
    sizes = rng.geometric(1 / 3, series)
    units = np.repeat(np.arange(series), sizes)
    slope = rng.normal(0, 2, series)[units]
    middle = (rng.normal(0, 0.9, series)[units] + rng.normal(0, 0.1, len(units)))[None]
    own = rng.normal(0, 0.7, (n, series))[:, units]  # what a State holds of this subject
    lean = slope * (ideal[:, None] - middle) + own + rng.logistic(0, 0.5, (n, len(units)))
    cells = np.select([lean > 0.6, lean < -0.6], [0, 2], 1)
    away = np.where(np.arange(n) % 10 == 0, 0.5, 0.08)  # every tenth State is often absent
    cells[rng.random(cells.shape) < away[:, None]] = 3
    return cells.astype(np.int8), units


def placed(
    cells: np.ndarray, units: np.ndarray, n_boot: int, seed: int = 0
) -> dict[str, np.ndarray]:
    found = place(
        cells,
        units,
        dimensions=1,
        least=0.025,
        n_boot=n_boot,
        random_state=seed,
        level=0.95,
        anchor=len(cells) - 1,
    )
    return {name: found[name][:, 0] for name in ("scores", "low", "high")}


def of_planted(times: int, n_boot: int) -> Iterator[tuple[str, float]]:
    """How well planted positions come back, and how often intervals hold them."""
    ranks, held, spread, often = [], [], [], []
    for seed in range(times):
        rng = np.random.default_rng(seed)
        ideal = np.sort(rng.normal(size=STATES))
        truth = placed(*planted(ideal, 3000, rng), 0)["scores"]
        found = placed(*planted(ideal, SERIES, rng), n_boot, seed)
        ranks.append(abs(spearmanr(ideal, found["scores"])[0]))
        inside = (found["low"] <= truth) & (truth <= found["high"])
        held.append(inside.mean())
        often.append(inside[::10].mean())
        standard = (ideal - ideal.mean()) / ideal.std()
        spread.append(((found["low"] <= standard) & (standard <= found["high"])).mean())
    yield "planted: rank correlation with the line", float(np.mean(ranks))
    yield "planted: lowest of these", float(np.min(ranks))
    yield "planted: 95% intervals hold the long run", float(np.mean(held))
    yield "planted: the same, of States often absent", float(np.mean(often))
    yield "planted: 95% intervals hold the line itself", float(np.mean(spread))


def of_agreement(times: int) -> Iterator[tuple[str, float]]:
    """How often intervals of agreement hold the long run."""
    names = ("", "index_", "pi_")
    held: dict[str, list[float]] = {name: [] for name in names}
    states, pairs = np.arange(STATES).astype(str), pairs_of(STATES, list(range(0, STATES, 7)))
    for seed in range(times):
        rng = np.random.default_rng(1000 + seed)
        ideal = np.sort(rng.normal(size=STATES))
        truth = agreement_of(states, *planted(ideal, 3000, rng), pairs, 0.95)
        found = agreement_of(states, *planted(ideal, SERIES, rng), pairs, 0.95)
        for name, column in zip(names, ("share", "index", "pi"), strict=True):
            low, high = found[f"{name}low"], found[f"{name}high"]
            told = low.notna()
            held[name].append(((low <= truth[column]) & (truth[column] <= high))[told].mean())
    for name, said in zip(names, ("share", "index", "pi"), strict=True):
        yield f"planted: 95% intervals of {said} hold the long run", float(np.mean(held[name]))


def by_distances(values: np.ndarray) -> np.ndarray:
    """The leading eigenvector of double-centred squared distances between States."""
    votes = [(values == v).astype(float) for v in (1.0, 0.0, -1.0)]
    both = (~np.isnan(values)).astype(float)
    alike = sum(one @ one.T for one in votes) / np.maximum(both @ both.T, 1)
    squares = (1 - alike) ** 2
    centre = np.eye(len(values)) - 1 / len(values)
    sizes, vectors = np.linalg.eigh(-centre @ squares @ centre / 2)
    return np.asarray(vectors[:, -1] * np.sqrt(sizes[-1]))


def by_item_response(values: np.ndarray, rounds: int, seed: int = 0) -> np.ndarray:
    """Mean ideal points of a probit model of yes against the rest, by Gibbs sampling."""
    rng = np.random.default_rng(seed)
    seen, yes = ~np.isnan(values), values == 1
    theta = by_distances(values)
    theta = (theta - theta.mean()) / theta.std()
    items = np.zeros((2, values.shape[1]))  # slope, intercept
    kept = np.zeros(len(values))
    for k in range(rounds):
        mean = np.outer(theta, items[0]) + items[1]
        share = rng.random(values.shape)
        edge = ndtr(-mean)
        latent = mean + ndtri(
            np.clip(np.where(yes, edge + share * (1 - edge), share * edge), 1e-12, 1 - 1e-12)
        )
        latent = np.where(seen, latent, 0.0)
        design = np.column_stack([theta, np.ones(len(theta))])
        normal = np.einsum("ia,ij,ib->jab", design, seen, design) + np.eye(2) / 25
        cover = np.linalg.inv(normal)
        middle = np.einsum("jab,jb->ja", cover, (design.T @ latent).T)
        noise = np.einsum("jab,jb->ja", np.linalg.cholesky(cover), rng.normal(size=middle.shape))
        items = (middle + noise).T
        precision = 1 + (seen * items[0] ** 2).sum(axis=1)
        pull = (np.where(seen, latent - items[1], 0.0) * items[0]).sum(axis=1)
        theta = pull / precision + rng.normal(size=len(theta)) / np.sqrt(precision)
        theta = (theta - theta.mean()) / theta.std()
        if k >= rounds // 3:
            kept += theta
    return kept


def of_real(rounds: int) -> Iterator[tuple[str, float]]:
    """Positions of the data set by several methods."""
    found = un.votes(un.open_corpus())
    table = found.positions(n_boot=0).set_index("state")["x"].reindex(found.states["state"])
    values = values_of(found.cells)
    values = values[:, contested(values, 0.025)]
    others = {"distances": by_distances(values), "item response": by_item_response(values, rounds)}
    for name, one in others.items():
        yield f"data set: correlation with {name}", abs(float(np.corrcoef(table, one)[0, 1]))
        yield f"data set: rank correlation with {name}", abs(float(spearmanr(table, one)[0]))
    series = found.roll_calls["series"].to_numpy()
    half = np.random.default_rng(0).permutation(np.unique(series))
    parts = [np.isin(series, half[k::2]) for k in (0, 1)]
    two = [placed_of(found.cells[:, part], series[part]) for part in parts]
    both = ~np.isnan(two[0]) & ~np.isnan(two[1])
    yield (
        "data set: rank correlation of two halves of the series",
        float(abs(spearmanr(two[0][both], two[1][both])[0])),
    )


def placed_of(cells: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Positions without intervals, NaN where there is none."""
    found = place(
        cells, units, dimensions=1, least=0.025, n_boot=0, random_state=0, level=0.95, anchor=None
    )
    scores = np.full(len(cells), np.nan)
    scores[found["placed"]] = found["scores"][:, 0]
    return scores


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    with one_thread():
        rows = list(of_planted(*(5, 40) if quick else (40, 200)))
        rows += of_agreement(5 if quick else 80)
        rows += of_real(60 if quick else 600)
    print(pd.DataFrame(rows, columns=["measure", "value"]).round(3).to_string(index=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
