"""Write `unres_research/wordlists/openers.csv`: ``python tools/openers.py FOLDER``.

The openers are the words that XML files set in italics, in Chinese in bold, at the beginning of
preambular and operative paragraphs. FOLDER holds copies of the source repositories in all
languages; the list there is replaced, and with it what the readers take for an opener.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from unres_research.errors import ReadError
from unres_research.read import loads
from unres_research.read._files import files
from unres_research.read._openers import LONGEST
from unres_research.records import Resolution

COLUMNS = ("opener", "kind", "language", "paragraphs", "share", "source")
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
PATH = Path(__file__).parents[1] / "unres_research" / "wordlists" / "openers.csv"


def records(folder: str | Path) -> tuple[list[Resolution], list[ReadError]]:
    """Read every XML file under a folder, inside zip archives too; list what cannot be read."""
    documents, issues = files(folder)
    found = []
    for document in documents:
        if not document.name.lower().endswith(".xml"):
            continue
        try:
            found.append(loads(document.read(), document.name))
        except ReadError as error:
            issues.append(error)
    return found, issues


def _paragraphs(found: Iterable[Resolution]) -> Iterable[tuple[str, str | None, str]]:
    """Kind, opener and text of the preambular and operative paragraphs."""
    kinds = ("preambular", "operative")
    return ((p.kind, p.opener, p.text) for record in found for p in record if p.kind in kinds)


def rows(found: Iterable[Resolution]) -> list[dict[str, str]]:
    """Openers of all languages, with the columns of `COLUMNS`, by language."""
    by_language: dict[str, list[Resolution]] = defaultdict(list)
    for record in found:
        by_language[record.language].append(record)
    out = []
    for language in LANGUAGES:
        some = by_language[language]
        out += derive(_paragraphs(some), language=language, source=_source(some))
    return out


def _source(found: list[Resolution]) -> str:
    """Say where resolutions come from: "UNxml/GAresolutions, 2236 resolutions"."""
    names = {"General Assembly": "UNxml/GAresolutions", "Security Council": "UNxml/SCresolutions"}
    counts = Counter(names.get(record.organ, record.organ) for record in found)
    return "; ".join(f"{name}, {count} resolutions" for name, count in sorted(counts.items()))


def _is_opener(phrase: str, language: str) -> bool:
    """Tell whether italics may be an opener: not long, no numbers, titles or quotations."""
    short = len(phrase) <= 12 if language == "zh" else len(phrase.split()) <= LONGEST
    return short and re.fullmatch(r"[^\W\d_][^\d()（）《》“”]*", phrase) is not None


def derive(
    paragraphs: Iterable[tuple[str, str | None, str]], *, language: str = "en", source: str = ""
) -> list[dict[str, str]]:
    """Openers that occur at least three times, with the columns of `COLUMNS`, most frequent first.

    `paragraphs` are (kind, opener as set in italics or None, text); Chinese is cut into characters.
    """
    marked: dict[str, Counter[str]] = defaultdict(Counter)
    begins: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, opener, text in paragraphs:
        if opener and _is_opener(opener, language):
            marked[kind][opener] += 1
        words = list(text[:12]) if language == "zh" else text.split(" ")[:LONGEST]
        glue = "" if language == "zh" else " "
        prefixes = {glue.join(words[:n]).strip(",;:. ") for n in range(1, len(words) + 1)}
        begins[kind].update(prefixes)
    rows = [
        {
            "opener": opener,
            "kind": kind,
            "language": language,
            "paragraphs": str(count),
            "share": f"{count / max(count, begins[kind][opener]):.3f}",
            "source": source,
        }
        for kind in ("preambular", "operative")
        for opener, count in marked[kind].items()
        if count >= 3
    ]
    return sorted(rows, key=lambda r: (-int(r["paragraphs"]), r["kind"], r["opener"]))


def main(arguments: list[str]) -> int:
    """Write the list; 1 when some files could not be read, 2 for wrong usage."""
    if len(arguments) != 1:
        print("usage: python tools/openers.py FOLDER", file=sys.stderr)
        return 2
    found, issues = records(arguments[0])
    table = rows(found)
    with PATH.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"{len(table)} openers of {len(found)} documents in {PATH.name}")
    for issue in issues:
        print(issue, file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
