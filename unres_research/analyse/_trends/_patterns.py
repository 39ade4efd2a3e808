"""What is looked for: concepts, each with its forms: words, phrases of any length, wildcards."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from unres_research._inputs import as_list, check_kind, check_known
from unres_research._wordlists import read_list, read_rows
from unres_research.corpus import Corpus, words
from unres_research.corpus._corpus import once_per_corpus
from unres_research.errors import UnresError

Terms = Mapping[str, str | Sequence[str]] | str | Sequence[str]
MAX_WORDS = 12  # of a form
MAX_FORMS = 2_000  # that one concept may stand for
_OTHER = re.compile(r"[?|\\^$\[\]{}+]")  # of searches elsewhere; words have none of them
_MARK = "qzstarzq"  # letters for a star, so that the analyser keeps it within its word
_COLUMNS = ("concept", "language", "pattern", "source")


@dataclass(frozen=True)
class Concept:
    """A name, and what counts for it."""

    name: str
    patterns: tuple[str, ...]  # as the analyser reads them, with stars
    forms: tuple[str, ...]  # words in full, none inside another
    wild: bool  # whether a pattern has a star


def lexicon(path: str | os.PathLike[str] | None = None, *, language: str = "en") -> dict[str, Any]:
    """Return named groups of terms, each with the patterns that count for it.

    Parameters
    ----------
    path : path, optional
        A CSV file with the columns `concept`, `language` ("en", "fr", ...), `pattern` (words, a
        phrase of up to twelve, with `*` for any letters of a word) and `source` (where the
        pattern is from), one row a pattern; by default the built-in terms, chosen by hand around
        A/78/L.86: no sample of what the Assembly speaks of.
    language : str
        Patterns of which language to take, as the data set that they are counted in.

    Returns
    -------
    dict of str to tuple of str
        For `trends` and all that takes terms.

    Raises
    ------
    UnresError
        When the file cannot be read, has other columns, an empty concept or pattern, or nothing
        in the language.

    Examples
    --------
    >>> lexicon()["digital divide"]
    ('digital divide*',)
    >>> lexicon(language="fr")["artificial intelligence"]
    ('*intelligence artificielle',)
    """
    check_kind(language, str, "the language", 'a code such as "en" or "fr"')
    rows = read_list("lexicon") if path is None else _rows(path)
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["language"] == language:
            found.setdefault(row["concept"], []).append(row["pattern"])
    if not found:
        known = sorted({row["language"] for row in rows})
        check_known([language], known, "languages of the lexicon")
    return {name: tuple(dict.fromkeys(patterns)) for name, patterns in found.items()}


def _rows(path: str | os.PathLike[str]) -> list[dict[str, str]]:
    rows = read_rows(path, "the lexicon", _COLUMNS)
    for number, row in enumerate(rows, start=2):
        for name in _COLUMNS[:3]:
            if not (row[name] or "").strip():
                raise UnresError(f"found no {name} in line {number} of {path}, expected one")
            row[name] = row[name].strip()
    return rows


def concepts_of(terms: Terms | None, corpus: Corpus, *, known: bool = False) -> tuple[Concept, ...]:
    """Concepts that were asked for, with all their forms; None for the built-in ones.

    A concept of which the data set knows no word is refused, but for those of the built-in list:
    these are known to be spelt right; and but for all that are `known` to be words elsewhere.
    """
    built_in = lexicon(language=corpus.language) if terms is None else lexicon()
    given: Any = built_in if terms is None else terms
    named: Mapping[str, Any] = (
        given if isinstance(given, Mapping) else {t: t for t in as_list(given, "terms")}
    )
    if not named:
        raise UnresError("found no terms, expected at least one")
    read = {str(name): patterns_of(str(name), some) for name, some in named.items()}
    unknown = [
        word
        for name, patterns in read.items()
        if not known and tuple(patterns) != built_in.get(name)
        for word in unknown_words(patterns, corpus)
    ]
    where = (
        "it is misspelt, or rarer than what the data set counts: words of two paragraphs; "
        "corpus.vocabulary lists them"
    )
    check_known(unknown, _words_of(corpus), "words of the data set", where)
    return tuple(_concept(name, patterns, corpus) for name, patterns in read.items())


def patterns_of(name: str, given: Any) -> list[str]:
    """Patterns of one concept as the analyser reads them, each once; at least one."""
    if isinstance(given, Mapping):
        raise UnresError(f"found a mapping as forms of {name!r}, expected a string or a list")
    spelt = as_list(given, f"forms of {name!r}")
    if not spelt:
        raise UnresError(f"found no forms of {name!r}, expected at least one")
    return list(dict.fromkeys(_read(name, printed) for printed in spelt))


def _read(name: str, printed: str) -> str:
    if _OTHER.search(printed):
        raise UnresError(
            f"found the form {printed!r} of {name!r}, expected words, in which * may stand for any "
            "letters: other wildcards are not known"
        )
    read = words_with_stars(printed)
    if not 1 <= len(read) <= MAX_WORDS:
        raise UnresError(
            f"found the form {printed!r} of {name!r}, expected one to {MAX_WORDS} words"
        )
    check_stars(read, f"the form {printed!r} of {name!r}")
    return " ".join(read)


def words_with_stars(printed: str) -> list[str]:
    """Words as the analyser reads them, in which stars stay.

    >>> words_with_stars("Climat* change, \u201cas agreed\u201d")
    ['climat*', 'change', 'as', 'agreed']
    """
    return [word.replace(_MARK, "*") for word in words(printed.replace("*", _MARK))]


def check_stars(read: Iterable[str], where: str) -> None:
    """Raise `UnresError` where a star has too few letters beside it."""
    bare = [word for word in read if len(word.replace("*", "")) < 2 and "*" in word]
    if bare:
        raise UnresError(
            f"found the word {bare[0]!r} in {where}, expected at least "
            "two letters beside a *: it would stand for too many words"
        )


def stems_of(term: str) -> tuple[str, ...]:
    """Words of a term without the endings of regular plurals, so that both numbers are alike.

    >>> stems_of("digital technologies"), stems_of("states")
    (('digital', 'technology'), ('state',))
    """
    return tuple(
        word[:-3] + "y" if word.endswith("ies") else word.rstrip("s") for word in term.split()
    )


def unknown_words(patterns: Sequence[str], corpus: Corpus) -> list[str]:
    """Words that make every pattern unknown to the data set; none where one may be known.

    Of a phrase of four words and more fingerprints tell whether it is there.
    """
    known, found = _words_of(corpus), []
    for pattern in patterns:
        words_in = pattern.split()
        lacking = [
            w for w in words_in if w not in known and not ("*" in w and _expanded(w, corpus))
        ]
        if not lacking or (len(words_in) > 3 and "*" not in pattern):
            return []
        found += lacking
    return found


@once_per_corpus
def texts_of(corpus: Corpus) -> dict[int, str]:
    """Words of every wording that there is a text of, with a blank before, between and after."""
    table = corpus.paragraphs.assign(text=corpus.texts).dropna(subset="text")
    first = table.drop_duplicates("wording")
    return {
        int(wording): f" {' '.join(words(text))} "
        for wording, text in zip(first["wording"], first["text"], strict=True)
    }


@once_per_corpus
def _words_of(corpus: Corpus) -> dict[str, None]:
    """Words of the vocabulary, in its order, and those of texts."""
    table = corpus.vocabulary
    found = dict.fromkeys(table["term"][table["n"] == 1].tolist())
    if corpus.has_texts:
        found |= dict.fromkeys(word for text in texts_of(corpus).values() for word in text.split())
    return found


def _expanded(word: str, corpus: Corpus) -> list[str]:
    """Words of the data set that a word with stars stands for; a word without, itself."""
    if "*" not in word:
        return [word]
    wanted = re.compile(".*".join(map(re.escape, word.split("*"))))
    return [known for known in _words_of(corpus) if wanted.fullmatch(known)]


def _concept(name: str, patterns: Sequence[str], corpus: Corpus) -> Concept:
    forms: dict[str, None] = {}
    for pattern in patterns:
        for form in _forms(name, pattern, corpus):
            forms[form] = None
            _bound(name, len(forms))
    return Concept(name, tuple(patterns), _shortest(forms), any("*" in p for p in patterns))


def _forms(name: str, pattern: str, corpus: Corpus) -> Iterable[str]:
    """Forms of a pattern: all that a star may stand for, as far as the data set has the parts."""
    if "*" not in pattern:
        return [pattern]
    found: list[tuple[str, ...]] = [()]
    for word in pattern.split():
        longer = [(*run, one) for run in found for one in _expanded(word, corpus)]
        found = [run for run in longer if _may_be(run, corpus)]
        _bound(name, len(found))
    return [" ".join(run) for run in found]


def _may_be(run: tuple[str, ...], corpus: Corpus) -> bool:
    """Whether the last three words of a run stand together in the data set, or are a beginning."""
    return len(run) == 1 or " ".join(run[-3:]) in corpus.column_of


def _bound(name: str, size: int) -> None:
    if size > MAX_FORMS:
        raise UnresError(
            f"found more than {MAX_FORMS:,} forms of {name!r}, expected fewer; write more letters "
            "beside the *"
        )


def _shortest(forms: Iterable[str]) -> tuple[str, ...]:
    """Forms that hold no other form: who counts the shorter one has counted the longer."""
    kept = dict.fromkeys(forms)
    return tuple(form for form in kept if not any(part in kept for part in _parts(form)))


@cache
def _parts(form: str) -> tuple[str, ...]:
    """Runs of a form that are shorter than it.

    >>> _parts("a b c")
    ('a', 'a b', 'b', 'b c', 'c')
    """
    run = form.split()
    ends = [(a, b) for a in range(len(run)) for b in range(a + 1, len(run) + 1)]
    return tuple(" ".join(run[a:b]) for a, b in ends if b - a < len(run))
