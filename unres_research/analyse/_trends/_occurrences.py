"""How often every wording holds a concept: by counts, by fingerprints, or by texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.sparse import csr_array, diags_array

from unres_research.analyse._trends._long import long_counts
from unres_research.analyse._trends._patterns import Concept, Terms, concepts_of, texts_of
from unres_research.corpus import Corpus

RARE = "rarer than the data set counts, which holds no texts"


@dataclass(frozen=True)
class Occurrences:
    """What distinct wordings hold of concepts, forms that share a word counted once."""

    names: tuple[str, ...]
    by_wording: csr_array  # shape (wordings, concepts), int
    unseen: tuple[str, ...]  # forms of one to three words that are too rare to be counted
    reason: tuple[str, ...]  # by concept: "", or why it cannot be counted
    partly: tuple[str, ...]  # patterns with a star of which only common forms are counted

    def by_resolution(self, corpus: Corpus) -> np.ndarray:
        """Occurrences in the body of every resolution, shape (resolutions, concepts)."""
        table = corpus.paragraphs[corpus.body()]
        rows = corpus.resolutions.index.get_indexer(table["symbol"])
        belongs = csr_array(
            (np.ones(len(rows), dtype=np.int64), (rows, table["wording"].to_numpy())),
            shape=(len(corpus), corpus.n_wordings),
        )
        return np.asarray((belongs @ self.by_wording).todense())


def occurrences(corpus: Corpus, terms: Terms | None, *, known: bool = False) -> Occurrences:
    """Count concepts in every wording; unknown words are refused unless they are `known`."""
    concepts = concepts_of(terms, corpus, known=known)
    held, told = _by_counts(corpus, concepts), dict[int, np.ndarray]()
    rare = [_rare(corpus, concept.forms) for concept in concepts]
    partly = dict.fromkeys(p for concept in concepts for p in concept.patterns if "*" in p)
    if partly and corpus.has_texts and set(texts_of(corpus)) >= set(range(corpus.n_wordings)):
        partly = {}
    if corpus.has_texts:
        for k, concept in enumerate(concepts):
            if rare[k] or concept.wild or _unsure(corpus, concept.forms):
                found = _by_texts(corpus, concept.patterns)
                told[k] = np.where(found >= 0, found, held[:, [k]].toarray()[:, 0])
                rare[k] = [] if (found >= 0).all() else rare[k]
    held = _with_columns(held, told)
    reasons = [RARE if gone and len(gone) == len(c.forms) else ""
               for c, gone in zip(concepts, rare, strict=True)]  # fmt: skip
    unseen = dict.fromkeys(form for gone in rare for form in gone)
    names = tuple(concept.name for concept in concepts)
    return Occurrences(names, held, tuple(unseen), tuple(reasons), tuple(partly))


def _rare(corpus: Corpus, forms: Iterable[str]) -> list[str]:
    """Forms that only texts could tell of."""
    return [f for f in forms if len(f.split()) <= 3 and f not in corpus.column_of
            and not _absent(corpus, f)]  # fmt: skip


def _absent(corpus: Corpus, form: str) -> bool:
    """Whether a form has a word that stands nowhere, for every word is in the vocabulary."""
    every = corpus.package["unres"].get("least_paragraphs_word") == 1
    return every and any(word not in corpus.column_of for word in form.split())


def _unsure(corpus: Corpus, forms: Sequence[str]) -> bool:
    """Whether forms meet in runs that are too rare, or are found by the words beside them."""
    middling = any(len(form.split()) in (4, 5) for form in forms)
    return middling or bool(_rare(corpus, map(" ".join, _overlaps(forms))))


def _by_counts(corpus: Corpus, concepts: Sequence[Concept]) -> csr_array:
    """Places of the forms, less those where two of them share a word: (wordings, concepts)."""
    signed = [
        (form, k, sign)
        for k, concept in enumerate(concepts)
        for sign, counted in ((1, concept.forms), (-1, map(" ".join, _overlaps(concept.forms))))
        for form in counted
    ]
    short = {
        f: k for k, f in enumerate(dict.fromkeys(f for f, *_ in signed if f in corpus.column_of))
    }
    signs = np.zeros((len(short), len(concepts)), dtype=np.int64)
    long: dict[int, np.ndarray] = {}
    for form, k, sign in signed:
        if form in short:
            signs[short[form], k] += sign
        elif len(form.split()) > 3:
            long[k] = long.get(k, 0) + sign * long_counts(corpus, tuple(form.split()))
    counts = csr_array(corpus.wording_counts[:, corpus.columns(list(short))] @ csr_array(signs))
    return counts + _columns(long, counts.shape)


def _columns(columns: Mapping[int, np.ndarray], shape: tuple[int, int]) -> csr_array:
    """Some columns of a sparse table, all others 0."""
    if not columns:
        return csr_array(shape, dtype=np.int64)
    rows = [np.flatnonzero(values) for values in columns.values()]
    values = [column[at] for column, at in zip(columns.values(), rows, strict=True)]
    at = np.repeat(list(columns), [len(some) for some in rows])
    made = (np.concatenate(values).astype(np.int64), (np.concatenate(rows), at))
    return csr_array(made, shape=shape)


def _with_columns(table: csr_array, columns: Mapping[int, np.ndarray]) -> csr_array:
    """A table with some columns in the place of its own."""
    if not columns:
        return table
    kept = np.array([k not in columns for k in range(table.shape[1])], dtype=np.int64)
    return csr_array(table @ diags_array(kept, dtype=np.int64)) + _columns(columns, table.shape)


def _overlaps(forms: Sequence[str]) -> Iterator[list[str]]:
    """Runs of words in which one form ends as another begins, no third one between the two.

    >>> [" ".join(run) for run in _overlaps(["sea level", "level rise", "tide"])]
    ['sea level rise']
    """
    split = [form.split() for form in forms]
    beginning: dict[str, list[list[str]]] = {}
    for form in split:
        beginning.setdefault(form[0], []).append(form)
    known, lengths = set(map(tuple, split)), sorted({len(form) for form in split})
    for one in split:
        for at in range(1, len(one)):
            for other in beginning.get(one[at], []):
                shared = len(one) - at
                if shared < len(other) and one[at:] == other[:shared]:
                    run = [*one, *other[shared:]]
                    inner = product(range(1, at), lengths)
                    if not any(tuple(run[k : k + n]) in known for k, n in inner):
                        yield run


def places_in(patterns: Sequence[str]) -> Callable[[str], int]:
    """Return what counts the places of patterns in words, those that share a word once.

    The words of a text have a blank before, between and after.

    >>> places_in(["sea level", "level rise", "tid*"])(" sea level rise and tides ")
    2
    """
    wanted = re.compile("|".join(f"(?= ({_searched(pattern)}) )" for pattern in patterns))

    def count(text: str) -> int:
        spans = sorted(
            span for m in wanted.finditer(text) for span in map(m.span, range(1, len(patterns) + 1))
            if span[0] >= 0
        )  # fmt: skip
        found, end = 0, -1
        for start, stop in spans:
            found += start >= end
            end = max(end, stop)
        return found

    return count


def _by_texts(corpus: Corpus, patterns: Sequence[str]) -> np.ndarray:
    """Places of patterns in the texts of wordings; -1: no text."""
    count = places_in(patterns)
    found = np.full(corpus.n_wordings, -1, dtype=np.int64)
    for wording, text in texts_of(corpus).items():
        found[wording] = count(text)
    return found


def _searched(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", "[^ ]*").replace(r"\ ", " ")
