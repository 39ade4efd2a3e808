"""Every command, given what cannot be read, written or printed: an error of ours in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import written

from unres_research import cli
from unres_research.errors import ReadError, UnresError
from unres_research.library import FetchError

LONG = "x" * 500  # no file system has such names
OBEYED = "\x1b]0;title\x07\x1b[2J\u202egnp.exe\x9b31m"
SHOWN = r"\x1b]0;title\x07\x1b[2J\u202egnp.exe\x9b31m"
LAMPS = """A/RES/77/901

Resolution adopted by the General Assembly on 3 May 2023

Lamps {}

The General Assembly,

1. Decides to light all lamps of {} harbours at night.
"""


@pytest.fixture
def place(tmp_path, monkeypatch, small):
    """A folder with a document, a file, notebooks and a folder without documents."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA", str(small.path))
    Path("lamps.xml").write_text(written.BELLS, encoding="utf-8")
    Path("file").write_text("mine", encoding="utf-8")
    Path("empty").mkdir()
    Path("documents").mkdir()
    Path("documents", "lamps.xml").write_text(written.BELLS, encoding="utf-8")
    return tmp_path


SOURCES = ["--sc-base=empty", "--ods-base=empty", "--raw-base=empty", "--pause=0"]
WRONG = [
    "parse WRONG",
    "compare WRONG --no-views",
    "compare lamps.xml --views WRONG",
    "compare lamps.xml --no-views --data WRONG",
    "compare lamps.xml --no-views --add WRONG",
    "compare lamps.xml --no-views --with WRONG --data DATA",
    "build WRONG",
    "build documents WRONG --jobs 1",
    "report --out WRONG",
    "report --text WRONG",
    "fetch A/RES/1/1 --library WRONG",
    "fetch A/RES/1/1 --cited-by WRONG",
    "fetch WRONG --library empty",
    "fetch A/RES/1/1 --library empty --raw-base WRONG --ods-base WRONG",
    "add WRONG --library empty",
    "add lamps.xml --library WRONG",
]


@pytest.mark.parametrize(
    "wrong", [LONG, "a\0b", "file/x", "file"], ids=["long", "NUL", "under", "file"]
)
@pytest.mark.parametrize("line", WRONG)
def test_what_cannot_be_used_is_said_in_words(line, wrong, place, capsys):
    words = [{"WRONG": wrong, "DATA": os.environ["DATA"]}.get(w, w) for w in line.split()]
    if words[0] == "fetch":
        words[1:1] = SOURCES  # of one that is given twice the last counts
    assert cli.main(words) == 1
    said = capsys.readouterr().err
    assert said.strip() and "fault of this program" not in said
    assert Path("file").read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in place.iterdir()) == ["documents", "empty", "file", "lamps.xml"]


def run(words, folder, **options):
    program = [sys.executable, "-m", "unres_research.cli", *words]
    options.setdefault("env", {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"})
    return subprocess.run(program, cwd=folder, stderr=subprocess.PIPE, text=True, **options)


COMMANDS = [
    ["parse", "lamps.xml"],
    ["parse", "lamps.xml", "--json"],
    ["compare", "lamps.xml", "--json", "--data", "DATA"],
    ["compare", "lamps.xml", "--no-views", "--data", "DATA"],
    ["build", "documents", "--jobs", "1"],
    ["fetch", "A/RES/1/1", "--library", "L", *SOURCES],
    ["add", "lamps.xml", "--library", "L"],
    ["--help"],
]


def with_data(words):
    return [os.environ["DATA"] if word == "DATA" else word for word in words]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_disk_under_standard_output(words, place):
    with open("/dev/full", "wb") as full:
        done = run(with_data(words), place, stdout=full)
    assert done.returncode == 1
    assert "standard output cannot be written (No space left on device)" in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("words", COMMANDS[:2] + COMMANDS[-2:-1], ids=" ".join)
def test_closed_streams(words, closed, place):
    line = f'"{sys.executable}" -m unres_research.cli {" ".join(words)} {closed}'
    done = subprocess.run(["sh", "-c", line], cwd=place, capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr


@pytest.mark.skipif(os.name != "posix", reason="an open folder can be removed on POSIX alone")
@pytest.mark.parametrize(
    "line",
    ["parse a.txt", "compare a.txt", "build", "build . data", "report", "fetch A/RES/1/1", "add a"],
)
def test_a_working_folder_that_is_gone(line, place):
    script = f'cd "$0" && rmdir "$0" && exec "{sys.executable}" -m unres_research.cli {line}'
    done = subprocess.run(
        ["sh", "-c", script, str(place / "empty")], capture_output=True, text=True, cwd=place,
        env={k: v for k, v in os.environ.items() if k != "UNRES_LIBRARY"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr and "fault of" not in done.stderr and done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault(place):
    """As `unres parse ... | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    done = run(["parse", "lamps.xml"], place, stdout=writer)
    os.close(writer)
    assert done.returncode == 1 and not done.stderr


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            OSError(5, "Input/output error", "a.bin"),
            1,
            "a.bin: cannot be used (Input/output error)",
        ),
        (MemoryError(), 1, "found too little memory"),
        (RuntimeError("can't start new thread"), 1, "found no room for another thread"),
        (RecursionError(), 1, "found too little depth"),
        (KeyboardInterrupt(), 1, "every file is the old or the new one"),
        (IndexError("list"), 70, "a fault of this program (IndexError: list)"),
    ],
)
def test_what_nobody_expected_is_no_traceback(error, status, said, place, monkeypatch, capsys):
    def fail(options):
        raise error

    monkeypatch.setattr(cli, "_parse", fail)
    assert cli.main(["parse", "lamps.xml"]) == status
    assert said in capsys.readouterr().err
    if status == 70:
        monkeypatch.setenv("UNRES_DEBUG", "1")
        with pytest.raises(IndexError):
            cli.main(["parse", "lamps.xml"])


# what a terminal would obey


@pytest.mark.parametrize("words", [["parse"], ["compare", "--no-views", "--date", "2024-01-01"]])
def test_no_document_commands_the_terminal(words, place, capsys, small):
    name = f"{OBEYED.replace('/', '')}.txt" if os.name == "posix" else "lamps.txt"
    Path(name).write_text(LAMPS.format(OBEYED, OBEYED), encoding="utf-8")
    data = ["--data", str(small.path)] if words[0] == "compare" else []
    cli.main([words[0], name, *words[1:], *data])
    cli.main([words[0], f"missing{OBEYED}", *words[1:], *data])
    found = capsys.readouterr()
    for printed in (found.out, found.err):
        assert not set(printed) & set("\x1b\x07\x9b\u202e"), printed
    assert SHOWN in found.err


def test_json_says_the_same_without_control_characters(place, capsys):
    Path("lamps.txt").write_text(LAMPS.format("\x9b\u202eof", "\u2066small"), encoding="utf-8")
    assert cli.main(["parse", "lamps.txt", "--json"]) == 0
    line = capsys.readouterr().out
    assert not set(line) & set("\x9b\u202e\u2066")
    from unres_research import load

    assert json.loads(line) == load("lamps.txt").to_dict()


def test_notes_of_the_library_are_printable(place, capsys):
    if os.name == "posix":
        Path("empty", f"a{OBEYED.replace('/', '')}\nb.txt").write_text("no", encoding="utf-8")
    cli.main(["add", "lamps.xml", "--library", "empty"])
    found = capsys.readouterr()
    assert "\x1b" not in found.out + found.err
    assert os.name != "posix" or f"a{SHOWN}\\nb.txt" in found.out


def test_what_a_session_of_python_shows_is_printable(small):
    from unres_research import compare, loads

    text = f"Lamps {OBEYED} of harbours\n\nThe General Assembly,\n\n1. Decides {OBEYED} to meet."
    record = loads(text)
    record = replace(record, title=f"Lamps {OBEYED}")
    for shown in (record, record["OP1"], compare(record, small, date="2024-01-01")):
        assert not set(repr(shown)) & set("\x1b\x07\x9b\u202e"), repr(shown)


def test_errors_hold_nothing_that_a_terminal_would_obey():
    for error in (
        UnresError(OBEYED),
        ReadError(OBEYED, OBEYED),
        FetchError("absent", OBEYED, symbol=OBEYED),
    ):
        assert SHOWN in str(error) and not set(str(error)) & set("\x1b\x07\x9b\u202e")
    assert ReadError(OBEYED, "x").path == OBEYED  # as it is, for those who open it
