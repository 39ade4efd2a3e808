"""Commands that write, each with what stood there before, and a check of what stands there after.

A scene is whole when every file has the bytes of before or those that an undisturbed run writes,
and nothing that was there is missing. It is done when it is as after an undisturbed run.
"""

from __future__ import annotations

import atexit
import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

import written
from served import document, ods, serve

from unres_research import build_corpus, open_corpus
from unres_research.library import add
from unres_research.show._report import _place

# the command as a process that says when it begins, and ends itself at some change of a file
RUNNER = """
import os, signal, sys
at, how, changes = int(sys.argv[1]), int(sys.argv[2]), 0
names = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
def hook(event, arguments):
    global changes
    flags = arguments[2] if event == "open" else 0
    if event in names or (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        changes += 1
        if changes == at:
            os.kill(os.getpid(), how)
from unres_research.cli import main
sys.addaudithook(hook)
os.write(1, b"ready\\n")
status = main(sys.argv[3:])
os.write(1, f"\\n{changes} changes\\n".encode())
sys.exit(status)
"""
DAYS = 2 * 86_400
NOT_OURS = {"runtime", ".cache"}  # of Jupyter; the lock and downloaded archives of a library


@dataclass
class Scene:
    """A command, run in a folder that `template` is a copy of, and what it makes of it."""

    name: str
    words: list[str]
    template: Path
    state: Callable[[Path, Scene], str]  # "" when whole, else what is wrong
    after: dict[str, str] = field(default_factory=dict)  # SHA-256 of every file when undisturbed
    seconds: float = 0.0
    changes: int = 0
    dated: bool = False  # files hold when they were written

    def copy(self, root: Path) -> Path:
        return Path(shutil.copytree(self.template, root))

    def start(self, root: Path, at: int = 0, how: int = 0, **options) -> subprocess.Popen[str]:
        program = [sys.executable, "-c", RUNNER, str(at), str(how), *self.words]
        return subprocess.Popen(
            program, cwd=root, env=environment(root), encoding="utf-8", errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    def undisturbed(self, root: Path) -> None:
        """Run it once as it is meant, and note what it leaves, how long and in how many steps."""
        process = self.start(self.copy(root))
        process.stdout.readline()  # ready
        began = time.monotonic()
        out, err = process.communicate(timeout=300)
        if process.returncode:
            raise RuntimeError(f"{self.name}: {err}")
        self.seconds = time.monotonic() - began
        self.changes = int(out.split()[-2])
        self.after = digests(root)

    def done(self, root: Path) -> str:
        """What is wrong when the command has ended well: other files, or not the new ones."""
        found = digests(root)
        if set(found) != set(self.after):
            return f"other files: {sorted(set(found) ^ set(self.after))[:5]}"
        old = [n for n, v in found.items() if v != self.after[n] and not n.endswith(".docx")]
        if old and not self.dated:
            return f"not the new ones: {old[:5]}"
        return self.state(root, self)


def environment(root: Path) -> dict[str, str]:
    """Settings of a run; `UNRES_TORTURE` marks its children, too."""
    own = {
        "UNRES_DATA": str(root / "data"),
        "UNRES_TORTURE": str(root),
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
        "IPYTHONDIR": str(root / "runtime"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_PROXY": "127.0.0.1,localhost",
    }
    return {**os.environ, **own}


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(root: Path) -> dict[str, str]:
    """SHA-256 of every file that is ours, by its path."""
    paths = [p for p in root.rglob("*") if p.is_file()]
    names = {p: p.relative_to(root) for p in paths}
    return {n.as_posix(): sha256(p) for p, n in names.items() if not NOT_OURS & set(n.parts)}


def age(root: Path) -> None:
    """Make what a kill left two days old, so that the next run may sweep it."""
    then = time.time() - DAYS
    for path in root.rglob(".*"):
        if not NOT_OURS & set(path.relative_to(root).parts):
            os.utime(path, (then, then))


# the scenes ----------------------------------------------------------------------------


def _texts(folder: Path, *rows: tuple[str, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows:
        name = row[0].replace("/", "_")
        (folder / f"{name}.txt").write_text(written.plain(*row), encoding="utf-8")


_LAMPS = ("A/RES/77/901", "3 May 2023", "Lamps", "1. Decides to light all lamps of the harbours.")
_BELLS = ("A/RES/77/902", "4 May 2023", "Bells", "1. Decides to ring all bells of the harbours.")
_DRUMS = ("A/RES/78/903", "5 May 2024", "Drums", "1. Decides to beat all drums of the harbours.")


def _corpus(root: Path) -> None:
    _texts(root / "documents", _LAMPS, _BELLS)
    build_corpus(root / "documents", root / "data", texts=True, n_jobs=1, progress=False)


def _build(template: Path) -> Scene:
    _corpus(template)
    _texts(template / "documents", (*_LAMPS[:2], "New lamps", *_LAMPS[3:]), _DRUMS)

    def state(root: Path, scene: Scene) -> str:
        corpus = open_corpus(root / "data")
        titles = [corpus.resolution(s).title for s in corpus.resolutions["symbol"]]
        known = (["Lamps", "Bells"], ["New lamps", "Bells", "Drums"])
        return "" if titles in known and len(corpus.sources) == len(titles) else f"found {titles}"

    return Scene("build", ["build", "documents", "data", "--texts", "--jobs", "1"], template, state)


def _either(folder: str) -> Callable[[Path, Scene], str]:
    """Check that every file of a folder is that of before or that of after, and none is gone."""

    def state(root: Path, scene: Scene) -> str:
        before, now = digests(scene.template), digests(root)
        wrong = [
            name
            for name, value in now.items()
            if name.startswith(folder)
            and "/." not in name  # scratch files, which the next run sweeps
            and value not in (before.get(name), scene.after.get(name))
            and not (name.endswith(".docx") and zipfile.is_zipfile(root / name))  # has a date
        ]
        gone = sorted(set(before) - set(now))
        return f"neither old nor new: {wrong}, gone: {gone}" if wrong or gone else ""

    return state


def _compare(template: Path) -> Scene:
    _corpus(template)
    _texts(template, ("A/78/L.1", *_DRUMS[1:]))
    _texts(template / "other", ("A/78/L.1", *_LAMPS[1:]))
    words = [
        "compare",
        "A_78_L.1.txt",
        "--views",
        "views",
        "--data",
        "data",
        "--date",
        "2024-06-01",
    ]
    words += ["--with", "other/A_78_L.1.txt"]
    first = Scene("before", [*words], template, _either("views"))
    process = first.start(template)
    process.communicate(timeout=300)
    _texts(template, ("A/78/L.1", *_BELLS[1:]))
    return Scene("compare", words, template, _either("views"))


_CELLS = (
    "import unres_research as un, pandas as pd",
    "un.show.finding('A new finding.')",
    "un.show.table(pd.DataFrame({'a': range(9)}), 'numbers', 'Numbers.')",
)


def _report(template: Path) -> Scene:
    _corpus(template)
    (template / "notebooks").mkdir()
    cells = [{"cell_type": "code", "id": f"c{k}", "metadata": {}, "source": source, "outputs": [],
              "execution_count": None} for k, source in enumerate(_CELLS)]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (template / "notebooks" / "01_one.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (template / "report").mkdir()
    for name in ("manifest.jsonl", "index.html", "old.html"):
        (template / "report" / name).write_text("old", encoding="utf-8")

    def state(root: Path, scene: Scene) -> str:
        _place(root / "report")  # puts back, as the next run does
        names = {n: v for n, v in digests(root).items() if n.startswith("report/")}
        old = {n: v for n, v in digests(scene.template).items() if n.startswith("report/")}
        new = {n for n in scene.after if n.startswith("report/")}
        if names == old:
            return ""
        page = root / "report" / "index.html"
        whole = page.is_file() and "A new finding." in page.read_text("utf-8")
        return "" if set(names) == new and whole else f"neither old nor new: {sorted(names)}"

    return Scene("report", ["report", "--out", "report"], template, state, dated=True)


def _library(documents: set[str]) -> Callable[[Path, Scene], str]:
    """Check that every document is whole and every row is that of its file."""

    def state(root: Path, scene: Scene) -> str:
        folder = root / "library"
        ours = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
        found = {p: sha256(p) for p in ours if p.name != "index.csv" and p.name != "lock"}
        wrong = [p.name for p, value in found.items() if value not in documents]
        with (folder / "index.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        wrong += [r["path"] for r in rows if found.get(folder / r["path"]) != r["sha256"]]
        return f"half or other bytes: {wrong}" if wrong else ""

    return state


def _add(template: Path) -> Scene:
    old = written.BELLS.encode()
    files = {"a.xml": old.replace(b"harbours", b"harbors"), "c.html": _page("A/RES/77/904")}
    files["b.txt"] = written.plain(*_LAMPS).encode()
    for name, data in files.items():
        (template / name).write_bytes(data)
    (template / "old.xml").write_bytes(old)
    add(template / "old.xml", template / "library")
    documents = {hashlib.sha256(data).hexdigest() for data in (old, *files.values())}
    words = ["add", "a.xml", "b.txt", "c.html", "--library", "library", "--replace"]
    return Scene("add", words, template, _library(documents), dated=True)


def _page(symbol: str) -> bytes:
    head, lines = f"<p>{symbol}</p>", written.plain(*_DRUMS).split("\n\n")[1:]
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<!DOCTYPE html><html><body>{head}{body}</body></html>".encode()


def _fetch(template: Path, routes: dict, url: str) -> Scene:
    symbols = [f"A/79/L.{k}" for k in range(1, 5)]
    served = {symbol: document(symbol) for symbol in symbols}
    routes.update({ods(symbol): data for symbol, data in served.items()})
    (template / "first.pdf").write_bytes(served[symbols[0]])
    add(template / "first.pdf", template / "library")
    (template / "empty").mkdir()
    documents = {hashlib.sha256(data).hexdigest() for data in served.values()}
    words = ["fetch", *symbols, "--library=library", "--raw-base=empty", "--sc-base=empty"]
    words += [f"--ods-base={url}", "--pause=0"]
    return Scene("fetch", words, template, _library(documents), dated=True)


_open = ExitStack()
atexit.register(_open.close)


@cache
def scenes() -> list[Scene]:
    """Make all scenes in a folder, and serve what one of them fetches; once for all parts."""
    root = Path(_open.enter_context(tempfile.TemporaryDirectory(prefix="torture-")))
    server = _open.enter_context(serve())
    makers = {"build": _build, "compare": _compare, "report": _report, "add": _add}
    makers["fetch"] = partial(_fetch, routes=server.routes, url=server.url)
    made = []
    for name, make in makers.items():
        (root / name).mkdir()
        made.append(make(root / name))
        made[-1].undisturbed(root / f"{name}-undisturbed")
    return made
