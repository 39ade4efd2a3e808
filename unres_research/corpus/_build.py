"""Make the data set from a corpus folder."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import symbols
from unres_research.corpus import _schema as schema
from unres_research.corpus import _texts as stored
from unres_research.corpus import fingerprints
from unres_research.corpus import tokens as analyser
from unres_research.corpus._corpus import NEW, TEXT_FILES, Corpus, open_corpus, place
from unres_research.corpus._parsed import Document, Kept, open_kept, read_document, save
from unres_research.errors import ReadError, UnresError
from unres_research.read import _metadata as metadata
from unres_research.read._load import File, files, over_files, read_metadata
from unres_research.records import BODY_KINDS, Resolution

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from scipy.sparse import csc_array

LEAST_WORD = 2
LEAST_PHRASE = 5
LEAST_RESOLUTIONS = 2
EARLIEST = "1946-01-01"
FORMATS = ("akn", "pdf", "text")  # of one symbol the first is read
INDEX = "index.csv"  # what makes a folder a library
PARSED = "parsed.parquet"
BUILT_IN = Path(__file__).resolve().parents[2] / "data"
SMALL, FAST = 19, 6  # levels of zstd: to hand on, and for a data set that stays where it is
_DAY = 86_400  # seconds


@dataclass(frozen=True)
class Built:
    """What `build` made.

    Attributes
    ----------
    corpus : Corpus
        The new data set, opened.
    sources : pandas.DataFrame
        One row a source file: `path`, `bytes`, `sha256`, `symbol`, `language`, `status`,
        `reason`. `status` is "read", "left out" or "unreadable".
    reused : int
        Files that an update did not read again.
    note : str
        Why an update read every file again; "" when it did not.

    Examples
    --------
    See `build`.
    """

    corpus: Corpus
    sources: pd.DataFrame
    reused: int = 0
    note: str = ""


def build(
    corpus_folder: str | Path,
    out: str | Path,
    *,
    language: str | None = None,
    source_version: str | None = None,
    texts: bool | None = None,
    update: bool = False,
    jobs: int | None = None,
    progress: bool = True,
) -> Built:
    r"""Make a data set from a folder of documents and their metadata.

    The same files give the same bytes. Everything is made in a temporary folder beside
    `out` and moved there at once at the end, so that whoever is interrupted or killed leaves
    the old data set or the new one; other files in `out` are kept.

    Parameters
    ----------
    corpus_folder : path
        Searched with its sub-folders and zip archives; hidden files and data sets in it are
        passed over. Documents are Akoma Ntoso files, official PDFs, or texts that print
        their symbol; of one symbol the XML goes before the PDF, the PDF before the text,
        then the first by name. A date of adoption stands in them or in the metadata.
    out : path
        Folder of the data set, created when missing.
    language : str, optional
        Documents in other languages are listed in `sources.csv` and left out. By default
        "en", in an update that of the data set.
    source_version : str, optional
        Commit or date of the corpus, recorded in `datapackage.json`.
    texts : bool, optional
        Keep the texts of the documents, for which `Corpus.texts` and `Corpus.resolution`
        ask. By default they are kept for a library (a folder with an index.csv), in an
        update for a data set that has them.
    update : bool
        Do not parse again what was parsed for the data set in `out` when that kept the texts
        (`parsed.parquet`): files are known by their SHA-256. Files that are gone leave the
        data set. The result equals a full build byte for byte.
    jobs : int, optional
        Processes; by default one a core.
    progress : bool
        Show progress bars.

    Returns
    -------
    Built

    Raises
    ------
    ReadError
        When there is no such folder.
    UnresError
        When it holds no resolution in that language, when texts are asked for in the data set
        of the repository, which must hold none, when an invariant fails, or when `out` cannot
        be written.

    Notes
    -----
    Drafts and undated documents are left out: put texts that you want to compare with the
    data set elsewhere, and read them with `unres_research.load`. The PDF of a resolution from a
    Main Committee names neither its draft nor its sponsors, and the metadata not the draft:
    `draft_symbols` is empty unless the XML is there.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = ("A/RES/77/901\n\nResolution adopted by the General Assembly on 3 May 2023\n\n"
    ...     "Lamps\n\nThe General Assembly,\n\n1. Decides to light all lamps.")
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "lamps.txt").write_text(text)
    ...     built = build(folder, Path(folder, "data"), jobs=1, progress=False)
    ...     built.corpus.resolutions["words"].tolist(), built.sources["status"].tolist()
    ([5], ['read'])
    """
    corpus_folder, out = Path(corpus_folder), Path(out)
    _finish(out)
    options = _options(corpus_folder, out, language, source_version, texts, update)
    kept = open_kept(out / PARSED) if update else Kept({})
    documents, issues, reused = _read_all(
        corpus_folder, out=out, kept=kept, jobs=jobs, progress=progress
    )
    rows, row_issues = read_metadata(corpus_folder)
    chosen, sources = _choose(documents, issues, options.language, rows)
    if not chosen:
        raise UnresError(
            f"found no resolution in {options.language!r} among {len(sources)} files of "
            f"{corpus_folder}, expected documents in XML, PDF or text; see what became of "
            f"them with `unres parse`{_reasons(sources)}"
        )
    tables = make_tables(chosen, rows, texts=options.texts)
    check(tables, sources, len(documents) + len(issues))
    with _scratch(out) as scratch:
        _write(scratch, tables, sources, row_issues, rows, options, out)
        if options.texts:
            save(documents, scratch / PARSED, kept.documents)
        with ThreadPoolExecutor(1) as mover:  # an interruption waits for it
            mover.submit(_publish, scratch, out).result()
    return Built(open_corpus(out), sources, reused, kept.reason)


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to build in, and remove it whatever happens."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out.resolve().parent)
        scratch = Path(tempfile.mkdtemp(prefix=".building-", dir=out.resolve().parent))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise UnresError(
            f"the data set cannot be written to {out} ({error}), expected a folder with room "
            "and the right to write; what was there is as it was"
        ) from None


@dataclass(frozen=True)
class _Options:
    """What a build was asked for, or the data set that it updates was."""

    language: str
    source_version: str
    texts: bool


def _options(
    corpus_folder: Path,
    out: Path,
    language: str | None,
    source_version: str | None,
    texts: bool | None,
    update: bool,
) -> _Options:
    before: dict[str, Any] = {}
    if update and (out / "datapackage.json").is_file():
        before = _described(out)
        paths = {r["path"] for r in before["resources"]}
        texts = TEXT_FILES[0] in paths if texts is None else texts
    texts = (corpus_folder / INDEX).is_file() if texts is None else texts
    if texts and out.resolve() == BUILT_IN:
        raise UnresError(
            f"found {out} as the place of a data set with texts, expected another folder: the "
            "data set of the repository must hold none; leave the texts out (--no-texts)"
        )
    if source_version is None:
        source_version = before["sources"][0].get("version", "") if before else ""
    recorded = before.get("unres", {}).get("language", "en")
    return _Options(language or recorded, source_version, texts)


def _described(out: Path) -> dict[str, Any]:
    try:
        package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
        _ = package["resources"][0]["path"], package["sources"][0], package["unres"]
    except (ValueError, LookupError, TypeError):
        raise UnresError(
            f"found a datapackage.json in {out} that describes no data set, expected one to "
            "update; build it anew without --update"
        ) from None
    return package


def _reasons(sources: pd.DataFrame) -> str:
    first = [f"{r.path}: {r.reason}" for r in sources.head(3).itertuples()]
    return "; " + "; ".join(first) if first else ""


# reading ------------------------------------------------------------------------------


def _read_all(
    folder: Path, *, out: Path, kept: Kept, jobs: int | None, progress: bool
) -> tuple[list[Document], list[ReadError], int]:
    """Read every document, those that were kept from before excepted, and count these."""
    found, issues = _documents(folder, out)
    known = [kept.find(f) if kept.documents else None for f in found]
    new = [f for f, document in zip(found, known, strict=True) if document is None]
    fresh = over_files(read_document, new, n_jobs=jobs, progress=progress)
    documents = [next(fresh) if document is None else document for document in known]
    return documents, issues, len(found) - len(new)


def _documents(folder: Path, out: Path) -> tuple[list[File], list[ReadError]]:
    """List the documents of a corpus folder, without those of the data sets in it."""
    found, issues = files(folder)
    data_sets = {p.parent for p in folder.rglob("datapackage.json")} - {folder}
    if out.resolve() != folder.resolve():
        data_sets.add(out)
    inside = [d.resolve() for d in data_sets]
    return [f for f in found if not set(f.path.resolve().parents) & set(inside)], issues


def _choose(
    documents: list[Document],
    issues: list[ReadError],
    language: str,
    rows: dict[str, metadata.Metadata],
) -> tuple[list[Document], pd.DataFrame]:
    """Keep one document a symbol, and account for every file."""
    import pandas as pd

    kept: dict[str, Document] = {}
    found: list[dict[str, Any]] = [
        _source_row(Document(e.path, 0, "", None), "unreadable", e.reason) for e in issues
    ]
    for document in sorted(documents, key=_preference):
        status, reason = _status(document, language, kept, rows)
        if status == "read" and document.record:
            kept[document.record.symbol or ""] = document
        found.append(_source_row(document, status, reason))
    ordered = sorted(kept.values(), key=lambda d: symbols.parse(d.record.symbol))  # type: ignore
    columns = [name for name, *_ in schema.COLUMNS["sources"]]
    return ordered, pd.DataFrame(sorted(found, key=lambda r: r["path"]), columns=columns)


def _preference(document: Document) -> tuple[int, str]:
    source = document.record.source if document.record else None
    known = source is not None and source.format in FORMATS
    return (FORMATS.index(source.format) if source and known else len(FORMATS), document.path)


def _status(
    document: Document,
    language: str,
    kept: dict[str, Document],
    rows: dict[str, metadata.Metadata],
) -> tuple[str, str]:
    record = document.record
    if record is None:
        return "unreadable", document.reason
    if record.language != language:
        return "left out", f"language is {record.language!r}"
    if record.kind == "draft":
        return "left out", "a draft: compare it with the data set"
    if not record.symbol:
        return "left out", "the document prints no symbol"
    row = rows.get(record.symbol)
    if not record.adopted_on and not (row and row.adopted_on):
        return "left out", "the document prints no date of adoption, and the metadata have none"
    if record.symbol in kept:
        return "left out", f"{record.symbol} was read from {kept[record.symbol].path}"
    return "read", ""


def _source_row(document: Document, status: str, reason: str) -> dict[str, Any]:
    record = document.record
    return {
        "path": document.path,
        "bytes": document.bytes,
        "sha256": document.sha256,
        "symbol": (record.symbol if record else None) or "",
        "language": record.language if record else "",
        "status": status,
        "reason": reason,
    }


# tables -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tables:
    """The data set before it is written; made by `make_tables`.

    Attributes
    ----------
    resolutions, paragraphs, vocabulary : pandas.DataFrame
        Columns as in `schema.COLUMNS`.
    counts : scipy.sparse.csc_array
        Counts of terms, shape (wordings, terms).
    runs : RunIndex
        Runs of every wording.
    wordings : tuple of str
        Words of every wording, joined by spaces, by first appearance.
    texts : dict of str to pandas.DataFrame
        The tables of `schema.TEXT_TABLES`; empty for a data set without texts.

    Examples
    --------
    See `make_tables`.
    """

    resolutions: pd.DataFrame
    paragraphs: pd.DataFrame
    vocabulary: pd.DataFrame
    counts: csc_array
    runs: fingerprints.RunIndex
    wordings: tuple[str, ...]
    texts: dict[str, pd.DataFrame]


def make_tables(
    documents: list[Document], rows: dict[str, metadata.Metadata], *, texts: bool = False
) -> Tables:
    """Make all tables.

    Parameters
    ----------
    documents : list of Document
        With a record that has a symbol and a date of adoption, in the order of the symbols.
    rows : dict of str to Metadata
        By symbol.
    texts : bool
        Make the tables of the texts too.

    Returns
    -------
    Tables

    Examples
    --------
    >>> from unres_research.records import Paragraph
    >>> record = Resolution("A/RES/77/901", "resolution", "Lamps", adopted_on="2023-05-03",
    ...     paragraphs=(Paragraph("OP1", "operative", "Decides to meet."),))
    >>> tables = make_tables([Document("a.txt", 0, "", record, ("decides to meet",))], {})
    >>> tables.resolutions["words"].tolist(), tables.wordings
    ([3], ('decides to meet',))
    """
    import pandas as pd

    wordings: dict[str, int] = {}
    about: list[dict[str, Any]] = []
    paragraphs: list[dict[str, Any]] = []
    records: list[Resolution] = []
    for document in documents:
        record = document.record
        assert record is not None and record.symbol
        row = rows.get(record.symbol)
        record = metadata.complete(record, row) if row else record
        lengths = [len(w.split()) for w in document.words]
        ids = [wordings.setdefault(w, len(wordings)) for w in document.words]
        about.append(_resolution_row(record, row, lengths, document.path))
        paragraphs += _paragraph_rows(record, lengths, ids)
        records.append(record)
    table = pd.DataFrame(paragraphs)
    vocabulary, counts = count_terms(list(wordings), table)
    hashes = [fingerprints.run_hashes(w.split()) for w in wordings]
    return Tables(
        resolutions=pd.DataFrame(about),
        paragraphs=table,
        vocabulary=vocabulary,
        counts=counts,
        runs=fingerprints.RunIndex.build(hashes),
        wordings=tuple(wordings),
        texts=_text_tables(records) if texts else {},
    )


def _text_tables(records: list[Resolution]) -> dict[str, pd.DataFrame]:
    import pandas as pd

    columns = {name: [c for c, *_ in schema.COLUMNS[name]] for name in schema.TEXT_TABLES}
    found = stored.tables(records)
    return {name: pd.DataFrame(found[name], columns=columns[name]) for name in columns}


def _resolution_row(
    record: Resolution, row: metadata.Metadata | None, lengths: list[int], path: str
) -> dict[str, Any]:
    kinds = Counter(p.kind for p in record)
    body = [n for p, n in zip(record, lengths, strict=True) if p.kind in BODY_KINDS]
    vote = record.vote
    return {
        "symbol": record.symbol,
        "organ": record.organ,
        "session": str(record.session) if record.session is not None else None,
        "title": record.title,
        "adopted_on": np.datetime64(record.adopted_on, "D"),
        "distributed_on": np.datetime64(record.distributed_on or "NaT", "D"),
        "committee": record.committee,
        "agenda_items": record.agenda_items,
        "draft_symbols": record.draft_symbols,
        "sponsors": record.sponsors,
        "additional_sponsors": record.additional_sponsors,
        "adoption": record.adoption,
        "in_favour": vote.in_favour if vote else None,
        "against": vote.against if vote else None,
        "abstaining": vote.abstaining if vote else None,
        "meeting": row.meeting if row else None,
        "subjects": _terms(record, "UNBIS Thesaurus"),
        "names": _terms(record, "DHLAUTH"),
        "sdgs": row.sdgs if row else (),
        "cites": record.cites,
        "preambular": kinds["preambular"],
        "operative": kinds["operative"],
        "paragraphs": len(record),
        "words": sum(body),
        "annexes": len(record.annexes),
        "footnotes": len(record.footnotes),
        "has_metadata": row is not None,
        "source": path,
    }


def _terms(record: Resolution, source: str) -> tuple[str, ...]:
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
            "symbol": record.symbol,
            "paragraph": p.id,
            "position": position,
            "kind": p.kind,
            "number": p.number,
            "parent": p.parent,
            "part": p.part,
            "section": headings.get(p.section or ""),
            "annex": p.annex,
            "opener": p.opener,
            "words": length,
            "footnotes": len(p.footnotes),
            "cites": p.cites,
            "wording": wording,
        }


# counts -------------------------------------------------------------------------------


def count_terms(wordings: list[str], paragraphs: pd.DataFrame) -> tuple[pd.DataFrame, csc_array]:
    """Count words and phrases of up to three words a wording.

    A word is kept when it occurs in at least `LEAST_WORD` paragraphs, a phrase when it
    occurs in at least `LEAST_PHRASE` paragraphs of at least `LEAST_RESOLUTIONS`
    resolutions.

    Parameters
    ----------
    wordings : list of str
        Words joined by spaces.
    paragraphs : pandas.DataFrame
        One row a paragraph: `wording` (row of `wordings`) and `symbol`.

    Returns
    -------
    vocabulary : pandas.DataFrame
        Columns `term`, `n`, `count`, `paragraphs`, `resolutions`, `wordings`; ordered by
        `n`, then by number of paragraphs, most first, then by term.
    counts : scipy.sparse.csc_array
        Shape (wordings, terms).

    Examples
    --------
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

    types, words, rows = _intern(wordings)
    times = np.bincount(paragraphs["wording"], minlength=len(wordings))
    places = _places(paragraphs, len(wordings))
    blocks, parts = [], []
    for n in (1, 2, 3):
        keys, counts = _grams(len(types), words, rows, len(wordings), n)
        present = counts.copy()
        present.data[:] = 1
        table = pd.DataFrame(
            {
                "n": n,
                "count": counts.T @ times,
                "paragraphs": present.T @ times,
                "resolutions": (places.T @ present > 0).sum(axis=0),
                "wordings": np.diff(present.indptr),
            }
        )
        enough = table["paragraphs"] >= (LEAST_WORD if n == 1 else LEAST_PHRASE)
        if n > 1:
            enough &= table["resolutions"] >= LEAST_RESOLUTIONS
        table = table[enough]  # most runs occur once: only those that stay become strings
        table.insert(0, "term", _spelt(types, keys[enough.to_numpy()], n))
        table = table.sort_values(["paragraphs", "term"], ascending=[False, True])
        parts.append(table)
        blocks.append(counts[:, table.index.to_numpy()])
    counts = csc_array(hstack(blocks, format="csc"))
    counts.sort_indices()
    return pd.concat(parts, ignore_index=True), counts


def _intern(wordings: list[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words as numbers: the types, one number a word, and the wording of each word."""
    numbers: dict[str, int] = {}
    words = np.fromiter(
        (numbers.setdefault(x, len(numbers)) for w in wordings for x in w.split()), dtype=np.int64
    )
    lengths = [len(w.split()) for w in wordings]
    rows = np.repeat(np.arange(len(wordings)), np.array(lengths, dtype=np.int64))
    return list(numbers), words, rows


def _places(paragraphs: pd.DataFrame, wordings: int) -> Any:
    """Matrix of which wording stands in which resolution, shape (wordings, resolutions)."""
    from scipy.sparse import csr_array

    codes = paragraphs["symbol"].astype("category").cat.codes.to_numpy()
    ones = np.ones(len(paragraphs), dtype=np.int32)
    shape = (wordings, int(codes.max(initial=-1)) + 1)
    return csr_array((ones, (paragraphs["wording"], codes)), shape=shape)


def _grams(
    types: int, words: np.ndarray, rows: np.ndarray, wordings: int, n: int
) -> tuple[np.ndarray, csc_array]:
    """All runs of n words as numbers to the base `types`, and their counts by wording."""
    from scipy.sparse import csc_array

    size = max(0, len(words) - n + 1)
    whole = rows[:size] == rows[n - 1 : n - 1 + size]
    keys = np.zeros(size, dtype=np.int64)
    for k in range(n):
        keys = keys * types + words[k : k + size]
    found, columns = np.unique(keys[whole], return_inverse=True)
    ones = np.ones(len(columns), dtype=np.int32)
    shape = (wordings, len(found))
    counts = csc_array((ones, (rows[:size][whole], columns)), shape=shape)
    counts.sum_duplicates()
    return found, counts


def _spelt(types: list[str], keys: np.ndarray, n: int) -> list[str]:
    """Runs of n words, from numbers as `_grams` makes them, as strings."""
    base = max(len(types), 1)
    digits = [(keys // base**k) % base for k in reversed(range(n))]
    return [" ".join(types[d] for d in row) for row in zip(*digits, strict=True)]


# writing ------------------------------------------------------------------------------


def _write(
    folder: Path,
    tables: Tables,
    sources: pd.DataFrame,
    row_issues: list[ReadError],
    rows: dict[str, metadata.Metadata],
    options: _Options,
    out: Path,
) -> None:
    written = _stored(tables)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # compression runs outside the GIL
        level = FAST if options.texts else SMALL
        write = partial(_write_parquet, folder, level=level)
        list(pool.map(write, written, written.values()))
    sources.to_csv(folder / "sources.csv", index=False, lineterminator="\n")
    numbers = {n: t.num_rows for n, t in written.items() if n not in schema.TEXT_TABLES}
    numbers["sources"] = len(sources)
    numbers |= {n: t.num_rows for n, t in written.items() if n in schema.TEXT_TABLES}
    facts = {
        "analyser": analyser.VERSION,
        "wordings": len(tables.wordings),
        "distinct_runs": tables.runs.n_runs,
        "least_paragraphs_word": LEAST_WORD,
        "least_paragraphs_phrase": LEAST_PHRASE,
        "least_resolutions_phrase": LEAST_RESOLUTIONS,
        "metadata_without_file": sorted(set(rows) - set(tables.resolutions["symbol"])),
        "metadata_unreadable": [str(e) for e in row_issues],
        **({"language": options.language} if options.texts else {}),
    }
    package = schema.package(folder, numbers, facts, options.source_version, _texts(out))
    path = folder / "datapackage.json"
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _stored(tables: Tables) -> dict[str, pa.Table]:
    schemas = schema.arrow_schemas()
    hashes, segments = tables.runs.to_tables()
    return {
        "resolutions": _arrow(tables.resolutions, schemas["resolutions"]),
        "paragraphs": _arrow(tables.paragraphs, schemas["paragraphs"]),
        "vocabulary": _arrow(tables.vocabulary, schemas["vocabulary"]),
        "counts": _pack(tables.counts),
        "run_hashes": hashes,
        "run_segments": segments,
        **{name: _arrow(table, schemas[name]) for name, table in tables.texts.items()},
    }


def _texts(out: Path) -> list[Path]:
    return sorted((out / "texts").glob("*.txt"))


def _arrow(table: pd.DataFrame, fields: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.table({f.name: _column(table[f.name], f.type) for f in fields}, schema=fields)


def _column(values: pd.Series, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    if pa.types.is_date(kind):
        return pa.array(values.to_numpy("datetime64[D]"))
    if pa.types.is_list(kind):
        return pa.array([list(v) for v in values], type=kind)
    present = [None if v is None or v != v else v for v in values.tolist()]
    if pa.types.is_integer(kind):
        present = [None if v is None else int(v) for v in present]
    return pa.array(present, type=kind)


def _pack(counts: csc_array) -> pa.Table:
    """Counts term by term: steps between the wordings of a term, and how often it occurs."""
    import pyarrow as pa

    steps = np.diff(counts.indices, prepend=0).astype(np.int32)
    lengths = np.diff(counts.indptr)
    firsts = counts.indptr[:-1][lengths > 0]
    steps[firsts] = counts.indices[firsts]
    if counts.data.max(initial=0) > np.iinfo(np.uint16).max:
        raise UnresError("found a term more than 65,535 times in one paragraph, expected fewer")
    return pa.table({"wording_step": steps, "count": counts.data.astype(np.uint16)})


def _write_parquet(folder: Path, name: str, table: pa.Table, *, level: int) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    split = [f.name for f in table.schema if pa.types.is_integer(f.type)]
    strings = [f.name for f in table.schema if f.name not in split]
    # texts that recur word for word are stored once, in one dictionary however long
    whole = {"dictionary_pagesize_limit": 1 << 30} if name in schema.TEXT_TABLES else {}
    pq.write_table(
        table.replace_schema_metadata(None),
        folder / f"{name}.parquet",
        compression="zstd",
        compression_level=level,
        use_dictionary=strings,
        column_encoding={name: "BYTE_STREAM_SPLIT" for name in split},
        write_statistics=False,
        store_schema=True,
        **whole,
    )


def _publish(scratch: Path, out: Path) -> None:
    """Put the finished files in place: at once for `open_corpus`, then one by one."""
    os.rename(scratch, out / NEW)
    _finish(out)


def _finish(out: Path) -> None:
    """Move the files that wait in `.new`, the description last, and drop what it leaves out."""
    if not (out / NEW).is_dir():
        return
    description = json.loads(place(out, "datapackage.json").read_text(encoding="utf-8"))
    named = {r["path"] for r in description["resources"]}
    waiting = sorted(p.name for p in (out / NEW).iterdir())
    for name in sorted(waiting, key=lambda n: n == "datapackage.json"):
        os.replace(out / NEW / name, out / name)
    stale = set(TEXT_FILES) - named | ({PARSED} if TEXT_FILES[0] not in named else set())
    for name in stale:
        (out / name).unlink(missing_ok=True)
    (out / NEW).rmdir()


def _sweep(parent: Path) -> None:
    """Remove what killed builds left behind: temporary folders that are older than a day."""
    for folder in parent.glob(".building-*"):
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _DAY:
            shutil.rmtree(folder, ignore_errors=True)


# invariants ---------------------------------------------------------------------------


def check(tables: Tables, sources: pd.DataFrame, n_files: int) -> None:
    """Assert what must hold of every data set.

    Parameters
    ----------
    tables : Tables
    sources : pandas.DataFrame
        One row a source file, as in `Built`.
    n_files : int
        Files that were found.

    Raises
    ------
    UnresError
        When something does not hold; it names all that does not.

    Examples
    --------
    >>> import pandas as pd
    >>> from unres_research.records import Paragraph
    >>> record = Resolution("A/RES/77/901", "resolution", "Lamps", adopted_on="2023-05-03",
    ...     paragraphs=(Paragraph("OP1", "operative", "Decides to meet."),))
    >>> tables = make_tables([Document("a.txt", 0, "", record, ("decides to meet",))], {})
    >>> check(tables, pd.DataFrame({"status": ["read"]}), 1)
    >>> check(tables, pd.DataFrame({"status": ["read"]}), 2)
    Traceback (most recent call last):
    unres_research.errors.UnresError: the data set breaks what must hold: every file is ...
    """
    import pandas as pd

    resolutions, paragraphs = tables.resolutions, tables.paragraphs
    identity = paragraphs[["symbol", "paragraph"]]
    dates = resolutions["adopted_on"]
    words = np.array([len(w.split()) for w in tables.wordings])
    times = np.bincount(paragraphs["wording"], minlength=len(words))
    single = (tables.vocabulary["n"] == 1).to_numpy()
    counted = tables.counts[:, single].sum()
    runs = np.maximum(words - fingerprints.N + 1, 0)
    today = pd.Timestamp.now().normalize()
    faults = {
        "symbols are unique": resolutions["symbol"].is_unique,
        "paragraph ids are unique in a resolution": not identity.duplicated().any(),
        "every resolution has paragraphs": set(resolutions["symbol"]) == set(paragraphs["symbol"]),
        "dates of adoption are in range": bool(dates.between(EARLIEST, today).all()),
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
