"""What a data set costs: files, processor time and the greatest memory, as the number grows.

Of every data set that is built, the same of comparing one of its texts with it.

Usage: ``python -m benchmarks.build`` for one to seven sessions of the source and for one session
compared in two to six languages, ``python -m benchmarks.build 20000 100000`` for so many invented
resolutions. Each runs in a process of its own; documents are read in workers, whose processor
time counts and whose memory does not.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.invented import write_invented
from benchmarks.measure import reference

SESSIONS = (1, 2, 4, 7)  # the last ones of the source
LANGUAGES = ("English", "French", "Spanish", "Russian", "Chinese", "Arabic")
BUILD = "un.build_corpus(sys.argv[1], sys.argv[2], texts=False, progress=False)"
USE = "un.compare(un.load(sys.argv[1]), un.open_corpus(sys.argv[2])).clauses()"
COMPARE = "un.analyse.languages(sys.argv[1:], progress=False).to_frame()"
COSTS = "seconds | of processors | MB in memory"
PROGRAM = """
import json, resource, sys, time
import unres_research as un
begun = time.perf_counter()
{}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # KiB on Linux
print(json.dumps([time.perf_counter() - begun, peak]))
"""


def measured(task: str, *arguments: Path) -> str:
    """Seconds on the clock and of processors, and the greatest memory, as cells of a table."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", PROGRAM.format(task), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return f"{seconds:,.0f} | {used:,.0f} | {peak:,.0f}"


def sessions(scratch: Path) -> Iterator[str]:
    source = reference() / "UNxml-GAresolutions"
    regular = sorted(source.glob("[0-9]*session"))
    for number in SESSIONS:
        folder = scratch / f"sessions{number}"
        shutil.copytree(source / "data_extract", folder / "data_extract")
        for session in regular[-number:]:
            shutil.copytree(session, folder / session.name)
        yield row(f"the last {number} of the source", folder, scratch)


def invented(scratch: Path, number: int) -> str:
    folder = scratch / f"invented{number}"
    write_invented(folder, number)
    return row(f"{number:,} invented resolutions", folder, scratch)


def row(what: str, folder: Path, scratch: Path) -> str:
    made = scratch / "made"
    told = measured(BUILD, folder, made)
    resources = json.loads((made / "datapackage.json").read_text("utf-8"))["resources"]
    size = sum(file.stat().st_size for file in made.rglob("*") if file.is_file()) / 1e6
    (counted,) = [one for one in resources if one["name"] == "resolutions"]
    text = min(folder.rglob("*1.txt"), default=None) or min(folder.rglob("A_RES_*.xml"))
    used = measured(USE, text, made)
    shutil.rmtree(made)
    shutil.rmtree(folder)
    return f"| {what} | {counted['rowCount']:,} | {told} | {size:,.0f} | {used} |"


def languages() -> Iterator[str]:
    source = reference()
    known = [source / "UNxml-GAresolutions" / "78session" / "English"]
    known += [source / f"78session_{name}.zip" for name in LANGUAGES[1:]]
    for number in range(2, len(known) + 1):
        told = measured(COMPARE, *known[:number])
        yield f"| session 78 in {', '.join(LANGUAGES[:number])} | {told} |"


def main() -> None:
    with TemporaryDirectory() as name:
        scratch, asked = Path(name), [int(number) for number in sys.argv[1:]]
        print(f"| built | resolutions | {COSTS} | MB written | to compare: {COSTS} |")
        print(f"|---|{'---:|' * 8}")
        for line in (invented(scratch, n) for n in asked) if asked else sessions(scratch):
            print(line, flush=True)
    if not asked:
        print(f"\n| compared | {COSTS} |\n|---|---:|---:|---:|")
        for line in languages():
            print(line, flush=True)


if __name__ == "__main__":
    main()
