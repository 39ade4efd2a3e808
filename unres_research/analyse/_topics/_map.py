"""Places of topics on a plane: near ones share words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

_ROUNDS, _ENOUGH = 500, 1e-7
_FAR = float(np.sqrt(np.log(2)))  # of topics that share nothing


def distances(components: np.ndarray) -> np.ndarray:
    """Jensen-Shannon distances (natural logarithms) between distributions over terms."""
    from scipy.spatial.distance import pdist, squareform

    shares = components / np.maximum(components.sum(axis=1, keepdims=True), 1e-12)
    apart = pdist(shares, "jensenshannon")
    return np.asarray(squareform(np.where(np.isfinite(apart), apart, _FAR)))


def classical(apart: np.ndarray) -> np.ndarray:
    """Torgerson's scaling to two dimensions, with signs that do not depend on the machine."""
    n = len(apart)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-centre @ apart**2 @ centre / 2)
    order = np.argsort(-values, kind="stable")[:2]
    places = vectors[:, order] * np.sqrt(np.maximum(values[order], 0))
    if places.shape[1] < 2:
        places = np.column_stack([places, np.zeros(n)])
    first = np.abs(places).argmax(axis=0)
    return np.asarray(places * np.where(places[first, [0, 1]] < 0, -1, 1))


def smacof(apart: np.ndarray) -> np.ndarray:
    """Places whose distances come nearest to those given (least squares, by majorisation)."""
    from scipy.spatial.distance import pdist, squareform

    places, n = classical(apart), len(apart)
    before = np.inf
    for _ in range(_ROUNDS):
        now = squareform(pdist(places))
        stress = float(((apart - now) ** 2).sum())
        if before - stress <= _ENOUGH * max(float((apart**2).sum()), 1e-12):
            break
        before = stress
        ratio = np.divide(apart, now, out=np.zeros_like(now), where=now > 1e-9)
        guttman = np.diag(ratio.sum(axis=1)) - ratio
        places = guttman @ places / n
    return np.asarray(places - places.mean(axis=0))


def places_of(components: np.ndarray, index: pd.Index) -> pd.DataFrame:
    """Places `x`, `y` of topics, and how well distances between them show those that are meant."""
    import pandas as pd
    from scipy.spatial.distance import pdist

    apart = distances(components)
    found = pd.DataFrame(smacof(apart).round(6), index=index, columns=["x", "y"])
    shown, meant = pdist(found.to_numpy()), apart[np.triu_indices(len(apart), k=1)]
    told = len(shown) > 1 and min(np.ptp(shown), np.ptp(meant)) > 1e-9
    found.attrs["fit"] = float(np.corrcoef(shown, meant)[0, 1]) if told else float("nan")
    return found
