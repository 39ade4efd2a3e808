"""Torture: mutated files, repeated patterns, kills, flipped bits, a full disk; prints a table.

`make torture` runs every part, within twenty minutes; the same seeds each time. A part is a
module in `torture_parts` with `run(quick) -> list[Row]`. "Lost" is a traceback of another
library, half a file, a wrong number in silence, a process that had to be killed from outside,
more than 1 GiB above what the process takes when it does nothing, more than 30 s.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
for place in (HERE.parents[1], HERE.parent, HERE):
    if str(place) not in sys.path:
        sys.path.insert(0, str(place))

from _row import Row, table  # noqa: E402


def parts() -> list[str]:
    """Return the names of all parts."""
    return sorted(p.stem for p in (HERE / "torture_parts").glob("*.py") if p.stem[0] != "_")


def run(name: str, quick: bool = False) -> list[Row]:
    """Run one part; one that fails itself is lost."""
    try:
        return import_module(f"torture_parts.{name}").run(quick)
    except Exception:
        return [Row(f"the part {name} itself", 1, 0, (traceback.format_exc(),))]


def main() -> int:
    """Print the table, then each loss; the status says whether there was one."""
    about = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    about.add_argument("--quick", action="store_true", help="a few of each, in less than a minute")
    about.add_argument("part", nargs="*", help=f"some parts only: {', '.join(parts())}")
    given = about.parse_args()
    unknown = set(given.part) - set(parts())
    if unknown:
        about.error(f"found {', '.join(sorted(unknown))}, expected of {', '.join(parts())}")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored, where run in the background
    rows = []
    for name in given.part or parts():
        began = time.monotonic()
        rows += run(name, given.quick)
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(table(rows))
    lost = [f"{row.what}: {one}" for row in rows for one in row.lost]
    print("\n".join(["", *lost]) if lost else "\nNothing is lost.")
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main())
