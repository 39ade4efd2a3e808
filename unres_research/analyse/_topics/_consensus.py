"""Topics that come back: factorisations of many samples of series, and what they agree on."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._parallel import alone, each, one_thread
from unres_research.analyse._rates import t_factor
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._draws import halves
from unres_research.errors import UnresError

N_PAIRS = 10  # pairs of halves
_PLACED = 3000  # texts that two halves place, to see whether they agree
STABLE, DOUBTFUL = 0.7, 0.5  # set on planted topics (python -m benchmarks.planted)
ABOVE = 0.25  # of what is left above chance, that a stable one of few topics has at least
FEW_UNITS = 50  # below, nothing is called stable

if TYPE_CHECKING:
    import pandas as pd

Run = Callable[[np.ndarray | None, int], np.ndarray]  # units inside, number of the run -> topics


@dataclass(frozen=True)
class Consensus:
    """Topics of all texts, and how those of independent halves agree with each other."""

    components: np.ndarray  # topics x terms, rows of length 1
    agree: np.ndarray  # pairs x topics: agreement of the two matches of a topic, 0 to 1
    matched: np.ndarray  # pairs x 2 x topics: which topic of the half matches
    halves: list[tuple[np.ndarray, np.ndarray]]  # components by pair

    @staticmethod
    def sample(matrix: Any) -> Any:
        """Texts that the halves place, evenly from all."""
        return matrix[np.unique(np.linspace(0, matrix.shape[0] - 1, _PLACED).astype(int))]


def factorise(square: Any, n_topics: int, start: np.ndarray | None, tol: float) -> np.ndarray:
    """Topics of an association by non-negative factorisation, rows of length 1.

    Without a start it begins at the singular vectors, which are the same whatever is drawn
    (Boutsidis & Gallopoulos 2008, SVD based initialization, Pattern Recognition 41).
    """
    from sklearn.decomposition import non_negative_factorization

    if not square.nnz:
        return np.zeros((n_topics, square.shape[0]))
    given: dict[str, Any] = {"init": "nndsvda", "random_state": 0}
    if start is not None:
        start = np.sqrt(square.mean() / n_topics) * start
        given = {"init": "custom", "W": start.T.copy(), "H": start.copy()}
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # near enough: it need not converge
        left, right, _ = non_negative_factorization(
            square, n_components=n_topics, tol=tol, max_iter=200, **given
        )
    return unit(unit(right) + unit(left.T))


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length 1; those of zeros stay."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(length, 1e-12))


def placed(matrix: Any, components: np.ndarray) -> np.ndarray:
    """How much of each topic (rows of length 1) the texts hold, not negative."""
    from sklearn.decomposition import non_negative_factorization

    if not components.any():
        return np.zeros((matrix.shape[0], len(components)))
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _, _ = non_negative_factorization(
            matrix, H=np.ascontiguousarray(components, dtype=matrix.dtype),
            n_components=len(components), init="custom", update_H=False, tol=1e-3, max_iter=100,
        )  # fmt: skip
    return np.asarray(found)


def consensus(
    texts: Texts, matrix: Any, run: Run, *, n_pairs: int = N_PAIRS, seed: int = 0, bar: Any = None
) -> Consensus:
    """Find topics in all texts and in halves of the series; average those that match.

    `matrix` holds the weighed texts x terms, by which topics are matched besides their terms.
    """
    base = 1000 * seed
    with alone():
        whole = run(None, base)
    if not whole.any():
        raise UnresError(
            "found no two terms that stand together in the texts more often than by chance, "
            "expected some; there are too few texts for topics"
        )
    sample = Consensus.sample(matrix)
    own = unit(placed(sample, whole).T)
    agree, matched, found = [], [], []
    drawn = list(enumerate(halves(texts.unit_keys, n_pairs, seed)))
    for pair, at, alike in each(_pair, drawn, run, sample, base, whole, own):
        agree.append(alike)
        matched.append(at)
        found.append(pair)
        if bar is not None:
            bar.update()
    refined = _averaged(whole, found, matched)
    return Consensus(refined, np.array(agree), np.array(matched), found)


def _pair(
    half: tuple[int, np.ndarray],
    run: Run,
    sample: Any,
    base: int,
    whole: np.ndarray,
    own: np.ndarray,
) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray, np.ndarray]:
    """Topics of a half and of the other, which of them match those of the whole, and how well."""
    k, first = half
    pair = run(first, base + 2 * k + 1), run(~first, base + 2 * k + 2)
    places = [unit(placed(sample, one).T) for one in pair]
    at = [
        _matched((whole @ one.T + own @ place.T) / 2)
        for one, place in zip(pair, places, strict=True)
    ]
    (a, b), (x, y) = ([part[rows] for part, rows in zip(both, at, strict=True)]
                      for both in (pair, places))  # fmt: skip
    return pair, np.array(at), ((a * b).sum(axis=1) + (x * y).sum(axis=1)) / 2


def _matched(alike: np.ndarray) -> np.ndarray:
    """For each row the column that it is matched with, one to one; the best one if none is left."""
    from scipy.optimize import linear_sum_assignment

    found = alike.argmax(axis=1)
    rows, columns = linear_sum_assignment(-alike)
    found[rows] = columns
    return found


def _averaged(whole: np.ndarray, found: list[Any], matched: list[np.ndarray]) -> np.ndarray:
    """The topics, and by half those of the samples as far as they agree with them."""
    total, weight = np.zeros_like(whole), 1e-12
    for pair, at in zip(found, matched, strict=True):
        for one, columns in zip(pair, at, strict=True):
            alike = (whole * one[columns]).sum(axis=1, keepdims=True)
            total += alike**2 * one[columns]
            weight += 1
    return unit(whole + total / weight)


def table_of(
    agree: np.ndarray,
    labels: tuple[str, ...],
    units: tuple[int, str],
    chance: float = 0.0,
    bar: float = STABLE,
) -> pd.DataFrame:
    """One row a topic: mean agreement over pairs of halves, its interval, and a word for it.

    `units` is how many there are, and what they are called. `chance` is what topics of words dealt
    at random reach: a topic that is not above it by a quarter of what is left is not called stable,
    and `reason` says so.

    The pairs are drawn from the same series, so that the interval is that of resampled halves
    (Nadeau & Bengio 2003, Inference for the generalization error, Machine Learning 52).
    """
    import pandas as pd

    mean, spread = agree.mean(axis=0), agree.std(axis=0, ddof=1)
    half = t_factor(0.95, len(agree) - 1) * spread * np.sqrt(1 / len(agree) + 1)
    word = np.where(mean >= bar, "stable", np.where(mean >= DOUBTFUL, "doubtful", "unstable"))
    no_better = (mean >= bar) & (mean < chance + ABOVE * (1 - chance))
    reason = np.where(no_better, "so few topics agree as well where there are none", "")
    word = np.where(no_better, "unstable", word)
    n_units, named = units
    if n_units < FEW_UNITS:
        word = np.full(len(mean), "unstable")
        reason = np.full(len(mean), f"fewer than {FEW_UNITS} {named}")
    columns = {"stability": mean, "low": np.clip(mean - half, 0, 1),
               "high": np.clip(mean + half, 0, 1), "word": word, "reason": reason}  # fmt: skip
    return pd.DataFrame(columns, index=pd.Index(labels, name="topic"))
