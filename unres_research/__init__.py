"""Study United Nations resolutions: load, compare, model topics, follow terms.

The verbs that a researcher needs first::

    import unres_research as un

    draft = un.load("data/texts/A_78_L.86.txt")
    found = un.compare(draft, un.open_corpus())
    un.plot.coverage(found)

Everything else is reached by room: `un.read`, `un.corpus`, `un.analyse`, `un.show`,
`un.library`. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_NAMES = {
    "load": "read",
    "loads": "read",
    "load_folder": "read",
    "open_corpus": "corpus",
    "build_corpus": "corpus",
    "fetch": "library",
    "compare": "analyse",
    "search": "analyse",
    "actions": "analyse",
    "check": "analyse",
    "align": "analyse",
    "keyness": "analyse",
    "mandates": "analyse",
    "speech_acts": "analyse",
    "fit_topics": "analyse",
    "trends": "analyse",
    "votes": "analyse",
    "sponsors": "analyse",
    "plot": "show",
    "export": "show",
    "Resolution": "records",
    "Corpus": "corpus",
    "UnresError": "errors",
    "ReadError": "errors",
}
_MODULES = ("read", "corpus", "analyse", "show", "library", "symbols")

__all__ = [*_NAMES, *_MODULES]


def __getattr__(name: str) -> Any:
    """Import a name of the package when it is first used."""
    if name in _NAMES:
        value = getattr(import_module(f"unres_research.{_NAMES[name]}"), name)
    elif name in _MODULES:
        return import_module(f"unres_research.{name}")
    else:
        raise AttributeError(f"module 'unres_research' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
