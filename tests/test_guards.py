"""What is no text, no data set, no whole number is refused in words, by every function that takes one."""

from __future__ import annotations

import pytest

import unres_research as un
from unres_research.analyse import (
    Study,
    adoption,
    change,
    citations,
    emerging,
    first_uses,
    intervals,
    lineages,
    related,
)
from unres_research.errors import UnresError


@pytest.fixture(scope="module")
def corpus():
    return un.corpus.example_corpus()


@pytest.fixture(scope="module")
def text(corpus):
    return corpus.resolution("A/RES/78/907")


@pytest.fixture(scope="module")
def groups(corpus):
    symbols = corpus.resolutions.index
    return {"a": symbols[:8], "b": symbols[8:]}


THINGS = {
    "load": lambda c, t, g: un.load(None),
    "loads": lambda c, t, g: un.loads(None),
    "open_corpus": lambda c, t, g: un.open_corpus(5),
    "symbols.parse": lambda c, t, g: un.symbols.parse(None),
    "symbols.parse a list": lambda c, t, g: un.symbols.parse(["A/RES/78/265"]),
    "symbols.find": lambda c, t, g: un.symbols.find(None),
    "words": lambda c, t, g: un.corpus.words(None),
    "compare a symbol": lambda c, t, g: un.compare("A/RES/78/907", c),
    "compare without data": lambda c, t, g: un.compare(t, None),
    "compare a year": lambda c, t, g: un.compare(t, c, date=2024),
    "align": lambda c, t, g: un.align(t, None),
    "related": lambda c, t, g: related("A/RES/78/907", c),
    "keyness without groups": lambda c, t, g: un.keyness(c, None),
    "keyness of a list": lambda c, t, g: un.keyness(c, [list(g["a"])]),
    "speech_acts": lambda c, t, g: un.speech_acts(c, "A/RES/78/907"),
    "trends": lambda c, t, g: un.trends(None, ["whales"]),
    "change": lambda c, t, g: change(None, ["whales"], (77, 78)),
    "emerging": lambda c, t, g: emerging(None),
    "adoption": lambda c, t, g: adoption(None, ["whales"]),
    "adoption of a symbol": lambda c, t, g: adoption(c, "whales", since="A/RES/78/999"),
    "adoption since a list": lambda c, t, g: adoption(c, "whales", since=["2024-01-01"]),
    "split that nobody has": lambda c, t, g: un.trends(c, "whales", split="committee"),
    "split by a list": lambda c, t, g: un.trends(c, "whales", split=["part"]),
    "scale": lambda c, t, g: un.speech_acts(c, g, scale=5),
    "lexicon": lambda c, t, g: un.analyse.lexicon(5),
    "lexicon of a language": lambda c, t, g: un.analyse.lexicon(language=["en"]),
    "first_uses": lambda c, t, g: first_uses(t, ["whales"]),
    "topics": lambda c, t, g: un.fit_topics(None),
    "profile": lambda c, t, g: un.fit_topics(c, 4).profile("A/RES/78/907"),
    "graph": lambda c, t, g: citations.graph(None),
    "coloured": lambda c, t, g: un.show.coloured(t),
    "redline": lambda c, t, g: un.show.redline(t),
    "study": lambda c, t, g: Study(None, c),
    "about": lambda c, t, g: c.about(3),
}
NUMBERS = {
    "n is not whole": lambda c, t, g: un.compare(t, c, n=6.5),
    "n is a word": lambda c, t, g: un.compare(t, c, n="6"),
    "formulaic": lambda c, t, g: un.compare(t, c, formulaic="a"),
    "main_sources": lambda c, t, g: un.compare(t, c).main_sources(n=-1),
    "n_permutations": lambda c, t, g: change(c, ["whales"], (77, 78), n_permutations=98),
    "too many permutations": lambda c, t, g: change(
        c, ["whales"], (77, 78), n_permutations=100_001
    ),
    "seed of change": lambda c, t, g: change(c, ["whales"], (77, 78), random_state=-1),
    "seed of keyness": lambda c, t, g: un.keyness(c, g, random_state="a"),
    "width": lambda c, t, g: un.plot.trends(un.trends(c, "whales"), width=1),
    "min_series": lambda c, t, g: emerging(c, min_series=1),
    "max_q": lambda c, t, g: emerging(c, max_q=1.5),
    "n_resamples": lambda c, t, g: un.keyness(c, g, n_resamples=1500.5),
    "prior": lambda c, t, g: un.keyness(c, g, prior_words=float("nan")),
    "n_topics": lambda c, t, g: un.fit_topics(c, "4"),
    "max_df": lambda c, t, g: un.fit_topics(c, 4, max_df=1.01),
    "top_terms": lambda c, t, g: un.fit_topics(c, 4).top_terms(0),
    "n_pairs": lambda c, t, g: un.fit_topics(c, 4, n_pairs=1),
    "draws": lambda c, t, g: un.fit_topics(c, 4, draws=-1),
    "seed": lambda c, t, g: un.fit_topics(c, 4, random_state=0.5),
    "level of topics": lambda c, t, g: un.fit_topics(c, 4).at("topic"),
    "terms of a summary": lambda c, t, g: un.fit_topics(c, 4).to_frame(n_terms=0),
    "back": lambda c, t, g: lineages.predecessors(c, back=0.5),
    "more than all": lambda c, t, g: intervals.wilson(5, 3),
    "less than none": lambda c, t, g: intervals.wilson(-1, 3),
    "most": lambda c, t, g: citations.around(citations.graph(c), "A/RES/78/907", most=-1),
    "words in a term": lambda c, t, g: un.corpus.topical_terms(c, ngram_range=(3, 1)),
    "one number": lambda c, t, g: un.keyness(c, g, ngram_range=2),
    "level": lambda c, t, g: un.keyness(c, g, level="a"),
    "column below 0": lambda c, t, g: un.keyness(c, g, terms=[-1]),
    "column beyond": lambda c, t, g: un.keyness(c, g, terms=[len(c.vocabulary)]),
    "no terms of keyness": lambda c, t, g: un.keyness(c, g, terms=[]),
    "panels": lambda c, t, g: un.plot.trends(un.trends(c, "whales"), "whales", columns=0),
    "share": lambda c, t, g: un.corpus.topical_terms(c, max_df=-0.01),
    "nothing": lambda c, t, g: c.about(" "),
    "no term known": lambda c, t, g: Study(t, c, terms=["xyzzyq"]),
    "no terms": lambda c, t, g: Study(t, c, terms=[]),
}


@pytest.mark.parametrize("name", [*THINGS, *NUMBERS])
def test_refused_in_words(name, corpus, text, groups):
    with pytest.raises(UnresError, match="found .*(expected|from 0 to)"):
        {**THINGS, **NUMBERS}[name](corpus, text, groups)


def test_the_least_numbers_are_taken(corpus, text):
    assert un.compare(text, corpus, n=6, formulaic=1).n == 6
    assert len(un.compare(text, corpus).main_sources("later", n=1)) == 1
    assert len(change(corpus, ["states"], (77, 78), n_permutations=99)) == 1
    assert emerging(corpus, min_series=2, max_q=0).empty
    assert intervals.wilson(3, 3)[1] == 1 and intervals.wilson(0, 3)[0] == 0
    assert len(citations.around(citations.graph(corpus), "A/RES/78/907", most=0)) == 1
    assert len(un.corpus.topical_terms(corpus, max_df=1, min_df=4))
    assert len(un.fit_topics(corpus, 2, max_df=1).top_terms(1)[0]) == 1
