"""How long the halves of a text are, and how long those of its committee's texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from unres_research.analyse._compare import own_symbol
from unres_research.corpus import _features as features
from unres_research.corpus._corpus import Corpus, once_per_corpus
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

LEAST = 20  # texts, below which no percentile is given
_OF_DRAFT = re.compile(r"A/(?:C\.([1-6])/)?\d+/L\.")  # symbols of drafts tell the committee
_NAMES = (None, "First", "Second", "Third", "Fourth", "Fifth", "Sixth")


@dataclass(frozen=True)
class Sizes:
    """Words and paragraphs of a text by half, and where its preamble stands among others."""

    preamble_words: int
    operative_words: int
    preambular: int  # paragraphs
    operative: int  # numbered paragraphs, without their sub-paragraphs
    committee: str | None
    texts: int  # resolutions of the committee that it is set beside
    median_words: float
    percentile: float  # share of them with a shorter preamble, half of equals counted; in per cent


def committee_of(record: Resolution) -> str | None:
    """The committee of a text: as it says, else by its symbol."""
    if record.committee:
        return record.committee
    found = _OF_DRAFT.match(own_symbol(record) or "")
    return (_NAMES[int(found[1])] if found[1] else "Plenary") if found else None


def sizes_of(
    record: Resolution, corpus: Corpus, date: str | None, left_out: tuple[str, ...]
) -> Sizes:
    """Count the words of a text, and set its preamble beside those of its committee."""
    counts = {pid: len(words) for pid, words in features.body_words(record).items()}
    kind = {p.id: p.kind for p in record}
    roots = roots_of(record)
    first = sum(n for pid, n in counts.items() if kind[roots[pid]] == "preambular")
    committee = committee_of(record)
    others = _beside(corpus, committee, date, left_out)
    enough = len(others) >= LEAST
    below = (others < first).mean() + (others == first).mean() / 2 if enough else np.nan
    kinds = list(kind.values())
    return Sizes(
        first,
        sum(counts.values()) - first,
        kinds.count("preambular"),
        kinds.count("operative"),
        committee,
        len(others),
        float(np.median(others)) if enough else float("nan"),
        float(100 * below),
    )


def roots_of(record: Resolution) -> dict[str, str]:
    """The paragraph that each one belongs to in the end: a chapeau stands before its parts."""
    found: dict[str, str] = {}
    for paragraph in record:
        found[paragraph.id] = found.get(paragraph.parent or "", paragraph.id)
    return found


def _beside(
    corpus: Corpus, committee: str | None, date: str | None, left_out: tuple[str, ...]
) -> np.ndarray:
    """Words of the preambles of a committee's earlier resolutions; of all where none is known."""
    table = corpus.resolutions
    kept = ~table.index.isin(left_out) & (table["organ"] == "General Assembly").to_numpy()
    if committee:
        kept &= (table["committee"] == committee).fillna(False).to_numpy(dtype=bool)
    if date is not None:
        kept &= (table["adopted_on"] < np.datetime64(date)).to_numpy()
    return np.asarray(_preambles(corpus).to_numpy()[kept])


@once_per_corpus
def _preambles(corpus: Corpus) -> pd.Series:
    """Words of the preamble of every resolution."""
    table = corpus.paragraphs[corpus.paragraphs["kind"] == "preambular"]
    counts = table.groupby("symbol")["words"].sum()
    return counts.reindex(corpus.resolutions.index, fill_value=0)
