"""Change the package a little, many times, and count which changes the fast tests notice.

    python tools/mutants.py [--room ROOM] [--module PART] [--sample N] [--seed S] [--list]

A sample of changes in every room (`mutations.py` says which there are), and besides every escape
of HTML left out and every bound on hostile input doubled or taken away. The tests run without the
reference material, in copies of the project: once to learn which test runs which line, then for
each change those tests, fastest first, until one fails. A test that takes far longer than it did
has noticed too. `equivalent_mutants.csv` lists changes that change nothing, with the reason.

Exit status 1 when fewer than 85% are noticed, or 75% in a room, or when an escape or a bound is
missed. mutmut 3 was not taken because it changes nothing outside functions (no bound, no table, no
template) and draws no sample; cosmic-ray 8 because it runs all tests for every change.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue

import mutations
import pytest
from mutations import Mutant

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "unres_research"
KEPT = ROOT / ".mutants.json"  # which test runs which line, for as long as no file changes
ROOMS = ("read", "corpus", "analyse", "show", "library")
READ = ("records.py", "symbols", "_numerals.py", "_wordlists.py")
OVERALL, IN_A_ROOM = 0.85, 0.75
LEAST_IN_A_ROOM = 25
ON_THE_LINE, NEAR_IT = 60, 10  # seconds of tests for one change
LIMITS = "tests/test_docs.py"  # its test of the documented bounds reads every one of them
WORKERS = 2
HEAVY = "pytest numpy pandas scipy.stats sklearn.decomposition sklearn.feature_extraction.text"
HEAVY += " lxml.etree matplotlib.pyplot networkx nltk pyarrow.parquet pypdfium2 requests"


# Running pytest in a process of its own


def read_here() -> None:
    """Let documents be read in this process, where their lines are traced, and in no worker."""
    import_module(f"{PACKAGE}._worker").serving = True


class Recorder:
    """A pytest plugin: how long each test takes, which failed, which fixtures they share."""

    def __init__(self, out: Path):
        self.out, self.now = out, ""
        self.seconds, self.failed, self.caches = defaultdict(float), set(), []
        self.made, self.needs = defaultdict(set), {}  # fixture: tests that made it; test: fixtures
        import functools

        plain = functools.lru_cache

        def remembered(*args: object, **kwargs: object) -> object:
            made = plain(*args, **kwargs)
            if hasattr(made, "cache_clear"):
                self.caches.append(made)
                return made
            return lambda function: self.caches.append(made(function)) or self.caches[-1]

        functools.lru_cache = remembered

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        read_here()
        self.now = item.nodeid
        defs = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
        self.needs[item.nodeid] = [n for n, d in defs.items() if d[-1].scope != "function"]
        for cache in self.caches:  # so that what a test needs is made while it runs
            if cache.__module__.startswith(PACKAGE):
                cache.cache_clear()

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: object) -> None:
        self.made[fixturedef.argname].add(self.now)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        shared = defaultdict(set)  # a test that made a fixture: the tests that use it
        for test, names in self.needs.items():
            for maker in set().union(*(self.made[name] for name in names)):
                shared[maker].add(test)
        told = {"seconds": self.seconds, "failed": sorted(self.failed)}
        told["shared"] = {maker: sorted(tests) for maker, tests in shared.items()}
        self.out.write_text(json.dumps(told), "utf-8")


class Chosen:
    """A pytest plugin: run some tests, in an order, each within a limit of processor time."""

    def __init__(self, limits: dict[str, float], out: Path):
        self.limits, self.out = limits, out

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        rank = {test: k for k, test in enumerate(self.limits)}
        items[:] = sorted((i for i in items if i.nodeid in rank), key=lambda i: rank[i.nodeid])

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        read_here()
        self.out.write_text(f"{item.nodeid} (time)", "utf-8")
        signal.setitimer(signal.ITIMER_PROF, self.limits[item.nodeid])  # SIGPROF ends the process
        yield
        signal.setitimer(signal.ITIMER_PROF, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.out.write_text(report.nodeid, "utf-8")


def _child(copy: Path, arguments: list[str], plugin: type, *given: object) -> None:
    os.setsid()
    log = os.open(copy / ".log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    os.environ["PYTHONPATH"] = str(copy)
    code = pytest.main(["-q", "-m", "not slow", *arguments], plugins=[plugin(*given)])
    os._exit(int(code))


def run(context: object, seconds: float, *given: object) -> int:
    """Run pytest in a copy, and return its exit status, or a negative one when it was ended."""
    process = context.Process(target=_child, args=given)
    process.start()
    process.join(seconds)
    try:
        os.killpg(process.pid, signal.SIGKILL)  # its own group: whatever is left of it
    except ProcessLookupError:
        pass
    process.join()
    return process.exitcode


# Which test runs which line


def reach(context: object, copy: Path) -> dict:
    """Return the tests of each line, their seconds, and those that fail without a change."""
    files = sorted(p for folder in (PACKAGE, "tests") for p in (copy / folder).rglob("*.*"))
    parts = (p.read_bytes() for p in files if p.suffix != ".pyc")
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if KEPT.exists() and (kept := json.loads(KEPT.read_text("utf-8")))["digest"] == digest:
        return kept
    told = copy / ".told.json"
    flags = [f"--cov={PACKAGE}", "--cov-context=test", "--cov-report=", "--hypothesis-seed=0"]
    flags.append("--continue-on-collection-errors")
    began = time.monotonic()
    status = run(context, 1800, copy, flags, Recorder, told)
    if not told.exists() or not (kept := json.loads(told.read_text("utf-8")))["seconds"]:
        sys.exit(f"the tests did not run (status {status}):\n{_end_of_log(copy)}")
    print(f"the tests ran once in {time.monotonic() - began:.0f} s", file=sys.stderr)
    kept |= {"digest": digest, "tests": {}}
    from coverage import CoverageData

    data = CoverageData(str(copy / ".coverage"))
    data.read()
    for file in data.measured_files():
        lines = kept["tests"][Path(file).relative_to(copy).as_posix()] = {}
        for line, contexts in data.contexts_by_lineno(file).items():
            found = set()
            for name, _, phase in (c.rpartition("|") for c in contexts if c):
                found |= {name, *(kept["shared"].get(name, ()) if phase == "setup" else ())}
            lines[str(line)] = sorted(found & kept["seconds"].keys())
    KEPT.write_text(json.dumps(kept), "utf-8")
    return kept


def _end_of_log(copy: Path) -> str:
    return (copy / ".log").read_text("utf-8", "replace")[-3000:]


class Reach:
    """Chooses the tests for a change."""

    def __init__(self, kept: dict, sources: dict[str, str]):
        self.lines, self.seconds, self.failed = kept["tests"], kept["seconds"], set(kept["failed"])
        self.uses = defaultdict(set)
        for path, source in sources.items():
            if path.endswith(".py"):
                for name, where in mutations.uses(ast.parse(source)):
                    self.uses[name].add((path, where))
            else:
                for name in mutations.included(source):
                    self.uses[name].add((path, (path.rpartition("/")[2],)))

    def using(self, names: tuple[str, ...], seen: set[str]) -> set[str]:
        """Return the tests that run a line that uses one of the names, or what is made of it."""
        found: set[str] = set()
        for name in set(names) - seen:
            seen.add(name)
            for path, where in self.uses[name]:
                if isinstance(where, int):
                    found |= set(self.lines.get(path, {}).get(str(where), ()))
                else:
                    found |= self.using(where, seen)
        return found

    def limits(self, mutant: Mutant) -> dict[str, float]:
        """Return the tests to run, fastest first, with the processor time that each may take."""
        lines = self.lines.get(mutant.path, {})
        on = {t for n in mutant.lines for t in lines.get(str(n), ())}
        on |= self.using(mutant.names, set())
        if mutant.kind == "bound" and mutant.names:
            on |= {t for t in self.seconds if t.startswith(LIMITS)}
        near = {t for tests in lines.values() for t in tests} - on
        chosen = {}
        for tests, budget in ((on, ON_THE_LINE), (near, NEAR_IT)):
            for test in sorted(tests - self.failed, key=self.seconds.__getitem__):
                budget -= self.seconds[test]
                if budget > 0 or not chosen:
                    chosen[test] = 10 + 10 * self.seconds[test]
        return chosen


# Choosing, making and counting changes


def room_of(path: str) -> str:
    """Return the room of a file of the package: "root" for what stands in none."""
    part = path.split("/")[1]
    return "read" if part in READ else part if part in ROOMS else "root"


def choose(sources: dict[str, str], sample: int, seed: int, exhaustive: bool) -> list[Mutant]:
    """Return the sample of every room, then every escape and bound."""
    by_room, special = defaultdict(list), []
    with (ROOT / "tools" / "equivalent_mutants.csv").open(encoding="utf-8", newline="") as file:
        equivalent = {(r["file"], r["line"], r["change"]) for r in csv.DictReader(file)}
    for path, source in sources.items():
        read = mutations.in_module if path.endswith(".py") else mutations.in_template
        for mutant in read(path, source):
            if (path, mutant.text, mutant.change) in equivalent:
                continue
            room = special if mutant.kind != "sample" else by_room[room_of(path)]
            room.append(mutant)
    total = sum(map(len, by_room.values()))
    chosen = []
    for room in sorted(by_room):
        wanted = max(LEAST_IN_A_ROOM, round(sample * len(by_room[room]) / total))
        lines: dict[tuple[str, int], Mutant] = {}  # at most one change a line
        for mutant in sorted(by_room[room], key=lambda m: _rank(m, seed)):
            if len(lines) < wanted and _compiles(mutant, sources[mutant.path]):
                lines.setdefault((mutant.path, mutant.line), mutant)
        chosen += lines.values()
    return chosen + (special if exhaustive else [])


def _rank(mutant: Mutant, seed: int) -> bytes:
    """Order that an edit elsewhere does not change."""
    key = f"{seed}|{mutant.path}|{mutant.text}|{mutant.change}"
    return hashlib.blake2b(key.encode(), digest_size=8).digest()


def _compiles(mutant: Mutant, source: str) -> bool:
    try:
        compile(mutant.made(source.encode()), "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def copy_of_project(folder: Path) -> Path:
    """Copy what git would keep, as it stands on the disk."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run([sys.executable, "-m", "compileall", "-q", PACKAGE], cwd=folder, check=True)
    return folder


def noticed_by(context: object, copy: Path, mutant: Mutant | None, limits: dict) -> str:
    """Return the test that notices a change, or "" when none does."""
    if not limits:
        return ""
    files = list(dict.fromkeys(test.partition("::")[0] for test in limits))
    flags = ["-x", "-p", "no:cacheprovider", "-p", "no:cov", "--hypothesis-seed=0", *files]
    said = copy / ".noticed"
    said.write_text("collecting", "utf-8")
    path = copy / (mutant.path if mutant else f"{PACKAGE}/__init__.py")
    before = path.read_bytes()
    try:
        if mutant:
            path.write_bytes(mutant.made(before))
            for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
                compiled.unlink()
        patience = 120 + 20 * sum(map(float, limits.values())) / 10
        status = run(context, patience, copy, flags, Chosen, limits, said)
    finally:
        path.write_bytes(before)
    if status == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RuntimeError(f"none of {len(limits)} tests was found for {mutant}")
    return said.read_text("utf-8") if status else ""


def examine(context: object, copies: list[Path], mutants: list[Mutant], tests: Reach) -> list[str]:
    """Return for each change the test that notices it, or ""."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def one(numbered: tuple[int, Mutant]) -> str:
        copy = free.get()
        try:
            found = noticed_by(context, copy, numbered[1], tests.limits(numbered[1]))
        finally:
            free.put(copy)
        print(f"{numbered[0] + 1}/{len(mutants)} {_said(numbered[1])}: {found or 'NOT NOTICED'}",
              file=sys.stderr, flush=True)  # fmt: skip
        return found

    pool = ThreadPoolExecutor(len(copies))
    try:
        return list(pool.map(one, enumerate(mutants)))
    finally:
        pool.shutdown(cancel_futures=True)  # when interrupted, no further ones


def _said(mutant: Mutant) -> str:
    change = " ".join(mutant.change.split())
    if len(change) > 110:
        change = f"{change[:60]} ... {change[-45:]}"
    return f"{mutant.path.removeprefix(PACKAGE + '/')}:{mutant.line} [{mutant.kind}] {change}"


def report(mutants: list[Mutant], found: list[str]) -> bool:
    """Print the tables; return whether enough was noticed."""
    counts = defaultdict(lambda: [0, 0])
    for mutant, by in zip(mutants, found, strict=True):
        labels = [(room_of(mutant.path), mutant.path.removeprefix(f"{PACKAGE}/"))]
        labels += [(labels[0][0], ""), ("~all", "")]
        labels += [("~" + mutant.kind, "")] if mutant.kind != "sample" else []
        for label in labels:
            counts[label][0] += bool(by)
            counts[label][1] += 1
    good = True
    for (room, module), (noticed, made) in sorted(counts.items()):
        least = {"~all": OVERALL, "~escape": 1, "~bound": 1}.get(room, IN_A_ROOM)
        enough = bool(module) or noticed >= least * made
        good &= enough
        name = f"  {module}" if module else room.lstrip("~")
        print(
            f"{name:34}{noticed:5} / {made:<5}{noticed / made:6.0%}{'' if enough else '  too few'}"
        )
    for mutant, by in zip(mutants, found, strict=True):
        if not by:
            print(f"not noticed: {_said(mutant)}\n    {mutant.text[:120]}")
    return good


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Count which small changes the tests notice.")
    parser.add_argument("--room", choices=[*ROOMS, "root"], help="changes of one room only")
    parser.add_argument("--module", help="changes of files whose path holds this, as in _pdf")
    parser.add_argument("--sample", type=int, default=220, help="changes sampled in all rooms")
    parser.add_argument("--seed", type=int, default=0, help="another seed, another sample")
    parser.add_argument("--only-sample", action="store_true", help="no further escapes and bounds")
    parser.add_argument("--list", action="store_true", help="list the changes and stop")
    options = parser.parse_args()
    paths = sorted(
        p for s in ("*.py", "*.html", "*.j2", "*.jinja") for p in (ROOT / PACKAGE).rglob(s)
    )
    sources = {p.relative_to(ROOT).as_posix(): p.read_text("utf-8") for p in paths}
    mutants = [
        m
        for m in choose(sources, options.sample, options.seed, not options.only_sample)
        if options.room in (None, room_of(m.path)) and (options.module or "") in m.path
    ]
    if options.list:
        print(*map(_said, mutants), sep="\n")
        return 0
    os.environ |= {"UNRES_CORPUS": "none", "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore:resource_tracker"}
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY.split())
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = copy_of_project(Path(folder) / "0")
        tests = Reach(reach(context, first), sources)
        copies = [first]
        for k in range(1, WORKERS):
            copies.append(shutil.copytree(first, Path(folder) / str(k)))
        again = {t: 120.0 for t in tests.failed}
        while again and (by := noticed_by(context, first, None, again)):  # what fails by itself
            if by.removesuffix(" (time)") not in again:
                sys.exit(f"a test fails without a change:\n{_end_of_log(first)}")
            again.pop(by.removesuffix(" (time)"))
        tests.failed -= set(again)
        for test in sorted(tests.failed):
            print(f"left aside, for it fails without a change: {test}", file=sys.stderr)
        found = examine(context, copies, mutants, tests)
    return 0 if report(mutants, found) else 1


if __name__ == "__main__":
    sys.exit(main())
