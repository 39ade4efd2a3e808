"""Derive the list of openers in `wordlists/` from a corpus folder.

Usage: ``python -m unres_research.derive CORPUS``. The openers are the words that the
XML sets in italics at the beginning of preambular and operative paragraphs.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from unres_research import openers
from unres_research.loaders import load_folder


def main(arguments: list[str]) -> int:
    """Write `wordlists/openers.csv` of this package from a corpus folder.

    Parameters
    ----------
    arguments : list of str
        One: the folder.

    Returns
    -------
    int
        Exit status: 0, or 2 for wrong usage.

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
        print("usage: python -m unres_research.derive CORPUS", file=sys.stderr)
        return 2
    records = [r for r in load_folder(arguments[0]).records if r.language == "en"]
    source = f"UNxml/GAresolutions, {len(records)} resolutions"
    paragraphs = (
        (p.kind, p.opener, p.text)
        for r in records
        for p in r
        if p.kind in ("preambular", "operative")
    )
    rows = openers.derive(paragraphs, source=source)
    path = Path(__file__).parent / "wordlists" / "openers.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, openers.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} openers in {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
