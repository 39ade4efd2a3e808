"""Features of texts as a transformer of scikit-learn, counted as the rest of the package counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from sklearn import base
from sklearn.utils.validation import check_is_fitted

from unres_research import symbols
from unres_research._inputs import as_list, check_kind, check_known, check_whole
from unres_research._names import LANGUAGES
from unres_research.analyse._openers import lemma
from unres_research.analyse._scale import ACTS, Scale, act_of, check_english, read_scale
from unres_research.analyse._trends._occurrences import places_in
from unres_research.analyse._trends._patterns import Terms, lexicon, patterns_of
from unres_research.analyse._trends._table import PER
from unres_research.corpus import Corpus, body_words, words
from unres_research.errors import UnresError
from unres_research.read import classify, match_opener
from unres_research.read._actions import (
    CLASSES,
    Action,
    Lists,
    actions_of,
    read_actions,
    read_lists,
)
from unres_research.records import Paragraph, Resolution

FEATURES = ("openers", "acts", "actions", "terms", "structure")
_RULES = "the rules that actions are read by are; give the English version"
_ASKED = ("report", "due", "review")  # what an action may have
_HALVES = ("preambular", "operative")
_KINDS = (*_HALVES, "subparagraph", "heading")  # of paragraphs
_SIZES = (*_KINDS, "annexes", "footnotes", "cites", "words")


@dataclass(frozen=True)
class _Text:
    """A document, or one paragraph alone; `opener` is what a record says of it, for its actions."""

    paragraphs: tuple[Paragraph, ...]
    cites: tuple[str, ...]
    language: str
    name: str
    record: Resolution | None = None
    opener: str | None = None

    def words(self) -> list[list[str]]:
        """Words of the body, a list a paragraph; of one alone its own, whatever it is."""
        if self.record:
            return list(body_words(self.record).values())
        return [words(p.text) for p in self.paragraphs]

    def actions(self, lists: Lists | None) -> list[Action]:
        """What it asks and decides, in order."""
        if self.record:
            return [action for _, own in actions_of(self.record, lists) for action in own]
        return read_actions(self.paragraphs[0].text, opener=self.opener, lists=lists)


@dataclass(frozen=True)
class _Context:
    """What the features of a fitted transformer are read by."""

    openers: Mapping[str, int]
    counters: tuple[Callable[[str], int], ...]
    scale: Scale
    lists: Lists | None
    binary: bool


class _Counted(base.TransformerMixin, base.BaseEstimator):  # type: ignore[misc]
    """What scikit-learn gives the form of a table to; before 1.8 it loses the index of a column."""

    def transform(self, X: Any) -> Any:
        return self._counted(X)


class Features(_Counted):
    """Features of resolutions and paragraphs, as a transformer of scikit-learn.

    Its numbers are those of the rest of the package: openers as `Study.openers` compares them,
    acts of `speech_acts`, actions of `actions`, rates of `trends`, sizes of `Corpus.resolutions`.

    Parameters
    ----------
    of : str or list of str
        Which features, side by side in this order:

        - "openers": how many preambular and operative paragraphs begin with an opener ("Further
          requests" is "requests"), a column for each that is met in `fit`;
        - "acts": how many operative paragraphs direct, decide, ... ("unknown": the scale does
          not know the opener);
        - "actions": how many actions of each class there are, and how many ask for a report, say
          by when ("due"), or provide for a review;
        - "terms": occurrences of each term in 10,000 words (NaN where there are no words);
        - "structure": preambular, operative and sub-paragraphs, headings, annexes, footnotes,
          documents cited, and words (counts).
    terms : mapping of str to one or several str, or one or several str, optional
        For "terms", as `trends` takes them; by default `lexicon()`.
    scale : path, optional
        For "acts", as `speech_acts` takes it.
    min_df : int
        Texts of `fit` that an opener stands in, at least.
    binary : bool
        Whether an opener stands in a text (1 or 0), in place of how often.
    language : str
        Of strings and paragraphs alone, a code of two letters; documents know theirs.
    sparse_output : bool
        Return a sparse array: for the openers of many texts. Tables of pandas
        (`set_output(transform="pandas")`) need False.

    Attributes
    ----------
    openers_ : dict of str to int
        Openers met in `fit`, in the order of the alphabet, with their place among the openers.
    patterns_ : dict of str to list of str
        Patterns of every term.

    Notes
    -----
    Texts are records (`un.load`, `un.loads`), paragraphs of them, or strings. A string is one
    paragraph, without its neighbours: opener, kind and citations are read from it alone, and what
    it says of a sub-paragraph's chapeau is lost. Read whole documents with `un.loads`.

    A term with a ``*`` counts every word that fits it. Acts (with the built-in scale) and actions
    are read from English only. Openers that `fit` has not met are not counted.

    Examples
    --------
    >>> features = Features(["openers", "structure"])
    >>> features.fit(["Decides to tune the drums.", "Recalling its resolution 78/311,"])
    Features(of=['openers', 'structure'])
    >>> table = features.set_output(transform="pandas").transform(["Also decides to meet."])
    >>> table.loc[0, ["opener: decides", "opener: recalling", "operative", "words"]].tolist()
    [1.0, 0.0, 1.0, 4.0]
    >>> features.get_feature_names_out()[:3].tolist()
    ['opener: decides', 'opener: recalling', 'preambular']

    In a pipeline, before any classifier:

    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> told = make_pipeline(Features("terms", terms=["drums", "fish"]), LogisticRegression())
    >>> said = ["Decides to protect the fish.", "Decides to tune the drums."] * 4
    >>> told.fit(said, ["sea", "music"] * 4).predict(["Urges all States to count their fish."])
    array(['sea'], dtype='<U5')
    """

    def __init__(
        self,
        of: str | Iterable[str] = "openers",
        *,
        terms: Terms | None = None,
        scale: str | PathLike[str] | None = None,
        min_df: int = 1,
        binary: bool = False,
        language: str = "en",
        sparse_output: bool = False,
    ) -> None:
        self.of = of
        self.terms = terms
        self.scale = scale
        self.min_df = min_df
        self.binary = binary
        self.language = language
        self.sparse_output = sparse_output

    def fit(self, X: Iterable[Resolution | Paragraph | str], y: object = None) -> Self:
        """Learn the openers of texts, and check what was asked for.

        Parameters
        ----------
        X : list of Resolution, Paragraph or str
        y : object
            Not used.

        Returns
        -------
        Features
            Itself.

        Raises
        ------
        UnresError
            When `X` is no list of texts, or empty, or a parameter is not understood.
        """
        check_whole(self.min_df, "min_df", 1)
        for name in ("binary", "sparse_output"):
            check_kind(getattr(self, name), (bool, np.bool_), name, "True or False")
        kinds = as_list(self.of, "kinds of features")
        check_known(kinds, FEATURES, "kinds of features")
        if len(set(kinds)) < len(kinds) or not kinds:
            raise UnresError(f"found of = {kinds!r}, expected kinds of features, each once")
        check_known([self.language], LANGUAGES, "languages")
        given = _given(X)
        if not given:
            raise UnresError("found no texts to fit, expected at least one")
        self.kinds_ = tuple(kinds)
        self.patterns_ = _patterns(self.terms, self.language) if "terms" in kinds else {}
        self.scale_ = read_scale(self.scale) if "acts" in kinds else {}
        texts = self._texts(given) if "openers" in kinds else []
        met = Counter(opener for text in texts for opener in set(_openers(text)))
        common = sorted(opener for opener, n in met.items() if n >= self.min_df)
        self.openers_ = {opener: k for k, opener in enumerate(common)}
        return self

    def transform(self, X: Iterable[Resolution | Paragraph | str]) -> Any:
        """Count the features of texts.

        Parameters
        ----------
        X : list of Resolution, Paragraph or str

        Returns
        -------
        numpy.ndarray, scipy.sparse.csr_array or pandas.DataFrame
            Shape (texts, features), float; columns as `get_feature_names_out` names them.

        Raises
        ------
        UnresError
            When `X` is no list of texts, or acts or actions of a text in another language than
            English are asked for.
        """
        made = super().transform(X)
        if isinstance(X, pd.Series) and isinstance(made, pd.DataFrame):
            made.index = X.index
        return made

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Names of the columns: "opener: requests", "act: directive", "term: fish", "words".

        Parameters
        ----------
        input_features : object
            Not used: texts have no columns.

        Returns
        -------
        numpy.ndarray
            Of str objects, shape (features,).
        """
        check_is_fitted(self)
        names = {
            "openers": [f"opener: {opener}" for opener in self.openers_],
            "acts": [f"act: {act}" for act in (*ACTS, "unknown")],
            "actions": [f"action: {name}" for name in (*CLASSES, *_ASKED)],
            "terms": [f"term: {name}" for name in self.patterns_],
            "structure": _SIZES,
        }
        return np.array([name for kind in self.kinds_ for name in names[kind]], dtype=object)

    def _counted(self, given: Any) -> Any:
        """Values of the features, a row a text."""
        check_is_fitted(self)
        by, texts = self._context(), self._texts(_given(given))
        values, columns, ends = [], [], [0]
        for text in texts:
            self._check_language(text)
            row = np.concatenate([_READ[kind](text, by) for kind in self.kinds_])
            held = np.flatnonzero(row)
            values.append(row[held])
            columns.append(held)
            ends.append(ends[-1] + len(held))
        data = np.concatenate([np.empty(0), *values])
        at = np.concatenate([np.empty(0, dtype=np.int64), *columns])
        made = csr_array((data, at, ends), shape=(len(texts), self._n_features_out))
        return made if self.sparse_output else made.toarray()

    def _texts(self, given: Iterable[Resolution | Paragraph | str]) -> list[_Text]:
        return [_text(one, self.language) for one in given]

    def _check_language(self, text: _Text) -> None:
        """Refuse what the built-in scale, or the rules that actions are read by, cannot read."""
        if "acts" in self.kinds_ and self.scale is None:
            check_english(text.language, text.name)
        if "actions" in self.kinds_:
            check_english(text.language, text.name, _RULES)

    def _context(self) -> _Context:
        lists = read_lists() if "actions" in self.kinds_ else None
        counters = tuple(map(places_in, self.patterns_.values()))
        return _Context(self.openers_, counters, self.scale_, lists, self.binary)

    @property
    def _n_features_out(self) -> int:
        return len(self.get_feature_names_out())

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "kinds_")

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that it takes texts, as its CountVectorizer does."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags


def _patterns(terms: Terms | None, language: str) -> dict[str, list[str]]:
    given: Any = lexicon(language=language) if terms is None else terms
    named = given if isinstance(given, Mapping) else {t: t for t in as_list(given, "terms")}
    if not named:
        raise UnresError("found no terms, expected at least one")
    return {str(name): patterns_of(str(name), some) for name, some in named.items()}


def _given(texts: Any) -> list[Resolution | Paragraph | str]:
    if isinstance(texts, (Mapping, Corpus)) or hasattr(texts, "columns"):
        raise UnresError(
            f"found a {type(texts).__name__} as texts, expected a list of records, paragraphs or "
            "strings: a column of a table, or [corpus.resolution(symbol) for symbol in corpus]"
        )
    kinds = (Resolution, Paragraph, str)
    return as_list(texts, "texts", kinds, "a record, a paragraph, a string")


def _text(given: Resolution | Paragraph | str, language: str) -> _Text:
    """A text as it is read: a document, or a paragraph alone."""
    if isinstance(given, Resolution):
        name = given.symbol or "a text"
        return _Text(given.paragraphs, given.cites, given.language, name, given)
    if isinstance(given, Paragraph):
        return _Text((given,), given.cites, language, given.id, opener=given.opener)
    kind = classify(given, language)
    cites = tuple(dict.fromkeys(citation.symbol for citation in symbols.find(given)))
    opener = match_opener(given, kind, language)
    alone = Paragraph("P1", kind or "other", given, opener=opener)
    return _Text((alone,), cites, language, repr(given[:40]))


def _openers(text: _Text) -> list[str]:
    return [lemma(p.opener) for p in text.paragraphs if p.kind in _HALVES and p.opener]


def _count_openers(text: _Text, by: _Context) -> np.ndarray:
    row = np.zeros(len(by.openers))
    for opener in _openers(text):
        if opener in by.openers:
            at = by.openers[opener]
            row[at] = 1 if by.binary else row[at] + 1
    return row


def _count_acts(text: _Text, by: _Context) -> np.ndarray:
    hits = [act_of(p.opener, by.scale) for p in text.paragraphs if p.kind == "operative"]
    counted = Counter(hit.act if hit else "unknown" for hit in hits)
    return np.array([counted[act] for act in (*ACTS, "unknown")], dtype=float)


def _count_actions(text: _Text, by: _Context) -> np.ndarray:
    found = text.actions(by.lists)
    counted = Counter(action.kind for action in found)
    asked = [sum(bool(getattr(action, name)) for action in found) for name in _ASKED]
    return np.array([*(counted[name] for name in CLASSES), *asked], dtype=float)


def _rates(text: _Text, by: _Context) -> np.ndarray:
    paragraphs = text.words()
    total = sum(map(len, paragraphs))
    if not total:
        return np.full(len(by.counters), np.nan)
    joined = [f" {' '.join(one)} " for one in paragraphs]
    counts = [sum(map(count, joined)) for count in by.counters]
    return PER * np.array(counts, dtype=float) / total


def _sizes(text: _Text, _: _Context) -> np.ndarray:
    kinds = Counter(p.kind for p in text.paragraphs)
    apart = [len(text.record.annexes), len(text.record.footnotes)] if text.record else [0, 0]
    last = (*apart, len(text.cites), sum(map(len, text.words())))
    return np.array([*(kinds[name] for name in _KINDS), *last], dtype=float)


_READ: dict[str, Callable[[_Text, _Context], np.ndarray]] = {
    "openers": _count_openers,
    "acts": _count_acts,
    "actions": _count_actions,
    "terms": _rates,
    "structure": _sizes,
}
