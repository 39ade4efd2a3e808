"""Documents are read in worker processes: what takes too much costs its file, and nothing else."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import hostile_pdfs
import pytest
import written
from printed import DRAFT, RESOLUTION

from unres_research import _worker as worker
from unres_research import load_folder, loads
from unres_research.corpus import _documents, build_corpus
from unres_research.errors import ReadError, UnresError
from unres_research.read import _formats, _load
from unres_research.read._files import File, forget_archive

ROOT = Path(__file__).resolve().parents[2]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
on_posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(autouse=True)
def outside(monkeypatch):
    monkeypatch.setattr(worker, "serving", False)


@pytest.fixture
def little(monkeypatch):
    """Little room, so that a test is short."""
    monkeypatch.setattr(worker, "MAX_SECONDS", 2)
    monkeypatch.setattr(worker, "MAX_MEMORY", 128 * 1024 * 1024)


# tasks for a worker -------------------------------------------------------------------


def pid(_: object = None) -> int:
    return os.getpid()


def double(number: int) -> int:
    return 2 * number


def spin(_: object) -> None:
    while True:
        pass


def takes(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def keeps(megabytes: int) -> int:
    """Take memory and never give it back."""
    kept.append(bytearray(megabytes * 1024 * 1024))
    return os.getpid()


kept: list[bytearray] = []


def prints(words: str) -> int:
    """Print from Python and from C."""
    print(words, flush=True)
    return ctypes.CDLL(None).write(1, words.encode(), len(words))


def fails(what: str) -> None:
    raise {"ours": ReadError("a.txt", "is bad"), "a fault": IndexError("out of range")}[what]


def dies(what: str) -> int:
    if what == "good":
        return os.getpid()
    os.kill(os.getpid(), getattr(signal, what))
    return 0


def sleeps(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def unsent(_: object) -> object:
    return lambda: 0


def nothing() -> None:
    pass


def ended(process: int) -> bool:
    """Tell whether a process is gone, or soon is."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


# one task -----------------------------------------------------------------------------


def test_a_worker_is_another_process_and_is_used_again():
    first = worker.call(pid)
    assert first != os.getpid()
    assert worker.call(pid) == first
    assert worker.call(double, 21) == 42


def test_errors_come_back_and_the_worker_goes_on():
    before = worker.call(pid)
    with pytest.raises(ReadError, match="^a.txt: is bad$"):
        worker.call(fails, "ours")
    with pytest.raises(
        worker.Stopped, match=r"stopped the reader \(IndexError: out of range\); please report it"
    ):
        worker.call(fails, "a fault")
    with pytest.raises(worker.Stopped, match="stopped the reader .*pickle"):
        worker.call(unsent, 1)
    assert worker.call(pid) == before


def test_what_a_library_prints_is_no_answer():
    assert worker.call(prints, "x" * 1000) == 1000
    assert worker.call(double, 2) == 4


@on_posix
def test_processor_time_is_limited(little):
    before = worker.call(pid)
    began = time.monotonic()
    with pytest.raises(worker.Stopped, match="needed more than 2 seconds of processor time"):
        worker.call(spin, 1)
    assert time.monotonic() - began > 1.5
    assert worker.call(pid) != before and ended(before)


@on_posix
def test_processor_time_is_counted_for_each_task(little):
    for _ in range(3):
        assert worker.call(_spins, 0.9) > 0.8


def _spins(seconds: float) -> float:
    start = time.process_time()
    while (took := time.process_time() - start) < seconds:
        pass
    return took


@on_linux
def test_memory_is_limited(little):
    assert worker.call(takes, 100) == 100 * 1024 * 1024
    with pytest.raises(worker.Stopped, match=r"needed more than 0\.125 GiB of memory, expected an"):
        worker.call(takes, 130)
    assert worker.call(takes, 100) == 100 * 1024 * 1024


@on_linux
def test_a_worker_that_grew_ends_after_its_answer():
    """Over an eighth of a gibibyte; with less it goes on."""
    first = worker.call(keeps, 100)
    assert worker.call(keeps, 60) == first
    assert worker.call(pid) != first and ended(first)


def test_the_clock_is_limited(monkeypatch):
    monkeypatch.setattr(worker, "MAX_WAIT", 1)
    began = time.monotonic()
    with pytest.raises(worker.Stopped, match="needed more than 1 seconds"):
        worker.call(sleeps, 60)
    assert time.monotonic() - began < 30
    monkeypatch.undo()  # to start another one may take more than a second
    assert worker.call(sleeps, 0.1) == 0.1


@on_posix
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SIGSEGV", "broke what reads it .status -11., expected an ordinary"),
        ("SIGABRT", "broke what reads it .status -6., expected an ordinary"),
        ("SIGKILL", "ended from outside, or .* out of memory .status -9.; read it again"),
        ("SIGTERM", "ended from outside, or .* out of memory .status -15.; read it again"),
    ],
)
def test_a_worker_that_breaks_costs_one_task(name, said):
    with pytest.raises(worker.Stopped, match=said):
        worker.call(dies, name)
    assert worker.call(double, 4) == 8


def test_a_worker_that_ended_while_it_waited_is_replaced():
    process = worker.call(pid)
    os.kill(process, signal.SIGTERM)
    time.sleep(0.3)
    assert worker.call(pid) != process


def test_threads_have_a_worker_each():
    with ThreadPoolExecutor(4) as threads:
        found = set(threads.map(lambda _: worker.call(_slow_pid, 0.3), range(4)))
    assert 1 <= len(found) <= min(4, os.cpu_count() or 1)
    assert len(found) > 1 or os.cpu_count() == 1
    assert len(worker._idle) <= worker._KEPT


def _slow_pid(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


# many tasks ---------------------------------------------------------------------------


@on_posix
def test_results_are_in_order_and_what_died_is_named():
    items = ["good"] * 20
    items[3], items[11] = "SIGSEGV", "SIGKILL"
    found = list(worker.over(dies, items, 2, nothing))
    assert [k for k, one in enumerate(found) if isinstance(one, worker.Stopped)] == [3, 11]
    pids = {one for one in found if isinstance(one, int)}
    assert os.getpid() not in pids and 2 <= len(pids) <= 4
    assert list(worker.over(double, range(100), 3, nothing)) == [2 * k for k in range(100)]


@on_posix
@pytest.mark.parametrize("at_once", [2, 4, 7, 100])
def test_in_one_request_with_others_only_what_died_is_lost(at_once):
    """What fails in a request, or dies, or meets a fault, is told apart from its neighbours."""
    items = ["good"] * 20
    items[3], items[4], items[11] = "SIGSEGV", "SIGKILL", 0  # the last one is no name: a fault
    found = list(worker.over(dies, items, 2, nothing, at_once=at_once))
    assert [k for k, one in enumerate(found) if isinstance(one, worker.Stopped)] == [3, 4, 11]
    assert found[11].reason.startswith("stopped the reader (")
    assert sum(isinstance(one, int) for one in found) == 17
    everything = list(worker.over(double, range(100), 3, nothing, at_once=at_once))
    assert everything == [2 * k for k in range(100)]


def test_several_items_go_in_one_request(monkeypatch):
    asked, real = [], worker._Worker.ask

    def ask(self, function, *arguments):
        asked.append(function)
        return real(self, function, *arguments)

    monkeypatch.setattr(worker._Worker, "ask", ask)
    found = list(worker.over(double, range(10), 1, nothing, at_once=4))
    assert found == [2 * k for k in range(10)]
    assert len([one for one in asked if one is not nothing]) == 3  # of four, four and two


def test_only_some_items_are_taken_ahead(monkeypatch):
    monkeypatch.setattr(worker, "_AHEAD", 3)
    taken = []
    results = worker.over(double, (taken.append(k) or k for k in range(100)), 2, nothing)
    assert next(results) == 0
    assert len(taken) == 7  # three for each of two workers, and the one that is given
    assert [next(results) for _ in range(10)] == list(range(2, 22, 2))
    assert len(taken) == 17
    results.close()


@on_posix
def test_what_is_left_off_leaves_no_process():
    results = worker.over(_slow_or_pid, [0.0, *[60.0] * 9], 2, nothing)
    began = time.monotonic()
    first = next(results)
    used = {one.process.pid for one in worker._all if not one.ended}
    assert first in used
    results.close()
    assert time.monotonic() - began < 30
    assert all(map(ended, used - {one.process.pid for one in worker._idle}))


def _slow_or_pid(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


@pytest.fixture
def untried(monkeypatch):
    """As before the first document."""
    monkeypatch.setattr(worker, "_idle", [])
    monkeypatch.setattr(worker, "_works", None)


def refuses(*_: object, **__: object) -> None:
    raise OSError("no processes here")


def test_where_no_process_can_be_started_it_is_done_here_and_said_once(monkeypatch, untried):
    monkeypatch.setattr(subprocess, "Popen", refuses)
    said = "without limits of memory and time: no process could be started .*no processes here"
    with pytest.warns(RuntimeWarning, match=said):
        assert worker.call(pid) == os.getpid()
    assert list(worker.over(double, [1, 2], 2, nothing)) == [2, 4]
    (fault,) = worker.over(fails, ["a fault"], 2, nothing)
    assert fault.reason.startswith("stopped the reader (IndexError: out of range)")
    assert loads(RESOLUTION).symbol == "A/RES/79/985"


@pytest.mark.parametrize("executable", ["", sys.executable + "-of-another-name"])
def test_where_there_is_no_python_to_start(monkeypatch, untried, executable):
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.warns(RuntimeWarning, match="without limits"):
        assert worker.call(double, 2) == 4


@on_posix
def test_a_program_that_is_no_python(monkeypatch, untried):
    monkeypatch.setattr(sys, "executable", "/bin/echo")
    with pytest.warns(RuntimeWarning, match="without limits"):
        assert worker.call(double, 2) == 4


def test_where_they_were_started_before_a_document_is_never_read_without_limits(monkeypatch):
    """When no more can be started, that is the reason of the file."""
    worker.call(pid)
    monkeypatch.setattr(worker, "_idle", [])
    monkeypatch.setattr(subprocess, "Popen", refuses)
    with pytest.raises(ReadError, match=r"x.pdf: no process could be started .*\); try again"):
        loads(RESOLUTION, "x.pdf")
    assert {type(one) for one in worker.over(pid, range(9), 2, nothing)} == {worker.Stopped}


@on_posix
def test_a_worker_that_starts_is_not_interrupted_from_the_terminal():
    """Which tells every process of the caller's group."""
    code = """
import signal, threading
signal.signal(signal.SIGINT, lambda *_: None)
threading.Timer(0.05, os.killpg, (os.getpgrp(), signal.SIGINT)).start()
print(worker.call(test_worker.double, 21), worker._works)
"""
    with script(code, start_new_session=True) as process:
        out, errors = process.communicate(timeout=60)
    assert (out.split(), errors) == ([b"42", b"True"], b"")


# processes ----------------------------------------------------------------------------


SCRIPT = """
import os, sys, time
sys.path[:0] = ["tests", "tests/untrusted"]
import test_worker
from unres_research import _worker as worker
"""


def script(code: str, **how: object) -> subprocess.Popen:
    command = [sys.executable, "-c", SCRIPT + code]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, **pipes, **how)


@on_posix
def test_an_interruption_ends_the_workers():
    code = """
print(worker.call(test_worker.pid), flush=True)
try:
    for found in worker.over(test_worker._slow_or_pid, [0.0, 0.0, *[60.0] * 8], 2, test_worker.nothing):
        print(found, flush=True)
except KeyboardInterrupt:
    print("interrupted", len([one for one in worker._all if not one.ended]), flush=True)
"""
    with script(code) as process:
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert (rest, errors, process.returncode) == (b"interrupted 0\n", b"", 0)
    assert all(ended(int(line)) for line in lines)


def test_a_worker_that_had_only_just_started_is_ended_too(monkeypatch):
    worker.call(pid)
    taken, started, real = [], threading.Event(), worker._take

    def slow():
        taken.append(real())
        started.set()
        time.sleep(0.5)
        return taken[0]

    def items():
        yield 60.0
        started.wait(30)
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "_take", slow)
    with pytest.raises(KeyboardInterrupt):
        list(worker.over(_slow_or_pid, items(), 1, nothing))
    assert len(taken) == 1 and not taken[0].free()


@on_posix
@pytest.mark.parametrize("how", ["sys.exit(0)", "os.kill(os.getpid(), 9)", "raise KeyError(1)"])
def test_workers_end_with_the_process_that_started_them(how):
    with script(f"print(worker.call(test_worker.pid), flush=True)\n{how}\n") as process:
        out, _ = process.communicate(timeout=60)
    assert ended(int(out))


@on_posix
def test_a_forked_process_has_its_own_workers():
    code = """
mine = worker.call(test_worker.pid)
child = os.fork()
if not child:
    its = worker.call(test_worker.pid)
    os._exit(0 if its not in (mine, os.getpid()) else 3)
status = os.waitpid(child, 0)[1]
print(os.waitstatus_to_exitcode(status), worker.call(test_worker.pid) == mine)
"""
    with script(code) as process:
        out, errors = process.communicate(timeout=60)
    assert (out.decode().split(), errors) == (["0", "True"], b"")


def test_a_script_needs_no_guard(tmp_path):
    """And may stand in a folder that is gone, or that has modules of the same names."""
    for name in ("lxml.py", "pypdfium2.py", "pickle.py"):
        (tmp_path / name).write_text("raise SystemExit('the wrong module')")
    (tmp_path / "a.pdf").write_bytes(RESOLUTION)
    code = "import sys; sys.path.pop(0); sys.path.append(sys.argv[1])\n"
    code += "from unres_research import load; print(load('a.pdf').symbol)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout == b"A/RES/79/985\n" or done.stdout == b"A/RES/79/985\r\n"


# documents ----------------------------------------------------------------------------


def test_pdfs_in_threads_are_read_as_one_after_another():
    """PDFium in two threads breaks Python: each is read in a worker, or one at a time here."""
    data = [RESOLUTION, DRAFT] * 10
    alone = [_load._parsed(one, "x.pdf") for one in data]
    for read in (loads, _load._parsed):
        with ThreadPoolExecutor(4) as threads:
            for _ in range(4):
                assert list(threads.map(read, data, ["x.pdf"] * 20)) == alone


def test_what_is_read_in_a_worker(monkeypatch):
    asked = []
    monkeypatch.setattr(worker, "call", lambda function, *rest: asked.append(rest[1]))
    text = b"The General Assembly,\n\n1. Decides to meet."
    longest = text + b" " * (_load._MAX_HERE - len(text))
    for name, data in {
        "short": text,
        "pdf": DRAFT,
        "longest": longest,
        "long": longest + b" ",
    }.items():
        loads(data, name)
    assert asked == ["pdf", "long"]


@on_linux
def test_hostile_pdfs_cost_their_file_and_nothing_else(little, tmp_path):
    hostile = hostile_pdfs.cases(megabytes=14, pages=400)
    for name, data in hostile.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    for k in range(20):
        data = {"pdf": RESOLUTION, "xml": written.BELLS.encode()}
        form = ("pdf", "xml")[k % 2]
        (tmp_path / f"good {k}.{form}").write_bytes(data[form])
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 20
    assert set(issues["path"]) == {f"{name}.pdf" for name in hostile}
    too_much = issues["reason"].str.contains("^needed more than (?:0.125 GiB of memory|2 seconds)")
    assert too_much.all(), issues["reason"].tolist()


@on_linux
@pytest.mark.slow
def test_hostile_pdfs_are_within_the_limits(tmp_path):
    """A gibibyte above the idle worker, and half a minute."""
    for name, data in hostile_pdfs.cases(megabytes=56, pages=1_999).items():
        with pytest.raises(ReadError, match="needed more than"):
            loads(data, name)


def test_a_fault_of_a_reader_is_a_reason_and_stops_no_batch(monkeypatch, tmp_path):
    """In this process, where the reader can be broken from a test."""

    def broken(data: bytes):
        raise IndexError("list index out of range")

    monkeypatch.setattr(worker, "serving", True)
    broken_form = replace(_formats.FORMATS[0], is_one=lambda data: b"break" in data, parse=broken)
    monkeypatch.setattr(_formats, "FORMATS", (broken_form, *_formats.FORMATS))
    said = r"stopped the reader \(IndexError: list index out of range\); please report it"
    with pytest.raises(ReadError, match=f"^a: {said}") as raised:
        loads(b"break", "a")
    assert isinstance(raised.value.__cause__, IndexError)
    (tmp_path / "a.xml").write_bytes(b"break")
    (tmp_path / "b.xml").write_bytes(written.BELLS.encode())
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 1 and issues["path"].tolist() == ["a.xml"]
    assert issues["reason"].str.contains(said).all()


def test_a_fault_in_counting_words_is_a_reason(monkeypatch, tmp_path):
    def broken(text: str):
        raise KeyError("x")

    monkeypatch.setattr(_documents, "words", broken)
    (tmp_path / "a.xml").write_bytes(written.BELLS.encode())
    found = _documents.read_document(File("a.xml", tmp_path / "a.xml"))
    assert found.record is None and found.bytes == len(written.BELLS.encode())
    assert found.reason.startswith("stopped the reader (KeyError: 'x'); please report it")


@on_linux
def test_a_build_lists_what_took_too_much(little, tmp_path):
    data = hostile_pdfs.draws_itself()
    (tmp_path / "hostile.pdf").write_bytes(data)
    (tmp_path / "bells.xml").write_bytes(written.BELLS.encode())
    built = build_corpus(tmp_path, progress=False)
    row = built.sources.set_index("path").loc["hostile.pdf"]
    assert (row["status"], row["bytes"], len(row["sha256"])) == ("unreadable", len(data), 64)
    assert row["reason"].startswith("needed more than")
    assert len(built.corpus) == 1


# archives and folders -----------------------------------------------------------------


def test_many_members_take_as_long_as_so_many_files(tmp_path):
    """The list of an archive is read once: eight times the members take some eight times as long."""

    def seconds(count: int) -> float:
        path = tmp_path / f"{count}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for k in range(count):
                archive.writestr(f"{k}.txt", "The General Assembly,")
        best = float("inf")
        for _ in range(3):
            forget_archive()
            start = time.process_time()
            for k in range(count):
                File("x", path, f"{k}.txt").read()
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4_000) < 24 * seconds(500)
    forget_archive()


def crowded(members: int) -> bytes:
    """An archive that lists so many members, and holds none of them."""
    entry = b"PK\x01\x02" + bytes(24) + b"\x08\0" + bytes(16)
    listed = b"".join(entry + b"%07d." % k for k in range(members))
    many = min(members, 0xFFFF)
    return listed + b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, many, many, len(listed), 0, 0)


@on_linux
def test_an_archive_that_lists_millions_costs_only_itself(little, tmp_path):
    (tmp_path / "few.zip").write_bytes(crowded(20_001))
    (tmp_path / "many.zip").write_bytes(crowded(400_000))
    (tmp_path / "a.xml").write_bytes(written.BELLS.encode())
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 1
    reasons = dict(issues.values)
    assert reasons["few.zip"] == "found 20,001 members, expected at most 20,000"
    assert reasons["many.zip"].startswith("needed more than")


def test_an_archive_that_changes_is_opened_again(tmp_path):
    path = tmp_path / "a.zip"
    for words in ("one", "three"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.txt", words)
        assert File("x", path, "a.txt").read() == words.encode()
    forget_archive()


def test_members_are_read_in_threads(tmp_path):
    for name in "ab":
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for k in range(50):
                archive.writestr(f"{k}.txt", f"{name} {k} " * 2_000)
    files = [File(f"{n} {k}", tmp_path / f"{n}.zip", f"{k}.txt") for k in range(50) for n in "ab"]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(File.read, files))
    assert found == [f"{file.name} ".encode() * 2_000 for file in files]
    forget_archive()


def test_a_folder_that_cannot_be_listed_is_an_issue(monkeypatch, tmp_path, capsys):
    (tmp_path / "closed" / "more").mkdir(parents=True)
    (tmp_path / "closed" / "a.xml").write_bytes(written.LAMPS.encode())
    (tmp_path / "b.xml").write_bytes(written.BELLS.encode())
    real = os.scandir

    def scandir(path="."):
        if os.fspath(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 1
    assert issues.values.tolist() == [["closed", "cannot be listed (Permission denied)"]]
    from unres_research.cli import main

    assert main(["build", str(tmp_path), str(tmp_path / "out")]) == 1
    assert "closed: cannot be listed (Permission denied)" in "".join(capsys.readouterr())


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may list all")
def test_a_folder_without_rights_is_an_issue(tmp_path):
    for name, mode in (("closed", 0o000), ("listed only", 0o444)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.xml").write_bytes(written.LAMPS.encode())
        (tmp_path / name).chmod(mode)
    try:
        issues = load_folder(tmp_path, progress=False).issues
    finally:
        for folder in tmp_path.iterdir():
            folder.chmod(0o755)
    assert set(issues["path"]) == {"closed", "listed only/a.xml"}


def test_a_relative_folder_is_found_by_workers_of_another(monkeypatch, tmp_path):
    worker.call(pid)
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a.xml").write_bytes(written.BELLS.encode())
    monkeypatch.chdir(tmp_path)
    assert len(load_folder("inside", progress=False).records) == 1


def test_how_many_processes():
    cores = os.cpu_count() or 1
    many = 8 * 100
    assert _load._processes(None, many) == _load._processes(-1, many) == cores
    assert (_load._processes(1, many), _load._processes(3, many), _load._processes(3, 16)) == (
        1,
        3,
        2,
    )
    assert _load._processes(-2, many) == max(1, cores - 1)
    assert _load._processes(None, 0) == 1


def test_a_character_beyond_the_first_plane_in_a_pdf_can_be_written(tmp_path):
    """PDFium gives it as two halves."""
    found = loads(hostile_pdfs.beyond(), "x.pdf")
    assert found["OP1"].text == "Decides to meet \U0001d53c again."
    str(found.to_dict()).encode()
    assert threading.active_count() < 20


def test_errors_of_ours_are_values():
    assert issubclass(ReadError, UnresError) and not issubclass(worker.Stopped, UnresError)


@pytest.mark.parametrize("room", [0, 1])
def test_where_the_system_has_no_room_for_a_thread_a_folder_is_read_without(monkeypatch, room):
    began, begun = threading.Thread.start, []

    def start(thread):
        if len(begun) == room:
            raise RuntimeError("can't start new thread")
        begun.append(thread)
        began(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    assert list(worker.over(double, range(90), 2, pid)) == [2 * n for n in range(90)]


def test_a_number_of_processes_is_a_number(tmp_path):
    with pytest.raises(UnresError, match="found str .'2'. for n_jobs, expected a number of proc"):
        load_folder(tmp_path, n_jobs="2")


@on_posix
def test_a_worker_that_waits_ends_with_a_caller_that_was_killed():
    script = (
        "import threading, time\n"
        "from unres_research import _worker as worker\n"
        "threading.Thread(target=worker.call, args=(time.sleep, 600), daemon=True).start()\n"
        "while not worker._all: time.sleep(0.01)\n"
        "time.sleep(1)\n"
        "print(*[one.process.pid for one in worker._all], flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as caller:
        pid = int(caller.stdout.readline())
        os.kill(pid, 0)
        caller.kill()
    end = time.monotonic() + 20
    while time.monotonic() < end and _runs(pid):
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether a process runs; one that nobody has asked after (a zombie) does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")
