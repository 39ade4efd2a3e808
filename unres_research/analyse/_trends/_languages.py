"""Resolutions in several languages: a clause in all of them, and where they differ."""

from __future__ import annotations

import html
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._inputs import as_list, check_kind, check_known
from unres_research._names import LANGUAGES
from unres_research.analyse._scale import Act, Scale, act_of, read_scale
from unres_research.analyse._trends._places import common_name
from unres_research.errors import UnresError
from unres_research.read import load_folder
from unres_research.read._load import Loaded
from unres_research.read._openers import language_of
from unres_research.records import Paragraph, Resolution

if TYPE_CHECKING:
    import pandas as pd

_SPOKEN = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian",
           "zh": "Chinese"}  # fmt: skip
_BOLD = ("ar", "zh")  # no slanted letters there
_KINDS = ("preambular", "operative", "subparagraph")
_ENOUGH, _MOST = 5, 0.5  # paragraphs of an opener, and share of them with one counterpart
_READ = 5_000  # characters that tell the language of a text
_PAIR = ["symbol", "paragraph", "kind", "language", "opener", "in_reference"]
_DIFFERS = [
    "symbol", "language", "kind", "clauses", "in_reference", "missing", "added",
]  # fmt: skip
_FIRMNESS = [
    "symbol", "paragraph", "language", "in_reference", "level", "opener", "usually",
    "usual_level", "difference", "share",
]  # fmt: skip
_SUMMARY = [
    "language", "resolutions", "same", "clauses", "found", "directives", "compared", "firmer",
    "softer", "mean_difference",
]  # fmt: skip
_OPENERS = ["opener", "paragraphs", "usually", "share", "level", "reason"]


@dataclass(frozen=True, eq=False, repr=False)
class Clause:
    """One paragraph in all languages that are at hand; shows itself."""

    symbol: str
    paragraph: str
    table: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """One row a language: `language`, `paragraph` (its own name), `opener`, `text`."""
        return self.table.copy()

    def __repr__(self) -> str:
        held = ", ".join(self.table["language"][self.table["text"].notna()])
        return f"<{self.symbol}, {self.paragraph}, in {held}>"

    def _repr_html_(self) -> str:
        """Return a row a language, Arabic from right to left; every string is escaped."""
        rows = [
            (_SPOKEN.get(row.language, row.language), _cell(row.language, row.opener, row.text))
            for row in self.table.itertuples()
        ]
        title = f"<h4>{html.escape(f'{self.symbol}, {self.paragraph}')}</h4>"
        return shown.block(title, shown.pairs(rows))


@dataclass(frozen=True, eq=False, repr=False)
class Languages:
    r"""The same resolutions in several languages; made by `languages`.

    Attributes
    ----------
    records : dict
        `Resolution` by symbol and language; those that are there in the reference and in at
        least one other language.
    reference : str
        The language that the others are set beside.
    issues : pandas.DataFrame
        `symbol`, `language`, `reason`: documents that are not compared.

    Examples
    --------
    >>> from unres_research.read import loads
    >>> head = "A/RES/78/901\n\n{}\n\n1. {}"
    >>> english = loads(head.format("The General Assembly,", "Urges States to share lamps."))
    >>> french = loads(head.format("L’Assemblée générale,", "Prie les États de prêter des lampes."))
    >>> found = languages([english, french])
    >>> found
    <Languages of 1 resolutions in en, fr>
    >>> found.clause("A/RES/78/901", "OP1").to_frame()["opener"].tolist()
    ['Urges', 'Prie']
    >>> found.differences().empty, len(found.firmness()), len(found.openers("fr"))
    (True, 0, 1)
    >>> found.to_frame()[["language", "resolutions", "same", "clauses", "found"]].values.tolist()
    [['fr', 1, 1, 1, 1]]
    """

    records: Mapping[str, Mapping[str, Resolution]]
    reference: str
    issues: pd.DataFrame
    scale: Scale

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Languages that are there, the reference first."""
        held = {code for versions in self.records.values() for code in versions}
        return self.reference, *sorted(held - {self.reference})

    def clause(self, symbol: str, paragraph: str) -> Clause:
        """Follow one paragraph through the languages.

        Parameters
        ----------
        symbol : str
        paragraph : str
            Its id, "OP7", "OP7(a)", in whatever language.

        Returns
        -------
        Clause
            With `to_frame()`: a row a language with the `language`, the `paragraph` (its id
            there), `opener` and `text`, missing where the language has no such paragraph; in a
            notebook it shows itself, Arabic from right to left. A paragraph is shown without its
            sub-paragraphs, which have ids of their own.

        Raises
        ------
        UnresError
            When there is no such resolution, or no language has such a paragraph.
        """
        import pandas as pd

        check_kind(paragraph, str, "the paragraph", "its id, such as 'OP7'")
        symbol, wanted = symbols.normalise(symbol), common_name(paragraph)
        check_known([symbol], list(self.records), "resolutions in several languages")
        places = {code: _places(record) for code, record in self.records[symbol].items()}
        known = list(dict.fromkeys(name for held in places.values() for name in held))
        check_known([wanted], known, f"paragraphs of {symbol}")
        rows = []
        for code in (c for c in self.codes if c in places):
            found = places[code].get(wanted)
            told = (found.id, found.opener, found.text) if found else (None, None, None)
            rows.append((code, *told))
        columns = ["language", "paragraph", "opener", "text"]
        table = pd.DataFrame(rows, columns=columns, dtype=object)
        return Clause(symbol, wanted, table)

    def differences(self) -> pd.DataFrame:
        """Where languages have other clauses than the reference.

        Returns
        -------
        pandas.DataFrame
            One row a resolution, language and kind ("preambular", "operative", "subparagraph")
            that differ: `symbol`, `language`, `kind`, `clauses` and `in_reference` (counts),
            `missing` (ids that this language lacks), `added` (ids that the reference lacks).

        Notes
        -----
        A document of which the markup or the printing is at fault differs too: a number inside
        the text, a preambular paragraph that ends with no comma. Look at the `clause` before you
        speak of a difference in law.
        """
        import pandas as pd

        rows = []
        for symbol, versions in self.records.items():
            for code in (c for c in self.codes[1:] if c in versions):
                for kind in _KINDS:
                    here, there = (_named(versions[c], kind) for c in (code, self.reference))
                    if here != there:
                        missing = [name for name in there if name not in here]
                        added = [name for name in here if name not in there]
                        rows.append((symbol, code, kind, len(here), len(there), missing, added))
        return pd.DataFrame(rows, columns=_DIFFERS)

    def openers(self, language: str) -> pd.DataFrame:
        """What the openers of a language stand for in the reference.

        Parameters
        ----------
        language : str

        Returns
        -------
        pandas.DataFrame
            One row an opener of operative paragraphs, in small letters: `opener`, `paragraphs`
            (whose counterpart has an opener that the scale knows), `usually` (phrase of the scale
            that most of them have), `share` of them that have it, `level` of that phrase,
            `reason`: "" or why nothing is said of firmness by this opener ("fewer than 5
            paragraphs", "no counterpart has half of them").
        """
        import pandas as pd

        check_known([language], self.codes[1:], "languages that are compared")
        rows = [
            (opener, n, act.phrase, share, act.level, reason)
            for opener, (n, act, share, reason) in self._usual[language].items()
        ]
        table = pd.DataFrame(rows, columns=_OPENERS)
        order = ["paragraphs", "opener"]
        return table.sort_values(order, ascending=[False, True], ignore_index=True)

    def firmness(self) -> pd.DataFrame:
        """Directives whose opener is one that usually renders a firmer or a softer one.

        Returns
        -------
        pandas.DataFrame
            One row a paragraph that differs: `symbol`, `paragraph`, `language`, `in_reference`
            (the opener there), `level` (of it on the scale), `opener`, `usually` (what that
            opener renders as a rule), `usual_level`, `difference` (usual level less level:
            above 0 where this language is firmer), `share` (how regularly).

        Notes
        -----
        The scale is of the reference language alone. What an opener of another language is worth
        is read off these resolutions: the phrase that it most often stands for. So this finds
        where a translation departs from its own custom, not which language is firm; an opener
        that renders two phrases regularly (French "engage": encourages, calls upon) differs in
        all paragraphs of the rarer one. Compared are directives on both sides.
        """
        import pandas as pd

        rows = []
        for pair, act, usual, share in self._directives():
            if usual is not None and usual.level != act.level:
                rows.append(
                    (pair.symbol, pair.paragraph, pair.language, pair.in_reference, act.level,
                     pair.opener, usual.phrase, usual.level, usual.level - act.level, share)
                )  # fmt: skip
        return pd.DataFrame(rows, columns=_FIRMNESS)

    def to_frame(self) -> pd.DataFrame:
        """How much languages differ from the reference, a row a language.

        Returns
        -------
        pandas.DataFrame
            `language`; `resolutions` (that are there in both), `same` of them with the same
            clauses; `clauses` of the reference (preambular, operative and sub-paragraphs),
            `found` of them under the same id; `directives` (operative paragraphs found in both
            whose opener in the reference is one), `compared` of them (the others have openers
            that are too rare, or stand for no one phrase), `firmer`, `softer` of these (see
            `firmness`), `mean_difference` (levels of the scale, of those compared; NaN where
            none is).
        """
        import pandas as pd

        gaps: dict[str, list[float]] = defaultdict(list)
        directives: Counter[str] = Counter()
        for pair, act, usual, _ in self._directives():
            directives[pair.language] += 1
            if usual is not None:
                gaps[pair.language].append(usual.level - act.level)
        rows = []
        for code in self.codes[1:]:
            both = [v for v in self.records.values() if code in v]
            names = [[set(_named(v[c])) for c in (self.reference, code)] for v in both]
            gap = gaps[code]
            rows.append(
                (code, len(both), sum(a == b for a, b in names), sum(len(a) for a, _ in names),
                 sum(len(a & b) for a, b in names), directives[code], len(gap),
                 sum(g > 0 for g in gap), sum(g < 0 for g in gap),
                 sum(gap) / len(gap) if gap else float("nan"))
            )  # fmt: skip
        return pd.DataFrame(rows, columns=_SUMMARY)

    @cached_property
    def _pairs(self) -> list[_Pair]:
        """Operative paragraphs of other languages with an opener, and their counterparts."""
        found = []
        for symbol, versions in self.records.items():
            there = _places(versions[self.reference])
            for code in (c for c in self.codes[1:] if c in versions):
                for name, own in _places(versions[code]).items():
                    other = there.get(name)
                    if other and own.kind == other.kind == "operative" and own.opener:
                        opener = _folded(own.opener)
                        found.append(_Pair(symbol, name, code, opener, other.opener or ""))
        return found

    @cached_property
    def _acts(self) -> dict[str, Act | None]:
        """What openers of the reference do."""
        return {said: act_of(said, self.scale) for said in {p.in_reference for p in self._pairs}}

    @cached_property
    def _usual(self) -> dict[str, dict[str, tuple[int, Act, float, str]]]:
        """By language and opener: paragraphs, the commonest act, its share, why it is not used."""
        held: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for pair in self._pairs:
            act = self._acts[pair.in_reference]
            if act is not None:
                held[pair.language, pair.opener][act.phrase] += 1
        found: dict[str, dict[str, tuple[int, Act, float, str]]] = {c: {} for c in self.codes[1:]}
        for (language, opener), phrases in held.items():
            phrase, n = min(phrases.items(), key=lambda item: (-item[1], item[0]))
            total = phrases.total()
            reason = "no counterpart has half of them" if n < _MOST * total else ""
            reason = f"fewer than {_ENOUGH} paragraphs" if total < _ENOUGH else reason
            found[language][opener] = total, self.scale[phrase], n / total, reason
        return found

    def _directives(self) -> Iterable[tuple[_Pair, Act, Act | None, float]]:
        """Directives of the reference, with what the opener of the other language usually is."""
        for pair in self._pairs:
            act = self._acts[pair.in_reference]
            if act is None or act.act != "directive" or act.level != act.level:
                continue
            _, usual, share, reason = self._usual[pair.language][pair.opener]
            graded = usual.act == "directive" and usual.level == usual.level
            yield pair, act, usual if graded and not reason else None, share

    def __repr__(self) -> str:
        return f"<Languages of {len(self.records):,} resolutions in {', '.join(self.codes)}>"

    def _repr_html_(self) -> str:
        """Return the summary; every string is escaped."""
        return shown.block(shown.said(repr(self)[1:-1]), shown.table(self.to_frame()))


@dataclass(frozen=True)
class _Pair:
    """An operative paragraph, its opener in small letters, and the opener of the reference."""

    symbol: str
    paragraph: str
    language: str
    opener: str
    in_reference: str


def languages(
    given: Any,
    *,
    reference: str = "en",
    scale: str | PathLike[str] | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> Languages:
    """Set resolutions in several languages side by side, paragraph by paragraph.

    Parameters
    ----------
    given : path, or a list of paths or of `Resolution`
        Folders and zip archives, in any order, as the United Nations publishes one a language;
        each document says in which language it is. Or documents that were read before.
    reference : str
        The language that the others are set beside.
    scale : path, optional
        Scale of firmness for the openers of the reference, as for `speech_acts`; the built-in
        one is in English.
    n_jobs : int, optional
        Processes that read; by default one a core.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Languages
        With `clause(symbol, paragraph)`, `differences()`, `openers(language)`, `firmness()` and
        `to_frame()`.

    Raises
    ------
    UnresError
        When no resolution is there in the reference and in another language, or an input cannot
        be read.

    Notes
    -----
    Paragraphs are the same when their ids are: PP3, OP7(a). The letters of Arabic and the
    numbers of Chinese are read as those of the Latin languages: OP7(ب) is OP7(b). A document
    whose words are in another language than it says is left out, and told in `issues`; so is a
    second document of the same symbol and language.

    Examples
    --------
    See `Languages`. With the public repository in a folder: ``languages(["78session/English",
    "78session_French.zip"])``.
    """
    check_known([reference], list(LANGUAGES), "official languages")
    records, refused = _read(given, n_jobs, progress)
    held: dict[str, dict[str, Resolution]] = {}
    for record in records:
        symbol, spoken = record.symbol or "", _language(record)
        versions = held.setdefault(symbol, {})
        if not symbol:
            refused.append(("", record.language, "prints no symbol"))
        elif spoken != record.language:
            refused.append((symbol, record.language, f"its words are in {spoken!r}"))
        elif record.language in versions:
            refused.append(
                (symbol, record.language, f"stands twice{_where(record)}; the first counts")
            )
        else:
            versions[record.language] = record
    kept = {s: held[s] for s in sorted(filter(None, held), key=symbols.parse)
            if reference in held[s] and len(held[s]) > 1}  # fmt: skip
    if not kept:
        found = sorted({code for versions in held.values() for code in versions})
        raise UnresError(
            f"found {sum(map(bool, held))} resolutions in {', '.join(found) or 'no language'}, "
            f"expected the same ones in {reference!r} and in at least one other language"
        )
    return Languages(kept, reference, _issues(refused), read_scale(scale))


def _issues(refused: list[tuple[str, str, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(refused, columns=["symbol", "language", "reason"])


def _read(
    given: Any, n_jobs: int | None, progress: bool
) -> tuple[list[Resolution], list[tuple[str, str, str]]]:
    """Documents that were given or stand in folders and archives; and what could not be read."""
    if isinstance(given, Loaded):
        given = [given]
    kinds = (Resolution, str, PathLike, Loaded)
    records: list[Resolution] = []
    refused: list[tuple[str, str, str]] = []
    for one in as_list(given, "documents in several languages", kinds):
        check_kind(one, kinds, "a document", "a Resolution, a folder or a zip archive")
        if isinstance(one, Resolution):
            records.append(one)
            continue
        loaded = one if isinstance(one, Loaded) else load_folder(one, n_jobs=n_jobs,
                                                                  progress=progress)  # fmt: skip
        records += loaded.records
        refused += [("", "", f"{row.path}: {row.reason}") for row in loaded.issues.itertuples()]
    return records, refused


def _language(record: Resolution) -> str:
    """Language of its words; the one that it states where they do not tell."""
    text = " ".join(p.text for p in record)[:_READ]
    return language_of(text) or record.language


def _where(record: Resolution) -> str:
    return f", also in {record.source.path}" if record.source else ""


def _places(record: Resolution) -> dict[str, Paragraph]:
    """Paragraphs of the body by the id that they have in all languages."""
    return {common_name(p.id): p for p in reversed(record.body)}


def _named(record: Resolution, kind: str | None = None) -> list[str]:
    return [common_name(p.id) for p in record.body if kind in (None, p.kind)]


def _folded(opener: str) -> str:
    return opener.casefold().replace("'", "’").strip(",;:.，；：، ")


def _cell(language: str, opener: str | None, text: str | None) -> str:
    """Text of a paragraph as HTML, in its direction."""
    if text is None:
        return "–"
    marked = html.escape(text)
    if opener and text.startswith(opener):
        mark = "b" if language in _BOLD else "em"
        marked = f"<{mark}>{html.escape(opener)}</{mark}>{html.escape(text[len(opener) :])}"
    rtl = language == "ar"
    look = f'dir="{"rtl" if rtl else "ltr"}" style="text-align:{"right" if rtl else "left"}"'
    return f'<div lang="{html.escape(language)}" {look}>{marked}</div>'
