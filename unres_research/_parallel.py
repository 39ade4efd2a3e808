"""Many like tasks through joblib: one after the other here, or wherever `parallel_config` says.

What a task gives rests on its arguments alone: draws have seeds by task, not by process, and
linear algebra uses one thread. So the bytes are the same whoever does it: this process, threads,
other processes, the workers of a Dask cluster, also when one of them ends in the middle.
"""

from __future__ import annotations

import platform
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from typing import Any

from unres_research.errors import UnresError

_SECONDS = 30  # until a scheduler answers, and until it has a worker
_TOLD = ("numpy", "scipy", "scikit-learn", "lxml", "pypdfium2", "python-docx")  # make results

Versions = tuple[tuple[str, str], ...]


def each(
    function: Callable[..., Any], items: Iterable[Any], *shared: Any, n_jobs: int | None = None
) -> Iterator[Any]:
    """Give what a function makes of every item and of what they share, in the order of the items.

    `function` is one of a module, as other processes must find it.
    """
    from joblib import Parallel, delayed

    asked = _versions() if elsewhere() else None
    # in one tuple, or Dask would keep a large array on one worker, which may end
    tasks = (delayed(_done)((asked, function, item, shared)) for item in items)
    try:
        yield from Parallel(n_jobs=n_jobs, return_as="generator")(tasks)
    except Exception as error:
        if why := _lost(error):
            raise UnresError(why) from error
        raise


def elsewhere() -> bool:
    """Tell whether joblib was told to use threads, processes or a cluster."""
    if "joblib" not in sys.modules:
        return False
    from joblib.parallel import get_active_backend

    backend, n_jobs = get_active_backend()
    name = type(backend).__name__
    several = n_jobs not in (None, 1) and name != "SequentialBackend"
    return several or name == "DaskDistributedBackend"


def _done(task: tuple[Versions | None, Callable[..., Any], Any, tuple[Any, ...]]) -> Any:
    asked, function, item, shared = task
    if asked is not None and asked != _versions():
        other = [" ".join(own) for own, wanted in zip(_versions(), asked, strict=False)
                 if own != wanted]  # fmt: skip
        raise UnresError(
            f"found {', '.join(other)} on the worker {socket.gethostname()}, expected "
            f"{', '.join(' '.join(one) for one in asked)}: other versions may give other "
            "results; install the same ones on all workers"
        )
    with alone():
        return function(item, *shared)


@cache
def _versions() -> Versions:
    """What results depend on."""
    from unres_research import __version__

    python = ".".join(platform.python_version_tuple()[:2])
    others = ((name, metadata.version(name)) for name in _TOLD)
    return ("unres-research", __version__), ("Python", python), *others


def _lost(error: Exception) -> str:
    """Say what became of a worker, or "" for an error of a task."""
    if isinstance(error, ModuleNotFoundError) and "unres_research" in str(error):
        return (
            "found no unres-research on a worker of the cluster, expected the same version as "
            "here: install it on all workers"
        )
    if type(error).__module__.partition(".")[0] in ("distributed", "joblib"):
        return (
            f"lost what the workers were doing ({type(error).__name__}: {str(error)[:200]}), "
            "expected them to go on; perhaps out of memory: use fewer of them, or larger ones, "
            "and run it again"
        )
    return ""


# a cluster ----------------------------------------------------------------------------


@contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """Let the workers of a Dask cluster do what is done in here; without an address nothing."""
    if address is None:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise UnresError(
            'found no distributed, expected it for a cluster: pip install "unres-research[dask]"'
        ) from None
    from joblib import parallel_config

    try:
        client = Client(address, timeout=_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise UnresError(
            f"found no Dask scheduler at {address!r} ({str(error)[:200]}), expected an address "
            "such as tcp://10.0.0.1:8786; start one with `dask scheduler`"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise UnresError(
                f"found no worker at {address}, expected at least one; start some with `dask "
                f"worker {address}`"
            ) from None
        with parallel_config(backend="dask"):
            yield


# threads of linear algebra ------------------------------------------------------------


@contextmanager
def alone() -> Iterator[None]:
    """Do here, in one thread, whatever is done: a sum in several parts is rounded otherwise."""
    from joblib import parallel_config

    with one_thread(), parallel_config(backend="sequential"):
        yield


_lock = threading.Lock()
_inside = 0  # threads that are in `one_thread`
_limits: dict[Any, Any] = {}  # what they have set, by the libraries that were loaded then
_WITH_THREADS = ("numpy", "scipy.special", "scipy.linalg", "sklearn")


@contextmanager
def one_thread() -> Iterator[None]:
    """Let linear algebra use one thread, until the last thread that asked for it goes.

    Many small products are slower in several, on a busy machine. OpenMP keeps its number for every
    thread by itself.
    """
    global _inside
    controller = _controller(tuple(name in sys.modules for name in _WITH_THREADS))
    with _lock:
        if controller not in _limits:
            _limits[controller] = controller.limit(limits=1, user_api="blas")
        _inside += 1
    try:
        with controller.limit(limits=1, user_api="openmp"):
            yield
    finally:
        with _lock:
            _inside -= 1
            while not _inside and _limits:
                _limits.popitem()[1].restore_original_limits()


@cache
def _controller(loaded: tuple[bool, ...]) -> Any:
    """What sets the threads of the libraries that are loaded; listing them takes a while."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
