"""The tables of a data set: rows of resolutions and paragraphs, terms, fingerprints."""

from __future__ import annotations

import os
from array import array
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from unres_research._names import BODY_KINDS
from unres_research._progress import doing, each
from unres_research.corpus import _schema as schema
from unres_research.corpus._actions import action_rows
from unres_research.corpus._documents import AnyDocument
from unres_research.corpus._fingerprints import Runs, segment_steps, stored_hashes
from unres_research.corpus._parquet import FAST, SMALL, Table
from unres_research.corpus._sorted import Sorted, number
from unres_research.corpus._sound import MOST_WORDS
from unres_research.corpus._terms import MIN_PARAGRAPHS_WORD, Places, Terms
from unres_research.corpus._texts import pack
from unres_research.corpus._votes import sponsor_rows, tally_row, vote_rows
from unres_research.errors import UnresError
from unres_research.read import _metadata as metadata
from unres_research.records import Resolution, Vote

# attributes of records and paragraphs that are columns as they are
_OF_RECORD = (
    *("symbol", "organ", "title", "committee", "agenda_items", "draft_symbols", "sponsors"),
    *("additional_sponsors", "adoption", "cites"),
)
_OF_PARAGRAPH = ("kind", "number", "parent", "part", "annex", "opener", "cites")
_OF_DOCUMENTS = ("resolutions", "paragraphs", *schema.LATER_TABLES)
_OF_TERMS, _OF_RUNS = ("vocabulary", "counts"), ("run_hashes", "run_segments")


class TooLargeError(UnresError):
    """More words than a data set holds."""


@dataclass(frozen=True)
class Made:
    """What `write_tables` wrote: number of rows by table, and words of every wording."""

    rows: dict[str, int]
    sizes: np.ndarray


def write_tables(
    folder: Path,
    documents: Sequence[AnyDocument],
    rows: dict[str, metadata.Metadata],
    *,
    texts: bool = False,
    least_word: int | None = None,
    progress: bool = False,
) -> Made:
    """Write all tables, of documents with a symbol and a date, in the order of the symbols.

    Tables have the columns of `schema.COLUMNS`. What grows with the number of words waits on the
    disk, in `folder`; in memory are the distinct words and terms, and some numbers a paragraph.
    """
    level, lengths = FAST if texts else SMALL, dict[str, int]()
    names = [*_OF_DOCUMENTS, *(schema.TEXT_TABLES if texts else ())]
    with ThreadPoolExecutor(os.cpu_count()) as pool, Runs(folder) as runs:
        growing = partial(_growing, folder, level, pool, lengths)
        with Terms(folder) as terms:
            with (
                Sorted(folder, "u8", "i8") as keys,
                closing(_numbers(keys, documents, folder, progress)) as numbers,
                growing(names) as tables,
            ):
                counted = each(
                    documents, "making tables", len(documents), "text", progress=progress
                )
                ids = chain.from_iterable(some.tolist() for some in numbers)
                places = _add_documents(tables, counted, ids, rows, terms, runs)
            sizes = _array(terms.sizes)
            with growing(_OF_TERMS) as tables, doing("counting phrases", progress=progress):
                _add_terms(tables, terms, places, least_word)
            del places
        with growing(_OF_RUNS) as tables, doing("numbering runs of words", progress=progress):
            _add_runs(tables, runs)
    return Made(lengths, sizes)


@contextmanager
def _growing(
    folder: Path,
    level: int,
    pool: ThreadPoolExecutor,
    lengths: dict[str, int],
    names: Sequence[str],
) -> Iterator[dict[str, Table]]:
    """Tables that grow; when they are done, `lengths` has the number of their rows."""
    with ExitStack() as stack:
        tables = {name: stack.enter_context(Table(folder, name, level, pool)) for name in names}
        yield tables
        for table in tables.values():
            table.finish()  # side by side
    lengths.update({name: table.length for name, table in tables.items()})


def _add_documents(
    tables: dict[str, Table],
    documents: Iterable[AnyDocument],
    wordings: Iterator[int],
    rows: dict[str, metadata.Metadata],
    terms: Terms,
    runs: Runs,
) -> Places:
    """Add the rows of all resolutions, and the words of new wordings; where wordings stand."""
    ids, owners, total = array("i"), array("i"), 0  # wording and resolution of every paragraph
    for place, document in enumerate(documents):
        split = [words.split() for words in document.words]
        own = list(islice(wordings, len(split)))
        for wording, words in zip(own, split, strict=True):
            if wording == len(terms.sizes):
                terms.add(words)
                runs.add(words)
        lengths = [len(words) for words in split]
        _add_document(tables, document, rows, lengths, own)
        ids.extend(own)
        owners.extend([place] * len(own))
        total += sum(lengths)
        if total > MOST_WORDS:
            raise TooLargeError(
                f"found more than {MOST_WORDS:,} words in the first {place + 1:,} resolutions, "
                "which is all that one data set holds; build several of parts of the folder, as by "
                "organ or decade"
            )
    return Places.of(_array(ids), _array(owners), len(terms.sizes))


def _array(numbers: array[int]) -> np.ndarray:
    return np.frombuffer(numbers, dtype=np.int32)


def _numbers(
    keys: Sorted, documents: Sequence[AnyDocument], folder: Path, progress: bool
) -> Generator[np.ndarray, None, None]:
    """Number the wording of every paragraph of all documents, by first appearance.

    Words of one BLAKE2b (Aumasson et al. 2013) of 64 bits are taken as equal: of ten million
    wordings two are so by chance with odds of 1 to 370,000, and nobody can choose them, for the
    key is new in every build. `keys` is what they are sorted in.
    """
    key = os.urandom(16)
    for document in each(documents, "numbering", len(documents), "text", progress=progress):
        digests = b"".join(
            blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8, key=key).digest()
            for words in document.words
        )
        before = keys.length
        hashes = np.frombuffer(digests, dtype=np.uint64)
        keys.add(hashes, np.arange(before, before + len(hashes)))
    return number(keys, folder)


def _add_document(
    tables: dict[str, Table],
    document: AnyDocument,
    rows: dict[str, metadata.Metadata],
    lengths: list[int],
    wordings: list[int],
) -> None:
    """Add the rows of one resolution to the tables."""
    printed = document.record
    assert printed is not None and printed.symbol
    symbol, row = printed.symbol, rows.get(printed.symbol)
    record = metadata.complete(printed, row) if row else printed
    tables["resolutions"].name_rows([_resolution_row(record, row, lengths, document.path)])
    tables["paragraphs"].name_rows(_paragraph_rows(record, lengths, wordings))
    actions = document.actions
    if actions is None or printed.adopted_on != record.adopted_on:
        actions = action_rows(record, record.adopted_on)
    tables["actions"].add_rows((symbol, *values) for values in actions)
    tables["sponsors"].name_rows(sponsor_rows(record))
    if row and row.roll_call:
        tables["votes"].name_rows(vote_rows(symbol, row.roll_call))
        tables["roll_calls"].name_rows([tally_row(symbol, row.roll_call, row.other_roll_calls)])
    if "texts" in tables:
        tables["texts"].add_rows((symbol, p.id, p.text) for p in record)
        tables["records"].add_rows([(symbol, pack(record))])


def _add_terms(
    tables: dict[str, Table], terms: Terms, places: Places, least_word: int | None
) -> None:
    terms.count(places, MIN_PARAGRAPHS_WORD if least_word is None else least_word)
    for some in terms.vocabulary():
        tables["vocabulary"].add(some)
    for some in terms.counts():
        tables["counts"].add(some)


def _add_runs(tables: dict[str, Table], runs: Runs) -> None:
    """Add fingerprints and segments."""

    def appeared(hashes: np.ndarray) -> None:
        tables["run_hashes"].add_table(stored_hashes(hashes))

    before = 0
    for segments, starts, lengths in runs.numbered(appeared):
        steps, before = segment_steps(segments, before)
        tables["run_segments"].add({"wording_step": steps, "start": starts, "length": lengths})


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
