"""Read the word lists of the package: CSV files in `wordlists/`."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def read_list(name: str) -> tuple[dict[str, str], ...]:
    """Return a word list, one dict a row.

    Parameters
    ----------
    name : str
        "function_words", "lexicon", "openers", "openers_older" or "stopwords".

    Returns
    -------
    tuple of dict of str to str
        In the order of the file; empty when there is no such file. Every list has a column
        `source` that says where a row comes from. Read once, then shared: do not change it.

    Examples
    --------
    >>> sorted(read_list("stopwords")[0])
    ['group', 'source', 'word']
    >>> read_list("nothing")
    ()
    """
    path = files("unres_research") / "wordlists" / f"{name}.csv"
    if not path.is_file():
        return ()
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
