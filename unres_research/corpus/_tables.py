"""The tables of a data set: resolutions, paragraphs, terms and their counts; what must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._names import BODY_KINDS
from unres_research.corpus import _schema as schema
from unres_research.corpus._actions import action_rows
from unres_research.corpus._documents import AnyDocument
from unres_research.corpus._fingerprints import N, RunIndex
from unres_research.corpus._fit import FIRST_DAY, last_day
from unres_research.corpus._texts import pack
from unres_research.corpus._votes import sponsor_rows, tally_row, vote_rows
from unres_research.errors import UnresError
from unres_research.read import _metadata as metadata
from unres_research.records import Resolution, Vote

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csc_array

MIN_PARAGRAPHS_WORD = 2
MIN_PARAGRAPHS_PHRASE = 5
MIN_RESOLUTIONS_PHRASE = 2
_AT_ONCE = 4_000_000  # words whose runs are sorted at a time: bounds the memory
# attributes of records and paragraphs that are columns as they are
_OF_RECORD = (
    *("symbol", "organ", "title", "committee", "agenda_items", "draft_symbols", "sponsors"),
    *("additional_sponsors", "adoption", "cites"),
)
_OF_PARAGRAPH = ("kind", "number", "parent", "part", "annex", "opener", "cites")


@dataclass(frozen=True)
class Tables:
    """The data set before it is written; made by `make_tables`.

    Tables have the columns of `schema.COLUMNS`; `counts` has the shape (wordings, terms), and
    `wordings` the words of every wording, joined by spaces, by first appearance. `texts` is
    empty for a data set without texts; `more` has actions, votes, roll calls and sponsors.
    """

    resolutions: pd.DataFrame
    paragraphs: pd.DataFrame
    vocabulary: pd.DataFrame
    counts: csc_array
    runs: RunIndex
    wordings: tuple[str, ...]
    texts: dict[str, pd.DataFrame]
    more: dict[str, pd.DataFrame]


def make_tables(
    documents: Sequence[AnyDocument],
    rows: dict[str, metadata.Metadata],
    *,
    texts: bool = False,
    least_word: int | None = None,
) -> Tables:
    """Make all tables, of documents with a symbol and a date, in the order of the symbols."""
    wordings: dict[str, int] = {}
    rows_of = {name: _Rows(name) for name in _made(texts)}
    for document in documents:
        record = document.record
        assert record is not None and record.symbol
        row = rows.get(record.symbol)
        record = metadata.complete(record, row) if row else record
        lengths = [len(w.split()) for w in document.words]
        ids = [wordings.setdefault(w, len(wordings)) for w in document.words]
        rows_of["resolutions"].name([_resolution_row(record, row, lengths, document.path)])
        rows_of["paragraphs"].name(_paragraph_rows(record, lengths, ids))
        _add_rows(rows_of, document, record, row)
        if texts:
            rows_of["texts"].add((record.symbol, p.id, p.text) for p in record)
            rows_of["records"].add([(record.symbol, pack(record))])
    frames = {name: rows.frame() for name, rows in rows_of.items()}
    table = frames["paragraphs"]
    vocabulary, counts = count_terms(list(wordings), table, least_word)
    return Tables(
        resolutions=frames["resolutions"],
        paragraphs=table,
        vocabulary=vocabulary,
        counts=counts,
        runs=RunIndex.build(w.split() for w in wordings),
        wordings=tuple(wordings),
        texts={name: frames[name] for name in schema.TEXT_TABLES if texts},
        more={name: frames[name] for name in schema.LATER_TABLES},
    )


def _made(texts: bool) -> tuple[str, ...]:
    """Names of the tables whose rows come from documents."""
    return (
        "resolutions",
        "paragraphs",
        *schema.LATER_TABLES,
        *(schema.TEXT_TABLES if texts else ()),
    )


class _Rows:
    """Rows of a table, column by column; of equal texts one is kept, which bounds the memory."""

    def __init__(self, table: str) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in schema.columns(table)}
        self.kept: dict[Any, Any] = {}

    def name(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add rows by the names of their columns."""
        self.add(tuple(row[name] for name in self.columns) for row in rows)

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows, their values in the order of the columns."""
        for row in rows:
            for column, value in zip(self.columns.values(), row, strict=True):
                shared = isinstance(value, str | tuple)
                column.append(self.kept.setdefault(value, value) if shared else value)

    def frame(self) -> pd.DataFrame:
        """The table; its rows are given up."""
        import pandas as pd

        found = pd.DataFrame(self.columns, columns=list(self.columns))
        self.columns, self.kept = {}, {}
        return found


def _add_rows(
    tables: dict[str, _Rows],
    document: AnyDocument,
    record: Resolution,
    row: metadata.Metadata | None,
) -> None:
    """Add what a resolution asks, who submitted it and who voted how to the rows of the tables."""
    symbol, printed = record.symbol or "", document.record
    actions = document.actions
    if actions is None or printed is None or printed.adopted_on != record.adopted_on:
        actions = action_rows(record, record.adopted_on)
    tables["actions"].add((symbol, *values) for values in actions)
    tables["sponsors"].name(sponsor_rows(record))
    if row and row.roll_call:
        tables["votes"].name(vote_rows(symbol, row.roll_call))
        tables["roll_calls"].name([tally_row(symbol, row.roll_call, row.other_roll_calls)])


def _resolution_row(
    record: Resolution, row: metadata.Metadata | None, lengths: list[int], path: str
) -> dict[str, Any]:
    kinds = Counter(p.kind for p in record)
    body = [n for p, n in zip(record, lengths, strict=True) if p.kind in BODY_KINDS]
    return {
        **{name: getattr(record, name) for name in _OF_RECORD},
        "session": record.session if isinstance(record.session, int) else None,
        "special_session": record.session if isinstance(record.session, str) else None,
        "adopted_on": np.datetime64(record.adopted_on, "D"),
        "distributed_on": np.datetime64(record.distributed_on or "NaT", "D"),
        **(record.vote.to_dict() if record.vote else dict.fromkeys(Vote.__dataclass_fields__)),
        "meeting": row.meeting if row else None,
        "subjects": _index_terms(record, "UNBIS Thesaurus"),
        "names": _index_terms(record, "DHLAUTH"),
        "sdgs": row.sdgs if row else (),
        "preambular": kinds["preambular"],
        "operative": kinds["operative"],
        "paragraphs": len(record),
        "words": sum(body),
        "annexes": len(record.annexes),
        "footnotes": len(record.footnotes),
        "has_metadata": row is not None,
        "source": path,
    }


def _index_terms(record: Resolution, source: str) -> tuple[str, ...]:
    """Index terms of one vocabulary; thesaurus terms in capitals, as later sessions print them."""
    terms = (s.term for s in record.subjects if s.source == source)
    upper = source == "UNBIS Thesaurus"
    return tuple(dict.fromkeys(t.upper() if upper else t for t in terms))


def _paragraph_rows(
    record: Resolution, lengths: list[int], ids: list[int]
) -> Iterator[dict[str, Any]]:
    headings = {p.text: p.id for p in record if p.kind == "heading"}
    for position, (p, length, wording) in enumerate(zip(record, lengths, ids, strict=True), 1):
        yield {
            **{name: getattr(p, name) for name in _OF_PARAGRAPH},
            "symbol": record.symbol,
            "paragraph": p.id,
            "position": position,
            "section": headings.get(p.section or ""),
            "words": length,
            "footnotes": len(p.footnotes),
            "wording": wording,
        }


# counts -------------------------------------------------------------------------------


def count_terms(
    wordings: list[str], paragraphs: pd.DataFrame, least_word: int | None = None
) -> tuple[pd.DataFrame, csc_array]:
    """Count words and phrases of up to three words a wording.

    A word is kept when it occurs in two paragraphs or more (`least_word`), a phrase when it
    occurs in five or more, of two resolutions or more. `paragraphs` has the columns `wording`
    (row of `wordings`) and `symbol`. The vocabulary is ordered by number of words, then by number
    of paragraphs, most first, then by term; counts have the shape (wordings, terms).

    "b" stands in three paragraphs, "a" in two; "c" stands in one and is dropped.

    >>> import pandas as pd
    >>> places = pd.DataFrame({"wording": [0, 1, 0], "symbol": ["A/1", "A/1", "A/2"]})
    >>> vocabulary, counts = count_terms(["a b", "b c"], places)
    >>> vocabulary[["term", "paragraphs", "resolutions"]].values.tolist()
    [['b', 3, 2], ['a', 2, 2]]
    >>> counts.toarray().tolist()
    [[1, 1], [1, 0]]
    """
    import pandas as pd
    from scipy.sparse import csc_array, hstack

    least = MIN_PARAGRAPHS_WORD if least_word is None else least_word
    types, words, rows = _intern(wordings)
    times = np.bincount(paragraphs["wording"], minlength=len(wordings))
    places = _places(paragraphs, len(wordings))
    tables, blocks = [], []
    for n in (1, 2, 3):
        enough = least if n == 1 else MIN_PARAGRAPHS_PHRASE
        in_texts = 1 if n == 1 else MIN_RESOLUTIONS_PHRASE
        found = [
            _often(_grams(len(types), words, rows, at, len(wordings), n), times, places,
                   enough, in_texts)
            for at in _pieces(words, len(types), n)
        ]  # fmt: skip
        keys, counted, counts = (list(some) for some in zip(*found, strict=True))
        table = pd.concat(counted, ignore_index=True)
        table.insert(0, "term", _spelt(types, np.concatenate(keys), n))
        table.insert(1, "n", n)
        table = table.sort_values(["paragraphs", "term"], ascending=[False, True])
        tables.append(table)
        blocks.append(csc_array(hstack(counts, format="csc"))[:, table.index.to_numpy()])
    together = csc_array(hstack(blocks, format="csc"))
    together.sort_indices()
    return pd.concat(tables, ignore_index=True), together


def _pieces(words: np.ndarray, types: int, n: int) -> Iterator[np.ndarray]:
    """Places where a run of n words may begin, by the number of its first word, some at a time."""
    first = words[: max(0, len(words) - n + 1)]
    cuts = np.flatnonzero(np.diff(np.cumsum(np.bincount(first, minlength=types)) // _AT_ONCE)) + 1
    for low, high in pairwise([0, *cuts.tolist(), types]):
        yield np.flatnonzero((first >= low) & (first < high))


def _often(
    grams: tuple[np.ndarray, csc_array], times: np.ndarray, places: Any, least: int, in_texts: int
) -> tuple[np.ndarray, pd.DataFrame, csc_array]:
    """Keep runs that stand in enough paragraphs and resolutions: most runs occur once."""
    import pandas as pd

    keys, counts = grams
    present = counts.copy()
    present.data[:] = 1
    table = pd.DataFrame(
        {
            "count": counts.T @ times,
            "paragraphs": present.T @ times,
            "resolutions": (places.T @ present > 0).sum(axis=0),
            "wordings": np.diff(present.indptr),
        }
    )
    enough = (table["paragraphs"] >= least) & (table["resolutions"] >= in_texts)
    return keys[enough.to_numpy()], table[enough], counts[:, np.flatnonzero(enough)]


def _intern(wordings: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words as numbers: the types, one number a word, and the wording of each word."""
    numbers: dict[str, int] = {}
    words = np.fromiter(
        (numbers.setdefault(x, len(numbers)) for w in wordings for x in w.split()), dtype=np.int32
    )
    lengths = [len(w.split()) for w in wordings]
    order = np.arange(len(wordings), dtype=np.int32)
    rows = np.repeat(order, np.array(lengths, dtype=np.int64))
    return list(numbers), words, rows


def _places(paragraphs: pd.DataFrame, wordings: int) -> Any:
    """Matrix of which wording stands in which resolution, shape (wordings, resolutions)."""
    from scipy.sparse import csr_array

    codes = paragraphs["symbol"].astype("category").cat.codes.to_numpy()
    shape = (wordings, paragraphs["symbol"].nunique())
    return csr_array((np.ones(len(codes)), (paragraphs["wording"], codes)), shape=shape)


def _grams(
    types: int, words: np.ndarray, rows: np.ndarray, at: np.ndarray, wordings: int, n: int
) -> tuple[np.ndarray, csc_array]:
    """Runs of n words that begin at some places, as numbers to the base `types`; their counts.

    Counts have the shape (wordings, runs).
    """
    from scipy.sparse import csc_array

    at = at[rows[at] == rows[at + n - 1]]
    keys = np.zeros(len(at), dtype=np.int64)
    for k in range(n):
        keys = keys * types + words[at + k]
    found, columns = np.unique(keys, return_inverse=True)
    ones = np.ones(len(columns), dtype=np.int32)
    counts = csc_array((ones, (rows[at], columns)), shape=(wordings, len(found)))
    counts.sum_duplicates()
    return found, counts


def _spelt(types: list[str], keys: np.ndarray, n: int) -> list[str]:
    """Runs of n words, from numbers as `_grams` makes them, as strings."""
    base = max(len(types), 1)
    digits = [(keys // base**k) % base for k in reversed(range(n))]
    return [" ".join(types[d] for d in row) for row in zip(*digits, strict=True)]


# invariants ---------------------------------------------------------------------------


def check(tables: Tables, sources: pd.DataFrame, n_files: int) -> None:
    """Raise `UnresError` that names all that does not hold, of what must hold of a data set."""
    import pandas as pd

    resolutions, paragraphs = tables.resolutions, tables.paragraphs
    identity = paragraphs[["symbol", "paragraph"]]
    dates = resolutions["adopted_on"]
    words = np.array([len(w.split()) for w in tables.wordings])
    times = np.bincount(paragraphs["wording"], minlength=len(words))
    single = (tables.vocabulary["n"] == 1).to_numpy()
    counted = tables.counts[:, single].sum()
    runs = np.maximum(words - N + 1, 0)
    faults = {
        "symbols are unique": resolutions["symbol"].is_unique,
        "paragraph ids are unique in a resolution": not identity.duplicated().any(),
        "every resolution has paragraphs": set(resolutions["symbol"]) == set(paragraphs["symbol"]),
        "dates of adoption are in range": bool(
            dates.between(pd.Timestamp(FIRST_DAY), pd.Timestamp(last_day())).all()
        ),
        "every file is accounted for": len(sources) == n_files,
        "every resolution comes from one file": (sources["status"] == "read").sum()
        == len(resolutions),
        "lengths add up": int((words * times).sum()) == int(paragraphs["words"].sum()),
        "word counts do not exceed the words": counted <= words.sum(),
        "counts agree with the vocabulary": bool(
            np.array_equal(tables.counts.T @ times, tables.vocabulary["count"])
        ),
        "every run has a fingerprint": tables.runs.n_postings == int(runs.sum()),
        "texts stand beside their paragraphs": not tables.texts
        or tables.texts["texts"][["symbol", "paragraph"]].equals(identity),
    }
    broken = [name for name, holds in faults.items() if not holds]
    if broken:
        raise UnresError(f"the data set breaks what must hold: {'; '.join(broken)}")
