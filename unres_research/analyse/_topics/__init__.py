"""Topics of paragraphs: find them, say how far they hold, and use them."""

from unres_research.analyse._topics._beside import TextTopics
from unres_research.analyse._topics._fit import fit_topics
from unres_research.analyse._topics._model import TopicModel
from unres_research.analyse._topics._saved import open_topics
from unres_research.analyse._topics._sweep import sweep_topics

__all__ = ["TextTopics", "TopicModel", "fit_topics", "open_topics", "sweep_topics"]
