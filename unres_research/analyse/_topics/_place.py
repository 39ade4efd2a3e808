"""Where unseen texts sit among the topics, and how well the topics cover them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list
from unres_research.analyse._topics._nearest import (
    ENOUGH,
    TELLING,
    Seen,
    carried_of,
    known_of,
    rarity,
    strength_of,
)
from unres_research.analyse._topics._parts import MIN_WORDS, with_word
from unres_research.analyse._topics._procedural import empty_words, is_number, substance
from unres_research.corpus import body_words, count_text, stop_words, words
from unres_research.corpus._tokens import ngrams
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

NOT_KNOWN = 0.05  # of the resolutions that topics were found in are known no better
_SAID = (
    "known", "carried", "nearest", "similarity", "percentile", "is_known", "without_topic", "said",
)  # fmt: skip


def profile(model: TopicModel, record: Resolution) -> pd.DataFrame:
    """Shares of topics by paragraph and as a whole; how far they cover the text in `attrs`."""
    import pandas as pd

    said = body_words(record)
    shares, whole, found = _placed(model, list(said.values()))
    if np.isnan(whole).any():
        raise UnresError(
            "found no paragraph with a word of the topic model, expected a text in the language "
            "of the model, of eight words or more"
        )
    index = pd.Index([*said, "all"], name="paragraph")
    table = pd.DataFrame(np.vstack([shares, whole]), index=index, columns=list(model.labels))
    table.attrs = {k: found[k] for k in ("known", "carried", "without_topic")}
    return table


def place(model: TopicModel, texts: Any) -> pd.DataFrame:
    """One row a text: its leading topic, how well the topics cover it, and all shares."""
    import pandas as pd

    given = _given(texts)
    rows, shares = [], []
    for text in given:
        paragraphs = _paragraphs(model, text)
        _, whole, found = _placed(model, paragraphs)
        beside = _beside(model, text, paragraphs, found, not np.isnan(whole).any())
        missing = "; ".join(found["without_topic"])
        rows.append(found | beside | {"without_topic": missing})
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
            **{k: [row[k] for row in rows] for k in _SAID},
        }
    )
    first["is_known"] = first["is_known"].astype("boolean")
    names = [getattr(text, "symbol", None) or f"text {k}" for k, text in enumerate(given, 1)]
    first = with_word(model, first)
    return pd.concat([first, table], axis=1).set_axis(pd.Index(names, name="text"))


def _given(texts: Any) -> list[Any]:
    """The texts as a list, when each says something."""
    expected = "expected a text as a string or a Resolution, or a list of them"
    if texts is None:
        raise UnresError(f"found None as texts, {expected}")
    given = as_list(texts, "texts", (str, Resolution))
    if not given:
        raise UnresError(f"found an empty list of texts, {expected}")
    for k, text in enumerate(given, 1):
        if isinstance(text, str) and not text.strip():
            raise UnresError(f"found text {k} of {len(given)} empty, {expected}; leave it out")
    return given


def _paragraphs(model: TopicModel, text: str | Resolution) -> list[list[str]]:
    """Words of the paragraphs of a text; a text of a user's own is one, as in the fit."""
    if isinstance(text, Resolution):
        return list(body_words(text).values())
    lines = [text] if model.corpus is None else text.splitlines()
    return [line for line in map(words, lines) if line]


def counted(model: TopicModel, paragraphs: Sequence[list[str]]) -> tuple[Any, np.ndarray]:
    """Counts of the terms of a model in paragraphs, and how much each paragraph weighs."""
    from scipy.sparse import csr_array

    lengths = np.array([len(p) for p in paragraphs], dtype=float)
    if model.corpus is not None:
        counts = count_text(paragraphs, model.corpus)
        return counts, substance(model.corpus, counts, lengths)
    place = {term: k for k, term in enumerate(model.terms.tolist())}
    cells = [
        (row, place[term])
        for row, tokens in enumerate(paragraphs)
        for n in (1, 2, 3)
        for term in ngrams(tokens, n)
        if term in place
    ]
    at = np.array(cells, dtype=int).reshape(-1, 2).T
    counts = csr_array((np.ones(len(cells)), tuple(at)), shape=(len(paragraphs), len(place)))
    return counts, lengths


def _placed(
    model: TopicModel, paragraphs: Sequence[list[str]]
) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Shares by paragraph and as a whole, and how far topics cover the text."""
    least = 1 if model.corpus is None else MIN_WORDS
    whole, long = np.full(len(model), np.nan), [p for p in paragraphs if len(p) >= least]
    shares = np.full((len(paragraphs), len(model)), np.nan)
    if paragraphs:
        counts, weights = counted(model, paragraphs)
        shares = model.transform(counts)
        shares[np.array([len(p) < least for p in paragraphs])] = np.nan
        placed = ~np.isnan(shares[:, 0])
        if placed.any():
            whole = np.average(shares[placed], axis=0, weights=weights[placed])
    return shares, whole, _cover(model, long) | {"words": sum(map(len, long))}


def _cover(model: TopicModel, paragraphs: Sequence[list[str]]) -> dict[str, Any]:
    """Share of known words, how far topics carry the characteristic ones, and which not."""
    empty, held, most, texts = _standing(model)
    content = [w for p in paragraphs for w in p if w not in empty and not is_number(w)]
    terms = dict(zip(model.terms.tolist(), strength_of(model.components), strict=True))
    known = sum(w in terms for w in content) / max(len(content), 1)
    counts = Counter(w for w in content if held(w) <= most)
    candidates = sorted(counts)
    seen = np.array([held(w) for w in candidates])
    scores = np.array([counts[w] for w in candidates]) * rarity(texts, seen)
    strength = np.array([terms.get(w, 0.0) for w in candidates])
    carried, best = carried_of(scores, strength)
    missing = [candidates[k] for k in best if strength[k] < 1]
    return {"known": known, "carried": carried, "without_topic": missing}


def _standing(model: TopicModel) -> tuple[frozenset[str], Callable[[str], int], int, int]:
    """Words that tell nothing, how many texts hold a word, how many at most, number of texts."""
    if model.corpus is None:
        n = len(model.weights)
        of = np.bincount(model._counted().tocoo().coords[1], minlength=len(model.terms))
        held = dict(zip(model.terms.tolist(), of.tolist(), strict=True))
        return stop_words(("function", "drafting")), lambda word: held.get(word, 0), n, n
    corpus, column = model.corpus, model.corpus.column_of
    several = corpus.vocabulary["resolutions"].to_numpy()

    def holding(word: str) -> int:
        return int(several[column[word]]) if word in column else 0

    return empty_words(corpus), holding, int(several[model.columns].max()), len(corpus)


def _beside(
    model: TopicModel,
    text: Any,
    paragraphs: Sequence[list[str]],
    found: dict[str, Any],
    placed: bool,
) -> dict[str, Any]:
    """The resolution that the text is most like; whether it is known, and why, in words."""
    nothing = {"nearest": "", "similarity": np.nan, "percentile": np.nan}
    if not found["words"]:
        return nothing | _unsaid("Too short: no paragraph has eight words.")
    if model.corpus is None:
        return nothing | _of_own(found, placed)
    seen, symbols = Seen.by(model), model.corpus.resolutions.index
    own = symbols.get_indexer([getattr(text, "symbol", None) or ""])[0]
    said = [word for p in paragraphs if len(p) >= MIN_WORDS for word in p]
    alike, row = seen.nearest(said, own)
    near = nothing | {"nearest": symbols[row] if row >= 0 else "", "similarity": alike}
    if seen.telling(said) < TELLING:
        why = "Too little is said: fewer than two words that tell subjects apart."
        return near | _unsaid(why)
    percentile = np.nan
    met = seen.met(said, own)
    if len(seen.rows) >= ENOUGH:
        known = known_of(alike, found["carried"])
        percentile = seen.share_below(known, met, found["words"])
    return near | {"percentile": percentile} | _judged(percentile, met, found)


def _unsaid(why: str) -> dict[str, Any]:
    return {"is_known": None, "said": why}


def _of_own(found: dict[str, Any], placed: bool) -> dict[str, Any]:
    """What can be said by a model of texts of a user's own: whether it knows any word."""
    if not placed:
        said = "The model does not know this subject: no word of the text is a term of it."
        return {"is_known": False, "said": said}
    return _unsaid(
        "What is usual is not known: a model of texts of your own keeps no more of them than "
        "counts of its terms." + _missing(found)
    )


def _judged(percentile: float, met: float, found: dict[str, Any]) -> dict[str, Any]:
    also = _missing(found)
    if not met:
        said = "The model does not know this subject: it saw none of its words."
        return {"is_known": False, "said": said}
    if np.isnan(percentile):
        why = f"What is usual is not known: the model saw fewer than {ENOUGH} resolutions."
        return _unsaid(why + also)
    if percentile > NOT_KNOWN:
        said = f"The text is known better than {percentile:.0%} of what the model saw."
        return {"is_known": True, "said": said + also}
    said = (
        "The model does not know this subject: at least 95% of the resolutions that it saw are "
        "known as well or better."
    )
    if met < 1:
        said += f" {1 - met:.0%} of its words, words of procedure apart, stand in none of them."
    return {"is_known": False, "said": said + also}


def _missing(found: dict[str, Any]) -> str:
    missing = ", ".join(found["without_topic"][:5])
    return f" Words without a topic: {missing}." if missing else ""
