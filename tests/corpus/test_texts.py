"""Data sets with texts: what they give back, what those without texts say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import written
from printed import RESOLUTION, masthead, pdf, text

import unres_research
from unres_research import load, open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import _corpus as opening
from unres_research.corpus import build_corpus
from unres_research.corpus._schema import TEXT_FILES
from unres_research.errors import UnresError
from unres_research.read import _metadata as metadata
from unres_research.read._metadata import read_metadata
from unres_research.records import Footnote, Resolution

BODY = f"<mainBody>{written.op('1.', written.i('Decides') + ' to meet.')}</mainBody>"


@pytest.fixture(scope="module")
def library(corpus_folder, tmp_path_factory):
    """Invented resolutions in every format, as a library holds them."""
    folder = tmp_path_factory.mktemp("library")
    for name, content in written.FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (folder / "79").mkdir()
    (folder / "79" / "A_RES_79_985.en.pdf").write_bytes(RESOLUTION)
    (folder / "2024").mkdir()
    (folder / "2024" / "S_RES_9001(2024).en.xml").write_text(written.COUNCIL)
    row = {
        "symbol": "A/RES/79/985",
        "adoption_type": "By a recorded vote",
        "MS_in_favour_count": "120",
        "MS_against_count": "1",
        "MS_abstaining_count": "30",
        "subjects": [["HARBOURS", "UNBIS Thesaurus"], ["Light Convention", "DHLAUTH"]],
    }
    (folder / "data_extract" / "79.json").write_text(json.dumps(row))
    (folder / "index.csv").write_text("symbol,language,format,path,url,date,sha256\n")
    return folder


@pytest.fixture(scope="module")
def told(library):
    return build_corpus(library, library / "data", n_jobs=1, progress=False)


def test_a_library_keeps_its_texts(told):
    assert told.corpus.has_texts
    assert told.sources["status"].value_counts().to_dict() == {"read": 6, "left out": 1}


@pytest.mark.parametrize(
    "symbol",
    [
        "A/RES/75/901",  # vote, sponsors, two vocabularies, sub-paragraphs, a table, a section
        "A/RES/75/903 A-B",  # two parts
        "A/RES/76/902",  # metadata without a vote
        "A/RES/76/904",  # annexes, footnotes
        "A/RES/79/985",  # a PDF: pages
        "S/RES/9001 (2024)",  # no session
    ],
)
def test_a_record_comes_back_as_it_was_read(library, told, symbol):
    path = told.corpus.resolutions.loc[symbol, "source"]
    rows, _ = read_metadata(library)
    record = load(library / path)
    record = metadata.complete(record, rows[symbol]) if symbol in rows else record
    record = replace(record, source=replace(record.source, path=path))
    found = told.corpus.resolution(symbol)
    assert found == record and found.adoption == record.adoption
    assert isinstance(found, Resolution) and type(found.session) is type(record.session)


def test_texts_as_printed(told):
    """By hand, from written.BELLS and the PDF."""
    corpus = told.corpus
    assert corpus.text_of("S/RES/9001 (2024)", "OP1") == "Recalls resolution 1325 (2000)."
    assert corpus.text_of("A/RES/79/985", "PP1").startswith("Recalling its resolution 78/901")
    assert len(corpus.texts) == len(corpus.paragraphs)
    rows = corpus.rows_of("S/RES/9001 (2024)")
    assert corpus.texts.iloc[rows].tolist() == ["Recalls resolution 1325 (2000)."]


def test_same_words_in_other_print(tmp_path):
    """Paragraphs of one wording keep their own case and punctuation."""
    for day, clause in ((1, "Decides to Meet, again;"), (2, "Decides to meet again.")):
        (tmp_path / f"{day}.txt").write_text(
            f"A/RES/77/90{day}\n\nResolution adopted by the General Assembly on {day} May 2023\n\n"
            f"Meetings\n\nThe General Assembly,\n\n1. {clause}"
        )
    corpus = build_corpus(tmp_path, tmp_path / "data", texts=True, n_jobs=1, progress=False).corpus
    assert corpus.paragraphs["wording"].tolist() == [0, 0]
    assert corpus.texts.tolist() == ["Decides to Meet, again;", "Decides to meet again."]


def test_records_are_stored_as_json_without_the_texts(told):
    stored = pq.read_table(told.corpus.path / "records.parquet").to_pylist()
    assert [row["symbol"] for row in stored] == told.corpus.resolutions["symbol"].tolist()
    record = json.loads({row["symbol"]: row["record"] for row in stored}["A/RES/79/985"])
    assert record["footnotes"] == [{"mark": "1", "text": "See A/79/15, annex."}]
    assert record["paragraphs"][1]["footnotes"] == ["1"]
    assert not any("text" in paragraph for paragraph in record["paragraphs"])
    assert told.corpus.resolution("A/RES/79/985").footnotes == (
        Footnote("1", "See A/79/15, annex."),
    )


def test_metadata_fill_a_pdf(told):
    about = told.corpus.resolutions.loc["A/RES/79/985"]
    assert (about["adopted_on"], about["committee"]) == (pd.Timestamp("2024-12-02"), "Plenary")
    assert list(about["draft_symbols"]) == ["A/79/L.5"]  # printed in the document
    assert (about["in_favour"], about["against"], about["abstaining"]) == (120, 1, 30)
    assert list(about["subjects"]) == ["HARBOURS"]
    assert list(about["names"]) == ["Light Convention"]


def test_a_date_from_the_metadata(tmp_path):
    """A text that prints no date of adoption."""
    (tmp_path / "data_extract").mkdir()
    (tmp_path / "a.txt").write_text("A/RES/77/901\n\nThe General Assembly,\n\n1. Decides to meet.")
    with pytest.raises(UnresError, match="prints no date of adoption"):
        build_corpus(tmp_path, tmp_path / "data", n_jobs=1, progress=False)
    row = {"symbol": "A/RES/77/901", "adoption_date": "3 May 2023"}
    (tmp_path / "data_extract" / "77.json").write_text(json.dumps(row))
    corpus = build_corpus(tmp_path, tmp_path / "data", n_jobs=1, progress=False).corpus
    assert corpus.first_date == "2023-05-03"


def test_of_one_symbol_xml_goes_before_pdf_before_text(tmp_path):
    plain = (
        "A/RES/79/985\n\nResolution adopted by the General Assembly on 2 December 2024\n\n"
        "Lamps\n\nThe General Assembly,\n\n1. Decides to meet."
    )
    (tmp_path / "a.txt").write_text(plain)
    (tmp_path / "b.pdf").write_bytes(RESOLUTION)

    def read():
        sources = build_corpus(tmp_path, tmp_path / "data", n_jobs=1, progress=False).sources
        return sources.set_index("path")[["status", "reason"]].T.to_dict("list")

    assert read() == {
        "a.txt": ["left out", "A/RES/79/985 was read from b.pdf"],
        "b.pdf": ["read", ""],
    }
    xml = written.akn("A/RES/79/985", "Lamps", "2024-12-02", BODY)
    (tmp_path / "z.xml").write_text(xml)
    assert {k: v[0] for k, v in read().items()} == {
        "a.txt": "left out",
        "b.pdf": "left out",
        "z.xml": "read",
    }


def test_only_documents_are_listed(tmp_path):
    """Neither the index, pictures, hidden and temporary files, nor the data set's own files."""
    (tmp_path / "bells.xml").write_text(written.BELLS)
    for name in ("index.csv", ".half.xml", "~bells.xml", ".hidden/a.xml", "bells.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("no document")
    out = tmp_path / "data"
    (out / "texts").mkdir(parents=True)
    (out / "texts" / "mine.txt").write_text("no document")
    other = tmp_path / "data-fr" / "texts"
    other.mkdir(parents=True)
    (tmp_path / "data-fr" / "datapackage.json").write_text("{}")
    (other / "mine.txt").write_text("no document")
    built = build_corpus(tmp_path, out, n_jobs=1, progress=False)
    assert built.sources["path"].tolist() == ["bells.xml"]


def test_a_draft_is_left_out(tmp_path):
    (tmp_path / "bells.xml").write_text(written.BELLS)
    page = [
        *masthead("A/79/L.5", "Limited"),
        *text(400, "The General Assembly,"),
        *text(380, "1. Decides to meet.", x=147.1),
    ]
    (tmp_path / "A_79_L.5.pdf").write_bytes(pdf([page]))
    sources = build_corpus(tmp_path, tmp_path / "data", n_jobs=1, progress=False).sources
    assert sources.loc[0, ["status", "reason"]].tolist() == [
        "left out",
        "a draft: compare it with the data set",
    ]


def test_texts_are_taken_out_again(told, library, tmp_path):
    out = tmp_path / "data"
    build_corpus(library, out, n_jobs=1, progress=False)
    plain = build_corpus(library, out, texts=False, n_jobs=1, progress=False).corpus
    assert not plain.has_texts
    assert not set(TEXT_FILES) & {p.name for p in out.iterdir()}
    licence = json.loads((out / "datapackage.json").read_text())["licenses"]
    assert [one.get("name") for one in licence] == ["CC0-1.0"]


def test_the_texts_have_their_own_terms(told):
    package = json.loads((told.corpus.path / "datapackage.json").read_text())
    assert package["licenses"][1]["title"].startswith("texts.parquet, records.parquet: texts")
    names = {r["path"]: r["rowCount"] for r in package["resources"]}
    assert names["texts.parquet"] == len(told.corpus.paragraphs)


def test_the_data_set_of_the_repository_holds_no_texts(corpus):
    assert not corpus.has_texts
    with pytest.raises(UnresError, match="unres fetch A/RES/78/265 && unres build"):
        corpus.resolution("A/RES/78/265")
    with pytest.raises(UnresError, match="unres fetch A/RES/78/265 && unres build"):
        corpus.text_of("A/RES/78/265", "OP1")
    with pytest.raises(UnresError, match="found no texts"):
        _ = corpus.texts


def test_the_place_of_the_built_in_data_set_takes_no_texts(corpus_folder, tmp_path, monkeypatch):
    """In a folder that stands for it: a test must not put the real one at risk."""
    monkeypatch.setattr(building, "built_in", lambda: tmp_path.resolve())
    with pytest.raises(UnresError, match="must hold none; leave the texts out"):
        build_corpus(corpus_folder, tmp_path, texts=True, n_jobs=1, progress=False)
    assert not list(tmp_path.iterdir())
    assert not build_corpus(corpus_folder, tmp_path, n_jobs=1, progress=False).corpus.has_texts


def test_where_the_built_in_data_set_lies(tmp_path, monkeypatch):
    """In an installed package beside the modules, in a clone beside the package."""
    assert Path(unres_research.__file__) == opening._PACKAGE / "__init__.py"
    (tmp_path / "package").mkdir()
    monkeypatch.setattr(opening, "_PACKAGE", tmp_path / "package")
    assert opening.built_in() == tmp_path / "data"
    (tmp_path / "package" / "data").mkdir()
    assert opening.built_in() == tmp_path / "package" / "data"


def test_asking_for_what_is_not_there(told):
    with pytest.raises(UnresError, match="found no 'A/RES/1/1' among the symbols of the data set"):
        told.corpus.resolution("A/RES/1/1")
    with pytest.raises(
        UnresError, match="found no 'OP99' among the paragraphs of A/RES/76/902.*PP1"
    ):
        told.corpus.text_of("A/RES/76/902", "OP99")


def test_half_a_file_is_noticed(told, library, tmp_path):
    out = tmp_path / "data"
    build_corpus(library, out, n_jobs=1, progress=False)
    (out / "texts.parquet").write_bytes(b"half")
    with pytest.raises(UnresError, match="texts.parquet of 4 bytes"):
        open_corpus(out)


def test_tables_gain_texts(told):
    places = pd.DataFrame(
        {"symbol": ["S/RES/9001 (2024)", None], "paragraph": ["OP1", None]}, index=[7, 9]
    )
    shown = told.corpus.with_texts(places)
    assert shown["text"].tolist() == ["Recalls resolution 1325 (2000).", None]
    assert shown.index.tolist() == [7, 9] and "text" not in places
