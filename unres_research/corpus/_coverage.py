"""What a data set holds, and what it does not, in sentences."""

from __future__ import annotations

from unres_research import symbols
from unres_research.corpus._corpus import Corpus
from unres_research.corpus._schema import SELECTION


def held(corpus: Corpus) -> tuple[str, ...]:
    """Say what a data set holds: resolutions, sessions, days, and which version it is.

    >>> from unres_research.corpus import example_corpus
    >>> held(example_corpus())[0]
    '16 resolutions, adopted from 2023-05-01 to 2024-05-08, of sessions 77 and 78.'
    """
    count, single = len(corpus), len(corpus) == 1
    said = f"{count:,} resolution{'' if single else 's'}"
    if count:
        said += f", adopted from {corpus.first_date} to {corpus.last_date}, of {_sessions(corpus)}"
    return f"{said}.", *_versions(corpus), *_beside(corpus)


def missing(corpus: Corpus) -> tuple[str, ...]:
    """Say what a data set does not hold, as far as it knows.

    >>> from unres_research.corpus import example_corpus
    >>> missing(example_corpus())[0]
    'Only resolutions of the General Assembly; of no other organ, and no decisions.'
    """
    organs = sorted({symbols.parse(symbol).organ or "" for symbol in corpus} - {""})
    known = corpus.package.get("unres", {})
    lines = [
        f"Only resolutions of {_listed([f'the {organ}' for organ in organs])}; of no other organ, "
        "and no decisions."
    ] if organs else []  # fmt: skip
    if corpus.collection == SELECTION:
        lines.append("A selection: it has no denominator, and what it lacks may exist.")
    if without := list(known.get("metadata_without_file", ())):
        lines.append(f"Adopted, but without a file in the source: {_listed(without)}.")
    if not corpus.has_texts:
        lines.append("No texts: counts of words and fingerprints of runs of six words.")
    if (words := known.get("least_paragraphs_word")) is not None:
        lines.append(
            f"Not counted: words that stand in fewer than {words} paragraphs, phrases of two and "
            f"three words that stand in fewer than {known.get('least_paragraphs_phrase', words)}."
        )
    return tuple(lines)


def _sessions(corpus: Corpus) -> str:
    """The sessions, those that follow each other as a range."""
    table = corpus.resolutions
    regular = sorted(table["session"].dropna().unique().tolist())
    special = sorted(table["special_session"].dropna().unique().tolist())
    whole = len(regular) > 2 and regular[-1] - regular[0] == len(regular) - 1
    named = [f"{regular[0]} to {regular[-1]}"] if whole else [str(s) for s in regular]
    parts = [f"session{'s' * (len(regular) > 1)} {_listed(named)}"] if regular else []
    parts += [f"special session{'s' * (len(special) > 1)} {_listed(special)}"] if special else []
    return " and ".join(parts) or "no session"


def _versions(corpus: Corpus) -> list[str]:
    package = corpus.package
    version = f"Data set {package.get('name', '')}, version {package.get('version', 'unknown')}"
    analyser = package.get("unres", {}).get("analyser")
    said = [f"{version}{f', analyser {analyser}' if analyser else ''}."]
    for source in package.get("sources", ()):
        of = f", version {source['version']}" if source.get("version") else ""
        said.append(f"Built from: {source.get('title', 'a folder')}{of}.")
    return said


def _beside(corpus: Corpus) -> list[str]:
    older = corpus.selection
    if older is None or not len(older):
        return []
    by = older.package.get("unres", {}).get("selected")
    return [
        f"Beside it a selection of {len(older):,} older resolutions ({older.first_date[:4]} to "
        f"{older.last_date[:4]}{f'; {by}' if by else ''}), of which no shares are taken."
    ]


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
