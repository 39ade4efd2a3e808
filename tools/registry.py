"""Write `unres_research/library/registry.csv`: ``python tools/registry.py FOLDER``."""

from __future__ import annotations

import csv
import sys
from dataclasses import astuple, fields
from pathlib import Path

from unres_research.errors import ReadError
from unres_research.library import _registry
from unres_research.library._library import digest
from unres_research.library._registry import GA, SC, Known
from unres_research.read._load import File, files, loads

FOLDERS = ("Arabic", "Chinese", "French", "Russian", "Spanish")


def derive(folder: str | Path) -> tuple[list[Known], list[ReadError]]:
    """List what the data set's `sources.csv` lacks, from copies of the repositories.

    The folder holds `UNxml-GAresolutions`, `UNxml-SCresolutions`, and archives such as
    `78session_French.zip` of the folders of other languages. That the folder `French` of such
    an archive is `78session/French` in the repository is taken from the name of the archive, in
    the manner of `78session/English`. Returns the rows, by repository and path, and the files
    that could not be read.
    """
    folder = Path(folder)
    rows: list[Known] = []
    ga = folder / "UNxml-GAresolutions"
    for path in sorted([*ga.glob("*/*.zip"), *ga.glob("data_extract/*.json")]):
        rows.append(_known(GA, path.relative_to(ga).as_posix(), path.read_bytes()))
    documents = [
        (GA, f"{path.stem.partition('_')[0]}/{file.member}", file)
        for path in sorted(folder.glob("*session_*.zip"))
        for file in _members(path)
    ]
    sc = folder / "UNxml-SCresolutions"
    documents += [(SC, file.name, file) for file in files(sc)[0]] if sc.is_dir() else []
    issues: list[ReadError] = []
    for repository, path_there, file in documents:
        try:
            data = file.read()
            record = loads(data, file.name)
        except ReadError as error:
            issues.append(error)
        else:
            rows.append(_known(repository, path_there, data, record.symbol, record.language))
    return sorted(rows, key=lambda r: (r.repository, r.path)), issues


def _members(path: Path) -> list[File]:
    inside = [f for f in files(path.parent)[0] if f.path == path]
    return [f for f in inside if f.member and f.member.partition("/")[0] in FOLDERS]


def _known(
    repository: str, path: str, data: bytes, symbol: str | None = "", language: str = ""
) -> Known:
    return Known(repository, path, len(data), digest(data), symbol or "", language)


def write(path: Path, rows: list[Known]) -> None:
    """Write rows as `Registry` reads them."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(field.name for field in fields(Known))
        writer.writerows(astuple(row) for row in rows)


def main(arguments: list[str]) -> int:
    """Write the registry from the folder that is named; return the exit status."""
    if len(arguments) != 1:
        print("usage: python tools/registry.py FOLDER", file=sys.stderr)
        return 2
    rows, issues = derive(arguments[0])
    write(_registry.FILE, rows)
    print(f"{len(rows)} files in {_registry.FILE.name}")
    for issue in issues:
        print(issue, file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
