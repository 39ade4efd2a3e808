"""Read the word lists of the package: CSV files in `wordlists/`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_list(name: str) -> tuple[dict[str, str], ...]:
    """Return a word list, one dict a row, read once: do not change it; () when there is none.

    >>> sorted(read_list("stopwords")[0])
    ['group', 'source', 'word']
    """
    path = files("unres_research") / "wordlists" / f"{name}.csv"
    if not path.is_file():
        return ()
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
