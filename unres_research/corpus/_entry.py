"""One resolution of a data set: what is known of it, with or without its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from unres_research import _shown as shown
from unres_research import symbols
from unres_research.corpus._reference import Reference

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.corpus._corpus import Corpus
    from unres_research.records import Resolution

_FEW = 6  # names that a list shows


@dataclass(frozen=True, repr=False)
class Entry:
    """What a data set knows of one resolution; made by `corpus[symbol]`.

    Attributes
    ----------
    symbol : str
    corpus : Corpus
        The data set that it is of.

    Examples
    --------
    >>> from unres_research import open_corpus
    >>> entry = open_corpus()["A/RES/78/311"]
    >>> entry.title
    'Enhancing international cooperation on capacity-building of artificial intelligence'
    >>> len(entry.paragraphs), entry.url
    (30, 'https://docs.un.org/en/A/RES/78/311')
    """

    symbol: str
    corpus: Corpus = field(compare=False)

    @property
    def facts(self) -> pd.Series:
        """Its row of `corpus.resolutions`."""
        return self.corpus.resolutions.loc[self.symbol]

    @property
    def title(self) -> str:
        """Its title, as the source has it."""
        return str(self.facts["title"])

    @property
    def url(self) -> str:
        """Address of the official document."""
        return symbols.url(self.symbol)

    @property
    def reference(self) -> Reference:
        """How it is cited: as a `sentence()`, as `bibtex()`, as `csl()` for Zotero."""
        day = self.facts["adopted_on"]
        return Reference(self.symbol, self.title, f"{day:%Y-%m-%d}" if day == day else None)

    @property
    def paragraphs(self) -> pd.DataFrame:
        """Its rows of `corpus.paragraphs`, with the texts where the data set holds them."""
        table = self.corpus.paragraphs.iloc[self.corpus.rows_of(self.symbol)]
        return self.corpus.with_texts(table).reset_index(drop=True)

    @property
    def actions(self) -> pd.DataFrame:
        """Its rows of `corpus.actions`: what it asks and decides."""
        return self._rows_of("actions")

    @property
    def votes(self) -> pd.DataFrame:
        """Its rows of `corpus.votes`; none when there was no roll call."""
        return self._rows_of("votes")

    @property
    def sponsors(self) -> pd.DataFrame:
        """Its rows of `corpus.sponsors`."""
        return self._rows_of("sponsors")

    @property
    def record(self) -> Resolution:
        """Its record with the text; UnresError in a data set that holds none."""
        return self.corpus.resolution(self.symbol)

    def __repr__(self) -> str:
        return f"<{self.symbol} ({self._day()}) {self.title}>"

    def _rows_of(self, name: str) -> pd.DataFrame:
        table: pd.DataFrame = getattr(self.corpus, name)
        return table[table["symbol"] == self.symbol].reset_index(drop=True)

    def _day(self) -> str:
        day = self.facts["adopted_on"]
        return f"{day:%Y-%m-%d}" if day == day else "no date"

    def _repr_html_(self) -> str:
        """Return what is known as a small table for a notebook; every string is escaped."""
        link = f'<a href="{escape(self.url)}">{escape(self.symbol)}</a>'
        rest = ((name, escape(value)) for name, value in self._told())
        return shown.block(shown.pairs([("symbol", link), *rest]))

    def _told(self) -> Iterator[tuple[str, str]]:
        facts = self.facts
        yield "title", self.title
        yield "adopted", ", ".join([self._day(), *self._vote(facts)])
        yield "committee", _plain(facts["committee"])
        yield "drafts", _some(facts["draft_symbols"])
        yield "sponsors", _some([*facts["sponsors"], *facts["additional_sponsors"]])
        yield "subjects", _some(facts["subjects"])
        yield "cites", _some(facts["cites"])
        parts = f"{facts['preambular']} preambular and {facts['operative']} operative paragraphs"
        yield "length", f"{parts}, {facts['words']:,} words"
        held = self.corpus.has_text_of(self.symbol)
        yield "text", "held" if held else "not held"

    @staticmethod
    def _vote(facts: Any) -> Iterator[str]:
        if isinstance(facts["adoption"], str):
            yield facts["adoption"]
        if facts["in_favour"] == facts["in_favour"]:
            counts = (int(facts[name]) for name in ("in_favour", "against", "abstaining"))
            yield "{}-{}-{}".format(*counts)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) and value else "–"


def _some(values: Any) -> str:
    """The first names of a list, and how many there are."""
    names = [str(value) for value in values]
    more = f", … ({len(names)})" if names[_FEW:] else ""
    return ", ".join(names[:_FEW]) + more or "–"
