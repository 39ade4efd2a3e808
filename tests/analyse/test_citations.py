"""Citations as a graph: by hand, and against counts made with sets and with networkx."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import networkx as nx
import pytest
import written
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_research._names import BODY_KINDS
from unres_research.analyse import citations
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext

RECALL = "Recalling its resolutions {} on gulls,"
ROWS = (
    ("A/RES/75/801", "1 June 2021", "Gulls", "1. Decides to count all gulls of the bay."),
    ("A/RES/76/801", "1 June 2022", "Gulls again", RECALL.format("75/801 and 70/1"), "1. Recalls resolution 75/801 once more;"),
    ("A/RES/76/802", "1 June 2022", "Terns", RECALL.format("75/801 and 76/801")),
    ("A/RES/77/801", "1 June 2023", "Puffins", RECALL.format("76/801, 76/802 and 70/1"), "1. Asks all to help."),
)  # fmt: skip


@pytest.fixture(scope="module")
def birds(made):
    return made(*ROWS)


@pytest.fixture(scope="module")
def found(birds):
    return citations.graph(birds)


def test_edges_and_attributes_by_hand(found):
    assert {(a, b): d["paragraphs"] for a, b, d in found.edges(data=True)} == {
        ("A/RES/76/801", "A/RES/75/801"): 2,
        ("A/RES/76/801", "A/RES/70/1"): 1,
        ("A/RES/76/802", "A/RES/75/801"): 1,
        ("A/RES/76/802", "A/RES/76/801"): 1,
        ("A/RES/77/801", "A/RES/76/801"): 1,
        ("A/RES/77/801", "A/RES/76/802"): 1,
        ("A/RES/77/801", "A/RES/70/1"): 1,
    }
    assert found.nodes["A/RES/76/802"] == {
        "title": "Terns",
        "date": "2022-06-01",
        "year": "2022",
        "session": "76",
        "committee": "",
        "in_data": True,
    }
    assert found.nodes["A/RES/70/1"] == {
        "title": "",
        "date": "",
        "year": "2015/16",
        "session": "70",
        "committee": "",
        "in_data": False,
    }


@pytest.mark.parametrize(
    ("symbol", "year", "session"),
    [
        ("A/RES/54/4", "1999/00", "54"),  # opened in September 1999
        ("A/RES/217 A (III)", "1948/49", "3"),
        ("S/RES/1325 (2000)", "2000", ""),
        ("A/RES/S-27/2", "", "S-27"),
        ("A/RES/ES-10/20", "", "ES-10"),
        ("E/RES/2003/3", "", ""),
        ("my own", "", ""),
    ],
)
def test_what_a_symbol_tells_of_its_date(symbol, year, session):
    assert citations._told_by(symbol) == {"year": year, "session": session}


def test_special_sessions_have_their_name(corpus):
    graph = citations.graph(corpus, outside=False)
    table = corpus.resolutions
    for symbol in table.index[table["session"].isna()]:
        assert graph.nodes[symbol]["session"] == symbol.split("/")[2]


def test_footnotes_cite_without_a_paragraph(small):
    """LAMPS cites 70/1 in PP1, and resolution 1325 (2000) in a footnote of it."""
    edges = citations.graph(small).edges
    assert edges["A/RES/75/901", "A/RES/70/1"]["paragraphs"] == 1
    note = edges["A/RES/75/901", "S/RES/1325 (2000)"]["paragraphs"]
    table = small.paragraphs
    assert note == sum("S/RES/1325 (2000)" in set(c) for c in table["cites"])


def test_without_what_is_outside(birds):
    inside = citations.graph(birds, outside=False)
    assert set(inside) == set(birds.resolutions.index)
    assert inside.number_of_edges() == 5


def test_own_texts(birds, small):
    own = plaintext.parse(written.DRAFT)
    graph = citations.graph(small, [("mine", own)])
    assert graph.nodes["mine"]["date"] == "2022-11-03"
    assert not graph.nodes["mine"]["in_data"]
    assert {c: d["paragraphs"] for _, c, d in graph.out_edges("mine", data=True)} == {
        c: sum(c in p.cites for p in own.body) for c in own.cites
    }
    assert graph["mine"]["A/RES/75/901"]["paragraphs"] == 1
    with pytest.raises(UnresError, match="already"):
        citations.graph(birds, [("A/RES/75/801", own)])
    with pytest.raises(UnresError, match="already"):
        citations.graph(birds, [("mine", own), ("mine", own)])


def test_texts_that_cite_each_other(birds):
    """The first text cites the second: its edge is there without outside documents too."""
    one = plaintext.parse("The General Assembly,\n\n1. Recalls its resolution 78/999.")
    other = plaintext.parse("The General Assembly,\n\n1. Recalls its resolution 75/801.")
    graph = citations.graph(birds, [("one", one), ("A/RES/78/999", other)], outside=False)
    assert graph.has_edge("one", "A/RES/78/999")


def test_what_cites_itself_has_no_edge_to_itself(birds):
    own = plaintext.parse("The General Assembly,\n\n1. Recalls resolutions 78/999 and 75/801.")
    assert set(own.cites) == {"A/RES/78/999", "A/RES/75/801"}
    for outside in (True, False):
        graph = citations.graph(birds, [("A/RES/78/999", own)], outside=outside)
        assert set(graph.successors("A/RES/78/999")) == {"A/RES/75/801"}
        assert not list(nx.selfloop_edges(graph))
        assert list(graph.predecessors("A/RES/78/999")) == []


def test_a_paragraph_that_cites_twice_counts_once_and_a_text_has_its_own_attributes(birds):
    own = plaintext.parse(
        "The General Assembly,\n\nRecalling its resolution 75/801, and again resolution 75/801,\n\n"
        "1. Recalls resolution 75/801."
    )
    own = replace(
        own,
        title="Mine",
        session=78,
        committee="Second",
        adopted_on="2024-05-02",
        distributed_on="2024-05-01",
    )
    graph = citations.graph(birds, [("mine", own)])
    assert graph.edges["mine", "A/RES/75/801"]["paragraphs"] == 2
    assert graph.nodes["mine"] == {
        "title": "Mine", "date": "2024-05-02", "year": "2024", "session": "78", "committee": "Second", "in_data": False,
    }  # fmt: skip
    draft = replace(own, adopted_on=None, session=None, committee=None)
    node = citations.graph(birds, [("mine", draft)]).nodes["mine"]
    assert (node["date"], node["session"], node["committee"]) == ("2024-05-01", "", "")
    bare = citations.graph(birds, [("mine", replace(draft, distributed_on=None))])
    assert bare.nodes["mine"]["date"] == ""


def test_graph_of_the_data_set(corpus):
    """Edges are the citations of the table, and paragraphs those of the paragraphs."""
    table = corpus.resolutions
    graph = citations.graph(corpus)
    expected = {(s, c) for s, cites in table["cites"].items() for c in cites if c != s}
    assert set(graph.edges) == expected
    body = corpus.paragraphs[corpus.paragraphs["kind"].isin(BODY_KINDS)]
    counts = (
        body.assign(row=range(len(body)))[["row", "symbol", "cites"]]
        .explode("cites")
        .dropna()
        .drop_duplicates()
        .groupby(["symbol", "cites"])
        .size()
    )
    for (a, b), n in counts.items():
        if a != b:
            assert graph.edges[a, b]["paragraphs"] == n
    assert sum(d["paragraphs"] for *_, d in graph.edges(data=True)) == sum(
        n for (a, b), n in counts.items() if a != b
    )
    assert all(isinstance(v, str | bool) for _, d in graph.nodes(data=True) for v in d.values())


def test_neighbours_by_hand(found):
    table = citations.neighbours(found, "A/RES/76/801")
    assert table[["symbol", "relation", "paragraphs", "cited_by"]].values.tolist() == [
        ["A/RES/70/1", "cited", 1, 2],  # without a date, before the dated
        ["A/RES/75/801", "cited", 2, 2],
        ["A/RES/76/802", "cites", 1, 1],
        ["A/RES/77/801", "cites", 1, 0],
    ]
    assert citations.neighbours(found, "A/RES/70/1")["relation"].tolist() == ["cites", "cites"]
    alone = nx.DiGraph()
    alone.add_node("x")
    assert citations.neighbours(alone, "x").empty


def test_a_graph_of_your_own_may_have_nothing_but_edges():
    bare = nx.DiGraph([("c", "b"), ("b", "a")])
    assert citations.neighbours(bare, "b").values.tolist() == [
        ["a", "cited", "", "", 0, 1],
        ["c", "cites", "", "", 0, 0],
    ]
    # without dates an edge counts when nothing cites the one, or the other cites nothing
    assert citations.main_path(bare, "c").values.tolist() == [
        ["c", "", "", 0, 0.0],
        ["b", "", "", 1, 1.0],
        ["a", "", "", 1, 1.0],
    ]


@pytest.mark.parametrize("name", ["neighbours", "coupling", "cocitation", "main_path", "around"])
def test_an_unknown_symbol_is_refused(found, name):
    with pytest.raises(UnresError, match="A/RES/1/1.*texts="):
        getattr(citations, name)(found, "A/RES/1/1")


def test_coupling_by_hand(found):
    """76/801 cites 75/801 (cited twice) and 70/1 (twice); 76/802 has the first, 77/801 the second."""
    table = citations.coupling(found, "A/RES/76/801").set_index("symbol")
    assert table["common"].to_dict() == {"A/RES/76/802": 1, "A/RES/77/801": 1}
    assert table["jaccard"].to_dict() == {"A/RES/76/802": 1 / 3, "A/RES/77/801": 1 / 4}
    assert table["weighted"].tolist() == [1 / math.log(3)] * 2
    plain = citations.coupling(found, "A/RES/76/802")
    assert plain["symbol"].tolist() == ["A/RES/76/801", "A/RES/77/801"]  # equal: by symbol
    assert plain.index.tolist() == [0, 1]


def test_cocitation_by_hand(found):
    """76/801 is cited by 76/802 (which cites two) and by 77/801 (which cites three)."""
    table = citations.cocitation(found, "A/RES/76/801").set_index("symbol")
    assert table["common"].to_dict() == {"A/RES/75/801": 1, "A/RES/76/802": 1, "A/RES/70/1": 1}
    assert table["jaccard"].to_dict() == {
        "A/RES/75/801": 1 / 3,  # cited by 76/801 and 76/802
        "A/RES/76/802": 1 / 2,  # by 77/801
        "A/RES/70/1": 1 / 3,  # by 76/801 and 77/801
    }
    assert table["weighted"].to_dict() == pytest.approx(
        {
            "A/RES/75/801": 1 / math.log(3),
            "A/RES/76/802": 1 / math.log(4),
            "A/RES/70/1": 1 / math.log(4),
        }
    )
    assert table.index[0] == "A/RES/75/801"
    assert citations.cocitation(found, "A/RES/77/801").empty


def test_coupling_of_the_data_set(corpus):
    """Counts and weights from the lists of what each resolution cites."""
    graph = citations.graph(corpus)
    symbol = "A/RES/78/311"
    table = citations.coupling(graph, symbol)
    cites = {s: set(c) - {s} for s, c in corpus.resolutions["cites"].items()}
    own = cites[symbol]
    expected = {s: len(own & c) for s, c in cites.items() if s != symbol and own & c}
    assert dict(zip(table["symbol"], table["common"], strict=True)) == expected
    times = Counter(c for some in cites.values() for c in some)
    for row in table.iloc[:20].itertuples():
        theirs = cites[row.symbol]
        assert row.jaccard == pytest.approx(len(own & theirs) / len(own | theirs))
        weight = sum(1 / math.log(1 + times[c]) for c in own & theirs)
        assert row.weighted == pytest.approx(weight)
    assert table["weighted"].is_monotonic_decreasing


def test_cocitation_of_the_data_set(corpus):
    graph = citations.graph(corpus)
    cites = {s: set(c) - {s} for s, c in corpus.resolutions["cites"].items()}
    citing = [c for c in cites.values() if "A/RES/70/1" in c]
    expected = Counter(other for c in citing for other in c if other != "A/RES/70/1")
    table = citations.cocitation(graph, "A/RES/70/1")
    assert dict(zip(table["symbol"], table["common"], strict=True)) == dict(expected)


DAYS = ["", "2020-01-01", "2021-01-01", "2022-01-01"]
SYMBOLS = [f"A/RES/7{k % 3 + 4}/{9 + k}" for k in range(7)]


@settings(max_examples=200, deadline=None)
@given(
    edges=st.sets(st.tuples(st.sampled_from(SYMBOLS), st.sampled_from(SYMBOLS)), max_size=30),
    days=st.lists(st.sampled_from(DAYS), min_size=7, max_size=7),
)
def test_no_path_goes_round(edges, days):
    graph = nx.DiGraph([(a, b) for a, b in edges if a != b])
    graph.add_nodes_from(SYMBOLS)
    nx.set_node_attributes(graph, dict(zip(SYMBOLS, days, strict=True)), "date")
    clean = citations._acyclic(graph)
    assert nx.is_directed_acyclic_graph(clean)
    assert set(clean.edges) <= set(graph.edges) and set(clean) == set(graph)
    dated = {s for s in SYMBOLS if graph.nodes[s]["date"]}
    for citing, cited in graph.edges:  # what leads back in time stays
        if {citing, cited} <= dated and graph.nodes[cited]["date"] < graph.nodes[citing]["date"]:
            assert clean.has_edge(citing, cited)


def test_same_day_and_undated(found):
    """76/802 cites 76/801 of the same day: the smaller number is the older. Sources have no day."""
    assert set(citations._acyclic(found).edges) == set(found.edges)
    turned = nx.DiGraph([("A/RES/76/9", "A/RES/76/10")])
    nx.set_node_attributes(turned, "2022-06-01", "date")
    assert not citations._acyclic(turned).edges
    assert citations._acyclic(turned.reverse()).edges == turned.reverse().edges


def test_a_name_of_ones_own_is_newer_than_a_symbol_of_the_same_day():
    graph = nx.DiGraph([("mine", "A/RES/76/9"), ("A/RES/76/9", "mine"), ("mine", "another")])
    nx.set_node_attributes(graph, "2022-06-01", "date")
    assert set(citations._acyclic(graph).edges) == {("mine", "A/RES/76/9"), ("mine", "another")}


def test_the_data_set_has_no_round_path_left(corpus):
    graph = citations.graph(corpus)
    clean = citations._acyclic(graph)
    left_out = set(graph.edges) - set(clean.edges)
    assert nx.is_directed_acyclic_graph(clean)
    days = corpus.resolutions["adopted_on"]
    for citing, cited in left_out:
        assert days[cited] >= days[citing]
    assert len(left_out) < graph.number_of_edges() / 1000


def test_main_path_by_hand(found):
    """Three ways lead from 77/801 to 75/801: two begin with 76/802, and of these one goes on
    over 76/801, as the third does. From 76/802 both edges carry one way: the later is taken.
    """
    table = citations.main_path(found, "A/RES/77/801")
    assert table[["symbol", "ways", "share"]].values.tolist() == [
        ["A/RES/77/801", 0, 0],
        ["A/RES/76/802", 2, 2 / 3],
        ["A/RES/76/801", 1, 1 / 3],
        ["A/RES/75/801", 2, 2 / 3],
    ]
    assert table["title"].tolist() == ["Puffins", "Terns", "Gulls again", "Gulls"]


def brute_main_path(graph, symbol):
    """List every way to a source, and count through which edges they lead."""
    sinks = [s for s in nx.descendants(graph, symbol) if not graph.out_degree(s)]
    ways = [p for sink in sinks for p in nx.all_simple_paths(graph, symbol, sink)]
    through = Counter(edge for way in ways for edge in zip(way, way[1:], strict=False))
    path = [(symbol, 0)]
    while options := [
        (through[e], graph.nodes[e[1]]["date"], e[1]) for e in graph.out_edges(path[-1][0])
    ]:
        n, _, node = max(options)
        path.append((node, n))
    return path, len(ways)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=25))
def test_main_path_equals_all_ways_listed(pairs):
    graph = nx.DiGraph([(f"A/RES/75/{b}", f"A/RES/75/{a}") for a, b in pairs if a < b])
    graph.add_node("A/RES/75/7")
    nx.set_node_attributes(graph, {s: f"2021-01-0{s[-1]}" for s in graph if s[-1] != "0"}, "date")
    graph.add_node("A/RES/75/0", date="2020-12-31")
    table = citations.main_path(graph, "A/RES/75/7")
    path, total = brute_main_path(graph, "A/RES/75/7")
    assert list(zip(table["symbol"], table["ways"], strict=True)) == path
    assert table["share"].tolist() == pytest.approx([n / max(1, total) for _, n in path])


def test_main_path_of_a_text_without_a_date(birds):
    own = plaintext.parse("The General Assembly,\n\n1. Recalls its resolution 76/802.")
    graph = citations.graph(birds, [("mine", own)])
    table = citations.main_path(graph, "mine")
    assert table["symbol"].tolist()[:2] == ["mine", "A/RES/76/802"]
    assert table["symbol"].iloc[-1] == "A/RES/75/801"


def test_main_path_of_the_data_set(corpus):
    graph = citations.graph(corpus)
    table = citations.main_path(graph, "A/RES/78/311")
    assert table["date"].is_monotonic_decreasing
    for citing, cited in zip(table["symbol"], table["symbol"][1:], strict=False):
        assert cited in set(corpus.resolutions["cites"][citing])
    last = set(corpus.resolutions["cites"][table["symbol"].iloc[-1]])
    days = corpus.resolutions["adopted_on"]
    inside = [s for s in last & set(days.index) if days[s] < days[table["symbol"].iloc[-1]]]
    assert not inside


def test_around_by_hand(found):
    part = citations.around(found, "A/RES/76/801")
    assert dict(part.nodes(data="relation")) == {
        "A/RES/76/801": "text",
        "A/RES/75/801": "cited",
        "A/RES/76/802": "cites",
        "A/RES/77/801": "cites",
        "A/RES/70/1": "cited",
    }
    assert set(part.edges) == set(found.edges)
    assert "relation" not in found.nodes["A/RES/76/801"]  # a copy
    # of 75/801 only its two citing texts are at hand, and 77/801 is tied to both
    first = citations.around(found, "A/RES/75/801")
    assert dict(first.nodes(data="relation"))["A/RES/77/801"] == "near"
    # 70/1 is cited by one of them alone: not near
    assert "A/RES/70/1" not in first


def test_who_cites_and_is_cited_by_one_only_is_not_near():
    """y and x cite each other, which is one tie."""
    graph = nx.DiGraph([("x", "text"), ("x", "y"), ("y", "x")])
    assert "y" not in citations.around(graph, "text")


def test_around_takes_just_so_many_and_those_that_it_holds_first():
    """The text cites a, b (outside the data set) and c; d and e are tied to two of them, f to one."""
    graph = nx.DiGraph(
        [("t", "a"), ("t", "b"), ("t", "c"), ("d", "a"), ("d", "c"), ("e", "a"), ("e", "b"), ("e", "c"), ("f", "a"), ("g", "a"), ("g", "c")]
    )  # fmt: skip
    graph.add_nodes_from("tacdef", in_data=True)
    graph.add_nodes_from("bg", in_data=False)
    expected = ["t", "a", "c", "b", "e", "d"]  # e has three ties, d two; g is outside
    for most in range(7):
        part = citations.around(graph, "t", most=most)
        assert list(part) == expected[: most + 1]
        assert part.graph["left_out"] == max(0, 3 - most)
    # with the first two alone, who is tied to both (b is outside) counts as near
    assert [citations.around(graph, "t", most=n).graph["left_out_near"] for n in (3, 4, 5)] == [
        2,
        1,
        0,
    ]
    assert citations.around(graph, "t", most=1).graph["left_out_near"] == 0
    part = citations.around(graph, "t", most=5)
    assert dict(part.nodes(data="relation")) == dict(
        zip(expected, ["text", "cited", "cited", "cited", "near", "near"], strict=True)
    )
    assert part.edges == graph.subgraph(expected).edges


@pytest.mark.parametrize("most", [0, 1, 5, 24, 60])
def test_around_is_bounded(corpus, most):
    graph = citations.graph(corpus)
    for symbol in ("A/RES/78/265", "A/RES/79/1", "A/RES/70/1"):
        part = citations.around(graph, symbol, most=most)
        assert len(part) == min(most, len(part) - 1) + 1
        assert set(part.edges) == set(graph.subgraph(part).edges)
        for other, relation in part.nodes(data="relation"):
            tied = graph.has_edge(symbol, other) or graph.has_edge(other, symbol)
            assert tied == (relation in ("cited", "cites"))
