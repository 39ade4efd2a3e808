"""What must hold of the tables of a data set that are read from files, whoever wrote them.

A file with the right SHA-256 has the bytes that its maker wrote; a data set from elsewhere may
have been written by anyone. A number beyond its range would be a row of another table that is
not there, or memory that is not the table's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.corpus import _schema as schema
from unres_research.corpus._actions import SPANS
from unres_research.corpus._fingerprints import N, RunIndex
from unres_research.errors import UnresError
from unres_research.read._actions._action import CLASSES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MOST_WORDS = 2**28  # of all paragraphs; places of words are numbers of 32 bits
_FIRST_DAY, _LAST_DAY = np.datetime64("1945-01-01"), np.datetime64("2200-01-01")
# columns that may be missing in a row
_OPEN = {
    "resolutions": (
        *("organ", "session", "special_session", "title", "distributed_on", "committee"),
        *("adoption", "in_favour", "against", "abstaining", "meeting"),
    ),
    "paragraphs": ("number", "parent", "part", "section", "annex", "opener"),
    "actions": (
        *("head", "due", "due_session", "frequency"),
        *(f"{name}_{side}" for name in SPANS for side in ("start", "end")),
    ),
    "votes": ("state", "iso3", "m49"),
    "roll_calls": ("in_favour", "against", "abstaining"),
    "sponsors": ("state", "iso3", "m49", "behalf"),
}

# values that a column may have, and columns that no two rows share
_VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "votes": {"vote": ("yes", "no", "abstain")},
    "sponsors": {
        "joined": ("draft", "additional"),
        "kind": ("state", "group", "officer", "removed", "other"),
    },
    "actions": {"class": CLASSES},
}
_KEYS = {"roll_calls": ["symbol"], "actions": ["symbol", "paragraph", "action"]}


def unsound(folder: Path, name: str, what: str) -> UnresError:
    """Error that says what does not hold of a table."""
    what = " ".join(what.split())
    return UnresError(
        f"found {name} in {folder} that holds {what}, expected a table as `unres build` makes it; "
        "build the data set again"
    )


def check_columns(table: pa.Table, name: str, rows: int, folder: Path) -> None:
    """Raise `UnresError` unless a table has its columns, types and rows, and none is missing."""
    import pyarrow as pa

    file = schema.file_of(name)
    wanted = schema.arrow_schema(name)
    found = table.schema.remove_metadata()
    if found != wanted:
        odd = [str(field) for field in found if field not in list(wanted)] or found.names
        raise unsound(folder, file, f"the columns {', '.join(odd)[:200]}")
    if table.num_rows != rows:
        raise unsound(
            folder, file, f"{table.num_rows:,} rows where datapackage.json names {rows:,}"
        )
    try:
        table.validate(full=True)
    except pa.ArrowInvalid as error:
        raise unsound(folder, file, f"values that are none ({str(error)[:100]})") from None
    may_miss = _OPEN.get(name, ())
    for column in table.schema.names:
        values = table[column]
        inside = pa.types.is_list(values.type) and any(
            c.flatten().null_count for c in values.chunks
        )
        if inside or (values.null_count and column not in may_miss):
            raise unsound(folder, file, f"a row without {column}")


def check_resolutions(table: pd.DataFrame, folder: Path) -> None:
    """Raise `UnresError` unless symbols are unique, dates and counts in range."""
    name = "resolutions.parquet"
    if not table["symbol"].is_unique:
        raise unsound(folder, name, "a symbol twice")
    for column in ("adopted_on", "distributed_on"):
        days = table[column].dropna()
        if not days.between(_FIRST_DAY, _LAST_DAY).all():
            raise unsound(folder, name, f"a day out of range as {column}")
    counts = table.select_dtypes("number").drop(columns="session")
    if not len(table) or (counts < 0).any(axis=None) or (table["session"] < 1).any():
        raise unsound(folder, name, "no rows, or a number below 0")


def check_paragraphs(table: pd.DataFrame, symbols: pd.Series, wordings: int, folder: Path) -> None:
    """Raise `UnresError` unless paragraphs are of resolutions that are there, ids in range."""
    name = "paragraphs.parquet"
    if set(table["symbol"].unique()) != set(symbols):
        raise unsound(folder, name, "other symbols than in resolutions.parquet")
    if table[["symbol", "paragraph"]].duplicated().any():
        raise unsound(folder, name, "a paragraph twice")
    words = table["words"].to_numpy().astype(np.int64)
    if words.min() < 0 or words.sum() > MOST_WORDS or (table["footnotes"] < 0).any():
        raise unsound(folder, name, "a number of words or footnotes out of range")
    ids = in_range(table["wording"], wordings, folder, name)
    if wordings > len(table):  # before there is a row for each
        raise unsound(folder, name, f"fewer paragraphs than the {wordings:,} wordings")
    lengths = np.full(wordings, -1, dtype=np.int64)
    lengths[ids] = words
    if (lengths < 0).any() or not np.array_equal(lengths[ids], words):
        raise unsound(folder, name, "wordings that are not used, or of several lengths")


def check_later(table: pd.DataFrame, name: str, symbols: pd.Series, folder: Path) -> None:
    """Raise `UnresError` unless rows are of resolutions that are there, values those of a list."""
    file = schema.file_of(name)
    if not table["symbol"].isin(symbols).all():
        raise unsound(folder, file, "other symbols than resolutions.parquet")
    if (table.select_dtypes("number") < 0).any(axis=None):
        raise unsound(folder, file, "a number below 0")
    for column, values in _VALUES.get(name, {}).items():
        if not table[column].isin(values).all():
            raise unsound(folder, file, f"another {column} than {', '.join(values)}")
    if name in _KEYS and table[_KEYS[name]].duplicated().any():
        raise unsound(folder, file, f"one {', '.join(_KEYS[name])} twice")


def check_vocabulary(table: pd.DataFrame, folder: Path) -> None:
    """Raise `UnresError` unless terms have words, and their numbers are in range."""
    name = "vocabulary.parquet"
    if (table["term"].str.strip() == "").any():
        raise unsound(folder, name, "an empty term")
    low = table[["count", "paragraphs", "resolutions", "wordings"]].min() < 1
    if len(table) and (low.any() or not table["n"].between(1, 3).all()):
        raise unsound(folder, name, "a number out of range")


def steps_of_terms(steps: np.ndarray, lengths: np.ndarray, wordings: int, folder: Path) -> Any:
    """Wordings of every term from the steps between them, and where the list of each ends."""
    name = "counts.parquet"
    ends = np.cumsum(lengths, dtype=np.int64)
    if (ends[-1] if len(ends) else 0) != len(steps):
        raise unsound(folder, name, f"{len(steps):,} counts, and another number in the vocabulary")
    total = np.concatenate([[0], np.cumsum(steps, dtype=np.int64)])
    same = steps == 0  # of the first of a term: wording 0; of others: the wording before again
    same[ends - lengths] = False
    if steps.min(initial=0) < 0 or same.any():
        raise unsound(folder, name, "wordings that do not ascend")
    at = total[1:] - np.repeat(total[ends - lengths], lengths)
    return in_range(at, wordings, folder, name), ends


def in_range(ids: Any, size: int, folder: Path, name: str) -> np.ndarray:
    """Return numbers of wordings, or raise `UnresError` when one is not below `size`."""
    found = np.asarray(ids)
    if len(found) and (found.min() < 0 or found.max() >= size):
        raise unsound(folder, name, f"a wording beyond the {size:,} that there are")
    return found


def check_runs(index: RunIndex, paragraphs: pd.DataFrame, folder: Path) -> None:
    """Raise `UnresError` unless every wording has as many runs as its words make."""
    owners = np.repeat(np.arange(index.n_wordings), index.wording_segments)
    runs = np.bincount(owners, weights=index.lengths, minlength=index.n_wordings)
    wanted = np.zeros(index.n_wordings)
    wanted[paragraphs["wording"].to_numpy()] = paragraphs["words"].to_numpy() - (N - 1)
    if not np.array_equal(runs, np.maximum(wanted, 0)):
        raise unsound(folder, "run_segments.parquet", "other numbers of runs than of words")
