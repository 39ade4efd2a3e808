"""Time a task and show a table of ratios."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unres_research.errors import UnresError


@dataclass(frozen=True)
class Row:
    task: str
    way: str
    seconds: float
    note: str = ""


def reference() -> Path:
    """Folder of the reference material, where the full texts are."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("UNRES_CORPUS", root.parent / "shared"))
    if not (folder / "corpus").is_dir():
        raise UnresError(
            f"found no documents in {folder}, expected a folder `corpus` with the full texts "
            "that the benchmarks read; set UNRES_CORPUS"
        )
    return folder / "corpus"


def timed(
    task: Callable[..., Any],
    *arguments: Any,
    repeat: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, Any]:
    """Shortest time of some runs, in seconds, and what the last run returned."""
    times = []
    for _ in range(repeat):
        start = clock()
        result = task(*arguments)
        times.append(clock() - start)
    return min(times), result


def show(rows: list[Row]) -> None:
    """Print a Markdown table; the first row of each task is ours, and the measure of the rest."""
    print("| task | way | seconds | times ours | note |\n|---|---|---:|---:|---|")
    ours: dict[str, float] = {}
    for row in rows:
        base = ours.setdefault(row.task, row.seconds)
        times = row.seconds / base
        print(f"| {row.task} | {row.way} | {row.seconds:.3f} | {times:.2f} | {row.note} |")
