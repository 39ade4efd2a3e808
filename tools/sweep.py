"""Write `unres_research/analyse/_topics/sweeps/`: ``python tools/sweep.py``.

The sweep of the built-in data set with the default settings comes with the library, so that the
notebooks need not wait for it. The name of the file is that of the content: after a change of the
data set, or of the topics (then raise `_RESULTS` in `_sweep.py`), write it anew. It takes minutes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import unres_research as un
from unres_research.analyse._topics._sweep import _SHIPPED


def main(folder: Path = _SHIPPED) -> None:
    """Sweep, replace what is there, and print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        found = un.analyse.sweep_topics(un.open_corpus(), cache=Path(scratch))
        (made,) = Path(scratch).iterdir()
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.json"):
            old.unlink()
        (folder / made.name).write_bytes(made.read_bytes())
    print(found.round(3).to_string(), found.attrs["reason"], sep="\n")


if __name__ == "__main__":
    main()
