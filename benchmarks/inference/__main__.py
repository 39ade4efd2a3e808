"""Measure coverage and error rates: `python -m benchmarks.inference [--quick] [PART ...]`."""

from __future__ import annotations

import argparse
import pkgutil
import sys
import time
from importlib import import_module

from benchmarks import inference
from benchmarks.inference._row import Row

PARTS = sorted(m.name for m in pkgutil.iter_modules(inference.__path__) if m.name[0] != "_")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer runs, rougher figures")
    given = parser.parse_args()
    unknown = sorted(set(given.parts) - set(PARTS))
    if unknown:
        parser.error(f"found {', '.join(unknown)}, expected some of {', '.join(PARTS)}")
    rows: list[Row] = []
    for part in given.parts or PARTS:
        start = time.perf_counter()
        rows += import_module(f"benchmarks.inference.{part}").run(given.quick)
        print(f"{part}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print("| name | what | target | found | runs |\n|---|---|---|---|---:|")
    for row in rows:
        print(f"| {row.name} | {row.what} | {row.target} | {row.found} | {row.runs:,} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
