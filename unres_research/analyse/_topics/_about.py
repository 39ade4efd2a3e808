"""What a topic is about: its phrases, library subjects, paragraphs and resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research._inputs import check_whole
from unres_research.analyse._rates import by_unit
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._names import best_phrases, exclusivity, weighted_phrases
from unres_research.analyse._topics._parts import own_rows, with_word
from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from unres_research.analyse._topics._model import TopicModel

_MIN_SERIES = 5  # of a library subject


def phrases(model: TopicModel, n: int) -> pd.DataFrame:
    """Words and phrases of every topic, the best by frequency and exclusivity first."""
    import pandas as pd

    check_whole(n, "n", 1)
    terms, occurrences = weighted_phrases(model.corpus, model.wordings, model.weights)
    exclusive = exclusivity(occurrences)
    totals = occurrences.sum(axis=1)
    found = []
    for k, (order, scores) in enumerate(best_phrases(model.corpus, terms, occurrences)):
        best = order[:n]
        columns = {
            "topic": model.labels[k],
            "phrase": terms[best],
            "count": occurrences[k, best],
            "frequency": occurrences[k, best] / max(totals[k], 1e-12),
            "exclusivity": exclusive[k, best],
            "frex": scores[:n],
        }
        found.append(pd.DataFrame(columns))
    return with_word(model, pd.concat(found, ignore_index=True))


def subjects(model: TopicModel, n: int) -> pd.DataFrame:
    """Library subjects that go with every topic, by the correlation over series."""
    import pandas as pd

    check_whole(n, "n", 1)
    names, held = (
        _by_series(model.corpus) if model.within is None else _held(model.corpus, own_rows(model))
    )
    mass, words, _ = model._words_by_resolution()
    units = unit_of(model.corpus)
    below = by_unit(words, units)
    counted = below > 0
    share = by_unit(mass, units)[counted] / below[counted, None]
    held = held[counted]
    series = np.asarray(held.sum(axis=0)).ravel()
    kept = (series >= _MIN_SERIES) & (series < counted.sum())
    names, series = names[kept], series[kept]
    mean, spread = share.mean(axis=0), share.std(axis=0)
    inside = np.asarray(held.T @ share)[kept] / series[:, None]
    odds = series / (counted.sum() - series)
    with np.errstate(divide="ignore", invalid="ignore"):  # a topic that nothing holds
        together = (inside - mean) / spread * np.sqrt(odds)[:, None]
    found = []
    for k, label in enumerate(model.labels):
        best = [i for i in np.argsort(-together[:, k], kind="stable")[:n] if together[i, k] > 0]
        columns = {
            "topic": label,
            "subject": names[best],
            "series": series[best].astype(int),
            "share": inside[best, k],
            "times": inside[best, k] / mean[k],
            "correlation": together[best, k],
        }
        found.append(pd.DataFrame(columns))
    return with_word(model, pd.concat(found, ignore_index=True))


def leading(model: TopicModel, n: int) -> pd.DataFrame:
    """Resolutions that hold most words of every topic, with different titles."""
    import pandas as pd

    check_whole(n, "n", 1)
    mass, words, _ = model._words_by_resolution()
    table = model.corpus.resolutions
    found = []
    for k, label in enumerate(model.labels):
        order = np.argsort(-mass[:, k], kind="stable")
        order = order[mass[order, k] > 0]
        best = order[~table["title"].iloc[order].duplicated().to_numpy()][:n]
        part = table.iloc[best][["symbol", "adopted_on", "title"]].reset_index(drop=True)
        part.insert(0, "topic", label)
        part.insert(3, "words", mass[best, k])
        part.insert(4, "share", mass[best, k] / words[best])
        found.append(part)
    return with_word(model, pd.concat(found, ignore_index=True))


def name_table(model: TopicModel, n: int) -> pd.DataFrame:
    """One row a topic: its phrases, subjects, paragraphs and resolutions, each a string."""
    import pandas as pd

    of = phrases(model, n)
    parts = {"phrases": _joined(of["topic"], of["phrase"])}
    of = subjects(model, n)
    parts["subjects"] = _joined(of["topic"], of["subject"])
    of = model.representatives(per_topic=n)
    parts["paragraphs"] = _joined(of["topic"], of["symbol"] + " " + of["paragraph"])
    of = leading(model, n)
    parts["resolutions"] = _joined(of["topic"], of["symbol"])
    index = pd.Index(model.labels, name="topic")
    return with_word(model, pd.DataFrame(parts, index=index).fillna(""))


def _joined(topics: pd.Series, values: pd.Series) -> pd.Series:
    return values.astype(str).groupby(topics, sort=False).agg("; ".join)


@once_per_corpus
def _by_series(corpus: Corpus) -> tuple[np.ndarray, csr_array]:
    """Library subjects, and which series has a resolution indexed under them."""
    return _held(corpus, np.ones(len(corpus), dtype=bool))


def _held(corpus: Corpus, inside: np.ndarray) -> tuple[np.ndarray, csr_array]:
    """As `_by_series`, by the resolutions inside."""
    import pandas as pd
    from scipy.sparse import csr_array

    units = unit_of(corpus)
    about = pd.Series(corpus.resolutions["subjects"].to_numpy(), index=units)
    terms = about[inside].explode().dropna()
    pairs = pd.DataFrame({"unit": terms.index, "term": terms.to_numpy()}).drop_duplicates()
    column, names = pd.factorize(pairs["term"], sort=True)
    shape = (units.max() + 1, len(names))
    held = csr_array((np.ones(len(pairs)), (pairs["unit"], column)), shape=shape)
    return np.asarray(names, dtype=object), held
