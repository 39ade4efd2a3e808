"""The data set: build it, open it, count in it."""

from unres_research.corpus._corpus import Corpus, open_corpus
from unres_research.corpus._example import example_corpus

__all__ = ["Corpus", "example_corpus", "open_corpus"]
