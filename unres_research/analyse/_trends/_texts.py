"""What resolutions of some sessions hold of terms, with the series that each belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from unres_research._inputs import as_sessions, check_known
from unres_research.analyse._groups import check_corpus
from unres_research.analyse._rates import by_unit, refusal
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._cells import times_of
from unres_research.analyse._trends._occurrences import occurrences
from unres_research.analyse._trends._patterns import Terms
from unres_research.analyse._trends._table import PER
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

UNITS = {"words": PER, "resolutions": 1}
TOO_FEW = "too few"


@dataclass(frozen=True)
class Texts:
    """Rows are resolutions, columns of `counts` terms."""

    names: tuple[str, ...]
    sessions: tuple[int, ...]
    rows: np.ndarray  # of `corpus.resolutions`
    at: np.ndarray  # place of each row's session in `sessions`
    units: np.ndarray  # series, from 0
    counts: np.ndarray
    words: np.ndarray
    reason: np.ndarray  # by term: "", or why there is too little of it

    def values(self, unit: str) -> tuple[np.ndarray, np.ndarray]:
        """Occurrences and words, or whether each resolution uses a term, and ones."""
        if unit == "words":
            return self.counts.astype(float), self.words.astype(float)
        return (self.counts > 0).astype(float), np.ones(len(self.rows))

    @property
    def series(self) -> np.ndarray:
        """How many series use each term."""
        return np.asarray((by_unit(self.counts, self.units) > 0).sum(axis=0))


def texts_of(
    corpus: Corpus, terms: Terms | None, sessions: Any, until: str | None, least: int
) -> Texts:
    """Resolutions of the sessions that are over, or of those that are given."""
    check_corpus(corpus)
    held = occurrences(corpus, terms)
    chosen = _sessions(corpus, sessions, until, least)
    rows = np.concatenate([own for _, own in chosen])
    at = np.repeat(np.arange(len(chosen)), [len(own) for _, own in chosen])
    units = np.unique(unit_of(corpus)[rows], return_inverse=True)[1]
    counts = held.by_resolution(corpus)[rows]
    words = corpus.resolutions["words"].to_numpy()[rows]
    few = refusal(by_unit(counts, units), words)
    reason = np.where(np.array(held.reason) == "", few, held.reason)
    return Texts(
        held.names, tuple(s for s, _ in chosen), rows, at, units, counts, words, reason
    )  # fmt: skip


def _sessions(
    corpus: Corpus, sessions: Any, until: str | None, least: int
) -> list[tuple[int, np.ndarray]]:
    """Sessions in order with their rows: those given, else those that can be compared."""
    times = times_of(corpus, "session", until)
    if sessions is not None:
        given = as_sessions(sessions)
        check_known(given, [t.name for t in times], "sessions")
        times = tuple(t for t in times if t.name in given)
    elif until is None:
        times = tuple(t for t in times if t.complete)
    if len(times) < least:
        named = ", ".join(str(t.name) for t in times) or "none"
        raise UnresError(
            f"found sessions to compare: {named}, expected at least {least} of them; one that is "
            'not over can be named in sessions=, or all be cut with until="06-04"'
        )
    return [(t.name, t.rows) for t in times]


def check_unit(unit: object) -> str:
    check_known([unit], list(UNITS), "units")
    return str(unit)


def order_of(names: Iterable[str]) -> list[int]:
    """Terms in the order of tables."""
    listed = list(names)
    return sorted(range(len(listed)), key=listed.__getitem__)
