"""Names of topics: phrases worked by hand, and names of a user's own that survive another fit."""

from __future__ import annotations

import csv
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from unres_research.analyse import fit_topics
from unres_research.analyse._topics import _about, _names, _renamed
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def example():
    return fit_topics(example_corpus(), 4)


# phrases


def test_rates_are_shared_by_hand():
    """6 of 8 and 1 of 4: 0.75 / (0.75 + 0.25), but for the rate that is added."""
    occurrences = np.array([[6.0, 2.0], [1.0, 3.0]])
    found = _names.exclusivity(occurrences)
    assert found == pytest.approx(np.array([[0.75, 0.25], [0.25, 0.75]]), abs=2e-4)
    assert found[0, 0] == 0.75 / (1 + _names._RARE)
    assert _names.exclusivity(np.array([[0.0, 0], [1, 3]])).tolist()[0] == [0, 0]


def test_frequency_and_exclusivity_by_hand():
    """Ranks among the three most frequent: 1, 2/3, 1/3 and 1/3, 2/3, 1; harmonic means."""
    occurrences, exclusive = np.array([9.0, 5, 3, 1, 0]), np.array([0.2, 0.3, 0.9, 1, 1])
    found = _names.frex(occurrences, exclusive, 3)
    assert found == pytest.approx([2 / (1 + 3), 2 / 3, 2 / (1 + 3), 0, 0])
    alike = _names.frex(np.array([4.0, 4.0]), np.array([0.5, 0.7]))
    assert alike == pytest.approx([2 / (1 / 0.75 + 2), 2 / (1 / 0.75 + 1)])
    assert _names.frex(np.zeros(2), exclusive[:2]).tolist() == [0, 0]
    assert (_names.frex(np.arange(400.0) + 1, np.arange(400.0)) > 0).sum() == 300


TERMS = np.array(["intelligence", "artificial intelligence", "artificial", "law", "rule of law",
                  "intelligence systems"])  # fmt: skip


def test_a_phrase_stands_for_the_word_that_it_has_most_of():
    """Of ten "intelligence" nine are "artificial intelligence", of that half has no more."""
    holders = _names._holders(TERMS)
    assert holders == {
        "artificial": [1], "intelligence": [1, 5], "rule": [4], "law": [4], "of": [4],
        "rule of": [4], "of law": [4], "systems": [5],
    }  # fmt: skip
    occurrences = np.array([10, 9, 9, 8, 4, 4.4])

    def whole(i, cut=frozenset()):
        return TERMS[_names._whole(i, TERMS, occurrences, holders, cut)]

    assert [whole(i) for i in range(6)] == [
        "artificial intelligence", "artificial intelligence", "artificial intelligence",
        "rule of law", "rule of law", "intelligence systems",
    ]  # fmt: skip
    occurrences[4] = 3.9
    assert whole(3) == "law"
    assert whole(0, frozenset({"artificial intelligence"})) == "intelligence"


def cut_of(**counts):
    import pandas as pd

    names = [name.replace("_", " ") for name in counts]
    table = pd.DataFrame({"term": names, "count": counts.values()})
    table["n"] = table["term"].str.count(" ") + 1
    return _names._cut_phrases.__wrapped__(SimpleNamespace(vocabulary=table))


def test_phrases_that_are_cut_off():
    """ "situation of human" goes on with "rights" 9 times of 10."""
    found = cut_of(of_human=10, of_human_rights=9, situation_of_human=4, situation_of=30)
    assert found == {"situation of human"}
    assert cut_of(of_human=10, of_human_rights=4, situation_of_human=4, situation_of=9) == set()
    assert cut_of(of_human=10, of_human_rights=5, situation_of_human=4, situation_of=9)


def test_phrases_that_begin_before():
    """ "council extended" is "security council extended"; a word of drafting is no beginning."""
    found = cut_of(council_extended=6, security_council_extended=3, council_extended_it=6,
                   security_council=90)  # fmt: skip
    assert found == {"council extended", "council extended it"}
    assert cut_of(high_commissioner=9, nations_high_commissioner=9, nations_high=20) == set()
    assert cut_of(arms_race=9, the_arms_race=9, the_arms=9) == set()


def test_labels_join_phrases_that_differ():
    assert _names._label(["fisheries", "fish", "coral reefs", "reefs", "tides"], []) == (
        "fisheries · coral reefs · tides"
    )
    assert _names._label(["nuclear-weapon", "nuclear", "arms"], []) == "nuclear-weapon · arms"
    assert _names._label(["rule of law", "state of play"], []) == "rule of law · state of play"
    assert _names._label(["a" * 41, "b" * 30, "c" * 8, "d" * 7], []) == f"{'b' * 30} · {'d' * 7}"
    assert _names._label([], []) == ""
    taken = ["eel · owl · ant"]
    assert _names._label(["eel", "owl", "ant", "map"], taken) == "eel · owl · map"
    assert _names._label(["eel", "owl", "ant"], [*taken, "eel · owl"]) == ""


def test_words_of_one_family():
    assert _names._meet("fishing", "fisheries") and _names._meet("child", "children")
    assert not _names._meet("law of the sea", "rule of order")
    assert not _names._meet("war", "warming") and _names._meet("inter-agency", "agencies")


def test_labels_of_the_example(example):
    """Every subject has a verb (4 times) and four things (3 times), all in one topic only."""
    assert len(set(example.labels)) == 4 and max(map(len, example.labels)) <= 40
    assert sorted(label.split(" · ")[0] for label in example.labels) == [
        "protect", "repair", "supply", "tune",
    ]  # fmt: skip


def test_labels_differ_where_topics_do_not(example):
    """Topics with the same weights have the same phrases: the later one falls back."""
    alike = np.tile(example.weights[:, :1], 2)
    found = _names.names_of(example.corpus, example.wordings, alike, ("x" * 50, "x" * 50))
    assert len(set(found)) == 2 and all(len(label) <= 40 for label in found)
    nothing = _names.names_of(example.corpus, example.wordings, alike * 0, ("a · b", "a · b"))
    assert nothing == ("a · b", "a · b (2)")
    long = _names.names_of(example.corpus, example.wordings, alike * 0, ("x" * 50, "x" * 50))
    assert long == ("x" * 35, "x" * 35 + " (2)")


def test_labels_are_made_of_the_twenty_best_phrases(example, monkeypatch):
    """Those between have a word in common with the first; the twentieth joins, the next not."""
    terms = np.array([*(f"eel {'q' * k}".strip() for k in range(19)), "owl", "map"])
    best = [(np.arange(21), np.ones(21))]
    monkeypatch.setattr(_names, "weighted_phrases", lambda *given: (terms, np.ones((1, 21))))
    monkeypatch.setattr(_names, "best_phrases", lambda *given: best)
    assert _names.names_of(example.corpus, None, None, ("x",)) == ("eel · owl",)


def test_a_phrase_that_is_cut_off_is_none_of_the_best(monkeypatch):
    """All occur alike, each in one topic; of two that hold a word as often the first stands."""
    monkeypatch.setattr(_names, "_cut_phrases", lambda corpus: frozenset({"situation of human"}))
    terms = np.array(["eel", "situation of human", "eel pond", "eel farm"])
    ((best, scores),) = _names.best_phrases(None, terms, np.array([[4.0, 4, 3, 3]]))
    assert terms[best].tolist() == ["eel pond", "eel farm"] and len(scores) == 2


def test_phrases_of_the_example(example):
    """16 wordings of 11 words; a topic's words are 4 verbs and 12 things, in no other topic."""
    found = example.phrases(n=3)
    assert found["topic"].tolist() == [label for label in example.labels for _ in range(3)]
    verbs = found[found["phrase"].isin(["protect", "repair", "supply", "tune"])]
    assert len(verbs) == 4 and verbs["count"].tolist() == pytest.approx([4] * 4, rel=0.02)
    assert (found["exclusivity"] > 0.98).all() and found["frex"].between(0, 1).all()
    shares = found.groupby("topic")["frequency"].max()
    total = _names.weighted_phrases(example.corpus, example.wordings, example.weights)[1].sum(1)
    assert sorted(shares) == pytest.approx(sorted(4 / total), rel=0.02)
    assert (
        found.groupby("topic", sort=False)["frex"].apply(lambda s: s.is_monotonic_decreasing).all()
    )
    with pytest.raises(UnresError, match="n = 0"):
        example.phrases(0)
    for asked in (example.subjects, example.leading):
        with pytest.raises(UnresError, match="n = 0"):
            asked(0)


# subjects, resolutions


@pytest.fixture(scope="module")
def indexed(made):
    """Twelve resolutions of one paragraph: six on eels, of which five are indexed EELS."""
    on = ["eel river", "owl tower"]
    rows = [
        (f"A/RES/75/{k + 1}", "1 December 2020", f"{'abcdefghijkl'[k] * 4}",
         f"1. Decides to map the {on[k % 2]} of the {'qwertyuiopas'[k] * 5} today;")
        for k in range(12)
    ]  # fmt: skip
    subjects = {f"A/RES/75/{k + 1}": ["ALL"] for k in range(12)}
    for k in (0, 2, 4, 6, 8):
        subjects[f"A/RES/75/{k + 1}"].append("EELS")
    subjects["A/RES/75/2"].append("OWLS")
    return made(*rows, subjects=subjects)


def test_subjects_by_hand(indexed, monkeypatch):
    """Share of the topic 1 in six of twelve series, five of them EELS: the correlation by numpy."""
    monkeypatch.setattr(_about, "unit_of", lambda corpus: np.arange(12))
    model = fit_topics(indexed, 2, max_df=0.6)
    order = indexed.resolutions["subjects"].map(lambda s: "EELS" in set(s)).to_numpy()
    on = indexed.resolutions["symbol"].map(lambda s: int(s.split("/")[-1]) % 2 == 1).to_numpy()
    at = dict(zip(indexed.paragraphs["symbol"], indexed.paragraphs["wording"], strict=True))
    place = {w: k for k, w in enumerate(model.wordings)}
    first = np.zeros(12)
    for symbol, held in zip(indexed.resolutions["symbol"], on, strict=True):
        first[place[at[symbol]]] = held
    model = replace(model, weights=np.array([first, 1 - first]).T, labels=("eels", "owls"))
    found = model.subjects()
    assert found["topic"].tolist() == ["eels"] and found["subject"].tolist() == ["EELS"]
    row = found.iloc[0]
    assert (row["series"], row["share"], row["times"]) == (5, 1, 2)
    assert row["correlation"] == pytest.approx(np.corrcoef(on, order)[0, 1])
    table = model.name_table()
    assert table.loc["eels", "subjects"] == "EELS" and table.loc["owls", "subjects"] == ""
    assert table.columns.tolist() == ["phrases", "subjects", "paragraphs", "resolutions", "word"]
    assert table.index.tolist() == ["eels", "owls"]


def test_leading_resolutions(example):
    """Shares of the first topic given by hand; of 11 words 4 of 6 count, function words apart."""
    of = dict(zip(example.corpus.paragraphs["wording"], np.arange(16) / 16, strict=True))
    share = np.array([of[w] for w in example.wordings])
    model = replace(example, weights=np.array([share, 1 - share]).T, labels=("a", "b"),
                    components=example.components[:2])  # fmt: skip
    found = model.leading(2)
    symbols = example.corpus.resolutions.index
    assert found["symbol"].tolist() == [*symbols[[15, 14]], *symbols[[0, 1]]]
    assert found["words"].tolist() == pytest.approx(
        [22 / 3 * share for share in (15 / 16, 14 / 16, 1, 15 / 16)]
    )
    assert found["share"].tolist() == pytest.approx([15 / 16, 14 / 16, 1, 15 / 16])
    assert found["title"].tolist()[0] == example.corpus.resolutions["title"].iloc[15]
    assert len(model.leading(99)) == 15 + 16  # one resolution has nothing of "a"


# names of a user's own


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def write_names(path, model, **names):
    """Write a CSV with a name for the topic whose first term is given."""
    lines = ["label,name,terms"]
    for label, top in zip(model.labels, model.top_terms(5), strict=True):
        lines.append(f"{label},{names.get(top[0], '')},{'; '.join(top)}")
    path.write_text("\n".join(lines), encoding="utf-8")


def test_names_survive_another_fit(example, tmp_path):
    path = tmp_path / "names.csv"
    example.export_names(path)
    rows = rows_of(path)
    assert [row["label"] for row in rows] == list(example.labels)
    assert {row["name"] for row in rows} == {""}
    assert [row["terms"].split("; ") for row in rows] == example.top_terms(5)  # 20 terms in all
    assert example.renamed(path).labels == example.labels
    write_names(path, example, tune="Music", protect="The sea")
    symbols = example.corpus.resolutions.index
    other = fit_topics(
        example.corpus, 4, on=[s for s in symbols if s not in ("A/RES/77/905", "A/RES/78/901")]
    )
    other = replace(other, labels=other.labels[::-1], components=other.components[::-1])
    for model in (example, other):
        named = model.renamed(path)
        old = dict(zip(named.labels, model.top_terms(1), strict=True))
        assert old["Music"] == ["tune"] and old["The sea"] == ["protect"]
        assert len(set(named.labels) & set(model.labels)) == len(model) - 2
        assert named.names["fits"].tolist() == [True, True]
        assert set(named.names["name"]) == {"Music", "The sea"}
        assert set(named.names["topic"]) == set(model.labels) - set(named.labels)
    assert "Music" in example.renamed(path).prevalence().index


def test_names_that_do_not_fit_are_flagged_and_kept(example, tmp_path):
    path, again = tmp_path / "names.csv", tmp_path / "again.csv"
    write_names(path, example, tune="Music")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\nold,Weather,rain; snow; protect\n")
    named = example.renamed(path)
    table = named.names.set_index("name")
    assert table["fits"].to_dict() == {"Music": True, "Weather": False}
    assert table.loc["Weather", "topic"] == "" and "Weather" not in named.labels
    named.export_names(again)
    rows = rows_of(again)
    assert len(rows) == 5 and rows[-1] == {
        "label": "old", "name": "Weather", "terms": "rain; snow; protect",
    }  # fmt: skip
    assert [row["name"] for row in rows[:4]].count("Music") == 1
    assert [row["label"] for row in rows[:4]] == list(example.labels)
    assert example.renamed(again).labels == named.labels


def test_a_third_of_all_terms_is_enough(example, tmp_path):
    """Topics have ten terms each; five of ten are 5 of 15, four are 4 of 16."""
    path = tmp_path / "names.csv"
    example = replace(example, components=example.components + 1)
    top = example.top_terms(10)[0]
    for n, fits in ((5, True), (4, False)):
        others = "; ".join(f"x{k}" for k in range(10 - n))
        path.write_text(f'label;name;terms\nx;One;"{"; ".join(top[:n])}; {others}"\n', "utf-8")
        named = example.renamed(path)
        assert named.names["overlap"].tolist() == pytest.approx([n / (20 - n)])
        assert named.names["fits"].tolist() == [fits] and (named.labels[0] == "One") == fits


def test_cells_are_no_formulas(example, tmp_path):
    path = tmp_path / "names.csv"
    hostile = replace(example, labels=("=1+1", "@b", "+c", 'd, "e"'))
    hostile.export_names(path)
    assert [row["label"] for row in rows_of(path)] == ["'=1+1", "'@b", "'+c", 'd, "e"']
    write_names(path, example, tune="'=cmd")
    named = example.renamed(path)
    assert "=cmd" in named.labels
    named.export_names(path)
    assert "'=cmd" in [row["name"] for row in rows_of(path)]


def test_names_that_cannot_be_taken(example, tmp_path):
    path = tmp_path / "names.csv"
    with pytest.raises(UnresError, match="cannot be read"):
        example.renamed(path)
    a, b = example.top_terms(1)[0][0], example.top_terms(1)[1][0]
    bad = [
        ({a: "Same", b: "Same"}, "'Same' 2 times"),
        ({a: example.labels[1]}, "label of another topic"),
        ({a: "x" * 81}, "at most 80 characters"),
        ({a: "one\x1b[2J"}, "can be printed"),
    ]
    for names, said in bad:
        write_names(path, example, **names)
        with pytest.raises(UnresError, match=said):
            example.renamed(path)
    for data, said in [
        (b"", "no column 'label'"),
        (b"label,name\na,b\n", "no column 'terms'"),
        (b"label,name,terms\na,\xff,c\n", "no UTF-8"),
        (b"label,name,terms\n" + b"x" * 1_000_000, "more than 1 MB"),
        (b'label,name,terms\n"a,b,c\n', "no CSV"),  # a quotation that does not end
    ]:
        path.write_bytes(data)
        with pytest.raises(UnresError, match=said):
            example.renamed(path)
    with pytest.raises(UnresError, match="cannot be written"):
        example.export_names(tmp_path)


def test_what_is_missing_in_a_row_is_empty(example, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("name\tlabel\tterms\nShort\n\n", "utf-8")
    named = example.renamed(path)
    assert named.labels == example.labels
    assert named.names[["name", "label", "terms", "overlap"]].values.tolist() == [
        ["Short", "", "", 0]
    ]


@pytest.mark.slow
def test_labels_on_the_data_set(corpus):
    """Labels differ, are short, and hold whole phrases."""
    model = fit_topics(corpus, 20)
    assert len(set(model.labels)) == 20 and max(map(len, model.labels)) <= 40
    assert any("covid-19 pandemic" in label for label in model.labels)
    of = model.subjects(1).set_index("topic")["subject"]
    label = next(label for label in model.labels if "nuclear" in label)
    assert any(word in of[label] for word in ("NUCLEAR", "DISARMAMENT"))


def test_tables_say_how_stable_a_topic_is(example, tmp_path):
    """Also by the name that a topic was given."""
    import pandas as pd

    of = dict(zip(example.labels, ["stable", "doubtful", "unstable", "stable"], strict=True))
    path = tmp_path / "names.csv"
    write_names(path, example, **{example.top_terms(1)[1][0]: "A name"})
    known = pd.DataFrame({"word": of}).rename_axis("topic").iloc[::-1]
    example = replace(example, stability=known)
    for table in (example.phrases(2), example.leading(2), example.representatives()):
        assert table["word"].tolist() == table["topic"].map(of).tolist()
    assert example.name_table()["word"].to_dict() == of
    assert (
        example.place("Decides to tune the violins and bells of owls")["word"]
        .isin(of.values())
        .all()
    )
    named = replace(example, stability=known.iloc[::-1]).renamed(path)
    words = dict(zip(named.labels, of.values(), strict=True))
    assert named.stability["word"].to_dict() == words and "A name" in words
    assert named.prevalence()["word"].to_dict() == words


def test_names_are_made_of_what_is_not_rare(monkeypatch):
    """In one resolution of twenty at least, or in 20; in half of them at most."""
    asked = []
    monkeypatch.setattr(
        _names, "topical_terms", lambda corpus, **how: asked.append(how) or np.arange(3)
    )
    monkeypatch.setattr(_names, "empty_words", lambda corpus: frozenset())
    for n in (16, 100, 2000):
        sized = type("Sized", (), {"__len__": lambda self, n=n: n})()
        sized.vocabulary = example_corpus().vocabulary
        _names._candidates.__wrapped__(sized)
    assert [how["min_df"] for how in asked] == [1, 6, 20]
    assert all(how["ngram_range"] == (1, 3) and how["max_df"] == 0.5 for how in asked)


def test_terms_of_a_hundredth_of_the_strongest_do_not_count():
    model = SimpleNamespace(terms=np.array(["eel", "owl", "ant"]),
                            components=np.array([[1, 0.02, 0.01]]))  # fmt: skip
    assert _renamed._tops(model) == [["eel", "owl"]]


def test_names_of_eighty_characters_and_rows_of_empty_cells(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(f",,\nlabel,name,terms\n,,\nold,{'n' * 80},eel; owl\n")
    assert _renamed._read(path) == [("old", "n" * 80, ["eel", "owl"])]
    path.write_text(f"label,name,terms\nold,{'n' * 81},eel\n")
    with pytest.raises(UnresError, match="at most 80 characters"):
        _renamed._read(path)
