"""How often wordings hold a form that is not counted: by the order of their words."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np

from unres_research.analyse._searching._order import (
    OPEN,
    OTHER,
    Order,
    base_sums,
    lone,
    orders,
)
from unres_research.analyse._searching._parts import (
    Form,
    chosen,
    lengths_of,
    matcher,
    parts_of,
    uncounted,
)
from unres_research.corpus import Corpus, words
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._fingerprints import N, hashes_around, hashes_of_sums, word_sums
from unres_research.corpus._joined import Joined

_MOST_TRIED = 3_000_000  # runs of six words
_STRANGE = "\0"  # stands for any word that is not counted


class Settled(NamedTuple):
    """Counts of a form in some wordings, and where they may be greater."""

    counts: np.ndarray
    open: np.ndarray


def settle(corpus: Corpus, form: Form, wordings: np.ndarray) -> Settled:
    """Count a form in each of these wordings, by the order of their words, or by texts."""
    found = Settled(np.zeros(len(wordings), dtype=np.int64), np.zeros(len(wordings), dtype=bool))
    strange = tuple(
        w for w in dict.fromkeys(form) if "*" not in w and w not in parts_of(corpus).code
    )
    short = lengths_of(corpus)[wordings] < N
    for k in np.flatnonzero(short):
        found.counts[k], found.open[k] = _of_short(corpus, form, int(wordings[k]))
    able = ~short
    if len(form) == 1 and "*" in form[0]:  # any word that is not counted may be one: order is idle
        found.open[able], able = True, np.zeros(len(wordings), dtype=bool)
    for word in strange:
        fits, may = _may_hold(corpus, word)
        if len(form) == 1:  # as many words as it may be are without a place
            found.open[able & may[wordings] & ~fits[wordings]] = True
            may = fits
        able &= (fits | may)[wordings]
    at, rows = 0, np.flatnonzero(able)
    for order in orders(corpus, wordings[rows], strange):
        some = rows[at : at + len(order.wordings)]
        found.counts[some], found.open[some] = _count(corpus, form, order)
        at += len(some)
    if not strange and "*" not in "".join(form):
        _by_neighbours(corpus, form, wordings, found)
    _by_texts(corpus, form, wordings, found)
    return found


def _by_neighbours(corpus: Corpus, form: Form, wordings: np.ndarray, found: Settled) -> None:
    """Settle what is left by trying all words of a wording around the form, as far as it pays."""
    budget, n = _MOST_TRIED, N - len(form)
    for k in np.flatnonzero(found.open & (lengths_of(corpus)[wordings] >= N)).tolist():
        held = corpus.wording_counts[[wordings[k]]].indices
        codes = parts_of(corpus).row_of[held[corpus.vocabulary["n"].to_numpy()[held] == 1]]
        budget -= (n + 1) * len(codes) ** n
        if budget < 0:
            return
        beside = [parts_of(corpus).words[code] for code in codes.tolist()]
        own = corpus.runs.hashes[corpus.runs.runs_of(int(wordings[k]))]
        places: set[int] = set()
        for lead in range(n + 1):
            at = np.flatnonzero(np.isin(own, hashes_around(form, lead, beside)))
            places.update((at + lead).tolist())
        found.counts[k] = max(found.counts[k], len(places))
        found.open[k] = uncounted(corpus)[wordings[k]] > 0


def _count(corpus: Corpus, form: Form, order: Order) -> Settled:
    """Places of a form by wording, and where it may stand among words that are not known."""
    n = len(order.wordings)
    size = len(order.words) - len(form) + 1
    if size <= 0:
        return Settled(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool))
    row = np.repeat(np.arange(n), np.diff(order.ends))
    whole = row[:size] == row[len(form) - 1 :]
    may = whole.copy()
    for k, word in enumerate(form):
        own = order.words[k : k + size]
        fits = np.isin(own, order.numbers(parts_of(corpus), word, chosen(corpus, word)))
        whole &= fits
        may &= fits | (own == OPEN) | ((own == OTHER) & ("*" in word))
    may &= ~whole
    left = np.zeros(n, dtype=bool)
    for at in np.flatnonzero(may).tolist():
        if not left[row[at]]:
            left[row[at]] = _enough(corpus, order, row[at], form, at)
    return Settled(np.bincount(row[:size][whole], minlength=n), left)


def _enough(corpus: Corpus, order: Order, row: int, form: Form, at: int) -> bool:
    """Whether a wording has, beyond the words whose place is known, those that a place needs."""
    parts, wording = parts_of(corpus), order.wordings[row]
    own = order.words[order.ends[row] : order.ends[row + 1]]
    here = order.words[at : at + len(form)]
    lacking = [w for w, n in zip(form, here, strict=True) if n == OPEN and "*" not in w]
    strange = sum(w not in parts.code for w in lacking)
    placed = (own == OTHER).sum() + (own >= len(parts.words)).sum()
    if strange > uncounted(corpus)[wording] - placed:
        return False
    held = corpus.wording_counts[[wording]]
    counts = dict(zip(held.indices.tolist(), held.data.tolist(), strict=True))
    for word in {w for w in lacking if w in parts.code}:
        code = parts.code[word]
        free = counts.get(int(parts.columns[1][code]), 0) - int((own == code).sum())
        if free < lacking.count(word):
            return False
    return True


def _of_short(corpus: Corpus, form: Form, wording: int) -> tuple[int, bool]:
    """Count a form in a wording of fewer than six words: in every order that its counts allow."""
    held, known = corpus.wording_counts[[wording]], parts_of(corpus).code
    terms = corpus.vocabulary["term"]
    counts = {terms.iat[k]: int(n) for k, n in zip(held.indices, held.data, strict=True)}
    own = [t for t, n in counts.items() if t in known for _ in range(n)]
    own += [_STRANGE] * int(uncounted(corpus)[wording])
    phrases = {t: n for t, n in counts.items() if t not in known}
    ways = {way for way in permutations(own) if _phrases_of(way, corpus) == phrases}
    found = {times(form, way) for way in ways}
    most = {times(form, way, strange=known) for way in ways}
    return min(found, default=0), len(found | most) > 1


def _phrases_of(way: tuple[str, ...], corpus: Corpus) -> dict[str, int]:
    """Counted phrases of words in an order."""
    found: dict[str, int] = {}
    for n in (2, 3):
        for k in range(len(way) - n + 1):
            term = " ".join(way[k : k + n])
            if term in corpus.column_of:
                found[term] = found.get(term, 0) + 1
    return found


def times(
    form: Form, own: tuple[str, ...] | list[str], strange: dict[str, int] | None = None
) -> int:
    """Count the places of a form in words; `strange`: what is not in it may be any other word."""
    wanted = [matcher(word) if "*" in word else None for word in form]

    def fits(k: int, word: str) -> bool:
        if strange is not None and word == _STRANGE:
            return wanted[k] is not None or form[k] not in strange
        one = wanted[k]
        return word == form[k] if one is None else bool(one.fullmatch(word))

    return sum(
        all(fits(k, own[at + k]) for k in range(len(form)))
        for at in range(len(own) - len(form) + 1)
    )


# words that are not counted --------------------------------------------------------------


class _Strange:
    """Places of words that are not counted, of which a fingerprint tells whether a word fits."""

    def __init__(self, corpus: Corpus) -> None:
        wanted = np.flatnonzero((uncounted(corpus) > 0) & (lengths_of(corpus) >= N))
        parts: list[tuple[np.ndarray, ...]] = []
        still = [np.zeros(0, dtype=np.int64)]
        for order in orders(corpus, wanted):
            parts.append(_lone(order))
            others = np.add.reduceat(order.words == OTHER, order.ends[:-1])
            still.append(order.wordings[others < uncounted(corpus)[order.wordings]])
        none = (np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.uint64),
                np.zeros(0, np.int64))  # fmt: skip
        joined = (np.concatenate(some) for some in zip(none, *parts, strict=True))
        self.wording, self.target, self.base, self.place = joined
        self.open = np.concatenate(still)  # wordings in which not all such words have a place


def _lone(order: Order) -> tuple[np.ndarray, ...]:
    """Wording, fingerprint, sum of five words and place of the sixth, where that is unknown."""
    lacking, which, window = lone(order.words, order.runs, OTHER)
    wording = order.wordings[order.runs.row[lacking]]
    return wording, order.runs.hashes[lacking], base_sums(order.sums, window), which


_strange = once_per_corpus(_Strange)


def _may_hold(corpus: Corpus, word: str) -> tuple[np.ndarray, np.ndarray]:
    """Wordings that hold a word that is not counted, and those that may do so."""
    known = _strange(corpus)
    fits, may = np.zeros((2, corpus.n_wordings), dtype=bool)
    added = np.array([word_sums([word], place)[0] for place in range(N)], dtype=np.uint64)
    with np.errstate(over="ignore"):
        hashes = hashes_of_sums(known.base + added[known.place])
    fits[known.wording[hashes == known.target]] = True
    may[known.open] = True
    first = n_first(corpus)
    if fits[:first].any() and corpus.package["unres"].get("least_paragraphs_word") == 2:
        may[:first] = False  # it stands in that paragraph alone, or it would be counted
    return fits, may


def n_first(corpus: Corpus) -> int:
    """Number of the wordings of the data set whose vocabulary it is, the first of several."""
    while isinstance(corpus, Joined):
        corpus = corpus.base
    return corpus.n_wordings


# texts -----------------------------------------------------------------------------------


def _by_texts(corpus: Corpus, form: Form, wordings: np.ndarray, found: Settled) -> None:
    """Settle by texts, where there are any, what the data left open."""
    if not corpus.has_texts:
        return
    for k in np.flatnonzero(found.open).tolist():
        row = _rows_with_text(corpus)[wordings[k]]
        if row >= 0:
            found.counts[k], found.open[k] = times(form, words(corpus.texts.iat[row])), False


@once_per_corpus
def _rows_with_text(corpus: Corpus) -> np.ndarray:
    """For every wording a row that has a text; -1: none."""
    found = np.full(corpus.n_wordings, -1, dtype=np.int64)
    rows = np.flatnonzero(corpus.texts.notna().to_numpy())
    found[corpus.paragraphs["wording"].to_numpy()[rows]] = rows
    return found
