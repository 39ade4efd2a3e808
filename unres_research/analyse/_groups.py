"""Groups of paragraphs that analyses set beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from unres_research import symbols
from unres_research._inputs import as_list, check_kind, check_known
from unres_research.corpus import Corpus
from unres_research.corpus._chosen import chosen, symbols_about
from unres_research.errors import UnresError
from unres_research.records import Resolution

_FIELDS = ("committee", "session", "subject")
# a text, symbols of resolutions, or bools for the rows of `corpus.paragraphs`
Group = Resolution | Iterable[str] | Iterable[bool]


def check_corpus(value: object) -> None:
    """Raise `UnresError` unless a data set was given."""
    check_kind(value, Corpus, "the data set", "a data set, from un.open_corpus")


def check_text(value: object, what: str = "the text") -> None:
    """Raise `UnresError` unless a text was given."""
    check_kind(value, Resolution, what, "a text, from un.load or un.loads")


def rows_of_group(corpus: Corpus, group: Iterable[str] | Iterable[bool], name: str) -> np.ndarray:
    """Rows of `corpus.paragraphs` of a group, ascending; of symbols those of the body only."""
    wanted: list[Any] = [group] if isinstance(group, str) else list(group)
    if wanted and all(isinstance(value, (bool, np.bool_)) for value in wanted):
        if len(wanted) != len(corpus.paragraphs):
            raise UnresError(
                f"found {len(wanted):,} bools for {name}, expected {len(corpus.paragraphs):,}: one "
                "a row of corpus.paragraphs"
            )
        return np.flatnonzero(wanted)
    if not all(isinstance(value, str) for value in wanted):
        raise UnresError(
            f"found {next(v for v in wanted if not isinstance(v, str))!r} in {name}, expected a "
            "text, symbols of resolutions, or bools for the rows of corpus.paragraphs"
        )
    rows = corpus.rows_of(wanted)
    return rows[corpus.body()[rows]]


def symbol_or_none(text: str) -> str | None:
    """The symbol that a text is, in its usual form; None for anything else."""
    try:
        return symbols.normalise(text)
    except UnresError:
        return None


def chosen_symbols(corpus: Corpus, on: Any) -> list[str]:
    """Symbols of the resolutions that are named, by themselves, a subject or other fields."""
    if isinstance(on, Mapping):
        check_known(list(on), _FIELDS, "fields to choose by")
        if not on:
            raise UnresError(f"found no field in `on`, expected some of {', '.join(_FIELDS)}")
        inside = chosen(corpus, **{f"{field}s": given for field, given in on.items()})
        found = corpus.resolutions.index[inside].tolist()
    else:
        found = []
        for one in as_list(on, "on"):
            symbol = symbol_or_none(one)
            found += [symbol] if symbol else symbols_about(corpus, one)
        corpus.rows_of(found)  # raises when one is not there
    if not found:
        raise UnresError(f"found no resolution with {on!r}, expected at least one")
    return list(dict.fromkeys(found))
