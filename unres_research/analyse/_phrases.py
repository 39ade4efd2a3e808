"""Phrases that a reader would know, told from parts of longer ones by how often they go on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from unres_research.corpus import Corpus, stop_words
from unres_research.corpus._corpus import once_per_corpus

_PART = 0.8  # of two words' occurrences: so many stand within more words
_LISTED = 0.9  # the same, with "and" and "or" behind them: most are items of a list
_MODIFIES = 0.5  # of a word's occurrences that go on: it says of what kind the next one is
_COMPLETES = 0.5  # of the occurrences of its first or last two words: three words are one phrase
_LINKS = frozenset(("and", "or"))
_JOINS = _LINKS | {"of", "for", "in", "with", "against"}  # between the words of a phrase


def whole_phrases(corpus: Corpus, columns: np.ndarray) -> np.ndarray:
    """Of these columns of the vocabulary those that are no mere part of a longer phrase.

    A phrase is a part where its last word hardly ends one ("scientific and technological"). Two
    words are a part where most of their occurrences go on with other words that are no function
    words ("small island developing"), begin with one and the same ("universal periodic review"),
    or are items of a list, which "and" goes on: words have no commas, so that "needs, policies and
    plans" has "needs policies". Three words are a part where their last two go on or their first
    two begin so. They are no phrase where a verb or a pronoun parts them ("manner that avoids"),
    or, without a function word, where they are but a few of the occurrences of both their first
    and their last two. All this is seen in the whole data set, so that a test of what sets groups
    apart may leave parts out beforehand.
    """
    parts = _parts(corpus)
    terms = corpus.vocabulary["term"].to_numpy()[columns]
    return columns[np.array([parts.hold(term.split()) for term in terms], dtype=bool)]


@dataclass(frozen=True)
class _Parts:
    """What tells that words are no whole phrase."""

    count: dict[str, int]
    modifiers: frozenset[str]  # words that mostly go on
    goes_on: frozenset[str]  # pairs of words that do
    begins: frozenset[str]  # pairs that mostly stand behind one word

    def hold(self, words: list[str]) -> bool:
        """Whether words are one phrase."""
        if len(words) == 1:
            return True
        first, last = " ".join(words[:2]), " ".join(words[-2:])
        if words[-1] in self.modifiers or last in self.goes_on or first in self.begins:
            return False
        if len(words) == 2:
            return True
        if words[1] in stop_words("function"):
            return words[1] in _JOINS
        pairs = [self.count[pair] for pair in (first, last) if pair in self.count]
        return self.count[" ".join(words)] >= _COMPLETES * min(pairs, default=0)


@once_per_corpus
def _parts(corpus: Corpus) -> _Parts:
    table, function = corpus.vocabulary, stop_words("function")
    table = table[table["count"] > 0]  # a part of a data set has the terms of the whole
    count = dict(zip(table["term"], table["count"].tolist(), strict=True))
    empty = function | stop_words("drafting")
    more, listed, before = Counter[str](), Counter[str](), Counter[str]()
    for term in table.loc[table["n"] > 1, "term"]:
        start, _, last = term.rpartition(" ")
        first, _, end = term.partition(" ")
        if last in _LINKS:
            listed[start] += count[term]
        elif last not in function:
            more[start] += count[term]
        if " " in end and first not in empty:
            before[end] = max(before[end], count[term])
    return _Parts(
        count,
        frozenset(w for w in more if " " not in w and more[w] >= _MODIFIES * count.get(w, np.inf)),
        frozenset(
            pair
            for pair in {*more, *listed}
            if " " in pair
            and (
                more[pair] >= _PART * count.get(pair, np.inf)
                or more[pair] + listed[pair] >= _LISTED * count.get(pair, np.inf)
            )
        ),
        frozenset(pair for pair, n in before.items() if n >= _PART * count.get(pair, np.inf)),
    )
