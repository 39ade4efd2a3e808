"""Ways of finding topics that ours is measured against, each with its own defaults."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from benchmarks.topics import N_TERMS, Fit, Topics, wordings_of
from unres_research.corpus import Corpus, topical_terms

Way = Callable[[Any, np.ndarray, int, int], tuple[np.ndarray, np.ndarray]]
# of counts (wordings x terms), terms, a number of topics and a seed: topics x terms, and shares


@cache
def columns(corpus: Corpus) -> np.ndarray:
    """The words that every way is given: those that ours starts from."""
    least = min(20, 1 + len(corpus) // 20)
    return topical_terms(corpus, ngram_range=(1, 1), min_df=least, max_df=0.35)


def fit_of(corpus: Corpus, way: Way, n_topics: int) -> Fit:
    terms = corpus.vocabulary["term"].to_numpy()[columns(corpus)]

    def fit(symbols: list[str], seed: int) -> Topics:
        wordings = wordings_of(corpus, symbols)
        counts = corpus.wording_counts[wordings][:, columns(corpus)]
        held = np.diff(counts.indptr) > 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, some = way(counts[held], terms, n_topics, seed)
        shares = np.full((len(wordings), len(found)), np.nan)
        total = some.sum(axis=1, keepdims=True)
        shares[held] = np.divide(some, total, where=total > 0, out=np.full(some.shape, np.nan))
        order = np.argsort(-found, axis=1, kind="stable")[:, :N_TERMS]
        return Topics([terms[top].tolist() for top in order], wordings, shares)

    return fit


def _nmf(counts: Any, n_topics: int, seed: int, init: str) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.decomposition import NMF

    model = NMF(n_topics, init=init, random_state=seed)
    mixed = model.fit_transform(counts)
    return model.components_, mixed * model.components_.sum(axis=1)


def _weighed(counts: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer().fit_transform(counts)


def nmf(counts: Any, terms: np.ndarray, n_topics: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Factorisation of tf-idf from the start of a singular value decomposition."""
    return _nmf(_weighed(counts), n_topics, seed, "nndsvda")


def nmf_random(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    return _nmf(_weighed(counts), n_topics, seed, "random")


def nmf_counts(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    return _nmf(counts.astype(float), n_topics, seed, "nndsvda")


def lda(counts: Any, terms: np.ndarray, n_topics: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(n_topics, learning_method="online", random_state=seed)
    return model.fit(counts).components_, model.transform(counts)


def gensim_lda(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    from gensim.matutils import Sparse2Corpus, corpus2dense
    from gensim.models import LdaModel

    bags = Sparse2Corpus(counts.tocsc(), documents_columns=False)
    names = dict(enumerate(terms))
    model = LdaModel(bags, n_topics, names, passes=10, random_state=seed, minimum_probability=0)
    return model.get_topics(), corpus2dense(model[bags], n_topics).T


def gensim_nmf(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    from gensim.matutils import Sparse2Corpus, corpus2dense
    from gensim.models.nmf import Nmf

    bags = list(Sparse2Corpus(_weighed(counts).tocsc(), documents_columns=False))
    names = dict(enumerate(terms))
    model = Nmf(bags, n_topics, names, random_state=seed, minimum_probability=0)
    return model.get_topics(), corpus2dense(model[bags], n_topics).T


def tomotopy_lda(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    import tomotopy

    model = tomotopy.LDAModel(k=n_topics, seed=seed)
    for k in range(counts.shape[0]):
        part = slice(counts.indptr[k], counts.indptr[k + 1])
        model.add_doc(np.repeat(terms[counts.indices[part]], counts.data[part]).tolist())
    model.train(500, workers=1)  # the same again for the same seed
    at = {term: k for k, term in enumerate(terms)}
    found = np.zeros((n_topics, len(terms)))
    places = [at[term] for term in model.used_vocabs]
    found[:, places] = [model.get_topic_word_dist(k) for k in range(n_topics)]
    return found, np.array([doc.get_topic_dist() for doc in model.docs])


def bertopic(
    counts: Any, terms: np.ndarray, n_topics: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Clusters of texts; without a model of language, from tf-idf and singular vectors."""
    from bertopic import BERTopic
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    near = TruncatedSVD(100, random_state=seed).fit_transform(_weighed(counts))
    texts = [
        " ".join(np.repeat(terms[counts.indices[a:b]], counts.data[a:b]))
        for a, b in zip(counts.indptr, counts.indptr[1:], strict=False)
    ]
    model = BERTopic(
        umap_model=UMAP(15, 5, min_dist=0, metric="cosine", random_state=seed, n_jobs=1),
        vectorizer_model=CountVectorizer(vocabulary=terms, token_pattern=r"\S+"),
        nr_topics=n_topics + 1,  # and the texts that belong to none
        embedding_model=_none(),
    )
    chosen = np.array(model.fit_transform(texts, near)[0])
    first = 1 if (chosen == -1).any() else 0
    found = np.asarray(model.c_tf_idf_[first:].todense())
    return found, np.eye(len(found))[chosen] * (chosen >= 0)[:, None]


def _none() -> Any:
    """No model of language: the vectors are given."""
    from bertopic.backend import BaseEmbedder

    return BaseEmbedder()


WAYS: dict[str, tuple[Way, str]] = {
    "scikit-learn NMF, tf-idf, from SVD": (nmf, "sklearn"),
    "scikit-learn NMF, tf-idf, random start": (nmf_random, "sklearn"),
    "scikit-learn NMF, counts": (nmf_counts, "sklearn"),
    "scikit-learn LDA, online": (lda, "sklearn"),
    "gensim LDA, 10 passes": (gensim_lda, "gensim"),
    "gensim NMF": (gensim_nmf, "gensim"),
    "tomotopy LDA, 500 iterations": (tomotopy_lda, "tomotopy"),
    "BERTopic, tf-idf and SVD": (bertopic, "bertopic"),
}
