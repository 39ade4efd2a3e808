"""Analyses of texts and of the data set."""

from unres_research.analyse import citations, intervals, lineages
from unres_research.analyse._align import Alignment, Change, Pair, align
from unres_research.analyse._compare import Comparison, Side, compare
from unres_research.analyse._keyness import Keyness, keyness
from unres_research.analyse._related import related, related_precision
from unres_research.analyse._speech_acts import SpeechActs, speech_acts
from unres_research.analyse._topics import TopicModel, fit_topics
from unres_research.analyse._trends import lexicon, trends

__all__ = [
    "Alignment",
    "Change",
    "Comparison",
    "Keyness",
    "Pair",
    "Side",
    "SpeechActs",
    "TopicModel",
    "align",
    "citations",
    "compare",
    "fit_topics",
    "intervals",
    "keyness",
    "lexicon",
    "lineages",
    "related",
    "related_precision",
    "speech_acts",
    "trends",
]
