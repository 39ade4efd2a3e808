"""Resolutions related to a text, by several measures kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unres_research._inputs import as_list
from unres_research._progress import doing
from unres_research.analyse._groups import check_corpus, check_text
from unres_research.analyse._runs import is_substantive, resolution_runs
from unres_research.corpus import _features as features
from unres_research.corpus import _fingerprints as fingerprints
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    from unres_research.analyse._topics import TopicModel

_TITLES = 0.5  # weight of titles beside terms in the score
_PARTS = ("terms", "titles")  # of the score
_COMPONENTS = (*_PARTS, "wording", "citations", "subjects")


def related(
    record: Resolution,
    corpus: Corpus,
    *,
    n: int | None = 20,
    exclude: str | Iterable[str] = (),
    model: TopicModel | None = None,
) -> pd.DataFrame:
    """Rank the resolutions of a data set by how near their subject is to that of a text.

    Each component is the cosine of two vectors, 0 to 1, whose columns count more the fewer
    resolutions have them: terms (words and pairs of words that tell subjects apart), titles
    (words and pairs of words of titles), wording (runs of six words, formulaic phrases left
    out), citations (symbols cited, the own symbol among them, so that citing each other counts),
    subjects (UNBIS terms), topics (where there is a model).

    Parameters
    ----------
    record : Resolution
    corpus : Corpus
    n : int, optional
        How many; None for all.
    exclude : str or iterable of str
        Symbols to leave out; the text's own is left out too.
    model : TopicModel, optional
        From `fit_topics` on this data set, for the component "topics".

    Returns
    -------
    pandas.DataFrame
        Index `symbol`; one column a component, NaN where the text has nothing to compare (a
        draft has no subjects); `score`, by which the rows are ordered: (2 terms + titles) / 3, of
        the one that there is where the text has only one, NaN where it has neither.

    Notes
    -----
    The score is what found most resolutions with a UNBIS term in common
    (`python -m benchmarks.related`): more than terms alone, and more than the ranks of all
    components together, which wording and citations made worse. Those are other ties: a text can
    be near in subject and share no clause. Sort by the component that matters to you.

    The weights are those of scikit-learn's `TfidfTransformer` with `sublinear_tf`. The first
    text takes seconds, the next do not. What no resolution of the data set has (new wording,
    say) is not in the vector of the text: a cosine of 1 tells that the rest is alike.

    References
    ----------
    Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval,
    Information Processing & Management 24. Manning, Raghavan & Schuetze (2008), Introduction to
    Information Retrieval, section 6.1 (weighted zones).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = related(corpus.resolution("A/RES/78/907"), corpus, n=1)
    >>> found.index[0], found["wording"].round(2).tolist(), bool(found["subjects"].isna().all())
    ('A/RES/78/908', [0.13], True)
    """
    check_text(record)
    check_corpus(corpus)
    without = as_list(exclude, "symbols to leave out")
    corpus.rows_of(without)  # raises when one is not there
    with doing("looking for related texts"):
        scores = _scores(record, corpus, model)
    return _ranked(scores, corpus, [*without, record.symbol or ""], n)


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
    terms = features.topical_terms(corpus)
    runs, kept = resolution_runs(corpus), is_substantive(corpus)
    cites = [[s, *c] for s, c in zip(table["symbol"], table["cites"], strict=True)]
    named = {
        "titles": [_title_terms(title) for title in table["title"]],
        "citations": cites,
        "subjects": [list(s) for s in table["subjects"]],
    }
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


def _title_terms(title: str) -> list[str]:
    """Words of a title, and pairs of them, without function words and numbers."""
    left_out = analyser.stop_words()
    kept = [w for w in analyser.words(title) if w not in left_out and not w.isdigit()]
    return kept + analyser.ngrams(kept, 2)


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
        "titles": _title_terms(record.title),
        "citations": [record.symbol or "", *record.cites],
        "subjects": [s.term.upper() for s in record.subjects if s.source == "UNBIS Thesaurus"],
    }
    own = {
        "terms": counts[:, index.terms],
        "wording": _runs_of(words, corpus, index),
        **{name: _incidence([row], index.names[name]) for name, row in named.items()},
    }
    pairs = {k: (index.vectors[k], _unit(own[k], index.weights[k])) for k in _COMPONENTS}
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
    """Order resolutions by the weighted mean of the parts of the score that there are."""
    import pandas as pd

    table = pd.DataFrame(scores, index=pd.Index(corpus.resolutions["symbol"], name="symbol"))
    table = table.drop(index=[s for s in exclude if s in table.index])
    parts, weights = table[list(_PARTS)].to_numpy(dtype=float), np.array([1, _TITLES])
    total = (~np.isnan(parts)) @ weights
    summed = np.nan_to_num(parts) @ weights
    table["score"] = np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0)
    table = table.round(12)  # equal texts stay in their order, however their sums were rounded
    table = table.sort_values("score", ascending=False, kind="stable")
    return table if n is None else table.head(n)
