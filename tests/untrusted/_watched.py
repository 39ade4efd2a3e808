"""A process seen from outside: how long it and its children ran, and what memory they took."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MIB = 1 << 20
ROOT = Path(__file__).resolve().parents[2]
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
    found = [parent]
    for one in found:
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, thread.read_text("utf-8").split())
            except OSError:  # it has ended
                continue
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


def processor(processes: Sequence[int]) -> float:
    """Return the seconds of processor time of processes, and of their children that ended."""
    total = 0
    for process in processes:
        try:
            stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
        except OSError:
            continue
        total += sum(map(int, stat.rpartition(")")[2].split()[11:15]))
    return total / os.sysconf("SC_CLK_TCK")


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


class Asked:
    """A process that answers questions, one line of JSON each; it is stopped at its limits.

    Memory counts above what the process and its children held when it had answered the first
    question. Processor time is that of all of them: a question may take `seconds`.
    """

    def __init__(self, script: str, first: Any, seconds: float = 33, limit: int = 1100 * MIB):
        self.command = [sys.executable, "-c", script]
        self.greeting: Any = None  # the answer to the first question
        self.first, self.seconds, self.limit = first, seconds, limit
        self.process: subprocess.Popen[str] | None = None
        self.took, self.peak = 0.0, 0

    def __enter__(self) -> Asked:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self.process:
            stop(self.process)
            self.process.communicate()
            self.process = None

    def _begin(self) -> subprocess.Popen[str]:
        self.process = process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process, self.lines.put), daemon=True).start()
        self._say(self.first)
        line = self.lines.get(timeout=120)
        if not line:
            raise RuntimeError("the process that is to answer did not start")
        self.greeting = json.loads(line)
        self.idle = memory(family(process.pid))
        return process

    def _say(self, question: Any) -> None:
        assert self.process and self.process.stdin
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()

    def ask(self, question: Any) -> tuple[Any, str]:
        """Return the answer and ""; or None and why there is none."""
        process = self.process or self._begin()
        began, start = time.monotonic(), processor(family(process.pid))
        self.peak = 0
        self._say(question)
        while True:
            try:
                line = self.lines.get(timeout=0.03)
                break
            except queue.Empty:
                pass
            every = family(process.pid)
            self.took = processor(every) - start
            self.peak = max(self.peak, memory(every) - self.idle)
            why = self._over(time.monotonic() - began)
            if why:
                self._end()
                return None, why
        self.took = processor(family(process.pid)) - start
        if line:
            return json.loads(line), self._over(0)
        status = process.wait()
        self._end()
        return None, f"the process died ({status})"

    def _over(self, clock: float) -> str:
        if self.took > self.seconds or clock > 6 * self.seconds:
            return f"took {self.took:.0f} s of processor time, {clock:.0f} s on the clock"
        if self.peak > self.limit:
            return f"took {self.peak // MIB:,} MiB"
        return ""


def _read(process: subprocess.Popen[str], put: Callable[[str], None]) -> None:
    assert process.stdout
    for line in process.stdout:
        put(line)
    put("")
