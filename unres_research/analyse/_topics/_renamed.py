"""Names that a user gives to topics, in a CSV that survives another fit."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unres_research._csv import to_csv, unsafe
from unres_research._storage import reason_of, write
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

N_TERMS = 10
FITS = 1 / 3  # of all terms of both in common: five of ten
_MOST_BYTES = 1_000_000
_LONGEST = 80  # characters of a name
_COLUMNS = ("label", "name", "terms")


def export_names(model: TopicModel, path: str | Path) -> None:
    """Write labels, names and strongest terms of topics."""
    import pandas as pd

    of = {} if model.names is None else dict(zip(model.names["label"], model.names["name"]))
    terms = ["; ".join(top) for top in model.top_terms(N_TERMS)]
    names = [of.get(label, "") for label in model.labels]
    table = pd.DataFrame({"label": model.labels, "name": names, "terms": terms})
    write(Path(path), to_csv(table, index=False).encode("utf-8-sig"))


def matched_names(model: TopicModel, path: str | Path) -> pd.DataFrame:
    """Rows of the file with the topic that each fits best, and whether it fits.

    Rows with a name and topics are paired so that they have most terms in common.
    """
    import pandas as pd
    from scipy.optimize import linear_sum_assignment

    rows = _read(Path(path))
    tops = [set(top) for top in model.top_terms(N_TERMS)]
    common = np.array([[_jaccard(set(terms), top) for top in tops] for _, _, terms in rows])
    common = common.reshape(len(rows), len(tops))
    overlap, topic = np.zeros(len(rows)), np.full(len(rows), "", dtype=object)
    for row, k in zip(*linear_sum_assignment(-common), strict=True):
        overlap[row], topic[row] = common[row, k], model.labels[k]
    fits = overlap >= FITS
    return pd.DataFrame(
        {
            "label": [label for label, _, _ in rows],
            "name": [name for _, name, _ in rows],
            "topic": np.where(fits, topic, ""),
            "overlap": overlap,
            "fits": fits,
        }
    )


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(len(a | b), 1)


def _read(path: Path) -> list[tuple[str, str, list[str]]]:
    """Label, name and terms of the rows that have a name."""
    rows = _rows(path)
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in _COLUMNS if name not in head]
    if missing:
        raise UnresError(
            f"{path}: found no column {missing[0]!r}, expected label, name and terms, as "
            "model.export_names writes them"
        )
    label, name, terms = (head.index(column) for column in _COLUMNS)
    found = []
    for row in rows[1:]:
        cells = [unsafe(cell.strip()) for cell in row] + [""] * len(head)
        if cells[name]:
            kept = [term.strip() for term in cells[terms].split(";") if term.strip()]
            found.append((cells[label], cells[name], kept))
    _check(path, [name for _, name, _ in found])
    return found


def _rows(path: Path) -> list[list[str]]:
    """Cells of the file, whichever of comma, semicolon and tab a spreadsheet put between them."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UnresError(
            f"{path}: cannot be read ({reason_of(error)}), expected a file that "
            "model.export_names wrote"
        ) from None
    if len(data) > _MOST_BYTES:
        raise UnresError(f"{path}: found more than 1 MB, expected names of topics")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnresError(
            f"{path}: found bytes that are no UTF-8, expected CSV in UTF-8; save it as such"
        ) from None
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        return [row for row in csv.reader(StringIO(text, newline=""), delimiter=between) if any(row)]
    except csv.Error as error:
        raise UnresError(f"{path}: found no CSV ({error}), expected names of topics") from None


def _check(path: Path, names: Sequence[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise UnresError(
                f"{path}: found the name {name[:_LONGEST]!r} {times} times, expected another for "
                "every topic"
            )
        if len(name) > _LONGEST or not name.isprintable():
            raise UnresError(
                f"{path}: found the name {name[:_LONGEST]!r}, expected one line of at most "
                f"{_LONGEST} characters that can be printed"
            )
