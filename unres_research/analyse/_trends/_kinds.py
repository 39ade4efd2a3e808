"""Kinds of terms that change: names of instruments and bodies, numbers and dates, drafting."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from unres_research._wordlists import read_list
from unres_research.analyse._topics._procedural import empty_words, is_number
from unres_research.analyse._trends._first import printed_sponsors
from unres_research.corpus import Corpus, stop_words, words
from unres_research.corpus._corpus import once_per_corpus

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("subject", "general", "name", "drafting", "number")
_MOST = 0.8  # of the titles that hold a term
_WITHIN = 0.5  # of the occurrences of a part of a name
_TWICE = 2  # titles, for a single word
_LONGEST = 3  # words of a term
_LETTER = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"[.,;:()]")  # a name does not go on over it


def kinds_of(corpus: Corpus, terms: Sequence[str]) -> np.ndarray:
    """Kind of every term.

    "name": it holds the name of a State that sponsored anything; or it is a name or part of one:
    titles of resolutions, and names of bodies and instruments in the library's index, have it in
    capitals (four times in five, and always for a single word), and most occurrences of a part
    stand within longer parts. "number": it holds a number, an ordinal or a month. "drafting": a
    word of drafting begins or ends it. "general": of words that any subject uses, told by how
    widely they are spread over the series ("meaningful participation"). Otherwise "subject".
    """
    titles, drafting, empty = _titles(corpus), stop_words("drafting"), empty_words(corpus)
    found = np.full(len(terms), "subject", dtype=object)
    for k, term in enumerate(terms):
        parts = term.split()
        numbers = [is_date(word) for word in parts]
        bare = " ".join(parts[numbers.index(False) :]) if not numbers[-1] else ""
        if bare and (titles.is_name(term) or titles.is_name(bare)):
            found[k] = "name"
        elif any(numbers):
            found[k] = "number"
        elif parts[0] in drafting or parts[-1] in drafting:
            found[k] = "drafting"
        elif all(word in empty for word in parts):
            found[k] = "general"
    return found


def is_date(word: str) -> bool:
    return word in _months() or is_number(word)


@cache
def _months() -> frozenset[str]:
    return frozenset(r["month"].lower() for r in read_list("months") if r["language"] == "en")


class _Titles:
    """In how many titles and indexed names a term stands within a name, and in how many not."""

    def __init__(self, corpus: Corpus) -> None:
        table = corpus.resolutions
        vocabulary = corpus.vocabulary
        self.count = dict(zip(vocabulary["term"], vocabulary["count"].tolist(), strict=True))
        self.whole: set[str] = set()
        self.capital: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()
        # parts of names that a part ends, and that it begins
        self.longer: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
        for title in sorted({title for title in table["title"].tolist() if title}):
            inside = {run for name in _names(title) for run in self._add(name)}
            self.capital.update(inside)
            self.plain.update(set(_runs(words(title))) - inside)
        self.states = _states(table)
        indexed = {part for names in table["names"] for name in names for part in _named(name)}
        for name in sorted(indexed):
            split = words(name)
            if len(split) > 1:
                self.capital.update(set(self._add(split)))

    def _add(self, name: list[str]) -> list[str]:
        """Parts of a name, which is kept."""
        self.whole.add(" ".join(name))
        found = list(_runs(name))
        for run in found:
            split = run.split()
            if len(split) > 1:
                for part, longer in zip((split[1:], split[:-1]), self.longer, strict=True):
                    longer.setdefault(" ".join(part), set()).add(run)
        return found

    def is_name(self, term: str) -> bool:
        """Whether a term is a name, or a part of names that hardly stands elsewhere."""
        if any(run in self.states for run in _runs(term.split())):
            return True
        large, small, n = self.capital[term], self.plain[term], len(term.split())
        if n == 1 and (small or large < _TWICE):
            return False
        if not large or large < _MOST * (large + small):
            return False
        within = max(
            sum(self.count.get(run, 0) for run in longer.get(term, ())) for longer in self.longer
        )
        whole = term in self.whole or n == _LONGEST
        return whole or within >= _WITHIN * self.count.get(term, 0)


_titles = once_per_corpus(_Titles)


def _states(table: pd.DataFrame) -> set[str]:
    """States as the lists of sponsors name them, without what stands in brackets.

    Lists are as they were printed: what sponsors less than one resolution in a hundred is no State.
    """
    times = Counter(
        " ".join(words(re.sub(r"\(.*", "", name)))
        for names in printed_sponsors(table)
        for name in names
    )
    often = {name for name, n in times.items() if n > len(table) // 100}
    return {name for name in often if name and len(name.split()) <= _LONGEST}


def _named(indexed: str) -> list[str]:
    """Names in an indexed name, without its year: bodies one by one, the place of a conference.

    >>> _named("Pact for the Future (2024)"), _named("UN. Human Rights Council")
    (['Pact for the Future'], ['UN', 'Human Rights Council'])
    >>> _named("UN Conference on Lakes (2026 : New York)")
    ['UN Conference on Lakes', 'New York']
    """
    places = re.findall(r": ([^:()]+)\)", indexed)
    parts = re.split(r"\. | : ", re.sub(r"\([^()]*\)", "", indexed))
    return [part for part in (*map(str.strip, parts), *places) if part]


def _names(title: str) -> Iterator[list[str]]:
    """Names in a title: words with capitals, and small words between them; two words or more.

    The first word of a title has a capital anyway: it belongs to a name if the next word has one.

    >>> [" ".join(name) for name in _names("Follow-up to the Pact for the Future and its annexes")]
    ['pact for the future']
    """
    for number, piece in enumerate(_STOP.split(title)):
        run: list[str] = []
        for place, word in enumerate([*piece.split(), ""]):
            if word and (_is_capital(word) or (run and _is_small(word))):
                run.append(word)
                continue
            begins = number == 0 and place == len(run)
            name = _without_ends(run[1:] if begins and not all(map(_is_capital, run[:2])) else run)
            if len(name) > 1:
                yield words(" ".join(name))
            run = []


def _without_ends(run: list[str]) -> list[str]:
    """A run without small words before and after its name."""
    kept = [k for k, word in enumerate(run) if _is_capital(word) and not _is_small(word)]
    return run[kept[0] : kept[-1] + 1] if kept else []


def _is_small(word: str) -> bool:
    return word.lower() in stop_words("function")


def _is_capital(word: str) -> bool:
    first = _LETTER.search(word)
    return first is not None and first[0].isupper()


def _runs(name: list[str]) -> Iterator[str]:
    """Runs of up to three words.

    >>> list(_runs(["a", "b"]))
    ['a', 'a b', 'b']
    """
    for a in range(len(name)):
        for b in range(a + 1, min(a + _LONGEST, len(name)) + 1):
            yield " ".join(name[a:b])
