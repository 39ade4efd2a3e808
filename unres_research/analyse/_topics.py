"""Topics of paragraphs: what the corpus speaks of, and where one text sits in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

LEAST_WORDS = 8
LEAST_RESOLUTIONS = 5


@dataclass(frozen=True)
class TopicModel:
    """Topics by non-negative matrix factorisation; made by `fit`.

    `len(model)` is the number of topics.

    Attributes
    ----------
    labels : tuple of str
        One a topic: its three strongest terms (more where two topics would share a label).
        Topics have no numbers of their own; use the label.
    terms : numpy.ndarray
        Terms of the model, shape (terms,).
    columns : numpy.ndarray
        Their columns in the vocabulary of the corpus, shape (terms,).
    components : numpy.ndarray
        Weight of terms in topics, shape (topics, terms), rows sum to 1.
    wordings : numpy.ndarray
        Wordings that the model was fitted on, shape (m,).
    weights : numpy.ndarray
        Share of topics in each of them, shape (m, topics), rows sum to 1; a wording that
        holds no term of any topic has NaN.
    estimator : sklearn.decomposition.NMF
    weighting : sklearn.feature_extraction.text.TfidfTransformer

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> model = fit(example_corpus(), 4)
    >>> len(model), model.components.shape, model.weights.shape
    (4, (4, 20), (16, 4))
    """

    labels: tuple[str, ...]
    terms: np.ndarray
    columns: np.ndarray
    components: np.ndarray
    wordings: np.ndarray
    weights: np.ndarray
    estimator: Any
    weighting: Any

    def __len__(self) -> int:
        """Return the number of topics."""
        return len(self.labels)

    def transform(self, counts: csr_array) -> np.ndarray:
        """Shares of topics of new texts.

        Parameters
        ----------
        counts : scipy.sparse array
            Shape (texts, vocabulary of the corpus), see `features.count_text`.

        Returns
        -------
        numpy.ndarray
            Shape (texts, topics); rows sum to 1, NaN where no term of the model occurs.
        """
        weighed = self.weighting.transform(counts[:, self.columns])
        return _shares(self.estimator.transform(weighed), self.estimator.components_)

    def top_terms(self, n: int = 10) -> list[list[str]]:
        """Return the strongest terms of every topic.

        Parameters
        ----------
        n : int
            How many terms.

        Returns
        -------
        list of list of str
            One list a topic, strongest first.
        """
        return [self.terms[np.argsort(-row, kind="stable")[:n]].tolist() for row in self.components]


def fit(
    corpus: Corpus,
    n_topics: int = 40,
    *,
    seed: int = 0,
    greatest_share: float = 0.35,
    wordings: np.ndarray | None = None,
) -> TopicModel:
    """Find topics in the paragraphs of a corpus.

    Words that can tell subjects apart (`features.topical_terms`) are weighted by tf-idf
    and factorised with non-negative matrix factorisation, started from a singular value
    decomposition, so that the same data give the same topics. Each wording counts once:
    paragraphs that return word for word every year do not drown the rest.

    Parameters
    ----------
    corpus : Corpus
    n_topics : int
        Number of topics, 2 to 200. More topics are finer and less stable; see
        `stability`.
    seed : int
        For the parts that the start leaves open.
    greatest_share : float
        Words in more than this share of the resolutions are left out.
    wordings : numpy.ndarray, optional
        Fit on these wordings only; by default all body paragraphs of eight words or more.

    Returns
    -------
    TopicModel

    Raises
    ------
    UnresError
        When there are fewer wordings, or fewer words that tell subjects apart, than topics,
        or `n_topics` is out of range.

    Notes
    -----
    Topics describe shared vocabulary. They do not tell for or against, and they are not
    the agenda of the Assembly; do not use them to count paragraphs "about" a subject
    without reading some of them (`representatives`).

    References
    ----------
    Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization,
    Nature 401. Boutsidis & Gallopoulos (2008), SVD based initialization: a head start for
    nonnegative matrix factorization, Pattern Recognition 41: the start.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> model = fit(example_corpus(), 4)
    >>> sorted(terms[0] for terms in model.top_terms(1))
    ['protect', 'repair', 'supply', 'tune']
    """
    used = body_wordings(corpus) if wordings is None else np.asarray(wordings)
    if len(used) < 2:
        raise UnresError(
            f"found {len(used)} paragraphs of {LEAST_WORDS} words or more, expected at least two "
            "that differ; the data set is too small for topics"
        )
    if not 2 <= n_topics <= min(200, len(used)):
        raise UnresError(
            f"found n_topics = {n_topics} for {len(used)} wordings, expected 2 to "
            f"{min(200, len(used))}"
        )
    columns = features.topical_terms(
        corpus,
        ngram_range=(1, 1),
        min_df=min(20, 1 + len(corpus) // 20),
        max_df=greatest_share,
    )
    if len(columns) < n_topics:
        raise UnresError(
            f"found {len(columns)} words that can tell subjects apart, expected at least "
            f"{n_topics}; the data set is too small for {n_topics} topics"
        )
    return _fit_on(corpus, used, n_topics, columns, seed)


def _fit_on(
    corpus: Corpus, used: np.ndarray, n_topics: int, columns: np.ndarray, seed: int
) -> TopicModel:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    weighting = TfidfTransformer(sublinear_tf=True)
    matrix = weighting.fit_transform(corpus.wording_counts[used][:, columns])
    estimator = NMF(n_topics, init="nndsvda", max_iter=300, tol=1e-3, random_state=seed)
    activations = estimator.fit_transform(matrix)
    components = estimator.components_
    terms = corpus.vocabulary["term"].to_numpy()[columns]
    return TopicModel(
        labels=_labels(components, terms),
        terms=terms,
        columns=columns,
        components=components / np.maximum(components.sum(axis=1, keepdims=True), 1e-12),
        wordings=used,
        weights=_shares(activations, components),
        estimator=estimator,
        weighting=weighting,
    )


def body_wordings(corpus: Corpus, rows: np.ndarray | None = None) -> np.ndarray:
    """Distinct wordings of body paragraphs of eight words or more.

    Parameters
    ----------
    corpus : Corpus
    rows : numpy.ndarray, optional
        Only of these rows of `corpus.paragraphs`; by default of all.

    Returns
    -------
    numpy.ndarray
        Ids of wordings, sorted, shape (wordings,).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> len(body_wordings(corpus)), len(body_wordings(corpus, corpus.rows_of("A/RES/77/901")))
    (16, 1)
    """
    table = corpus.paragraphs
    wanted = corpus.body() & (table["words"] >= LEAST_WORDS).to_numpy()
    if rows is not None:
        wanted &= np.isin(np.arange(len(table)), rows)
    return np.unique(table["wording"].to_numpy()[wanted])


def _shares(activations: np.ndarray, components: np.ndarray) -> np.ndarray:
    mass = activations * components.sum(axis=1)
    total = mass.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, mass / total, np.nan)


def _labels(components: np.ndarray, terms: np.ndarray) -> tuple[str, ...]:
    labels: list[str] = []
    for row in components:
        order = np.argsort(-row, kind="stable")
        n = 3
        while (label := " · ".join(terms[order[:n]])) in labels and n < len(terms):
            n += 1
        labels.append(label)
    return tuple(labels)


def summary(model: TopicModel, corpus: Corpus, *, n_terms: int = 8) -> pd.DataFrame:
    """Return one row a topic: its terms, how much there is of it, how coherent it is.

    Parameters
    ----------
    model : TopicModel
    corpus : Corpus
        The one that the model was fitted on.
    n_terms : int
        Terms to show.

    Returns
    -------
    pandas.DataFrame
        Index `topic` (label); columns `terms`, `prevalence` (share of the words of body
        paragraphs that have a topic, 0 to 1), `coherence` (see `coherence`, of ten terms);
        most prevalent first.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> summary(fit(corpus, 4), corpus).columns.tolist()
    ['terms', 'prevalence', 'coherence']
    """
    import pandas as pd

    table = pd.DataFrame(
        {
            "terms": [", ".join(t) for t in model.top_terms(n_terms)],
            "prevalence": prevalence(model, corpus)["prevalence"].to_numpy(),
            "coherence": coherence(model, corpus).to_numpy(),
        },
        index=pd.Index(model.labels, name="topic"),
    )
    return table.sort_values("prevalence", ascending=False)


def coherence(model: TopicModel, corpus: Corpus, *, n_terms: int = 10) -> pd.Series:
    """Normalised pointwise mutual information of a topic's strongest terms.

    The mean over all pairs of its `n_terms` terms of log(p(a, b) / (p(a) p(b))) /
    -log p(a, b), where p is the share of distinct wordings that hold the terms. From -1
    (never together) to 1 (always together); higher means more coherent. A pair that never
    meets counts -1.

    Parameters
    ----------
    model : TopicModel
    corpus : Corpus
        The one that the model was fitted on.
    n_terms : int
        Terms of a topic, at least 2.

    Returns
    -------
    pandas.Series
        By label, name "coherence".

    Notes
    -----
    Measured on the data that the topics were found in, so it flatters: use it to compare
    topics or models, not as proof that a topic means something.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction, GSCL
    2009. Aletras & Stevenson (2013), Evaluating topic coherence using distributional
    semantics, IWCS 2013.

    Examples
    --------
    Of 16 wordings 4 hold "protect", 3 of them "fish": log(4) / log(16 / 3) = 0.83.

    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> coherence(fit(corpus, 4), corpus, n_terms=2).round(2).tolist()
    [0.83, 0.83, 0.83, 0.83]
    """
    import pandas as pd

    present = corpus.wording_counts[model.wordings][:, model.columns]
    present = (present > 0).astype(np.float64).tocsc()
    values = []
    for row in model.components:
        top = np.argsort(-row, kind="stable")[:n_terms]
        values.append(_npmi(present[:, top]))
    return pd.Series(values, index=pd.Index(model.labels, name="topic"), name="coherence")


def _npmi(present: Any) -> float:
    n = present.shape[0]
    together = (present.T @ present).toarray() / n
    single = np.diag(together)
    a, b = np.triu_indices(len(single), k=1)
    joint = together[a, b]
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.log(joint / (single[a] * single[b])) / -np.log(joint)
    npmi = np.where(joint == 0, -1.0, np.where(joint == 1, 1.0, npmi))
    return float(npmi.mean())


def stability(
    model: TopicModel,
    corpus: Corpus,
    *,
    n_refits: int = 5,
    n_terms: int = 10,
    seed: int = 0,
    progress: bool = True,
) -> pd.Series:
    """How well each topic comes back when half of the resolutions are left out.

    The model is fitted again on random halves of the resolutions (whole resolutions, for
    their paragraphs are not independent). Topics are matched one to one by the cosine of
    their weights, and the overlap of their `n_terms` strongest terms (Jaccard) is averaged.

    Parameters
    ----------
    model : TopicModel
    corpus : Corpus
        The one that the model was fitted on.
    n_refits : int
        Random halves.
    n_terms : int
        Terms of a topic that are compared.
    seed : int
        For the halves and the fits.
    progress : bool
        Show a progress bar.

    Returns
    -------
    pandas.Series
        By label, name "stability": 1 means the same terms every time, 0 that the topic
        never came back. Below about 0.5 a topic should not carry an argument.

    Notes
    -----
    Not for a model that was fitted on some `wordings` only: the refits take all body
    paragraphs of a half. A stable topic may still be no subject.

    References
    ----------
    After Greene, O'Callaghan & Cunningham (2014), How many topics? Stability analysis for
    topic models, ECML PKDD 2014. Kuhn (1955), The Hungarian method for the assignment
    problem, Naval Research Logistics Quarterly 2: the matching.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = stability(fit(corpus, 4), corpus, n_refits=1, n_terms=4, progress=False)
    >>> bool(found.between(0, 1).all())
    True
    """
    import pandas as pd
    from tqdm.auto import tqdm

    random = np.random.default_rng(seed)
    symbols = corpus.resolutions["symbol"].to_numpy()
    own = [set(t) for t in model.top_terms(n_terms)]
    overlap = np.zeros((n_refits, len(model)))
    for k in tqdm(range(n_refits), desc="refitting topics", disable=not progress):
        half = random.choice(symbols, size=len(symbols) // 2, replace=False)
        wordings = body_wordings(corpus, corpus.rows_of(half))
        refit = _fit_on(corpus, wordings, len(model), model.columns, seed)
        others = [set(t) for t in refit.top_terms(n_terms)]
        for a, b in zip(*_match(model.components, refit.components), strict=True):
            overlap[k, a] = len(own[a] & others[b]) / len(own[a] | others[b])
    index = pd.Index(model.labels, name="topic")
    return pd.Series(overlap.mean(axis=0), index=index, name="stability")


def _match(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.optimize import linear_sum_assignment

    norm_a = a / np.linalg.norm(a, axis=1, keepdims=True)
    norm_b = b / np.maximum(np.linalg.norm(b, axis=1, keepdims=True), 1e-12)
    return linear_sum_assignment(-norm_a @ norm_b.T)


def prevalence(
    model: TopicModel,
    corpus: Corpus,
    symbols: list[str] | None = None,
    *,
    n_resamples: int = 500,
    seed: int = 0,
) -> pd.DataFrame:
    """Share of each topic in the words of a group of resolutions, with an interval.

    Parameters
    ----------
    model : TopicModel
    corpus : Corpus
        The one that the model was fitted on.
    symbols : list of str, optional
        The group; by default all resolutions. Symbols that are not in the data set are
        passed over.
    n_resamples : int
        Bootstrap samples of whole resolutions.
    seed : int

    Returns
    -------
    pandas.DataFrame
        Index `topic`; columns `prevalence` (share of words of the paragraphs that have a
        topic, 0 to 1), `low`, `high` (95 per cent interval; NaN for groups of fewer than
        five resolutions: too few to say). `attrs` holds `resolutions`, `paragraphs`,
        `words`.

    Raises
    ------
    UnresError
        When no paragraph of the group has a topic.

    Notes
    -----
    The interval takes the topics as given: it says nothing of whether they are stable.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap: the percentile interval.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> prevalence(fit(corpus, 4), corpus)["prevalence"].round(2).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    import pandas as pd

    mass, words, paragraphs = _topic_words(model, corpus)
    table = corpus.resolutions
    keep = (
        np.ones(len(table), bool) if symbols is None else table["symbol"].isin(symbols).to_numpy()
    )
    mass, words = mass[keep], words[keep]
    if not words.sum():
        raise UnresError("found no paragraphs with topics in the group, expected at least one")
    low = high = np.full(len(model), np.nan)
    if len(words) >= LEAST_RESOLUTIONS:
        random = np.random.default_rng(seed)
        draws = random.multinomial(len(words), np.full(len(words), 1 / len(words)), n_resamples)
        rates = (draws @ mass) / (draws @ words)[:, None]
        low, high = np.quantile(rates, [0.025, 0.975], axis=0)
    found = pd.DataFrame(
        {"prevalence": mass.sum(axis=0) / words.sum(), "low": low, "high": high},
        index=pd.Index(model.labels, name="topic"),
    )
    found.attrs = {
        "resolutions": int((words > 0).sum()),
        "paragraphs": int(paragraphs[keep].sum()),
        "words": int(words.sum()),
    }
    return found


def _topic_words(model: TopicModel, corpus: Corpus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Words by resolution and topic, words and paragraphs by resolution (with topics)."""
    at = np.full(corpus.n_wordings, -1)
    at[model.wordings] = np.arange(len(model.wordings))
    table = corpus.paragraphs[corpus.body()]
    row = at[table["wording"].to_numpy()]
    shares = np.where((row >= 0)[:, None], model.weights[row], np.nan)
    has = ~np.isnan(shares[:, 0])
    order = {s: k for k, s in enumerate(corpus.resolutions["symbol"])}
    where = table["symbol"].map(order).to_numpy()[has]
    words = table["words"].to_numpy()[has]
    mass = np.zeros((len(order), len(model)))
    np.add.at(mass, where, shares[has] * words[:, None])
    totals = np.bincount(where, weights=words, minlength=len(order))
    return mass, totals, np.bincount(where, minlength=len(order))


def profile(model: TopicModel, record: Resolution, corpus: Corpus) -> pd.DataFrame:
    r"""Share of each topic in a text, by paragraph and as a whole.

    Parameters
    ----------
    model : TopicModel
    record : Resolution
    corpus : Corpus
        The one that the model was fitted on.

    Returns
    -------
    pandas.DataFrame
        One row a body paragraph of the text (index `paragraph`), a column a topic, and a
        last row "all": the mean weighted by words. Paragraphs of fewer than eight words,
        or without any term of the model, have NaN and do not count.

    Raises
    ------
    UnresError
        When no paragraph has eight words and a word of the model.

    Notes
    -----
    Shares sum to 1 whether or not the text fits any topic: a text on a subject that the
    model does not know gets its nearest topics.

    Examples
    --------
    >>> from unres_research.read import _text as plaintext
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> model = fit(corpus, 4)
    >>> text = plaintext.parse("The General Assembly,\n\n1. Decides to tune all the drums and "
    ...     "the bells.\n\n2. Thanks everybody.")
    >>> found = profile(model, text, corpus)
    >>> found.max(axis=1).round(2).to_dict()
    {'OP1': 1.0, 'OP2': nan, 'all': 1.0}
    """
    import pandas as pd

    words = features.body_words(record)
    lengths = np.array([len(w) for w in words.values()])
    shares = model.transform(features.count_text(words.values(), corpus))
    shares[lengths < LEAST_WORDS] = np.nan
    known = ~np.isnan(shares[:, 0])
    if not known.any():
        raise UnresError(
            "found no paragraph with a word of the topic model, expected a text in English of "
            "eight words or more"
        )
    whole = np.average(shares[known], axis=0, weights=lengths[known])
    index = pd.Index([*words, "all"], name="paragraph")
    return pd.DataFrame(np.vstack([shares, whole]), index=index, columns=list(model.labels))


def representatives(
    model: TopicModel, corpus: Corpus, *, per_topic: int = 3, least_share: float = 0.5
) -> pd.DataFrame:
    """Paragraphs that stand for each topic, by symbol and number.

    Taken are those that hold the most weight of the topic's terms and give it at least
    `least_share`; from resolutions with different titles, the latest where a wording
    recurs.

    Parameters
    ----------
    model : TopicModel
    corpus : Corpus
        The one that the model was fitted on.
    per_topic : int
        Paragraphs of a topic, at most.
    least_share : float
        Share of the topic in a paragraph, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Columns `topic`, `symbol`, `paragraph`, `adopted_on`, `share`, `title`, and `text`
        when the data set holds texts.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> found = representatives(fit(corpus, 4), corpus, per_topic=1)
    >>> found["paragraph"].tolist(), found["share"].round(2).tolist()
    (['OP1', 'OP1', 'OP1', 'OP1'], [1.0, 1.0, 1.0, 1.0])
    >>> bool(found["text"].str.startswith("Decides to ").all())
    True
    """
    import pandas as pd

    table = corpus.paragraphs[corpus.body()]
    latest = table.drop_duplicates("wording", keep="last").set_index("wording")
    matrix = model.weighting.transform(corpus.wording_counts[model.wordings][:, model.columns])
    strength = matrix @ model.components.T
    rows: list[dict[str, Any]] = []
    for topic, label in enumerate(model.labels):
        score = np.where(model.weights[:, topic] >= least_share, strength[:, topic], -1.0)
        titles: set[str] = set()
        for k in np.argsort(-score, kind="stable"):
            if score[k] < 0 or len(titles) == per_topic:
                break
            place = latest.loc[model.wordings[k]]
            about = corpus.resolutions.loc[place["symbol"]]
            if about["title"] in titles:
                continue
            titles.add(about["title"])
            rows.append(
                {
                    "topic": label,
                    "symbol": place["symbol"],
                    "paragraph": place["paragraph"],
                    "adopted_on": about["adopted_on"],
                    "share": model.weights[k, topic],
                    "title": about["title"],
                }
            )
    columns = ["topic", "symbol", "paragraph", "adopted_on", "share", "title"]
    return corpus.with_texts(pd.DataFrame(rows, columns=columns))
