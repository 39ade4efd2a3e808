"""The files of a data set, held open: who opens it has one version, whatever is built there then.

A build puts all its files in place at once, as a folder `.new`, and moves them one by one to
their names then, the description last (`_build`). So the description says which version stands
in a folder: when it is the same file after all others were opened, they are of its version.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import weakref
from pathlib import Path
from typing import Any

from unres_research._storage import reason_of
from unres_research.corpus._schema import (
    COMPLETE,
    FILES,
    LATER_FILES,
    SELECTION,
    TEXT_FILES,
    digest,
)
from unres_research.corpus._tokens import version_of
from unres_research.errors import UnresError

NEW = ".new"  # where a build puts all its files at once, before it moves them one by one
DESCRIPTION = "datapackage.json"
MAX_DESCRIPTION = 16 * 1024 * 1024
_SMALL = 1024 * 1024  # bytes; a smaller file is read when the data set is opened, not held open
_PATIENCE = 10.0  # seconds to open a data set that is built again all the time
_PAUSE = 0.01
_AGAIN = "build the data set again with `unres build` (the built-in one: install the package again)"
_KEEPS_OPEN = hasattr(os, "pread")  # Windows replaces no open file: there all is read at once


class Held:
    """What `open_held` gives: the files of one version of a data set.

    Larger files are held open and read when they are asked for, by place (`pread`), so that
    threads and forked processes do not disturb each other; all are closed when this is collected.
    """

    def __init__(self, folder: Path, package: dict[str, Any]) -> None:
        self.folder = folder
        self.described = {r["path"]: r for r in package["resources"]}
        self._data: dict[str, bytes] = {}
        self._open: dict[str, int] = {}
        self.close = weakref.finalize(self, _close, self._open)

    def hold(self, name: str) -> None:
        """Open a file whose size is the one that the description names."""
        resource = self.described.get(name)
        handle = open_place(self.folder, name)
        if handle is None or resource is None or os.fstat(handle).st_size != resource["bytes"]:
            size = None if handle is None else os.fstat(handle).st_size
            if handle is not None:
                os.close(handle)
            found = f"no {name}" if size is None else f"{name} of {size:,} bytes"
            wanted = "one" if resource is None else f"{resource['bytes']:,} bytes"
            raise UnresError(
                f"found {found} in {self.folder}, expected {wanted}; build the data set again "
                "with `unres build`"
            )
        if _KEEPS_OPEN and resource["bytes"] > _SMALL:
            self._open[name] = handle
        else:
            with open(handle, "rb") as stream:
                self._data[name] = stream.read(resource["bytes"])

    def read(self, name: str) -> bytes:
        """Bytes of a file, when they are those that the description names."""
        if name not in self._data and name not in self._open:
            raise UnresError(
                f"found a datapackage.json in {self.folder} without {name}, expected one with all "
                f"tables; {_AGAIN}"
            )
        resource = self.described[name]
        try:
            data = (
                self._data[name]
                if name in self._data
                else _whole(self._open[name], resource["bytes"])
            )
        except OSError as error:
            raise UnresError(
                f"found a {name} in {self.folder} that cannot be read ({error}), expected one made "
                "by `unres build`; build the data set again"
            ) from None
        found = f"sha256:{hashlib.sha256(data).hexdigest()}"
        if found != resource["hash"]:
            raise UnresError(
                f"found {name} in {self.folder} with other bytes than datapackage.json names "
                f"({found[:19]}..., expected {resource['hash'][:19]}...): it was damaged or "
                f"changed; {_AGAIN}"
            )
        return data


def open_held(folder: Path) -> tuple[dict[str, Any], Held]:
    """Open a data set: its description, and all its files in the version that it describes."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        handle = _description(folder)
        try:
            try:
                package, held = _attempt(handle, folder)
            except UnresError:
                if _is_still(handle, folder):
                    raise
            else:
                if _is_still(handle, folder):
                    return package, held
                held.close()
        finally:
            os.close(handle)
        time.sleep(_PAUSE)  # another version came meanwhile: begin again
    raise UnresError(
        f"found a data set in {folder} that is built again and again, expected one that stays for "
        "a moment; wait until the builds are done"
    )


def _attempt(handle: int, folder: Path) -> tuple[dict[str, Any], Held]:
    with open(handle, "rb", closefd=False) as stream:
        data = stream.read(MAX_DESCRIPTION + 1)
    package = parsed(data, folder)
    held = Held(folder, package)
    try:
        later = [name for name in LATER_FILES if name in held.described]
        texts = TEXT_FILES if TEXT_FILES[0] in held.described else ()
        for name in (*FILES, *later, *texts):
            held.hold(name)
    except UnresError:
        held.close()
        raise
    return package, held


def _description(folder: Path) -> int:
    """Open the description of a data set."""
    handle = open_place(folder, DESCRIPTION)
    if handle is None:
        data = folder / "data"
        inside = f"; there is one in {data}" if (data / DESCRIPTION).is_file() else ""
        raise UnresError(
            f"found no {DESCRIPTION} in {folder}, expected a folder made by `unres build`; give "
            f"its path or set UNRES_DATA" + inside
        )
    return handle


def _is_still(handle: int, folder: Path) -> bool:
    """Whether the description that is open is still the one of the folder."""
    now = open_place(folder, DESCRIPTION)
    if now is None:
        return False
    try:
        return os.path.samestat(os.fstat(handle), os.fstat(now))
    finally:
        os.close(now)


def open_again(folder: Path, package: dict[str, Any]) -> Held:
    """Open the files of a data set that was opened in another process, or copied."""
    now, held = open_held(folder)
    if now != package:
        raise UnresError(
            f"found another version of the data set in {folder} than the one that was opened "
            "there before it was copied or sent to this process, expected the same; open it "
            "again with open_corpus"
        )
    return held


def open_place(folder: Path, name: str) -> int | None:
    """Open a file of a data set: in `.new` while it waits there, else in its place, if at all."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    for path in (folder / NEW / name, folder / name):
        try:
            handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise UnresError(
                f"found {name} in {folder} that cannot be opened ({reason_of(error)}), "
                "expected a file made by `unres build` and the right to read it"
            ) from None
        if os.path.isfile(handle):
            return handle
        os.close(handle)
    return None


def _close(handles: dict[str, int]) -> None:
    while handles:
        os.close(handles.popitem()[1])


def _whole(handle: int, size: int) -> bytes:
    """Bytes of an open file from its start, wherever others read in it."""
    parts: list[bytes] = []
    done = 0
    while done < size and (part := os.pread(handle, size - done, done)):
        parts.append(part)
        done += len(part)
    return b"".join(parts)


# the description ------------------------------------------------------------------------


def parsed(data: bytes, folder: Path) -> dict[str, Any]:
    """Description of a data set from its bytes, when it is whole and of this version."""
    try:
        if len(data) > MAX_DESCRIPTION:
            raise ValueError("too large")
        package: dict[str, Any] = json.loads(data.decode("utf-8"))
        made_by = str(package["unres"]["analyser"])
        expected = version_of(str(package["unres"].get("language", "en")))
        sealed = package["unres"].get("sha256")
        whole = sealed == digest(package)
        if not _describes(package):
            raise ValueError("not all that is asked of it")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError):
        raise UnresError(
            f"found a {DESCRIPTION} in {folder} that describes no data set, expected one made by "
            f"`unres build`; {_AGAIN}"
        ) from None
    if made_by != expected:
        raise UnresError(
            f"found a data set made by analyser {made_by[:40]} in {folder}, expected analyser "
            f"{expected}; build it again with `unres build`"
        )
    if sealed is None:
        raise UnresError(
            f"found a data set in {folder} made by an earlier version, without a digest of its "
            "description, expected one of this version; build it again with `unres build`"
        )
    if not whole:
        raise UnresError(
            f"found a {DESCRIPTION} in {folder} that was damaged or changed after the data set "
            f"was made, expected the one that `unres build` wrote; {_AGAIN}"
        )
    return package


def _describes(package: dict[str, Any]) -> bool:
    """Whether a description says of every file what is asked of it later, each in its type."""
    resources = package.get("resources")
    if not isinstance(resources, list) or not all(isinstance(r, dict) for r in resources):
        return False
    strings = all(
        isinstance(r.get(key), str) for r in resources for key in ("path", "name", "hash")
    )
    rows = {r["path"]: r.get("rowCount") for r in resources} if strings else {}
    lengths = [package["unres"].get("wordings")]
    lengths += [rows[name] for name in (*FILES, *LATER_FILES, *TEXT_FILES) if name in rows]
    return (
        strings
        and len(rows) == len(resources)
        and all(type(r.get("bytes")) is int and r["bytes"] >= 0 for r in resources)
        and all(type(n) is int and 0 <= n < 2**31 for n in lengths)
        and isinstance(package["unres"].get("language", "en"), str)
        and package["unres"].get("collection", COMPLETE) in (COMPLETE, SELECTION)
    )
