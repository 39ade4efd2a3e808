"""Where unseen texts sit among the topics, and how well the topics cover them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._inputs import as_list
from unres_research.analyse._topics._nearest import (
    ENOUGH,
    Seen,
    carried_of,
    known_of,
    rarity,
    strength_of,
)
from unres_research.analyse._topics._parts import MIN_WORDS, with_word
from unres_research.analyse._topics._procedural import empty_words, is_number, substance
from unres_research.corpus import body_words, count_text, words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

NOT_KNOWN = 0.05  # of the resolutions that topics were found in are known no better
_SAID = ("known", "carried", "nearest", "similarity", "percentile", "said")


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
    rows, shares = [], []
    for text in given:
        if isinstance(text, Resolution):
            paragraphs = list(body_words(text).values())
        else:
            paragraphs = [line for line in map(words, text.splitlines()) if line]
        _, whole, found = _placed(model, paragraphs)
        rows.append(found | _beside(model, text, paragraphs, found))
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
    first.insert(7, "is_known", first["percentile"].isna() | (first["percentile"] > NOT_KNOWN))
    first.insert(8, "without_topic", ["; ".join(row["without_topic"]) for row in rows])
    names = [getattr(text, "symbol", None) or f"text {k}" for k, text in enumerate(given, 1)]
    first = with_word(model, first)
    return pd.concat([first, table], axis=1).set_axis(pd.Index(names, name="text"))


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
    terms = dict(zip(model.terms.tolist(), strength_of(model.components), strict=True))
    known = sum(w in terms for w in content) / max(len(content), 1)
    held = corpus.vocabulary["resolutions"].to_numpy()
    most = held[model.columns].max()
    counts = Counter(w for w in content if w not in corpus.column_of or
                     held[corpus.column_of[w]] <= most)  # fmt: skip
    candidates = sorted(counts)
    seen = np.array([held[corpus.column_of[w]] if w in corpus.column_of else 0 for w in candidates])
    scores = np.array([counts[w] for w in candidates]) * rarity(corpus, seen)
    strength = np.array([terms.get(w, 0.0) for w in candidates])
    carried, best = carried_of(scores, strength)
    missing = [candidates[k] for k in best if strength[k] < 1]
    return {"known": known, "carried": carried, "without_topic": missing}


def _beside(
    model: TopicModel, text: Any, paragraphs: Sequence[list[str]], found: dict[str, Any]
) -> dict[str, Any]:
    """The resolution that the text is most like; whether this is less than usual, in words."""
    nothing = {"nearest": "", "similarity": np.nan, "percentile": np.nan}
    if not found["words"]:
        return nothing | {"said": "Too short: no paragraph has eight words."}
    seen, symbols = Seen.by(model), model.corpus.resolutions.index
    own = symbols.get_indexer([getattr(text, "symbol", None) or ""])[0]
    said = (word for p in paragraphs if len(p) >= MIN_WORDS for word in p)
    alike, row = seen.nearest(said, own)
    near = {"nearest": symbols[row] if row >= 0 else "", "similarity": alike}
    percentile = np.nan
    if len(seen.rows) >= ENOUGH:
        percentile = seen.share_below(known_of(alike, found["carried"]), found["words"])
    missing = ", ".join(found["without_topic"][:5])
    also = f" Words without a topic: {missing}." if missing else ""
    return near | {"percentile": percentile, "said": _judged(percentile) + also}


def _judged(percentile: float) -> str:
    if np.isnan(percentile):
        return f"What is usual is not known: the model saw fewer than {ENOUGH} resolutions."
    if percentile <= NOT_KNOWN:
        return (
            "The model does not know this subject: 95% of the resolutions that it saw are known "
            "better."
        )
    return f"The text is known as well as or better than {percentile:.0%} of what the model saw."
