"""Tell bare paragraphs and whole texts apart by their words, measured on documents held out.

Usage: ``python -m benchmarks.classifier``. Paragraphs lose their number and italics, and for the
first table their place; the kind that the XML gives them is the truth. English: openers derived
from sessions 74 to 79 of the Assembly, tried on session 80 and on the Security Council. The other
languages (session 78 alone): every second document by symbol against the others, both ways. The
list made by hand is used in all of them; it was fixed without looking at the figures.

The second table is of `classify_document`: the whole text with its title, opening sentence,
headings and annexes, which are neither preambular nor operative. Its rules were made looking at
what went wrong in session 80, in the Security Council and in session 78 of the other languages;
English session 75 was not looked at. Invented texts in the manner of older recommendations
(`older_texts.txt`) are tried as written, without labels, without all that is neither, and without
the signs at the ends; openers are there those of the package. Rows "by themselves" are `classify`,
where None counts as operative and nothing as neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import reference
from tools import openers as derive
from unres_research.read import _openers as openers
from unres_research.read import classify_document
from unres_research.records import Paragraph, Resolution

NEITHER = "neither"
KINDS = ("preambular", "operative", NEITHER)
OPENINGS = {
    ("en", "General Assembly"): "The General Assembly,",
    ("en", "Security Council"): "The Security Council,",
    ("fr", "General Assembly"): "L’Assemblée générale,",
    ("es", "General Assembly"): "La Asamblea General,",
    ("ru", "General Assembly"): "Генеральная Ассамблея,",
    ("zh", "General Assembly"): "大会，",
    ("ar", "General Assembly"): "إن الجمعية العامة،",
}
ANNEXES = {"en": "Annex", "fr": "Annexe", "es": "Anexo"}
ANNEXES |= {"ru": "Приложение", "zh": "附件", "ar": "المرفق"}
OLDER = Path(__file__).with_name("older_texts.txt")

Text = list[tuple[str, str]]  # paragraphs and their kinds


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
    """Score every task of bare paragraphs; French and Spanish halves are added up."""
    out: list[Score] = []
    for name, code, splits in _tasks(found):
        if code not in ("en", "fr", "es"):
            continue
        for language in (code, None):
            task = name + ("" if language else ", language not given")
            pairs = [scores(task, known, tried, language) for known, tried in splits]
            out += [
                Score(
                    task,
                    several[0].kind,
                    *(
                        sum(getattr(s, field) for s in several)
                        for field in ("right", "wrong", "none")
                    ),
                )
                for several in zip(*pairs, strict=True)
            ]
    return out


Split = tuple[Sequence[Resolution], Sequence[Resolution]]  # known, tried


def _tasks(found: Sequence[Resolution]) -> Iterator[tuple[str, str, list[Split]]]:
    """Name, language, and which documents the openers are derived from and tried on."""
    english = [r for r in found if r.language == "en"]
    assembly = [r for r in english if r.organ == "General Assembly"]
    council = [r for r in english if r.organ == "Security Council"]
    early = [r for r in assembly if isinstance(r.session, int) and r.session < 80]
    late = [r for r in assembly if r.session == 80]
    yield "English, session 80", "en", [(early, late)]
    yield "English, Security Council", "en", [(early, council)]
    names = {"fr": "French", "es": "Spanish", "ru": "Russian", "zh": "Chinese", "ar": "Arabic"}
    for code, name in names.items():
        once = {r.symbol: r for r in found if r.language == code and r.session == 78}
        some = [once[symbol] for symbol in sorted(once, key=str)]
        yield f"{name}, session 78", code, [(some[::2], some[1::2]), (some[1::2], some[::2])]


# whole texts ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """How many paragraphs of each kind were told as which, in some texts."""

    task: str
    texts: int
    right_texts: int
    pairs: Mapping[tuple[str, str], int]  # (kind, told)

    def f1(self, kind: str) -> float:
        told = sum(n for (_, one), n in self.pairs.items() if one == kind)
        are = sum(n for (one, _), n in self.pairs.items() if one == kind)
        return 2 * self.pairs.get((kind, kind), 0) / (told + are) if told + are else float("nan")


def bare(record: Resolution) -> Text:
    """Write a resolution as a text without numbers, labels and italics, with the kinds."""
    text = [(record.title, NEITHER), (OPENINGS[record.language, record.organ], NEITHER)]
    parents = {p.id: p for p in record}
    annex = None
    for p in record:
        if p.annex and p.annex != annex:
            annex = p.annex
            text += [(ANNEXES[record.language], NEITHER)]
            text += [(record.annexes[annex - 1].title, NEITHER)]
        text.append((p.text, _kind(p, parents)))
    return [(words, kind) for words, kind in text if words]


def _kind(p: Paragraph, parents: Mapping[str, Paragraph]) -> str:
    while p.kind == "subparagraph" and p.parent:
        p = parents[p.parent]
    return p.kind if p.kind in KINDS and not p.annex else NEITHER


def try_texts(
    task: str,
    texts: Iterable[Text],
    language: str | None,
    using: openers.Lexicon | None = None,
    tell: Callable[..., Sequence[str]] = classify_document,
) -> Whole:
    """Classify whole texts; headings, annexes and other paragraphs count as neither."""
    pairs: Counter[tuple[str, str]] = Counter()
    count = right = 0
    for text in texts:
        told = tell([words for words, _ in text], language, using=using)
        both = [
            (kind, one if one in KINDS else NEITHER)
            for (_, kind), one in zip(text, told, strict=True)
        ]
        pairs.update(both)
        count += 1
        right += all(kind == one for kind, one in both)
    return Whole(task, count, right, pairs)


def by_themselves(
    paragraphs: Sequence[str], language: str | None, *, using: openers.Lexicon | None
) -> list[str]:
    """Classify each paragraph without the others; what is not known counts as operative."""
    return [openers.classify(one, language, using=using) or "operative" for one in paragraphs]


def measure_texts(found: Sequence[Resolution]) -> list[Whole]:
    """Score `classify_document` on documents of six languages, and on invented older ones."""
    out: list[Whole] = []
    english = [r for r in found if r.language == "en" and r.organ == "General Assembly"]
    unseen = [r for r in english if r.session == 75]
    others = [r for r in english if r.session != 75]
    first: tuple[str, str, list[Split]] = ("English, session 75", "en", [(others, unseen)])
    for name, code, splits in (first, *_tasks(found)):
        for tell, way in ((classify_document, ""), (by_themselves, ", by themselves")):
            halves = []
            for known, tried in splits:
                using = openers.lexicon([*derive.rows(known), *openers.older()])
                halves.append(try_texts(name, map(bare, tried), code, using, tell))
            out.append(_added(name + way, halves))
    return out + measure_older()


def _added(task: str, some: Sequence[Whole]) -> Whole:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in some:
        pairs.update(one.pairs)
    return Whole(task, sum(w.texts for w in some), sum(w.right_texts for w in some), pairs)


def older_texts() -> Iterator[tuple[str, str, Text]]:
    """Read the invented texts: language, set, paragraphs with their kinds."""
    letters = {kind[0].upper(): kind for kind in KINDS}
    for block in OLDER.read_text("utf-8").split("\n= ")[1:]:
        head, *lines = block.strip().splitlines()
        code, name = head.split(":")[0].split(", ")
        yield code, name, [(line[2:], letters[line[0]]) for line in lines if line]


def _unlabelled(text: Text) -> Text:
    label = re.compile(r"(?:\d{1,3}\.|\(?[a-z0-9]\)|[A-Z]\.|[IVX]+\.) ")
    return [
        (label.sub("", words, count=1) if label.match(words) else words, k) for words, k in text
    ]


WAYS: dict[str, Callable[[Text], Text]] = {
    "as written": lambda text: text,
    "without labels": _unlabelled,
    "without labels and all that is neither": lambda text: [
        one for one in _unlabelled(text) if one[1] != NEITHER
    ],
    "without labels and signs at the ends": lambda text: [
        (words.rstrip(".,;: "), kind) for words, kind in _unlabelled(text)
    ],
}


def measure_older() -> list[Whole]:
    """Score the invented texts in each way, the language not given."""
    texts = list(older_texts())
    out = []
    for code, name in (("fr", "French"), ("en", "English"), ("es", "Spanish")):
        for group in ("first", "second", "third"):
            some = [text for language, kind, text in texts if (language, kind) == (code, group)]
            for way, change in WAYS.items() if some else ():
                task = f"{name}, older style, {group} texts, {way}"
                out.append(try_texts(task, map(change, some), None))
            if some:
                task = f"{name}, older style, {group} texts, by themselves"
                out.append(try_texts(task, some, None, tell=by_themselves))
    return out


def show(found: Sequence[Score]) -> None:
    """Print a Markdown table."""
    print("| documents | kind | paragraphs | right | wrong | none |\n|---|---|---:|---:|---:|---:|")
    for s in found:
        shares = " | ".join(f"{100 * n / s.all:.2f}%" for n in (s.right, s.wrong, s.none))
        print(f"| {s.task} | {s.kind} | {s.all:,} | {shares} |")


def show_texts(found: Sequence[Whole]) -> None:
    """Print a Markdown table; macro-F1 is the mean of the F1 of both kinds, and of all three."""
    print(
        "\n| texts | number | all right | paragraphs | F1 preambular | operative | neither", end=""
    )
    print(" | macro-F1 of two | of three |\n|---|" + "---:|" * 8)
    for one in found:
        values = [one.f1(kind) for kind in KINDS]
        values += [sum(values[:2]) / 2, sum(values) / 3]
        shown = " | ".join("" if value != value else f"{value:.4f}" for value in values)
        share, count = one.right_texts / one.texts, sum(one.pairs.values())
        print(f"| {one.task} | {one.texts:,} | {share:.1%} | {count:,} | {shown} |")


if __name__ == "__main__":
    documents, unread = derive.records(reference())
    show(measure(documents))
    show_texts(measure_texts(documents))
    for issue in unread:
        print(issue)
