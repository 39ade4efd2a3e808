"""Measures of topics: strongest terms, coherence, overlap, matching, fit, known subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from unres_research.analyse._topics._consensus import placed

_EPSILON = 1e-12  # added to what never meets, as in the published measure


def strongest(components: np.ndarray, n: int) -> np.ndarray:
    """Places of the greatest weights of every row, greatest first."""
    return np.argsort(-components, axis=1, kind="stable")[:, :n]


def mean_npmi(present: Any) -> float:
    """Mean over pairs of columns (terms) of a table of which rows (wordings) hold them."""
    n = present.shape[0]
    together = (present.T @ present).toarray() / n
    single = np.diag(together)
    a, b = np.triu_indices(len(single), k=1)
    joint = together[a, b]
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(joint / (single[a] * single[b])) / -np.log(joint)
    npmi = np.where(joint == 0, -1.0, np.where(joint == 1, 1.0, npmi))
    return float(npmi.mean())


def npmi(present: Any, tops: Sequence[Sequence[int]]) -> np.ndarray:
    """Coherence of topics by their strongest terms (columns): `mean_npmi` of each."""
    held = present.tocsc()
    return np.array([mean_npmi(held[:, list(top)]) for top in tops])


def c_v(present: Any, tops: Sequence[Sequence[int]]) -> np.ndarray:
    """C_V of topics by their strongest terms (columns), a row a window (Röder et al. 2015).

    The published measure slides a window of 110 words over a text. The data set stores counts
    without their order, so a paragraph is one window; hardly any is longer.
    """
    held = present.tocsc()
    found = []
    for top in tops:
        some = held[:, list(top)]
        together = (some.T @ some).toarray() / present.shape[0]
        single = np.diag(together)
        joint = np.minimum(together + _EPSILON, 1 - _EPSILON)
        vectors = np.log(joint / np.outer(single, single)) / -np.log(joint)
        whole = vectors.sum(axis=0)
        length = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
        found.append(float((vectors @ whole / length).mean()))
    return np.array(found)


def distinct(tops: Sequence[Sequence[Any]]) -> float:
    """Share of the terms among all strongest terms that are different (diversity)."""
    named = [term for top in tops for term in top]
    return len(set(named)) / len(named)


def predicted(matrix: Any, components: np.ndarray, random_state: int = 0) -> float:
    """How well topics tell half of the terms of a text from the other half, from 0 to 1.

    For topics of any estimator. The mixture of topics is found from half of a text's terms,
    drawn at random; the mean over texts of the squared cosine between the terms that it
    promises besides and those that are there. Topics that are chance promise what never comes,
    so that, unlike the weight explained, more topics are not better of themselves (document
    completion: Wallach et al. 2009, Evaluation methods for topic models, ICML).
    """
    held = matrix[np.diff(matrix.indptr) > 1].tocsr()
    row = np.repeat(np.arange(held.shape[0]), np.diff(held.indptr))
    seen = np.random.default_rng(random_state).random(held.nnz) < 0.5
    half = held.copy()
    half.data = np.where(seen, held.data, 0)
    mixed = placed(half, components)
    promised = np.einsum("ij,ij->i", mixed[row], components.T[held.indices])
    length = np.einsum("ij,ij->i", mixed @ (components @ components.T), mixed)
    length -= np.bincount(row, promised**2 * seen, len(mixed))
    there = np.bincount(row, held.data**2 * ~seen, len(mixed))
    met = np.bincount(row, promised * held.data * ~seen, len(mixed))
    asked = (there > 0) & (np.bincount(row, seen, len(mixed)) > 0)
    whole = np.maximum(length, 0) * there
    cosines = np.divide(met**2, whole, out=np.zeros(len(mixed)), where=whole > 1e-12)
    return float(np.minimum(cosines[asked], 1).mean())


def agreement(tops: Sequence[Sequence[Any]], others: Sequence[Sequence[Any]]) -> np.ndarray:
    """Overlap (Jaccard) of the terms of every topic with those of its match among others.

    Matched one to one so that the overlaps sum to the most; a topic without a match has 0.
    """
    from scipy.optimize import linear_sum_assignment

    one, two = ([set(top) for top in side] for side in (tops, others))
    jaccard = np.array([[len(a & b) / len(a | b) for b in two] for a in one])
    found = np.zeros(len(one))
    rows, columns = linear_sum_assignment(-jaccard)
    found[rows] = jaccard[rows, columns]
    return found


def subject_agreement(
    leading: np.ndarray, subjects: np.ndarray, units: np.ndarray
) -> tuple[float, float]:
    """How topics agree with library subjects: normalised mutual information, and F1.

    By resolution its leading topic (-1: none) and which subjects it has. Every series counts
    once: its resolutions share its weight, the subjects of a resolution share that of the
    resolution. F1 is that of the topic which suits a subject best, its mean over subjects.
    """
    used = (leading >= 0) & subjects.any(axis=1)
    if not used.any():
        return float("nan"), float("nan")
    has = subjects[used].astype(float)
    _, row, size = np.unique(units[used], return_inverse=True, return_counts=True)
    weight = 1 / size[row]
    topic = np.zeros((len(row), leading.max() + 1))
    topic[np.arange(len(row)), leading[used]] = weight
    of_subject = weight @ has
    has, of_subject = has[:, of_subject > 0], of_subject[of_subject > 0]
    f1 = 2 * (topic.T @ has) / (topic.sum(axis=0)[:, None] + of_subject)
    mutual = _shared(topic.T @ (has / has.sum(axis=1, keepdims=True)))
    return mutual, float(f1.max(axis=0).mean())


def known_subjects(
    given: Iterable[Iterable[str]], units: np.ndarray, least: int = 5
) -> tuple[np.ndarray, list[str]]:
    """Which library subjects resolutions have (rows x subjects): those of so many series."""
    rows = [set(terms) for terms in given]
    series: dict[str, set[int]] = {}
    for terms, unit in zip(rows, units, strict=True):
        for term in terms:
            series.setdefault(term, set()).add(int(unit))
    names = sorted(term for term, held in series.items() if len(held) >= least)
    has = np.array([[name in terms for name in names] for terms in rows], dtype=bool)
    return has.reshape(len(rows), len(names)), names


def _shared(joint: np.ndarray) -> float:
    """Mutual information of a table of weights, over the mean of both entropies."""
    joint = joint / joint.sum()
    entropies = [-float((p[p > 0] * np.log(p[p > 0])).sum()) for p in (joint.sum(1), joint.sum(0))]
    some = joint[joint > 0]
    mutual = sum(entropies) + float((some * np.log(some)).sum())
    return mutual / (sum(entropies) / 2) if sum(entropies) else float("nan")
