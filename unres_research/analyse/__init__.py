"""Analyses of texts and of the data set."""

from unres_research.analyse import intervals
from unres_research.analyse._keyness import Keyness, keyness
from unres_research.analyse._speech_acts import SpeechActs, speech_acts
from unres_research.analyse._topics import TopicModel, fit_topics
from unres_research.analyse._trends import lexicon, trends

__all__ = [
    "Keyness",
    "SpeechActs",
    "TopicModel",
    "fit_topics",
    "intervals",
    "keyness",
    "lexicon",
    "speech_acts",
    "trends",
]
