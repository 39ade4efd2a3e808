"""Files are written whole or not at all, also by several writers at once."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from unres_research import _storage as storage


def names(folder):
    return sorted(p.name for p in folder.rglob("*") if p.is_file())


def test_a_file_in_a_new_folder(tmp_path):
    storage.write(tmp_path / "78" / "a.txt", b"one")
    storage.write(tmp_path / "78" / "a.txt", b"two")
    assert (tmp_path / "78" / "a.txt").read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt"]


def test_writers_of_one_file_do_not_share_a_scratch_file(tmp_path, monkeypatch):
    """Both have begun before either is done: the file is the last one's, whole."""
    real, inner = os.replace, []

    def replace(scratch, path):
        if not inner:
            inner.append(scratch)
            storage.write(path, b"second writer")
            assert path.read_bytes() == b"second writer"
        real(scratch, path)

    monkeypatch.setattr(storage.os, "replace", replace)
    storage.write(tmp_path / "a.txt", b"first writer, longer")
    assert (tmp_path / "a.txt").read_bytes() == b"first writer, longer"
    assert names(tmp_path) == ["a.txt"]


def test_many_writers(tmp_path):
    path, texts = tmp_path / "a.txt", [bytes([65 + k]) * 9_999 for k in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda text: storage.write(path, text), texts * 4))
    assert path.read_bytes() in texts and names(tmp_path) == ["a.txt"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    storage.write(path, b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(
        storage.StoreError, match=r"a\.txt: cannot be written \(No space left on device\)"
    ):
        storage.write(path, b"new")
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.txt"]


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "78").write_text("a file")
    with pytest.raises(storage.StoreError, match="cannot be written"):
        storage.write(tmp_path / "78" / "a.txt", b"one")
    assert names(tmp_path) == ["78"]


def test_no_test_can_change_the_data_set_of_the_repository(tmp_path, monkeypatch):
    """Whatever is broken: neither by writing, nor by moving files there or away."""
    data = Path(__file__).resolve().parent.parent / "data"
    before = sorted(data.iterdir())
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.chdir(data)
    for change in (
        lambda: (data / "a.txt").write_text("a"),
        lambda: Path("README.md").write_bytes(b"a"),
        lambda: os.replace(tmp_path / "a.txt", data / "a.txt"),
        lambda: os.rename(data / "README.md", tmp_path / "README.md"),
        lambda: (data / "README.md").unlink(),
        lambda: (data / "new").mkdir(),
        lambda: shutil.rmtree(data / "texts"),
    ):
        with pytest.raises(PermissionError, match="a test would change"):
            change()
    assert sorted(data.iterdir()) == before and (data / "README.md").read_bytes()
