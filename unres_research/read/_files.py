"""Files of documents, in folders and in zip archives: found, and read within bounds."""

from __future__ import annotations

import os
import stat
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from unres_research import _worker as worker
from unres_research._inputs import as_path
from unres_research._storage import ZIP_ERRORS, reason_of
from unres_research.errors import ReadError
from unres_research.read._formats import SUFFIXES

MAX_MEMBER = 64 * 1024 * 1024  # of a file, and of a member of an archive
MAX_MEMBERS = 20_000
MAX_ARCHIVE = 512 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """The bytes of a document: a file at `path`, or the `member` of the zip archive there."""

    name: str
    path: Path
    member: str | None = None

    def read(self) -> bytes:
        """Return the bytes; ReadError when they are missing, damaged or more than 64 MiB."""
        if self.member is None:
            return read_bounded(self.path, self.name)
        try:
            archive = _archive(self.path)
            return self._of_archive(archive, archive.getinfo(self.member))
        except ReadError:
            raise
        except ZIP_ERRORS as error:
            raise ReadError(self.name, f"cannot be read ({reason_of(error)})") from None

    def _of_archive(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """Unpack in memory what is declared to be short and is; nothing is written."""
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadError(self.name, "is packed in an unusual way; pack the archive again")
        if member.file_size > MAX_MEMBER:
            found = f"found {member.file_size:,} bytes"
            raise ReadError(self.name, f"{found}, expected at most {MAX_MEMBER:,}")
        with archive.open(member) as file:
            return b"".join(iter(lambda: file.read(65_536), b""))


_last: tuple[object, zipfile.ZipFile] | None = None
_lock = threading.Lock()


def _archive(path: Path) -> zipfile.ZipFile:
    """Open an archive, or take the last one again: its list of members is long to read."""
    global _last
    about = path.stat()
    key = (os.getpid(), path, about.st_size, about.st_mtime_ns)
    with _lock:
        if _last is None or _last[0] != key:
            _last = None
            _last = key, zipfile.ZipFile(path)
        return _last[1]


def forget_archive() -> None:
    """Close the archive that was read last, once nothing reads it."""
    global _last
    _last = None


def read_bounded(path: Path, name: str) -> bytes:
    """Read a regular file of at most 64 MiB; a device or pipe would never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(name, "found a folder, pipe or device, expected a file")
        with path.open("rb") as file:
            data = file.read(MAX_MEMBER + 1)
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise ReadError(name, f"cannot be read ({reason_of(error)})") from None
    if len(data) > MAX_MEMBER:
        raise ReadError(name, f"found a larger file, expected at most {MAX_MEMBER:,} bytes")
    return data


def files(folder: str | Path) -> tuple[list[File], list[ReadError]]:
    """List the documents under a folder or in a zip archive, and what could not be opened."""
    issues: list[ReadError] = []
    folder = as_path(folder, "the documents", "the path of a folder or of a zip archive")
    if os.path.isfile(folder) and folder.suffix.lower() == ".zip":
        return _members(_regular(folder, shown(folder.name)), issues), issues
    if not os.path.isdir(folder):
        raise ReadError(str(folder), "found no such folder, expected one that holds documents")
    folder = _absolute(folder)
    documents: list[File] = []
    # not `sorted(paths)`, which on Windows knows no capitals: the same order everywhere
    for path in sorted(_walked(folder, issues), key=lambda path: path.parts):
        name = shown(path.relative_to(folder).as_posix())
        if _is_passed_over(name):
            continue
        try:
            if path.suffix.lower() in SUFFIXES:
                documents.append(_regular(path, name))
            elif path.suffix.lower() == ".zip":
                documents += _members(_regular(path, name), issues)
        except ReadError as error:
            issues.append(error)
    return documents, issues


def _is_passed_over(name: str) -> bool:
    """What is hidden, what an editor keeps, what macOS packs beside each file, a README."""
    *_, last = parts = PurePosixPath(name).parts
    inside = (part for part in parts if part != "..")
    hidden = any(part.startswith((".", "~")) or part == "__MACOSX" for part in inside)
    return hidden or last.upper() == "README.MD"


def _absolute(folder: Path) -> Path:
    """The folder as every process finds it."""
    try:
        return folder.absolute()
    except OSError as error:  # the working folder was removed
        raise ReadError(str(folder), f"cannot be read ({error.strerror})") from None


def _walked(folder: Path, issues: list[ReadError]) -> Iterator[Path]:
    """Yield every file under a folder; folders that cannot be listed are issues."""

    def unread(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        if name == "." or not _is_passed_over(name):
            issues.append(ReadError(shown(name), f"cannot be listed ({error.strerror})"))

    for parent, _, names in os.walk(folder, onerror=unread):
        yield from (Path(parent, name) for name in names)


def named(folder: Path, name: str) -> list[Path]:
    """Every file and folder of a name under a folder, as far as it can be listed."""
    walked = os.walk(folder)
    return [Path(parent, name) for parent, inside, names in walked if name in (*inside, *names)]


def shown(name: str) -> str:
    """Name of a file as it can be told, also where its bytes are no text."""
    return os.fsencode(name).decode("utf-8", "replace")


def _regular(path: Path, name: str) -> File:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        regular = False
    except OSError as error:
        raise ReadError(name, f"cannot be read ({error.strerror})") from None
    if not regular:
        raise ReadError(name, "found a pipe, device or link to nothing, expected a file")
    return File(name, path)


def _members(file: File, issues: list[ReadError]) -> list[File]:
    """List the documents of an archive; of several members of one name the last can be read."""
    path, name = file.path, file.name
    try:
        members = worker.call(_names, path, name)  # a short file may list ten million
    except worker.Stopped as error:
        raise ReadError(name, error.reason) from None
    wanted = Counter(
        m for m in members if PurePosixPath(m).suffix.lower() in SUFFIXES and not _is_passed_over(m)
    )
    issues += [
        ReadError(
            f"{name}/{member}",
            f"found {times} members of this name, expected one (the last is read); pack the "
            "archive again",
        )
        for member, times in wanted.items()
        if times > 1
    ]
    return [File(f"{name}/{member}", path, member) for member in sorted(wanted)]


def _names(path: Path, name: str) -> list[str]:
    """List the members of an archive."""
    try:
        if path.stat().st_size > MAX_ARCHIVE:
            raise ReadError(name, f"found more than {MAX_ARCHIVE:,} bytes, expected fewer")
        with zipfile.ZipFile(path) as archive:
            members = [m.filename for m in archive.infolist() if not m.is_dir()]
    except ReadError:
        raise
    except ZIP_ERRORS as error:
        raise ReadError(name, f"cannot be opened as a zip archive ({error})") from None
    if len(members) > MAX_MEMBERS:
        raise ReadError(name, f"found {len(members):,} members, expected at most {MAX_MEMBERS:,}")
    return members
