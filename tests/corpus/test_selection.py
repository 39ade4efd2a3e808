"""The older selection: read from its lines, built, opened beside a complete collection."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import older
import pytest

import unres_research as un
from tools import older as tool
from unres_research.corpus._schema import digest
from unres_research.corpus._searched import collections_of, said, searched
from unres_research.errors import UnresError

# reading a line


def test_a_printed_resolution_has_its_paragraphs_and_names():
    record = tool.read(older.MODERN)
    assert [(p.id, p.kind, p.text) for p in record] == [
        ("PP1", "preambular", "Recalling its resolution 59/1 on harbours,"),
        (
            "OP1",
            "operative",
            "Requests the Secretary-General to keep the lamps of all harbours lit:",
        ),
        ("OP1(a)", "subparagraph", "In winter and summer;"),
        ("OP2", "operative", "Decides to return to the lamps every year."),
        ("A1.1", "annex", "Lamps shall burn in all harbours."),
        ("A1.2.3", "annex", "No lamp shall be blue."),
    ]
    assert (record.symbol, record.title) == ("A/RES/60/901", "Lamps for harbours")
    assert (record.session, record.adopted_on) == (60, "2005-12-08")
    assert (record.committee, record.kind) == ("Second", "resolution")
    assert record["PP1"].footnotes == ("1",) and record["OP1"].footnotes == ("79",)
    assert "A/59/7" in record["PP1"].cites and "A/RES/59/1" in record.cites
    assert record["OP1"].opener == "Requests"
    assert record.annexes[0].title == "Plan of the lamps"


def test_of_a_scanned_page_only_the_resolution_is_read():
    record = tool.read(older.SCANNED)
    assert [(p.id, p.text) for p in record] == [
        ("A.H1", "A"),
        ("A.PP1", "Noting that no Government hears the bells,"),
        ("A.OP1", "Decides that bells shall ring in fog;"),
        ("B.H1", "B"),
        ("B.OP1", "Requests all States to pay for the bells."),
    ]
    assert (record.symbol, record.session) == ("A/RES/901 (IV)", 4)
    assert record.title == "Bells of lightships"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("60/901.\t2005 Lamps", "2005 Lamps"),
        ("60/901. Lamps for harbours B*", "Lamps for harbours"),
        ("60/901. Lamps**", "Lamps"),
        ("60/901. Goal 2/3. 5 lamps", "Goal 2/3. 5 lamps"),
    ],
)
def test_the_number_and_the_star_of_a_note_are_no_title(printed, title):
    line = older.MODERN.replace("60/901.\\tLamps for \\nharbours", printed.replace("\t", "\\t"))
    assert line != older.MODERN and tool.read(line).title == title


def test_the_date_below_the_text_counts_where_none_is_given():
    about = json.loads(older.SCANNED)
    assert tool.read(json.dumps({**about, "adopted_on": None})).adopted_on == "1949-12-08"


@pytest.mark.parametrize(
    "name, symbol",
    [
        ("A_RES_217(III)", "A/RES/217 (III)"),
        ("A_RES_118_(II)", "A/RES/118 (II)"),
        ("A_RES_69_313", "A/RES/69/313"),
        ("A_RES_61_267B", "A/RES/61/267 B"),
        ("A_RES_72_266_A", "A/RES/72/266 A"),
        ("A_RES_71_101_A-B", "A/RES/71/101"),
        ("A_RES_S-10_2", "A/RES/S-10/2"),
        ("A_RES_ES-10_17", "A/RES/ES-10/17"),
    ],
)
def test_symbols_of_file_names(name, symbol):
    assert tool.symbol_of(name) == symbol


@pytest.mark.parametrize("name", ["", "A_RES_", "A_RES_70", "S_RES_1_1", "A_RES_70_1/../x"])
def test_a_file_name_without_a_symbol(name):
    with pytest.raises(UnresError, match="expected one such as 'A_RES_70_1'"):
        tool.symbol_of(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        "{",
        "[" * 100_000,
        '{"file": "A_RES_1_1"}',
        '{"file": 1, "elements": []}',
        '{"file": "A_RES_1_1", "elements": [1]}',
        '{"file": "A_RES_1_1", "elements": [{"type": "title", "text": null}]}',
        '{"file": "A_RES_1_1", "adopted_on": 7, "elements": []}',
    ],
)
def test_lines_that_are_no_resolutions(text):
    with pytest.raises(UnresError, match="expected a resolution"):
        tool.read(text)


def test_what_a_line_may_hold_is_bounded(monkeypatch):
    monkeypatch.setattr(tool, "MAX_LINE", len(older.MODERN))
    tool.read(older.MODERN)
    monkeypatch.setattr(tool, "MAX_LINE", len(older.MODERN) - 1)
    with pytest.raises(UnresError, match="expected at most"):
        tool.read(older.MODERN)
    monkeypatch.undo()
    count = len(json.loads(older.MODERN)["elements"])
    monkeypatch.setattr(tool, "MAX_ELEMENTS", count)
    tool.read(older.MODERN)
    monkeypatch.setattr(tool, "MAX_ELEMENTS", count - 1)
    with pytest.raises(UnresError, match="elements, expected at most"):
        tool.read(older.MODERN)


def test_what_a_source_may_hold_is_bounded(tmp_path, monkeypatch):
    source = older.selection(tmp_path, older.MODERN, older.SCANNED)
    size = len(f"{older.MODERN}\n{older.SCANNED}\n".encode())
    monkeypatch.setattr(tool, "MAX_BYTES", size)
    assert len(list(tool.documents(source))) == 2
    monkeypatch.setattr(tool, "MAX_BYTES", size - 1)
    with pytest.raises(UnresError, match="raise MAX_BYTES"):
        list(tool.documents(source))


# the data set


def test_the_data_set_says_that_it_is_a_selection(selected):
    corpus = selected.corpus
    assert corpus.collection == "selection"
    assert corpus.selection is None
    assert corpus.package["unres"]["least_paragraphs_word"] == 1
    assert "selection" in corpus.package["title"]
    assert [s["title"] for s in corpus.package["sources"]] == [tool.NAMED.source]
    assert "path" not in corpus.package["sources"][0]
    assert repr(corpus) == "<Selection of 2 resolutions, 11 paragraphs, 1949-12-08 to 2005-12-08>"
    assert corpus.resolutions.index.tolist() == ["A/RES/901 (IV)", "A/RES/60/901"]


def test_words_of_one_paragraph_are_in_its_vocabulary(selected):
    terms = selected.corpus.vocabulary.set_index("term")
    assert terms.loc["winter", ["count", "paragraphs", "resolutions"]].tolist() == [1, 1, 1]
    assert terms["n"].max() == 1  # no phrase stands in five paragraphs


def test_a_line_that_cannot_be_read_is_listed(selected):
    rows = selected.sources.set_index("path")
    assert rows["status"].tolist() == ["unreadable", "read", "read"]
    assert "expected a resolution" in rows.loc["A_RES_1", "reason"]


def test_what_the_complete_collection_holds_is_left_to_it(tmp_path, monkeypatch, lamps):
    monkeypatch.setattr(tool, "built_in", lambda: lamps.path)
    text = older.MODERN.replace("A_RES_60_901", "A_RES_75_1").replace("60/901.", "75/1.")
    made = tool.build(older.selection(tmp_path, text, older.SCANNED), tmp_path / "out")
    assert made.corpus.resolutions.index.tolist() == ["A/RES/901 (IV)"]
    row = made.sources.set_index("path").loc["A_RES_75_1"]
    assert row["status"] == "left out"
    assert row["reason"] == "A/RES/75/1 stands in the complete collection"


def test_nothing_to_build(tmp_path):
    with pytest.raises(UnresError, match="no resolution among 1 documents"):
        tool.build(older.selection(tmp_path, "{}"), tmp_path / "out")


def test_the_command(tmp_path, capsys):
    source = older.selection(tmp_path, older.MODERN)
    assert tool.main([]) == 2
    assert tool.main([str(source), str(tmp_path / "out")]) == 0
    assert "<Selection of 1 resolutions" in capsys.readouterr().out
    assert tool.main([str(tmp_path / "none"), str(tmp_path / "out")]) == 1


# beside a complete collection


def test_a_data_set_opens_the_selection_in_its_folder(lamps_and_older, lamps):
    assert lamps_and_older.collection == "complete"
    assert len(lamps_and_older.selection) == 2
    assert lamps_and_older.selection.collection == "selection"
    assert lamps.selection is None
    assert "beside it a selection of 2 of 1949 to 2005>" in repr(lamps_and_older)
    assert "a selection of 2 of 1949 to 2005" in lamps_and_older._repr_html_()
    assert "none beside it" in lamps._repr_html_()
    assert collections_of(lamps) == [lamps]
    assert collections_of(lamps_and_older) == [lamps_and_older, lamps_and_older.selection]
    assert len(lamps_and_older) == 4  # counts are of the complete collection alone


def test_a_joined_data_set_has_the_selection_of_the_first(lamps_and_older):
    joined = un.open_corpus(lamps_and_older.path, add=un.corpus.example_corpus())
    assert len(joined.selection) == 2 and len(joined) == 20


def test_a_folder_of_that_name_that_is_no_selection(lamps, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(lamps.path, folder)
    (folder / "older").mkdir()
    assert un.open_corpus(folder).selection is None
    shutil.copytree(lamps.path, folder / "older", dirs_exist_ok=True)
    corpus = un.open_corpus(folder)
    with pytest.raises(UnresError, match="not marked as a selection"):
        _ = corpus.selection
    assert "a selection that cannot be opened" in repr(corpus)
    assert len(corpus) == 4


def test_a_collection_of_another_name_is_refused(selected, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(selected.corpus.path, folder)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    package["unres"]["collection"] = "some"
    package["unres"]["sha256"] = digest(package)
    path.write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(UnresError, match="describes no data set"):
        un.open_corpus(folder)


def test_a_selection_in_another_language_is_not_beside_it(lamps_and_older):
    package = json.loads(json.dumps(lamps_and_older.package))
    package["unres"]["language"] = "fr"
    assert replace(lamps_and_older, package=package).selection is None


# the receipt


def test_the_receipt_accounts_for_every_collection(lamps_and_older):
    found = searched(collections_of(lamps_and_older), ["A/RES/75/1", "A/RES/901 (IV)"])
    assert found.values.tolist() == [
        ["complete", 3, 3, "2021-12-01", "2023-12-01", 1, ""],
        ["selection", 1, 6, "2005-12-08", "2005-12-08", 1, "those that programme budgets cite"],
    ]
    assert said(found) == (
        "Searched: 3 resolutions of 2021-12-01 to 2023-12-01 (complete; 1 left out) and 1 of "
        "2005-12-08 to 2005-12-08 (a selection: those that programme budgets cite; 1 left out)."
    )


def test_the_receipt_of_what_is_before_a_date(lamps_and_older):
    found = searched(
        [lamps_and_older], ["A/RES/78/1"], before="2021-12-01"
    )  # which is not before it
    assert found.values.tolist() == [["complete", 1, 1, "2020-12-01", "2020-12-01", 0, ""]]
    assert said(found) == "Searched: 1 resolution of 2020-12-01 to 2020-12-01 (complete)."


def test_the_receipt_of_nothing(lamps_and_older):
    assert said(searched([])) == "Searched: nothing."
    found = searched([lamps_and_older], before="1946-01-01")
    assert found.values.tolist() == [["complete", 0, 0, None, None, 0, ""]]
    assert said(found) == "Searched: 0 resolutions (complete)."
