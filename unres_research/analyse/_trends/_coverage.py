"""What a data set holds of every session, and where a line over the sessions breaks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research.analyse._groups import check_corpus
from unres_research.analyse._trends._cells import Time, times_of
from unres_research.corpus import Corpus
from unres_research.corpus._corpus import once_per_corpus
from unres_research.corpus._part import Part, whole_of

if TYPE_CHECKING:
    import pandas as pd

_LAST_OLD = 30  # until this session, numbers ran on from one to the next
_HELD = 0.95  # share of the numbers of a session below which it is told
_KNOWN = 0.98  # share of the words that the vocabulary has
_FORMATS = {".xml": "XML", ".pdf": "PDF", ".html": "HTML", ".htm": "HTML", ".txt": "text",
            ".md": "text"}  # fmt: skip
_COLUMNS = ["session", "resolutions", "numbers", "expected", "coverage", "format", "of_format",
            "known_words", "complete", "breaks"]  # fmt: skip


def sessions(corpus: Corpus) -> pd.DataFrame:
    """Tell what a data set holds of every regular session, and where a line over them breaks.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    pandas.DataFrame
        One row a session: `session`, `resolutions` (count), `numbers` (distinct ones of their
        symbols), `expected` (numbers of the session up to the last one that is there, from 1 on;
        NaN until session 30: numbers ran on from one session to the next), `coverage`
        (share of these, 0 to 1), `format` (that most of its documents had when they were read:
        "XML", "PDF", "HTML", "text" or "other"), `of_format` (share of them), `known_words`
        (share of its words that the vocabulary counts), `complete` (whether the data set reaches
        to the end of the session) and `breaks`: "" or, in words, why a step between the session
        before and this one may come from the data and not from the Assembly.

    Raises
    ------
    UnresError
        When there is no regular session.

    Notes
    -----
    Breaks are: sessions between the two that are not there; less than 95 per cent of the
    numbers, or numbers that tell nothing (until session 30); documents that were mostly read from
    another format than those of the session before (scans lose words, and without italics openers
    are told by word lists); more than 2 per cent of the words outside the vocabulary, which is
    that of the first data set when several are open together, so that terms of the others alone
    are not counted; a session that is not over. What comes after the last number that is there
    cannot be known: a session of which the last resolutions are missing looks complete. Documents
    of a sample that somebody chose are no session, whatever is done with them.

    Of a part of a data set (`corpus.subset`), `numbers`, `expected` and `coverage` are those of the
    whole, of which it has all that meets its filters.

    Examples
    --------
    The example has the numbers 901 to 908 of two sessions.

    >>> from unres_research.corpus import example_corpus
    >>> table = sessions(example_corpus())
    >>> table[["session", "resolutions", "expected", "format", "complete"]].values.tolist()
    [[77, 8, 908, 'text', True], [78, 8, 908, 'text', False]]
    >>> table["breaks"][1]
    'holds 0.9% of its numbers up to 908; not over on 2024-05-08'
    """
    import pandas as pd

    check_corpus(corpus)
    held, known = coverage_of(corpus), _known_words(corpus)
    source = corpus.resolutions["source"].fillna("").tolist()
    rows: list[dict[str, Any]] = []
    for time in times_of(corpus, "session"):
        told = [_format(source[k]) for k in time.rows]
        common = max(sorted(set(told)), key=told.count)
        row = {
            "session": time.name, "resolutions": len(time.rows), **held[time.name],
            "format": common, "of_format": told.count(common) / len(told),
            "known_words": _share(known, corpus.resolutions["words"], time),
            "complete": time.complete,
        }  # fmt: skip
        said = _breaks(row, rows[-1] if rows else None, corpus)
        rows.append({**row, "breaks": "; ".join(said)})
    table = pd.DataFrame(rows, columns=_COLUMNS)
    table.attrs["caption"] = (
        "What the data set holds of every session: of the numbers of resolutions, up to the last "
        "one, how many are there."
    )
    return table


def coverage_of(corpus: Corpus) -> dict[int, dict[str, Any]]:
    """Numbers of every regular session of the whole data set: held, expected, and their ratio."""
    numbers: dict[int, set[int]] = {}
    table = whole_of(corpus).resolutions
    regular = table["session"].notna()
    for session, symbol in zip(table["session"][regular], table["symbol"][regular], strict=True):
        number = _number(symbol)
        if number is not None:
            numbers.setdefault(int(session), set()).add(number)
    found = {}
    for session, held in numbers.items():
        expected = max(held) if session > _LAST_OLD else np.nan
        found[session] = {
            "numbers": len(held), "expected": expected, "coverage": len(held) / expected
        }  # fmt: skip
    return found


def _number(symbol: str) -> int | None:
    """Number of a resolution within its session.

    >>> _number("A/RES/78/311"), _number("A/RES/217 A (III)"), _number("A/RES/78/80 A-B")
    (311, 217, 80)
    """
    last = symbol.rpartition("/")[2]
    digits = last.split(" ")[0].split("(")[0]
    return int(digits) if digits.isdecimal() else None


def _format(source: str) -> str:
    return _FORMATS.get(PurePosixPath(source).suffix.lower(), "other")


@once_per_corpus
def _known_words(corpus: Corpus) -> np.ndarray:
    """Words in the body of every resolution that the vocabulary has."""
    single = np.flatnonzero((corpus.vocabulary["n"] == 1).to_numpy())
    held = np.asarray(corpus.wording_counts[:, single].sum(axis=1)).ravel()
    table = corpus.paragraphs[corpus.body()]
    at = corpus.resolutions.index.get_indexer(table["symbol"])
    return np.bincount(at, held[table["wording"].to_numpy()], len(corpus))


def _share(known: np.ndarray, words: pd.Series, time: Time) -> float:
    total = int(words.to_numpy()[time.rows].sum())
    return float(known[time.rows].sum() / total) if total else float("nan")


def _breaks(row: Mapping[str, Any], before: Mapping[str, Any] | None, corpus: Corpus) -> list[str]:
    """Why a step from the session before may come from the data."""
    said = []
    if before and row["session"] > before["session"] + 1:
        first, last = before["session"] + 1, row["session"] - 1
        gap = f"session {first} is" if first == last else f"sessions {first} to {last} are"
        said.append(f"{gap} not {'in the part' if isinstance(corpus, Part) else 'there'}")
    if row["session"] <= _LAST_OLD:
        said.append("how many resolutions it adopted is not known: numbers ran on until session 30")
    elif row["coverage"] < _HELD:
        said.append(f"holds {row['coverage']:.1%} of its numbers up to {row['expected']}")
    if before and row["format"] != before["format"]:
        said.append(f"read from {row['format']}, the session before from {before['format']}")
    if row["known_words"] < _KNOWN:
        said.append(f"{1 - row['known_words']:.1%} of its words are not in the vocabulary")
    if not row["complete"]:
        said.append(f"not over on {corpus.last_date}")
    return said
