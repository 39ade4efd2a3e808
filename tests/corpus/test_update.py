"""Updates: what was read once is not read again, and the bytes are those of a full build."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import written
from printed import RESOLUTION

from unres_research import open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import _parsed as parsed
from unres_research.corpus._build import build
from unres_research.corpus._corpus import FILES, TEXT_FILES
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


@pytest.fixture
def library(tmp_path):
    """A library of one session, built."""
    folder = tmp_path / "library"
    put(folder, PLACES | {"index.csv": "symbol\n"})
    build(folder, folder / "data", jobs=1, progress=False)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def assert_as_full(library: Path, **options) -> None:
    """Every file of the data set has the bytes that a full build gives."""
    full = library.parent / "full"
    shutil.rmtree(full, ignore_errors=True)
    build(library, full, jobs=1, progress=False, **options)
    ours = contents(library / "data")
    assert set(ours) == {*FILES, *TEXT_FILES, "datapackage.json", "parsed.parquet"}
    assert ours == contents(full)


def update(library: Path, **options) -> building.Built:
    return build(library, library / "data", update=True, jobs=1, progress=False, **options)


def test_new_files(library):
    put(library, LATER)
    (library / "79").mkdir()
    (library / "79" / "A_RES_79_985.en.pdf").write_bytes(RESOLUTION)
    with zipfile.ZipFile(library / "74.zip", "w") as archive:
        archive.writestr("74_900.xml", written.OLD_STYLE)
    built = update(library)
    assert (built.reused, built.note) == (3, "")
    assert sorted(built.corpus.resolutions["session"]) == ["74", "75", "76", "76", "79"]
    assert_as_full(library)
    again = update(library)
    assert again.reused == 7
    assert_as_full(library)


def test_only_new_files_are_parsed(library, monkeypatch):
    put(library, LATER)
    read = []
    monkeypatch.setattr(
        building, "read_document", lambda file: read.append(file.name) or parsed.read_document(file)
    )
    update(library)
    assert read == ["76/A_RES_76_902.en.xml", "76/A_RES_76_904.en.xml"]


def test_removed_and_changed_files(library):
    put(library, LATER)
    update(library)
    (library / "76" / "A_RES_76_902.en.xml").unlink()
    path = library / "75" / "A_RES_75_901.en.xml"
    path.write_text(path.read_text().replace("Lamps for harbours", "Lamps for boats"))
    built = update(library)
    assert built.reused == 3
    assert built.corpus.resolutions["title"]["A/RES/75/901"] == "Lamps for boats"
    assert "A/RES/76/902" not in built.corpus.resolutions.index
    assert_as_full(library)


def test_a_file_that_moved_is_known(library):
    (library / "old").mkdir()
    (library / "75" / "A_RES_75_901.en.xml").rename(library / "old" / "lamps.xml")
    built = update(library)
    assert built.reused == 3
    assert built.corpus.resolution("A/RES/75/901").source.path == "old/lamps.xml"
    assert_as_full(library)


def test_changed_metadata(library):
    put(library, {"data_extract/75.json": '{"symbol": "A/RES/75/901", "pv": "A/75/PV.9"}\n'})
    built = update(library)
    assert built.reused == 3
    assert built.corpus.resolutions["meeting"]["A/RES/75/901"] == "A/75/PV.9"
    assert_as_full(library)


def test_another_language(library):
    """The French text was read for the English data set too; the language stays afterwards."""
    built = update(library, language="fr")
    assert built.reused == 3
    assert built.corpus.resolutions["symbol"].tolist() == ["A/RES/75/905"]
    put(library, LATER)
    assert update(library).corpus.package["unres"]["language"] == "fr"
    assert_as_full(library, language="fr")


def test_settings_stay(library):
    build(library, library / "data", source_version="May", jobs=1, progress=False)
    put(library, LATER)
    update(library)
    assert_as_full(library, source_version="May")


def test_another_version_of_the_readers(library, monkeypatch):
    monkeypatch.setattr(parsed, "reader", lambda: "another")
    built = update(library)
    assert built.reused == 0
    assert built.note == "found a parsed.parquet by another version of unres-research"
    assert_as_full(library)


@pytest.mark.parametrize("half", [0, 100, -100])
def test_a_damaged_file_of_what_was_read(library, half):
    path = library / "data" / "parsed.parquet"
    path.write_bytes(path.read_bytes()[:half])
    built = update(library)
    assert built.reused == 0 and built.note.startswith("found a damaged parsed.parquet")
    assert_as_full(library)


def test_flipped_bits_are_noticed(library):
    path = library / "data" / "parsed.parquet"
    data = bytearray(path.read_bytes())
    for place in range(1000, 1040):
        data[place] ^= 0xFF
    path.write_bytes(data)
    assert update(library).note.startswith("found a damaged")
    assert_as_full(library)


def test_nothing_to_update_yet(tmp_path):
    folder = tmp_path / "library"
    put(folder, PLACES | {"index.csv": "symbol\n"})
    built = update(folder)
    assert (built.reused, built.note) == (0, "found no parsed.parquet")
    assert_as_full(folder)


def test_a_data_set_without_texts_stays_without(library):
    out = library / "data"
    build(library, out, texts=False, jobs=1, progress=False)
    put(library, LATER)
    built = update(library)
    assert not built.corpus.has_texts and built.note == "found no parsed.parquet"
    build(library, library.parent / "full", texts=False, jobs=1, progress=False)
    assert contents(out) == contents(library.parent / "full")


def test_an_update_that_fails_leaves_the_data_set(library, monkeypatch):
    before = contents(library / "data")
    put(library, LATER)

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(building, "save", full)
    with pytest.raises(UnresError, match="cannot be written to .*No space left"):
        update(library)
    assert contents(library / "data") == before
    shutil.rmtree(library / "75")
    shutil.rmtree(library / "76")
    with pytest.raises(UnresError, match="found no resolution in 'en' among 0 files"):
        update(library)
    assert contents(library / "data") == before


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"resources": [], "sources": []}'])
def test_an_update_of_what_is_no_data_set(library, content):
    (library / "data" / "datapackage.json").write_text(content)
    with pytest.raises(UnresError, match="build it anew without --update"):
        update(library)


def test_a_pool_gives_the_same(library):
    """More than one process, PDFs among the files."""
    for k in range(16):
        name = f"79/A_RES_79_98{k}.en.pdf"
        (library / "79").mkdir(exist_ok=True)
        (library / name).write_bytes(RESOLUTION + b"\n%" + str(k).encode())
    built = build(library, library / "data", update=True, jobs=2, progress=False)
    assert built.reused == 3
    assert (built.sources["status"] == "left out").sum() == 16  # one of a symbol, and the French
    assert_as_full(library)


KILLED = """
import os, signal, sys
from unres_research.corpus import _build as build, _schema as schema
owner, name, calls = {"save": (build, "save", 1), "move": (os, "replace", 4)}[sys.argv[2]]
real = getattr(owner, name)
def act(*arguments):
    global calls
    calls -= 1
    if not calls:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments)
setattr(owner, name, act)
build.build(sys.argv[1], sys.argv[1] + "/data", jobs=1, progress=False)
"""


def killed(library: Path, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(library), moment])
    assert done.returncode == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_build_killed_while_it_writes_leaves_the_old_data_set(library):
    before = contents(library / "data")
    put(library, LATER)
    killed(library, "save")
    assert contents(library / "data") == before
    assert len(open_corpus(library / "data")) == 1
    update(library)
    assert_as_full(library)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_build_killed_while_it_moves_leaves_the_new_data_set(library):
    put(library, LATER)
    killed(library, "move")
    assert (library / "data" / ".new").is_dir()
    corpus = open_corpus(library / "data")
    assert len(corpus) == 3 and len(corpus.sources) == 5
    assert corpus.resolution("A/RES/76/902").title == corpus.resolutions["title"]["A/RES/76/902"]
    assert update(library).reused == 5
    assert_as_full(library)


def test_what_killed_builds_left_is_swept_after_a_day(library):
    for name, age in ((".building-old", 2), (".building-new", 0)):
        (library / name).mkdir()
        (library / name / "half.xml").write_text(written.BELLS)
        os.utime(library / name, (time.time() - age * 86_400,) * 2)
    built = update(library)
    assert not (library / ".building-old").exists() and (library / ".building-new").exists()
    assert "A/RES/76/902" not in built.corpus.resolutions.index


def test_code_and_word_lists_make_the_version(tmp_path, monkeypatch):
    """A copy of the package names itself alike until a word list changes."""
    copy = tmp_path / "unres_research"
    shutil.copytree(Path(parsed.__file__).parents[1], copy)
    monkeypatch.setattr(parsed, "__file__", str(copy / "corpus" / "_parsed.py"))
    assert parsed.reader.__wrapped__() == parsed.reader()
    (copy / "wordlists" / "openers.csv").write_text("changed")
    assert parsed.reader.__wrapped__() != parsed.reader()


def test_documents_round_trip(library):
    """As dataclasses, word for word, under a new name."""
    kept = parsed.open_kept(library / "data" / "parsed.parquet")
    found, _ = building.files(library)
    assert len(found) == 3
    for file in found:
        assert kept.find(file) == parsed.read_document(file)
