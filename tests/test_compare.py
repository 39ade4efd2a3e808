"""Where words stood before and where they went, against brute force and by hand."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import written

from unres_research import analyser, features, load_folder, plaintext
from unres_research.compare import afterlife, compare, covered, own_symbol, provenance
from unres_research.errors import UnresError
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
    assert rows["covered_words"].to_dict() == {
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
    assert sources["covered_words"].to_dict() == {"A/RES/76/902": 15, "A/RES/75/901": 14}
    assert sources["cited"].to_dict() == {"A/RES/76/902": False, "A/RES/75/901": True}
    assert found.later.covered_words == 0
    assert found.earlier.share == pytest.approx(15 / 49)


def test_sides_are_parted_by_date(own, small):
    found = compare(own, small, date="2021-01-01")
    assert found.earlier.sources["symbol"].tolist() == ["A/RES/75/901"]
    assert found.later.sources["symbol"].tolist() == ["A/RES/76/902"]
    same_day = compare(own, small, date="2021-12-09")
    assert same_day.later.sources.empty  # adopted on that very day: on neither side
    assert same_day.earlier.sources["symbol"].tolist() == ["A/RES/75/901"]


def test_least_length(own, small):
    assert provenance(own, small, n=7).covered_words == 15
    assert provenance(own, small, n=8).covered_words == 8
    with pytest.raises(UnresError, match="at least 6"):
        compare(own, small, n=5)


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
    assert compare(text, small, date="2022-01-01").earlier.covered_words == 0


def test_covered_counts_each_word_once():
    runs = pd.DataFrame(
        {"place": [0, 2, 10, 0], "length": [6, 3, 6, 7], "symbol": ["a", "a", "a", "b"]}
    )
    assert covered(runs, ["symbol"]).to_dict() == {"a": 12, "b": 7}
    assert covered(runs, []).tolist() == [13]
    assert covered(runs.iloc[:0], ["symbol"]).empty


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
        assert found.sources.set_index("symbol")["covered_words"].to_dict() == by_symbol
        assert found.covered_words == total


def test_independent_count_of_the_draft(draft, corpus):
    """Figures of a count made by others, on the texts: 991, 633 and 1,320 of 1,808 words."""
    found = compare(draft, corpus)
    assert (found.words, found.excluded) == (1808, ("A/RES/78/311",))
    assert found.earlier.covered_words == 991
    assert found.later.covered_words == 1320
    first = found.earlier.sources.iloc[0]
    assert (first["symbol"], first["covered_words"]) == ("A/RES/78/265", 633)
    assert set(found.later.sources["symbol"].head(3)) == {
        "A/RES/79/322",
        "A/RES/79/194",
        "A/RES/80/118",
    }
    assert afterlife(draft, corpus).covered_words == 1320


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


@pytest.mark.slow
def test_equals_brute_force_on_the_full_texts(corpus, shared):
    """Three resolutions against the texts of two whole sessions."""
    folder = shared / "corpus" / "UNxml-GAresolutions"
    records = [
        r
        for session in ("78session", "79session")
        for r in load_folder(folder / session, progress=False).records
    ]
    places = [(r.symbol, analyser.words(p.text)) for r in records for p in r]
    for symbol in ("A/RES/78/265", "A/RES/79/194", "A/RES/78/329"):
        record = next(r for r in records if r.symbol == symbol)
        words = features.body_words(record)
        by_symbol, _ = brute_force(words, [(s, t) for s, t in places if s != symbol])
        found = compare(record, corpus)
        both = pd.concat([found.earlier.sources, found.later.sources]).set_index("symbol")
        dates = corpus.resolutions["adopted_on"]
        expected = {s: n for s, n in by_symbol.items() if dates[s] != np.datetime64(found.date)}
        ours = both["covered_words"][both.index.isin({r.symbol for r in records})]
        assert ours.to_dict() == expected


def test_a_date_that_is_none_is_refused(small):
    record = Resolution("A/RES/79/999", "draft", "")
    with pytest.raises(UnresError, match="'soon'"):
        compare(record, small, date="soon")
