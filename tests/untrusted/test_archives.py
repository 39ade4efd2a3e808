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

from unres_research import build_corpus, load, load_folder
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
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_bytes(b"no resolution")
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


def packed(content: bytes, how: int = zipfile.ZIP_DEFLATED, name: str = "a.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_what_is_passed_over_in_a_folder_is_passed_over_in_an_archive(tmp_path):
    """As macOS packs a folder: "._" files beside each, and what the Finder keeps."""
    beside = ("__MACOSX/._a.xml", "._a.xml", ".git/b.xml", "~c.xml", "README.md", "in/readme.MD")
    with zipfile.ZipFile(tmp_path / "mac.zip", "w") as archive:
        for name in ("a.xml", *beside):
            archive.writestr(name, written.BELLS)
    (tmp_path / ".kept").mkdir()
    for name in (".kept/a.xml", "~a.xml", "README.md"):
        (tmp_path / name).write_text(written.BELLS)
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["mac.zip/a.xml"]
    assert list(loaded.issues["path"]) == []


def test_of_members_of_one_name_one_is_read_and_the_rest_is_listed(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        with pytest.warns(UserWarning, match="Duplicate name"):
            for words in (b"", written.LAMPS.encode(), written.BELLS.encode()):
                archive.writestr("a.xml", words)
        archive.writestr("b.xml", written.LAMPS)
    loaded = load_folder(tmp_path, progress=False)
    assert [(r.source.path, r.symbol) for r in loaded.records] == [
        ("all.zip/a.xml", "A/RES/76/902"),
        ("all.zip/b.xml", "A/RES/75/901"),
    ]
    (listed,) = loaded.issues.itertuples()
    assert listed.path == "all.zip/a.xml"
    assert listed.reason.startswith("found 3 members of this name, expected one")
    sources = build_corpus(tmp_path, tmp_path / "data", progress=False).sources
    assert sorted(zip(sources["path"], sources["status"], strict=True)) == [
        ("all.zip/a.xml", "read"),
        ("all.zip/a.xml", "unreadable"),
        ("all.zip/b.xml", "read"),
    ]


def declared(archive: bytes, size: int) -> bytes:
    """The archive with another size of its one member in the central directory."""
    place = archive.rindex(b"PK\x01\x02") + 24
    return archive[:place] + size.to_bytes(4, "little") + archive[place + 4 :]


def test_archives_that_lie_or_are_damaged_are_listed(tmp_path):
    zeros = packed(b"<akomaNtoso>" + b" " * 70_000_000)
    archives = {
        "bomb.zip": zeros,
        "undeclared.zip": declared(zeros, 100),
        "bzip2.zip": packed(written.BELLS.encode(), zipfile.ZIP_BZIP2),
        "nested.zip": packed(packed(zeros, name="b.zip"), name="a.xml"),
        "no archive.zip": b"PK\x03\x04 and no more",
        "broken.zip": packed(written.BELLS.encode()).replace(b"PK\x03\x04", b"PK\x03\x05"),
        "good.zip": packed(written.BELLS.encode()),
    }
    for name, data in archives.items():
        (tmp_path / name).write_bytes(data)
    loaded = load_folder(tmp_path, progress=False)
    assert [r.source.path for r in loaded.records] == ["good.zip/a.xml"]
    assert {path.split("/")[0] for path in loaded.issues["path"]} == archives.keys() - {"good.zip"}


def test_a_member_that_unpacks_to_more_than_it_says_takes_no_memory(tmp_path):
    path = tmp_path / "undeclared.zip"
    path.write_bytes(declared(packed(b" " * 300_000_000), 100))
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
    rng, data = random.Random(0), packed(written.BELLS.encode())
    for _ in range(150):
        (tmp_path / "a.zip").write_bytes(mutated(data, rng))
        loaded = load_folder(tmp_path, progress=False)
        assert len(loaded.records) <= 1
