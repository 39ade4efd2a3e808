"""Emerging vocabulary of invented sessions: every row follows from how the texts are written."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from unres_research.analyse import emerging, first_uses, trends
from unres_research.analyse._trends._first import _most, _Sponsors
from unres_research.analyse._trends._kinds import _names, kinds_of
from unres_research.analyse._trends._told import (
    Places,
    elaborated,
    holders_of,
    leaders,
    without_phrases,
)
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

PORTS = ("Arles", "Bergen", "Corinth", "Delft", "Esbjerg", "Faro",
         "Genoa", "Hobart", "Izmir", "Jaffa", "Kiel", "Lagos")  # fmt: skip
LAST = 2.0**-11  # two sides of twelve series that all turn the same way


def texts(session, k):
    """Old lamps give way to new ones in all ports, and a word gets a new spelling."""
    verb, place = ("polish", "beside the quay") if k % 2 else ("hang", "above the stairs")
    old = session == 75
    lamps = "oil lamps {} on iron rods" if old else "paper lanterns {} on brass hooks"
    health = "health-care" if old else "healthcare"
    return (
        f"1. Decides to {verb} {lamps.format(place)}.",
        f"2. Decides to fund {health}.",
        f"3. Decides to {verb} bells {place}.",
    )


def resolutions(sessions=(75, 76)):
    return [
        (f"A/RES/{s}/{k}", f"{k} December {s + 1945}", f"Works in {port}", *texts(s, k))
        for s in sessions for k, port in enumerate(PORTS, start=1)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def ports(made):
    return made(*resolutions())


@pytest.fixture(scope="module")
def table(ports):
    return emerging(ports, before=75, after=76)


def test_findings_by_hand(table):
    """Of lamps, lanterns, rods and hooks the phrases are told; the pairs stand in one paragraph."""
    found = table[["term", "direction", "also"]].values.tolist()
    assert found == [
        ["brass hooks", "rising", ("paper lanterns",)],
        ["fund healthcare", "rising", ()],
        ["fund health-care", "fading", ()],
        ["iron rods", "fading", ("oil lamps",)],
    ]
    assert table["phrase"].tolist()[1:3] == ["decides to fund healthcare",
                                             "decides to fund health-care"]  # fmt: skip
    assert table["phrase"].iloc[0] == "brass hooks"  # the quay and the stairs before it, half each
    assert table["respelled"].tolist() == ["", "fund health-care", "fund healthcare", ""]
    assert set(table["kind"]) == {"subject"}


def test_figures_by_hand(table):
    """Twelve series each, all turned the same way: 2^-11, for sixteen of eighteen terms tested."""
    row = table.iloc[0]
    names = [
        "count_before",
        "count_after",
        "series_before",
        "series_after",
        "resolutions",
        "series",
    ]
    assert row[names].tolist() == [0, 12, 0, 12, 12, 12]
    # every word but the three numbers of paragraphs
    words = sum(len(" ".join(texts(76, k)).split()) - 3 for k in range(1, 13))
    assert row["rate_after"] == pytest.approx(10_000 * 12 / words)
    assert (row["rate_before"], row["ratio"]) == (0, np.inf)
    assert table["p"].tolist() == pytest.approx([LAST] * 4)
    # changed: oil, lamps, oil lamps, iron, rods, iron rods and so for the new ones; health-care,
    # fund health-care and the new spelling; bells and fund are the same in both
    assert table.attrs["tested"] == {"subject": 18, "general": 0, "name": 0}
    assert table.attrs["changed"] == {"subject": 16, "general": 0, "name": 0}
    assert table["q"].tolist() == pytest.approx([LAST * 18 / 16] * 4)


def test_first_uses_of_findings(table):
    row = table.iloc[0]
    assert (row["first_symbol"], row["first_paragraph"]) == ("A/RES/76/1", "OP1")
    assert str(row["first_date"].date()) == "2021-12-01"
    assert str(row["last_date"].date()) == "2021-12-12"
    assert (row["committees"], row["sponsors"]) == ((), ())


def test_the_other_way_round_what_rose_fades(ports, table):
    turned = emerging(ports, before=76, after=75)
    ways = dict(zip(turned["term"], turned["direction"], strict=True))
    assert ways == {"brass hooks": "fading", "fund healthcare": "fading",
                    "fund health-care": "rising", "iron rods": "rising"}  # fmt: skip


def test_all_sessions_are_two_here(ports, table):
    every = emerging(ports)
    pd.testing.assert_frame_equal(every, table)
    assert (every.attrs["before"], every.attrs["after"]) == ((75,), (76,))


def test_a_word_that_goes_on_outside_its_phrase_stays(made):
    """Lanterns stand in two phrases and alone; the phrases alone do not tell the rise."""
    rows = []
    for symbol, day, title, *paragraphs in resolutions():
        if symbol.startswith("A/RES/76"):
            number = int(symbol.rsplit("/", 1)[1])
            more = ("Praises lanterns", "Fears lanterns")[number % 2]
            paragraphs.append(f"4. {more}.")
        rows.append((symbol, day, title, *paragraphs))
    found = emerging(made(*rows), before=75, after=76)
    assert {"lanterns", "brass hooks"} <= set(found["term"])
    assert "paper" not in set(found["term"])


def test_other_kinds_are_asked_for(ports):
    found = emerging(ports, before=75, after=76, kinds=["drafting", "number"])
    assert found.empty and list(found.attrs["tested"]) == ["drafting", "number"]
    assert "term" in found and "phrase" in found


def test_a_day_cuts_both_sessions(ports):
    """Until the tenth of December ten ports are left, each with its terms once a session."""
    found = emerging(ports, before=75, after=76, until="12-10")
    assert found["count_after"].iloc[0] == 10
    assert found["p"].iloc[0] == pytest.approx(2.0**-9)
    assert emerging(ports, before=75, after=76, until="12-09").empty  # nine series are too few


def test_two_sessions_before_one(made):
    """Three sessions, the new lamps in the last: those are found, and bells did not fade."""
    rows = [*resolutions(), *(
        (symbol.replace("/76/", "/77/"), day.replace("2021", "2022"), *rest)
        for symbol, day, *rest in resolutions((76,))
    )]  # fmt: skip
    rows = [(symbol, day, title, *texts(75 if "/77/" not in symbol else 76, number))
            for k, (symbol, day, title, *_) in enumerate(rows)
            for number in [k % 12 + 1]]  # fmt: skip
    three = made(*rows)
    found = emerging(three, before=(75, 76), after=77).set_index("term")
    assert found["direction"].to_dict() == {
        "brass hooks": "rising", "fund healthcare": "rising",
        "fund health-care": "fading", "iron rods": "fading",
    }  # fmt: skip
    assert found.loc["iron rods", ["count_before", "count_after"]].tolist() == [24, 0]
    rates = found.loc["iron rods", "rate_before"], found.loc["brass hooks", "rate_after"]
    assert rates[0] == pytest.approx(rates[1])
    assert found["p"].tolist() == pytest.approx([LAST] * 4, rel=0.1)
    every = emerging(three)  # over all three the middle one is neither before nor after
    assert (every.attrs["before"], every.attrs["after"]) == ((75,), (77,))
    assert set(every["term"]) == set(found.index)
    fades = every[every["term"] == "iron rods"].iloc[0]
    assert fades[["count_before", "count_after", "series_before"]].tolist() == [12, 0, 12]


@pytest.mark.parametrize(("options", "said"), [
    ({"before": 75}, "expected both"),
    ({"before": 75, "after": 75}, "none on both"),
    ({"before": (), "after": 76}, "at least one on each side"),
    ({"before": 75, "after": 99}, "99"),
    ({"kinds": "nouns"}, "nouns"),
    ({"min_series": 1}, "min_series"),
    ({"max_q": 2}, "max_q"),
])  # fmt: skip
def test_refused(ports, options, said):
    with pytest.raises(UnresError, match=said):
        emerging(ports, **options)


def test_other_languages_are_refused(ports):
    told = {**ports.package, "unres": {**ports.package["unres"], "language": "fr"}}
    with pytest.raises(UnresError, match="found a data set in 'fr', expected English"):
        emerging(replace(ports, package=told))


def test_one_session_is_refused(made):
    with pytest.raises(UnresError, match="found one session, 75, expected two"):
        emerging(made(*resolutions((75,))))


def test_the_longest_phrase_has_twelve_words_and_no_function_words_at_its_ends(made):
    body = (
        "1. Praises the great red house of the old town near the wide northern river at dawn beside "
        "the tall brown bridge of the small green market."
    )
    rows = [
        (f"A/RES/{s}/{k}", f"{k} December {s + 1945}", f"Works in {port}",
         body if s == 76 else "1. Praises nothing.")
        for s in (75, 76) for k, port in enumerate(PORTS, start=1)
    ]  # fmt: skip
    table = emerging(made(*rows), before=75, after=76)
    (row,) = (row for _, row in table.iterrows() if row["direction"] == "rising")
    phrase = row["phrase"]
    assert f" {row['term']} " in f" {phrase} " and f" {phrase} " in f" {body[3:-1].lower()} "
    split = phrase.split()
    assert 9 <= len(split) <= 12
    assert not {split[0], split[-1]} & {"the", "of", "near", "at", "beside"}
    assert len(row["also"]) > 5


# kinds


@pytest.fixture(scope="module")
def titled(made):
    bodies = ("1. Welcomes the Harbour Compact.", "2. Decides to keep harbour dues low.")
    rows = [
        (
            "A/RES/75/1",
            "1 December 2020",
            "Follow-up to the Harbour Compact of All Coasts",
            *bodies,
        ),
        ("A/RES/75/2", "2 December 2020", "The Harbour Compact and harbour dues", *bodies),
        ("A/RES/75/3", "3 December 2020", "Harbour dues", *bodies),
    ]
    return made(*rows)


def test_kinds_by_hand(titled):
    kinds = {
        "harbour compact": "name",  # in capitals in two titles
        "harbour dues": "subject",
        "harbour": "subject",  # in small letters too
        "compact of all": "name",
        "14 december": "number",
        "eighty-first session": "number",
        "2030 harbour compact": "name",  # a name with a year before it
        "harbour compact 2030": "number",
        "welcomes lamps": "drafting",
        "lamps entitled": "drafting",
        "lamps": "subject",
    }
    assert dict(zip(kinds, kinds_of(titled, list(kinds)), strict=True)) == kinds


@pytest.mark.parametrize(("title", "names"), [
    ("The Harbour Compact", [["harbour", "compact"]]),  # "The" is a small word at the beginning
    ("Follow-up to the Harbour Compact and its annexes", [["harbour", "compact"]]),
    ("Harbour dues of the Lake Board", [["lake", "board"]]),  # first words have capitals anyway
    ("Harbour Compact", [["harbour", "compact"]]),
    ("Report of the Board", []),  # one word is no name
    ("Board of Lakes, Board of Seas", [["board", "of", "seas"]]),
    ("Dues for the Board of", []),
    ("", []),
])  # fmt: skip
def test_names_in_titles_by_hand(title, names):
    assert list(_names(title)) == names


# parts and neighbours


def test_without_phrases_by_hand():
    """The first wording holds the phrase, so that its words there do not count; the second not."""
    terms = ["oil", "oil lamps", "lamps"]
    held = csr_array(np.array([[2, 1, 1], [1, 0, 0], [0, 0, 3]]))
    holds = holders_of(terms, np.array([True, True, True]))
    assert holds.toarray().tolist() == [[0, 0, 0], [1, 0, 1], [0, 0, 0]]
    assert without_phrases(held, holds).toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 3]]
    long = holders_of(["a b c", "b", "b c", "c", "d"], np.array([True] * 5)).toarray()
    assert long.tolist() == [[0, 1, 1, 1, 0], [0] * 5, [0, 1, 0, 1, 0], [0] * 5, [0] * 5]
    apart = holders_of(terms, np.array([True, True, False]))  # lamps fade, oil lamps rise
    assert apart.toarray().tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_leaders_by_hand():
    """Ten paragraphs: b stands in four of five of those of a; c in all, but is too wide for d."""
    held = np.zeros((10, 4), dtype=int)
    held[:5, 0], held[1:5, 1], held[:, 2], held[9, 3] = 1, 1, 1, 1
    places = Places(csr_array(held), np.ones(10))
    terms, order = ["a", "b", "c", "d"], np.arange(4)
    alike = np.array(["x"] * 4)
    # b beside a: 4 of 4; c beside a: 5 of 10; d beside c: 1 of 1, but c is ten times as wide
    assert leaders(places, order, terms, alike).tolist() == [0, 0, 2, 3]
    assert leaders(places, order[::-1], terms, alike).tolist() == [2, 2, 2, 3]
    other = np.array(["x", "y", "x", "x"])
    assert leaders(places, order, terms, other).tolist() == [0, 1, 2, 3]
    phrases = ["a", "a b", "c", "d"]  # a word does not lead the phrases that hold it
    assert leaders(places, order, phrases, alike).tolist() == [0, 1, 2, 3]


def test_paragraphs_of_the_period_count():
    """Of four wordings the last stands in ten paragraphs: then a is beside b in 3 of 13 only."""
    held = csr_array(np.array([[1, 1], [1, 1], [1, 1], [0, 1]]))
    terms, alike, order = ["a", "b"], np.array(["x", "x"]), np.arange(2)
    assert leaders(Places(held, np.array([4, 4, 4, 3])), order, terms, alike).tolist() == [0, 0]
    assert leaders(Places(held, np.array([1, 1, 1, 10])), order, terms, alike).tolist() == [0, 1]


def test_elaborations_stand_under_their_phrase():
    terms = ["oil lamps", "use of oil", "use", "lamps"]
    said = {0: "oil lamps", 1: "use of oil lamps", 2: "use", 3: "lamps"}
    assert elaborated(np.arange(4), said, terms).tolist() == [0, 0, 2, 3]


# first uses


def test_first_uses_by_hand():
    table = first_uses(example_corpus(), {"sea": ["whales", "reefs"], "tunes": "bells"})
    row = table.loc["sea"]
    assert (row["first_symbol"], row["first_paragraph"]) == ("A/RES/77/901", "OP1")
    assert row["title"] == "Fish, coral and whales"
    assert row[["resolutions", "series"]].tolist() == [4, 4]
    assert table.loc["tunes", "resolutions"] == 3
    assert str(table.loc["tunes", "first_date"].date()) == "2024-05-06"
    assert table["reason"].tolist() == ["", ""]


def test_a_term_that_no_body_holds():
    """Six words that stand nowhere in a row, whales in three texts: one has a reason, one none."""
    terms = {"a": "whales and bells of all states", "b": "whales"}
    table = first_uses(example_corpus(), terms)
    assert table.loc["b", ["resolutions", "reason"]].tolist() == [3, ""]
    assert table.loc["a", "reason"] == "not in the data set"
    assert table.loc["a", "resolutions"] == 0 and pd.isna(table.loc["a", "first_symbol"])
    assert pd.isna(table.loc["a", "first_date"])
    assert table.loc["a", "committees"] == ()


def test_sponsors_in_common_by_hand():
    """Of five with sponsors three have Fiji, which has six of all ten; Malta has three of four."""
    lists = [["Fiji", "Malta"], ["Fiji", "Malta"], ["Fiji", "Malta"], ["Chad"], ["Chad"],
             ["Fiji", "Malta"], ["Fiji"], ["Fiji"], ["Oman"], ["Oman"], []]  # fmt: skip
    table = pd.DataFrame({
        "sponsors": [np.array(names[:1], dtype=object) for names in lists],
        "additional_sponsors": [np.array(names[1:], dtype=object) for names in lists],
    })  # fmt: skip
    found = _Sponsors(SimpleNamespace(resolutions=table))
    # Malta: 3/5 beside 4/10 of all, 1.5 times; Fiji: 3/5 beside 6/10; Chad: 2/5 are no half
    assert found.common(np.array([0, 1, 2, 3, 4, 10])) == ("Malta",)
    assert found.common(np.array([0, 1, 2, 10])) == ()  # three with sponsors are too few


def test_a_sponsor_that_was_taken_off_the_list_is_none():
    """Six lists have Fiji, Malta, and behind the last of those that joined what takes Malta off."""
    remark = "Togo. - Malta was removed from the list of sponsors of the draft resolution"
    table = pd.DataFrame({
        "sponsors": [np.array(["Fiji", "Malta"], dtype=object)] * 6 + [["Oman"]] * 6,
        "additional_sponsors": [np.array(["Chad", remark], dtype=object)] * 6 + [[]] * 6,
    })  # fmt: skip
    common = _Sponsors(SimpleNamespace(resolutions=table)).common(np.arange(6))
    assert common == ("Chad", "Fiji", "Togo")


def test_half_of_the_resolutions_is_enough_to_have_a_sponsor_in_common():
    """Three of six have Fiji, three Chad, none of the six others has; two have Malta."""
    lists = [["Fiji", "Malta"], ["Fiji", "Malta"], ["Fiji"], *[["Chad"]] * 3, *[["Oman"]] * 6]
    table = pd.DataFrame({"sponsors": [np.array(names, dtype=object) for names in lists],
                          "additional_sponsors": [np.array([], dtype=object)] * 12})  # fmt: skip
    assert _Sponsors(SimpleNamespace(resolutions=table)).common(np.arange(6)) == ("Chad", "Fiji")


def test_sponsors_are_put_in_order_by_how_much_they_are_above():
    """Of ten with sponsors, five have the term: Chad 5 of 5 in all, Malta 5 of 6, Oman 5 of 6."""
    lists = [["Oman", "Malta", "Chad"]] * 5 + [["Malta", "Oman"]] + [["Fiji"]] * 4
    table = pd.DataFrame({"sponsors": [np.array(names, dtype=object) for names in lists],
                          "additional_sponsors": [np.array([], dtype=object)] * 10})  # fmt: skip
    found = _Sponsors(SimpleNamespace(resolutions=table)).common(np.arange(5))
    assert found == ("Chad", "Malta", "Oman")


def test_committees_with_most_first():
    assert _most(np.array(["Third", "Second", None, "Second"], dtype=object)) == ("Second", "Third")
    assert _most(np.array(["Third", "Second"], dtype=object)) == ("Second", "Third")


def test_who_speaks_for_others_is_named_alone():
    lists = ["Egypt (on behalf of the Group of States)", "Chair of the Committee"]
    table = pd.DataFrame({"sponsors": [np.array(lists, dtype=object)],
                          "additional_sponsors": [np.array([], dtype=object)]})  # fmt: skip
    assert _Sponsors(SimpleNamespace(resolutions=table)).of == [frozenset({"Egypt"})]


# the data set


@pytest.mark.slow
def test_the_data_set(corpus):
    """Counts are those of `trends`; what is known to have come and gone is there."""
    table = emerging(corpus, before=(76, 77), after=(79, 80), until="06-04")
    assert table["q"].max() < 0.05
    assert (table["count_before"] + table["count_after"] >= 10).all()
    ways = dict(zip(table["term"], table["direction"], strict=True))
    assert ways["artificial intelligence"] == "rising" and ways["covid-19 pandemic"] == "fading"
    kinds = dict(zip(table["term"], table["kind"], strict=True))
    assert kinds["sevilla commitment"] == "name" and kinds["covid-19"] == "subject"
    assert kinds["convening"] == "general"
    assert "artificial" not in ways  # a part of the phrase, and nothing else
    some = table.head(20).set_index("term")
    counted = trends(corpus, some.index.tolist(), until="06-04").groupby(["term", "session"])
    count = counted["count"].sum().unstack()
    for name, sessions in (("before", [76, 77]), ("after", [79, 80])):
        assert (count[sessions].sum(axis=1)[some.index] == some[f"count_{name}"]).all()
    first = first_uses(corpus, some.index.tolist()).loc[some.index]
    columns = ["first_symbol", "first_paragraph", "resolutions", "series", "committees"]
    pd.testing.assert_frame_equal(first[columns], some[columns], check_names=False)


@pytest.mark.slow
def test_phrases_of_the_data_set_have_most_of_their_terms(corpus):
    """Counted anew by `trends`: four in five of the places in the period, at least."""
    table = emerging(corpus, before=74, after=80, until="06-04")
    longer = table[table["phrase"] != table["term"]].groupby("direction").head(10)
    assert len(longer) >= 10
    terms = {**{f"t{k}": t for k, t in longer["term"].items()},
             **{f"p{k}": p for k, p in longer["phrase"].items()}}  # fmt: skip
    counts = trends(corpus, terms, until="06-04").set_index(["term", "session"])["count"]
    for k, row in longer.iterrows():
        session = 80 if row["direction"] == "rising" else 74
        assert counts[f"p{k}", session] >= 0.8 * counts[f"t{k}", session], row["phrase"]
        assert f" {row['term']} " in f" {row['phrase']} "
