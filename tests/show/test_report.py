"""The report: notebooks run from a clean kernel, pages hold what they show, nothing half-written."""

from __future__ import annotations

import _thread
import ast
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import asynccontextmanager
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import nbformat
import pandas as pd
import pytest
import yaml
from html_reader import Reader

import unres_research as un
from unres_research import show
from unres_research.errors import UnresError
from unres_research.show import _about, _marks, _notebook, _report, _report_pages, _running
from unres_research.show._about import about
from unres_research.show._html import View

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def evil(name: str) -> str:
    return f"<script>{name}</script>&amp;'\"><b onload=x>"


def write_notebook(folder, name, *sources, title="A <title>"):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_markdown_cell(f"# {title}")]
    notebook.cells += [nbformat.v4.new_code_cell(s) for s in sources]
    nbformat.write(notebook, folder / name)


GOOD = f"""
import matplotlib.pyplot as plt
import pandas as pd
import unres_research as un
from unres_research.show._html import View
fig, ax = plt.subplots()
ax.plot([1, 2])
un.show.figure(ax, "line", {evil("figure")!r})
frame = pd.DataFrame({{{evil("head")!r}: [{evil("cell")!r}, "x" * 200]}})
un.show.table(frame, "letters", {evil("table")!r}, rows=1)
un.show.view(View("<p>seen</p>"), "seen", {evil("view title")!r}, {evil("view")!r})
un.show.finding({evil("finding")!r})
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    write_notebook(folder, "01_one.ipynb", GOOD, f"print({evil('printed')!r})", "'<last>'")
    write_notebook(folder, "02_two.ipynb", "import sys", "print('no', file=sys.stderr)")
    out = folder / "report"
    return show.report(out, notebooks=folder, progress=False), out


@pytest.mark.slow
def test_pages_figures_and_tables(made):
    result, out = made
    assert (result.figures, result.tables) == (1, 1)
    assert result.findings == (evil("finding"),)
    assert result.index == out / "index.html"
    assert (out / "figures" / "line.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (out / "figures" / "line.svg").read_text()
    table = pd.read_csv(out / "tables" / "letters.csv")
    assert table[evil("head")].tolist() == [evil("cell"), "x" * 200]  # whole in the file
    assert "<p>seen</p>" in (out / "views" / "seen.html").read_text()
    assert sorted(p.name for p in out.iterdir()) == [
        "01_one.html", "02_two.html", "downloads.html", "figures", "index.html", "manifest.jsonl",
        "tables", "views",
    ]  # fmt: skip


@pytest.mark.slow
def test_pages_are_escaped_and_need_no_network(made):
    _, out = made
    names = ("index.html", "01_one.html", "views/seen.html", "downloads.html")
    index, page, view, files = ((out / name).read_text() for name in names)
    for text in (index, page, view, files):
        seen = Reader(text)
        assert not set(seen.tags) & {"script", "b", "iframe", "link"}
        assert not re.search(r"src=['\"]https?:", text)
    shown = Reader(index)
    for name in ("finding", "figure"):
        assert evil(name) in shown.text, name
    alt = [v for tag, name, v in shown.attributes if (tag, name) == ("img", "alt")]
    assert alt == [evil("figure")]
    assert "A <title>" in shown.text
    for name in ("figure", "table", "view", "view title"):
        assert evil(name) in Reader(files).text, name
    assert "letters.csv (2 rows)" in Reader(files).text
    shown = Reader(page)
    for name in ("finding", "figure", "table", "view", "head", "cell", "printed"):
        assert evil(name) in shown.text, name
    alt = [v for tag, name, v in shown.attributes if (tag, name) == ("img", "alt")]
    assert alt == [evil("figure")]
    assert "'<last>'" in shown.text and "First 1 of 2 rows." in shown.text
    assert repr(evil("printed")) in shown.text  # the code, folded away
    assert evil("view title") in Reader(view).text and evil("view") in Reader(view).text
    assert Reader((out / "02_two.html").read_text()).text.count("no\n") == 0  # standard error


@pytest.mark.slow
def test_what_the_runner_adds_is_no_part_of_the_notebook(made):
    _, out = made
    text = (out / "01_one.html").read_text()
    assert "collect" not in text and str(out) not in text


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_the_old_report_stays(made, tmp_path):
    _, out = made
    write_notebook(tmp_path, "01_bad.ipynb", "raise ValueError('broken figure')")
    before = {p.name: p.stat().st_mtime_ns for p in out.rglob("*")}
    with pytest.raises(UnresError, match="01_bad.ipynb stopped: ValueError: broken figure"):
        show.report(out, notebooks=tmp_path, progress=False)
    assert {p.name: p.stat().st_mtime_ns for p in out.rglob("*")} == before
    assert [p.name for p in out.parent.glob(".report-*")] == []


@pytest.mark.slow
def test_an_interruption_leaves_the_old_report_and_no_kernel(made, monkeypatch):
    _, out = made

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(_report_pages, "read", interrupted)
    before = {p.name: p.stat().st_mtime_ns for p in out.rglob("*")}
    with pytest.raises(KeyboardInterrupt):
        show.report(out, notebooks=out.parent, progress=False)
    assert {p.name: p.stat().st_mtime_ns for p in out.rglob("*")} == before
    assert [p.name for p in out.parent.glob(".report-*")] == []


@pytest.mark.slow
def test_a_new_report_takes_the_place_of_the_old_and_opens_with_the_readme(tmp_path):
    write_notebook(tmp_path, "01_one.ipynb", "1", title="One")
    (tmp_path / "README.md").write_text("# Lamps & bells\n\nAbout *lamps*.\n")
    out = tmp_path / "report"
    out.mkdir()
    (out / "manifest.jsonl").touch()
    (out / "old.html").write_text("old")
    result = show.report(out, notebooks=tmp_path, progress=False)
    assert (result.figures, result.tables, result.findings) == (0, 0, ())
    assert sorted(p.name for p in out.iterdir()) == [
        "01_one.html", "downloads.html", "index.html", "manifest.jsonl",
    ]  # fmt: skip
    text = (out / "index.html").read_text()
    assert "<title>Lamps &amp; bells</title>" in text and "<em>lamps</em>" in text
    assert [p.name for p in tmp_path.glob(".report-*")] == []


@pytest.fixture
def without_kernels(monkeypatch):
    """Notebooks are not run: each displays a finding, a table, and its own name."""

    def run_all(paths, into, progress, given, at_once):
        for path in paths:
            _notebook.collect(str(into or ""), path.stem)
            show.finding(f"found by {path.stem}")
            show.table(pd.DataFrame({"a": [1]}), f"{path.stem[:2]}-table", "A table.")
            yield path, nbformat.read(path, as_version=4)

    monkeypatch.setattr(_notebook, "_into", None)  # put back at the end
    monkeypatch.setattr(_report, "_run_all", run_all)


def test_a_report_is_made_of_what_was_displayed(tmp_path, without_kernels, displayed):
    for name in ("02_two", "01_one", "notes"):
        write_notebook(tmp_path, f"{name}.ipynb", "1", title=f"Title of {name}")
    out = tmp_path / "new" / "report"
    made = show.report(out, notebooks=tmp_path, progress=False)
    assert made == _report.Report(
        out / "index.html", ("found by 01_one", "found by 02_two"), figures=0, tables=2
    )
    assert sorted(p.name for p in out.iterdir()) == [
        "01_one.html", "02_two.html", "downloads.html", "index.html", "manifest.jsonl", "tables",
    ]  # fmt: skip
    assert [p.name for p in out.parent.iterdir()] == ["report"]
    text = (out / "index.html").read_text()
    assert text.index("Title of 01_one") < text.index("Title of 02_two")
    assert "Title of 02_two" in (out / "02_two.html").read_text()
    show.report(out, notebooks=tmp_path, progress=False)  # an older report is replaced
    (tmp_path / "empty").mkdir()
    show.report(tmp_path / "empty", notebooks=tmp_path, progress=False)


def old_report(folder, text="old"):
    folder.mkdir(parents=True)
    (folder / "manifest.jsonl").touch()
    (folder / "old.html").write_text(text)


@pytest.mark.parametrize("fails", [0, 1])
def test_a_move_that_fails_leaves_the_old_report(
    tmp_path, monkeypatch, without_kernels, displayed, fails
):
    """The first of the two moves, or the second."""
    write_notebook(tmp_path, "01_one.ipynb", "1")
    out = tmp_path / "out" / "report"
    old_report(out)
    real, calls = _report.os.replace, []

    def replace(old, new):
        calls.append(new)
        new_place = Path(new) == out and "-old" not in str(old)
        if Path(old) == out if fails == 0 else new_place:
            raise PermissionError(13, "Permission denied")
        real(old, new)

    monkeypatch.setattr(_report.os, "replace", replace)
    with pytest.raises(UnresError, match=r"cannot be written to .*Permission denied"):
        show.report(out, notebooks=tmp_path, progress=False)
    monkeypatch.undo()
    assert calls and (out / "old.html").read_text() == "old"
    assert [p.name for p in out.parent.iterdir()] == ["report"]


def test_an_interruption_waits_while_the_report_is_put_in_its_place(
    tmp_path, monkeypatch, without_kernels, displayed
):
    write_notebook(tmp_path, "01_one.ipynb", "1")
    out = tmp_path / "out" / "report"
    old_report(out)
    real = os.replace

    def replace(old, new):
        if Path(old) == out:
            signal.raise_signal(signal.SIGINT)
        real(old, new)

    monkeypatch.setattr(_report.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        show.report(out, notebooks=tmp_path, progress=False)
    assert (out / "index.html").is_file() and not (out / "old.html").exists()
    assert [p.name for p in out.parent.iterdir()] == ["report"]


KILLED = """
import os, signal, sys
from pathlib import Path
from unres_research.show import _report
real = os.replace
def act(old, new):
    if "-old" not in str(new):
        os.kill(os.getpid(), signal.SIGKILL)
    real(old, new)
os.replace = act
with _report._scratch(Path(sys.argv[1])) as scratch:
    (scratch / "manifest.jsonl").touch()
    _report._replace(Path(sys.argv[1]), scratch)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL here")
def test_a_report_killed_between_its_two_moves_comes_back(tmp_path, without_kernels, displayed):
    write_notebook(tmp_path, "01_one.ipynb", "1")
    folder = tmp_path / "out"
    old_report(folder / "report")
    old_report(folder / "other", "another's")
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder / "report")])
    assert done.returncode == -9 and not (folder / "report").exists()
    show.report(folder / "other", notebooks=tmp_path, progress=False)  # leaves it alone
    assert not (folder / "report").exists()
    assert _report._place(folder / "report") == folder / "report"
    assert (folder / "report" / "old.html").read_text() == "old"
    day_before = time.time() - 86_460
    (left,) = folder.glob(".report-*")
    show.report(folder / "report", notebooks=tmp_path, progress=False)
    assert left.exists()  # another process may be at work in it
    os.utime(left, (day_before, day_before))
    show.report(folder / "report", notebooks=tmp_path, progress=False)
    assert sorted(p.name for p in folder.iterdir()) == ["other", "report"]
    assert (folder / "report" / "index.html").is_file()


def test_of_two_reports_at_once_the_last_stays(tmp_path, monkeypatch):
    """The other one puts its own there between our two moves."""
    out, made, others = (tmp_path / name for name in ("report", "made", "others"))
    for folder in (out, made, others):
        old_report(folder, folder.name)
    real = os.replace

    def replace(old, new):
        if Path(old) == made and others.exists():
            real(others, out)
        real(old, new)

    monkeypatch.setattr(_report.os, "replace", replace)
    _report._replace(out, made)
    assert (out / "old.html").read_text() == "made"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_notebooks_that_are_none_are_named(tmp_path):
    (tmp_path / "01_one.ipynb").write_text("{}")
    for text in ("", "[1]", '{"cells": 3, "nbformat": 4}', "\x00", "[" * 10_000):
        (tmp_path / "01_one.ipynb").write_text(text)
        with pytest.raises(UnresError, match=r"01_one.ipynb cannot be read as a notebook"):
            show.report(tmp_path / "out", notebooks=tmp_path, progress=False)
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]


def test_a_kernel_that_does_not_start_is_said_in_words(tmp_path, monkeypatch):
    from nbclient import NotebookClient

    @asynccontextmanager
    async def dead(self, stderr, env):
        stderr.write(b"Traceback\n  ...\nOSError: File too large\n")
        raise RuntimeError("Kernel died before replying to kernel_info")
        yield

    monkeypatch.setattr(NotebookClient, "async_setup_kernel", dead)
    write_notebook(tmp_path, "01_one.ipynb", "1")
    with pytest.raises(
        UnresError, match=r"01_one.ipynb stopped: Kernel died .*\(OSError: File too large\)$"
    ):
        show.report(tmp_path / "report", notebooks=tmp_path, progress=False)
    assert [path.name for path in tmp_path.iterdir()] == ["01_one.ipynb"]


@pytest.mark.parametrize("argv", [["nowhere", "{connection_file}"], ["false"]])
def test_the_kernel_is_this_python_whatever_is_called_python3(tmp_path, monkeypatch, argv):
    """The user's kernel of that name may be another Python, without ipykernel, or gone."""
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    broken = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(broken), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    from jupyter_client.kernelspec import KernelSpecManager

    assert KernelSpecManager().get_kernel_spec("python3").argv == argv
    code = "import sys, unres_research as un; un.show.finding(sys.executable)"
    write_notebook(tmp_path, "01_one.ipynb", code)
    made = show.report(tmp_path / "report", notebooks=tmp_path, progress=False)
    assert made.findings == (sys.executable,)


# notebooks side by side

# The first waits for the second, which can only be when they run at once; what both show goes
# by one name. The second run finds the file there.
WAITS = """
import time
from pathlib import Path
import pandas as pd
import unres_research as un
deadline = time.monotonic() + 60
while not Path("second").exists():
    assert time.monotonic() < deadline
    time.sleep(0.05)
un.show.finding("The first.")
un.show.table(pd.DataFrame({"a": [1]}), "same", "Of the first.")
un.show.table(pd.DataFrame({"a": [1]}), "first", "Of the first alone.")
"""
IS_WAITED_FOR = """
from pathlib import Path
import pandas as pd
import unres_research as un
un.show.finding("The second.")
un.show.table(pd.DataFrame({"a": [2]}), "same", "Of the second.")
Path("second").touch()
"""
STAYS = """
import os, time
from pathlib import Path
Path(f"{name}.part").write_text(str(os.getpid()))
os.replace(f"{name}.part", f"{name}.pid")
time.sleep(600)
"""
FAILS = """
import time
from pathlib import Path
while not Path("01_one.pid").exists():
    time.sleep(0.05)
raise ValueError("broken")
"""


def bytes_of(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_report_is_the_same_however_many_notebooks_run_at_once(tmp_path, monkeypatch, capsys):
    write_notebook(tmp_path, "01_one.ipynb", WAITS, "1 + 1", title="One")
    write_notebook(tmp_path, "02_two.ipynb", IS_WAITED_FOR, title="Two")
    told, doing = [], _running.doing

    def listen(what, total, unit, *, progress):
        told.append((total, unit, progress))
        return doing(what, total, unit, progress=progress)

    monkeypatch.setattr(_running, "doing", listen)
    two = show.report(tmp_path / "two", notebooks=tmp_path, n_jobs=2)
    assert told == [(3, "cell", True)]
    lines = capsys.readouterr().err.splitlines()  # a log is no terminal
    assert sorted(line.split()[0] for line in lines) == ["01_one", "02_two"]
    assert [line.partition(" ")[2] for line in lines] == [
        f"has run ({k} of 2 notebooks)" for k in (1, 2)
    ]

    async def within_a_loop():  # as in Jupyter
        return show.report(tmp_path / "one", notebooks=tmp_path, n_jobs=1, progress=False)

    one = asyncio.run(within_a_loop())
    assert one.findings == two.findings == ("The first.", "The second.")
    assert (one.figures, one.tables) == (two.figures, two.tables) == (0, 3)
    found = bytes_of(tmp_path / "two")
    assert found == bytes_of(tmp_path / "one")
    assert sorted(found) == [
        "01_one.html", "02_two.html", "downloads.html", "index.html", "manifest.jsonl",
        "tables/first.csv", "tables/same.csv",
    ]  # fmt: skip
    assert found["tables/same.csv"] == b",a\n0,2\n"
    notebooks = [json.loads(x)["notebook"] for x in found["manifest.jsonl"].splitlines()]
    assert notebooks == ["01_one"] * 3 + ["02_two"] * 2


def test_kernels_are_looked_after_in_a_loop_that_zeromq_can_use(tmp_path, monkeypatch):
    """The one that Windows begins with cannot wait for sockets: ZeroMQ warns, and starts a thread."""

    class OfWindows(asyncio.SelectorEventLoop):
        def add_reader(self, *_):
            raise NotImplementedError

    async def note(*_):
        loops.append(type(asyncio.get_running_loop()))

    loops = []
    monkeypatch.setattr(asyncio.events, "new_event_loop", OfWindows)
    monkeypatch.setattr(_running, "_all", note)
    _running.run([], None, 1, progress=False)
    asyncio.run(note())
    assert loops == [asyncio.SelectorEventLoop, OfWindows]


def gone(pid_file):
    """Whether the kernel that wrote its number there has ended."""
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes by signal 0")
def test_an_error_stops_the_other_notebooks(tmp_path):
    write_notebook(tmp_path, "01_one.ipynb", f"name = '01_one'\n{STAYS}")
    write_notebook(tmp_path, "02_two.ipynb", FAILS)
    write_notebook(tmp_path, "03_three.ipynb", "open('begun', 'w')")
    before = bytes_of(tmp_path)
    with pytest.raises(UnresError, match=r"^02_two.ipynb stopped: ValueError: broken$"):
        show.report(tmp_path / "report", notebooks=tmp_path, n_jobs=2, progress=False)
    assert gone(tmp_path / "01_one.pid")
    assert bytes_of(tmp_path) == before | {"01_one.pid": (tmp_path / "01_one.pid").read_bytes()}
    (tmp_path / "01_one.pid").unlink()
    with pytest.raises(UnresError, match=r"^02_two.ipynb stopped: ValueError: broken$"):
        _report.refresh(tmp_path, n_jobs=2, progress=False)
    assert gone(tmp_path / "01_one.pid")
    assert bytes_of(tmp_path) == before | {"01_one.pid": (tmp_path / "01_one.pid").read_bytes()}


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes by signal 0")
def test_an_interruption_ends_all_kernels(tmp_path):
    for name in ("01_one", "02_two"):
        write_notebook(tmp_path, f"{name}.ipynb", f"name = {name!r}\n{STAYS}")
    pids = [tmp_path / "01_one.pid", tmp_path / "02_two.pid"]

    def interrupt():
        while not all(p.exists() for p in pids):
            time.sleep(0.05)
        _thread.interrupt_main()

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        show.report(tmp_path / "report", notebooks=tmp_path, n_jobs=2, progress=False)
    assert all(map(gone, pids))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "01_one.ipynb", "01_one.pid", "02_two.ipynb", "02_two.pid",
    ]  # fmt: skip


def test_an_interruption_ends_a_kernel_that_is_starting(tmp_path, monkeypatch):
    from nbclient import NotebookClient

    clients = []

    async def starts(self):
        clients.append(self)
        assert await self.km.is_alive()
        _thread.interrupt_main()
        await asyncio.sleep(600)

    monkeypatch.setattr(NotebookClient, "async_start_new_kernel_client", starts)
    write_notebook(tmp_path, "01_one.ipynb", "1")
    with pytest.raises(KeyboardInterrupt):
        show.report(tmp_path / "report", notebooks=tmp_path, progress=False)
    assert [client.km.has_kernel for client in clients] == [False]
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]


def test_of_several_errors_that_of_the_first_notebook_is_told(tmp_path, monkeypatch):
    begun = []

    async def fails(path, notebook, into, done):
        begun.append(path.name)
        raise UnresError(f"{path.name} stopped")

    monkeypatch.setattr(_running, "_execute", fails)
    read = [(tmp_path / f"{k}", nbformat.v4.new_notebook()) for k in (3, 1, 2)]
    with pytest.raises(UnresError, match="^3 stopped$"):
        _running.run(read, tmp_path, 3, progress=False)
    assert begun == ["3", "1", "2"] and list(tmp_path.iterdir()) == []


def test_a_process_whose_kernel_cannot_start_ends_with_one_line(tmp_path):
    write_notebook(tmp_path, "01_one.ipynb", "1")
    code = (
        "import sys\n"
        "from unres_research import UnresError, show\n"
        "from unres_research.show import _running\n"
        "_running._kernel_command = lambda: [sys.executable, '-c', '']\n"  # ends at once
        "try:\n    show.report('out', notebooks='.', progress=False)\n"
        "except UnresError as error:\n    print(error)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ended.stdout.startswith("01_one.ipynb stopped: Kernel died")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_process_that_starts_kernels_loads_no_debugger():
    code = (
        "import sys\n"
        "from unres_research.show import _running\n"
        "print(_running._kernels()().kernel_spec.argv[1:3], 'debugpy' in sys.modules)\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (told.stdout, told.stderr) == ("['-m', 'ipykernel_launcher'] False\n", "")


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_notebooks_begin_in_order_and_so_many_at_once(tmp_path, monkeypatch, jobs):
    running, most, begun = set(), [], []

    async def execute(path, notebook, into, done):
        begun.append(path.name)
        running.add(path)
        most.append(len(running))
        await asyncio.sleep(0.01)
        running.remove(path)

    monkeypatch.setattr(_running, "_execute", execute)
    read = [(tmp_path / f"{k}", nbformat.v4.new_notebook()) for k in range(5)]
    _running.run(read, None, jobs, progress=False)
    assert begun == ["0", "1", "2", "3", "4"] and max(most) == jobs
    assert list(tmp_path.iterdir()) == []


def test_how_many_notebooks_run_at_once(monkeypatch):
    for cores, default in ((1, 1), (2, 2), (16, 3)):
        monkeypatch.setattr(_running, "_cores", lambda cores=cores: cores)
        assert _running.at_once(None, 6) == default
    assert [_running.at_once(jobs, 6) for jobs in (1, 5, 6, 7)] == [1, 5, 6, 6]
    assert (_running.at_once(None, 2), _running.at_once(-1, 60)) == (2, 16)


@pytest.mark.parametrize("jobs", [0, -2, 1.5, "2", True])
def test_jobs_are_a_whole_number(tmp_path, jobs):
    write_notebook(tmp_path, "01_one.ipynb", "1")
    for make in (lambda: show.report(tmp_path / "out", notebooks=tmp_path, n_jobs=jobs),
                 lambda: _report.refresh(tmp_path, n_jobs=jobs)):  # fmt: skip
        with pytest.raises(UnresError, match="expected a whole number of at least 1"):
            make()
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]


def test_notebooks_are_stored_without_a_report(tmp_path, without_kernels, displayed):
    write_notebook(tmp_path, "01_one.ipynb", "1", title="One")
    write_notebook(tmp_path, "your_own_study.ipynb", "2")  # without a number: no part of reports
    path, other = _report.refresh(tmp_path, progress=False)
    assert (path, other) == (tmp_path / "01_one.ipynb", tmp_path / "your_own_study.ipynb")
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[0].source == "# One"
    assert _marks.stale(stored) == []
    assert path.read_text().endswith("}\n")
    assert sorted(tmp_path.iterdir()) == [path, other]


def test_pages_of_notebooks_escape_all_but_html():
    """Code, printed text, plain results, what stands for a picture; standard error is left out."""
    new_output = nbformat.v4.new_output
    png = {"image/png": 'iVBORw0KGgo="><script>', "text/plain": "<Figure>"}
    outputs = [
        new_output("stream", name="stdout", text=evil("printed")),
        new_output("stream", name="stderr", text="a warning"),
        new_output("execute_result", data={"text/plain": evil("result")}),
        new_output("display_data", data=png, metadata={"image/png": {"alt": evil("alt")}}),
        new_output("display_data", data=png),
        new_output("display_data", data={"text/html": "<i>shown</i>", "text/plain": "<object>"}),
    ]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell("# Title\n\nSome *words*."),
        nbformat.v4.new_code_cell(evil("code"), outputs=outputs),
        nbformat.v4.new_code_cell(" ", outputs=[]),
        nbformat.v4.new_raw_cell(evil("raw")),
    ]
    page = _report_pages.notebook_page([_report_pages.read(notebook, "01_one", ["01_one"])], 0)
    seen = Reader(page)
    assert not set(seen.tags) & {"script", "b"}
    for name in ("printed", "result", "code"):
        assert evil(name) in seen.text, name
    for left_out in ("a warning", "<Figure>", "<object>", "raw"):
        assert left_out not in seen.text
    alt = [v for tag, name, v in seen.attributes if (tag, name) == ("img", "alt")]
    assert alt == [evil("alt"), "Figure of the section “Title”"]
    sources = [v for tag, name, v in seen.attributes if (tag, name) == ("img", "src")]
    assert sources == ["data:image/png;base64," + png["image/png"]] * 2
    assert "<i>shown</i>" in page and "<em>words</em>" in page and seen.tags.count("h1") == 1
    assert seen.tags.count("details") == 1  # no code, nothing to fold
    assert ("a", "href", "index.html") in seen.attributes


def entry(kind, notebook="01_one", **more):
    """A line of the list of what was displayed."""
    own = {"figure": {"limits": "", "top": False}, "table": {"rows": 1234},
           "view": {"title": "T", "top": False, "blocks": [], "side": "", "word": False}}  # fmt: skip
    made = {"kind": kind, "name": f"{kind}-name", "caption": evil(kind), "notebook": notebook}
    return made | own.get(kind, {}) | more


def ran(*titles):
    """Notebooks as they are read after they ran, each with two sections."""
    sections = (("A-part", "A <part>"), ("Ä-2", "Another"))
    return [
        _report_pages.Notebook(f"0{k}_x", title, f"<h1>{k}</h1>", sections)
        for k, title in enumerate(titles, 1)
    ]


def links_of(text):
    return [v for tag, name, v in Reader(text).attributes if (tag, name) == ("a", "href")]


def test_the_first_page_is_escaped_and_leads_everywhere(tmp_path):
    entries = [
        entry("finding", caption=f"{evil('finding')} of A/RES/78/265"),
        entry("figure", limits=evil("limits"), top=True),
        entry("figure", name="other"),
        entry("table"),
        entry("view", title=evil("title"), top=True),
    ]
    notebooks = ran(f"{evil('first')}: more", "Second")
    text = _report_pages.index(entries, notebooks, tmp_path)
    seen = Reader(text)
    assert not set(seen.tags) & {"script", "b"}
    for name in ("finding", "figure", "limits", "view", "title", "first"):
        assert evil(name) in seen.text, name
    assert evil("table") not in seen.text  # one page first: tables are behind links
    assert ("img", "alt", evil("figure")) in seen.attributes and seen.tags.count("img") == 1
    links = links_of(text)
    assert links[:5] == ["#main", "index.html", "01_x.html", "02_x.html", "downloads.html"]
    assert links[5:] == [
        "https://docs.un.org/en/A/RES/78/265", "views/view-name.html", "figures/figure-name.svg",
        "figures/figure-name.png", "figures/figure-name.svg", "01_x.html", "01_x.html#A-part", "01_x.html#%C3%84-2",
        "02_x.html", "02_x.html#A-part", "02_x.html#%C3%84-2", "downloads.html",
    ]  # fmt: skip
    assert "<title>Report</title>" in text and seen.tags.count("h1") == 1
    (tmp_path / "README.md").write_text("# Lamps & bells\n\nAbout *lamps*.\n")
    text = _report_pages.index([], [], tmp_path)
    assert "<title>Lamps &amp; bells</title>" in text and "<em>lamps</em>" in text
    assert Reader(text).tags.count("h1") == 1


def test_the_first_page_has_five_sentences_and_four_figures(tmp_path):
    """What is more is folded away, or on the pages of the notebooks."""
    entries = [entry("finding", caption=f"Sentence {k}.") for k in range(7)]
    entries += [entry("figure", name=f"figure-{k}") for k in range(6)]
    text = _report_pages.index(entries, ran("One"), tmp_path)
    first, _, folded = text.partition("<details>")
    assert [f"Sentence {k}." in first for k in range(7)] == [True] * 5 + [False] * 2
    assert "Sentence 5." in folded and "Sentence 6." in folded and "2 more sentences" in folded
    assert re.findall(r"<img [^>]*figures/(\S+)\.png", text) == [f"figure-{k}" for k in range(4)]
    entries += [entry("figure", name="marked", top=True)]
    text = _report_pages.index(entries, ran("One"), tmp_path)
    assert re.findall(r"<img [^>]*figures/(\S+)\.png", text) == ["marked"]


def test_a_first_page_has_the_strip_of_a_coloured_text(tmp_path):
    block = {"id": "OP1(a)", "share": "50%", "told": evil("told"), "colour": "#FFFFFF", "width": 4}
    first = entry("view", name="other", blocks=[block], side="earlier")
    marked = entry("view", name="marked", blocks=[block], side="later", top=True)
    text = _report_pages.index([first], ran("One"), tmp_path)
    assert "views/other.html#OP1%28a%29" in links_of(text)
    assert ("a", "aria-label", f"OP1(a), 50%: {evil('told')}") in Reader(text).attributes
    links = links_of(_report_pages.index([first, marked], ran("One"), tmp_path))
    assert "views/marked.html#later-OP1%28a%29" in links
    assert not any("other" in link for link in links)


def test_downloads_are_all_files_by_notebook():
    entries = [
        entry("table", name="same", caption="Before."),
        entry("table", name="same", notebook="02_x", caption="Of A/RES/78/265.", rows=1),
        entry("figure", notebook="01_x"),
        entry("view", notebook="01_x", word=True),
        entry("view", notebook="01_x", name="plain"),
    ]
    text = _report_pages.downloads(entries, ran("One: more", "Two", "Three"))
    assert links_of(text)[6:] == [
        "01_x.html", "views/view-name.html", "views/view-name.docx", "views/plain.html",
        "figures/figure-name.png", "figures/figure-name.svg",
        "02_x.html", "tables/same.csv", "https://docs.un.org/en/A/RES/78/265",
    ]  # fmt: skip
    said = Reader(text).text
    assert "same.csv (1 row)" in said and "Before." not in said  # of one name the last stays
    assert said.count("Three") == 1  # in the navigation alone
    assert evil("figure") in said and evil("view") in said
    assert "show no table" in Reader(_report_pages.downloads([], ran("One"))).text


def test_pages_of_notebooks_lead_to_each_other():
    notebooks = ran("One: what it is", "Two", "Three")
    links = links_of(_report_pages.notebook_page(notebooks, 1))
    assert links[:6] == [
        "#main", "index.html", "01_x.html", "02_x.html", "03_x.html", "downloads.html"
    ]  # fmt: skip
    assert links[6:] == ["#A-part", "#%C3%84-2", "01_x.html", "03_x.html"]
    said = Reader(_report_pages.notebook_page(notebooks, 0)).text
    assert "After: Two" in said and "Before:" not in said and "One: what" in said
    assert "After:" not in Reader(_report_pages.notebook_page(notebooks, 2)).text
    view = _report_pages.view_page(entry("view"), "<i>x</i>", notebooks)
    assert links_of(view)[1:3] == ["../index.html", "../01_x.html"]
    untitled = [_report_pages.Notebook("01_x", "<x>", "<p>y</p>")]
    assert "<h1>&lt;x&gt;</h1>" in _report_pages.notebook_page(untitled, 0)


def test_links_of_notebooks_lead_to_pages():
    text = _report_pages.Text(frozenset({"02_two"}))
    made = text(
        '<h2 id="A-&amp;">A &amp;<a class="anchor-link" href="#A-&amp;">&#182;</a></h2>'
        '<h2 id="A-&amp;">A &amp;</h2><h3 id="main">x</h3>'
        '<a href="02_two.ipynb#A-part">two</a> <a href="03_no.ipynb">three</a> '
        '<a href="../docs/a.md">the docs</a> <a href="a.md">a.md</a> <a href="#main">x</a> '
        '<a href="https://docs.un.org/">site</a>'
    )
    assert made == (
        '<h2 id="A-&amp;">A &amp;</h2><h2 id="A-&amp;-2">A &amp;</h2><h3 id="main-2">x</h3>'
        '<a href="02_two.html#A-part">two</a> three (03_no.ipynb) '
        'the docs (docs/a.md) a.md <a href="#main">x</a> '
        '<a href="https://docs.un.org/" rel="noopener">site</a>'
    )
    assert text.sections == [("A-&", "A &"), ("A-&-2", "A &")]


def test_a_report_is_named_after_its_study(tmp_path):
    """Its title is never cut, and what it says of the data stands on the first page."""
    (tmp_path / "README.md").write_text("# One text\n\nAbout *lamps*.\n\n## Your own\n\nSo.\n")
    title = evil("study") + " and lamps" * 40
    lines = {key: [evil(key)] for key in ("cite", "data", "missing", "remarks")}
    study = entry("study", caption=f"A/78/L.1: {title}", title=title, lead=evil("lead"), **lines)
    seen = Reader(_report_pages.index([study], [], tmp_path))
    assert title in seen.text and seen.tags.count("h1") == 1
    for name in ("lead", *lines):
        assert seen.text.count(evil(name)) == 1
    assert "One text" not in seen.text and "About lamps" in seen.text
    assert "Your own" not in seen.text


def test_what_a_report_says_of_a_text(tmp_path):
    corpus = un.corpus.example_corpus()
    told = about(un.analyse.Study(corpus.resolution("A/RES/78/907"), corpus, terms=["tune"]))
    entry = corpus["A/RES/78/907"]
    day = f"{entry.facts['adopted_on']:%Y-%m-%d}"
    assert told["lead"].startswith(f"Resolution A/RES/78/907, adopted on {day} ")
    assert told["cite"] == [entry.reference.sentence()]
    assert (told["symbol"], told["title"]) == ("A/RES/78/907", entry.title)
    text = un.loads("The General Assembly,\n\n1. Decides to tune the violins of all States.")
    told = about(un.analyse.Study(text, corpus, terms=["tune"]))
    assert told["lead"].startswith("A text without a symbol")
    assert "not known" in told["lead"] and told["cite"] == []


def test_the_toolkit_is_cited_as_its_citation_file_says(monkeypatch, tmp_path):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    monkeypatch.setattr(_about, "_CLONE", tmp_path)  # no clone: nothing is said of a commit
    (author,) = citation["authors"]
    said = f"{author['name']}, {citation['title']}, version {citation['version']}."
    assert _about.toolkit() == said
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.org"]
    for command in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run([*git, *command], check=True)
    done = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True)
    assert _about.toolkit() == f"{said[:-1]}, commit {done.stdout[:12]}."


WITH_PARAMETERS = ("text = 'other.txt'\ndate = None", "print(text, date)")


def tagged(folder, name="01_one.ipynb"):
    write_notebook(folder, name, *WITH_PARAMETERS)
    notebook = nbformat.read(folder / name, as_version=4)
    notebook.cells[1].metadata["tags"] = ["parameters"]
    nbformat.write(notebook, folder / name)
    return notebook


def test_values_stand_after_the_cell_tagged_parameters(tmp_path):
    notebook = tagged(tmp_path)
    before = [c.source for c in notebook.cells]
    _report._inject(tmp_path / "01_one.ipynb", notebook, {"text": "it's.txt", "group": ["a", "b"]})
    cell = notebook.cells[2]
    assert cell.metadata["tags"] == ["injected-parameters"]
    assert cell.source == "text = \"it's.txt\"\ngroup = ['a', 'b']"
    assert [c.source for c in notebook.cells if c is not cell] == before
    _report._inject(tmp_path / "01_one.ipynb", notebook, {})
    assert len(notebook.cells) == len(before) + 1
    notebook.cells[1].metadata["tags"] = []
    with pytest.raises(UnresError, match="no cell tagged 'parameters' in 01_one.ipynb"):
        _report._inject(tmp_path / "01_one.ipynb", notebook, {"text": "x"})


def test_a_text_is_checked_before_anything_runs(tmp_path):
    tagged(tmp_path)
    with pytest.raises(UnresError, match="found terms, date without a text"):
        show.report(tmp_path / "out", notebooks=tmp_path, terms=["x"], date="2024-01-01")
    with pytest.raises(UnresError, match="missing.txt"):
        show.report(tmp_path / "out", notebooks=tmp_path, text=tmp_path / "missing.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]


@pytest.mark.slow
def test_a_text_is_run_and_the_notebook_stays_as_it_is(tmp_path):
    tagged(tmp_path)
    text = tmp_path / "mine.txt"
    text.write_text("The General Assembly,\n\n1. Decides to protect the fish of all States.")
    before = (tmp_path / "01_one.ipynb").read_bytes()
    show.report(tmp_path / "out", notebooks=tmp_path, text=text, date="2024-05-06", progress=False)
    said = Reader((tmp_path / "out" / "01_one.html").read_text()).text
    assert f"{text} 2024-05-06" in said
    assert (tmp_path / "01_one.ipynb").read_bytes() == before


def test_titles_of_notebooks():
    notebook = nbformat.v4.new_notebook()
    assert _report_pages.title_of(notebook, "03_x") == "03_x"
    cells = [nbformat.v4.new_code_cell("# code"), nbformat.v4.new_markdown_cell("## Second"),
             nbformat.v4.new_markdown_cell("# First \nmore")]  # fmt: skip
    notebook.cells = cells
    assert _report_pages.title_of(notebook, "03_x") == "First"


def test_the_old_folder_goes_when_the_new_one_stands(tmp_path):
    out, made = tmp_path / "report", tmp_path / ".report-x"
    for folder, text in ((made, "new"), (out, "old")):
        folder.mkdir()
        (folder / "index.html").write_text(text)
    _report._replace(out, made)
    assert (out / "index.html").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_an_exchange_that_fails_puts_the_old_folder_back(tmp_path, monkeypatch):
    import os

    out, made = tmp_path / "report", tmp_path / ".report-x"
    out.mkdir()
    (out / "index.html").write_text("old")
    made.mkdir()
    replace = os.replace

    def fails(source, target):
        if Path(source) == made:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(KeyboardInterrupt):
        _report._replace(out, made)
    assert (out / "index.html").read_text() == "old"


@pytest.mark.slow
def test_notebooks_are_stored_in_place_with_their_outputs(tmp_path):
    write_notebook(tmp_path, "01_one.ipynb", "1 + 1", GOOD, "3")
    (path,) = _report.refresh(tmp_path, progress=False)
    notebook = nbformat.read(path, as_version=4)
    code = notebook.cells[1:]
    assert [c.execution_count for c in code] == [1, 2, 3]
    assert code[0].outputs[0].data["text/plain"] == "2"
    assert "execution" not in code[0].metadata
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]  # no report


def test_other_folders_are_not_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UnresError, match="not a report"):
        show.report(tmp_path, progress=False)
    with pytest.raises(UnresError, match="expected a folder"):
        show.report(tmp_path / "thesis.txt", progress=False)
    with pytest.raises(UnresError, match="no notebooks"):
        show.report(tmp_path / "new", notebooks=tmp_path, progress=False)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("name", ["nbclient", "nbconvert", "ipykernel"])
def test_without_the_lab_the_error_says_what_to_install(name, tmp_path, monkeypatch):
    import sys

    write_notebook(tmp_path, "01_one.ipynb", "1")
    monkeypatch.setitem(sys.modules, name, None)
    for make in (lambda: show.report(tmp_path / "out", notebooks=tmp_path),
                 lambda: _report.refresh(tmp_path)):  # fmt: skip
        with pytest.raises(UnresError, match=r'pip install "unres-research\[lab\]"'):
            make()
    assert [p.name for p in tmp_path.iterdir()] == ["01_one.ipynb"]


def test_displays_without_ipython_say_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(UnresError, match=r'pip install "unres-research\[lab\]"'):
        show.finding("One.")


# what a notebook displays


@pytest.fixture
def displayed(monkeypatch):
    """What was displayed: HTML as text, all else as it is, and how."""
    import IPython.display

    found = []
    monkeypatch.setattr(
        IPython.display,
        "display",
        lambda shown, **options: found.append((getattr(shown, "data", shown), options)),
    )
    return found


def test_figures_are_shown_once_with_their_caption(displayed):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    for drawn in (ax, fig):
        show.figure(drawn, "line", evil("caption"))
    (first, how), (caption, _), (second, _), _ = displayed
    assert first is second is fig
    assert how == {"metadata": {"image/png": {"alt": evil("caption")}}}
    assert Reader(caption).text.strip() == evil("caption")
    assert plt.get_fignums() == []
    part = plt.figure().subfigures(1, 2)[0]
    show.figure(part.subplots(), "part", "A part")
    assert displayed[-2][0] is part.figure
    with pytest.raises(UnresError, match="expected axes or a figure"):
        show.figure("figure", "line", "x")


def test_tables_views_and_findings_are_shown_escaped(displayed):
    frame = pd.DataFrame({"a": [evil("cell")] * 13})
    show.table(frame, "t", "Cells.")
    show.table(frame.head(12), "t", "Cells.")
    show.view(View("<i>view</i>"), "v", "Title", evil("view"))
    show.finding(evil("finding"))
    texts = [Reader(text).text.strip() for text, _ in displayed]
    assert texts[0].count(evil("cell")) == texts[2].count(evil("cell")) == 12
    assert (texts[1], texts[3]) == ("Cells. First 12 of 13 rows.", "Cells.")
    assert displayed[4][0] == "<i>view</i>"
    assert texts[5:] == [evil("view"), evil("finding")]


def test_a_caption_names_columns_as_they_are_shown(displayed):
    frame = pd.DataFrame({"due_after": [1], "own": [2], "own_yes": [3]})
    show.table(frame, "t", "due_after: sessions; own_yes: votes; own_yes_too is no column.")
    head, caption = (Reader(text).text.strip() for text, _ in displayed)
    assert "due after" in head and "own yes" in head
    assert caption == "due after: sessions; own yes: votes; own_yes_too is no column."


def test_plain_text_is_no_view(displayed):
    with pytest.raises(UnresError, match="found str, expected a view"):
        show.view("<script>", "v", "Title", "Caption")
    assert not displayed


@pytest.mark.parametrize("name", ["../etc", "A", "a b", "", "a.html"])
def test_names_of_figures_are_safe(name, displayed):
    import matplotlib.pyplot as plt

    for make in (
        lambda: show.table(pd.DataFrame(), name, "x"),
        lambda: show.figure(plt.figure(), name, "x"),
        lambda: show.view(View(""), name, "x", "x"),
    ):
        with pytest.raises(UnresError, match="small letters"):
            make()
    plt.close("all")
    assert not displayed


def test_what_is_displayed_is_collected_only_for_a_report(tmp_path, monkeypatch, displayed):
    import matplotlib.pyplot as plt

    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({"a": [1.5, 2.5]})

    def display_all():
        show.table(frame, "t", "Caption", rows=1)
        show.figure(plt.figure(), "f", "Figure")
        show.view(View("<i>x</i>"), "v", "Title", "View")
        show.finding("Done.")

    display_all()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(_notebook, "_into", None)  # put back at the end
    _notebook.collect(str(tmp_path), "01_one")
    display_all()
    lines = (tmp_path / "manifest.jsonl").read_text().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [(e["kind"], e["name"], e["caption"]) for e in entries] == [
        ("table", "t", "Caption"), ("figure", "f", "Figure"), ("view", "v", "View"),
        ("finding", "finding", "Done."),
    ]  # fmt: skip
    assert {e["notebook"] for e in entries} == {"01_one"}
    assert entries[0]["rows"] == 2
    assert (tmp_path / "tables" / "t.csv").read_text() == ",a\n0,1.5\n1,2.5\n"
    assert sorted(p.name for p in tmp_path.rglob("*.*")) == [
        "f.png", "f.svg", "manifest.jsonl", "t.csv", "v.html",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_notebooks_run(real_report):
    """All of them, from clean kernels, on data/ alone; each ends with its own assertions."""
    result = real_report
    assert (result.figures, result.tables) == (24, 59)
    assert any("991 of the 1,808 words" in h for h in result.findings)
    numbered = [path for path in NOTEBOOKS if path.stem[0].isdigit()]
    stems = [path.stem for path in numbered]
    stored = [
        _report_pages.read(nbformat.read(path, as_version=4), path.stem, stems) for path in numbered
    ]
    for place, one in enumerate(stored):  # sentences and tables; figures are not compared
        page = (result.index.parent / f"{one.stem}.html").read_text("utf-8")
        expected = _report_pages.notebook_page(stored, place)
        assert Reader(page).text == Reader(expected).text, one.stem


def test_what_notebooks_display_has_names_of_its_own():
    """In one folder of a report what is displayed later replaces what has the same name."""
    names = []
    for path in (path for path in NOTEBOOKS if path.stem[0].isdigit()):
        cells = nbformat.read(path, as_version=4).cells
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        for call in (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)):
            kind = ast.unparse(call.func)
            if kind in ("show.figure", "show.table", "show.view"):
                names.append((kind, ast.literal_eval(call.args[1])))
    assert [kind for kind, _ in names].count("show.figure") == 24
    assert [kind for kind, _ in names].count("show.table") == 59
    assert len(set(names)) == len(names)


def test_the_package_names_no_text():
    """What is said of one draft stands in the notebooks."""
    for path in sorted((ROOT / "unres_research" / "show").rglob("*.*")):
        if path.suffix in (".py", ".j2", ".css"):
            assert "L.86" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_stored_notebooks(path):
    """Stored executed, small, clean, with few cells, and without functions of their own."""
    raw = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(raw, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert len(raw) < 1_000_000
    assert 8 <= len(code) <= 20
    assert all(c.execution_count for c in code)
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert not any(re.search(r"^\s*(?:def|class) ", c.source, re.MULTILINE) for c in code)
    outputs = [o for c in code for o in c.outputs]
    assert not any(o.output_type == "error" or o.get("name") == "stderr" for o in outputs)
    assert "assert" in code[-1].source
    assert json.loads(raw)["metadata"]["kernelspec"]["name"] == "python3"
