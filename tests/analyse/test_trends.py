"""Trends: counts by hand, intervals from the literature and from theory."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
import written
from scipy import stats
from unres_research.analyse._forms import _long_run

from unres_research.analyse import _trends as module
from unres_research.analyse import intervals, lexicon, trends
from unres_research.corpus import build_corpus, words
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
    assert table.loc[75, "rate"] == pytest.approx(10_000 * 2 / words_of[75])
    assert table.loc[75, "share"] == 0.5
    assert not table["enough"].any()
    assert table[["rate_low", "rate_high"]].isna().all(axis=None)


def test_rates_and_their_intervals(waters):
    """Occurrences in 10,000 words; intervals as `intervals.ratio` and the literature have them."""
    row = of(waters, ["oceans"]).loc["oceans"]
    lengths = np.array([4 + sum(n) + k for k, n in enumerate(zip(OCEANS, RIVERS, LAKES, PONDS, strict=True))])  # fmt: skip
    assert row["words"] == lengths.sum()
    assert (row["count"], row["resolutions_with"], row["resolutions"]) == (10, 5, 7)
    assert (row["series_with"], row["series"]) == (5, 7)
    assert row["rate"] == pytest.approx(10_000 * 10 / lengths.sum())
    low, high = intervals.ratio(np.array(OCEANS), lengths)
    assert (row["rate_low"], row["rate_high"]) == pytest.approx((10_000 * low, 10_000 * high))
    share = stats.binomtest(5, 7).proportion_ci(method="wilson")
    assert row["share"] == pytest.approx(5 / 7)
    assert (row["share_low"], row["share_high"]) == pytest.approx((share.low, share.high))


def test_texts_of_one_series_are_one_unit(waters, monkeypatch):
    """Three of the seven are of one series: five units, of which four name oceans."""
    merged = np.arange(len(waters))
    first = waters.resolutions.index.get_loc("A/RES/75/1")
    merged[first : first + 3] = first
    monkeypatch.setattr(module, "unit_of", lambda corpus: merged)
    row = of(waters, {"oceans": "oceans", "water": ["oceans", "lakes"]})
    assert row.loc["oceans", ["series_with", "series", "resolutions_with"]].tolist() == [3, 5, 5]
    assert row.loc["oceans", "reason"] == "found in fewer than 5 series"
    assert row.loc["oceans", "share"] == 5 / 7
    p, z = 5 / 7, stats.norm.ppf(0.975)  # Wilson's formula for five trials
    half = z * np.sqrt(p * (1 - p) / 5 + z**2 / 100)
    low, high = ((p + z**2 / 10 + sign * half) / (1 + z**2 / 5) for sign in (-1, 1))
    assert row.loc["oceans", ["share_low", "share_high"]].tolist() == pytest.approx([low, high])


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
    assert found["rate_low"].notna().to_dict() == {"mills": False, "soon": True}
    assert found["rate"].notna().all() and found["share_low"].notna().all()


def test_sessions_are_cut_at_a_day(waters):
    """The seven are of the first of December."""
    assert of(waters, "oceans", until="12-01")["count"].tolist() == [10]
    with pytest.raises(UnresError, match="no resolution until 11-30"):
        trends(waters, "oceans", until="11-30")


def test_a_day_that_leaves_nothing_is_refused(small):
    with pytest.raises(UnresError, match="expected a month and a day"):
        trends(small, "lamps", until="June")


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
    assert (table["rate_low"].notna() == table["enough"]).all()
    assert (table["rate_high"].notna() == table["enough"]).all()
    assert table["rate"].notna().all() and table["share_low"].notna().all()


def test_terms_stand_by_name_and_sessions_by_number(waters):
    table = trends(waters, ["rivers", "oceans"])
    sessions = [7, 8, 9, 10, 11, 70, 75]
    assert table["term"].tolist() == ["oceans"] * 7 + ["rivers"] * 7
    assert table["session"].tolist() == sessions * 2 and table["session"].dtype == int
    assert table.index.tolist() == list(range(14))
    # the special session and the Council are left out, with their oceans
    assert table["count"].tolist() == [0] * 6 + [10] + [0] * 6 + [9]
    assert table.attrs == {"unseen": [], "last_date": "2022-03-03"}


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


def test_forms_must_not_count_twice(small):
    for forms, named in (
        (["lamps", "keep lamps"], "'lamps' of 'x' inside 'keep lamps'"),
        (["keep the lamps", "lamps"], "'lamps' of 'x' inside 'keep the lamps'"),
        (["lamps", "Lamps"], "'lamps' of 'x' inside 'lamps'"),
    ):
        with pytest.raises(UnresError, match=f"{named}.*count the same words twice"):
            trends(small, {"x": forms})
    assert len(trends(small, {"x": ["lamps", "lamp"]})) == 3  # letters in common are no words


def test_forms_of_one_to_three_words(small):
    for form in ("one two three four", "", "—"):
        with pytest.raises(UnresError, match="of 'long', expected one to three words"):
            trends(small, {"long": form})
    assert len(trends(small, {"x": ["one two three", "lamps"]})) == 3
    with pytest.raises(UnresError, match="no terms"):
        trends(small, {})


def test_unseen_forms_count_nothing_and_are_named(small):
    table = trends(small, {"x": ["flamingo", "lamps"]})
    assert table.attrs["unseen"] == ["flamingo"]
    assert table.groupby("term")["count"].sum().to_dict() == {"x": 4}
    rare = trends(small, {"digital divide": lexicon()["digital divide"]})
    assert rare["count"].sum() == 0 and rare.attrs["unseen"] == [
        "digital divide",
        "digital divides",
    ]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            "lampz",
            "found no 'lampz' among the terms of the vocabulary, expected perhaps 'lamp' or 'lamps'",
        ),
        ({"x": ["lampz", "pelicans"], "y": "lamps"}, "found no 'lampz', 'pelicans' among"),
        ({"digital divide": "digital gap"}, "found no 'digital gap' among"),
        ("climat*", "form 'climat.' of 'climat.', expected words in full: there are no wildcards"),
        ({"x": ["lamps?"]}, "no wildcards"),
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


def test_long_runs_of_the_data_set_are_counted_by_their_fingerprints(corpus, full_texts):
    for run in ("technology transfer and technology", "secretary-general of the united nations"):
        wanted, expected = run.split(), Counter()
        for symbol, rows in full_texts.items():
            for _, body, own in rows:
                if body:
                    expected[symbol] += clusters(own, [run])
        found = _long_run(corpus, wanted)
        assert dict(zip(corpus.resolutions.index, found.tolist(), strict=True)) == expected


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


def test_lexicon_is_what_is_counted_by_default(small):
    table = trends(small)
    assert set(table["term"]) == set(lexicon()) and len(lexicon()) > 5
    for name, forms in lexicon().items():
        assert forms and all(" ".join(words(f)) == f and len(words(f)) <= 3 for f in forms), name
    pd.testing.assert_frame_equal(table, trends(small, lexicon()))


def test_lexicon_is_sound(corpus):
    table = trends(corpus)
    assert set(table["term"]) == set(lexicon())
    inside = table[table["enough"]]
    assert (inside["rate_low"] <= inside["rate"]).all() and (
        inside["rate"] <= inside["rate_high"]
    ).all()
    assert (table["share_low"] <= table["share"]).all()


def test_total_equals_a_count_over_paragraphs(corpus):
    table = trends(corpus, {"ai": ["artificial intelligence"]})
    regular = corpus.resolutions["session"].notna()
    rows = corpus.body() & corpus.paragraphs["symbol"].map(regular).to_numpy(dtype=bool)
    assert table["count"].sum() == corpus.term_counts(["artificial intelligence"])[rows].sum()
