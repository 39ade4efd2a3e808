"""Unseen texts: where they sit, and how well the topics cover them, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pandas as pd
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
    assert third["said"] == "Too short: no paragraph has eight words."
    assert found["is_known"].dtype == "boolean" and found["is_known"].isna().all()
    assert "fewer than 100 resolutions. Words without a topic: moon, owls." in second["said"]
    assert found["percentile"].isna().all()


def test_a_record_is_placed_as_its_profile(model):
    text = model.corpus.resolution("A/RES/78/905")
    found, whole = model.place(text), model.profile(text)
    assert found.index.tolist() == ["A/RES/78/905"] and len(found) == 1
    assert found[list(model.labels)].iloc[0].to_dict() == whole.loc["all"].to_dict()
    assert whole.attrs == {"known": 1, "carried": found["carried"].iloc[0], "without_topic": []}
    assert model.place([text, "tune " * 9]).index.tolist() == ["A/RES/78/905", "text 2"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["tune", 3], "found 3 among the texts, expected a value or a list"),
        (None, "found None as texts, expected a text as a string or a Resolution"),
        ([], "found an empty list of texts, expected a text"),
        ("", "found text 1 of 1 empty, expected a text"),
        (["tune", " \n"], "found text 2 of 2 empty, .*; leave it out"),
    ],
)
def test_texts_that_are_none(model, texts, said):
    with pytest.raises(UnresError, match=said):
        model.place(texts)


def test_a_profile_of_nothing(model):
    with pytest.raises(UnresError, match="found None for the text, expected a text"):
        model.profile(None)


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
    """Without itself, and without the last, which has one word that tells anything.

    The first shares boats, half of its words, with the last; nets stand in it alone. Of the owls
    one has a word besides that the vocabulary has not, and is carried half.
    """
    order = ponds.corpus.resolutions.index
    found = seen(ponds, order, monkeypatch)
    carried = np.where(order == "A/RES/76/2", 0.1, 0.3)
    monkeypatch.setattr(Seen, "carried", lambda self, counts: carried)
    boats = log(5 / 3) / np.sqrt(log(5 / 2) ** 2 + log(5 / 3) ** 2)  # 0.487
    owls = np.sqrt(5 * log(5 / 3) ** 2 / (5 * log(5 / 3) ** 2 + log(5) ** 2))  # 0.579
    assert found.share_below(1.01, 1, 500) == pytest.approx(2 / 3)
    known, met, both = found.usual[512]
    assert known == pytest.approx([owls / 2, boats, 1])
    assert met == pytest.approx([0.5, 0.75, 1])
    assert both == pytest.approx([1 / 3, 2 / 3, 1])  # what is met counts up to a tenth
    assert found.share_below(0.49, 0.8, 500) == pytest.approx(1 / 3)
    assert found.share_below(0.48, 0.8, 500) == found.share_below(1, 0.49, 500) == 0
    assert list(found.usual) == [512]  # kept
    for words in (1, 24, 99_999):
        found.share_below(1, 1, words)
    assert list(found.usual) == [512, 16, 32, 8192]


def test_ties_at_the_bottom_are_the_lowest(ponds, monkeypatch):
    """Nine of ten are not known at all: nothing is known less well than these."""
    found = seen(ponds, ponds.corpus.resolutions.index, monkeypatch)
    known = np.array([0.0] * 9 + [1])
    found.usual[16] = known, np.ones(10), np.array([0.9] * 9 + [1])
    assert found.share_below(0, 1, 16) == 0
    assert found.share_below(1, 1, 16) == 0.9 and found.share_below(1, 0.99, 16) == 0


def test_fewer_words_met_than_in_all_but_a_few(ponds, monkeypatch):
    """Of two hundred passages one has half of its words met: ranks of 0.005 and 1, times ten."""
    found = seen(ponds, ponds.corpus.resolutions.index, monkeypatch)
    even = np.arange(200) / 200
    both = np.sort(np.minimum((np.arange(200) + 1) / 200, np.r_[0.05, np.ones(199) * 10]))
    found.usual[16] = even, np.array([0.5] + [1.0] * 199), both
    assert found.share_below(2, 0.5, 16) == 9 / 200  # ranks of 1/200 to 9/200 are below 10/200
    assert found.share_below(2, 0.49, 16) == 0
    assert found.share_below(2, 1, 16) == 199 / 200


def test_words_that_no_resolution_holds_are_not_met(ponds, monkeypatch):
    """Nets stand in the first alone: not met by its own words. A zither stands in none."""
    found = seen(ponds, ["A/RES/75/1", "A/RES/75/3"], monkeypatch)
    text, first = ["nets", "boats", "boats", "zither", "the", "2030"], found.rows[0]
    assert found.met(text, -1) == 3 / 4 and found.met(text, first) == 2 / 4
    assert found.met(["owls"], -1) == found.met([], -1) == 0  # of resolutions that it did not see
    assert found.telling(text) == 3 and found.telling(["the", "2030"]) == 0


def test_texts_in_a_row_are_told_as_one_by_one(ponds, monkeypatch):
    """Of nets and boats, and of boats alone, which is too little; a zither makes two."""
    found = seen(ponds, ["A/RES/75/1", "A/RES/75/2", "A/RES/76/2"], monkeypatch)
    asked = []
    monkeypatch.setattr(Seen, "share_below", lambda *given: asked.append(given[1:]) or 0.25)
    from scipy.sparse import csr_array

    terms = ponds.corpus.vocabulary["term"].to_numpy()[found.columns].tolist()
    rows = np.zeros((3, len(terms)))
    rows[0, [terms.index("nets"), terms.index("boats")]] = rows[1:, terms.index("boats")] = 1
    other, words = np.array([0, 0, 1]), np.array([20, 30, 40])
    below = found.told(csr_array(rows), other, words)
    assert below[[0, 2]].tolist() == [0.25, 0.25] and np.isnan(below[1])
    assert [one[1:] for one in asked] == [(1, 20), (1, 30), (0.5, 40)]


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
    """Either paragraph has eight words; half as many again are near enough, twice as many not."""
    columns = np.array(ponds.corpus.columns(["nets", "boats"]))
    rows = np.sort(ponds.corpus.resolutions.index.get_indexer(["A/RES/75/1", "A/RES/75/3"]))
    one, both = {(2, 1), (1, 2)}, {(3, 3)}
    for length, expected in ((8, one), (12, one), (16, both), (99, both)):
        counts, other = _nearest.passages(ponds.corpus, rows, columns, length)
        assert other.tolist() == [0, 0]
        found = counts.toarray().tolist()
        assert [0, 1] in found
        assert tuple(next(row for row in found if row != [0, 1])) in expected


def test_words_too_rare_for_the_vocabulary_are_counted(ponds):
    """Bells stand once in the whole data set."""
    symbols = ["A/RES/75/2", "A/RES/76/2"]
    rows = ponds.corpus.resolutions.index.get_indexer(symbols)
    assert _nearest.passages(ponds.corpus, rows, np.array([0]), 8)[1].tolist() == [0, 1]


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
    """Of 200 resolutions ten are known less well: one in twenty."""
    missing = {"without_topic": ["owls", "moon"]}
    told = _place._judged(0.05, 0.75, missing)
    assert told == {
        "is_known": False,
        "said": "The model does not know this subject: at least 95% of the resolutions that it "
        "saw are known as well or better. 25% of its words, words of procedure apart, stand in "
        "none of them. Words without a topic: owls, moon.",
    }
    assert "stand in none" not in _place._judged(0.05, 1, missing)["said"]
    told = _place._judged(0.055, 1, {"without_topic": []})
    assert told == {
        "is_known": True, "said": "The text is known better than 6% of what the model saw."
    }  # fmt: skip
    told = _place._judged(np.nan, 0.1, missing)
    assert told["is_known"] is None
    assert told["said"].startswith("What is usual is not known: the model saw fewer than 100")


def test_nothing_but_words_that_nobody_saw(model):
    """Also where what is usual is not known: sixteen resolutions."""
    found = model.place(
        ["zither moon " * 5, "zither moon tune " * 4, "of the tune and to by at in"]
    )
    assert found["is_known"].tolist() == [False, pd.NA, pd.NA]
    assert found["said"].iloc[0].endswith("it saw none of its words.")
    assert found["said"].iloc[2].startswith("Too little is said: fewer than two words")


def test_known_is_as_like_and_as_carried_as_usual(model, monkeypatch):
    """Set beside passages of as many words, of long lines alone; nine words in ten were seen."""
    asked = []
    monkeypatch.setattr(_place, "ENOUGH", 16)
    monkeypatch.setattr(Seen, "nearest", lambda self, words, own: (0.5, 3))
    monkeypatch.setattr(Seen, "share_below", lambda *given: asked.append(given[1:]) or 0.05)
    found = model.place("tune " * 9 + "owls\nno tuning").iloc[0]
    assert asked == [(0.5, 0.9, 10)] and 0.2 < found["carried"] < 1
    assert found["nearest"] == model.corpus.resolutions.index[3] and found["similarity"] == 0.5
    assert found["percentile"] == 0.05 and not found["is_known"]
    assert found["said"].endswith(" Words without a topic: owls.")
    monkeypatch.setattr(Seen, "share_below", lambda *given: 0.0501)
    two = "tune violins " * 5
    assert model.place(two)["is_known"].all()
    monkeypatch.setattr(_place, "ENOUGH", 17)
    assert model.place(two)["percentile"].isna().all()


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


INVENTED = {  # of each the first paragraph, and all three
    "recipe": [
        "Melt the butter in a heavy pan over a gentle flame and let the onions soften in "
        "it for ten minutes without taking colour.",
        "Stir in the rice, coat every grain, and pour in a glass of white wine. When it "
        "has boiled away, add hot broth by the ladle and stir until the grains have drunk "
        "it.",
        "Take the pan from the stove, beat in cold butter and grated cheese, season with "
        "pepper, and serve at once on warm plates.",
    ],
    "football": [
        "The visitors took the lead from a corner after twelve minutes, when the centre "
        "half rose above two defenders and headed past the goalkeeper.",
        "After the interval the home side pressed hard. Their winger hit the post twice, "
        "and a penalty was saved low to the left before the striker tapped in the "
        "rebound.",
        "In stoppage time a long throw was only half cleared, and the young midfielder, "
        "on as a substitute, volleyed the winner into the roof of the net.",
    ],
    "chess": [
        "Each player begins with sixteen pieces, and the white pieces move first; a "
        "bishop moves along diagonals, a rook along ranks and files.",
        "A pawn moves one square forward, or two from its first square, and captures "
        "diagonally. If it reaches the last rank it is promoted to a queen, rook, bishop "
        "or knight.",
        "The king may castle once, if neither he nor the rook has moved and no square "
        "that he crosses is attacked. The game ends with checkmate, stalemate or a draw "
        "by agreement.",
    ],
    "python": [
        "A list comprehension builds a list from any iterable in a single line; write the "
        "expression first, then the loop, then an optional condition.",
        "Functions are defined with the keyword def. Arguments may have default values, "
        "but never use a mutable object such as a dictionary as a default, since all "
        "calls share it.",
        "To read a file, open it in a with statement, so that it is closed even when an "
        "exception is raised, and iterate over its lines instead of loading the whole "
        "string.",
    ],
    "lorem": [
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
        "incididunt ut labore et dolore magna aliqua.",
        "Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut "
        "aliquip ex ea commodo consequat.",
        "Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu "
        "fugiat nulla pariatur.",
    ],
    "french": [
        "Le vieux pêcheur descendait chaque matin vers le port, avant le lever du soleil, "
        "et regardait les barques que la marée avait couchées sur le sable.",
        "Sa fille lui apportait du pain, un morceau de fromage et le café encore chaud "
        "dans une bouteille entourée de laine, puis elle repartait vers l'école.",
        "Le soir, quand les filets étaient secs, il racontait aux enfants du village des "
        "histoires de tempêtes et de baleines que personne ne croyait plus.",
    ],
}


UNSEEN = [  # one paragraph each, written after the bounds were set
    "Sow the carrots thinly in a shallow drill, cover them with sifted soil, and water with a "
    "fine rose so that the seed is not washed away.",
    "Cast on forty stitches with the grey wool and knit two rows; then purl one row, slip the "
    "marker, and repeat until the scarf is long enough.",
    "She closed the door behind her and stood in the dark hallway, listening to the clock and to "
    "the rain that ran along the gutter.",
    "Jack up the front axle, loosen the wheel nuts, and check the brake pads for wear before you "
    "bleed the fluid from the calliper.",
    "The spectrum of the dwarf star shows broad hydrogen lines, and its faint companion orbits so "
    "closely that both exchange gas every few hours.",
    "The sonata opens with a brooding theme in the cello, which the piano answers in octaves "
    "before the tempo quickens toward the scherzo.",
    "El abuelo abría la ventana cada mañana, regaba los geranios del balcón y leía el periódico "
    "mientras hervía la leche en la cocina.",
    "Am Abend saß der Schuster vor seiner Werkstatt, rauchte eine Pfeife und erzählte den Kindern "
    "von den Wölfen im verschneiten Wald.",
    "This jacket runs small, so order one size up; the zip feels sturdy, the pockets are deep, "
    "and it dried overnight after a wet hike.",
    "A particle in a box has only discrete energies, because its wave function must vanish at "
    "both walls and fit a whole number of half waves.",
    "The tenant shall pay the rent on the first day of each month and shall not sublet the flat "
    "without the written consent of the landlord.",
    "The prime minister lost her majority after two coalition partners left the cabinet, and "
    "voters will go to the polls again in the autumn.",
]


@pytest.mark.slow
@pytest.mark.parametrize("n_topics", [20, 40])
def test_short_texts_from_elsewhere_are_told(corpus, draft, n_topics):
    """One paragraph is told as three are; the draft and its paragraphs are known."""
    model = fit_topics(corpus, n_topics, n_pairs=2)
    for name, paragraphs in INVENTED.items():
        found = model.place([paragraphs[0], "\n".join(paragraphs)])
        assert found["is_known"].tolist() == [False, False], name
    assert not model.place(UNSEEN)["is_known"].any()
    example = "Whisk the eggs with the sugar until they are pale and thick."
    found = model.place([example, draft, *(p.text for p in draft if p.id in ("PP12", "OP1"))])
    assert found["is_known"].tolist() == [False, True, True, True]
    assert found["percentile"].iloc[0] == 0
    assert found["said"].iloc[0].startswith("The model does not know this subject: ")


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
