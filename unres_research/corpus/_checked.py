"""What must hold of a data set that was just made: its tables are read again as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unres_research._storage import Closing
from unres_research.corpus._fingerprints import N
from unres_research.corpus._fit import FIRST_DAY, last_day
from unres_research.corpus._parquet import batches
from unres_research.corpus._schema import file_of
from unres_research.corpus._tables import Made
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

_IDENTITY = ["symbol", "paragraph"]


def check(folder: Path, made: Made, sources: pd.DataFrame, n_files: int) -> None:
    """Raise `UnresError` that names all that does not hold, of what must hold of a data set."""
    sizes = made.sizes.astype(np.int64)
    times, total = _times(folder, len(sizes))
    with _Counts(folder) as counts:
        single, counted = _recounted(folder, counts, times)
    faults = {
        **_identities(folder),
        "dates of adoption are in range": _dates_hold(folder),
        "every file is accounted for": len(sources) == n_files,
        "every resolution comes from one file": (sources["status"] == "read").sum()
        == made.rows["resolutions"],
        "lengths add up": int((sizes * times).sum()) == total,
        "word counts do not exceed the words": single <= sizes.sum(),
        "counts agree with the vocabulary": counted,
        "every run has a fingerprint": _runs(folder) == int(np.maximum(sizes - N + 1, 0).sum()),
        "texts stand beside their paragraphs": _texts_hold(folder),
    }
    broken = [name for name, holds in faults.items() if not holds]
    if broken:
        raise UnresError(f"the data set breaks what must hold: {'; '.join(broken)}")


def _identities(folder: Path) -> dict[str, bool]:
    """Whether symbols and ids of paragraphs are unique, and all resolutions have some."""
    symbols = [symbol for (symbol,) in _rows(folder, "resolutions", ["symbol"])]
    in_turn: list[str] = []
    ids: set[str] = set()
    unique = True
    for symbol, paragraph in _rows(folder, "paragraphs", _IDENTITY):
        if not in_turn or symbol != in_turn[-1]:
            in_turn.append(symbol)
            ids = set()
        unique &= paragraph not in ids
        ids.add(paragraph)
    return {
        "symbols are unique": len(set(symbols)) == len(symbols),
        "paragraph ids are unique in a resolution": unique,
        "every resolution has paragraphs": in_turn == symbols,
    }


def _rows(folder: Path, name: str, columns: list[str]) -> Iterator[tuple[str, ...]]:
    for batch in batches(folder, name, columns):
        yield from zip(*(batch[column].to_pylist() for column in columns), strict=True)


def _dates_hold(folder: Path) -> bool:
    first, last = np.datetime64(FIRST_DAY), np.datetime64(last_day())
    days = [
        batch["adopted_on"].to_numpy() for batch in batches(folder, "resolutions", ["adopted_on"])
    ]
    return all(((first <= some) & (some <= last)).all() for some in days)


def _times(folder: Path, wordings: int) -> tuple[np.ndarray, int]:
    """In how many paragraphs each wording stands, and the words of all paragraphs."""
    times, total = np.zeros(wordings, dtype=np.int64), 0
    for batch in batches(folder, "paragraphs", ["wording", "words"]):
        some, often = np.unique(batch["wording"].to_numpy(), return_counts=True)
        times[some] += often
        total += int(batch["words"].to_numpy().sum())
    return times, total


def _recounted(folder: Path, counts: _Counts, times: np.ndarray) -> tuple[int, bool]:
    """Counts of single words together, by wording; and if all counts agree with the vocabulary."""
    single = 0
    for batch in batches(folder, "vocabulary", ["n", "count", "wordings"]):
        n, told, wordings = (column.to_numpy().astype(np.int64) for column in batch.columns)
        ends, place, total = np.cumsum(wordings), 0, 0
        found, before = np.zeros((2, len(n)), dtype=np.int64)  # counts; steps before each term
        while place < ends[-1]:
            steps, count = counts.take(int(ends[-1]) - place)
            at = np.arange(place, place + len(steps))
            term = np.searchsorted(ends, at, side="right")
            sums = total + np.cumsum(steps)
            first = at == (ends - wordings)[term]
            before[term[first]] = (sums - steps)[first]
            rows = sums - before[term]
            if not len(rows) or rows.min() < 0 or rows.max() >= len(times):
                return single, False
            low = int(term[0])
            added = np.bincount(term - low, times[rows] * count).astype(np.int64)
            found[low : low + len(added)] += added
            single += int(count[n[term] == 1].sum())
            place, total = place + len(steps), int(sums[-1])
        if not np.array_equal(found, told):
            return single, False
    return single, not len(counts.take(1)[0])


class _Counts(Closing):
    """Steps and counts of terms, read as many at a time as are asked for, or fewer."""

    def __init__(self, folder: Path) -> None:
        self.coming = batches(folder, "counts", ["wording_step", "count"])
        self.left: list[np.ndarray] = [np.empty(0, dtype=np.int64)] * 2

    def close(self) -> None:
        """Close the file."""
        self.coming.close()

    def take(self, most: int) -> list[np.ndarray]:
        """The next ones; none at the end."""
        while not len(self.left[0]) and (batch := next(self.coming, None)) is not None:
            self.left = [column.to_numpy().astype(np.int64) for column in batch.columns]
        taken, self.left = (
            [column[:most] for column in self.left],
            [column[most:] for column in self.left],
        )
        return taken


def _runs(folder: Path) -> int:
    """Runs of all segments."""
    lengths = (batch["length"] for batch in batches(folder, "run_segments", ["length"]))
    return sum(int(some.to_numpy().sum(dtype=np.int64)) for some in lengths)


def _texts_hold(folder: Path) -> bool:
    """Whether texts, where there are some, stand in the order of the paragraphs."""
    if not (folder / file_of("texts")).is_file():
        return True
    beside = zip_longest(*(_rows(folder, name, _IDENTITY) for name in ("paragraphs", "texts")))
    return all(paragraph == text for paragraph, text in beside)
