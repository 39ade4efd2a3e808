"""Texts as NLTK takes them, without any data that NLTK would download."""

from __future__ import annotations

from typing import Any

from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
from nltk.text import Text

from unres_research._inputs import check_whole
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._features import body_words
from unres_research.corpus._tokens import stop_words
from unres_research.errors import UnresError
from unres_research.records import Resolution

_LEAST = 3  # letters of a word in a collocation, as in NLTK
_LEAST_TIMES = 2  # that the two words meet, as in NLTK


class ResolutionText(Text):  # type: ignore[misc]
    """NLTK's `Text` of paragraphs; its collocations need no stop words of NLTK."""

    def __init__(self, paragraphs: list[list[str]], name: str) -> None:
        super().__init__([word for own in paragraphs for word in own], name=name)
        self.paragraphs = paragraphs

    def collocation_list(self, num: int = 20, window_size: int = 2) -> list[tuple[str, str]]:
        """Return the pairs of words that meet more often than by chance, the surest first."""
        check_whole(num, "num", 1)
        check_whole(window_size, "window_size", 2)
        stop, gap = stop_words(), [None] * (window_size - 1)  # words of two paragraphs do not meet
        apart = [word for own in self.paragraphs for word in [*own, *gap]]
        found = BigramCollocationFinder.from_words(apart, window_size)
        found.apply_freq_filter(_LEAST_TIMES)
        found.apply_word_filter(lambda word: len(word) < _LEAST or word in stop)
        return [*found.nbest(BigramAssocMeasures().likelihood_ratio, num)]


def nltk_text(source: Resolution | Corpus) -> Any:
    """Words of a resolution, or of a data set with texts, as a text of NLTK.

    Parameters
    ----------
    source : Resolution or Corpus
        A data set must hold texts (`Corpus.has_texts`); where only some are there, a part of it:
        `corpus.subset([corpus.has_text_of(symbol) for symbol in corpus])`.

    Returns
    -------
    nltk.text.Text
        Words (see `words`) of preambular, operative and sub-paragraphs, in order:
        `concordance`, `collocations`, `similar`, `common_contexts`, `dispersion_plot`, `vocab`
        (a `FreqDist`), `generate`. `tokens` is the plain list.

    Raises
    ------
    UnresError
        When it is neither, or a text is not held. Frequencies need none:
        `Corpus.frequencies`.

    Notes
    -----
    Nothing of `nltk_data` is needed: where NLTK's collocations leave out its English stop words,
    these leave out `stop_words()`. As in NLTK they have words of three letters and more, pairs
    that meet twice and more, ranked by likelihood ratio, and the words of two paragraphs do not
    meet; in concordances and contexts the last word of one and the first of the next do. Words
    are in lower case, without punctuation. For a phrase with its places use `un.search`.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19 (1).

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> text = nltk_text(example_corpus())
    >>> text
    <Text: 16 resolutions>
    >>> text.vocab().most_common(2), len(text)
    ([('decides', 16), ('to', 16)], 176)
    >>> found = text.collocation_list()
    >>> ("fish", "coral") in found, ("states", "decides") in found
    (True, False)
    >>> text.concordance("whales", width=40, lines=1)
    Displaying 1 of 3 matches:
    e fish coral and whales of all states de
    """
    if isinstance(source, Resolution):
        records, name = [source], source.symbol or source.title
    elif isinstance(source, Corpus):
        records = [source.resolution(symbol) for symbol in source]
        name = f"{len(source):,} resolutions"
    else:
        raise UnresError(
            f"found a {type(source).__name__}, expected a Resolution, or a Corpus with texts"
        )
    return ResolutionText([own for r in records for own in body_words(r).values()], name)
