"""With what means: phrases of existing, voluntary and additional resources."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from os import PathLike
from pathlib import Path

from unres_research._inputs import check_kind
from unres_research._storage import reason_of
from unres_research._wordlists import read_list
from unres_research.errors import UnresError

Span = tuple[int, int]
CLASSES = ("existing", "voluntary", "additional")
_COLUMNS = ("phrase", "class", "source")
_GAP = r"(?: [\w,’'-]+){0,5}"  # what an asterisk stands for: up to five words
Resources = tuple[tuple[str, re.Pattern[str]], ...]  # classes, and what finds their phrases


def read_resources(path: str | PathLike[str] | None = None) -> Resources:
    """Read phrases of resources from a CSV file, or the built-in ones.

    A phrase is of words in small letters; an asterisk between two words stands for up to five
    words.
    """
    if path is None:
        return _built_in()
    check_kind(path, (str, PathLike), "the list of resources", "the path of a CSV file")
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            return _read(list(reader), str(path), reader.fieldnames or [])
    except (OSError, ValueError, csv.Error) as error:  # ValueError: no UTF-8, a NUL in the name
        why = reason_of(error)
        raise UnresError(f"{path}: cannot be read ({why}), expected a CSV file in UTF-8") from None


@cache
def _built_in() -> Resources:
    return _read(list(read_list("resources")), "resources.csv", _COLUMNS)


def _read(rows: list[dict[str, str]], name: str, columns: Iterable[str]) -> Resources:
    if missing := set(_COLUMNS) - set(columns):
        raise UnresError(
            f"found no column {', '.join(sorted(missing))} in {name}, expected phrase, class and "
            "source"
        )
    found: dict[str, list[str]] = {kind: [] for kind in CLASSES}
    faults = []
    for number, row in enumerate(rows, start=2):
        phrase = " ".join((row["phrase"] or "").lower().split())
        kind = (row["class"] or "").strip().lower()
        if kind not in CLASSES or not re.fullmatch(r"[\w’'-]+(?: (?:\* )?[\w’'-]+)*", phrase):
            faults.append(f"row {number} ({phrase or 'no phrase'}, {kind!r})")
            continue
        found[kind].append(phrase)
    if faults:
        raise UnresError(
            f"found {len(faults)} row{'s'[: len(faults) != 1]} of {name} not understood: "
            f"{'; '.join(faults[:10])}; expected a phrase of words, with asterisks between them at "
            f"most, and a class of {', '.join(CLASSES)}"
        )
    return tuple((kind, _pattern(phrases)) for kind, phrases in found.items() if phrases)


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    said = sorted(phrases, key=len, reverse=True)
    each = (_GAP.join(map(re.escape, p.split(" *"))) for p in said)
    return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)


def resources_of(
    text: str, start: int, end: int, resources: Resources | None = None
) -> tuple[tuple[str, ...], Span | None]:
    """Classes of means that a stretch of text names, in order, and where the first is named."""
    found = []
    for kind, pattern in resources or read_resources():
        if match := pattern.search(text, start, end):
            found.append((match.start(), match.end(), kind))
    found.sort()
    return tuple(kind for _, _, kind in found), (found[0][:2] if found else None)
