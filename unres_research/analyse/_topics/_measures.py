"""Measures of topics: strongest terms, coherence, overlap, matching."""

from __future__ import annotations

from typing import Any

import numpy as np


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


def overlap(components: np.ndarray, others: np.ndarray, n_terms: int) -> np.ndarray:
    """Overlap (Jaccard) of the strongest terms of every topic with those of its match."""
    one = [set(top) for top in strongest(components, n_terms)]
    two = [set(top) for top in strongest(others, n_terms)]
    found = np.zeros(len(one))
    for a, b in zip(*match(components, others), strict=True):
        found[a] = len(one[a] & two[b]) / len(one[a] | two[b])
    return found


def match(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair the rows one to one so that the cosines sum to the most."""
    from scipy.optimize import linear_sum_assignment

    norm_a = a / np.linalg.norm(a, axis=1, keepdims=True)
    norm_b = b / np.maximum(np.linalg.norm(b, axis=1, keepdims=True), 1e-12)
    return linear_sum_assignment(-norm_a @ norm_b.T)
