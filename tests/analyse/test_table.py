"""The table for regressions: by hand, and against counts made again from the other tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unres_research import fit_topics
from unres_research.analyse import lineages, resolution_table
from unres_research.corpus import example_corpus
from unres_research.errors import UnresError

LAMPS = "1. Decides to light every lamp of the old harbour at dusk and {};"
ROWS = (
    ("A/RES/76/701", "1 June 2022", "Lamps", LAMPS.format("dawn")),
    ("A/RES/77/701", "1 June 2023", "Lamps", "Recalling resolution 76/701,", LAMPS.format("noon")),
    ("A/RES/77/702", "2 June 2023", "Plums", "1. Urges all to prune plum trees in March;"),
    ("A/RES/78/701", "1 June 2024", "Lamps", "Recalling resolutions 76/701 and 77/701,", LAMPS.format("noon")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lamps(made):
    return made(*ROWS, subjects={"A/RES/77/701": ["LAMPS", "HARBOURS"]})


def test_by_hand(lamps):
    """LAMPS has 13 words; 77/701 changes the last, and adds 5 that are too few for a run."""
    table = resolution_table(lamps, back=1)
    assert table.index.tolist() == [row[0] for row in ROWS] and table.index.name == "symbol"
    assert table["series"].tolist() == ["A/RES/76/701"] * 2 + ["A/RES/77/702", "A/RES/76/701"]
    assert table["renewal"].astype("Int64").fillna(-1).tolist() == [-1, 1, 0, 1]
    assert table["gap"].fillna(0).tolist() == [0, 1, 0, 1]
    assert table["place"].tolist() == [1, 2, 1, 3]
    assert table["words"].tolist() == [13, 17, 8, 20]
    assert table["memory"].tolist() == [0, 1, 1, 2]
    assert table["reuse"].tolist() == pytest.approx([0, 12 / 17, 0, 13 / 20])
    assert table["novelty"].fillna(-1).tolist() == pytest.approx([-1, 5 / 17, 1, 7 / 20])
    assert table["cites"].tolist() == [0, 1, 0, 2]
    assert table["cited_by"].tolist() == [2, 1, 0, 0]
    assert table["subjects"].fillna(0).tolist() == [0, 2, 0, 0]
    assert table[["preambular", "operative"]].values.tolist() == [[0, 1], [1, 1], [0, 1], [1, 1]]
    for unknown in ("recorded_vote", "in_favour", "support", "sponsors", "additional_sponsors"):
        assert table[unknown].isna().all()


def test_novelty_needs_the_sessions_that_it_looks_back_on(lamps):
    assert resolution_table(lamps)["novelty"].isna().all()  # three sessions
    known = resolution_table(lamps, back=2)["novelty"].notna()
    assert known[known].index.tolist() == ["A/RES/78/701"]


@pytest.mark.parametrize("wrong", [{"back": 0}, {"n_topics": 0}])
def test_what_is_less_than_one_is_refused(lamps, wrong):
    with pytest.raises(UnresError, match="at least 1"):
        resolution_table(lamps, **wrong)


def test_topics_are_the_leading_ones_of_this_data_set(lamps):
    corpus = example_corpus()
    model = fit_topics(corpus, 4)
    table = resolution_table(corpus, model, back=1, n_topics=2)
    prevalence = model.prevalence()["prevalence"].sort_values(ascending=False, kind="stable")
    names = [f"topic: {label}" for label in prevalence.index[:2]]
    assert table.columns[-2:].tolist() == names
    for symbol in corpus.resolutions.index[::5]:
        whole = model.profile(corpus.resolution(symbol)).loc["all"]
        expected = [whole[label] for label in prevalence.index[:2]]
        assert table.loc[symbol, names].tolist() == pytest.approx(expected, abs=1e-6)
    everything = resolution_table(corpus, model, back=1).filter(like="topic: ")
    assert everything.shape == (16, 4)
    assert everything.sum(axis=1).to_numpy() == pytest.approx(np.ones(16))
    with pytest.raises(UnresError, match="fitted on"):
        resolution_table(lamps, model)


def test_the_table_of_the_data_set(corpus):
    """Votes, sponsors and citations made again, and what is missing stays missing."""
    table, about = resolution_table(corpus), corpus.resolutions
    assert table.index.equals(about.index.rename("symbol"))
    voted = about["adoption"] == "recorded vote"
    assert (table["recorded_vote"] == 1).equals(voted.rename("recorded_vote"))
    assert table["recorded_vote"].isna().sum() == about["adoption"].isna().sum()
    assert table["support"].notna().equals(about["in_favour"].notna().rename("support"))
    row = about[voted].iloc[0]
    cast = row["in_favour"] + row["against"] + row["abstaining"]
    assert table.loc[row["symbol"], "support"] == row["in_favour"] / cast
    cited = sum("A/RES/75/1" in set(c) for s, c in about["cites"].items() if s != "A/RES/75/1")
    assert table.loc["A/RES/75/1", "cited_by"] == cited
    assert table["sponsors"].min() == 1  # none is no number of sponsors
    assert (table["novelty"].notna() == table["memory"].fillna(0).ge(3)).all()
    assert set(table["session"][table["novelty"].notna()]) == {77, 78, 79, 80}
    assert table["series"].equals(lineages.series(corpus))
    last = table.sort_values("adopted_on", kind="stable").groupby("series")["place"].last()
    assert last.equals(
        table["series"].value_counts().sort_index().rename("place").rename_axis("series")
    )
    special = table["session"].isna()
    assert special.sum() == 5 and table["special_session"][special].notna().all()
    assert table.loc[special, ["renewal", "gap", "memory", "novelty"]].isna().all(axis=None)


@pytest.mark.slow
def test_clustered_errors_are_those_of_the_formula(corpus):
    """The sandwich of Liang & Zeger with the usual correction, from sums by series."""
    smf = pytest.importorskip("statsmodels.formula.api")
    rows = resolution_table(corpus).dropna(subset=["novelty", "recorded_vote"])
    groups = rows["series"].factorize()[0]
    fit = smf.ols("novelty ~ recorded_vote + np.log(words)", rows).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    x = np.column_stack([np.ones(len(rows)), rows["recorded_vote"], np.log(rows["words"])])
    y = rows["novelty"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    sums = pd.DataFrame(x * (y - x @ beta)[:, None]).groupby(groups).sum().to_numpy()
    n, k, g = len(rows), 3, len(sums)
    factor = g / (g - 1) * (n - 1) / (n - k)
    errors = np.sqrt(np.diag(factor * inverse @ sums.T @ sums @ inverse))
    assert fit.params.to_numpy() == pytest.approx(beta)
    assert fit.bse.to_numpy() == pytest.approx(errors)
