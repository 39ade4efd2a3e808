"""Requests and decisions that a meeting be held, told by words that stand in the paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

_VERBS = "convene|hold|organize|host|schedule"
_KINDS = ("meeting|meetings|conference|conferences|summit|forum|event|events|seminar|workshop|"
          "workshops|panel|discussion|discussions|dialogue|dialogues|debate|symposium|hearing|"
          "briefing|consultations|congress|session|sessions")  # fmt: skip
# "to convene", at the start or after a comma, and a kind of meeting not far behind; or "that the
# meeting shall be held"
_SAID = re.compile(
    rf"^\W*(?:[^.;]{{0,150}}?,\s+)?(?:to )?(?:also )?(?:continue to )?(?:{_VERBS})\b"
    rf"[^.;]{{1,160}}?\b(?:{_KINDS})\b"
    rf"|^\W*that [^.;]{{1,160}}?\b(?:{_KINDS})\b[^.;]{{0,120}}?"
    r"\b(?:shall|will|should) be (?:held|convened|organized)\b",
    re.IGNORECASE,
)
# phrases of the vocabulary, of which one must stand in the paragraph, beside one of the kinds
_SIGNS = ("to convene", "to organize", "shall be held", "assembly to hold", "decides to hold",
          "secretary-general to hold", "to hold a")  # fmt: skip


def said_of(what: str) -> bool:
    """Whether what is asked, as written, is that a meeting be held.

    >>> said_of("to convene a one-day high-level meeting on harbours")
    True
    >>> said_of("to report on the meeting that he convened"), said_of("to hold fast to the rules")
    (False, False)
    """
    return bool(_SAID.match(what[:400]))


def meetings(corpus: Corpus, table: pd.DataFrame) -> np.ndarray:
    """Whether each action asks for a meeting, or decides on one.

    By what is asked as written where the data set holds the text and the table the place; else by
    words that stand in the paragraph.
    """
    able = table["class"].isin(["directive", "decision"]) & ~table["report"]
    found = by_counts(corpus, table)
    if corpus.has_texts and "what_start" in table:
        with_text = corpus.with_texts(table[["symbol", "paragraph"]])["text"]
        placed = zip(with_text, table["what_start"], table["what_end"], strict=True)
        for k, (text, start, end) in enumerate(placed):
            if able.iloc[k] and isinstance(text, str) and start == start and start is not None:
                found[k] = said_of(text[int(start) : int(end)])
    return found & able.to_numpy()


def by_counts(corpus: Corpus, table: pd.DataFrame) -> np.ndarray:
    """Tell by counts of the paragraph's words."""
    signs, kinds = (_held(corpus, table, terms) for terms in (_SIGNS, _KINDS.split("|")))
    return np.asarray(signs & kinds)


def _held(corpus: Corpus, table: pd.DataFrame, terms: Sequence[str]) -> np.ndarray:
    known = [corpus.column_of[term] for term in terms if term in corpus.column_of]
    counts = corpus.wording_counts[:, known][table["wording"].to_numpy()]
    return np.asarray(counts.sum(axis=1)).ravel() > 0
