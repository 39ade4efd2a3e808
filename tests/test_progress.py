"""A line that says what is being done: when it is shown, where, and what is left of it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import types

import pytest

from unres_research import _progress as progress
from unres_research._progress import doing, each, told


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A terminal, and a line that does not wait."""
    made = Terminal()
    known = types.SimpleNamespace(stderr=made, modules=sys.modules)
    monkeypatch.setattr(progress, "sys", known)  # pytest puts its own stream into sys
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(progress, "_DELAY", 1e-9)
    monkeypatch.setattr(progress, "_BEAT", 0.01)
    return made


def until(seen, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_line_says_how_far_it_is_and_goes(terminal):
    for _ in each([1, 2, 3], "weighing lamps", 3, "lamp"):
        time.sleep(0.15)
    said = terminal.getvalue()
    assert "weighing lamps:  33%" in said and "1/3" in said
    assert said.endswith("\r") and not said.rstrip("\r").rpartition("\r")[2].strip()
    assert "\n" not in said


def test_what_is_not_counted_says_how_long_it_takes(terminal):
    with doing("weighing lamps"):
        until(lambda: "weighing lamps (00:00)" in terminal.getvalue())
    assert "?" not in terminal.getvalue() and "it/s" not in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")


def test_what_is_short_says_nothing(terminal, monkeypatch):
    monkeypatch.setattr(progress, "_DELAY", 60.0)
    with doing("weighing lamps", 9) as bar:
        for _ in range(9):
            bar.update()
        time.sleep(0.1)
    assert terminal.getvalue() == ""


def test_part_of_a_work_has_no_line_of_its_own(terminal):
    with doing("weighing lamps"), doing("counting bells", 2) as inner:
        inner.update()
        until(lambda: "lamps" in terminal.getvalue())
    assert "bells" not in terminal.getvalue()
    with doing("counting bells"):  # and the next one has its own again
        until(lambda: "bells" in terminal.getvalue())


def test_a_line_ends_with_an_error(terminal):
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt), doing("weighing lamps", 2):
        raise KeyboardInterrupt
    assert threading.active_count() == before
    with doing("counting bells"):
        until(lambda: "bells" in terminal.getvalue())


@pytest.mark.parametrize("how", ["no terminal", "no stream", "told not to", "TQDM_DISABLE"])
def test_where_no_line_is_shown(terminal, monkeypatch, how):
    if how == "no terminal":
        monkeypatch.setattr(terminal, "isatty", lambda: False)
    if how == "no stream":
        monkeypatch.setattr(progress.sys, "stderr", None)
    if how == "TQDM_DISABLE":
        monkeypatch.setenv("TQDM_DISABLE", "1")
    with doing("weighing lamps", 2, progress=how != "told not to") as bar:
        bar.update()
        time.sleep(0.1)
    assert terminal.getvalue() == ""


def test_in_a_notebook_one_output_is_left_empty(monkeypatch):
    """Written as HTML that is escaped; the stream of errors is left alone."""
    import IPython.display

    seen: list[dict] = []
    handle = types.SimpleNamespace(update=lambda shown, raw: seen.append(shown))

    def display(shown, raw, display_id):
        seen.append(shown)
        return handle

    monkeypatch.setattr(progress, "_in_notebook", lambda: True)
    monkeypatch.setattr(progress, "_DELAY", 1e-9)
    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    for _ in each([1, 2], "lamps & <bells>", 2):
        time.sleep(0.15)
    assert "<code>lamps &amp; &lt;bells&gt;:  50%" in "".join(one["text/html"] for one in seen)
    assert seen[-1] == {"text/html": ""}
    assert sys.stderr.getvalue() == ""


def test_a_kernel_is_known(monkeypatch):
    import IPython

    assert not progress._in_notebook()
    monkeypatch.setitem(sys.modules, "ipykernel", types.ModuleType("ipykernel"))
    for shell, known in ((None, False), (types.SimpleNamespace(kernel=1), True)):
        monkeypatch.setattr(IPython, "get_ipython", lambda shell=shell: shell)
        assert progress._in_notebook() is known


def test_kernels_of_a_report_show_no_lines():
    from unres_research.show import _running

    assert ({"TQDM_DISABLE": ""} | os.environ | _running._NO_BARS)["TQDM_DISABLE"] == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_a_terminal_of_no_width_shows_a_line(monkeypatch):
    """A new one has no columns and no lines until somebody says how many; tqdm writes nothing."""
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    code = """if True:
        import time
        from unres_research import _progress as progress
        progress._DELAY, progress._BEAT = 1e-9, 0.05
        with progress.doing("counting lamps", 2, "lamp") as bar:
            bar.update()
            time.sleep(2)  # it is drawn again with every beat, a tenth of a second apart
    """
    own, other = os.openpty()
    assert os.get_terminal_size(other) == (0, 0)
    subprocess.run([sys.executable, "-c", code], stderr=other, check=True, timeout=60)
    os.close(other)
    said = os.read(own, 4096).decode()
    os.close(own)
    assert "counting lamps:  50%" in said


def test_in_a_log_lines_stay_that_say_how_far_it_is(capsys, monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    told("1 of 6")
    told("2 of 6", progress=False)
    monkeypatch.setenv("TQDM_DISABLE", "1")
    told("3 of 6")
    assert capsys.readouterr().err == "1 of 6\n"


def test_on_a_terminal_a_bar_says_it(terminal):
    told("1 of 6")
    assert terminal.getvalue() == ""
