"""What the outputs of a stored notebook were made from, kept in its metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import unres_research
from unres_research.corpus._corpus import OLDER, default_path
from unres_research.corpus._held import DESCRIPTION

_KEY = "unres"  # of the metadata of a notebook
_WHAT = {
    "code": "its cells of code were changed",
    "data": "the data set was changed",
    "version": "the package has another version",
}


def mark(notebook: Any) -> None:
    """Write into a notebook that was run what it was run with."""
    notebook.metadata[_KEY] = _marks(notebook)


def stale(notebook: Any) -> list[str]:
    """Say what changed since a notebook was run and stored; nothing when its outputs hold.

    Changes of the package itself are not seen, but for its version: most leave outputs as they
    are.

    >>> from nbformat import v4
    >>> notebook = v4.new_notebook(cells=[v4.new_code_cell("1 + 1")])
    >>> stale(notebook)
    ['it was not stored by `make notebooks`']
    >>> mark(notebook)
    >>> notebook.cells[0].source = "1 + 2"
    >>> stale(notebook)
    ['its cells of code were changed']
    """
    stored = notebook.metadata.get(_KEY)
    if not isinstance(stored, dict):
        return ["it was not stored by `make notebooks`"]
    return [_WHAT[name] for name, now in _marks(notebook).items() if stored.get(name) != now]


def _marks(notebook: Any) -> dict[str, str]:
    code = [cell.source.rstrip() for cell in notebook.cells if cell.cell_type == "code"]
    return {
        "code": _hash(json.dumps(code).encode()),
        "data": _hash(b"".join(_descriptions())),
        "version": unres_research.__version__,
    }


def _descriptions() -> Iterator[bytes]:
    """Bytes that name every file of the data set, and of the selection beside it, by content."""
    for folder in (default_path(), default_path() / OLDER):
        file = folder / DESCRIPTION
        if file.is_file():
            yield file.read_bytes()


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
