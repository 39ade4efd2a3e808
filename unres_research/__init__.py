"""Study United Nations resolutions: load, compare, model topics, follow terms.

The names that a researcher needs first::

    import unres_research as un

    draft = un.load("data/texts/A_78_L.86.txt")
    corpus = un.open_corpus()
    un.compare.compare(draft, corpus).earlier.paragraphs

Everything else is reached by module. Modules are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_NAMES = {
    "load": "loaders",
    "load_folder": "loaders",
    "open_corpus": "corpus",
    "Corpus": "corpus",
    "Resolution": "records",
    "Paragraph": "records",
    "UnresError": "errors",
    "ReadError": "errors",
}
_MODULES = (
    "align",
    "analyser",
    "citations",
    "compare",
    "features",
    "fetch",
    "intervals",
    "keyness",
    "library",
    "lineages",
    "openers",
    "plots",
    "publish",
    "registers",
    "related",
    "symbols",
    "topics",
    "tracked",
    "trends",
    "views",
)

__all__ = [*_NAMES, *_MODULES]


def __getattr__(name: str) -> Any:
    """Import a name of the package when it is first used."""
    if name in _NAMES:
        value = getattr(import_module(f"unres_research.{_NAMES[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"unres_research.{name}")
    else:
        raise AttributeError(f"module 'unres_research' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
