"""Find topics in the paragraphs of a data set."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from unres_research._inputs import check_share, check_whole
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._topics._measures import strongest
from unres_research.analyse._topics._model import TopicModel
from unres_research.analyse._topics._names import names_of
from unres_research.analyse._topics._parts import MIN_WORDS, as_shares, body_wordings
from unres_research.corpus import Corpus, topical_terms
from unres_research.errors import UnresError


def fit_topics(
    corpus: Corpus,
    n_topics: int = 40,
    *,
    random_state: int = 0,
    max_df: float = 0.35,
    wordings: np.ndarray | None = None,
) -> TopicModel:
    """Find topics in the paragraphs of a corpus.

    Words that can tell subjects apart (`un.corpus.topical_terms`) are weighted by tf-idf
    and factorised with non-negative matrix factorisation, started from a singular value
    decomposition, so that the same data give the same topics. Each wording counts once:
    paragraphs that return word for word every year do not drown the rest.

    Parameters
    ----------
    corpus : Corpus
    n_topics : int
        2 to 200; more are finer and less stable, see `TopicModel.stability`.
    random_state : int
    max_df : float
        Words in more than this share of the resolutions are left out.
    wordings : numpy.ndarray, optional
        Fit on these wordings only; by default all body paragraphs of eight words or more.

    Returns
    -------
    TopicModel

    Raises
    ------
    UnresError
        When there are fewer wordings, or fewer words that tell subjects apart, than topics.

    Notes
    -----
    Topics describe shared vocabulary, not positions or the agenda of the Assembly; read some
    paragraphs (`TopicModel.representatives`) before you count those "about" a subject.

    References
    ----------
    Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization,
    Nature 401. Boutsidis & Gallopoulos (2008), SVD based initialization: a head start for
    nonnegative matrix factorization, Pattern Recognition 41: the start.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> len(fit_topics(example_corpus(), 4))
    4
    """
    check_corpus(corpus)
    used = body_wordings(corpus) if wordings is None else np.asarray(wordings)
    if len(used) < 2:
        raise UnresError(
            f"found {len(used)} paragraphs of {MIN_WORDS} words or more, expected at least two "
            "that differ; the data set is too small for topics"
        )
    check_whole(n_topics, "n_topics", 0)
    check_share(max_df, "max_df")
    if not 2 <= n_topics <= min(200, len(used)):
        raise UnresError(
            f"found n_topics = {n_topics} for {len(used)} wordings, expected 2 to "
            f"{min(200, len(used))}"
        )
    columns = topical_terms(
        corpus, ngram_range=(1, 1), min_df=min(20, 1 + len(corpus) // 20), max_df=max_df
    )
    if len(columns) < n_topics:
        raise UnresError(
            f"found {len(columns)} words that can tell subjects apart, expected at least "
            f"{n_topics}; the data set is too small for {n_topics} topics"
        )
    model = fit_on(corpus, used, n_topics, columns, random_state)
    return replace(model, labels=names_of(corpus, used, model.weights, model.labels))


def fit_on(
    corpus: Corpus, used: np.ndarray, n_topics: int, columns: np.ndarray, random_state: int
) -> TopicModel:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    weighting = TfidfTransformer(sublinear_tf=True)
    matrix = weighting.fit_transform(corpus.wording_counts[used][:, columns])
    estimator = NMF(n_topics, init="nndsvda", max_iter=300, tol=1e-3, random_state=random_state)
    activations = estimator.fit_transform(matrix)
    components = estimator.components_
    terms = corpus.vocabulary["term"].to_numpy()[columns]
    return TopicModel(
        corpus=corpus,
        labels=labels_of(components, terms),
        terms=terms,
        columns=columns,
        components=components / np.maximum(components.sum(axis=1, keepdims=True), 1e-12),
        wordings=used,
        weights=as_shares(activations, components),
        estimator=estimator,
        weighting=weighting,
    )


def labels_of(components: np.ndarray, terms: np.ndarray) -> tuple[str, ...]:
    labels: list[str] = []
    for order in strongest(components, len(terms)):
        n = 3
        while (label := " · ".join(terms[order[:n]])) in labels and n < len(terms):
            n += 1
        labels.append(label)
    return tuple(labels)
