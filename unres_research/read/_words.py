"""Judge the words of an English text by those that resolutions use: blanks, wrong letters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from unres_research._wordlists import read_list
from unres_research.read._lines import MARK

_COMMON = 50  # resolutions: a word that may have lost its blank
_USUAL = 20  # resolutions: a word that may have been broken
_FREQUENT = 200  # resolutions: a word that may have been broken into a word and a rest
_LETTER = 4  # characters of the shortest word that is looked at for a missing blank
_ENGLISH, _SHARE = frozenset(["of", "the", "and", "to", "in"]), 0.1  # more of an English text
_LONGEST = 40  # characters of a word that is judged
_MOST = 5_000  # unknown words that may have wrong letters
_AFTER = frozenset(["and", "of", "the", "to", "in", "for", "that", "with", "from", "by"])
_BEFORE = frozenset(["and", "of", "the", "to", "that", "from"])
_COMPOUNDS = frozenset(["here", "there", "where", "forth", "hither", "stand", "near"])
_TOKEN = re.compile(r"[^\W\d_]+")
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])\s+(?=’s\b)")
_OPEN, _CLOSED = tuple("'’-/("), tuple("'’-/)")  # what makes a word a part of a longer one


@cache
def _counts() -> dict[str, int]:
    return {row["word"]: int(row["resolutions"]) for row in read_list("words")}


def count(word: str) -> int:
    """How many resolutions of the data set use a word of letters, in any case; 0 to 2 are 0."""
    return _counts().get(word.casefold(), 0)


def has_hyphen(one: str, other: str) -> bool:
    """Tell whether resolutions join two words by a hyphen, and hardly ever write them apart.

    >>> has_hyphen("Secretary", "General"), has_hyphen("general", "assembly")
    (True, False)
    """
    return count(f"{one}-{other}") > 0


def is_divided(one: str, other: str) -> bool:
    """Tell whether a hyphen between two pieces only divides a word at the end of a line.

    >>> is_divided("govern", "ment"), is_divided("long", "standing"), is_divided("co", "chairs")
    (True, False, False)
    """
    return count(one + other) >= _USUAL and not has_hyphen(one, other)


def is_divided_by_mark(one: str, other: str) -> bool:
    """Tell the same of a mark that may stand for any hyphen at a line's end.

    >>> is_divided_by_mark("comp", "uterized"), is_divided_by_mark("energy", "light")
    (True, False)
    """
    if has_hyphen(one, other):
        return False
    return count(one + other) > 0 or not (count(one) and count(other))


def hyphened(text: str) -> list[int]:
    """Places in a text where a word has lost the hyphen that it had at the end of a line.

    >>> hyphened("a rightsbased approach")
    [8]
    """
    found = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        if _LETTER < len(word) <= _LONGEST and not count(word):
            places = (k for k in range(1, len(word)) if has_hyphen(word[:k], word[k:]))
            found += [token.start() + k for k in islice(places, 1)]
    return found


def is_english(texts: Iterable[str]) -> bool:
    """Tell whether texts are English, by its most frequent words."""
    tokens = [token.casefold() for text in texts for token in _TOKEN.findall(text)]
    return sum(token in _ENGLISH for token in tokens) > _SHARE * len(tokens)


def _is_word(word: str) -> bool:
    """Tell whether a word stands for itself; single letters other than "a" and "I" do not."""
    return word in ("a", "A", "I") or (count(word) > 0 and (len(word) > 1 or word.isupper()))


def repairs(text: str) -> list[tuple[int, int, str]]:
    """Blanks that stand inside words, or are missing between them, as (start, end, what belongs).

    >>> repairs("The Office ’s staff a nd ofthe port")
    [(10, 11, ''), (21, 22, ''), (27, 27, ' ')]
    """
    found = [(at.start(), at.end(), "") for at in _POSSESSIVE.finditer(text)]
    before: re.Match[str] | None = None
    for token, after in _with_next(text):
        if before and _is_broken(text, before, token) and not _is_next(text, before, token, after):
            found.append((before.end(), token.start(), ""))
            before = None
            continue
        before = token
        if place := _joint(text, token):
            found.append((token.start() + place, token.start() + place, " "))
    return sorted(found)


def _with_next(text: str) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """The words of a text, each with the one behind it."""
    token: re.Match[str] | None = None
    for after in _TOKEN.finditer(text):
        if token:
            yield token, after
        token = after
    if token:
        yield token, None


def _is_next(
    text: str, before: re.Match[str], token: re.Match[str], after: re.Match[str] | None
) -> bool:
    """Tell whether a piece belongs to the next word rather: "the re levant", "a s mooth"."""
    if after is None or not _is_word(before.group()) or _is_word(token.group()):
        return False
    return _is_broken(text, token, after)


def respaced(runs: Iterable[tuple[str, int]]) -> tuple[list[tuple[str, int]], list[str]]:
    """Runs of a line with their blanks put right, and what that changed: 'a nd' is 'and'."""
    given = list(runs)
    text = "".join([words for words, style in given if style < MARK])
    characters, changed = list(text), []
    for start, end, blank in repairs(text):
        characters[start:end] = [""] * (end - start)
        if blank:
            characters[start] = blank + characters[start]
        before = re.search(r"[^\W\d_]*$", text[max(0, start - _LONGEST) : start])
        after = re.match(r"’?[^\W\d_]*", text[end : end + _LONGEST])
        one, other = before.group() if before else "", after.group() if after else ""
        changed.append(f"“{one}{text[start:end]}{other}” is “{one}{blank}{other}”")
    out, place = [], 0
    for words, style in given:
        length = len(words) if style < MARK else 0
        mended = "".join(characters[place : place + length]) if length else words
        out.append((mended, style))
        place += length
    return out, changed


def _is_broken(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two words are one that a blank parts: "a nd", "con cern"."""
    if not text[one.end() : other.start()].isspace() or _is_part(text, one.start(), other.end()):
        return False
    known = _is_word(one.group()) + _is_word(other.group())
    if known == 2 or other.group()[0].isupper():
        return False
    return count(one.group() + other.group()) >= (_FREQUENT if known else _USUAL)


def _is_part(text: str, start: int, end: int) -> bool:
    """Tell whether hyphens, apostrophes or brackets join a word to others."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before.isdigit() or after.isdigit() or before in _OPEN or after in _CLOSED


def _joint(text: str, token: re.Match[str]) -> int:
    """Where in a word a blank is missing, as in "ofthe" and "Agreementand"; 0 when nowhere."""
    word = token.group()
    if (
        not _LETTER < len(word) <= _LONGEST
        or count(word)
        or _is_part(text, token.start(), token.end())
    ):
        return 0
    return next((k for k in range(2, len(word) - 1) if _are_two(word[:k], word[k:])), 0)


def _are_two(one: str, other: str) -> bool:
    if other in _AFTER and one.casefold() not in _COMPOUNDS:
        if one in _BEFORE or (one[0].isupper() and one.casefold() in _BEFORE):
            return True
        return len(one) > _LETTER and count(one) >= _COMMON
    capital = other[0].isupper() and other[1:].islower()
    if one.casefold() in _BEFORE and (other.islower() or capital):
        return len(other) > _LETTER and count(other) >= _COMMON
    return False


def miscoded(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words with a wrong letter and what they stand for: ("maoor", "major").

    A font that lacks the code of a letter gives another one for it everywhere: at least two
    words must become known ones by the same change.
    """
    changes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    unknown = {word for text in texts for word in _alone(text) if not count(word)}
    likely = (w for w in sorted(unknown) if _LETTER < len(w) <= _LONGEST and w.isascii())
    for word in islice(likely, _MOST):
        for wrong, right, meant in _near(word):
            changes[wrong, right][word] = meant
    for words in changes.values():
        if len(words) > 1:
            yield from words.items()


def _alone(text: str) -> Iterator[str]:
    """Words that are no part of a longer one, in small letters."""
    for token in _TOKEN.finditer(text):
        if not _is_part(text, token.start(), token.end()):
            yield token.group().casefold()


def _near(word: str) -> Iterator[tuple[str, str, str]]:
    """Known words that differ from this one by one letter; endings and "-ise" are no errors."""
    for k, wrong in enumerate(word[:-1]):
        for right in "abcdefghijklmnopqrstuvwxyz":
            meant = word[:k] + right + word[k + 1 :]
            if wrong + right not in ("sz", "zs") and right != wrong and count(meant) >= _USUAL:
                yield wrong, right, meant
