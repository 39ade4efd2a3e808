"""The command `unres`."""

from __future__ import annotations

import _thread
import argparse
import io
import json
import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from unres_research import __version__
from unres_research._inputs import as_list
from unres_research._printable import escaped_json, printable
from unres_research._storage import reason_of
from unres_research.errors import UnresError

__all__ = ["main"]
__dir__ = __all__.copy  # what tab completion shows


def main(arguments: str | Sequence[str] | None = None) -> int:
    """Run `unres` and return its exit status.

    Parameters
    ----------
    arguments : str or sequence of str, optional
        Words of the command line after `unres`; by default those of this process.

    Returns
    -------
    int
        0 when all went well, 1 when something could not be done (what and why stand on
        standard error), 70 for a fault of this program (with `UNRES_DEBUG` set, its traceback is
        shown instead). Wrong usage exits with 2.

    Examples
    --------
    >>> main(["parse", "missing.txt"])
    1
    """
    _prepare_streams()
    given = None if arguments is None else as_list(arguments, "arguments")
    try:
        try:
            if any("\0" in word for word in given or ()):
                raise UnresError("found a NUL in an argument, expected none: no file is named so")
            options = _parser().parse_args(given)
            with _interruptible():
                return _flushed(options.run(options))
        finally:  # also what the parser printed, before it exits
            _flushed(0)
    except UnresError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("interrupted; every file is the old or the new one: run it again")
    except BrokenPipeError:  # whoever read what is printed has seen enough
        return _give_up(sys.stdout, sys.stderr)
    except (OSError, MemoryError, RecursionError) as error:
        return _complain(_of_the_system(error))
    except Exception as error:
        if isinstance(error, RuntimeError) and "start new thread" in str(error):
            return _complain(_NO_THREAD)
        if os.environ.get("UNRES_DEBUG"):
            raise
        said = f"a fault of this program ({type(error).__name__}: {error})"
        advice = "please report it, with what UNRES_DEBUG=1 shows and the file that it reads"
        return _complain(f"{said}; {advice}", _FAULT)


_NO_THREAD = "found no room for another thread, expected fewer processes or a higher limit of them"
_FAULT = 70  # as EX_SOFTWARE of sysexits.h
_FAILING = ("strict", "surrogateescape")  # what a stream does with letters that it lacks


def _prepare_streams() -> None:
    """Have both streams, and print what their code page lacks as an escape: U+0141."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # was closed: what is printed goes nowhere, and into no file
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper) and stream.errors in _FAILING:
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let an interruption come again that fell into a callback, where Python drops it."""

    def again(dropped: Any) -> None:
        if not issubclass(dropped.exc_type, KeyboardInterrupt):
            return before(dropped)
        timer = threading.Timer(0.05, _thread.interrupt_main)
        timer.daemon = True
        timer.start()

    before = sys.unraisablehook
    sys.unraisablehook = again
    try:
        yield
    finally:
        sys.unraisablehook = before


def _of_the_system(error: BaseException) -> str:
    """Say in words what the system refused."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}cannot be used ({reason_of(error)}); check the name and the disk"
    kind = "memory" if isinstance(error, MemoryError) else "depth"
    return f"found too little {kind} for this document, expected a smaller one; nothing was changed"


@contextmanager
def _printing() -> Iterator[None]:
    """Say in words that standard output cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:  # a full disk, a closed stream
        _give_up(sys.stdout)
        raise UnresError(
            f"standard output cannot be written ({reason_of(error)}), expected a place with room"
        ) from None


def _flushed(status: int) -> int:
    """Print what waits to be printed."""
    with _printing():
        sys.stdout.flush()
    return status


def _give_up(*streams: Any) -> int:
    """Let what streams still hold go nowhere, or Python fails over it when it ends."""
    for stream in streams:
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
        except (OSError, ValueError):
            pass
    return 1


def _tell(line: object) -> None:
    """Print a line in which nothing is left that a terminal would obey."""
    with _printing():
        print(printable(str(line), lines=False))


def _warn(line: object) -> None:
    """Print a line on standard error; that it cannot be printed is no error."""
    try:
        print(printable(str(line), lines=False), file=sys.stderr)
    except (OSError, ValueError):
        _give_up(sys.stderr)


def _complain(text: str, status: int = 1) -> int:
    for line in f"unres: {text}".split("\n"):
        _warn(line)
    return status


def _print_json(value: dict[str, Any]) -> None:
    """Print an object as one line of JSON: in UTF-8, whatever the code page."""
    line = escaped_json(json.dumps(value, ensure_ascii=False)) + "\n"
    if isinstance(sys.stdout, io.TextIOWrapper):
        with _printing():
            sys.stdout.flush()
            # half of a pair, as in the name of a file in no code page, is an escape of JSON, too
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()
    else:  # where there are no bytes, as in a notebook
        sys.stdout.write(line)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="unres", description=__doc__)
    parser.add_argument("--version", action="version", version=f"unres {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_parse(commands)
    _add_compare(commands)
    _add_search(commands)
    _add_check(commands)
    _add_build(commands)
    _add_report(commands)
    _add_fetch(commands)
    _add_add(commands)
    return parser


def _add_parse(commands: Any) -> None:
    parse = commands.add_parser("parse", help="read documents and show their structure")
    parse.add_argument("files", nargs="+", metavar="FILE", help="XML, PDF, Word, HTML or text")
    parse.add_argument("--json", action="store_true", help="one JSON object a line")
    parse.set_defaults(run=_parse)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser("compare", help="where a text's words stood, where they went")
    add = compare.add_argument
    add("file", metavar="FILE", help="a document that `unres parse` reads")
    add("--json", action="store_true", help="one JSON object")
    said = (
        "set it beside this resolution, or this file, paragraph by paragraph: from the older to "
        "the newer by their dates, else from FILE to this"
    )
    add("--with", dest="other", metavar="SYMBOL", help=said)
    said = "pages, figures and tables (default: comparison; with --json none)"
    add("--views", metavar="FOLDER", help=said)
    add("--no-views", action="store_true", help="only print")
    add("--data", metavar="FOLDER", help="data set in place of the built-in one")
    said = "data set with texts to have beside it, as library/data; may be repeated"
    add("--add", metavar="FOLDER", action="append", default=[], help=said)
    add("--date", metavar="YYYY-MM-DD", type=_date, help="divides earlier from later")
    said = "leave this resolution out; may be repeated"
    add("--exclude", metavar="SYMBOL", action="append", default=[], help=said)
    said = "least length of a shared run (default and least: 6)"
    add("-n", type=int, default=6, metavar="WORDS", help=said)
    said = "words in runs that so many families of resolutions carry are formulaic (default: 20)"
    add("--formulaic", "--stock", type=int, default=20, metavar="FAMILIES", help=said)
    compare.set_defaults(run=_compare)


def _add_search(commands: Any) -> None:
    search = commands.add_parser(
        "search", help="where a phrase stands, exactly, by date; the history of a clause"
    )
    add = search.add_argument
    again: dict[str, Any] = {"action": "append", "default": []}
    add("phrase", nargs="*", metavar="PHRASE", help="words; * for any letters: 'climat*'")
    add("--json", action="store_true", help="one JSON object")
    add("--lines", type=_lines, default=20, metavar="N", help="places to print (default: 20)")
    add("--concordance", action="store_true", help="with the words around (needs texts)")
    said = 'words on either side, or "sentence" (default: 8)'
    add("--window", type=_window, metavar="N", help=said)
    said = "of the concordance: by date, or by the words before or after (default: date)"
    add("--sort", choices=("date", "left", "right"), help=said)
    add("--near", action="store_true", help="paragraphs that say it in other words, too")
    said = "history of a clause: of a document, whose PARAGRAPH follows (OP3), or as it is"
    add("--clause", metavar="FILE_OR_TEXT", help=said)
    add("--page", metavar="FILE", help="of a clause: write all of it as an HTML page")
    add("--date", metavar="YYYY-MM-DD", type=_date, help="of a clause: divides earlier from later")
    add("--before", metavar="YYYY-MM-DD", type=_date, help="adopted before this day")
    said = "leave this resolution out; may be repeated"
    add("--exclude", metavar="SYMBOL", help=said, **again)
    add("--no-selection", action="store_true", help="without the older selection")
    add("--data", metavar="FOLDER", help="data set in place of the built-in one")
    said = "data set with texts to have beside it, as library/data; may be repeated"
    add("--add", metavar="FOLDER", help=said, **again)
    search.set_defaults(run=_search, parser=search)


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check", help="one page for a draft: what it asks, what is due already, what it provides"
    )
    add = check.add_argument
    again: dict[str, Any] = {"action": "append", "default": []}
    add("file", metavar="DRAFT", help="a document in English that `unres parse` reads")
    add("--json", action="store_true", help="one JSON object")
    add("--page", metavar="FILE", help="write all of it as an HTML page")
    add("--date", metavar="YYYY-MM-DD", type=_date, help="what was adopted before it counts")
    add("--exclude", metavar="SYMBOL", help="leave this resolution out; may be repeated", **again)
    add("--data", metavar="FOLDER", help="data set in place of the built-in one")
    said = "data set with texts to have beside it, as library/data; may be repeated"
    add("--add", metavar="FOLDER", help=said, **again)
    check.set_defaults(run=_check)


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        help="make a data set from a folder of documents",
        description="Make a data set from a folder of documents (XML, PDF, Word) and metadata.",
    )
    add = build.add_argument
    said = "folder with documents; by default the library, which is $UNRES_LIBRARY or library/"
    add("corpus", nargs="?", metavar="CORPUS", help=said)
    said = "folder of the data set (default: CORPUS/data)"
    add("out", nargs="?", metavar="FOLDER", help=said)
    said = "keep the full texts (default: for a library)"
    add("--texts", action=argparse.BooleanOptionalAction, help=said)
    add("--language", metavar="CODE", default="en", help="language to keep (default: en)")
    said = "commit or date of the corpus, recorded with it"
    add("--source-version", metavar="TEXT", default="", help=said)
    add("--jobs", type=int, metavar="N", help="processes (default: one a core)")
    said = "let the workers of a Dask cluster read the documents: tcp://10.0.0.1:8786"
    add("--dask", metavar="ADDRESS", help=said)
    build.set_defaults(run=_build)


def _add_report(commands: Any) -> None:
    report = commands.add_parser("report", help="run the notebooks and write the report")
    report.add_argument("--out", default="report", metavar="FOLDER", help="default: report")
    report.add_argument(
        "--in-place", action="store_true", help="store the notebooks with their outputs instead"
    )
    add = report.add_argument
    said = "run the notebooks for this document instead of the one that they name"
    add("--text", metavar="FILE", help=said)
    said = "resolution that it was adopted as (default: found by its record)"
    add("--adopted", metavar="SYMBOL", help=said)
    said = "subject, or symbols, to compare it with (default: chosen by its subjects)"
    add("--group", metavar="SUBJECT_OR_SYMBOL", nargs="+", help=said)
    said = "words and phrases to follow; forms of one with | between (default: chosen from it)"
    add("--terms", metavar="TERM", nargs="+", help=said)
    add("--date", metavar="YYYY-MM-DD", type=_date, help="of a text that prints none")
    said = "notebooks that run at once (default: one a core, three at most)"
    add("--jobs", type=int, metavar="N", help=said)
    report.set_defaults(run=_report, parser=report)


def _add_fetch(commands: Any) -> None:
    fetch = commands.add_parser("fetch", help="fetch documents into the library")
    add = fetch.add_argument
    again: dict[str, Any] = {"action": "append", "default": []}
    add("symbols", nargs="*", metavar="SYMBOL", help="A/RES/78/265, A/78/L.86, ...")
    said = "all resolutions of a session: 79, ES-11; may be repeated"
    add("--session", metavar="SESSION", type=_session, help=said, **again)
    said = "all documents that this one cites; may be repeated"
    add("--cited-by", metavar="FILE", help=said, **again)
    _add_language(fetch, "language of the documents (default: en)", "en")
    _add_library(fetch)
    add("--raw-base", metavar="BASE", help="mirror or copy of UNxml/GAresolutions")
    add("--sc-base", metavar="BASE", help="mirror or copy of UNxml/SCresolutions")
    said = "address in place of the Official Document System's"
    add("--ods-base", metavar="BASE", help=said)
    said = "between requests (default: 1; 0 for a mirror of your own)"
    add("--pause", type=_seconds, default=1.0, metavar="SECONDS", help=said)
    fetch.set_defaults(run=_fetch, parser=fetch)


def _add_add(commands: Any) -> None:
    add = commands.add_parser("add", help="file documents that you downloaded in the library")
    add.add_argument("files", nargs="+", metavar="FILE", help="XML, PDF, Word, HTML or text")
    add.add_argument("--symbol", metavar="SYMBOL", help="of a file that prints none")
    _add_language(add, "of a PDF or text too short to tell it (default: en)", None)
    add.add_argument("--replace", action="store_true", help="in place of other bytes")
    _add_library(add)
    add.set_defaults(run=_add, parser=add)


def _add_language(parser: argparse.ArgumentParser, what: str, default: str | None) -> None:
    from unres_research._names import LANGUAGES

    parser.add_argument("--lang", choices=LANGUAGES, default=default, help=what)


def _add_library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--library", metavar="FOLDER", help="default: UNRES_LIBRARY, else library/")


def _session(text: str) -> int | str:
    from unres_research.library._fetch import session_of

    try:
        return session_of(text)
    except UnresError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected seconds from 0 to 3600")
    return seconds


def _lines(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number of lines")
    return int(text)


def _window(text: str) -> int | str:
    if text == "sentence":
        return text
    if not text.isdecimal() or int(text[:9]) > 1_000:
        raise argparse.ArgumentTypeError(
            f'found {text!r}, expected a number of words to 1,000, or "sentence"'
        )
    return int(text)


def _date(text: str) -> str:
    from unres_research._inputs import as_day

    try:
        return as_day(text, "the day")
    except UnresError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parse(options: argparse.Namespace) -> int:
    from unres_research._progress import each
    from unres_research.errors import ReadError
    from unres_research.read._load import load

    failed = 0
    n = len(options.files)
    for path in each(options.files, "reading", n, "file", progress=n >= 20):
        try:
            record = load(path)
        except ReadError as error:
            _warn(f"{error.path}: {error.reason}")
            failed += 1
            continue
        if options.json:
            _print_json(record.to_dict())
        else:
            _show(record)
    return 1 if failed else 0


def _show(record: Any) -> None:
    date = record.adopted_on or record.distributed_on or "no date"
    _tell(f"{record.symbol or 'no symbol'} | {date} | {record.title}")
    for paragraph in record:
        _tell(f"  {paragraph.id:<12} {paragraph.opener or '':<28} {paragraph.text[:60]}")


def _compare(options: argparse.Namespace) -> int:
    from unres_research import compare, export, load, open_corpus
    from unres_research.show._beside import set_beside
    from unres_research.show._html import make_folder

    folder = options.views or (None if options.json else "comparison")
    folder = None if options.no_views else folder
    record = load(options.file)
    if not record.body:
        raise UnresError(
            f"found no preambular or operative paragraph in {options.file}, expected a resolution "
            "or a draft; `unres parse` shows what was read"
        )
    if folder:
        make_folder(folder)
    found = compare(
        record,
        open_corpus(options.data, add=options.add),
        n=options.n,
        date=options.date,
        exclude=options.exclude,
        formulaic=options.formulaic,
    )
    other = set_beside(found, options.other) if options.other else None
    written = export.comparison(found, folder, other) if folder else []
    if options.json:
        _print_json(found.to_dict())
    else:
        _show_comparison(found, options.file)
        for line in other.lines() if other else []:
            _tell(line)
        for path in written:
            _tell(path)
    advice = [other.advice] if other and other.advice else []
    for note in (*found.notes, *advice):
        _warn(f"unres: {note}")
    return 0


def _show_comparison(found: Any, name: str) -> None:
    _tell(f"{found.symbol or name}, {found.date}: {found.words:,} words")
    for symbol, reason in found.left_out.items():
        _tell(f"left out: {symbol}, {reason}")
    _tell(
        f"data set: {len(found.corpus):,} resolutions from {found.corpus.first_date} to "
        f"{found.corpus.last_date}"
    )
    sides = (found.earlier, found.later, found.selection)
    for side in (side for side in sides if side is not None):
        _tell(
            f"{side.name}: {side.matched_words:,} of {found.words:,} words ({side.share:.1%}) "
            f"stand in shared runs of {found.n} or more words, {side.substantive_words:,} without "
            f"formulaic phrases{'; of each, with and without:' * bool(len(side.sources))}"
        )
        for row in side.sources.head(8).itertuples():
            cited = ", cited" if row.cited else ""
            _tell(
                f"  {row.matched_words:>6,} {row.substantive_words:>6,}  {row.symbol} "
                f"({row.adopted_on.date()}{cited})"
            )
    if found.selection is not None:
        _tell(
            f"in the selection, and in no earlier resolution of the data set: "
            f"{found.alone_words:,} words"
        )
        _tell(found.receipt)


def _search(options: argparse.Namespace) -> int:
    from unres_research import open_corpus, search
    from unres_research.show._search_lines import lines_of

    in_context = options.window is not None or options.sort is not None
    if options.clause is not None:
        if options.concordance or in_context or options.before:
            options.parser.error(
                "found --concordance, --window, --sort or --before with --clause, expected a phrase"
            )
        return _clause(options)
    if in_context and not options.concordance:
        options.parser.error("found --window or --sort, expected --concordance with them")
    if options.page or options.date:
        options.parser.error("found --page or --date, expected --clause with them")
    if not options.phrase:
        options.parser.error("found no phrase, expected words, such as 'climate change'")
    found = search(
        " ".join(options.phrase),
        open_corpus(options.data, add=options.add),
        selection=not options.no_selection,
        before=options.before,
        exclude=options.exclude,
    )
    if options.json:
        _print_json(found.to_dict())
        return 0
    lines = lines_of(
        found,
        options.lines,
        concordance=options.concordance,
        window=8 if options.window is None else options.window,
        sort=options.sort or "date",
        near=options.near,
    )
    for line in list(lines):  # nothing is printed when texts are missing
        _tell(line)
    return 0


def _clause(options: argparse.Namespace) -> int:
    from unres_research import export, open_corpus
    from unres_research.analyse import history
    from unres_research.show._search_lines import lines_of_clause

    clause, paragraph = _clause_of(options)
    found = history(
        clause,
        open_corpus(options.data, add=options.add),
        paragraph,
        date=options.date,
        exclude=options.exclude,
        selection=not options.no_selection,
    )
    written = export.clause(found, options.page) if options.page else None
    if options.json:
        _print_json(found.to_dict())
        return 0
    for line in lines_of_clause(found, options.lines, near=options.near):
        _tell(line)
    if written:
        _tell(written)
    return 0


def _clause_of(options: argparse.Namespace) -> tuple[Any, str | None]:
    """A document and the id of a paragraph, or a clause as it is."""
    from unres_research import load

    given, rest = options.clause, options.phrase
    symbol = _symbol_of(given)
    if symbol:
        raise UnresError(
            f"found the document symbol {symbol} as a clause, expected a file or the words; fetch "
            f"the document first, `unres fetch '{symbol}'`, and give its file"
        )
    is_name = not any(c.isspace() for c in given) and ("." in given or os.sep in given)
    is_folder = os.sep not in given and os.path.isdir(given)  # one that is named so by chance
    if is_folder or not (is_name or os.path.exists(given)):
        if rest:
            options.parser.error(
                f"found {' '.join(rest)!r} after a clause that is no file, expected the clause in "
                "quotation marks, or a file and the id of a paragraph"
            )
        return given, None
    if len(rest) > 1:
        options.parser.error(f"found {' '.join(rest)!r}, expected the id of one paragraph, as OP3")
    return load(given), rest[0] if rest else None


def _symbol_of(given: str) -> str | None:
    """The symbol that is given in place of a file or a clause; None of what may be a file."""
    from unres_research.symbols import SymbolError, normalise

    if "/" not in given or os.path.exists(given) or re.search(r"\.[A-Za-z]{3,}$", given):
        return None
    act = re.fullmatch(r"\s*(\d{1,3}/\d{1,4}(?: ?[A-Z])?)\s*", given)  # an act of the Assembly
    try:
        symbol = normalise(f"A/RES/{act[1]}" if act else given)
    except SymbolError:
        return None
    return symbol if re.match(r"(A|E|S|ST|T)/.*\d", symbol) else None  # "pages/1" is a file


def _check(options: argparse.Namespace) -> int:
    from unres_research import check, export, load, open_corpus
    from unres_research.show._check_lines import lines_of

    found = check(
        load(options.file),
        open_corpus(options.data, add=options.add),
        date=options.date,
        exclude=options.exclude,
    )
    written = export.check(found, options.page) if options.page else None
    if options.json:
        _print_json(found.to_dict())
        return 0
    for line in lines_of(found):
        _tell(line)
    if written:
        _tell(written)
    return 0


def _build(options: argparse.Namespace) -> int:
    from unres_research import build_corpus
    from unres_research._parallel import on_cluster

    with on_cluster(options.dask):
        built = build_corpus(
            options.corpus,
            options.out,
            texts=options.texts,
            language=options.language,
            source_version=options.source_version,
            n_jobs=options.jobs,
        )
    for line in str(built).split("\n"):
        _tell(line)
    unreadable = built.sources[built.sources["status"] == "unreadable"]
    for row in unreadable.itertuples():
        _warn(f"{row.path}: {row.reason}")
    return 1 if len(unreadable) else 0


def _report(options: argparse.Namespace) -> int:
    from unres_research.show import _report, report

    names = ("text", "adopted", "group", "terms", "date")
    given = {name: getattr(options, name) for name in names}
    if not options.text and any(given.values()):
        options.parser.error("found options of a text, expected --text FILE with them")
    if options.in_place:
        if options.text:
            options.parser.error(
                "found --text and --in-place, expected one: notebooks are stored for the text "
                "that their own cell names"
            )
        for path in _report.refresh(n_jobs=options.jobs):
            _tell(path)
        return 0
    made = report(options.out, **given, n_jobs=options.jobs)
    for line in made.findings:
        _tell(f"- {line}")
    _tell(f"{made.figures} figures and {made.tables} tables; open {made.index}")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from unres_research._storage import library_folder
    from unres_research.library import fetch
    from unres_research.read._load import load

    if not (options.symbols or options.session or options.cited_by):
        options.parser.error("found nothing to fetch, expected SYMBOL, --session or --cited-by")
    folder = options.library or library_folder()
    cited = [symbol for path in options.cited_by for symbol in load(path).cites]
    try:
        found = fetch(
            [*options.symbols, *cited],
            session=options.session,
            library=folder,
            language=options.lang,
            raw_base=options.raw_base,
            sc_base=options.sc_base,
            ods_base=options.ods_base,
            pause=options.pause,
        )
    except KeyboardInterrupt:
        return _complain(
            f"interrupted; what was fetched is whole in {folder}, run the same command again to "
            "go on"
        )
    for entry in found.new:
        _tell(f"{entry.symbol}  {entry.language}  {entry.path}")
    for note in found.notes:
        _tell(f"note: {note}")
    _tell(found)
    for failure in found.failures:
        _warn(failure)
    return 1 if found.failures else 0


def _add(options: argparse.Namespace) -> int:
    from unres_research.errors import ReadError
    from unres_research.library import add, open_library

    if options.symbol and len(options.files) > 1:
        options.parser.error(f"found {len(options.files)} files, expected one with --symbol")
    failed = 0
    with open_library(options.library, say=_warn) as library:
        for note in library.notes:
            _tell(f"note: {note}")
        for path in options.files:
            try:
                entry, new = add(
                    path,
                    library,
                    symbol=options.symbol,
                    language=options.lang,
                    replace=options.replace,
                )
            except ReadError as error:
                _warn(error)
                failed += 1
                continue
            said = "" if new else "  (already there, same bytes)"
            _tell(f"{entry.symbol}  {entry.language}  {library.folder / entry.path}{said}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
