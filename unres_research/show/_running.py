"""Run notebooks side by side, each in a kernel of its own.

What a notebook displays is collected in a folder of its own and put together in the order of the
notebooks, so that it does not depend on which of them ends first.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from unres_research._inputs import check_whole
from unres_research._printable import printable
from unres_research._progress import doing, told
from unres_research._storage import move
from unres_research.errors import UnresError
from unres_research.show._notebook import MANIFEST

_TIMEOUT = 900  # seconds a cell
_MOST = 3  # kernels at once unless more are asked for: each may take more than a gigabyte
_POLL = 0.2  # seconds between two looks at what is done
_PARTS = "parts"  # folder in which each notebook has its own
# Linear algebra in one thread a kernel: kernels do not wait for each other's threads, and sums
# come out the same to the last bit whatever the number of cores
_ONE_THREAD = {"OMP_NUM_THREADS": "1"}
_NO_BARS = {"TQDM_DISABLE": "1"}  # they would stand in what is stored


@dataclass
class _Progress:
    """What a run has done so far, for another thread to look at."""

    cells: int = 0
    running: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    said: int = 0  # of those that ended
    stop: Event = field(default_factory=Event)


def at_once(n_jobs: int | None, notebooks: int) -> int:
    """How many of so many notebooks run at once.

    >>> at_once(1, 6), at_once(8, 6), at_once(None, 1)
    (1, 6, 1)
    """
    if n_jobs is None:
        return min(_cores(), _MOST, notebooks)
    if n_jobs == -1 and not isinstance(n_jobs, bool):
        return min(_cores(), notebooks)
    check_whole(n_jobs, "n_jobs", 1)
    return min(n_jobs, notebooks)


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(read: Sequence[tuple[Path, Any]], into: Path | None, jobs: int, progress: bool) -> None:
    """Run notebooks, so many at once, and collect what they display in the folder of a report.

    The kernels are looked after in a thread of its own: in Jupyter an event loop runs in this
    one, and an interruption (Ctrl-C) comes here, where the bar is drawn. Whatever ends this, no
    kernel is left.
    """
    cells = sum(cell.cell_type == "code" for _, notebook in read for cell in notebook.cells)
    done = _Progress()
    shown = doing("notebooks", cells, "cell", progress=progress)
    with shown as bar, ThreadPoolExecutor(1) as pool:
        try:
            running = pool.submit(_in_loop, _all(read, into, jobs, done))
            while not wait([running], _POLL).done:
                _draw(bar, done)
                _tell(done, len(read), progress)
        finally:
            done.stop.set()
        running.result()
        _draw(bar, done)
        _tell(done, len(read), progress)
    if into:
        _join(into, [path.stem for path, _ in read])


def _in_loop(work: Coroutine[Any, Any, None]) -> None:
    """Wait for what is done in a loop that ZeroMQ can use: that of Windows is another one."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(work)


def _draw(bar: Any, done: _Progress) -> None:
    names = printable(", ".join(done.running), lines=False)
    if names and getattr(bar, "desc", None) != f"{names}: ":
        bar.set_description(names)
    bar.update(done.cells - bar.n)


def _tell(done: _Progress, of: int, progress: bool) -> None:
    """Write a line for each notebook that ended, where no bar is seen."""
    while done.said < len(done.ended):
        name = printable(done.ended[done.said], lines=False)
        done.said += 1
        told(f"{name} has run ({done.said} of {of} notebooks)", progress=progress)


async def _all(
    read: Sequence[tuple[Path, Any]], into: Path | None, jobs: int, done: _Progress
) -> None:
    """Run notebooks until all are done, one fails, or the other thread says stop."""
    room = asyncio.Semaphore(jobs)

    async def one(path: Path, notebook: Any) -> None:
        async with room:  # first come, first served: they begin in order
            await _execute(path, notebook, into, done)
            done.ended.append(path.stem)

    tasks = [asyncio.create_task(one(path, notebook)) for path, notebook in read]
    faults: list[BaseException] = []
    waiting = set(tasks)
    try:
        while waiting and not faults and not done.stop.is_set():
            ended, waiting = await asyncio.wait(
                tasks, timeout=_POLL, return_when=asyncio.FIRST_EXCEPTION
            )
            faults = [fault for t in tasks if t in ended and (fault := t.exception())]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)  # kernels are shut down
    if faults:
        raise faults[0]


def _join(into: Path, stems: Sequence[str]) -> None:
    """Put together what each notebook displayed; of files of one name the last notebook's stays."""
    lines = b""
    for stem in stems:
        part = into / _PARTS / stem
        for path in sorted(part.rglob("*")):
            if path == part / MANIFEST:
                lines += path.read_bytes()
                path.unlink()
            elif path.is_file():
                place = into / path.relative_to(part)
                place.parent.mkdir(exist_ok=True)
                move(path, place)
    (into / MANIFEST).write_bytes(lines)
    shutil.rmtree(into / _PARTS, ignore_errors=True)


# one notebook -------------------------------------------------------------------------


async def _execute(path: Path, notebook: Any, into: Path | None, done: _Progress) -> None:
    from nbclient import NotebookClient

    client = NotebookClient(
        notebook,
        timeout=_TIMEOUT,
        kernel_name="python3",
        kernel_manager_class=_kernels(),
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],  # a kernel warns that it listens without a key
        resources={"metadata": {"path": str(path.parent)}},
    )
    done.running.append(path.stem)
    try:
        async with _kernel(client, path.name):
            if into:
                part = into / _PARTS / path.stem
                await _run_hidden(client, notebook, f"collect({str(part)!r}, {path.stem!r})")
            for k, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, k)
                done.cells += cell.cell_type == "code"
            if into:
                await _run_hidden(client, notebook, "name_report(globals().get('study'))")
    finally:
        done.running.remove(path.stem)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata["language_info"] = {"name": "python"}


def _kernel_command() -> list[str]:
    # ipykernel.kernelspec makes the same, but with older ipykernel its import loads the debugger,
    # which then prints four lines of warning.
    return [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]


def _kernels() -> Any:
    """Class of kernel managers that start this Python, whatever kernel the user calls "python3"."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    class ThisPython(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            return KernelSpec(argv=_kernel_command(), display_name="Python 3", language="python")

    class Kernels(AsyncKernelManager):
        @default("kernel_spec_manager")
        def _this_python(self) -> KernelSpecManager:
            return ThisPython()

    return Kernels


@asynccontextmanager
async def _kernel(client: Any, name: str) -> AsyncIterator[None]:
    """Keep a kernel for a notebook; what stops it is said, with the last fault in its own log."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    said = b""
    try:
        with tempfile.TemporaryFile() as log:
            try:
                surroundings = _ONE_THREAD | os.environ | _NO_BARS
                async with client.async_setup_kernel(stderr=log, env=surroundings):
                    yield
            finally:
                if client.km is not None and client.km.has_kernel:  # stopped while it started
                    await client.km.shutdown_kernel(now=True)
                atexit.unregister(
                    client._cleanup_kernel
                )  # nbclient does so only when all went well
                log.seek(0)
                said = log.read()[-4096:].strip()
    except CellExecutionError as error:
        raise UnresError(f"{name} stopped: {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, RuntimeError, OSError) as error:  # no kernel starts, or it dies
        faults = re.findall(r"^\w\S*(?:Error|Exception).*", said.decode("utf-8", "replace"), re.M)
        last = f" ({faults[-1]})" if faults else ""
        raise UnresError(f"{name} stopped: {error}{last}") from None


async def _run_hidden(client: Any, notebook: Any, call: str) -> None:
    """Have the kernel call a function of `_notebook`, in a cell that is no part of the notebook."""
    import nbformat

    name = call.partition("(")[0]
    source = (
        f"from unres_research.show._notebook import {name} as _call\n"
        f"_call{call[len(name) :]}\ndel _call"
    )
    notebook.cells.insert(0, nbformat.v4.new_code_cell(source))
    await client.async_execute_cell(notebook.cells[0], 0, store_history=False)
    del notebook.cells[0]
