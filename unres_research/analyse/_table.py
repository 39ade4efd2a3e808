"""One row a resolution, to put into a regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unres_research._inputs import check_whole
from unres_research.analyse import lineages
from unres_research.corpus._corpus import Corpus
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics import TopicModel

_TAKEN = ("session", "special_session", "committee", "adopted_on", "title")
_SIZES = ("words", "preambular", "operative", "annexes")
_VOTES = ("in_favour", "against", "abstaining")


def resolution_table(
    corpus: Corpus, model: TopicModel | None = None, *, back: int = 3, n_topics: int = 10
) -> pd.DataFrame:
    """Make a table of one row a resolution, for regressions and other statistics.

    Parameters
    ----------
    corpus : Corpus
    model : TopicModel, optional
        From `fit_topics` on this data set, for shares of topics.
    back : int
        Sessions that `novelty` looks back on, at least 1.
    n_topics : int
        How many topics of the model, those with the greatest prevalence in the data set.

    Returns
    -------
    pandas.DataFrame
        Index `symbol`, rows as in `corpus.resolutions`:

        - `session` (missing for special sessions), `special_session`, `committee`,
          `adopted_on`, `title`;
        - `series` (first symbol of the series: the unit to cluster by), `renewal` (whether it
          has a predecessor; missing where no session lies before), `gap` (sessions since that
          one), `place` (of the resolution in its series in the data set, by day of adoption,
          from 1);
        - `words`, `preambular`, `operative`, `annexes` (counts);
        - `reuse` (share of words in runs of six or more that stand in an earlier resolution of
          the data set), `memory` (sessions of the data set before its own), `novelty` (share of
          words that stand in no resolution of the `back` sessions before, nor earlier in its own;
          NaN where `memory` is less than `back`);
        - `recorded_vote` (1, or 0 without a vote; NaN when unknown), `in_favour`, `against`,
          `abstaining` (votes, NaN without), `support` (share of those that voted in favour, among
          all three);
        - `sponsors`, `additional_sponsors` (entries as printed, count; NaN when unknown), `cites`
          (documents that it cites, count), `cited_by` (resolutions of the data set that cite it,
          count), `subjects` (UNBIS terms, count; NaN when there are none), `goals` (count);
        - with a model, for each topic a column "topic: LABEL" (share of its words, 0 to 1).

    Raises
    ------
    UnresError
        When the model was fitted on another data set, or `back` or `n_topics` is less than 1.

    Notes
    -----
    Resolutions of one series are not independent: cluster standard errors by `series`.
    `reuse` grows with `memory`, and `cited_by` shrinks towards the end of the data set: compare
    within sessions. Shares of topics sum to 1 over all topics of the model.

    References
    ----------
    Cameron & Miller (2015), A practitioner's guide to cluster-robust inference, Journal of Human
    Resources 50.

    Examples
    --------
    The second resolution shares seven of its eleven words with the first.

    >>> from unres_research.corpus import example_corpus
    >>> table = resolution_table(example_corpus(), back=1)
    >>> table.loc[["A/RES/77/902"], ["words", "reuse", "series"]].round(2).values.tolist()
    [[11, 0.64, 'A/RES/77/902']]
    """
    import pandas as pd

    check_whole(n_topics, "n_topics", 1)
    near = lineages.new_wording(corpus, back=back)  # raises when back is less than 1
    about = corpus.resolutions
    table = about[list(_TAKEN)].copy()
    found = lineages.predecessors(corpus)
    table["series"] = lineages.series(corpus, found)
    known = found["predecessor"].notna().reindex(about.index)
    table["renewal"] = known.astype("boolean")
    table["gap"] = found["gap"].reindex(about.index)
    order = table.sort_values("adopted_on", kind="stable")
    table["place"] = order.groupby("series").cumcount() + 1
    table = table.join(about[list(_SIZES)])
    everything = lineages.new_wording(corpus)
    table["reuse"] = 1 - everything["share"]
    table["memory"] = everything["memory"]
    enough = near["memory"] >= back
    table["novelty"] = near["share"].where(enough.fillna(False)).reindex(about.index)
    table = pd.concat([table, _political(about)], axis=1).rename_axis("symbol")
    return table if model is None else table.join(_topics(corpus, model, n_topics))


def _political(about: pd.DataFrame) -> pd.DataFrame:
    """Votes, sponsors, citations and subjects of resolutions."""
    import pandas as pd

    votes = about[list(_VOTES)].astype(float)
    adoption = about["adoption"]
    table = pd.DataFrame({"recorded_vote": (adoption == "recorded vote").astype(float)})
    table["recorded_vote"] = table["recorded_vote"].where(adoption.notna())
    table = table.join(votes)
    table["support"] = votes["in_favour"] / votes.sum(axis=1, min_count=3)
    counts = {
        name: about[name].map(len).astype(float)
        for name in ("sponsors", "additional_sponsors", "subjects")
    }
    table["sponsors"] = counts["sponsors"].where(counts["sponsors"] > 0)
    table["additional_sponsors"] = counts["additional_sponsors"].where(counts["sponsors"] > 0)
    table["cites"] = about["cites"].map(len)
    others = [c for symbol, cites in about["cites"].items() for c in {*cites} - {symbol}]
    times = pd.Series(others, dtype=object).value_counts()
    table["cited_by"] = times.reindex(about.index, fill_value=0).astype(int)
    table["subjects"] = counts["subjects"].where(counts["subjects"] > 0)
    table["goals"] = about["sdgs"].map(len)
    return table


def _topics(corpus: Corpus, model: TopicModel, n_topics: int) -> pd.DataFrame:
    """Shares of the leading topics in the words of every resolution."""
    if model.corpus is not corpus:
        raise UnresError(
            f"found a model of {model.corpus!r}, expected one fitted on {corpus!r}; fit it on the "
            "data set that you give"
        )
    prevalent = model.prevalence()["prevalence"].sort_values(ascending=False, kind="stable")
    return model.resolution_topics()[prevalent.index[:n_topics]].add_prefix("topic: ")
