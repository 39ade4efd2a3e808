"""Tell bare paragraphs apart by their opening words, measured on documents held out.

Usage: ``python -m benchmarks.classifier``. Paragraphs lose their place, number and italics; the
kind that the XML gives them is the truth. English: openers derived from sessions 74 to 79 of the
Assembly, tried on session 80 and on the Security Council. French and Spanish (session 78 alone):
every second document by symbol against the others, both ways. The list made by hand is used in
all of them; it was fixed without looking at the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.measure import reference
from tools import openers as derive
from unres_research.read import _openers as openers
from unres_research.records import Resolution


@dataclass(frozen=True)
class Score:
    """How many paragraphs of a kind were told right, wrong, or not at all (None)."""

    task: str
    kind: str
    right: int
    wrong: int
    none: int

    @property
    def all(self) -> int:
        return self.right + self.wrong + self.none


def scores(
    task: str, known: Sequence[Resolution], tried: Sequence[Resolution], language: str | None
) -> list[Score]:
    """Derive openers from some resolutions, classify the paragraphs of others.

    Headings have no kind to find: for them None is right.
    """
    using = openers.lexicon([*derive.rows(known), *openers.older()])
    found = []
    for kind in ("preambular", "operative", "heading"):
        texts = [p.text for r in tried for p in r if p.kind == kind and not p.annex]
        answers = [openers.classify(text, language, using=using) for text in texts]
        none = answers.count(None)
        right = answers.count(kind)
        if kind == "heading":
            right, none = none, 0
        found.append(Score(task, kind, right, len(answers) - right - none, none))
    return found


def measure(found: Sequence[Resolution]) -> list[Score]:
    """Score every task; French and Spanish halves are added up."""
    english = [r for r in found if r.language == "en"]
    assembly = [r for r in english if r.organ == "General Assembly"]
    council = [r for r in english if r.organ == "Security Council"]
    early = [r for r in assembly if isinstance(r.session, int) and r.session < 80]
    late = [r for r in assembly if r.session == 80]
    out: list[Score] = []
    for language in ("en", None):
        told = "" if language else ", language not given"
        out += scores(f"English, session 80{told}", early, late, language)
        out += scores(f"English, Security Council{told}", early, council, language)
    for name, code in (("French", "fr"), ("Spanish", "es")):
        once = {r.symbol: r for r in found if r.language == code and r.session == 78}
        some = [once[symbol] for symbol in sorted(once, key=str)]
        halves = some[::2], some[1::2]
        for language in (code, None):
            task = f"{name}, session 78" + ("" if language else ", language not given")
            pairs = zip(
                scores(task, halves[0], halves[1], language),
                scores(task, halves[1], halves[0], language),
                strict=True,
            )
            out += [
                Score(task, a.kind, a.right + b.right, a.wrong + b.wrong, a.none + b.none)
                for a, b in pairs
            ]
    return out


def show(found: Sequence[Score]) -> None:
    """Print a Markdown table."""
    print("| documents | kind | paragraphs | right | wrong | none |\n|---|---|---:|---:|---:|---:|")
    for s in found:
        shares = " | ".join(f"{100 * n / s.all:.2f}%" for n in (s.right, s.wrong, s.none))
        print(f"| {s.task} | {s.kind} | {s.all:,} | {shares} |")


if __name__ == "__main__":
    documents, unread = derive.records(reference())
    show(measure(documents))
    for issue in unread:
        print(issue)
