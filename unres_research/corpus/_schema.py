"""What every file and column of the data set is: one list for files, description and README."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unres_research import __version__

if TYPE_CHECKING:
    import pyarrow as pa

# (name, type, description); types: string, integer, date, boolean, strings, integers
Fields = tuple[tuple[str, str, str], ...]

COLUMNS: dict[str, Fields] = {
    "resolutions": (
        ("symbol", "string", "document symbol; unique"),
        ("organ", "string", "organ that adopted it"),
        ("session", "integer", "regular session: 78; missing for special ones and other organs"),
        ("special_session", "string", "special session: ES-10, S-32; missing for regular ones"),
        ("title", "string", "title without its number"),
        ("adopted_on", "date", "date of adoption"),
        ("distributed_on", "date", "date of distribution of the document"),
        ("committee", "string", "Main Committee First to Sixth, or Plenary"),
        ("agenda_items", "strings", "agenda items as printed"),
        ("draft_symbols", "strings", "drafts that it came from"),
        ("sponsors", "strings", "sponsors of the draft, as printed"),
        ("additional_sponsors", "strings", "sponsors that joined later, as printed"),
        ("adoption", "string", "without a vote, or recorded vote"),
        ("in_favour", "integer", "votes in favour (Member States); missing without a vote"),
        ("against", "integer", "votes against (Member States); missing without a vote"),
        ("abstaining", "integer", "abstentions (Member States); missing without a vote"),
        ("meeting", "string", "symbol of the verbatim record of the meeting"),
        ("subjects", "strings", "UNBIS Thesaurus terms, in capitals"),
        ("names", "strings", "names of bodies and instruments that the library indexed"),
        ("sdgs", "integers", "Sustainable Development Goals named by the metadata, 1 to 17"),
        ("cites", "strings", "distinct symbols cited, footnotes and annexes included"),
        ("preambular", "integer", "preambular paragraphs (count)"),
        ("operative", "integer", "operative paragraphs (count)"),
        ("paragraphs", "integer", "paragraphs of every kind (count)"),
        ("words", "integer", "words of preambular, operative and sub-paragraphs (count)"),
        ("annexes", "integer", "annexes (count)"),
        ("footnotes", "integer", "footnotes (count)"),
        ("has_metadata", "boolean", "whether the metadata have a row for it"),
        ("source", "string", "file that it was read from: path in sources.csv"),
    ),
    "paragraphs": (
        ("symbol", "string", "resolution that it belongs to"),
        ("paragraph", "string", "id, unique in its resolution: PP3, OP7(a), I.OP2, A1.12"),
        ("position", "integer", "place in its resolution, from 1"),
        ("kind", "string", "preambular, operative, subparagraph, heading, annex or other"),
        ("number", "string", "number or label as printed"),
        ("parent", "string", "id of the paragraph that it belongs to"),
        ("part", "string", "part that it stands in"),
        ("section", "string", "id of the heading that it stands under"),
        ("annex", "integer", "position of its annex, from 1; missing outside annexes"),
        ("opener", "string", "opening words that carry the action"),
        ("words", "integer", "words, footnotes left out (count)"),
        ("footnotes", "integer", "footnote marks (count)"),
        ("cites", "strings", "symbols cited in it and in its footnotes"),
        ("wording", "integer", "id of its wording; paragraphs with equal words share it"),
    ),
    "actions": (
        ("symbol", "string", "resolution that it belongs to"),
        ("paragraph", "string", "id of the paragraph that it stands in"),
        ("action", "integer", "its number in the paragraph, from 1"),
        ("verb", "string", "verb in its basic form, with its particle"),
        ("class", "string", "directive, decision, statement or other"),
        ("head", "string", "who is addressed, as the list of addressees names it"),
        ("addressee_class", "strings", "classes of the addressee"),
        ("report", "boolean", "whether a report is asked"),
        ("due", "string", "session 80, 2026-12-31, 2026-12, 2026 or every session"),
        ("due_session", "integer", "session when it is due"),
        ("frequency", "string", "how often it is to be done"),
        ("resources", "strings", "with which resources, by classes of the list"),
        ("review", "boolean", "whether a review, an evaluation or an expiry is provided for"),
        ("inherited", "strings", "values that the paragraphs above say"),
        ("start", "integer", "first character of the action in the text of the paragraph, from 0"),
        ("end", "integer", "character after its last"),
        ("verb_start", "integer", "where the verb begins; missing where nothing says so"),
        ("verb_end", "integer", "where the verb ends"),
        ("addressee_start", "integer", "where the addressee begins; missing where nothing says so"),
        ("addressee_end", "integer", "where the addressee ends"),
        (
            "what_start",
            "integer",
            "where what is asked or decided begins; missing where nothing says so",
        ),
        ("what_end", "integer", "where what is asked or decided ends"),
        (
            "report_start",
            "integer",
            "where the report that is asked begins; missing where nothing says so",
        ),
        ("report_end", "integer", "where the report that is asked ends"),
        ("due_start", "integer", "where when it is due begins; missing where nothing says so"),
        ("due_end", "integer", "where when it is due ends"),
        ("frequency_start", "integer", "where how often begins; missing where nothing says so"),
        ("frequency_end", "integer", "where how often ends"),
        ("resources_start", "integer", "where the resources begins; missing where nothing says so"),
        ("resources_end", "integer", "where the resources ends"),
        (
            "review_start",
            "integer",
            "where a review or an expiry begins; missing where nothing says so",
        ),
        ("review_end", "integer", "where a review or an expiry ends"),
    ),
    "votes": (
        ("symbol", "string", "resolution that was voted on"),
        ("state", "string", "short name of the State; missing where the name is not known"),
        ("iso3", "string", "code of the State, ISO 3166-1 alpha-3"),
        ("m49", "integer", "code of the State, M49"),
        ("vote", "string", "yes, no or abstain: the list that it stands in"),
        ("name", "string", "name as printed"),
        ("times", "integer", "how often it stands in that list (count)"),
    ),
    "roll_calls": (
        ("symbol", "string", "resolution that was voted on"),
        ("in_favour", "integer", "tally that the metadata print beside the list; missing if none"),
        ("against", "integer", "tally that the metadata print beside the list; missing if none"),
        ("abstaining", "integer", "tally that the metadata print beside the list; missing if none"),
        ("others", "integer", "more rows of the metadata whose lists differ from these (count)"),
    ),
    "sponsors": (
        ("symbol", "string", "resolution that was submitted"),
        ("position", "integer", "place in its list, from 1"),
        ("joined", "string", "draft (it submitted the draft) or additional (it joined later)"),
        ("name", "string", "name as printed"),
        ("state", "string", "short name of the State; missing where it is none, or not known"),
        ("iso3", "string", "code of the State, ISO 3166-1 alpha-3"),
        ("m49", "integer", "code of the State, M49"),
        ("kind", "string", "state, group, officer, removed (taken off the list) or other"),
        ("behalf", "string", "group or organ on whose behalf it speaks"),
    ),
    "vocabulary": (
        ("term", "string", "word, or phrase of two or three words, in lower case"),
        ("n", "integer", "words in the term (1 to 3)"),
        ("count", "integer", "occurrences in all paragraphs (count)"),
        ("paragraphs", "integer", "paragraphs that hold it (count)"),
        ("resolutions", "integer", "resolutions that hold it (count)"),
        ("wordings", "integer", "wordings that hold it (count): length of its list in counts"),
    ),
    "counts": (
        ("wording_step", "integer", "step from the wording before in the list of a term"),
        ("count", "integer", "occurrences of the term in the wording (count)"),
    ),
    "run_hashes": (("hash", "binary", "48-bit hash of a run of six words, big-endian"),),
    "run_segments": (
        ("wording_step", "integer", "0 in the wording of the row before, else step to a later one"),
        ("start", "integer", "row of run_hashes where the segment starts"),
        ("length", "integer", "runs in the segment (count)"),
    ),
    "sources": (
        ("path", "string", "file in the corpus folder; members of archives after the archive"),
        ("bytes", "integer", "size (bytes)"),
        ("sha256", "string", "SHA-256 of the file"),
        ("symbol", "string", "symbol that the document prints"),
        ("language", "string", "language that the document states"),
        ("status", "string", "read, left out or unreadable"),
        ("reason", "string", "why it was left out or could not be read"),
    ),
    "texts": (
        ("symbol", "string", "resolution that the paragraph belongs to"),
        ("paragraph", "string", "id of the paragraph; row k is row k of paragraphs"),
        ("text", "string", "text as printed, without number, footnote marks and sub-paragraphs"),
    ),
    "records": (
        ("symbol", "string", "document symbol; row k is row k of resolutions"),
        ("record", "string", "JSON as of unres parse --json, without the texts of paragraphs"),
    ),
}
TEXT_TABLES = ("texts", "records")
LATER_TABLES = ("actions", "votes", "roll_calls", "sponsors")  # earlier data sets lack them

ABOUT = {
    "resolutions": "one row a resolution, ordered by symbol",
    "paragraphs": "one row a paragraph, in the order of the resolutions and of the text",
    "actions": "one row an action: what a paragraph asks or decides, and where it says so",
    "votes": "one row a State and roll call, as the metadata list them",
    "roll_calls": "one row a roll call: the tallies that the metadata print",
    "sponsors": "one row an entry of the lists of sponsors",
    "vocabulary": "one row a term; row k describes column k of the counts",
    "counts": "counts of terms by wording, term after term in the order of the vocabulary",
    "run_hashes": "fingerprints: one row a distinct run of six words, by first appearance",
    "run_segments": "which fingerprints each wording has, in the order of its words",
    "sources": "one row a file of the corpus folder, with what became of it",
    "texts": "one row a paragraph: its text as printed",
    "records": "one row a resolution: all that its document says",
}

_JSON_TYPES = {"strings": "array", "integers": "array", "binary": "any"}

COMPLETE, SELECTION = "complete", "selection"  # collections: all of a period, or some
CORPUS_URL = "https://github.com/UNxml/GAresolutions"
TERMS_URL = "https://www.un.org/en/about-us/terms-of-use"


@dataclass(frozen=True)
class Named:
    """Title of a data set, and what it was made of."""

    title: str
    source: str
    url: str | None = None


NAMED = Named(
    "Extracted features of United Nations General Assembly resolutions",
    "United Nations, machine-readable General Assembly resolutions",
    CORPUS_URL,
)


def file_of(table: str) -> str:
    """Name of the file that holds a table."""
    return f"{table}.csv" if table == "sources" else f"{table}.parquet"


FILES = tuple(file_of(name) for name in COLUMNS if name not in (*TEXT_TABLES, *LATER_TABLES))
LATER_FILES = tuple(file_of(name) for name in LATER_TABLES)
TEXT_FILES = tuple(file_of(name) for name in TEXT_TABLES)


def columns(table: str) -> list[str]:
    """Names of the columns of a table."""
    return [name for name, *_ in COLUMNS[table]]


def arrow_schema(table: str) -> pa.Schema:
    """Arrow schema of a table, as it is stored."""
    import pyarrow as pa

    own = {
        ("counts", "count"): pa.uint16(),
        ("run_hashes", "hash"): pa.binary(6),
    }
    types = {
        "string": pa.string(),
        "integer": pa.int32(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
        "integers": pa.list_(pa.int32()),
    }
    return pa.schema(
        [(c, own[table, c] if (table, c) in own else types[kind]) for c, kind, _ in COLUMNS[table]]
    )


def package(
    folder: Path,
    rows: dict[str, int],
    facts: dict[str, Any],
    source_version: str,
    stand_beside: list[Path],
    named: Named = NAMED,
) -> dict[str, Any]:
    """Describe a data set as a Frictionless Data Package (Open Knowledge Foundation 2024).

    `folder` holds the finished files, `rows` is the number of rows of every table, `facts` is
    what else must be known to read them (it stands under `unres`), and `stand_beside` are the
    texts in `texts/`; `named` is its title and source.
    """
    resources = [_resource(folder, name, count) for name, count in rows.items()]
    resources += [_text_resource(path) for path in stand_beside]
    described: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "unres-research-data",
        "title": named.title,
        "version": __version__,
        "licenses": _licenses("texts" in rows),
        "contributors": [{"title": "The unres-research contributors", "roles": ["creator"]}],
        "sources": [
            {
                "title": named.source,
                **({"path": named.url} if named.url else {}),
                **({"version": source_version} if source_version else {}),
            }
        ],
        "unres": facts,
        "resources": resources,
    }
    described["unres"] = {**facts, "sha256": digest(described)}
    return described


def digest(package: dict[str, Any]) -> str:
    """SHA-256 of a description, but for the line that holds it (`unres.sha256`).

    Of its JSON with sorted keys, no spaces beside the separators' own, in UTF-8.
    """
    facts = {key: value for key, value in package["unres"].items() if key != "sha256"}
    text = json.dumps({**package, "unres": facts}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _licenses(with_texts: bool) -> list[dict[str, str]]:
    facts = "Facts and figures derived from the documents; no text of them"
    found = [
        {
            "name": "CC0-1.0",
            "title": f"All but {', '.join(TEXT_FILES)}: facts and figures" if with_texts else facts,
            "path": "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    ]
    if with_texts:
        title = f"{', '.join(TEXT_FILES)}: texts of the United Nations, all rights reserved"
        found.append({"title": title, "path": TERMS_URL})
    return found


def _resource(folder: Path, name: str, rows: int) -> dict[str, Any]:
    path = folder / file_of(name)
    form = path.suffix[1:]
    return {
        "name": name.replace("_", "-"),
        # Frictionless reads lists in Parquet as text; as a file it checks size and SHA-256
        "type": "table" if form == "csv" else "file",
        "path": path.name,
        "description": ABOUT[name],
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/vnd.apache.parquet",
        **_sizes(path),
        "rowCount": rows,
        "schema": {"fields": [_field(*f) for f in COLUMNS[name]]},
    }


def _text_resource(path: Path) -> dict[str, Any]:
    return {
        "name": f"text-{path.stem.lower().replace('_', '-').replace('.', '-')}",
        "path": f"texts/{path.name}",
        "description": "text that the analyses start from",
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        **_sizes(path),
    }


def _sizes(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _field(name: str, kind: str, description: str) -> dict[str, Any]:
    return {"name": name, "type": _JSON_TYPES.get(kind, kind), "description": description}
