"""Names that a user gives to topics, in a CSV that survives another fit."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research._csv import to_csv, unsafe
from unres_research._inputs import as_path
from unres_research._storage import reason_of, write
from unres_research.analyse._topics._measures import strongest
from unres_research.errors import UnresError

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._topics._model import TopicModel

N_TERMS = 10
FITS = 1 / 3  # of all terms of both in common: five of ten
_LITTLE = 0.01  # of the weight of the strongest
MAX_NAMES = 1_000_000  # bytes
_LONGEST = 80  # characters of a name
_COLUMNS = ("label", "name", "terms")


def export_names(model: TopicModel, path: str | Path) -> None:
    """Write labels, names and strongest terms; names that fit no topic any more come last."""
    import pandas as pd

    path = _path(path)
    given = (
        {}
        if model.names is None
        else dict(zip(model.names["name"], model.names["topic"], strict=True))
    )
    rows = [
        (given.get(label) or label, label if given.get(label) else "", "; ".join(top))
        for label, top in zip(model.labels, _tops(model), strict=True)
    ]
    if model.names is not None:
        left = model.names[~model.names["fits"]]
        rows += left[list(_COLUMNS)].itertuples(index=False, name=None)
    table = pd.DataFrame(rows, columns=list(_COLUMNS), dtype=str)
    write(path, to_csv(table, index=False).encode("utf-8-sig"))


def renamed(model: TopicModel, path: str | Path) -> TopicModel:
    """Return the model with the names of the file where they fit."""
    table = _matched(model, _read(_path(path)))
    of = dict(table.loc[table["fits"], ["topic", "name"]].itertuples(index=False, name=None))
    labels = tuple(of.get(label, label) for label in model.labels)
    for label, times in Counter(labels).items():
        if times > 1:
            raise UnresError(
                f"{path}: found the name {label!r}, which is the label of another topic, expected "
                "one that no topic has"
            )
    return replace(model, labels=labels, names=table, **_relabelled(model, labels))


def _path(path: object) -> Path:
    return as_path(path, "the file of names", "a path such as 'names.csv'")


def _relabelled(model: TopicModel, labels: tuple[str, ...]) -> dict[str, Any]:
    """Tables of the model that have one row a topic, with other labels."""
    import pandas as pd

    found = {}
    for field in fields(model):
        value = getattr(model, field.name)
        table = isinstance(value, (pd.DataFrame, pd.Series))
        if table and value.index.tolist() == list(model.labels):
            found[field.name] = value.set_axis(pd.Index(labels, name=value.index.name))
    return found


def _matched(model: TopicModel, rows: list[tuple[str, str, list[str]]]) -> pd.DataFrame:
    """Rows with the topic that each fits best, paired so that most terms are in common."""
    import pandas as pd
    from scipy.optimize import linear_sum_assignment

    tops = [set(top) for top in _tops(model)]
    common = np.array([[_jaccard(set(terms), top) for top in tops] for _, _, terms in rows])
    common = common.reshape(len(rows), len(tops))
    overlap, topic = np.zeros(len(rows)), np.full(len(rows), "", dtype=object)
    for row, k in zip(*linear_sum_assignment(-common), strict=True):
        overlap[row], topic[row] = common[row, k], model.labels[k]
    table = pd.DataFrame(
        {
            "label": [label for label, _, _ in rows],
            "name": [name for _, name, _ in rows],
            "terms": ["; ".join(terms) for _, _, terms in rows],
            "topic": np.where(overlap >= FITS, topic, ""),
        }
    )
    return table.astype(str).assign(overlap=overlap, fits=overlap >= FITS)


def _tops(model: TopicModel) -> list[list[str]]:
    """Ten strongest terms of every topic, without those that weigh next to nothing."""
    found = []
    for row, best in zip(model.components, strongest(model.components, N_TERMS), strict=True):
        found.append(model.terms[best[row[best] > _LITTLE * row[best[0]]]].tolist())
    return found


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
            data = stream.read(MAX_NAMES + 1)
    except (OSError, ValueError) as error:
        raise UnresError(
            f"{path}: cannot be read ({reason_of(error)}), expected a file that "
            "model.export_names wrote"
        ) from None
    if len(data) > MAX_NAMES:
        raise UnresError(f"{path}: found more than 1 MB, expected names of topics")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnresError(
            f"{path}: found bytes that are no UTF-8, expected CSV in UTF-8; save it as such"
        ) from None
    said, text = _separated(text)
    between = said or max(",;\t", key=text.partition("\n")[0].count)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=between, strict=True)
        return [row for row in reader if any(row)]
    except csv.Error as error:
        raise UnresError(
            f"{path}: found no CSV ({error}), expected names of topics; look for a quotation mark "
            "that is not closed, or stands once where it should stand twice"
        ) from None


def _separated(text: str) -> tuple[str, str]:
    """What a first line "sep=;" of a spreadsheet says stands between cells; the rest of the text.

    Lines end in a line feed, whatever ended them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"\s*\"?sep=([,;\t])\"?\s*", first)
    return (said[1], rest) if said else ("", text)


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
