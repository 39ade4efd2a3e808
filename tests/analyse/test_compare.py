"""Where words stood before and where they went, against brute force and by hand."""

from __future__ import annotations

import json
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
import pytest
import written

from unres_research import load_folder
from unres_research.analyse._compare import _matched, compare, own_symbol
from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as analyser
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
    with pytest.raises(UnresError, match="at least 1 family"):
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
    assert _matched(runs, ["symbol"]).to_dict() == {"a": 12, "b": 7}
    assert _matched(runs, []).tolist() == [13]
    assert _matched(runs.iloc[:0], ["symbol"]).empty


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
    assert set(paragraph) == {"id", "words", "earlier", "later", "new_words"}
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
    family = {
        s: tuple("".join(c if c.isalpha() else " " for c in t.lower()).split())
        for s, t in about["title"].items()
    }
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
