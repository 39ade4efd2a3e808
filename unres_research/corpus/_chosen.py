"""Which resolutions of a data set are meant: by session, committee, subject, symbol, date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import symbols as of_symbols
from unres_research._inputs import as_day, as_list, as_sessions, check_kind, check_known
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from unres_research.corpus._corpus import Corpus


def sessions_of(corpus: Corpus) -> np.ndarray:
    """Session of every resolution: 78, "ES-10", or "" for none."""
    regular = corpus.resolutions["session"].tolist()
    special = corpus.resolutions["special_session"].tolist()
    named = [
        int(a) if isinstance(a, int) else (b if isinstance(b, str) else "")
        for a, b in zip(regular, special, strict=True)
    ]
    return np.array(named, dtype=object)


def symbols_about(corpus: Corpus, subject: str) -> list[str]:
    """Symbols of the resolutions that have a subject as UNBIS term, or its words in the title."""
    check_kind(subject, str, "the subject", "one string, such as 'artificial intelligence'")
    if not subject.strip():
        raise UnresError("found an empty subject, expected one such as 'artificial intelligence'")
    table = corpus.resolutions
    wanted = " ".join(subject.upper().split())
    hit = table["subjects"].map(lambda terms: wanted in set(terms)).to_numpy(dtype=bool)
    titled = table["title"].str.upper().str.contains(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    found: list[str] = table.index[hit | titled.to_numpy(dtype=bool)].tolist()
    if not found:
        known = sorted({term for terms in table["subjects"] for term in terms})
        check_known([wanted], known, "subjects and words of titles")
    return found


def chosen(
    corpus: Corpus,
    *,
    subjects: Any = None,
    sessions: Any = None,
    committees: Any = None,
    symbols: Any = None,
    after: Any = None,
    before: Any = None,
) -> np.ndarray:
    """Which resolutions meet all filters, as bools; `UnresError` when none does."""
    inside = np.ones(len(corpus), dtype=bool)
    given = {"subjects": subjects, "sessions": sessions, "committees": committees}
    for some in _filters(corpus, {**given, "symbols": symbols, "after": after, "before": before}):
        inside &= some
    if not inside.any():
        raise UnresError("found no resolution that meets all filters, expected at least one")
    return inside


def _filters(corpus: Corpus, given: dict[str, Any]) -> Iterator[np.ndarray]:
    table = corpus.resolutions
    if given["subjects"] is not None:
        named = as_list(given["subjects"], "subjects")
        held = {symbol for one in named for symbol in symbols_about(corpus, one)}
        yield table.index.isin(held)
    if given["sessions"] is not None:
        wanted, known = as_sessions(given["sessions"]), sessions_of(corpus)
        check_known(wanted, dict.fromkeys(one for one in known if one), "sessions")
        yield np.isin(known.astype(str), [str(one) for one in wanted])
    if given["committees"] is not None:
        names = as_list(given["committees"], "committees")
        check_known(names, table["committee"].dropna().unique().tolist(), "committees")
        yield table["committee"].isin(names).to_numpy()
    if _is_mask(given["symbols"]):
        mask = np.asarray(given["symbols"], dtype=bool)
        if mask.shape != (len(table),):
            raise UnresError(
                f"found {len(mask):,} bools, expected {len(table):,}: one a row of "
                "corpus.resolutions"
            )
        yield mask
    elif given["symbols"] is not None:
        symbols = [of_symbols.normalise(one) for one in as_list(given["symbols"], "symbols")]
        corpus.rows_of(symbols)  # raises when one is not there
        yield table.index.isin(symbols)
    days = table["adopted_on"].to_numpy()
    if given["after"] is not None:
        yield days >= np.datetime64(as_day(given["after"], "after"))
    if given["before"] is not None:
        yield days < np.datetime64(as_day(given["before"], "before"))


def _is_mask(given: Any) -> bool:
    """Whether bools were given, as comparisons of a column make them."""
    values = np.asarray(given, dtype=object)
    return (
        values.ndim == 1
        and len(values) > 0
        and all(isinstance(v, (bool, np.bool_)) for v in values)
    )


def said_of(**given: Any) -> str:
    """Say by what resolutions were chosen: "subjects OCEANS; sessions 78, 79"."""
    parts = []
    for name, value in given.items():
        if value is not None:
            values = [str(one) for one in value] if isinstance(value, list) else [str(value)]
            few = ", ".join(values[:5]) + (f" and {len(values) - 5} more" if values[5:] else "")
            parts.append(f"{name} {few}")
    return "; ".join(parts)
