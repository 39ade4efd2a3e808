"""The library: a folder of documents with an index, filled by `unres fetch` and `unres add`.

Documents lie in one sub-folder a session, `78/A_RES_78_265.en.xml`; `index.csv` has one row a
document; metadata lie in `data_extract/`, as in the source repository. Every file is written
beside its place and moved there when it is whole, so that a kill leaves no half file.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from unres_research import symbols
from unres_research._inputs import as_path, check_kind
from unres_research._names import LANGUAGES
from unres_research._printable import printable
from unres_research._storage import (
    INDEX,
    StoreError,
    as_cell,
    library_folder,
    move,
    of_cell,
    reason_of,
    write,
)
from unres_research.errors import ReadError, UnresError
from unres_research.read._files import File, files, named
from unres_research.read._formats import FORMATS
from unres_research.read._load import loads
from unres_research.read._openers import language_of as tell
from unres_research.records import Resolution
from unres_research.symbols import SymbolError

if TYPE_CHECKING:
    import pandas as pd

CACHE = ".cache"
_SUFFIX = {form.name: form.suffix for form in FORMATS}
_MAX_SYMBOL = 80  # characters
_ENOUGH = 50  # bytes of text that tell a language


@dataclass(frozen=True)
class Entry:
    """One document of a library: a row of `index.csv`."""

    symbol: str
    language: str
    format: str  # "akn", "pdf", "html" or "text", as in `Resolution.source`
    path: str  # in the library, with forward slashes
    url: str = ""  # that it came from, when it is known
    date: str = ""  # when it came, UTC: "2026-07-01T12:30:00Z"
    sha256: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Symbol, language and format: unique in a library."""
        return self.symbol, self.language, self.format


_COLUMNS = tuple(field.name for field in fields(Entry))


def place(symbol: str, language: str, format: str) -> str:
    """Where a document lies in a library: the session (else the organ's letter) and a safe name."""
    parsed = symbols.parse(symbol)
    if len(str(parsed)) > _MAX_SYMBOL:
        found = f"found a symbol of {len(str(parsed))} characters"
        raise SymbolError(f"{found}, expected at most {_MAX_SYMBOL} characters")
    known_language(language)
    folder = parsed.session if parsed.session is not None else str(parsed).partition("/")[0]
    return f"{folder}/{str(parsed).replace('/', '_')}.{language}{_SUFFIX[format]}"


def known_language(language: str) -> str:
    """Return the code of an official language, or say which there are."""
    if language not in LANGUAGES:
        raise UnresError(f"found language {language!r}, expected one of {', '.join(LANGUAGES)}")
    return language


def language_of(record: Resolution) -> str | None:
    """Tell the language of a document: XML names it, else its words do; None when too short."""
    if record.source and record.source.format == "akn":
        return record.language
    text = " ".join([record.title, *(p.text for p in record)])
    return tell(text) if len(text.encode()) >= _ENOUGH else None


def covers(symbol: str, asked: str) -> bool:
    """Tell whether a document answers a request: it is the one, or holds it as one part."""
    if symbol == asked:
        return True
    joint, part = symbols.parse(symbol).part, symbols.parse(asked).part
    if not joint or not part or len(joint) != 3 or len(part) != 1:
        return False
    return symbol.replace(f" {joint}", f" {part}") == asked and joint[0] <= part <= joint[2]


class Library:
    """An open library; made by `open_library`.

    Attributes
    ----------
    folder : Path
    notes : list of str
        What was put right when it was opened, and files that could not be indexed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, open_library(folder) as library:
    ...     entry = library.put(b"...", "A/78/L.86", "en", "pdf")
    ...     library.find("A/78/L.86", "en").path, library.intact(entry)
    ...     library.to_frame()["symbol"].tolist()
    ('78/A_78_L.86.en.pdf', True)
    ['A/78/L.86']
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self._entries: dict[tuple[str, str, str], Entry] = {}

    def __repr__(self) -> str:
        return f"Library({str(self.folder)!r}: {len(self._entries):,} documents)"

    @property
    def entries(self) -> list[Entry]:
        """Rows of the index, sorted by symbol, language and format."""
        return [self._entries[key] for key in sorted(self._entries)]

    def to_frame(self) -> pd.DataFrame:
        """Return the index as a table, a row a document."""
        import pandas as pd

        return pd.DataFrame([astuple(entry) for entry in self.entries], columns=list(_COLUMNS))

    def find(self, symbol: str, language: str = "en") -> Entry | None:
        """Return the document of a symbol, in whatever format, or the joint one of its part."""
        for form in FORMATS:
            if (symbol, language, form.name) in self._entries:
                return self._entries[symbol, language, form.name]
        if symbols.parse(symbol).part is None:
            return None
        joint = (e for e in self.entries if e.language == language and covers(e.symbol, symbol))
        return next(joint, None)

    def intact(self, entry: Entry) -> bool:
        """Tell whether a document still has the bytes that the index says."""
        try:
            return digest((self.folder / entry.path).read_bytes()) == entry.sha256
        except OSError:
            return False

    def put(self, data: bytes, symbol: str, language: str, format: str, *, url: str = "") -> Entry:
        """Write a document and its row; what has the same symbol, language, format is replaced.

        Raises `UnresError` when it cannot be written (a full disk); the library is as it was.
        """
        symbol = symbols.normalise(symbol)
        old = self._entries.get((symbol, language, format))
        path = old.path if old else place(symbol, language, format)
        entry = Entry(symbol, language, format, path, url, _iso(datetime.now(UTC)), digest(data))
        if old:  # a row never names other bytes than those of its file, also after a kill
            del self._entries[old.key]
            self._save()
        try:
            write(self.folder / path, data)
            self._entries[entry.key] = entry
            self._save()
        except BaseException:
            self._take_back(entry, old)
            raise
        return entry

    def _take_back(self, entry: Entry, old: Entry | None) -> None:
        """Leave no file without a row, after a row could not be written."""
        self._entries.pop(entry.key, None)
        if old and self.intact(old):
            self._entries[old.key] = old
        elif old is None:
            with suppress(OSError):
                (self.folder / entry.path).unlink(missing_ok=True)
        with suppress(StoreError):
            self._save()

    def _save(self) -> None:
        write(self.folder / INDEX, _table(self.entries))

    def _load(self) -> None:
        """Read the index, and make it agree with the files."""
        gone = 0
        for entry in self._recorded():
            if (self.folder / entry.path).is_file():
                self._entries[entry.key] = entry
            else:
                gone += 1
                self.notes.append(f"{entry.path}: was in the index and is gone; taken out of it")
        known = {entry.path for entry in self._entries.values()}
        built = {path.parent for path in named(self.folder, "datapackage.json")}
        found = [f for f in files(self.folder)[0] if f.name not in known and _is_document(f, built)]
        added = [entry for entry in map(self._adopt, found) if entry]
        if gone or added or not (self.folder / INDEX).is_file():
            self._save()

    def _recorded(self) -> list[Entry]:
        path = self.folder / INDEX
        if not path.is_file():
            return []
        try:
            return _rows(path.read_text("utf-8"))
        except (UnresError, UnicodeDecodeError, csv.Error) as error:
            aside = path.with_name("index.damaged.csv")
            move(path, aside)
            self.notes.append(
                f"{INDEX}: {error}; kept as {aside.name}, and made anew from the files, without "
                "their addresses"
            )
            return []

    def _adopt(self, file: File) -> Entry | None:
        """Take a file into the index that lies in the library without a row."""
        try:
            if printable(file.name, lines=False) != file.name:
                raise UnresError("found control characters in its name; rename it")
            data = file.read()
            record, format = parsed(data, file.name)
            stem, _, ending = PurePosixPath(file.name).stem.rpartition(".")
            named = ending in LANGUAGES and format != "akn"
            language = known_language(ending if named else language_of(record) or record.language)
            symbol = record.symbol or symbols.normalise(stem or ending)
        except UnresError as error:
            said = str(error) if isinstance(error, ReadError) else f"{file.name}: {error}"
            self.notes.append(f"{said}; not in the index")
            return None
        date = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
        entry = Entry(symbol, language, format, file.name, "", _iso(date), digest(data))
        if entry.key in self._entries:
            other = self._entries[entry.key].path
            self.notes.append(f"{file.name}: {symbol} is there as {other}; not in the index")
            return None
        self._entries[entry.key] = entry
        self.notes.append(f"{file.name}: was not in the index; taken into it as {symbol}")
        return entry


@contextmanager
def open_library(
    folder: str | Path | None = None,
    *,
    wait: float = 3600.0,
    say: Callable[[str], None] | None = None,
) -> Iterator[Library]:
    """Open a library to add to it; one process at a time can.

    The index is made to agree with the files: rows whose file is gone are dropped, documents
    without a row get one, a damaged index is made anew.

    Parameters
    ----------
    folder : path, optional
        Made when missing; by default the folder in `UNRES_LIBRARY`, else `library`.
    wait : float
        Seconds to wait for another process that has it open.
    say : function of str, optional
        Told once when there is something to wait for.

    Yields
    ------
    Library

    Raises
    ------
    UnresError
        When it cannot be made, or is still in use after that time.

    Notes
    -----
    To read it, `un.load_folder` is enough. On network drives without file locks two
    processes may still meet.

    Examples
    --------
    See `Library`.
    """
    folder = library_folder() if folder is None else as_path(folder, "the library", "its folder")
    with _locked(folder, wait, say or (lambda text: None)):
        for path in folder.glob("**/.*.part"):  # what a killed process left half written
            path.unlink(missing_ok=True)
        library = Library(folder)
        library._load()
        yield library


@contextmanager
def _locked(folder: Path, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of a library; the system frees it when the process ends, however it ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / CACHE / "lock")
    busy = f"{folder}: another process is adding to this library"
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            say(f"{busy}; waiting for it")
            lock.acquire(timeout=wait)
    except Timeout:
        raise UnresError(
            f"{busy}; wait until it is done, or choose another folder with --library"
        ) from None
    except (OSError, ValueError) as error:
        found = f"{folder}: cannot be made a library ({reason_of(error)})"
        raise UnresError(f"{found}; choose another folder with --library") from None
    try:
        yield
    finally:
        lock.release()


def add(
    path: str | Path,
    library: Library | str | Path | None = None,
    *,
    symbol: str | None = None,
    language: str | None = None,
    replace: bool = False,
) -> tuple[Entry, bool]:
    r"""File a document that somebody downloaded with a browser under the symbol it prints.

    Parameters
    ----------
    path : path
        XML, PDF, HTML or text.
    library : Library or path, optional
        An open library, or the folder of one; by default as in `open_library`.
    symbol : str, optional
        For a document that prints none.
    language : str, optional
        Of a document too short to tell its language (default: English).
    replace : bool
        Replace what the library has under that symbol, language and format.

    Returns
    -------
    entry : Entry
    new : bool
        False when the library has the same bytes already.

    Raises
    ------
    ReadError
        When it cannot be read; prints no symbol, or another than `symbol`; is in another
        language; or other bytes are there already.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     text = Path(folder, "lamps.txt")
    ...     _ = text.write_text("The General Assembly,\n\n1. Decides to light all lamps.")
    ...     entry, new = add(text, Path(folder, "library"), symbol="A/77/L.901")
    >>> entry.path, new
    ('77/A_77_L.901.en.txt', True)
    """
    if not isinstance(library, Library):
        with open_library(library) as opened:
            return add(path, opened, symbol=symbol, language=language, replace=replace)
    check_kind(path, (str, PathLike), "the document", "its path")
    name = str(path)
    data = File(name, Path(path)).read()
    record, format = parsed(data, name)
    filed = _symbol_to_file(name, record.symbol, symbol)
    spoken = language_of(record) or language or record.language
    if language and language != spoken:
        raise ReadError(name, f"found a document in {spoken!r}, expected {language!r}")
    if spoken not in LANGUAGES:
        raise ReadError(name, f"found language {spoken!r}, expected one of {', '.join(LANGUAGES)}")
    old = library._entries.get((filed, spoken, format))
    if old and library.intact(old) and old.sha256 == digest(data):
        return old, False
    if old and not replace:
        raise ReadError(
            name, f"found other bytes than the library has of {filed} in {old.path}; give "
            "--replace to put this file in its place"
        )  # fmt: skip
    return library.put(data, filed, spoken, format), True


def parsed(data: bytes, name: str) -> tuple[Resolution, str]:
    """Read a document; the format is told from its bytes, not from its name."""
    record = loads(data, name)
    return record, record.source.format if record.source else "text"


def _symbol_to_file(name: str, printed: str | None, given: str | None) -> str:
    try:
        wanted = symbols.normalise(given) if given else None
    except SymbolError as error:
        raise ReadError(name, str(error)) from None
    if printed and wanted and printed != wanted:
        raise ReadError(name, f"prints {printed}, expected {wanted}; file it without --symbol")
    filed = printed or wanted
    if not filed:
        raise ReadError(name, "prints no symbol, expected one to file it under; give --symbol")
    return filed


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _iso(date: datetime) -> str:
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_document(file: File, built: set[Path]) -> bool:
    """A file of its own, not among the metadata, not in a data set built here."""
    metadata = PurePosixPath(file.name).parts[0] == "data_extract"
    return file.member is None and not metadata and not built.intersection(file.path.parents)


# the index ----------------------------------------------------------------------------


def _table(entries: Iterable[Entry]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(astuple(replace(entry, path=as_cell(entry.path))) for entry in entries)
    return stream.getvalue().encode()


def _rows(text: str) -> list[Entry]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if header != list(_COLUMNS):
        raise UnresError(f"found columns {header[:8]}, expected {', '.join(_COLUMNS)}")
    return [_entry(row, reader.line_num) for row in reader]


def _entry(row: list[str], line: int) -> Entry:
    if len(row) != len(_COLUMNS):
        raise UnresError(f"found {len(row)} values in line {line}, expected {len(_COLUMNS)}")
    entry = Entry(*row)
    entry = replace(entry, path=of_cell(entry.path))
    path = PurePosixPath(entry.path)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.path or ":" in entry.path:
        raise UnresError(f"found path {entry.path!r} in line {line}, expected one in the library")
    known = entry.format in _SUFFIX and entry.language in LANGUAGES
    if not known or symbols.normalise(entry.symbol) != entry.symbol:
        raise UnresError(f"found {row[:3]} in line {line}, expected symbol, language, format")
    return entry
