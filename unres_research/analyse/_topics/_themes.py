"""Themes: topics that stand near each other, so that a statement can be made where it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from unres_research.analyse._topics import _consensus as agreed
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._model import TopicModel

_FEWEST = 8  # topics below which each is its own theme
_TOPICS = 4  # of a theme, on average


def with_themes(model: TopicModel, texts: Texts, matrix: Any, found: Any) -> TopicModel:
    """Join topics whose terms go with the same terms, and say how stable the themes are."""
    import pandas as pd

    theme = _joined(texts, found.components)
    agree = np.array([
        _agreement(theme, pair, at, found.sample(matrix))
        for pair, at in zip(found.halves, found.matched, strict=True)
    ])  # fmt: skip
    names = _names(model, theme)
    index = pd.Index(model.labels, name="topic")
    themes = pd.Series([names[k] for k in theme], index=index, name="theme")
    table = agreed.table_of(agree, names, len(texts.names))
    return replace(model, themes=themes, theme_stability=table.rename_axis("topic"))


def _joined(texts: Texts, components: np.ndarray) -> np.ndarray:
    """Number of the theme of every topic, by complete linkage of second-order associations."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    n = len(components)
    if n < _FEWEST:
        return np.arange(n)
    near = agreed.unit(components @ texts.pairs.association())
    away = np.clip(1 - near @ near.T, 0, None)
    np.fill_diagonal(away, 0)
    tree = linkage(squareform((away + away.T) / 2, checks=False), "complete")
    return np.asarray(fcluster(tree, max(2, round(n / _TOPICS)), "maxclust")) - 1


def _agreement(theme: np.ndarray, pair: Any, at: np.ndarray, sample: Any) -> np.ndarray:
    """Agreement of the themes of two halves, on terms and on texts."""
    sides = []
    for one, columns in zip(pair, at, strict=True):
        of = np.full(len(one), -1)
        of[columns] = theme  # a topic of the half stands with the topic that it matches
        texts = agreed.placed(sample, one)
        joined = [(one[of == k].sum(axis=0), texts[:, of == k].sum(axis=1)) for k in _all(theme)]
        sides.append([agreed.unit(np.array(part)) for part in zip(*joined, strict=True)])
    (a, x), (b, y) = sides
    return np.asarray(((a * b).sum(axis=1) + (x * y).sum(axis=1)) / 2)


def _all(theme: np.ndarray) -> range:
    return range(int(theme.max()) + 1)


def _names(model: TopicModel, theme: np.ndarray) -> tuple[str, ...]:
    """Name a theme by the first phrases of its two greatest topics; all differ."""
    held = np.nansum(model.weights, axis=0)
    names: list[str] = []
    for k in _all(theme):
        own = np.flatnonzero(theme == k)
        own = own[np.argsort(-held[own], kind="stable")]
        if len(own) == 1:
            name = model.labels[own[0]]
        else:
            name = " / ".join(model.labels[j].split(" · ")[0] for j in own[:2])
        while name in names:
            name += " *"
        names.append(name)
    return tuple(names)
