"""Files for others: what a comparison writes, tables, graphs."""

from __future__ import annotations

import json
from dataclasses import replace

import matplotlib

matplotlib.use("Agg")

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from html_reader import Reader

import unres_research as un
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution
from unres_research.show._beside import set_beside
from unres_research.symbols import normalise

TUNE = "Decides to tune the violins, drums and bells of all States."
FILES = [
    "index.html", "earlier.html", "later.html", "coverage.png", "over_time.png", "clauses.csv", "sources.csv",
    "later_use.csv", "citations.csv", "first_seen.csv",
]  # fmt: skip


def draft(text: str = TUNE, symbol: str = "A/80/L.91", date: str | None = None) -> Resolution:
    one = Paragraph("OP1", "operative", text, "1")
    return Resolution(symbol, "draft", "Lamps <i>", paragraphs=(one,), distributed_on=date)


@pytest.fixture
def found():
    return un.compare(draft(), example_corpus(), date="2025-01-01")


def test_a_comparison_is_written_whole(found, tmp_path):
    written = un.export.comparison(found, tmp_path / "new" / "folder")
    assert [path.name for path in written] == [*FILES, "comparison.json"]
    folder = tmp_path / "new" / "folder"
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in written)
    made = json.loads((folder / "comparison.json").read_text("utf-8"))
    assert made["earlier"]["covered_words"] == 11 and made == json.loads(
        json.dumps(found.to_dict())
    )
    clauses = pd.read_csv(folder / "clauses.csv")
    assert clauses[
        ["paragraph", "words", "earlier_matched_words", "new_words"]
    ].values.tolist() == [["OP1", 11, 11, 0]]
    assert pd.read_csv(folder / "sources.csv")["symbol"].iloc[0] == "A/RES/78/907"
    assert len(pd.read_csv(folder / "later_use.csv")) == 0
    assert set(pd.read_csv(folder / "citations.csv")["group"]) == {"borrowed, not cited"}
    for name in ("coverage.png", "over_time.png"):
        assert (folder / name).read_bytes().startswith(b"\x89PNG")
    import matplotlib.pyplot as plt

    assert plt.get_fignums() == []


@pytest.mark.parametrize("side", ["earlier", "later"])
def test_pages_name_the_text_and_say_what_figures_cannot_know(found, tmp_path, side):
    un.export.comparison(found, tmp_path)
    page = (tmp_path / f"{side}.html").read_text("utf-8")
    assert f"<h1>A/80/L.91: words in {side} resolutions</h1>" in page
    assert "The data set holds 16 resolutions adopted from 2023-05-01 to 2024-05-08" in page
    assert ("11 of 11 words" in page) == (side == "earlier")
    bare = replace(found, record=replace(found.record, symbol=None))
    un.export.comparison(bare, tmp_path)
    assert f"<h1>Lamps &lt;i&gt;: words in {side}" in (tmp_path / f"{side}.html").read_text("utf-8")


def test_without_shared_wording_there_is_nothing_to_draw_over_time(tmp_path):
    found = un.compare(draft("Thanks Malta."), example_corpus(), date="2025-01-01")
    names = [path.name for path in un.export.comparison(found, tmp_path)]
    assert "over_time.png" not in names and "coverage.png" in names


def test_beside_another_record_the_older_comes_first(found, tmp_path):
    other = draft(TUNE.replace("bells", "organs"), "A/80/L.92")
    names = [path.name for path in un.export.comparison(found, tmp_path, other)]
    assert names == [*FILES, "comparison.json", "redline.html", "redline.docx"]
    page = (tmp_path / "redline.html").read_text("utf-8")
    assert "<h1>A/80/L.91 and A/80/L.92</h1>" in page
    assert ">bells</del>" in page and ">organs</ins>" in page
    dates = ((None, None, "L.91"), ("2025-01-02", "2025-01-01", "L.92"), ("2025-01-01", None, "L.91"),
             ("2025-01-01", "2025-01-02", "L.91"), ("2025-01-01", "2025-01-01", "L.91"))  # fmt: skip
    for own, of_other, first in dates:
        here = replace(found, record=replace(found.record, distributed_on=own))
        beside = set_beside(here, replace(other, distributed_on=of_other))
        assert beside.alignment.before.symbol == f"A/80/{first}", (own, of_other)


def test_beside_a_resolution_of_the_data_set(found):
    beside = set_beside(found, "a/res/78/907")
    assert beside.name == "A/RES/78/907" and beside.advice == ""
    assert beside.alignment.counts()["same"] == 1
    assert beside.lines() == ["from A/80/L.91 to A/RES/78/907: 1 same"]
    with pytest.raises(UnresError, match="no A/RES/70/1 in the data set"):
        set_beside(found, "A/RES/70/1")


def test_beside_a_file(found, tmp_path):
    path = tmp_path / "other.txt"
    path.write_text("Lamps\n\nThe General Assembly,\n\n1. Decides to tune all bells.\n")
    beside = set_beside(found, path)
    assert beside.name == str(path) and len(beside.alignment.after) == 1
    assert beside.alignment.before is found.record
    named = tmp_path / "A_80_L.95.txt"
    named.write_bytes(path.read_bytes())
    assert set_beside(found, str(named)).name == "A/80/L.95"
    assert set_beside(found, beside) is beside


def test_where_the_words_are_not_at_hand_the_fingerprints_serve(found, tmp_path, monkeypatch):
    monkeypatch.setattr(type(found.corpus), "has_texts", property(lambda _: False))
    beside = set_beside(found, "A/RES/78/907")
    assert beside.alignment is None and "unres fetch A/RES/78/907" in beside.advice
    assert beside.lines() == [
        "beside A/RES/78/907: 1 of 1 paragraphs stand in it from first word to last, 1 under the "
        "same number"
    ]
    names = [path.name for path in un.export.comparison(found, tmp_path, beside)]
    assert names == [*FILES, "beside.csv", "comparison.json"]
    assert pd.read_csv(tmp_path / "beside.csv")["whole"].tolist() == [True]


def test_openers_that_changed_are_named(found):
    new = replace(
        found.record["OP1"], opener="Urges", text=TUNE.replace("Decides to", "Urges all to")
    )
    old = replace(found.record["OP1"], opener="Decides")
    here = replace(found, record=replace(found.record, paragraphs=(old,)))
    beside = set_beside(here, replace(found.record, symbol="A/80/L.92", paragraphs=(new,)))
    assert beside.lines() == [
        "from A/80/L.91 to A/80/L.92: 1 changed, 1 openers changed",
        "  OP1: “Decides” became “Urges”",
    ]


def test_a_folder_that_cannot_be_made(found, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UnresError, match="cannot be made"):
        un.export.comparison(found, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


def test_tables_are_written_without_row_numbers(found, tmp_path):
    un.export.comparison(found, tmp_path)
    tables = {"clauses": found.clauses(), "sources": found.earlier.sources}
    tables |= {"later_use": found.later.sources, "citations": found.by_citation()}
    tables |= {"first_seen": found.first_seen()}
    for stem, frame in tables.items():
        written = (tmp_path / f"{stem}.csv").read_bytes()
        assert written.startswith(",".join(frame.columns).encode() + b"\n")
        assert written.count(b"\n") == len(frame) + 1 and b"\r" not in written


def test_older_resolutions_are_a_table_of_their_own(lamps_and_older, tmp_path):
    text = draft("Requests the Secretary-General to keep the lamps of Fiji.", date="2025-01-01")
    written = un.export.comparison(un.compare(text, lamps_and_older), tmp_path)
    assert (tmp_path / "selection.csv") in written
    table = pd.read_csv(tmp_path / "selection.csv")  # eight words of OP1
    assert table[["symbol", "matched_words"]].values.tolist() == [["A/RES/60/901", 8]]
    first = pd.read_csv(tmp_path / "first_seen.csv")
    assert first[["collection", "run_words"]].values.tolist() == [["selection", 8]]


def test_no_title_is_a_formula_in_a_table(found, tmp_path):
    """Nor in the pages, where it is as it is printed."""
    evil = "=HYPERLINK(A1)"
    sources = found.earlier.sources.assign(title=evil)
    one = replace(found, earlier=replace(found.earlier, sources=sources))
    un.export.comparison(one, tmp_path)
    assert set(pd.read_csv(tmp_path / "sources.csv")["title"]) == {f"'{evil}"}
    assert evil in (tmp_path / "earlier.html").read_text("utf-8")


def test_graphs_come_back(tmp_path):
    graph = nx.DiGraph([("A/RES/2/1", "A/RES/1/1 <&>")])
    graph.nodes["A/RES/2/1"]["date"] = "2020-01-01"
    path = un.export.graphml(graph, tmp_path / "new" / "a.graphml")
    again = nx.read_graphml(path)
    assert sorted(again.edges) == sorted(graph.edges)
    assert again.nodes["A/RES/2/1"]["date"] == "2020-01-01"


def test_a_graph_of_the_invented_data_set_comes_back(tmp_path):
    graph = un.analyse.citations.graph(example_corpus())
    again = nx.read_graphml(un.export.graphml(graph, tmp_path / "a.graphml"))
    assert set(again) == set(graph) and normalise("A/RES/78/907") in again


def test_graphs_of_untrusted_names_are_written(tmp_path):
    """Control characters are no XML; what is missing is left out; the folder is made."""
    graph = nx.DiGraph(title="T\x00", day=pd.NaT)
    graph.add_node("A/\x0b1", title="Lamps \x00\x1b[31m\ufffe\ud800 of \u00e9", count=np.int64(3))
    graph.add_node("B", title=None, share=float("nan"), session=pd.NA, told=True, when=1.5, x=[1])
    graph.add_edge("A/\x0b1", "B", paragraphs=np.float64(2.5))
    path = un.export.graphml(graph, tmp_path / "new" / "folder" / "small.graphml")
    read = nx.read_graphml(path)
    assert read.nodes["A/1"] == {"title": "Lamps [31m of \u00e9", "count": 3}
    assert read.nodes["B"] == {"told": True, "when": 1.5, "x": "[1]"}
    assert read.edges["A/1", "B"] == {"paragraphs": 2.5}
    assert "A/\x0b1" in graph  # the graph itself is as it was


def test_what_is_no_graph_or_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(UnresError, match="found a list, expected a graph"):
        un.export.graphml([1], tmp_path / "x.graphml")
    (tmp_path / "file").write_text("")
    with pytest.raises(UnresError, match="cannot be written"):
        un.export.graphml(nx.DiGraph(), tmp_path / "file" / "x.graphml")


def test_the_first_page_says_what_was_compared_and_leads_to_the_files(found, tmp_path):
    other = replace(
        draft(TUNE.replace("bells", "organs"), "A/80/L.92", "2025-01-02"), title="Bells"
    )
    written = un.export.comparison(found, tmp_path, other)
    html = (tmp_path / "index.html").read_text("utf-8")
    seen = Reader(html)
    links = [value for tag, name, value in seen.attributes if (tag, name) == ("a", "href")]
    links.remove("#main")
    addresses = [f"https://docs.un.org/en/A/80/L.{n}" for n in (91, 92)]
    assert links[:2] == addresses
    assert sorted(links[2:]) == sorted(path.name for path in written[1:])
    assert [seen.cells[k : k + 5] for k in (0, 5)] == [
        ["before", "A/80/L.91", "none", "none", "Lamps <i>"],
        ["after", "A/80/L.92", "2025-01-02", "none", "Bells"],
    ]
    assert seen.cells[10:] == ["1"] and ">changed</th>" in html
    assert "11 of 11 words (100.0%) stand in runs of 6 or more words in earlier" in seen.text


def test_two_versions_of_one_draft_are_told_apart_by_their_files(tmp_path):
    """Both have one symbol: the heading and the table name the files, without their folders."""
    for name, words in (("old.txt", "Tunes the bells"), ("new.txt", "Tunes the organs")):
        text = f"A/80/L.91\n\nLamps\n\nThe General Assembly,\n\n1. {words} of all harbours."
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = un.compare(un.load(tmp_path / "old.txt"), example_corpus(), date="2025-01-01")
    un.export.comparison(found, tmp_path / "made", tmp_path / "new.txt")
    seen = Reader((tmp_path / "made" / "index.html").read_text("utf-8"))
    assert [seen.cells[k + 3] for k in (0, 5)] == ["old.txt", "new.txt"]
    assert "old.txt and" in seen.text and "A/80/L.91 and A/80/L.91" not in seen.text


def test_the_first_page_of_a_text_alone_and_beside_fingerprints(found, tmp_path, monkeypatch):
    bare = replace(found, record=replace(found.record, symbol=None))
    un.export.comparison(bare, tmp_path)
    seen = Reader((tmp_path / "index.html").read_text("utf-8"))
    assert seen.cells == ["compared", "none", "none", "none", "Lamps <i>"]
    assert not [v for t, n, v in seen.attributes if n == "href" and "docs.un.org" in v]
    monkeypatch.setattr(type(found.corpus), "has_texts", property(lambda _: False))
    un.export.comparison(found, tmp_path, "A/RES/78/907")
    seen = Reader((tmp_path / "index.html").read_text("utf-8"))
    assert seen.cells[5:7] == ["beside", "A/RES/78/907"]
    assert seen.cells[8] == "of the data set"
    assert "unres fetch A/RES/78/907" in seen.text
    assert "beside.csv" in seen.text and "redline.docx" not in seen.text
