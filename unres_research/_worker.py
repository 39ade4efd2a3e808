"""Read untrusted files in other processes, each task with limits of time and memory.

A worker is another Python that is started without the caller's main module, so scripts need no
guard, and nothing is forked from a process that has threads. Requests and answers are pickles
behind their length, in pipes. The worker limits itself before each task, so the limits hold
inside libraries in C, and when the caller is dead. One that dies costs its task alone.

It limits what a file can consume and break; it is no sandbox against a file that takes over
the library that reads it.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from io import FileIO
from itertools import islice
from typing import Any
from weakref import WeakSet

from unres_research.errors import UnresError

try:
    import resource
except ImportError:  # Windows: only the limit on the clock holds
    resource = None  # type: ignore[assignment]

MAX_SECONDS = 30  # of processor time, for one task
MAX_MEMORY = 1024 * 1024 * 1024  # bytes above what the worker held before the task
MAX_WAIT = 120  # seconds on the clock, for one task
_MAX_ANSWER = 2 * MAX_MEMORY  # bytes; what says that it is longer is broken
_GROWN = 8  # a worker that grew by this part of the limit ends after its answer
_AHEAD = 32  # tasks for each worker that may be done before their turn
_KEPT = 4  # workers that wait for more
_ENDS = 5  # seconds that a worker may take to end
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # NumPy's take memory
_START = "import sys; sys.path[:] = {}; from unres_research._worker import serve; serve()"
_ADVICE = "expected an ordinary document; if it is a PDF, print it to a new one"

serving = False  # whether this process is a worker


class Stopped(Exception):
    """A task that was not finished: it took too much, or died."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# the caller ---------------------------------------------------------------------------


class _Worker:
    """One process, and the two pipes to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START.format(ascii(_path()))],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | _ONE_THREAD,
            start_new_session=True,  # an interruption from the terminal is for the caller
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.ended = self.late = False
        _all.add(self)
        self._exchange(None)  # it says that it is there

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Let the worker do a task; Stopped when it does not finish."""
        request = pickle.dumps((MAX_SECONDS, MAX_MEMORY, function, arguments), 5)
        answer = self._exchange(request)
        if answer.pop():
            self.end(_ENDS)
        try:
            how, value = pickle.loads(answer)
        except Exception as error:
            raise Stopped(fault(error)) from error
        if how == "raised":
            raise value
        if how == "stopped":
            raise Stopped(value)
        return value

    def _exchange(self, request: bytes | None) -> bytearray:
        """Send what is asked, and wait for the answer; an interruption ends the worker."""
        done = threading.Event()
        try:
            with suppress(RuntimeError):  # no room for a thread: the system's limits hold
                threading.Thread(target=self._watch, args=(done,), daemon=True).start()
            if request is not None:
                _send(self.process.stdin, request)
            return _receive(self.process.stdout)
        except (OSError, EOFError):
            self.end(_ENDS)
            raise Stopped(self._why()) from None
        except BaseException:
            self.end()
            raise
        finally:
            done.set()

    def _watch(self, done: threading.Event) -> None:
        """End the worker after a time, by seconds in which this process ran too."""
        for _ in range(MAX_WAIT):
            if done.wait(1):
                return
        self.late = True
        self.process.kill()

    def _why(self) -> str:
        status = self.process.returncode
        if self.late:
            return f"needed more than {MAX_WAIT} seconds, {_ADVICE}"
        if os.name == "posix" and status in (-signal.SIGKILL, -signal.SIGTERM):
            found = "the process that read it was ended from outside, or by a system out of memory"
            return f"{found} (status {status}); read it again"
        if os.name == "posix" and status == -signal.SIGPROF:
            return f"needed more than {MAX_SECONDS} seconds of processor time, {_ADVICE}"
        return f"{_too_much(MAX_MEMORY)}, or broke what reads it (status {status}), {_ADVICE}"

    def end(self, patience: float = 0) -> None:
        """Wait until the process has ended, and end it when it does not."""
        self.ended = True
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.close()

    def close(self) -> None:
        """Close this side of the pipes."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def free(self) -> bool:
        """Tell whether it can do another task."""
        return not self.ended and self.process.poll() is None


_all: WeakSet[_Worker] = WeakSet()
_idle: list[_Worker] = []
_lock = threading.Lock()
_room = threading.BoundedSemaphore(os.cpu_count() or 1)
_works: bool | None = None  # whether this system starts them; None before it was tried


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Do a task in a worker, or here when this is one, or where none can be started.

    Errors of our own come back as they are raised; `Stopped` when it was not finished.
    """
    if serving or not _available():
        return function(*arguments)
    with _room:
        worker = _take()
        try:
            return worker.ask(function, *arguments)
        finally:
            _give(worker)


def over(
    function: Callable[[Any], Any],
    items: Iterable[Any],
    workers: int,
    after: Callable[[], Any],
    *,
    at_once: int = 1,
) -> Iterator[Any]:
    """Do the same with many items, in order, each in one of some workers; some ahead, not all.

    What was not finished gives a `Stopped` in its place. `after` is done at the end by every
    worker. `at_once` items go in one request, which saves time where each takes little; when it
    is not finished, they are done one by one. An interruption ends the workers.
    """
    if serving or not _available():
        yield from (_kept(function, item) for item in items)
        after()
    else:
        yield from _Team(function, workers, after, at_once).over(items)


def _kept(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives; what stopped it is a result too."""
    try:
        return function(*arguments)
    except Stopped as error:
        return error
    except Exception as error:
        return Stopped(fault(error))


class _Team:
    """Threads that have a worker each."""

    def __init__(
        self,
        function: Callable[[Any], Any],
        count: int,
        after: Callable[[], Any],
        at_once: int,
    ):
        self.function, self.count, self.after, self.at_once = function, count, after, at_once
        self.mine, self.used = threading.local(), list[_Worker]()
        self.stop, self.alone = threading.Event(), False

    def over(self, items: Iterable[Any]) -> Iterator[Any]:
        threads = ThreadPoolExecutor(self.count)
        waiting: deque[Future[Any]] = deque()
        try:
            rest = iter(items)
            while some := list(islice(rest, self.at_once)):
                waiting.append(self._begin(threads, some))
                if len(waiting) * self.at_once > _AHEAD * self.count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
            for worker in filter(_Worker.free, self.used):
                with suppress(Stopped):
                    worker.ask(self.after)
        except BaseException:
            self.stop.set()
            for worker in list(self.used):
                worker.process.kill()
            raise
        finally:
            threads.shutdown(cancel_futures=True)
            for worker in self.used:
                if self.stop.is_set():
                    worker.end()  # also one that had only just started
                else:
                    _give(worker)

    def _begin(self, threads: ThreadPoolExecutor, some: list[Any]) -> Future[list[Any]]:
        """Give tasks to a thread; where the system has no room for one, they are done here."""
        if not self.alone:
            try:
                return threads.submit(self._some, some)
            except RuntimeError:
                self.alone = True
        done = Future[list[Any]]()
        done.set_result(self._some(some))
        return done

    def _some(self, some: list[Any]) -> list[Any]:
        """Do tasks in one request; where that was not finished, one by one."""
        if len(some) > 1:
            done = _kept(self._ask, _each, self.function, some)
            if isinstance(done, list):
                return done
        return [_kept(self._ask, self.function, item) for item in some]

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Ask this thread's worker."""
        worker = getattr(self.mine, "worker", None)
        if worker is None or not worker.free():
            worker = self.mine.worker = _take()
            self.used.append(worker)
        return None if self.stop.is_set() else worker.ask(function, *arguments)


def _each(function: Callable[[Any], Any], some: list[Any]) -> list[Any]:
    return [function(item) for item in some]


def _path() -> list[str]:
    """Where this process looks for modules, from any folder."""
    try:
        here = os.getcwd()
    except OSError:  # it was removed
        here = ""
    return [os.path.join(here, entry) for entry in sys.path if here or os.path.isabs(entry)]


def limits() -> bool:
    """Tell whether tasks have limits of time and memory here."""
    return serving or _available()


def _available() -> bool:
    """Tell whether this system starts workers; the first time one is started."""
    global _works
    if _works is None:
        try:
            _give(_take())
            _works = True
        except Stopped as error:
            _works = False
            warnings.warn(
                f"documents are read in this process, without limits of memory and time: {error}",
                RuntimeWarning,
                stacklevel=2,
            )
    return _works


def _take() -> _Worker:
    """Take a worker that waits, or start one."""
    with _lock:
        while _idle:
            worker = _idle.pop()
            if worker.free():
                return worker
            worker.end()
    try:
        if not sys.executable or getattr(sys, "frozen", False):
            raise OSError("there is no Python to start")
        return _Worker()
    except OSError as error:
        raise Stopped(f"no process could be started to read it ({error}); try again") from None


def _give(worker: _Worker) -> None:
    """Let a worker wait for more, or end it when enough do."""
    with _lock:
        if worker.free() and len(_idle) < _KEPT:
            _idle.append(worker)
            return
    worker.end()


def _end_all() -> None:
    """End every worker, when this process ends."""
    for worker in list(_all):
        worker.end()


def _forget() -> None:
    """Leave the workers to the process that started them; this one is a copy of it."""
    global _lock, _room
    for worker in list(_all):
        worker.ended, worker.process.returncode = True, 0
        worker.close()
    _idle.clear()
    _lock, _room = threading.Lock(), threading.BoundedSemaphore(os.cpu_count() or 1)


atexit.register(_end_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


# the worker ---------------------------------------------------------------------------


def serve() -> None:
    """Do tasks until the caller closes the pipe, or until this process has grown too much."""
    global serving
    serving = True
    requests, answers = FileIO(os.dup(0), "rb"), FileIO(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):  # what a library prints is no answer
        os.dup2(nothing, number)
    _prepare()
    _end_with_caller(requests)
    _send(answers, b"here")
    began, last = 0, False
    while not last:
        try:
            seconds, memory, function, arguments = pickle.loads(_receive(requests))
        except EOFError:
            break
        began = began or _held()  # with what the first function imported
        _limit(seconds, memory)
        answer = _done(function, arguments, memory)
        if resource:
            signal.setitimer(signal.ITIMER_PROF, 0)
        last = _held() - began > memory // _GROWN
        _send(answers, answer + bytes([last]))
    os._exit(0)


def _done(function: Callable[..., Any], arguments: tuple[Any, ...], memory: int) -> bytes:
    """Do a task; how it ended, and what it gave."""
    try:
        return pickle.dumps(("gave", function(*arguments)), 5)
    except UnresError as error:
        found: tuple[str, Any] = "raised", error
    except MemoryError:
        found = "stopped", f"{_too_much(memory)}, {_ADVICE}"
    except Exception as error:
        found = "stopped", fault(error)
    return pickle.dumps(found, 5)


def fault(error: Exception) -> str:
    """Say that a document met a fault of this program."""
    said = f"{type(error).__name__}: {str(error)[:200]}"
    return f"stopped the reader ({said}); please report it with the file"


def _prepare() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller decides
    if resource:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGPROF])
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _end_with_caller(requests: FileIO) -> None:
    """End this process once the caller is gone, also in the middle of a task that waits."""
    if not hasattr(select, "poll"):  # Windows
        return
    gone = select.poll()
    gone.register(requests, 0)  # that the other side was closed is told in any case

    def wait() -> None:
        gone.poll()
        os._exit(0)

    with suppress(RuntimeError):  # no room for a thread
        threading.Thread(target=wait, daemon=True).start()


def _limit(seconds: float, memory: int) -> None:
    """Let the system end this process after some processor time, and bound its memory."""
    if not resource:
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    if held := _held():
        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        bound = held + memory
        bound = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(resource.RLIMIT_AS, (bound, most))


def _held() -> int:
    """Bytes of address space that this process holds; 0 where Linux does not say it."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _too_much(memory: int) -> str:
    return f"needed more than {memory / 1024**3:.3g} GiB of memory"


# both ---------------------------------------------------------------------------------


def _send(pipe: Any, data: bytes) -> None:
    rest = memoryview(struct.pack("<Q", len(data)) + data)
    while rest:
        rest = rest[pipe.write(rest) :]


def _receive(pipe: Any) -> bytearray:
    (length,) = struct.unpack("<Q", _exactly(pipe, 8))
    if length > _MAX_ANSWER:
        raise EOFError
    return _exactly(pipe, length)


def _exactly(pipe: Any, length: int) -> bytearray:
    data = bytearray(length)
    rest = memoryview(data)
    while rest:
        count = pipe.readinto(rest)
        if not count:
            raise EOFError
        rest = rest[count:]
    return data
