"""The registry: which files the public repositories hold, with their SHA-256.

General Assembly resolutions in English are in the data set's own `sources.csv`; `registry.csv`
beside this module adds the archives, the metadata, other languages and the Security Council.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from unres_research import symbols
from unres_research.corpus._corpus import built_in
from unres_research.library._library import covers

GA_COMMIT = "42a69b67bb92d23969fc45bba151320b82eb8e52"
SC_COMMIT = "main"  # no commit of that repository is known to us: the SHA-256 alone vouch for it
GA, SC = "GA", "SC"
FILE = Path(__file__).with_name("registry.csv")


@dataclass(frozen=True)
class Known:
    """A file of UNxml/GAresolutions ("GA") or UNxml/SCresolutions ("SC")."""

    repository: str
    path: str  # in that repository; a member of an archive stands after the archive
    bytes: int
    sha256: str
    symbol: str = ""  # "" for archives and metadata, as the language is
    language: str = ""

    @property
    def archive(self) -> str:
        """Path of the archive that it is a member of; "" when it is none."""
        head, found, _ = self.path.partition(".zip/")
        return f"{head}.zip" if found else ""

    @property
    def member(self) -> str:
        """Name within its archive; "" when it is a file of its own."""
        return self.path[len(self.archive) + 1 :] if self.archive else ""


class Registry:
    """Files by (repository, path), and by (symbol, language): of two, the first counts."""

    def __init__(self, rows: Iterable[Known]) -> None:
        self.files: dict[tuple[str, str], Known] = {}
        self.documents: dict[tuple[str, str], Known] = {}
        for row in rows:
            self.files.setdefault((row.repository, row.path), row)
            if row.symbol:
                self.documents.setdefault((row.symbol, row.language), row)

    def find(self, symbol: str, language: str) -> Known | None:
        """Return the file of a symbol, or of the joint document that holds it as a part."""
        exact = self.documents.get((symbol, language))
        if exact or symbols.parse(symbol).part is None:
            return exact
        joint = (k for (s, of), k in self.documents.items() if of == language and covers(s, symbol))
        return next(joint, None)

    def of_session(self, session: int | str) -> list[str]:
        """Return the resolutions of a session (78, "ES-10"), in any language, sorted."""
        found = {s for s, _ in self.documents if symbols.parse(s).session == session}
        return sorted(found, key=symbols.parse)


@lru_cache(maxsize=1)
def load() -> Registry:
    """Read the registry that comes with the toolkit.

    It lacks the English resolutions when the data set is missing or of another commit.
    """
    return Registry([*_of_data_set(), *read(FILE)])


def read(path: Path) -> Iterator[Known]:
    """Yield the rows of a registry."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield _known(row["repository"], row)


def _of_data_set() -> Iterator[Known]:
    try:
        folder = built_in()
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        stream = (folder / "sources.csv").open(encoding="utf-8", newline="")
    except (ValueError, OSError):
        return
    with stream:
        if GA_COMMIT in json.dumps(package):
            rows = (row for row in csv.DictReader(stream) if row["symbol"])
            yield from (_known(GA, row) for row in rows if row["status"] != "unreadable")


def _known(repository: str, row: dict[str, str]) -> Known:
    size, sha256 = int(row["bytes"]), row["sha256"]
    return Known(repository, row["path"], size, sha256, row["symbol"], row["language"])
