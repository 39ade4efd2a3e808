"""Documents to records: XML, PDF, HTML and text, told apart by their content."""

from unres_research.read._documents import classify_document
from unres_research.read._load import load, load_folder, loads
from unres_research.read._openers import classify, match_opener

__all__ = [
    "classify",
    "classify_document",
    "load",
    "load_folder",
    "loads",
    "match_opener",
]
__dir__ = __all__.copy  # what tab completion shows
