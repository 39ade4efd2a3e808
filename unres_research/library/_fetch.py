"""Fetch documents into the library, from the public raw files or the Official Document System.

Sources are asked in this order: the raw files of UNxml/GAresolutions and UNxml/SCresolutions,
whose SHA-256 the registry knows, then the Official Document System (PDF), which is believed
when the document prints the symbol that was asked for.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from unres_research import symbols
from unres_research._storage import StoreError, write
from unres_research.errors import ReadError, UnresError
from unres_research.library._download import (
    AGAIN,
    BROWSER,
    Answer,
    Courier,
    FetchError,
    Limits,
    address,
    check_pdf,
    is_web,
    local,
)
from unres_research.library._library import (
    CACHE,
    Entry,
    Library,
    covers,
    known_language,
    language_of,
    opened,
)
from unres_research.library._registry import GA, GA_COMMIT, SC_COMMIT, Known, Registry
from unres_research.library._registry import load as load_registry
from unres_research.read import _metadata as metadata
from unres_research.read._load import files, load, read_bytes
from unres_research.records import Resolution

RAW_BASE = f"https://raw.githubusercontent.com/UNxml/GAresolutions/{GA_COMMIT}"
SC_BASE = f"https://raw.githubusercontent.com/UNxml/SCresolutions/{SC_COMMIT}"
ODS_BASE = "https://documents.un.org/api/symbol/access"
LAST_GAP = 10  # unpublished numbers in a row that end a session
MAX_NUMBER = 999
_NEXT_SOURCE = ("absent", "unreachable")


@dataclass(frozen=True)
class Bases:
    """Where the sources are; made by `bases`.

    Attributes
    ----------
    raw, sc, ods : str
        Web addresses, ``file://`` addresses or folders.

    Examples
    --------
    >>> Bases().ods
    'https://documents.un.org/api/symbol/access'
    """

    raw: str = RAW_BASE
    sc: str = SC_BASE
    ods: str = ODS_BASE


@dataclass(frozen=True)
class Failure:
    """What could not be fetched.

    Attributes
    ----------
    symbol, reason, advice : str

    Examples
    --------
    >>> print(Failure("A/78/L.1", "found nothing there (404)", "check the symbol"))
    A/78/L.1: found nothing there (404); check the symbol
    """

    symbol: str
    reason: str
    advice: str

    def __str__(self) -> str:
        """Return one line."""
        return f"{self.symbol}: {self.reason}; {self.advice}"


@dataclass
class Fetched:
    """What became of a request.

    Attributes
    ----------
    new, present : list of Entry
        Downloaded now; already in the library.
    failures : list of Failure
    notes : list of str
        What a person should know: repairs of the index, metadata that nothing vouches for,
        where a session ended, documents that came from the second source.

    Examples
    --------
    >>> Fetched().new
    []
    """

    new: list[Entry] = field(default_factory=list)
    present: list[Entry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def bases(raw: str | None = None, sc: str | None = None, ods: str | None = None) -> Bases:
    """Addresses of the sources: given, else in the environment, else the public ones.

    Parameters
    ----------
    raw, sc, ods : str, optional
        Of the files of UNxml/GAresolutions (`UNRES_RAW_BASE`), of UNxml/SCresolutions
        (`UNRES_SC_BASE`), and of the Official Document System (`UNRES_ODS_BASE`), where
        ``?s=SYMBOL&l=LANGUAGE&t=pdf`` is added; when it names a host alone, its usual path.
        A folder in its place holds `A_78_L.86.fr.pdf`; for English `A_78_L.86.pdf` will do.

    Returns
    -------
    Bases

    Raises
    ------
    UnresError
        When one is neither a web address, nor a ``file://`` address, nor a path.

    Examples
    --------
    >>> bases(ods="https://mirror.example.org").ods
    'https://mirror.example.org/api/symbol/access'
    """
    raw = raw or os.environ.get("UNRES_RAW_BASE") or RAW_BASE
    sc = sc or os.environ.get("UNRES_SC_BASE") or SC_BASE
    ods = ods or os.environ.get("UNRES_ODS_BASE") or ODS_BASE
    for base in (raw, sc, ods):
        is_web(base)
    if is_web(ods) and urlsplit(ods).path in ("", "/"):
        ods = ods.rstrip("/") + urlsplit(ODS_BASE).path
    return Bases(raw, sc, ods)


def cited_by(path: str | Path) -> tuple[str, ...]:
    """Symbols that a document cites.

    Parameters
    ----------
    path : path
        A document that `loaders.load` reads.

    Returns
    -------
    tuple of str
        Each once, sorted.

    Raises
    ------
    ReadError
        When it cannot be read.

    Examples
    --------
    >>> from unres_research.corpus._corpus import default_path
    >>> "A/RES/78/265" in cited_by(default_path() / "texts" / "A_78_L.86.txt")
    True
    """
    return load(path).cites


def session_of(text: str) -> int | str:
    """Read the name of a session.

    Parameters
    ----------
    text : str
        "78", "ES-10", "S-32".

    Returns
    -------
    int or str

    Raises
    ------
    UnresError
        When it is none.

    Examples
    --------
    >>> session_of("79"), session_of("es-10")
    (79, 'ES-10')
    """
    try:
        session = symbols.parse(f"A/RES/{text.strip()}/1").session
    except UnresError:
        session = None
    if session is None:
        raise UnresError(f"found session {text!r}, expected one such as 79, ES-10 or S-32")
    return session


def fetch(
    wanted: Iterable[str] = (),
    *,
    sessions: Iterable[int | str] = (),
    library: str | Path | None = None,
    language: str = "en",
    sources: Bases | None = None,
    limits: Limits | None = None,
    known: Registry | None = None,
    progress: bool = True,
) -> Fetched:
    """Fetch documents that the library lacks, with the metadata of their sessions.

    What cannot be had does not stop the rest. Each document enters the library whole and
    checked, or not at all; an interrupted run is taken up by the next one.

    Parameters
    ----------
    wanted : iterable of str
        Symbols.
    sessions : iterable of int or str
        Whole sessions: what the registry lists; of a session that it does not know, what
        `data_extract` at the raw base lists, then numbers from 1 on until ten in a row are
        not published.
    library : path, optional
        By default `library.default_folder()`.
    language : str
        One of `library.LANGUAGES`.
    sources : Bases, optional
    limits : Limits, optional
        Pause between requests, timeouts, sizes.
    known : Registry, optional
        By default the one that comes with the toolkit.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Fetched

    Raises
    ------
    UnresError
        When the library cannot be opened or written (`storage.StoreError`; what was fetched
        before stays), or for an unknown language.

    Notes
    -----
    A PDF that is too short to tell its language is taken for one in the language that was
    asked for. Decisions of the General Assembly are printed in collections alone and cannot
    be fetched. Do not lower the pause for hosts that are not yours.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     nothing = Bases(folder, folder, folder)  # folders serve as sources, here empty
    ...     found = fetch(["A/78/L.86"], library=f"{folder}/library", sources=nothing,
    ...         progress=False)
    >>> [f.symbol for f in found.failures]
    ['A/78/L.86']
    """
    known_language(language)
    result = Fetched()
    with opened(library, say=lambda text: print(text, file=sys.stderr)) as shelf:
        result.notes += shelf.notes
        registry = known if known is not None else load_registry()
        run = _Run(shelf, registry, Courier(limits), sources or bases(), language, result)
        for session in dict.fromkeys(sessions):
            _fetch_session(run, session, progress)
        _fetch_all(run, list(_canonical(wanted, result)), progress)
        _fetch_metadata(run)
    return result


@dataclass
class _Run:
    """One run of `fetch`: what it works with, and what came of it."""

    library: Library
    registry: Registry
    courier: Courier
    bases: Bases
    language: str
    result: Fetched
    done: set[str] = field(default_factory=set)
    with_metadata: set[str] = field(default_factory=set)


def _canonical(wanted: Iterable[str], result: Fetched) -> Iterator[str]:
    for text in wanted:
        try:
            yield symbols.normalise(text)
        except UnresError as error:
            result.failures.append(Failure(text[:80], str(error), "write it in full"))


def _fetch_all(run: _Run, wanted: Iterable[str], progress: bool) -> None:
    from tqdm.auto import tqdm

    for symbol in tqdm(wanted, desc="fetching", unit="document", disable=not progress):
        _try(run, symbol)


def _try(run: _Run, symbol: str) -> str:
    """Fetch one document; return "new", "present", or the kind of its failure."""
    if symbol in run.done:
        return "present"
    run.done.add(symbol)
    try:
        entry, new = _one(run, symbol)
    except FetchError as error:
        run.result.failures.append(Failure(symbol, error.reason, error.advice))
        return error.kind
    except StoreError:
        raise  # the rest cannot be written either
    except UnresError as error:
        run.result.failures.append(Failure(symbol, str(error), BROWSER))
        return "answer"
    (run.result.new if new else run.result.present).append(entry)
    known = run.registry.find(entry.symbol, entry.language)
    if known and known.repository == GA:
        run.with_metadata.add(known.path.partition("session/")[0])
    return "new" if new else "present"


def _one(run: _Run, symbol: str) -> tuple[Entry, bool]:
    here = run.library.find(symbol, run.language)
    if here:
        if not run.library.intact(here):
            raise FetchError(
                "changed", f"found other bytes in {here.path} than the index says",
                "delete that file to fetch it again",
            )  # fmt: skip
        return here, False
    _refuse_unfetchable(symbol)
    known = run.registry.find(symbol, run.language)
    missing: list[FetchError] = []
    for get in (_from_raw, _from_ods) if known else (_from_ods,):
        try:
            entry = get(run, symbol, known)
        except FetchError as error:
            missing.append(error)
            if error.kind not in _NEXT_SOURCE:
                break
        else:
            if missing:
                first = "; ".join(error.reason for error in missing)
                run.result.notes.append(f"{symbol}: as PDF, for the raw files have none ({first})")
            return entry, True
    reason = ", then ".join(error.reason for error in missing)
    raise FetchError(missing[-1].kind, reason, missing[-1].advice)


def _refuse_unfetchable(symbol: str) -> None:
    if symbol.startswith(("A/DEC/", "E/DEC/")):
        raise FetchError(
            "refused", "decisions are printed in collections, no source has one alone",
            "look for the session's collection of decisions",
        )  # fmt: skip
    if len(symbol) > 80:
        raise FetchError("refused", "found a symbol of more than 80 characters", "check it")


# the raw files ------------------------------------------------------------------------


def _from_raw(run: _Run, symbol: str, known: Known | None) -> Entry:
    assert known is not None
    url, data = _verified(run, known)
    record = _read(data, known.path)
    if not _answers(record, symbol) or record.language != run.language:
        raise _other(record, symbol, run.language)
    return run.library.put(data, known.symbol, run.language, "akn", url=url)


def _verified(run: _Run, known: Known) -> tuple[str, bytes]:
    """Address and bytes of a registered file, which have its SHA-256."""
    base = run.bases.raw if known.repository == GA else run.bases.sc
    if not known.archive:
        url = address(base, known.path)
        path = _retrieve(run, url, known)
        data = path.read_bytes()
        path.unlink()
        return url, data
    archive = run.registry.files.get((known.repository, known.archive))
    if archive is None:
        raise FetchError("absent", f"the registry has no {known.archive}", "give another registry")
    url = address(base, archive.path)
    path = _retrieve(run, url, archive)  # stays, for its other members
    try:
        with zipfile.ZipFile(path) as opened_archive:
            data = opened_archive.read(known.member)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise FetchError("answer", f"cannot be read from {archive.path} ({error})", AGAIN) from None
    return f"{url}#{quote(known.member)}", data


def _retrieve(run: _Run, url: str, known: Known) -> Path:
    """Download a file to the cache and verify it; what is there already is not asked for."""
    import pooch

    def download(url: str, path: str, _: Any) -> None:
        answer = run.courier.get(url, max_bytes=2 * known.bytes + 4096, check=_size_of(known))
        Path(path).write_bytes(answer.data)

    with _quiet_pooch():
        try:
            path = pooch.retrieve(
                url,
                f"sha256:{known.sha256}",
                fname=known.sha256,
                path=run.library.folder / CACHE,
                downloader=download,
            )
        except UnresError:
            raise
        except OSError as error:
            raise StoreError(run.library.folder / CACHE, error) from None
        except ValueError:
            raise FetchError(
                "checksum",
                f"found other bytes at {url} than the registry's SHA-256 {known.sha256[:12]}...",
                "do not use that file; check the raw base, or see whether the source changed it",
            ) from None
    return Path(path)


def _size_of(known: Known) -> Callable[[bytes], None]:
    """Check of an answer before its SHA-256: the cause of a mismatch that can be told."""

    def check(data: bytes) -> None:
        if data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
            raise FetchError("page", f"found a web page, expected {known.path}", BROWSER)
        if len(data) < known.bytes:
            raise FetchError("cut", f"found {len(data):,} of {known.bytes:,} bytes", AGAIN)

    return check


@contextmanager
def _quiet_pooch() -> Iterator[None]:
    """Keep its log off the terminal: progress and failures are told by us."""
    import pooch

    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


# the Official Document System ---------------------------------------------------------


def _from_ods(run: _Run, symbol: str, known: Known | None) -> Entry:
    answer = _ask_ods(run, symbol)
    record = _read(answer.data, symbol)
    if not _answers(record, symbol):
        raise _other(record, symbol, run.language)
    told = language_of(record)
    if told and told != run.language:
        raise _other(replace(record, language=told), symbol, run.language)
    return run.library.put(
        answer.data, record.symbol or symbol, run.language, "pdf", url=answer.url
    )


def _ask_ods(run: _Run, symbol: str) -> Answer:
    base = run.bases.ods
    if is_web(base):
        spelled = quote(_spelled(symbol), safe="/()")
        query = f"s={spelled}&l={run.language}&t=pdf"
        join = "&" if urlsplit(base).query else "?"
        return run.courier.get(f"{base}{join}{query}", check=check_pdf)
    stem = symbol.replace("/", "_")
    names = [f"{stem}.{run.language}.pdf", *([f"{stem}.pdf"] if run.language == "en" else [])]
    found = next((n for n in names if (local(base) / n).is_file()), names[0])
    return run.courier.get(address(base, found), check=check_pdf)


def _spelled(symbol: str) -> str:
    """A symbol as links into that system spell it: A/RES/61/250B, A/RES/217(III)."""
    parsed = symbols.parse(symbol)
    if symbol.endswith(")") and parsed.part:
        symbol = symbol.replace(f" {parsed.part} ", " ")
    return symbol.replace(" ", "")


def _read(data: bytes, name: str) -> Resolution:
    try:
        return read_bytes(data, name)
    except ReadError as error:
        raise FetchError("answer", f"cannot be read: {error.reason}", BROWSER) from None


def _answers(record: Resolution, symbol: str) -> bool:
    return bool(record.symbol) and covers(record.symbol or "", symbol)


def _other(record: Resolution, symbol: str, language: str) -> FetchError:
    if _answers(record, symbol):
        found = f"found a document in {record.language!r}, expected {language!r}"
    else:
        found = f"found a document that prints {record.symbol or 'no symbol'}, expected {symbol}"
    return FetchError("symbol", found, f"{BROWSER}, with --symbol if it prints none")


# sessions and their metadata ----------------------------------------------------------


def _fetch_session(run: _Run, session: int | str, progress: bool) -> None:
    listed = run.registry.of_session(session)
    run.with_metadata.add(str(session))
    rows = _fetch_metadata(run).get(str(session), [])
    whole = {s.rpartition(" ")[0] for s in listed if symbols.parse(s).part}
    more = [s for s in rows if s not in listed and s not in whole]
    _take_from_folder(run, session, set(listed))
    _fetch_all(run, [*listed, *sorted(more, key=symbols.parse)], progress)
    if not listed:
        _walk(run, session, progress)


def _take_from_folder(run: _Run, session: int | str, listed: set[str]) -> None:
    """Take what a copy of the repository holds beyond the registry, when it is a folder."""
    folder = local(run.bases.raw) / f"{session}session"
    if is_web(run.bases.raw) or not folder.is_dir():
        return
    for file in files(folder)[0]:
        try:
            record = read_bytes(data := file.read(), file.name)
        except ReadError as error:
            run.result.failures.append(Failure(str(error.path), error.reason, "check the file"))
            continue
        symbol = record.symbol or ""
        if not symbol or symbol in listed or record.language != run.language:
            continue
        if record.source and not run.library.find(symbol, run.language):
            format, url = record.source.format, file.path.absolute().as_uri()
            entry = run.library.put(data, symbol, run.language, format, url=url)
            run.result.new.append(entry)
            run.result.notes.append(f"{symbol}: not in the registry, nothing vouches for its bytes")
            run.done.add(symbol)


def _walk(run: _Run, session: int | str, progress: bool) -> None:
    """Ask for the numbers of a session, until several in a row are not published."""
    from tqdm.auto import tqdm

    handled = {s for s in run.done if symbols.parse(s).session == session}
    gap = absent = found = 0
    number = 0
    numbers = range(1, MAX_NUMBER + 1)
    for number in tqdm(numbers, desc=f"session {session}", unit="number", disable=not progress):
        symbol = f"A/RES/{session}/{number}"
        if any(s == symbol or s.startswith(f"{symbol} ") for s in handled):
            gap = 0
            continue
        failures = len(run.result.failures)
        outcome = _try(run, symbol)
        if outcome in ("new", "present"):
            gap, found = 0, found + 1
            continue
        if outcome == "absent":
            del run.result.failures[failures:]  # a gap, not a failure
            absent += 1
        elif outcome in ("given up", "unreachable"):
            break
        gap += 1
        if gap == LAST_GAP:
            break
    run.result.notes.append(
        f"session {session}: not in the registry; asked for its numbers up to {number}: {found} "
        f"there, {absent} not published, {gap} of these at the end"
    )


def _fetch_metadata(run: _Run) -> dict[str, list[str]]:
    """Fetch the metadata of sessions that were touched; return the symbols that they list."""
    listed: dict[str, list[str]] = {}
    for session in sorted(run.with_metadata):
        try:
            data = _metadata_of(run, session)
        except FetchError as error:
            name = f"data_extract/{session}.json"
            if error.kind == "absent":
                run.result.notes.append(f"{name}: the raw files have none")
            else:
                run.result.failures.append(Failure(name, error.reason, error.advice))
        else:
            listed[session] = _symbols_in(data)
    run.with_metadata.clear()
    return listed


def _metadata_of(run: _Run, session: str) -> bytes:
    name = f"data_extract/{session}.json"
    place = run.library.folder / name
    known = run.registry.files.get((GA, name))
    if known:
        if place.is_file():
            return place.read_bytes()
        _, data = _verified(run, known)
    else:
        url = address(_newest(run.bases.raw), name)
        data = run.courier.get(url, check=_check_metadata).data
        run.result.notes.append(f"{name}: not in the registry, nothing vouches for its bytes")
    if not (place.is_file() and place.read_bytes() == data):
        write(place, data)
    return data


def _newest(base: str) -> str:
    """Base of what the pinned commit cannot know, such as a session that began after it."""
    return base.replace(GA_COMMIT, "main") if base == RAW_BASE else base


def _check_metadata(data: bytes) -> None:
    if not _symbols_in(data):
        raise FetchError("answer", "found no JSON Lines with symbols, expected metadata", AGAIN)


def _symbols_in(data: bytes) -> list[str]:
    found = []
    for line in data.decode("utf-8", "replace").splitlines():
        try:
            found.append(metadata.parse_row(line).symbol)
        except (UnresError, json.JSONDecodeError, ValueError, RecursionError):
            continue
    return list(dict.fromkeys(found))
