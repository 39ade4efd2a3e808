"""Openers of a text beside those of the data set, by hand and counted again."""

from __future__ import annotations

import pytest

from unres_research import loads
from unres_research.analyse._openers import lemma, opener_shares
from unres_research.corpus import example_corpus


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Looks forward to", "looks forward"),
        ("Also looks forward", "looks forward"),
        ("Takes note of the", "takes note"),
        ("Takes note with appreciation", "takes note with appreciation"),
        ("Noting also with concern", "noting with concern"),
        ("Noting with concern also", "noting with concern"),
        ("Expresses its concern", "expresses concern"),
        ("Calls once again upon", "calls upon"),
        ("Once more urges", "urges"),
        ("Welcoming in this regard", "welcoming"),
        ("Calls for", "calls for"),  # another act than "calls upon"
        ("Further", "further"),  # nothing else is left
    ],
)
def test_lemmas(printed, expected):
    assert lemma(printed) == expected


TEXT = """A/78/L.990
The General Assembly,

Recalling also its wish for lamps,

1. *Looks forward to* many lamps;

2. Also decides to light them;

3. Decides to clean them."""


def test_shares_by_hand(made):
    corpus = made(
        ("A/RES/77/701", "1 June 2023", "Lamps", "Recalling its love of lamps,", "1. Decides to see;"),
        ("A/RES/77/702", "2 June 2023", "Wicks", "1. Further decides to hear;", "2. Urges all to smell;"),
    )  # fmt: skip
    table = opener_shares(loads(TEXT), corpus)
    assert table.values.tolist() == [
        ["preambular", "Recalling also", 1, 1, 1, 1, 1],
        ["operative", "Also decides", 2, 3, 2 / 3, 2, 2 / 3],
        ["operative", "Looks forward to", 1, 3, 1 / 3, 0, 0],
    ]
    bare = loads("A/78/L.991\nThe General Assembly,\n\n1. Zythum is brewed in the harbour.")
    assert opener_shares(bare, corpus).empty


def test_a_data_set_without_preambles_has_no_share():
    table = opener_shares(loads(TEXT), example_corpus()).set_index("opener")
    assert table["share_in_corpus"].isna().to_dict() == {
        "Recalling also": True, "Also decides": False, "Looks forward to": False,
    }  # fmt: skip


def test_openers_of_the_data_set(corpus):
    """What the built-in text looks forward to, and the data set under other italics."""
    table = opener_shares(loads(TEXT), corpus).set_index("opener")
    there = corpus.paragraphs[corpus.paragraphs["kind"] == "operative"]["opener"].dropna()
    forms = {"Looks forward", "Also looks forward", "Further looks forward", "Looks forward to",
             "Looks forward with"}  # fmt: skip
    assert table.loc["Looks forward to", "in_corpus"] >= there.isin(forms).sum() >= 100
