"""A text set beside another, as well as can be."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unres_research import symbols
from unres_research._inputs import as_path
from unres_research.analyse._align import Alignment, align
from unres_research.analyse._compare import Comparison, own_symbol
from unres_research.errors import UnresError
from unres_research.read._load import load
from unres_research.records import Resolution
from unres_research.show._redline_page import names_of, said_counts

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Beside:
    """A text beside another: aligned, or by fingerprints alone with advice how to get its words."""

    name: str
    alignment: Alignment | None = None
    fingerprints: pd.DataFrame | None = None
    advice: str = ""

    def lines(self) -> list[str]:
        """Say in a few lines what was found."""
        if self.alignment is None:
            table = self.fingerprints
            assert table is not None
            whole, same = int(table["whole"].sum()), int(table["same_place"].sum())
            return [
                f"beside {self.name}: {whole} of {len(table)} paragraphs stand in it from first "
                f"word to last, {same} under the same number"
            ]
        before, after = names_of(self.alignment)
        return [
            f"from {before} to {after}: {said_counts(self.alignment)}",
            *(
                f"  {pair.after.id}: \u201c{pair.opener_change[0]}\u201d became "
                f"\u201c{pair.opener_change[1]}\u201d"
                for pair in self.alignment.pairs
                if pair.after and pair.opener_change
            ),
        ]


def set_beside(found: Comparison, other: str | Path | Resolution | Beside) -> Beside:
    """Find another text, and set the compared one beside it as well as can be."""
    if isinstance(other, Beside):
        return other
    if isinstance(other, Resolution):
        return Beside(own_symbol(other) or other.title, _in_time(found.record, other))
    if os.path.isfile(as_path(other, "the other text", "a file, a symbol or a Resolution")):
        record = load(other)
        return Beside(own_symbol(record) or str(other), _in_time(found.record, record))
    corpus, symbol = found.corpus, symbols.normalise(str(other))
    if symbol not in corpus.resolutions.index:
        raise UnresError(
            f"found no file {other} and no {symbol} in the data set, expected one of them; get it "
            f"with `unres fetch {symbol}; unres build`, and add it: --add library/data"
        )
    if corpus.has_text_of(symbol):
        return Beside(symbol, _in_time(found.record, corpus.resolution(symbol)))
    advice = (
        f"the data set holds no text of {symbol}, so only shared runs of words are shown; for what "
        f"was changed: unres fetch {symbol}; unres build; and the same again with --add "
        "library/data (or give the file that was fetched to --with)"
    )
    return Beside(symbol, None, found.beside(symbol), advice)


def _in_time(one: Resolution, other: Resolution) -> Alignment:
    """Align two texts, the older one first where both have dates that differ."""
    dates = [r.adopted_on or r.distributed_on for r in (one, other)]
    if all(dates) and str(dates[1]) < str(dates[0]):
        return align(other, one)
    return align(one, other)
