"""Texts that topics are found in, and their shares."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._topics._threads import one_thread
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


def as_shares(estimator: Any, matrix: Any) -> np.ndarray:
    """Shares of topics in texts, rows that sum to 1; NaN for a text without any.

    By the length of what each topic puts into the text; an estimator that gives shares itself
    (latent Dirichlet allocation) is taken at its word.
    """
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # near enough: it need not converge
        found = np.asarray(estimator.transform(matrix))
    if "LatentDirichlet" not in type(estimator).__name__:
        found = found * np.linalg.norm(estimator.components_, axis=1)
    found[np.diff(matrix.indptr) == 0] = 0  # a text without any term
    total = found.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # 0 / 0
        return np.asarray(found / total)


def with_word(model: TopicModel, table: pd.DataFrame) -> pd.DataFrame:
    """Table of topics with the word for how stable each is, where that was measured."""
    known = model.stability
    if known is None:
        return table
    topics = table.get("topic", table.index)
    return table.assign(word=known["word"].reindex(topics).to_numpy())
