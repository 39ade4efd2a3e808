"""Unseen texts: where they sit, and how well the topics cover them, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _nearest, _place
from unres_research.analyse._topics._nearest import Seen
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
        "topic", "share", "known", "carried", "nearest", "similarity", "percentile", "is_known",
        "without_topic", "said", "word", *model.labels,
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
    assert _nearest.strength_of(components) == pytest.approx([1, 1, 0.25, 0])
    assert _nearest.strength_of(components[:1]) == pytest.approx([1, 0.5, 0.1, 0])
    assert _nearest.strength_of(np.zeros((1, 2))).tolist() == [0, 0]


def test_the_ten_best_words_count():
    scores = np.array([1.0] * 5 + [3.0] * 9 + [2.0])
    strength = np.array([0.0] * 14 + [0.5])
    share, best = _nearest.carried_of(scores, strength)
    assert best.tolist() == [*range(5, 14), 14] and share == pytest.approx(1 / 29)
    assert _nearest.carried_of(np.array([]), np.array([]))[0] == 0


def test_common_words_are_not_characteristic(model):
    """ "protect", "repair", ... are in four resolutions; without them terms are in three at most."""
    table = model.corpus.vocabulary
    assert set(table["term"][_nearest.key_columns(model)]) == set(model.terms)
    kept = model.columns[table["resolutions"].to_numpy()[model.columns] == 3]
    terms = table["term"].to_numpy()[kept]
    few = replace(model, columns=kept, terms=terms, components=np.ones((4, len(kept))))
    assert set(table["term"][_nearest.key_columns(few)]) == set(terms)
    common = replace(model, columns=np.array(model.corpus.columns(["decides", "fish"])))
    assert set(table["term"][_nearest.key_columns(common)]) == set(model.terms)  # no drafting words
    found = _place._cover(few, [["protect"] * 9 + ["fish"] + ["owls"]])
    assert found["without_topic"] == ["owls"] and found["known"] == 1 / 11


@pytest.fixture(scope="module")
def ponds(made):
    """Four resolutions: three nets and three boats; two owls and a tower, twice; one boat."""
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Nets", "1. Nets boats nets the the the the the;",
         "2. Boats boats nets the the the the the;"),
        ("A/RES/75/2", "1 December 2020", "Owls", "1. Owls towers owls the the the the the."),
        ("A/RES/76/2", "1 December 2021", "Owls", "1. Owls towers owls the the the the bells."),
        ("A/RES/75/3", "1 December 2020", "Boats", "1. Boats the the the the the the the."),
    )  # fmt: skip
    order = ["A/RES/75/1", "A/RES/75/2", "A/RES/75/3", "A/RES/76/2"]
    assert sorted(corpus.resolutions.index) == order
    return fit_topics(corpus, 2, max_df=1)


def seen(model, symbols, monkeypatch):
    """What a model has seen, each resolution a series of its own."""
    monkeypatch.setattr(_nearest, "unit_of", lambda corpus: np.arange(len(corpus)))
    return Seen.of(model, np.sort(model.corpus.resolutions.index.get_indexer(symbols)))


def test_the_most_similar_resolution_by_hand(ponds, monkeypatch):
    """Of three resolutions one has nets, two have boats, none a zither: log(4/2), log(4/3), log 4."""
    found = seen(ponds, ["A/RES/75/1", "A/RES/75/2", "A/RES/75/3"], monkeypatch)
    nets, boats, none = log(4 / 2), log(4 / 3), log(4)
    text = ["nets", "boats", "boats", "zither", "the", "2030"]
    length = np.sqrt(nets**2 + (2 * boats) ** 2 + none**2)
    both = (nets * nets + 2 * boats * boats) / length / np.sqrt(nets**2 + boats**2)
    alone = 2 * boats / length
    assert (round(both, 2), round(alone, 2)) == (0.52, 0.35)
    first, last = ponds.corpus.resolutions.index.get_indexer(["A/RES/75/1", "A/RES/75/3"])
    assert found.nearest(text, -1) == (pytest.approx(both), first)
    assert found.nearest(text, first) == (pytest.approx(alone), last)
    assert found.nearest(["zither"], -1) == found.nearest([], -1) == (0.0, -1)


def test_what_is_usual_is_measured_among_the_resolutions_themselves(ponds, monkeypatch):
    """Without itself: the first and the last share boats; the owls are the same, once half known."""
    order = ponds.corpus.resolutions.index
    found = seen(ponds, order, monkeypatch)
    carried = np.where(order == "A/RES/76/2", 0.1, 0.3)
    monkeypatch.setattr(Seen, "carried", lambda self, counts: carried)
    boats = log(5 / 3) / np.sqrt(log(5 / 2) ** 2 + log(5 / 3) ** 2)  # 0.487
    assert found.share_below(1.01, 500) == 1
    assert found.usual[512] == pytest.approx([boats, boats, 0.5, 1])
    assert found.share_below(0.49, 500) == 0.5 and found.share_below(0.48, 500) == 0
    assert list(found.usual) == [512]  # kept
    found.share_below(1, 1), found.share_below(1, 24), found.share_below(1, 99_999)
    assert list(found.usual) == [512, 16, 32, 8192]


def test_words_that_are_carried_in_part_have_no_topic(model):
    """ "fish" has a twentieth of the greatest weight, half of what is asked; "coral" all of it."""
    weights = np.where(model.terms == "fish", 0.05, 1.0)
    part = replace(model, components=np.tile(weights, (4, 1)))
    found = _place._cover(part, [["fish", "coral"]])
    assert found["without_topic"] == ["fish"] and found["carried"] == pytest.approx(0.75)


def test_what_topics_carry_little_of_is_known_less():
    known = _nearest.known_of(np.array([0.6, 0.6, 0.6]), np.array([0.1, 0.2, 0.9]))
    assert known == pytest.approx([0.3, 0.6, 0.6])


def test_passages_are_runs_of_paragraphs(ponds):
    """Of eight words: either paragraph; of nine: both, for each has but eight."""
    columns = np.array(ponds.corpus.columns(["nets", "boats"]))
    rows = np.sort(ponds.corpus.resolutions.index.get_indexer(["A/RES/75/1", "A/RES/75/3"]))
    for length, expected in ((8, {(2, 1), (1, 2)}), (9, {(3, 3)}), (99, {(3, 3)})):
        found = _nearest.passages(ponds.corpus, rows, columns, length).toarray().tolist()
        assert [0, 1] in found
        assert tuple(next(row for row in found if row != [0, 1])) in expected


def test_a_resolution_was_seen_if_topics_were_found_in_half_of_it(ponds):
    """The first has two paragraphs of eight words."""
    table = ponds.corpus.paragraphs.set_index("symbol")["wording"]
    own = table["A/RES/75/1"].to_numpy()
    for kept, expected in ((own, 1), (own[:1], 1), ([], 0), (table.to_numpy(), 4)):
        rows = _nearest._mostly(ponds.corpus, np.array(kept))
        assert len(rows) == expected
        assert expected != 1 or ponds.corpus.resolutions.index[rows[0]] == "A/RES/75/1"


def test_words_that_texts_have_are_carried(model):
    """Of two words topics carry one: log(17 / (1 + held)) of the sum of both."""
    found = Seen.by(model)
    assert Seen.by(model) is found and found.rows.tolist() == list(range(16))
    counts = np.zeros((2, len(found.columns)))
    counts[0, 0] = counts[1, :2] = 1
    half = replace(found, strength=np.eye(len(found.columns))[0])
    held = model.corpus.vocabulary["resolutions"].to_numpy()[found.columns[:2]]
    one, two = np.log(17 / (1 + held))
    from scipy.sparse import csr_array

    assert half.carried(csr_array(counts)) == pytest.approx([1, one / (one + two)])


def test_sentences_at_the_bound():
    """Of 200 resolutions ten are known no better: one in twenty."""
    assert _place._judged(0.05) == (
        "The model does not know this subject: 95% of the resolutions that it saw are known better."
    )
    said = _place._judged(0.055)
    assert said == "The text is known as well as or better than 6% of what the model saw."
    assert _place._judged(np.nan).startswith("What is usual is not known: the model saw fewer")


def test_known_is_as_like_and_as_carried_as_usual(model, monkeypatch):
    """The similarity is set beside those of passages of as many words, of long lines alone."""
    asked = []
    monkeypatch.setattr(_place, "ENOUGH", 16)
    monkeypatch.setattr(Seen, "nearest", lambda self, words, own: (0.5, 3))
    monkeypatch.setattr(Seen, "share_below", lambda *given: asked.append(given[1:]) or 0.05)
    found = model.place("tune " * 9 + "owls\nno tuning").iloc[0]
    assert asked == [(0.5, 10)] and 0.2 < found["carried"] < 1
    assert found["nearest"] == model.corpus.resolutions.index[3] and found["similarity"] == 0.5
    assert found["percentile"] == 0.05 and not found["is_known"]
    assert found["said"].endswith(" Words without a topic: owls.")
    monkeypatch.setattr(Seen, "share_below", lambda *given: 0.0501)
    assert model.place("tune " * 9)["is_known"].all()
    monkeypatch.setattr(_place, "ENOUGH", 17)
    assert model.place("tune " * 9)["percentile"].isna().all()


def test_a_resolution_is_not_its_own_nearest(model):
    text = model.corpus.resolution("A/RES/78/905")
    assert model.place(text)["nearest"].iloc[0] not in ("", "A/RES/78/905")


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

    The last is on chess, which has a resolution (on its day), but no topic.
    """
    found = fit_topics(corpus, 40).place([draft, *FOREIGN])
    assert found["is_known"].tolist()[:4] == [True, False, False, False]
    assert found["percentile"].iloc[0] > 0.5 and "chess" in found["without_topic"].iloc[4]
    assert found["nearest"].iloc[4] == "A/RES/74/22" and found["similarity"].iloc[0] > 0.9
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
    strengths = [
        dict(zip(m.terms, _nearest.strength_of(m.components), strict=True)) for m in models
    ]
    assert strengths[0]["outer"] == 1 and strengths[1].get("outer", 0) < 1
    # other texts speak of fisheries, so that a topic of theirs may carry the word
    assert strengths[0]["fisheries"] == 1
