"""Runs of six words in wordings and resolutions: who shares them, and which are formulaic."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from unres_research._parallel import each
from unres_research.corpus._corpus import Corpus, once_per_corpus

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

FORMULAIC = 20  # families: wording that as many carry says nothing of descent
_ROWS, _PAIRS = 4_096, 200_000  # of a product at a time, which bounds the memory


@once_per_corpus
def families(corpus: Corpus) -> np.ndarray:
    """Number the resolutions by title: those that return under one title are one family.

    Years, other numbers, hyphens, blanks and capitals do not count. A resolution without a title
    (those of the Security Council) is a family of its own.

    Returns
    -------
    numpy.ndarray
        Shape (resolutions,), int, rows as in `corpus.resolutions`.

    Notes
    -----
    Made to count who carries a phrase. A text that was renamed starts a new family;
    `predecessors` looks closer.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> len(set(families(example_corpus()).tolist()))
    16
    """
    import pandas as pd

    table = corpus.resolutions
    names = [
        "".join(title_words(title)) or symbol
        for symbol, title in zip(table["symbol"], table["title"], strict=True)
    ]
    found = pd.factorize(np.array(names, dtype=object))[0]
    found.flags.writeable = False  # kept, so nobody may change it
    return found


@lru_cache(maxsize=50_000)
def title_words(title: str) -> tuple[str, ...]:
    """Words of a title in lower case, without numbers."""
    return tuple(re.findall(r"[^\W\d_]+", title.lower()))


def run_matrix(corpus: Corpus) -> csr_array:
    """Which runs every wording has: shape (wordings, distinct runs), int32, 0 and 1."""
    from scipy.sparse import csr_array

    ids, ends = corpus.runs.all_runs()
    shape = (corpus.runs.n_wordings, corpus.runs.n_runs)
    parts = (np.ones(len(ids), np.int32), ids.astype(np.int32), ends.astype(np.int32))
    matrix = csr_array(parts, shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


@once_per_corpus
def resolution_runs(corpus: Corpus) -> csr_array:
    """Which runs every resolution has in its body: shape (resolutions, distinct runs), 0 and 1."""
    from scipy.sparse import csr_array

    table = corpus.paragraphs[corpus.body()]
    rows = corpus.resolutions.index.get_indexer(table["symbol"])
    shape = (len(corpus), corpus.runs.n_wordings)
    ones = np.ones(len(table), dtype=np.int32)
    found = csr_array((ones, (rows, table["wording"].to_numpy())), shape=shape) @ run_matrix(corpus)
    found.data[:] = 1
    return found


def is_substantive(corpus: Corpus, formulaic: int = FORMULAIC) -> np.ndarray:
    """Which runs fewer families of titles carry than make wording formulaic."""
    return carriers(resolution_runs(corpus), families(corpus)) < formulaic


def carriers(found: csr_array, family: np.ndarray) -> np.ndarray:
    """Number of families that carry every run."""
    from scipy.sparse import csr_array

    ones = np.ones(len(family), dtype=np.int32)
    shape = (int(family.max(initial=-1)) + 1, len(family))
    by_family = csr_array((ones, (family, np.arange(len(family)))), shape=shape) @ found
    return np.bincount(by_family.indices, minlength=found.shape[1])


def similar_rows(matrix: csr_array, min_share: float) -> pd.DataFrame:
    """All pairs of rows of a 0-1 matrix that share enough of the smaller one's columns."""
    import pandas as pd

    matrix = matrix.astype(np.int32)  # counts beyond 127 would overflow int8
    matrix.eliminate_zeros()
    sorted_matrix, sizes = _rarest_first(matrix)
    prefix = _prefixes(sorted_matrix, sizes, min_share)
    columns = sorted_matrix.T.tocsr()
    starts = range(0, matrix.shape[0], _ROWS)
    parts = ((start, prefix[start : start + _ROWS]) for start in starts)
    found = each(_similar, parts, sorted_matrix, columns, sizes, min_share)
    small, large, shared = np.concatenate([np.empty((3, 0), dtype=np.int64), *found], axis=1)
    table = pd.DataFrame(
        {
            "first": np.minimum(small, large),
            "second": np.maximum(small, large),
            "shared": shared,
            "share": shared / sizes[small],
        }
    )
    return table.sort_values(["first", "second"]).reset_index(drop=True)


def _similar(
    part: tuple[int, csr_array],
    matrix: csr_array,
    columns: csr_array,
    sizes: np.ndarray,
    min_share: float,
) -> np.ndarray:
    """Pairs of some rows, from the first of them on, with others: both rows, what they share."""
    start, prefix = part
    met = (prefix @ columns).tocoo()
    small, large = met.row.astype(np.int64) + start, met.col.astype(np.int64)
    ordered = (sizes[small] < sizes[large]) | ((sizes[small] == sizes[large]) & (small < large))
    small, large = small[ordered], large[ordered]
    shared = _overlaps(matrix, small, large)
    enough = shared >= min_share * sizes[small] - 1e-9
    return np.stack([small[enough], large[enough], shared[enough]])


def _rarest_first(matrix: csr_array) -> tuple[csr_array, np.ndarray]:
    """Number the columns by how rare they are, and sort each row by that."""
    from scipy.sparse import csr_array

    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rank = np.empty(matrix.shape[1], dtype=np.int32)
    rank[np.argsort(frequency, kind="stable")] = np.arange(matrix.shape[1], dtype=np.int32)
    renamed = csr_array((matrix.data, rank[matrix.indices], matrix.indptr), shape=matrix.shape)
    renamed.sort_indices()
    return renamed, np.diff(matrix.indptr).astype(np.int64)


def _prefixes(matrix: csr_array, sizes: np.ndarray, min_share: float) -> csr_array:
    """Keep of every row the rarest columns, as many as a similar row must meet."""
    from scipy.sparse import csr_array

    wanted = sizes - np.ceil(min_share * sizes - 1e-9).astype(np.int64) + 1
    place = np.arange(matrix.nnz) - np.repeat(matrix.indptr[:-1].astype(np.int64), sizes)
    kept = place < np.repeat(wanted, sizes)
    ends = np.concatenate([[0], np.cumsum(np.minimum(wanted, sizes))])
    return csr_array((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def _overlaps(matrix: csr_array, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Count the columns that rows share, pair by pair; bounded pieces at a time."""
    pieces = [np.empty(0, dtype=np.int64)]
    for at in range(0, len(left), _PAIRS):
        some = slice(at, at + _PAIRS)
        both = matrix[left[some]].multiply(matrix[right[some]])
        pieces.append(np.asarray(both.sum(axis=1), dtype=np.int64).ravel())
    return np.concatenate(pieces)
