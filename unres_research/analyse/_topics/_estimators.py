"""What finds topics: factorised association, latent Dirichlet allocation, a user's estimator."""

from __future__ import annotations

from typing import Any

import numpy as np

from unres_research._storage import reason_of
from unres_research.analyse._topics._association import Texts
from unres_research.analyse._topics._consensus import factorise, unit
from unres_research.analyse._topics._draws import starts
from unres_research.errors import UnresError

_METHODS = ("nmf", "lda")


class Factored:
    """Finds topics in the association of terms."""

    def __init__(self, texts: Texts, n_topics: int) -> None:
        self.pairs, self.term_keys, self.n_topics = texts.pairs, texts.term_keys, n_topics

    def __call__(self, inside: np.ndarray | None, number: int | None) -> np.ndarray:
        """Topics of the units inside, from a start drawn; of all, or with no number, from none."""
        square = self.pairs.association(inside)
        if inside is None or number is None:
            return factorise(square, self.n_topics, None, tol=1e-3)
        start = 2 * starts(self.term_keys, self.n_topics, number) + 1e-6
        return factorise(square, self.n_topics, start, tol=1e-2)


class Estimated:
    """Finds topics in counts with an estimator of scikit-learn."""

    def __init__(self, texts: Texts, n_topics: int, estimator: Any, seed: int) -> None:
        self.texts, self.n_topics, self.estimator, self.seed = texts, n_topics, estimator, seed
        self.whole: Any = None

    def __call__(self, inside: np.ndarray | None, number: int) -> np.ndarray:
        counts = _narrow(self.texts.counts)
        some = counts if inside is None else counts[self.texts.rows(inside)]
        if not some.nnz:
            return np.zeros((self.n_topics, counts.shape[1]))
        try:
            estimator = self._copy(number)
            estimator.fit(some)
        except Exception as error:  # an estimator of the user's own may raise anything
            raise UnresError(
                f"found that {type(self.estimator).__name__} cannot be fitted on {some.shape[0]} "
                f"texts ({reason_of(error)[:200]}), expected an estimator that takes sparse "
                "counts, and enough texts for it in every half"
            ) from None
        found = np.asarray(getattr(estimator, "components_", np.zeros((0, 0))))
        if found.shape != (self.n_topics, counts.shape[1]) or not (found >= 0).all():
            raise UnresError(
                f"found components of shape {found.shape} of {type(estimator).__name__}, expected "
                f"({self.n_topics}, {counts.shape[1]}), not below 0"
            )
        if inside is None:
            self.whole = estimator
        return unit(found)

    def _copy(self, number: int) -> Any:
        """An estimator that is not fitted, with the number of topics and the seed of a run."""
        from sklearn.base import clone

        estimator = clone(self.estimator)
        settings = estimator.get_params()
        own = {"random_state": self.seed + number, "n_components": self.n_topics}
        return estimator.set_params(**{k: v for k, v in own.items() if k in settings})


def _narrow(counts: Any) -> Any:
    """Counts with indices of 32 bits, as some estimators want them."""
    counts = counts.tocsr().copy()
    counts.indices, counts.indptr = (a.astype(np.int32) for a in (counts.indices, counts.indptr))
    return counts


def run_of(texts: Texts, n_topics: int, method: Any, seed: int) -> tuple[Any, Any, Any]:
    """What makes topics of a sample of units, the weighed texts, and what weighs them."""
    from scipy.sparse import csr_array
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import TfidfTransformer

    weighting = TfidfTransformer(sublinear_tf=True)
    if isinstance(method, str):
        if method not in _METHODS:
            raise UnresError(f"found the method {method!r}, expected 'nmf', 'lda' or an estimator")
        if method == "nmf":
            matrix = csr_array(weighting.fit_transform(texts.counts))
            return Factored(texts, n_topics), matrix, weighting
        method = LatentDirichletAllocation(learning_method="online")
    if isinstance(method, type):
        raise UnresError(
            f"found the class {method.__name__} as the method, expected an estimator made of it: "
            f"{method.__name__}(...)"
        )
    if not all(hasattr(method, name) for name in ("fit", "transform", "get_params")):
        raise UnresError(
            f"found {type(method).__name__} as the method, expected 'nmf', 'lda' or an estimator "
            "of scikit-learn that finds components_"
        )
    return Estimated(texts, n_topics, method, seed), texts.counts, None


def estimator_of(run: Any, components: np.ndarray) -> Any:
    """The estimator that places texts among topics (rows of length 1)."""
    from sklearn.decomposition import NMF

    if isinstance(run, Estimated):
        return run.whole
    estimator = NMF(len(components), init="nndsvda", tol=1e-3, max_iter=100)
    estimator.components_ = np.ascontiguousarray(components)
    estimator.n_components_ = len(components)
    estimator.n_features_in_ = components.shape[1]
    estimator.reconstruction_err_, estimator.n_iter_ = 0.0, 0
    return estimator
