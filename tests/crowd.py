"""Builders of one data set, and readers of it, at once, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

BUILDER = """
import json, sys, time
from pathlib import Path
from unres_research import build_corpus
folder, out, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
folder.mkdir()
k, lost = 0, []
print("ready", flush=True)
end = float(input())
while time.time() < end or k < 3:  # however busy the machine is
    for n in range(1, 2 + k % 4):
        (folder / f"{n}.txt").write_text(f"A/RES/77/{name}{n}\\n\\nResolution adopted by the General "
            f"Assembly on 3 May 2023\\n\\nBells\\n\\nThe General Assembly,\\n\\n1. Decides to ring {k} "
            f"bells of the house {name} in the long night.\\n")
    for n in range(2 + k % 4, 6):
        (folder / f"{n}.txt").unlink(missing_ok=True)
    try:
        build_corpus(folder, out, texts=bool(k % 2), n_jobs=1, progress=False)
    except Exception as error:
        lost.append(f"a build: {type(error).__name__}: {error}")
    k += 1
print(json.dumps([k, k, lost]))
"""
READER = """
import json, sys, time
from unres_research import open_corpus
out, seen, times, lost = sys.argv[1], set(), 0, []
len(open_corpus(out))
print("ready", flush=True)
end = float(input())
while time.time() < end or (len(seen) < 2 and time.time() < end + 60):
    try:
        corpus = open_corpus(out)
        symbols = set(corpus.resolutions["symbol"])
        time.sleep(0.01)
        assert set(corpus.paragraphs["symbol"]) == set(corpus.sources["symbol"]) == symbols
        assert corpus.counts.shape == (len(corpus.paragraphs), len(corpus.vocabulary))
        assert corpus.runs.n_wordings == corpus.n_wordings
        if corpus.has_texts:
            assert [corpus.resolution(s).symbol for s in symbols] == list(symbols)
        seen.add(corpus.package["unres"]["sha256"])
    except Exception as error:
        lost.append(f"an opening: {type(error).__name__}: {error}")
    times += 1
print(json.dumps([times, len(seen), lost]))
"""


Counts = list[tuple[int, int]]


def run(out: Path, folder: Path, seconds: float) -> tuple[Counts, Counts, list[str]]:
    """Return what builders did and what readers did, and what was lost.

    Of each builder how often it built, of each reader how often it opened, and each time how
    many versions of the data set it made or saw.

    Three of each, for so many seconds, over a data set that is there; builders keep their
    documents in `folder`. A reader tells whether all tables that it reads are of one version.
    """
    commands = [["-c", BUILDER, str(folder / name), str(out), name] for name in "123"]
    commands += [["-c", READER, str(out)]] * 3
    pipe = subprocess.PIPE
    running = [
        subprocess.Popen([sys.executable, *c], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        for c in commands
    ]
    for process in running:
        assert process.stdout and process.stdout.readline() == "ready\n", process.communicate()
    end = str(time.time() + seconds)
    for process in running:
        assert process.stdin
        process.stdin.write(f"{end}\n")
        process.stdin.flush()
    counts, lost = [], []
    for process in running:
        said, errors = process.communicate(timeout=seconds + 120)
        if process.returncode:
            lost.append(f"a process ended with {process.returncode}: {errors[-300:]}")
            counts.append((0, 0))
        else:
            times, versions, more = json.loads(said)
            counts.append((times, versions))
            lost += more
    return counts[:3], counts[3:], lost
