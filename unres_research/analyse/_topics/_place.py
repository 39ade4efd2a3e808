"""Where unseen texts sit among the topics, and how well the topics cover them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from unres_research._inputs import as_list
from unres_research.analyse._series import unit_of
from unres_research.analyse._topics._parts import MIN_WORDS, with_word
from unres_research.analyse._topics._procedural import empty_words, is_number, substance
from unres_research.corpus import (
    Corpus,
    body_words,
    count_text,
    resolution_counts,
    words,
)
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

NOT_KNOWN = 0.01  # of the unseen resolutions are covered no better
_ENOUGH = 100  # unseen resolutions, to say what is usual
_KEY = 10  # characteristic words of a text
_CARRIED = 0.1  # of the weight of a topic's strongest term: the topic carries the word
_USUAL: WeakKeyDictionary[TopicModel, np.ndarray] = WeakKeyDictionary()


def profile(model: TopicModel, record: Resolution) -> pd.DataFrame:
    """Shares of topics by paragraph and as a whole; how far they cover the text in `attrs`."""
    import pandas as pd

    said = body_words(record)
    shares, whole, found = _placed(model, list(said.values()))
    if np.isnan(whole).any():
        raise UnresError(
            "found no paragraph with a word of the topic model, expected a text in English of "
            "eight words or more"
        )
    index = pd.Index([*said, "all"], name="paragraph")
    table = pd.DataFrame(np.vstack([shares, whole]), index=index, columns=list(model.labels))
    table.attrs = {k: found[k] for k in ("known", "carried", "without_topic")}
    return table


def place(model: TopicModel, texts: Any) -> pd.DataFrame:
    """One row a text: its leading topic, how well the topics cover it, and all shares."""
    import pandas as pd

    given = as_list(texts, "texts", (str, Resolution))
    usual = usual_cover(model)
    rows, shares = [], []
    for text in given:
        if isinstance(text, Resolution):
            paragraphs = list(body_words(text).values())
        else:
            paragraphs = [line for line in map(words, text.splitlines()) if line]
        _, whole, found = _placed(model, paragraphs)
        rows.append(found | _beside(found, usual))
        shares.append(whole)
    table = pd.DataFrame(
        np.array(shares).reshape(len(rows), len(model)), columns=list(model.labels)
    )
    lead = table.to_numpy().argmax(axis=1)
    blank = table.isna().all(axis=1).to_numpy()
    first = pd.DataFrame(
        {
            "topic": np.where(blank, "", np.array(model.labels, dtype=object)[lead]),
            "share": table.max(axis=1),
            **{k: [row[k] for row in rows] for k in ("known", "carried", "percentile", "said")},
        }
    )
    first.insert(5, "is_known", first["percentile"].isna() | (first["percentile"] > NOT_KNOWN))
    first.insert(6, "without_topic", ["; ".join(row["without_topic"]) for row in rows])
    names = [getattr(text, "symbol", None) or f"text {k}" for k, text in enumerate(given, 1)]
    first = with_word(model, first)
    return pd.concat([first, table], axis=1).set_axis(pd.Index(names, name="text"))


def usual_cover(model: TopicModel) -> np.ndarray:
    """How far topics of one half of the series carry the resolutions of the other, both ways.

    Sorted, one value a resolution; kept as long as the model.
    """
    if model not in _USUAL:
        _USUAL[model] = _measure_usual(model)
    return _USUAL[model]


def _measure_usual(model: TopicModel) -> np.ndarray:
    corpus = model.corpus
    table = corpus.paragraphs[corpus.body() & corpus.paragraphs["wording"].isin(model.wordings)]
    at = corpus.resolutions.index.get_indexer(table["symbol"])
    units = unit_of(corpus)[at]
    order = np.random.default_rng(0).permutation(np.unique(units))
    columns = key_columns(model)
    scores = _rarity(corpus, corpus.vocabulary["resolutions"].to_numpy()[columns])
    found = []
    for test in (order[::2], order[1::2]):
        inside = np.isin(units, test)
        known = np.unique(table["wording"][~inside])
        if len(known) < max(len(model), 2):
            continue
        strength = np.zeros(len(corpus.vocabulary))
        strength[model.columns] = _strength(_refitted(model, known))
        wanted = np.unique(at[inside])
        for row in (resolution_counts(corpus, columns)[wanted] * scores).tocsr():
            found.append(_carried(row.data, strength[columns[row.indices]])[0])
    return np.sort(found)


def _refitted(model: TopicModel, wordings: np.ndarray) -> np.ndarray:
    """Components of as many topics in some wordings only."""
    from unres_research.analyse._topics._fit import fit_on

    return fit_on(model.corpus, wordings, len(model), model.columns).components


def _strength(components: np.ndarray) -> np.ndarray:
    """How far a topic carries each term: by its greatest weight beside the strongest of a topic."""
    best = np.maximum(components.max(axis=1, keepdims=True), 1e-12)
    return np.asarray(np.minimum((components / best).max(axis=0) / _CARRIED, 1))


def _carried(scores: np.ndarray, strength: np.ndarray) -> tuple[float, np.ndarray]:
    """Share of the scores of the ten best words that topics carry, and their places."""
    best = np.argsort(-scores, kind="stable")[:_KEY]
    return float((scores[best] * strength[best]).sum() / max(scores[best].sum(), 1e-12)), best


def key_columns(model: TopicModel) -> np.ndarray:
    """Columns of words that may be characteristic: no words of procedure, none too common."""
    table, empty = model.corpus.vocabulary, empty_words(model.corpus)
    most = table["resolutions"].to_numpy()[model.columns].max()
    wanted = table.loc[(table["n"] == 1) & (table["resolutions"] <= most), "term"]
    return np.array([k for k, w in wanted.items() if w not in empty and not is_number(w)], int)


def _rarity(corpus: Corpus, held: np.ndarray) -> np.ndarray:
    """Inverse document frequency of words that so many resolutions hold."""
    return np.log((1 + len(corpus)) / (1 + held))


def _placed(
    model: TopicModel, paragraphs: Sequence[list[str]]
) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Shares by paragraph and as a whole, and how far topics cover the text."""
    lengths = np.array([len(p) for p in paragraphs], dtype=float)
    counts = count_text(paragraphs, model.corpus)
    shares = model.transform(counts)
    shares[lengths < MIN_WORDS] = np.nan
    placed = ~np.isnan(shares[:, 0])
    whole = np.full(len(model), np.nan)
    if placed.any():
        weights = substance(model.corpus, counts, lengths)[placed]
        whole = np.average(shares[placed], axis=0, weights=weights)
    long = [p for p in paragraphs if len(p) >= MIN_WORDS]
    return shares, whole, _cover(model, long) | {"words": sum(map(len, long))}


def _cover(model: TopicModel, paragraphs: Sequence[list[str]]) -> dict[str, Any]:
    """Share of known words, how far topics carry the characteristic ones, and which not."""
    corpus, empty = model.corpus, empty_words(model.corpus)
    content = [w for p in paragraphs for w in p if w not in empty and not is_number(w)]
    terms = dict(zip(model.terms.tolist(), _strength(model.components), strict=True))
    known = sum(w in terms for w in content) / max(len(content), 1)
    held = corpus.vocabulary["resolutions"].to_numpy()
    most = held[model.columns].max()
    counts = Counter(w for w in content if w not in corpus.column_of or
                     held[corpus.column_of[w]] <= most)  # fmt: skip
    candidates = sorted(counts)
    seen = np.array([held[corpus.column_of[w]] if w in corpus.column_of else 0 for w in candidates])
    scores = np.array([counts[w] for w in candidates]) * _rarity(corpus, seen)
    strength = np.array([terms.get(w, 0.0) for w in candidates])
    carried, best = _carried(scores, strength)
    missing = [candidates[k] for k in best if strength[k] < 1]
    return {"known": known, "carried": carried, "without_topic": missing}


def _beside(found: dict[str, Any], usual: np.ndarray) -> dict[str, Any]:
    """Share of unseen resolutions that are covered no better; what that means."""
    missing = ", ".join(found["without_topic"][:5])
    also = f" Words without a topic: {missing}." if missing else ""
    if not found["words"]:
        return {"percentile": np.nan, "said": "Too short: no paragraph has eight words."}
    if len(usual) < _ENOUGH:
        said = f"What is usual is not known: the model saw fewer than {_ENOUGH} resolutions.{also}"
        return {"percentile": np.nan, "said": said}
    percentile = float(np.searchsorted(usual, found["carried"], side="right") / len(usual))
    if percentile <= NOT_KNOWN:
        said = "The model does not know this subject: it covers 99% of unseen resolutions better."
    else:
        said = (
            f"The topics cover the text as well as, or better than, {percentile:.0%} of unseen "
            "resolutions."
        )
    return {"percentile": percentile, "said": said + also}
