"""Resolutions related to a text, by several measures kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse._runs import is_substantive, resolution_runs
from unres_research.corpus import _features as features
from unres_research.corpus import _fingerprints as fingerprints
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    from unres_research.analyse._topics import TopicModel

_FUSION = 60  # the constant of reciprocal rank fusion


def related(
    record: Resolution,
    corpus: Corpus,
    *,
    n: int | None = 20,
    exclude: Iterable[str] = (),
    model: TopicModel | None = None,
) -> pd.DataFrame:
    """Rank the resolutions of a data set by what ties them to a text.

    Each component is the cosine of two vectors, 0 to 1, whose columns count more the fewer
    resolutions have them: terms (words and pairs of words that tell subjects apart), wording
    (runs of six words, formulaic phrases left out), citations (symbols cited, the own symbol
    among them, so that citing each other counts), subjects (UNBIS terms), topics (where there
    is a model).

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    n : int, optional
        How many; None for all.
    exclude : iterable of str
        Symbols to leave out; the text's own is left out too.
    model : TopicModel, optional
        From `fit_topics` on this data set, for the component "topics".

    Returns
    -------
    pandas.DataFrame
        Index `symbol`; one column a component, NaN where the text has nothing to compare (a
        draft has no subjects); `fused`: the sum over the components of 1 / (60 + rank), by
        which the rows are ordered.

    Notes
    -----
    The weights are those of scikit-learn's `TfidfTransformer` with `sublinear_tf`. The first
    text takes seconds, the next do not.

    The order is a convenience: a text can be near in subject and share no clause. Sort by the
    component that matters to you. What no resolution of the data set has (new wording, say) is
    not in the vector of the text: a cosine of 1 tells that the rest is alike. Where nothing
    ties, `fused` is 0.

    References
    ----------
    Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval,
    Information Processing & Management 24. Cormack, Clarke & Buettcher (2009), Reciprocal
    rank fusion outperforms Condorcet and individual rank learning methods, SIGIR 2009.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = related(corpus.resolution("A/RES/78/907"), corpus, n=1)
    >>> found.index[0], found["wording"].round(2).tolist(), bool(found["subjects"].isna().all())
    ('A/RES/78/908', [0.13], True)
    """
    scores = _scores(record, corpus, model)
    return _ranked(scores, corpus, [*exclude, record.symbol or ""], n)


def related_precision(
    corpus: Corpus,
    symbols: Iterable[str],
    *,
    depths: tuple[int, ...] = (10, 20),
    model: TopicModel | None = None,
) -> pd.DataFrame:
    """Judge each component, and all together, by the library's own subject terms.

    For each resolution the others are ranked without looking at subjects; one is relevant
    when it has a UNBIS term in common with it.

    Parameters
    ----------
    corpus : Corpus
    symbols : iterable of str
        Resolutions of the data set to judge by; those without subjects are passed over.
    depths : tuple of int
    model : TopicModel, optional
        To judge the component "topics" too.

    Returns
    -------
    pandas.DataFrame
        Index: component, "fused" and "by chance" (share of relevant ones among all);
        columns `precision_at_10`, ... (relevant ones among the first 10, by 10; mean over the
        resolutions), `queries` (count). A component that ties fewer than 10 others has the
        missing places counted as wrong.

    Notes
    -----
    Subject terms are not given to every related text, so a precision below 1 is not all error.
    Resolutions of one series have the same subjects: that counts as found.

    References
    ----------
    Manning, Raghavan & Schuetze (2008), Introduction to Information Retrieval, chapter 8.

    Examples
    --------
    The invented resolutions have no subjects to judge by.

    >>> from unres_research.corpus import example_corpus
    >>> int(related_precision(example_corpus(), ["A/RES/77/901"])["queries"].sum())
    0
    """
    import pandas as pd

    symbols = list(symbols)
    corpus.rows_of(symbols)  # raises when one is not there
    vectors = dict(_index(corpus).vectors)
    subjects = vectors.pop("subjects")
    if model is not None:
        vectors["topics"] = _topics(model, features.resolution_counts(corpus))
    rows: dict[str, list[list[float]]] = {}
    for k in corpus.resolutions.index.get_indexer(symbols):
        if not subjects.indptr[k + 1] - subjects.indptr[k]:
            continue
        relevant = (subjects @ subjects[[k]].T).toarray().ravel() > 0
        scores = {name: (v @ v[[k]].T).toarray().ravel() for name, v in vectors.items()}
        own = corpus.resolutions.index[k]
        hits = pd.Series(relevant, index=corpus.resolutions["symbol"])
        table = _ranked(scores, corpus, [own], None)
        for name in table:
            tied = table[name][table[name] > 0]
            order = tied.sort_values(ascending=False, kind="stable").index
            rows.setdefault(name, []).append([hits[order[:d]].sum() / d for d in depths])
        rows.setdefault("by chance", []).append([hits.drop(own).mean()] * len(depths))
    found = {name: np.mean(values, axis=0) for name, values in rows.items()}
    columns = [f"precision_at_{d}" for d in depths]
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns)
    table["queries"] = len(rows.get("by chance", []))
    return table


# what texts are found with, made once for each data set -------------------------------


@dataclass(frozen=True, eq=False)
class _Index:
    """By component the weights, and one row of length 1 (or 0) a resolution."""

    terms: np.ndarray  # columns of the vocabulary
    run_columns: np.ndarray  # by run, -1 where it is formulaic
    names: dict[str, dict[str, int]]  # columns of symbols and of subjects
    weights: dict[str, TfidfTransformer | None]
    vectors: dict[str, csr_array]


@once_per_corpus
def _index(corpus: Corpus) -> _Index:
    table = corpus.resolutions
    terms = features.topical_terms(corpus, min_df=min(10, 1 + len(corpus) // 50))
    runs, kept = resolution_runs(corpus), is_substantive(corpus)
    cites = [[s, *c] for s, c in zip(table["symbol"], table["cites"], strict=True)]
    named = {"citations": cites, "subjects": [list(s) for s in table["subjects"]]}
    names = {
        name: {x: k for k, x in enumerate(dict.fromkeys(x for row in rows for x in row))}
        for name, rows in named.items()
    }
    counts = {
        "terms": features.resolution_counts(corpus, terms),
        "wording": runs[:, np.flatnonzero(kept)],
        **{name: _incidence(rows, names[name]) for name, rows in named.items()},
    }
    weights = {name: _weights(matrix) for name, matrix in counts.items()}
    vectors = {name: _unit(matrix, weights[name]) for name, matrix in counts.items()}
    return _Index(terms, np.where(kept, np.cumsum(kept) - 1, -1), names, weights, vectors)


def _incidence(rows: list[list[str]], names: dict[str, int]) -> csr_array:
    """Which of the names each row has; others are passed over."""
    from scipy.sparse import csr_array

    columns = [sorted({names[x] for x in row if x in names}) for row in rows]
    flat = np.array([c for row in columns for c in row], dtype=np.int64)
    ends = np.cumsum([0, *map(len, columns)])
    return csr_array((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names)))


def _weights(counts: csr_array) -> TfidfTransformer | None:
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit(counts) if counts.nnz else None


def _unit(counts: csr_array, weights: TfidfTransformer | None) -> csr_array:
    return counts if weights is None else weights.transform(counts)


def _topics(model: TopicModel, counts: csr_array) -> csr_array:
    """Shares of topics as rows of length 1; rows without any topic are 0."""
    from scipy.sparse import csr_array
    from sklearn.preprocessing import normalize

    return csr_array(normalize(np.nan_to_num(model.transform(counts))))


def _scores(record: Resolution, corpus: Corpus, model: TopicModel | None) -> dict[str, np.ndarray]:
    """By component the cosine with every resolution; NaN where the text has nothing to compare."""
    from scipy.sparse import csr_array

    index = _index(corpus)
    words = list(features.body_words(record).values())
    counts = csr_array(features.count_text(words, corpus).sum(axis=0).reshape(1, -1))
    named = {
        "citations": [record.symbol or "", *record.cites],
        "subjects": [s.term.upper() for s in record.subjects if s.source == "UNBIS Thesaurus"],
    }
    own = {
        "terms": counts[:, index.terms],
        "wording": _runs_of(words, corpus, index),
        **{name: _incidence([row], index.names[name]) for name, row in named.items()},
    }
    pairs = {k: (index.vectors[k], _unit(one, index.weights[k])) for k, one in own.items()}
    if model is not None:
        rows = _topics(model, features.resolution_counts(corpus))
        pairs["topics"] = (rows, _topics(model, counts))
    return {
        name: (vectors @ one.T).toarray().ravel() if one.nnz else np.full(len(corpus), np.nan)
        for name, (vectors, one) in pairs.items()
    }


def _runs_of(words: list[list[str]], corpus: Corpus, index: _Index) -> csr_array:
    from scipy.sparse import csr_array

    hashes = [fingerprints.run_hashes(w) for w in words]
    ids = corpus.runs.lookup(np.concatenate([*hashes, np.empty(0, dtype=np.uint64)]))
    columns = index.run_columns[np.unique(ids[ids >= 0])]
    columns = columns[columns >= 0]
    shape = (1, index.vectors["wording"].shape[1])
    return csr_array((np.ones(len(columns)), columns, [0, len(columns)]), shape=shape)


def _ranked(
    scores: dict[str, np.ndarray], corpus: Corpus, exclude: Iterable[str], n: int | None
) -> pd.DataFrame:
    """Order resolutions by reciprocal rank fusion of their scores."""
    import pandas as pd

    table = pd.DataFrame(scores, index=pd.Index(corpus.resolutions["symbol"], name="symbol"))
    table = table.round(12)  # equal texts have one rank, however their sums were rounded
    table = table.drop(index=[s for s in exclude if s in table.index])
    ranks = table.rank(ascending=False, method="min").where(table > 0)
    table["fused"] = (1 / (_FUSION + ranks)).sum(axis=1)
    table = table.sort_values("fused", ascending=False, kind="stable")
    return table if n is None else table.head(n)
