"""No test changes what the repository holds, even if the code that it tests is broken."""

from __future__ import annotations

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [str(_ROOT / "data"), str(_ROOT / "notebooks")]
# what changes files, and where its arguments say relative to which open folder
CHANGES = {
    "os.mkdir": (2,),
    "os.remove": (1,),
    "os.rename": (2, 3),
    "os.rmdir": (1,),
    "os.truncate": (),
    "shutil.rmtree": (1,),
}


def keep(event: str, arguments: tuple) -> None:
    """Refuse to change anything in these folders: a hook of Python's, for `sys.addaudithook`."""
    if event == "open":
        path, mode, flags = arguments
        changed = [path] if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else []
        opened = [-1]
    else:
        changed = arguments[:2] if event in CHANGES else []
        opened = [arguments[k] for k in CHANGES.get(event, ()) if k < len(arguments)]
    for k, path in enumerate(changed):
        if isinstance(path, (str, bytes, os.PathLike)):
            place = _place(os.fsdecode(path), opened[k] if k < len(opened) else -1)
            if any(place == kept or place.startswith(kept + os.sep) for kept in FOLDERS):
                raise PermissionError(f"a test would change {place}")


def _place(path: str, opened: int | None) -> str:
    """Where a path leads: from the working folder, or from one that is open."""
    if opened is None or opened < 0 or os.path.isabs(path):
        return os.path.abspath(path)
    try:
        return os.path.join(os.readlink(f"/proc/self/fd/{opened}"), path)
    except OSError:  # where the system does not say it
        return path
