"""Texts that topics are found in, and their shares."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._parallel import alone
from unres_research._storage import reason_of
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from unres_research.analyse._topics._model import TopicModel

MIN_WORDS = 8


def body_wordings(corpus: Corpus, rows: np.ndarray | None = None) -> np.ndarray:
    """Distinct wordings of body paragraphs of eight words or more, in all rows or some."""
    table = corpus.paragraphs
    wanted = corpus.body() & (table["words"] >= MIN_WORDS).to_numpy()
    if rows is not None:
        wanted &= np.isin(np.arange(len(table)), rows)
    return np.unique(table["wording"].to_numpy()[wanted])


def as_counts(counts: Any, width: int) -> csr_array:
    """Counts as a sparse table of numbers; `UnresError` where they are none, or not so wide."""
    from scipy.sparse import csr_array, issparse

    said = f"expected counts of shape (texts, {width:,}), see un.corpus.count_text"
    if not issparse(counts) and not isinstance(counts, np.ndarray):
        raise UnresError(f"found {type(counts).__name__}, {said}")
    if counts.ndim != 2 or counts.shape[1] != width:
        raise UnresError(f"found a table of shape {counts.shape}, {said}")
    if counts.dtype.kind not in "biuf":
        raise UnresError(f"found a table of {counts.dtype}, {said}")
    counts = csr_array(counts).astype(float)
    if not (np.isfinite(counts.data) & (counts.data >= 0)).all():
        raise UnresError(f"found numbers below 0 or without bound, {said}")
    if (counts.data != np.floor(counts.data)).any():
        raise UnresError(f"found numbers that are not whole, {said}: not shares or tf-idf")
    return counts


def own_rows(model: TopicModel) -> np.ndarray:
    """Which rows of `corpus.resolutions` topics were found in."""
    index = model.corpus.resolutions.index
    if model.within is None:
        return np.ones(len(index), dtype=bool)
    return np.asarray(index.isin(model.within))


def check_within(model: TopicModel, symbols: Iterable[str]) -> None:
    """Raise `UnresError` for resolutions that the topics were not found in."""
    if model.within is None:
        return
    own = set(model.within)
    outside = [symbol for symbol in symbols if symbol not in own]
    if outside:
        more = f" and {len(outside) - 1:,} more" if len(outside) > 1 else ""
        raise UnresError(
            f"found {outside[0]}{more} outside of the {len(own):,} resolutions that the topics "
            "were found in, expected some of these; `place` tells where other texts sit, and a "
            "model of the whole data set compares them"
        )


def as_shares(estimator: Any, matrix: Any) -> np.ndarray:
    """Shares of topics in texts, rows that sum to 1; NaN for a text without any.

    By the length of what each topic puts into the text; an estimator that gives shares itself
    (latent Dirichlet allocation) is taken at its word.
    """
    found = _placed(estimator, matrix)
    if "LatentDirichlet" not in type(estimator).__name__:
        found = found * np.linalg.norm(estimator.components_, axis=1)
    found[np.diff(matrix.indptr) == 0] = 0  # a text without any term
    total = found.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # 0 / 0
        return np.asarray(found / total)


def _placed(estimator: Any, matrix: Any) -> np.ndarray:
    """What the estimator finds of its topics in texts; `UnresError` where that is no such table."""
    name, shape = type(estimator).__name__, (matrix.shape[0], len(estimator.components_))
    try:
        with alone(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # near enough: it need not converge
            found = np.array(estimator.transform(matrix), dtype=float)
    except Exception as error:  # an estimator of the user's own may raise anything
        raise UnresError(
            f"found that {name} cannot place {shape[0]} texts ({reason_of(error)[:200]}), expected "
            "an estimator whose transform takes sparse counts"
        ) from None
    if found.shape != shape or not (np.isfinite(found) & (found >= 0)).all():
        raise UnresError(
            f"found a table of shape {found.shape} from the transform of {name}, expected {shape} "
            "(texts x topics), with numbers from 0"
        )
    return found


def with_word(model: TopicModel, table: pd.DataFrame) -> pd.DataFrame:
    """Table of topics with the word for how stable each is, where that was measured."""
    known = model.stability
    if known is None:
        return table
    topics = table.get("topic", table.index)
    return table.assign(word=known["word"].reindex(topics).to_numpy())
