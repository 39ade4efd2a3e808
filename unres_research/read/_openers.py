"""The opening words that carry a paragraph's action: "Recalling", "Calls upon"."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from unres_research._inputs import check_known
from unres_research._wordlists import read_list

_MIN_SHARE = 0.5
_MIN_PURITY = 0.9  # of the paragraphs that begin so, in one kind
_LATIN_LANGUAGES = ("en", "fr", "es")
LONGEST = 10  # words of an opener

_LETTERS = {"ru": "[а-яё]", "zh": "[\u4e00-\u9fff]", "ar": "[\u0621-\u064a]"}
_MARKUP = re.compile(r"^[\s#>*_|«»“”\"'‘\[]+")
_NUMBER = re.compile(
    r"^(?:\(?(?:\d{1,3}|[ivxlc]{1,5}|[a-z])\)|\d{1,3}\s?[.,):–-]|\d{1,3}\s+(?=\D)|[•▪–—-])\s*"
)
_SUBJECTS = {  # an organ that is named before its verb: "The Conference recommends"
    "en": r"the (?:general |executive )?(?:assembly|conference|council|committee|commission|board)"
    r"(?: of ministers)?(?: (?:further|also|hereby))?",
    "fr": r"(?:l['’]assemblée|la conférence|le conseil|le comité|la commission)(?: générale"
    r"| exécutif| économique et social| de sécurité| des droits de l['’]homme)?",
    "es": r"(?:la asamblea|la conferencia|el consejo|el comité|la comisión)(?: general| ejecutivo"
    r"| económico y social| de seguridad| de derechos humanos)?",
}
_ADVERBS = {  # words that may stand before the one that tells the kind
    "en": r"(?:also|again|once again|further|furthermore|moreover|nevertheless|therefore|hereby"
    r"|accordingly|\w+ly)",
    "fr": r"(?:également|aussi|en outre|de plus|de nouveau|une fois de plus|en conséquence"
    r"|toutefois|\w+ment)",
    "es": r"(?:también|asimismo|además|nuevamente|de nuevo|una vez más|por consiguiente|por tanto"
    r"|\w+mente)",
}
_PARTICIPLE = {  # endings that carry no act; only where the paragraph ends as preambles do
    "en": re.compile(r"\w{2,}ing\b(?! (?:of|and)\b)"),
    "fr": re.compile(
        r"(?:s['’]|se )?(?!(?:avant|durant|pendant|suivant|concernant|cependant|pourtant|autant"
        r"|maintenant|devant|moyennant|quant|tant|nonobstant|montant)\b)\w+ant\b"
    ),
    "es": re.compile(
        r"(?!(?:cuando|siendo|dividendo|comando)\b)\w+(?:[aá]ndo|[ií]?[eé]ndo)(?:se)?\b"
    ),
}


@dataclass(frozen=True)
class Lexicon:
    """By language and folded opener, paragraphs that begin so: (preambular, operative)."""

    counts: Mapping[str, Mapping[str, tuple[float, float]]]

    @cached_property
    def beginnings(self) -> Mapping[str, frozenset[str]]:
        """By language, the words that openers begin with."""
        return {
            language: frozenset(opener.split(" ", 1)[0] for opener in counts)
            for language, counts in self.counts.items()
        }


def table() -> tuple[dict[str, str], ...]:
    """The list that was derived from italics (in Chinese bold), shared: not to be changed."""
    return read_list("openers")


def older() -> tuple[dict[str, str], ...]:
    """The word list made by hand: older openers, those of other organs, masculine forms."""
    return read_list("openers_older")


@cache
def _phrases(kind: str | None, language: str) -> dict[str, float]:
    rows = (r for r in table() if r["language"] == language and kind in (None, r["kind"]))
    found: dict[str, float] = {}
    for row in rows:
        found[row["opener"]] = max(float(row["share"]), found.get(row["opener"], 0.0))
    for row in older():
        if row["language"] == language and kind in (None, row["kind"]):
            found.setdefault(row["opener"], 1.0)
    return found


@cache
def _capitals(kind: str | None, language: str) -> dict[str, float]:
    return {opener.upper(): share for opener, share in _phrases(kind, language).items()}


def known(phrase: str, language: str = "en") -> bool:
    """Tell whether a phrase, as printed but for punctuation, is an opener of the lists."""
    return phrase in _phrases(None, language)


def match_opener(text: str, kind: str | None = None, language: str = "en") -> str | None:
    """Find the opener that a text begins with.

    The longest opener of the word lists wins whose words are, more often than not, set
    apart as the opener when a paragraph begins with them, or that a comma sets apart ("Calls, in
    this context, for ...").

    Parameters
    ----------
    text : str
        A paragraph, without its number.
    kind : {"preambular", "operative"}, optional
        Look only among the openers of this kind.
    language : str
        Two-letter code of an official language.

    Returns
    -------
    str or None
        As printed; None when no opener of at most ten words fits.

    Notes
    -----
    Where the source shows italics, the reader has the printed opener: use
    `Paragraph.opener`, not this guess.

    Examples
    --------
    >>> match_opener("Noting also with concern that the gap grows,")
    'Noting also with concern'
    >>> match_opener("SOULIGNE que la mer est grande ;", language="fr")
    'SOULIGNE'
    >>> match_opener("The report of the Committee") is None
    True
    """
    check_known([] if kind is None else [kind], ("preambular", "operative"), "kinds of openers")
    words = text.split(" ")
    capitals = words[0].isupper() and len(words[0]) > 2
    phrases = _capitals(kind, language) if capitals else _phrases(kind, language)
    for length in range(min(LONGEST, len(words)), 0, -1):
        phrase = " ".join(words[:length]).strip(",;:. ")
        share = phrases.get(phrase.replace("'", "’"), 0.0)
        if share >= _MIN_SHARE or (share > 0 and words[length - 1].endswith(",")):
            return phrase
    return None


def language_of(text: str) -> str | None:
    """Tell the language of a text by its letters and its function words.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        "en", "fr", "es", "ru", "zh" or "ar"; None when it cannot be told, as of a name.

    Notes
    -----
    Made for the official languages only: a German text has no right answer here.

    Examples
    --------
    >>> language_of("the state of the lamps"), language_of("l’état des lampes")
    ('en', 'fr')
    >>> language_of("Lima") is None
    True
    """
    for language, letters in _LETTERS.items():
        if 2 * len(re.findall(letters, text, re.IGNORECASE)) > len(re.findall(r"\w", text)):
            return language
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    counts = {
        language: sum(words[word] for word in _function_words(language))
        for language in _LATIN_LANGUAGES
    }
    best = max(counts, key=lambda language: counts[language])
    return best if list(counts.values()).count(counts[best]) == 1 else None


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(r["word"] for r in read_list("function_words") if r["language"] == language)


def lexicon(rows: Iterable[Mapping[str, str]]) -> Lexicon:
    """Make rows of openers ready, those of `table` or `older`, or of other lists."""
    counts: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in rows:
        share = float(row.get("share") or 1)
        count = float(row.get("paragraphs") or 0.5) / max(share, 0.001)
        for form in _forms(row["opener"], row["language"]):
            before = counts[row["language"]].get(form, (0.0, 0.0))
            if row["kind"] == "preambular":
                counts[row["language"]][form] = (max(before[0], count), before[1])
            else:
                counts[row["language"]][form] = (before[0], max(before[1], count))
    return Lexicon(dict(counts))


@cache
def _lexicon() -> Lexicon:
    return lexicon([*table(), *older()])


def classify(text: str, language: str | None = None, *, using: Lexicon | None = None) -> str | None:
    """Tell a bare paragraph's kind by its opening words.

    The longest opener decides that the text begins with, in any case of letters, with or
    without accents, in any gender and number; adverbs and the name of an organ before it are
    passed over. What no list knows counts as preambular when it is a participle in a
    paragraph that ends with a comma.

    Parameters
    ----------
    text : str
        A paragraph, with or without a number such as "7." and Markdown.
    language : str, optional
        Two-letter code of an official language; told from the words when not given.
    using : Lexicon, optional
        Other word lists than those of the package.

    Returns
    -------
    {"preambular", "operative"} or None
        None when no opener is known, or when it opens paragraphs of both kinds.

    Notes
    -----
    For paragraphs out of their document. In a document the place tells the kind: use
    `Paragraph.kind`.

    Examples
    --------
    >>> classify("Recalling its previous resolutions,"), classify("3) DECIDES to meet;")
    ('preambular', 'operative')
    >>> classify("Profondément préoccupé par la houle,"), classify("Pide al Comité que escriba.")
    ('preambular', 'operative')
    >>> classify("The lamps of the port") is None
    True
    """
    language = language or language_of(text)
    lexicon = using or _lexicon()
    if language:
        return _kind(text, language, lexicon)[1]
    found = [_kind(text, language, lexicon) for language in _LATIN_LANGUAGES]
    longest = max(length for length, _ in found)
    kinds = {kind for length, kind in found if length == longest}
    return kinds.pop() if len(kinds) == 1 else None


def _kind(text: str, language: str, lexicon: Lexicon) -> tuple[int, str | None]:
    """Length of the opener that decides, in characters, and the kind that it tells."""
    plain = _NUMBER.sub("", _MARKUP.sub("", text))
    plain = _MARKUP.sub("", plain).replace("*", "").replace("_", "")
    plain = re.sub(rf"^{_SUBJECTS.get(language, 'x^')},?\s+", "", plain, flags=re.IGNORECASE)
    adverb = re.compile(rf"{_ADVERBS.get(language, 'x^')}(?: and | et | y |,? )", re.IGNORECASE)
    for _ in range(4):
        if found := _longest(plain, language, lexicon):
            length, pair = found
            return length, _main_kind(*pair)
        passed = adverb.match(plain)
        if not passed:
            break
        plain = plain[passed.end() :]
    participle = _PARTICIPLE.get(language)
    if participle and text.rstrip().endswith(",") and participle.match(plain.casefold()):
        return 1, "preambular"
    return 0, None


def _longest(text: str, language: str, lexicon: Lexicon) -> tuple[int, tuple[float, float]] | None:
    """Length of the longest known opener, and its counts."""
    counts = lexicon.counts.get(language, {})
    glue = "" if language == "zh" else " "
    words = list(text[:12]) if language == "zh" else text.split()[:LONGEST]
    if words and glue and not _may_begin(words[0], language, lexicon):
        return None
    for length in range(len(words), 0, -1):
        phrase = glue.join(words[:length]).strip(",;:.，；： ")
        for form in _forms(phrase, language):
            if form in counts:
                return len(phrase), counts[form]
    return None


def _may_begin(word: str, language: str, lexicon: Lexicon) -> bool:
    forms = (*_forms(word, language), *_forms(word.strip(",;:.，；： "), language))
    return not lexicon.beginnings.get(language, frozenset()).isdisjoint(forms)


def _main_kind(preambular: float, operative: float) -> str | None:
    """Kind to which nearly all paragraphs belong that begin so."""
    if preambular >= _MIN_PURITY * (preambular + operative):
        return "preambular"
    return "operative" if operative >= _MIN_PURITY * (preambular + operative) else None


def _forms(phrase: str, language: str) -> tuple[str, ...]:
    """Spellings under which an opener is looked up, the closest first."""
    plain = phrase.casefold().replace("'", "’")
    forms = [plain]
    if language == "fr":
        forms.append(re.sub(r"(?<=[éiu])e?s?\b|(?<=ent)e?s?\b|eu(?:x|ses?)\b", "*", plain))
    elif language == "es":
        forms.append(re.sub(r"(?<=[adilrst][dt])[oa]s?\b|(?<=nte)s?\b|(?<=os)[oa]s?\b", "*", plain))
    if language in ("fr", "es", "ar"):
        forms.append(_without_accents(plain))
    return tuple(dict.fromkeys(forms))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))
