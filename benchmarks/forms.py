"""How right documents are read in each form in which people have them.

Usage: ``python -m benchmarks.forms [N [SEED]] [WORD]``: N resolutions (100) of the draw SEED (13),
only the forms whose name holds WORD. The forms are made from the XML of resolutions drawn at
random, so that the truth is known; PDFs are the official ones, by pdftotext and as a browser
copies them. A paragraph of the body has its identity where one of the same id holds at least half
of its words; paragraphs that are read and are not there count as wrong ones. Kind, number, opener
and text are right only in a paragraph that has its identity. "Said" are documents with something
wrong (openers apart, which bare text does not show) that have an issue or are refused, "alarms"
those with an issue only.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks import form_files as made
from benchmarks import form_texts as texts
from benchmarks.accuracy import same
from unres_research import loads
from unres_research.errors import ReadError, UnresError
from unres_research.read._files import files
from unres_research.records import Paragraph, Resolution

FIELDS = ("identity", "kind", "number", "opener", "text")
GOAL = 0.98
SEED = 13  # of the draw by which readers were mended; others show what they were not mended by
_PDFS = 20  # that LibreOffice turns into Word files: each takes many seconds
_UNSEEN = {"no-symbol", "no-title", "no-session"}  # issues of what a form does not print


@dataclass(frozen=True)
class Case:
    """A resolution: its record, its XML, and its PDF where there is one."""

    record: Resolution
    xml: bytes
    pdf: Path | None = None


def _as_it_is(record: Resolution) -> Resolution:
    return record


@dataclass(frozen=True)
class Form:
    """One form: how it is made, and what a reader should find in it."""

    name: str
    write: Callable[[Sequence[Case]], Iterable[bytes]]
    truth: Callable[[Resolution], Resolution] = _as_it_is
    free: frozenset[str] = frozenset()  # fields that this form does not print
    headed: bool = True  # prints a title block
    program: str = ""  # without which it is not measured
    pdf: bool = False  # made from the official PDFs
    only: Callable[[Case], bool] = lambda case: True
    most: int | None = None  # documents, where making the form takes long


@dataclass(frozen=True)
class Row:
    """What came out of one form: documents and paragraphs, and how many of each are right."""

    name: str
    documents: int = 0
    heads: int | None = None  # with the right symbol, title, session and date
    wrong: int = 0  # documents with anything wrong
    said: int = 0  # of these, with an issue
    alarms: int = 0  # documents with an issue where nothing is wrong
    paragraphs: int = 0
    right: tuple[int | None, ...] = ()  # by `FIELDS`; None where the form does not print it

    def share(self, field: str) -> float | None:
        count = self.right[FIELDS.index(field)]
        return None if count is None else count / self.paragraphs


# the forms ----------------------------------------------------------------------------


def text_form(
    name: str,
    layout: Callable[[Sequence[str]], str] = texts.blank_lines,
    *,
    label: Callable[[texts.Piece], texts.Piece] = texts.official,
    select: Callable[[Sequence[texts.Piece]], list[texts.Piece]] = list,
    characters: Callable[[str], str] = str,
    encoding: str = "utf-8",
    truth: Callable[[Resolution], Resolution] = _as_it_is,
    free: Iterable[str] = (),
    headed: bool = True,
) -> Form:
    """A form of text: pieces are selected and labelled, laid out, and encoded."""

    def write(cases: Sequence[Case]) -> Iterator[bytes]:
        for case in cases:
            found = [label(piece) for piece in select(texts.pieces(truth(case.record)))]
            yield characters(layout([piece.line for piece in found])).encode(encoding)

    def fits(case: Case) -> bool:
        """Whether the encoding has all characters."""
        try:
            next(iter(write([case])))
        except UnicodeEncodeError:
            return False
        return True

    return Form(name, write, truth, frozenset(free), headed, only=fits)


def _inserted(name: str, suffix: str, label: str = "") -> Form:
    """A form in which each fourth paragraph was put in later."""
    relabel = texts.delegates(label, suffix) if label else texts.official
    kinds = ["preambular", "operative"] if label else ["operative"]
    return text_form(name, label=relabel, truth=partial(texts.inserted, suffix=suffix, kinds=kinds))


def _labels() -> list[Form]:
    pp = texts.delegates
    return [
        text_form("labels PP1, OP1", label=pp("{}")),
        text_form("labels PP1., OP1.", label=pp("{}.")),
        text_form("wrapped, labels PP1, OP1", texts.wrapped_apart, label=pp("{}")),
        _inserted("labels PP3bis, OP7bis", "bis", "{}"),
        _inserted("labels PP3 ter, OP7 ter", " ter", "{}"),
        _inserted("labels PP3 alt, OP7 alt", " alt", "{}"),
        _inserted("numbers 3 bis.", " bis"),
        text_form("in brackets [Noting ...]", label=texts.bracketed, free=["text brackets"]),
        text_form("numbers (1)", label=texts.relabelled("operative", "({})")),
        text_form("preambles - Recalling", label=texts.relabelled("preambular", "-")),
        text_form("numbered preambles", label=texts.relabelled("preambular", "{}.")),
        text_form("sub-paragraphs a.", label=texts.relabelled("subparagraph", "{}.")),
        text_form("lost numbers", label=texts.relabelled("operative", ""), free=["number"]),
    ]


def _layouts() -> list[Form]:
    return [
        text_form("blank lines"),
        text_form("one paragraph a line", "\n".join),
        text_form("wrapped, blank lines", texts.wrapped_apart),
        text_form("wrapped, no blank lines", texts.wrapped_close),
        text_form("wrapped, one long line", texts.one_long),
        text_form("blank line after every line", texts.spaced),
        text_form("the whole on one line", texts.one_line),
        text_form("mail quotes >", texts.quoted),
        text_form("lines end in hyphens", texts.at_hyphens),
        text_form("lines end in U+00AD", texts.at_marks("\u00ad")),
        text_form("lines end in U+0002", texts.at_marks("\x02")),
        text_form("lines end in U+FFFE", texts.at_marks("\ufffe")),
    ]


def _characters() -> list[Form]:
    return [
        text_form("ligatures U+FB00 to U+FB04", characters=texts.ligatures),
        text_form("other dashes and hyphens", characters=texts.dashes),
        text_form("straight quotes", characters=texts.quotes),
        text_form("other spaces", characters=texts.spaces),
        text_form("cp1252", characters=texts.for_windows, encoding="cp1252"),
        text_form("UTF-16 with mark", encoding="utf-16"),
        text_form("UTF-16 without mark", encoding="utf-16-le"),
        text_form("UTF-16 without mark, big first", encoding="utf-16-be"),
    ]


def _heads() -> list[Form]:
    return [
        text_form("title block two to a line", select=texts.head_on_one_line),
        text_form("title ends in session", truth=texts.ends_in_session),
        text_form("wrapped, long title", texts.wrapped_close, truth=texts.long_title),
        text_form("no title block", select=texts.body_alone, headed=False),
        text_form("no formula", select=texts.no_formula),
        text_form("wrapped, no formula", texts.wrapped_apart, select=texts.no_formula),
        text_form("paragraphs alone", select=texts.paragraphs_alone, headed=False),
    ]


def _from_pdfs() -> list[Form]:
    def of(name: str, make: Callable[[Path], bytes], program: str = "") -> Form:
        return Form(
            name, lambda cases: (make(c.pdf) for c in cases if c.pdf), program=program, pdf=True
        )

    return [
        of("copied from a PDF (pdfium)", made.copied),
        of("pdftotext", made.pdftotext, "pdftotext"),
        of("pdftotext -layout", lambda path: made.pdftotext(path, "-layout"), "pdftotext"),
        of("pdftotext -raw", lambda path: made.pdftotext(path, "-raw"), "pdftotext"),
    ]


def _dialects() -> list[Form]:
    def of(name: str, make: Callable[[bytes], bytes]) -> Form:
        return Form(f"Akoma Ntoso, {name}", lambda cases: (make(c.xml) for c in cases))

    def other(name: bytes) -> Callable[[bytes], bytes]:
        return lambda data: made.namespace(data, name)

    return [
        of("3.0/WD17", other(made.AKN + b"/WD17")),
        of("3.0/CSD13", other(made.AKN + b"/CSD13")),
        of("2.0", other(b"http://www.akomantoso.org/2.0")),
        of("no namespace", other(b"")),
        of("UTF-16", made.xml_utf16),
        of("with DOCTYPE", made.doctype),
    ]


def _words() -> list[Form]:
    def of(name: str, make: Callable[[Resolution], bytes], headed: bool = True) -> Form:
        return Form(f"docx, {name}", lambda cases: (make(c.record) for c in cases), headed=headed)

    def pages(cases: Sequence[Case]) -> list[bytes]:
        return made.by_libreoffice([made.page(c.record).encode() for c in cases], "html")

    def again(cases: Sequence[Case]) -> list[bytes]:
        found = [made.word(c.record, numbering=True) for c in cases]
        return made.by_libreoffice(found, "docx")

    def pages_of_word(cases: Sequence[Case]) -> list[bytes]:
        found = [made.word(c.record, numbering=True) for c in cases]
        return made.by_libreoffice(found, "docx", to="pdf")

    def printed(cases: Sequence[Case]) -> list[bytes]:
        found = [c.pdf.read_bytes() for c in cases if c.pdf]
        return made.by_libreoffice(found, "pdf", "--infilter=writer_pdf_import")

    return [
        of("python-docx, typed numbers", made.word),
        of("python-docx, Word's numbers", partial(made.word, numbering=True)),
        of("python-docx, tracked changes", partial(made.word, changes=True)),
        of("our redline", made.redlined, headed=False),
        Form("docx, LibreOffice from HTML", pages, program="soffice"),
        Form("docx, saved again by LibreOffice", again, program="soffice"),
        Form("docx, LibreOffice from PDF", printed, program="soffice", pdf=True, most=_PDFS),
        Form("PDF, LibreOffice from docx", pages_of_word, program="soffice"),
    ]


def forms() -> list[Form]:
    """All forms, in the order of the table."""
    return [
        *_layouts(),
        *_labels(),
        *_characters(),
        *_heads(),
        *_from_pdfs(),
        *_dialects(),
        *_words(),
    ]


# the measure --------------------------------------------------------------------------


def drawn(corpus: Path, sources: Path, count: int = 100, seed: int = SEED) -> list[Case]:
    """Resolutions drawn at random; those of several letters, several documents in one, do not."""
    rows = _rows(sources)
    some = random.Random(seed).sample(rows, min(count, len(rows)))
    return [Case(loads(data), data) for data in _read(corpus, [row["path"] for row in some])]


def printed(corpus: Path, sources: Path, count: int | None = None) -> list[Case]:
    """Resolutions of which the official PDF is there."""
    paths = {row["symbol"]: row["path"] for row in _rows(sources)}
    found = sorted((corpus / "pdf").glob("A_RES_*.pdf"))[:count]
    found = [path for path in found if path.stem.replace("_", "/") in paths]
    read = _read(corpus, [paths[path.stem.replace("_", "/")] for path in found])
    return [Case(loads(data), data, pdf) for data, pdf in zip(read, found, strict=True)]


def _rows(sources: Path) -> list[dict[str, str]]:
    with sources.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["status"] == "read"]
    return [row for row in rows if row["language"] == "en" and " " not in row["symbol"]]


def _read(corpus: Path, paths: Sequence[str]) -> list[bytes]:
    known = {file.name: file for file in files(corpus / "UNxml-GAresolutions")[0]}
    return [known[path].read() for path in paths]


def measure(
    found: Iterable[Form], cases: Sequence[Case], pdfs: Sequence[Case]
) -> Iterator[tuple[Row, list[str]]]:
    """Yield the row of every form that can be made here, with what is wrong, a line each."""
    for form in found:
        if form.program and not made.installed(form.program):
            continue
        some = [case for case in (pdfs if form.pdf else cases) if form.only(case)][: form.most]
        free = tuple(0 if field not in form.free else None for field in FIELDS)
        row = Row(form.name, heads=0 if form.headed else None, right=free)
        notes: list[str] = []
        for case, data in zip(some, form.write(some), strict=True):
            row = _add(row, form, case, _parsed(data), notes)
        yield row, notes


def _parsed(data: bytes) -> Resolution | None:
    with suppress(ReadError):
        return loads(data)
    return None


def _add(row: Row, form: Form, case: Case, read: Resolution | None, notes: list[str]) -> Row:
    """Count one document in."""
    truth = form.truth(case.record)
    right, total = counted(truth, read, form.free)
    head = right_head(truth, read) if form.headed else True
    grave = [count for field, count in zip(FIELDS, right, strict=True) if field != "opener"]
    wrong = not head or min(grave) < total
    usual = {issue.code for issue in truth.issues} | (set() if form.headed else _UNSEEN)
    said = read is None or any(issue.code not in usual for issue in read.issues)
    notes += noted(form, truth, read)
    return replace(
        row,
        documents=row.documents + 1,
        heads=None if row.heads is None else row.heads + head,
        wrong=row.wrong + wrong,
        said=row.said + (wrong and said),
        alarms=row.alarms + (said and not wrong),
        paragraphs=row.paragraphs + total,
        right=tuple(
            None if sum_ is None else sum_ + one for sum_, one in zip(row.right, right, strict=True)
        ),
    )


def counted(
    truth: Resolution, read: Resolution | None, free: Iterable[str] = ()
) -> tuple[tuple[int, ...], int]:
    """How many paragraphs of the body are right, by `FIELDS`, and of how many."""
    theirs = texts.in_body(truth)
    ours = {plain_id(p.id): p for p in texts.in_body(read)} if read else {}
    pairs = [(p, ours[plain_id(p.id)]) for p in theirs if plain_id(p.id) in ours]
    pairs = [(p, twin) for p, twin in pairs if alike(p.text, twin.text)]
    right = [
        len(pairs),
        *(sum(_equal(p, twin, field, free) for p, twin in pairs) for field in FIELDS[1:]),
    ]
    return tuple(right), max(len(theirs), len(ours))


def plain_id(name: str) -> str:
    return "".join(name.split())


def alike(one: str, other: str) -> bool:
    """Whether two texts have at least half of their words in common."""
    ones, others = (Counter(text.strip("[]").split()) for text in (one, other))
    return 2 * (ones & others).total() >= max(ones.total(), others.total())


def _equal(truth: Paragraph, read: Paragraph, field: str, free: Iterable[str]) -> bool:
    if field in free or (field == "number" and (truth.kind == "preambular" or not truth.number)):
        return True  # some forms print a number where official documents print none
    one, other = same(getattr(truth, field)), same(getattr(read, field))
    if field == "number":
        one, other = plain_id(one).strip("()."), plain_id(other).strip("().")
    if field == "text" and "text brackets" in free:
        one, other = one.strip("[]"), other.strip("[]")
    return one == other


def right_head(truth: Resolution, read: Resolution | None) -> bool:
    fields = ("symbol", "title", "session", "adopted_on")
    return read is not None and all(
        same(getattr(truth, field)) == same(getattr(read, field)) for field in fields
    )


def noted(form: Form, truth: Resolution, read: Resolution | None) -> Iterator[str]:
    """Say what is wrong: document, paragraph, field, what was expected, what was read."""
    if read is None:
        yield f"{truth.symbol} | refused"
        return
    if form.headed and not right_head(truth, read):
        expected = [truth.symbol, truth.title, truth.session, truth.adopted_on]
        yield f"{truth.symbol} | head | {expected} | " + str(
            [read.symbol, read.title, read.session, read.adopted_on]
        )
    ours = {plain_id(p.id): p for p in texts.in_body(read)}
    for p in texts.in_body(truth):
        twin = ours.pop(plain_id(p.id), None)
        if twin is None or not alike(p.text, twin.text):
            yield f"{truth.symbol} {p.id} | identity | {p.text[:60]} | {twin and twin.text[:60]}"
            continue
        for field in FIELDS[1:]:
            if not _equal(p, twin, field, form.free):
                one, other = _cut(same(getattr(p, field)), same(getattr(twin, field)))
                yield f"{truth.symbol} {p.id} | {field} | {one} | {other}"
    for name, p in ours.items():
        yield f"{truth.symbol} {name} | extra | | {p.text[:60]}"


def _cut(one: str, other: str) -> tuple[str, str]:
    """Both from just before the first place where they differ."""
    at = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = max(0, (min(len(one), len(other)) if at is None else at) - 25)
    return one[start : start + 70], other[start : start + 70]


# the table ----------------------------------------------------------------------------


def show(rows: Iterable[Row]) -> None:
    """Print a Markdown table."""
    print("| form | documents | title block | paragraphs | " + " | ".join(FIELDS), end="")
    print(" | documents with errors | of these said | alarms |")
    print("|---|" + "---:|" * (len(FIELDS) + 6))
    for row in rows:
        head = "" if row.heads is None else _percent(row.heads / row.documents)
        shares = " | ".join(_percent(row.share(field)) for field in FIELDS)
        print(
            f"| {row.name} | {row.documents} | {head} | {row.paragraphs:,} | {shares} "
            f"| {row.wrong} | {row.said} | {row.alarms} |",
            flush=True,
        )


def below(rows: Iterable[Row]) -> Iterator[str]:
    """Say which forms are below the goal in what, and how many of their faults are said."""
    for row in rows:
        shares = {field: row.share(field) for field in FIELDS}
        low = [name for name, share in shares.items() if share is not None and share < GOAL]
        if low:
            said = f"{row.said} of {row.wrong} documents with errors say so"
            yield f"{row.name}: {', '.join(low)} below {GOAL:.0%}; {said}"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def main(arguments: Sequence[str]) -> int:
    from benchmarks.measure import reference

    given = [int(word) for word in arguments if word.isdigit()]
    count, seed = (*given, *(100, SEED)[len(given) :])[:2]
    words = [word for word in arguments if not word.isdigit()]
    sources = Path(__file__).resolve().parents[1] / "data" / "sources.csv"
    try:
        cases = drawn(reference(), sources, count, seed)
        pdfs = printed(reference(), sources, None if count >= 100 else count)
    except UnresError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    found = [form for form in forms() if all(word in form.name for word in words)]
    rows: list[Row] = []
    wrong: list[str] = []

    def results() -> Iterator[Row]:
        for row, notes in measure(found, cases, pdfs):
            rows.append(row)
            wrong.extend(f"{row.name} | {note}" for note in notes)
            yield row

    show(results())
    print("", *below(rows), sep="\n")
    print(*wrong, sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
