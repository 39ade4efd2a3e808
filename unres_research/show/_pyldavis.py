"""A topic model as the data that pyLDAvis draws.

After Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics, Workshop
on Interactive Language Learning, Visualization, and Interfaces, ACL; fields as pyLDAvis 3.4 has
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from unres_research.analyse import TopicModel

_SHOWN = 30  # terms beside the map
_STEPS = 101  # weights from 0 to 1 between how probable terms are and how much more than elsewhere
_LEAST = 0.5  # occurrences of a term in a topic that are told


@dataclass(frozen=True)
class _Counts:
    """Occurrences of terms in topics, as the model has them; the largest topic first."""

    terms: np.ndarray
    probable: np.ndarray  # shape (topics, terms), rows sum to 1
    share: np.ndarray  # of topics in all terms
    found: np.ndarray  # shape (topics, terms), occurrences

    @property
    def total(self) -> np.ndarray:
        return np.asarray(self.found.sum(axis=0))


def prepared(model: TopicModel) -> dict[str, Any]:
    """All that pyLDAvis needs, by the names that it has in its JSON."""
    words = np.asarray(model._counted().sum(axis=1))
    mass = np.nan_to_num(model.weights) * words.reshape(-1, 1)
    order = np.argsort(-mass.sum(axis=0), kind="stable")
    topics = mass.sum(axis=0)[order]
    probable = model.components[order]
    counts = _Counts(model.terms, probable, topics / topics.sum(), probable * topics[:, None])
    rows = [_default(counts), *(_topic(counts, k) for k in range(len(order)))]
    listed = np.unique(np.concatenate([row["index"] for row in rows]))
    at = model.positions().iloc[order]
    numbers = list(range(1, len(order) + 1))
    return {
        "mdsDat": {"x": at["x"].tolist(), "y": at["y"].tolist(), "topics": numbers,
                   "cluster": [1] * len(order), "Freq": (100 * counts.share).tolist()},
        "tinfo": {name: sum((list(row[name]) for row in rows), []) for name in rows[0]
                  if name != "index"},
        "token.table": _places(counts, listed),
        "R": min(_SHOWN, len(model.terms)),
        "lambda.step": 1 / (_STEPS - 1),
        "plot.opts": {"xlab": "", "ylab": ""},
        "topic.order": (order + 1).tolist(),
        "topic.labels": [model.labels[k] for k in order],
    }  # fmt: skip


def _default(counts: _Counts) -> dict[str, Any]:
    """The terms that tell topics apart most, for all topics together."""
    below = np.maximum(counts.probable.sum(axis=0), 1e-300)
    given = counts.probable / below
    with np.errstate(divide="ignore", invalid="ignore"):
        told = np.nansum(given * np.log(given / counts.share[:, None]), axis=0)
    salient = counts.total / counts.total.sum() * told
    best = np.argsort(-salient, kind="stable")[:_SHOWN]
    total = np.floor(counts.total[best] + 1e-9).tolist()
    rank = np.arange(len(best), 0, -1, dtype=float).tolist()
    return {"index": best, "Term": counts.terms[best].tolist(), "Freq": total, "Total": total,
            "Category": ["Default"] * len(best), "logprob": rank, "loglift": rank}  # fmt: skip


def _topic(counts: _Counts, k: int) -> dict[str, Any]:
    """The terms that are among the first of a topic for some weight."""
    held = np.flatnonzero(counts.found[k] > 0)
    log_probable = np.log(counts.probable[k, held])
    log_lift = log_probable - np.log(counts.total[held] / counts.total.sum())
    listed: dict[int, None] = {}
    for weight in np.linspace(0, 1, _STEPS):
        relevance = weight * log_probable + (1 - weight) * log_lift
        listed |= dict.fromkeys(np.argsort(-relevance, kind="stable")[:_SHOWN].tolist())
    best = list(listed)
    index = held[best]
    return {"index": index, "Term": counts.terms[index].tolist(),
            "Freq": counts.found[k, index].tolist(), "Total": counts.total[index].tolist(),
            "Category": [f"Topic{k + 1}"] * len(index),
            "logprob": log_probable[best].round(4).tolist(),
            "loglift": log_lift[best].round(4).tolist()}  # fmt: skip


def _places(counts: _Counts, listed: np.ndarray) -> dict[str, Any]:
    """How the occurrences of every term that is listed divide between topics."""
    listed = listed[np.argsort(counts.terms[listed].astype(str), kind="stable")]
    column, topic = np.nonzero(counts.found[:, listed].T >= _LEAST)
    index = listed[column]
    share = counts.found[topic, index].round() / counts.total[index]
    return {"Topic": (topic + 1).tolist(), "Freq": share.tolist(),
            "Term": counts.terms[index].tolist()}  # fmt: skip
