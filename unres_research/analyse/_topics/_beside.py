"""The topics of a text beside those of groups, and what can be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import as_list
from unres_research._printable import printable
from unres_research.analyse._topics._prevalence import members
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

_SHOWN = 8  # topics of the text that are shown


@dataclass(frozen=True, eq=False)
class TextTopics:
    """The topics of a text beside those of groups of resolutions; made by `TopicModel.beside`.

    Attributes
    ----------
    model : TopicModel
    record : Resolution
    members : dict of str to tuple of str
        Symbols of the resolutions of each group; groups without any are left out.
    n_topics : tuple of int
        Other numbers of topics that ranges are taken over.
    name : str
        Of the text: its symbol, else its title or file.

    Examples
    --------
    >>> from unres_research.analyse import fit_topics
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> model = fit_topics(corpus, 4)
    >>> text = corpus.resolution("A/RES/78/905")
    >>> found = model.beside(text, {"session 77": corpus.subset(sessions=77).symbols})
    >>> found
    <TextTopics of A/RES/78/905, beside session 77>
    >>> len(found.leading), list(found.groups)
    (1, ['A/RES/78/905', 'session 77'])
    >>> found.to_frame().columns.tolist()
    ['A/RES/78/905', 'low', 'high', 'session 77', 'word']
    >>> found.by_paragraph().index.tolist()
    ['OP1']
    >>> found.summary()[-1].startswith("No share is stated for A/RES/78/905: ")
    True
    """

    model: TopicModel
    record: Resolution
    members: Mapping[str, tuple[str, ...]]
    n_topics: tuple[int, ...]
    name: str

    @cached_property
    def profile(self) -> pd.DataFrame:
        """Share of every topic, by paragraph and of "all"; see `TopicModel.profile`."""
        return self.model.profile(self.record)

    @cached_property
    def ranges(self) -> pd.DataFrame:
        """Shares of the text with their range over other fits; see `TopicModel.ranges`."""
        return self.model.ranges(self.record, n_topics=self.n_topics or None)

    @property
    def leading(self) -> list[str]:
        """At most eight topics that have most words of the text, the greatest first."""
        whole = self.profile.loc["all"].sort_values(ascending=False, kind="stable")
        return [str(topic) for topic in whole[whole > 0].index[:_SHOWN]]

    @cached_property
    def groups(self) -> dict[str, pd.DataFrame]:
        """What `un.plot.topic_profile` draws: the text with its range, groups with intervals."""
        own = self.profile.loc["all"].to_frame("prevalence").join(self.ranges[["low", "high"]])
        found = {self.name: own.assign(word=self.ranges["word"])}
        found[self.name].index.name = "topic"
        return found | {name: self.model.prevalence(of) for name, of in self.members.items()}

    def __repr__(self) -> str:
        """Name the text and the groups."""
        beside = ", ".join(self.members) or "nothing"
        return printable(f"<TextTopics of {self.name}, beside {beside}>", lines=False)

    def _repr_html_(self) -> str:
        """Show the leading topics, and what can be said."""
        table = shown.table(self.to_frame().reset_index())
        return shown.block(table, *(shown.said(text) for text in self.summary()))

    def to_frame(self) -> pd.DataFrame:
        """Return the leading topics, one a row: shares of the words of the text and of the groups.

        Returns
        -------
        pandas.DataFrame
            Index `topic`; a column with the name of the text, `low` and `high` (its range over
            other fits), a column a group, and `word`.
        """
        import pandas as pd

        columns = {name: table["prevalence"] for name, table in self.groups.items()}
        table = pd.DataFrame(columns)
        for place, end in enumerate(("low", "high"), 1):
            table.insert(place, end, self.ranges[end])
        table = table.assign(word=self.ranges["word"]).loc[self.leading].rename_axis("topic")
        sizes = "; ".join(
            f"{name} ({of.attrs['words']:,} words in {of.attrs['series']:,} series)"
            for name, of in list(self.groups.items())[1:]
        )
        table.attrs = {
            "caption": f"The leading topics of {self.name}: shares of words, words of procedure "
            f"apart; low and high: its range over {self.ranges.attrs['fits']} fits"
            + f"; beside: {sizes}" * bool(sizes)
            + "."
        }
        return table

    def by_paragraph(self) -> pd.DataFrame:
        """Return the shares of the three leading topics in each paragraph."""
        table = self.profile.drop(index="all")[self.leading[:3]]
        table.attrs = {
            "caption": f"Share of the leading topics in each paragraph of {self.name}; –: fewer "
            "than eight words, or none that the model knows."
        }
        return table

    def summary(self) -> tuple[str, ...]:
        """Say how well the model knows the text, and which topic or theme leads in all fits.

        Returns
        -------
        tuple of str
            How well it is known (`TopicModel.place`); then its leading topic, where this is stable
            and leads in every fit and the model knows the subject, with its range and the
            prevalence in the groups; else the same of its leading theme; else that no share is
            stated, and why.
        """
        import pandas as pd

        placed = self.model.place(self.record).iloc[0]
        judged = not pd.isna(placed["is_known"])
        levels = {"topic": (self.model, self.ranges)}
        if self.model.themes is not None:
            themes = self.model.at("themes")
            ranges = themes.ranges(self.record, n_topics=self.n_topics or None)
            levels["theme"] = (themes, ranges)
        told = {name: f"the {name} {_led(ranges)}" for name, (_, ranges) in levels.items()}
        holds = [name for name, (_, ranges) in levels.items() if _holds(ranges)]
        if judged and placed["is_known"] and holds:
            return placed["said"], self._stated(holds[0], *levels[holds[0]], told)
        why = "no topic and no theme is both stable and its greatest in all fits"
        if not judged:
            why = "whether the model knows its subject cannot be said"
        elif not placed["is_known"]:
            why = "the model does not know its subject"
        return placed["said"], (
            f"No share is stated for {self.name}: {why}. In {self._choices()} "
            f"{' and '.join(told.values())}."
        )

    def _stated(
        self, level: str, model: TopicModel, ranges: pd.DataFrame, told: Mapping[str, str]
    ) -> str:
        """The share of the leading topic or theme, with its range and those of the groups."""
        lead = ranges["leading"].idxmax()
        row = ranges.loc[lead]
        joins = ""
        if level == "theme":
            own = [f"“{t}”" for t in self.leading if self.model.themes[t] == lead]
            joins = f", which joins the topics {', '.join(own)}" if len(own) > 1 else ""
        beside = [f"in {name} {_share(model, of, lead)}" for name, of in self.members.items()]
        text = (
            f"The leading {level} of {self.name} is “{lead}” ({row['word']}){joins}, in all "
            f"{self._choices()}: {row['low']:.0%} to {row['high']:.0%} of its words belong to it, "
            f"words of procedure apart, {row['share']:.0%} in the model shown"
        )
        text += f"; {', '.join(beside)}." if beside else "."
        if level == "theme":
            text += f" No share of a topic is stated: {told['topic']} of these fits."
        return text

    def _choices(self) -> str:
        numbers = self.ranges.attrs["n_topics"]
        of = f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
        return f"{self.ranges.attrs['fits']} fits (nine tenths of the series each, {of} topics)"


def beside(
    model: TopicModel, record: Resolution, groups: Mapping[str, Any], n_topics: Iterable[int] | None
) -> TextTopics:
    """The topics of a text beside those of groups; those without a resolution are left out."""
    from unres_research.analyse._compare import name_of

    given = {name: tuple(as_list(of, "symbols")) for name, of in groups.items()}
    kept = {name: of for name, of in given.items() if of}
    for of in kept.values():
        members(model, of)  # raises where topics were not found in one
    numbers = () if n_topics is None else as_list(n_topics, "n_topics", (int, np.integer))
    return TextTopics(model, record, kept, tuple(map(int, numbers)), name_of(record))


def _holds(ranges: pd.DataFrame) -> bool:
    """Whether one topic is stable and leads in every fit."""
    row = ranges.loc[ranges["leading"].idxmax()]
    return bool(row["word"] == "stable" and row["leading"] == 1)


def _led(ranges: pd.DataFrame) -> str:
    lead = ranges["leading"].idxmax()
    row = ranges.loc[lead]
    return f"“{lead}” ({row['word']}) leads in {row['leading']:.0%}"


def _share(model: TopicModel, symbols: Any, lead: str) -> str:
    """Prevalence of a topic in a group, with its interval or why there is none."""
    row = model.prevalence(symbols).loc[lead]
    if np.isnan(row["low"]):
        return f"{row['prevalence']:.1%} (no interval: {row['reason']})"
    return f"{row['prevalence']:.1%} (95 % interval {row['low']:.1%} to {row['high']:.1%})"
