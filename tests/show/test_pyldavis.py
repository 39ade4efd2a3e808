"""The file for pyLDAvis has what pyLDAvis itself makes of the same model."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import unres_research as un
from unres_research.errors import UnresError
from unres_research.show._pyldavis import prepared


@pytest.fixture(scope="module")
def made():
    """Two topics of four terms, in three wordings of 10, 30 and 20 of them: 20 and 40 in all."""
    counts = csr_array(np.array([[4, 3, 2, 1], [9, 9, 9, 3], [5, 5, 5, 5]]))
    places = pd.DataFrame({"x": [1.0, -1.0], "y": [0.5, -0.5]}, index=["sea", "schools"])
    model = SimpleNamespace(
        _counted=lambda: counts,
        terms=np.array(["fish", "sea", "school", "books"], dtype=object),
        labels=("sea", "schools"),
        components=np.array([[0.5, 0.3, 0.1, 0.1], [0.1, 0.1, 0.2, 0.6]]),
        weights=np.array([[0.9, 0.1], [0.2, 0.8], [0.25, 0.75]]),
        positions=lambda: places,
    )
    return prepared(model)


def test_topics_are_numbered_by_how_much_there_is_of_them(made):
    assert made["topic.order"] == [2, 1] and made["topic.labels"] == ["schools", "sea"]
    place = made["mdsDat"]
    assert np.allclose(place["Freq"], [200 / 3, 100 / 3])
    assert (place["x"], place["y"], place["topics"]) == ([-1, 1], [-0.5, 0.5], [1, 2])
    assert place["cluster"] == [1, 1]


def test_terms_as_pyldavis_has_them(made):
    """Rows that pyLDAvis 3.4.0 made: prepare(components, weights, [10, 30, 20], terms, ones)."""
    found = pd.DataFrame(made["tinfo"])
    columns = ["Term", "Freq", "Total", "Category", "logprob", "loglift"]
    expected = pd.DataFrame(
        [
            ("fish", 14, 14, "Default", 4, 4),
            ("sea", 10, 10, "Default", 3, 3),
            ("books", 26, 26, "Default", 2, 2),
            ("school", 10, 10, "Default", 1, 1),
            ("books", 24, 26, "Topic1", -0.5108, 0.3254),
            ("school", 8, 10, "Topic1", -1.6094, 0.1823),
            ("sea", 4, 10, "Topic1", -2.3026, -0.5108),
            ("fish", 4, 14, "Topic1", -2.3026, -0.8473),
            ("fish", 10, 14, "Topic2", -0.6931, 0.7621),
            ("sea", 6, 10, "Topic2", -1.2040, 0.5878),
            ("school", 2, 10, "Topic2", -2.3026, -0.5108),
            ("books", 2, 26, "Topic2", -2.3026, -1.4663),
        ],
        columns=columns,
    )
    pd.testing.assert_frame_equal(found[columns], expected, check_dtype=False)
    places = pd.DataFrame(made["token.table"])
    assert places["Term"].tolist() == [
        "books",
        "books",
        "fish",
        "fish",
        "school",
        "school",
        "sea",
        "sea",
    ]
    assert places["Topic"].tolist() == [1, 2] * 4
    shares = [0.923077, 0.076923, 0.285714, 0.714286, 0.8, 0.2, 0.4, 0.6]
    assert np.allclose(places["Freq"], shares, atol=1e-6)
    assert (made["R"], made["lambda.step"]) == (4, 0.01)


def test_the_file_is_plain_json(tmp_path):
    model = un.fit_topics(un.corpus.example_corpus(), 4)
    path = un.export.pyldavis(model, tmp_path / "new" / "topics.json")
    assert path == tmp_path / "new" / "topics.json"
    raw = path.read_text("ascii")
    assert "NaN" not in raw and "Infinity" not in raw
    found = json.loads(raw)
    assert sorted(found["topic.labels"]) == sorted(model.labels)
    assert len(found["mdsDat"]["x"]) == 4
    # a term of no topic but its own is listed there alone
    rows = pd.DataFrame(found["tinfo"]).query("Category != 'Default'")
    assert (rows["Freq"] > 0).all() and np.isfinite(rows[["logprob", "loglift"]]).all(axis=None)
    lengths = {
        name: {len(column) for column in found[name].values()} for name in ("tinfo", "token.table")
    }
    assert all(len(sizes) == 1 for sizes in lengths.values())


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(UnresError, match="found a str, expected a topic model"):
        un.export.pyldavis("topics", tmp_path / "topics.json")
    (tmp_path / "file").write_text("", encoding="utf-8")
    model = un.fit_topics(un.corpus.example_corpus(), 4)
    with pytest.raises(UnresError):
        un.export.pyldavis(model, tmp_path / "file" / "topics.json")
