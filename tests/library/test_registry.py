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
