"""Themes: topics that stand near each other, so that a statement can be made where it holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from unres_research.analyse._topics import _consensus as agreed
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._model import TopicModel

_FEWEST = 8  # topics below which each is its own theme
_STABLE = 0.85
_WIDE = 1 / 3  # of the topics, in a theme that says nothing
_TOPICS = 4  # of a theme, on average


def with_themes(
    model: TopicModel, texts: Texts, matrix: Any, found: Any, units: tuple[int, str]
) -> TopicModel:
    """Join topics whose terms go with the same terms, and say how stable the themes are.

    Words that are many agree by themselves: themes of texts whose words were dealt at random reach
    .84, and one that joins most topics nearly 1. So a stable theme takes more than a stable topic.
    """
    import pandas as pd

    theme, sample = _joined(texts, found.components), found.sample(matrix)
    pairs = zip(found.halves, found.matched, strict=True)
    agree = np.array([_agreement(theme, pair, at, sample) for pair, at in pairs])
    names = _names(model, theme)
    index = pd.Index(model.labels, name="topic")
    themes = pd.Series([names[k] for k in theme], index=index, name="theme")
    if len(names) == len(model.labels):
        table = model.stability.set_axis(list(names))
    else:
        table = agreed.table_of(agree, names, units, bar=_STABLE)
        wide = (np.bincount(theme) > len(theme) * _WIDE) & (table["word"] != "unstable").to_numpy()
        table.loc[wide, ["word", "reason"]] = ["unstable", "joins more than a third of the topics"]
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
