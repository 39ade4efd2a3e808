"""A model of some resolutions counts these alone, also where others have the same wordings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from unres_research.analyse import fit_topics, open_topics, resolution_table
from unres_research.analyse._topics import _about
from unres_research.errors import UnresError

EELS = "eels rivers nets boats"
OWLS = "owls towers nests bells"
OWN = ["A/RES/75/1", "A/RES/76/10"]
OTHER = "A/RES/77/3"
NOT_OWN = f"found {OTHER} outside of the 2 resolutions that the topics were found in, .*`place`"


@pytest.fixture(scope="module")
def rivers(made):
    """Four resolutions; the last one has the first one's paragraph on eels."""
    return made(
        ("A/RES/75/1", "1 December 2020", "Eels", f"Noting {EELS} {EELS} today,",
         f"1. Decides {OWLS} {OWLS} today:", f"(a) To count {EELS} every long night."),
        ("A/RES/76/9", "3 March 2022", "Owls", f"1. Decides {EELS} {OWLS}."),
        ("A/RES/76/10", "20 March 2022", "Bells", f"Noting {OWLS} {OWLS} tonight,",
         f"1. Decides {EELS} {OWLS} tonight."),
        ("A/RES/77/3", "3 March 2023", "Eels again", f"Noting {EELS} {EELS} today,",
         f"1. Decides {OWLS} {EELS}."),
        subjects={"A/RES/75/1": ["EELS"], "A/RES/77/3": ["EELS", "FLOODS"]},
    )  # fmt: skip


@pytest.fixture(scope="module")
def model(rivers):
    """Shares of "a" in the own paragraphs: 1, 0, 1 in the first text, 0 and 1/4 in the second."""
    found = fit_topics(rivers, 2, on=OWN, max_df=1, n_pairs=2)
    table = rivers.paragraphs[rivers.paragraphs["symbol"].isin(OWN) & rivers.body()]
    assert table["words"].tolist() == [10, 10, 9, 10, 10]
    shares = dict(zip(table["wording"], [1, 0, 1, 0, 0.25], strict=True))
    first = np.array([shares[w] for w in found.wordings])
    return replace(found, labels=("a", "b"), weights=np.array([first, 1 - first]).T)


def test_only_own_resolutions_are_counted(model):
    """Of 10 words of a paragraph 9 count, "noting" and "decides" are of drafting; of (a) all 9."""
    table = model.prevalence()
    assert table.loc["a", "prevalence"] == pytest.approx((9 + 9 + 9 / 4) / 45)
    assert table.attrs == {"resolutions": 2, "series": 2, "paragraphs": 5, "words": 45}
    assert model.prevalence(OWN).equals(table)
    shares = model.resolution_topics()
    assert shares.index.tolist() == OWN
    assert shares["a"].tolist() == pytest.approx([18 / 27, 9 / 4 / 18])
    assert set(model.paragraph_topics().index.get_level_values("symbol")) == set(OWN)
    assert len(model.paragraph_topics()) == 5
    assert set(model.leading()["symbol"]) == set(OWN)
    assert set(model.representatives(min_share=0)["symbol"]) == set(OWN)  # the latest is another's
    assert f"5 wordings of 2 resolutions of {model.corpus!r}" in repr(model)


def test_groups_of_own_resolutions(model):
    table = model.differences([OWN[0]])
    assert table.loc["a", ["first", "second"]].tolist() == pytest.approx([18 / 27, 1 / 8])
    assert table.attrs["second"] == {"resolutions": 1, "series": 1, "words": 18}
    with pytest.raises(UnresError, match="found all 2 resolutions .* expected some others"):
        model.differences(OWN)
    by_session = model.prevalence(by="session")
    assert by_session["group"].tolist() == [75, 75, 76, 76] and by_session.attrs["left_out"] == 0
    assert model.differences(75, by="session").attrs["second"]["resolutions"] == 1
    part = model.prevalence(by="part").set_index(["group", "topic"])["prevalence"]
    assert part["preamble", "a"] == pytest.approx(9 / 18)
    assert part["operative", "a"] == pytest.approx((9 + 9 / 4) / 27)


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.prevalence(OTHER),
        lambda m: m.prevalence([OWN[0], OTHER]),
        lambda m: m.prevalence(by={OWN[0]: "x", OTHER: "y"}),
        lambda m: m.differences([OWN[0]], [OTHER]),
        lambda m: m.differences([OTHER]),
        lambda m: m.differences("x", by={OWN[0]: "x", OTHER: "y"}),
        lambda m: m.effects("session", symbols=[OWN[0], OTHER]),
    ],
)
def test_others_are_refused_in_words(model, call):
    with pytest.raises(UnresError, match=NOT_OWN):
        call(model)
    with pytest.raises(UnresError, match="found A/RES/76/9 and 1 more outside"):
        model.prevalence(["A/RES/76/9", OTHER])


def test_a_session_of_others_is_no_group(model):
    with pytest.raises(UnresError, match="found no 77 among the groups, expected some of 75, 76"):
        model.differences(77, by="session")


def test_a_regression_is_on_own_resolutions(model):
    pytest.importorskip("statsmodels")
    with pytest.raises(UnresError, match="found 2 series for 2 coefficients"):
        model.effects("session")


def test_subjects_are_those_of_own_resolutions(model):
    names, held = _about._held(model.corpus, np.array([True, False, True, False]))
    assert names.tolist() == ["EELS"] and held.sum() == 1


def test_a_table_of_all_resolutions_has_no_shares_of_others(model):
    table = resolution_table(model.corpus, model)
    column = next(name for name in table if name.startswith("topic: "))
    assert table[column].notna()[lambda known: known].index.tolist() == OWN


def test_a_saved_model_knows_its_resolutions(rivers, tmp_path):
    found = fit_topics(rivers, 2, on=OWN, max_df=1, n_pairs=2)
    found.save(tmp_path / "a.topics")
    again = open_topics(tmp_path / "a.topics", rivers)
    assert again.within.tolist() == OWN and repr(again) == repr(found)
    pd.testing.assert_frame_equal(again.resolution_topics(), found.resolution_topics())
    assert found.at("themes").within is found.within
    strange = replace(found, within=np.array(["A/RES/1/1"], dtype=object))
    strange.save(tmp_path / "b.topics")
    with pytest.raises(UnresError, match="arrays do not fit together"):
        open_topics(tmp_path / "b.topics", rivers)


def test_a_model_of_all_resolutions_counts_all(rivers):
    everything = fit_topics(rivers, 2, max_df=1, n_pairs=2)
    assert everything.within is None and len(everything.resolution_topics()) == 4
    named = fit_topics(rivers, 2, on=rivers.resolutions.index.tolist(), max_df=1, n_pairs=2)
    assert named.within is None and np.array_equal(named.components, everything.components)


def test_words_of_procedure_count_in_every_resolution(rivers, model):
    """ "Noting" and "decides" are of drafting; "to" and "every" are too rare for the vocabulary.

    Own: 4 of 10 + 10 + 9 + 10 + 10. Of all: 1 of 9, and of the last text 1 of 10 (whose wording
    the first text has) and 1 of 9.
    """
    assert not {"to", "every"} & set(rivers.vocabulary["term"])
    assert model.to_frame().attrs["procedural"] == pytest.approx(4 / 49)
    whole = fit_topics(rivers, 2, max_df=1, n_pairs=2)
    assert whole.to_frame().attrs["procedural"] == pytest.approx(7 / 77)


def test_why_no_topic_is_stable_is_said(model, rivers):
    found = fit_topics(rivers, 2, on=OWN, max_df=1, n_pairs=2)
    assert set(found.stability["reason"]) == {"fewer than 50 series"}
    assert set(found.stability["word"]) == {"unstable"}
    assert found.to_frame().attrs["reason"] == "fewer than 50 series"
    assert set(found.theme_stability["reason"]) == {"fewer than 50 series"}
    words = ["eel tide", "owl nest"]
    own = fit_topics(None, 2, on=words * 20, n_pairs=2)
    assert set(own.stability["reason"]) == {"fewer than 50 units"}
    assert own.to_frame().attrs["reason"] == "fewer than 50 units"
    enough = fit_topics(None, 2, on=words * 25, n_pairs=2)
    assert set(enough.stability["reason"]) == {""} and enough.to_frame().attrs["reason"] == ""
    mixed = replace(enough, stability=enough.stability.assign(reason=["so few", ""]))
    assert mixed.to_frame().attrs["reason"] == ""  # the other topic may be stable
