"""Positions of States by their votes: principal components of roll calls, with what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._parallel import each, one_thread
from unres_research._progress import each as counting
from unres_research.analyse._who._rolls import ABSTAIN, NO, YES
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

RANK = 2  # of the matrix that missing votes are filled from, for one dimension too
MIN_SERIES = 10  # of contested roll calls
MIN_VOTES = 20  # of a State, in contested roll calls
_MORE = 3  # vectors that are followed, so that the leading ones are soon found
_ROUNDS = 1000
_AT_ONCE = 25  # draws of a task
_TOLERANCE = 1e-5  # of the matrix, for a round
SAID = (
    "positions describe contested recorded votes on adopted texts alone; the first dimension is "
    "whatever parts States most, it has no meaning of its own"
)


def values_of(cells: np.ndarray) -> np.ndarray:
    """Votes as numbers: yes 1, abstention 0, no -1, NaN for all that is no vote."""
    return np.select([cells == YES, cells == ABSTAIN, cells == NO], [1.0, 0.0, -1.0], np.nan)


def contested(values: np.ndarray, least: float) -> np.ndarray:
    """Columns in which at least such a share voted otherwise than most did."""
    counts = np.array([(values == v).sum(axis=0) for v in (1.0, 0.0, -1.0)])
    n = counts.sum(axis=0)
    return np.asarray((n > 0) & (n - counts.max(axis=0) >= np.maximum(least * n, 1)))


def filled_matrix(
    values: np.ndarray, weights: np.ndarray | None = None, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fill what is missing from the leading components, again and again until nothing changes.

    Returns the centred matrix, and its leading vectors (one row a State) with their eigenvalues.
    Eigenvalues are shrunk by the noise before they fill anything (regularised iterative
    principal components, Josse and Husson 2012). `weights` count columns more than once.
    """
    weights = np.ones(values.shape[1]) if weights is None else weights
    seen = ~np.isnan(values)
    means = np.nansum(values, axis=0) / np.maximum(seen.sum(axis=0), 1)
    filled = np.where(seen, values, means if start is None else start)
    block = _leading(filled - filled.mean(axis=0), weights)
    for _ in range(_ROUNDS):
        mean = filled.mean(axis=0)
        centred = filled - mean
        block, found = _step(centred, weights, block)
        whole = float((centred**2).sum(axis=0) @ weights)
        noise = max(whole - found[:RANK].sum(), 0.0) / max(len(values) - 1 - RANK, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            kept = np.where(found > 0, np.clip(1 - noise / found, 0, 1), 0.0)[:RANK]
        vectors = block[:, :RANK]
        new = np.where(seen, values, mean + (vectors * kept) @ (vectors.T @ centred))
        moved = float(((new - filled) ** 2).sum(axis=0) @ weights)
        filled = new
        if moved <= _TOLERANCE**2 * whole:
            break
    return centred, block[:, :RANK], found[:RANK]


def _leading(centred: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Leading vectors of the rows."""
    from scipy.linalg import eigh

    n = len(centred)
    gram = (centred * weights) @ centred.T
    vectors = eigh(gram, subset_by_index=[max(n - RANK - _MORE, 0), n - 1])[1]
    return np.asarray(vectors[:, ::-1])


def _step(
    centred: np.ndarray, weights: np.ndarray, block: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors nearer to the leading ones than those of a `block`, and their eigenvalues."""
    from scipy.linalg import eigh

    basis = np.linalg.qr(centred @ ((block.T @ centred) * weights).T)[0]
    inside = basis.T @ centred
    found, turn = eigh((inside * weights) @ inside.T)
    return np.asarray(basis @ turn[:, ::-1]), found[::-1]


def scores_of(vectors: np.ndarray, found: np.ndarray, dimensions: int) -> np.ndarray:
    """Coordinates: mean 0, and a standard deviation of 1 in the first dimension."""
    coordinates = vectors[:, :dimensions] * np.sqrt(np.maximum(found[:dimensions], 0))
    return np.asarray(coordinates / coordinates[:, 0].std())


def aligned(coordinates: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Turn and mirror coordinates so that they lie as near to others as may be."""
    from scipy.linalg import orthogonal_procrustes

    return np.asarray(coordinates @ orthogonal_procrustes(coordinates, to)[0])


def explained(
    values: np.ndarray, centred: np.ndarray, vectors: np.ndarray, dimensions: int
) -> list[float]:
    """Share of the variance of the votes that were cast that each dimension accounts for."""
    seen = ~np.isnan(values)
    left = [float((centred[seen] ** 2).sum())]
    for k in range(dimensions):
        part = vectors[:, : k + 1] @ (vectors[:, : k + 1].T @ centred)
        left.append(float(((centred - part)[seen] ** 2).sum()))
    return [(a - b) / left[0] for a, b in zip(left, left[1:], strict=False)]


def drawn_again(
    values: np.ndarray, units: np.ndarray, scores: np.ndarray, n_boot: int, random_state: int
) -> np.ndarray:
    """Coordinates from series drawn anew with replacement, shape (draws, States, dimensions)."""
    rng = np.random.default_rng(random_state)
    _, row = np.unique(units, return_inverse=True)
    n = row.max() + 1
    start = filled_matrix(values)[0]
    seen = ~np.isnan(values)
    means = np.nansum(values, axis=0) / np.maximum(seen.sum(axis=0), 1)
    times = [rng.multinomial(n, np.full(n, 1 / n)) for _ in range(n_boot)]
    parts = (times[k : k + _AT_ONCE] for k in range(0, n_boot, _AT_ONCE))
    drawn = each(_placed_again, parts, row, values, start + means, scores)
    counted = counting(drawn, "placing States again", -(-n_boot // _AT_ONCE), "part")
    return np.array([one for some in counted for one in some])


def _placed_again(
    times: list[np.ndarray], row: np.ndarray, values: np.ndarray, guess: np.ndarray,
    scores: np.ndarray,
) -> list[np.ndarray]:  # fmt: skip
    """Coordinates for each list of how many times every series was drawn."""
    found = []
    for drawn in times:
        weights = drawn[row].astype(float)
        used = weights > 0
        _, vectors, values_of_them = filled_matrix(values[:, used], weights[used], guess[:, used])
        found.append(aligned(scores_of(vectors, values_of_them, scores.shape[1]), scores))
    return found


def place(
    cells: np.ndarray,
    units: np.ndarray,
    *,
    dimensions: int,
    least: float,
    n_boot: int,
    random_state: int,
    level: float,
    anchor: int | None,
) -> dict[str, Any]:
    """Place States, the rows of `cells`: coordinates and intervals, NaN with a reason for some."""
    values = values_of(cells)
    columns = contested(values, least)
    values, units = values[:, columns], units[columns]
    votes = (~np.isnan(values)).sum(axis=1)
    placed = votes >= MIN_VOTES
    _check_enough(units, votes, placed, anchor)
    own = values[placed]
    with one_thread():
        centred, vectors, found = filled_matrix(own)
        if not found[dimensions - 1] > 1e-9 * max(found[0], 1e-9):
            raise UnresError(f"found no difference between States in dimension {dimensions}")
        scores = scores_of(vectors, found, dimensions)
        at = np.flatnonzero(placed)
        first = (own == -1).sum(axis=1).argmax() if anchor is None else at.searchsorted(anchor)
        scores = scores * _signs(scores, int(first))
        low = high = np.full_like(scores, np.nan)
        if n_boot:
            draws = drawn_again(own, units, scores, n_boot, random_state)
            low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return {
        "placed": placed,
        "scores": scores,
        "low": low,
        "high": high,
        "votes": votes,
        "series": np.array([len(np.unique(units[~np.isnan(row)])) for row in values]),
        "explained": explained(own, centred, vectors, dimensions),
        "columns": columns,
        "anchor": int(at[first]),
    }


def _check_enough(
    units: np.ndarray, votes: np.ndarray, placed: np.ndarray, anchor: int | None
) -> None:
    series = len(np.unique(units))
    if series < MIN_SERIES:
        raise UnresError(
            f"found contested roll calls of {series} series, expected at least {MIN_SERIES} for "
            "positions: fewer say little beyond themselves; leave out a filter, or look at "
            "agreement() and beside()"
        )
    if placed.sum() < RANK + 2:
        raise UnresError(
            f"found {placed.sum()} States with {MIN_VOTES} votes in contested roll calls, expected "
            f"at least {RANK + 2}; choose more States or roll calls"
        )
    if anchor is not None and not placed[anchor]:
        raise UnresError(
            f"found an anchor with {votes[anchor]} votes in contested roll calls, expected at "
            f"least {MIN_VOTES}; choose another State"
        )


def _signs(scores: np.ndarray, anchor: int) -> np.ndarray:
    """Signs that put the anchor above 0 in the first dimension, the furthest State in others."""
    rows = np.abs(scores).argmax(axis=0)
    rows[0] = anchor
    return np.where(scores[rows, np.arange(scores.shape[1])] < 0, -1.0, 1.0)


def frame_of(found: dict[str, Any], states: pd.DataFrame) -> pd.DataFrame:
    """One row a State, from the least to the greatest of the first dimension."""
    table = states[["state", "iso3"]].copy()
    for k, name in enumerate("xy"[: found["scores"].shape[1]]):
        for part, end in (("scores", ""), ("low", "_low"), ("high", "_high")):
            table[f"{name}{end}"] = np.nan
            table.loc[found["placed"], f"{name}{end}"] = found[part][:, k]
    table["roll_calls"], table["series"] = found["votes"], found["series"]
    table["reason"] = np.where(found["placed"], "", f"fewer than {MIN_VOTES} contested votes")
    return table.sort_values("x", kind="stable", ignore_index=True)
