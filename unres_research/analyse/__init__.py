"""Analyses of texts and of the data set."""

from typing import TYPE_CHECKING, Any

from unres_research.analyse import citations, intervals, lineages
from unres_research.analyse._actions import actions
from unres_research.analyse._align import Alignment, align
from unres_research.analyse._check._check import Check, check
from unres_research.analyse._compare import Comparison, compare
from unres_research.analyse._history import history
from unres_research.analyse._keyness import keyness
from unres_research.analyse._mandates import Mandates, mandates
from unres_research.analyse._related import related
from unres_research.analyse._search import Search, search
from unres_research.analyse._speech_acts import speech_acts
from unres_research.analyse._study import Study
from unres_research.analyse._table import resolution_table
from unres_research.analyse._topics import (
    TextTopics,
    TopicModel,
    fit_topics,
    open_topics,
    sweep_topics,
)
from unres_research.analyse._trends._background import background
from unres_research.analyse._trends._breaks import change_points
from unres_research.analyse._trends._change import change
from unres_research.analyse._trends._coverage import sessions
from unres_research.analyse._trends._emerging import emerging
from unres_research.analyse._trends._first import first_uses
from unres_research.analyse._trends._fitted import trend
from unres_research.analyse._trends._languages import Languages, languages
from unres_research.analyse._trends._patterns import lexicon
from unres_research.analyse._trends._rise import rise
from unres_research.analyse._trends._spread import adoption
from unres_research.analyse._trends._table import trends
from unres_research.analyse._who._behind import Behind, behind
from unres_research.analyse._who._reworded import Reworded, reworded
from unres_research.analyse._who._sponsors import Sponsors, sponsors
from unres_research.analyse._who._votes import Votes, votes

if TYPE_CHECKING:
    from unres_research.analyse._features import Features

__all__ = [
    "Alignment",
    "Behind",
    "Check",
    "Comparison",
    "Features",
    "Languages",
    "Mandates",
    "Reworded",
    "Search",
    "Sponsors",
    "Study",
    "TextTopics",
    "TopicModel",
    "Votes",
    "actions",
    "adoption",
    "align",
    "background",
    "behind",
    "change",
    "change_points",
    "check",
    "citations",
    "compare",
    "emerging",
    "first_uses",
    "fit_topics",
    "history",
    "intervals",
    "keyness",
    "languages",
    "lexicon",
    "lineages",
    "mandates",
    "open_topics",
    "related",
    "resolution_table",
    "reworded",
    "rise",
    "search",
    "sessions",
    "speech_acts",
    "sponsors",
    "sweep_topics",
    "trend",
    "trends",
    "votes",
]
__dir__ = __all__.copy  # what tab completion shows


def __getattr__(name: str) -> Any:
    """Import what is made of scikit-learn, which takes a second, when it is first used."""
    if name != "Features":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from unres_research.analyse._features import Features

    globals()[name] = Features
    return Features
