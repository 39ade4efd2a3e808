"""Run every benchmark: `python -m benchmarks`."""

from __future__ import annotations

import os
import platform
import sys

from benchmarks import nearest, pdfs, reading, reuse, search, trends, wording
from benchmarks.measure import show
from unres_research.errors import UnresError


def main() -> int:
    try:
        rows = [*reading.rows(), *pdfs.rows(), *wording.rows(), *reuse.rows()]
        rows += [*trends.rows(), *search.rows(), *nearest.rows()]
    except UnresError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    show(rows)
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores")
    return 0


if __name__ == "__main__":
    sys.exit(main())
