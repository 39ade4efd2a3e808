"""The words of a paragraph with their places, and titles in quotation marks put out of the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"")


@dataclass(frozen=True)
class Word:
    """A word or a mark: in small letters, where it stands, and whether it began with a capital."""

    text: str
    start: int
    end: int
    capital: bool


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Split a stretch of text into words and marks; places are those of the whole text."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [
        Word(m[0].replace("’", "'").lower(), m.start(), m.end(), m[0][0].isupper()) for m in found
    ]


@lru_cache(maxsize=4)
def unquoted(text: str) -> str:
    """Blank what stands in quotation marks: titles ask for nothing. The length stays.

    >>> unquoted("the item “Lamps at its tenth session” ...")
    'the item                               ...'
    """
    return _QUOTED.sub(lambda m: " " * len(m[0]), text)
