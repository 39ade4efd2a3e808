"""Groups of resolutions, or of their paragraphs, that topics are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._grouping import PARTS, in_order, keys_of, part_of
from unres_research.analyse._topics._parts import check_within, own_rows

if TYPE_CHECKING:
    from unres_research.analyse._topics._model import TopicModel


@dataclass(frozen=True)
class Held:
    """What resolutions hold of every topic; rows as in `corpus.resolutions`."""

    mass: np.ndarray  # shape (resolutions, topics): words
    words: np.ndarray  # of paragraphs that have a topic
    paragraphs: np.ndarray  # that have a topic

    def of(self, inside: np.ndarray) -> Held:
        return Held(self.mass[inside], self.words[inside], self.paragraphs[inside])


def held(model: TopicModel, where: np.ndarray | None = None) -> Held:
    """Words of topics, in all body paragraphs or in those `where` the rows of a table say so."""
    return Held(*model._words_by_resolution(where))


def grouped(model: TopicModel, by: object) -> Iterator[tuple[Any, np.ndarray, Held]]:
    """Name of every group in order, which resolutions it has a part in, what all hold there."""
    if isinstance(by, str) and by == "part":
        part, everything = part_of(model.corpus), own_rows(model)
        for name in PARTS:
            yield name, everything, held(model, part == name)
        return
    keys, whole, own = keys_of(model.corpus, by), held(model), own_rows(model)
    if not isinstance(by, str):
        check_within(model, keys.index[keys.map(len) > 0])
    keys = [key if inside else () for key, inside in zip(keys, own, strict=True)]
    for name in in_order({name for key in keys for name in key}):
        yield name, np.array([name in key for key in keys]), whole
