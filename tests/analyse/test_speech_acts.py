"""Acts and firmness, worked by hand on invented openers and scales."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import unres_research as un
from unres_research.analyse import _scale, intervals, speech_acts
from unres_research.analyse._scale import act_of, read_scale
from unres_research.analyse._speech_acts import SpeechActs
from unres_research.corpus import example_corpus
from unres_research.corpus._build import corpus_of_records
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.mark.parametrize(
    ("opener", "act", "level"),
    [
        ("Urges", "directive", 4),
        ("Also urges", "directive", 4),  # adverbs of order do not make it firmer
        ("Strongly urges", "directive", 5),  # this one does
        ("Further strongly urges", "directive", 5),
        ("Calls once again upon", "directive", 3),  # parted by "once again"
        ("Draws once again the attention", "directive", 1),
        ("Calls on", "directive", 3),
        ("Reiterates its call upon", "directive", 3),  # what is reiterated counts
        ("Reaffirms its demand", "directive", 5),
        ("Renews its invitation", "directive", 1),
        ("Continues to encourage", "directive", 2),
        ("Takes note", "assertion", None),
        ("Takes note with appreciation", "approval", 1),  # the longer phrase
        ("Recognizes with appreciation", "approval", 2),
        ("Notes with grave concern", "disapproval", 3),  # no mere note
        ("Expresses its grave concern", "disapproval", 4),
        ("Expresses strong concern", "disapproval", 3),
        ("Remains deeply concerned", "disapproval", 2),
        ("Deplores and condemns", "disapproval", 5),  # the firmer of two
        ("Renews its commitment", "commitment", None),
        ("Looks forward", "commitment", None),
        ("Decides", "decision", None),
        ("Renews its decision", "decision", None),
        ("Re-emphasizes", "assertion", None),
        ("Takes into account", "assertion", None),
        ("Expresses the hope", "directive", 1),
        ("CALLS UPON", "directive", 3),
    ],
)
def test_what_openers_do(opener, act, level):
    found = act_of(opener, read_scale())
    assert found.act == act
    assert found.level == level if level else np.isnan(found.level)


@pytest.mark.parametrize("opener", [None, "", "Convening", "Surges", "Notesworthy", "Again"])
def test_openers_that_the_scale_does_not_know(opener):
    assert act_of(opener, read_scale()) is None


# scales


def test_every_row_of_the_built_in_scale_says_whose_judgement_it_is():
    path = Path(_scale.__file__).parents[1] / "wordlists" / "firmness.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(read_scale()) > 100
    for row in rows:
        assert "judged by the makers" in row["source"] and "not an official" in row["source"]
        assert bool(row["level"]) == (row["act"] in _scale.GRADED)
        assert not row["level"] or 1 <= float(row["level"]) <= 5
    assert "No official" in speech_acts.__doc__ and "judgement" in speech_acts.__doc__


def write(path, *rows, head="phrase,act,level,source"):
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_scale_of_your_own(tmp_path):
    path = write(
        tmp_path / "own.csv", "Urges,directive,0.5,me", "further urges,directive,-2,me",
        "Notes,assertion,,me",
    )  # fmt: skip
    own = read_scale(path)
    assert act_of("Urges", own).level == 0.5
    assert act_of("Further urges", own).level == -2  # its own rows may name adverbs
    assert act_of("Also urges", own).level == 0.5
    assert act_of("Requests", own) is None
    assert np.isnan(act_of("Notes", own).level)


def test_a_scale_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "own.csv"
    path.write_bytes(b"\xef\xbb\xbfphrase,act,level,source\r\nurges,directive,1,me\r\n")
    assert act_of("Urges", read_scale(path)).level == 1


@pytest.mark.parametrize(
    "row",
    [
        ",directive,1,me",  # no phrase
        "…,directive,1,me",  # no words in it
        "begs,plea,1,me",  # no such act
        "begs,directive,high,me",
        "begs,directive,nan,me",
        "begs,directive,inf,me",
        "begs,directive,1e3,me",
        "begs",  # too short
        "urges,directive,3,me",  # stands twice
        "URGES ,directive,3,me",
    ],
)
def test_bad_rows_are_named(row, tmp_path):
    path = write(tmp_path / "own.csv", "urges,directive,2,me", row)
    with pytest.raises(UnresError, match=r"found 1 row of .*own\.csv not understood: row 3"):
        read_scale(path)


def test_bad_files_are_refused(tmp_path):
    with pytest.raises(UnresError, match="no column level, source"):
        read_scale(write(tmp_path / "a.csv", "urges,directive", head="phrase,act"))
    with pytest.raises(UnresError, match="cannot be read"):
        read_scale(tmp_path / "missing.csv")
    (tmp_path / "b.csv").write_bytes(
        "phrase,act,level,source\nbégs,directive,1,x".encode("latin-1")
    )
    with pytest.raises(UnresError, match="UTF-8"):
        read_scale(tmp_path / "b.csv")
    many = write(tmp_path / "c.csv", *[f"a{k},no,1,me" for k in range(12)])
    with pytest.raises(UnresError, match="found 12 rows"):
        read_scale(many)


# acts of groups


def text(*openers, symbol="A/80/L.91"):
    found = [
        Paragraph(f"OP{k}", "operative", f"{o or 'So'} to meet;", str(k), opener=o)
        for k, o in enumerate(openers, 1)
    ]
    heading = Paragraph("PP1", "preambular", "Demanding rest,", opener="Demanding")
    return Resolution(symbol, "draft", "Rest", paragraphs=(heading, *found))


def test_operative_paragraphs_and_no_others(corpus):
    mask = corpus.paragraphs["symbol"] == "A/RES/77/901"
    groups = {"text": text("Urges", None, "Convening", "Welcomes"), "corpus": mask}
    table = speech_acts(corpus, groups).to_frame()
    assert table["act"].tolist() == ["directive", "", "", "approval", "decision"]
    assert table["phrase"].tolist() == ["urges", "", "", "welcomes", "decides"]
    assert table["unit"].tolist() == ["A/80/L.91"] * 4 + ["A/RES/77/901"]
    assert table["series"].equals(table["unit"])
    assert table["addressee"].tolist() == ["others", "", "", "", ""]
    assert set(table) == {
        "group",
        "unit",
        "series",
        "opener",
        "phrase",
        "act",
        "level",
        "addressee",
    }
    assert table.index.tolist() == [0, 1, 2, 3, 4]
    assert table["level"].fillna(-1).tolist() == [4, -1, -1, 3, -1]


def test_groups_that_cannot_be_counted_are_refused(corpus):
    for group, said in (
        (text(), "no operative paragraphs in x"),
        ([], "no operative paragraphs in x"),
        (np.ones(3, dtype=bool), "3 bools for x, expected 16"),
        (["A/RES/1/1"], "no .A/RES/1/1"),
    ):
        with pytest.raises(UnresError, match=said):
            speech_acts(corpus, {"x": group})


def test_profile_by_hand(corpus):
    acts = speech_acts(corpus, {"text": text("Urges", "Calls upon", "Welcomes", None)})
    found = acts.profile().set_index("act")
    assert found["share"].to_dict() == {
        "directive": 0.5, "approval": 0.25, "unknown": 0.25, "decision": 0, "commitment": 0,
        "disapproval": 0, "assertion": 0,
    }  # fmt: skip
    assert found["count"].sum() == 4 and (found["paragraphs"] == 4).all()
    assert found[["low", "high"]].isna().all().all()  # of one text there is no interval
    assert set(found["reason"]) == {"fewer than 10 occurrences"}


def test_profile_counts_paragraphs_and_resamples_resolutions():
    """Ten resolutions, each wholly of one act: the interval is that of ten draws, not of 100."""
    rows = [
        ("a", f"r{k}", "directive" if k < 5 else "assertion") for k in range(10) for _ in range(10)
    ]
    table = pd.DataFrame(rows, columns=["group", "unit", "act"])
    row = acts_of(table).profile().set_index("act").loc["directive"]
    assert (row["share"], row["resolutions"]) == (0.5, 10)
    half = 1.96 * np.sqrt(0.25 / 10)
    assert row["high"] - row["low"] == pytest.approx(2 * half, rel=0.1) and row["reason"] == ""


def acts_of(table):
    """Acts of such a table: each resolution a series, directives for others, a phrase a level."""
    missing = {"series": lambda t: t["unit"], "addressee": "others", "phrase": lambda t: t["level"]}
    if "level" not in table:
        table = table.assign(level=np.nan)
    return SpeechActs(None, table.assign(**{k: v for k, v in missing.items() if k not in table}))


def levels(group, values, act="directive"):
    return pd.DataFrame({"group": group, "unit": [f"{group}{k}" for k in range(len(values))],
                         "act": act, "level": np.array(values, dtype=float)})  # fmt: skip


def test_firmness_by_hand():
    known = pd.concat([
        levels("a", [1, 2, 2, 3, 4, 5, np.nan]),  # one not graded
        levels("a", [9.0], act="approval"),
        levels("a", [np.nan, np.nan], act=""),  # openers that nothing knows
        levels("b", [5, 5, 5, 5]),  # too few
    ])  # fmt: skip
    found = acts_of(known).firmness().set_index("group")
    assert found.loc["a", "acts"] == 6
    assert found.loc["a", "mean"] == pytest.approx(17 / 6)
    assert found.loc["a", "known"] == pytest.approx(8 / 10)
    assert found.loc["a", "low"] < 17 / 6 < found.loc["a", "high"]
    assert np.isnan(found.loc["b", "mean"]) and found.loc["b", "acts"] == 4
    with pytest.raises(UnresError, match="'decision'"):
        acts_of(known).firmness(act="decision")


def test_dependence_where_the_order_alone_decides():
    table = pd.concat([levels("a", [1, 1, 2, 2, 2]), levels("b", [2, 2, 3, 3, 3])])
    found = acts_of(table).dependence().iloc[0]
    # evenly 0, 1/2, 1: a has mean 0.3, b 0.8
    assert found["difference"] == pytest.approx(0.3 - 0.8)
    assert found["same_sign"] == 1  # a never uses a level above one of b
    # swap the lower two: a 0.2, b 0.6, less; swap the upper two: a 0.6, b 0.7, less
    assert found["swaps_same_sign"] == 1
    assert found["difference_low"] <= found["difference"] <= found["difference_high"] < 0


def test_dependence_where_the_spacing_decides():
    """a: all of level 2; b: 3/5 of level 1, 2/5 of level 3. The gap is x - 2/5, x the middle level.

    Of spacings at random x is uniform on 0 to 1: a is the firmer on 60 per cent of the scales,
    and the middle 95 per cent of the gaps reach from 0.025 - 0.4 to 0.975 - 0.4.
    """
    table = pd.concat([levels("a", [2] * 5), levels("b", [1, 1, 1, 3, 3])])
    found = acts_of(table).dependence(n_scales=20_000).iloc[0]
    assert found["difference"] == pytest.approx(0.5 - 0.4)
    assert found["same_sign"] == pytest.approx(0.6, abs=0.02)
    assert found["difference_low"] == pytest.approx(0.025 - 0.4, abs=0.01)
    assert found["difference_high"] == pytest.approx(0.975 - 0.4, abs=0.01)
    # levels 1 and 2 swapped: a 0, b 3/5 * 1/2 + 2/5, less; 2 and 3 swapped: a 1, b 1/5, more
    assert found["swaps_same_sign"] == 0.5


def test_a_third_group_changes_nothing_between_two():
    two = pd.concat([levels("a", [2] * 5), levels("b", [1, 1, 1, 3, 3])])
    three = pd.concat([two, levels("c", [1, 4, 5, 6, 7])])
    pd.testing.assert_series_equal(
        acts_of(two).dependence().iloc[0], acts_of(three).dependence().iloc[0]
    )


def test_dependence_where_there_is_nothing_to_compare():
    few = acts_of(pd.concat([levels("a", [2] * 5), levels("b", [1] * 4)])).dependence().iloc[0]
    assert few[["difference", "same_sign", "swaps_same_sign"]].isna().all()
    same = acts_of(pd.concat([levels("a", [2] * 5), levels("b", [2] * 5)])).dependence().iloc[0]
    assert (same["difference"], same["same_sign"]) == (0, 1)
    with pytest.raises(UnresError, match="1 group"):
        acts_of(levels("a", [1] * 5)).dependence()
    with pytest.raises(UnresError, match="'assertion'"):
        acts_of(levels("a", [1] * 5)).dependence(act="assertion")


# intervals


def test_intervals_of_shares_are_those_of_resolutions():
    """Of 20 resolutions of two paragraphs each 6 direct."""
    units = np.repeat(np.arange(20), 2)
    table = pd.DataFrame({"group": "a", "unit": units, "act": ["directive"] * 12 + [""] * 28})
    found = acts_of(table).profile().set_index("act")
    held = np.repeat([2, 0], [6, 14])
    for act, column in (("directive", held), ("unknown", 2 - held)):
        expected = intervals.ratio(column, np.full(20, 2), share=True)
        assert found.loc[act, ["low", "high"]].tolist() == pytest.approx(expected)
    assert found.loc["unknown", ["count", "share"]].tolist() == [28, 0.7]


def long_and_short():
    """Eight resolutions of different lengths and levels."""
    rows = [("a", f"r{k}", "directive", 1 + (k * n) % 5) for k in range(8) for n in range(k + 1)]
    return pd.DataFrame(rows, columns=["group", "unit", "act", "level"]).astype({"level": float})


def test_intervals_of_firmness_draw_resolutions_and_not_paragraphs():
    table = long_and_short()
    row = acts_of(table).firmness().iloc[0]
    sums = table.groupby("unit")["level"].agg(["sum", "size"]).to_numpy()
    assert row["mean"] == pytest.approx(sums[:, 0].sum() / sums[:, 1].sum())
    assert (row["acts"], row["resolutions"]) == (36, 8)
    assert row[["low", "high"]].tolist() == pytest.approx(intervals.ratio(*sums.T))


def test_five_acts_have_a_mean_and_five_resolutions_an_interval():
    five, four = acts_of(levels("a", [1, 2, 3, 4, 5])), acts_of(levels("a", [1, 2, 3, 4]))
    assert five.firmness()[["mean", "low", "high"]].notna().all(axis=None)
    assert four.firmness()[["mean", "low", "high"]].isna().all(axis=None)
    alone = acts_of(levels("a", [1, 2, 3, 4, 5]).assign(unit="r"))
    assert alone.firmness()["mean"].tolist() == [3] and alone.firmness()["low"].isna().all()
    assert alone.firmness()["reason"].tolist() == ["found in fewer than 5 series"]
    assert four.firmness()["reason"].tolist() == ["fewer than 5 acts"]
    assert five.firmness()["reason"].tolist() == [""]
    approval = acts_of(levels("a", [1, 2, 3, 4, 5], act="approval"))
    assert approval.firmness("approval")["mean"].tolist() == [3]
    assert approval.firmness()["acts"].tolist() == [0]


def test_dependence_by_drawing_spacings_of_another_kind():
    """Three gaps between four levels: uniform points on the line cut it in the same way."""
    one, other = [1, 2, 2, 4, 4], [2, 3, 3, 3, 3]
    found = acts_of(pd.concat([levels("a", one), levels("b", other)]))
    found = found.dependence(n_scales=20_000).iloc[0]
    rng = np.random.default_rng(12)
    places = np.sort(rng.random((20_000, 2)), axis=1)
    scale = np.column_stack([np.zeros(20_000), places, np.ones(20_000)])
    gaps = scale[:, np.array(one) - 1].mean(axis=1) - scale[:, np.array(other) - 1].mean(axis=1)
    even = (0 + 1 / 3 + 1 / 3 + 1 + 1) / 5 - (1 / 3 + 4 * 2 / 3) / 5
    assert found["difference"] == pytest.approx(even) and even < 0
    assert found["difference_low"] == pytest.approx(np.quantile(gaps, 0.025), abs=0.01)
    assert found["difference_high"] == pytest.approx(np.quantile(gaps, 0.975), abs=0.01)
    assert found["same_sign"] == pytest.approx((gaps < 0).mean(), abs=0.02)
    swaps = [[2, 1, 3, 4], [1, 3, 2, 4], [1, 2, 4, 3]]
    signs = []
    for order in swaps:
        at = dict(zip(range(1, 5), (np.array(order) - 1) / 3, strict=True))
        signs.append(np.mean([at[x] for x in one]) < np.mean([at[x] for x in other]))
    assert found["swaps_same_sign"] == pytest.approx(np.mean(signs)) and 0 < np.mean(signs) < 1
    assert (found["group"], found["against"]) == ("b", "a")


def test_scales_are_drawn_as_often_and_from_the_state_that_is_given():
    acts = acts_of(pd.concat([levels("a", [2] * 5), levels("b", [1, 1, 1, 3, 3])]))
    one = acts.dependence(n_scales=1).iloc[0]
    assert one["difference_low"] == one["difference_high"] and one["same_sign"] in (0, 1)
    other = acts.dependence(n_scales=1, random_state=1).iloc[0]
    assert one["difference_low"] != other["difference_low"]
    assert acts.dependence().equals(acts.dependence(n_scales=1000, random_state=0))
    same = acts_of(pd.concat([levels("a", [2] * 5), levels("b", [2] * 5)])).dependence().iloc[0]
    assert (same["difference_low"], same["difference_high"]) == (0, 0)
    assert np.isnan(same["swaps_same_sign"])
    five = pd.concat([levels("a", [2] * 5, "approval"), levels("b", [1] * 5, "approval")])
    assert acts_of(five).dependence("approval")["difference"].tolist() == [1]


# the Secretary-General and the Secretariat


@pytest.mark.parametrize(
    ("opener", "rest", "addressee"),
    [
        ("Requests", "the Secretary-General to report;", "secretariat"),
        ("Also requests", "the Secretariat to print it;", "secretariat"),
        ("Invites", "the United Nations Secretariat to print it;", "secretariat"),
        ("Requests", "in this regard the Secretary-General to report;", "secretariat"),
        ("Reiterates its request", "to the Secretary-General to report;", "secretariat"),
        ("Requests", "that the Secretary-General report;", "secretariat"),
        ("Requests", "the secretariat of the Whale Commission to report;", "secretariat"),
        ("Requests", "the Department of Global Communications to print it;", "secretariat"),
        ("Requests", "States and the Secretary-General to meet;", "others"),
        ("Requests", "all States to inform the Secretary-General of whales;", "others"),
        ("Requests", "that reports of the Secretary-General be short;", "others"),
        ("Urges", "Member States to meet;", "others"),
    ],
)
def test_whom_a_directive_is_for(corpus, opener, rest, addressee):
    paragraph = Paragraph("OP1", "operative", f"{opener} {rest}", "1", opener=opener)
    record = Resolution("A/80/L.92", "draft", "Whales", paragraphs=(paragraph,))
    table = speech_acts(corpus, {"x": record}).to_frame()
    assert table[["act", "addressee"]].values.tolist() == [["directive", addressee]]


def test_whom_rows_of_a_data_set_are_for(made):
    """By its actions, for which no text is needed; of a record in French nobody is known."""
    asked = ("1. Requests the Secretary-General to count the lamps;", "2. Urges States to meet;",
             "3. Requests the Department of Lamps, States and others to print it;",
             "4. Decides to meet.")  # fmt: skip
    data = made(("A/RES/75/1", "1 December 2020", "Lamps", *asked))
    found = speech_acts(data, {"x": ["A/RES/75/1"]}).to_frame()
    assert found["addressee"].tolist() == ["secretariat", "others", "secretariat", ""]
    text = "Prie le Secr\u00e9taire g\u00e9n\u00e9ral de compter les lampes;"
    paragraph = Paragraph("OP1", "operative", text, "1", opener="Requests")
    record = Resolution("A/80/L.92", "draft", "Lampes", language="fr", paragraphs=(paragraph,))
    scale = Path(un.__file__).parent / "wordlists" / "firmness.csv"
    found = speech_acts(data, {"x": record}, scale=scale).to_frame()
    assert found[["act", "addressee"]].values.tolist() == [["directive", "others"]]


def test_firmness_leaves_directives_to_the_secretariat_apart():
    table = pd.concat([levels("a", [3] * 6).assign(addressee="secretariat"),
                       levels("a", [1, 2, 2, 4, 5]).assign(addressee="others")])  # fmt: skip
    acts = acts_of(table)
    means = {to: acts.firmness(to=to)["mean"].item() for to in ("others", "secretariat", "all")}
    assert means == pytest.approx({"others": 14 / 5, "secretariat": 3, "all": 32 / 11})
    assert acts.firmness()["mean"].item() == means["others"]
    assert acts.firmness()["to_secretariat"].item() == pytest.approx(6 / 11)
    assert acts.firmness("approval")["to_secretariat"].isna().all()
    for method in (acts.firmness, acts.dependence):
        with pytest.raises(UnresError, match="to = 'states'"):
            method(to="states")
    approval = acts_of(levels("a", [3] * 6, "approval").assign(addressee=""))
    assert approval.firmness("approval", to="others")["acts"].item() == 6


@pytest.mark.reference
@pytest.mark.slow
def test_addressees_without_texts_are_those_of_the_texts(shared):
    """Directives of 60 resolutions: those of the data set's actions are read from the texts."""
    from unres_research import load, open_corpus

    data = open_corpus()
    folder = shared / "corpus" / "UNxml-GAresolutions"
    paths = sorted(folder.rglob("*.xml"))[:: max(1, len(list(folder.rglob("*.xml"))) // 90)]
    records = {r.symbol: r for r in map(load, paths) if r.symbol in data.resolutions.index}
    records = dict(list(records.items())[:60])
    by_text = [speech_acts(data, {"x": r}).to_frame() for r in records.values() if any(
        p.kind == "operative" for p in r)]  # fmt: skip
    texts = pd.concat(by_text).query("act == 'directive'")
    rows = speech_acts(data, {"x": [t["unit"].iloc[0] for t in by_text]}).to_frame()
    rows = rows.query("act == 'directive'")
    assert (texts["addressee"] == "secretariat").sum() > 40
    order = ["unit", "opener", "phrase", "addressee"]
    one, other = (t[order].sort_values(order, ignore_index=True) for t in (texts, rows))
    assert one.equals(other)


# few texts, and phrases put elsewhere


def test_p_is_that_of_all_ways_to_deal_series_to_the_groups():
    """Five series against six, 462 ways; two resolutions of a series count as one unit."""
    rng = np.random.default_rng(5)
    rows = [
        (group, f"{group}{k}{n}", f"{group}{k}", float(level))
        for group, size, mean in (("a", 5, 4), ("b", 6, 2))
        for k in range(size)
        for n, level in enumerate(np.clip(rng.integers(-1, 2, 4) + mean, 1, 5))
    ]
    table = pd.DataFrame(rows, columns=["group", "unit", "series", "level"]).assign(act="directive")
    found = acts_of(table).dependence()["p"].item()
    place = {x: k for k, x in enumerate(np.unique(table["level"]))}
    sums = table["level"].map(place) - table["level"].map(place).mean()
    sums = sums.groupby(table["series"]).sum().to_numpy()
    ways = np.array([sums[list(way)].sum() for way in combinations(range(11), 5)])
    assert ways[0] == pytest.approx(sums[:5].sum())
    beyond = min((ways >= ways[0] - 1e-9).mean(), (ways <= ways[0] + 1e-9).mean())
    assert found == pytest.approx(2 * beyond, abs=0.005) and found < 0.05


def test_no_p_of_few_series_or_of_groups_that_share_resolutions():
    values = [1, 2, 3, 4, 5, 5]
    two = pd.concat([levels("a", values), levels("b", values)])
    assert acts_of(two).dependence()["p"].item() == 1
    few = two.assign(series=two["unit"].replace({"b0": "b1", "b2": "b1"}))
    assert np.isnan(acts_of(few).dependence()["p"].item())
    common = two.assign(unit=two["unit"].replace({"b0": "a0"}))
    assert np.isnan(acts_of(common).dependence()["p"].item())


def test_phrases_moved_by_a_level():
    """Of a all phrases are at level 2 (one phrase), of b at 1; the sign turns with +1 against -1.

    Levels 0 and 1, a move is one level: of nine pairs of moves the difference 1 + x - y is above
    0 in six, 0 in two, below in one.
    """
    table = pd.concat([levels("a", [2] * 5), levels("b", [1] * 5)])
    found = acts_of(table).dependence(n_scales=20_000)["moved_same_sign"].item()
    assert found == pytest.approx(6 / 9, abs=0.02)


# results


def test_a_scale_and_its_faults_reach_the_result(corpus, tmp_path):
    own = write(tmp_path / "own.csv", "decides,directive,2.5,me")
    table = speech_acts(corpus, {"x": ["A/RES/77/901"]}, scale=own).to_frame()
    assert table[["act", "level"]].values.tolist() == [["directive", 2.5]]
    with pytest.raises(UnresError, match="cannot be read"):
        speech_acts(corpus, {"x": ["A/RES/77/901"]}, scale=tmp_path / "none.csv")
    with pytest.raises(UnresError, match="no groups"):
        speech_acts(corpus, {})


def test_rows_cannot_be_changed_from_outside(corpus):
    acts = speech_acts(corpus, {"x": "A/RES/77/901"})  # one string is one symbol
    table = acts.to_frame()
    table["act"] = "directive"
    assert acts.to_frame()["act"].tolist() == ["decision"] and acts.corpus is corpus


def test_acts_show_themselves(corpus):
    groups = {"<b>": text("Urges", "Welcomes", "Urges", None), "x": ["A/RES/77/901"]}
    acts = speech_acts(corpus, groups)
    assert repr(acts) == "<SpeechActs of 5 operative paragraphs: <b> (4), x (1)>"
    many = speech_acts(corpus, {f"group {k}": "A/RES/77/901" for k in range(30)})
    assert len(repr(many)) < 165 and repr(many).endswith(" …>")
    shown = acts._repr_html_()
    assert "&lt;b&gt;" in shown and "<b>" not in shown
    rows = pd.read_html(StringIO(shown), index_col=0)[0]
    assert rows["x"].to_dict() == dict.fromkeys(rows.index, "0.0%") | {"decision": "100.0%"}
    assert rows["<b>"][["directive", "approval", "unknown"]].tolist() == ["50.0%", "25.0%", "25.0%"]


def test_known_openers_are_told_alike_with_and_without_adverbs():
    for opener in ("also urges", "urges also", "urges, once again,"):
        assert act_of(opener, read_scale()) == act_of("Urges", read_scale())


def test_most_openers_of_the_data_set_are_known():
    from unres_research import open_corpus

    table = open_corpus().paragraphs
    openers = table.loc[table["kind"] == "operative", "opener"].dropna()
    known = openers[openers != ""].map(lambda opener: act_of(opener, read_scale()))
    assert known.notna().mean() > 0.99


def test_the_built_in_scale_is_in_english(tmp_path):
    def french(k: int) -> Resolution:
        paragraph = Paragraph("OP1", "operative", "Prie les États.", "1", opener="Prie")
        return Resolution(f"A/RES/77/{k}", "resolution", "", language="fr", session=77,
                          adopted_on="2022-12-15", paragraphs=(paragraph,))  # fmt: skip

    corpus = corpus_of_records([french(1), french(2)])
    refused = "found ours in 'fr', expected English, as the built-in scale of openers is"
    with pytest.raises(UnresError, match=refused):
        speech_acts(corpus, {"ours": ["A/RES/77/1"]})
    with pytest.raises(UnresError, match=refused):
        speech_acts(example_corpus(), {"ours": french(1)})
    scale = tmp_path / "scale.csv"
    scale.write_text("phrase,act,level,source\nprie,directive,3,x\n", encoding="utf-8")
    acts = speech_acts(corpus, {"ours": french(1)}, scale=scale).to_frame()
    assert acts["level"].tolist() == [3]
