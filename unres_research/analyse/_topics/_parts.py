"""Texts that topics are found in, and their shares."""

from __future__ import annotations

import numpy as np

from unres_research.corpus import Corpus

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
