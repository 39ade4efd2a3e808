"""One text and what it is studied with: what it became, whom to compare it with, which terms."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._inputs import as_day, as_list, check_known
from unres_research._printable import printable
from unres_research._progress import doing
from unres_research.analyse import _study_tables as tables
from unres_research.analyse._compare import Comparison, compare, name_of, own_symbol
from unres_research.analyse._groups import Group, symbol_or_none
from unres_research.analyse._openers import opener_shares
from unres_research.analyse._related import related
from unres_research.analyse._series import unit_of
from unres_research.analyse._trends._occurrences import occurrences, places_in
from unres_research.analyse._trends._patterns import lexicon, patterns_of, stems_of, unknown_words
from unres_research.corpus import Corpus, body_words, count_text, open_corpus, topical_terms
from unres_research.corpus._chosen import symbols_about
from unres_research.corpus._tokens import stop_words
from unres_research.errors import UnresError
from unres_research.read._load import load
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from networkx import DiGraph

MIN_SERIES = 5  # of a group, for anything to be tested
_LARGEST_SHARE = 0.1  # share of all series that a group chosen by us may have
_NEAREST = 30  # resolutions whose subjects are looked at, of a text without subjects
_N_TERMS = 9
_MIN_KNOWN = 0.4  # share of a text's words that must be in the vocabulary
_LEXICON_OF = "A/78/L.86"  # the text around which the built-in terms were chosen


class Study:
    """A text, and what a study of it needs: the notebooks are written for one of these.

    Parameters
    ----------
    text : path or Resolution
        Any document that `unres_research.load` reads, in English.
    corpus : Corpus, optional
        By default the built-in data set.
    adopted : str, optional
        Symbol of the resolution that the text was adopted as; by default the one whose record
        names the text as its draft.
    group : str or sequence of str, optional
        Subjects of the library's index, or symbols of resolutions, to compare the text with.
        By default the first subject of the adopted resolution, as the library lists them, that
        at least five series and at most a tenth of all series have; where there is none, the one
        such subject that is most frequent among the 30 resolutions nearest to the text, beside
        all (log-likelihood ratio over series).
    terms : str, sequence of str or mapping of str to forms, optional
        Words and phrases to follow over time, with patterns as for `trends`; "digital
        divide|digital divides" counts two as one term. By default the nine that set the text
        most apart (occurrences, times the logarithm of how few resolutions use the term, times
        the root of the number of its words), of which no two share a word; for A/78/L.86
        `lexicon`.
    date : str or datetime.date, optional
        Day of the text; by default the one that it prints. A text without any counts as
        later than the whole data set.

    Attributes
    ----------
    record : Resolution
    corpus : Corpus
    name : str
        Symbol of the text, else its title in quotation marks, else the name of its file.
    date : str
        ISO date that separates earlier resolutions from later ones.
    adopted : str or None
        Symbol of the resolution that the text was adopted as, or that it is.
    own : tuple of str
        Resolutions of the data set that are this text: always left out of comparisons.
    group : tuple of str
        Symbols of the resolutions to compare with, without `own`; empty where there are none.
    group_name : str or None
        The subjects, or how many resolutions were chosen.
    chosen_by : tuple of str
        Subjects that the group was chosen by; what they name cannot be a finding about it.
    group_series : int
        Number of series that the group belongs to. With fewer than five nothing is tested.
    terms : dict of str to tuple of str
        Names of terms and their forms.
    notes : tuple of str
        Sentences that say what was found or chosen, and how.
    found : Comparison
        The text beside the data set; made when first asked for.

    Raises
    ------
    UnresError
        When the text has no preambular or operative paragraph, is in another language than the
        data set, or when a symbol or subject that was given is not known, or none of the terms.
        Of several terms one that is not in the vocabulary is left out, and `notes` name it.

    Notes
    -----
    A group chosen by a subject, or by the text's neighbours, says nothing of that subject's
    importance; give your own where you have a question.

    Examples
    --------
    >>> from unres_research.corpus import example_corpus
    >>> corpus = example_corpus()
    >>> study = Study(corpus.resolution("A/RES/78/907"), corpus, group=corpus.resolutions.index[:6])
    >>> study
    <Study of A/RES/78/907, beside 6 chosen resolutions>
    >>> study.own, study.adopted, study.date, study.group_series
    (('A/RES/78/907',), 'A/RES/78/907', '2024-05-07', 6)
    >>> study.found.later.matched_words
    6
    >>> study.openers()[["opener", "paragraphs", "in_corpus"]].values.tolist()
    [['Decides', 1, 16]]
    >>> study.users("tune")["count"].tolist()
    [1, 1, 1, 1]
    >>> study.term_counts().set_index("term")["count"]["tune"]
    np.int64(1)
    >>> study.summary()[0].rpartition(", on ")[2]
    '2024-05-07 by a recorded vote (3 to 2, with 1 abstentions).'
    >>> study.header()["item"].tolist()[:2], study.adoption().loc[3].tolist()
    (['title', 'session'], ['adopted', 'recorded vote'])
    >>> len(study.citations()), study.citation_map().number_of_nodes(), len(study.groups())
    (0, 1, 2)
    >>> study.collocations()["pair"].tolist()
    []
    >>> study.new_wording(back=1)[["of", "new_words"]].values.tolist()
    [['session 78', 62], ['A/RES/78/907', 11]]
    >>> study.distinct_terms()["term"].tolist()
    []
    """

    def __init__(
        self,
        text: str | Path | Resolution,
        corpus: Corpus | None = None,
        *,
        adopted: str | None = None,
        group: str | Sequence[str] | None = None,
        terms: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None = None,
        date: str | Date | None = None,
    ) -> None:
        self.record = text if isinstance(text, Resolution) else load(text)
        self.corpus = open_corpus() if corpus is None else corpus
        self.name = name_of(self.record)
        _check_text(self.record, self.corpus, self.name)
        self._notes: list[str] = []
        self.date = self._date() if date is None else as_day(date, "date")
        self._given = None if adopted is None else symbols.normalise(adopted)
        self.adopted = self._adopted()
        self.own: tuple[str, ...] = self.found.excluded
        self._notes += [f"{_capital(note)}." for note in self.found.notes]
        self.group_name: str | None = None
        self.chosen_by: tuple[str, ...] = ()
        self.group: tuple[str, ...] = ()
        self._choose_group(group)
        units = unit_of(self.corpus)[self.corpus.resolutions.index.get_indexer(list(self.group))]
        self.group_series = len(np.unique(units))
        self._say_group()
        with doing("choosing terms"):
            self.terms = self._terms(terms)

    @cached_property
    @doing("setting the text beside the data set")
    def found(self) -> Comparison:
        """The text beside the data set."""
        exclude = [self._given] if self._given else []
        return compare(self.record, self.corpus, date=self.date, exclude=exclude)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences that say what was found or chosen, and how."""
        return tuple(self._notes)

    def __repr__(self) -> str:
        """Name the text and the group."""
        group = f"beside {self.group_said}" if self.group else "without a group"
        return printable(f"<Study of {self.name}, {group}>", lines=False)

    def _repr_html_(self) -> str:
        """Say what was found or chosen."""
        rows = {
            "text": self.name,
            "date": self.date,
            "adopted as": self.adopted or "not known",
            "group": self.group_said,
            "terms": ", ".join(self.terms) or "none",
        }
        told = shown.pairs((name, html.escape(said)) for name, said in rows.items())
        return shown.block(told, *(shown.said(note) for note in self.notes))

    @property
    def group_said(self) -> str:
        """The group in words, to stand in a sentence; "no resolutions" for none."""
        n = len(self.group)
        if not n:
            return "no resolutions"
        if self.group_name is None:
            return f"{n:,} chosen resolution{'s' * (n > 1)}"
        other = "other " * bool(self._had_own)
        return f"{n:,} {other}resolution{'s' * (n > 1)} on {self.group_name}"

    @property
    def rest(self) -> tuple[str, ...]:
        """Symbols of all resolutions that are neither the text's own nor in the group."""
        apart = {*self.own, *self.group}
        return tuple(s for s in self.corpus.resolutions.index if s not in apart)

    def openers(self) -> pd.DataFrame:
        """Count the openers of the text, with their share in it and in the data set.

        Openers are compared without "also", "further", "again", "its" and words such as "to" at
        the end, which a printer sets in italics or not.

        Returns
        -------
        pandas.DataFrame
            One row a kind and opener: `kind` ("preambular" or "operative"), `opener` (the form
            that the text has most), `paragraphs` (count), `of` (paragraphs of that kind in the
            text), `share_in_text`, `in_corpus` (paragraphs of that kind, count),
            `share_in_corpus` (NaN where the data set has none of that kind).
        """
        return tables.captioned_openers(self, opener_shares(self.record, self.corpus))

    def header(self) -> pd.DataFrame:
        """What the head of the document tells, and how much stands under it.

        Returns
        -------
        pandas.DataFrame
            One row an item that is printed: `item`, `as_read` (text).
        """
        return tables.header(self)

    def citations(self) -> pd.DataFrame:
        """List the documents that the text cites, with what the data set knows of them.

        Returns
        -------
        pandas.DataFrame
            One row a document: `symbol`, `in_paragraph` (footnotes count for the paragraph that
            bears their mark), `adopted_on`, `title` (missing outside the data set), `cited_by`
            (resolutions of the data set that cite it, the text itself left out; count), most
            cited first.
        """
        return tables.citations(self)

    def collocations(self) -> pd.DataFrame:
        """Find pairs of words that belong together, with NLTK.

        Returns
        -------
        pandas.DataFrame
            One row a pair of words that stand side by side three times or more, neither of them
            a word of grammar: `pair`, `count`, `log_likelihood` (ratio, of Dunning 1993: how far
            the pair is from two words that meet by chance), the surest first.
        """
        return tables.collocations(self)

    def adoption(self) -> pd.DataFrame:
        """What the data set says of the resolution that the text was adopted as.

        Returns
        -------
        pandas.DataFrame
            One row an item that is known: `item`, `in_the_data_set` (text); no row, with
            `attrs["reason"]`, where it is not known what the text was adopted as.
        """
        return tables.adoption(self)

    def summary(self) -> tuple[str, ...]:
        """Say in sentences what the text is and what became of it.

        Returns
        -------
        tuple of str
            The first tells how much of it stands in the text as adopted, when and how that was
            adopted, and who sponsored it, or that this is not known. Others name paragraphs that
            are not whole in it.
        """
        return tables.summary(self)

    def groups(self) -> dict[str, Group]:
        """Name what a text is set beside: resolutions of its committee, and all others.

        Returns
        -------
        dict of str to group
            The text itself first, for `speech_acts`; its own resolutions are in no group.
        """
        return tables.groups(self)

    def distinct_terms(self) -> pd.DataFrame:
        """Find the words and phrases that set the group apart from all other resolutions.

        Returns
        -------
        pandas.DataFrame
            Rows of `Keyness.distinct` with q below 0.05, of words and of phrases of two and three
            words that neither begin nor end with a function word or a word of drafting. Parts of
            longer phrases ("small island" of "small island developing States") and words that
            only a comma joins ("needs, policies and plans") are left out before the test, by how
            often they go on in the whole data set, so that q is over the terms that were tested.
            No row, with `attrs["reason"]`, where there is no group, too few series, or nothing
            that differs.
        """
        return tables.distinct_terms(self)

    def citation_map(self) -> DiGraph:
        """Part of the graph of citations with the text in the middle, to be drawn.

        Returns
        -------
        networkx.DiGraph
            As of `citations.around`; in the middle stands what the text was adopted as, where
            that is known. One node alone where nothing is cited.
        """
        return tables.citation_map(self)

    def new_wording(self, *, back: int = 3) -> pd.DataFrame:
        """Set the share of new words of the text beside those of whole sessions.

        Parameters
        ----------
        back : int
            Sessions before its own that a resolution is compared with, beside its own.

        Returns
        -------
        pandas.DataFrame
            One row a session, as of `lineages.new_wording_by` to the month and day of the last
            resolution of the data set, with `of` in place of `session`; last the text itself,
            where its session is known.
        """
        return tables.new_wording(self, back)

    def term_counts(self) -> pd.DataFrame:
        """Count the `terms` in the text itself.

        Returns
        -------
        pandas.DataFrame
            One row a term: `term`, `patterns` (with " | " between them), `count` (places in
            preambular, operative and sub-paragraphs; those that share a word count once).
        """
        import pandas as pd

        texts = [f" {' '.join(tokens)} " for tokens in body_words(self.record).values()]
        rows = [
            (term, " | ".join(patterns), sum(map(places_in(patterns), texts)))
            for term, patterns in self.terms.items()
        ]
        return pd.DataFrame(rows, columns=["term", "patterns", "count"])

    def users(self, term: str) -> pd.DataFrame:
        """List the resolutions that use one of the `terms`, its forms counted together.

        Returns
        -------
        pandas.DataFrame
            One row a resolution: `symbol`, `count` (in preambular, operative and
            sub-paragraphs), `session`, `committee`, `title`; most occurrences first. The text
            itself is among them where it was adopted.

        Raises
        ------
        UnresError
            When the term is none of `terms`.
        """
        check_known([term], self.terms, "terms of the study")
        held = occurrences(self.corpus, {term: self.terms[term]})
        counts = held.by_resolution(self.corpus)[:, 0]
        about = self.corpus.resolutions[["symbol", "session", "committee", "title"]]
        table = about.assign(count=counts)[["symbol", "count", "session", "committee", "title"]]
        table = table[table["count"] > 0]
        return table.sort_values("count", ascending=False, kind="stable", ignore_index=True)

    # how it is made; each adds to what is said of it

    def _date(self) -> str:
        first, second = self.record.adopted_on, self.record.distributed_on
        found = (second or first) if self.record.kind == "draft" else (first or second)
        if found:
            return found
        last = self.corpus.last_date
        self._notes.append(
            f"{_capital(self.name)} prints no date, so that all of the data set (to {last}) "
            "counts as earlier; give its date to divide earlier from later."
        )
        return (Date.fromisoformat(last) + timedelta(days=1)).isoformat()

    def _adopted(self) -> str | None:
        table, own, found = self.corpus.resolutions, own_symbol(self.record), self.found
        if self._given is not None:
            self._notes.append(
                f"The text as adopted is {_adoption(table.loc[self._given])}, as given."
            )
            return self._given
        if own is not None and own in table.index:
            self._notes.append(f"The text is in the data set: {_adoption(table.loc[own])}.")
            return own
        if found.adopted:
            others = [s for s in found.left_out if s != found.adopted]
            also = f"; also as {', '.join(others)}" if others else ""
            self._notes.append(
                f"The data set has {_adoption(table.loc[found.adopted])}, "
                f"{found.left_out[found.adopted]}{also}."
            )
            return found.adopted
        why = "it has no symbol to look for" if own is None else f"no record names {own}"
        self._notes.append(
            f"What the text was adopted as is not known from the data set (adoptions to "
            f"{self.corpus.last_date}): {why}."
        )
        return None

    def _choose_group(self, given: str | Sequence[str] | None) -> None:
        if given is None:
            subject, self._how = _subject_for(self)
            found = symbols_about(self.corpus, subject) if subject else []
            self.group_name, self.chosen_by = subject, (subject,) if subject else ()
        else:
            self.chosen_by, found = _given_group(self.corpus, as_list(given, "group"))
            alone = self.chosen_by and not any(map(symbol_or_none, as_list(given, "group")))
            self.group_name, self._how = " or ".join(self.chosen_by) if alone else None, "as given"
        self._had_own = any(s in self.own for s in found)
        self.group = tuple(s for s in found if s not in self.own)

    def _say_group(self) -> None:
        if not self.group:
            self._notes.append(f"No group to compare with: {self._how}.")
            return
        few = f"; fewer than {MIN_SERIES} series are too few for a test or an interval"
        self._notes.append(
            f"Compared with {self.group_said}, in {self.group_series:,} series: {self._how}"
            f"{few * (self.group_series < MIN_SERIES)}.{self._said_indexed()}"
        )

    def _said_indexed(self) -> str:
        """How many of the group are indexed so, and how many have the words in the title."""
        if self.group_name is None:
            return ""
        wanted = {subject.upper() for subject in self.chosen_by}
        subjects = self.corpus.resolutions["subjects"].loc[list(self.group)]
        indexed = sum(not wanted.isdisjoint(terms) for terms in subjects)
        titled = len(self.group) - indexed
        if not titled:
            return ""
        return (
            f" The library indexed {indexed:,} of them so; in {titled:,} the title has the words."
        )

    def _terms(
        self, given: str | Sequence[str] | Mapping[str, str | Sequence[str]] | None
    ) -> dict[str, tuple[str, ...]]:
        if given is not None:
            asked = _patterns(given)
            kept = {n: p for n, p in asked.items() if not unknown_words(p, self.corpus)}
            held = occurrences(self.corpus, kept or asked)  # raises when none is known
            rare = {name for name, why in zip(held.names, held.reason, strict=True) if why}
            kept = {name: patterns for name, patterns in kept.items() if name not in rare}
            missing = [name for name in asked if name not in kept]
            if missing:
                self._notes.append(_not_counted(missing, self.corpus))
            absent = [
                name for name, count in zip(held.names, held.by_wording.sum(axis=0), strict=True)
                if not count and name in kept
            ]  # fmt: skip
            if absent:
                self._notes.append(f"In no resolution of the data set: {_listed(absent)}.")
            self._notes.append(f"Terms that are followed: {_listed(kept)}, as given.")
            return kept
        if self.name == _LEXICON_OF and lexicon().keys() & self.corpus.column_of.keys():
            self._notes.append(f"Terms that are followed: those chosen by hand for {self.name}.")
            return lexicon()
        found = _own_terms(self.record, self.corpus)
        if found:
            self._notes.append(
                f"Terms that are followed: {_listed(found)}, chosen because the text uses them "
                "often and few resolutions do."
            )
            return found
        self._notes.append(
            "The text has no term of its own that the data set counts; those chosen by hand for "
            f"{_LEXICON_OF} are followed instead."
        )
        return lexicon()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _adoption(row: pd.Series) -> str:
    return f"{row['symbol']} (adopted on {row['adopted_on'].date()}{tables.adoption_said(row)})"


def _check_text(record: Resolution, corpus: Corpus, name: str) -> None:
    """Refuse a text that has no words to compare, or words of another language."""
    if not record.body:
        raise UnresError(
            f"found no preambular or operative paragraph in {name}, expected a resolution or a "
            "draft; `unres parse` shows what was read"
        )
    found = [w for tokens in body_words(record).values() for w in tokens if w.isalpha()]
    share = np.mean([w in corpus.column_of for w in found]) if found else 0.0
    if record.language != "en" or share < _MIN_KNOWN:
        languages = {"ar": "Arabic", "es": "Spanish", "fr": "French", "ru": "Russian"}
        language = {**languages, "zh": "Chinese", "en": "English"}[record.language]
        raise UnresError(
            f"found {name} in {language}, with {share:.0%} of its words in the vocabulary of the "
            "data set, expected a text in the data set's language; the built-in one is English"
        )


# the group ----------------------------------------------------------------------------


def _given_group(corpus: Corpus, given: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Subjects among what was asked for, and the symbols of all of it."""
    found: list[str] = []
    subjects = []
    for one in given:
        symbol = symbol_or_none(one)
        if symbol is not None:
            corpus.rows_of(symbol)  # raises when it is not there
            found.append(symbol)
            continue
        inside = symbols_about(corpus, one)
        if not inside:
            known = {s for terms in corpus.resolutions["subjects"] for s in terms}
            check_known([one.upper()], known, "subjects")
        subjects.append(one)
        found += inside
    return tuple(subjects), list(dict.fromkeys(found))


def _subject_for(study: Study) -> tuple[str | None, str]:
    """Choose a subject to compare a text by, and say how it was chosen."""
    corpus, units = study.corpus, unit_of(study.corpus)
    table, total = corpus.resolutions, len(np.unique(units))
    most = int(_LARGEST_SHARE * total)
    if most < MIN_SERIES:
        return None, (
            f"a group has {MIN_SERIES} series or more and at most {_LARGEST_SHARE:.0%} of all, and "
            f"the data set has only {total:,}"
        )
    limits = f"{MIN_SERIES} to {most} series"
    if study.adopted:
        for subject in table["subjects"][study.adopted]:
            inside = [s for s in symbols_about(corpus, subject) if s not in study.own]
            count = len(np.unique(units[table.index.get_indexer(inside)]))
            if MIN_SERIES <= count <= most:
                return subject, (
                    f"the first subject of {study.adopted} in the library's index that has {limits}"
                )
    near = related(study.record, corpus, n=_NEAREST, exclude=study.own)
    near = near[(near > 0).any(axis=1)]
    rows = table.index.get_indexer(near.index)
    sizes = _series_by_subject(table["subjects"], units)
    inside_near = _series_by_subject(table["subjects"].iloc[rows], units[rows])
    scores = {
        s: _excess(k, len(np.unique(units[rows])), sizes[s], total)
        for s, k in sorted(inside_near.items())
        if MIN_SERIES <= sizes[s] <= most
    }
    if not scores or max(scores.values()) <= 0:
        return None, f"no subject of {limits} is frequent among its neighbours"
    return max(scores, key=lambda s: scores[s]), (
        f"of the subjects that have {limits}, the one that is most frequent among the {len(near)} "
        "resolutions nearest to the text, beside all"
    )


def _series_by_subject(subjects: pd.Series, units: np.ndarray) -> dict[str, int]:
    pairs = {(s, u) for terms, u in zip(subjects, units, strict=True) for s in terms}
    found: dict[str, int] = {}
    for subject, _ in pairs:
        found[subject] = found.get(subject, 0) + 1
    return found


def _excess(k: int, n: int, of_all: int, total: int) -> float:
    """Log-likelihood ratio of k in n beside `of_all` in `total`; 0 where it is no more."""
    if k * total <= of_all * n:
        return 0.0
    table = np.array([[k, n - k], [of_all - k, total - n - of_all + k]], dtype=float)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    full = table > 0
    return float(2 * (table[full] * np.log(table[full] / expected[full])).sum())


# the terms ----------------------------------------------------------------------------


def _patterns(
    given: str | Sequence[str] | Mapping[str, str | Sequence[str]],
) -> dict[str, tuple[str, ...]]:
    """Patterns of every term that was given, as the analyser reads them."""
    if isinstance(given, Mapping):
        named = {name: as_list(forms, f"forms of {name!r}") for name, forms in given.items()}
    else:
        named = {one.split("|")[0]: one.split("|") for one in as_list(given, "terms")}
    return {name.strip(): tuple(patterns_of(name, forms)) for name, forms in named.items()}


def _not_counted(missing: list[str], corpus: Corpus) -> str:
    from difflib import get_close_matches

    said = []
    for name in missing:
        near = get_close_matches(name.lower(), corpus.column_of, n=2, cutoff=0.85)
        said.append(f"“{name}”" + (f" (perhaps {_listed(near)}?)" if near else ""))
    return (
        f"Too rare for the data set to count, or misspelt, and left out: {', '.join(said)}. It "
        "counts words of two paragraphs and more, phrases of two and three words that stand in "
        "five, and longer ones however rare."
    )


def _own_terms(record: Resolution, corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Terms that set a text apart, no two of which share a word; with singular and plural."""
    columns = topical_terms(corpus, ngram_range=(1, 3))
    counts = count_text(body_words(record).values(), corpus)[:, columns].sum(axis=0)
    table = corpus.vocabulary.iloc[columns]
    rarity = np.log((len(corpus) + 1) / table["resolutions"].to_numpy())
    score = counts * rarity * np.sqrt(table["n"].to_numpy())
    terms = table["term"].to_numpy()
    order = [k for k in np.argsort(-score, kind="stable") if _is_name(terms[k])]
    least = 2 if (counts >= 2).sum() >= _N_TERMS else 1
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for k in order:
        stems = set(stems_of(terms[k]))
        if len(found) == _N_TERMS or counts[k] < least:
            break
        if not stems & taken:
            found[terms[k]] = tuple(f for f in _numbers(terms[k]) if f in corpus.column_of)
            taken |= stems
    return found


def _is_name(term: str) -> bool:
    """Whether a term may be a name: no word of drafting ("decide"), of three "of" in the middle."""
    parts, drafting = term.split(), stop_words("drafting")
    return (len(parts) < 3 or parts[1] == "of") and not any(f"{w}s" in drafting for w in parts)


def _numbers(term: str) -> list[str]:
    """Return a term with its plural, or its singular, where these are regular.

    >>> _numbers("digital divide"), _numbers("policies")
    (['digital divide', 'digital divides'], ['policies', 'policy'])
    """
    if term.endswith("ies"):
        return [term, term[:-3] + "y"]
    if term.endswith("y") and not term.endswith(("ay", "ey", "oy", "uy")):
        return [term, term[:-1] + "ies"]
    if term.endswith("s"):
        return [term, term[:-1]] if not term.endswith(("ss", "us", "is")) else [term]
    return [term, term + "s"]
