"""The ground against which terms move, and what a data set holds: invented texts, by hand."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from unres_research.analyse import background, intervals, sessions, speech_acts, trends
from unres_research.analyse._rates import alike
from unres_research.corpus import Corpus, build_corpus, example_corpus, open_corpus
from unres_research.corpus._build import corpus_of_records
from unres_research.corpus._joined import add_all
from unres_research.errors import UnresError
from unres_research.records import Paragraph, Resolution


def text(opener: str, number: int, part: str, words: int) -> str:
    """So many words that no other resolution has."""
    return " ".join([opener, *(f"{part}{number}x{k}" for k in range(words - 1))])


def title(number: int) -> str:
    """A word that no other title has, nor one that differs by its numbers alone."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:04}") + "lamp"


def resolution(
    number: int,
    adopted_on: str,
    opener: str,
    words: int,
    *,
    session: int = 77,
    adoption: str | None = "without a vote",
    symbol: str = "A/RES/{}/{}",
    committee: str = "First",
) -> Resolution:
    """Five words of preamble, and so many in one operative paragraph."""
    paragraphs = (
        Paragraph("PP1", "preambular", text("Noting", number, f"p{session}", 5), opener="Noting"),
        Paragraph("OP1", "operative", text(opener, number, f"o{session}", words), "1",
                  opener=opener),
    )  # fmt: skip
    return Resolution(
        symbol.format(session, number), "resolution", title(number), session=session,
        adopted_on=adopted_on, paragraphs=paragraphs, adoption=adoption, committee=committee,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lamps() -> Corpus:
    """Two sessions of twenty resolutions; the second one is not over."""
    first = [
        resolution(
            k,
            "2022-12-15" if k <= 10 else "2023-06-01",
            "Urges" if k <= 10 else "Invites",
            10 * k,
            adoption="recorded vote" if k <= 6 else None if k == 20 else "without a vote",
            committee="First" if k <= 12 else "Second",
        )
        for k in range(1, 21)
    ]
    second = [
        resolution(k, "2023-12-01" if k < 20 else "2024-01-10", "Decides", 10, session=78)
        for k in range(1, 21)
    ]
    return corpus_of_records([*first, *second])


def measure(corpus: Corpus, name: str, **options):
    table = background(corpus, **options)
    return table[table["measure"] == name].reset_index(drop=True)


VALUES = [  # (measure, of session 77, of session 78, of 77 until the tenth of January)
    ("resolutions", 20, 20, 10),
    ("words, mean", 5 + 105, 5 + 10, 5 + 55),
    ("words, median", 5 + 105, 15, 5 + 55),
    ("words of the preamble, mean", 5, 5, 5),
    ("words of the operative part, mean", 105, 10, 55),
    ("words of the operative part, median", 105, 10, 55),
    ("preambular paragraphs", 1, 1, 1),
    ("operative paragraphs", 1, 1, 1),
    ("words of an operative paragraph", 105, 10, 55),
    ("recorded votes", 6 / 19, 0, 6 / 10),  # of one it is not known
    ("directive", 1, 0, 1),
    ("decision", 0, 1, 0),
    ("unknown", 0, 0, 0),
    ("opener: urges", 1 / 2, 0, 1),
    ("firmness", (10 * 4 + 10 * 1) / 20, np.nan, 4),
]


@pytest.mark.parametrize(("name", "first", "second", "cut"), VALUES, ids=[v[0] for v in VALUES])
def test_values(lamps, name, first, second, cut):
    table = measure(lamps, name)
    assert table["session"].tolist() == [77, 78]
    np.testing.assert_allclose(table["value"], [first, second])
    np.testing.assert_allclose(table["same_date"], [cut, second])
    assert table["complete"].tolist() == [True, False]
    assert table["coverage"].tolist() == [1, 1]


def test_what_values_rest_on(lamps):
    table = background(lamps).set_index(["measure", "session"])
    assert table.loc[("recorded votes", 77), ["of", "series"]].tolist() == [19, 19]
    assert table.loc[("firmness", 77), ["of", "series"]].tolist() == [20, 20]
    assert table.loc[("firmness", 78), "reason"] == "nothing to count in"
    assert table.loc[("decision", 78), "reason"] == "true of all, so that nothing varies"
    assert table.loc[("decision", 77), "reason"] == "fewer than 10 occurrences"
    assert (table["enough"] == table["low"].notna()).all()
    assert ((table["reason"] == "") == table["enough"]).all()
    attrs = background(lamps).attrs
    assert (attrs["last_date"], attrs["until"]) == ("2024-01-10", "01-10")


def test_intervals(lamps):
    votes = measure(lamps, "recorded votes").iloc[0]
    wilson = stats.binomtest(6, 19).proportion_ci(method="wilson")
    np.testing.assert_allclose([votes["low"], votes["high"]], [wilson.low, wilson.high])
    mean = measure(lamps, "words, mean").iloc[0]
    ends = intervals.ratio(np.arange(15, 206, 10), np.ones(20))
    np.testing.assert_allclose([mean["low"], mean["high"]], ends)


def test_the_interval_of_a_median():
    """Woodruff's, by hand: half of twenty are not longer than the median.

    The linearised error of that share is sqrt(5 * 20 / 19) / 10 of it, on the scale of logits
    twice as much; with 19 degrees of freedom its ends are 0.2768 and 0.7232, and the quantiles
    there, of 15, 25, ..., 205, lie 19 times as many steps of 10 above the first.
    """
    corpus = corpus_of_records([resolution(k, "2022-12-15", "Urges", 10 * k) for k in range(1, 21)])
    row = measure(corpus, "words, median").iloc[0]
    half = 2 * stats.t.ppf(0.975, 19) * np.sqrt(100 / 19) / 10
    share = 1 / (1 + np.exp(half))
    np.testing.assert_allclose(share, 0.2768, atol=5e-5)
    ends = [15 + 10 * 19 * share, 15 + 10 * 19 * (1 - share)]
    np.testing.assert_allclose([row["low"], row["high"]], ends)


def test_the_median_itself_is_among_what_is_not_longer():
    """Eleven of twenty-one are not longer than the median, 115 words: 11 / 21 is the share."""
    corpus = corpus_of_records([resolution(k, "2022-12-15", "Urges", 10 * k) for k in range(1, 22)])
    row = measure(corpus, "words, median").iloc[0]
    share = intervals.ratio(np.array([1] * 11 + [0] * 10), np.ones(21), share=True)
    ends = [15 + 10 * 20 * end for end in share]
    assert row["value"] == 115
    np.testing.assert_allclose([row["low"], row["high"]], ends)


def test_firmness_and_acts_are_those_of_speech_acts(corpus):
    """The same as for a group of all resolutions of a session, counted another way."""
    symbols = corpus.resolutions.index[corpus.resolutions["session"] == 75]
    acts = speech_acts(corpus, {"75": symbols})
    table = background(corpus, where={"session": 75}).set_index("measure")
    profile = acts.profile().set_index("act")
    for name in ("directive", "decision", "assertion"):
        row = table.loc[name, ["value", "low", "high"]].tolist()
        np.testing.assert_allclose(row, profile.loc[name, ["share", "low", "high"]].tolist())
        assert table.loc[name, "of"] == profile.loc[name, "paragraphs"]
    firm = acts.firmness().iloc[0]
    row = table.loc["firmness", ["value", "low", "high", "of", "series"]].tolist()
    np.testing.assert_allclose(row, firm[["mean", "low", "high", "acts", "series"]].tolist())


def test_lengths_that_the_built_in_data_set_is_known_for(corpus):
    """As pandas has them of the column of words."""
    words = corpus.resolutions.groupby("session")["words"]
    table = background(corpus).set_index(["measure", "session"])["value"]
    assert round(table["words, mean", 75]) == 2307
    assert round(table["words, mean", 80]) == 2846
    assert table["words, median", 75] == 1570
    for session in (74, 79):
        np.testing.assert_allclose(table["words, mean", session], words.mean()[session])
        parts = [table[f"words of the {part}, mean", session] for part in
                 ("preamble", "operative part")]  # fmt: skip
        assert sum(parts) <= table["words, mean", session] + 1e-9


def test_parts_of_years_have_no_same_date(lamps):
    table = measure(lamps, "resolutions", by="month")
    filled = table[table["value"] > 0]
    assert filled[["month", "value"]].values.tolist() == [
        ["2022-12", 10], ["2023-06", 10], ["2023-12", 19], ["2024-01", 1],
    ]  # fmt: skip
    assert table["same_date"].isna().all() and table["coverage"].isna().all()


def test_until_and_where(lamps):
    assert measure(lamps, "resolutions", until="01-10")["value"].tolist() == [10, 20]
    assert measure(lamps, "resolutions", until="01-10")["same_date"].isna().all()
    second = measure(lamps, "resolutions", where={"committee": "Second"})
    assert second[["session", "value"]].values.tolist() == [[77, 8]]


def test_a_scale_of_openers_is_in_one_language(tmp_path):
    def french(opener: str, k: int) -> Resolution:
        return Resolution(
            f"A/RES/77/{k}", "resolution", "", language="fr", session=77, adopted_on="2022-12-15",
            paragraphs=(Paragraph("OP1", "operative", text(opener, k, "o", 6), "1",
                                  opener=opener),),
        )  # fmt: skip

    corpus = corpus_of_records([french("Prie", k) for k in range(1, 13)])
    row = measure(corpus, "firmness").iloc[0]
    assert np.isnan(row["value"])
    assert row["reason"].startswith("the built-in scale of openers is in English")
    assert measure(corpus, "words, mean")["value"].tolist() == [6]
    scale = tmp_path / "scale.csv"
    scale.write_text("phrase,act,level,source\nprie,directive,3,x\n", encoding="utf-8")
    assert measure(corpus, "firmness", scale=scale)["value"].tolist() == [3]
    assert measure(corpus, "directive", scale=scale)["value"].tolist() == [1]


def test_what_is_not_understood_is_refused(lamps):
    with pytest.raises(UnresError, match="found no 'week' among the times to count by"):
        background(lamps, by="week")
    with pytest.raises(UnresError, match="found str .* for the data set"):
        background("lamps")
    with pytest.raises(UnresError, match="found str .* for the data set"):
        sessions("lamps")


# What a data set holds


def test_whole_sessions_have_no_break(lamps):
    table = sessions(lamps)
    assert table.drop(columns=["known_words", "breaks"]).values.tolist() == [
        [77, 20, 20, 20, 1.0, "other", 1.0, True],
        [78, 20, 20, 20, 1.0, "other", 1.0, False],
    ]


def test_known_words():
    """Of 3 * 15 words, "Noting" and "Urges" stand in two paragraphs and more, 3 times each."""
    corpus = corpus_of_records([resolution(k, "2022-12-15", "Urges", 10) for k in range(1, 4)])
    table = sessions(corpus)
    np.testing.assert_allclose(table["known_words"], [6 / 45])
    assert (
        table["breaks"][0] == "86.7% of its words are not in the vocabulary; not over on 2022-12-15"
    )


@pytest.fixture(scope="module")
def gaps() -> Corpus:
    """Session 15, mostly from scans, with three; 77 with 19 of its 20 numbers; 79 with 9."""
    old = [
        resolution(n, "1960-12-14", "Urges", 10, session=15, symbol="A/RES/{1} (XV)",
                   )
        for n in (1500, 1502, 1504)
    ]  # fmt: skip
    late = [resolution(k, "2022-12-15", "Urges", 10) for k in range(1, 21) if k != 7]
    last = [resolution(k, "2024-12-15", "Urges", 10, session=79) for k in range(12, 21)]
    corpus = corpus_of_records([*old, *late, *last])
    paths = ["scan.pdf", "scan.PDF", "typed.txt", *["x.xml"] * 19, *["page.HTM"] * 9]
    corpus.resolutions["source"] = paths
    return corpus


def test_breaks_are_told(gaps):
    table = sessions(gaps)
    assert table["session"].tolist() == [15, 77, 79]
    columns = ["resolutions", "numbers", "expected", "coverage"]
    np.testing.assert_array_equal(table[columns].to_numpy(dtype=float), [
        [3, 3, np.nan, np.nan], [19, 19, 20, 19 / 20], [9, 9, 20, 9 / 20],
    ])  # fmt: skip
    said = [[s for s in row.split("; ") if "vocabulary" not in s] for row in table["breaks"]]
    assert said == [
        ["how many resolutions it adopted is not known: numbers ran on until session 30"],
        ["sessions 16 to 76 are not there", "read from XML, the session before from PDF"],
        ["session 78 is not there", "holds 45.0% of its numbers up to 20",
         "read from HTML, the session before from XML", "not over on 2024-12-15"],
    ]  # fmt: skip
    assert table["format"].tolist() == ["PDF", "XML", "HTML"]
    np.testing.assert_allclose(table["of_format"], [2 / 3, 1, 1])


def test_a_resolution_in_parts_is_one_number():
    parts = [
        resolution(80, "2022-12-15", "Urges", 10, symbol=symbol)
        for symbol in ("A/RES/77/80 A", "A/RES/77/80 B")
    ]
    assert sessions(corpus_of_records(parts))[["resolutions", "numbers"]].values.tolist() == [
        [2, 1]
    ]


def test_what_is_added_from_another_format_is_told():
    """The vocabulary is that of the first data set, which has none of the added words."""
    base = example_corpus()
    added = [resolution(k, "2021-12-15", "Urges", 10, session=76) for k in range(1, 4)]
    table = sessions(add_all(base, added))
    assert table["session"].tolist() == [76, 77, 78]
    assert table["known_words"][0] == 0
    assert table["breaks"][0] == "100.0% of its words are not in the vocabulary"
    assert "read from text, the session before from other" in table["breaks"][1]


def test_no_regular_session_is_refused():
    special = resolution(1, "2022-12-15", "Urges", 10, session="ES-11")
    with pytest.raises(UnresError, match="found no regular session"):
        sessions(corpus_of_records([special]))


def test_votes_of_series_of_unequal_size():
    """Twelve resolutions in a series of seven and five of one: worth 144 / (49 + 5) alike."""
    assert alike(np.array([7, 7, 7, 7, 7, 7, 7, 1, 2, 3, 4, 5])) == 144 / 54
    many = [
        replace(resolution(k, "2022-12-15", "Urges", 10, adoption=vote), title=name)
        for k, (name, vote) in enumerate(
            [("Harbours", "recorded vote")] * 7
            + [(name, "without a vote") for name in ("Bells", "Drums", "Flutes", "Horns", "Reeds")],
            1,
        )
    ]
    row = measure(corpus_of_records(many), "recorded votes").iloc[0]
    assert (row["value"], row["of"], row["series"]) == (7 / 12, 12, 6)
    z, n, p = stats.norm.ppf(0.975), 144 / 54, 7 / 12
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    ends = [(p + z**2 / (2 * n) + sign * half) / (1 + z**2 / n) for sign in (-1, 1)]
    np.testing.assert_allclose([row["low"], row["high"]], ends)


def test_what_a_few_texts_hold_has_no_interval():
    """A hundred of 109 decisions stand in one resolution of the ten that decide.

    Its part of the error is 100 less 100 * 109 / 1109, of 109: 0.83. Ten times its square is 6.8.
    """

    def long(number: int, opener: str, size: int) -> Resolution:
        paragraphs = tuple(
            Paragraph(f"OP{k}", "operative", text(opener, 100 * number + k, "q", 6), str(k),
                      opener=opener)
            for k in range(1, size + 1)
        )  # fmt: skip
        return replace(resolution(number, "2022-12-15", opener, 6), paragraphs=paragraphs)

    burst = long(1, "Decides", 100)
    others = [long(k, "Decides", 1) for k in range(2, 11)]
    rest = [long(k, "Urges", 50) for k in range(11, 31)]
    row = measure(corpus_of_records([burst, *others, *rest]), "decision").iloc[0]
    assert row["value"] == 109 / 1109
    assert row["reason"] == "a few texts hold most of it"
    assert np.isnan(row["low"]) and not row["enough"]


@pytest.mark.parametrize(("size", "shown"), [(33, True), (34, False)])
def test_openers_that_three_in_a_hundred_have_are_shown(size, shown):
    """One of 33 is 3.03 per cent, one of 34 is 2.94."""
    given = [resolution(k, "2022-12-15", "Urges" if k > 1 else "Invites", 10)
             for k in range(1, size + 1)]  # fmt: skip
    measures = set(background(corpus_of_records(given))["measure"])
    assert "opener: urges" in measures
    assert ("opener: invites" in measures) is shown


def test_numbers_ran_on_until_session_30():
    old = resolution(3500, "1975-12-15", "Urges", 10, session=30, symbol="A/RES/{1} (XXX)")
    new = [resolution(k, "1976-12-15", "Urges", 10, session=31) for k in (1, 2)]
    table = sessions(corpus_of_records([old, *new]))
    np.testing.assert_array_equal(table["expected"], [np.nan, 2])
    assert "ran on" in table["breaks"][0] and "ran on" not in table["breaks"][1]
    assert "of its numbers" not in table["breaks"][1]


@pytest.mark.parametrize(("ends", "known"), [(("u", "w1"), 0.98), (("u", "v"), 0.96)])
def test_words_outside_the_vocabulary(ends, known):
    """Of fifty words one, or two, stand in one paragraph alone; two in a hundred may."""
    shared = " ".join(f"w{k}" for k in range(24))
    given = [
        replace(
            resolution(k, "2022-12-15", "Urges", 10),
            paragraphs=(Paragraph("OP1", "operative", f"{shared} {end}", "1"),),
        )
        for k, end in enumerate(ends, 1)
    ]
    table = sessions(corpus_of_records(given))
    np.testing.assert_allclose(table["known_words"], [known])
    said = "4.0% of its words are not in the vocabulary; " * (known == 0.96)
    assert table["breaks"][0] == f"{said}not over on 2022-12-15"


@pytest.mark.parametrize(("size", "reason"), [(5, ""), (4, "fewer than 5 series")])
def test_votes_of_few_series(size, reason):
    given = [resolution(k, "2022-12-15", "Urges", 10) for k in range(1, size + 1)]
    row = measure(corpus_of_records(given), "recorded votes").iloc[0]
    assert (row["series"], row["reason"], row["enough"]) == (size, reason, not reason)


@pytest.mark.slow
def test_pdfs_that_a_user_adds(shared: Path, tmp_path):
    """Numbers are those of the names of the files; a resolution of session 80 is added."""
    pdfs, older = shared / "corpus" / "pdf", tmp_path / "older"
    older.mkdir()
    shutil.copy(shared / "corpus" / "older" / "A_RES_80_251.pdf", older)
    build_corpus(pdfs, tmp_path / "data", texts=True, progress=False)
    build_corpus(older, tmp_path / "more", texts=True, progress=False)
    corpus = open_corpus(tmp_path / "data", add=tmp_path / "more")
    table = sessions(corpus).set_index("session")
    named = [re.match(r"A_RES_(\d+)_(\d+)", path.name) for path in pdfs.rglob("*.pdf")]
    for session in (78, 79):
        numbers = {int(name[2]) for name in named if name and int(name[1]) == session}
        assert table.loc[session, "numbers"] == len(numbers)
        assert table.loc[session, "expected"] == max(numbers)
        assert "of its numbers up to" in table.loc[session, "breaks"]
    assert (table["format"] == "PDF").all()
    assert table.loc[80, ["numbers", "expected"]].tolist() == [1, 251]
    words = corpus.resolutions.groupby("session")["words"]
    ground = measure(corpus, "words, mean")
    np.testing.assert_allclose(ground["value"], words.mean())
    np.testing.assert_allclose(measure(corpus, "words, median")["value"], words.median())
    assert ground["enough"].tolist() == [True, True, False]
    assert trends(corpus, "sustainable development")["count"].gt(0).tolist()[:2] == [True, True]
