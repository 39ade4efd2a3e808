"""Votes and sponsors joined with words, worked by hand on seven invented resolutions."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from html_reader import Reader
from scipy.stats import hypergeom

import unres_research as un
from unres_research.analyse._who._behind import behind
from unres_research.analyse._who._chance import Chance
from unres_research.analyse._who._reworded import Reworded, reworded
from unres_research.errors import UnresError

# 15, 15, 14 and 13 words
LAMPS = "Decides that every lamp of the northern harbour burns from dusk until dawn in winter"
BELLS = "Requests the keepers of bells to ring them slowly whenever fog lies upon the water"
BOATS = "Urges sailors to paint their boats in bright colours before the spring regatta begins"
WICKS = "Invites all pilots to carry a spare wick on every long voyage northwards"
FERRIES = "Welcomes ferries that carry bread and mail to islands without any bridge"
NEW = "Encourages lighthouse cooks to share recipes for soup with stranded travellers"

RESOLUTIONS = {  # number: title, day, paragraphs
    "74/901": ("Lamps of harbours", "2 December 2019", (LAMPS,)),
    "74/902": ("Bells in fog", "3 December 2019", (BELLS,)),
    "75/901": ("Lamps of harbours", "2 December 2020", (LAMPS, WICKS)),
    "75/902": ("Bells in fog", "3 December 2020", (BELLS,)),
    "75/903": ("Regattas", "4 December 2020", (BOATS,)),
    "75/904": ("Of the sea", "7 December 2020", (LAMPS, BELLS, BOATS, NEW)),
    "75/905": ("Ferries", "8 December 2020", (FERRIES,)),
}
CONSENSUS = {"adoption_type": "Without a vote"}


def vote(yes="", no="", abstain="", **tallies):
    """A roll call of the metadata, with the tallies of its lists unless others are given."""
    lists = {"in_favour": yes, "against": no, "abstaining": abstain}
    names = {key: value.upper().split() for key, value in lists.items()}
    counts = {key: str(tallies.get(key, len(value))) for key, value in names.items()}
    return {
        "adoption_type": "By a recorded vote",
        **{f"MS_{key}": value for key, value in names.items()},
        **{f"MS_{key}_count": value for key, value in counts.items()},
    }


METADATA = {  # 75/905 has none
    "74/901": {**CONSENSUS, "sponsors": ["FIJI", "MALTA"], "additional_sponsors": ["CHAD"]},
    "74/902": {
        **vote("Fiji Malta Chad", "Togo", "Zambia"),
        "sponsors": ["SUBMITTED BY THE CHAIR OF THE COMMITTEE"],
    },
    "75/901": {**vote("Fiji Togo Chad", "Malta", "Zambia"), "sponsors": ["FIJI", "TOGO"]},
    "75/902": vote("Fiji Malta", "Togo Zambia"),
    "75/903": {**CONSENSUS, "sponsors": ["FIJI (on behalf of the Group of 77 and China)"]},
    "75/904": {
        **CONSENSUS,
        "originating_document": "A/75/L.77",
        "sponsors": ["CHAD", "FIJI", "ZAMBIA"],
        "additional_sponsors": ["MALTA"],
    },
}
DRAFT = f"""General Assembly

Distr.: Limited
1 November 2020

Seventy-fifth session

Agenda item 9

Lights of the sea

Chad, Fiji and Zambia: draft resolution

Of the sea

The General Assembly,

1. {LAMPS};

2. {BELLS};

3. {BOATS};

4. {NEW}.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("sea")
    for number, (title, day, paragraphs) in RESOLUTIONS.items():
        body = "\n\n".join(f"{k}. {text}." for k, text in enumerate(paragraphs, 1))
        (made / f"{number.replace('/', '_')}.txt").write_text(
            f"A/RES/{number}\n\nResolution adopted by the General Assembly on {day}\n\n{title}\n\n"
            f"The General Assembly,\n\n{body}",
            encoding="utf-8",
        )
    (made / "data_extract").mkdir()
    rows = [json.dumps({"symbol": f"A/RES/{n}", **row}) for n, row in METADATA.items()]
    (made / "data_extract" / "75.json").write_text("\n".join(rows), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    path = tmp_path_factory.mktemp("draft") / "A_75_L.77.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return un.load(path)


@pytest.fixture(scope="module")
def known(draft, told):
    return behind(un.compare(draft, told))


def values(row, *names):
    """Values of a row, None where one is missing."""
    return [None if pd.isna(row[name]) else row[name] for name in names]


# who stands behind the words


def test_sponsors_of_the_draft_and_those_that_joined(known):
    assert known.adopted == "A/RES/75/904"
    assert known.own[["iso3", "joined"]].values.tolist() == [
        ["TCD", "draft"],
        ["FJI", "draft"],
        ["ZMB", "draft"],
        ["MLT", "additional"],
    ]
    assert (known.draft, known.all_own) == ({"TCD", "FJI", "ZMB"}, {"TCD", "FJI", "ZMB", "MLT"})
    assert (known.bodies, known.unread, known.notes) == ("", (), ())


def test_who_was_removed_is_no_sponsor_of_the_text(draft, folder, tmp_path):
    """By a remark of the text itself, or of the adopted text on a sponsor of its draft."""
    remark = "MALTA. - FIJI was removed from the list of sponsors of the draft resolution"
    made = shutil.copytree(folder, tmp_path / "sea")
    more = {"symbol": "A/RES/75/904", **METADATA["75/904"], "additional_sponsors": [remark]}
    (made / "data_extract" / "75.json").write_text(json.dumps(more), encoding="utf-8")
    corpus = un.build_corpus(made, tmp_path / "data", n_jobs=1, progress=False).corpus
    adopted = behind(un.compare(draft, corpus))
    assert (adopted.draft, adopted.all_own) == ({"TCD", "ZMB"}, {"TCD", "ZMB", "MLT"})
    assert (adopted.bodies, adopted.unread) == ("", ())
    alone = replace(draft, symbol="A/75/L.99", source=None, additional_sponsors=(remark,))
    said = behind(un.compare(alone, corpus))
    assert (said.all_own, said.bodies, said.unread) == ({"TCD", "ZMB", "MLT"}, "", ())


def test_each_clause_and_who_had_it_first(known):
    rows = known.clauses.set_index("paragraph")
    names = ("words", "earlier_words", "run_words", "symbol", "also", "adoption", "listed")
    assert values(rows.loc["OP1"], *names) == [
        15, 15, 15, "A/RES/74/901", 0, "without a vote", "States",
    ]  # fmt: skip
    assert values(rows.loc["OP2"], *names) == [
        15, 15, 15, "A/RES/74/902", 0, "recorded vote", "a group or officer",
    ]  # fmt: skip
    for new in ("OP3", "OP4"):  # OP3 stands in later ones only
        assert values(rows.loc[new], *names[1:]) == [0, 0, None, 0, None, None]
    names = ("in_favour", "against", "abstaining", "sponsors", "common", "common_draft")
    assert values(rows.loc["OP1"], *names) == [None, None, None, 3, 3, 2]
    assert values(rows.loc["OP2"], *names) == [3, 1, 1, 0, None, None]
    assert values(rows.loc["OP3"], *names) == [None] * 6


def test_what_is_unknown_of_a_first_resolution_is_named(told):
    text = un.loads(f"The General Assembly,\n\n1. {FERRIES}.")
    ax = un.plot.behind(behind(un.compare(text, told, date="2021-01-01")))
    said = [text.get_text() for text in ax.texts]
    assert said == ["A/RES/75/905, 2020 · adoption unknown · sponsors unknown"]


def test_earlier_sources(known):
    rows = known.sources().set_index("symbol")
    assert rows.index.tolist() == ["A/RES/74/901", "A/RES/74/902"]
    first = rows.loc["A/RES/74/901"]
    assert values(first, "substantive_words", "sponsors", "common", "of") == [15, 3, 3, 4]
    assert values(first, "common_draft", "of_draft", "own_yes") == [2, 3, None]
    assert first["jaccard"] == 3 / 4  # Chad, Fiji and Malta of these and Zambia
    second = rows.loc["A/RES/74/902"]
    assert values(second, "own_yes", "own_no", "own_abstain") == [3, 0, 1]
    assert values(second, "common", "jaccard", "expected", "low", "high") == [None] * 5
    assert second["bodies"] == "CHAIR OF THE COMMITTEE"


def test_what_habit_alone_would_share(known):
    """Two lists of one series name States alone, so each counts half: Fiji on both, 1; others 1/2.

    Rates (sum + 1/2) / 2: Fiji 3/4, Chad, Malta, Togo 1/2, Zambia 1/4; odds 3, 1, 1, 1, 1/3. A list
    of three has all of the text's four but one, 3 + 1 + 1 + 1/3 = 16/3, or two and Togo, 26/3.
    """
    assert known.rates.to_dict() == {"FJI": 0.75, "MLT": 0.5, "TCD": 0.5, "TGO": 0.5, "ZMB": 0.25}
    first = known.sources().set_index("symbol").loc["A/RES/74/901"]
    assert first["expected"] == pytest.approx((3 * 16 / 3 + 2 * 26 / 3) / 14)
    assert (first["low"], first["high"]) == (2, 3)


def test_later_users(known):
    rows = known.users().set_index("symbol")
    assert rows.index.tolist() == ["A/RES/75/901", "A/RES/75/902", "A/RES/75/903"]
    names = ("adoption", "listed", "sponsors", "common", "common_draft")
    assert values(rows.loc["A/RES/75/901"], *names) == ["recorded vote", "States", 2, 1, 1]
    assert values(rows.loc["A/RES/75/901"], "own_yes", "own_no", "own_abstain") == [2, 1, 1]
    assert values(rows.loc["A/RES/75/902"], *names) == ["recorded vote", "nobody", 0, None, None]
    group = rows.loc["A/RES/75/903"]
    assert values(group, *names) == ["without a vote", "a group or officer", 0, None, None]
    assert group["bodies"] == "Group of 77 and China"


def test_states_by_the_sources_that_they_sponsored(known):
    rows = known.states().set_index("iso3")
    assert rows[["sources", "users", "source_words"]].T.to_dict("list") == {
        "FJI": [1, 1, 15],
        "TCD": [1, 0, 15],
        "MLT": [1, 0, 15],
        "TGO": [0, 1, 0],
        "ZMB": [0, 0, 0],
    }
    assert (rows["of_sources"] == 1).all() and (rows["of_users"] == 1).all()
    assert values(rows.loc["TGO"], "joined", "rate") == [None, 0.5]
    assert rows.loc["MLT", "joined"] == "additional"


def test_sponsors_in_common_with_sources_and_users(known):
    rows = known.between().set_index(["own", "group"])
    assert rows.loc["all", ["resolutions", "recorded_votes", "with_list"]].values.tolist() == [
        [2, 1, 1],
        [3, 2, 1],
        [1, 0, 0],
    ]
    earlier = rows.loc[("all", "earlier sources")]
    assert (earlier["common"], earlier["sponsors"], earlier["share"]) == (3, 3, 1)
    assert earlier["ratio"] == pytest.approx(3 / (100 / 42))
    assert rows.loc[("draft", "later users"), "share"] == 1 / 2
    assert rows["low"].isna().all() and rows["reason"].str.contains("fewer than 5 series").all()
    assert known.between(min_words=16)["resolutions"].tolist() == [0, 0, 1] * 2
    with pytest.raises(UnresError, match="min_words"):
        known.between(min_words=0)


def test_a_text_that_nobody_is_known_to_sponsor(draft, told):
    """No sponsor printed and no adopted text: nothing is in common, and it is said."""
    nobody = behind(un.compare(replace(draft, sponsors=(), symbol="A/75/L.99", source=None), told))
    assert nobody.adopted is None and nobody.own.empty
    assert nobody.sources()[["common", "expected"]].isna().all(axis=None)
    assert nobody.between()["reason"].eq("no State is known as a sponsor of the text").all()
    assert "nothing is in common" in nobody.notes[0]


def test_only_what_the_text_prints(draft, told):
    alone = behind(un.compare(replace(draft, symbol="A/75/L.99", source=None), told))
    assert alone.all_own == {"TCD", "FJI", "ZMB"}
    assert "not who joined later" in alone.notes[0]
    given = behind(alone.found, adopted="A/RES/75/904")
    assert given.all_own == {"TCD", "FJI", "ZMB", "MLT"}
    with pytest.raises(UnresError, match="A/RES/75/999"):
        behind(alone.found, adopted="A/RES/75/999")


def test_names_that_are_no_states_are_said_and_escaped(draft, told):
    odd = replace(draft, symbol="A/75/L.99", source=None, sponsors=("<b>Atlantis", "Fiji"))
    made = behind(un.compare(odd, told))
    assert made.unread == ("<b>Atlantis",) and made.all_own == {"FJI"}
    page = Reader(made._repr_html_())
    assert "b" not in page.tags and "<b>Atlantis" in page.text
    assert page.cells[page.cells.index("OP2") + 3] == "A/RES/74/902"


def test_of_several_of_one_day_all_are_counted(told, draft):
    """75/901 and another on its day would share OP1; here the runs of one day are two."""
    found = un.compare(replace(draft, distributed_on="2020-12-31"), told, exclude="A/RES/74/901")
    assert behind(found).clauses["also"].tolist() == [0, 0, 0, 0]
    runs = found.earlier.runs
    twin = runs[runs["symbol"] == "A/RES/75/901"].assign(symbol="A/RES/75/999")
    side = replace(found.earlier, runs=pd.concat([runs, twin], ignore_index=True))
    assert behind(replace(found, earlier=side)).clauses["also"].tolist() == [1, 0, 0, 0]


def test_something_else_than_a_comparison_is_refused(told):
    with pytest.raises(UnresError, match=r"un\.compare"):
        behind(told)


def test_who_stands_behind_a_text_in_sentences(known, draft, told):
    """Chances: a list of three has 74/42 of the draft's three and 100/42 of all four on average.

    The one later list, of two, has 52/42 and 68/42 of them.
    """
    said = "on lists of other resolutions, as a multiple of what habits of sponsoring alone would"
    assert known.summary() == (
        "States that sponsor A/75/L.77: 3 its draft, 4 in all.",
        "Paragraphs with a run of six or more words that stood in an earlier resolution: 2 of 4; "
        "most often A/RES/74/901 had it first (1).",
        "How these first resolutions were adopted (count of paragraphs): without a vote 1, "
        "recorded vote 1. Whom their lists of sponsors name: States 1, a group or officer 1.",
        f"Sponsors of its draft {said} put there (1: as many): earlier sources 1.14 (no interval), "
        "later users 0.81 (no interval).",
        f"All its sponsors {said} put there (1: as many): earlier sources 1.26 (no interval), "
        "later users 0.62 (no interval).",
    )
    text = un.loads(f"Soups\n\nThe General Assembly,\n\n1. {NEW.replace('soup', 'gruel')}.")
    new = behind(un.compare(text, told, date="2020-01-01"))
    assert new.summary() == (
        "No State is known as a sponsor of “Soups”.",
        "Paragraphs with a run of six or more words that stood in an earlier resolution: 0 of 1.",
    )
    assert new.sources().empty and new.sources().attrs["reason"]


def test_where_sponsors_stand_by_their_votes(known, told, draft):
    codes = ["TCD", "FJI", "ZMB", "MLT", "TGO", "NOR", "CHE"]
    places = pd.DataFrame({"iso3": codes, "x": [0, 1, 2, 5, 7, 9, np.nan]})
    assert known.positions(places).values.tolist() == [
        ["draft", 3, 0.5, 1, 1.5],
        ["additional", 1, 5, 5, 5],
        ["no sponsor", 2, 7.5, 8, 8.5],
    ]
    nobody = behind(un.compare(replace(draft, sponsors=(), symbol="A/75/L.99", source=None), told))
    assert nobody.positions(places).empty and "sponsor" in nobody.positions(places).attrs["reason"]
    with pytest.raises(UnresError, match="iso3"):
        known.positions(places[["x"]])
    with pytest.raises(UnresError, match="positions"):
        known.positions(known)


# what chance would share


def test_equal_rates_are_hypergeometric():
    chance = Chance(dict.fromkeys("ABCDEFGHIJ", 0.3), set("ABCD"))
    for size in range(11):
        expected = hypergeom(10, 4, size).pmf(range(5))
        assert chance.distribution(size) == pytest.approx(expected, abs=1e-12)
        assert chance.of(size).expected == pytest.approx(0.4 * size)
        low, high = hypergeom(10, 4, size).ppf([0.025, 0.975])
        assert (chance.of(size).low, chance.of(size).high) == (low, high)
    assert np.isnan(chance.of(11).expected) and np.isnan(chance.of(-1).expected)


def test_unequal_rates_by_counting_all_lists():
    rates = {"A": 0.9, "B": 0.5, "C": 0.2, "D": 0.6, "E": 0.05}
    chance = Chance(rates, {"A", "C", "E"})
    for size in range(6):
        weight = Counter()
        for some in combinations(rates, size):
            odds = [rates[s] / (1 - rates[s]) for s in some]
            weight[len(set(some) & {"A", "C", "E"})] += np.prod(odds)
        total = sum(weight.values())
        expected = [weight[k] / total for k in range(4)]
        assert chance.distribution(size) == pytest.approx(expected)


# reworded, and voted on again


@pytest.fixture(scope="module")
def pairs(told):
    return reworded(told)


def test_pairs_of_a_text_and_the_one_it_renews(pairs):
    rows = pairs.pairs.set_index("symbol")
    assert rows["predecessor"].to_dict() == {
        "A/RES/75/901": "A/RES/74/901",
        "A/RES/75/902": "A/RES/74/902",
    }
    lamps, bells = rows.loc["A/RES/75/901"], rows.loc["A/RES/75/902"]
    assert lamps["new"] == pytest.approx(8 / 18)  # runs of six of 13 words, and of 15
    assert (lamps["dropped"], bells["new"], bells["dropped"]) == (0, 0, 0)
    assert values(lamps, "adoption_before", "adoption") == ["without a vote", "recorded vote"]
    assert values(lamps, "in_favour_before", "in_favour", "voted_both") == [None, 3, None]
    assert lamps["why"] == "not both put to a vote"
    assert values(bells, "in_favour_before", "against_before", "abstaining_before") == [3, 1, 1]
    assert values(bells, "in_favour", "against", "abstaining") == [2, 2, 0]
    assert bells["in_favour_change"] == pytest.approx(2 / 4 - 3 / 5)
    assert values(bells, "voted_both", "gained", "lost") == [4, 0, 1]
    assert (bells["moved_share"], bells["net"], bells["why"]) == (1 / 4, -1 / 4, "")


def test_states_that_changed_their_vote(pairs):
    """Zambia went from abstaining to no; Chad, which had said yes, stood in no list."""
    columns = ["symbol", "iso3", "before", "after"]
    assert sorted(pairs.changes[columns].values.tolist()) == [
        ["A/RES/75/902", "TCD", "yes", "absent"],
        ["A/RES/75/902", "ZMB", "abstain", "no"],
    ]
    assert pairs.states()[["iso3", "gained", "lost", "of"]].values.tolist() == [["ZMB", 0, 1, 1]]


def test_from_consensus_to_a_vote(pairs):
    rows = pairs.turned().set_index(["before", "band"])
    turned = rows.loc[("without a vote", "25 % and more")]
    assert values(turned, "pairs", "turned", "share", "low") == [1, 1, 1, None]
    kept = rows.loc[("recorded vote", "under 10 %")]
    assert values(kept, "pairs", "turned", "share") == [1, 0, 0]
    assert rows["reason"].str.contains("fewer than 5 series").all()


def test_texts_that_turned_and_what_is_said_of_all(pairs):
    turns = pairs.turns()
    assert turns["symbol"].tolist() == ["A/RES/75/901"] and turns.attrs["caption"]
    assert pairs.turns("A/RES/75/901")["symbol"].tolist() == ["A/RES/75/901"]
    none = pairs.turns(["A/RES/75/902"])
    assert none.empty and none.attrs["reason"]
    with pytest.raises(UnresError, match="A/RES/75/999"):
        pairs.turns("A/RES/75/999")
    few = "not told (fewer than 10 series, or all alike)"
    assert pairs.summary() == (
        "Texts beside those that they renew: 2; both put to a vote: 1, in 1 series; from consensus "
        "to a vote: 1, back to consensus: 0.",
        "Rank correlation of new wording with the share of States that changed their vote: "
        f"{few}; with votes gained less votes lost: {few}. An association, no effect.",
    )


def test_too_few_series_for_an_association(pairs):
    rows = pairs.association(n_resamples=200)
    assert rows["rho"].isna().all() and rows["reason"].str.contains("fewer than 10 series").all()
    assert "1" in repr(pairs) and "no cause" in Reader(pairs._repr_html_()).text


def test_lists_that_disagree_with_their_tally_tell_nothing(folder, tmp_path):
    """One vote more in the tally than in the list: who was absent, and who moved, is unknown."""
    for path in folder.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "data_extract").mkdir()
    wrong = vote("Fiji Malta", "Togo Zambia", in_favour=3)
    rows = [{"symbol": f"A/RES/{n}", **row} for n, row in {**METADATA, "75/902": wrong}.items()]
    lines = "\n".join(map(json.dumps, rows))
    (tmp_path / "data_extract" / "75.json").write_text(lines, encoding="utf-8")
    corpus = un.build_corpus(tmp_path, texts=True, n_jobs=1, progress=False).corpus
    found = reworded(corpus)
    bells = found.pairs.set_index("symbol").loc["A/RES/75/902"]
    assert values(bells, "voted_both", "net") == [None, None]
    assert bells["why"] == "lists and tallies disagree, or are missing"
    assert found.voted.empty and found.states().empty
    chad = found.changes.set_index("iso3").loc["TCD"]
    assert values(chad, "before", "after") == ["yes", "unknown"]


def paired(new, gained, lost, told):
    """Pairs of twelve series, a hundred States each."""
    n = len(new)
    table = pd.DataFrame({"symbol": [f"A/RES/75/{k}" for k in range(n)], "new": new})
    table["series"] = table["symbol"]
    table["voted_both"], table["gained"], table["lost"] = 100, gained, lost
    table["moved_share"] = (table["gained"] + table["lost"]) / 100
    table["net"] = (table["gained"] - table["lost"]) / 100
    table["in_favour_change"] = 0.0
    return Reworded(told, table, pd.DataFrame())


def test_association_by_hand(told):
    """What is more new lost more: all ranks agree, whichever series are drawn."""
    new = np.arange(12) / 20
    rows = paired(new, 0, np.arange(12), told).association(n_resamples=200).set_index("measure")
    assert rows.loc["moved_share", ["rho", "low", "high"]].tolist() == pytest.approx([1, 1, 1])
    assert rows.loc["net", ["rho", "low", "high"]].tolist() == pytest.approx([-1, -1, -1])
    assert rows.loc["net", ["pairs", "series"]].tolist() == [12, 12]
    assert "all alike" in rows.loc["in_favour_change", "reason"]
    table = paired(new, 0, np.arange(12), told)
    table.pairs["adoption"] = table.pairs["adoption_before"] = "recorded vote"
    assert table.summary()[1] == (
        "Rank correlation of new wording with the share of States that changed their vote: 1.00 "
        "(95% interval by series 1.00 to 1.00); with votes gained less votes lost: -1.00 (95% "
        "interval by series -1.00 to -1.00). An association, no effect."
    )


def test_votes_that_moved_by_new_wording(told):
    """Bands end below 10 and 25 per cent: 0 and 0.05; 0.1 to 0.2; 0.25 and more."""
    new = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 1]
    rows = paired(new, 2, 1, told).by_wording().set_index(["measure", "band"])
    assert rows.loc["moved", "pairs"].tolist() == [2, 3, 7]
    assert rows.loc["moved", "States"].tolist() == [200, 300, 700]
    assert rows.loc["moved", "share"].tolist() == pytest.approx([0.03] * 3)
    assert rows.loc["lost", "share"].tolist() == pytest.approx([0.01] * 3)
    last = rows.loc[("gained", "25 % and more")]
    assert last[["low", "high"]].tolist() == pytest.approx([0.02, 0.02])  # seven series alike


def test_a_data_set_that_renews_nothing_is_refused():
    with pytest.raises(UnresError, match="renews an earlier one"):
        reworded(un.corpus.example_corpus())
