"""The data set: build it, open it, count words and phrases in it."""

from typing import TYPE_CHECKING, Any

from unres_research.corpus._build import build_corpus
from unres_research.corpus._corpus import Corpus, open_corpus
from unres_research.corpus._example import example_corpus
from unres_research.corpus._features import (
    body_words,
    count_text,
    resolution_counts,
    topical_terms,
)
from unres_research.corpus._tokens import stop_words, words

if TYPE_CHECKING:
    from unres_research.corpus._nltk import nltk_text

__all__ = [
    "Corpus",
    "body_words",
    "build_corpus",
    "count_text",
    "example_corpus",
    "nltk_text",
    "open_corpus",
    "resolution_counts",
    "stop_words",
    "topical_terms",
    "words",
]
__dir__ = __all__.copy  # what tab completion shows


def __getattr__(name: str) -> Any:
    """Import what is made of NLTK when it is first used."""
    if name != "nltk_text":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from unres_research.corpus._nltk import nltk_text

    globals()[name] = nltk_text
    return nltk_text
