"""How right the PDF reader is: each PDF beside the XML of the same resolution.

And how many citations are told by the text alone, without the links that the XML has; and how
right other forms are read (`benchmarks.forms`).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from unres_research import load, symbols
from unres_research._names import GENERAL_ASSEMBLY
from unres_research.errors import ReadError
from unres_research.read._files import files
from unres_research.read._load import _parsed as parsed_here
from unres_research.records import Paragraph, Resolution

_SAME = str.maketrans("–—‑’‘“”", "---''\"\"")


@dataclass(frozen=True)
class Difference:
    """One field of one paragraph in which PDF and XML differ; "xml" and "pdf" for a reader."""

    symbol: str
    paragraph: str
    field: str
    xml: str
    pdf: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.symbol, self.paragraph, self.field


def same(text: object) -> str:
    """Text with spaces folded and dashes and quotation marks made one."""
    return re.sub(r"\s+", " ", str(text or "").translate(_SAME)).strip()


def compare(xml: Resolution, pdf: Resolution) -> Iterator[Difference]:
    """Yield the differences of two readings of one document, paragraph by paragraph."""
    symbol = xml.symbol or ""
    for field in ("session", "title", "adopted_on", "distributed_on", "origin", "committee"):
        one, other = same(getattr(xml, field)), same(getattr(pdf, field))
        if one != other:
            yield Difference(symbol, "", field, one, other)
    for field in ("agenda_items", "agenda_titles", "footnotes"):
        one, other = _flat(getattr(xml, field)), _flat(getattr(pdf, field))
        if one != other:
            yield Difference(symbol, "", field, one, other)
    ours = {p.id: p for p in pdf}
    for paragraph in xml:
        twin = ours.pop(paragraph.id, None)
        if twin is None:
            yield Difference(symbol, paragraph.id, "identity", paragraph.text, "")
        else:
            yield from _fields(symbol, paragraph, twin)
    for left in ours.values():
        yield Difference(symbol, left.id, "identity", "", left.text)


def _flat(values: tuple[object, ...]) -> str:
    texts = [getattr(v, "text", v) for v in values]
    marks = [getattr(v, "mark", "") for v in values]
    return " | ".join(f"{m} {same(t)}" for m, t in zip(marks, texts, strict=True))


def _fields(symbol: str, xml: Paragraph, pdf: Paragraph) -> Iterator[Difference]:
    for field in ("kind", "number", "parent", "opener", "text"):
        one, other = same(getattr(xml, field)), same(getattr(pdf, field))
        if one != other:
            yield Difference(symbol, xml.id, field, one, other)
    for field in ("cites", "footnotes"):
        printed, read = set(getattr(xml, field)), set(getattr(pdf, field))
        if printed != read:
            only = [f"only: {' '.join(sorted(x))}" for x in (printed - read, read - printed)]
            yield Difference(symbol, xml.id, field, *only)


def blanks(xml: Resolution, pdf: Resolution) -> Iterator[tuple[str, str, str]]:
    """Yield words that only one reading keeps apart: ("joined" or "split", where, the words).

    Paragraphs and footnotes whose letters agree are laid beside each other; "joined" are two
    words of the XML that the PDF's reader made one, "split" one word of the XML that is two.
    """
    texts = {p.id: p.text for p in pdf}
    pairs = [(p.id, p.text, texts.get(p.id, "")) for p in xml]
    notes = {note.mark: note.text for note in pdf.footnotes}
    pairs += [(f"note {n.mark}", n.text, notes.get(n.mark, "")) for n in xml.footnotes]
    for where, one, other in pairs:
        one, other = same(one), same(other)
        if one.replace(" ", "") != other.replace(" ", ""):
            continue
        apart, read = _ends(one), _ends(other)
        for place in sorted(apart.keys() ^ read.keys()):
            what = "joined" if place in apart else "split"
            yield what, where, apart.get(place) or read[place]


def _ends(text: str) -> dict[int, str]:
    """Where words end, in letters from the beginning, with the words around."""
    words, found, letters = text.split(" "), {}, 0
    for word, after in pairwise(words):
        letters += len(word)
        found[letters] = f"{word} {after}"
    return found


@dataclass(frozen=True)
class Citations:
    """Citations of paragraphs: how many one reading has, how many of them the other, too."""

    there: int = 0
    agree: int = 0
    extra: int = 0  # that only the other has

    def add(self, ones: Iterable[str], others: Iterable[str]) -> Citations:
        one, other = set(ones), set(others)
        both = len(one & other)
        return Citations(self.there + len(one), self.agree + both, self.extra + len(other) - both)

    def __str__(self) -> str:
        share = self.agree / self.there
        return f"{self.agree:,} of {self.there:,} ({share:.2%}); {self.extra} others"


def without_links(folder: Path) -> Citations:
    """Citations that the XML's paragraphs and footnotes have, found again in the text alone."""
    count, real = Citations(), symbols.find

    def find(
        text: str, links: Sequence[tuple[int, int, str]] = (), *, organ: str = GENERAL_ASSEMBLY
    ) -> list[symbols.Citation]:
        nonlocal count
        found = real(text, links, organ=organ)
        alone = real(text, organ=organ) if links else found
        count = count.add([c.symbol for c in found], [c.symbol for c in alone])
        return found

    symbols.find = find  # the readers call it with every text and its links
    try:
        for file in files(folder)[0]:  # in this process, whose function it is
            with suppress(ReadError):
                parsed_here(file.read(), file.name)
    finally:
        symbols.find = real
    return count


@dataclass(frozen=True)
class Accuracy:
    """What `measure` found."""

    documents: int
    paragraphs: int
    words: int
    differences: tuple[Difference, ...]
    blanks: tuple[tuple[str, str, str, str], ...] = ()  # symbol, then as `blanks` gives them
    citations: Citations = Citations()

    def share(self, *fields: str) -> float:
        """Share of paragraphs that are right in all these fields (and are there at all)."""
        wanted = {"identity", *fields}
        wrong = {(d.symbol, d.paragraph) for d in self.differences if d.field in wanted}
        return 1 - len([w for w in wrong if w[1]]) / self.paragraphs


def measure(corpus: Path, sources: Path) -> Accuracy:
    """Compare every PDF of a corpus folder with its XML.

    `sources` is the table of source files of the data set, which says where the XML is.
    """
    with sources.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["status"] == "read"]
    paths = {row["symbol"].split(" ")[0]: row["path"] for row in rows}
    found: list[Difference] = []
    moved: list[tuple[str, str, str, str]] = []
    paragraphs = documents = words = 0
    citations = Citations()
    for path in sorted((corpus / "pdf").glob("A_RES_*.pdf")):
        xml = load(corpus / "UNxml-GAresolutions" / paths[path.stem.replace("_", "/")])
        pdf = load(path)
        found += compare(xml, pdf)
        moved += [(xml.symbol or "", *one) for one in blanks(xml, pdf)]
        words += sum(len(p.text.split()) for p in xml)
        read = {p.id: p.cites for p in pdf}
        for p in xml:
            citations = citations.add(p.cites, read.get(p.id, ()))
        documents += 1
        paragraphs += len(xml.paragraphs)
    return Accuracy(documents, paragraphs, words, tuple(found), tuple(moved), citations)


def show(accuracy: Accuracy) -> None:
    """Print the shares, and every difference."""
    print(f"{accuracy.documents} PDFs, {accuracy.paragraphs:,} paragraphs of their XML")
    for field in ("text", "kind", "number", "parent", "opener", "cites", "footnotes"):
        print(f"| {field} | {accuracy.share(field):.2%} |")
    print(f"citations in both: {accuracy.citations}")
    print(dict(Counter(d.field for d in accuracy.differences)))
    for what in ("joined", "split"):
        places = [one for one in accuracy.blanks if one[1] == what]
        print(f"words {what} by a repair: {len(places)} of {accuracy.words:,}")
        for symbol, _, where, around in places:
            print(f"   {symbol} {where}: {around}")
    for d in accuracy.differences:
        print(
            f"{d.symbol} {d.paragraph} {d.field}\n   xml {_cut(d, d.xml)}\n   pdf {_cut(d, d.pdf)}"
        )


def _cut(difference: Difference, text: str) -> str:
    """Show a long text from just before the first place where the two differ."""
    pairs = zip(difference.xml, difference.pdf, strict=False)
    at = next((k for k, (a, b) in enumerate(pairs) if a != b), 0)
    return text[max(0, at - 20) : at + 60]


if __name__ == "__main__":
    from benchmarks import forms
    from benchmarks.measure import reference

    show(measure(reference(), Path(__file__).resolve().parents[1] / "data" / "sources.csv"))
    print(f"XML without its links: {without_links(reference() / 'UNxml-GAresolutions')}")
    forms.main([])
