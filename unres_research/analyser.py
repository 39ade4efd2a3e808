"""Words of a text: the one analyser that reads the corpus and a user's own text alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from unres_research.lists import read_list

VERSION = "1"
PATTERN = r"[^\W_]+(?:[-'][^\W_]+)*"
_APOSTROPHES = "’‘ʼʹ′＇`´"
_HYPHENS = "‐‑﹣－"
_SAME = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), "\u00ad": None, "İ": "i"}
)
_WORD = re.compile(PATTERN)


def words(text: str) -> list[str]:
    r"""Split a text into words.

    Words are letters and digits with inner hyphens and apostrophes, in lower case;
    apostrophes and hyphens of every kind are made one, soft hyphens are dropped. Dashes
    part words.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Examples
    --------
    >>> words("The Committee’s non\u2011binding text – 17 Goals")
    ['the', "committee's", 'non-binding', 'text', '17', 'goals']
    """
    return _WORD.findall(normalise(text))


def normalise(text: str) -> str:
    """Lower the case and make apostrophes and hyphens of every kind one."""
    return text.translate(_SAME).lower()


def spans(text: str) -> list[tuple[str, int, int]]:
    """Words with their places in the text as it was given.

    Returns
    -------
    list of (word, start, end)
        `text[start:end]` is the word as printed. The words are those of `words(text)`.

    Examples
    --------
    >>> spans("Calls upon")
    [('calls', 0, 5), ('upon', 6, 10)]
    """
    mapped = [(c, k) for k, printed in enumerate(text) for c in normalise(printed)]
    same = "".join(c for c, _ in mapped)
    places = [k for _, k in mapped]
    found = _WORD.finditer(same)
    return [(m.group(), places[m.start()], places[m.end() - 1] + 1) for m in found]


def ngrams(tokens: Sequence[str], n: int) -> list[str]:
    """Runs of n words, joined by a space.

    Examples
    --------
    >>> ngrams(["digital", "divides", "persist"], 2)
    ['digital divides', 'divides persist']
    """
    from nltk.util import ngrams as nltk_ngrams

    return [" ".join(gram) for gram in nltk_ngrams(tokens, n)]


@cache
def stop_words(groups: Iterable[str] = ("function",)) -> frozenset[str]:
    """Words that carry no topic, from `wordlists/stopwords.csv`.

    Parameters
    ----------
    groups : tuple of str
        "function" for the function words of English, "drafting" for words that every
        resolution uses whatever it is about.

    Examples
    --------
    >>> "the" in stop_words(), "resolution" in stop_words(("function", "drafting"))
    (True, True)
    """
    return frozenset(r["word"] for r in read_list("stopwords") if r["group"] in tuple(groups))
