"""What takes long says what it is doing: one line, on a terminal and in a notebook.

It comes after a second, and nothing is left of it; tqdm's own widgets would stand in a notebook
that is opened again. It is shown nowhere else, nor where `TQDM_DISABLE` is set, as it is while a
report runs notebooks. What is part of a work that already has a line gets none of its own. What
takes minutes writes lines that stay where no bar is seen (`told`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from threading import Event, Lock, Thread
from typing import Any, TypeVar

_DELAY = 1.0  # seconds before anything is shown
_BEAT = 0.5  # seconds between two looks at the clock
_WIDTH = 80  # characters in a notebook, and on a terminal that does not know its own
_PLAIN = "{desc} ({elapsed})"  # of what cannot be counted

_Item = TypeVar("_Item")
_line = Lock()  # held by whoever has it


@contextmanager
def doing(
    what: str, total: int | None = None, unit: str = "it", *, progress: bool = True
) -> Iterator[Any]:
    """Say what is being done while it is; gives a tqdm bar to `update`, where there is a total.

    >>> with doing("counting", 3, "number") as bar:
    ...     for number in range(3):
    ...         _ = bar.update()
    """
    from tqdm.std import tqdm

    if not (progress and _is_seen() and _line.acquire(blocking=False)):
        yield tqdm(disable=True)
        return
    place: dict[str, Any] = {"dynamic_ncols": True, "file": sys.stderr}
    if not _columns():
        place = {"ncols": _WIDTH, "nrows": 20, "file": sys.stderr}
    if _in_notebook():
        place = {"ncols": _WIDTH, "file": _Output()}
    looks: dict[str, Any] = {"leave": False, "delay": _DELAY, "miniters": 0, "mininterval": 0.1}
    looks["bar_format"] = None if total else _PLAIN
    try:
        with tqdm(desc=what, total=total, unit=unit, **looks, **place) as bar, _moving(bar):
            yield bar
    finally:
        _line.release()


def each(
    items: Iterable[_Item],
    what: str,
    total: int | None = None,
    unit: str = "it",
    *,
    progress: bool = True,
) -> Iterator[_Item]:
    """Give the items, and say how many were dealt with.

    >>> list(each([1, 2], "counting", 2))
    [1, 2]
    """
    with doing(what, total, unit, progress=progress) as bar:
        for item in items:
            yield item
            bar.update()


def told(text: str, *, progress: bool = True) -> None:
    """Write a line where no bar can be seen, as in a log; nothing where `TQDM_DISABLE` is set.

    >>> told("1 of 6", progress=False)
    """
    if progress and not _is_seen() and not os.environ.get("TQDM_DISABLE") and sys.stderr:
        print(text, file=sys.stderr, flush=True)


@contextmanager
def _moving(bar: Any) -> Iterator[None]:
    """Draw a bar now and then, also where nothing is counted."""
    done = Event()

    def draw() -> None:
        while not done.wait(_BEAT):
            bar.update(0)

    thread = Thread(target=draw, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _is_seen() -> bool:
    if os.environ.get("TQDM_DISABLE"):
        return False
    return _in_notebook() or bool(sys.stderr and sys.stderr.isatty())


def _columns() -> int:
    """How wide a terminal says it is; some say nothing."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return _WIDTH


def _in_notebook() -> bool:
    if "ipykernel" not in sys.modules:
        return False
    from IPython import get_ipython  # type: ignore[attr-defined]

    return getattr(get_ipython(), "kernel", None) is not None


class _Output:
    """Where a bar is written in a notebook: one output, which is empty in the end."""

    def __init__(self) -> None:
        self.handle: Any = None

    def write(self, text: str) -> None:
        from IPython.display import display

        text = text.strip()
        shown = {"text/html": f"<code>{escape(text)}</code>" if text else ""}
        if self.handle is not None:
            self.handle.update(shown, raw=True)
        elif text:
            self.handle = display(shown, raw=True, display_id=True)

    def flush(self) -> None:
        pass
