"""Related resolutions: every component counted again, and the judgement by hand."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

import numpy as np
import pytest
import written
from sklearn.metrics.pairwise import cosine_similarity

from benchmarks.related import precision
from unres_research import load_folder
from unres_research.analyse import _related, compare, lineages, related
from unres_research.corpus import _features as features
from unres_research.corpus import _tokens as analyser
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext
from unres_research.records import Resolution, Subject

TEXT = "The General Assembly,\n\n1. Decides to tune the violins, flutes and bells of all towns."


@pytest.fixture(scope="module")
def records(corpus_folder, small):
    """The records of the invented data set, in its order."""
    found = {r.symbol: r for r in load_folder(corpus_folder, progress=False).records}
    return [found[s] for s in small.resolutions.index]


def cosines(documents, text):
    """Cosines of a text with documents, from bags of things.

    A thing that k of n documents have weighs ln((1 + n) / (1 + k)) + 1, and one that comes c
    times counts 1 + ln(c).
    """
    holders = Counter(x for bag in documents for x in set(bag))
    weight = {x: math.log((1 + len(documents)) / (1 + k)) + 1 for x, k in holders.items()}

    def vector(bag):
        counts = Counter(x for x in bag if x in weight)
        found = {x: (1 + math.log(n)) * weight[x] for x, n in counts.items()}
        length = math.sqrt(sum(v * v for v in found.values()))
        return {x: v / length for x, v in found.items()}

    own = vector(text)
    others = [vector(bag) for bag in documents]
    return np.array([sum(own.get(x, 0) * v for x, v in other.items()) for other in others])


def runs(record):
    return {
        tuple(words[k : k + 6])
        for words in features.body_words(record).values()
        for k in range(len(words) - 5)
    }


def terms(record, wanted):
    texts = features.body_words(record).values()
    return [g for t in texts for n in (1, 2) for g in analyser.ngrams(t, n) if g in wanted]


def title_terms(record):
    kept = [w for w in re.findall("[a-z-]+", record.title.lower()) if w not in ("of", "the", "for")]
    return kept + [f"{a} {b}" for a, b in zip(kept, kept[1:], strict=False)]


@pytest.mark.parametrize("which", range(6))
def test_components_equal_an_independent_count(small, records, which):
    text = [*records, plaintext.parse(written.DRAFT)][which]
    found = related(text, small, n=None)
    rows = [k for k, r in enumerate(records) if r.symbol != text.symbol]
    assert set(found.index) == {records[k].symbol for k in rows}
    wanted = set(small.vocabulary["term"][features.topical_terms(small, min_df=1)])
    assert wanted
    bags = {
        "wording": lambda r: runs(r),
        "citations": lambda r: {r.symbol or "", *r.cites},
        "subjects": lambda r: {s.term.upper() for s in r.subjects if s.source.startswith("UNBIS")},
        "terms": lambda r: terms(r, wanted),
        "titles": title_terms,
    }
    for name, bag in bags.items():
        expected = cosines([bag(r) for r in records], bag(text))
        ours = found[name].reindex([records[k].symbol for k in rows])
        if ours.isna().any():
            known = {x for r in records for x in bag(r)}
            assert ours.isna().all() and not known & set(bag(text))
        else:
            assert ours.to_numpy() == pytest.approx(expected[rows])


def test_subjects_are_compared(small):
    """The metadata give LAMPS to 75/901 and Bells to 76/902; names of bodies are no subjects."""
    terms = dict(small.resolutions["subjects"].map(list))
    assert terms["A/RES/75/901"] == ["LAMPS"]
    given = (Subject("Lamps", "UNBIS Thesaurus"), Subject("BELLS", "DHLAUTH"))
    text = Resolution("A/RES/78/1", "resolution", "", subjects=given)
    found = related(text, small, n=None)
    assert found["subjects"]["A/RES/75/901"] == 1
    assert found["subjects"].sum() == 1


def test_what_twenty_families_carry_does_not_relate(made):
    """Twenty titles carry the paragraph on lamps, nineteen that on gulls: only gulls tie."""
    lamps, gulls = (
        "1. Lights all lamps of every harbour tonight.",
        "1. Counts gulls, terns, puffins, skuas and petrels daily.",
    )
    rows = [
        (f"A/RES/76/{700 + k}", "1 June 2022", f"Matter {'abcdefghijklmnopqrstuvw'[k]} alone", "1. Prunes old plum trees." if k > 19 else lamps, *([gulls.replace("1.", "2.")] if k < 19 else []))
        for k in range(22)
    ]  # fmt: skip
    corpus = made(*rows)
    assert (_related._index(corpus).run_columns >= 0).sum() == 3  # eight words have three runs
    head = "The General Assembly,\n\n"
    text = plaintext.parse(head + gulls)
    found = related(text, corpus, n=None)
    assert found["wording"].gt(0).to_dict() == {s: int(s[-3:]) < 719 for s in found.index}
    assert related(plaintext.parse(head + lamps), corpus)["wording"].isna().all()
    assert (len(found), len(related(text, corpus)), len(related(text, corpus, n=3))) == (22, 20, 3)
    # the same line is drawn in a comparison
    compared = compare(plaintext.parse(head + lamps), corpus, date="2024-01-01")
    assert (compared.earlier.matched_words, compared.earlier.substantive_words) == (7, 0)
    compared = compare(text, corpus, date="2024-01-01")
    assert (compared.earlier.matched_words, compared.earlier.substantive_words) == (8, 8)
    assert len(compared.related) == 20


def test_nothing_to_compare_is_nan(small):
    text = plaintext.parse("The General Assembly,\n\n1. Xylographs zythum.")
    assert related(text, small).isna().all(axis=None)


def test_exclude_and_the_own_symbol(records, small):
    lamps = next(r for r in records if r.symbol == "A/RES/75/901")
    found = related(lamps, small, exclude=["A/RES/76/902"])
    assert set(found.index) == set(small.resolutions.index) - {"A/RES/75/901", "A/RES/76/902"}
    assert len(related(lamps, small, n=2)) == 2
    assert "A/RES/76/902" not in related(lamps, small, exclude="A/RES/76/902").index
    with pytest.raises(UnresError, match="found no 'A/RES/99/1' among the symbols"):
        related(lamps, small, exclude="A/RES/99/1")


def test_score_by_hand():
    """Twice the terms and once the titles, by three; of one alone, that one."""
    corpus = example_corpus()
    symbols = corpus.resolutions.index
    terms, titles, none = np.zeros(16), np.zeros(16), np.full(16, np.nan)
    terms[[3, 5, 7]] = [0.5, 0.9, 0.5]
    titles[[3, 9]] = [1.0, 0.9]
    both = _related._ranked({"terms": terms, "titles": titles}, corpus, [], None)["score"]
    expected = {symbols[3]: 2 / 3, symbols[5]: 0.6, symbols[7]: 1 / 3, symbols[9]: 0.3}
    assert both.iloc[:4].to_dict() == pytest.approx(expected)
    assert list(both.index[:4]) == list(expected) and (both.iloc[4:] == 0).all()
    one = _related._ranked({"terms": terms, "titles": none}, corpus, [symbols[5]], None)["score"]
    assert one.iloc[:2].to_dict() == {symbols[3]: 0.5, symbols[7]: 0.5}
    assert symbols[5] not in one.index
    other = _related._ranked({"terms": none, "titles": titles}, corpus, [], 1)["score"]
    assert other.to_dict() == {symbols[3]: 1}
    neither = _related._ranked({"terms": none, "titles": none}, corpus, [], None)["score"]
    assert neither.isna().all() and list(neither.index) == list(symbols)


def test_what_differs_by_rounding_alone_stays_in_its_order():
    corpus = example_corpus()
    one = np.zeros(16)
    one[[2, 4, 6]] = [0.5, 0.5 + 1e-15, 0.5 - 1e-9]
    found = _related._ranked({"terms": one, "titles": one}, corpus, [], 3)
    assert list(found.index) == list(corpus.resolutions.index[[2, 4, 6]])


def test_a_cosine_by_hand():
    """Of six runs each 907 and 908 share one, which two of sixteen have; the rest have one each."""
    corpus = example_corpus()
    found = related(corpus.resolution("A/RES/78/907"), corpus)
    two, one = math.log(17 / 3) + 1, math.log(17 / 2) + 1
    expected = two**2 / (5 * one**2 + two**2)
    assert found.loc["A/RES/78/908", "wording"] == pytest.approx(expected)
    assert found["wording"].gt(0).sum() == 1
    assert "A/RES/78/907" not in found.index


class TwoTopics:
    """Topic 0 is of words with an "a", topic 1 of the rest; nothing where no word is known."""

    def __init__(self, corpus):
        self.has_a = corpus.vocabulary["term"].str.contains("a").to_numpy()

    def transform(self, counts):
        dense = counts.toarray()
        both = np.stack(
            [dense[:, self.has_a].sum(axis=1), dense[:, ~self.has_a].sum(axis=1)], axis=1
        )
        with np.errstate(invalid="ignore"):
            return both / both.sum(axis=1, keepdims=True)


def test_topics_are_a_component_when_there_is_a_model():
    corpus = example_corpus()
    model = TwoTopics(corpus)
    found = related(plaintext.parse(TEXT), corpus, n=None, model=model)
    shares = model.transform(features.resolution_counts(corpus))
    words = analyser.words(TEXT.partition("1. ")[2])
    own = model.transform(features.count_text([words], corpus))
    expected = dict(
        zip(corpus.resolutions.index, cosine_similarity(shares, own).ravel(), strict=True)
    )
    assert found["topics"].to_dict() == pytest.approx(expected)
    unknown = plaintext.parse("The General Assembly,\n\n1. Xylographs zythum.")
    assert related(unknown, corpus, model=model)["topics"].isna().all()


GULLS = "1. Counts gulls, terns, puffins, skuas and petrels {}."
JUDGED = (
    ("A/RES/76/701", "1 June 2022", "Gulls of one", GULLS.format("daily")),
    ("A/RES/76/702", "2 June 2022", "Gulls of two", GULLS.format("weekly")),
    ("A/RES/76/703", "3 June 2022", "Gulls of three", GULLS.format("monthly")),
    ("A/RES/76/704", "4 June 2022", "Plums", "1. Prunes old plum trees in every walled garden."),
)  # fmt: skip


def test_precision_by_hand(made):
    """701, 702 and 703 share wording; 701 and 702 have a subject in common, 704 has theirs too.

    For 701 wording finds 702 and 703: of the first two one is relevant, of the first four still
    one. For 704 it finds nothing, and 701 and 702 would be relevant. 703 has no subjects.
    """
    subjects = {
        "A/RES/76/701": ["BIRDS"],
        "A/RES/76/702": ["BIRDS", "SEAS"],
        "A/RES/76/704": ["BIRDS"],
    }
    corpus = made(*JUDGED, subjects=subjects)
    one = precision(corpus, ["A/RES/76/701", "A/RES/76/703"], depths=(2, 4))
    columns = ["at_2", "at_4", "others_at_2", "others_at_4", "queries"]
    assert one.columns.tolist() == columns
    assert set(one.index) == {
        *("terms", "titles", "wording", "citations", "score", "ranks together", "by chance"),
    }
    # the three are one series by no link: without the own series the same ones are left
    assert one.loc["wording"].tolist() == [1 / 2, 1 / 4, 1 / 2, 1 / 4, 1]
    assert one.loc["by chance", "at_2"] == 2 / 3  # two of the three others
    none = precision(corpus, ["A/RES/76/704"], depths=(2,))
    assert none.loc["wording", "at_2"] == 0
    both = precision(corpus, ["A/RES/76/701", "A/RES/76/704"], depths=(2,))
    assert both.loc["wording", ["at_2", "queries"]].tolist() == [1 / 4, 2]
    assert precision(corpus, ["A/RES/76/703"]).empty


def test_precision_without_the_own_series(made):
    """701 returns a year later: with its series left out only 702 is found, which is relevant."""
    later = ("A/RES/77/701", "1 June 2023", "Gulls of one", GULLS.format("daily"))
    subjects = {s: ["BIRDS"] for s in ("A/RES/76/701", "A/RES/76/702", "A/RES/77/701")}
    corpus = made(*JUDGED, later, subjects=subjects)
    assert lineages.series(corpus)["A/RES/77/701"] == "A/RES/76/701"
    found = precision(corpus, ["A/RES/76/701"], depths=(1, 2))
    assert found.loc["wording"].tolist() == [1, 1, 1, 1 / 2, 1]


def test_precision_of_the_data_set(corpus):
    """The judgement made again with sets, for the component of citations."""
    table = corpus.resolutions
    sample = table.index[table["subjects"].map(len) > 0][::150].tolist()
    ours = precision(corpus, sample)
    subjects = {s: set(x) for s, x in table["subjects"].items()}
    cited = {s: {s, *c} for s, c in table["cites"].items()}
    holders = defaultdict(set)
    for s, c in cited.items():
        for x in c:
            holders[x].add(s)
    weight = {x: np.log((1 + len(table)) / (1 + len(h))) + 1 for x, h in holders.items()}
    length = {s: sum(weight[x] ** 2 for x in c) ** 0.5 for s, c in cited.items()}
    rates = []
    for s in sample:
        near = {o for x in cited[s] for o in holders[x]} - {s}
        score = {o: sum(weight[x] ** 2 for x in cited[s] & cited[o]) / length[o] for o in near}
        best = sorted(score, key=lambda o: -score[o])[:10]
        rates.append(sum(bool(subjects[s] & subjects[o]) for o in best) / 10)
    assert ours.loc["citations", "at_10"] == pytest.approx(np.mean(rates), abs=0.02)
    assert ours["queries"].eq(len(sample)).all()
    chance = [
        np.mean([bool(subjects[s] & subjects[o]) for o in table.index if o != s]) for s in sample
    ]
    assert ours.loc["by chance", "at_20"] == pytest.approx(np.mean(chance))


@pytest.mark.slow
def test_the_order_finds_more_than_terms_alone_or_all_ranks_together(corpus):
    """Every third resolution; with the own series and without."""
    found = precision(corpus, corpus.resolutions.index[::3])
    for column in ("at_10", "others_at_10"):
        best = found[column].drop("score").max()
        assert found.loc["score", column] > best + 0.01
        assert best > 5 * found.loc["by chance", column]
