"""No test changes what the repository holds, even if the code that it tests is broken."""

from __future__ import annotations

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [str(_ROOT / "data"), str(_ROOT / "notebooks")]
CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "shutil.rmtree")


def keep(event: str, arguments: tuple) -> None:
    """Refuse to change anything in these folders: a hook of Python's, for `sys.addaudithook`."""
    if event == "open":
        path, mode, flags = arguments
        changed = [path] if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else []
    else:
        changed = arguments[:2] if event in CHANGES else []
    for path in changed:
        if isinstance(path, (str, bytes, os.PathLike)):
            place = os.path.abspath(os.fsdecode(path))
            if any(place == kept or place.startswith(kept + os.sep) for kept in FOLDERS):
                raise PermissionError(f"a test would change {place}")
