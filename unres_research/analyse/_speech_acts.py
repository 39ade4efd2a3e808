"""Which acts a text performs (calls upon, encourages, requests), and how firmly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np

from unres_research import _shown as shown
from unres_research.analyse import intervals
from unres_research.analyse._groups import Group, rows_of_group
from unres_research.analyse._scale import ACTS, GRADED, act_of, read_scale
from unres_research.corpus import Corpus
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

_MIN_ACTS = 5
_PROFILE = ["group", "act", "count", "paragraphs", "share", "low", "high", "resolutions"]
_FIRMNESS = ["group", "acts", "resolutions", "mean", "low", "high", "known"]
_DIFFERENCE = ["difference", "difference_low", "difference_high", "same_sign", "swaps_same_sign"]


@dataclass(frozen=True, eq=False)
class SpeechActs:
    """The acts of operative paragraphs by group; made by `speech_acts`.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> symbols = example_corpus().resolutions.index
    >>> found = speech_acts(example_corpus(), {"77": symbols[:8], "78": symbols[8:]})
    >>> found
    <SpeechActs of 16 operative paragraphs: 77 (8), 78 (8)>
    >>> table = found.profile()
    >>> table.loc[table["act"] == "decision", ["group", "count", "share"]].values.tolist()
    [['77', 8, 1.0], ['78', 8, 1.0]]

    None of them directs anybody.

    >>> found.firmness()[["acts", "mean", "known"]].values.tolist()
    [[0.0, nan, 1.0], [0.0, nan, 1.0]]
    >>> found.dependence()[["group", "against", "difference"]].values.tolist()
    [['78', '77', nan]]
    """

    corpus: Corpus
    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row an operative paragraph.

        Returns
        -------
        pandas.DataFrame
            `group`, `unit` (its resolution), `opener`, `phrase` (of the scale), `act`, `level`
            (NaN where not graded); `act` and `phrase` are "" where the scale does not know
            the opener, or there is none.
        """
        return self.table.copy()

    def profile(self) -> pd.DataFrame:
        """Share of each kind of act by group.

        Returns
        -------
        pandas.DataFrame
            One row a group and act ("directive", "decision", "commitment", "approval",
            "disapproval", "assertion", and "unknown"): `group`, `act`, `count`, `paragraphs`
            (operative, count), `share`, `low`, `high` (95 per cent,
            `intervals.ratio`; NaN where it refuses), `resolutions`.
        """
        import pandas as pd

        rows = []
        for name, group in self.table.groupby("group", sort=False):
            total = group.groupby("unit").size()
            for act in (*ACTS, "unknown"):
                hit = group[group["act"] == ("" if act == "unknown" else act)]
                count = hit.groupby("unit").size().reindex(total.index, fill_value=0)
                low, high = intervals.ratio(count.to_numpy(), total.to_numpy(), share=True)
                share = len(hit) / len(group)
                rows.append((name, act, len(hit), len(group), share, low, high, len(total)))
        return pd.DataFrame(rows, columns=_PROFILE)

    def firmness(self, act: str = "directive") -> pd.DataFrame:
        """Mean degree of strength of one kind of act, by group.

        Parameters
        ----------
        act : {"directive", "approval", "disapproval"}
            The graded ones.

        Returns
        -------
        pandas.DataFrame
            One row a group: `group`, `acts` (graded, count), `resolutions`, `mean` (of the
            levels; higher means firmer; NaN for fewer than five acts), `low`, `high` (as in
            `profile`), `known` (share of the operative paragraphs whose opener the scale knows).

        Notes
        -----
        Levels are an order, not a measure: the mean depends on how far apart they are put. See
        `dependence` before you quote it.
        """
        import pandas as pd

        rows = []
        for name, group in self.table.groupby("group", sort=False):
            graded = group[_is_graded(group, act)]
            units = graded.groupby("unit")["level"].agg(["sum", "size"])
            low, high = intervals.ratio(units["sum"].to_numpy(), units["size"].to_numpy())
            mean = graded["level"].mean() if len(graded) >= _MIN_ACTS else np.nan
            known = (group["act"] != "").mean()
            rows.append((name, len(graded), len(units), mean, low, high, known))
        return pd.DataFrame(rows, columns=_FIRMNESS)

    def dependence(
        self, act: str = "directive", *, n_scales: int = 1000, random_state: int = 0
    ) -> pd.DataFrame:
        """Tell how much a difference in firmness depends on the scale.

        The first group is set beside each other one on many scales that keep the order of the
        levels but space them at random (from the lowest level that the two groups use, 0, to
        the highest, 1), and on all scales in which two neighbouring levels have changed
        places.

        This is the doubt about the scale alone; the doubt from few texts is in `firmness`.

        Returns
        -------
        pandas.DataFrame
            One row a group but the first: `group`, `against` (the first), `difference` (first
            less other, levels put evenly from 0 to 1), `difference_low`, `difference_high` (2.5
            and 97.5 per cent of the scales drawn), `same_sign` (share of them on which the
            difference has the sign that it has evenly spaced), `swaps_same_sign` (share of the
            swapped scales); NaN when a group has fewer than five acts.
        """
        import pandas as pd

        graded = self.table[_is_graded(self.table, act)]
        first, *others = dict.fromkeys(self.table["group"])
        if not others:
            raise UnresError("found 1 group, expected two to compare")
        levels = {g: graded.loc[graded["group"] == g, "level"].to_numpy() for g in (first, *others)}
        rows = [
            (name, first, *_difference(levels[first], levels[name], n_scales, random_state))
            for name in others
        ]
        return pd.DataFrame(rows, columns=["group", "against", *_DIFFERENCE])

    def __repr__(self) -> str:
        """Name the groups and how many operative paragraphs each has."""
        sizes = self.table.groupby("group", sort=False).size()
        groups = ", ".join(f"{name} ({size:,})" for name, size in sizes.items())
        shown = shorten(groups, 120, placeholder=" …")
        return f"<SpeechActs of {len(self.table):,} operative paragraphs: {shown}>"

    def _repr_html_(self) -> str:
        """Return the share of each act in each group as HTML."""
        import pandas as pd

        acts = pd.Categorical(self.table["act"].replace("", "unknown"), [*ACTS, "unknown"])
        shares = pd.crosstab(acts, self.table["group"], normalize="columns", dropna=False)
        shares = shares.rename_axis(index="act", columns=None)
        return shown.block(shown.table(shares, floats="{:.1%}".format))


def speech_acts(
    corpus: Corpus, groups: Mapping[str, Group], *, scale: str | Path | None = None
) -> SpeechActs:
    """Tell what the operative paragraphs of groups do, by their openers.

    Parameters
    ----------
    corpus : Corpus
    groups : mapping of str to group
        As for `keyness`; they may overlap. Operative paragraphs count, no others.
    scale : path, optional
        A CSV file of your own with the columns `phrase`, `act` ("directive", "decision",
        "commitment", "approval", "disapproval" or "assertion"), `level` (a number, higher
        means firmer; empty for acts that are not graded) and `source`; by default the built-in
        `wordlists/firmness.csv`.

    Returns
    -------
    SpeechActs
        With `to_frame()`, `profile()`, `firmness(act)` and `dependence(act)`.

    Raises
    ------
    UnresError
        When there are no groups, one has no operative paragraphs, a symbol is not in the data
        set, or the scale cannot be read or has rows that are not understood.

    Notes
    -----
    An opener does what the longest phrase of the scale in it does, as printed or once "also",
    "further" and the like are left out; "Reiterates its call" is a call. The built-in scale is
    the judgement of its makers by the degree of strength of speech acts, one of the
    components of illocutionary force in Searle & Vanderveken. No official ranking of these
    words exists. A figure from it is worth what `dependence` leaves of it.

    References
    ----------
    Searle & Vanderveken (1985), Foundations of illocutionary logic.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> found = speech_acts(example_corpus(), {"one": ["A/RES/77/901"]})
    >>> found.to_frame()[["opener", "phrase", "act"]].values.tolist()
    [['Decides', 'decides', 'decision']]
    """
    import pandas as pd

    if not groups:
        raise UnresError("found no groups, expected at least one")
    known = read_scale(scale)
    table = pd.concat([_openers(corpus, g, name) for name, g in groups.items()], ignore_index=True)
    found = {opener: act_of(opener, known) for opener in table["opener"].unique()}
    hits = [found[opener] for opener in table["opener"]]
    table["phrase"] = [hit.phrase if hit else "" for hit in hits]
    table["act"] = [hit.act if hit else "" for hit in hits]
    table["level"] = [hit.level if hit else np.nan for hit in hits]
    return SpeechActs(corpus, table)


def _openers(corpus: Corpus, group: Group, name: str) -> pd.DataFrame:
    import pandas as pd

    if isinstance(group, Resolution):
        openers = [p.opener or "" for p in group if p.kind == "operative"]
        units = [group.symbol or "text"] * len(openers)
    else:
        table = corpus.paragraphs.iloc[rows_of_group(corpus, group, name)]
        table = table[table["kind"] == "operative"]
        openers, units = table["opener"].fillna("").tolist(), table["symbol"].tolist()
    if not openers:
        raise UnresError(f"found no operative paragraphs in {name}, expected some")
    return pd.DataFrame({"group": name, "unit": units, "opener": openers})


def _is_graded(table: pd.DataFrame, act: str) -> pd.Series:
    if act not in GRADED:
        raise UnresError(f"found the act {act!r}, expected one of {', '.join(GRADED)}")
    return (table["act"] == act) & table["level"].notna()


def _difference(
    one: np.ndarray, other: np.ndarray, n_scales: int, random_state: int
) -> tuple[float, ...]:
    """Compare two groups by the levels that the two use, so that no third group matters."""
    if min(len(one), len(other)) < _MIN_ACTS:
        return (np.nan,) * len(_DIFFERENCE)
    levels = np.unique(np.concatenate([one, other]))
    if len(levels) == 1:
        return 0.0, 0.0, 0.0, 1.0, np.nan  # nothing to swap
    shares = [np.array([(group == level).mean() for level in levels]) for group in (one, other)]
    gap = shares[0] - shares[1]
    even = np.linspace(0, 1, len(levels))
    spaces = np.random.default_rng(random_state).dirichlet(np.ones(len(levels) - 1), n_scales)
    drawn = np.cumsum(spaces, axis=1) @ gap[1:]  # the lowest level is 0
    difference = float(gap @ even)
    swapped = difference - np.diff(gap) * even[1]  # two neighbours change places, a step each
    same, swaps_same = ((_sign(g) == _sign(difference)).mean() for g in (drawn, swapped))
    return difference, *np.quantile(drawn, [0.025, 0.975]), same, swaps_same


def _sign(values: np.ndarray | float) -> np.ndarray:
    """Signs, where a rounding error is no difference."""
    return np.sign(np.round(values, 12))
