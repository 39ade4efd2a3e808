"""Read resolutions again that were written out as text, beside their XML.

Usage: ``python -m benchmarks.texts``. The records of the XML lose their markup and are written
as text in several ways: blank lines between paragraphs, one paragraph a line, lines wrapped at 78
characters with and without blank lines. Right is a paragraph of the body whose id and kind are
those of the XML.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.measure import reference
from tools import openers as derive
from unres_research._names import BODY_KINDS
from unres_research.read import _text as plaintext
from unres_research.records import Resolution

FORMULAS = {
    ("en", "General Assembly"): "The General Assembly,",
    ("en", "Security Council"): "The Security Council,",
    ("fr", "General Assembly"): "L’Assemblée générale,",
    ("es", "General Assembly"): "La Asamblea General,",
}
ANNEXES = {"en": "Annex", "fr": "Annexe", "es": "Anexo"}


@dataclass(frozen=True)
class Row:
    language: str
    way: str
    documents: int
    same: int
    paragraphs: int
    ids: int
    texts: int


def _wrap(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 78, break_on_hyphens=False))


WAYS: dict[str, Callable[[list[str]], str]] = {
    "blank lines": "\n\n".join,
    "one paragraph a line": "\n".join,
    "wrapped, blank lines": lambda lines: "\n\n".join(map(_wrap, lines)),
    "wrapped, no blank lines": lambda lines: "\n".join(map(_wrap, lines)),
}


def written(record: Resolution) -> list[str]:
    """Paragraphs of a record as they are printed, without italics and footnotes."""
    formula = FORMULAS[record.language, record.organ]
    out = [record.symbol or "", record.title or "A title", formula]
    annex = None
    for p in record:
        if p.annex and p.annex != annex:
            annex = p.annex
            out += [ANNEXES[record.language], record.annexes[annex - 1].title]
        point = "." if re.fullmatch(r"\d+", p.number or "") else ""
        label = f"{p.number}{point} " if p.number and p.kind != "heading" else ""
        out.append(label + p.text)
    return [line for line in out if line]


def measure(found: Iterable[Resolution]) -> list[Row]:
    """Read every resolution of one letter (collections are several documents) in each way."""
    some = [r for r in found if (r.language, r.organ) in FORMULAS and " " not in (r.symbol or "")]
    some += [r for r in found if r.organ == "Security Council"]
    rows = []
    for language in ("en", "fr", "es"):
        records = [r for r in some if r.language == language]
        for name, write in WAYS.items():
            counts = [_compare(r, plaintext.parse(write(written(r)))) for r in records]
            rows.append(Row(language, name, len(records), *map(sum, zip(*counts, strict=True))))
    return rows


def _compare(xml: Resolution, text: Resolution) -> tuple[int, int, int, int]:
    theirs = {p.id: p for p in xml if p.kind in BODY_KINDS}
    ours = {p.id: p for p in text if p.kind in BODY_KINDS}
    right = [key for key, p in theirs.items() if key in ours and ours[key].kind == p.kind]
    same = len(right) == len(theirs) == len(ours)
    return same, len(theirs), len(right), sum(ours[k].text == theirs[k].text for k in right)


def show(rows: list[Row]) -> None:
    """Print a Markdown table."""
    print("| language | way | documents | all ids right | paragraphs | id and kind | text |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for r in rows:
        ids, texts = f"{r.ids / r.paragraphs:.2%}", f"{r.texts / r.paragraphs:.2%}"
        print(
            f"| {r.language} | {r.way} | {r.documents:,} | {r.same / r.documents:.1%} "
            f"| {r.paragraphs:,} | {ids} | {texts} |"
        )


if __name__ == "__main__":
    show(measure(derive.records(reference())[0]))
