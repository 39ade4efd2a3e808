"""Documents as they were read, kept in a file: what has been read once is not read again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from unres_research.corpus import _tokens as analyser
from unres_research.errors import ReadError
from unres_research.read._load import File, read_bytes
from unres_research.records import (
    Annex,
    Footnote,
    Issue,
    Paragraph,
    Resolution,
    Source,
    Subject,
    Vote,
)

LIBRARIES = ("lxml", "pypdfium2")
_BATCH = 256  # documents
_PARTS = {
    "subjects": Subject,
    "paragraphs": Paragraph,
    "footnotes": Footnote,
    "annexes": Annex,
    "issues": Issue,
}


@dataclass(frozen=True)
class Document:
    """What one source file gave.

    Attributes
    ----------
    path : str
        Name of the file in the corpus folder.
    bytes : int
        Its size; 0 when it could not be read.
    sha256 : str
        In hexadecimal; "" when it could not be read.
    record : Resolution or None
        None when the bytes are no resolution.
    words : tuple of str
        Words of every paragraph of the record, joined by spaces.
    reason : str
        Why there is no record.

    Examples
    --------
    >>> Document("a.xml", 0, "", None, reason="found an empty file").record is None
    True
    """

    path: str
    bytes: int
    sha256: str
    record: Resolution | None
    words: tuple[str, ...] = ()
    reason: str = ""


def read_document(file: File) -> Document:
    """Read one file and its words.

    Parameters
    ----------
    file : File

    Returns
    -------
    Document
        A file that cannot be read gives no record but a reason.

    Examples
    --------
    >>> read_document(File("missing.xml", Path("missing.xml"))).record is None
    True
    """
    try:
        data = file.read()
    except ReadError as error:
        return Document(file.name, 0, "", None, reason=error.reason)
    digest = hashlib.sha256(data).hexdigest()
    try:
        record = read_bytes(data, file.name)
    except ReadError as error:
        return Document(file.name, len(data), digest, None, reason=error.reason)
    words = tuple(" ".join(analyser.words(p.text)) for p in record)
    return Document(file.name, len(data), digest, record, words)


@cache
def reader() -> str:
    """Name the code that reads documents, so that what older code read is not used.

    Returns
    -------
    str
        SHA-256 of the modules and word lists of this package and of the versions of Python
        and of the libraries that read files. Any change of the package changes it.

    Examples
    --------
    >>> len(reader())
    64
    """
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(platform.python_version().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted([*here.rglob("*.py"), *here.glob("wordlists/*.csv")]):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def save(
    documents: Iterable[Document], path: str | Path, written: Mapping[str, str] | None = None
) -> None:
    """Write documents to a file: the same documents give the same bytes.

    Parameters
    ----------
    documents : iterable of Document
        Each content is kept once; files whose bytes could not be read are left out.
    path : path
        A Parquet file: `sha256`, and the document as JSON.
    written : mapping of str to str, optional
        `Kept.documents` of an earlier file, whose JSON is taken as it is.

    Examples
    --------
    See `Kept`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    before = written or {}
    known = {d.sha256: d for d in documents if d.sha256}
    names = sorted(known)
    fields = [pa.field("sha256", pa.string()), pa.field("document", pa.string())]
    options = {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": False,
        "write_statistics": False,
        "write_page_checksum": True,
    }
    with pq.ParquetWriter(path, pa.schema(fields, {"reader": reader()}), **options) as writer:
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            texts = [before.get(name) or _to_json(known[name]) for name in batch]
            writer.write_table(pa.table([batch, texts], schema=writer.schema))


@dataclass(frozen=True)
class Kept:
    r"""Documents that were read before; made by `open_kept`.

    Attributes
    ----------
    documents : dict of str to str
        Documents as JSON, by the SHA-256 of their bytes.
    reason : str
        Why there are none; "" when there are.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.txt")
    ...     _ = path.write_text("The General Assembly,\n\n1. Decides to meet.")
    ...     file = File("a.txt", path)
    ...     document = read_document(file)
    ...     save([document], Path(folder, "parsed.parquet"))
    ...     open_kept(Path(folder, "parsed.parquet")).find(file) == document
    True
    """

    documents: dict[str, str]
    reason: str = ""

    def find(self, file: File) -> Document | None:
        """Return what a file gave when its bytes were read before.

        Parameters
        ----------
        file : File
            Its bytes are read for their SHA-256, and not parsed.

        Returns
        -------
        Document or None
            None when these bytes are new, or cannot be read.
        """
        try:
            data = file.read()
        except ReadError:
            return None
        digest = hashlib.sha256(data).hexdigest()
        text = self.documents.get(digest)
        return None if text is None else _from_json(text, file.name, len(data), digest)


def open_kept(path: str | Path) -> Kept:
    """Open a file that `save` wrote.

    Parameters
    ----------
    path : path

    Returns
    -------
    Kept
        Without documents, and with the reason, when the file is missing or damaged or was
        written by another version of the readers.

    Examples
    --------
    >>> open_kept("nowhere.parquet").reason
    'found no nowhere.parquet'
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = Path(path)
    if not path.is_file():
        return Kept({}, f"found no {path.name}")
    try:
        table = pq.read_table(path, page_checksum_verification=True)
        columns = [table[name].to_pylist() for name in ("sha256", "document")]
    except (pa.ArrowException, OSError, KeyError) as error:
        return Kept({}, f"found a damaged {path.name} ({str(error).splitlines()[0]})")
    if (table.schema.metadata or {}).get(b"reader") != reader().encode():
        return Kept({}, f"found a {path.name} by another version of unres-research")
    return Kept(dict(zip(*columns, strict=True)))


def _to_json(document: Document) -> str:
    """Write what depends on the bytes alone, not on the name of the file."""
    record = asdict(document.record) if document.record else None
    if record and record["source"]:
        record["source"]["path"] = ""
    value = {"record": record, "words": document.words, "reason": document.reason}
    return json.dumps(value, ensure_ascii=False)


def _from_json(text: str, path: str, size: int, digest: str) -> Document:
    value = json.loads(text)
    record = _record(value["record"], path) if value["record"] else None
    return Document(path, size, digest, record, tuple(value["words"]), value["reason"])


def _record(value: dict[str, Any], path: str) -> Resolution:
    tuples = _tuples(value)
    for name, kind in _PARTS.items():
        tuples[name] = tuple(kind(**_tuples(one)) for one in value[name])
    tuples["vote"] = Vote(**value["vote"]) if value["vote"] else None
    tuples["source"] = Source(**{**value["source"], "path": path})
    return Resolution(**tuples)


def _tuples(value: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}
