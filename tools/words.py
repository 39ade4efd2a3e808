"""Write `unres_research/wordlists/words.csv`: ``python tools/words.py DATA``.

The words are those that at least three resolutions of a data set in English use, and those with
hyphens that they hardly ever write apart; the readers judge by them whether a blank or a hyphen
belongs into a word. DATA is a data set's folder.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pandas as pd

COLUMNS = ("word", "resolutions", "source")
FEWEST = 3  # resolutions
APART = 0.1  # a word with hyphens is written apart in at most so many resolutions, of its own
_HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
PATH = Path(__file__).parents[1] / "unres_research" / "wordlists" / "words.csv"


def rows(vocabulary: pd.DataFrame) -> list[dict[str, str]]:
    """Words of letters and inner hyphens, with the columns of `COLUMNS`, by alphabet."""
    counts = dict(zip(vocabulary["term"].astype(str), vocabulary["resolutions"], strict=True))
    found = vocabulary[(vocabulary["n"] == 1) & (vocabulary["resolutions"] >= FEWEST)]
    pairs = zip(found["term"].astype(str), found["resolutions"], strict=True)
    return [
        {"word": word, "resolutions": str(count), "source": "UNxml/GAresolutions"}
        for word, count in sorted(pairs)
        if word.isalpha() or _is_hyphened(word, int(count), counts)
    ]


def _is_hyphened(word: str, count: int, counts: dict[str, int]) -> bool:
    apart = counts.get(word.replace("-", " "), 0)
    return _HYPHENED.fullmatch(word) is not None and apart <= APART * count


def main(arguments: list[str]) -> int:
    """Write the list; 2 for wrong usage."""
    if len(arguments) != 1:
        print("usage: python tools/words.py DATA", file=sys.stderr)
        return 2
    table = rows(pd.read_parquet(Path(arguments[0]) / "vocabulary.parquet"))
    with PATH.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} words in {PATH.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
