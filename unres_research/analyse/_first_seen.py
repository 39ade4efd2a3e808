"""Where the words of a text were first seen, in the complete collection and in the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from unres_research.corpus._schema import COMPLETE, SELECTION

if TYPE_CHECKING:
    import pandas as pd

    from unres_research.analyse._compare import Comparison, Side

_PLACE = ("symbol", "source_paragraph", "adopted_on")


def covered(side: Side) -> np.ndarray:
    """Which words of the text stand in a shared run: shape (words,), bool."""
    start, end = run_ends(side)
    return spread(start, end, side.words)


def run_ends(side: Side) -> tuple[np.ndarray, np.ndarray]:
    """First word of every run among all words of the text, and the word after its last."""
    sizes = side.paragraphs.set_index("paragraph")["words"]
    start = side.runs["paragraph"].map(sizes.cumsum() - sizes).to_numpy(int)
    start = start + side.runs["start"].to_numpy(int)
    return start, start + side.runs["length"].to_numpy(int)


def spread(start: np.ndarray, end: np.ndarray, size: int) -> np.ndarray:
    """Which of so many words stand in one of the runs."""
    edges = np.zeros(size + 1, dtype=np.int32)
    np.add.at(edges, start, 1)
    np.subtract.at(edges, end, 1)
    found: np.ndarray = np.cumsum(edges[:-1]) > 0
    return found


def first_seen(found: Comparison) -> pd.DataFrame:
    """Earliest place of the longest run of every paragraph; see `Comparison.first_seen`."""
    import pandas as pd

    sides = {COMPLETE: found.earlier, SELECTION: found.selection}
    runs = pd.concat(
        [side.runs.assign(collection=name) for name, side in sides.items() if side is not None],
        ignore_index=True,
    )
    longest = runs["length"] == runs.groupby("paragraph")["length"].transform("max")
    order = ["adopted_on", "symbol", "start"]
    first = runs[longest].sort_values(order, kind="stable").drop_duplicates("paragraph")
    table = found.earlier.paragraphs[["paragraph", "words"]]
    table = table.merge(first.drop(columns="source_start"), how="left", on="paragraph")
    titles = [c.resolutions["title"] for c in found.collections]
    made = pd.DataFrame(
        {
            "paragraph": table["paragraph"],
            "words": table["words"],
            "start": table["start"].astype("Int64"),
            "run_words": table["length"].fillna(0).astype(int),
            "collection": table["collection"],
            **{name: table[name] for name in _PLACE},
            "title": table["symbol"].map(pd.concat(titles).groupby(level=0).first()),
            "formulaic": _formulaic(found, first, table["paragraph"]),
        }
    )
    made.attrs["caption"] = (
        f"Where the longest run of each paragraph of {found.name} was first seen; run_words: its "
        "length; formulaic: whether all its words are."
    )
    made.attrs["reason"] = "no paragraph shares a run with an earlier resolution"
    return made


def _formulaic(found: Comparison, first: pd.DataFrame, paragraphs: pd.Series) -> list[bool | None]:
    """Whether all words of the run of every paragraph are formulaic; None without a run."""
    told = {
        row.paragraph: bool(
            found.earlier.is_formulaic[row.paragraph][row.start : row.start + row.length].all()
        )
        for row in first.itertuples()
    }
    return [told.get(paragraph) for paragraph in paragraphs]
