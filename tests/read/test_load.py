"""Files and folders: everything is read, or listed with a reason."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from types import SimpleNamespace

import pytest
import written

from unres_research import ReadError, load, load_folder
from unres_research import _worker as worker
from unres_research.read import _files
from unres_research.read._formats import format_of
from unres_research.records import Vote

BAD = [  # (name, bytes, what the reason says)
    ("empty.xml", b"", "empty file"),
    ("broken.xml", b"<akomaNtoso><p>", "not well formed"),
    ("page.xml", b"<html><body>404</body></html>", "page of error"),
    ("binary.txt", b"caf\x81\xff", "not UTF-8"),  # 81 is no letter in Windows-1252 either
    ("letter.txt", b"Dear Sir, hello", "The General Assembly"),
    ("disguised.txt", b"%PDF-1.7 ...", "found a damaged PDF"),
]


@pytest.mark.parametrize(("name", "data", "said"), BAD, ids=[b[0] for b in BAD])
def test_a_bad_file_is_named_with_the_reason(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadError, match=said) as error:
        load(path)
    assert error.value.path == str(path)


def test_a_missing_file(tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        load(tmp_path / "nothing.xml")


def test_a_batch_goes_on_and_lists_what_it_could_not_read(corpus_folder, tmp_path):
    folder = tmp_path / "mixed"
    shutil.copytree(corpus_folder, folder)
    for name, data, _ in BAD:
        (folder / name).write_bytes(data)
    (folder / "damaged.zip").write_bytes(b"PK not really")
    records, issues = load_folder(folder, progress=False)
    assert len(records) == 6
    assert set(issues["path"]) == {name for name, _, _ in BAD} | {"damaged.zip"}
    assert issues["reason"].str.len().min() > 10


def test_folder_completes_records_from_metadata(corpus_folder):
    loaded = load_folder(corpus_folder, progress=False)
    records = {r.symbol: r for r in loaded.records}
    bells = records["A/RES/76/902"]
    assert [s.term for s in bells.subjects] == ["BELLS"]
    assert bells.sponsors == ("Chair of the Committee".upper(),)
    assert bells.draft_symbols == ("A/76/L.5",)
    assert bells.adoption == "without a vote"
    assert records["A/RES/75/901"].vote == Vote(86, 2, 40)
    assert records["A/RES/75/901"].sponsors[0] == "Fiji"  # the document goes first
    assert "A/RES/75/999" in loaded.metadata
    assert records["A/RES/74/900"].source.path.endswith(".zip/English/74_900.xml")


def test_members_of_archives_cannot_leave_them(tmp_path):
    """A member named ../x is read in place; nothing is unpacked."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../outside.xml", written.BELLS)
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 1 and issues.empty
    assert not (tmp_path.parent / "outside.xml").exists()


def test_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(_files, "MAX_MEMBER", 10)
    (tmp_path / "a.xml").write_text(written.BELLS)
    with pytest.raises(ReadError, match="expected at most 10"):
        load(tmp_path / "a.xml")


def test_no_more_than_the_bound_is_read_of_a_file(monkeypatch):
    asked = []

    class Endless(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return b"x" * min(size, 99)

    def path():
        return SimpleNamespace(
            stat=lambda: SimpleNamespace(st_mode=stat.S_IFREG), open=lambda mode: Endless()
        )

    monkeypatch.setattr(_files, "MAX_MEMBER", 10)
    with pytest.raises(ReadError, match="expected at most 10 bytes"):
        _files.read_bounded(path(), "endless.txt")
    assert asked == [11]


def test_what_an_archive_may_hold(monkeypatch, tmp_path):
    monkeypatch.setattr(worker, "serving", True)  # where the bounds can be changed from here
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x" * 10)
        archive.writestr("b.txt", "y")
    size = packed.stat().st_size
    for name, least, said in (
        ("MAX_MEMBERS", 2, "found 2 members, expected at most 1"),
        ("MAX_ARCHIVE", size, f"found more than {size - 1} bytes"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(_files, name, least)
            found, issues = _files.files(tmp_path)
            assert ([f.name for f in found], issues) == (["a.zip/a.txt", "a.zip/b.txt"], [])
            patch.setattr(_files, name, least - 1)
            found, issues = _files.files(tmp_path)
            assert (found, [said in i.reason for i in issues]) == ([], [True])
    monkeypatch.setattr(_files, "MAX_MEMBER", 10)
    assert _files.File("a", packed, "a.txt").read() == b"x" * 10
    monkeypatch.setattr(_files, "MAX_MEMBER", 9)
    with pytest.raises(ReadError, match="found 10 bytes, expected at most 9"):
        _files.File("a", packed, "a.txt").read()


def test_files_come_in_one_order_on_every_system(tmp_path, monkeypatch):
    """Paths of Windows are sorted as if they had no capitals: a.txt before B.txt."""

    class OfWindows(type(tmp_path)):
        def __lt__(self, other):
            return str(self).lower() < str(other).lower()

    for name in ("b.txt", "A.txt", "a.txt", "B.txt"):
        (tmp_path / name).write_text("no resolution", encoding="utf-8")
    walked = [OfWindows(path) for path in tmp_path.iterdir()]
    monkeypatch.setattr(_files, "_walked", lambda folder, issues: walked)
    assert [file.name for file in _files.files(tmp_path)[0]] == ["A.txt", "B.txt", "a.txt", "b.txt"]


def test_missing_folder(tmp_path):
    with pytest.raises(ReadError, match="no such folder"):
        load_folder(tmp_path / "nowhere")


def test_to_dict_has_the_promised_keys(draft):
    record = draft.to_dict()
    assert list(record) == [
        "symbol",
        "kind",
        "title",
        "organ",
        "language",
        "session",
        "agenda_items",
        "agenda_titles",
        "adopted_on",
        "distributed_on",
        "origin",
        "committee",
        "draft_symbols",
        "sponsors",
        "additional_sponsors",
        "vote",
        "subjects",
        "paragraphs",
        "footnotes",
        "annexes",
        "cites",
        "source",
        "issues",
    ]
    assert list(record["paragraphs"][0]) == [
        "id",
        "kind",
        "text",
        "number",
        "parent",
        "part",
        "section",
        "annex",
        "opener",
        "footnotes",
        "cites",
    ]
    assert list(record["source"]) == ["path", "format", "sha256", "pages"]
    assert json.loads(json.dumps(record)) == record


def test_views_of_a_record(draft):
    frame = draft.to_frame()
    assert len(frame) == 30 and frame["id"].is_unique
    assert len(draft.body) == 30
    with pytest.raises(KeyError, match="OP99"):
        draft["OP99"]


def test_a_pdf_is_told_in_its_first_kilobyte():
    assert format_of(b" " * 1020 + b"%PDF-1.7").name == "pdf"
    assert format_of(b" " * 1021 + b"%PDF-1.7").name == "text"
    assert format_of(b"a %PDF-1.7").name == "text"


def test_xml_of_another_kind_goes_to_the_reader_that_says_so():
    assert format_of(b"  <law/>").name == "akn"
    assert format_of(b"<p>Lamps</p>").name == "html"
    assert format_of(b"x" * 4086 + b"akomaNtoso").name == "akn"
    assert format_of(b"x" * 4087 + b"akomaNtoso").name == "text"


def test_one_archive_is_read_as_a_folder_is(tmp_path):
    archive, broken = tmp_path / "texts.ZIP", tmp_path / "broken.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "The General Assembly,\n\n1. Decides to meet.")
        file.writestr("b.txt", "Dear Sir,")
        file.writestr("README.md", "The General Assembly,\n\n1. Decides to rest.")
    records, issues = load_folder(archive, n_jobs=1, progress=False)
    assert [r["OP1"].text for r in records] == ["Decides to meet."]
    assert issues["path"].tolist() == ["texts.ZIP/b.txt"]
    broken.write_bytes(b"PK, and no more")
    with pytest.raises(ReadError, match=r"broken.zip: cannot be opened as a zip archive"):
        load_folder(broken, progress=False)
    with pytest.raises(ReadError, match="found no such folder"):
        load_folder(tmp_path / "none.zip", progress=False)
