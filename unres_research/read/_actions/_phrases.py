"""Read lists of phrases, each of a class: a CSV file, or a word list of the package."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os import PathLike

from unres_research._wordlists import read_list, read_rows
from unres_research.errors import UnresError

Phrases = dict[str, list[str]]  # by their classes
_GAP = r"(?:,? (?!(?:to|as|where|that|which|for)\b)[\w’'-]+){0,5}"  # what an asterisk stands for


def read_phrases(
    path: str | PathLike[str] | None, name: str, column: str, classes: Iterable[str]
) -> Phrases:
    """Read the phrases of a list by their classes.

    A phrase is of words in small letters; an asterisk between two words stands for up to five
    words.
    """
    if path is None:
        return _by_class(list(read_list(name)), f"{name}.csv", column, classes)
    rows = read_rows(path, f"the list of {name}", ("phrase", column))
    return _by_class(rows, str(path), column, classes)


def _by_class(
    rows: list[dict[str, str]], name: str, column: str, classes: Iterable[str]
) -> Phrases:
    found: Phrases = {kind: [] for kind in classes}
    faults = []
    for number, row in enumerate(rows, start=2):
        phrase = " ".join((row["phrase"] or "").lower().split())
        kind = (row[column] or "").strip().lower()
        if kind in found and re.fullmatch(r"[\w’'-]+(?: (?:\* )?[\w’'-]+)*", phrase):
            found[kind].append(phrase)
        else:
            faults.append(f"row {number} ({phrase or 'no phrase'}, {kind!r})")
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a phrase of words, with asterisks between them at "
            f"most, and one of {', '.join(found)} as its {column}"
        )
    return found


def one_of(phrases: Iterable[str]) -> str:
    """Write a pattern that finds any of the phrases, the longest first.

    >>> re.findall(one_of(["lamp", "lamp * oil"]), "lamp full of oil, lamp")
    ['lamp full of oil', 'lamp']
    """
    said = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return f"(?:{'|'.join(_GAP.join(map(re.escape, p.split(' *'))) for p in said) or '(?!)'})"
