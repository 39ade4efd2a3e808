"""A bit changed in a file of a data set: noticed, or without any effect; also with seals renewed.

Of the built-in data set the table of the changed file is read, of an invented one with texts
everything. "Sealed again" means that size, SHA-256 and digest in the description are made to
agree: then other values are the maker's own, and only a crash or another library's error is lost.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from pathlib import Path

import sealed
from _row import Row
from _watched import Asked

from unres_research import build_corpus
from unres_research.corpus._corpus import built_in

TIMES = 200

USER = r"""
import hashlib, json, sys
from unres_research import open_corpus
from unres_research.errors import UnresError

OWN = {"resolutions.parquet": "resolutions", "paragraphs.parquet": "paragraphs",
    "vocabulary.parquet": "vocabulary", "counts.parquet": "wording_counts", "run_hashes.parquet": "runs",
    "run_segments.parquet": "runs", "sources.csv": "sources", "datapackage.json": "package",
    "actions.parquet": "actions", "votes.parquet": "votes", "sponsors.parquet": "sponsors",
    "roll_calls.parquet": "roll_calls"}

def everything(folder):
    corpus = open_corpus(folder)
    tables = [corpus.resolutions, corpus.paragraphs, corpus.vocabulary, corpus.sources, corpus.texts,
        corpus.actions, corpus.votes, corpus.sponsors, corpus.roll_calls]
    seen = hashlib.sha256("".join(t.to_csv() for t in tables).encode())
    seen.update(corpus.counts.toarray().tobytes())
    seen.update(corpus.runs.signatures().tobytes())
    corpus.runs.shared_runs([["the"] * 9])
    corpus.columns(corpus.vocabulary["term"].tolist())
    seen.update(repr([corpus.resolution(s) for s in corpus.resolutions.index]).encode())
    return seen.hexdigest()

for question in sys.stdin:
    folder, name = json.loads(question)
    try:
        if name:
            getattr(open_corpus(folder), OWN[name])
            answer = ["", ""]
        else:
            answer = ["", everything(folder)]
    except UnresError as error:
        answer = ["refused", str(error)]
    except BaseException as error:
        answer = ["lost", f"{type(error).__name__}: {str(error)[:200]}"]
    print(json.dumps(answer), flush=True)
"""


def run(quick: bool) -> list[Row]:
    """Change one bit at a time, and put it back."""
    times = TIMES // 10 if quick else TIMES
    draw = random.Random(10)
    with tempfile.TemporaryDirectory() as name:
        whole = Path(shutil.copytree(built_in(), Path(name) / "whole"))
        small = _invented(Path(name))
        with Asked(USER, [str(small), ""]) as user:
            user.ask([str(small), ""])
            good = user.greeting[1]
            plain = [_flip(user, draw, whole, own=True) for _ in range(times // 2)]
            plain += [_flip(user, draw, small, good=good) for _ in range(times - times // 2)]
            renewed = [_flip(user, draw, small, seal=True) for _ in range(times)]
    return [
        Row.of("changed bits of data sets", plain),
        Row.of("changed bits of data sets that were sealed again", renewed),
    ]


def _invented(folder: Path) -> Path:
    import written

    for name, text in written.FILES.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    built = build_corpus(folder / "in", folder / "small", texts=True, n_jobs=1, progress=False)
    return built.corpus.path


def _flip(
    user: Asked,
    draw: random.Random,
    folder: Path,
    *,
    own: bool = False,
    good: str = "",
    seal: bool = False,
) -> str:
    """Change one bit of one file, use the data set, and put the bit back; say what was lost."""
    described = folder / "datapackage.json"
    files = sorted(p for p in folder.iterdir() if p.suffix in (".parquet", ".csv", ".json"))
    path = draw.choice([p for p in files if not seal or p != described])
    data, package = path.read_bytes(), described.read_bytes()
    place, bit = draw.randrange(len(data)), draw.randrange(8)
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    what = f"{path.name}, byte {place}, bit {bit}{', sealed again' if seal else ''}"
    try:
        path.write_bytes(changed)
        if seal:
            sealed.put(folder, path.name, bytes(changed))
        answer, why = user.ask([str(folder), path.name if own else ""])
    finally:
        path.write_bytes(data)
        described.write_bytes(package)
    kind, said = answer or ("lost", why)
    if kind == "lost":
        return f"{what}: {why or said}"
    if kind == "refused" or seal:
        return ""
    same = path == described and _same(bytes(changed), data)
    return "" if same and (own or said == good) else f"{what}: read without a word"


def _same(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False
