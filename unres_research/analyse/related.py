"""Resolutions related to a text, by several measures kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse import lineages
from unres_research.corpus import _features as features
from unres_research.corpus import _fingerprints as fingerprints
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from unres_research.analyse._topics import TopicModel

COMPONENTS = ("terms", "wording", "citations", "subjects", "topics")
_FUSION = 60  # the constant of reciprocal rank fusion


@dataclass(frozen=True)
class Index:
    """What related resolutions are found with; made by `make_index`.

    Attributes
    ----------
    corpus : Corpus
    vectors : dict of str to scipy.sparse.csr_array
        By component: one row a resolution, rows of length 1 (or 0 where it has nothing).
    columns : dict of str to numpy.ndarray
        "terms": columns of the vocabulary; "wording": which runs are kept, bool.
    names : dict of str to dict of str to int
        "citations" and "subjects": column of a symbol, of a subject.
    weights : dict of str to numpy.ndarray
        By component, the weight of every column.
    model : TopicModel or None

    Examples
    --------
    See `make_index`.
    """

    corpus: Corpus
    vectors: dict[str, csr_array]
    columns: dict[str, np.ndarray]
    names: dict[str, dict[str, int]]
    weights: dict[str, np.ndarray]
    model: TopicModel | None


def make_index(corpus: Corpus, model: TopicModel | None = None) -> Index:
    """Prepare a data set, so that many texts can be looked up.

    Parameters
    ----------
    corpus : Corpus
    model : TopicModel, optional
        From `topics.fit` on this data set, for the component "topics".

    Returns
    -------
    Index

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> sorted(make_index(example_corpus()).vectors)
    ['citations', 'subjects', 'terms', 'wording']
    """
    columns: dict[str, np.ndarray] = {}
    vectors: dict[str, csr_array] = {}
    names: dict[str, dict[str, int]] = {}
    weights: dict[str, np.ndarray] = {}
    least = min(10, 1 + len(corpus) // 50)
    columns["terms"] = features.topical_terms(corpus, min_df=least)
    runs = lineages.resolution_runs(corpus)
    columns["wording"] = lineages.carriers(runs, lineages.families(corpus)) < lineages.STOCK
    table = corpus.resolutions
    lists = {
        "citations": [[s, *c] for s, c in zip(table["symbol"], table["cites"], strict=True)],
        "subjects": [list(s) for s in table["subjects"]],
    }
    for component, items in lists.items():
        names[component] = {x: k for k, x in enumerate(dict.fromkeys(x for i in items for x in i))}
    found = {
        "terms": features.resolution_counts(corpus, columns["terms"]),
        "wording": runs[:, np.flatnonzero(columns["wording"])],
        **{c: _incidence(items, names[c]) for c, items in lists.items()},
    }
    for component, counts in found.items():
        weights[component] = _rarity(counts)
        vectors[component] = _unit(counts, weights[component])
    if model is not None:
        vectors["topics"] = _topics(model, features.resolution_counts(corpus))
    return Index(corpus, vectors, columns, names, weights, model)


@once_per_corpus
def _index_of(corpus: Corpus) -> Index:
    """Return the index without topics, made once for each data set."""
    return make_index(corpus)


def _incidence(items: list[list[str]], names: dict[str, int]) -> csr_array:
    from scipy.sparse import csr_array

    columns = [sorted({names[x] for x in row if x in names}) for row in items]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [c for row in columns for c in row]
    shape = (len(items), max(1, len(names)))
    return csr_array((np.ones(len(flat), dtype=np.int32), flat, ends), shape=shape)


def _rarity(counts: csr_array) -> np.ndarray:
    """Smoothed inverse document frequency of every column."""
    holders = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.log((1 + counts.shape[0]) / (1 + holders)) + 1


def _unit(counts: csr_array, weights: np.ndarray) -> csr_array:
    """Rows 1 + log(count) times weight, divided by their length."""
    from scipy.sparse import csr_array

    data = (1 + np.log(counts.data)) * weights[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, weights=data**2, minlength=counts.shape[0]))
    return csr_array((data / length[row], counts.indices, counts.indptr), shape=counts.shape)


def _topics(model: TopicModel, counts: csr_array) -> csr_array:
    """Shares of topics as rows of length 1; rows without any topic are 0."""
    from scipy.sparse import csr_array

    shares = np.nan_to_num(model.transform(counts))
    length = np.sqrt((shares**2).sum(axis=1, keepdims=True))
    return csr_array(np.divide(shares, length, out=np.zeros_like(shares), where=length > 0))


def related(
    record: Resolution,
    corpus: Corpus,
    *,
    exclude: Iterable[str] = (),
    index: Index | None = None,
    n: int | None = 20,
) -> pd.DataFrame:
    r"""Rank the resolutions of a data set by what ties them to a text.

    Each component is the cosine of two vectors, 0 to 1, whose columns count more the fewer
    resolutions have them: terms (words and pairs of words that tell subjects apart), wording
    (runs of six words, stock phrases left out), citations (symbols cited, the own symbol
    among them, so that citing each other counts), subjects (UNBIS terms), topics
    (where the index has a model).

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    exclude : iterable of str
        Symbols to leave out; the text's own is left out too.
    index : Index, optional
        From `make_index`; by default one without topics, made once for each data set.
    n : int, optional
        How many; None for all.

    Returns
    -------
    pandas.DataFrame
        Index `symbol`; one column a component, NaN where the text has nothing to compare (a
        draft has no subjects); `fused`: the sum over the components of 1 / (60 + rank), by
        which the rows are ordered.

    Notes
    -----
    The order is a convenience: a text can be near in subject and share no clause. Look at
    the components, or sort by the one that matters to you. What the text has and no resolution
    of the data set has (its new wording, say) is not in its vector: a cosine of 1 tells that
    the rest is alike. Where nothing ties, `fused` is 0.

    References
    ----------
    Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval,
    Information Processing & Management 24. Cormack, Clarke & Buettcher (2009), Reciprocal
    rank fusion outperforms Condorcet and individual rank learning methods, SIGIR 2009.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> text = plaintext.parse("The General Assembly," + chr(10) + chr(10)
    ...     + "1. Decides to tune the violins, drums and bells of all States.")
    >>> found = related(text, example_corpus(), n=1)
    >>> found.index[0], found["wording"].round(3).tolist(), found["subjects"].isna().all()
    ('A/RES/78/907', [1.0], np.True_)
    """
    index = index or _index_of(corpus)
    scores = _scores(record, index)
    return ranked(scores, corpus, [*exclude, record.symbol or ""], n)


def ranked(
    scores: dict[str, np.ndarray], corpus: Corpus, exclude: Iterable[str], n: int | None
) -> pd.DataFrame:
    """Order resolutions by several scores together.

    Parameters
    ----------
    scores : dict of str to numpy.ndarray
        By component, shape (resolutions,); all NaN where there is nothing to compare.
    corpus : Corpus
    exclude : iterable of str
    n : int or None

    Returns
    -------
    pandas.DataFrame
        As `related` gives it.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> table = ranked({"terms": np.arange(16.0)}, example_corpus(), [], 2)
    >>> table.index.tolist()
    ['A/RES/78/908', 'A/RES/78/907']
    """
    import pandas as pd

    table = pd.DataFrame(scores, index=pd.Index(corpus.resolutions["symbol"], name="symbol"))
    table = table.drop(index=[s for s in exclude if s in table.index])
    ranks = table.rank(ascending=False, method="min").where(table > 0)
    table["fused"] = (1 / (_FUSION + ranks)).sum(axis=1)
    table = table.sort_values("fused", ascending=False, kind="stable")
    return table if n is None else table.head(n)


def _scores(record: Resolution, index: Index) -> dict[str, np.ndarray]:
    words = list(features.body_words(record).values())
    counts = _sum_rows(features.count_text(words, index.corpus))
    own = {
        "terms": counts[:, index.columns["terms"]],
        "wording": _runs_of(words, index),
        "citations": _incidence([[record.symbol or "", *record.cites]], index.names["citations"]),
        "subjects": _incidence([_subjects(record)], index.names["subjects"]),
    }
    scores = {name: _cosine(index, name, one) for name, one in own.items()}
    if index.model is not None:
        scores["topics"] = _product(index, "topics", _topics(index.model, counts))
    return scores


def _subjects(record: Resolution) -> list[str]:
    """UNBIS terms as the data set has them: in capitals."""
    return [s.term.upper() for s in record.subjects if s.source == "UNBIS Thesaurus"]


def _sum_rows(counts: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array(counts.sum(axis=0).reshape(1, -1))


def _runs_of(words: list[list[str]], index: Index) -> csr_array:
    from scipy.sparse import csr_array

    hashes = [fingerprints.run_hashes(w) for w in words]
    ids = index.corpus.runs.lookup(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]))
    kept = index.columns["wording"]
    column = np.cumsum(kept) - 1
    ids = np.unique(ids[ids >= 0])
    ids = column[ids[kept[ids]]]
    shape = (1, int(kept.sum()))
    return csr_array((np.ones(len(ids), dtype=np.int32), ids, [0, len(ids)]), shape=shape)


def _cosine(index: Index, name: str, own: csr_array) -> np.ndarray:
    return _product(index, name, _unit(own, index.weights[name]))


def _product(index: Index, name: str, text: csr_array) -> np.ndarray:
    """Score every resolution; NaN where the text has nothing to compare."""
    if not text.nnz:
        return np.full(len(index.corpus), np.nan)
    return (index.vectors[name] @ text.T).toarray().ravel()


def precision(
    index: Index, symbols: Iterable[str], *, depths: tuple[int, ...] = (10, 20)
) -> pd.DataFrame:
    """Judge each component, and all together, by the library's own subject terms.

    For each resolution the others are ranked without looking at subjects; an other is
    relevant when it has a UNBIS term in common with it.

    Parameters
    ----------
    index : Index
    symbols : iterable of str
        Resolutions of the data set to judge by; those without subjects are passed over.
    depths : tuple of int

    Returns
    -------
    pandas.DataFrame
        Index: component, "fused" and "by chance" (share of relevant ones among all);
        columns `precision_at_10`, ... (relevant ones among the first 10, by 10; mean over the
        resolutions), `queries` (count). A component that ties fewer than 10 others has the
        missing places counted as wrong.

    Raises
    ------
    UnresError
        When a symbol is not in the data set.

    Notes
    -----
    Subject terms are given by people and not to every related text, so a precision below 1
    is not all error. Resolutions of one series have the same subjects: that counts as found.

    References
    ----------
    Manning, Raghavan & Schuetze (2008), Introduction to Information Retrieval, chapter 8.

    Examples
    --------
    The invented resolutions have no subjects to judge by.

    >>> from unres_research.corpus import example_corpus
    >>> int(precision(make_index(example_corpus()), ["A/RES/77/901"])["queries"].sum())
    0
    """
    import pandas as pd

    corpus, subjects = index.corpus, index.vectors["subjects"]
    rows: dict[str, list[list[float]]] = {}
    symbols = list(symbols)
    corpus.rows_of(symbols)  # raises when one is not there
    for k in corpus.resolutions.index.get_indexer(symbols):
        if not subjects.indptr[k + 1] - subjects.indptr[k]:
            continue
        relevant = (subjects @ subjects[[k]].T).toarray().ravel() > 0
        scores = {
            name: (v @ v[[k]].T).toarray().ravel()
            for name, v in index.vectors.items()
            if name != "subjects"
        }
        own = corpus.resolutions.index[k]
        hits = pd.Series(relevant, index=corpus.resolutions["symbol"])
        table = ranked(scores, corpus, [own], None)
        for name in table:
            tied = table[name][table[name] > 0]
            order = tied.sort_values(ascending=False, kind="stable").index
            rows.setdefault(name, []).append([hits[order[:d]].sum() / d for d in depths])
        rows.setdefault("by chance", []).append([hits.drop(own).mean()] * len(depths))
    columns = [f"precision_at_{d}" for d in depths]
    found = {name: np.mean(values, axis=0) for name, values in rows.items()}
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    table["queries"] = len(rows.get("by chance", []))
    return table
