"""Models in a file: what is opened equals what was saved, and nothing else is opened."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass, fields, replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from unres_research.analyse import fit_topics, open_topics
from unres_research.analyse._topics import _saved
from unres_research.corpus import count_text, example_corpus
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.fixture(scope="module")
def model(corpus):
    return fit_topics(corpus, 4)


@pytest.fixture
def saved(model, tmp_path):
    path = tmp_path / "model.topics"
    model.save(path)
    return path


def alike(a, b):
    if isinstance(a, pd.DataFrame):
        pd.testing.assert_frame_equal(a, b)
        assert a.attrs == b.attrs
    elif isinstance(a, pd.Series):
        pd.testing.assert_series_equal(a, b)
    elif isinstance(a, np.ndarray):
        assert (
            a.dtype == b.dtype
            and a.shape == b.shape
            and a.tobytes() == b.tobytes()
            or (a.dtype == object and a.tolist() == b.tolist())
        )
    elif hasattr(a, "get_params"):
        assert type(a) is type(b) and a.get_params() == b.get_params()
        for name, value in vars(b).items():
            alike(getattr(a, name), value)
    else:
        assert a == b and (type(a) is type(b) or isinstance(a, np.generic))


def test_what_is_opened_equals_what_was_saved(model, corpus, saved):
    again = open_topics(saved, corpus)
    assert again.corpus is corpus
    for field in fields(model):
        if field.name != "corpus":
            alike(getattr(model, field.name), getattr(again, field.name))
    pd.testing.assert_frame_equal(model.to_frame(), again.to_frame())
    pd.testing.assert_frame_equal(model.prevalence(by="session"), again.prevalence(by="session"))
    counts = count_text([["protect", "fish"], ["tune", "bells", "roads"]], corpus)
    assert (model.transform(counts) == again.transform(counts)).all()
    assert open_topics(str(saved), corpus).labels == model.labels


def test_the_same_model_gives_the_same_bytes(model, saved, tmp_path):
    model.save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == saved.read_bytes()


def test_names_that_were_given_are_saved(model, corpus, tmp_path):
    path, names = tmp_path / "model.topics", tmp_path / "names.csv"
    model.export_names(names)
    names.write_text(names.read_text("utf-8-sig").replace(",,tune", ",Music,tune"), "utf-8")
    named = model.renamed(names)
    named.save(path)
    again = open_topics(path, corpus)
    assert "Music" in again.labels
    pd.testing.assert_frame_equal(again.names, named.names)
    none = replace(named, names=named.names.iloc[:0])
    none.save(path)
    pd.testing.assert_frame_equal(open_topics(path, corpus).names, none.names)


# every kind of part that a model may have


@dataclass(frozen=True)
class Parts:
    corpus: None = None
    one: object = None
    two: object = None


def packed(*values):
    parts: dict[str, bytes] = {}
    described = [_saved._pack(f"part{k}", value, parts) for k, value in enumerate(values)]
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    described = json.loads(json.dumps(described))
    with zipfile.ZipFile(out) as file:
        return [_saved._unpack(f"part{k}", d, file) for k, d in enumerate(described)]


NUMBERS = st.floats(allow_nan=True, allow_infinity=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(TEXT, max_size=4),
    st.lists(NUMBERS, max_size=6),
    st.one_of(st.none(), TEXT, st.integers(-(2**60), 2**60), st.booleans()),
    st.sampled_from(["<f8", "<f4", "<i8", "<i4", "?"]),
)
def test_parts_come_back(texts, numbers, value, dtype):
    with np.errstate(invalid="ignore"):
        array = np.nan_to_num(np.array(numbers, dtype="f8"), posinf=1, neginf=-1)
        array = np.clip(array, -1e9, 1e9).astype(dtype).reshape(-1, 1)
    given = (tuple(texts), list(texts), value, array, np.array(texts, dtype=object))
    for before, after in zip(given, packed(*given), strict=True):
        alike(before, after)
    [back] = packed(np.array(numbers))
    assert np.array(numbers).tobytes() == back.tobytes() or np.isnan(numbers).any()


def test_tables_and_series_come_back():
    index = pd.Index(["a · b", "=1"], name="topic")
    table = pd.DataFrame(
        {"low": [0.1, np.nan], "word": ["stable", ""], "n": [1, 2], "on": [True, False]},
        index=index,
    )
    table.attrs = {"reason": "few", "recommended": [10, 20]}
    series = pd.Series(["x", "y"], index=index, name="theme")
    bare = pd.Series([1.5, 2.5], index=index)
    for before, after in zip((table, series, bare), packed(table, series, bare), strict=True):
        alike(before, after)
    assert packed(np.float64(0.1), np.int32(3)) == [0.1, 3]


def test_estimators_come_back():
    counts = np.random.default_rng(0).poisson(1.0, (12, 6))
    for made in (
        NMF(2, init="nndsvda", max_iter=500, random_state=0),
        LatentDirichletAllocation(2, random_state=0),
        TfidfTransformer(sublinear_tf=True),
    ):
        made.fit(counts)
        [again] = packed(made)
        found, expected = again.transform(counts), made.transform(counts)
        assert type(again) is type(made) and abs(found - expected).max() == 0


def test_what_only_code_could_bring_back_is_not_saved(model, tmp_path):
    for odd in (LogisticRegression(), object(), {"a": 1}, np.array([object()])):
        with pytest.raises(UnresError, match="as the estimator of the model, expected arrays"):
            replace(model, estimator=odd).save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


# files that are none


def changed(path, change=None, **parts):
    """The file with another index, or with other parts."""
    with zipfile.ZipFile(path) as file:
        old = {name: file.read(name) for name in file.namelist()}
    index = json.loads(old["topics.json"])
    if change:
        change(index)
    new = old | {"topics.json": json.dumps(index).encode()}
    new |= {name.replace("__", "."): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in new.items():
            if data is not None:
                file.writestr(name, data)


def npy(array, **options):
    out = BytesIO()
    np.save(out, array, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda i: i.update(format="other"), "another format"),
        (lambda i: i.update(version=2), "version 2 of the file and 1 of the analyser, expected 1"),
        (lambda i: i.update(analyser="0"), "version 1 of the file and 0 of the analyser"),
        (lambda i: i.update(corpus="0" * 64), "fitted on another data set"),
        (lambda i: i.update(corpus=None), "open_topics\\(path\\)"),
        (lambda i: i.pop("fields"), "cannot be opened"),
        (lambda i: i.update(fields=[]), "cannot be opened"),
        (lambda i: i["fields"].pop("weights"), r"other parts than expected \(weights\)"),
        (lambda i: i["fields"].update(more={"kind": "value", "value": 1}), r"\(more\)"),
        (lambda i: i["fields"]["labels"]["value"].pop(), "do not fit together"),
        (lambda i: i["fields"]["labels"].update(value=["a", "a", "b", "c"]), "do not fit"),
        (lambda i: i["fields"]["labels"].update(kind="Popen"), "cannot be opened"),
        (lambda i: i["fields"]["estimator"].update(kind="KMeans"), "cannot be opened"),
        (lambda i: i["fields"]["estimator"]["settings"].update(x={"kind": "value", "value": 1}),
         "cannot be opened"),
        (lambda i: i["fields"]["estimator"]["attributes"].update(
            __class__={"kind": "value", "value": 1}), "an attribute '__class__'"),
        (lambda i: i["fields"]["estimator"]["attributes"].update(
            fit={"kind": "value", "value": 1}), "an attribute 'fit'"),
    ],
)  # fmt: skip
def test_indexes_that_are_none(saved, corpus, change, said):
    changed(saved, change)
    with pytest.raises(UnresError, match=said) as caught:
        open_topics(saved, corpus)
    assert str(saved) in str(caught.value)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"topics__json": b"[1"}, "cannot be opened"),
        ({"topics__json": b"{}"}, "cannot be opened"),
        ({"topics__json": b"[" * 100_000}, "cannot be opened"),
        ({"topics__json": None}, "no topics.json"),
        ({"weights__npy": None}, "cannot be opened"),
        ({"weights__npy": b"\x93NUMPY"}, "cannot be opened"),
        ({"weights__npy": npy(np.array([{}]), allow_pickle=True)}, "cannot be opened"),
        ({"weights__npy": npy(np.zeros((16, 3)))}, "do not fit together"),
        ({"weights__npy": npy(np.zeros(16))}, "do not fit together"),
        ({"components__npy": npy(np.full((4, 20), np.nan))}, "do not fit together"),
        ({"columns__npy": npy(np.full(20, 31))}, "do not fit together"),
        ({"columns__npy": npy(np.full(20, -1))}, "do not fit together"),
        ({"wordings__npy": npy(np.full(16, 16))}, "do not fit together"),
        ({"wordings__npy": npy(np.arange(15))}, "do not fit together"),
    ],
)
def test_parts_that_are_none(saved, corpus, parts, said):
    changed(saved, **parts)
    with pytest.raises(UnresError, match=said):
        open_topics(saved, corpus)


def test_files_that_are_none(saved, corpus, tmp_path):
    for data in (b"", b"PK", saved.read_bytes()[:200], b"x" * 1000):
        path = tmp_path / "other"
        path.write_bytes(data)
        with pytest.raises(UnresError, match="cannot be opened .* expected a file that model.save"):
            open_topics(path, corpus)
    with pytest.raises(UnresError, match=r"cannot be opened \(No such file"):
        open_topics(tmp_path / "none", corpus)
    with pytest.raises(UnresError, match="cannot be opened"):
        open_topics(tmp_path, corpus)
    with pytest.raises(UnresError, match="found int"):
        open_topics(3, corpus)
    with pytest.raises(UnresError, match="for the data set"):
        open_topics(saved, "corpus")


def test_every_flipped_byte_is_told_or_changes_nothing(saved, corpus, model):
    """A zip has a sum of every part: at most the dates and notes of its directory may change."""
    data = saved.read_bytes()
    for place in np.random.default_rng(0).integers(0, len(data), 120):
        broken = bytearray(data)
        broken[place] ^= 0x55
        saved.write_bytes(broken)
        try:
            again = open_topics(saved, corpus)
        except UnresError:
            continue
        assert again.labels == model.labels and (again.weights == model.weights).all()


def test_files_that_would_unpack_to_too_much(saved, corpus, monkeypatch):
    monkeypatch.setattr(_saved, "MAX_MODEL", 1000)
    with pytest.raises(UnresError, match="expected at most 1,000 of a model"):
        open_topics(saved, corpus)
    with zipfile.ZipFile(saved) as file:
        size = sum(part.file_size for part in file.infolist())
    monkeypatch.setattr(_saved, "MAX_MODEL", size)
    assert len(open_topics(saved, corpus)) == 4
    monkeypatch.setattr(_saved, "MAX_MODEL", size - 1)
    with pytest.raises(UnresError, match=f"found {size:,} bytes"):
        open_topics(saved, corpus)


def test_another_data_set(saved, made):
    other = made(("A/RES/75/1", "1 December 2020", "Eels", "1. Decides to map all eels."))
    with pytest.raises(UnresError, match="fitted on another data set than"):
        open_topics(saved, other)
    with pytest.raises(UnresError, match=r"open_topics\(path, corpus\)"):
        open_topics(saved)


def test_the_digest_knows_what_a_model_refers_to(corpus):
    one = _saved.digest.__wrapped__(corpus)
    assert one == _saved.digest.__wrapped__(example_corpus()) and len(one) == 64
    for name, column in [("resolutions", "symbol"), ("paragraphs", "paragraph"),
                         ("paragraphs", "wording"), ("vocabulary", "term"),
                         ("vocabulary", "count"), ("paragraphs", "words"),
                         ("vocabulary", "wordings")]:  # fmt: skip
        other = example_corpus()
        table = getattr(other, name)
        value = table[column].iloc[-1]
        table.iloc[-1, table.columns.get_loc(column)] = value * 2 if value else 9
        assert _saved.digest.__wrapped__(other) != one


def test_a_model_that_cannot_be_written_leaves_what_was_there(model, tmp_path):
    (tmp_path / "model").mkdir()
    with pytest.raises(UnresError, match="cannot be written"):
        model.save(tmp_path / "model")
    assert [p.name for p in tmp_path.iterdir()] == ["model"]
