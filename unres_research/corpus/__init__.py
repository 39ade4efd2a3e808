"""The data set: build it, open it, count words and phrases in it."""

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

__all__ = [
    "Corpus",
    "body_words",
    "build_corpus",
    "count_text",
    "example_corpus",
    "open_corpus",
    "resolution_counts",
    "stop_words",
    "topical_terms",
    "words",
]
