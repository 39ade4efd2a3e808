"""The registry: which files the public repositories hold, with their SHA-256.

General Assembly resolutions in English are in the data set's own `sources.csv`; `registry.csv`
beside this module adds the archives, the metadata, other languages and the Security Council.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

from unres_research import symbols
from unres_research.corpus._corpus import built_in
from unres_research.errors import ReadError
from unres_research.library._library import covers
from unres_research.read._load import File, files, read_bytes

GA_COMMIT = "42a69b67bb92d23969fc45bba151320b82eb8e52"
SC_COMMIT = "main"  # no commit of that repository is known to us: the SHA-256 alone vouch for it
GA, SC = "GA", "SC"
_FOLDERS = {
    "Arabic": "ar",
    "Chinese": "zh",
    "French": "fr",
    "Russian": "ru",
    "Spanish": "es",
}


@dataclass(frozen=True)
class Known:
    """A file of a public repository.

    Attributes
    ----------
    repository : str
        "GA" (UNxml/GAresolutions) or "SC" (UNxml/SCresolutions).
    path : str
        In that repository; a member of an archive stands after the archive.
    bytes : int
    sha256 : str
    symbol, language : str
        "" for archives and metadata.

    Examples
    --------
    >>> Known("GA", "74session/all.zip/English/74_1.xml", 9, "00").archive
    '74session/all.zip'
    """

    repository: str
    path: str
    bytes: int
    sha256: str
    symbol: str = ""
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


COLUMNS = tuple(field.name for field in fields(Known))


@dataclass(frozen=True)
class Registry:
    """Files by path and by what they are; made by `load`.

    Attributes
    ----------
    files : dict of (str, str) to Known
        By repository and path.
    documents : dict of (str, str) to Known
        By symbol and language.

    Examples
    --------
    >>> Registry({}, {}).find("A/RES/78/265", "en") is None
    True
    """

    files: dict[tuple[str, str], Known]
    documents: dict[tuple[str, str], Known]

    def find(self, symbol: str, language: str) -> Known | None:
        """Return the file of a symbol, or of the joint document that holds it as a part.

        Parameters
        ----------
        symbol : str
            In canonical form.
        language : str

        Returns
        -------
        Known or None
        """
        exact = self.documents.get((symbol, language))
        if exact or symbols.parse(symbol).part is None:
            return exact
        joint = (k for (s, of), k in self.documents.items() if of == language and covers(s, symbol))
        return next(joint, None)

    def of_session(self, session: int | str) -> list[str]:
        """Return the resolutions of a session, in any language, in the order of symbols.

        Parameters
        ----------
        session : int or str
            78, "ES-10".

        Returns
        -------
        list of str
        """
        found = {s for s, _ in self.documents if symbols.parse(s).session == session}
        return sorted(found, key=symbols.parse)


def make(rows: Iterable[Known]) -> Registry:
    """Make a registry; of two files of one document the first counts.

    Parameters
    ----------
    rows : iterable of Known

    Returns
    -------
    Registry

    Examples
    --------
    >>> row = Known("GA", "77session/English/a.xml", 9, "00", "A/RES/77/901", "en")
    >>> make([row]).of_session(77)
    ['A/RES/77/901']
    """
    by_path: dict[tuple[str, str], Known] = {}
    documents: dict[tuple[str, str], Known] = {}
    for row in rows:
        by_path.setdefault((row.repository, row.path), row)
        if row.symbol:
            documents.setdefault((row.symbol, row.language), row)
    return Registry(by_path, documents)


@lru_cache(maxsize=1)
def load() -> Registry:
    """Read the registry that comes with the toolkit.

    Returns
    -------
    Registry
        Without the English resolutions when the data set is missing, or was made from
        another commit than `GA_COMMIT`.

    Examples
    --------
    >>> registry = load()
    >>> registry.find("A/RES/74/1", "en").archive
    '74session/GA resolutions_74session_English.zip'
    """
    return make([*_of_data_set(), *_read(Path(__file__).with_name("registry.csv"))])


def _read(path: Path) -> Iterator[Known]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            place, vouched = (row["repository"], row["path"]), (int(row["bytes"]), row["sha256"])
            yield Known(*place, *vouched, row["symbol"], row["language"])


def _of_data_set() -> Iterator[Known]:
    folder = built_in()
    try:
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        stream = (folder / "sources.csv").open(encoding="utf-8", newline="")
    except OSError:
        return
    with stream:
        if GA_COMMIT not in json.dumps(package):
            return
        for row in csv.DictReader(stream):
            if row["status"] != "unreadable" and row["symbol"]:
                size, digest = int(row["bytes"]), row["sha256"]
                yield Known(GA, row["path"], size, digest, row["symbol"], row["language"])


# deriving it --------------------------------------------------------------------------


def derive(folder: str | Path) -> tuple[list[Known], list[ReadError]]:
    """List what `sources.csv` lacks, from copies of the repositories.

    Parameters
    ----------
    folder : path
        Holds `UNxml-GAresolutions`, `UNxml-SCresolutions`, and archives such as
        `78session_French.zip` of the folders of other languages.

    Returns
    -------
    rows : list of Known
        By repository and path.
    issues : list of ReadError
        Files that could not be read.

    Notes
    -----
    That the folder `French` of such an archive is `78session/French` in the repository is
    taken from the name of the archive, in the manner of `78session/English`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     derive(folder)
    ([], [])
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
            record = read_bytes(data, file.name)
        except ReadError as error:
            issues.append(error)
        else:
            rows.append(_known(repository, path_there, data, record.symbol, record.language))
    return sorted(rows, key=lambda r: (r.repository, r.path)), issues


def _members(path: Path) -> list[File]:
    inside = [f for f in files(path.parent)[0] if f.path == path]
    return [f for f in inside if f.member and f.member.partition("/")[0] in _FOLDERS]


def _known(
    repository: str, path: str, data: bytes, symbol: str | None = "", language: str = ""
) -> Known:
    digest = hashlib.sha256(data).hexdigest()
    return Known(repository, path, len(data), digest, symbol or "", language)


def main(arguments: list[str]) -> int:
    """Write `registry.csv`: ``python -m unres_research.library._library._registry FOLDER``.

    Parameters
    ----------
    arguments : list of str
        The folder, as in `derive`.

    Returns
    -------
    int
        Exit status.

    Examples
    --------
    >>> main([])
    2
    """
    if len(arguments) != 1:
        print("usage: python -m unres_research.library._library._registry FOLDER", file=sys.stderr)
        return 2
    rows, issues = derive(arguments[0])
    path = Path(__file__).with_name("registry.csv")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(row) for row in rows)
    print(f"{len(rows)} files in {path.name}")
    for issue in issues:
        print(issue, file=sys.stderr)
    return 1 if issues else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
