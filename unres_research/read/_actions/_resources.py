"""With what means: phrases of existing, voluntary and additional resources."""

from __future__ import annotations

import re
from functools import cache
from os import PathLike

from unres_research.read._actions._phrases import Phrases, one_of, read_phrases

Span = tuple[int, int]
CLASSES = ("existing", "voluntary", "additional")
_Class = tuple[str, re.Pattern[str], frozenset[str]]
Resources = tuple[_Class, ...]  # classes, what finds their phrases, a word of each phrase


def read_resources(path: str | PathLike[str] | None = None) -> Resources:
    """Read phrases of resources from a CSV file (phrase, class, source), or the built-in ones."""
    if path is None:
        return _built_in()
    return _patterns(read_phrases(path, "resources", "class", CLASSES))


@cache
def _built_in() -> Resources:
    return _patterns(read_phrases(None, "resources", "class", CLASSES))


def _patterns(phrases: Phrases) -> Resources:
    return tuple(
        (
            kind,
            re.compile(rf"\b{one_of(said)}\b", re.IGNORECASE),
            frozenset(max(phrase.split(), key=len) for phrase in said),
        )
        for kind, said in phrases.items()
    )


def resources_of(
    text: str, start: int, end: int, resources: Resources | None = None
) -> tuple[tuple[str, ...], Span | None]:
    """Classes of means that a stretch of text names, in order, and where the first is named.

    Words that an earlier class of `CLASSES` takes are not a later one's: "without additional
    resources" asks for none, and "provide extrabudgetary resources" for voluntary ones.
    """
    said = text[start:end].lower()
    taken = bytearray(len(text) + 1)
    first: dict[str, Span] = {}
    for kind, pattern, words in resources or read_resources():
        if not any(word in said for word in words):
            continue
        found = [match.span() for match in pattern.finditer(text, start, end)]
        for a, b in found:
            if not any(taken[a:b]):
                first.setdefault(kind, (a, b))
                taken[a:b] = b"\1" * (b - a)
    order = sorted(first, key=lambda kind: first[kind])
    return tuple(order), first[order[0]] if order else None
