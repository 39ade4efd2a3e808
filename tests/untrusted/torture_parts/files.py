"""Mutated documents: each read alone, watched from outside, then all in folders and data sets.

Real documents are changed where the reference material is, invented ones elsewhere. What is
kept of a document must be consistent: one id a paragraph, JSON that gives the same again.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import written
from _row import Row
from _watched import MIB, ROOT, Asked, watched
from mutated_files import mutation
from printed import DRAFT, RESOLUTION

from unres_research import load, loads
from unres_research.records import Resolution

COUNTS = {"pdf": 700, "xml": 500, "html": 300, "txt": 300, "docx": 200}  # 2,000 in all
NAMES = {
    "pdf": "PDFs",
    "xml": "XML files",
    "html": "web pages",
    "txt": "texts",
    "docx": "Word files",
}
KEPT = Path(tempfile.gettempdir(), "unres-torture-lost")  # the files that something was lost with
GOOD = 5  # documents nothing was done to, in every folder
TOGETHER = 100  # documents of a folder

READER = """
import json, sys
from unres_research import load
from unres_research.errors import ReadError
from unres_research.records import Resolution

for line in sys.stdin:
    try:
        record = load(json.loads(line))
        ids = [p.id for p in record]
        assert {p.parent for p in record if p.parent} <= set(ids), "a parent is missing"
        kept = json.dumps(record.to_dict(), ensure_ascii=False).encode()
        assert Resolution.from_dict(json.loads(kept)) == record, "JSON gives another record"
        answer = ["read", len(ids)]
    except ReadError as error:
        ours = "stopped the reader" in error.reason or "two paragraphs with the id" in error.reason
        answer = ["stopped" if ours else "refused", error.reason]
    except BaseException as error:
        answer = [type(error).__name__, str(error)[:300]]
    print(json.dumps(answer), flush=True)
"""

FOLDER = """
import json, sys
from unres_research import load_folder
records, issues = load_folder(sys.argv[1], progress=False)
print(json.dumps([[r.source.path for r in records], dict(zip(issues.path, issues.reason))]))
"""

BUILD = """
import json, sys
from unres_research import build_corpus
built = build_corpus(sys.argv[1], sys.argv[2], progress=False)
rows = [(r.path, r.status, r.reason) for r in built.sources.itertuples()]
corpus = built.corpus
print(json.dumps([rows, len(corpus.resolutions), len(corpus.paragraphs)]))
"""


def run(quick: bool) -> list[Row]:
    """Mutate documents of each kind."""
    rng = random.Random("files")
    counts = {kind: 4 if quick else n for kind, n in COUNTS.items()}
    kinds = [kind for kind, n in counts.items() for _ in range(n)]
    rng.shuffle(kinds)
    seeds = originals()
    alone: dict[str, list[str]] = {kind: [] for kind in COUNTS}
    loaded: list[str] = []
    built: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, len(kinds), TOGETHER):
            place = Path(tempfile.mkdtemp(prefix="unres-torture-"))
            try:
                found = _fill(place, start, kinds[start : start + TOGETHER], seeds, rng)
                said = dict(zip(found, _alone(pool, list(found)), strict=True))
                for path, (_, lost) in said.items():
                    alone[found[path]].append(lost and f"{path.name}: {lost}")
                    if lost:
                        KEPT.mkdir(exist_ok=True)
                        shutil.copy(path, KEPT)
                read = {path.name: what for path, (what, _) in said.items()}
                loaded.append(_loaded(place, read))
                built.append(_built(place, read))
            finally:
                shutil.rmtree(place, ignore_errors=True)
    rows = [Row.of(f"mutated {NAMES[kind]}, read alone", found) for kind, found in alone.items()]
    rows.append(Row.of(f"folders of {TOGETHER} of them, loaded", loaded))
    return [*rows, Row.of(f"folders of {TOGETHER} of them, built", built)]


def _fill(
    place: Path, start: int, kinds: list[str], seeds: dict[str, list[bytes]], rng: random.Random
) -> dict[Path, str]:
    """Write mutated documents, and good ones."""
    found = {}
    for number, kind in enumerate(kinds, start):
        path = place / f"{number:04}-{kind}.{kind}"
        path.write_bytes(mutation(kind, rng.choice(seeds[kind]), rng))
        found[path] = kind
    for number in range(GOOD):
        text = written.plain(f"A/RES/71/{900 + number}", "10 December 2016", "Lamps", "1. Decides.")
        (place / f"good-{number}.txt").write_text(text, encoding="utf-8")
    return found


def _alone(pool: ThreadPoolExecutor, paths: list[Path]) -> list[tuple[str, str]]:
    """Read each file in one of two processes: what came of it, and what was lost."""

    def half(some: list[Path]) -> list[tuple[str, str]]:
        found = []
        with Asked(READER, str(warm)) as reader:
            for path in some:
                answer, why = reader.ask(str(path))
                what, reason = answer or ("", "")
                if not why and what not in ("read", "refused"):
                    why = f"{what}: {reason}"
                found.append((what, why))
        return found

    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder, "warm.pdf")
        warm.write_bytes(RESOLUTION)
        first, second = pool.map(half, (paths[::2], paths[1::2]))
    rest = iter(second)
    return [pair for one in first for pair in (one, next(rest, None)) if pair is not None]


def _child(code: str, *arguments: Path) -> tuple[list, str]:
    """Run code on a folder: what it printed, or why there is nothing."""
    done = watched([sys.executable, "-c", code, *arguments], 1_000, 3_200 * MIB, cwd=ROOT)
    if done.status:
        return [], f"status {done.status}: {done.err.strip().splitlines()[-1:]}"
    return (json.loads(done.out.splitlines()[-1]) if not done.why else []), done.why


def _loaded(place: Path, read: dict[str, str]) -> str:
    """Load all as a folder: every file is read or listed, as when it is read alone."""
    found, why = _child(FOLDER, place)
    return why or _differences(place, read, set(found[0]), set(found[1]))


def _built(place: Path, read: dict[str, str]) -> str:
    """Build a data set of the folder."""
    with tempfile.TemporaryDirectory() as out:
        found, why = _child(BUILD, place, Path(out, "data"))
    if why:
        return why
    rows, resolutions, paragraphs = found
    kept = sum(status == "read" for _, status, _ in rows)
    if kept != resolutions or kept < GOOD or paragraphs < kept:
        return f"{kept} documents kept, {resolutions} in the data set, {paragraphs} paragraphs"
    listed = {path for path, status, _ in rows if status == "unreadable"}
    return _differences(place, read, {path for path, _, _ in rows} - listed, listed)


def _differences(place: Path, read: dict[str, str], records: set[str], listed: set[str]) -> str:
    every = {path.name for path in place.iterdir()}
    if records & listed or records | listed != every:
        return f"neither read nor listed: {sorted(every - records - listed)[:5]}, or both"
    good = every - set(read)
    alone = {name for name, what in read.items() if what == "read"} | good
    return "" if alone == records else f"other than alone: {sorted(alone ^ records)[:5]}"


# what is mutated -----------------------------------------------------------------------


def originals() -> dict[str, list[bytes]]:
    """Return documents of each kind, real ones too where they are."""
    invented = [text.encode() for text in (written.LAMPS, written.BELLS, written.OLD_STYLE)]
    xml, pdfs = [*invented, written.FRENCH.encode(), written.PARTS.encode()], [RESOLUTION, DRAFT]
    corpus = Path(os.environ.get("UNRES_CORPUS", ROOT.parent / "shared")) / "corpus"
    rng = random.Random("originals")
    real = sorted((corpus / "UNxml-GAresolutions").rglob("*.xml"))
    printed = sorted([*(corpus / "drafts").glob("*.pdf"), *(corpus / "pdf").glob("*.pdf")])
    xml += [path.read_bytes() for path in rng.sample(real, min(60, len(real)))]
    pdfs += [path.read_bytes() for path in rng.sample(printed, min(60, len(printed)))]
    records = [loads(data, "x.xml") for data in xml]
    draft = load(ROOT / "data" / "texts" / "A_78_L.86.txt")
    return {
        "pdf": pdfs,
        "xml": xml,
        "html": [_page(record).encode() for record in (*records, draft)],
        "txt": [_text(record).encode() for record in (*records, draft)],
        "docx": [_word(record) for record in (*records[:5], draft)],
    }


def _text(record: Resolution) -> str:
    lines = [f"{p.number or ''} {p.text}".strip() for p in record]
    head = [record.symbol or "", record.title or "", "The General Assembly,"]
    return "\n\n".join([*head, *lines])


def _page(record: Resolution) -> str:
    lines = "".join(
        f"<p><i>{escape(p.opener or '')}</i>{escape(p.text[len(p.opener or '') :])}"
        "<sup>1</sup></p>\n"
        if not p.number
        else f"<ol start='1'><li>{escape(p.text)}</li></ol>\n"
        for p in record
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>"
        f"<h1>{record.symbol}</h1><p><i>The General Assembly</i>,</p>{lines}"
        "<table><tr><td>North</td><td>3</td></tr></table></body></html>"
    )


def _word(record: Resolution) -> bytes:
    """Return a Word file of the text."""
    from docx import Document

    out = io.BytesIO()
    document = Document()
    for line in _text(record).split("\n\n"):
        document.add_paragraph("".join(c for c in line if c.isprintable()))
    document.save(out)
    return out.getvalue()
