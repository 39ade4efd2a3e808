"""Folders and archives that hold what is no document."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import written
from mutated_files import mutated

from unres_research import load, load_folder
from unres_research.errors import ReadError

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_no_file_is_listed_and_does_not_stop_the_rest(tmp_path):
    (tmp_path / "good.xml").write_text(written.BELLS)
    (tmp_path / "a.xml").mkdir()
    (tmp_path / "a.xml" / "inside.xml").write_text(written.BELLS)
    (tmp_path / "loop").symlink_to(tmp_path)  # a folder that holds itself
    (tmp_path / "ring.xml").symlink_to(tmp_path / "ring.xml")
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nothing.pdf")
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.xml")
    os.mkfifo(tmp_path / "pipe.zip")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_text("no resolution")
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["a.xml/inside.xml", "good.xml"]
    paths = set(loaded.issues["path"])
    assert paths == {
        "ring.xml",
        "gone.pdf",
        "endless.txt",
        "pipe.xml",
        "pipe.zip",
        "\ufffd\ufffd.txt",
    }
    for name in ("pipe.xml", "endless.txt", "a.xml", "ring.xml"):
        with pytest.raises(ReadError):
            load(tmp_path / name)


def test_an_archive_writes_nothing_wherever_its_members_say_they_are(tmp_path):
    folder = tmp_path / "outer" / "inner"
    folder.mkdir(parents=True)
    names = [
        "../../escaped.xml",
        f"{tmp_path}/absolute.xml",
        "C:\\windows.xml",
        "a/../b.xml",
        "in.xml",
    ]
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for name in names:
            archive.writestr(name, written.BELLS)
    before = sorted(tmp_path.rglob("*"))
    loaded = load_folder(folder, progress=False)
    assert len(loaded.records) == len(names)
    assert sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "absolute.xml").exists()


def zip(content: bytes, how: int = zipfile.ZIP_DEFLATED, name: str = "a.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def declared(archive: bytes, size: int) -> bytes:
    """The archive with another size of its one member in the central directory."""
    place = archive.rindex(b"PK\x01\x02") + 24
    return archive[:place] + size.to_bytes(4, "little") + archive[place + 4 :]


def test_archives_that_lie_or_are_damaged_are_listed(tmp_path):
    zeros = zip(b"<akomaNtoso>" + b" " * 70_000_000)
    archives = {
        "bomb.zip": zeros,
        "undeclared.zip": declared(zeros, 100),
        "bzip2.zip": zip(written.BELLS.encode(), zipfile.ZIP_BZIP2),
        "nested.zip": zip(zip(zeros, name="b.zip"), name="a.xml"),
        "no archive.zip": b"PK\x03\x04 and no more",
        "broken.zip": zip(written.BELLS.encode()).replace(b"PK\x03\x04", b"PK\x03\x05"),
        "good.zip": zip(written.BELLS.encode()),
    }
    for name, data in archives.items():
        (tmp_path / name).write_bytes(data)
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["good.zip/a.xml"]
    assert {path.split("/")[0] for path in loaded.issues["path"]} == archives.keys() - {"good.zip"}


def test_a_member_that_unpacks_to_more_than_it_says_takes_no_memory(tmp_path):
    path = tmp_path / "undeclared.zip"
    path.write_bytes(declared(zip(b" " * 300_000_000), 100))
    code = (
        "import resource, sys; from pathlib import Path; from unres_research.read._files import File; "
        "resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20)); "
        "from unres_research.errors import ReadError\n"
        "try: File('x', Path(sys.argv[1]), 'a.xml').read()\n"
        "except ReadError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert b"cannot be read (Bad CRC-32" in done.stdout


def test_mutated_archives_are_listed_or_read(tmp_path):
    rng, data = random.Random(0), zip(written.BELLS.encode())
    for _ in range(150):
        (tmp_path / "a.zip").write_bytes(mutated(data, rng))
        loaded = load_folder(tmp_path, progress=False)
        assert len(loaded.records) <= 1
