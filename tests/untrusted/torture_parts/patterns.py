"""100,000 characters of a repeated pattern, through everything that reads text.

Each is tried with 10,000 characters too: ten times the text may take some ten times as long.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from _row import Row
from _watched import Asked
from hostile import ATTACKS

LENGTH = 100_000
SHORTEST = 0.25  # seconds of processor time; below, growth is not judged
SLOW = (
    "corpus.about",
    "un.compare",
    "un.align",
    "show.",
    "export.",
    "library.",
    "un.build_corpus",
    "unres ",
)
GROUPS = {
    "un.loads": "`un.loads`, in text, Markdown, HTML, XML and PDF",
    "symbols.": "`un.symbols`",
    "read.": "`un.read`, words, metadata, records",
    "metadata": "`un.read`, words, metadata, records",
    "corpus.": "`un.read`, words, metadata, records",
    "Resolution.": "`un.read`, words, metadata, records",
    "": "comparisons, pages, exports, library, data sets",
}
STEEPEST = 30  # times as long for ten times the text

MORE = [
    *("I ", "* ", "_a_ ", "**a** ", "`", "|---", "# ", "> ", "- ", "a.", "a, ", "; ", "\t", "\r"),
    *(
        "<!-- -->",
        "<sup>",
        "<sup>1</sup> ",
        "<p>",
        "<i>a</i> ",
        "<table><tr><td>",
        "<![CDATA[",
        "<a ",
    ),
    *("&amp;", "&", "&#x1F600;", "<?x ?>", "x='", '"', "{{ ", "${", "\\", "%s", "$a$ ", "=1+1,"),
    *(
        "The General Assembly,\n\n",
        "Recalling also ",
        "Recalling also,\n\n",
        "Decides to\n",
        "Annex I\n",
    ),
    *("résolution 70/1 I ", "resolution 70/1 A to Z, ", "A/C.1/80/L.1/Rev.1/Add.1, ", "70/1, "),
    *(
        "resolutions 70/1 and ",
        "[x](https://undocs.org/A/RES/70/1) ",
        "paragraph 1 (a) of ",
        "of 1 May 2020 ",
    ),
    *(
        "A/RES/٧٨/٢٦٥ ",
        "Session ",
        "Item 1 (a) of the agenda\n",
        "draft resolution I\n",
        "iv) ",
        "(iv)\n\n",
    ),
    *(
        "\u200b",
        "\u00ad",
        "\u202e",
        "e\u0301",
        "\U0001d538",
        "中文，",
        "ال ",
        "\u00a0",
        "٣",
        "ﬁ",
        "\x1b[1m",
    ),
    *("in favour 1 against ", "Action Adopted ", "Afghanistan, ", "United States of ", "and "),
]
PATTERNS = [*{value[:40]: value for value in ATTACKS.values()}.values(), *MORE]

READER = r"""
import io, json, sys, tempfile
from html import escape
from pathlib import Path
sys.path[:0] = ["tests", "tests/untrusted"]
from printed import Text, masthead, pdf, text as line
from torture_parts.patterns import PATTERNS
import unres_research as un
from unres_research import analyse, cli, corpus, library, read, show, symbols
from unres_research.errors import UnresError
from unres_research.read import _metadata, _openers as openers

small = corpus.example_corpus()
other = un.loads("The General Assembly,\n\nRecalling lamps,\n\n1. Decides to meet.")
FORMULA = "\n\nThe General Assembly,\n\n"

def plain(s): return f"{s}{FORMULA}Recalling {s},\n\n1. Decides {s};\n\n{s}"
def clean(s): return "".join(c for c in s if c.isprintable() or c in "\n\t")
def paragraphs(s, tag): return "".join(f"<{tag}>{one}</{tag}>" for one in plain(s).split("\n\n"))
def page(s): return f"<html><head><title>{escape(s)}</title></head><body>{paragraphs(s, 'p')}</body></html>"
def akn(s):
    inside = escape(clean(s))
    return ("<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><preface>"
        f"<p><docTitle>{inside}</docTitle></p></preface><mainBody><paragraph><num>{inside[:9]}</num>"
        f"<content><p>{inside}</p></content></paragraph></mainBody></act></akomaNtoso>").encode()
def printed(s):
    shown = clean(s).encode("cp1252", "ignore").decode("cp1252")
    rows = [shown[k : k + 90] for k in range(0, len(shown), 90)] or ["x"]
    first = [*masthead("A/80/L.1"), *line(500, "The General Assembly,", x=147.1)]
    pages = [rows[k : k + 55] for k in range(0, len(rows), 55)]
    return pdf([first, *([Text(123.4, 710 - 12 * n, row) for n, row in enumerate(p)] for p in pages)])
def record(s): return un.loads(plain(s))
def folder(): return tempfile.TemporaryDirectory()
def add(s):
    with folder() as place:
        path = Path(place, "a.txt")
        path.write_text(plain(s), "utf-8", "replace")
        library.add(path, Path(place, "library"), symbol="A/RES/70/1")
def build(s):
    with folder() as place:
        Path(place, "a.txt").write_text("A/RES/70/1\n\n" + plain(s), "utf-8", "replace")
        Path(place, "b.txt").write_text("A/RES/70/2\n\nResolution adopted by the General Assembly on "
            "1 May 2020\n\nThe General Assembly,\n\n1. Decides to meet.", "utf-8")
        un.build_corpus(place, Path(place, "data"), progress=False, n_jobs=1)
def exported(s):
    with folder() as place:
        un.export.comparison(un.compare(record(s), small), place, other)

READERS = {
    "un.loads, a text": lambda s: un.loads(plain(s)),
    "un.loads, Markdown": lambda s: un.loads(f"# {s}{FORMULA}*Recalling* **{s}**,\n\n1. _Decides_ {s}[^1]\n\n[^1]: {s}"),
    "un.loads, a web page": lambda s: un.loads(page(escape(s))),
    "un.loads, markup of a web page": lambda s: un.loads(page(s)),
    "un.loads, bytes that begin as a page": lambda s: un.loads(b"<" + s.encode("utf-8", "replace")),
    "un.loads, XML": lambda s: un.loads(akn(s)),
    "un.loads, markup of XML": lambda s: un.loads(b"<akomaNtoso>" + clean(s).encode("utf-8", "replace")),
    "un.loads, a PDF": lambda s: un.loads(printed(s)),
    "symbols.find": symbols.find,
    "symbols.find, after a keyword": lambda s: symbols.find(f"résolution 70/1 {s} resolution {s} 70/1"),
    "symbols.parse": symbols.parse,
    "symbols.normalise": symbols.normalise,
    "read.classify": read.classify,
    "read.classify_document": lambda s: read.classify_document(plain(s).split("\n\n")),
    "openers.language_of": openers.language_of,
    "read.match_opener": read.match_opener,
    "metadata": lambda s: _metadata.parse_row(json.dumps({"symbol": "A/RES/70/1", "title": s, "sponsors": s,
        "agenda_item": s, "adoption_date": s, "originating_document": s, "committee": s})),
    "corpus.words": corpus.words,
    "corpus.about": lambda s: small.about(s),
    "Resolution.from_dict": lambda s: un.Resolution.from_dict(record(s).to_dict()),
    "un.compare": lambda s: un.compare(record(s), small).clauses(),
    "un.align": lambda s: un.align(record(s), record("x " + s)),
    "show.coloured": lambda s: str(show.coloured(un.compare(record(s), small))),
    "show.redline": lambda s: str(show.redline(un.align(record(s), record("x " + s)))),
    "export.comparison": exported,
    "library.add": add,
    "un.build_corpus": build,
    "unres parse": lambda s: parse(s),
}
def parse(s):
    with folder() as place:
        path = Path(place, "a.txt")
        path.write_text(plain(s), "utf-8", "replace")
        out, sys.stdout = sys.stdout, io.StringIO()
        try:
            cli.main(["parse", str(path)])
        finally:
            sys.stdout = out

if __name__ == "__main__":
    print(json.dumps(list(READERS)), flush=True)
    sys.stdin.readline()
    for question in sys.stdin:
        name, number, length = json.loads(question)
        pattern = PATTERNS[number]
        answer = ""
        try:
            READERS[name]((pattern * (length // len(pattern) + 1))[:length])
        except (UnresError, SystemExit):
            pass
        except BaseException as error:
            answer = f"{type(error).__name__}: {str(error)[:200]}"
        print(json.dumps(answer), flush=True)
"""


def run(quick: bool) -> list[Row]:
    """Send every pattern through every reader, in two processes."""
    step = 30 if quick else 1
    with Asked(READER, None) as one:
        one.ask(["symbols.parse", 0, 10])
        readers = one.greeting
    names = readers[::5] if quick else readers
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(lambda some: _tried(some, step), (names[::2], names[1::2]))
    found = {name: lost for half in halves for name, lost in half.items()}
    groups: dict[str, list[str]] = {}
    for name in names:
        what = next(what for begins, what in GROUPS.items() if name.startswith(begins))
        groups.setdefault(what, []).extend(one and f"{name}: {one}" for one in found[name])
    return [Row.of(f"{LENGTH:,} characters of a pattern: {g}", o) for g, o in groups.items()]


def _tried(names: list[str], step: int) -> dict[str, list[str]]:
    """Return of each reader what was lost with each pattern, of slow ones with every third."""
    found = {}
    with Asked(READER, None) as reader:
        for name in names:
            every = range(0, len(PATTERNS), step * (3 if name.startswith(SLOW) else 1))
            began = time.monotonic()
            found[name] = [_one(reader, name, number) for number in every]
            seconds = time.monotonic() - began
            print(
                f"  {name}: {seconds:.0f} s, lost {[*filter(None, found[name])]}", file=sys.stderr
            )
    return found


def _one(reader: Asked, name: str, number: int) -> str:
    lost, _ = _seconds(reader, name, number, LENGTH)
    return lost or (_steep(reader, name, number) if reader.took > SHORTEST else "")


def _steep(reader: Asked, name: str, number: int) -> str:
    """Tell whether the time grows faster than the text, by the best of three."""
    long = reader.took
    for _ in range(3):
        lost, short = _seconds(reader, name, number, LENGTH // 10)
        if lost or long < STEEPEST * max(short, SHORTEST / 10):
            return lost
        lost, again = _seconds(reader, name, number, LENGTH)
        long = min(long, again)
    return f"{PATTERNS[number][:20]!r}: {short:.2f} s for a tenth, {long:.2f} s for all"


def _seconds(reader: Asked, name: str, number: int, length: int) -> tuple[str, float]:
    answer, why = reader.ask([name, number, length])
    lost = why or answer
    return (f"{PATTERNS[number][:20]!r}: {lost}" if lost else ""), reader.took
