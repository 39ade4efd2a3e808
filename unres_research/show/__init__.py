"""Figures, coloured texts, redlines, files and the report."""

from unres_research.show import export, plot
from unres_research.show._html import coloured
from unres_research.show._notebook import figure, finding, table, view
from unres_research.show._redline_page import redline
from unres_research.show._report import report

__all__ = [
    "coloured",
    "export",
    "figure",
    "finding",
    "plot",
    "redline",
    "report",
    "table",
    "view",
]
__dir__ = __all__.copy  # what tab completion shows
