"""How many topics: twenty that are planted, scores by hand, and a cache that is never trusted."""

from __future__ import annotations

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import written
from numpy.testing import assert_allclose

import unres_research as un
from unres_research._storage import StoreError
from unres_research.analyse import sweep_topics
from unres_research.analyse._topics import _measures, _sweep
from unres_research.corpus import build_corpus, example_corpus
from unres_research.errors import UnresError

PATH = Path(__file__).parents[3] / "tools" / "sweep.py"  # no module of a package


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A hundred and sixty invented resolutions, each mostly on one of twenty subjects."""
    rng = np.random.default_rng(0)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = list(dict.fromkeys("".join(rng.choice(syllables, 3)) for _ in range(1200)))
    general, nouns = words[:80], [words[80 + 15 * k : 95 + 15 * k] for k in range(20)]
    often = np.arange(15, 0, -1) / 120
    folder = tmp_path_factory.mktemp("planted")
    for k in range(160):
        lines = []
        for n in range(5):
            of = nouns[k % 20 if rng.random() < 0.8 else rng.integers(20)]
            drawn = [rng.choice(of, p=often) if rng.random() < 0.6 else rng.choice(general) for _ in range(16)]  # fmt: skip
            lines.append(f"{n + 1}. Decides on {' '.join(drawn)} now;")
        title = " ".join(rng.choice(words, 4))
        text = written.plain(f"A/RES/75/{k + 1}", "1 December 2020", title, *lines)
        (folder / f"{k}.txt").write_text(text, encoding="utf-8")
    return build_corpus(folder, folder / "out", n_jobs=1, progress=False).corpus


@pytest.mark.slow
def test_the_range_holds_the_number_that_is_planted(planted):
    found = sweep_topics(planted, (40, 20, 10), n_pairs=4, progress=False, cache=False)
    assert found.index.tolist() == [10, 20, 40] and found.index.name == "n_topics"
    assert found.attrs["recommended"] == (20, 20)
    assert found["score"].idxmax() == found["stability"].idxmax() == 20
    assert found.loc[20, "fit"] > 1.5 * found.loc[10, "fit"]
    assert found.loc[20, "share_stable"] > 0.8 > found.loc[10, "share_stable"]
    assert found["stability"].between(found["low"], found["high"]).all()
    assert found["subjects"].isna().all()  # the library gave none
    assert found.attrs["reason"].startswith("20 topics are recommended: on series")
    assert re.search("10 have less (.* and )?fit|10 have less fit", found.attrs["reason"])
    assert "agreement of halves (" in found.attrs["reason"].split("; ")[-1]
    again = sweep_topics(planted, (10, 20, 40), n_pairs=4, progress=False, cache=False)
    assert found.equals(again)


def test_scores_by_hand():
    """Two numbers, two pairs; the best means are .4 of coherence, .5 of fit and .8 of agreement."""
    apart = np.array([[[0.3, 0.4, 0.9], [0.5, 0.4, 0.7]], [[0.2, 0.5, 0.4], [-0.2, 0.5, 0.4]]])
    low, high = _sweep._scored([{}, {}], apart)
    # 1, .8, 1 of the best; for the second 0, 1, .5, its coherence below zero counts as zero
    pairs_low = np.array([0.75 + 0.8 + 9 / 8, 1.25 + 0.8 + 7 / 8]) / 3
    pairs_high = np.array([0.5 + 1 + 0.5, 0 + 1 + 0.5]) / 3
    behind = pairs_low - pairs_high
    assert low["score"] == pytest.approx(2.8 / 3) == pytest.approx(pairs_low.mean())
    assert (low["behind"], low["error"]) == (0, 0)
    assert high["score"] == pytest.approx(pairs_high.mean())
    assert high["behind"] == pytest.approx(behind.mean())
    degree = np.tan(np.pi * 0.475)  # of two pairs: t of one degree of freedom, 12.7
    assert high["error"] == pytest.approx(degree * abs(behind[0] - behind[1]) / 2)
    assert (low["held_npmi"], low["fit"], low["stability"]) == pytest.approx((0.4, 0.4, 0.8))
    assert (high["low"], high["high"]) == pytest.approx((0.4, 0.4))
    # of two values a tenth from their mean, the standard error is .1; t of one degree is 12.7
    assert (low["low"], low["high"]) == (0, 1)


def row(score, behind, error, **more):
    return dict.fromkeys(_sweep._COLUMNS, 0.25) | {"score": score, "behind": behind, "error": error} | more  # fmt: skip


def test_recommended_are_the_numbers_within_the_error():
    rows = [row(0.6, 0.3, 0.1, fit=0.1), row(0.8, 0.1, 0.1), row(0.9, 0, 0)]
    rows.append(row(0.7, 0.2, 0.19, held_npmi=0.2, fit=0.3, stability=0.05))
    found = _sweep._table([5, 10, 20, 40], rows)
    assert found.attrs["recommended"] == (10, 20)
    assert found.attrs["reason"] == (
        "10 to 20 topics are recommended: on series that they were not found in, 20 reach on "
        "average 90% of the best coherence, fit and agreement of halves; the other numbers in the "
        "range are behind by no more than chance may explain; 5 have less fit (0.100, not 0.250); "
        "40 have less coherence (0.200, not 0.250) and agreement of halves (0.050, not 0.250)."
    )
    whole = _sweep._table([5, 10], [row(0.5, 0.1, 0.2), row(0.6, 0, 0)])
    assert whole.attrs["recommended"] == (5, 10) and "have less" not in whole.attrs["reason"]
    one = _sweep._table([5, 10], [row(0.6, 0, 0), row(0.5, 0.1, 0.05)])
    assert one.attrs["recommended"] == (5, 5)


def test_known_subjects_by_hand():
    given, units = [["SEA", "LAW"], ["SEA"], ["SEA", "LAW"], []], np.array([0, 1, 0, 2])
    has, names = _measures.known_subjects(given, units, least=2)
    assert names == ["SEA"] and has.tolist() == [[True], [True], [True], [False]]
    assert _measures.known_subjects(given, units)[0].shape == (4, 0)
    assert _measures.known_subjects(given, units, least=1)[1] == ["LAW", "SEA"]


# small, for the rest


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(_sweep, "MIN_SERIES", 16)
    return example_corpus()


def swept(corpus, cache, **options):
    return sweep_topics(corpus, (2, 4), n_pairs=2, progress=False, cache=cache, **options)


@pytest.fixture
def no_fits(monkeypatch):
    def none(*given, **options):
        raise AssertionError("fitted again")

    return lambda: monkeypatch.setattr(_sweep, "consensus", none)


def test_measures_of_the_whole(small):
    """The example's subjects have three nouns of four in each of four resolutions."""
    found = swept(small, False)
    model = un.fit_topics(small, 4, n_pairs=2)
    assert found.loc[4, "npmi"] == pytest.approx(model.coherence().mean())
    tops = [term for top in model.top_terms() for term in top]
    assert found.loc[4, "distinct"] == pytest.approx(len(set(tops)) / len(tops))


def test_topics_of_a_half_are_judged_on_the_other(small, monkeypatch):
    """The first topics of a pair are those of the units inside, the second of the others."""
    material = _sweep.material_of(small, None, None, 0.35)
    texts, found = material.texts, []
    full = _sweep.run_of(texts, 2, "nmf", 0)[1]
    monkeypatch.setattr(_sweep, "_held", lambda matrix, one: found.append((matrix, one)) or (0, 0))
    _sweep._measured(material, [2], 2, 0, False)
    halves = [half for one in _sweep.halves(texts.unit_keys, 2, 0) for half in (one, ~one)]
    assert len(found) == 4
    for (matrix, one), half in zip(found, halves, strict=True):
        assert (matrix != full[texts.rows(~half)]).nnz == 0
        inside = texts.counts[texts.rows(half)].sum(axis=0) > 0
        assert not one[:, ~inside].any() and one.any() and not inside.all()


def test_a_resolution_without_topics_has_no_leading_one(small, monkeypatch):
    model = un.fit_topics(small, 4, n_pairs=2)
    wording = small.paragraphs["wording"].iloc[3]
    weights = np.where((model.wordings == wording)[:, None], np.nan, model.weights)
    given = []
    monkeypatch.setattr(_measures, "subject_agreement", lambda lead, *rest: given.append(lead) or (0, 0))  # fmt: skip
    _sweep._subjects(replace(model, weights=weights))
    assert np.flatnonzero(given[0] == -1).tolist() == [3]


def test_results_are_kept_by_content(small, tmp_path, no_fits):
    found = swept(small, tmp_path)
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1 and len(json.loads(kept[0].read_text())) == 2
    no_fits()
    again = swept(small, tmp_path)
    assert found.equals(again) and found.attrs == again.attrs
    assert swept(example_corpus(), str(tmp_path)).equals(found)  # made anew, the same content
    for options in ({"draws": 1}, {"on": small.resolutions.index[1:]}):
        with pytest.raises((AssertionError, UnresError), match="fitted again|found 15 series"):
            swept(small, tmp_path, **options)


@pytest.mark.parametrize(
    "damage",
    [b"", b"[", b"[]", b"{}", b"null", b"\xff", b'[{"npmi": 1}]', b"[" * 100_000, b'["npmi", 4]'],
)
def test_a_file_that_is_not_whole_is_not_used(small, tmp_path, damage):
    found = swept(small, tmp_path)
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert swept(small, tmp_path).equals(found)
    assert kept.read_bytes() == whole


def test_nothing_is_kept_when_that_is_not_wanted(small, tmp_path, monkeypatch):
    monkeypatch.setattr(_sweep, "_folder", lambda cache: tmp_path if cache else None)
    swept(small, False)
    assert not list(tmp_path.iterdir())
    swept(small, True)
    assert list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_does_not_matter(small, tmp_path, monkeypatch):
    def full(path, data):
        raise StoreError(path, OSError("full"))

    monkeypatch.setattr(_sweep, "write", full)
    assert len(swept(small, tmp_path)) == 2 and not list(tmp_path.iterdir())


def test_results_may_come_with_the_library(small, tmp_path, monkeypatch, no_fits):
    swept(small, tmp_path / "shipped")
    monkeypatch.setattr(_sweep, "_SHIPPED", tmp_path / "shipped")
    no_fits()
    assert len(swept(small, tmp_path / "own")) == 2
    with pytest.raises(AssertionError):
        swept(small, False)


def test_the_sweep_of_the_built_in_data_set_comes_with_the_library(tmp_path, no_fits):
    no_fits()
    found = sweep_topics(un.open_corpus(), cache=tmp_path)  # else: make sweep
    assert found.index.tolist() == [10, 15, 20, 30, 40, 60]
    low, high = found.attrs["recommended"]
    assert low <= found["score"].idxmax() <= high
    assert found["fit"].is_monotonic_increasing  # more topics say more of a text


def test_the_tool_replaces_what_is_there(small, tmp_path, monkeypatch, capsys):
    (tmp_path / "old.json").write_text("[]")
    (tmp_path / "README.md").write_text("")
    monkeypatch.setattr(un, "open_corpus", lambda: small)
    monkeypatch.setattr(un.analyse, "sweep_topics", lambda corpus, cache: swept(corpus, cache))
    runpy.run_path(str(PATH))["main"](tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 2 and "old.json" not in names and "README.md" in names
    assert "recommended" in capsys.readouterr().out
    assert swept(small, tmp_path).attrs["reason"]


@pytest.mark.slow
def test_the_sweep_that_comes_with_the_library_is_that_of_today(tmp_path):
    """One number again; `make sweep` after a change of topics."""
    corpus = un.open_corpus()
    kept = sweep_topics(corpus, cache=tmp_path)
    today = sweep_topics(corpus, (10, 15), cache=False, progress=False)
    for name in ("npmi", "c_v", "held_npmi", "distinct", "stability", "fit", "subjects"):
        assert today[name].tolist() == pytest.approx(kept.loc[[10, 15], name].tolist(), abs=0.03)


def test_the_name_goes_by_everything(small, planted):
    def name(corpus, setting):
        return _sweep._digest(corpus, _sweep.material_of(corpus, None, None, 0.35), [setting])

    one = name(small, 1)
    assert one == name(example_corpus(), 1)
    assert len({one, name(small, 2), name(planted, 1)}) == 3


def test_folder_of_the_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert _sweep._folder(True) == tmp_path / "unres-research"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(_sweep.sys, "platform", "linux")
    assert _sweep._folder(True) == tmp_path / ".cache" / "unres-research"
    monkeypatch.setattr(_sweep.sys, "platform", "darwin")
    assert _sweep._folder(True) == tmp_path / "Library" / "Caches" / "unres-research"
    monkeypatch.setattr(_sweep.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert _sweep._folder(True) == tmp_path / "local" / "unres-research"
    assert _sweep._folder(False) is None


def test_an_unknown_value_is_kept(tmp_path):
    _sweep._keep("a.json", tmp_path, [dict.fromkeys(_sweep._COLUMNS, float("nan"))])
    (row,) = _sweep._kept("a.json", tmp_path, [2])
    assert_allclose(list(row.values()), np.nan)
    assert _sweep._kept("a.json", tmp_path, [2, 3]) is None  # another number of rows


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n_topics": (1, 4)}, "found n_topics = 1, expected a whole number from 2 to 200"),
        ({"n_topics": (4, 4)}, r"found n_topics = \[4, 4\], expected two different numbers"),
        ({"n_topics": 4}, r"found n_topics = \[4\], expected two different numbers"),
        ({"n_pairs": 1}, "found n_pairs = 1, expected a whole number from 2 to 1000"),
        ({"draws": -1}, "found draws = -1"),
        ({"on": ["A/RES/1/1"]}, "A/RES/1/1"),
        ({}, "found 16 series of resolutions, expected at least 150; .* read the texts"),
    ],
)
def test_what_is_refused(options, said):
    with pytest.raises(UnresError, match=said):
        sweep_topics(example_corpus(), **({"n_topics": (2, 4), "cache": False} | options))


def test_progress_is_shown_unless_it_is_not_wanted(small, monkeypatch):
    told, doing = [], _sweep.doing

    def listen(what, total, unit, *, progress):
        told.append((what, total, progress))
        return doing(what, total, unit, progress=progress)

    monkeypatch.setattr(_sweep, "doing", listen)
    swept(small, False)
    sweep_topics(small, (2, 4), n_pairs=2, cache=False)
    of = ("fitting topics", 2 * 2)  # numbers of topics, pairs of halves
    assert told == [(*of, False), (*of, True)]
