"""One document never stops a build: what cannot stand in the tables is listed, the rest is built."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pandas as pd
import pytest

from unres_research import build_corpus, open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import _fit as fit
from unres_research.corpus._build import corpus_of_records
from unres_research.errors import UnresError
from unres_research.read._metadata import parse_row
from unres_research.records import Paragraph, Resolution


def text(number=901, day="3 May 2023", title="Lamps", body="1. Decides to light lamps.", above=""):
    return (
        f"A/RES/77/{number}\n\n{above}Resolution adopted by the General Assembly on {day}\n\n"
        f"{title}\n\nThe General Assembly,\n\n{body}\n"
    )


@pytest.fixture
def reasons(tmp_path):
    """Build what is given beside a good document; return the reasons of what was left out."""

    def make(files: dict[str, str]) -> dict[str, str]:
        folder = tmp_path / "in"
        for name, content in {"good.txt": text(1)}.items() | files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        built = build_corpus(folder, tmp_path / "out", texts=True, n_jobs=1, progress=False)
        corpus = open_corpus(tmp_path / "out")
        assert "A/RES/77/1" in corpus.resolutions.index
        assert [corpus.resolution(s).symbol for s in corpus.resolutions.index]
        pd.testing.assert_frame_equal(corpus.sources, built.sources)
        return {row.path: row.reason for row in corpus.sources.itertuples() if row.status != "read"}

    return make


def printed(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@pytest.mark.parametrize("year", ["0001", "1005", "1945", "2205", "9999"])
def test_a_day_out_of_range(reasons, year):
    found = reasons({"a.txt": text(day=f"3 May {year}")})
    assert found == {
        "a.txt": f"it is dated {year}-05-03 (adopted), expected 1946-01-01 to today; correct the "
        "document, or this machine's clock"
    }


def test_a_day_out_of_range_in_the_metadata_or_of_distribution(reasons):
    row = json.dumps({"symbol": "A/RES/77/901", "adoption_date": "2205-05-03"})
    undated = {"a.txt": text(day=""), "data_extract/77.json": row}
    assert "dated 2205-05-03 (adopted)" in reasons(undated)["a.txt"]
    late = {"a.txt": text(above="Distr.: General\n3 May 2205\n\n")}
    assert "dated 2205-05-03 (distributed)" in reasons(late)["a.txt"]


def test_a_clock_that_is_behind(reasons, monkeypatch):
    """Seven days, not eight; the invariants allow the same days."""
    today = date.today()
    near, far = today + timedelta(days=7), today + timedelta(days=8)
    found = reasons({"a.txt": text(901, printed(near)), "b.txt": text(902, printed(far))})
    assert list(found) == ["b.txt"]


def test_the_first_day(reasons):
    assert reasons({"a.txt": text(day="1 January 1946")}) == {}
    assert list(reasons({"a.txt": text(day="31 December 1945")})) == ["a.txt"]


def test_a_word_more_often_than_counts_hold(reasons):
    found = reasons(
        {
            "a.txt": text(901, body="1. Decides " + "light " * 65_536),
            "b.txt": text(902, body="1. Decides " + "light " * 65_535),
            "c.txt": text(903, body="1. Decides to light." + " of all" * 40_000),
        }
    )
    assert found == {"a.txt": "OP1 holds 'light' 65,536 times, expected at most 65,535"}


def test_the_other_file_of_a_symbol_takes_the_place_of_one_that_does_not_fit(reasons):
    found = reasons({"a.txt": text(day="3 May 2205"), "b.txt": text()})
    assert list(found) == ["a.txt"]


def test_half_a_character_in_the_metadata(reasons):
    row = {"symbol": "A/RES/77/901", "title": "x\ud800", "sponsors": ["\udc00 y"], "pv": "A/\ud83d"}
    whole = {"symbol": "A/RES/77/902", "pv": "A/\U0001f600"}
    lines = "\n".join(map(json.dumps, (row, whole)))
    files = {"a.txt": text(title=""), "b.txt": text(902), "data_extract/77.json": lines}
    assert reasons(files) == {}
    assert parse_row(json.dumps(row)).meeting == "A/?"
    assert parse_row(json.dumps(whole)).meeting == "A/\U0001f600"


def test_half_a_character_in_a_record():
    good = Resolution(
        "A/RES/77/901",
        "resolution",
        "Lamps",
        paragraphs=(Paragraph("OP1", "operative", "Decides;"),),
    )
    value = good.to_dict()
    value["paragraphs"][0]["text"] = "Decides \ud800;"
    with pytest.raises(UnresError, match=r"found U\+D800 in Paragraph.text, which is half a char"):
        Resolution.from_dict(value)
    value["paragraphs"][0]["text"] = "Decides \U0001f600;"
    assert Resolution.from_dict(value)["OP1"].text == "Decides \U0001f600;"


def test_a_record_that_no_table_can_hold():
    paragraphs = (Paragraph("OP1", "operative", "Decides;", number="1\ud800"),)
    record = Resolution(
        "A/RES/77/901", "resolution", "Lamps", adopted_on="2023-05-03", paragraphs=paragraphs
    )
    with pytest.raises(UnresError, match="found A/RES/77/901 among the records .*UnicodeEncode"):
        corpus_of_records([record])


def test_what_stops_the_tables_of_all_is_found_among_them(reasons, monkeypatch):
    """Whatever it is: each document is tried by itself."""
    real = building.making.write_tables

    def broken(folder, documents, rows, **options):
        for document in documents:
            if "7" in document.path:
                raise OverflowError("out of all bounds \ud800")
        return real(folder, documents, rows, **options)

    monkeypatch.setattr(building.making, "write_tables", broken)
    found = reasons({f"{k}.txt": text(900 + k) for k in (5, 6, 7, 8, 17)})
    assert list(found) == ["17.txt", "7.txt"]
    assert found["7.txt"] == (
        "no tables can be made of it (OverflowError: out of all bounds \\ud800); please report it "
        "with the file"
    )


def test_what_only_all_together_break_names_what_broke(reasons, monkeypatch):
    real = building.making.write_tables

    def broken(folder, documents, rows, **options):
        if len(documents) > 1:
            raise UnresError("the data set breaks what must hold: two are too many")
        return real(folder, documents, rows, **options)

    monkeypatch.setattr(building.making, "write_tables", broken)
    with pytest.raises(UnresError, match="two are too many"):
        reasons({"a.txt": text()})


@pytest.mark.skipif(os.name != "posix", reason="names of such letters are of POSIX")
@pytest.mark.parametrize(
    "name", ["a\n.txt", "a\r.txt", 'a",\x1b\x07.txt', "=1+1.txt", "1.txt", " a .txt", "é\u202e.txt"]
)
def test_odd_names_of_files(reasons, name):
    """On one line of the table, whatever they hold."""
    shown = "".join("\ufffd" if c in "\n\r\x1b\x07\u202e" else c for c in name)
    assert list(reasons({name: text(day="3 May 2205")})) == [shown]


@pytest.mark.skipif(os.name != "posix", reason="names of any bytes are of POSIX")
def test_names_that_are_not_utf_8(tmp_path):
    folder = tmp_path / "in"
    (folder / "data_extract").mkdir(parents=True)
    (folder / "good.txt").write_text(text())
    try:
        (folder / os.fsdecode(b"b\xff.txt")).write_text(text(902, "3 May 2205"))
        (folder / "data_extract" / os.fsdecode(b"7\xff.json")).write_text("{}\n")
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    corpus = build_corpus(folder, tmp_path / "out", n_jobs=1, progress=False).corpus
    assert corpus.sources["path"].tolist() == ["b\ufffd.txt", "good.txt"]
    assert corpus.package["unres"]["metadata_unreadable"][0].startswith("7\ufffd.json, line 1")


def test_the_last_day_is_that_of_the_clock():
    assert fit.last_day() == date.today() + timedelta(days=7)
