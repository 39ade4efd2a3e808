"""Read documents: one file, or a folder of files with what could not be read."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from unres_research import akn, metadata, plaintext
from unres_research.errors import ReadError, UnresError
from unres_research.records import Resolution, Source

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".xml", ".txt", ".md")
MAX_MEMBER = akn.MAX_BYTES
MAX_MEMBERS = 20_000


@dataclass(frozen=True)
class File:
    """A document's bytes: a file, or a member of a zip archive."""

    name: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """Return the bytes; ReadError when the file is missing, too large or damaged."""
        try:
            if self.member is None:
                return self._bounded(self.path.stat().st_size, self.path.read_bytes)
            with zipfile.ZipFile(self.path) as archive:
                size = archive.getinfo(self.member).file_size
                return self._bounded(size, lambda: archive.read(self.member or ""))
        except (OSError, zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError) as error:
            raise ReadError(self.name, f"cannot be read ({error})") from None

    def _bounded(self, size: int, read: Callable[[], bytes]) -> bytes:
        if size > MAX_MEMBER:
            raise ReadError(self.name, f"found {size:,} bytes, expected at most {MAX_MEMBER:,}")
        return read()


@dataclass(frozen=True)
class Loaded:
    """What a folder held.

    Attributes
    ----------
    records : tuple of Resolution
        In order of the file names.
    issues : pandas.DataFrame
        Columns `path`, `reason`: every file that could not be read, and why.
    metadata : dict of str to Metadata
        By symbol, also of resolutions that have no file here.
    """

    records: tuple[Resolution, ...]
    issues: pd.DataFrame
    metadata: dict[str, metadata.Metadata]

    def __iter__(self) -> Iterator[object]:
        """Allow `records, issues = load_folder(path)`."""
        return iter((self.records, self.issues))


def load(path: str | Path) -> Resolution:
    """Read one resolution or draft from a file.

    Parameters
    ----------
    path : path
        An Akoma Ntoso XML file (`.xml`), or a text with or without Markdown (`.txt`,
        `.md`). The format is told from the content.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        When the file is missing, is in another format or holds no resolution; the
        message says what was found and what was expected.

    Examples
    --------
    >>> from pathlib import Path
    >>> load(Path("missing.xml"))
    Traceback (most recent call last):
    unres_research.errors.ReadError: missing.xml: cannot be read (...
    """
    path = Path(path)
    return read_bytes(File(str(path), path).read(), str(path))


def read_bytes(data: bytes, name: str) -> Resolution:
    """Read one document from its bytes; `name` is what its source is called."""
    try:
        record, form = _parse(data)
    except UnresError as error:
        raise ReadError(name, str(error)) from None
    source = Source(path=name, format=form, sha256=hashlib.sha256(data).hexdigest())
    return replace(record, source=source)


def _parse(data: bytes) -> tuple[Resolution, str]:
    if not data.strip():
        raise UnresError("found an empty file, expected a resolution; download it again")
    if akn.is_akn(data):
        return akn.parse(data), "akn"
    if data.startswith(b"%PDF"):
        raise UnresError("found a PDF, expected Akoma Ntoso XML or text; save its text as .txt")
    if data.lstrip()[:1] == b"<":
        return akn.parse(data), "akn"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnresError(
            f"found bytes that are not UTF-8 ({error.reason} at byte {error.start}), expected "
            "text in UTF-8; save the file with that encoding"
        ) from None
    return plaintext.parse(text), "text"


def files(folder: str | Path) -> tuple[list[File], list[ReadError]]:
    """List the documents under a folder, inside zip archives too, in order of name.

    Returns
    -------
    documents : list of File
    issues : list of ReadError
        Archives that could not be opened.

    Raises
    ------
    ReadError
        When there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ReadError(str(folder), "found no such folder, expected one that holds documents")
    documents: list[File] = []
    issues: list[ReadError] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in SUFFIXES and path.is_file() and path.name.upper() != "README.MD":
            documents.append(File(name, path))
        elif path.suffix.lower() == ".zip":
            try:
                documents += _members(path, name)
            except ReadError as error:
                issues.append(error)
    return documents, issues


def _members(path: Path, name: str) -> list[File]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m.filename for m in archive.infolist() if not m.is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        raise ReadError(name, f"cannot be opened as a zip archive ({error})") from None
    if len(members) > MAX_MEMBERS:
        raise ReadError(name, f"found {len(members):,} members, expected at most {MAX_MEMBERS:,}")
    wanted = (m for m in sorted(members) if PurePosixPath(m).suffix.lower() in SUFFIXES)
    return [File(f"{name}/{member}", path, member) for member in wanted]


def load_folder(path: str | Path, *, progress: bool = True) -> Loaded:
    """Read all documents under a folder, and the metadata beside them.

    Files that cannot be read do not stop the rest: each is listed with its reason. Zip
    archives are read in place. Metadata (JSON Lines in a folder `data_extract`) fill
    what the documents leave open.

    Parameters
    ----------
    path : path
        A folder.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Loaded
        Unpacks as `records, issues`.

    Raises
    ------
    ReadError
        When there is no such folder.
    """
    import pandas as pd
    from tqdm.auto import tqdm

    documents, issues = files(path)
    rows, row_issues = read_metadata(path)
    records = []
    for document in tqdm(documents, desc="reading", unit="file", disable=not progress):
        try:
            record = read_bytes(document.read(), document.name)
        except ReadError as error:
            issues.append(error)
        else:
            known = rows.get(record.symbol or "")
            records.append(metadata.complete(record, known) if known else record)
    table = [{"path": e.path, "reason": e.reason} for e in [*issues, *row_issues]]
    return Loaded(tuple(records), pd.DataFrame(table, columns=["path", "reason"]), rows)


def read_metadata(path: str | Path) -> tuple[dict[str, metadata.Metadata], list[ReadError]]:
    """Read the metadata of every folder `data_extract` at or under a folder."""
    rows: dict[str, metadata.Metadata] = {}
    issues: list[ReadError] = []
    for folder in _extracts(Path(path)):
        found, faults = metadata.read(folder)
        rows |= found
        issues += faults
    return rows, issues


def _extracts(path: Path) -> Iterable[Path]:
    return sorted(p for p in [*path.rglob("data_extract"), path] if p.name == "data_extract")
