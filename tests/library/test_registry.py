"""The registry of public files, and the tool that derives it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest
import written

from unres_research.library import _registry
from unres_research.library._registry import GA, Known, Registry

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import registry


def test_registry_of_the_toolkit():
    table = _registry.load()
    english = table.find("A/RES/78/265", "en")
    assert english and english.path == "78session/English/A_RES_78_265-2405969E.xml"
    # the French text among the English files is not taken for the English one
    assert table.find("A/RES/75/274", "en").path == "75session/English/75_274_E.xml"
    assert table.find("A/RES/75/274", "fr").path.startswith("75session/English/")
    old = table.find("A/RES/74/250 B", "en")
    assert old.symbol == "A/RES/74/250 A-B" and (GA, old.archive) in table.files
    assert (GA, "data_extract/80.json") in table.files
    assert len(table.of_session(79)) == 336 and table.of_session(81) == []


ROW = "a.xml,9,00,A/RES/74/901,en,read,\n"


def data_set(folder: Path, rows: str, package: str) -> None:
    (folder / "sources.csv").write_text(f"path,bytes,sha256,symbol,language,status,reason\n{rows}")
    (folder / "datapackage.json").write_text(package)


def test_rows_of_a_data_set(monkeypatch, tmp_path):
    more = "b.xml,8,01,A/RES/74/902,en,unreadable,why\nc.xml,7,02,,en,read,\n"
    data_set(tmp_path, ROW + more, f'{{"version": "{_registry.GA_COMMIT}"}}')
    monkeypatch.setattr(_registry, "built_in", lambda: tmp_path)
    assert list(_registry._of_data_set()) == [Known(GA, "a.xml", 9, "00", "A/RES/74/901", "en")]


@pytest.mark.parametrize("package", ["{}", "{", ""])
def test_a_data_set_of_something_else_gives_no_rows(monkeypatch, tmp_path, package):
    data_set(tmp_path, ROW, package)
    monkeypatch.setattr(_registry, "built_in", lambda: tmp_path)
    assert list(_registry._of_data_set()) == []
    (tmp_path / "sources.csv").unlink()
    assert list(_registry._of_data_set()) == []
    monkeypatch.setattr(_registry, "built_in", lambda: tmp_path / "missing")
    assert list(_registry._of_data_set()) == []


def test_a_data_set_of_ones_own_does_not_change_the_registry(monkeypatch, tmp_path):
    monkeypatch.setenv("UNRES_DATA", str(tmp_path))
    assert len(list(_registry._of_data_set())) > 1000


def test_members_of_archives():
    member = Known(GA, "74session/all.zip/English/74_1.xml", 9, "00")
    assert (member.archive, member.member) == ("74session/all.zip", "English/74_1.xml")
    alone = Known(GA, "74session/English/74_1.xml", 9, "00")
    assert (alone.archive, alone.member) == ("", "")


def test_documents_are_found_by_symbol_and_language():
    def row(symbol: str, language: str = "en") -> Known:
        return Known(GA, f"{symbol} {language}", 9, "00", symbol, language)

    table = Registry(
        [
            row("A/RES/74/250 A-B", "fr"),
            row("A/RES/74/250 A-B"),
            row("A/RES/74/11"),
            row("A/RES/74/9"),
            row("A/RES/ES-10/2"),
        ]
    )
    assert table.find("A/RES/74/9", "en").path == "A/RES/74/9 en"
    assert table.find("A/RES/74/9", "fr") is None
    assert table.find("A/RES/74/250 B", "en").path == "A/RES/74/250 A-B en"
    assert table.find("A/RES/74/250 B", "fr").path == "A/RES/74/250 A-B fr"
    assert table.find("A/RES/74/250 C", "en") is None and table.find("A/RES/74/250", "en") is None
    assert table.of_session(74) == ["A/RES/74/9", "A/RES/74/11", "A/RES/74/250 A-B"]
    assert table.of_session("ES-10") == ["A/RES/ES-10/2"] and table.of_session("74") == []


def test_registry_without_the_data_set_of_the_pinned_commit(monkeypatch, tmp_path):
    monkeypatch.setattr(_registry, "GA_COMMIT", "0" * 40)
    assert list(_registry._of_data_set()) == []


def test_registry_is_derived_from_copies(tmp_path):
    import zipfile

    council = tmp_path / "UNxml-SCresolutions" / "2024" / "English"
    council.mkdir(parents=True)
    (council / "x.xml").write_text(written.COUNCIL)
    (council / "bad.xml").write_text("<html/>")
    extract = tmp_path / "UNxml-GAresolutions" / "data_extract"
    extract.mkdir(parents=True)
    (extract / "76.json").write_bytes(b"{}")
    with zipfile.ZipFile(tmp_path / "75session_French.zip", "w") as archive:
        archive.writestr("French/75_905_F.xml", written.FRENCH)
        archive.writestr("Klingon/75_905_F.xml", written.FRENCH)
    found, issues = registry.derive(tmp_path)
    french = written.FRENCH.encode()
    assert [(k.repository, k.path, k.language) for k in found] == [
        ("GA", "75session/French/75_905_F.xml", "fr"),
        ("GA", "data_extract/76.json", ""),
        ("SC", "2024/English/x.xml", "en"),
    ]
    assert (found[0].bytes, found[0].sha256) == (len(french), hashlib.sha256(french).hexdigest())
    assert [i.path for i in issues] == ["2024/English/bad.xml"]


def test_the_tool_writes_what_the_toolkit_reads(tmp_path, monkeypatch, capsys):
    place = tmp_path / "registry.csv"
    monkeypatch.setattr(_registry, "FILE", place)
    council = tmp_path / "UNxml-SCresolutions"
    council.mkdir()
    (council / "x.xml").write_text(written.COUNCIL)
    assert registry.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "1 files in registry.csv\n"
    assert list(_registry.read(place)) == registry.derive(tmp_path)[0]
    (council / "bad.xml").write_text("<html/>")
    assert registry.main([str(tmp_path)]) == 1 and "bad.xml" in capsys.readouterr().err
    assert registry.main([]) == 2


def test_of_two_files_of_one_document_the_first_counts():
    one = Known(GA, "a.xml", 1, "0", "A/RES/76/902", "en")
    two = Known(GA, "b.xml", 1, "1", "A/RES/76/902", "en")
    table = Registry([one, two])
    assert table.find("A/RES/76/902", "en") is one and len(table.files) == 2


@pytest.mark.slow
def test_registry_is_derived_from_the_real_files(shared):
    rows, issues = registry.derive(shared / "corpus")
    assert not issues
    assert rows == list(_registry.read(_registry.FILE))


def test_a_part_printed_alone_goes_before_the_joint_document():
    joint = Known(GA, "joint.xml", 9, "00", "A/RES/74/250 A-B", "en")
    alone = Known(GA, "alone.xml", 9, "00", "A/RES/74/250 B", "en")
    for rows in ([joint, alone], [alone, joint]):
        table = Registry(rows)
        assert table.find("A/RES/74/250 B", "en") == alone
        assert table.find("A/RES/74/250 A", "en") == joint
        assert table.find("A/RES/74/250 C", "en") is None
