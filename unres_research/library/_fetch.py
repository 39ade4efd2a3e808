"""Fetch documents into the library, from the public raw files or the Official Document System.

Sources are asked in this order: the raw files of UNxml/GAresolutions and UNxml/SCresolutions,
whose SHA-256 the registry knows, then the Official Document System (PDF), which is believed
when the document prints the symbol that was asked for.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from unres_research import _shown as shown
from unres_research import symbols
from unres_research._printable import printable
from unres_research._progress import each
from unres_research._storage import StoreError, write
from unres_research.errors import ReadError, UnresError
from unres_research.library._download import (
    AGAIN,
    Base,
    Client,
    Download,
    FetchError,
    Limits,
    check_pdf,
    to_base,
    under,
)
from unres_research.library._library import (
    CACHE,
    Entry,
    Library,
    covers,
    digest,
    known_language,
    language_of,
    open_library,
    parsed,
    place,
)
from unres_research.library._registry import GA, GA_COMMIT, SC_COMMIT, Known, Registry
from unres_research.library._registry import load as load_registry
from unres_research.read import _metadata as metadata
from unres_research.read._files import files

if TYPE_CHECKING:
    import pandas as pd

RAW_BASE = f"https://raw.githubusercontent.com/UNxml/GAresolutions/{GA_COMMIT}"
SC_BASE = f"https://raw.githubusercontent.com/UNxml/SCresolutions/{SC_COMMIT}"
ODS_BASE = "https://documents.un.org/api/symbol/access"
_LAST_GAP = 10  # unpublished numbers in a row that end a session
_MAX_NUMBER = 999
_NEXT_SOURCE = ("absent", "unreachable")


class Bases(NamedTuple):
    """Where the sources are."""

    raw: Base = RAW_BASE
    sc: Base = SC_BASE
    ods: Base = ODS_BASE


@dataclass
class Fetched:
    """What became of a request.

    Attributes
    ----------
    folder : Path
        The library.
    new, present : list of Entry
        Downloaded now; already in the library.
    failures : list of FetchError
        With symbol, reason and advice.
    notes : list of str
        What a person should know: repairs of the index, metadata that nothing vouches for,
        where a session ended, documents that came from the second source.

    Examples
    --------
    >>> found = Fetched(Path("library"), notes=["session 79: not in the registry"])
    >>> found
    Fetched(library: 0 new, 0 already there, 0 not fetched)
    >>> found.to_frame().columns.tolist()
    ['symbol', 'status', 'path', 'reason']
    """

    folder: Path
    new: list[Entry] = field(default_factory=list)
    present: list[Entry] = field(default_factory=list)
    failures: list[FetchError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        new, present, failed = len(self.new), len(self.present), len(self.failures)
        return f"{self.folder}: {new:,} new, {present:,} already there, {failed:,} not fetched"

    def __repr__(self) -> str:
        return f"Fetched({self})"

    def to_frame(self) -> pd.DataFrame:
        """Return a row a document: symbol, status ("new", "present", "failed"), path, reason."""
        import pandas as pd

        found = [("new", entry) for entry in self.new] + [("present", e) for e in self.present]
        rows = [(e.symbol, status, e.path, "") for status, e in found]
        rows += [(e.symbol, "failed", "", f"{e.reason}; {e.advice}") for e in self.failures]
        return pd.DataFrame(rows, columns=["symbol", "status", "path", "reason"])

    def _repr_html_(self) -> str:
        return shown.block(shown.said(str(self)), shown.table(self.to_frame()))


def session_of(text: str) -> int | str:
    """Read the name of a session: 79, "ES-10", "S-32"."""
    try:
        session = symbols.parse(f"A/RES/{text.strip()}/1").session
    except UnresError:
        session = None
    if session is None or str(session) != text.strip().upper():  # as of "1/2"
        raise UnresError(f"found session {text!r}, expected one such as 79, ES-10 or S-32")
    return session


def find_bases(raw: str | None = None, sc: str | None = None, ods: str | None = None) -> Bases:
    """Addresses of the sources: given, else in the environment, else the public ones."""
    bases = Bases(
        to_base(raw or os.environ.get("UNRES_RAW_BASE") or RAW_BASE),
        to_base(sc or os.environ.get("UNRES_SC_BASE") or SC_BASE),
        to_base(ods or os.environ.get("UNRES_ODS_BASE") or ODS_BASE),
    )
    if isinstance(bases.ods, str) and urlsplit(bases.ods).path in ("", "/"):
        bases = bases._replace(ods=bases.ods.rstrip("/") + urlsplit(ODS_BASE).path)
    return bases


def fetch(
    wanted: str | Iterable[str] = (),
    *,
    session: int | str | Iterable[int | str] = (),
    language: str = "en",
    library: str | Path | None = None,
    raw_base: str | None = None,
    sc_base: str | None = None,
    ods_base: str | None = None,
    pause: float = 1.0,
    progress: bool = True,
) -> Fetched:
    """Fetch documents that the library lacks, with the metadata of their sessions.

    What cannot be had does not stop the rest. Each document enters the library whole and
    checked, or not at all; an interrupted run is taken up by the next one.

    Parameters
    ----------
    wanted : str or iterable of str
        Symbols.
    session : int, str, or iterable of them
        Whole sessions (79, "ES-10"): what the registry lists; of a session that it does not
        know, what `data_extract` at the raw base lists, then numbers from 1 on until ten in a
        row are not published.
    language : str
        "ar", "en", "es", "fr", "ru" or "zh".
    library : path, optional
        A folder; by default the one in `UNRES_LIBRARY`, else `library`.
    raw_base, sc_base, ods_base : str, optional
        Web addresses, ``file://`` addresses or folders in place of UNxml/GAresolutions
        (`UNRES_RAW_BASE`), of UNxml/SCresolutions (`UNRES_SC_BASE`), and of the Official
        Document System (`UNRES_ODS_BASE`), where ``?s=SYMBOL&l=LANGUAGE&t=pdf`` is added; when
        it names a host alone, its usual path. A folder in its place holds
        `A_78_L.86.fr.pdf`; for English `A_78_L.86.pdf` will do.
    pause : float
        Seconds between requests. Do not lower it for hosts that are not yours.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Fetched

    Raises
    ------
    UnresError
        When the library cannot be opened or written (what was fetched before stays), for an
        unknown language or session, or for a base of another kind.

    Notes
    -----
    A PDF that is too short to tell its language is taken for one in the language that was
    asked for. Decisions of the General Assembly are printed in collections alone and cannot
    be fetched.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:  # folders serve as sources, here an empty one
    ...     found = fetch("A/78/L.86", library=f"{folder}/library", raw_base=folder,
    ...         ods_base=folder, progress=False)
    >>> [failure.symbol for failure in found.failures]
    ['A/78/L.86']

    What a document cites: ``fetch(un.load("draft.pdf").cites)``.
    """
    bases, client = find_bases(raw_base, sc_base, ods_base), Client(Limits(pause=pause))
    wanted = [wanted] if isinstance(wanted, str) else wanted
    sessions = [session] if isinstance(session, (int, str)) else session
    names = [session_of(str(name)) for name in sessions]
    return run(wanted, names, library, language, bases, client, progress=progress)


def run(
    wanted: Iterable[str],
    sessions: Iterable[int | str],
    library: str | Path | None,
    language: str,
    bases: Bases,
    client: Client,
    registry: Registry | None = None,
    progress: bool = False,
) -> Fetched:
    """Fetch, with a client and a registry of one's own."""
    known_language(language)
    with open_library(library, say=_say) as opened:
        result = Fetched(opened.folder)
        result.notes += opened.notes
        registry = registry if registry is not None else load_registry()
        work = _Run(opened, registry, client, bases, language, result, progress)
        for session in dict.fromkeys(sessions):
            work.fetch_session(session)
        work.fetch_all(work.canonical(wanted))
        work.fetch_metadata()
    return result


def _say(text: str) -> None:
    print(printable(text), file=sys.stderr)


@dataclass
class _Run:
    """One run of `fetch`: what it works with, and what came of it."""

    library: Library
    registry: Registry
    client: Client
    bases: Bases
    language: str
    result: Fetched
    progress: bool
    done: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)  # sessions whose metadata are wanted

    def canonical(self, wanted: Iterable[str]) -> list[str]:
        """Symbols in their canonical form; what is none is a failure."""
        found = []
        for text in wanted:
            try:
                found.append(symbols.normalise(text))
            except UnresError as error:
                self.fail(FetchError("symbol", str(error), "write it in full"), text[:80])
        return found

    def fail(self, error: FetchError, symbol: str) -> None:
        failure = FetchError(error.kind, error.reason, error.advice, symbol)
        self.result.failures.append(failure)

    def fetch_all(self, wanted: list[str]) -> None:
        known = len(wanted)
        for symbol in each(wanted, "fetching", known, "document", progress=self.progress):
            self.fetch(symbol)

    def fetch(self, symbol: str) -> str:
        """Fetch one document; return "new", "present", or the kind of its failure."""
        if symbol in self.done:
            return "present"
        self.done.add(symbol)
        try:
            entry, new = self._one(symbol)
        except FetchError as error:
            self.fail(error, symbol)
            return error.kind
        except StoreError:
            raise  # the rest cannot be written either
        except UnresError as error:
            self.fail(FetchError("answer", str(error)), symbol)
            return "answer"
        (self.result.new if new else self.result.present).append(entry)
        known = self.registry.find(entry.symbol, entry.language)
        if known and known.repository == GA:
            self.touched.add(known.path.partition("session/")[0])
        return "new" if new else "present"

    def _one(self, symbol: str) -> tuple[Entry, bool]:
        here = self.library.find(symbol, self.language)
        if here:
            if not self.library.intact(here):
                found = f"found other bytes in {here.path} than the index says"
                raise FetchError("changed", found, "delete that file to fetch it again")
            return here, False
        if symbol.startswith(("A/DEC/", "E/DEC/")):
            found = "decisions are printed in collections, no source has one alone"
            raise FetchError("refused", found, "look for the session's collection of decisions")
        place(symbol, self.language, "pdf")  # refuses what cannot be filed
        known = self.registry.find(symbol, self.language)
        missing: list[FetchError] = []
        if known:
            try:
                return self._from_raw(symbol, known), True
            except FetchError as error:
                if error.kind not in _NEXT_SOURCE:
                    raise
                missing.append(error)
        try:
            entry = self._from_ods(symbol)
        except FetchError as error:
            reason = ", then ".join(one.reason for one in [*missing, error])
            raise FetchError(error.kind, reason, error.advice) from None
        if missing:
            why = f"for the raw files have none ({missing[0].reason})"
            self.result.notes.append(f"{symbol}: as PDF, {why}")
        return entry, True

    def _printed(self, data: bytes, name: str, symbol: str) -> str:
        """Symbol of a document, which must be the one that was asked for, in its language."""
        try:
            record, _ = parsed(data, name)
        except ReadError as error:
            raise FetchError("answer", f"cannot be read: {error.reason}") from None
        if not (record.symbol and covers(record.symbol, symbol)):
            found = f"found a document that prints {record.symbol or 'no symbol'}"
            raise FetchError("symbol", f"{found}, expected {symbol}")
        language = language_of(record) or self.language
        if language != self.language:
            found = f"found a document in {language!r}, expected {self.language!r}"
            raise FetchError("symbol", found)
        return record.symbol

    # the raw files

    def _from_raw(self, symbol: str, known: Known) -> Entry:
        url, data = self._verified(known)
        self._printed(data, known.path, symbol)
        return self.library.put(data, known.symbol, self.language, "akn", url=url)

    def _verified(self, known: Known) -> Download:
        """A registered file, which has its SHA-256."""
        if not known.archive:
            return self._registered(known)
        archive = self.registry.files.get((known.repository, known.archive))
        if archive is None:
            raise FetchError("absent", f"the registry has no {known.archive}")
        path = self.library.folder / CACHE / archive.sha256  # stays, for its other members
        if not (path.is_file() and digest(path.read_bytes()) == archive.sha256):
            write(path, self._registered(archive).data)
        try:
            with zipfile.ZipFile(path) as opened:
                data = opened.read(known.member)
        except (zipfile.BadZipFile, KeyError, OSError) as error:
            found = f"cannot be read from {archive.path} ({error})"
            raise FetchError("answer", found, AGAIN) from None
        url = self._address(archive)
        url = url.absolute().as_uri() if isinstance(url, Path) else url
        return Download(f"{url}#{quote(known.member)}", data)

    def _registered(self, known: Known) -> Download:
        """Download a file of its own, and verify it."""
        url = self._address(known)
        answer = self.client.get(url, max_bytes=2 * known.bytes + 4096, check=_size_of(known))
        if digest(answer.data) != known.sha256:
            found = f"found other bytes at {url} than the registry's SHA-256 {known.sha256[:12]}..."
            advice = "do not use that file; check the raw base, or whether the source changed it"
            raise FetchError("checksum", found, advice)
        return answer

    def _address(self, known: Known) -> Base:
        return under(self.bases.raw if known.repository == GA else self.bases.sc, known.path)

    # the Official Document System

    def _from_ods(self, symbol: str) -> Entry:
        url, data = self._ask_ods(symbol)
        printed = self._printed(data, symbol, symbol)
        return self.library.put(data, printed, self.language, "pdf", url=url)

    def _ask_ods(self, symbol: str) -> Download:
        base = self.bases.ods
        if isinstance(base, Path):
            endings = [f".{self.language}.pdf", *([".pdf"] if self.language == "en" else [])]
            paths = [base / f"{symbol.replace('/', '_')}{ending}" for ending in endings]
            return self.client.get(next(filter(Path.is_file, paths), paths[0]), check=check_pdf)
        query = f"s={quote(_spelled(symbol), safe='/()')}&l={self.language}&t=pdf"
        join = "&" if urlsplit(base).query else "?"
        return self.client.get(f"{base}{join}{query}", check=check_pdf)

    # sessions and their metadata

    def fetch_session(self, session: int | str) -> None:
        """Fetch what is listed of a session; when the registry lists none, ask for its numbers."""
        listed = self.registry.of_session(session)
        self.touched.add(str(session))
        rows = self.fetch_metadata().get(str(session), [])
        whole = {s.rpartition(" ")[0] for s in listed if symbols.parse(s).part}
        more = [s for s in rows if s not in listed and s not in whole]
        self._take_from_folder(session, set(listed))
        self.fetch_all([*listed, *sorted(more, key=symbols.parse)])
        if not listed:
            self._walk(session)

    def _take_from_folder(self, session: int | str, listed: set[str]) -> None:
        """Take what a copy of the repository holds beyond the registry, when it is a folder."""
        raw = self.bases.raw
        if not isinstance(raw, Path) or not (folder := raw / f"{session}session").is_dir():
            return
        for file in files(folder)[0]:
            try:
                record, format = parsed(data := file.read(), file.name)
            except ReadError as error:
                self.fail(FetchError("answer", error.reason, "check the file"), error.path)
                continue
            symbol, url = record.symbol or "", file.path.absolute().as_uri()
            if not symbol or symbol in listed or record.language != self.language:
                continue
            if not self.library.find(symbol, self.language):
                entry = self.library.put(data, symbol, self.language, format, url=url)
                self.result.new.append(entry)
                self._note_unverified(symbol)
                self.done.add(symbol)

    def _walk(self, session: int | str) -> None:
        """Ask for the numbers of a session, until several in a row are not published."""
        handled = {s for s in self.done if symbols.parse(s).session == session}
        gap = absent = found = number = 0
        numbers = range(1, _MAX_NUMBER + 1)
        said = f"session {session}"
        for number in each(numbers, said, len(numbers), "number", progress=self.progress):
            symbol = f"A/RES/{session}/{number}"
            if any(s == symbol or s.startswith(f"{symbol} ") for s in handled):
                gap = 0
                continue
            outcome = self.fetch(symbol)
            if outcome in ("new", "present"):
                gap, found = 0, found + 1
                continue
            if outcome == "absent":
                self.result.failures.pop()  # a gap, not a failure
                absent += 1
            elif outcome in ("given up", "unreachable"):
                break
            gap += 1
            if gap == _LAST_GAP:
                break
        self.result.notes.append(
            f"session {session}: not in the registry; asked for its numbers up to {number}: "
            f"{found} there, {absent} not published, {gap} of these at the end"
        )

    def fetch_metadata(self) -> dict[str, list[str]]:
        """Fetch the metadata of sessions that were touched; return the symbols that they list."""
        listed: dict[str, list[str]] = {}
        for session in sorted(self.touched):
            name = f"data_extract/{session}.json"
            try:
                listed[session] = _symbols_in(self._metadata(name))
            except FetchError as error:
                if error.kind == "absent":
                    self.result.notes.append(f"{name}: the raw files have none")
                else:
                    self.fail(error, name)
        self.touched.clear()
        return listed

    def _metadata(self, name: str) -> bytes:
        path = self.library.folder / name
        known = self.registry.files.get((GA, name))
        if known and path.is_file():
            return path.read_bytes()
        if known:
            data = self._verified(known).data
        else:
            url = under(_newest(self.bases.raw), name)
            data = self.client.get(url, check=_check_metadata).data
            self._note_unverified(name)
        if not (path.is_file() and path.read_bytes() == data):
            write(path, data)
        return data

    def _note_unverified(self, name: str) -> None:
        self.result.notes.append(f"{name}: not in the registry, nothing vouches for its bytes")


def _size_of(known: Known) -> Callable[[bytes], None]:
    """Check of an answer before its SHA-256: the cause of a mismatch that can be told."""

    def check(data: bytes) -> None:
        if data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
            raise FetchError("page", f"found a web page, expected {known.path}")
        if len(data) < known.bytes:
            raise FetchError("cut", f"found {len(data):,} of {known.bytes:,} bytes", AGAIN)

    return check


def _spelled(symbol: str) -> str:
    """A symbol as links into that system spell it: A/RES/61/250B, A/RES/217(III)."""
    parsed = symbols.parse(symbol)
    if symbol.endswith(")") and parsed.part:
        symbol = symbol.replace(f" {parsed.part} ", " ")
    return symbol.replace(" ", "")


def _newest(base: Base) -> Base:
    """Base of what the pinned commit cannot know, such as a session that began after it."""
    return RAW_BASE.replace(GA_COMMIT, "main") if base == RAW_BASE else base


def _check_metadata(data: bytes) -> None:
    if not _symbols_in(data):
        raise FetchError("answer", "found no JSON Lines with symbols, expected metadata", AGAIN)


def _symbols_in(data: bytes) -> list[str]:
    found = []
    for line in data.decode("utf-8", "replace").splitlines():
        try:
            found.append(metadata.parse_row(line).symbol)
        except (ValueError, RecursionError):
            continue
    return list(dict.fromkeys(found))
