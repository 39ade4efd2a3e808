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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors and type checkers, which import nothing
    from unres_research import analyse as analyse
    from unres_research import corpus as corpus
    from unres_research import library as library
    from unres_research import read as read
    from unres_research import show as show
    from unres_research import symbols as symbols
    from unres_research.analyse import actions as actions
    from unres_research.analyse import align as align
    from unres_research.analyse import check as check
    from unres_research.analyse import compare as compare
    from unres_research.analyse import fit_topics as fit_topics
    from unres_research.analyse import keyness as keyness
    from unres_research.analyse import mandates as mandates
    from unres_research.analyse import search as search
    from unres_research.analyse import speech_acts as speech_acts
    from unres_research.analyse import sponsors as sponsors
    from unres_research.analyse import trends as trends
    from unres_research.analyse import votes as votes
    from unres_research.corpus import Corpus as Corpus
    from unres_research.corpus import build_corpus as build_corpus
    from unres_research.corpus import open_corpus as open_corpus
    from unres_research.errors import ReadError as ReadError
    from unres_research.errors import UnresError as UnresError
    from unres_research.library import fetch as fetch
    from unres_research.read import load as load
    from unres_research.read import load_folder as load_folder
    from unres_research.read import loads as loads
    from unres_research.records import Resolution as Resolution
    from unres_research.show import export as export
    from unres_research.show import plot as plot

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
__dir__ = __all__.copy  # what tab completion shows


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
