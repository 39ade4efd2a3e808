"""Who has a data set open keeps one version of it, whatever is built there; one builds at a time."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import crowd
import pytest
from filelock import FileLock

from unres_research import build_corpus, open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import _held as held
from unres_research.errors import UnresError

MANY = [(f"A/RES/77/{k}", f"Bells {k}", f"1. Decides to ring {k} bells.") for k in range(1, 6)]
FEW = [("A/RES/78/7", "Lamps", "1. Decides to light all lamps of the long night at once.")]


def library(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for symbol, title, text in rows:
        name = symbol.replace("/", "_")
        (folder / f"{name}.txt").write_text(
            f"{symbol}\n\nResolution adopted by the General Assembly on 3 May 2023\n\n{title}\n\n"
            f"The General Assembly,\n\n{text}\n"
        )
    return folder


def build(folder: Path, out: Path, **options):
    return build_corpus(folder, out, n_jobs=1, progress=False, **options).corpus


@pytest.fixture(params=["read at once", "held open"])
def how(request, monkeypatch):
    """Small files are read when they are opened, large ones later: both ways with small ones."""
    if request.param == "held open":
        monkeypatch.setattr(held, "_SMALL", 0)
    return request.param


@pytest.fixture
def out(tmp_path):
    """A data set of five resolutions with texts."""
    build(library(tmp_path / "many", MANY), tmp_path / "out", texts=True)
    return tmp_path / "out"


def symbols_of(corpus) -> list[set[str]]:
    tables = [corpus.resolutions, corpus.paragraphs, corpus.sources]
    return [set(table["symbol"]) for table in tables]


@pytest.mark.parametrize("texts", [True, False])
def test_a_data_set_that_is_built_again_while_it_is_open(out, tmp_path, how, texts):
    corpus = open_corpus(out)
    assert len(corpus.resolutions) == 5
    build(library(tmp_path / "few", FEW), out, texts=texts)
    assert symbols_of(corpus) == [{row[0] for row in MANY}] * 3
    assert corpus.counts.shape[0] == len(corpus.paragraphs) == len(corpus.texts)
    assert corpus.text_of("A/RES/77/4", "OP1") == "Decides to ring 4 bells."
    assert corpus.resolution("A/RES/77/3").title == "Bells 3"
    assert corpus.runs.n_wordings == corpus.n_wordings
    assert symbols_of(open_corpus(out)) == [{"A/RES/78/7"}] * 3


def test_the_files_may_go_while_it_is_open(out, how):
    corpus = open_corpus(out)
    shutil.rmtree(out)
    assert symbols_of(corpus) == [{row[0] for row in MANY}] * 3
    assert len(corpus.texts) == len(corpus.paragraphs)


def test_a_file_overwritten_in_place_is_noticed(out, monkeypatch):
    """By `cp`, not by a build: what is held open has other bytes then."""
    monkeypatch.setattr(held, "_SMALL", 0)
    corpus = open_corpus(out)
    path = out / "paragraphs.parquet"
    path.write_bytes(bytes(len(path.read_bytes())))
    with pytest.raises(UnresError, match="found paragraphs.parquet in .* with other bytes"):
        _ = corpus.paragraphs
    path.write_bytes(b"")
    with pytest.raises(UnresError, match="found paragraphs.parquet in .* with other bytes"):
        _ = corpus.paragraphs


def test_a_version_that_comes_while_it_is_opened(out, tmp_path, monkeypatch):
    """Between the third file and the fourth: it begins again, and has all of the new one."""
    few = library(tmp_path / "few", FEW)
    real, calls = held.open_place, []

    def slow(folder, name):
        calls.append(name)
        if len(calls) == 5:
            build(few, out, texts=True)
        return real(folder, name)

    monkeypatch.setattr(held, "open_place", slow)
    corpus = open_corpus(out)
    assert symbols_of(corpus) == [{"A/RES/78/7"}] * 3 and len(corpus.texts) == 1
    assert calls.count("datapackage.json") == 2 * 3  # twice here, and once by the build


def test_a_data_set_that_never_stays(out, monkeypatch):
    monkeypatch.setattr(held, "_is_still", lambda handle, folder: False)
    monkeypatch.setattr(held, "_PATIENCE", 0.05)
    with pytest.raises(UnresError, match="built again and again, .* wait until the builds"):
        open_corpus(out)


def read_texts(corpus) -> list[str]:
    return corpus.texts.tolist()


@pytest.mark.parametrize("copied", [copy.copy, lambda c: pickle.loads(pickle.dumps(c))])
def test_a_copy_has_the_same_version_or_none(out, tmp_path, how, copied):
    corpus = open_corpus(out)
    again = copied(corpus)
    assert read_texts(again) == read_texts(corpus) and again.path == out
    later = copied(open_corpus(out))
    build(library(tmp_path / "few", FEW), out, texts=True)
    with pytest.raises(UnresError, match="another version of the data set .* open it again"):
        read_texts(later)
    assert len(read_texts(copied(again))) == 5  # what was read travels


def test_in_other_processes(out, how):
    """Each with its own place in the files."""
    corpus = open_corpus(out)
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(read_texts, [corpus] * 4))
    assert found == [read_texts(corpus)] * 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_in_a_forked_process(out, monkeypatch):
    monkeypatch.setattr(held, "_SMALL", 0)
    corpus = open_corpus(out)
    child = os.fork()
    if not child:
        os._exit(0 if len(corpus.resolutions) == 5 else 1)
    lengths = len(corpus.paragraphs), len(corpus.texts)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 and lengths == (5, 5)


def test_in_threads(out, monkeypatch):
    monkeypatch.setattr(held, "_SMALL", 0)
    corpus = open_corpus(out)
    found: list = []
    threads = [
        threading.Thread(target=lambda: found.append((len(corpus.texts), corpus.counts.sum())))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1 and found[0][0] == 5


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of open files here")
def test_open_files_are_closed_with_the_data_set(out, monkeypatch):
    monkeypatch.setattr(held, "_SMALL", 0)

    def handles() -> int:
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    before = handles()
    for _ in range(20):
        len(open_corpus(out))
    assert handles() == before
    corpus = open_corpus(out)
    assert handles() == before + 13
    del corpus
    assert handles() == before
    (out / "sources.csv").write_text("half")
    for _ in range(3):
        with pytest.raises(UnresError):
            open_corpus(out)
    assert handles() == before


# builders


def test_a_second_builder_waits_and_says_so(out, tmp_path, capsys):
    lock = FileLock(out / building.LOCK)
    lock.acquire()
    few = library(tmp_path / "few", FEW)
    second = threading.Thread(target=lambda: build_corpus(few, out, texts=True, n_jobs=1))
    second.start()
    try:
        for _ in range(200):
            time.sleep(0.02)
            if "another process builds there; waiting for it" in (said := capsys.readouterr().err):
                break
        assert str(out) in said
        assert len(open_corpus(out)) == 5  # readers do not wait
    finally:
        lock.release()
        second.join()
    assert len(open_corpus(out)) == 1


def test_the_lock_of_a_killed_builder_is_free(out, tmp_path):
    code = (
        "import os, sys; from unres_research.corpus import _build as building\n"
        "building.read_documents = lambda *a, **k: os._exit(9)\n"
        "building.build_corpus(sys.argv[1], sys.argv[2], n_jobs=1, progress=False)\n"
    )
    few = library(tmp_path / "few", FEW)
    done = subprocess.run([sys.executable, "-c", code, str(few), str(out)], timeout=60)
    assert done.returncode == 9
    assert len(build(few, out)) == 1


def test_a_folder_that_must_not_be_changed(out, tmp_path, monkeypatch):
    """Said before the documents are read; a reader needs no right to write."""

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", refused)
    monkeypatch.setattr(building, "read_documents", None)
    with pytest.raises(UnresError, match="cannot be written to .*Permission denied.* as it was"):
        build(library(tmp_path / "few", FEW), out)
    assert len(open_corpus(out)) == 5


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UnresError, match="cannot be written to .*out .*File exists"):
        build(library(tmp_path / "few", FEW), tmp_path / "out")


def test_three_builders_and_three_readers_at_once(out, tmp_path):
    """Every reader sees one version in all tables, and several versions one after the other."""
    builders, readers, lost = crowd.run(out, tmp_path, seconds=4)
    assert not lost
    assert all(times for times, _ in builders) and len(builders) == len(readers) == 3
    assert all(versions > 1 for _, versions in readers)
    assert len(open_corpus(out)) > 0 and not (out / held.NEW).exists()
    assert not list(tmp_path.glob(".building-*"))
