"""Texts that topics are found in, and their shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

MIN_WORDS = 8


def body_wordings(corpus: Corpus, rows: np.ndarray | None = None) -> np.ndarray:
    """Distinct wordings of body paragraphs of eight words or more, in all rows or some."""
    table = corpus.paragraphs
    wanted = corpus.body() & (table["words"] >= MIN_WORDS).to_numpy()
    if rows is not None:
        wanted &= np.isin(np.arange(len(table)), rows)
    return np.unique(table["wording"].to_numpy()[wanted])


def as_shares(activations: np.ndarray, components: np.ndarray) -> np.ndarray:
    mass = activations * components.sum(axis=1)
    total = mass.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # a row without any topic is 0 / 0
        return np.asarray(mass / total)


def with_word(model: TopicModel, table: pd.DataFrame) -> pd.DataFrame:
    """Table of topics with the word for how stable each is, once that was measured."""
    known = model.stability
    if callable(known):
        return table
    topics = table.get("topic", table.index)
    return table.assign(word=known["word"].reindex(topics).to_numpy())
