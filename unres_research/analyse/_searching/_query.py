"""What is looked for: words of a phrase, with stars; and those that no collection knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from unres_research._inputs import check_kind, near
from unres_research.analyse._searching._parts import Form, chosen, parts_of
from unres_research.analyse._trends._patterns import check_stars, words_with_stars
from unres_research.corpus import Corpus
from unres_research.errors import UnresError

MAX_STARS = 12  # words with a star
_NEAR = 5  # unknown words of which near spellings are looked for
MAX_LETTERS = 100_000  # of a phrase: longer than any paragraph


def words_of(phrase: str) -> Form:
    """Words of a phrase; UnresError where there is none, or one that stands for too many."""
    check_kind(phrase, str, "the phrase", "one string, such as 'climate change'")
    if len(phrase) > MAX_LETTERS:
        raise UnresError(
            f"found a phrase of {len(phrase):,} characters, expected at most {MAX_LETTERS:,}: no "
            "paragraph is longer; search one clause, or compare the whole text with un.compare"
        )
    read = tuple(words_with_stars(unicodedata.normalize("NFC", phrase)))
    if not read:
        raise UnresError(
            f"found no word in the phrase {phrase[:80]!r}, expected letters or digits, such as "
            "'climate change' or 'climat*'"
        )
    check_stars(read, "the phrase")
    if sum("*" in word for word in read) > MAX_STARS:
        raise UnresError(
            f"found more than {MAX_STARS} words with a * in the phrase, expected fewer: each may "
            "stand for thousands"
        )
    return read


def unknown_of(form: Form, corpora: Sequence[Corpus]) -> dict[str, tuple[str, ...]]:
    """Words that no vocabulary has, each with known ones that are spelt nearly so."""
    strange = [w for w in dict.fromkeys(form) if not any(_knows(c, w) for c in corpora)]
    near_ones = [w for w in strange if "*" not in w][:_NEAR]
    return {word: _near(word, corpora) if word in near_ones else () for word in strange}


def _knows(corpus: Corpus, word: str) -> bool:
    return len(chosen(corpus, word)) > 0 if "*" in word else word in corpus.column_of


def _near(word: str, corpora: Sequence[Corpus]) -> tuple[str, ...]:
    known = dict.fromkeys(one for c in corpora for one in parts_of(c).words)
    return tuple(near(word, known))


def in_scope(corpus: Corpus, left_out: Sequence[str]) -> np.ndarray:
    """Which paragraphs stand in resolutions that are not left out."""
    if not left_out:
        return np.ones(len(corpus.paragraphs), dtype=bool)
    return ~corpus.paragraphs["symbol"].isin(left_out).to_numpy()
