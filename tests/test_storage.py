"""Files are written whole or not at all, also by several writers at once."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import guarded
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


def test_a_file_that_another_program_has_open_on_windows(tmp_path, monkeypatch):
    """As a virus scanner does, or a spreadsheet: it cannot be replaced for a moment, or at all."""
    real, refused = os.replace, []

    def replace(old, new):
        if len(refused) < busy:
            refused.append(new)
            raise PermissionError(13, "Permission denied")
        real(old, new)

    monkeypatch.setattr(storage, "_ATTEMPTS", 3)
    monkeypatch.setattr(storage, "_PAUSE", 0)
    monkeypatch.setattr(storage.os, "replace", replace)
    busy = 2
    storage.write(tmp_path / "a.txt", b"one")
    assert len(refused) == 2
    busy = 5
    with pytest.raises(storage.StoreError, match="Permission denied"):
        storage.write(tmp_path / "a.txt", b"two")
    assert (tmp_path / "a.txt").read_bytes() == b"one" and names(tmp_path) == ["a.txt"]


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


def test_what_a_guarded_folder_holds_cannot_be_changed(tmp_path, monkeypatch):
    """Neither by writing, nor by moving files there or away; of a copy, in case it can."""
    data = tmp_path / "data"
    (data / "texts").mkdir(parents=True)
    (data / "README.md").write_text("kept")
    before = sorted(data.iterdir())
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.chdir(data)
    monkeypatch.setattr(guarded, "FOLDERS", [*guarded.FOLDERS, str(data)])
    for change in (
        lambda: (data / "a.txt").write_text("a"),
        lambda: Path("README.md").write_bytes(b"a"),
        lambda: os.open(b"README.md", os.O_WRONLY),
        lambda: os.replace(tmp_path / "a.txt", data / "a.txt"),
        lambda: os.rename(data / "README.md", tmp_path / "README.md"),
        lambda: (data / "README.md").unlink(),
        lambda: (data / "new").mkdir(),
        lambda: shutil.rmtree(data / "texts"),
    ):
        with pytest.raises(PermissionError, match="a test would change"):
            change()
    assert sorted(data.iterdir()) == before and (data / "README.md").read_text() == "kept"


def test_a_folder_elsewhere_of_the_same_name_may_be_removed(tmp_path, monkeypatch):
    """What is removed inside an open folder is named by its last part alone."""
    (tmp_path / "a" / "data").mkdir(parents=True)
    (tmp_path / "a" / "data" / "b.txt").touch()
    monkeypatch.chdir(Path(__file__).resolve().parents[1])
    shutil.rmtree(tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_the_folders_of_the_repository_are_guarded():
    """Asked of the guard alone: nothing is written there, whatever it answers."""
    root = Path(__file__).resolve().parent.parent
    for name in ("data/README.md", "data", "notebooks/01_corpus.ipynb", "data/new/a.txt"):
        with pytest.raises(PermissionError, match="a test would change"):
            guarded.keep("open", (str(root / name), "w", os.O_WRONLY))
    for name in ("data2/a.txt", "docs/index.md", "database"):
        guarded.keep("open", (str(root / name), "w", os.O_WRONLY))
    guarded.keep("open", (str(root / "data" / "README.md"), "r", os.O_RDONLY))


posix = pytest.mark.skipif(os.name != "posix", reason="folders are put on the disk on POSIX only")


@posix
def test_bytes_are_on_the_disk_before_the_name_and_then_the_name(tmp_path, monkeypatch):
    fsync, replace, done, handles = os.fsync, os.replace, [], []

    def watch_fsync(handle):
        status = os.fstat(handle)
        folder = stat.S_ISDIR(status.st_mode)
        done.append("folder" if folder else status.st_size)
        handles.append(handle)
        fsync(handle)

    def watch_replace(old, new):
        done.append("name")
        replace(old, new)

    monkeypatch.setattr(storage.os, "fsync", watch_fsync)
    monkeypatch.setattr(storage.os, "replace", watch_replace)
    storage.write(tmp_path / "a.txt", b"one")
    assert done == [3, "name", "folder"]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[-1])  # closed


@posix
@pytest.mark.parametrize(
    ("code", "told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_folders_that_cannot_be_put_on_the_disk(tmp_path, monkeypatch, code, told):
    """Where the system knows no way to it is left out; a fault of the disk is told."""
    fsync = os.fsync

    def fail(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, "no")
        fsync(handle)

    monkeypatch.setattr(storage.os, "fsync", fail)
    if told:
        with pytest.raises(storage.StoreError, match=r"a\.txt: cannot be written \(no\)"):
            storage.write(tmp_path / "a.txt", b"one")
    else:
        storage.write(tmp_path / "a.txt", b"one")
    assert (tmp_path / "a.txt").read_bytes() == b"one"


def test_an_error_without_words_of_the_system():
    assert "cannot be written (full)" in str(storage.StoreError(Path("a"), OSError("full")))


def test_where_the_library_stands(monkeypatch):
    monkeypatch.delenv("UNRES_LIBRARY", raising=False)
    assert storage.library_folder() == Path("library")
    monkeypatch.setenv("UNRES_LIBRARY", "mine")
    assert storage.library_folder() == Path("mine")


def test_what_another_process_has_removed_is_no_error_when_old_files_are_swept(tmp_path):
    """A link to nothing looks like a file that goes while it is asked for its age."""
    (tmp_path / ".a.part").symlink_to(tmp_path / "gone")
    (tmp_path / ".new-a").symlink_to(tmp_path / "gone")
    storage.sweep(tmp_path)
    with storage.scratch_folder(tmp_path, ".new-") as scratch:
        assert scratch.is_dir()
    assert not scratch.exists()


def test_an_interruption_waits_until_what_is_done_is_done():
    done, before = [], signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), storage.uninterrupted():
        signal.raise_signal(signal.SIGINT)
        done.append("all of it")
    assert done == ["all of it"] and signal.getsignal(signal.SIGINT) == before


def test_other_threads_are_never_interrupted():
    """They may not say what a signal does, either."""
    done = []

    def act():
        with storage.uninterrupted():
            done.append("all of it")

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    assert done == ["all of it"]
