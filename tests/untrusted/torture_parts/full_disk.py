"""A full disk: files may only grow to some size, and a small disk has little room left."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from _row import Row

import unres_research as un
from torture_parts._scenes import Scene, age, scenes
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.show import _notebook

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

SIZES = (0, 1, 300, 1_000, 2_000, 4_096, 8_000, 16_000, 40_000, 100_000)  # bytes of a file
OF_COMMANDS = (1, 300, 4_096, 16_000, 60_000)
ROOM = (0, 8, 40, 160)  # KiB that are left on the small disk
DISK = 4 << 20


def run(quick: bool) -> list[Row]:
    """Run every command and every export where files cannot be written whole."""
    if resource is None:
        return [Row("full disk: not tried, the system has no limits of files", 0, 0)]
    sizes, room = ((300,), (8,)) if quick else (OF_COMMANDS, ROOM)
    rows = [_exports(SIZES)]
    with (
        tempfile.TemporaryDirectory(prefix="torture-") as name,
        ThreadPoolExecutor(2) as pool,
    ):
        where, made = Path(name), scenes()
        tried = [pool.submit(_short, s, size, where) for s in made for size in sizes]
        rows.append(
            Row.of("full disk: commands, files cut at some size", [t.result() for t in tried])
        )
        with _small_disk(where) as disk:
            found = [_filled(s, left, disk) for s in made for left in room] if disk else []
        rows.append(Row.of(f"full disk: commands on a disk of {DISK >> 20} MiB", found))
    return rows


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _short(scene: Scene, size: int, folder: Path) -> str:
    root = scene.copy(folder / f"{scene.name}-{size}")
    wrong = _run(scene, root, preexec_fn=partial(_limit, size))
    return f"{scene.name} with files of at most {size} bytes: {wrong}" if wrong else ""


def _run(scene: Scene, root: Path, then: Callable[[], None] = lambda: None, **options) -> str:
    """Run it where it cannot be written, look, make room, run it again."""
    process = scene.start(root, **options)
    err = process.communicate(timeout=300)[1]
    if "Traceback" in err or "Exception ignored" in err or process.returncode not in (0, 1):
        return f"status {process.returncode}: {err}"
    if process.returncode and not err.strip():
        return "nothing was said"
    if wrong := scene.done(root) if not process.returncode else scene.state(root, scene):
        return wrong
    then()
    age(root)
    process = scene.start(root)
    err = process.communicate(timeout=300)[1]
    return scene.done(root) if not process.returncode else f"the next run: {err}"


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a small disk in memory, where that is allowed."""
    disk = folder / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk)]
    try:
        allowed = not subprocess.run(command, capture_output=True).returncode
    except OSError:
        allowed = False
    try:
        yield disk if allowed else None
    finally:
        if allowed:
            subprocess.run(["umount", str(disk)], check=True)


def _filled(scene: Scene, left: int, disk: Path) -> str:
    root, filler = scene.copy(disk / "scene"), disk / "filler"
    try:
        state = os.statvfs(disk)
        with filler.open("wb") as stream:
            stream.write(bytes(max(0, state.f_bavail * state.f_frsize - (left << 10))))
        wrong = _run(scene, root, filler.unlink)
        return f"{scene.name} with {left} KiB left: {wrong}" if wrong else ""
    finally:
        filler.unlink(missing_ok=True)
        shutil.rmtree(root)


# exports ------------------------------------------------------------------------------


def _exports(sizes: tuple[int, ...]) -> Row:
    outcomes = []
    with (
        tempfile.TemporaryDirectory(prefix="torture-") as name,
        patch.object(_notebook, "_display", lambda *_, **__: None),
    ):
        for what, path, write in _writers(Path(name)):
            write()
            whole = path.read_bytes()
            outcomes += [_export(what, path, write, size, whole) for size in sizes]
            plt.close("all")
    return Row.of("full disk: exports, files cut at some size", outcomes)


def _export(what: str, path: Path, write: Callable[[], object], size: int, whole: bytes) -> str:
    path.write_bytes(b"old")
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        _limit(size)
        write()
        error = None
    except UnresError as found:
        error = found
    except Exception as found:
        return f"{what} with {size} bytes: {type(found).__name__}: {found}"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, hard)
    now, said = path.read_bytes(), f"{what} with {size} bytes"
    # where several files are written, those before the one that failed are new
    if now not in (b"old", whole) if error else now == b"old":
        return f"{said}: {len(now)} bytes and {error!r}"
    litter = [p.name for p in path.parent.iterdir() if p.name.startswith(".")]
    return f"{said}: left {litter}" if litter else ""


def _writers(root: Path) -> Iterator[tuple[str, Path, Callable[[], object]]]:
    """Every function that writes a file: its name, the file, and a call of it."""
    corpus = example_corpus()
    one, two = (corpus.resolution(f"A/RES/78/{k}") for k in (907, 908))
    both, found = un.align(one, two), un.compare(two, corpus)
    path, when = root / "a" / "a.out", datetime(2024, 1, 1)
    yield "graphml", path, lambda: un.export.graphml(nx.path_graph(99), path)
    yield "View.save", path, lambda: un.show.redline(both).save(path, "Title")
    yield "redline", path, lambda: un.export.redline(both, path, date=when)
    for name in ("earlier.html", "coverage.png", "clauses.csv", "comparison.json"):
        yield "comparison", root / "b" / name, lambda: un.export.comparison(found, root / "b")
    folder = root / "c"
    frame = pd.DataFrame({"a": range(999)})

    def collected(show: Callable[[], object]) -> Callable[[], object]:
        def call() -> None:
            _notebook.collect(str(folder), "01")
            try:
                show()
            finally:
                _notebook.collect("", "")

        return call

    table = collected(lambda: un.show.table(frame, "t", "Table"))
    yield "show.table", folder / "tables" / "t.csv", table
    for name in ("f.png", "f.svg"):
        figure = collected(lambda: un.show.figure(plt.figure(), "f", "Figure"))
        yield "show.figure", folder / "figures" / name, figure
