"""Derive the list of openers in `wordlists/` from folders of XML files.

Usage: ``python -m unres_research.read._derive FOLDER``. The openers are the words that the XML sets
in italics, in Chinese in bold, at the beginning of preambular and operative paragraphs.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from unres_research.errors import ReadError
from unres_research.read import openers
from unres_research.read._load import files, read_bytes
from unres_research.records import Resolution

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def records(folder: str | Path) -> tuple[list[Resolution], list[ReadError]]:
    """Read every XML file under a folder, inside zip archives too; other files are passed over.

    Parameters
    ----------
    folder : path

    Returns
    -------
    records : list of Resolution
    issues : list of ReadError
        What could not be read, and why.

    Raises
    ------
    ReadError
        When there is no such folder.

    Examples
    --------
    >>> records("missing")
    Traceback (most recent call last):
    unres_research.errors.ReadError: missing: found no such folder, expected one that ...
    """
    documents, issues = files(folder)
    found = []
    for document in documents:
        if not document.name.lower().endswith(".xml"):
            continue
        try:
            found.append(read_bytes(document.read(), document.name))
        except ReadError as error:
            issues.append(error)
    return found, issues


def paragraphs(found: Iterable[Resolution]) -> Iterator[tuple[str, str | None, str]]:
    """Go through the preambular and operative paragraphs of resolutions.

    Parameters
    ----------
    found : iterable of Resolution

    Yields
    ------
    tuple of (str, str or None, str)
        Kind, opener, text: what `openers.derive` takes.

    Examples
    --------
    >>> list(paragraphs([]))
    []
    """
    for record in found:
        for p in record:
            if p.kind in ("preambular", "operative"):
                yield p.kind, p.opener, p.text


def rows(found: Iterable[Resolution]) -> list[dict[str, str]]:
    """Derive the list of openers of all languages.

    Parameters
    ----------
    found : iterable of Resolution

    Returns
    -------
    list of dict of str to str
        Columns as in `openers.COLUMNS`, by language in the order of `LANGUAGES`.

    Examples
    --------
    >>> rows([])
    []
    """
    by_language: dict[str, list[Resolution]] = defaultdict(list)
    for record in found:
        by_language[record.language].append(record)
    out = []
    for language in LANGUAGES:
        some = by_language[language]
        out += openers.derive(paragraphs(some), language=language, source=_source(some))
    return out


def _source(found: list[Resolution]) -> str:
    """Say where resolutions come from: "UNxml/GAresolutions, 2236 resolutions"."""
    names = {"General Assembly": "UNxml/GAresolutions", "Security Council": "UNxml/SCresolutions"}
    counts = Counter(names.get(record.organ, record.organ) for record in found)
    return "; ".join(f"{name}, {count} resolutions" for name, count in sorted(counts.items()))


def main(arguments: list[str]) -> int:
    """Write `wordlists/openers.csv` of this package from a folder of XML files.

    Parameters
    ----------
    arguments : list of str
        One: a folder that holds copies of the source repositories, in all languages.

    Returns
    -------
    int
        Exit status: 0; 1 when some files could not be read; 2 for wrong usage.

    Raises
    ------
    ReadError
        When there is no such folder.

    Notes
    -----
    The list there is replaced, and with it what the readers take for an opener. Not for a
    part of the corpus.

    Examples
    --------
    >>> main([])
    2
    """
    if len(arguments) != 1:
        print("usage: python -m unres_research.read._derive FOLDER", file=sys.stderr)
        return 2
    found, issues = records(arguments[0])
    table = rows(found)
    path = Path(__file__).parents[1] / "wordlists" / "openers.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, openers.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} openers of {len(found)} documents in {path.name}")
    for issue in issues:
        print(issue, file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
