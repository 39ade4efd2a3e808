"""Topics: two subjects that must part, and measures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
import written

from unres_research.analyse import _topics as module
from unres_research.analyse import fit_topics
from unres_research.corpus import build_corpus
from unres_research.errors import UnresError
from unres_research.read import _text as plaintext

SEA = ["fish", "coral", "tides", "harbours", "whales", "reefs"]
SCHOOL = ["pupils", "teachers", "lessons", "classrooms", "pencils", "books"]


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
    assert (found["low"] < 0.5).all() and (found["high"] > 0.5).all()
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
    # OP1 and OP2 have eight and nine words
    assert found.loc["all", name] == pytest.approx(
        (8 * found.loc["OP1", name] + 9 * found.loc["OP2", name]) / 17
    )


def test_stable_when_the_subjects_are_clear(model, two_subjects):
    found = model.stability(n_refits=2, n_terms=6, progress=False)
    assert np.allclose(found, 1)


def test_coherence_by_hand():
    """Two words in both of two texts, a third in one: NPMI of (a, b) is 1, of (a, c) is 0."""
    present = np.array([[1, 1, 1], [1, 1, 0.0]])
    # p(a,b) = 1 counts as 1; p(a,c) = 1/2 = p(a) p(c), so log 1 = 0; likewise (b, c)
    from scipy.sparse import csc_array

    assert module._npmi(csc_array(present)) == pytest.approx(1 / 3)
    never = csc_array(np.array([[1, 0], [0, 1.0]]))
    assert module._npmi(never) == -1


def test_representatives_come_from_different_titles(model, two_subjects):
    found = model.representatives(per_topic=3)
    assert len(found) == 6
    assert not found.duplicated(["topic", "title"]).any()
    assert (found["share"] >= 0.5).all()
    odd = found["symbol"].str.rpartition("/")[2].astype(int) % 2
    # the sea stands in the resolutions with an even number
    assert set(odd[found["topic"] == model.labels[sea(model)]]) == {0}


def test_too_many_topics(two_subjects):
    with pytest.raises(UnresError, match="n_topics = 500"):
        fit_topics(two_subjects, 500)


def test_same_data_give_the_same_topics(two_subjects, model):
    assert fit_topics(two_subjects, 2, max_df=0.6).labels == model.labels
