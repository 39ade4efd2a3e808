"""Invented terms in the real series: used as much in all sessions, in texts that are renewed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from benchmarks.inference._population import all_counts, corpus
from unres_research.analyse._days import until_day
from unres_research.analyse._rates import MIN_SUM, MIN_UNITS
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._turning import by_session

UNTIL = "06-04"  # the last day that the data set has of its last session
CLASSES = (5, 10, 20, 50, 10_000)  # series that use a term
USERS = (12, 18, 30, 60, 150, 300)  # series that could use it
_OFTEN = 5.0  # occurrences in a text of usual length

Sample = tuple[np.ndarray, np.ndarray]  # occurrences and words, by series and session


@cache
def series() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of all sessions until a day, the series of each from 0, its session from 0."""
    table = corpus().resolutions
    session = table["session"].to_numpy(dtype=float, na_value=np.nan)
    rows = np.flatnonzero(until_day(table, UNTIL) & ~np.isnan(session))
    units = np.unique(unit_of(corpus())[rows], return_inverse=True)[1]
    return rows, units, np.unique(session[rows], return_inverse=True)[1]


@cache
def words() -> np.ndarray:
    """Words of every series in every session."""
    rows, units, at = series()
    return by_session(corpus().resolutions["words"].to_numpy()[rows], units, at)


@cache
def real_terms(each: int) -> list[np.ndarray]:
    """Occurrences of so many terms of each class, by series and session."""
    rows, units, at = series()
    counts: Any = csc_array(all_counts()[rows])
    holders = [units[counts.indices[a:b]] for a, b in itertools.pairwise(counts.indptr)]
    used = np.array([len(np.unique(some)) for some in holders])
    random = np.random.default_rng(30)
    found: list[np.ndarray] = []
    for low, high in zip(CLASSES, CLASSES[1:], strict=False):
        some = random.choice(np.flatnonzero((used >= low) & (used < high)), each, replace=False)
        found += list(np.moveaxis(by_session(counts[:, some].toarray(), units, at), -1, 0))
    return found


def kept(base: np.ndarray, persistence: float, users: int, random: np.random.Generator) -> Sample:
    """Series drawn anew; a text that has the term keeps it so likely, else the dice are cast."""
    own = base[random.integers(0, len(base), len(base))]
    n, sessions = own.shape
    uses = np.zeros((n, sessions), dtype=bool)
    uses[:, 0] = random.random(n) < 0.5
    for t in range(1, sessions):
        stays = random.random(n) < persistence
        uses[:, t] = np.where(stays, uses[:, t - 1], random.random(n) < 0.5)
    return _held(own, uses & (random.random(n) < users / n)[:, None], random), own


def taken_up(base: np.ndarray, users: int, random: np.random.Generator) -> Sample:
    """Series drawn anew; half of those that could take the term up for good, half drop it."""
    own = base[random.integers(0, len(base), len(base))]
    n, sessions = own.shape
    when, up = random.integers(1, sessions, (n, 1)), random.random((n, 1)) < 0.5
    uses = (np.arange(sessions) >= when) == up
    return _held(own, uses & (random.random(n) < users / n)[:, None], random), own


def once(base: np.ndarray, users: int, random: np.random.Generator) -> Sample:
    """Series drawn anew; the term in single texts, the longer the likelier."""
    own = base[random.integers(0, len(base), len(base))]
    texts = random.choice(own.size, users, p=own.ravel() / own.sum())
    uses = np.bincount(texts, minlength=own.size).reshape(own.shape) > 0
    return uses * (1.0 + random.poisson(random.gamma(0.7, 2, own.shape))), own


def turned(term: np.ndarray, random: np.random.Generator) -> Sample:
    """A real term in series drawn anew, each begun at another session."""
    n, sessions = term.shape
    some, turn = random.integers(0, n, n), random.integers(0, sessions, (n, 1))
    at = (np.arange(sessions) + turn) % sessions
    return term[some][np.arange(n)[:, None], at], words()[some][np.arange(n)[:, None], at]


def _held(own: np.ndarray, uses: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Occurrences in proportion to the words, more of them in some series than in others."""
    rate = random.gamma(0.7, _OFTEN / 0.7 / own[own > 0].mean(), (len(own), 1))
    return random.poisson(rate * own * uses).astype(float)


@dataclass(frozen=True)
class World:
    name: str
    draw: Callable[[np.random.Generator], Sample]


def worlds(each: int, base: np.ndarray | None = None) -> list[World]:
    """Ways in which the use of a term may be flat, in texts of such lengths."""
    base = words() if base is None else base

    def any_of(draw: Callable[..., Sample], *given: Any) -> Callable[..., Sample]:
        return lambda random: draw(base, *given, int(random.choice(USERS)), random)

    def real(random: np.random.Generator) -> Sample:
        terms = real_terms(each)
        return turned(terms[random.integers(0, len(terms))], random)

    return [
        World("real terms, series turned", real),
        World("texts keep a term at 50%", any_of(kept, 0.5)),
        World("at 90%", any_of(kept, 0.9)),
        World("always", any_of(kept, 1.0)),
        World("taken up or dropped once, for good", any_of(taken_up)),
        World("in single texts", any_of(once)),
    ]


def class_of(values: np.ndarray) -> int | None:
    """Class of a term by the series that use it; None where it is too rare."""
    users = int((values.sum(axis=1) > 0).sum())
    if users < MIN_UNITS or values.sum() < MIN_SUM:
        return None
    return max(k for k, low in enumerate(CLASSES) if low <= users)


def by_class(found: dict[int, list[bool]]) -> str:
    """Share of each class of terms."""
    shares = [f"{np.mean(found[k]):.1%}" if len(found[k]) >= 20 else "-"
              for k in range(len(CLASSES) - 1)]  # fmt: skip
    return " ".join(shares)


def chance(told: list[bool]) -> str:
    """Share, and what chance may change it by."""
    share = float(np.mean(told))
    return f"{share:.1%} (+-{1.96 * (share * (1 - share) / len(told)) ** 0.5:.1%})"
