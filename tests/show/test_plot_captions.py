"""Captions of figures: every one says what it shows, of how much, and what it does not."""

from __future__ import annotations

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest
from test_mandate_plots import BY_COMMITTEE
from test_plot import comparison, keyness_rows, sources_of
from test_spread_plots import EMERGING, RISE, SPREAD
from test_topic_plots import SMALL, sheet_of
from test_trend_plots import GROUND, SHARES, TRENDS
from test_who_plots import pairs, placed

import unres_research as un
from unres_research.analyse import Reworded
from unres_research.records import Paragraph, Resolution
from unres_research.show._captions import caption_of

LAMPS = Resolution(
    "A/80/L.91",
    "draft",
    "Lamps",
    paragraphs=(
        Paragraph("PP1", "preambular", "Noting the lamps,", opener="Noting"),
        Paragraph("OP1", "operative", "Decides to meet at sea:", "1", opener="Decides"),
        Paragraph("A1.1", "annex", "Not counted", "1", annex=1),
    ),
)
GROUPS = {
    "this text": pd.DataFrame({"prevalence": [0.5, 0.25]}, index=["sea", "land"]),
    "all": pd.DataFrame({"prevalence": [0.4, 0.2], "low": 0.1, "high": 0.6}, index=["sea", "land"]),
}
GROUPS["all"].attrs = {"words": 1200, "resolutions": 30, "series": 12}
BY_SESSION = pd.DataFrame(
    {"group": [77, 78], "topic": "sea", "prevalence": [0.25, 0.5], "low": 0.2, "high": 0.6,
     "reason": "", "resolutions": [3, 4]}
)  # fmt: skip
NEW = pd.DataFrame(
    {"session": [77, 78], "resolutions": [30, 1_000], "share": [0.25, 0.5],
     "share_low": [0.2, 0.4], "share_high": [0.3, 0.6]}
)  # fmt: skip
NEW.attrs = {"memory": 3, "until": "06-04"}
ACTS = pd.DataFrame(
    {"group": ["a", "b"], "act": "directive", "share": 0.5, "low": 0.4, "high": 0.6,
     "paragraphs": [20, 1]}
)  # fmt: skip


def compared():
    corpus = un.corpus.example_corpus()
    return un.compare(corpus.resolution("A/RES/78/908"), corpus)


def cited():
    graph = nx.DiGraph([("b", "a"), ("c", "b"), ("b", "d"), ("c", "e"), ("a", "e")])
    dates = {n: f"202{k}-01-01" for k, n in enumerate("abcde")}
    nx.set_node_attributes(graph, dates, "date")
    kinds = {"a": "cited", "b": "text", "c": "cites", "d": "cited", "e": "near"}
    nx.set_node_attributes(graph, kinds, "relation")
    graph.graph.update(left_out=4, left_out_near=1)
    return graph


def voted():
    table = pd.DataFrame(
        {"symbol": ["A/RES/78/1", "A/RES/78/2"], "series": "A/RES/77/1", "new": [0.5, 0.1],
         "net": [0.25, 0.0], "voted_both": [8, 8]}
    )  # fmt: skip
    return Reworded(un.corpus.example_corpus(), table, pd.DataFrame())


def few_states():
    return nx.Graph([("Fiji", "Malta"), ("Malta", "Peru")], least=5, weight="shared")


DRAWN = {
    "adoption": lambda: un.plot.adoption(SPREAD),
    "agreement": lambda: un.plot.agreement(pairs()),
    "background": lambda: un.plot.background(GROUND),
    "behind": lambda: un.plot.behind(un.analyse.behind(compared())),
    "citations": lambda: un.plot.citations(cited()),
    "cosponsors": lambda: un.plot.cosponsors(few_states()),
    "coverage": lambda: un.plot.coverage(compared()),
    "emerging": lambda: un.plot.emerging(EMERGING),
    "heat": lambda: un.plot.heat(SHARES),
    "keyness": lambda: un.plot.keyness(keyness_rows([2.0, 1.0, -1.0])),
    "mandates": lambda: un.plot.mandates(BY_COMMITTEE),
    "new_wording": lambda: un.plot.new_wording(NEW),
    "over_time": lambda: un.plot.over_time(compared()),
    "positions": lambda: un.plot.positions(placed()),
    "reworded": lambda: un.plot.reworded(voted()),
    "rise": lambda: un.plot.rise(RISE),
    "slopes": lambda: un.plot.slopes(TRENDS),
    "sources": lambda: un.plot.sources(compared()),
    "speech_acts": lambda: un.plot.speech_acts(ACTS),
    "structure": lambda: un.plot.structure(LAMPS),
    "topic_map": lambda: un.plot.topic_map(SMALL),
    "topic_profile": lambda: un.plot.topic_profile(GROUPS, ["sea", "land"]),
    "topic_sheet": lambda: un.plot.topic_sheet(sheet_of(), "sea"),
    "topic_trends": lambda: un.plot.topic_trends(BY_SESSION),
    "trends": lambda: un.plot.trends(TRENDS),
}

# what stands in the tables above, counted by hand
SHOWS = {
    "adoption": "so far that have used “x” and “y”, by session",
    "agreement": "each two of 3 States",
    "background": "Resolutions; recorded votes and firmness, by session",
    "behind": "each paragraph of A/RES/78/908 (1); 1 shares a run",
    "citations": "2 documents that it cites, above, and 1 that cite it, below; 1 more tied to "
    "two or more of these; 5 more are left out",
    "cosponsors": "3 States and the 2 pairs of them that sponsor 5 resolutions or more",
    "coverage": "each paragraph of A/RES/78/908 (1) that stand in runs of 6 words or more in earlier "
    "(left) and later (right) resolutions; 15 resolutions of 2023-05-01 to 2024-05-08",
    "emerging": "2 that rose, 1 that fell",
    "heat": "Share of resolutions with “x” and “y”, by session; 2,025 resolutions with 240,400 words",
    "keyness": "2 used more often, 1 less often",
    "mandates": "by committee: reports asked for and resolutions with new means",
    "new_wording": "looking 3 sessions back; each session to 06-04 (month and day); 1,030 "
    "resolutions",
    "over_time": "1 earlier and 0 later; named are those with most such words, 1 earlier and 0",
    "positions": "5 States, from 80 contested roll calls of 40 series",
    "reworded": "2 resolutions and their predecessors, both put to a vote, in 1 series",
    "rise": "occurrences of “x” is made of: -3 in all",
    "slopes": "from session 74 to 76; 2,025 resolutions",
    "sources": "1 earlier resolution of the data set shares runs of 6 words or more with A/RES/78/908",
    "speech_acts": "a (20 paragraphs); b (1 paragraph)",
    "structure": "2 preambular, operative and sub-paragraphs of A/80/L.91: 8 words",
    "topic_map": "4 topics of a model of 7 resolutions in 3 themes",
    "topic_profile": "2 topics in the words of: this text; all (1,200 words, 30 resolutions, 12 series)",
    "topic_sheet": "“sea”, one of 2 in a model of 2 resolutions",
    "topic_trends": "“sea”, by group, 77 to 78; 7 resolutions",
    "trends": "Occurrences in 10,000 words of “x” and “y”, by session; 2,025 resolutions",
}  # fmt: skip


def test_every_figure_is_here():
    assert set(DRAWN) == set(SHOWS) == set(un.plot.__all__)


@pytest.mark.parametrize("name", un.plot.__all__)
def test_every_figure_says_what_it_shows_and_what_not(name):
    drawn = DRAWN[name]()
    caption = caption_of(drawn)
    assert SHOWS[name] in caption.shows
    for said in (caption.shows, caption.limits):
        assert said.endswith(".") and not said.endswith("..") and not said[0].islower()
        assert "  " not in said and "nan" not in said.split() and "None" not in said
        assert "A/78/L.86" not in said
    plt.close("all")


def test_an_axes_of_ones_own_says_it_too():
    ax = plt.subplots()[1]
    un.plot.structure(LAMPS, ax)
    assert "8 words" in caption_of(ax.figure).shows


def test_groups_are_named_with_their_units():
    corpus = un.corpus.example_corpus()
    symbols = corpus.resolutions.index.tolist()
    found = un.keyness(corpus, {"early": symbols[:8], "late": symbols[8:]}, terms=["protect"])
    said = caption_of(un.plot.keyness(found.to_frame("early"))).shows
    assert (
        "set early (8 resolutions in 8 series) apart from late (8 resolutions in 8 series)" in said
    )


def test_a_text_without_a_symbol_is_named_by_its_title_or_not_at_all():
    for title, name in (("Lamps", "of “Lamps”:"), ("", "of the text:")):
        text = Resolution(None, "draft", title, paragraphs=LAMPS.paragraphs)
        assert name in caption_of(un.plot.structure(text)).shows


def test_nothing_shared_is_said():
    said = caption_of(un.plot.over_time(comparison())).shows
    assert said.endswith("0 earlier and 0 later.")


def test_few_of_many_sources_are_drawn():
    table = sources_of(symbol=["A/RES/1/1", "A/RES/1/2", "A/RES/1/3"], dates=["2020-01-01"] * 3)
    said = caption_of(un.plot.sources(comparison(table), n=2)).shows
    assert "3 earlier resolutions" in said and said.endswith(
        "2 of them with most shared words are drawn."
    )


def test_a_caption_of_passages_speaks_of_the_text():
    from unres_research.analyse._trends._sentences import ANY

    one = SPREAD[SPREAD["term"] == "x"]
    total = one["with_term"].sum() if "with_term" in one else None
    said = caption_of(un.plot.adoption(one.assign(term=ANY)))
    assert said.shows.startswith("Resolutions so far that have a passage of six words or more that")
    assert "used" not in said.shows and "need not have them from the text" in said.limits
    assert total is None or f"by session: {total}; parted" in said.shows
