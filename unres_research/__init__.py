"""Study United Nations resolutions: load, compare, model topics, follow terms.

The verbs that a researcher needs first::

    import unres_research as un

    draft = un.load("data/texts/A_78_L.86.txt")
    corpus = un.open_corpus()
    un.compare(draft, corpus).earlier.paragraphs

Everything else is reached by room: `un.read`, `un.corpus`, `un.analyse`, `un.show`,
`un.library`. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_NAMES = {
    "load": "read._load",
    "load_folder": "read._load",
    "open_corpus": "corpus._corpus",
    "keyness": "analyse._keyness",
    "speech_acts": "analyse._speech_acts",
    "fit_topics": "analyse._topics",
    "trends": "analyse._trends",
    "Corpus": "corpus._corpus",
    "align": "analyse._align",
    "compare": "analyse._compare",
    "Resolution": "records",
    "Paragraph": "records",
    "UnresError": "errors",
    "ReadError": "errors",
}
_MODULES = {
    "read": "read",
    "analyse": "analyse",
    "show": "show",
    "symbols": "symbols",
    "plot": "show.plot",
}
_FOR_NOW = {  # names of before the rooms; they go as the rooms are furnished
    "analyser": "corpus._tokens",
    "citations": "analyse.citations",
    "features": "corpus._features",
    "fetch": "library._fetch",
    "library": "library._library",
    "lineages": "analyse.lineages",
    "openers": "read.openers",
    "plots": "show.plot",
    "publish": "show._notebook",
    "tracked": "show._redline",
    "views": "show.html",
}
_MODULES |= _FOR_NOW

__all__ = [*_NAMES, *_MODULES]


def __getattr__(name: str) -> Any:
    """Import a name of the package when it is first used."""
    if name in _NAMES:
        value = getattr(import_module(f"unres_research.{_NAMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"unres_research.{_MODULES[name]}")
    else:
        raise AttributeError(f"module 'unres_research' has no attribute {name!r}")
    if name not in ("library", "corpus"):
        globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
