"""The data set: what it holds, how it is made, what must hold of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import written

from unres_research import load_folder, open_corpus
from unres_research.corpus import _build as building
from unres_research.corpus import _tokens as analyser
from unres_research.corpus import build_corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._schema import FILES, LATER_FILES
from unres_research.errors import ReadError, UnresError


def test_every_file_is_accounted_for(built):
    sources = built.sources.set_index("path")
    assert (sources["status"] == "read").sum() == 5
    french = sources.loc["75session/English/75_905_F.xml"]
    assert (french["status"], french["reason"]) == ("left out", "language is 'fr'")
    name = "76session/English/A_RES_76_902-2100001E.xml"
    assert sources.loc[name, "sha256"] == hashlib.sha256(written.BELLS.encode()).hexdigest()
    assert sources.loc[name, "bytes"] == len(written.BELLS.encode())


def test_resolutions(small):
    table = small.resolutions
    assert table["symbol"].tolist() == [
        "A/RES/74/900",
        "A/RES/75/901",
        "A/RES/75/903 A-B",
        "A/RES/76/902",
        "A/RES/76/904",
    ]
    lamps = table.loc["A/RES/75/901"]
    assert lamps["adopted_on"] == pd.Timestamp("2020-12-10")
    assert list(lamps["subjects"]) == ["LAMPS"]
    assert list(lamps["names"]) == ["Light Convention"]
    assert list(lamps["sdgs"]) == [7, 9, 14]
    assert (lamps["in_favour"], lamps["against"], lamps["abstaining"]) == (86, 2, 40)
    assert (lamps["session"], lamps["committee"], lamps["meeting"]) == (
        75,
        "Plenary",
        "A/75/PV.44",
    )
    # counted by hand, see written.LAMPS: 10 + 8 + 4 + 4 + 3 + 3 + 5 + 12
    assert lamps["words"] == 49
    assert (lamps["preambular"], lamps["operative"], lamps["paragraphs"]) == (2, 2, 10)
    assert pd.isna(table.loc["A/RES/76/902", "in_favour"])
    assert table.loc["A/RES/76/902", "adoption"] == "without a vote"
    assert table["has_metadata"].tolist() == [False, True, False, True, False]


def test_paragraphs(small):
    table = small.paragraphs.set_index(["symbol", "paragraph"])
    lengths = table.loc["A/RES/75/901", "words"]
    assert lengths.to_dict() == {
        "PP1": 10,
        "PP2": 8,
        "OP1": 4,
        "OP1(a)": 4,
        "OP1(a)(i)": 3,
        "OP1(a)(ii)": 3,
        "OP1(b)": 5,
        "H1": 1,
        "OP2": 12,
        "T1": 2,
    }
    assert table.loc[("A/RES/75/901", "OP2"), "section"] == "H1"
    assert list(table.loc[("A/RES/75/901", "PP1"), "cites"]) == ["A/RES/70/1", "S/RES/1325 (2000)"]
    same = table["wording"]
    assert same["A/RES/75/901", "PP2"] == same["A/RES/76/902", "PP1"]
    assert table.loc[("A/RES/76/904", "A1.1(a)"), "annex"] == 1


def test_words_and_phrases_are_counted(small, corpus_folder):
    """Against NLTK's n-grams and a plain counter, paragraph by paragraph."""
    records, _ = load_folder(corpus_folder, progress=False)
    texts = {(r.symbol, p.id): analyser.words(p.text) for r in records for p in r}
    terms = small.vocabulary["term"].tolist()
    counts = small.counts
    for row, place in enumerate(
        zip(*small.paragraphs[["symbol", "paragraph"]].T.to_numpy(), strict=True)
    ):
        expected = Counter(g for n in (1, 2, 3) for g in analyser.ngrams(texts[place], n))
        found = dict(zip(counts[[row]].tocoo().col, counts[[row]].tocoo().data, strict=True))
        assert {terms[c]: n for c, n in found.items()} == {
            t: n for t, n in expected.items() if t in set(terms)
        }


def test_thresholds(small):
    table = small.vocabulary.set_index("term")
    assert (table.loc[table["n"] == 1, "paragraphs"] >= 2).all()
    assert "yearly" not in table.index  # in one paragraph only
    assert (table.loc["lamps", ["count", "paragraphs", "resolutions"]] == [5, 5, 2]).all()
    assert (table["n"] == 1).all()  # no phrase stands in five paragraphs of so small a corpus


def test_same_files_give_the_same_bytes(corpus_folder, built, tmp_path):
    again = build_corpus(corpus_folder, tmp_path, n_jobs=2, progress=False)
    for name in (*FILES, *LATER_FILES, "datapackage.json"):
        ours, theirs = built.corpus.path / name, again.corpus.path / name
        assert ours.read_bytes() == theirs.read_bytes(), name


def test_interruption_leaves_the_old_data_set(corpus_folder, built, tmp_path, monkeypatch):
    out = tmp_path / "data"
    shutil.copytree(built.corpus.path, out)
    (out / "README.md").write_text("kept")
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(building.schema, "package", stop)
    with pytest.raises(KeyboardInterrupt):
        build_corpus(corpus_folder, out, n_jobs=1, progress=False)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_an_interruption_waits_while_files_are_put_in_place(
    corpus_folder, built, tmp_path, monkeypatch
):
    real, moved = os.replace, []

    def replace(old, new):
        if not moved:
            signal.raise_signal(signal.SIGINT)
        moved.append(Path(new).name)
        real(old, new)

    monkeypatch.setattr(building.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        build_corpus(corpus_folder, tmp_path / "data", n_jobs=1, progress=False)
    assert set(moved) >= {*FILES, *LATER_FILES, "datapackage.json"}
    for name in (*FILES, *LATER_FILES, "datapackage.json"):
        assert (tmp_path / "data" / name).read_bytes() == (built.corpus.path / name).read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_description_fits_the_files(built):
    package = json.loads((built.corpus.path / "datapackage.json").read_text())
    for resource in package["resources"]:
        data = (built.corpus.path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    rows = {r["name"]: r.get("rowCount") for r in package["resources"]}
    assert rows["resolutions"] == len(built.corpus.resolutions) == 5
    assert rows["paragraphs"] == len(built.corpus.paragraphs)
    assert rows["sources"] == len(built.sources) == 6
    assert package["unres"]["metadata_without_file"] == ["A/RES/75/999"]
    kinds = {r["path"]: (r["format"], r["mediatype"]) for r in package["resources"]}
    assert kinds["sources.csv"] == ("csv", "text/csv")
    assert kinds["counts.parquet"] == ("parquet", "application/vnd.apache.parquet")
    fields = package["resources"][0]["schema"]["fields"]
    types = {field["name"]: field["type"] for field in fields}
    assert types["cites"] == types["sdgs"] == "array" and types["has_metadata"] == "boolean"
    assert (types["words"], types["adopted_on"], types["title"]) == ("integer", "date", "string")


def test_a_symbol_in_two_files_is_read_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(written.BELLS)
    sources = build_corpus(tmp_path, tmp_path / "out", n_jobs=1, progress=False).sources
    assert sources["status"].tolist() == ["read", "left out"]
    assert sources["reason"].iloc[1] == "A/RES/76/902 was read from a.xml"


@pytest.mark.skipif(os.name != "posix", reason="no such names everywhere")
def test_no_path_of_the_sources_is_a_formula(tmp_path):
    """A spreadsheet would run "=cmd..."; the table is read back as it was."""
    for name, text in (("=cmd.xml", written.BELLS), ("a.xml", written.LAMPS)):
        (tmp_path / name).write_text(text)
    built = build_corpus(tmp_path, tmp_path / "out", n_jobs=1, progress=False)
    assert built.corpus.sources["path"].tolist() == ["=cmd.xml", "a.xml"]
    assert built.sources["path"].tolist() == ["=cmd.xml", "a.xml"]
    lines = (tmp_path / "out" / "sources.csv").read_text().splitlines()
    assert [line.partition(",")[0] for line in lines] == ["path", "./=cmd.xml", "a.xml"]


def test_the_library_is_built_by_default(tmp_path, monkeypatch):
    """Named by the environment; a folder with an index keeps its texts, and takes the data set."""
    monkeypatch.delenv("UNRES_LIBRARY", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnresError, match="found no library library, expected a folder"):
        build_corpus(progress=False)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "bells.xml").write_text(written.BELLS)
    (tmp_path / "mine" / "index.csv").write_text("symbol\n")
    monkeypatch.setenv("UNRES_LIBRARY", "mine")
    built = build_corpus(n_jobs=1, progress=False)
    assert built.corpus.has_texts and built.corpus.path.as_posix() == "mine/data"


def test_what_was_built_shows_itself(corpus_folder, tmp_path):
    (tmp_path / "<b>").mkdir()
    out = tmp_path / "<b>" / "data"
    built = build_corpus(corpus_folder, out, n_jobs=1, progress=False)
    assert repr(built) == (
        "<Corpus of 5 resolutions, 35 paragraphs, 2019-12-12 to 2021-12-24> without texts in "
        f"{out}\n  5 files read\n  1 files left out"
    )
    shown = built._repr_html_()
    assert "5 files read, 1 files left out" in shown and "5, adopted 2019-12-12 to 2021" in shown
    assert "&lt;b&gt;" in shown and "<b>" not in shown
    assert "not held" in shown and f"{len(built.corpus.vocabulary)} words and phrases" in shown
    odd = building.Built(built.corpus, pd.DataFrame({"status": ["<i>"]}))
    assert ">1 files &lt;i&gt;</p>" in odd._repr_html_()
    told = build_corpus(corpus_folder, out, texts=True, n_jobs=1, progress=False)
    assert "35 paragraphs" in repr(told) and "> with texts in" in repr(told)
    assert ">held<" in told.corpus._repr_html_()


def test_nothing_to_read(tmp_path):
    with pytest.raises(UnresError, match="found no resolution in 'en' among 0 files"):
        build_corpus(tmp_path, tmp_path / "out", progress=False)
    with pytest.raises(ReadError):
        build_corpus(tmp_path / "nowhere", tmp_path / "out", progress=False)


def test_opening_what_is_not_whole(built, tmp_path, monkeypatch):
    out = tmp_path / "data"
    shutil.copytree(built.corpus.path, out)
    (out / "counts.parquet").write_bytes(b"half")
    with pytest.raises(UnresError, match="counts.parquet of 4 bytes"):
        open_corpus(out)
    (out / "counts.parquet").unlink()
    with pytest.raises(UnresError, match="no counts.parquet"):
        open_corpus(out)
    package = json.loads((out / "datapackage.json").read_text())
    package["unres"]["analyser"] = "0"
    (out / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(UnresError, match="analyser 0"):
        open_corpus(out)
    with pytest.raises(UnresError, match="no datapackage.json"):
        open_corpus(tmp_path)
    for content in ("", "[]", "{}", '{"resources": [{}], "unres": {"analyser": "1"}}'):
        (out / "datapackage.json").write_text(content)
        with pytest.raises(UnresError, match="that describes no data set, expected one made by"):
            open_corpus(out)
    monkeypatch.setenv("UNRES_DATA", str(built.corpus.path))
    assert open_corpus().path == built.corpus.path
    monkeypatch.setenv("UNRES_DATA", str(tmp_path))
    with pytest.raises(UnresError, match="no datapackage.json in .*set UNRES_DATA"):
        open_corpus()


def test_what_is_made_once_for_a_data_set(built):
    made = []

    @once_per_corpus
    def number(corpus):
        made.append(len(corpus))
        return made[-1]

    one, other = open_corpus(built.corpus.path), open_corpus(built.corpus.path)
    assert [number(one), number(one), number(other), number(one)] == [5] * 4
    assert made == [5, 5]  # once for each


def test_asking_for_what_is_not_there(small):
    with pytest.raises(UnresError, match="A/RES/1/1"):
        small.rows_of("A/RES/1/1")
    with pytest.raises(UnresError, match="'flamingo'"):
        small.term_counts(["flamingo"])
    assert small.term_counts(["lamps"]).sum() == 5
    assert len(small.rows_of(["A/RES/76/902"])) == 3
    both = small.rows_of(iter(["A/RES/76/904", "A/RES/76/902"])).tolist()  # order of the data set
    assert small.paragraphs["symbol"][both].drop_duplicates().tolist() == [
        "A/RES/76/902",
        "A/RES/76/904",
    ]
    assert both == sorted(both) and len(both) == 3 + 11
    assert small.columns(["lamps", "the"]) == [
        small.vocabulary["term"].tolist().index(term) for term in ("lamps", "the")
    ]
    assert repr(small) == "<Corpus of 5 resolutions, 35 paragraphs, 2019-12-12 to 2021-12-24>"
    assert (small.first_date, small.last_date) == ("2019-12-12", "2021-12-24")


def test_the_data_set_of_the_repository(corpus):
    assert len(corpus) == 2236
    assert corpus.resolutions["session"].value_counts()[74] == 313
    assert (corpus.sources["status"] == "read").sum() == 2236
    assert len(corpus.sources) == 2237
    assert sum(f.stat().st_size for f in corpus.path.rglob("*") if f.is_file()) < 50e6
    assert len(corpus.paragraphs) == corpus.counts.shape[0]


def test_datasheet_names_every_column(corpus):
    from unres_research.corpus import _schema as schema

    text = (corpus.path / "README.md").read_text()
    for name, fields in schema.COLUMNS.items():
        section = text.split(f"### `{name}.")[1].split("###")[0]
        for column, kind, description in fields:
            assert f"| `{column}` | {kind} | {description} |" in section


def test_datasheet_says_what_the_thresholds_keep(corpus):
    text = (corpus.path / "README.md").read_text()
    lengths = corpus.paragraphs["words"]
    for n, terms in corpus.vocabulary.groupby("n"):
        kept, every = terms["count"].sum(), (lengths - n + 1).clip(lower=0).sum()
        row = f"| {n} | {len(terms):,} | {kept:,} | {every:,} | {kept / every:.1%} |"
        assert row in text
