"""A process seen from outside: how long it and its children ran, and what memory they took."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True)
class Watched:
    """How a command ended: `status` None says that it was stopped, `why` says for what."""

    status: int | None
    out: str
    err: str
    seconds: float  # on the clock
    memory: int  # bytes of the process and all its children together, at most
    why: str = ""


def family(parent: int) -> list[int]:
    """Return a process and all its children that run, by Linux's /proc."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [parent]
    for one in found:
        found += parents.get(one, [])
    return found


def memory(processes: Sequence[int]) -> int:
    """Return the bytes that processes hold in memory, without what they share with files."""
    total = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/statm").read_text("utf-8").split()
        except OSError:
            continue
        total += (int(fields[1]) - int(fields[2])) * PAGE
    return total


def stop(process: subprocess.Popen[str]) -> None:
    """End a process and its children."""
    for one in reversed(family(process.pid)):
        try:
            os.kill(one, signal.SIGKILL)
        except OSError:
            pass


def watched(
    command: Sequence[str | os.PathLike[str]],
    seconds: float,
    limit: int = 0,
    every: float = 0.02,
    **how: Any,
) -> Watched:
    """Run a command; stop it after some seconds, or above a limit of memory (0: none)."""
    out, err, why, peak = [], [], "", 0
    began = time.monotonic()
    with subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        **how,
    ) as process:
        while True:
            try:
                said = process.communicate(timeout=every)
                out, err = said
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, memory(family(process.pid)))
            if time.monotonic() - began > seconds:
                why = f"ran for more than {seconds:g} s"
            elif limit and peak > limit:
                why = f"took {peak >> 20} MiB, more than {limit >> 20}"
            if why:
                stop(process)
                out, err = process.communicate()
                break
    status = None if why else process.returncode
    return Watched(status, out or "", err or "", time.monotonic() - began, peak, why)
