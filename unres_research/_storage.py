"""Where the library stands; write files whole, or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import struct
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from uuid import uuid4

from unres_research.errors import UnresError

_DAY = 86_400  # seconds
_ATTEMPTS, _PAUSE = (100 if os.name == "nt" else 1), 0.05  # to move a file; seconds between them
INDEX = "index.csv"  # what makes a folder a library
ZIP_ERRORS = (  # what zipfile raises on damaged archives
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


def library_folder() -> Path:
    """Folder of the library: the one in `UNRES_LIBRARY`, else `library` in the working folder."""
    return Path(os.environ.get("UNRES_LIBRARY") or "library")


def reason_of(error: Exception) -> str:
    """Say what the system refused, without its number."""
    return str(getattr(error, "strerror", None) or error)


class Closing:
    """What is closed at the end of a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is held."""


class StoreError(UnresError):
    """A file that could not be written: the disk is full, or the folder must not be changed."""

    def __init__(self, path: Path, error: OSError | ValueError) -> None:
        super().__init__(
            f"{path}: cannot be written ({reason_of(error)}); nothing half written was "
            "left, make room or choose another folder, and run the same command again"
        )


def write(path: Path, data: bytes) -> None:
    """Write a file beside its place, and move it there when it is whole and on the disk.

    Raises `StoreError` when it cannot be written; what was there before is still there. The
    folder is made when missing. Of several writers of one file the last wins.
    """
    try:
        scratch = path.with_name(f".{uuid4().hex}.part")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with scratch.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            move(scratch, path)
        finally:
            scratch.unlink(missing_ok=True)
        sync_folder(path.parent)
    except (OSError, ValueError) as error:  # no name, or one with a NUL
        raise StoreError(path, error) from None


def move(old: Path, new: Path) -> None:
    """Move a file or folder; on Windows, again and again while another program has it open."""
    for attempt in range(_ATTEMPTS):
        try:
            return os.replace(old, new)
        except PermissionError:
            if attempt == _ATTEMPTS - 1:
                raise
            time.sleep(_PAUSE)


def as_cell(path: str) -> str:
    """Write a relative path so that a spreadsheet takes none for a formula, as that of "=a.txt"."""
    return path if path[:1].isalnum() else f"./{path}"


def of_cell(path: str) -> str:
    """Read a path that `as_cell` wrote."""
    return path.removeprefix("./")


def sweep(folder: Path) -> None:
    """Remove what killed writers left half written in a folder: scratch files a day old."""
    for scratch in filter(_is_old, folder.glob(".*.part")):
        scratch.unlink(missing_ok=True)


@contextmanager
def scratch_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder to make something in beside its place, and remove it whatever happens.

    Those of that prefix that killed processes left, a day ago or more, are removed first.
    """
    for old in filter(_is_old, parent.glob(f"{prefix}*")):
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _is_old(path: Path) -> bool:
    """Whether a file or folder was changed a day ago or before; another process may remove it."""
    try:
        return time.time() - path.stat().st_mtime > _DAY
    except FileNotFoundError:
        return False


def sync_file(path: Path) -> None:
    """Put the bytes of a file on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Put a new name in a folder on the disk, where the system knows how to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let an interruption (Ctrl-C) wait until what is done here is done.

    Only the main thread is ever interrupted; and where a library in C handles the signal, it
    goes on doing so.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)
