"""Read word lists: those of the package, CSV files in `wordlists/`, and those of users."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from unres_research._inputs import as_path
from unres_research._storage import reason_of
from unres_research.errors import UnresError


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


def read_rows(path: object, what: str, columns: Collection[str]) -> list[dict[str, str]]:
    """Return the rows of a list of one's own, a CSV file with these columns.

    >>> read_rows("none.csv", "the scale", ["phrase"])
    Traceback (most recent call last):
    unres_research.errors.UnresError: none.csv: cannot be read (No such file or directory), ...
    """
    place = as_path(path, what, "the path of a CSV file")
    try:
        with place.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows, found = list(reader), reader.fieldnames or []
    except (OSError, ValueError, csv.Error) as error:  # ValueError: no UTF-8
        why = reason_of(error)
        raise UnresError(f"{place}: cannot be read ({why}), expected a CSV file in UTF-8") from None
    missing = [column for column in columns if column not in found]
    if missing:
        raise UnresError(
            f"found no column {', '.join(missing)} in {place}, expected {', '.join(columns)}"
        )
    return rows
