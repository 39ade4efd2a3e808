"""How far a share of a text depends on draws, on the series at hand and on the number of topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from unres_research._inputs import as_list, check_whole
from unres_research.analyse._topics import _place
from unres_research.analyse._topics._consensus import consensus, placed, unit
from unres_research.analyse._topics._draws import uniform
from unres_research.analyse._topics._estimators import run_of
from unres_research.analyse._topics._material import Material
from unres_research.analyse._topics._parts import MIN_WORDS, with_word
from unres_research.corpus import body_words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

_LEFT_OUT = 0.1  # of the series, in every other fit
_FOUND: WeakKeyDictionary[Any, dict[int, list[np.ndarray]]] = WeakKeyDictionary()


def ranges_of(
    model: TopicModel, record: Resolution, n_topics: Iterable[int] | None, n_samples: int
) -> pd.DataFrame:
    """Share of a text in every topic, and the least and greatest among other fits."""
    import pandas as pd

    check_whole(n_samples, "n_samples", 1, 100)
    own = len(model) if model.joined is None else len(model.joined)
    given = [own] if n_topics is None else as_list(n_topics, "n_topics", (int, np.integer))
    for number in given:
        check_whole(number, "n_topics", 2, 200)
    if model.weighting is None:
        raise UnresError("found a model by an estimator of counts, expected one by 'nmf'")
    share = model.profile(record).loc["all"]
    counts, weights = _text(model, record)
    found = []
    for number in dict.fromkeys([own, *map(int, given)]):
        for components in _fits(model, number, n_samples, whole=number != own):
            whole = weights @ _shares(placed(counts, components))
            nearest = (components @ unit(model.estimator.components_).T).argmax(axis=1)
            at = nearest if model.joined is None else model.joined[nearest]
            found.append(np.bincount(at, whole, len(model)))
    others = np.vstack([share.to_numpy(), *found])
    lead = others.argmax(axis=1)
    columns = {
        "share": share.to_numpy(),
        "low": others.min(axis=0),
        "high": others.max(axis=0),
        "leading": np.bincount(lead, minlength=len(model)) / len(others),
    }
    table = pd.DataFrame(columns, index=pd.Index(model.labels, name="topic"))
    table.attrs = {"fits": len(others), "n_topics": sorted({own, *map(int, given)})}
    return with_word(model, table)


def _text(model: TopicModel, record: Resolution) -> tuple[Any, np.ndarray]:
    """Weighed counts of the paragraphs of a text that have a topic, and how much each counts."""
    said = [words for words in body_words(record).values() if len(words) >= MIN_WORDS]
    counts, weights = _place.counted(model, said)
    weighed = model._weighed(counts[:, model.columns])
    held = np.diff(weighed.indptr) > 0
    return weighed[held], weights[held] / weights[held].sum()


def _fits(model: TopicModel, number: int, n_samples: int, *, whole: bool) -> list[np.ndarray]:
    """Topics of nine tenths of the series, each time another tenth left out.

    With those of all series first, as `fit_topics` finds them, if `whole`. Kept as long as the
    estimator, which topics and themes have in common.
    """
    from unres_research.analyse._topics import _fit as fitting

    found = _FOUND.setdefault(model.estimator, {}).setdefault(number, [])
    if len(found) < n_samples + whole:
        material = Material.of(model.corpus, model.wordings, model.columns)
        texts = material.texts
        run, matrix, _ = run_of(texts, number, "nmf", 0)
        if whole and not found:
            fitting.check_size(material, number)
            found.append(consensus(texts, matrix, run).components)
        for k in range(len(found) - whole, n_samples):
            inside = uniform(texts.unit_keys, 50_021 + k) >= _LEFT_OUT
            found.append(run(inside, None))
    return found[: n_samples + whole]


def _shares(activations: np.ndarray) -> np.ndarray:
    total = activations.sum(axis=1, keepdims=True)
    return np.asarray(activations / np.maximum(total, 1e-12))
