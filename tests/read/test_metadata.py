"""Metadata beside the XML: rows, traps, and what they complete."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
import written

from unres_research import load_folder
from unres_research.errors import UnresError
from unres_research.read import _metadata as metadata
from unres_research.records import Resolution, Subject, Vote


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data_extract").mkdir()
    return tmp_path / "data_extract"


@pytest.fixture
def rows(folder):
    (folder / "75.json").write_text(
        written.FILES["data_extract/75.json"] + "not json\n" + '{"title": "no symbol"}\n'
    )
    return metadata.read_metadata(folder)


def test_several_rows_of_a_symbol_become_one(rows):
    found, _ = rows
    lamps = found["A/RES/75/901"]
    assert lamps.rows == 2
    assert lamps.sdgs == (7, 9, 14)
    assert lamps.additional_sponsors == ("MALTA", "MONACO")
    assert lamps.vote == Vote(86, 2, 40)
    assert lamps.adopted_on == "2020-12-10"
    assert lamps.committee == "Plenary"


def test_lists_as_python_source_are_parsed_not_run(rows):
    assert rows[0]["A/RES/75/901"].sponsors == ("FIJI", "ZAMBIA")
    hostile = {"symbol": "A/RES/75/1", "sponsors": "[__import__('os').getcwd()]"}
    row = metadata.parse_row(json.dumps(hostile))
    assert row.sponsors == ("[__import__('os').getcwd()]",)


def test_bad_lines_are_listed_with_their_place(rows):
    assert [e.path for e in rows[1]] == ["75.json, line 4", "75.json, line 5"]
    assert "expected a JSON object with a symbol" in rows[1][1].reason


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("9 December 2020", "2020-12-09"),
        ("9\u00a0December 2020", "2020-12-09"),
        ("2019-10-10 00:00:00", "2019-10-10"),
        ("N.A.", None),
        ("soon", None),
    ],
)
def test_dates(text, date):
    row = metadata.parse_row(json.dumps({"symbol": "A/RES/75/1", "adoption_date": text}))
    assert row.adopted_on == date


def test_the_document_goes_first_and_differences_are_said():
    record = Resolution(
        "A/RES/75/1", "resolution", "Own", adopted_on="2020-12-01", vote=Vote(1, 2, 3)
    )
    row = metadata.Metadata(
        "A/RES/75/1", title="Theirs", adopted_on="2020-12-02", vote=Vote(1, 2, 4), committee="Third"
    )
    done = metadata.complete(record, row)
    assert (done.title, done.adopted_on, done.committee) == ("Own", "2020-12-01", "Third")
    assert [i.code for i in done.issues] == ["metadata-adopted-on", "metadata-vote"]


def test_subjects_leave_the_agenda_out():
    raw = {"symbol": "A/RES/75/1", "subjects": [["LAMPS", "UNBIS Thesaurus"], ["9", "A/75/251"]]}
    assert metadata.parse_row(json.dumps(raw)).subjects == (Subject("LAMPS", "UNBIS Thesaurus"),)


def test_bytes_that_are_not_utf8_spoil_only_their_line(folder):
    good = b'{"symbol": "A/RES/75/903"}\n'
    (folder / "75.json").write_bytes(good + b'{"symbol": "A/RES/75/\xff"}\n')
    found, issues = metadata.read_metadata(folder)
    assert list(found) == ["A/RES/75/903"]
    assert len(issues) == 1 and issues[0].path == "75.json, line 2"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("['a', 'b']", ["a", "b"]),
        ("('a', 'b')", ["a", "b"]),
        ("(7)", [7]),
        (["a"], ["a"]),
        ("N.A.", []),
        (None, []),
        ("lamps", ["lamps"]),
        ("['a'", ["['a'"]),
    ],
)
def test_lists_in_any_spelling(value, found):
    assert metadata._as_list(value) == found


def test_the_length_of_a_list_is_bounded():
    longest = "[" + "1," * 99_999 + "]"
    assert len(longest) == 200_000
    assert metadata._as_list(longest) == [1] * 99_999
    assert metadata._as_list(f" {longest[:-1]} ]") == [f"{longest[:-1]} ]"]


_VOTED = {"adoption_type": "recorded", "MS_in_favour_count": 140, "MS_abstaining_count": "9"}


@pytest.mark.parametrize(
    ("raw", "vote", "adoption"),
    [
        (
            {"adoption_type": "Recorded vote", "MS_against_count": "2"},
            Vote(0, 2, 0),
            "recorded vote",
        ),
        ({"voting_type": "RECORDED", "MS_in_favour_count": 7}, Vote(7, 0, 0), "recorded vote"),
        ({"adoption_type": "recorded"}, None, "recorded vote"),
        ({"adoption_type": "Without a vote", "MS_in_favour_count": "7"}, None, "without a vote"),
        ({"MS_in_favour_count": "7"}, None, None),
        ({"adoption_type": "recorded", "MS_abstaining_count": "1234567"}, None, "recorded vote"),
        ({"adoption_type": "recorded", "MS_abstaining_count": "x"}, None, "recorded vote"),
        (_VOTED | {"MS_against_count": "N.A."}, Vote(140, 0, 9), "recorded vote"),
        (_VOTED | {"MS_against_count": "1,2"}, None, "recorded vote"),
        (_VOTED | {"MS_in_favour_count": "-5"}, None, "recorded vote"),
        (_VOTED | {"MS_abstaining_count": 1.5}, None, "recorded vote"),
    ],
)
def test_votes(raw, vote, adoption):
    row = metadata.parse_row(json.dumps({"symbol": "A/RES/75/1"} | raw))
    assert (row.vote, row.adoption) == (vote, adoption)


def test_names_of_a_roll_call_stand_as_printed():
    lists = {
        "MS_in_favour": "['FIJI', 'FIJI', \"COTE D'IVOIRE\", '']",
        "MS_against": ["TÜRKÝYE"],
        "MS_abstaining": "N.A.",
    }
    tallies = {"MS_in_favour_count": "3", "MS_against_count": "N.A."}
    row = metadata.parse_row(json.dumps({"symbol": "A/RES/75/1"} | lists | tallies))
    assert row.roll_call == metadata.RollCall(
        ("FIJI", "FIJI", "COTE D'IVOIRE"), ("TÜRKÝYE",), (), 3, None, None
    )
    assert (row.vote, row.other_roll_calls) == (None, 0)


@pytest.mark.parametrize("raw", [{}, {"MS_in_favour": "[]", "MS_in_favour_count": "0"}])
def test_without_names_and_tallies_there_is_no_roll_call(raw):
    assert metadata.parse_row(json.dumps({"symbol": "A/RES/75/1"} | raw)).roll_call is None


def test_tallies_alone_are_a_roll_call_without_lists():
    row = metadata.parse_row('{"symbol": "A/RES/75/1", "MS_against_count": "2"}')
    assert row.roll_call == metadata.RollCall(against=2)


@pytest.mark.parametrize(
    ("more", "others"),
    [
        ([{"MS_in_favour": ["MALTA", "TURKIYE"]}], 0),  # the same States, otherwise spelt
        ([{"MS_in_favour": ["MALTA"]}], 1),
        ([{"MS_in_favour": ["MALTA", "TURKEY"], "MS_against": ["FIJI"]}], 1),
        ([{"MS_against": ["MALTA", "TURKEY"]}], 1),
        ([{"MS_in_favour": ["MALTA", "TURKEY", "TURKEY"]}], 1),
        ([{"MS_in_favour": ["MALTA", "ATLANTIS"]}, {"MS_in_favour": ["FIJI"]}], 2),
        ([{}, {"title": "Lamps"}], 0),
    ],
)
def test_further_rows_of_a_symbol_are_told_when_their_lists_differ(folder, more, others):
    rows = [{}, {"MS_in_favour": ["TÜRKİYE", "MALTA"]}, *more]
    lines = [json.dumps({"symbol": "A/RES/75/1"} | row) for row in rows]
    (folder / "75.json").write_text("\n".join(lines), encoding="utf-8")
    row = metadata.read_metadata(folder)[0]["A/RES/75/1"]
    assert row.roll_call.yes == ("TÜRKİYE", "MALTA")
    assert row.other_roll_calls == others


def test_a_row_is_one_row():
    assert metadata.parse_row('{"symbol": "A/RES/75/1"}').rows == 1


def test_offices_are_told_from_states():
    for said, names in (
        ("Submitted by the President of the Board", ("President of the Board",)),
        ("['FIJI', 'FIJI', 'Introduced in the Committee by Malta']", ("FIJI", "Malta")),
        ("TRINIDAD AND TOBAGO", ("TRINIDAD AND TOBAGO",)),
    ):
        row = metadata.parse_row(json.dumps({"symbol": "A/RES/75/1", "sponsors": said}))
        assert row.sponsors == names


# subjects: the rules are those of the source, read by eye from rows of every session


def labelled(*terms, source="UNBIS Thesaurus"):
    return [[term, source] for term in terms]


@pytest.mark.parametrize(
    ("symbol", "given", "subjects", "names"),
    [
        ("A/RES/74/1", labelled("Oil Lamps", "Wicks"), ["Oil Lamps", "Wicks"], []),
        ("A/RES/75/1", labelled("LAMPS", "UN Lamp Fund"), ["LAMPS"], ["UN Lamp Fund"]),
        ("A/RES/78/1", labelled("Bell Day", source="DHLAUTH"), [], ["Bell Day"]),
        ("A/RES/ES-10/9", labelled("Lamp Day", "GAZA"), ["GAZA"], ["Lamp Day"]),
        ("A/RES/74/1", labelled("oil_lamps", "98d"), [], []),
        ("A/RES/80/1", labelled("oil lamps", "98d", "LAMPS"), ["LAMPS"], []),
        ("A/RES/80/1", [["9", "A/80/251"], ["LAMPS"], "LAMPS"], [], []),
    ],
)
def test_terms_of_the_thesaurus_are_told_from_names(symbol, given, subjects, names):
    row = metadata.parse_row(json.dumps({"symbol": symbol, "subjects": given}))
    assert [s.term for s in row.subjects if s.source == "UNBIS Thesaurus"] == subjects
    assert [s.term for s in row.subjects if s.source == "DHLAUTH"] == names


def test_names_in_capitals_are_told_by_the_rows_that_tell_them(folder):
    """ "BELLS" is a term where names are told apart, though one row calls it a name."""
    named = [["OILO", "DHLAUTH"], ["Bells", "DHLAUTH"]]
    rows = [
        ("A/RES/74/1", labelled("Oilo", "Bells")),
        ("A/RES/75/1", labelled("OILO", "BELLS")),
        ("A/RES/77/1", [*labelled("LAMPS"), *named]),
        ("A/RES/78/1", [*labelled("BELLS"), ["UN", "DHLAUTH"]]),
    ]
    lines = [json.dumps({"symbol": symbol, "subjects": given}) for symbol, given in rows]
    (folder / "all.json").write_text("\n".join(lines), encoding="utf-8")
    found = {
        k: [(s.term, s.source) for s in r.subjects]
        for k, r in metadata.read_metadata(folder)[0].items()
    }
    assert found["A/RES/74/1"] == [("OILO", "DHLAUTH"), ("Bells", "UNBIS Thesaurus")]
    assert found["A/RES/75/1"] == [("OILO", "DHLAUTH"), ("BELLS", "UNBIS Thesaurus")]
    assert found["A/RES/77/1"] == [
        ("LAMPS", "UNBIS Thesaurus"),
        ("OILO", "DHLAUTH"),
        ("Bells", "DHLAUTH"),
    ]


def test_subjects_of_the_metadata_go_first():
    document = (Subject("WICKS", "UNBIS Thesaurus"), Subject("UN Lamp Fund", "DHLAUTH"))
    record = Resolution("A/RES/75/1", "resolution", "", subjects=document)
    row = metadata.Metadata("A/RES/75/1", subjects=(Subject("LAMPS", "UNBIS Thesaurus"),))
    assert metadata.complete(record, row).subjects == (row.subjects[0], document[1])
    silent = metadata.Metadata("A/RES/75/1")
    assert metadata.complete(record, silent).subjects == document


def test_the_length_of_a_row_is_bounded(monkeypatch):
    """Sixty megabytes of empty lists take one and a half gigabytes once they are read."""
    row = '{"symbol": "A/RES/80/1", "x": [%s[]]}'
    longest = row % ("[]," * 333_321 + "  ")
    assert len(longest) == 1_000_000
    assert metadata.parse_row(longest).symbol == "A/RES/80/1"
    with pytest.raises(UnresError, match="found 1,000,001 characters, expected a row of at most"):
        metadata.parse_row(longest + " ")


def test_a_fault_costs_its_row(monkeypatch, tmp_path):
    real = metadata.symbols.normalise

    def broken(symbol):
        if symbol.endswith("/1"):
            raise KeyError("x")
        return real(symbol)

    monkeypatch.setattr(metadata.symbols, "normalise", broken)
    (tmp_path / "data_extract").mkdir()
    rows = '{"symbol": "A/RES/80/1"}\n{"symbol": "A/RES/80/2"}'
    (tmp_path / "data_extract" / "80.json").write_text(rows)
    found, (issue,) = metadata.read_metadata(tmp_path)
    assert list(found) == ["A/RES/80/2"]
    assert str(issue).startswith("80.json, line 1: stopped the reader (KeyError: 'x')")


@pytest.mark.skipif(sys.platform != "linux", reason="paths of more than 4,096 characters")
def test_a_folder_whose_path_is_too_long_costs_itself(tmp_path):
    (tmp_path / "a.txt").write_text("The General Assembly,\n\n1. Decides to meet.")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("n" * 200, dir_fd=here)
        here, above = os.open("n" * 200, os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.mkdir("data_extract", dir_fd=here)
    os.close(here)
    records, issues = load_folder(tmp_path, progress=False)
    assert len(records) == 1
    assert issues["reason"].tolist() == ["cannot be listed (File name too long)"]


def test_a_folder_that_is_gone_when_it_is_listed_costs_itself(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name / "data_extract").mkdir(parents=True)
        row = f'{{"symbol": "A/RES/80/{1 if name == "a" else 2}"}}'
        (tmp_path / name / "data_extract" / "80.json").write_text(row)
    real = Path.glob

    def gone(path, pattern):
        if path.parent.name == "a":
            raise FileNotFoundError(2, "No such file or directory")
        return real(path, pattern)

    monkeypatch.setattr(Path, "glob", gone)
    found, (issue,) = metadata.read_metadata(tmp_path)
    assert list(found) == ["A/RES/80/2"]
    assert str(issue) == "data_extract: cannot be listed (No such file or directory)"


def test_a_file_whose_name_is_no_text_is_told(folder):
    try:
        (folder / "lamp\udcff.json").write_text("not json\n")
    except OSError:
        pytest.skip("the file system takes names in UTF-8 alone")
    assert load_folder(folder.parent, progress=False).issues["path"].tolist() == [
        "lamp\ufffd.json, line 1"
    ]
