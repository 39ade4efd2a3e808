"""Requests and decisions that a meeting be held, told by words that stand in the paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus._corpus import Corpus

if TYPE_CHECKING:
    import pandas as pd

_VERBS = "convene|hold|organize|host|schedule"
_KINDS = ("meeting|meetings|conference|conferences|summit|forum|event|events|seminar|workshop|"
          "panel|discussion|dialogue|dialogues|debate|symposium")  # fmt: skip
# as many words as may stand between the two: "convene a one-day high-level plenary meeting"
_SAID = re.compile(
    rf"^\W*(?:to )?(?:also )?(?:continue )?(?:to )?(?:{_VERBS})\b"
    rf"(?:\W+[\w-]+){{1,7}}?\W+(?:{_KINDS})\b"
    rf"|^\W*that (?:[\w-]+\W+){{1,12}}?(?:shall|will|should) be (?:held|convened|organized)\b",
    re.IGNORECASE,
)
# phrases of the vocabulary, of which one must stand in the paragraph, beside one of the kinds
_SIGNS = ("convene", "to hold", "to organize", "to host", "be convened", "shall be held",
          "will be held", "to schedule", "convening of")  # fmt: skip


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
    words that stand in the paragraph, and only for actions whose verb can lead to them.
    """
    return by_counts(corpus, table)


def by_counts(corpus: Corpus, table: pd.DataFrame) -> np.ndarray:
    """Tell by counts of the paragraph's words."""
    signs = _held(corpus, table, _SIGNS)
    kinds = _held(corpus, table, _KINDS.split("|"))
    able = table["class"].isin(["directive", "decision"]).to_numpy()
    return np.asarray(signs & kinds & able & ~table["report"].to_numpy())


def _held(corpus: Corpus, table: pd.DataFrame, terms: tuple[str, ...] | list[str]) -> np.ndarray:
    known = [corpus.column_of[term] for term in terms if term in corpus.column_of]
    wording = table["wording"].to_numpy()
    return np.asarray(corpus.wording_counts[:, known][wording].sum(axis=1)).ravel() > 0
