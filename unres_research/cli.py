"""The command `unres`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from unres_research import __version__
from unres_research.errors import UnresError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `unres` and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line after `unres`; by default those of this process.

    Returns
    -------
    int
        0 when all went well, 1 when something could not be done (what and why stand on
        standard error). Wrong usage exits with 2.

    Examples
    --------
    >>> from unres_research.corpus._corpus import default_path
    >>> main(["parse", str(default_path() / "texts" / "A_78_L.86.txt")])
    no symbol | 2024-06-25 | Enhancing international cooperation on capacity-building of ...
      PP1 ... Reaffirming ...
    0
    """
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except UnresError as error:
        print(f"unres: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("unres: interrupted; nothing was changed", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="unres", description=__doc__)
    parser.add_argument("--version", action="version", version=f"unres {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_parse(commands)
    _add_compare(commands)
    _add_build(commands)
    _add_report(commands)
    _add_fetch(commands)
    _add_add(commands)
    return parser


def _add_parse(commands: Any) -> None:
    parse = commands.add_parser("parse", help="read documents and show their structure")
    parse.add_argument("files", nargs="+", metavar="FILE", help="XML, PDF, HTML or text")
    parse.add_argument("--json", action="store_true", help="one JSON object a line")
    parse.set_defaults(run=_parse)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser("compare", help="where a text's words stood, where they went")
    compare.add_argument("file", metavar="FILE", help="a document that `unres parse` reads")
    compare.add_argument("--json", action="store_true", help="one JSON object")
    compare.add_argument(
        "--with",
        dest="other",
        metavar="SYMBOL",
        help="set it beside this resolution, or this file, paragraph by paragraph",
    )
    compare.add_argument(
        "--views",
        metavar="FOLDER",
        help="pages, figures and tables (default: comparison; with --json none)",
    )
    compare.add_argument("--no-views", action="store_true", help="only print")
    compare.add_argument("--data", metavar="FOLDER", help="data set (default: built in)")
    compare.add_argument(
        "--date", metavar="YYYY-MM-DD", type=_date, help="parts earlier from later"
    )
    compare.add_argument(
        "--exclude",
        metavar="SYMBOL",
        action="append",
        default=[],
        help="leave this resolution out; may be repeated",
    )
    compare.add_argument(
        "-n",
        type=int,
        default=6,
        metavar="WORDS",
        help="least length of a shared run (default and least: 6)",
    )
    compare.add_argument(
        "--formulaic",
        "--stock",
        type=int,
        default=20,
        metavar="FAMILIES",
        help="words in runs that so many families of resolutions carry are formulaic (default: 20)",
    )
    compare.set_defaults(run=_compare)


def _add_build(commands: Any) -> None:
    build = commands.add_parser(
        "build",
        help="make or update a data set from a folder of documents",
        description="Make a data set from a folder of documents (XML, PDF, text) and metadata.",
    )
    build.add_argument(
        "corpus",
        nargs="?",
        metavar="CORPUS",
        help="folder with documents; by default the library, which is $UNRES_LIBRARY or library/",
    )
    build.add_argument(
        "out", nargs="?", metavar="FOLDER", help="folder of the data set (default: CORPUS/data)"
    )
    build.add_argument(
        "--update",
        action="store_true",
        help="do not read again what was read for the data set in FOLDER; same result",
    )
    build.add_argument(
        "--texts",
        action=argparse.BooleanOptionalAction,
        help="keep the full texts (default: for a library, and in an update as before)",
    )
    build.add_argument(
        "--language", metavar="CODE", help="language to keep (default: en, in an update as before)"
    )
    build.add_argument(
        "--source-version", metavar="TEXT", help="commit or date of the corpus, recorded with it"
    )
    build.add_argument("--jobs", type=int, metavar="N", help="processes (default: one a core)")
    build.set_defaults(run=_build)


def _add_report(commands: Any) -> None:
    report = commands.add_parser("report", help="run the notebooks and write the report")
    report.add_argument("--out", default="report", metavar="FOLDER", help="default: report")
    report.add_argument(
        "--in-place", action="store_true", help="store the notebooks with their outputs instead"
    )
    report.set_defaults(run=_report)


def _add_fetch(commands: Any) -> None:
    fetch = commands.add_parser("fetch", help="fetch documents into the library")
    fetch.add_argument("symbols", nargs="*", metavar="SYMBOL", help="A/RES/78/265, A/78/L.86, ...")
    fetch.add_argument(
        "--session",
        action="append",
        default=[],
        metavar="SESSION",
        type=_session,
        help="all resolutions of a session: 79, ES-11; may be repeated",
    )
    fetch.add_argument(
        "--cited-by",
        action="append",
        default=[],
        metavar="FILE",
        help="all documents that this one cites; may be repeated",
    )
    _add_language(fetch, "language of the documents (default: en)", "en")
    _add_library(fetch)
    fetch.add_argument("--raw-base", metavar="BASE", help="mirror or copy of UNxml/GAresolutions")
    fetch.add_argument("--sc-base", metavar="BASE", help="mirror or copy of UNxml/SCresolutions")
    fetch.add_argument(
        "--ods-base", metavar="BASE", help="address in place of the Official Document System's"
    )
    fetch.add_argument(
        "--pause",
        type=_seconds,
        default=1.0,
        metavar="SECONDS",
        help="between requests (default: 1; 0 for a mirror of your own)",
    )
    fetch.set_defaults(run=_fetch, parser=fetch)


def _add_add(commands: Any) -> None:
    add = commands.add_parser("add", help="file documents that you downloaded in the library")
    add.add_argument("files", nargs="+", metavar="FILE", help="XML, PDF or text")
    add.add_argument("--symbol", metavar="SYMBOL", help="of a file that prints none")
    _add_language(add, "of a PDF or text too short to tell it (default: en)", None)
    add.add_argument("--replace", action="store_true", help="in place of other bytes")
    _add_library(add)
    add.set_defaults(run=_add, parser=add)


def _add_language(parser: argparse.ArgumentParser, what: str, default: str | None) -> None:
    from unres_research.library._library import LANGUAGES

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


def _date(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"found {text!r}, expected a date like 2024-06-25"
        ) from None


def _parse(options: argparse.Namespace) -> int:
    from tqdm.auto import tqdm

    from unres_research.errors import ReadError
    from unres_research.read._load import load

    failed = 0
    for path in tqdm(options.files, unit="file", disable=_quiet(len(options.files) < 20)):
        try:
            record = load(path)
        except ReadError as error:
            print(f"{error.path}: {error.reason}", file=sys.stderr)
            failed += 1
            continue
        if options.json:
            print(json.dumps(record.to_dict(), ensure_ascii=False))
        else:
            _show(record)
    return 1 if failed else 0


def _quiet(short: bool) -> bool:
    return short or not sys.stderr.isatty()


def _show(record: Any) -> None:
    date = record.adopted_on or record.distributed_on or "no date"
    print(f"{record.symbol or 'no symbol'} | {date} | {record.title}")
    for paragraph in record:
        print(f"  {paragraph.id:<12} {paragraph.opener or '':<28} {paragraph.text[:60]}")


def _compare(options: argparse.Namespace) -> int:
    from unres_research.analyse._compare import compare
    from unres_research.corpus._corpus import open_corpus
    from unres_research.read._load import load
    from unres_research.show import _folder as dossier

    folder = options.views or (None if options.json else "comparison")
    if options.no_views:
        folder = None
    if folder:
        dossier.make_folder(folder)
    record = load(options.file)
    corpus = open_corpus(options.data)
    if not record.body:
        raise UnresError(
            f"found no preambular or operative paragraph in {options.file}, expected a resolution "
            "or a draft; `unres parse` shows what was read"
        )
    found = compare(
        record,
        corpus,
        n=options.n,
        date=options.date,
        exclude=options.exclude,
        formulaic=options.formulaic,
    )
    other = dossier.other_text(record, corpus, options.other) if options.other else None
    written = dossier.write(folder, record, corpus, found, other) if folder else []
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))
    else:
        _show_comparison(found, corpus, options.file)
        if other:
            _show_other(other)
        for path in written:
            print(path)
    if other and other.advice:
        print(f"unres: {other.advice}", file=sys.stderr)
    if other and other.alignment and folder and not any(p.suffix == ".docx" for p in written):
        print("unres: no Word file; pip install python-docx for it", file=sys.stderr)
    return 0


def _show_comparison(found: Any, corpus: Any, name: str) -> None:
    print(f"{found.symbol or name}, {found.date}: {found.words:,} words")
    print(
        f"left out: {', '.join(found.excluded) or 'nothing'}; data set from "
        f"{corpus.first_date} to {corpus.last_date}"
    )
    for side in (found.earlier, found.later):
        print(
            f"{side.name}: {side.matched_words:,} of {side.words:,} words ({side.share:.1%}) "
            f"stand in shared runs of {side.n} or more words, {side.substantive_words:,} without "
            "formulaic phrases"
        )
        for row in side.sources.head(8).itertuples():
            cited = ", cited" if row.cited else ""
            print(
                f"  {row.matched_words:>6,} {row.substantive_words:>6,}  {row.symbol} "
                f"({row.adopted_on.date()}{cited})"
            )


def _show_other(other: Any) -> None:
    from unres_research.analyse._compare import own_symbol

    if other.alignment is None:
        table = other.fingerprints
        print(
            f"beside {other.name}: {int(table['whole'].sum())} of {len(table)} paragraphs stand in "
            f"it from first word to last, {int(table['same_place'].sum())} under the same number"
        )
        return
    counts = other.alignment.counts()
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    old, new = other.alignment.before, other.alignment.after
    said = said.replace("openers", "openers changed")
    print(f"from {own_symbol(old) or 'one'} to {own_symbol(new) or 'the other'}: {said}")
    for pair in other.alignment.pairs:
        if pair.opener_change:
            old, new = pair.opener_change
            print(f"  {pair.after.id}: \u201c{old}\u201d became \u201c{new}\u201d")


def _build(options: argparse.Namespace) -> int:
    from unres_research.corpus._build import build
    from unres_research.library._library import default_folder

    corpus = Path(options.corpus or default_folder())
    if not options.corpus and not corpus.is_dir():
        raise UnresError(
            f"found no library {corpus}, expected a folder with documents; fill it with "
            "`unres fetch SYMBOL`, set UNRES_LIBRARY, or name another folder"
        )
    out = Path(options.out or corpus / "data")
    built = build(
        corpus,
        out,
        language=options.language,
        source_version=options.source_version,
        texts=options.texts,
        update=options.update,
        jobs=options.jobs,
        progress=not _quiet(False),
    )
    if built.note:
        print(f"unres: {built.note} in {out}: every file was read again", file=sys.stderr)
    texts = "with" if built.corpus.has_texts else "without"
    print(f"{built.corpus!r} {texts} texts in {out}")
    for status, count in built.sources["status"].value_counts().items():
        print(f"  {count:,} files {status}")
    if options.update:
        print(f"  {built.reused:,} of them known from before")
    unreadable = built.sources[built.sources["status"] == "unreadable"]
    for row in unreadable.itertuples():
        print(f"{row.path}: {row.reason}", file=sys.stderr)
    return 1 if len(unreadable) else 0


def _report(options: argparse.Namespace) -> int:
    from unres_research.show._report import make_report, refresh

    if options.in_place:
        for path in refresh():
            print(path)
        return 0
    report = make_report(options.out)
    for line in report.headlines:
        print(f"- {line}")
    print(f"{report.figures} figures and {report.tables} tables; open {report.index}")
    return 0


def _fetch(options: argparse.Namespace) -> int:
    from unres_research.library._download import Limits
    from unres_research.library._fetch import bases, cited_by, fetch
    from unres_research.library._library import default_folder

    if not (options.symbols or options.session or options.cited_by):
        options.parser.error("found nothing to fetch, expected SYMBOL, --session or --cited-by")
    folder = options.library or default_folder()
    cited = [symbol for path in options.cited_by for symbol in cited_by(path)]
    try:
        found = fetch(
            [*options.symbols, *cited],
            sessions=options.session,
            library=folder,
            language=options.lang,
            sources=bases(options.raw_base, options.sc_base, options.ods_base),
            limits=Limits(pause=options.pause),
            progress=not _quiet(False),
        )
    except KeyboardInterrupt:
        print(
            f"unres: interrupted; what was fetched is whole in {folder}, run the same command "
            "again to go on",
            file=sys.stderr,
        )
        return 1
    for entry in found.new:
        print(f"{entry.symbol}  {entry.language}  {entry.path}")
    for note in found.notes:
        print(f"note: {note}")
    print(
        f"{folder}: {len(found.new):,} new, {len(found.present):,} already there, "
        f"{len(found.failures):,} not fetched"
    )
    for failure in found.failures:
        print(failure, file=sys.stderr)
    return 1 if found.failures else 0


def _add(options: argparse.Namespace) -> int:
    from unres_research.errors import ReadError
    from unres_research.library._library import add, opened

    if options.symbol and len(options.files) > 1:
        options.parser.error(f"found {len(options.files)} files, expected one with --symbol")
    failed = 0
    with opened(options.library, say=lambda text: print(text, file=sys.stderr)) as library:
        for note in library.notes:
            print(f"note: {note}")
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
                print(error, file=sys.stderr)
                failed += 1
                continue
            said = "" if new else "  (already there, same bytes)"
            print(f"{entry.symbol}  {entry.language}  {library.folder / entry.path}{said}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
