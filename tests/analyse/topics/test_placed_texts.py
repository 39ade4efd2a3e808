"""Unseen texts: where they sit, and how well the topics cover them, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _place
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def model():
    return fit_topics(example_corpus(), 4)


def topic_of(model, word):
    return next(label for label, top in zip(model.labels, model.top_terms(5), strict=True)
                if word in top)  # fmt: skip


def test_texts_of_the_example(model):
    """One paragraph a line; of the known words of the last all are of one subject."""
    texts = [
        "Decides to tune the violins, flutes and drums of all",
        "Decides to protect the fish of all the owls of the moon\nno\nDecides to supply the books of all",
        "Nothing",
    ]
    found = model.place(texts)
    assert found.index.tolist() == ["text 1", "text 2", "text 3"] and found.index.name == "text"
    assert found.columns.tolist() == [
        "topic", "share", "known", "carried", "percentile", "is_known", "without_topic", "said",
        "word", *model.labels,
    ]  # fmt: skip
    first, second, third = (found.loc[name] for name in found.index)
    assert first["topic"] == topic_of(model, "tune") and first["share"] > 0.99
    assert (first["known"], first["carried"], first["without_topic"]) == (1, 1, "")
    # protect, fish, owls, moon; supply, books stand in a line of seven words, which is too short
    assert second["known"] == 2 / 4 and second["topic"] == topic_of(model, "protect")
    assert second["without_topic"] == "moon; owls"
    assert third["topic"] == "" and np.isnan(third["share"]) and third["known"] == 0
    assert third["said"] == "Too short: no paragraph has eight words." and third["is_known"]
    assert "fewer than 100 resolutions. Words without a topic: moon, owls." in second["said"]
    assert found["percentile"].isna().all()


def test_a_record_is_placed_as_its_profile(model):
    text = model.corpus.resolution("A/RES/78/905")
    found, whole = model.place(text), model.profile(text)
    assert found.index.tolist() == ["A/RES/78/905"] and len(found) == 1
    assert found[list(model.labels)].iloc[0].to_dict() == whole.loc["all"].to_dict()
    assert whole.attrs == {"known": 1, "carried": found["carried"].iloc[0], "without_topic": []}
    assert model.place([text, "tune " * 9]).index.tolist() == ["A/RES/78/905", "text 2"]
    with pytest.raises(UnresError, match="found 3 among the texts"):
        model.place([text, 3])
    assert model.place([]).empty


def test_longer_paragraphs_weigh_more(model):
    """Lines of eight and twenty-four words, one subject each."""
    text = "tune " * 8 + "\n" + "protect " * 24
    found = model.place(text).iloc[0]
    assert found[topic_of(model, "protect")] == pytest.approx(0.75, abs=0.01)
    assert found["topic"] == topic_of(model, "protect")


def test_characteristic_words_by_hand(model):
    """tune is in 4 of 16 resolutions, violins in 3, zither in none: n log(17 / (1 + held))."""
    text = [["tune"] * 3 + ["violins"] * 2 + ["zither"] + ["the", "2030", "xiv", "decides"]]
    strength = np.minimum(
        (model.components / model.components.max(1, keepdims=True)).max(0) / 0.1, 1
    )
    assert (strength == 1).all()
    found = _place._cover(model, text)
    scores = [3 * log(17 / 5), 2 * log(17 / 4), log(17)]
    assert found["known"] == 5 / 6 and found["without_topic"] == ["zither"]
    assert found["carried"] == pytest.approx(sum(scores[:2]) / sum(scores))


def test_words_that_are_carried_in_part():
    """A twentieth of the weight of the strongest is half of what is asked; the best topic counts."""
    components = np.array([[100.0, 5, 1, 0], [4, 2, 0.1, 0]])
    assert _place._strength(components) == pytest.approx([1, 1, 0.25, 0])
    assert _place._strength(components[:1]) == pytest.approx([1, 0.5, 0.1, 0])
    assert _place._strength(np.zeros((1, 2))).tolist() == [0, 0]


def test_the_ten_best_words_count():
    scores = np.array([1.0] * 5 + [3.0] * 9 + [2.0])
    strength = np.array([0.0] * 14 + [0.5])
    share, best = _place._carried(scores, strength)
    assert best.tolist() == [*range(5, 14), 14] and share == pytest.approx(1 / 29)
    assert _place._carried(np.array([]), np.array([]))[0] == 0


def test_common_words_are_not_characteristic(model):
    """ "protect", "repair", ... are in four resolutions; without them terms are in three at most."""
    table = model.corpus.vocabulary
    assert set(table["term"][_place.key_columns(model)]) == set(model.terms)
    kept = model.columns[table["resolutions"].to_numpy()[model.columns] == 3]
    terms = table["term"].to_numpy()[kept]
    few = replace(model, columns=kept, terms=terms, components=np.ones((4, len(kept))))
    assert set(table["term"][_place.key_columns(few)]) == set(terms)
    common = replace(model, columns=np.array(model.corpus.columns(["decides", "fish"])))
    assert set(table["term"][_place.key_columns(common)]) == set(model.terms)  # no drafting words
    found = _place._cover(few, [["protect"] * 9 + ["fish"] + ["owls"]])
    assert found["without_topic"] == ["owls"] and found["known"] == 1 / 11


def test_what_is_usual_is_measured_on_the_other_half(model, monkeypatch):
    """Eight series are fitted and eight measured, both ways; topics stand by hand."""
    seen = []

    def refitted(model, wordings):
        seen.append(set(wordings.tolist()))
        return np.array([np.isin(model.terms, ["protect", "fish"]) * 1.0])

    monkeypatch.setattr(_place, "_refitted", refitted)
    found = _place._measure_usual(model)
    assert [len(half) for half in seen] == [8, 8] and not seen[0] & seen[1]
    corpus = model.corpus
    expected = []
    for words in (set(t.lower().replace(",", "").rstrip(".").split()) for t in corpus.texts):
        held = {w: 1 / 16 for w in words}
        scores = {w: log(17 / (1 + (4 if w in ("protect", "supply", "repair", "tune") else 3)))
                  for w in held if w in set(model.terms)}  # fmt: skip
        known = sum(v for w, v in scores.items() if w in ("protect", "fish"))
        expected.append(known / sum(scores.values()))
    assert found == pytest.approx(np.sort(expected))


def test_refits_know_only_what_their_half_holds(model):
    """Of four wordings on tuning: other subjects have no weight."""
    on = np.isin(model.wordings, np.flatnonzero(
        model.corpus.wording_counts[:, model.corpus.columns(["tune"])].sum(axis=1) > 0))  # fmt: skip
    found = _place._refitted(model, model.wordings[on])
    assert found.shape == model.components.shape
    held = set(model.terms[found.sum(axis=0) > 0])
    assert "tune" in held and not held & {"protect", "fish", "repair", "roads", "books"}


def test_sentences_at_the_bound(model, monkeypatch):
    """Of 200 unseen resolutions two are covered no better: one in a hundred."""
    usual = np.arange(200) / 200
    monkeypatch.setattr(_place, "usual_cover", lambda model: usual)
    found = {"words": 9, "without_topic": ["owls"], "carried": 1 / 200}
    told = _place._beside(found, usual)
    assert told["percentile"] == 0.01
    assert told["said"] == (
        "The model does not know this subject: it covers 99% of unseen resolutions better. Words "
        "without a topic: owls."
    )
    told = _place._beside(found | {"carried": 2 / 200, "without_topic": []}, usual)
    assert told["percentile"] == 0.015
    assert told["said"] == (
        "The topics cover the text as well as, or better than, 2% of unseen resolutions."
    )
    six = _place._beside(found | {"without_topic": list("abcdef")}, usual)
    assert six["said"].endswith(" Words without a topic: a, b, c, d, e.")
    assert _place._beside(found, usual[:99])["said"].startswith("What is usual is not known")
    assert np.isnan(_place._beside(found, usual[:99])["percentile"])
    assert _place._beside(found, usual[:100])["percentile"] == 0.02
    table = model.place(["owl " * 9, "tune " * 9])
    assert table["is_known"].tolist() == [False, True]
    usual[:2] = 0  # two of 200 as little as the owls
    table = model.place(["owl " * 9, "tune " * 9])
    assert table["percentile"].tolist() == [0.01, 1] and table["is_known"].tolist() == [False, True]


def test_words_that_are_carried_in_part_have_no_topic(model):
    """ "fish" has a twentieth of the greatest weight, half of what is asked; "coral" all of it."""
    weights = np.where(model.terms == "fish", 0.05, 1.0)
    part = replace(model, components=np.tile(weights, (4, 1)))
    found = _place._cover(part, [["fish", "coral"]])
    assert found["without_topic"] == ["fish"] and found["carried"] == pytest.approx(0.75)


def test_what_is_usual_is_measured_on_what_the_model_saw(model, monkeypatch):
    monkeypatch.setattr(_place, "_refitted", lambda model, wordings: model.components)
    symbols = model.corpus.resolutions.index[:8]
    assert len(_place._measure_usual(fit_topics(model.corpus, 2, on=list(symbols)))) == 8


def test_what_is_usual_is_measured_once(model, monkeypatch):
    calls = []
    monkeypatch.setattr(_place, "_measure_usual", lambda model: calls.append(1) or np.zeros(0))
    other = replace(model)
    _place.usual_cover(other), _place.usual_cover(other)
    assert len(calls) == 1


FOREIGN = [
    "Preheat the oven to 180 degrees and butter a round cake tin. Whisk the eggs with the sugar "
    "until pale and thick, and fold in the flour and the grated zest of two lemons.",
    "The striker scored twice in the second half and the goalkeeper saved a penalty in stoppage "
    "time before the crowd invaded the pitch.",
    "Recalling the importance of bees and of beekeepers for orchards, hives and honey in all "
    "regions of the world,\nCalls upon Member States to protect hives, queen bees and wild "
    "pollinators and to support beekeepers in cooperation with the United Nations;",
    "Encourages Member States to promote chess tournaments in schools, clubs and prisons, and "
    "invites the International Chess Federation to continue to train referees and players.",
]


@pytest.mark.slow
def test_texts_on_the_data_set(corpus, draft):
    """Texts from elsewhere are told, also in the manner of a resolution; the draft is known.

    The last names prisons, schools and developing players, and comes close to the bound.
    """
    found = fit_topics(corpus, 40).place([draft, *FOREIGN])
    assert found["is_known"].tolist()[:4] == [True, False, False, False]
    assert found["percentile"].iloc[0] > 0.5 and found["percentile"].iloc[4] < 0.05
    assert found["said"].iloc[1].startswith("The model does not know this subject")
    assert "artificial" not in found["without_topic"].iloc[0]


@pytest.mark.slow
def test_a_subject_left_out_is_named(corpus):
    """Without the series on outer space and fisheries, no topic carries their words."""
    from unres_research.analyse._series import unit_of

    units = unit_of(corpus)
    on = {"OUTER SPACE": "outer", "FISHERY MANAGEMENT": "fisheries"}
    held = corpus.resolutions["subjects"].map(lambda s: bool(set(s) & set(on))).to_numpy()
    left = corpus.resolutions.index[np.isin(units, units[held])]
    kept = [symbol for symbol in corpus.resolutions.index if symbol not in set(left)]
    models = fit_topics(corpus, 40), fit_topics(corpus, 40, on=kept)
    strengths = [dict(zip(m.terms, _place._strength(m.components), strict=True)) for m in models]
    assert strengths[0]["outer"] == 1 and strengths[1].get("outer", 0) < 1
    # other texts speak of fisheries, so that a topic of theirs may carry the word
    assert strengths[0]["fisheries"] == 1
