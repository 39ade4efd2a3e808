"""Analyses of texts and of the data set."""

from unres_research.analyse import citations, lineages
from unres_research.analyse._align import Alignment, Change, Pair, align
from unres_research.analyse._compare import Comparison, Side, compare
from unres_research.analyse._related import related, related_precision

__all__ = [
    "Alignment",
    "Change",
    "Comparison",
    "Pair",
    "Side",
    "align",
    "citations",
    "compare",
    "lineages",
    "related",
    "related_precision",
]
