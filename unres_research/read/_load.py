"""Read documents: one file, or a folder of files with what could not be read."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from numbers import Integral
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research import _parallel as parallel
from unres_research import _worker as worker
from unres_research._inputs import check_kind
from unres_research._printable import printable
from unres_research._progress import each
from unres_research.errors import ReadError, UnresError
from unres_research.read import _docx
from unres_research.read._docx_text import ACCEPTED, VIEWS
from unres_research.read._files import File, files, forget_archive
from unres_research.read._formats import format_of, goes_apart
from unres_research.read._metadata import Metadata, complete, read_metadata
from unres_research.records import Resolution, Source

if TYPE_CHECKING:
    import pandas as pd

_MANY, _AT_ONCE = 64, 4  # from so many files on, so many go to a worker in one request
_FEW, _WIDE = 3, 200  # files that could not be read, characters of each, in a repr
_TOGETHER = 16  # files of a task for joblib
_MAX_HERE = 2 * 1024 * 1024  # bytes of a document that is read in the caller's process


@dataclass(frozen=True, repr=False)
class Loaded:
    """What `load_folder` returns; unpacks as `records, issues`."""

    records: tuple[Resolution, ...]  # in order of the file names
    issues: pd.DataFrame  # columns path, reason: every file that could not be read, and why
    metadata: dict[str, Metadata]  # by symbol, also of resolutions that have no file here

    def __repr__(self) -> str:
        """Say how much was read, and the first of what was not."""
        said = [f"<Loaded: {len(self.records):,} documents read, {len(self.issues):,} not>"]
        for path, reason in self.issues[["path", "reason"]].head(_FEW).to_numpy().tolist():
            said.append(printable(f"{path}: {reason}", lines=False)[:_WIDE])
        more = len(self.issues) - _FEW
        return "\n".join([*said, *([f"... {more:,} more in .issues"] if more > 0 else [])])

    def __iter__(self) -> Iterator[object]:
        """Allow `records, issues = load_folder(path)`."""
        return iter((self.records, self.issues))


def load(path: str | Path, *, revisions: str = ACCEPTED) -> Resolution:
    """Read one resolution or draft from a file.

    Parameters
    ----------
    path : path
        An Akoma Ntoso XML file (`.xml`), an official PDF (`.pdf`), a Word file (`.docx`), a web
        page (`.html`), or a text with or without Markdown (`.txt`, `.md`). The format is told
        from the content.
    revisions : str
        How tracked changes of a Word file are read: "accepted", or "original" for the text
        before them. Either way `revisions` of the record lists them.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        When the file is missing, is in another format or is no resolution; the message says
        what was found and what was expected.

    Notes
    -----
    XML may be in any official language, the rest in English, French or Spanish. PDFs are read
    as resolutions and drafts have been set since about 2015; reports, letters and scans are
    refused or misread. Text may wrap its lines or not, have a blank line after each, be quoted in
    a mail or copied out of a PDF with its running heads and notes, lack the formula, and have
    labels such as "PP1" and "OP7 ter". A web page that a script fills is saved from the browser
    once it is filled; a page with several resolutions gives one. What a document does not print
    is empty, and its `issues` say so.

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
    check_kind(path, (str, PathLike), "the document", "its path; for text at hand use un.loads")
    path = Path(path)
    return loads(File(str(path), path).read(), str(path), revisions=revisions)


def loads(data: str | bytes, name: str = "text", *, revisions: str = ACCEPTED) -> Resolution:
    r"""Read one document from a string, or from the bytes of a file.

    Parameters
    ----------
    data : str or bytes
        What a file for `load` holds; the format is told from it.
    name : str
        What its source is called, in `source.path` and in errors.
    revisions : str
        As in `load`.

    Returns
    -------
    Resolution

    Raises
    ------
    ReadError
        When there is nothing, another format or no resolution.

    Examples
    --------
    >>> record = loads("The General Assembly,\n\n1. Decides to meet.", "mine.txt")
    >>> record.source.format, [p.id for p in record]
    ('text', ['OP1'])
    """
    expected = "its text or its bytes; for a file use un.load"
    check_kind(data, (str, bytes, bytearray), "the document", expected)
    data = _encoded(data) if isinstance(data, str) else bytes(data)
    if revisions not in VIEWS:
        raise UnresError(f"found revisions={revisions!r:.40}, expected 'accepted' or 'original'")
    if len(data) <= _MAX_HERE and not goes_apart(data):
        return _parsed(data, name, revisions)
    try:
        return worker.call(_parsed, data, name, revisions)
    except worker.Stopped as error:
        raise ReadError(name, error.reason) from None


def _parsed(data: bytes, name: str, revisions: str = ACCEPTED) -> Resolution:
    """Read one document in this process; whatever goes wrong is a ReadError."""
    try:
        if not data.strip():
            raise UnresError("found an empty file, expected a resolution; download it again")
        form = format_of(data)
        record = _docx.parse(data, revisions) if form.name == "docx" else form.parse(data)
    except UnresError as error:
        raise ReadError(name, str(error)) from None
    except (RecursionError, MemoryError):
        raise ReadError(name, "is nested too deep or too large, expected a resolution") from None
    except Exception as error:
        raise ReadError(name, worker.fault(error)) from error
    count = record.source.pages if record.source else None
    return replace(record, source=Source(name, form.name, hashlib.sha256(data).hexdigest(), count))


def _encoded(text: str) -> bytes:
    """Bytes of a string; those of a page that declares an encoding say that it is UTF-8 now."""
    declares = re.search(r"charset|encoding\s*=", text[:4096])
    return text.encode("utf-8-sig" if declares else "utf-8", "replace")


def over_files(
    task: Callable[[File], Any],
    found: Sequence[File],
    *,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Iterator[Any]:
    """Do the same with many files, on all cores, in order; `task` is a function of a module.

    A file that stopped its process gives a ReadError in place of a result. Where joblib was told
    to use threads, processes or a cluster, each of these reads in a process of its own with limits.
    """
    workers = _processes(n_jobs, len(found))
    at_once = _AT_ONCE if len(found) >= _MANY else 1
    if parallel.elsewhere():
        groups = [found[k : k + _TOGETHER] for k in range(0, len(found), _TOGETHER)]
        done = parallel.each(_group, groups, task, n_jobs=n_jobs)
        results: Iterator[Any] = (result for group in done for result in group)
    else:
        results = worker.over(task, found, workers, forget_archive, at_once=at_once)
    counted = each(results, "reading", len(found), "file", progress=progress)
    for file, result in zip(found, counted, strict=True):
        stopped = isinstance(result, worker.Stopped)
        yield ReadError(file.name, result.reason) if stopped else result


def _group(found: Sequence[File], task: Callable[[File], Any]) -> list[Any]:
    """Do the same with some files, wherever this is: with limits, or not at all."""
    if not worker.limits():
        raise UnresError(
            f"found no way to start a process with limits on {socket.gethostname()}, expected one: "
            "documents are not read without limits of memory and time on a machine of a cluster"
        )
    for folder in {file.path.parent for file in found}:
        if not os.path.isdir(folder):
            raise UnresError(
                f"found no folder {folder} on {socket.gethostname()}, expected the documents at "
                "the same place on all machines of the cluster, as on a shared disk"
            )
    return list(worker.over(task, found, 1, forget_archive, at_once=_AT_ONCE))


def _processes(n_jobs: int | None, count: int) -> int:
    """How many processes read so many files; -1 means all cores, -2 all but one."""
    check_kind(n_jobs, (Integral, type(None)), "n_jobs", "a number of processes, -1 for all cores")
    cores = os.cpu_count() or 1
    wanted = n_jobs or cores
    return min(wanted if wanted > 0 else max(1, cores + 1 + wanted), max(1, count // 8))


def _read(document: File) -> Resolution | ReadError:
    try:
        return loads(document.read(), document.name)
    except ReadError as error:
        return error


def load_folder(path: str | Path, *, n_jobs: int | None = None, progress: bool = True) -> Loaded:
    r"""Read all documents under a folder, and the metadata beside them.

    Files that cannot be read do not stop the rest: each is listed with its reason. Zip
    archives are read in place. Metadata (JSON Lines in a folder `data_extract`) fill
    what the documents leave open.

    Parameters
    ----------
    path : path
        A folder, or one zip archive.
    n_jobs : int, optional
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
        When there is no such folder or archive.

    Notes
    -----
    Everything is kept, also a symbol that stands in two files and other languages; for a
    data set, where each symbol counts once, use `build_corpus`.

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
    for found in over_files(_read, documents, n_jobs=n_jobs, progress=progress):
        if isinstance(found, ReadError):
            issues.append(found)
        else:
            known = rows.get(found.symbol or "")
            records.append(complete(found, known) if known else found)
    table = [{"path": e.path, "reason": e.reason} for e in [*issues, *row_issues]]
    return Loaded(tuple(records), pd.DataFrame(table, columns=["path", "reason"]), rows)
