"""Tables of a data set: which documents count, and their rows."""

from __future__ import annotations

import pandas as pd
import pyarrow.parquet as pq
import pytest

from unres_research.corpus import _build as building
from unres_research.corpus import _schema as schema
from unres_research.corpus import _sorted as sort
from unres_research.corpus import _tables as making
from unres_research.corpus import build_corpus
from unres_research.corpus._documents import Document, choose, read_document
from unres_research.errors import UnresError
from unres_research.read._files import File
from unres_research.read._metadata import Metadata
from unres_research.records import Paragraph, Resolution, Source

# choosing documents


def document(path, symbol="A/RES/77/901", form="akn", **fields):
    clause = Paragraph("OP1", "operative", "Decides to meet.")
    about = {"adopted_on": "2023-05-03", "kind": "resolution", "title": "", "paragraphs": (clause,)}
    about |= fields
    record = Resolution(symbol, source=Source(path, form, ""), **about)
    return Document(path, 9, "ab", record)


def outcome(documents, language="en", rows=None):
    kept, sources = choose(documents, language, rows or {})
    assert sources["path"].is_monotonic_increasing
    return [d.path for d in kept], dict(zip(sources["path"], sources["reason"], strict=True))


def test_of_one_symbol_the_first_format_counts_then_the_first_name():
    order = [("e", "akn"), ("f", "akn"), ("d", "pdf"), ("c", "html"), ("a", "text"), ("b", "text")]
    for k in range(len(order)):
        rest = [document(path, form=form) for path, form in reversed(order[k:])]
        kept, reasons = outcome(rest)
        assert kept == [order[k][0]]
        said = {path: f"A/RES/77/901 was read from {order[k][0]}" for path, _ in order[k + 1 :]}
        assert reasons == {order[k][0]: "", **said}


def test_what_becomes_of_every_file():
    documents = [
        document("b.xml", "A/RES/77/10"),
        document("a.xml", "A/RES/77/902"),
        document("c.xml", language="fr"),
        document("d.xml", kind="draft"),
        document("e.xml", None),
        document("f.xml", "A/RES/77/904", adopted_on=None),
        document("g.xml", "A/RES/77/905", adopted_on=None),
        document("h.xml", "A/RES/77/906", adopted_on=None),
        Document("i.xml", reason="found an empty file"),
        document("j.xml", "A/RES/77/907", paragraphs=()),
    ]
    rows = {
        "A/RES/77/905": Metadata("A/RES/77/905"),
        "A/RES/77/906": Metadata("A/RES/77/906", adopted_on="2023-05-06"),
    }
    kept, reasons = outcome(documents, rows=rows)
    assert kept == ["b.xml", "a.xml", "h.xml"]  # in the order of the symbols
    undated = "the document prints no date of adoption, and the metadata have none"
    assert reasons == {
        "a.xml": "",
        "b.xml": "",
        "c.xml": "language is 'fr'",
        "d.xml": "a draft: compare it with the data set",
        "e.xml": "the document prints no symbol",
        "f.xml": undated,
        "g.xml": undated,
        "h.xml": "",
        "i.xml": "found an empty file",
        "j.xml": "the document has no paragraphs",
    }
    _, sources = choose(documents, "en", rows)
    assert sources["status"].tolist() == [
        *("read", "read"),
        *["left out"] * 5,
        *("read", "unreadable", "left out"),
    ]
    assert sources.iloc[0].tolist() == ["a.xml", 9, "ab", "A/RES/77/902", "en", "read", ""]
    assert sources.iloc[4, 3:5].tolist() == ["", "en"]
    assert sources.iloc[8, :5].tolist() == ["i.xml", 0, "", "", ""]
    assert outcome(documents, "fr")[0] == ["c.xml"]


def test_a_file_that_cannot_be_read_is_a_document_with_a_reason(tmp_path):
    missing = read_document(File("a.xml", tmp_path / "a.xml"))
    assert (missing.bytes, missing.sha256, missing.record) == (0, "", None) and missing.reason
    (tmp_path / "b.txt").write_bytes(b" \n")
    empty = read_document(File("b.txt", tmp_path / "b.txt"))
    assert (empty.bytes, len(empty.sha256), empty.record) == (2, 64, None)
    assert "found an empty file" in empty.reason


# writing


def test_the_description_is_moved_last(corpus_folder, tmp_path, monkeypatch):
    real, moved = building.os.replace, []

    def replace(old, new):
        moved.append(new.name)
        real(old, new)

    monkeypatch.setattr(building.os, "replace", replace)
    build_corpus(corpus_folder, tmp_path, texts=True, n_jobs=1, progress=False)
    assert moved[0] == ".new" and len(moved) == 15 and moved[-1] == "datapackage.json"


def test_index_terms_by_vocabulary():
    """Terms of the thesaurus in capitals and once, names as they are."""
    from unres_research.records import Subject

    subjects = [("Lamps", "UNBIS Thesaurus"), ("LAMPS", "UNBIS Thesaurus"), ("Oil Body", "DHLAUTH")]
    record = Resolution("A/1", "resolution", "", subjects=tuple(Subject(*s) for s in subjects))
    assert making._index_terms(record, "UNBIS Thesaurus") == ("LAMPS",)
    assert making._index_terms(record, "DHLAUTH") == ("Oil Body",)


def test_one_resolution_by_hand(tmp_path):
    """Words of the body alone: seven of the ten; a repeated paragraph has one wording."""
    paragraphs = (
        Paragraph("PP1", "preambular", "Noting lamps,"),
        Paragraph("H1", "heading", "Lamps"),
        Paragraph("OP1", "operative", "Decides to meet;", section="Lamps"),
        Paragraph("OP1(a)", "subparagraph", "noting lamps", parent="OP1"),
        Paragraph("A1.1", "annex", "All lamps", annex=1),
    )
    record = Resolution(
        "A/RES/1/1", "resolution", "", adopted_on="1946-05-03", paragraphs=paragraphs
    )
    words = ("noting lamps", "lamps", "decides to meet", "noting lamps", "all lamps")
    made = making.write_tables(tmp_path, [Document("a.txt", 0, "", record, words)], {})
    assert made.sizes.tolist() == [2, 1, 3, 2]  # noting lamps, lamps, decides to meet, all lamps
    assert made.rows["run_hashes"] == 0 and made.rows["paragraphs"] == 5
    tables = {
        path.stem: pq.read_table(path).to_pandas(date_as_object=False)
        for path in tmp_path.iterdir()
    }
    assert sorted(tables) == sorted({*schema.COLUMNS} - {"sources", "texts", "records"})
    assert tables["paragraphs"]["wording"].tolist() == [0, 1, 2, 0, 3]
    assert tables["paragraphs"].columns.tolist() == schema.columns("paragraphs")
    assert tables["resolutions"].columns.tolist() == schema.columns("resolutions")
    assert tables["paragraphs"]["position"].tolist() == [1, 2, 3, 4, 5]
    assert tables["paragraphs"]["section"].fillna("").tolist() == ["", "", "H1", "", ""]
    row = tables["resolutions"].loc[0]
    assert row[["words", "preambular", "operative", "paragraphs"]].tolist() == [7, 1, 1, 5]
    assert pd.isna(row["distributed_on"]) and row["adopted_on"] == pd.Timestamp("1946-05-03")


def test_more_words_than_a_data_set_holds(tmp_path, monkeypatch):
    """Said at once, with what to do; no document is tried by itself, and what was there stays."""
    monkeypatch.setattr(making, "MOST_WORDS", 9)
    folder = tmp_path / "in"
    folder.mkdir()
    for k in (1, 2):
        (folder / f"{k}.txt").write_text(
            f"A/RES/77/90{k}\n\nResolution adopted by the General Assembly on 3 May 2023\n\n"
            "Lamps\n\nThe General Assembly,\n\n1. Decides to light all lamps."
        )
    monkeypatch.setattr(building, "_stops", None)
    with pytest.raises(
        UnresError, match="more than 9 words in the first 2 resolutions, .* build several"
    ):
        build_corpus(folder, tmp_path / "out", n_jobs=1, progress=False)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [building.LOCK]


def test_sessions_are_numbers_and_special_ones_stand_apart():
    """By the symbols: "A/RES/80/1" is of session 80, "A/RES/ES-10/20" of a special one."""
    from unres_research import open_corpus

    table = open_corpus().resolutions
    symbols = table["symbol"]
    for session in range(74, 81):
        of_it = table[table.session == session]  # missing values are no match
        assert list(of_it["symbol"]) == list(symbols[symbols.str.startswith(f"A/RES/{session}/")])
    assert len(table[table.session == 80]) == len(table.query("session == 80")) == 263
    special = table[table["session"].isna()]
    assert list(special["special_session"]) == [s.split("/")[2] for s in special["symbol"]]
    assert set(special["special_session"]) == {"ES-10", "ES-11", "S-32"}
    assert table["special_session"].notna().sum() == len(special)
    assert str(table["session"].dtype) == "Int64"


def test_no_scratch_file_stays_open_after_an_error(tmp_path, monkeypatch):
    """An open file would keep its folder on Windows; the traceback keeps what it went through."""
    opened = []
    real = sort.Numbers.__init__

    def watch(self, *arguments):
        real(self, *arguments)
        opened.append(self.file)

    def broken(self, words):
        raise ZeroDivisionError

    monkeypatch.setattr(sort.Numbers, "__init__", watch)
    monkeypatch.setattr(making.Terms, "add", broken)
    record = Resolution("A/RES/1/1", "resolution", "", adopted_on="1946-05-03", paragraphs=(
        Paragraph("OP1", "operative", "Decides."),
    ))  # fmt: skip
    with pytest.raises(ZeroDivisionError) as caught:
        making.write_tables(tmp_path, [Document("a.txt", 0, "", record, ("decides",))], {})
    assert len(opened) >= 7 and all(file.closed for file in opened) and caught.tb is not None


def test_what_ends_the_memory_or_the_disk_is_no_fault_of_a_document(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "_stops", None)
    for error in (MemoryError, OSError(28, "No space left on device")):

        def full(*arguments, error=error, **options):
            raise error

        monkeypatch.setattr(building.making, "write_tables", full)
        with pytest.raises((MemoryError, OSError)):
            building._all_tables(tmp_path, [document("a.xml")], "en", {}, texts=False)
