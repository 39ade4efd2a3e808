"""Where words stood before and where they went, against brute force and by hand."""

from __future__ import annotations

import gc
import json
import time
import weakref
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
import pytest
import written

from unres_research import load_folder
from unres_research.analyse import _compare as module
from unres_research.analyse._compare import compare, count_matched, own_symbol
from unres_research.corpus import _features as features
from unres_research.corpus import _fingerprints as fingerprints
from unres_research.corpus import _tokens as analyser
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext
from unres_research.records import Paragraph, Resolution, Source


@pytest.fixture(scope="module")
def own():
    """The invented draft of 3 November 2022, after all resolutions."""
    return plaintext.parse(written.DRAFT)


def test_by_hand(own, small):
    """PP2 stands whole in two resolutions; of OP1 seven words stand in each as well."""
    found = compare(own, small)
    rows = found.earlier.paragraphs.set_index("paragraph")
    assert rows["words"].to_dict() == {
        "PP1": 9,
        "PP2": 8,
        "OP1": 24,
        "OP2": 1,
        "OP2(a)": 3,
        "OP2(b)": 4,
    }
    # PP2: "noting that lamps guide non-motorized boats at night"; OP1: "member states to keep
    # lamps burning" after "calls upon" and "urges": with "urges" it is a run of seven in BELLS
    assert rows["matched_words"].to_dict() == {
        "PP1": 0,
        "PP2": 8,
        "OP1": 7,
        "OP2": 0,
        "OP2(a)": 0,
        "OP2(b)": 0,
    }
    assert rows.loc["OP1", ["best_symbol", "best_paragraph", "longest_run"]].tolist() == [
        "A/RES/76/902",
        "OP1",
        7,
    ]
    assert rows.loc["PP2", ["best_symbol", "first_symbol"]].tolist() == ["A/RES/75/901"] * 2
    sources = found.earlier.sources.set_index("symbol")
    assert sources["matched_words"].to_dict() == {"A/RES/76/902": 15, "A/RES/75/901": 14}
    assert sources["cited"].to_dict() == {"A/RES/76/902": False, "A/RES/75/901": True}
    assert found.later.matched_words == 0
    assert found.earlier.share == pytest.approx(15 / 49)


def test_sides_are_parted_by_date(own, small):
    found = compare(own, small, date="2021-01-01")
    assert found.earlier.sources["symbol"].tolist() == ["A/RES/75/901"]
    assert found.later.sources["symbol"].tolist() == ["A/RES/76/902"]
    same_day = compare(own, small, date="2021-12-09")
    assert same_day.later.sources.empty  # adopted on that very day: on neither side
    assert same_day.earlier.sources["symbol"].tolist() == ["A/RES/75/901"]


def test_least_length(own, small):
    assert compare(own, small, n=7).earlier.matched_words == 15
    assert compare(own, small, n=8).earlier.matched_words == 8
    with pytest.raises(UnresError, match="at least 6"):
        compare(own, small, n=5)
    with pytest.raises(UnresError, match="at least 1"):
        compare(own, small, formulaic=0)


def test_what_is_left_out(own, small):
    found = compare(own, small, exclude=["A/RES/76/902"])
    assert found.excluded == ("A/RES/76/902",)
    assert found.earlier.sources["symbol"].tolist() == ["A/RES/75/901"]
    assert "A/RES/76/902" not in found.related.index
    with pytest.raises(UnresError, match="A/RES/1/1"):
        compare(own, small, exclude=["A/RES/1/1"])


def test_the_text_adopted_from_a_draft_is_left_out(small):
    """A/RES/75/901 names A/75/L.1 as its draft; the text's symbol comes from its file name."""
    draft = plaintext.parse(written.DRAFT)
    named = Resolution(**{**vars(draft), "source": Source("folder/A_75_L.1.txt", "text", "")})
    assert own_symbol(named) == "A/75/L.1"
    assert "A/RES/75/901" in compare(named, small).excluded


def test_an_undated_text_needs_a_date(small):
    text = Resolution(None, "draft", "", paragraphs=(Paragraph("OP1", "operative", "Decides;"),))
    with pytest.raises(UnresError, match="--date"):
        compare(text, small)
    assert compare(text, small, date="2022-01-01").earlier.matched_words == 0


def test_matched_counts_each_word_once():
    runs = pd.DataFrame(
        {"place": [0, 2, 10, 0], "length": [6, 3, 6, 7], "symbol": ["a", "a", "a", "b"]}
    )
    assert count_matched(runs, ["symbol"]).to_dict() == {"a": 12, "b": 7}
    assert count_matched(runs, []).tolist() == [13]
    assert count_matched(runs.iloc[:0], ["symbol"]).empty


def brute_force(words, places, n=6):
    """Covered words by symbol and in all, from the texts themselves."""
    by_symbol, every = {}, {}
    for symbol, text in places:
        grams = {tuple(text[k : k + n]) for k in range(len(text) - n + 1)}
        for pid, own in words.items():
            for k in range(len(own) - n + 1):
                if tuple(own[k : k + n]) in grams:
                    spots = {(pid, j) for j in range(k, k + n)}
                    by_symbol.setdefault(symbol, set()).update(spots)
                    every.update(dict.fromkeys(spots))
    return {s: len(v) for s, v in by_symbol.items()}, len(every)


def test_equals_brute_force_on_every_invented_resolution(small, corpus_folder):
    records, _ = load_folder(corpus_folder, progress=False)
    english = [r for r in records if r.language == "en"]
    for record in english:
        words = features.body_words(record)
        others = [(r.symbol, analyser.words(p.text)) for r in english if r is not record for p in r]
        by_symbol, total = brute_force(words, others)
        found = compare(record, small, date="2030-01-01", exclude=[record.symbol]).earlier
        assert found.sources.set_index("symbol")["matched_words"].to_dict() == by_symbol
        assert found.matched_words == total


def test_independent_count_of_the_draft(draft, corpus):
    """Figures of a count made by others, on the texts: 991, 633 and 1,320 of 1,808 words."""
    found = compare(draft, corpus)
    assert (found.words, found.excluded) == (1808, ("A/RES/78/311",))
    assert found.earlier.matched_words == 991
    assert found.later.matched_words == 1320
    first = found.earlier.sources.iloc[0]
    assert (first["symbol"], first["matched_words"]) == ("A/RES/78/265", 633)
    assert set(found.later.sources["symbol"].head(3)) == {
        "A/RES/79/322",
        "A/RES/79/194",
        "A/RES/80/118",
    }
    assert compare(draft, corpus).later.matched_words == 1320


def test_as_json(draft, corpus):
    found = json.loads(json.dumps(compare(draft, corpus).to_dict()))
    assert {"symbol", "date", "n", "words", "earlier", "later", "paragraphs", "related"} <= set(
        found
    )
    assert (found["symbol"], found["date"], found["n"]) == ("A/78/L.86", "2024-06-25", 6)
    assert set(found["earlier"]) == {"covered_words", "substantive_words", "share", "sources"}
    assert found["earlier"]["sources"][0] == {
        "symbol": "A/RES/78/265",
        "covered_words": 633,
        "cited": True,
    }
    paragraph = found["paragraphs"][0]
    assert set(paragraph) == {"id", "words", "earlier", "later", "selection", "new_words"}
    assert set(paragraph["earlier"]["sources"][0]) == {
        "symbol",
        "paragraph",
        "covered_words",
        "longest_run",
    }
    for row in found["paragraphs"]:
        assert row["new_words"] == row["words"] - row["earlier"]["covered_words"]
        best = [s["covered_words"] for s in row["earlier"]["sources"]]
        assert best == sorted(best, reverse=True)
    assert sum(p["words"] for p in found["paragraphs"]) == found["words"]


SAMPLE = (
    "A/RES/78/265", "A/RES/79/194", "A/RES/78/329", "A/RES/74/299", "A/RES/75/1", "A/RES/76/124",
    "A/RES/77/150", "A/RES/78/10", "A/RES/79/239", "A/RES/80/118", "A/RES/ES-11/1", "A/RES/78/243",
)  # fmt: skip


def grams_of(words, n):
    return [tuple(words[k : k + n]) for k in range(len(words) - n + 1)]


def holders_of(wanted, texts, n):
    """In which paragraphs of which resolutions each run stands."""
    found = {}
    for symbol, paragraphs in texts.items():
        for pid, _, words in paragraphs:
            for gram in wanted.intersection(grams_of(words, n)):
                found.setdefault(gram, []).append((symbol, pid))
    return found


def spots(own, n, keep):
    """Words in the runs that are kept, as (paragraph, number)."""
    return {
        (pid, j)
        for pid, words in own.items()
        for k, gram in enumerate(grams_of(words, n))
        if keep(gram)
        for j in range(k, k + n)
    }


@pytest.mark.slow
@pytest.mark.parametrize("n", [6, 9])
def test_equals_brute_force_on_the_full_texts(corpus, full_texts, n):
    """Twelve resolutions against the texts of all others: totals, sources, paragraphs, formulaic words."""
    about = corpus.resolutions
    family = {s: "".join(c for c in t.lower() if c.isalpha()) for s, t in about["title"].items()}
    sample = {s: {p: w for p, body, w in full_texts[s] if body} for s in SAMPLE}
    every = {
        m: {g for own in sample.values() for w in own.values() for g in grams_of(w, m)}
        for m in {6, n}
    }
    held = {m: holders_of(wanted, full_texts, m) for m, wanted in every.items()}
    for symbol, own in sample.items():
        paragraphs = tuple(Paragraph(p, "operative", " ".join(w)) for p, w in own.items())
        day = str(about["adopted_on"][symbol].date())
        record = Resolution(symbol, "resolution", "", paragraphs=paragraphs, adopted_on=day)
        found = compare(record, corpus, n=n)
        assert found.excluded == (symbol,)

        common = spots(
            own, 6, lambda g, me=symbol: len({family[s] for s, _ in held[6][g] if s != me}) >= 20
        )
        dates = about["adopted_on"].astype(str)
        for side, on_side in (
            (found.earlier, {s for s in about.index if dates[s] < day}),
            (found.later, {s for s in about.index if dates[s] > day}),
        ):
            by_source, by_place, by_gram = {}, {}, held[n]
            for pid, words in own.items():
                for k, gram in enumerate(grams_of(words, n)):
                    for other, place in by_gram[gram]:
                        if other in on_side:
                            some = {(pid, j) for j in range(k, k + n)}
                            by_source.setdefault(other, set()).update(some)
                            by_place.setdefault((pid, other, place), set()).update(some)
            together = set().union(*by_source.values())
            assert side.matched_words == len(together)
            assert side.substantive_words == len(together - common)
            table = side.sources.set_index("symbol")
            assert table["matched_words"].to_dict() == {s: len(x) for s, x in by_source.items()}
            assert table["substantive_words"].to_dict() == {
                s: len(x - common) for s, x in by_source.items()
            }
            rows = side.paragraphs.set_index("paragraph")
            for pid in own:
                inside = {spot for spot in together if spot[0] == pid}
                assert rows.loc[pid, "matched_words"] == len(inside)
                assert rows.loc[pid, "substantive_words"] == len(inside - common)
            printed = found.to_dict()["paragraphs"]
            sources = {
                (row["id"], one["symbol"], one["paragraph"]): one
                for row in printed
                for one in row[side.name]["sources"]
            }
            assert {k: v["covered_words"] for k, v in sources.items()} == {
                k: len(v) for k, v in by_place.items()
            }
            for pid, row in rows[rows["matched_words"] > 0].iterrows():
                words = dict((p, w) for p, _, w in full_texts[row["best_symbol"]])
                one = sources[pid, row["best_symbol"], row["best_paragraph"]]
                longest = SequenceMatcher(None, own[pid], words[row["best_paragraph"]], False)
                assert one["longest_run"] == longest.find_longest_match().size
                assert row["longest_run"] == max(
                    v["longest_run"] for k, v in sources.items() if k[0] == pid
                )
                assert row["best_words"] == max(
                    v["covered_words"] for k, v in sources.items() if k[0] == pid
                )


# formulaic words, main sources, citations: by hand

CHARTER = "Guided by the old charter of lamps and bells of {},"
CARRIERS = (
    ("A/RES/76/801", "1 June 2022", "Copper", CHARTER.format("copper")),
    ("A/RES/76/802", "2 June 2022", "Silver", CHARTER.format("silver")),
    ("A/RES/77/801", "1 June 2023", "Copper", CHARTER.format("copper")),
    ("A/RES/77/803", "2 June 2023", "Tin", CHARTER.format("tin")),
)
GUIDED = plaintext.parse(
    "The General Assembly,\n\nRecalling its resolutions 76/802, 77/801 and 70/1, and Security "
    f"Council resolution 1325 (2000),\n\n{CHARTER.format('copper from Ilva')}\n\n1. Decides so."
)


@pytest.fixture(scope="module")
def carriers(made):
    return made(*CARRIERS)


@pytest.mark.parametrize("n", [6, 10, 11])
def test_formulaic_words_by_hand(carriers, n):
    """Ten words ("guided" to the second "of") stand under three titles, "copper" under one.

    That the runs of ten are too short for n = 11 does not make them less common.
    """
    found = compare(GUIDED, carriers, date="2024-01-01", n=n, formulaic=3).earlier
    assert found.matched_words == 11
    assert found.substantive_words == 1
    assert found.is_formulaic["PP2"].tolist() == [True] * 10 + [False] * 3
    assert not found.is_formulaic["PP1"].any()
    sources = found.sources.set_index("symbol")["substantive_words"].to_dict()
    silver_and_tin = {} if n == 11 else {"A/RES/76/802": 0, "A/RES/77/803": 0}
    assert sources == {"A/RES/76/801": 1, "A/RES/77/801": 1} | silver_and_tin
    row = found.paragraphs.set_index("paragraph").loc["PP2"]
    assert (row["share"], row["substantive_share"]) == (11 / 13, 1 / 13)


def test_two_resolutions_of_one_title_are_one_carrier(carriers):
    """With four carriers wanted nothing is formulaic: four resolutions, but three titles."""
    found = compare(GUIDED, carriers, date="2024-01-01", formulaic=4).earlier
    assert found.substantive_words == 11
    assert not found.is_formulaic["PP2"].any()


def test_carriers_on_the_other_side_count(carriers):
    """Earlier than June 2022's second day stands only 76/801; what is formulaic is so everywhere."""
    found = compare(GUIDED, carriers, date="2022-06-02", formulaic=3).earlier
    assert found.sources["symbol"].tolist() == ["A/RES/76/801"]
    assert (found.matched_words, found.substantive_words) == (11, 1)
    # without 77/803 there are two titles left
    left = compare(
        GUIDED, carriers, date="2022-06-02", formulaic=3, exclude=["A/RES/77/803"]
    ).earlier
    assert left.substantive_words == 11


def test_by_citation_by_hand(carriers):
    """77/803 has formulas alone, and is not cited: it is not there."""
    table = compare(GUIDED, carriers, date="2024-01-01", formulaic=3).by_citation()
    assert table[["symbol", "group", "matched_words", "substantive_words"]].values.tolist() == [
        ["A/RES/77/801", "cited and borrowed", 11, 1],
        ["A/RES/76/802", "cited, not borrowed", 10, 0],
        ["A/RES/70/1", "cited, not in the data set", 0, 0],
        ["S/RES/1325 (2000)", "cited, not in the data set", 0, 0],
        ["A/RES/76/801", "borrowed, not cited", 11, 1],
    ]
    assert table["title"].fillna("").tolist() == ["Copper", "Silver", "", "", "Copper"]


X = "gulls count terns where puffins rest on the northern skerries"
Y = "ferries carry mail and bread to each village by winter"
Z = "weavers bring linen cloth to markets under the old oaks"
W = "growers prune plum trees before early March frosts"
V = "beekeepers wander"
LENDERS = (
    ("A/RES/76/801", "1 June 2022", "First", f"1. {X}.", f"2. {Y}."),
    ("A/RES/76/802", "2 June 2022", "Second", f"1. {Y}.", f"2. {Z}."),
    ("A/RES/76/803", "3 June 2022", "Third", f"1. {Z}.", f"2. {W}."),
)
BORROWER = plaintext.parse(
    "The General Assembly,\n\n"
    + "\n\n".join(f"{k}. {t}." for k, t in enumerate((X, Y, Z, W, V), 1))
)


def test_main_sources_and_words_by_hand(made):
    """801 covers X and Y, 20 words; 803 adds Z and W, 18; 802, which covers 20, adds nothing."""
    found = compare(BORROWER, made(*LENDERS), date="2024-01-01")
    assert found.earlier.sources["matched_words"].tolist() == [20, 20, 18]
    main = found.main_sources()
    assert main[["symbol", "matched_words", "added_words"]].values.tolist() == [
        ["A/RES/76/801", 20, 20],
        ["A/RES/76/803", 18, 18],
    ]
    one = found.main_sources(n=1)
    assert one["symbol"].tolist() == ["A/RES/76/801"]
    assert {p: set(w.tolist()) for p, w in found.word_sources().items()} == {
        "OP1": {0}, "OP2": {0}, "OP3": {1}, "OP4": {1}, "OP5": {-1},
    }  # fmt: skip
    assert {p: w.tolist() for p, w in found.word_sources(n=1).items()} == {
        "OP1": [0] * 10, "OP2": [0] * 10, "OP3": [1] * 10, "OP4": [1] * 8, "OP5": [-1] * 2,
    }  # fmt: skip


def test_formulaic_words_do_not_make_a_main_source(carriers):
    """Without formulas 76/801 has eleven words to give, with it one; tin and silver have none."""
    main = compare(GUIDED, carriers, date="2024-01-01", formulaic=3).main_sources()
    assert main[["symbol", "added_words"]].values.tolist() == [["A/RES/76/801", 1]]
    main = compare(GUIDED, carriers, date="2024-01-01", formulaic=9).main_sources()
    assert main["added_words"].tolist() == [11]


def test_a_text_without_words(carriers):
    found = compare(Resolution(None, "draft", ""), carriers, date="2024-01-01")
    assert found.main_sources().empty
    assert found.word_sources() == {}
    assert np.isnan(found.earlier.share) and found.earlier.substantive_words == 0
    assert found.to_dict()["earlier"]["share"] is None


def test_main_sources_of_the_draft(draft, corpus):
    """Greedy choice made again with sets of words."""
    comparison = compare(draft, corpus)
    shared = comparison.earlier
    left = {
        (p, k)
        for p, one_of in shared.is_formulaic.items()
        for k, one in enumerate(one_of)
        if not one
    }
    covers = {}
    for row in shared.runs.itertuples():
        some = {(row.paragraph, k) for k in range(row.start, row.start + row.length)}
        covers.setdefault(row.symbol, set()).update(some)
    main = comparison.main_sources(n=4)
    assert len(main) == 4
    for row in main.itertuples():
        gains = {s: len(x & left) for s, x in covers.items()}
        assert row.added_words == gains[row.symbol] == max(gains.values())
        left -= covers[row.symbol]
    assert shared.substantive_words == len(
        {(p, k) for p, s in shared.is_formulaic.items() for k, one in enumerate(s) if not one}
        & set().union(*covers.values())
    )
    found = comparison.word_sources(n=4)
    for k, symbol in enumerate(main["symbol"]):
        marked = {(p, j) for p, w in found.items() for j, one in enumerate(w) if one == k}
        before = set().union(*(covers[s] for s in main["symbol"][:k]))
        assert marked == covers[symbol] - before


def test_a_date_that_is_none_is_refused(small):
    record = Resolution("A/RES/79/999", "draft", "")
    with pytest.raises(UnresError, match="'soon'"):
        compare(record, small, date="soon")


# both sides of every boundary, on the invented data set


@pytest.fixture(scope="module")
def tunes():
    """Of A/RES/78/907 the words "drums and bells of all States" stand in 908, of the next day."""
    return example_corpus()


def tuned(tunes, **changes):
    return replace(tunes.resolution("A/RES/78/907"), **changes)


@pytest.mark.parametrize(
    ("kind", "distributed", "adopted", "expected"),
    [
        ("draft", "2024-02-01", "2024-03-01", "2024-02-01"),
        ("draft", None, "2024-03-01", "2024-03-01"),
        ("resolution", "2024-02-01", "2024-03-01", "2024-03-01"),
        ("resolution", "2024-02-01", None, "2024-02-01"),
    ],
)
def test_a_draft_has_the_date_of_its_distribution(tunes, kind, distributed, adopted, expected):
    text = tuned(tunes, kind=kind, distributed_on=distributed, adopted_on=adopted)
    assert compare(text, tunes).date == expected
    assert compare(text, tunes, date="2024-04-01").date == "2024-04-01"


@pytest.mark.parametrize(
    ("date", "earlier", "later"),
    [("2024-05-07", 0, 6), ("2024-05-08", 0, 0), ("2024-05-09", 6, 0)],
)
def test_the_day_itself_is_on_neither_side(tunes, date, earlier, later):
    found = compare(tuned(tunes), tunes, date=date)
    assert (found.earlier.matched_words, found.later.matched_words) == (earlier, later)


def test_runs_of_just_the_least_length(tunes):
    assert compare(tuned(tunes), tunes, n=6).later.matched_words == 6
    assert compare(tuned(tunes), tunes, n=7).later.matched_words == 0
    # 906 begins as 905 does: "decides to tune the violins flutes and"
    flutes = tunes.resolution("A/RES/78/906")
    assert compare(flutes, tunes, n=7).earlier.matched_words == 7
    assert compare(flutes, tunes, n=8).earlier.matched_words == 0


def test_the_whole_comparison_as_json(tunes):
    found = compare(tuned(tunes), tunes)
    assert "related" not in vars(found)  # made when asked for
    printed = found.to_dict()
    related = printed.pop("related")
    assert printed == {
        "symbol": "A/RES/78/907",
        "date": "2024-05-07",
        "n": 6,
        "words": 11,
        "excluded": ["A/RES/78/907"],
        "left_out": {"A/RES/78/907": "the text itself"},
        "adopted": None,
        "notes": [
            "the data set holds only 16 resolutions (2023-05-01 to 2024-05-08): 'new' means in "
            "none of these. To have them beside the built-in ones, give the folder of this data "
            "set: open_corpus(add=...) or --add"
        ],
        "earlier": {"covered_words": 0, "substantive_words": 0, "share": 0.0, "sources": []},
        "later": {
            "covered_words": 6,
            "substantive_words": 6,
            "share": 0.545455,
            "sources": [{"symbol": "A/RES/78/908", "covered_words": 6, "cited": False}],
        },
        "selection": None,
        "alone_words": 0,
        "first_seen": [
            {
                "paragraph": "OP1",
                "words": 11,
                "start": None,
                "run_words": 0,
                "collection": None,
                "symbol": None,
                "source_paragraph": None,
                "adopted_on": None,
                "title": None,
                "formulaic": None,
            }
        ],
        "searched": [
            {
                "collection": "complete",
                "resolutions": 15,
                "paragraphs": 15,
                "first_date": "2023-05-01",
                "last_date": "2024-05-08",
                "left_out": 1,
                "what": "",
            }
        ],
        "paragraphs": [
            {
                "id": "OP1",
                "words": 11,
                "earlier": {"covered_words": 0, "sources": []},
                "later": {
                    "covered_words": 6,
                    "sources": [
                        {
                            "symbol": "A/RES/78/908",
                            "paragraph": "OP1",
                            "covered_words": 6,
                            "longest_run": 6,
                        }
                    ],
                },
                "selection": None,
                "new_words": 11,
            }
        ],
    }
    assert len(related) == 15
    assert related[0]["symbol"] == "A/RES/78/908"
    assert all(row["subjects"] is None for row in related)
    assert json.loads(json.dumps(printed)) == printed


def test_every_column_of_a_side(tunes):
    found = compare(tuned(tunes), tunes, date="2024-05-09")
    (row,) = found.earlier.paragraphs.to_dict("records")
    day = pd.Timestamp("2024-05-08")
    assert row == {
        "paragraph": "OP1",
        "words": 11,
        "matched_words": 6,
        "substantive_words": 6,
        "share": 6 / 11,
        "substantive_share": 6 / 11,
        "best_symbol": "A/RES/78/908",
        "best_paragraph": "OP1",
        "best_words": 6,
        "longest_run": 6,
        "first_symbol": "A/RES/78/908",
        "first_date": day,
        "best_text": "Decides to tune the flutes, drums and bells of all States.",
    }
    (row,) = found.earlier.sources.to_dict("records")
    committee = row.pop("committee")
    assert committee is None or committee != committee
    assert row == {
        "symbol": "A/RES/78/908",
        "matched_words": 6,
        "substantive_words": 6,
        "longest_run": 6,
        "share": 6 / 11,
        "cited": False,
        "adopted_on": day,
        "title": "Flutes, drums and bells",
    }
    (row,) = found.earlier.runs.to_dict("records")
    assert row == {
        "paragraph": "OP1",
        "start": 5,
        "length": 6,
        "symbol": "A/RES/78/908",
        "source_paragraph": "OP1",
        "source_start": 5,
        "adopted_on": day,
    }
    (row,) = found.clauses().to_dict("records")
    assert (row["earlier_matched_words"], row["later_matched_words"]) == (6, 0)
    assert (row["words"], row["new_words"]) == (11, 11 - 6)


def test_ties_go_to_the_earlier_resolution_then_to_the_smaller_symbol(made):
    rows = [
        ("A/RES/76/801", "3 June 2022", "First", f"1. {X}."),
        ("A/RES/76/802", "1 June 2022", "Second", f"1. {X}."),
        ("A/RES/76/803", "1 June 2022", "Third", f"1. {X}."),
    ]
    found = compare(BORROWER, made(*rows), date="2024-01-01").earlier
    assert found.sources["symbol"].tolist() == ["A/RES/76/802", "A/RES/76/803", "A/RES/76/801"]
    row = found.paragraphs.set_index("paragraph").loc["OP1"]
    assert (row["best_symbol"], row["first_symbol"]) == ("A/RES/76/802", "A/RES/76/802")
    assert found.runs["symbol"].tolist() == ["A/RES/76/802", "A/RES/76/803", "A/RES/76/801"]


def test_the_best_source_matches_most_the_first_has_the_longest_run(made):
    """803 has the first six words and the last seven; 804 the first eight."""
    rows = [
        ("A/RES/76/803", "3 June 2022", "Both ends", "1. X gulls count terns where puffins rest. Foxes eat bread to each village by winter."),
        ("A/RES/76/804", "4 June 2022", "One run", "1. Gulls count terns where puffins rest on the dunes."),
    ]  # fmt: skip
    text = plaintext.parse(
        "The General Assembly,\n\n1. Gulls count terns where puffins rest on the rocks and eat "
        "bread to each village by winter."
    )
    found = compare(text, made(*rows), date="2024-01-01").earlier
    row = found.paragraphs.iloc[0]
    # "gulls count terns where puffins rest" and "eat bread to each village by winter"
    assert (row["words"], row["matched_words"]) == (17, 8 + 7)
    assert (row["best_symbol"], row["best_words"]) == ("A/RES/76/803", 6 + 7)
    assert (row["first_symbol"], row["longest_run"]) == ("A/RES/76/804", 8)
    assert found.sources["longest_run"].tolist() == [7, 8]
    main = compare(text, made(*rows), date="2024-01-01").main_sources()
    assert main[["symbol", "added_words"]].values.tolist() == [
        ["A/RES/76/803", 13],
        ["A/RES/76/804", 2],
    ]


def test_runs_stand_in_the_order_of_the_text(made):
    """Those of the second paragraph begin with its first word, those of the first with the third."""
    line = "1. Gulls count terns where puffins rest. Foxes eat bread to each village by winter."
    text = plaintext.parse(
        "The General Assembly,\n\n1. Two hungry gulls count terns where puffins rest;\n\n"
        "2. Eat bread to each village by winter."
    )
    found = compare(text, made(("A/RES/76/803", "3 June 2022", "Both", line)), date="2024-01-01")
    assert found.earlier.runs[["paragraph", "start", "length"]].values.tolist() == [
        ["OP1", 2, 6],
        ["OP2", 0, 7],
    ]


def test_main_sources_at_most(made):
    found = compare(BORROWER, made(*LENDERS), date="2024-01-01")
    assert [len(found.main_sources(n=n)) for n in (0, 1, 2, 3)] == [0, 1, 2, 2]
    assert found.main_sources("later").empty
    for method in (found.main_sources, found.word_sources):
        with pytest.raises(UnresError, match="'sideways'.*'earlier' or 'later'"):
            method("sideways")


def test_beside_by_hand(tunes):
    """One paragraph stands whole under its own number, one whole under another, one in part."""
    same = tunes.text_of("A/RES/78/907", "OP1")
    texts = (
        same,
        same,
        "Decides to tune the violins, drums and bells of all towns.",
        "Decides so.",
    )
    paragraphs = tuple(Paragraph(f"OP{k}", "operative", t) for k, t in enumerate(texts, 1))
    text = Resolution(None, "draft", "", paragraphs=paragraphs, distributed_on="2025-01-01")
    found = compare(text, tunes, exclude=["A/RES/78/907"])
    table = found.beside("A/RES/78/907")
    assert table["best_paragraph"].isna().tolist() == [False, False, False, True]
    assert table.fillna({"best_paragraph": ""}).to_dict("records") == [
        {"paragraph": "OP1", "words": 11, "matched_words": 11, "best_paragraph": "OP1", "best_words": 11, "whole": True, "same_place": True},
        {"paragraph": "OP2", "words": 11, "matched_words": 11, "best_paragraph": "OP1", "best_words": 11, "whole": True, "same_place": False},
        {"paragraph": "OP3", "words": 11, "matched_words": 10, "best_paragraph": "OP1", "best_words": 10, "whole": False, "same_place": False},
        {"paragraph": "OP4", "words": 2, "matched_words": 0, "best_paragraph": "", "best_words": 0, "whole": False, "same_place": False},
    ]  # fmt: skip
    assert found.beside("a/res/78/908")["matched_words"].tolist() == [6, 6, 0, 0]
    with pytest.raises(UnresError, match="A/RES/1/1"):
        found.beside("A/RES/1/1")


def test_cited_and_left_out_or_of_the_same_day_is_not_borrowed(carriers):
    left = compare(GUIDED, carriers, date="2024-01-01", formulaic=3, exclude=["A/RES/77/801"])
    assert left.by_citation().set_index("symbol")["group"]["A/RES/77/801"] == "cited, not borrowed"
    # 76/802 and 77/803 alone are later than the day of 76/801: what is later lends nothing
    first = compare(GUIDED, carriers, date="2022-06-01", formulaic=3)
    assert set(first.by_citation()["group"]) == {
        "cited, not borrowed",
        "cited, not in the data set",
    }
    # one substantive word is a borrowing, none is not
    by_group = compare(GUIDED, carriers, date="2024-01-01", formulaic=3).by_citation()
    assert by_group["substantive_words"].tolist() == [1, 0, 0, 0, 1]


def test_what_is_left_out_is_named_once_and_in_order(small):
    draft = replace(plaintext.parse(written.DRAFT), symbol="A/75/L.1")
    found = compare(draft, small, exclude=["A/RES/76/902", "A/RES/75/901", "a/res/76/902"])
    origins = ("A/RES/74/900", "A/RES/75/901")
    assert found.excluded == (*origins, "A/RES/76/902")  # adopted from it, then asked
    own = replace(draft, symbol="A/RES/76/902", kind="resolution")
    assert compare(own, small).excluded == ("A/RES/76/902",)
    assert compare(replace(draft, symbol=None, source=None), small).excluded == ()


def test_what_notebooks_show_is_short_and_escaped(tunes, made):
    found = compare(tuned(tunes), tunes)
    assert repr(found) == (
        "<Comparison of A/RES/78/907 (2024-05-07): of 11 words 0 earlier, 6 later>"
    )
    assert repr(found.later) == (
        "<Side later: 6 of 11 words (54.5%) stand in shared runs of 6 or more words, 6 without "
        "formulaic phrases; resolutions: 1>"
    )
    evil = "<script>alert(1)</script> & so on"
    corpus = made(("A/RES/76/801", "1 June 2022", evil, f"1. {X}."))
    shown = compare(replace(BORROWER, title=evil), corpus, date="2024-01-01")._repr_html_()
    assert "<script" not in shown and "& so" not in shown
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2  # the text's and the source's
    assert "Left out: nothing" in shown and "Later resolutions: 0 of 40 words (0.0%)" in shown
    none = compare(Resolution(None, "draft", ""), corpus, date="2024-01-01")
    assert "0 of 0 words stand" in none._repr_html_()


def test_nothing_that_is_kept_for_a_data_set_outlives_it(made):
    corpus = made(*LENDERS)
    compare(BORROWER, corpus, date="2024-01-01").to_dict()
    gone = weakref.ref(corpus)
    del corpus
    gc.collect()
    assert gone() is None


# long texts


def long_text(count):
    """A draft whose paragraphs all have six words that stand in two invented resolutions."""
    paragraphs = [
        Paragraph(f"OP{k}", "operative", f"Paints the drums and bells of all States, number {k};")
        for k in range(count)
    ]
    return Resolution(
        None, "draft", "Bells", paragraphs=tuple(paragraphs), distributed_on="2026-01-01"
    )


def test_time_grows_with_the_number_of_paragraphs():
    """Ten times as many may take some ten times as long; the square would be a hundred."""
    corpus = example_corpus()

    def seconds(count):
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            found = compare(long_text(count), corpus)
            found.to_dict(), found.word_sources(), found.clauses()
            best = min(best, time.process_time() - start)
        return best

    assert compare(long_text(10), corpus).earlier.matched_words == 10 * 6
    assert seconds(3000) < 40 * max(seconds(300), 0.05)


def test_runs_do_not_depend_on_how_many_are_joined_at_a_time(monkeypatch):
    whole = compare(long_text(50), example_corpus())
    monkeypatch.setattr(fingerprints, "_MEETINGS", 1)
    in_parts = compare(long_text(50), example_corpus())
    for side in ("earlier", "later"):
        assert getattr(in_parts, side).runs.equals(getattr(whole, side).runs)
    assert len(whole.earlier.runs) == 50 * 2


@pytest.mark.parametrize(
    ("where", "name", "said"),
    [
        (module, "MAX_RUNS", "found {} runs shared .* compare the text in parts"),
        (fingerprints, "MAX_MEETINGS", "found a paragraph whose runs .* in {} places.* a part of"),
    ],
)
def test_more_shared_runs_than_fit_are_refused(where, name, said, monkeypatch):
    draft, corpus = long_text(1), example_corpus()
    runs = len(compare(draft, corpus, n=6).earlier.runs)
    counts = {
        "MAX_RUNS": runs,
        "MAX_MEETINGS": int((compare(draft, corpus).earlier.runs["length"] - 5).sum()),
    }
    monkeypatch.setattr(where, name, counts[name])
    assert len(compare(draft, corpus).earlier.runs) == runs
    monkeypatch.setattr(where, name, counts[name] - 1)
    with pytest.raises(UnresError, match=said.format(counts[name])):
        compare(draft, corpus)
