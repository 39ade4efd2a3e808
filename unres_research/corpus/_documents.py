"""The documents of a corpus folder: read all, keep one a symbol, account for every file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from unres_research import symbols
from unres_research._worker import fault
from unres_research.corpus import _schema as schema
from unres_research.corpus._actions import Rows, action_rows
from unres_research.corpus._fit import misfit
from unres_research.corpus._spool import Shelved, Spool
from unres_research.corpus._tokens import words
from unres_research.errors import ReadError
from unres_research.read import _metadata as metadata
from unres_research.read._files import File, files, named
from unres_research.read._formats import FORMATS
from unres_research.read._load import loads, over_files
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

_ORDER = {form.name: place for place, form in enumerate(FORMATS)}


@dataclass(frozen=True)
class Document:
    """What one source file gave: a record and its words, or the reason why there is none.

    `words` has the words of every paragraph, joined by spaces, `actions` what its paragraphs ask,
    by the date of adoption that it prints (None: not read yet); `bytes` is 0 and `sha256` empty
    when the file could not be read at all.
    """

    path: str
    bytes: int = 0
    sha256: str = ""
    record: Resolution | None = None
    words: tuple[str, ...] = ()
    reason: str = ""
    actions: Rows | None = None

    @property
    def format(self) -> str:
        """Of the source, or "" when there is no record."""
        source = self.record.source if self.record is not None else None
        return source.format if source else ""


AnyDocument = Document | Shelved


def read_document(file: File) -> Document:
    """Read one file and its words."""
    try:
        data = file.read()
    except ReadError as error:
        return Document(file.name, reason=error.reason)
    digest = hashlib.sha256(data).hexdigest()
    try:
        record = loads(data, file.name)
        spaced = tuple(" ".join(words(p.text)) for p in record)
        asked = action_rows(record, record.adopted_on)
    except ReadError as error:
        return Document(file.name, len(data), digest, reason=error.reason)
    except Exception as error:
        return Document(file.name, len(data), digest, reason=fault(error))
    return Document(file.name, len(data), digest, record, spaced, actions=asked)


def read_documents(
    folder: Path, out: Path, spool: Spool, *, n_jobs: int | None, progress: bool
) -> list[Shelved]:
    """Read every document of a folder, those of `out` and other data sets in it excepted."""
    found, issues = files(folder)
    data_sets = {p.parent for p in named(folder, "datapackage.json")} - {folder}
    if out.resolve() != folder.resolve():
        data_sets.add(out)
    inside = {d.resolve() for d in data_sets}
    wanted = [f for f in found if not inside & set(f.path.resolve().parents)]
    unopened = [Document(issue.path, reason=issue.reason) for issue in issues]
    results = over_files(read_document, wanted, n_jobs=n_jobs, progress=progress)
    read = (
        _stopped(file, result) if isinstance(result, ReadError) else result
        for file, result in zip(wanted, results, strict=True)
    )
    return [spool.put(document) for document in chain(read, unopened)]


def _stopped(file: File, error: ReadError) -> Document:
    """What is known of a file that ended the process that read it."""
    try:
        data = file.read()
    except ReadError:
        return Document(file.name, reason=error.reason)
    return Document(file.name, len(data), hashlib.sha256(data).hexdigest(), reason=error.reason)


def choose(
    documents: Sequence[AnyDocument],
    language: str,
    rows: dict[str, metadata.Metadata],
    refused: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[AnyDocument], pd.DataFrame]:
    """Keep one document a symbol, in the order of symbols; say of every file what became of it.

    `refused` has the reasons, by path, for documents that no table can hold.
    """
    import pandas as pd

    kept: dict[str, AnyDocument] = {}
    found: list[dict[str, Any]] = []
    for document in sorted(map(_named, documents), key=_preference):
        status, reason = _status(document, language, kept, rows)
        if status == "read" and document.path in refused:
            status, reason = "left out", refused[document.path]
        row = _source_row(document, status, reason)
        if status == "read":
            kept[row["symbol"]] = document
        found.append(row)
    ordered = [kept[symbol] for symbol in sorted(kept, key=symbols.parse)]
    found.sort(key=lambda row: row["path"])
    return ordered, pd.DataFrame(found, columns=schema.columns("sources"))


def _named(document: AnyDocument) -> AnyDocument:
    """The document under a name that stands on one line of a table."""
    if document.path.isprintable():
        return document
    path = "".join(c if c.isprintable() else "\ufffd" for c in document.path)
    return replace(document, path=path)


def _preference(document: AnyDocument) -> tuple[int, str]:
    return _ORDER.get(document.format, len(_ORDER)), document.path


def _status(
    document: AnyDocument,
    language: str,
    kept: dict[str, AnyDocument],
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
    if not len(record):
        return "left out", "the document has no paragraphs"
    row = rows.get(record.symbol)
    adopted_on = record.adopted_on or (row.adopted_on if row else None)
    if not adopted_on:
        return "left out", "the document prints no date of adoption, and the metadata have none"
    if reason := misfit(record, document.words, adopted_on):
        return "left out", reason
    if record.symbol in kept:
        return "left out", f"{record.symbol} was read from {kept[record.symbol].path}"
    return "read", ""


def _source_row(document: AnyDocument, status: str, reason: str) -> dict[str, Any]:
    record = document.record
    return {
        "path": document.path,
        "bytes": document.bytes,
        "sha256": document.sha256,
        "symbol": (record.symbol if record is not None else None) or "",
        "language": record.language if record is not None else "",
        "status": status,
        "reason": reason,
    }
