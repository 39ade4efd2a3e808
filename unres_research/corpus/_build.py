"""Make the data set from a folder of documents, and write it whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from unres_research import _shown as shown
from unres_research._inputs import as_path
from unres_research._printable import printable
from unres_research._storage import (
    INDEX,
    as_cell,
    library_folder,
    move,
    scratch_folder,
    sync_file,
    sync_folder,
    uninterrupted,
)
from unres_research.corpus import _schema as schema
from unres_research.corpus import _tables as making
from unres_research.corpus import _tokens as analyser
from unres_research.corpus._checked import check
from unres_research.corpus._corpus import Corpus, built_in, open_corpus
from unres_research.corpus._documents import AnyDocument, Document, choose, read_documents
from unres_research.corpus._held import DESCRIPTION, NEW
from unres_research.corpus._spool import Spool
from unres_research.corpus._terms import (
    MIN_PARAGRAPHS_PHRASE,
    MIN_PARAGRAPHS_WORD,
    MIN_RESOLUTIONS_PHRASE,
)
from unres_research.errors import ReadError, UnresError
from unres_research.read._metadata import Metadata, read_metadata
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd

_OF_NO_DOCUMENT = (OSError, MemoryError, making.TooLargeError)  # errors that no single one causes
LOCK = ".build.lock"  # in the folder of a data set, held while one is built there


@dataclass(frozen=True, repr=False)
class Built:
    """What `build_corpus` made: the data set, opened, and its sources; shows itself."""

    corpus: Corpus
    sources: pd.DataFrame

    def _counts(self) -> list[str]:
        return [
            f"{n:,} files {status}" for status, n in self.sources["status"].value_counts().items()
        ]

    def __repr__(self) -> str:
        texts = "with" if self.corpus.has_texts else "without"
        first = f"{self.corpus!r} {texts} texts in {self.corpus.path}"
        return "\n  ".join([first, *self._counts()])

    def _repr_html_(self) -> str:
        """Return the same as HTML for a notebook; every string is escaped."""
        return shown.block(self.corpus._repr_html_(), shown.said(", ".join(self._counts())))


def build_corpus(
    folder: str | Path | None = None,
    out: str | Path | None = None,
    *,
    texts: bool | None = None,
    language: str = "en",
    source_version: str = "",
    n_jobs: int | None = None,
    progress: bool = True,
) -> Built:
    r"""Make a data set from a folder of documents and their metadata.

    The same files give the same bytes. Everything is made in a temporary folder beside
    `out` and moved there at once at the end: an interrupted or killed build leaves the old
    data set or the new one; who has it open keeps the old one (`open_corpus`). Of several builds
    of one data set each waits for the one before. Other files in `out` are kept.

    Parameters
    ----------
    folder : path, optional
        Searched with its sub-folders and zip archives; hidden files and data sets in it are
        passed over. Documents are Akoma Ntoso files, official PDFs, web pages, or texts that
        print their symbol; of one symbol the XML goes before the PDF, the PDF before the web
        page, that before the text, then the first by name. A date of adoption stands in them or
        in the metadata. By default the library: the folder in the environment variable
        `UNRES_LIBRARY`, else `library` in the working folder.
    out : path, optional
        Folder of the data set, created when missing; by default `data` in the folder.
    texts : bool, optional
        Keep the texts of the documents, for which `Corpus.texts` and `Corpus.resolution`
        ask. By default they are kept for a library (a folder with an index.csv).
    language : str
        Documents in other languages are listed in `sources.csv` and left out.
    source_version : str
        Commit or date of the corpus, recorded in `datapackage.json`.
    n_jobs : int, optional
        Processes; by default one a core.
    progress : bool
        Show progress bars.

    Returns
    -------
    Built
        `corpus` is the new data set, opened; `sources` has one row a source file: `path`,
        `bytes`, `sha256`, `symbol`, `language`, `status` ("read", "left out" or "unreadable"),
        `reason`.

    Raises
    ------
    ReadError
        When there is no such folder.
    UnresError
        When it holds no resolution in that language, when texts are asked for in the built-in
        data set, which must hold none, when there are more words than one data set holds, when
        an invariant fails, or when `out` cannot be written.

    Notes
    -----
    Drafts, undated documents and those dated before 1946 or more than a week ahead of the
    machine's clock are left out: put texts that you want to compare with the
    data set elsewhere, and read them with `unres_research.load`. The PDF of a resolution from a
    Main Committee names neither its draft nor its sponsors, and the metadata not the draft:
    `draft_symbols` is empty unless the XML is there.

    Within ``joblib.parallel_config(backend="dask")`` the workers of a cluster read the documents,
    with the same limits and the same bytes in the end (extra `dask`). What was read, and what is
    sorted, waits in scratch files beside `out`, so that memory does not grow with the words; a
    data set holds at most 268,435,456 of them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = ("A/RES/77/901\n\nResolution adopted by the General Assembly on 3 May 2023\n\n"
    ...     "Lamps\n\nThe General Assembly,\n\n1. Decides to light all lamps.")
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "lamps.txt").write_text(text)
    ...     built = build_corpus(folder, n_jobs=1, progress=False)
    ...     built.corpus.resolutions["words"].tolist()
    [5]
    >>> built
    <Corpus of 1 resolutions, 1 paragraphs, 2023-05-03 to 2023-05-03> without texts in ...
      1 files read
    """
    said = "the path of a folder"
    folder = _library() if folder is None else as_path(folder, "the documents", said)
    out = folder / "data" if out is None else as_path(out, "the data set", said)
    texts = os.path.isfile(folder / INDEX) if texts is None else texts
    if texts and out.resolve() == built_in():
        raise UnresError(
            f"found {out} as the place of a data set with texts, expected another folder: the "
            "built-in data set must hold none; leave the texts out (--no-texts)"
        )
    if not os.path.isdir(folder):
        raise ReadError(str(folder), "found no such folder, expected one that holds documents")
    with _locked(out, say=progress), Spool(out.resolve().parent) as spool:
        documents = read_documents(folder, out, spool, n_jobs=n_jobs, progress=progress)
        rows, row_issues = read_metadata(folder)
        with _scratch(out) as scratch:
            made, sources = _all_tables(
                scratch, documents, language, rows, texts=texts, progress=progress
            )
            if made is None:
                raise UnresError(
                    f"found no resolution in {language!r} among {len(sources)} files of {folder}, "
                    "expected documents in XML, PDF or text; see what became of them with `unres "
                    f"parse`{_reasons(sources)}"
                )
            read = set(sources["symbol"][sources["status"] == "read"])
            facts = {
                "metadata_without_file": sorted(set(rows) - read),
                "metadata_unreadable": [_in_utf_8(str(issue)) for issue in row_issues],
                **({"language": language} if texts or language != "en" else {}),
            }
            _describe(scratch, made, sources, facts, source_version, out)
            with uninterrupted():
                _publish(scratch, out)
        return Built(open_corpus(out), sources)


def build_selection(
    documents: list[Document],
    out: Path,
    *,
    what: str,
    named: schema.Named,
    refused: dict[str, str],
) -> Built:
    """Make a data set of documents that are chosen by something else than a period.

    It is marked as a selection, chosen by `what`: counts in it have no denominator. Every word
    is in its vocabulary, also of one paragraph. Its metadata are what the documents print.
    `refused` has the reasons, by path, for documents to leave out.
    """
    with _locked(out, say=False):
        with _scratch(out) as scratch:
            made, sources = _all_tables(
                scratch, documents, "en", {}, texts=False, least_word=1, refused=refused
            )
            if made is None:
                raise UnresError(
                    f"found no resolution among {len(sources)} documents, expected at least one"
                    f"{_reasons(sources)}"
                )
            facts = {"collection": schema.SELECTION, "selected": what, "least_paragraphs_word": 1}
            _describe(scratch, made, sources, facts, "", out, named)
            with uninterrupted():
                _publish(scratch, out)
        return Built(open_corpus(out), sources)


def corpus_of_records(records: list[Resolution]) -> Corpus:
    """Make a data set with texts of records that are at hand, and read it into memory."""
    documents = [
        Document(f"record {k}", record=r, words=tuple(" ".join(analyser.words(p.text)) for p in r))
        for k, r in enumerate(records, 1)
    ]
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        made, sources = _all_tables(out, documents, records[0].language, {}, texts=True)
        wrong = sources[sources["status"] != "read"]
        if made is None or len(wrong):
            one = wrong.iloc[0]
            raise UnresError(
                f"found {one['symbol'] or 'a text'} among the records to add ({one['reason']}), "
                "expected adopted resolutions in one language, each with its symbol and date"
            )
        _describe(out, made, sources, {"language": records[0].language}, "", out)
        return read_all(open_corpus(out))


def _all_tables(
    folder: Path,
    documents: Sequence[AnyDocument],
    language: str,
    rows: dict[str, Metadata],
    *,
    texts: bool,
    least_word: int | None = None,
    refused: Mapping[str, str] = MappingProxyType({}),
    progress: bool = False,
) -> tuple[making.Made | None, pd.DataFrame]:
    """Write the tables of all documents that fit into a folder; what was made, and the sources.

    When the tables of all cannot be made, each document is tried by itself: those that stop
    their own tables are left out, and named.
    """
    refused = dict(refused)
    while True:
        chosen, sources = choose(documents, language, rows, refused)
        if not chosen:
            return None, sources
        try:
            made = making.write_tables(
                folder, chosen, rows, texts=texts, least_word=least_word, progress=progress
            )
            check(folder, made, sources, len(documents))
            return made, sources
        except _OF_NO_DOCUMENT:
            raise
        except Exception:
            found = {d.path: why for d in chosen if (why := _stops(folder, d, rows, texts))}
            if not found:
                raise
            refused |= found


def _stops(folder: Path, document: AnyDocument, rows: dict[str, Metadata], texts: bool) -> str:
    """Why no tables can be made of a document alone, or ""."""
    import pandas as pd

    try:
        made = making.write_tables(folder, [document], rows, texts=texts)
        check(folder, made, pd.DataFrame({"status": ["read"]}), 1)
    except _OF_NO_DOCUMENT:
        raise
    except Exception as error:
        said = _in_utf_8(f"{type(error).__name__}: {error}")[:200]
        return f"no tables can be made of it ({said}); please report it with the file"
    return ""


def _in_utf_8(text: str) -> str:
    """A text that every file can hold: half a character, as of odd file names, as its number."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_all(corpus: Corpus) -> Corpus:
    """Read now what is read when it is first used, so that the folder may go."""
    for name, value in vars(Corpus).items():
        if isinstance(value, cached_property):
            getattr(corpus, name)
    corpus.__dict__.pop("_held_open", None)
    return corpus


def _library() -> Path:
    folder = library_folder()
    if not folder.is_dir():
        raise UnresError(
            f"found no library {folder}, expected a folder with documents; fill it with "
            "`unres fetch SYMBOL`, set UNRES_LIBRARY, or name another folder"
        )
    return folder


def _reasons(sources: pd.DataFrame) -> str:
    first = [f"{r.path}: {r.reason}" for r in sources.head(3).itertuples()]
    return "; " + "; ".join(first) if first else ""


# writing ------------------------------------------------------------------------------


@contextmanager
def _locked(out: Path, *, say: bool) -> Iterator[None]:
    """Let one process at a time build in a folder; the system frees it when the process ends."""
    from filelock import FileLock, Timeout

    lock = FileLock(out / LOCK)
    try:
        out.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if say:
                where = printable(str(out))
                print(f"{where}: another process builds there; waiting for it", file=sys.stderr)
            lock.acquire()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unwritable(out, error) from None
    try:
        try:
            _finish(out)  # what a build that was killed left to do
        except OSError as error:
            raise _unwritable(out, error) from None
        yield
    finally:
        lock.release()


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to build in, and remove it whatever happens."""
    try:
        with scratch_folder(out.resolve().parent, ".building-") as scratch:
            yield scratch
    except OSError as error:
        raise _unwritable(out, error) from None


def _unwritable(out: Path, error: Exception) -> UnresError:
    return UnresError(
        f"the data set cannot be written to {out} ({error}), expected a folder with room and the "
        "right to write; what was there is as it was"
    )


def _describe(
    folder: Path,
    made: making.Made,
    sources: pd.DataFrame,
    facts: dict[str, Any],
    source_version: str,
    out: Path,
    named: schema.Named = schema.NAMED,
) -> None:
    """Write what describes the tables in a folder: the sources, and the package."""
    listed = sources.assign(path=sources["path"].map(as_cell))
    listed.to_csv(folder / "sources.csv", index=False, lineterminator="\n")
    lengths = {"sources": len(sources), **made.rows}
    facts = {
        "analyser": analyser.version_of(facts.get("language", "en")),
        "wordings": len(made.sizes),
        "distinct_runs": made.rows["run_hashes"],
        "least_paragraphs_word": MIN_PARAGRAPHS_WORD,
        "least_paragraphs_phrase": MIN_PARAGRAPHS_PHRASE,
        "least_resolutions_phrase": MIN_RESOLUTIONS_PHRASE,
        **facts,
    }
    ordered = {name: lengths[name] for name in schema.COLUMNS if name in lengths}
    beside = sorted((out / "texts").glob("*.txt"))
    package = schema.package(folder, ordered, facts, source_version, beside, named)
    path = folder / DESCRIPTION
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _publish(scratch: Path, out: Path) -> None:
    """Put the finished files in place: at once for `open_corpus`, then one by one."""
    for path in scratch.iterdir():
        sync_file(path)
    sync_folder(scratch)
    move(scratch, out / NEW)
    sync_folder(out)
    _finish(out)
    sync_folder(out)


def _finish(out: Path) -> None:
    """Move the files that wait in `.new`, the description last, and drop what it leaves out."""
    if not (out / NEW).is_dir():
        return
    new = out / NEW / DESCRIPTION
    described = new if new.is_file() else out / DESCRIPTION
    try:
        description = json.loads(described.read_text(encoding="utf-8"))
        named = {r["path"] for r in description["resources"]}
    except (FileNotFoundError, ValueError, LookupError, TypeError, RecursionError):
        named = set(schema.TEXT_FILES)  # none of ours: drop nothing
    waiting = sorted(p.name for p in (out / NEW).iterdir())
    for name in sorted(waiting, key=lambda n: n == DESCRIPTION):
        move(out / NEW / name, out / name)
    for name in set(schema.TEXT_FILES) - named:
        (out / name).unlink(missing_ok=True)
    (out / NEW).rmdir()
