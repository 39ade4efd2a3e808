"""Builds that are killed or fail leave the old data set or the new one, never half of one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import written

from unres_research import _storage, open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import build_corpus
from unres_research.corpus._build import LOCK, Built
from unres_research.corpus._schema import FILES, LATER_FILES, TEXT_FILES
from unres_research.errors import UnresError

PLACES = {
    "75/A_RES_75_901.en.xml": written.LAMPS,
    "75/A_RES_75_905.fr.xml": written.FRENCH,
    "75/bad.xml": "<html/>",
    "data_extract/75.json": "\n".join(json.dumps(row) for row in written.METADATA_75) + "\n",
}
LATER = {
    "76/A_RES_76_902.en.xml": written.BELLS,
    "76/A_RES_76_904.en.xml": written.PARTS,
    "data_extract/76.json": json.dumps(written.METADATA_76) + "\n",
}


def put(folder: Path, places: dict[str, str]) -> None:
    for name, content in places.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def build(library: Path, **options) -> Built:
    return build_corpus(library, n_jobs=1, progress=False, **options)


@pytest.fixture
def library(tmp_path):
    """A library of one session, built."""
    folder = tmp_path / "library"
    put(folder, PLACES | {"index.csv": "symbol\n"})
    build(folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != LOCK}


def assert_whole(library: Path) -> None:
    """Every file of the data set has the bytes that a build elsewhere gives, and no other file."""
    elsewhere = library.parent / "elsewhere"
    build(library, out=elsewhere)
    ours = contents(library / "data")
    assert set(ours) == {*FILES, *LATER_FILES, *TEXT_FILES, "datapackage.json"}
    assert ours == contents(elsewhere)
    assert not list(library.parent.glob(".building-*"))


def test_new_and_removed_files(library):
    put(library, LATER)
    assert len(build(library).corpus) == 3
    (library / "75" / "A_RES_75_901.en.xml").unlink()
    built = build(library)
    assert built.corpus.resolutions["symbol"].tolist() == ["A/RES/76/902", "A/RES/76/904"]
    assert_whole(library)


def test_a_build_that_fails_leaves_the_data_set(library, monkeypatch):
    before = contents(library / "data")
    put(library, LATER)

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(building.schema, "package", full)
    with pytest.raises(UnresError, match="cannot be written to .*No space left"):
        build(library)
    assert contents(library / "data") == before
    shutil.rmtree(library / "75")
    shutil.rmtree(library / "76")
    with pytest.raises(UnresError, match="found no resolution in 'en' among 0 files"):
        build(library)
    assert contents(library / "data") == before


KILLED = """
import os, signal, sys
from unres_research.corpus import _build as building, _schema as schema
owner, name, calls = {"describe": (schema, "package", 1), "move": (os, "replace", 5),
                      "describe new": (os, "replace", 11)}[sys.argv[2]]
real = getattr(owner, name)
def act(*arguments):
    global calls
    calls -= 1
    if not calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
setattr(owner, name, act)
building.build_corpus(sys.argv[1], n_jobs=1, progress=False)
"""

needs_sigkill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")


def killed(library: Path, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(library), moment])
    assert done.returncode == -signal.SIGKILL


@needs_sigkill
def test_a_build_killed_while_it_writes_leaves_the_old_data_set(library):
    before = contents(library / "data")
    put(library, LATER)
    killed(library, "describe")
    assert contents(library / "data") == before
    assert len(open_corpus(library / "data")) == 1
    (left,) = library.glob(".building-*")  # swept after a day
    shutil.rmtree(left)
    build(library)
    assert_whole(library)


@needs_sigkill
@pytest.mark.parametrize("moment", ["move", "describe new"])
def test_a_build_killed_while_it_moves_leaves_the_new_data_set(library, moment):
    """The folder is moved, then its ten files, the description last: after three, and before it."""
    put(library, LATER)
    killed(library, moment)
    assert (library / "data" / ".new" / "datapackage.json").is_file()
    corpus = open_corpus(library / "data")
    assert len(corpus) == 3 and len(corpus.sources) == 5
    assert corpus.resolution("A/RES/76/902").title == "Bells for harbours"
    build(library)
    assert_whole(library)


def test_what_killed_builds_left_is_swept_after_a_day(library):
    put(library, LATER)
    for name, age in ((".building-old", 86_460), (".building-new", 86_340)):
        (library / name).mkdir()
        (library / name / "half.xml").write_text(written.FRENCH)
        os.utime(library / name, (time.time() - age,) * 2)
    built = build(library)
    assert not (library / ".building-old").exists() and (library / ".building-new").exists()
    assert "half.xml" not in "".join(built.sources["path"])


@pytest.mark.parametrize("content", [None, "", "[]", "{", "[" * 100_000])
def test_a_folder_of_the_name_of_a_waiting_build_that_is_none(library, content):
    (library / "data" / ".new").mkdir()
    if content is not None:
        (library / "data" / ".new" / "datapackage.json").write_text(content)
        with pytest.raises(UnresError, match="describes no data set"):
            open_corpus(library / "data")
    build(library)
    assert_whole(library)


def test_what_stands_in_the_way_of_a_waiting_build(library):
    (library / "data" / ".new").mkdir()
    (library / "data" / ".new" / "counts.parquet").write_text("x")
    (library / "data" / "counts.parquet").unlink()
    (library / "data" / "counts.parquet").mkdir()
    with pytest.raises(UnresError, match="cannot be written to .*counts.parquet"):
        build(library)


def test_a_file_that_a_reader_has_open_on_windows(library, monkeypatch):
    """It cannot be replaced for a moment: the build tries again, and gives up in words."""
    real, refused = os.replace, []

    def replace(old, new):
        if len(refused) < 3:
            refused.append(new)
            raise PermissionError(13, "Permission denied")
        real(old, new)

    monkeypatch.setattr(_storage, "_ATTEMPTS", 4)
    monkeypatch.setattr(_storage, "_PAUSE", 0)
    monkeypatch.setattr(os, "replace", replace)
    put(library, LATER)
    assert len(build(library).corpus) == 3 and len(refused) == 3
    refused.clear()
    monkeypatch.setattr(_storage, "_ATTEMPTS", 2)
    with pytest.raises(UnresError, match="cannot be written to .*Permission denied"):
        build(library)


def test_a_build_is_on_the_disk_before_it_is_in_place(library, monkeypatch):
    done, fsync, replace = [], os.fsync, os.replace

    def watch_fsync(handle):
        done.append("synced")
        fsync(handle)

    def watch_replace(old, new):
        done.append(Path(new).name)
        replace(old, new)

    monkeypatch.setattr(os, "fsync", watch_fsync)
    monkeypatch.setattr(os, "replace", watch_replace)
    build(library)
    assert done[:16] == ["synced"] * 15 + [".new"]  # fourteen files and their folder
    assert done[16] == "synced" and done[-2:] == ["datapackage.json", "synced"]
