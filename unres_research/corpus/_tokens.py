"""Words of a text: the one analyser that reads the corpus and a user's own text alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from unres_research._characters import APOSTROPHES, SPELLING
from unres_research._inputs import as_list, check_kind, check_known
from unres_research._wordlists import read_list
from unres_research.errors import UnresError

VERSION, _VERSIONS = "1", {"ar": "2", "zh": "2"}  # of most languages; of those read otherwise
# what is dropped: what prints nothing, and marks that Arabic prints or not (vowels, doubling,
# lengthening)
_ARABIC_MARKS = "\u0640\u0670" + "".join(map(chr, range(0x64B, 0x660)))
_SPELLING = {
    **SPELLING,
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(_ARABIC_MARKS, ""),
    "İ": "i",
}
_SAME = str.maketrans(_SPELLING)
_LENGTHS = {special: len(plain) for special, plain in _SPELLING.items() if len(plain) != 1}
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[^\W_{_HAN}]+(?:[-'][^\W_{_HAN}]+)*|[{_HAN}]")


def version_of(language: str) -> str:
    """Version of the analyser, as far as texts in a language are concerned.

    >>> version_of("en"), version_of("zh")
    ('1', '2')
    """
    return _VERSIONS.get(language, VERSION)


def words(text: str) -> list[str]:
    r"""Split a text into words.

    Words are letters and digits with inner hyphens and apostrophes, in lower case;
    apostrophes and hyphens of every kind are made one, ligatures letters, soft hyphens are
    dropped. Dashes part words. Each Chinese character is a word, for Chinese prints none between
    blanks; in Arabic the marks of vowels, of doubling and of lengthening are dropped, for the
    same word is printed with and without them.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str

    Notes
    -----
    Accents must be part of their letters (Unicode NFC), as the readers give them: a
    separate accent parts a word. What is written together is one word: the article in French
    "l'eau" and in Arabic, the Arabic words for "and", "by" and "for", all endings in Russian. Not
    for other scripts that write words without spaces, as Japanese and Thai.

    Examples
    --------
    >>> words("The Committee’s non\u2011binding text – 17 Goals")
    ['the', "committee's", 'non-binding', 'text', '17', 'goals']
    >>> words("联合国 2030 年议程")
    ['联', '合', '国', '2030', '年', '议', '程']
    """
    check_kind(text, str, "a text", "one string")
    return _WORD.findall(normalise(text))


def normalise(text: str) -> str:
    """Lower the case; make apostrophes and hyphens of every kind one, and ligatures letters.

    Every character stays one character but for those of `_LENGTHS`: `spans` relies on it.
    """
    return text.translate(_SAME).lower()


def spans(text: str) -> list[tuple[str, int, int]]:
    """Words with their places: `text[start:end]` is the word as printed.

    >>> spans("Calls upon")
    [('calls', 0, 5), ('upon', 6, 10)]
    """
    kept = [i for i, character in enumerate(text) for _ in range(_LENGTHS.get(character, 1))]
    matches = _WORD.finditer(normalise(text))
    return [(m.group(), kept[m.start()], kept[m.end() - 1] + 1) for m in matches]


def ngrams(tokens: Sequence[str], n: int) -> list[str]:
    """Runs of n words (at least 1) in order of the text, joined by a space.

    >>> ngrams(["digital", "divides", "persist"], 2)
    ['digital divides', 'divides persist']
    """
    from nltk.util import ngrams as nltk_ngrams

    if n < 1:
        raise UnresError(f"found n = {n}, expected 1 or more")
    return [" ".join(gram) for gram in nltk_ngrams(tokens, n)]


def stop_words(groups: str | Iterable[str] = ("function",)) -> frozenset[str]:
    """Words that carry no topic, from `wordlists/stopwords.csv`.

    Parameters
    ----------
    groups : str or iterable of str
        "function" for the function words of English, "drafting" for words that every
        resolution uses whatever it is about.

    Returns
    -------
    frozenset of str

    Raises
    ------
    UnresError
        When there is no such group.

    Notes
    -----
    Not for studies of drafting: there the words of the group "drafting" are what matters.

    References
    ----------
    Nothman, Qin & Yurchak (2018), Stop word lists in free open-source software packages,
    Proceedings of the Workshop for NLP Open Source Software: which function words to drop.

    Examples
    --------
    >>> "the" in stop_words(), "resolution" in stop_words(("function", "drafting"))
    (True, True)
    """
    return _stop_words(tuple(as_list(groups, "groups of words")))


@cache
def _stop_words(groups: tuple[str, ...]) -> frozenset[str]:
    rows = read_list("stopwords")
    check_known(groups, sorted({r["group"] for r in rows}), "groups of words")
    return frozenset(r["word"] for r in rows if r["group"] in groups)
