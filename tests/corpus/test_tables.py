"""Tables of a data set: which documents count, thresholds and order of terms, invariants."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.sparse import csc_array

from unres_research.corpus import _build as building
from unres_research.corpus import _schema as schema
from unres_research.corpus import _tables as making
from unres_research.corpus import build_corpus
from unres_research.corpus._documents import Document, choose, read_document, read_documents
from unres_research.corpus._spool import Spool
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


# counting terms


def counted(*wordings_and_symbols):
    """Count wordings, each given with the symbols of the paragraphs that have it."""
    wordings = [wording for wording, _ in wordings_and_symbols]
    rows = [(k, s) for k, (_, symbols) in enumerate(wordings_and_symbols) for s in symbols.split()]
    return making.count_terms(wordings, pd.DataFrame(rows, columns=["wording", "symbol"]))


def test_thresholds_and_order_of_the_vocabulary():
    """By hand: count, paragraphs, resolutions, wordings of every term, in order."""
    vocabulary, counts = counted(
        ("keep lamps lit", "A A A A B"),  # five paragraphs, two resolutions: phrases stay
        ("ring bells now", "A A B B"),  # four paragraphs: words alone
        ("print maps", "A A A A A"),  # five paragraphs of one resolution: words alone
        ("lone lone", "A"),  # twice in one paragraph
        ("pair", "A"),
        ("pair tail", "A"),  # "pair" in two paragraphs of one resolution, "tail" in one
        ("bells bells", "B"),
    )
    assert vocabulary.to_numpy().tolist() == [
        ["bells", 1, 6, 5, 2, 2],
        ["keep", 1, 5, 5, 2, 1],
        ["lamps", 1, 5, 5, 2, 1],
        ["lit", 1, 5, 5, 2, 1],
        ["maps", 1, 5, 5, 1, 1],
        ["print", 1, 5, 5, 1, 1],
        ["now", 1, 4, 4, 2, 1],
        ["ring", 1, 4, 4, 2, 1],
        ["pair", 1, 2, 2, 1, 2],
        ["keep lamps", 2, 5, 5, 2, 1],
        ["lamps lit", 2, 5, 5, 2, 1],
        ["keep lamps lit", 3, 5, 5, 2, 1],
    ]
    assert vocabulary.columns.tolist() == [
        "term",
        "n",
        "count",
        "paragraphs",
        "resolutions",
        "wordings",
    ]
    assert vocabulary.index.tolist() == list(range(12))
    shown = counts.toarray()
    assert shown.shape == (7, 12)
    assert shown[:, 0].tolist() == [0, 1, 0, 0, 0, 0, 2]  # bells
    assert shown[:, 8].tolist() == [0, 0, 0, 0, 1, 1, 0]  # pair
    assert shown[:, 11].tolist() == [1, 0, 0, 0, 0, 0, 0]


def test_phrases_do_not_cross_wordings():
    vocabulary, _ = counted(("a b", "A A B B A"), ("c d e", "A A B B A"))
    assert vocabulary["term"].tolist() == ["a", "b", "c", "d", "e", "a b", "c d", "d e", "c d e"]
    assert counted(("a", "A"), ("", "B"))[0].empty
    nowhere, _ = counted(("a", "A B"), ("a", ""))  # a wording that no paragraph has
    assert nowhere.to_numpy().tolist() == [["a", 1, 2, 2, 2, 2]]


def test_counts_are_stored_as_steps():
    """By hand: the first row of a term is its first wording, then steps from one to the next."""
    counts = csc_array(np.array([[1, 0, 0], [0, 0, 2], [3, 0, 0], [65_535, 0, 4]]))
    table = building._pack(counts).to_pydict()
    assert table == {"wording_step": [0, 2, 1, 1, 2], "count": [1, 3, 65_535, 2, 4]}
    with pytest.raises(UnresError, match="found a term more than 65,535 times"):
        building._pack(csc_array(np.array([[65_536]])))


def columns_of(path):
    found = pq.ParquetFile(path).metadata.row_group(0)
    return {c.path_in_schema: c for c in map(found.column, range(found.num_columns))}


def test_how_tables_are_written(tmp_path):
    """Numbers as streams of bytes, strings once; no statistics, which would say more than counts.

    Beyond a megabyte of strings only tables of texts still store each once.
    """
    texts = [f"{k:04} {'lamp' * 500}" for k in range(1_100)]  # 2.2 MB
    table = pa.table({"n": pa.array(range(2_200), pa.int32()), "text": texts * 2})
    for name in ("texts", "others"):
        building._write_parquet(tmp_path, name, table, level=1)
        numbers, strings = columns_of(tmp_path / f"{name}.parquet").values()
        assert numbers.encodings == ("RLE", "BYTE_STREAM_SPLIT")
        assert {numbers.compression, strings.compression} == {"ZSTD"}
        assert numbers.statistics is None and strings.statistics is None
        assert (strings.total_uncompressed_size < 3e6) == (name == "texts")


@pytest.mark.parametrize(("texts", "level"), [(True, 6), (False, 19)])
def test_what_stays_is_written_fast_and_what_is_handed_on_small(
    corpus_folder, tmp_path, monkeypatch, texts, level
):
    real, levels = building._write_parquet, []

    def write(*arguments, level):
        levels.append(level)
        real(*arguments, level=1)

    monkeypatch.setattr(building, "_write_parquet", write)
    build_corpus(corpus_folder, tmp_path / "new" / "data", texts=texts, n_jobs=1, progress=False)
    assert levels == [level] * (12 if texts else 10)


def test_the_description_is_moved_last(corpus_folder, tmp_path, monkeypatch):
    real, moved = building.os.replace, []

    def replace(old, new):
        moved.append(new.name)
        real(old, new)

    monkeypatch.setattr(building.os, "replace", replace)
    build_corpus(corpus_folder, tmp_path, texts=True, n_jobs=1, progress=False)
    assert moved[0] == ".new" and len(moved) == 15 and moved[-1] == "datapackage.json"


# invariants


@pytest.fixture
def whole(corpus_folder, tmp_path):
    """Tables of the invented resolutions, their sources, and the number of files."""
    with Spool(tmp_path) as spool:
        documents = read_documents(corpus_folder, tmp_path, spool, n_jobs=1, progress=False)
        kept, sources = choose(documents, "en", {})
        return making.make_tables(kept, {}, texts=True), sources, len(documents)


def more_runs(tables):
    return replace(tables, runs=replace(tables.runs, lengths=tables.runs.lengths + 1))


def more_counts(tables):
    """Every count ten times over, in the vocabulary too."""
    tables.vocabulary["count"] *= 10
    return replace(tables, counts=tables.counts * 10)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("symbols are unique", lambda t: t.resolutions.__setitem__("symbol", "A/RES/1/1")),
        ("paragraph ids are unique", lambda t: t.paragraphs.__setitem__("paragraph", "PP1")),
        (
            "every resolution has paragraphs",
            lambda t: replace(t, paragraphs=t.paragraphs[t.paragraphs["symbol"] > "A/RES/75"]),
        ),
        ("lengths add up", lambda t: t.paragraphs.__setitem__("words", 1)),
        ("word counts do not exceed the words", more_counts),
        ("counts agree", lambda t: t.vocabulary.__setitem__("count", 1)),
        ("every run has a fingerprint", more_runs),
        ("texts stand beside", lambda t: t.texts["texts"].__setitem__("paragraph", "PP1")),
    ],
)
def test_broken_invariants_are_named(whole, what, change):
    tables, sources, n_files = whole
    making.check(tables, sources, n_files)
    tables = change(tables) or tables
    with pytest.raises(UnresError, match=what):
        making.check(tables, sources, n_files)


def test_files_that_are_not_accounted_for_are_noticed(whole):
    tables, sources, n_files = whole
    for wrong in (n_files - 1, n_files + 1):
        with pytest.raises(UnresError, match="hold: every file is accounted for$"):
            making.check(tables, sources, wrong)
    with pytest.raises(UnresError, match="hold: every resolution comes from one file$"):
        making.check(tables, sources.assign(status="read"), n_files)


@pytest.mark.parametrize(
    ("date", "holds"),
    [
        ("1945-12-31", False),
        ("1946-01-01", True),
        ("today", True),
        ("in a week", True),
        ("later", False),
    ],
)
def test_dates_of_adoption_in_range(whole, date, holds):
    tables, sources, n_files = whole
    today = pd.Timestamp.now().normalize()
    named = {"today": today}
    named |= {"in a week": today + pd.Timedelta(days=7), "later": today + pd.Timedelta(days=8)}
    tables.resolutions["adopted_on"] = pd.Timestamp(named.get(date, date))
    if holds:
        making.check(tables, sources, n_files)
        return
    with pytest.raises(UnresError, match="hold: dates of adoption are in range$"):
        making.check(tables, sources, n_files)


def test_index_terms_by_vocabulary():
    """Terms of the thesaurus in capitals and once, names as they are."""
    from unres_research.records import Subject

    subjects = [("Lamps", "UNBIS Thesaurus"), ("LAMPS", "UNBIS Thesaurus"), ("Oil Body", "DHLAUTH")]
    record = Resolution("A/1", "resolution", "", subjects=tuple(Subject(*s) for s in subjects))
    assert making._index_terms(record, "UNBIS Thesaurus") == ("LAMPS",)
    assert making._index_terms(record, "DHLAUTH") == ("Oil Body",)


def test_one_resolution_by_hand():
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
    tables = making.make_tables([Document("a.txt", 0, "", record, words)], {})
    assert tables.wordings == ("noting lamps", "lamps", "decides to meet", "all lamps")
    assert tables.paragraphs["wording"].tolist() == [0, 1, 2, 0, 3]
    assert tables.paragraphs.columns.tolist() == schema.columns("paragraphs")
    assert tables.resolutions.columns.tolist() == schema.columns("resolutions")
    assert tables.paragraphs["position"].tolist() == [1, 2, 3, 4, 5]
    assert tables.paragraphs["section"].fillna("").tolist() == ["", "", "H1", "", ""]
    row = tables.resolutions.loc[0]
    assert row[["words", "preambular", "operative", "paragraphs"]].tolist() == [7, 1, 1, 5]
    assert pd.isna(row["distributed_on"]) and row["adopted_on"] == pd.Timestamp("1946-05-03")
    assert tables.texts == {}


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
