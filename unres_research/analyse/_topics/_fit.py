"""Find topics: texts, the estimator, the consensus, and the model made of these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from unres_research._inputs import check_seed, check_share, check_whole
from unres_research._progress import doing
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._topics import _consensus as agreed
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._chance import chance_of
from unres_research.analyse._topics._estimators import Factored, estimator_of, run_of
from unres_research.analyse._topics._material import USUAL_DF, Material, material_of
from unres_research.analyse._topics._measures import strongest
from unres_research.analyse._topics._model import TopicModel
from unres_research.analyse._topics._names import names_of
from unres_research.analyse._topics._parts import as_shares
from unres_research.analyse._topics._themes import with_themes
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

FEWEST, MOST = 2, 200  # topics
MOST_PAIRS = 1000
MOST_DRAWS = 1_000_000


def fit_topics(
    corpus: Corpus | None,
    n_topics: int = 40,
    *,
    on: Any = None,
    method: Any = "nmf",
    n_pairs: int = agreed.N_PAIRS,
    draws: int = 0,
    random_state: int = 0,
    max_df: float = USUAL_DF,
    units: Any = None,
    progress: bool = True,
) -> TopicModel:
    """Find topics in the paragraphs of a data set, and say how far each holds.

    Terms go together when they stand in the same paragraph in several series of resolutions, more
    often than by chance; this association is factorised into topics. The same is done for halves
    of the series, drawn again and again, and the topics shown are those of the whole, refined by
    what the halves agree with. Nothing that stands in one long or often renewed text makes a topic.

    Parameters
    ----------
    corpus : Corpus or None
        None for texts or counts of your own.
    n_topics : int
        2 to 200; `sweep_topics` recommends a range.
    on : optional
        What to find topics in: a library subject, a symbol, or several of either; a mapping such
        as ``{"committee": "First", "session": [78, 79]}``; by default the whole data set. Or
        texts of your own, as a list of str (each one text), or counts as a pandas.DataFrame
        (texts x terms).
    method : {"nmf", "lda"} or estimator
        Non-negative matrix factorisation of the association of terms; latent Dirichlet allocation
        of the counts; or an estimator of scikit-learn that finds `components_` in a table of
        counts (texts x terms) and has `transform`.
    n_pairs : int
        Pairs of halves, 2 to 1,000.
    draws : int
        Another number, to 1,000,000, draws other halves, to see what depends on them.
    random_state : int
        Seed of an estimator. Topics by "nmf" are the same for any: their draws are made from the
        names of terms and series.
    max_df : float
        Words in more than this share of the resolutions are left out.
    units : sequence of str, optional
        Of texts of your own: what each belongs to (a series, an author), as the texts of one unit
        are not independent. By default each is one.
    progress : bool
        Say how far it is, on a terminal and in a notebook.

    Returns
    -------
    TopicModel

    Raises
    ------
    UnresError
        When there are fewer texts, or fewer words that tell subjects apart, than topics, or when
        `on` or `method` is not understood.

    Notes
    -----
    Each wording counts once, where it stood first. Words of procedure are left out
    (`TopicModel.procedural`). All draws are made from the names of terms and series: the same data
    give the same topics on any machine with the same versions of numpy, scipy and scikit-learn,
    up to rounding, and where a few resolutions change all other draws stay what they were. Other
    `draws` hardly move the topics, but the stability of those near a bar. Pairs of halves are tasks
    of joblib, as in `sweep_topics`.

    Topics describe shared vocabulary, not positions or the agenda of the Assembly; read some
    paragraphs (`TopicModel.representatives`) before you count those "about" a subject.

    References
    ----------
    Lee & Seung (1999), Learning the parts of objects by non-negative matrix factorization,
    Nature 401. Church & Hanks (1990), Word association norms, mutual information, and
    lexicography, Computational Linguistics 16: the association. Belford, Mac Namee & Greene
    (2018), Stability of topic modeling via matrix factorization, Expert Systems with Applications
    91: many factorisations. Blei, Ng & Jordan (2003), Latent Dirichlet allocation, Journal of
    Machine Learning Research 3.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> len(fit_topics(example_corpus(), 4))
    4
    """
    if corpus is not None:
        check_corpus(corpus)
    check_whole(n_topics, "n_topics", FEWEST, MOST)
    check_whole(n_pairs, "n_pairs", 2, MOST_PAIRS)
    check_whole(draws, "draws", 0, MOST_DRAWS)
    check_seed(random_state)
    check_share(max_df, "max_df")
    material = material_of(corpus, on, units, max_df)
    check_size(material, n_topics)
    asked = Asked(n_topics, method, n_pairs, draws, random_state)
    return _fitted(material, asked, progress)


def check_size(material: Material, n_topics: int) -> None:
    n, terms = material.texts.counts.shape
    if n < 2:
        raise UnresError(
            f"found {n} paragraphs of 8 words or more, expected at least two that differ; the "
            "data set is too small for topics"
        )
    if n_topics > n:
        raise UnresError(f"found n_topics = {n_topics} for {n} wordings, expected 2 to {n}")
    if terms < n_topics:
        raise UnresError(
            f"found {terms} words that can tell subjects apart, expected at least {n_topics}; the "
            f"data set is too small for {n_topics} topics"
        )


class Asked(NamedTuple):
    """What was asked of a fit."""

    n_topics: int
    method: Any = "nmf"
    n_pairs: int = agreed.N_PAIRS
    draws: int = 0
    random_state: int = 0


def _fitted(material: Material, asked: Asked, progress: bool) -> TopicModel:
    texts, n = material.texts, asked.n_pairs

    def again(some: Texts) -> tuple[Any, Any, Any]:
        return run_of(some, asked.n_topics, asked.method, asked.random_state)

    run, matrix, weighting = again(texts)
    with doing("fitting topics in halves of the series", n, "pair", progress=progress) as bar:
        found = agreed.consensus(texts, matrix, run, n_pairs=n, seed=asked.draws, bar=bar)
    model = _model(material, run, matrix, weighting, found.components)
    labels = model.labels
    if material.corpus is not None:
        labels = names_of(material.corpus, material.wordings, model.weights, labels)
    chance = chance_of(texts, again, asked.n_topics)
    units = (len(texts.names), "units" if material.corpus is None else "series")
    stability = agreed.table_of(found.agree, labels, units, chance)
    model = replace(model, labels=labels, stability=stability, procedural=material.procedural)
    return with_themes(model, texts, matrix, found, units)


def _model(
    material: Material, run: Any, matrix: Any, weighting: Any, components: np.ndarray
) -> TopicModel:
    estimator = estimator_of(run, components)
    shown = own_terms(components) if isinstance(run, Factored) else components
    terms = material.texts.terms
    return TopicModel(
        corpus=material.corpus,
        labels=labels_of(shown, terms),
        terms=terms,
        columns=material.columns,
        components=shown / np.maximum(shown.sum(axis=1, keepdims=True), 1e-12),
        wordings=material.wordings,
        weights=as_shares(estimator, matrix),
        estimator=estimator,
        weighting=weighting,
        counts=material.texts.counts if material.corpus is None else None,
        within=material.within,
    )


def own_terms(components: np.ndarray) -> np.ndarray:
    """Weigh terms by the root of how exclusive they are to a topic, so that topics name their own.

    >>> own_terms(np.array([[0.8, 0.6], [0.0, 1.0]])).round(2).tolist()
    [[0.8, 0.37], [0.0, 0.79]]
    """
    share = components / np.maximum(components.sum(axis=0), 1e-12)
    return np.asarray(components * np.sqrt(share))


def labels_of(components: np.ndarray, terms: np.ndarray) -> tuple[str, ...]:
    labels: list[str] = []
    for order in strongest(components, len(terms)):
        n = 3
        while (label := " · ".join(terms[order[:n]])) in labels and n < len(terms):
            n += 1
        labels.append(label)
    return tuple(labels)
