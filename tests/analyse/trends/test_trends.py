"""Trends: counts by hand, intervals from the literature and from theory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import written
from scipy import stats

from unres_research.analyse import fit_topics, intervals, lexicon, trends
from unres_research.analyse._trends import _table as module
from unres_research.corpus import build_corpus, example_corpus, words
from unres_research.errors import UnresError

OCEANS = [3, 2, 2, 2, 1, 0, 0]  # how often the resolutions of session 75 name oceans
RIVERS = [3, 2, 2, 2, 0, 0, 0]  # nine times, and four resolutions: both too few
LAKES = [4, 3, 2, 2, 0, 0, 0]  # often enough, in too few resolutions
PONDS = [3, 2, 2, 1, 1, 0, 0]  # enough resolutions, but nine times only


def sentence(*counts: tuple[str, int]) -> str:
    return "1. Decides to map " + ", ".join(word for word, n in counts for _ in range(n)) + " soon."


@pytest.fixture(scope="module")
def waters(made):
    """Seven resolutions of session 75 and four of 9, written in an order of their own."""
    rows = [
        (
            f"A/RES/75/{k + 1}",
            "1 December 2020",
            f"Waters {'abcdefg'[k]}",
            sentence(("oceans", a), ("rivers", b), ("lakes", c), ("ponds", d), ("x", k)),
        )
        for k, (a, b, c, d) in enumerate(zip(OCEANS, RIVERS, LAKES, PONDS, strict=True))
    ]
    rows += [
        (
            f"A/RES/9/{k + 1}",
            "1 December 1954",
            f"Old waters {'abcdef'[k]}",
            "1. Decides to measure the sea level rise, the sea level and the level rise.",
            *["2. Decides to read the sea level rise twice, the sea level rise."] * (k % 2),
        )
        for k in range(6)
    ]
    rows += [
        (f"A/RES/{session}/1", f"1 December {1945 + session}", "Dry", "1. Decides to walk on.")
        for session in (10, 8, 11, 70, 7)
    ]
    rows.append(("A/RES/ES-11/1", "2 March 2022", "Special", sentence(("oceans", 5))))
    rows.append(("S/RES/2700 (2023)", "3 March 2022", "Council", sentence(("oceans", 5))))
    return made(*rows)


def of(corpus, terms, session=75, **options):
    return trends(corpus, terms, **options).set_index(["term", "session"]).xs(session, level=1)


def test_by_hand(small):
    """ "lamps" stands twice in LAMPS (49 words) and twice in BELLS (33 words)."""
    table = trends(small, {"lamps": ["lamps"]}).set_index("session")
    assert table["count"].to_dict() == {74: 0, 75: 2, 76: 2}
    assert table["resolutions"].to_dict() == {74: 1, 75: 2, 76: 2}
    assert table["resolutions_with"].to_dict() == {74: 0, 75: 1, 76: 1}
    words_of = small.resolutions.groupby("session")["words"].sum()
    assert table["words"].to_dict() == words_of.to_dict()
    assert table.loc[75, "value"] == pytest.approx(10_000 * 2 / words_of[75])
    assert not table["enough"].any()
    assert table[["low", "high"]].isna().all(axis=None)
    shares = trends(small, "lamps", unit="resolutions").set_index("session")
    assert shares.loc[75, "value"] == 0.5 and not shares["enough"].any()
    assert shares["reason"].unique().tolist() == ["fewer than 5 series"]
    assert shares[["low", "high"]].isna().all(axis=None)


def test_rates_and_their_intervals(waters):
    """Occurrences in 10,000 words; intervals as `intervals.ratio` and the literature have them."""
    row = of(waters, ["oceans"]).loc["oceans"]
    lengths = np.array([4 + sum(n) + k for k, n in enumerate(zip(OCEANS, RIVERS, LAKES, PONDS, strict=True))])  # fmt: skip
    assert row["words"] == lengths.sum()
    assert (row["count"], row["resolutions_with"], row["resolutions"]) == (10, 5, 7)
    assert (row["series_with"], row["series"]) == (5, 7)
    assert row["value"] == pytest.approx(10_000 * 10 / lengths.sum())
    low, high = intervals.ratio(np.array(OCEANS), lengths)
    assert (row["low"], row["high"]) == pytest.approx((10_000 * low, 10_000 * high))
    share = stats.binomtest(5, 7).proportion_ci(method="wilson")
    for unit, times in (("resolutions", 1), ("series", 1), ("count", 7)):
        row = of(waters, ["oceans"], unit=unit).loc["oceans"]
        expected = [times * x for x in (5 / 7, share.low, share.high)]
        assert row[["value", "low", "high"]].tolist() == pytest.approx(expected), unit


def test_texts_of_one_series_are_one_unit(waters, monkeypatch):
    """Three of the seven are of one series: five units, of which four name oceans."""
    merged = np.arange(len(waters))
    first = waters.resolutions.index.get_loc("A/RES/75/1")
    merged[first : first + 3] = first
    monkeypatch.setattr(module, "unit_of", lambda corpus: merged)
    terms = {"oceans": "oceans", "water": ["oceans", "lakes"]}
    row = of(waters, terms)
    assert row.loc["oceans", ["series_with", "series", "resolutions_with"]].tolist() == [3, 5, 5]
    assert row.loc["oceans", "reason"] == "found in fewer than 5 series"
    row = of(waters, terms, unit="resolutions")
    assert row.loc["oceans", "value"] == 5 / 7
    n = 49 / 13  # what series of 3, 1, 1, 1 and 1 resolutions are worth (Kish)
    p, z = 5 / 7, stats.norm.ppf(0.975)  # Wilson's formula for so many trials
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = ((p + z**2 / (2 * n) + sign * half) / (1 + z**2 / n) for sign in (-1, 1))
    assert row.loc["oceans", ["low", "high"]].tolist() == pytest.approx([low, high])


def test_what_a_few_texts_hold_has_no_interval(made):
    """One text of 21 names mills 61 times, the others once: twelve times as many as users alike."""
    rows = [
        (f"A/RES/75/{k}", "1 December 2020", f"Mills {name}", f"1. Decides to {name} the mills soon{end}.")
        for k, (name, end) in enumerate(
            [(f"{a}{b}", " roads" * 60) for a in "abcd" for b in "klmno"] + [("zz", " mills" * 60)], start=1
        )
    ]  # fmt: skip
    corpus = made(*rows)
    found = of(corpus, ["mills", "soon"])
    assert found["count"].to_dict() == {"mills": 81, "soon": 21}
    assert found["reason"].to_dict() == {"mills": "a few texts hold most of it", "soon": ""}
    assert found["low"].notna().to_dict() == {"mills": False, "soon": True}
    assert found["value"].notna().all()
    assert of(corpus, ["mills", "soon"], unit="resolutions")["low"].notna().all()


def test_sessions_are_cut_at_a_day(waters):
    """The seven are of the first of December."""
    assert of(waters, "oceans", until="12-01")["count"].tolist() == [10]
    with pytest.raises(UnresError, match="no resolution until 11-30"):
        trends(waters, "oceans", until="11-30")


def test_a_day_that_leaves_nothing_is_refused(small):
    with pytest.raises(UnresError, match="expected a month and a day"):
        trends(small, "lamps", until="June")


@pytest.mark.parametrize("until", ["02-30", "04-31"])
def test_a_day_that_no_month_has_is_refused(waters, until):
    with pytest.raises(UnresError, match="expected a day that the month has"):
        trends(waters, "oceans", until=until)


def test_the_last_day_of_february_is_one(waters):
    assert of(waters, "oceans", until="02-29")["count"].tolist() == [10]


@pytest.mark.parametrize("unit", ["words", "paragraphs", "resolutions", "series", "count"])
def test_months_without_a_resolution_have_nothing_to_count_in(made, unit):
    """Texts of December and February: in January nothing was adopted."""
    rows = [("A/RES/75/1", "1 December 2020", "A", "1. Decides to sail."),
            ("A/RES/75/2", "1 February 2021", "B", "1. Decides to sail.")]  # fmt: skip
    table = trends(made(*rows), "sail", by="month", unit=unit).set_index("month")
    assert table["resolutions"].to_dict() == {"2020-12": 1, "2021-01": 0, "2021-02": 1}
    assert table.loc["2021-01", ["low", "high"]].isna().all()
    assert table.loc["2021-01", "reason"] == "nothing to count in"
    none = 0 if unit == "count" else np.nan  # of no resolutions a number is 0, a share is not
    assert table.loc["2021-01", "value"] == pytest.approx(none, nan_ok=True)


def test_items_of_the_agenda_stand_in_their_session_alone(waters, monkeypatch):
    """Item 9 of session 75 and item 9 of session 9 are two."""
    table = waters.resolutions.copy()
    table["agenda_items"] = [["9"] if s in (9, 75) else [] for s in table["session"].fillna(0)]
    monkeypatch.setitem(vars(waters), "resolutions", table)
    found = trends(waters, "oceans", split="agenda_item")
    assert found[["group", "session", "resolutions", "count"]].values.tolist() == [
        ["session 9, item 9", 9, 6, 0], ["session 75, item 9", 75, 7, 10],
    ]  # fmt: skip


def test_forms_are_no_mapping(waters):
    with pytest.raises(UnresError, match="found a mapping as forms of 'seas'"):
        trends(waters, {"seas": {"oceans": "lakes"}})


def test_enough_takes_ten_occurrences_in_five_resolutions(waters):
    table = of(waters, ["oceans", "rivers", "lakes", "ponds"])
    counts = table[["count", "resolutions_with"]].values.tolist()
    assert dict(zip(table.index, counts, strict=True)) == {
        "oceans": [10, 5], "rivers": [9, 4], "lakes": [11, 4], "ponds": [9, 5],
    }  # fmt: skip
    assert table["reason"].to_dict() == {
        "oceans": "", "rivers": "fewer than 10 occurrences",
        "lakes": "found in fewer than 5 series", "ponds": "fewer than 10 occurrences",
    }  # fmt: skip
    assert (table["enough"] == (table["reason"] == "")).all()
    assert (table["low"].notna() == table["enough"]).all()
    assert (table["high"].notna() == table["enough"]).all()
    assert table["value"].notna().all()


def test_terms_stand_by_name_and_sessions_by_number(waters):
    table = trends(waters, ["rivers", "oceans"])
    sessions = [7, 8, 9, 10, 11, 70, 75]
    assert table["term"].tolist() == ["oceans"] * 7 + ["rivers"] * 7
    assert table["session"].tolist() == sessions * 2 and table["session"].dtype == int
    assert table.index.tolist() == list(range(14))
    # the special session and the Council are left out, with their oceans
    assert table["count"].tolist() == [0] * 6 + [10] + [0] * 6 + [9]
    about = {"unit": "words", "unseen": [], "partly": [], "last_date": "2022-03-03", "summary": ()}
    assert about.items() <= table.attrs.items()


def test_forms_of_one_term_are_added_up(waters):
    table = of(waters, {"salt": ["oceans"], "all": ["oceans", "Rivers", "lakes"]})
    assert table["count"].to_dict() == {"salt": 10, "all": 10 + 9 + 11}
    # resolutions 1 to 5 hold one of them
    assert table["resolutions_with"].to_dict() == {"salt": 5, "all": 5}


@pytest.mark.parametrize(
    "terms", ["oceans", ["oceans"], {"oceans": "oceans"}, {"oceans": ("Oceans",)}, iter(["oceans"])]
)
def test_one_string_is_one_form_and_no_list_of_letters(waters, terms):
    assert of(waters, terms)["count"].to_dict() == {"oceans": 10}


def test_words_that_two_forms_share_count_once(waters):
    """Six resolutions say "sea level rise", "sea level" and "level rise"; three "sea level rise" twice more."""
    expected = {"sea level": 12 + 6, "level rise": 12 + 6, "sea level rise": 6 + 6}
    table = of(waters, expected.keys(), 9)
    assert table["count"].to_dict() == expected
    both = of(waters, {"both": ["sea level", "level rise"]}, 9).loc["both"]
    assert both["count"] == 6 * 3 + 6  # and not 36
    again = of(waters, {"both": ["level rise", "sea level", "oceans"]}, 9).loc["both"]
    assert again["count"] == 24


def test_a_form_inside_another_counts_once(small):
    """Who counts "lamps" has counted "keep lamps"; letters in common are no words."""
    alone = trends(small, {"x": "lamps"})["count"].tolist()
    for forms in (["lamps", "keep lamps"], ["keep the lamps", "lamps"], ["lamps", "Lamps"]):
        assert trends(small, {"x": forms})["count"].tolist() == alone
    assert len(trends(small, {"x": ["lamps", "lamp"]})) == 3


def test_forms_of_one_to_twelve_words(small):
    for form in (" ".join("abcdefghijklm"), "", "—"):
        with pytest.raises(UnresError, match="of 'long', expected one to 12 words"):
            trends(small, {"long": form})
    with pytest.raises(UnresError, match="no terms"):
        trends(small, {})


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            "lampz",
            "found no 'lampz' among the words of the data set, expected perhaps 'lamp' or 'lamps'",
        ),
        ({"x": ["lampz", "pelicans"], "y": "lamps"}, "found no 'lampz', 'pelicans' among"),
        ({"digital divide": "digital gap"}, "found no 'digital', 'gap' among"),
        ("c*", r"the word 'c\*' in the form 'c\*' of 'c\*', expected at least two letters"),
        ("*", r"expected at least two letters beside a \*"),
        ({"x": ["lamps?"]}, "other wildcards are not known"),
        ({"x": []}, "no forms of 'x', expected at least one"),
        ([], "found no terms, expected at least one"),
        ({"x": 5}, "found 5 as forms of 'x', expected a string"),
        ({"x": [5]}, "found 5 among the forms of 'x'"),
        ([5], "found 5 among the terms"),
        (5, "found 5 as terms"),
    ],
)
def test_terms_that_nobody_knows_are_named(small, terms, said):
    with pytest.raises(UnresError, match=said):
        trends(small, terms)


SEAS = (
    "united nations system wide plan",
    "united nations system wide plan of the united nations system wide plan",
    "the united nations and the nations system of united nations system wide",
    "united nations united nations nations system wide system wide plan",
    "nations system wide united nations system wide and the system wide plan",
    "system wide nations",
)
OVERLAPS = (
    ["united nations", "nations system"],
    ["united nations", "nations system wide"],
    ["united nations system", "system wide plan"],
    ["united nations system", "nations system wide"],
    ["united nations system", "nations system wide", "system wide plan"],
    ["united nations", "nations system", "system wide"],
    ["nations united nations", "nations system"],
)


@pytest.fixture(scope="module")
def united(tmp_path_factory):
    """Each text in five resolutions, alone as a paragraph and within others."""
    folder = tmp_path_factory.mktemp("united")
    for k, text in enumerate([text for text in SEAS] * 5):
        body = f"1. Decides that all {text} stands;\n\n2. {text};\n\n3. Requests {text}."
        row = (f"A/RES/77/{700 + k}", "3 May 2023", f"Seas {k}", body)
        (folder / f"{k}.txt").write_text(written.plain(*row), encoding="utf-8")
    return build_corpus(folder, texts=True, n_jobs=1, progress=False).corpus


def clusters(tokens, forms):
    """Places where forms stand, those that share a word taken as one."""
    spans = sorted(
        (start, start + len(form.split()))
        for form in forms
        for start in range(len(tokens))
        if tokens[start : start + len(form.split())] == form.split()
    )
    found, end = 0, -1
    for start, stop in spans:
        found += start >= end
        end = max(end, stop)
    return found


@pytest.mark.parametrize("forms", OVERLAPS)
def test_forms_that_overlap_count_once(united, forms):
    expected = sum(clusters(words(text), forms) for text in united.texts)
    assert expected > 0
    assert of(united, {"x": forms}, 77)["count"].tolist() == [expected]


def test_a_form_that_overlaps_itself_counts_once(made):
    corpus = made(
        *(
            (
                f"A/RES/77/{700 + k}",
                "3 May 2023",
                f"Bells {k}",
                "1. Decides that ding ding ding ends;",
            )
            for k in range(5)
        )
    )
    assert of(corpus, "ding ding", 77)["count"].tolist() == [5]


def test_lexicon_is_what_is_counted_by_default(corpus):
    table = trends(corpus)
    assert set(table["term"]) == set(lexicon()) and len(lexicon()) > 5
    pd.testing.assert_frame_equal(table, trends(corpus, lexicon()))
    inside = table[table["enough"]]
    assert len(inside) > 30 and inside["value"].between(inside["low"], inside["high"]).all()
    assert set(table.attrs["unseen"]) <= {form for forms in lexicon().values() for form in forms}


def test_total_equals_a_count_over_paragraphs(corpus):
    table = trends(corpus, {"ai": ["artificial intelligence"]})
    regular = corpus.resolutions["session"].notna()
    rows = corpus.body() & corpus.paragraphs["symbol"].map(regular).to_numpy(dtype=bool)
    assert table["count"].sum() == corpus.term_counts(["artificial intelligence"])[rows].sum()


@pytest.fixture(scope="module")
def harbours(made):
    """Four texts of December 2020, one without a preamble; groups A (two), B and none."""
    noting = "Noting the harbours and the tides,"
    rows = [
        ("A/RES/75/1", "1 December 2020", "One", noting, "1. Decides to see the tides."),
        ("A/RES/75/2", "1 December 2020", "Two", noting, "1. Decides to count the boats there."),
        ("A/RES/75/3", "1 December 2020", "Three", "1. Decides to see the tides and the tides."),
        ("A/RES/75/4", "1 December 2020", "Four", noting, "1. Decides to sleep."),
    ]
    return made(*rows), {"A/RES/75/1": "A", "A/RES/75/2": "A", "A/RES/75/3": "B"}


COUNTED = ["count", "words", "paragraphs", "resolutions_with", "resolutions", "series", "value"]


def test_groups_are_counted_in_what_is_theirs(harbours):
    """A preamble has six words, operative parts have five, six, eight and three."""
    corpus, groups = harbours
    table = trends(corpus, "tides", unit="resolutions", split=groups).set_index("group")[COUNTED]
    assert table.loc["A"].tolist() == [3, 23, 4, 2, 2, 2, 1]
    assert table.loc["B"].tolist() == [2, 8, 1, 1, 1, 1, 1]
    assert table.index.tolist() == ["A", "B"]
    table = trends(corpus, "tides", unit="resolutions", split="part").set_index("group")[COUNTED]
    assert table.loc["preamble"].tolist() == [3, 18, 3, 3, 3, 3, 1]
    assert table.loc["operative"].tolist() == [3, 22, 4, 2, 4, 4, 0.5]
    rates = trends(corpus, "tides", split="part").set_index("group")["value"]
    assert rates.to_dict() == pytest.approx({"preamble": 30_000 / 18, "operative": 30_000 / 22})


def test_paragraphs_are_split_by_the_topic_that_most_of_them_belongs_to(made):
    """Ten words and nine of topic "a"; ten of "b"; one that belongs to neither."""
    eels, owls = "eels rivers nets boats", "owls towers nests bells"
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Eels", f"Noting {eels} {eels} today,",
         f"1. Decides {owls} {owls} today:", "2. Thanks."),
        ("A/RES/75/2", "1 December 2020", "Owls", f"1. Decides {eels} {owls};"),
    )  # fmt: skip
    body = corpus.paragraphs[corpus.paragraphs["words"] >= 8]
    shares = dict(zip(body["wording"], [0.9, 0.2, 0.6], strict=True))
    model = fit_topics(corpus, 2, max_df=1)
    first = np.array([shares[w] for w in model.wordings])
    model = replace(model, labels=("a", "b"), weights=np.array([first, 1 - first]).T)
    table = trends(corpus, "eels", split=model).set_index("group")
    assert table[["count", "words", "paragraphs", "resolutions"]].to_dict("index") == {
        "a": {"count": 3, "words": 19, "paragraphs": 2, "resolutions": 2},
        "b": {"count": 0, "words": 10, "paragraphs": 1, "resolutions": 1},
    }


def test_a_year_that_began_before_the_first_session_is_not_complete(made):
    """Session 75 began in September 2020; the data reach into 2022."""
    rows = [(f"A/RES/{s}/1", f"1 December {s + 1945}", "Seas", "1. Decides to see the seas soon.")
            for s in (75, 76)] + [("A/RES/76/2", "1 March 2022", "See", "1. Decides to see.")]  # fmt: skip
    table = trends(made(*rows), "decides", by="year").set_index("year")
    assert table["complete"].to_dict() == {2020: False, 2021: True, 2022: False}


def test_a_few_texts_of_any_session_count_as_few(made):
    """All of session 74 are alike; one text of 75 holds 61 of 100: fourteen times as many users
    as users alike, so that neither session has an interval."""
    rows = [
        (f"A/RES/{s}/{k}", f"1 December {s + 1945}", f"Mills {name}",
         f"1. Decides to {name} the mills soon{(' mills' if (s, k) == (75, 1) else ' roads') * 60}.")
        for s in (74, 75)
        for k, name in enumerate([f"{a}{b}{s}" for a in "abcd" for b in "klmno"], start=1)
    ]  # fmt: skip
    table = trends(made(*rows), "mills")
    assert table["count"].tolist() == [20, 80]
    assert table["reason"].tolist() == ["a few texts hold most of it"] * 2


def test_how_many_numbers_of_a_session_are_there():
    """Eight resolutions a session, with the numbers 901 to 908."""
    table = trends(example_corpus(), "whales")
    assert table["coverage"].tolist() == [8 / 908, 8 / 908]
    assert "coverage" not in trends(example_corpus(), "whales", by="year")
