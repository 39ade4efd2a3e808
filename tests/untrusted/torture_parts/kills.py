"""Kills at random moments, and at random changes of files: SIGKILL, and Ctrl-C in between."""

from __future__ import annotations

import random
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from _row import Row

from torture_parts._scenes import Scene, age, scenes


def run(quick: bool) -> list[Row]:
    """Kill each command 20 times; the next run must find all whole, and sweep."""
    if not hasattr(signal, "SIGKILL"):
        return [Row("kills: none here, the system has no SIGKILL", 0, 0)]
    times = 1 if quick else 20
    with (
        tempfile.TemporaryDirectory(prefix="torture-") as name,
        ThreadPoolExecutor(2) as pool,
    ):
        found = {
            s.name: [pool.submit(_kill, s, k, Path(name)) for k in range(times)] for s in scenes()
        }
        return [Row.of(f"kills: {n}", [one.result() for one in f]) for n, f in found.items()]


def _kill(scene: Scene, number: int, folder: Path) -> str:
    """Kill a run, look, run again; return what was lost."""
    rng = random.Random(f"{scene.name} {number}")
    how = (signal.SIGKILL, signal.SIGINT)[number % 2]
    root = scene.copy(folder / f"{scene.name}-{number}")
    if number % 4 < 2:  # at a change of a file
        at = rng.randint(1, scene.changes)
        said = f"{scene.name} {number}: {how.name} at change {at} of {scene.changes}"
        process = scene.start(root, at, how)
    else:
        delay = rng.uniform(0, scene.seconds)
        said = f"{scene.name} {number}: {how.name} after {delay:.2f} s"
        process = scene.start(root)
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(how)
    err = process.communicate(timeout=120)[1]
    wrong = _wrong(scene, root, err, process.returncode, how)
    return f"{said}: {wrong}" if wrong else ""


def _wrong(scene: Scene, root: Path, err: str, status: int, how: int) -> str:
    if "Traceback" in err or "Exception ignored" in err:
        return err
    if how == signal.SIGINT and status not in (0, 1):
        return f"status {status}: {err}"
    if left := _left(root):
        return f"processes are left: {left}"
    if wrong := scene.state(root, scene):
        return wrong
    age(root)
    again = scene.start(root)
    err = again.communicate(timeout=300)[1]
    if again.returncode:
        return f"the next run ends with {again.returncode}: {err}"
    return scene.done(root)


def _left(root: Path) -> list[str]:
    """Processes that a run has left, after some seconds in which they may see that it is gone."""
    mark, found = f"UNRES_TORTURE={root}\0".encode(), []
    for _ in range(100):
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes() + b"\0":
                    found.append((entry / "cmdline").read_text("utf-8", "replace")[:80])
            except OSError:
                continue
        if not found:
            break
        time.sleep(0.2)
    return found
