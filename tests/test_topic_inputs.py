"""Whatever topics are given, they take it for what it is, or refuse it in words."""

from __future__ import annotations

import inspect

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.decomposition import NMF, LatentDirichletAllocation

import unres_research as un
from unres_research.analyse import TopicModel, open_topics, sweep_topics
from unres_research.corpus import count_text, example_corpus
from unres_research.errors import UnresError

COUNTS = pd.DataFrame(np.eye(6, dtype=int)[[0, 1, 2, 3, 4, 5] * 10] + [[1, 1, 1, 0, 0, 0]] * 60,
                      columns=list("abcdef"))  # fmt: skip


class Thing:
    """No text, number, list or path."""

    def __str__(self) -> str:
        return "thing"


WRONG = [None, Thing(), 5, -1, 1.5, 2**70, float("nan"), 1j, "a\0b", b"a", True, [], {}, [[1]],
         [None], {"a": [1]}, np.zeros((2, 2)), pd.DataFrame(), pd.DataFrame({"a": [1j]}), TopicModel,
         pd.Series(dtype=float), csr_array((0, 3)), csr_array(np.eye(3))]  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    return example_corpus()


@pytest.fixture(scope="module")
def model(corpus):
    return un.fit_topics(corpus, 4, n_pairs=2)


@pytest.fixture(scope="module")
def own():
    return un.fit_topics(None, 2, on=COUNTS, n_pairs=2)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def methods() -> list[tuple[str, str]]:
    """Public methods of a model and their parameters."""
    found = []
    for name, value in vars(TopicModel).items():
        if inspect.isfunction(value) and name[0] != "_":
            found += [(name, p) for p in inspect.signature(value).parameters if p != "self"]
    return found


REST = {  # what else a method needs
    "differences": {"first": 77, "by": "session"},
    "effects": {"covariates": "session"},
    "ranges": {"n_samples": 1},
}


def given(model, name):
    needed = dict(REST.get(name, {}))
    if name in ("beside", "profile", "ranges"):
        needed["record"] = model.corpus.resolution("A/RES/78/905")
    if name == "transform":
        needed["counts"] = count_text([["fish"]], model.corpus)
    return needed


@pytest.mark.parametrize(("name", "parameter"), methods())
def test_methods_take_or_refuse_in_words(model, own, name, parameter):
    """Never the error of another library, whatever is given."""
    refused = 0
    for value in WRONG:
        for one in (model, own):
            call = getattr(one, name)
            try:
                call(**given(model, name) | {parameter: value})
            except UnresError as error:
                assert "found" in str(error) or "cannot" in str(error), (value, str(error))
                refused += 1
    assert refused > len(WRONG)


FUNCTIONS = {
    "topics of": lambda c, m, v: un.fit_topics(v, 4, n_pairs=2),
    "number": lambda c, m, v: un.fit_topics(c, v, n_pairs=2),
    "on": lambda c, m, v: un.fit_topics(c, 4, on=v, n_pairs=2),
    "own": lambda c, m, v: un.fit_topics(None, 4, on=v, n_pairs=2),
    "method": lambda c, m, v: un.fit_topics(c, 4, method=v, n_pairs=2),
    "n_pairs": lambda c, m, v: un.fit_topics(c, 4, n_pairs=v),
    "draws": lambda c, m, v: un.fit_topics(c, 4, draws=v, n_pairs=2),
    "random_state": lambda c, m, v: un.fit_topics(c, 4, random_state=v, n_pairs=2),
    "max_df": lambda c, m, v: un.fit_topics(c, 4, max_df=v, n_pairs=2),
    "units": lambda c, m, v: un.fit_topics(None, 2, on=COUNTS, units=v, n_pairs=2),
    "sweep of": lambda c, m, v: sweep_topics(v),
    "sweep numbers": lambda c, m, v: sweep_topics(c, v),
    "sweep pairs": lambda c, m, v: sweep_topics(c, n_pairs=v),
    "sweep draws": lambda c, m, v: sweep_topics(c, draws=v),
    "sweep on": lambda c, m, v: sweep_topics(c, on=v),
    "sweep cache": lambda c, m, v: sweep_topics(c, cache=v),
    "open": lambda c, m, v: open_topics(v),
    "open with": lambda c, m, v: open_topics("no file", v),
    "map": lambda c, m, v: un.plot.topic_map(v),
    "map ax": lambda c, m, v: un.plot.topic_map(m, ax=v),
    "sheet": lambda c, m, v: un.plot.topic_sheet(v, m.labels[0]),
    "sheet topic": lambda c, m, v: un.plot.topic_sheet(m, v),
    "trends": lambda c, m, v: un.plot.topic_trends(v),
    "trends topics": lambda c, m, v: un.plot.topic_trends(m.prevalence(by="session"), v),
    "trends columns": lambda c, m, v: un.plot.topic_trends(m.prevalence(by="session"), columns=v),
    "profile": lambda c, m, v: un.plot.topic_profile(v, m.labels),
    "profile group": lambda c, m, v: un.plot.topic_profile({"a": v}, m.labels),
    "profile topics": lambda c, m, v: un.plot.topic_profile({"a": m.prevalence()}, v),
    "profile ax": lambda c, m, v: un.plot.topic_profile({"a": m.prevalence()}, m.labels, v),
    "pyldavis": lambda c, m, v: un.export.pyldavis(v, "a.json"),
    "pyldavis file": lambda c, m, v: un.export.pyldavis(m, v),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_take_or_refuse_in_words(corpus, model, name):
    refused = 0
    for value in WRONG:
        try:
            FUNCTIONS[name](corpus, model, value)
        except UnresError as error:
            assert "found" in str(error) or "cannot" in str(error), (value, str(error))
            refused += 1
    assert refused > len(WRONG) / 2


class Bad(LatentDirichletAllocation):
    """Finds topics, and places texts wrongly."""

    def __init__(self, n_components=2, how="wide"):
        super().__init__(n_components=n_components)
        self.how = how

    def fit(self, counts, y=None):
        if self.how == "fails":
            raise RuntimeError("no such thing")
        self.components_ = np.ones((self.n_components, counts.shape[1]))
        return self

    def transform(self, counts):
        if self.how == "breaks":
            raise RuntimeError("no such place")
        wide = self.how == "wide"
        return np.full(
            (counts.shape[0], self.n_components + wide), -1.0 if self.how == "less" else 1
        )


class Odd(Bad):
    pass


REFUSED = {
    "halves": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS * 0.5),
               "found 0.5 among the counts, expected whole numbers.*not shares or tf-idf"),
    "shares": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS.div(COUNTS.sum(axis=1), axis=0)),
               "found 0.5 among the counts, expected whole numbers"),
    "levels": (lambda c, m, o: un.fit_topics(None, 2, on=pd.concat({"x": COUNTS}, axis=1)),
               "found 2 levels of columns"),
    "twice": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS.set_axis(list("abcdea"), axis=1)),
              "found the term 'a' twice"),
    "no field": (lambda c, m, o: un.fit_topics(c, 4, on={}), "found no field in `on`, expected"),
    "many draws": (lambda c, m, o: un.fit_topics(c, 4, draws=2**40), "from 0 to 1000000"),
    "a class": (lambda c, m, o: un.fit_topics(c, 4, method=NMF), r"class NMF .* made of it: NMF\("),
    "fails": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS, method=Odd(how="fails")),
              "Odd cannot be fitted on .*no such thing"),
    "breaks": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS, method=Odd(how="breaks")),
               "Odd cannot place 60 texts .*no such place"),
    "too wide": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS, method=Odd()),
                 r"shape \(60, 3\) from the transform of Odd, expected \(60, 2\)"),
    "below 0": (lambda c, m, o: un.fit_topics(None, 2, on=COUNTS, method=Odd(how="less")),
                "expected .* with numbers from 0"),
    "one term": (lambda c, m, o: m.coherence(n_terms=1), "n_terms = 1, .* at least 2"),
    "no paragraph": (lambda c, m, o: m.representatives(per_topic=0), "per_topic = 0, .* at least 1"),
    "more than all": (lambda c, m, o: m.representatives(min_share=1.01), "a share from 0 to 1"),
    "width": (lambda c, m, o: m.transform(csr_array((1, len(c.vocabulary) - 1))),
              "found a table of shape .*see un.corpus.count_text"),
    "own width": (lambda c, m, o: o.transform(csr_array((1, 7))), r"shape \(1, 7\), expected .* 6"),
    "below": (lambda c, m, o: o.transform(-np.eye(6)), "found numbers below 0"),
    "not whole": (lambda c, m, o: o.transform(np.eye(6) / 2), "found numbers that are not whole"),
    "5,000": (lambda c, m, o: m.ranges(c.resolution("A/RES/78/905"), n_topics=(5000,)),
              "n_topics = 5000, expected a whole number from 2 to 200"),
    "list of groups": (lambda c, m, o: m.differences([80], [74], by="session"),
                       r"found \[80\] among the groups, expected single ones, such as 77"),
    "group of two": (lambda c, m, o: m.prevalence(by={"A/RES/77/901": ["a", "b"]}),
                     "as the group of a resolution, expected one name or number"),
    "own name": (lambda c, m, o: m.effects("session", data=column([1] * 16, "session")),
                 "found a column 'session' in data, which the data set has itself"),
    "no table": (lambda c, m, o: m.effects("x", data=5), "found int .* for data, expected a pandas"),
    "lists": (lambda c, m, o: m.effects("x", data=column([[1]] * 16)), r"found \[1\] in x"),
    "complex": (lambda c, m, o: m.effects("x", data=column([1j] * 16)), "complex numbers in x"),
    "a row twice": (lambda c, m, o: m.effects("x", data=pd.concat([column([1] * 16)] * 2)),
                    "found A/RES/77/901 twice among the rows of data"),
    "a column twice": (lambda c, m, o: m.effects("x", data=pd.concat([column([1] * 16)] * 2, axis=1)),
                       "found x twice among the columns of data"),
    "trends of one": (lambda c, m, o: un.plot.topic_trends(m.prevalence()),
                      r"no column 'group' in the table, expected .*by='session'"),
}  # fmt: skip


def column(values, name="x"):
    return pd.DataFrame({name: values}, index=example_corpus().resolutions.index)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(corpus, model, own, name):
    call, said = REFUSED[name]
    with pytest.raises(UnresError, match=said):
        call(corpus, model, own)


def test_what_is_taken(corpus, model, own):
    assert model.transform(csr_array((0, len(corpus.vocabulary)))).shape == (0, 4)
    assert own.transform(np.eye(6, dtype=int)).shape == (6, 2)
    assert len(model.coherence(n_terms=2)) == 4
    as_floats = un.fit_topics(None, 2, on=COUNTS * 1.0, n_pairs=2)
    assert np.array_equal(as_floats.weights, own.weights, equal_nan=True)
    other = column(range(16), "x").assign(session=0)  # its "session" is not asked for
    assert other.shape == (16, 2)
    pytest.importorskip("statsmodels")
    assert set(model.effects("x", data=other)["covariate"]) == {"x"}


ROWS = 'label,name,terms\r\nsea,"Sea, deep","{}"\r\nland,,"mine; road"\r\n'


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text.replace("\r\n", "\n"),
        lambda text: "sep=,\r\n" + text,
        lambda text: "sep=;\r\n" + text.replace("Sea, deep", "Sea! deep").replace(",", ";").replace("!", ","),
        lambda text: '"sep=;"\r\r'[:-1] + text.replace("Sea, deep", "Sea! deep").replace(",", ";").replace("!", ","),
    ],
)  # fmt: skip
def test_names_from_any_spreadsheet(model, tmp_path, change):
    terms = "; ".join(model.top_terms(10)[0])
    path = tmp_path / "names.csv"
    path.write_bytes(change(ROWS.format(terms)).encode())
    assert model.renamed(path).labels[0] == "Sea, deep"


@pytest.mark.parametrize("cell", ['"Sea', 'Sea"', '"Sea" deep'])
def test_quotation_marks_that_are_not_closed(model, tmp_path, cell):
    path = tmp_path / "names.csv"
    path.write_text(f"label,name,terms\nsea,{cell},fish\nland,Land,road\n", encoding="utf-8")
    if cell == 'Sea"':  # one in the middle of a cell is a character
        assert model.renamed(path).names["name"].tolist() == ['Sea"', "Land"]
        return
    with pytest.raises(UnresError, match="found no CSV .* quotation mark that is not closed"):
        model.renamed(path)
