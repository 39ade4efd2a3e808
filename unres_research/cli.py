"""The command `unres`."""

from __future__ import annotations

import argparse
import json
import os
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
    >>> from unres_research.corpus import default_path
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
    return parser


def _add_parse(commands: Any) -> None:
    parse = commands.add_parser("parse", help="read documents and show their structure")
    parse.add_argument("files", nargs="+", metavar="FILE", help="XML or text of a resolution")
    parse.add_argument("--json", action="store_true", help="one JSON object a line")
    parse.set_defaults(run=_parse)


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser("compare", help="where a text's words stood, where they went")
    compare.add_argument("file", metavar="FILE", help="a document that `unres parse` reads")
    compare.add_argument("--json", action="store_true", help="one JSON object")
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
    from unres_research.loaders import load

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
    from unres_research.compare import compare
    from unres_research.corpus import open_corpus
    from unres_research.loaders import load

    record = load(options.file)
    corpus = open_corpus(options.data)
    found = compare(record, corpus, n=options.n, date=options.date, exclude=options.exclude)
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False))
        return 0
    print(f"{found.symbol or options.file}, {found.date}: {found.words:,} words")
    print(
        f"left out: {', '.join(found.excluded) or 'nothing'}; data set from "
        f"{corpus.first_date} to {corpus.last_date}"
    )
    for side in (found.earlier, found.later):
        print(
            f"{side.side}: {side.covered_words:,} of {side.words:,} words ({side.share:.1%}) "
            f"stand in shared runs of {side.n} or more words"
        )
        for row in side.sources.head(8).itertuples():
            cited = ", cited" if row.cited else ""
            print(f"  {row.covered_words:>6,}  {row.symbol} ({row.adopted_on.date()}{cited})")
    return 0


def _build(options: argparse.Namespace) -> int:
    from unres_research.build import build

    corpus = Path(options.corpus or os.environ.get("UNRES_LIBRARY") or "library")
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
    from unres_research.report import make_report, refresh

    if options.in_place:
        for path in refresh():
            print(path)
        return 0
    report = make_report(options.out)
    for line in report.headlines:
        print(f"- {line}")
    print(f"{report.figures} figures and {report.tables} tables; open {report.index}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
