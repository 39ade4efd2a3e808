"""Read documents: one file, or a folder of files with what could not be read."""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from unres_research.errors import ReadError, UnresError
from unres_research.read import _metadata as metadata
from unres_research.read import _xml as akn
from unres_research.read._formats import SUFFIXES, format_of
from unres_research.records import Resolution, Source

if TYPE_CHECKING:
    import pandas as pd

MAX_MEMBER = akn.MAX_BYTES
MAX_MEMBERS = 20_000
MAX_ARCHIVE = 512 * 1024 * 1024
_ZIP_ERRORS = (  # what zipfile raises on damaged archives
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
)


@dataclass(frozen=True)
class File:
    """A document's bytes: a file, or a member of a zip archive.

    Attributes
    ----------
    name : str
        What its source is called: "folder/a.xml", "folder/all.zip/a.xml".
    path : Path
        The file, or the archive.
    member : str or None
        Name inside the archive.

    Examples
    --------
    >>> File("a.xml", Path("a.xml")).member is None
    True
    """

    name: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """Return the bytes.

        Returns
        -------
        bytes

        Raises
        ------
        ReadError
            When the file is missing, damaged or larger than 64 MiB.
        """
        try:
            if self.member is None:
                return metadata.bounded(self.path, self.name, MAX_MEMBER)
            with zipfile.ZipFile(self.path) as archive:
                return self._of_archive(archive, archive.getinfo(self.member))
        except ReadError:
            raise
        except _ZIP_ERRORS as error:
            raise ReadError(self.name, f"cannot be read ({error})") from None

    def _of_archive(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """Unpack in memory what is declared to be short and is; nothing is written."""
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(self.name, "is packed in an unusual way; pack the archive again")
        if member.file_size > MAX_MEMBER:
            found = f"found {member.file_size:,} bytes"
            raise ReadError(self.name, f"{found}, expected at most {MAX_MEMBER:,}")
        with archive.open(member) as file:
            return b"".join(iter(lambda: file.read(65_536), b""))


@dataclass(frozen=True)
class Loaded:
    """What a folder held; unpacks as `records, issues`.

    Attributes
    ----------
    records : tuple of Resolution
        In order of the file names.
    issues : pandas.DataFrame
        Columns `path`, `reason`: every file that could not be read, and why.
    metadata : dict of str to Metadata
        By symbol, also of resolutions that have no file here.

    Examples
    --------
    >>> import pandas as pd
    >>> records, issues = Loaded((), pd.DataFrame(), {})
    >>> records
    ()
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
        An Akoma Ntoso XML file (`.xml`), an official PDF (`.pdf`), a web page (`.html`), or a
        text with or without Markdown (`.txt`, `.md`). The format is told from the content.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        When the file is missing, is in another format or is no resolution; the message says
        what was found and what was expected.

    Examples
    --------
    >>> from unres_research.corpus._corpus import default_path
    >>> draft = load(default_path() / "texts" / "A_78_L.86.txt")
    >>> draft.distributed_on, len(draft), draft["PP4"].opener
    ('2024-06-25', 30, 'Recognizing')
    >>> load("missing.xml")
    Traceback (most recent call last):
    unres_research.errors.ReadError: missing.xml: cannot be read (...
    """
    path = Path(path)
    return read_bytes(File(str(path), path).read(), str(path))


def loads(data: str | bytes, name: str = "text") -> Resolution:
    r"""Read a document that is at hand as text or bytes.

    Parameters
    ----------
    data : str or bytes
    name : str
        Stands for the name of the file in errors and in the record.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        As `load`.

    Examples
    --------
    >>> loads("The General Assembly,\n\n1. Decides to meet.")["OP1"].text
    'Decides to meet.'
    """
    return read_bytes(data.encode() if isinstance(data, str) else data, name)


def read_bytes(data: bytes, name: str) -> Resolution:
    r"""Read one document from its bytes.

    Parameters
    ----------
    data : bytes
        What a file for `load` holds.
    name : str
        What its source is called, in `source.path` and in errors.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        When the bytes are empty, in another format or no resolution.

    Examples
    --------
    >>> record = read_bytes(b"The General Assembly,\n\n1. Decides to meet.", "mine.txt")
    >>> record.source.format, [p.id for p in record]
    ('text', ['OP1'])
    """
    try:
        record, form = _parse(data)
    except UnresError as error:
        raise ReadError(name, str(error)) from None
    except (RecursionError, MemoryError):
        raise ReadError(name, "is nested too deep or too large, expected a resolution") from None
    count = record.source.pages if record.source else None
    source = Source(name, form, hashlib.sha256(data).hexdigest(), count)
    return replace(record, source=source)


def _parse(data: bytes) -> tuple[Resolution, str]:
    if not data.strip():
        raise UnresError("found an empty file, expected a resolution; download it again")
    form = format_of(data)
    return form.parse(data), form.name


def files(folder: str | Path) -> tuple[list[File], list[ReadError]]:
    """List the documents under a folder, inside zip archives too.

    Parameters
    ----------
    folder : path

    Returns
    -------
    documents : list of File
        Files with the endings of `SUFFIXES`, in order of name; README.md is left out, and so
        are hidden and temporary files (names that begin with "." or "~").
    issues : list of ReadError
        Archives that could not be opened, or that have more than 20,000 members; what looks
        like a document but is no file: a pipe, a device, a link to nothing.

    Raises
    ------
    ReadError
        When there is no such folder.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for name in ("b.txt", "a.xml", "notes.doc"):
    ...         Path(folder, name).touch()
    ...     documents, issues = files(folder)
    >>> [d.name for d in documents], issues
    (['a.xml', 'b.txt'], [])
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ReadError(str(folder), "found no such folder, expected one that holds documents")
    documents: list[File] = []
    issues: list[ReadError] = []
    for path in sorted(folder.rglob("*")):
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")
        hidden = any(part.startswith((".", "~")) for part in PurePosixPath(name).parts)
        if hidden or path.name.upper() == "README.MD" or path.is_dir():
            continue
        try:
            if path.suffix.lower() in SUFFIXES:
                documents.append(_regular(path, name))
            elif path.suffix.lower() == ".zip":
                documents += _members(_regular(path, name))
        except ReadError as error:
            issues.append(error)
    return documents, issues


def _regular(path: Path, name: str) -> File:
    if not path.is_file():
        raise ReadError(name, "found a pipe, device or link to nothing, expected a file")
    return File(name, path)


def _members(file: File) -> list[File]:
    path, name = file.path, file.name
    try:
        if path.stat().st_size > MAX_ARCHIVE:
            raise ReadError(name, f"found more than {MAX_ARCHIVE:,} bytes, expected fewer")
        with zipfile.ZipFile(path) as archive:
            members = [m.filename for m in archive.infolist() if not m.is_dir()]
    except ReadError:
        raise
    except _ZIP_ERRORS as error:
        raise ReadError(name, f"cannot be opened as a zip archive ({error})") from None
    if len(members) > MAX_MEMBERS:
        raise ReadError(name, f"found {len(members):,} members, expected at most {MAX_MEMBERS:,}")
    wanted = (m for m in sorted(members) if PurePosixPath(m).suffix.lower() in SUFFIXES)
    return [File(f"{name}/{member}", path, member) for member in wanted]


def over_files(
    task: Callable[[File], Any],
    found: Sequence[File],
    *,
    jobs: int | None = None,
    progress: bool = True,
) -> Iterator[Any]:
    """Do the same with many files, on all cores, in their order.

    Parameters
    ----------
    task : callable
        Takes a `File`; a function of a module, so that other processes know it.
    found : sequence of File
    jobs : int, optional
        Processes; by default one a core, and one for fewer than 16 files.
    progress : bool
        Show a progress bar.

    Yields
    ------
    object
        What the task returned, file by file.

    Raises
    ------
    UnresError
        When a process died, for want of memory perhaps.

    Examples
    --------
    >>> list(over_files(str, [], progress=False))
    []
    """
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError
    from tqdm.auto import tqdm

    workers = min(jobs or os.cpu_count() or 1, max(1, len(found) // 8))
    results = Parallel(n_jobs=workers, return_as="generator", batch_size=4 if workers > 1 else 1)(
        delayed(task)(file) for file in found
    )
    bar = tqdm(results, total=len(found), desc="reading", unit="file", disable=not progress)
    try:
        yield from bar
    except TerminatedWorkerError as error:
        raise UnresError(
            f"a process that read documents died ({error}), after {bar.n:,} of {len(found):,} "
            "files; with jobs=1 the file that it could not bear shows"
        ) from None


def _read(document: File) -> Resolution | ReadError:
    try:
        return read_bytes(document.read(), document.name)
    except ReadError as error:
        return error


def load_folder(path: str | Path, *, jobs: int | None = None, progress: bool = True) -> Loaded:
    r"""Read all documents under a folder, and the metadata beside them.

    Files that cannot be read do not stop the rest: each is listed with its reason. Zip
    archives are read in place. Metadata (JSON Lines in a folder `data_extract`) fill
    what the documents leave open.

    Parameters
    ----------
    path : path
        A folder.
    jobs : int, optional
        Processes; by default one a core.
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

    Notes
    -----
    Everything is kept, also a symbol that stands in two files and other languages; for a
    data set, where each symbol counts once, use `unres_research.corpus._build.build`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("The General Assembly,\n\n1. Decides to meet.")
    ...     _ = Path(folder, "b.txt").write_text("Dear Sir,")
    ...     records, issues = load_folder(folder, progress=False)
    >>> len(records), issues["path"].tolist()
    (1, ['b.txt'])
    """
    import pandas as pd

    documents, issues = files(path)
    rows, row_issues = read_metadata(path)
    records = []
    for found in over_files(_read, documents, jobs=jobs, progress=progress):
        if isinstance(found, ReadError):
            issues.append(found)
        else:
            known = rows.get(found.symbol or "")
            records.append(metadata.complete(found, known) if known else found)
    table = [{"path": e.path, "reason": e.reason} for e in [*issues, *row_issues]]
    return Loaded(tuple(records), pd.DataFrame(table, columns=["path", "reason"]), rows)


def read_metadata(path: str | Path) -> tuple[dict[str, metadata.Metadata], list[ReadError]]:
    """Read the metadata of every folder `data_extract` at or under a folder.

    Parameters
    ----------
    path : path

    Returns
    -------
    metadata : dict of str to Metadata
        By symbol; of a symbol in two such folders the later one counts.
    issues : list of ReadError
        One a line that could not be read.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     extract = Path(folder, "data_extract")
    ...     extract.mkdir()
    ...     _ = (extract / "77.json").write_text("[]")
    ...     rows, issues = read_metadata(folder)
    >>> rows, issues[0].path
    ({}, '77.json, line 1')
    """
    rows: dict[str, metadata.Metadata] = {}
    issues: list[ReadError] = []
    for folder in _extracts(Path(path)):
        found, faults = metadata.read(folder)
        rows |= found
        issues += faults
    return rows, issues


def _extracts(path: Path) -> Iterable[Path]:
    return sorted(p for p in [*path.rglob("data_extract"), path] if p.name == "data_extract")
