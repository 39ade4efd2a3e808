"""The same clause in other words: each feature counted again, and what is promised of the hits."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from unres_research.analyse import _nearest as nearest_module
from unres_research.analyse import _nearness as nearness
from unres_research.analyse._nearest import COLUMNS, nearest
from unres_research.corpus import _tokens as analyser
from unres_research.errors import UnresError

KEPT = "Urges all States to keep the lamps of their harbours burning at night"
SAME = "Calls upon all States to maintain the lamps of their ports burning after dark"
BELLS = "Requests the keepers of all harbours to ring the bells at night, as in resolution 75/1"
SHIPS = "Urges the owners of ships to paint the ships of all States, to maintain the paint"
DARK = "Requests the owners of ports to paint the bells after dark"
ROWS = [
    ("A/RES/75/1", "1 December 2020", "Lamps of harbours", f"1. {KEPT}."),
    ("A/RES/75/2", "2 December 2020", "Bells", f"1. {BELLS};\n\n2. {SHIPS}."),
    ("A/RES/76/1", "1 December 2021", "Lamps of harbours", f"1. {SAME}."),
    ("A/RES/76/2", "2 December 2021", "Ships", f"1. {SHIPS};\n\n2. {DARK}."),
]
TEXTS = [KEPT, BELLS, SHIPS, SAME, DARK]  # wordings, in the order of the data set


@pytest.fixture(scope="module")
def harbours(made):
    return made(*ROWS)


@pytest.fixture(scope="module")
def index(harbours):
    return nearness.index_of(harbours)


@pytest.fixture(scope="module")
def known(harbours):
    """Words of the vocabulary, counted by hand: those of two paragraphs or more."""
    held = Counter(w for text in TEXTS for w in set(analyser.words(text)))
    places = Counter(w for text in (*TEXTS, SHIPS) for w in set(analyser.words(text)))
    return {w: held[w] for w, n in places.items() if n >= 2}


def rarity(holders):
    return math.log(1 + (len(TEXTS) - holders + 0.5) / (holders + 0.5))


def test_the_vocabulary_is_what_was_counted(index, known):
    assert set(index.words.column) == set(known)
    for word, holders in known.items():
        assert index.words.rarity[index.words.column[word]] == pytest.approx(rarity(holders))


def test_bm25_as_robertson_and_zaragoza_give_it(index, known):
    asked = ["keep", "the", "lamps", "of", "ships", "dry"]
    found = index.words.bm25(asked)
    lengths = [len(analyser.words(text)) for text in TEXTS]
    most = 2.2 * sum(rarity(known.get(w, 1)) for w in asked)
    for text, length, score in zip(TEXTS, lengths, found, strict=True):
        counts = Counter(analyser.words(text))
        damping = 1.2 * (0.25 + 0.75 * length * len(TEXTS) / sum(lengths))
        gains = [
            rarity(known[w]) * 2.2 * counts[w] / (counts[w] + damping) for w in asked if w in known
        ]
        assert score == pytest.approx(sum(gains) / most)


def features(index, text, kept=None):
    clause = nearness.Clause.of(text)
    kept = np.ones(len(index.corpus), dtype=bool) if kept is None else kept
    found = index.features(clause, np.arange(len(TEXTS)), kept)
    return dict(zip(nearness.FEATURES, found.T, strict=True))


def test_words_that_others_stand_for_are_covered(harbours, known):
    """Here "maintain" for "keep", at .5, and "harbours" for "harbour", which forms of a word do."""
    replaced = {"keep": {"maintain": 0.5}}
    index = nearness.Index(harbours, replaced)
    clause = "keep harbour lamps"
    found = features(index, clause)
    weights = {w: rarity(known.get(w, 1)) for w in ("keep", "harbour", "lamps", "harbours")}
    mass = weights["keep"] + weights["harbour"] + weights["lamps"]
    by_text = [
        weights["lamps"] + 0.6 * weights["harbour"],  # "keep" stands in one paragraph: not known
        0.6 * weights["harbour"],
        0.5 * weights["keep"],
        weights["lamps"] + 0.5 * weights["keep"],
        0.0,
    ]
    assert found["covered"] == pytest.approx(np.array(by_text) / mass)
    whole = sum(rarity(known.get(w, 1)) for w in analyser.words(KEPT) if w in known)
    unknown = sum(w not in known for w in analyser.words(KEPT)) * rarity(1)
    back = rarity(known["lamps"]) + 0.6 * rarity(known["harbours"])
    assert found["covers"][0] == pytest.approx(back / (whole + unknown))


def test_titles_openers_and_lengths(index, known):
    found = features(index, "Also urging States to tend the lamps")
    lamps, of, harbours = (rarity(known.get(w, 1)) for w in ("lamps", "of", "harbours"))
    assert found["title"][[0, 3]] == pytest.approx([lamps / (lamps + of + harbours)] * 2)
    assert found["title"][1] == 0
    assert found["opener"].tolist() == [0, 0, 0, 0, 0]  # "urging" and "urges" part at the fourth
    assert features(index, "Urges ships")["opener"].tolist() == [1, 0, 1, 0, 0]
    assert found["length"][0] == pytest.approx(-math.log(13 / 7))


def test_citing_the_resolution_or_its_title(index):
    found = features(index, "Recalling its resolution 76/1 of 1 December 2021")
    assert found["cited"].tolist() == [1, 0, 0, 1, 0]  # both are called "Lamps of harbours"
    assert found["cites_too"].tolist() == [0, 1, 0, 0, 0]
    assert features(index, "Recalling its resolutions")["cited"].sum() == 0


def test_letters_are_the_cosine_of_fours(index, known):
    """Of words of the vocabulary; a four is as rare as all words with it together."""
    own = set(analyser.words("ports in port"))
    grams = {w: nearness._grams(w) for w in {*known, *own}}
    holders = Counter()
    for word, count in known.items():
        holders.update(dict.fromkeys(grams[word], count))

    def vector(words):
        counts = Counter(g for w in words for g in grams[w] if g in holders)
        return {g: math.log1p(n) * rarity(min(len(TEXTS), holders[g])) for g, n in counts.items()}

    one = vector(own)
    for text, cosine in zip(TEXTS, features(index, "ports in port")["letters"], strict=True):
        other = vector(set(analyser.words(text)) & set(known))
        product = sum(one[g] * other.get(g, 0) for g in one)
        sizes = math.sqrt(sum(v**2 for v in one.values()) * sum(v**2 for v in other.values()))
        assert cosine == pytest.approx(product / sizes)


def test_what_is_left_out_lends_nothing(index):
    """Without the first resolution no text of that title is left but the third's."""
    kept = np.array([False, True, False, True])
    found = features(index, "lamps of harbours", kept)
    assert found["title"][0] == found["title"][3] == 0
    assert index.wordings_in(kept).tolist() == [False, True, True, False, True]


def test_the_clause_itself_comes_first_with_its_whole_run(harbours):
    found = nearest(f"{KEPT};", harbours, n=5)
    assert found.columns.tolist() == list(COLUMNS)
    first = found.iloc[0]
    assert (first["symbol"], first["paragraph"]) == ("A/RES/75/1", "OP1")
    assert (
        first["longest_run"] == first["shared_words"] + 1 == 13
    )  # "keep" is nowhere else: not known
    assert found["score"].is_monotonic_decreasing and found["score"].sum() == pytest.approx(1)
    assert found["collection"].eq("complete").all()


def test_the_other_form_comes_next(harbours):
    found = nearest(KEPT, harbours, exclude="A/RES/75/1", n=2)
    assert found.loc[0, "symbol"] == "A/RES/76/1" and found.loc[0, "longest_run"] == 0


def test_a_wording_is_given_where_it_stood_first(harbours):
    found = nearest(SHIPS, harbours, n=1)
    assert found.loc[0, ["symbol", "paragraph"]].tolist() == ["A/RES/75/2", "OP2"]
    later = nearest(SHIPS, harbours, n=1, exclude=["A/RES/75/2"])
    assert later.loc[0, ["symbol", "paragraph"]].tolist() == ["A/RES/76/2", "OP1"]


def test_only_what_was_adopted_before(harbours):
    found = nearest(SAME, harbours, before="2021-12-01")
    assert set(found["symbol"]) == {"A/RES/75/1", "A/RES/75/2"}
    assert nearest(SAME, harbours, before="2020-12-01").empty


def test_words_do_as_well_as_a_text(harbours):
    one, other = nearest(KEPT, harbours), nearest(analyser.words(KEPT), harbours)
    assert one.equals(other)


def test_words_that_nobody_has_find_nothing(harbours):
    found = nearest("zyzzyva quokka", harbours)
    assert found.empty and found.columns.tolist() == list(COLUMNS)


@pytest.mark.parametrize(
    ("clause", "options", "said"),
    [
        ("", {}, "no word in the clause"),
        ("; – .", {}, "no word in the clause"),
        (7, {}, "expected a text, or its words"),
        (KEPT, {"n": 0}, "n = 0"),
        (KEPT, {"before": "yesterday"}, "'yesterday'"),
        (KEPT, {"exclude": "A/RES/1/1"}, "A/RES/1/1"),
    ],
)
def test_errors_say_what_was_found(harbours, clause, options, said):
    with pytest.raises(UnresError, match=said):
        nearest(clause, harbours, **options)


def test_no_likeness_counts_against_a_clause():
    """Weights of the list: all features, none below 0, and something is learnt."""
    weights = nearest_module.weights()
    assert len(weights) == len(nearness.FEATURES) and (weights >= 0).all() and weights.sum() > 0


def test_precision_rises_with_the_score():
    few, *rows = nearest_module._bands()
    assert (few["least_covered"], few["from_score"]) == (0, 0)
    assert {row["least_covered"] for row in rows} == {0.25}
    for name in ("from_score", "precision"):
        assert all(a[name] <= b[name] for a, b in pairwise(rows))
    assert all(not r["low"] > r["precision"] and not r["precision"] > r["high"] for r in rows)


def test_a_score_on_the_edge_belongs_to_the_band_above(monkeypatch):
    rows = tuple(
        {"least_covered": least, "from_score": edge, "precision": share, "low": 0.0, "high": 1.0}
        for least, edge, share in ((0, 0.0, 0.01), (0.25, 0.0, 0.1), (0.25, 0.5, 0.6))
    )
    monkeypatch.setattr(nearest_module, "_bands", lambda: rows)
    found = [nearest_module.precision_of(s, 0.25)["precision"] for s in (0.0, 0.499, 0.5, 1.0)]
    assert found == [0.1, 0.1, 0.6, 0.6]
    assert nearest_module.precision_of(1.0, 0.2499)["precision"] == 0.01


def test_precision_is_not_known_in_other_languages(harbours, monkeypatch):
    monkeypatch.setitem(harbours.package["unres"], "language", "fr")
    found = nearest(KEPT, harbours, n=1)
    assert found[["precision", "low", "high"]].isna().all(axis=None)
    assert found.loc[0, "symbol"] == "A/RES/75/1"


def test_substitutes_stand_for_each_other_both_ways():
    found = nearness.substitutes("en")
    assert found and all(found[b][a] == s for a, row in found.items() for b, s in row.items())
    assert nearness.substitutes("xx") == {}
