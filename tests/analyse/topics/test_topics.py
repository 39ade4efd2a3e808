"""Topics: two subjects that must part, and measures worked by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import written
from scipy import stats

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _fit, _measures, _parts, _prevalence
from unres_research.corpus import build_corpus, count_text, example_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext

SEA = ["fish", "coral", "tides", "harbours", "whales", "reefs"]
SCHOOL = ["pupils", "teachers", "lessons", "classrooms", "pencils", "books"]
ROADS = ["roads", "bridges", "tunnels", "rails"]


@pytest.fixture(scope="module")
def two_subjects(tmp_path_factory):
    """Twenty-four invented resolutions: half on the sea, half on schools."""
    folder = tmp_path_factory.mktemp("subjects")
    random = np.random.default_rng(1)
    for k in range(24):
        words = SEA if k % 2 else SCHOOL
        lines = [" ".join(random.permutation(words)[:5]) for _ in range(3)]
        body = "".join(
            written.op(f"{n}.", f"{written.i('Decides')} to protect {line} number x{k}y{n};")
            for n, line in enumerate(lines, start=1)
        )
        text = written.akn(
            f"A/RES/75/{k + 1}",
            f"Title {k}",
            "2020-12-10",
            f"<preamble>{written.FORMULA}</preamble><mainBody>{body}</mainBody>",
        )
        (folder / f"{k}.xml").write_text(text)
    return build_corpus(folder, folder / "out", n_jobs=1, progress=False).corpus


@pytest.fixture(scope="module")
def model(two_subjects):
    return fit_topics(two_subjects, 2, max_df=0.6)


def sea(model):
    return next(k for k, terms in enumerate(model.top_terms(6)) if "fish" in terms)


def test_subjects_part(model):
    found = {frozenset(t) for t in model.top_terms(6)}
    assert found == {frozenset(SEA), frozenset(SCHOOL)}
    assert len(set(model.labels)) == 2


def test_shares_sum_to_one(model):
    assert np.allclose(model.weights.sum(axis=1), 1)
    assert np.allclose(model.components.sum(axis=1), 1)


def test_prevalence_is_half_and_half(model, two_subjects):
    found = model.prevalence()
    assert np.allclose(found["prevalence"], 0.5, atol=0.02)
    assert found["low"].isna().all()  # 24 resolutions, hardly more series
    assert found.attrs["resolutions"] == 24 and found.attrs["paragraphs"] == 72


def test_small_groups_have_no_interval(model, two_subjects):
    few = model.prevalence(["A/RES/75/1", "A/RES/75/2"])
    assert few[["low", "high"]].isna().all(axis=None)
    with pytest.raises(UnresError, match="no paragraphs"):
        model.prevalence([])


def test_profile_of_a_text(model, two_subjects):
    record = plaintext.parse(
        "A title\n\nThe General Assembly,\n\n1. Decides to protect fish, coral, whales and reefs;\n\n"
        "2. Decides to praise the pupils and all their teachers;\n\n3. Thanks everybody."
    )
    found = model.profile(record)
    name = model.labels[sea(model)]
    assert found.loc["OP1", name] > 0.99
    assert found.loc["OP2", name] < 0.01
    assert found.loc["OP3"].isna().all()
    # "decides" does not count, nor "to"; the data set knows no other function word: six of seven
    # of eight words, seven of eight of nine
    assert "to" in two_subjects.column_of
    assert not {"the", "and", "all", "their"} & set(two_subjects.column_of)
    assert found.loc["all", name] == pytest.approx(
        (8 * 6 / 7 * found.loc["OP1", name] + 9 * 7 / 8 * found.loc["OP2", name])
        / (8 * 6 / 7 + 9 * 7 / 8)
    )


def test_one_series_says_nothing_of_stability(model):
    """The texts are one series, so that one half of the series is empty: nothing comes back."""
    found = model.stability
    assert found["stability"].tolist() == [0, 0] and set(found["word"]) == {"unstable"}
    assert found.index.tolist() == list(model.labels)


def test_coherence_by_hand():
    """Two words in both of two texts, a third in one: NPMI of (a, b) is 1, of (a, c) is 0."""
    present = np.array([[1, 1, 1], [1, 1, 0.0]])
    # p(a,b) = 1 counts as 1; p(a,c) = 1/2 = p(a) p(c), so log 1 = 0; likewise (b, c)
    from scipy.sparse import csc_array

    assert _measures.mean_npmi(csc_array(present)) == pytest.approx(1 / 3)
    never = csc_array(np.array([[1, 0], [0, 1.0]]))
    assert _measures.mean_npmi(never) == -1


def test_representatives_come_from_different_titles(model, two_subjects):
    found = model.representatives(per_topic=3)
    assert len(found) == 6
    assert not found.duplicated(["topic", "title"]).any()
    assert (found["share"] >= 0.5).all()
    odd = found["symbol"].str.rpartition("/")[2].astype(int) % 2
    # the sea stands in the resolutions with an even number
    assert set(odd[found["topic"] == model.labels[sea(model)]]) == {0}


def test_a_wording_that_returns_counts_once(made):
    lines = [
        f"Decides to praise {' and '.join(words)} of States;" for words in (SEA, SCHOOL, ROADS)
    ]
    corpus = made(
        *(
            (f"A/RES/75/{k + 1}", "1 December 2020", f"Title {k}", f"1. {lines[k % 3]}")
            for k in range(6)
        )
    )
    found = fit_topics(corpus, 3)
    assert len(corpus.paragraphs) == 6 and len(found.wordings) == len(found.weights) == 3


def test_too_many_topics(two_subjects):
    with pytest.raises(UnresError, match="n_topics = 500"):
        fit_topics(two_subjects, 500)


def test_same_data_give_the_same_topics(two_subjects, model):
    assert fit_topics(two_subjects, 2, max_df=0.6).labels == model.labels


# against the same thing written another way


@pytest.fixture(scope="module")
def drawn(made):
    """Thirty-two resolutions of words drawn at random, some words far more often than others."""
    rng = np.random.default_rng(9)
    nouns = np.array(SEA + SCHOOL + ROADS)
    rows = []
    for k in range(32):
        often = rng.dirichlet(np.where(np.arange(16) // 4 == k % 4, 2, 0.15))
        lines = [" ".join(rng.choice(nouns, rng.integers(6, 14), p=often)) for _ in range(3)]
        body = [f"{n}. Decides on {line} now;" for n, line in enumerate(lines, 1)]
        rows.append((f"A/RES/75/{k + 1}", "1 December 2020", f"Title {k}", *body))
    return made(*rows), [line.split() for row in rows for line in row[3:]]


@pytest.fixture(scope="module")
def mixed(drawn):
    """More topics than there are subjects, so that they are not stable."""
    return fit_topics(drawn[0], 5, random_state=2, max_df=0.9)


def test_terms_that_are_shown_and_compared_by_default(mixed):
    """Eight are shown, ten measured."""
    assert [len(terms.split(", ")) for terms in mixed.to_frame()["terms"]] == [8] * 5
    assert mixed.top_terms() == mixed.top_terms(10)
    assert mixed.coherence().equals(mixed.coherence(n_terms=10))
    assert mixed.to_frame()["coherence"].to_dict() == mixed.coherence().to_dict()


def test_other_defaults(mixed, drawn):
    """Forty topics, words in at most 35 per cent of the resolutions, 500 samples."""
    corpus, _ = drawn
    with pytest.raises(UnresError, match="expected at least 40"):
        fit_topics(corpus)
    share = corpus.vocabulary.set_index("term")["resolutions"] / len(corpus)
    kept = set(fit_topics(corpus, 2).terms)
    assert kept == {t for t in [*SEA, *SCHOOL, *ROADS] if share.get(t, 1) <= 0.35}
    assert share[[*SEA, *SCHOOL, *ROADS]].between(0.35, 0.5).any()


def test_progress_is_shown_unless_it_is_not_wanted(example, monkeypatch):
    told, doing = [], _fit.doing

    def listen(what, total, unit, *, progress):
        told.append((total, progress))
        return doing(what, total, unit, progress=progress)

    monkeypatch.setattr(_fit, "doing", listen)
    fit_topics(example.corpus, 2, n_pairs=3)
    fit_topics(example.corpus, 2, n_pairs=3, progress=False)
    assert told == [(3, True), (3, False)]


# on shares given by hand: example_corpus has 16 resolutions of one paragraph of 11 words


@pytest.fixture(scope="module")
def example():
    return fit_topics(example_corpus(), 4)


def given(model, *columns):
    """The model with such shares of its topics in its wordings (one a resolution)."""
    return replace(model, weights=np.array(columns).T, labels=tuple("abcd"[: len(columns)]),
                   components=model.components[: len(columns)], stability=None,
                   themes=None)  # fmt: skip


def in_resolutions(model, values):
    """Values by wording from values by resolution."""
    of = dict(zip(model.corpus.paragraphs["wording"], values, strict=True))
    return np.array([of[w] for w in model.wordings], dtype=float)


def interval_by_hand(held, words, all_held, all_words):
    """Gamma quantiles, with a moderated variance (three degrees of freedom from the whole)."""

    def relative(held, words):
        n, total, length = len(held), sum(held), sum(words)
        parts = [(h - w * total / length) / total for h, w in zip(held, words, strict=True)]
        squares = sum(part**2 for part in parts)
        told = squares**2 / sum(part**4 for part in parts)
        uneven = max(1, sum(h > 0 for h in held) * squares * n / (n - 1))
        return squares * n / (n - 1), min(max(2, told - uneven), n - 1)

    def unequal(words):
        return sum(w**2 for w in words) / sum(words) ** 2

    share, known = sum(held) / sum(words), sum(all_held) / sum(all_words)
    own, freedom = relative(held, words)
    whole = relative(all_held, all_words)[0] * unequal(words) / unequal(all_words)
    whole *= min(1, known / share)
    variance = (freedom * own + 3 * whole) / (freedom + 3)
    level = stats.norm.cdf(stats.t.ppf([0.975, 0.025], freedom + 3))
    times = stats.gamma.ppf(level, 1 / variance, scale=variance)  # of the true share
    odds = share / (1 - share) * times ** (-1 / (1 - share))
    return (odds / (1 + odds)).tolist()


@pytest.mark.parametrize("members", [range(7), range(4, 12), range(16)])
def test_interval_of_a_group(example, members):
    """The whole data set tells how much series vary, the group itself by how many there are."""
    shares = [1, 1, 0.5, 1, 0.2, 1, 0.75, 0.1, 0.3, 0.1, 0, 0, 0.4, 0, 0, 0.2]
    first = in_resolutions(example, shares)
    model, symbols = given(example, first, 1 - first), example.corpus.resolutions.index
    found = model.prevalence(symbols[list(members)])
    whole = [11 * s for s in shares], [11] * 16
    own = [11 * shares[k] for k in members], [11 for k in members]
    assert found.loc["a", "prevalence"] == pytest.approx(sum(own[0]) / sum(own[1]))
    assert found["reason"].tolist() == ["", "found in fewer than 5 series" * (len(members) == 7)]
    assert found.loc["a", ["low", "high"]].tolist() == pytest.approx(interval_by_hand(*own, *whole))
    assert found.index.name == "topic"


def test_an_exponential_share():
    """Of gamma variables of variance 1 the quantiles are logarithms: -log(.975), -log(.025)."""
    share, many = np.array([1e-6, 1e-6]), np.array([1e9, 1e9])
    low, high = _prevalence.around_skew(share, np.array([1.0, 0]), many, 0.05)
    assert low == pytest.approx([1e-6 / -np.log(0.025), 1e-6], rel=1e-4)
    assert high == pytest.approx([1e-6 / -np.log(0.975), 1e-6], rel=1e-4)


def test_the_interval_of_no_level_is_the_share():
    """Also where the median is far from the mean: it is 0.69 of it in the exponential case."""
    share, error, five = np.array([0.2, 0.2]), np.array([1.0, 30.0]), np.array([5.0, 5.0])
    assert _prevalence.around_skew(share, error, five, 1.0)[0].tolist() == [0.2, 0.2]
    low, high = _prevalence.around_skew(share, error, five, 0.05)
    assert (low <= share).all() and (high >= share).all()
    low, high = _prevalence.around_skew(share, error, five, 1e-20)
    assert low == pytest.approx([0, 0]) and high == pytest.approx([1, 1])


TOO_LITTLE = "fewer than 10 occurrences"


def test_interval_of_a_group_whose_series_are_of_many_lengths():
    """Variance of the whole by how unequal the series are, and less where there is more of it."""
    rng = np.random.default_rng(3)
    words = rng.integers(20, 2000, 60).astype(float)
    mass = words[:, None] * rng.beta(0.3, 1.5, (60, 4))
    known = _prevalence.Known.of(mass, words)
    for some in (slice(0, 12), slice(20, 60), slice(None)):
        low, high, reason = _prevalence.group_intervals(mass[some], words[some], known)
        assert set(reason) == {""}
        for k in range(4):
            expected = interval_by_hand(mass[some, k], words[some], mass[:, k], words)
            assert [low[k], high[k]] == pytest.approx(expected)


def test_no_interval_where_there_is_too_little_or_nothing_else(example):
    all_of_it, none = in_resolutions(example, [1] * 8 + [0.5] * 8), np.zeros(16)
    found = given(example, all_of_it, 1 - all_of_it - none, none).prevalence(
        example.corpus.resolutions.index[:8]
    )
    assert found["reason"].tolist() == ["nothing but this topic", TOO_LITTLE, TOO_LITTLE]
    assert found[["low", "high"]].isna().all(axis=None)


def test_series_are_the_units_of_prevalence(example, monkeypatch):
    """Sixteen resolutions of four series are four units, too few for an interval."""
    first = in_resolutions(example, [0.25, 0.75] * 8)
    model = given(example, first, 1 - first)
    assert model.prevalence()[["low", "high"]].notna().all(axis=None)
    monkeypatch.setattr(_prevalence, "unit_of", lambda corpus: np.arange(16) // 4)
    found = model.prevalence()
    assert found["prevalence"].to_dict() == {"a": 0.5, "b": 0.5}
    assert found["reason"].tolist() == ["found in fewer than 5 series"] * 2
    assert found.attrs == {
        "resolutions": 16,
        "series": 4,
        "paragraphs": 16,
        "words": 117,
    }  # 16 of 22 / 3


def test_prevalence_of_a_group(example):
    symbols = example.corpus.resolutions.index
    first = in_resolutions(example, [1, 0.5, np.nan, 0, 0.5, 0.5, 0.5] + [0] * 9)
    model = given(example, first, 1 - first)
    found = model.prevalence(symbols[:4])
    assert found["prevalence"].to_dict() == {"a": 0.5, "b": 0.5}  # 1.5 of 3 with a topic
    assert found.attrs == {"resolutions": 3, "series": 3, "paragraphs": 3, "words": 22}
    assert found[["low", "high"]].isna().all(axis=None)  # four resolutions: too few
    one = model.prevalence(symbols[1])  # one string is one symbol
    assert one.attrs["resolutions"] == 1 and one["prevalence"].tolist() == [0.5, 0.5]
    assert model.prevalence(symbols[:2])["prevalence"].tolist() == pytest.approx([0.75, 0.25])
    with pytest.raises(UnresError, match="found no 'A/RES/1/1' among the symbols of the data set"):
        model.prevalence([*symbols[:2], "A/RES/1/1"])
    for nothing in ([], symbols[2]):
        with pytest.raises(UnresError, match="no paragraphs with topics in the group"):
            model.prevalence(nothing)


def test_long_paragraphs_weigh_more(uneven):
    """Two paragraphs of 9 and 18 words in one resolution, one of 9 in another."""
    model = replace(fit_topics(uneven, 2, max_df=1), labels=("a", "b"))
    words = uneven.paragraphs.set_index("wording")["words"].loc[model.wordings].to_numpy()
    assert sorted(words) == [9, 9, 18]
    long = (words == 18).astype(float)
    model = replace(model, weights=np.array([long, 1 - long]).T)
    # without "decides"; "on" and "now" do not count, "of" stands once and is not in the vocabulary
    long, short, other = 18 * 15 / 16, 9 * 6 / 7, 9 * 7 / 8
    found = model.prevalence()
    assert found["prevalence"]["a"] == pytest.approx(long / (long + short + other))
    assert model.prevalence("A/RES/75/1")["prevalence"]["a"] == pytest.approx(long / (long + short))
    assert found.attrs == {"resolutions": 2, "series": 2, "paragraphs": 3, "words": 32}


@pytest.fixture(scope="module")
def uneven(made):
    eel, owl = "eel river map ", "owl tower nest "
    return made(
        ("A/RES/75/1", "1 December 2020", "Eels", f"1. Decides on {eel}{owl}now.", f"2. Decides on {eel * 5}now.", "3. Decides on eel river map owl."),
        ("A/RES/75/2", "2 December 2020", "Owls", f"1. Decides of {owl}{eel}now.", "2. Decides on owl tower nest."),
    )  # fmt: skip


def test_paragraphs_of_eight_words_and_more_are_fitted_on(made):
    """Of three paragraphs one has seven words, one eight, one nine."""
    body = [f"{n}. Decides to map the eels and owls{more}." for n, more in enumerate(["", " now", " now again"], 1)]  # fmt: skip
    corpus = made(("A/RES/75/1", "1 December 2020", "Eels", *body))
    kept = corpus.paragraphs.set_index("wording")["words"].loc[_parts.body_wordings(corpus)]
    assert sorted(kept) == [8, 9] and 7 in corpus.paragraphs["words"].tolist()
    alone = made(("A/RES/75/1", "1 December 2020", "Eels", *body[:2]))
    with pytest.raises(UnresError, match="found 1 paragraphs of 8 words or more"):
        fit_topics(alone)


def test_summary_begins_with_the_greatest(example):
    shares = [in_resolutions(example, [k / 10] * 16) for k in (2, 5, 3)]
    table = given(example, *shares).to_frame(n_terms=2)
    assert table.index.tolist() == ["b", "c", "a"]
    assert table["prevalence"].tolist() == pytest.approx([0.5, 0.3, 0.2])
    terms = [", ".join(t) for t in example.top_terms(2)]
    assert table["terms"].to_dict() == dict(zip("abc", terms, strict=False))
    coherence = example.coherence().tolist()
    assert table["coherence"].to_dict() == pytest.approx(dict(zip("abc", coherence, strict=False)))


def test_coherence_of_a_topic_by_counting_wordings(mixed, drawn):
    """Pairs of the three strongest terms, counted paragraph by paragraph; no two are alike."""
    held = [set(words) for words in drawn[1]]
    assert len(held) == len(mixed.wordings)
    expected = []
    for top in mixed.top_terms(3):
        values = []
        for a, b in combinations(top, 2):
            one, two, both = (np.mean([set(s) <= words for words in held]) for s in ([a], [b], [a, b]))  # fmt: skip
            values.append(np.log(both / (one * two)) / -np.log(both) if both else -1)
        expected.append(np.mean(values))
    found = mixed.coherence(n_terms=3)
    assert found.to_numpy() == pytest.approx(expected)
    assert found.name == "coherence" and found.index.tolist() == list(mixed.labels)


def test_representatives_by_hand(example):
    """At least half of the topic, the strongest first, the latest where a wording recurs."""
    corpus = example.corpus
    strength = in_resolutions(example, range(16))  # the later the stronger
    share = in_resolutions(example, [0.9] * 3 + [0.5] * 3 + [0.49] * 9 + [np.nan])
    model = replace(given(example, share), weighting=Strength(strength), components=np.ones((1, 1)))
    found = model.representatives(per_topic=4)
    assert found["symbol"].tolist() == corpus.resolutions.index[[5, 4, 3, 2]].tolist()
    assert found["share"].tolist() == [0.5, 0.5, 0.5, 0.9]
    assert found["title"].tolist() == corpus.resolutions["title"].iloc[[5, 4, 3, 2]].tolist()
    assert found["adopted_on"].tolist() == corpus.resolutions["adopted_on"].iloc[[5, 4, 3, 2]].tolist()  # fmt: skip
    assert found["text"].tolist() == corpus.texts.iloc[[5, 4, 3, 2]].tolist()
    assert set(found["topic"]) == {"a"} and set(found["paragraph"]) == {"OP1"}
    assert found.index.tolist() == [0, 1, 2, 3]
    assert len(model.representatives()) == 3
    assert len(model.representatives(per_topic=9)) == 6
    assert len(model.representatives(per_topic=20, min_share=0.49)) == 15
    assert model.representatives(min_share=1).empty


def test_representatives_of_one_strength_stand_in_the_order_of_the_wordings(mixed):
    shares = np.ones((len(mixed.wordings), 1))
    alike = Strength(np.ones(len(mixed.wordings)))
    model = replace(
        mixed, weights=shares, labels=("a",), weighting=alike, components=np.ones((1, 1))
    )
    found = model.representatives(per_topic=5)
    place = mixed.corpus.paragraphs.set_index("wording")[["symbol", "paragraph"]]
    first = place.loc[mixed.wordings].drop_duplicates("symbol").head(5)
    assert found[["symbol", "paragraph"]].values.tolist() == first.values.tolist()


class Strength:
    """Stands for tf-idf weights, so that every wording has the strength that is given."""

    def __init__(self, values):
        self.values = values

    def transform(self, counts):
        return self.values[:, None]


def test_representatives_name_the_latest_of_a_wording(made):
    text = "1. Decides to map all the eels of the rivers."
    other = "1. Decides to count all the owls of the towers."
    corpus = made(
        ("A/RES/75/1", "1 December 2020", "Eels", text),
        ("A/RES/76/1", "1 December 2021", "Owls", other),
        ("A/RES/77/1", "1 December 2022", "Eels again", text),
        ("A/RES/78/1", "1 December 2023", "Owls", other),
        ("A/RES/78/2", "2 December 2023", "Maps", "1. Decides to map and to count all the eels."),
    )
    found = fit_topics(corpus, 2, max_df=0.7).representatives()
    assert {"A/RES/77/1", "A/RES/78/1"} <= set(found["symbol"])
    assert not {"A/RES/75/1", "A/RES/76/1"} & set(found["symbol"])


# sizes and labels


def test_labels_grow_until_they_differ():
    terms = np.array(["eel", "owl", "map", "ant"])
    components = np.array([[4, 3, 2, 1], [4, 3, 2, 1.5], [9, 8, 1, 7], [4, 3, 2, 1]])
    assert _fit.labels_of(components, terms) == (
        "eel · owl · map", "eel · owl · map · ant", "eel · owl · ant", "eel · owl · map · ant",
    )  # fmt: skip


def test_the_number_of_topics_has_bounds(two_subjects, example):
    """16 wordings and 20 words of subjects."""
    corpus = example.corpus
    assert len(fit_topics(corpus, 2)) == 2 and len(fit_topics(corpus, 16)) == 16
    with pytest.raises(UnresError, match="n_topics = 17 for 16 wordings, expected 2 to 16"):
        fit_topics(corpus, 17)
    for n in (1, 201, "4"):
        with pytest.raises(UnresError, match=f"n_topics = {n!r}, expected .* from 2 to 200"):
            fit_topics(corpus, n)
    assert len(two_subjects.paragraphs) == 72  # more wordings than words that tell subjects apart
    with pytest.raises(UnresError, match="found 12 words .* expected at least 13"):
        fit_topics(two_subjects, 13, max_df=0.6)
    many = [f"{a} {b}" for a, b in combinations([f"eel{k}s" for k in range(24)], 2)]
    with pytest.raises(UnresError, match="found n_topics = 201, expected .* from 2 to 200"):
        fit_topics(None, 201, on=many)


def test_words_in_too_many_resolutions_are_left_out(example):
    """ "protect" stands in 4 of 16 resolutions, "fish" in 3."""
    corpus = example.corpus
    assert {"protect", "fish"} <= set(fit_topics(corpus, 2, max_df=4 / 16).terms)
    few = set(fit_topics(corpus, 2, max_df=3.9 / 16).terms)
    assert "fish" in few and "protect" not in few


def test_some_resolutions_only(example):
    """Of those of session 77 each has one paragraph."""
    of = example.corpus.paragraphs.set_index("symbol")["wording"]
    symbols = [s for s in example.corpus.resolutions.index if "/77/" in s]
    model = fit_topics(example.corpus, 2, on=symbols)
    assert model.wordings.tolist() == sorted(of[symbols]) and len(model.weights) == 8
    assert model.prevalence().attrs["paragraphs"] == 8
    assert {terms[0] for terms in model.top_terms(1)} == {"protect", "supply"}


def test_transform_of_unknown_words_is_undefined(example):
    counts = count_text(
        [["decides", "to", "protect", "fish"], ["decides", "nothing"]], example.corpus
    )
    found = example.transform(counts)
    assert found[0].max() > 0.99 and found[0].sum() == pytest.approx(1)
    assert np.isnan(found[1]).all()
    own = example.transform(example.corpus.wording_counts[example.wordings])
    assert np.allclose(own, example.weights, atol=1e-3)


def test_a_text_without_known_words_has_no_profile(example):
    text = plaintext.parse("A title\n\nThe General Assembly,\n\n1. Decides to thank everybody for nothing at all today.")  # fmt: skip
    with pytest.raises(UnresError, match="no paragraph with a word of the topic model"):
        example.profile(text)


def test_a_model_shows_itself(example):
    assert repr(example) == f"<TopicModel of 4 topics: 20 terms, 16 wordings of {example.corpus!r}>"
    shown = replace(example, labels=("<b>", "b", "c", "d"))._repr_html_()
    assert "&lt;b&gt;" in shown and "<b>" not in shown and "0.250" in shown
