"""Document symbols of the United Nations as values: parse, format, order, find in a text."""

from unres_research.symbols._addresses import url
from unres_research.symbols._citation import Citation
from unres_research.symbols._find import find
from unres_research.symbols._symbol import Symbol, SymbolError, normalise, parse

__all__ = ["Citation", "Symbol", "SymbolError", "find", "normalise", "parse", "url"]
__dir__ = __all__.copy  # what tab completion shows

for _name in __all__:  # pickles and tracebacks name the place that users import from
    globals()[_name].__module__ = __name__
