"""Features of texts in scikit-learn: the numbers of the rest of the package, by its rules."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
import sklearn
from packaging.version import Version
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

import unres_research as un
from unres_research.analyse import Features
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

KINDS = ["openers", "acts", "actions", "terms", "structure"]
# 9, 8, 16, 8 and 6 words: 47
TEXT = """A/RES/78/901

The General Assembly,

Recalling its resolution 77/901 of 2 May 2023,

Recalling also the harbour lamps of the ports,

1. Requests the Secretary-General to report to the General Assembly at its seventy-ninth session on the lamps;

2. Further requests Member States to count their lamps;

3. Decides to meet in the port."""
TERMS = {"lamps": ["lamps", "harbour lamps"], "ports": "port*"}


@pytest.fixture(scope="module")
def text():
    return un.loads(TEXT)


def table(features, texts):
    return features.set_output(transform="pandas").fit_transform(texts)


# scikit-learn's own checks --------------------------------------------------------------

WITHOUT_DATA = [  # of its checks those that give no arrays of numbers, which are no texts
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
    "check_estimator_repr",
    "check_estimator_cloneable",
    "check_valid_tag_types",
    "check_estimator_tags_renamed",
]
GIVES_ARRAYS = "the checks with data give arrays of numbers; texts are lists of strings"


@pytest.mark.skipif(Version(sklearn.__version__) < Version("1.6"), reason="older checks and tags")
@pytest.mark.parametrize("kind", KINDS)
def test_checks_of_scikit_learn(kind):
    """It has the tags of `CountVectorizer`, which is excused from the same checks."""
    ours, theirs = (sklearn.utils.get_tags(one) for one in (Features(kind), CountVectorizer()))
    assert ours.input_tags == theirs.input_tags
    with pytest.warns(Warning, match="requires input"):  # for the reason in GIVES_ARRAYS
        found = estimator_checks.check_estimator(Features(kind), on_skip="warn")
    assert found is None or {one["status"] for one in found} == {"passed"}, GIVES_ARRAYS
    for name in WITHOUT_DATA:
        getattr(estimator_checks, name)("Features", Features(kind))


def test_a_clone_and_a_pickle_do_the_same(text):
    made = Features(KINDS, terms=TERMS, min_df=1).fit([text])
    again = pickle.loads(pickle.dumps(made))
    copied = clone(made)
    assert copied.get_params() == made.get_params()
    with pytest.raises(ValueError, match="not fitted"):
        copied.transform([text])
    expected = made.transform([text])
    for other in (again, copied.fit([text])):
        assert np.array_equal(other.transform([text]), expected)
    assert again.get_feature_names_out().tolist() == made.get_feature_names_out().tolist()


# the numbers ----------------------------------------------------------------------------


def test_openers(text):
    found = table(Features("openers"), [text])
    assert found.iloc[0].to_dict() == {
        "opener: decides": 1, "opener: recalling": 2, "opener: requests": 2,
    }  # fmt: skip
    once = table(Features("openers", binary=True), [text])
    assert once.iloc[0].tolist() == [1, 1, 1]


def test_openers_in_few_texts_are_left_out_and_new_ones_are_not_counted(text):
    said = ["Decides to meet.", "Decides to wait.", "Urges all States to meet."]
    made = Features(min_df=2).fit(said)
    assert made.get_feature_names_out().tolist() == ["opener: decides"]
    assert made.transform([*said, text]).tolist() == [[1], [1], [0], [1]]


def test_acts_are_those_of_speech_acts(text):
    found = table(Features("acts"), [text]).iloc[0]
    assert found["act: directive"] == 2 and found["act: decision"] == 1 and found.sum() == 3
    corpus = example_corpus()
    profile = un.speech_acts(corpus, {"it": text}).profile().set_index("act")["count"]
    assert {f"act: {name}": n for name, n in profile.items()} == found.to_dict()


def test_actions_are_those_of_actions(text):
    found = table(Features("actions"), [text]).iloc[0]
    read = un.actions(text)
    assert found["action: directive"] == 2 and found["action: decision"] == 1
    assert found["action: report"] == found["action: due"] == 1 and found["action: review"] == 0
    counts = read["class"].value_counts()
    for name in ("directive", "decision", "statement", "other"):
        assert found[f"action: {name}"] == counts.get(name, 0), name
    said = "Requests the Secretary-General to report on the lamps;"
    alone = table(Features("actions"), [said]).iloc[0]
    assert alone["action: report"] == sum(one["report"] for one in un.actions(said)) == 1


def test_rates_of_terms_are_worked_by_hand_and_those_of_trends(text):
    found = table(Features("terms", terms=TERMS), [text]).iloc[0]
    assert found["term: lamps"] == pytest.approx(10_000 * 3 / 47)  # what shares a word once
    assert found["term: ports"] == pytest.approx(10_000 * 2 / 47)  # not "report"
    corpus = example_corpus()
    records = [corpus.resolution(symbol) for symbol in corpus.subset(sessions=77)]
    rates = Features("terms", terms=["whales", "fish, coral"]).fit_transform(records)
    known = un.trends(corpus, ["whales", "fish, coral"]).set_index(["term", "session"])["value"]
    known = [known[term, 77] for term in ("whales", "fish, coral")]
    assert rates.mean(axis=0).tolist() == pytest.approx(known)  # of 11 words each
    assert rates.mean(axis=0).tolist() == pytest.approx([10_000 * 3 / 88, 10_000 * 2 / 88])


def test_a_text_without_words_has_no_rate(text):
    rates = Features("terms", terms="lamps").fit([text]).transform(["", "..."])
    assert np.isnan(rates).all()


def test_structure_is_that_of_the_data_set():
    corpus = example_corpus()
    records = [corpus.resolution(symbol) for symbol in corpus]
    found = table(Features("structure"), records)
    for name in ("preambular", "operative", "words", "annexes", "footnotes"):
        assert found[name].tolist() == corpus.resolutions[name].tolist(), name


def test_structure_by_hand(text):
    assert table(Features("structure"), [text]).iloc[0].to_dict() == {
        "preambular": 2, "operative": 3, "subparagraph": 0, "heading": 0, "annexes": 0,
        "footnotes": 0, "cites": 1, "words": 47,
    }  # fmt: skip


def test_a_string_is_one_paragraph_and_so_is_a_paragraph(text):
    said = ["Recalling its resolution 77/901 of 2 May 2023,", "The lamps of the port"]
    found = table(Features("structure"), [*said, text["PP1"]])
    assert found[["preambular", "operative", "cites", "words"]].values.tolist() == [
        [1, 0, 1, 9], [0, 0, 0, 5], [1, 0, 1, 9],
    ]  # fmt: skip


def test_several_kinds_stand_side_by_side(text):
    both = Features(["structure", "openers"]).fit([text])
    apart = FeatureUnion([("a", Features("structure")), ("b", Features("openers"))])
    assert np.array_equal(both.transform([text]), apart.fit_transform([text]))
    assert both.get_feature_names_out()[[0, 8]].tolist() == ["preambular", "opener: decides"]


def test_sparse_and_dense_hold_the_same(text):
    thin = Features(KINDS, terms=TERMS, sparse_output=True).fit_transform([text, text])
    assert issparse(thin) and thin.shape[0] == 2
    assert np.array_equal(thin.toarray(), Features(KINDS, terms=TERMS).fit_transform([text] * 2))


# with what users bring --------------------------------------------------------------------

SAID = [f"{verb} the {thing}." for verb in ("Decides to repair", "Urges States to repair")
        for thing in ("lamps", "bells", "drums", "roads", "ports", "books")]  # fmt: skip
KIND = ["decision"] * 6 + ["directive"] * 6


def test_a_classifier_of_ones_own():
    told = make_pipeline(Features("openers"), LogisticRegression())
    assert told.fit(SAID, KIND).predict(["Decides to meet.", "Strongly urges all to meet."])[0] == (
        "decision"
    )
    assert cross_val_score(told, SAID, KIND, cv=3).mean() == 1
    grid = GridSearchCV(Pipeline([("said", Features(terms="bells")), ("told", LogisticRegression())]),
                        {"said__of": ["terms", "openers"]}, cv=3)  # fmt: skip
    assert grid.fit(SAID, KIND).best_params_ == {"said__of": "openers"}


def test_a_column_of_a_table(text):
    frame = pd.DataFrame({"text": SAID, "length": range(12)}, index=range(5, 17))
    both = ColumnTransformer(
        [("said", Features("openers"), "text"), ("rest", StandardScaler(), ["length"])]
    ).set_output(transform="pandas")
    found = both.fit_transform(frame)
    assert found.index.tolist() == frame.index.tolist()
    assert found["said__opener: decides"].tolist() == [1.0] * 6 + [0.0] * 6
    with pytest.raises(UnresError, match="a column of a table"):
        Features().fit(frame)


def test_records_tell_what_they_are_about():
    """Sea and music in the invented data set, by the words of records never seen."""
    corpus = example_corpus()
    records = [corpus.resolution(symbol) for symbol in corpus]
    about = ["protect", "supply", "repair", "tune"]
    verbs = [next(v for v in about if f" {v} " in r["OP1"].text) for r in records]
    nouns = ["fish", "coral", "books", "lessons", "roads", "rails", "drums", "bells", "whales"]
    nouns += ["reefs", "pencils", "teachers", "bridges", "tunnels", "violins", "flutes"]
    told = make_pipeline(Features("terms", terms=nouns), LogisticRegression())
    assert cross_val_score(told, records, verbs, cv=4).mean() == 1


# what cannot be ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"of": "opener"}, "no 'opener' among the kinds of features"),
        ({"of": ["acts", "acts"]}, "each once"),
        ({"of": []}, "each once"),
        ({"min_df": 0}, "min_df = 0"),
        ({"binary": "yes"}, "for binary"),
        ({"sparse_output": None}, "for sparse_output"),
        ({"of": "terms", "terms": {}}, "found no terms"),
        ({"of": "terms", "terms": ["a?"]}, "other wildcards"),
        ({"language": "xx"}, "no 'xx' among the languages"),
    ],
)
def test_parameters_are_refused_in_words(options, said):
    with pytest.raises(UnresError, match=said):
        Features(**options).fit(["Decides to meet."])


@pytest.mark.parametrize("given", [[], [5], 5, None, [["Decides"]], {"a": "Decides"}])
def test_what_is_no_list_of_texts_is_refused(given):
    with pytest.raises(UnresError, match="expected"):
        Features().fit(given)
    with pytest.raises(UnresError, match="for symbol in corpus"):
        Features().fit(example_corpus())


def test_other_languages():
    french = un.loads("A/RES/78/901\n\nL’Assemblée générale,\n\n1. Prie les États de payer.")
    assert table(Features("openers"), [french]).columns.tolist() == ["opener: prie"]
    for kind in ("acts", "actions"):
        with pytest.raises(UnresError, match="A/RES/78/901 in 'fr', expected English"):
            Features(kind).fit_transform([french])
    own = Features("openers", language="fr").fit(["Prie les États de payer."])
    assert own.get_feature_names_out().tolist() == ["opener: prie"]


# real texts -----------------------------------------------------------------------------------


def test_committees_of_real_resolutions(shared):
    """Far more often right than who always says the commonest."""
    files = sorted((shared / "corpus" / "UNxml-GAresolutions").rglob("*.xml"))
    records = [un.load(path) for path in files[::10]]
    records = [r for r in records if r.committee and r.committee != "Plenary"]
    committees = [r.committee for r in records]
    assert len(records) > 80
    told = make_pipeline(
        Features(["openers", "terms", "structure"], min_df=3),
        StandardScaler(),
        LogisticRegression(max_iter=2000),
    )
    right = cross_val_score(told, records, committees, cv=3).mean()
    commonest = cross_val_score(DummyClassifier(), records, committees, cv=3).mean()
    assert right > commonest + 0.15
