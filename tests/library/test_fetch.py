"""Fetching from local servers that answer as the real ones are known to, and worse."""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import written
from served import FRENCH, Reply, Server, document, drip, hang_up, ods, serve

import unres_research as un
from unres_research import cli
from unres_research.errors import UnresError
from unres_research.library import Fetched, FetchError, _fetch, _registry
from unres_research.library._download import Client, Limits
from unres_research.library._fetch import Bases, _newest, find_bases, session_of
from unres_research.library._registry import GA, SC, Known, Registry
from unres_research.read import _load as loaders

QUICK = Limits(pause=0, timeout=1, total=3)
BELLS = written.BELLS.encode()
LAMPS = written.LAMPS.encode()
BELLS_PATH = "76session/English/A_RES_76_902-2100001E.xml"
ROW = json.dumps(written.METADATA_76).encode()


def known(
    path: str, data: bytes, symbol: str = "", language: str = "", repository: str = GA
) -> Known:
    return Known(repository, path, len(data), hashlib.sha256(data).hexdigest(), symbol, language)


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("English/75_901.xml", written.LAMPS)
        archive.writestr("English/74_900.xml", written.OLD_STYLE)
    return stream.getvalue()


ARCHIVE = zipped()
REGISTRY = Registry(
    [
        known(BELLS_PATH, BELLS, "A/RES/76/902", "en"),
        known("75session/all English.zip", ARCHIVE),
        known("75session/all English.zip/English/75_901.xml", LAMPS, "A/RES/75/901", "en"),
        known("data_extract/76.json", ROW),
    ]
)


@pytest.fixture
def server():
    with serve() as running:
        running.routes[f"/raw/{BELLS_PATH}"] = BELLS
        running.routes["/raw/data_extract/76.json"] = ROW
        yield running


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "library"


def get(server: Server, folder: Path, *symbols: str, limits: Limits = QUICK, **options) -> Fetched:
    bases = Bases(f"{server.url}/raw", f"{server.url}/sc", f"{server.url}/api/symbol/access")
    return fetch(symbols, folder, bases, limits=limits, **options)


def fetch(
    symbols=(),
    folder: Path | None = None,
    bases: Bases | None = None,
    *,
    sessions=(),
    language: str = "en",
    limits: Limits = QUICK,
    known: Registry | None = None,
) -> Fetched:
    """Fetch with limits, and by default with the registry of these tests."""
    known = known if known is not None else REGISTRY
    return _fetch.run(symbols, sessions, folder, language, bases or Bases(), Client(limits), known)


def documents(folder: Path) -> dict[str, bytes]:
    """Everything in the library but its index and cache."""
    return {
        name: p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file()
        and not (name := p.relative_to(folder).as_posix()).startswith((".cache", "index.csv"))
    }


def index(folder: Path) -> list[list[str]]:
    return [line.split(",") for line in (folder / "index.csv").read_text().splitlines()]


def only_failure(found: Fetched) -> FetchError:
    assert not found.new and not found.present
    (failure,) = found.failures
    return failure


# what goes well


def test_registered_files_are_verified_and_filed(server, folder):
    found = get(server, folder, "a_res_76_902")
    assert [e.symbol for e in found.new] == ["A/RES/76/902"] and not found.failures
    assert documents(folder) == {
        "76/A_RES_76_902.en.xml": BELLS,
        "data_extract/76.json": ROW,
    }
    header, row = index(folder)
    assert header == ["symbol", "language", "format", "path", "url", "date", "sha256"]
    assert row[:5] == [
        "A/RES/76/902", "en", "akn", "76/A_RES_76_902.en.xml", f"{server.url}/raw/{BELLS_PATH}",
    ]  # fmt: skip
    assert row[6] == hashlib.sha256(BELLS).hexdigest()
    then = datetime.strptime(row[5], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(datetime.now(UTC) - then) < timedelta(minutes=1)
    assert server.asked[0][2]["User-Agent"].startswith("unres-research/")
    assert "Cookie" not in server.asked[0][2] and "Authorization" not in server.asked[0][2]


def test_nothing_is_asked_for_twice(server, folder):
    get(server, folder, "A/RES/76/902")
    before = list(server.paths)
    found = get(server, folder, "A/RES/76/902", "A/RES/76/902")
    assert [e.symbol for e in found.present] == ["A/RES/76/902"] and not found.new
    assert server.paths == before


def test_metadata_that_an_interrupted_run_did_not_reach_are_fetched_by_the_next(server, folder):
    get(server, folder, "A/RES/76/902")
    (folder / "data_extract" / "76.json").unlink()
    assert len(get(server, folder, "A/RES/76/902").present) == 1
    assert (folder / "data_extract" / "76.json").read_bytes() == ROW


def test_the_library_is_read_as_a_folder_of_documents(server, folder):
    server.routes[ods("A/79/L.5")] = document("A/79/L.5")
    get(server, folder, "A/RES/76/902", "A/79/L.5")
    records, issues = loaders.load_folder(folder, progress=False)
    assert [r.symbol for r in records] == ["A/RES/76/902", "A/79/L.5"] and issues.empty


def test_an_archive_is_fetched_once_for_all_its_members(server, folder):
    server.routes["/raw/75session/all English.zip"] = ARCHIVE
    with_two = Registry(
        [
            *REGISTRY.files.values(),
            known(
                "75session/all English.zip/English/74_900.xml",
                written.OLD_STYLE.encode(),
                "A/RES/74/900",
                "en",
            ),
        ]
    )
    for symbol in ("A/RES/75/901", "A/RES/74/900"):
        assert [e.symbol for e in get(server, folder, symbol, known=with_two).new] == [symbol]
    assert server.paths.count("/raw/75session/all English.zip") == 1
    assert (folder / "75" / "A_RES_75_901.en.xml").read_bytes() == LAMPS
    assert [r.symbol for r in loaders.load_folder(folder, progress=False).records] == [
        "A/RES/74/900",
        "A/RES/75/901",
    ]  # the archive in the cache is not read as well


def test_a_part_is_found_in_the_joint_document(server, folder):
    joint = written.COLLECTION.encode()
    table = Registry([known("75session/j.xml", joint, "A/RES/75/903 A-B", "en")])
    server.routes["/raw/75session/j.xml"] = joint
    found = get(server, folder, "A/RES/75/903 B", known=table)
    assert [e.path for e in found.new] == ["75/A_RES_75_903 A-B.en.xml"]
    again = get(server, folder, "A/RES/75/903 A", known=table)
    assert [e.symbol for e in again.present] == ["A/RES/75/903 A-B"]


def test_a_part_is_filed_as_what_its_document_prints(server, folder):
    server.routes[ods("A/RES/75/903B")] = document("A/RES/75/903 A-B")
    (entry,) = get(server, folder, "A/RES/75/903 B").new
    assert (entry.symbol, entry.path) == ("A/RES/75/903 A-B", "75/A_RES_75_903 A-B.en.pdf")


def test_the_council_has_a_base_of_its_own(server, folder):
    data = written.COUNCIL.encode()
    symbol = loaders.loads(data, "x").symbol
    table = Registry([known("2024/English/x.xml", data, symbol, "en", SC)])
    server.routes["/sc/2024/English/x.xml"] = data
    assert [e.symbol for e in get(server, folder, symbol, known=table).new] == [symbol]
    assert [Path(name).parent.name for name in documents(folder)] == ["S"]


def test_what_the_raw_files_lack_comes_from_the_document_system(server, folder):
    del server.routes[f"/raw/{BELLS_PATH}"]
    server.routes[ods("A/RES/76/902")] = document("A/RES/76/902")
    found = get(server, folder, "A/RES/76/902")
    assert [e.format for e in found.new] == ["pdf"]
    assert any("A/RES/76/902: as PDF" in note and "404" in note for note in found.notes)


def test_language(server, folder):
    server.routes[ods("A/RES/76/902", "fr")] = document("A/RES/76/902", FRENCH)
    found = get(server, folder, "A/RES/76/902", language="fr")
    assert list(documents(folder)) == ["76/A_RES_76_902.fr.pdf"] and found.new[0].language == "fr"
    with pytest.raises(UnresError, match="found language 'de'"):
        get(server, folder, "A/RES/76/902", language="de")


@pytest.mark.parametrize(
    ("symbol", "spelled"),
    [  # as the links in the documents spell them
        ("A/RES/61/250 B", "A/RES/61/250B"),
        ("S/RES/1325 (2000)", "S/RES/1325(2000)"),
        ("A/RES/217 A (III)", "A/RES/217(III)"),
    ],
)
def test_symbols_are_spelled_as_the_document_system_does(server, folder, symbol, spelled):
    get(server, folder, symbol)
    assert server.lines == [ods(spelled)]


@pytest.mark.parametrize("as_url", [True, False])
def test_folders_serve_as_sources(tmp_path, folder, as_url):
    raw = tmp_path / "raw files"
    (raw / BELLS_PATH).parent.mkdir(parents=True)
    (raw / BELLS_PATH).write_bytes(BELLS)
    (raw / "A_79_L.5.pdf").write_bytes(document("A/79/L.5"))
    (raw / "A_79_L.6.en.pdf").write_bytes(document("A/79/L.6"))
    base = raw.as_uri() if as_url else str(raw)
    found = fetch(
        ["A/RES/76/902", "A/79/L.5", "A/79/L.6", "A/79/L.7"],
        folder, find_bases(base, base, base),
    )  # fmt: skip
    assert [e.symbol for e in found.new] == ["A/RES/76/902", "A/79/L.5", "A/79/L.6"]
    assert [f.symbol for f in found.failures] == ["A/79/L.7"]
    found = fetch(
        ["A/79/L.5"], folder, find_bases(base, base, base), language="fr",
    )  # fmt: skip
    assert "no file" in only_failure(found).reason  # a bare name is English


def test_bases_are_given_or_in_the_environment(monkeypatch):
    monkeypatch.setenv("UNRES_RAW_BASE", "mirror")
    monkeypatch.setenv("UNRES_SC_BASE", "http://sc.example.org")
    monkeypatch.setenv("UNRES_ODS_BASE", "http://ods.example.org/")
    found = find_bases(raw="file:///srv/raw%20files")
    assert found.raw == Path("/srv/raw files") and found.sc == "http://sc.example.org"
    assert found.ods == "http://ods.example.org/api/symbol/access"
    assert find_bases(ods="http://ods.example.org/mirror").ods == "http://ods.example.org/mirror"
    monkeypatch.setenv("UNRES_RAW_BASE", "")
    assert find_bases().raw == Bases().raw
    with pytest.raises(UnresError, match="expected http, https, file or a folder"):
        find_bases(raw="ftp://example.org")


# what goes wrong: one document


PAGE = b"<!DOCTYPE html><html><body>Document not available</body></html>"
SENDS_ON = b'<html><head><meta HTTP-EQUIV="refresh" content="0; URL=/login"></head></html>'
SCRIPT = b"<html><script src='/challenge.js'></script><noscript>Enable JavaScript</noscript></html>"


@pytest.mark.parametrize(
    ("reply", "reason", "advice"),
    [
        (Reply(404, b"gone"), "404", "check the symbol"),
        (Reply(200, b""), "empty answer: not published", "check"),
        (Reply(200, PAGE), "a web page", "unres add"),
        (Reply(200, SENDS_ON), "sends on to another", "unres add"),
        (Reply(200, SCRIPT), "check for browsers", "unres add"),
        (Reply(202, SCRIPT), "check for browsers (202)", "unres add"),
        (Reply(403, b"no"), "refuses (403)", "unres add"),
        (Reply(200, b"plain words"), "expected a PDF", "unres add"),
        (Reply(200, document("A/79/L.9")), "prints A/79/L.9, expected A/79/L.5", "unres add"),
        (Reply(200, document("A/79/L.5")[:-30]), "the first", "later"),
    ],
)  # fmt: skip
def test_what_is_no_document_stays_out(server, folder, reply, reason, advice):
    server.routes[ods("A/79/L.5")] = reply
    failure = only_failure(get(server, folder, "A/79/L.5"))
    assert failure.symbol == "A/79/L.5" and reason in failure.reason
    assert advice in failure.advice and "\n" not in str(failure)
    assert documents(folder) == {}
    assert "/login" not in server.paths and "/challenge.js" not in server.paths


def test_the_rest_is_fetched_all_the_same(server, folder):
    server.routes[ods("A/79/L.2")] = document("A/79/L.2")
    found = get(server, folder, "70/1", "A/79/L.1", "A/DEC/79/501", "A/79/L.2")
    assert [e.symbol for e in found.new] == ["A/79/L.2"]
    assert [f.symbol for f in found.failures] == ["70/1", "A/79/L.1", "A/DEC/79/501"]
    assert "collections" in found.failures[2].reason


def test_a_document_without_a_symbol(server, folder):
    server.routes[ods("A/79/L.5")] = document("")
    failure = only_failure(get(server, folder, "A/79/L.5"))
    assert "no symbol" in failure.reason and "unres add FILE`, with --symbol" in failure.advice


def test_a_document_in_another_language(server, folder):
    english = "to keep the lamps of the harbours burning, and to ring the bells of the coast."
    server.routes[ods("A/79/L.5", "fr")] = document("A/79/L.5", english)
    server.routes[ods("A/79/L.5", "en")] = document("A/79/L.5", FRENCH)
    failure = only_failure(get(server, folder, "A/79/L.5", language="fr"))
    assert "a document in 'en', expected 'fr'" in failure.reason
    failure = only_failure(get(server, folder, "A/79/L.5"))
    assert "a document in 'fr', expected 'en'" in failure.reason


def test_a_registered_file_that_is_another(server, folder):
    table = Registry([known(BELLS_PATH, BELLS, "A/RES/76/999", "en")])
    failure = only_failure(get(server, folder, "A/RES/76/999", known=table))
    assert "prints A/RES/76/902, expected A/RES/76/999" in failure.reason
    table = Registry([known(BELLS_PATH, BELLS, "A/RES/76/902", "fr")])
    failure = only_failure(get(server, folder, "A/RES/76/902", known=table, language="fr"))
    assert "a document in 'en', expected 'fr'" in failure.reason


def test_wrong_checksum(server, folder):
    other = BELLS.replace(b"next session", b"last session")
    assert len(other) == len(BELLS) and other != BELLS
    server.routes[f"/raw/{BELLS_PATH}"] = other
    server.routes[ods("A/RES/76/902")] = document("A/RES/76/902")
    failure = only_failure(get(server, folder, "A/RES/76/902"))
    assert "other bytes" in failure.reason and "SHA-256" in failure.reason
    assert documents(folder) == {} and ods("A/RES/76/902") not in server.paths


@pytest.mark.parametrize("page", [PAGE, b"\n<HTML>" + b" " * len(BELLS)])
def test_a_web_page_in_place_of_a_raw_file(server, folder, page):
    server.routes[f"/raw/{BELLS_PATH}"] = page
    failure = only_failure(get(server, folder, "A/RES/76/902"))
    assert failure.kind == "page" and BELLS_PATH in failure.reason


def test_a_raw_file_is_at_most_twice_as_long_as_the_registry_says(server, folder):
    most = 2 * len(BELLS) + 4096
    for size, kind in ((most, "checksum"), (most + 1, "size")):
        server.routes[f"/raw/{BELLS_PATH}"] = BELLS + b" " * (size - len(BELLS))
        assert only_failure(get(server, folder, "A/RES/76/902")).kind == kind


def test_a_raw_file_that_is_shorter_than_the_registry_says_is_asked_for_again(server, folder):
    server.routes[f"/raw/{BELLS_PATH}"] = [BELLS[:-1], BELLS]
    assert len(get(server, folder, "A/RES/76/902").new) == 1
    assert server.paths.count(f"/raw/{BELLS_PATH}") == 2


def test_what_is_wrong_with_an_archive(server, folder):
    member = known("75session/all English.zip/English/75_999.xml", LAMPS, "A/RES/75/999", "en")
    server.routes["/raw/75session/all English.zip"] = ARCHIVE
    table = Registry([known("75session/all English.zip", ARCHIVE), member])
    failure = only_failure(get(server, folder, "A/RES/75/999", known=table))
    assert failure.kind == "answer" and "75_999.xml" in failure.reason
    failure = only_failure(get(server, folder, "A/RES/75/999", known=Registry([member])))
    assert failure.reason.startswith("the registry has no 75session/all English.zip")
    table = Registry([known("75session/all English.zip", PAGE[:9] * 9), member])
    server.routes["/raw/75session/all English.zip"] = PAGE[:9] * 9
    assert only_failure(get(server, folder, "A/RES/75/999", known=table)).kind == "page"
    table = Registry([known("75session/all English.zip", b"no zip"), member])
    server.routes["/raw/75session/all English.zip"] = b"no zip"
    assert (
        "cannot be read from"
        in only_failure(get(server, folder, "A/RES/75/999", known=table)).reason
    )


def test_an_archive_that_was_damaged_in_the_cache_is_fetched_again(server, folder):
    server.routes["/raw/75session/all English.zip"] = ARCHIVE
    get(server, folder, "A/RES/75/901")
    (cached,) = (folder / ".cache").glob(hashlib.sha256(ARCHIVE).hexdigest())
    cached.write_bytes(ARCHIVE[:-1])
    (folder / "75" / "A_RES_75_901.en.xml").unlink()
    assert len(get(server, folder, "A/RES/75/901").new) == 1
    assert server.paths.count("/raw/75session/all English.zip") == 2
    url = f"{server.url}/raw/75session/all%20English.zip#English/75_901.xml"
    assert index(folder)[1][4] == url


@pytest.mark.parametrize(("length", "kind"), [(80, "absent"), (81, "answer")])
def test_symbols_of_more_than_80_characters_are_not_asked_for(server, folder, length, kind):
    failure = only_failure(get(server, folder, "A/" + "1" * (length - 2)))
    assert failure.kind == kind and len(server.asked) == (kind == "absent")


@pytest.mark.parametrize("symbol", ["A/DEC/79/501", "E/DEC/2024/201"])
def test_decisions_are_not_asked_for(server, folder, symbol):
    assert only_failure(get(server, folder, symbol)).kind == "refused" and not server.asked


def test_what_is_no_symbol_is_told_in_short(folder):
    (failure,) = fetch(["x" * 99], folder).failures
    assert failure.symbol == "x" * 80 and failure.advice == "write it in full"


def test_failures_of_both_sources_are_told(server, folder):
    del server.routes[f"/raw/{BELLS_PATH}"]
    failure = only_failure(get(server, folder, "A/RES/76/902"))
    assert failure.reason == "found nothing there (404), then found nothing there (404)"
    server.routes[f"/raw/{BELLS_PATH}"] = Reply(403)  # no reason to ask the other one
    asked = len(server.asked)
    assert only_failure(get(server, folder, "A/RES/76/902")).reason == "the server refuses (403)"
    assert len(server.asked) == asked + 1


def test_an_address_with_a_query_of_its_own(server, folder):
    base = f"{server.url}/find?key=1"
    server.routes["/find?key=1&s=A/79/L.5&l=en&t=pdf"] = document("A/79/L.5")
    assert len(fetch(["A/79/L.5"], folder, Bases(server.url, server.url, base)).new) == 1


def cut_by_length(data: bytes) -> Reply:
    return Reply(200, data[:500], {"Content-Length": str(len(data))}, lambda handler: None)


def cut_in_a_chunk(data: bytes) -> Reply:
    def act(handler) -> None:
        handler.wfile.write(b"400\r\n" + data[:300])

    return Reply(200, b"", {"Content-Length": "", "Transfer-Encoding": "chunked"}, act)


@pytest.mark.parametrize("make", [cut_by_length, cut_in_a_chunk, lambda data: hang_up()])
def test_a_broken_connection_is_tried_again(server, folder, make):
    whole = document("A/79/L.5")
    server.routes[ods("A/79/L.5")] = [make(whole), whole]
    found = get(server, folder, "A/79/L.5")
    assert not found.failures and documents(folder) == {"79/A_79_L.5.en.pdf": whole}
    assert len(server.asked) == 2


@pytest.mark.parametrize("make", [cut_by_length, cut_in_a_chunk, lambda data: hang_up()])
def test_a_connection_that_always_breaks(server, folder, make):
    server.routes[ods("A/79/L.5")] = make(document("A/79/L.5"))
    failure = only_failure(get(server, folder, "A/79/L.5"))
    assert "broken connection" in failure.reason or "expected" in failure.reason
    assert len(server.asked) == QUICK.attempts and documents(folder) == {}


SLOW = Limits(pause=0, timeout=0.2, total=0.4, attempts=2)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(0, act=lambda handler: time.sleep(0.8)),  # never answers
        Reply(0, act=drip(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 60, 0.05)),  # a dripping head
        Reply(200, b"", {"Content-Length": "60"}, drip(b"%PDF" * 15, 0.05)),  # a dripping body
        Reply(200, b"%PDF", {"Content-Length": "60"}, lambda handler: time.sleep(0.8)),  # stops
    ],
    ids=["silent", "head", "body", "stops"],
)
def test_slow_servers_are_left(server, folder, reply):
    server.routes[ods("A/79/L.5")] = reply
    start = time.monotonic()
    failure = only_failure(get(server, folder, "A/79/L.5", limits=SLOW))
    assert time.monotonic() - start < 2
    assert " s" in failure.reason or "silence" in failure.reason
    assert documents(folder) == {}


def test_a_body_without_end(server, folder):
    def act(handler) -> None:
        while True:  # until the client hangs up
            handler.wfile.write(b"x" * 65_536)

    server.routes[ods("A/79/L.5")] = Reply(200, b"%PDF", {"Content-Length": ""}, act)
    failure = only_failure(get(server, folder, "A/79/L.5", limits=Limits(pause=0, max_bytes=10**6)))
    assert "more than 1,000,000 bytes" in failure.reason and documents(folder) == {}


def test_a_server_that_compresses_unasked(server, folder):
    whole = document("A/79/L.5")
    server.routes[ods("A/79/L.5")] = Reply(200, gzip.compress(whole), {"Content-Encoding": "gzip"})
    get(server, folder, "A/79/L.5")
    assert documents(folder) == {"79/A_79_L.5.en.pdf": whole}
    assert server.asked[0][2]["Accept-Encoding"] == "identity"


def test_a_body_that_unpacks_without_end(server, folder):
    bomb = gzip.compress(b"%PDF" + bytes(50_000_000))
    server.routes[ods("A/79/L.5")] = Reply(200, bomb, {"Content-Encoding": "gzip"})
    failure = only_failure(get(server, folder, "A/79/L.5", limits=Limits(pause=0, max_bytes=10**6)))
    assert "more than 1,000,000 bytes" in failure.reason


def test_a_document_that_was_changed_is_not_overwritten(server, folder):
    get(server, folder, "A/RES/76/902")
    (folder / "76" / "A_RES_76_902.en.xml").write_bytes(b"mine")
    failure = only_failure(get(server, folder, "A/RES/76/902"))
    assert "other bytes" in failure.reason and "delete that file" in failure.advice
    assert documents(folder)["76/A_RES_76_902.en.xml"] == b"mine"


def test_no_server_at_all(folder):
    with serve() as gone:
        url = gone.url
    found = fetch(
        [f"A/79/L.{n}" for n in range(6)],
        folder, Bases(url, url, url),
    )  # fmt: skip
    assert len(found.failures) == 6 and "cannot be reached" in found.failures[0].reason
    assert "not tried" in found.failures[5].reason  # left alone after three failures


def test_a_host_that_shows_challenges_is_left_alone(server, folder):
    symbols = [f"A/79/L.{n}" for n in range(1, 7)]
    for symbol in symbols:
        server.routes[ods(symbol)] = Reply(202, SCRIPT)
    found = get(server, folder, *symbols)
    assert [f.symbol for f in found.failures] == symbols and len(server.asked) == 3


def test_no_path_leads_out_of_the_library(server, folder):
    for symbol in ("A/../../x1", "../A/1", "A/79/..%2f1", "A/79/L.1/../../../1", "A\\79\\L.1"):
        failure = only_failure(get(server, folder, symbol))
        assert "expected a document symbol" in failure.reason
    assert server.asked == [] and [p.name for p in folder.parent.iterdir()] == ["library"]
    long = "A/" + "1" * 100
    assert "80 characters" in only_failure(get(server, folder, long)).reason


# the disk, other processes, kills


def test_a_full_disk(server, folder, monkeypatch):
    get(server, folder, "A/RES/76/902")
    before, rows = documents(folder), index(folder)
    server.routes[ods("A/79/L.5")] = document("A/79/L.5")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(UnresError, match=r"cannot be written \(No space left.*make room"):
            get(server, folder, "A/79/L.5")
    assert documents(folder) == before and index(folder) == rows
    assert len(get(server, folder, "A/RES/76/902", "A/79/L.5").new) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits on file sizes are POSIX")
def test_a_write_that_the_system_cuts_short(server, folder, monkeypatch):
    import resource

    big = BELLS + b"<!--" + b"." * 60_000 + b"-->"
    table = Registry([known(BELLS_PATH, big, "A/RES/76/902", "en")])
    server.routes[f"/raw/{BELLS_PATH}"] = big
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(UnresError, match="cannot be written"):
            get(server, folder, "A/RES/76/902", known=table)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert documents(folder) == {}
    assert len(get(server, folder, "A/RES/76/902", known=table).new) == 1


def start(server: Server, folder: Path, *symbols: str) -> subprocess.Popen:
    words = ["fetch", *symbols, "--library", str(folder), "--pause", "0"]
    words += ["--ods-base", server.url, "--raw-base", f"{server.url}/raw"]
    return subprocess.Popen(
        [sys.executable, "-m", "unres_research.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        # a shell that starts the tests in the background lets its children ignore the signal
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def until(condition, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_two_at_once(server, folder):
    whole, gate = document("A/79/L.5"), threading.Event()
    waits = Reply(200, b"", {"Content-Length": str(len(whole))}, lambda h: (gate.wait(20), h.wfile.write(whole)))  # fmt: skip
    server.routes[ods("A/79/L.5")] = waits
    first = start(server, folder, "A/79/L.5")
    try:
        until(lambda: server.asked)
        second = start(server, folder, "A/79/L.5")
        try:
            assert "another process is adding" in second.stderr.readline()
            gate.set()
            first_out, _ = first.communicate(timeout=60)
            second_out, _ = second.communicate(timeout=60)
        finally:
            second.kill()
    finally:
        first.kill()
    assert (first.returncode, second.returncode) == (0, 0)
    assert "1 new, 0 already there" in first_out and "0 new, 1 already there" in second_out
    assert server.paths == [ods("A/79/L.5")]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_in_the_middle(server, folder, how):
    if sys.platform == "win32":
        pytest.skip("signals are POSIX")
    one, two = document("A/79/L.1"), document("A/79/L.2")
    server.routes[ods("A/79/L.1")] = one
    slow = Reply(200, two[:500], {"Content-Length": str(len(two))}, lambda h: time.sleep(20))
    server.routes[ods("A/79/L.2")] = slow
    run = start(server, folder, "A/79/L.1", "A/79/L.2", "A/79/L.3")
    try:
        until(lambda: len(server.asked) == 2)
        time.sleep(0.1)
        run.send_signal(how)
        _, complaint = run.communicate(timeout=60)
    finally:
        run.kill()
    if how == signal.SIGINT:
        assert run.returncode == 1 and "run the same command again" in complaint
    assert documents(folder) == {"79/A_79_L.1.en.pdf": one} and len(index(folder)) == 2
    server.routes[ods("A/79/L.2")] = two
    found = get(server, folder, "A/79/L.1", "A/79/L.2")
    assert [e.symbol for e in found.new] == ["A/79/L.2"] and len(found.present) == 1
    assert server.paths.count(ods("A/79/L.1")) == 1


# sessions


def test_a_session_of_the_registry(server, folder):
    more = ROW + b"\n" + json.dumps({"symbol": "A/RES/76/904"}).encode()
    server.routes["/raw/data_extract/76.json"] = more
    table = Registry([REGISTRY.files[GA, BELLS_PATH], known("data_extract/76.json", more)])
    found = get(server, folder, sessions=[76], known=table)
    assert [e.symbol for e in found.new] == ["A/RES/76/902"]
    assert [f.symbol for f in found.failures] == ["A/RES/76/904"]  # in the metadata alone
    assert server.paths.count("/raw/data_extract/76.json") == 1
    assert ods("A/RES/76/1") not in server.paths  # no walk: the registry knows the session


def test_a_session_that_the_registry_does_not_know(server, folder):
    rows = [{"symbol": "A/RES/81/2"}, {"symbol": "A/RES/81/30 A"}]
    lines = b"\n".join(json.dumps(row).encode() for row in rows)
    server.routes["/raw/data_extract/81.json"] = lines
    for number in (1, 2, 5):
        server.routes[ods(f"A/RES/81/{number}")] = document(f"A/RES/81/{number}")
    found = get(server, folder, sessions=[81])
    assert [e.symbol for e in found.new] == ["A/RES/81/2", "A/RES/81/1", "A/RES/81/5"]
    assert [f.symbol for f in found.failures] == ["A/RES/81/30 A"]  # listed, so it is missed
    assert (folder / "data_extract" / "81.json").read_bytes() == lines
    unvouched, end = found.notes
    assert "nothing vouches" in unvouched
    # asked 1, 3 to 15: 1 and 5 are there; ten in a row after 5 are not, nor are 3 and 4
    assert end.endswith("numbers up to 15: 2 there, 12 not published, 10 of these at the end")
    assert server.paths[-1] == ods("A/RES/81/15")
    again = get(server, folder, sessions=[81])
    assert not again.new and server.paths.count(ods("A/RES/81/5")) == 1


def test_a_new_session_is_looked_for_in_the_newest_version(server):
    assert _newest(Bases().raw).endswith("/UNxml/GAresolutions/main")
    assert _newest(f"{server.url}/raw") == f"{server.url}/raw"


def test_metadata_that_are_none(server, folder):
    server.routes["/raw/data_extract/81.json"] = PAGE
    found = get(server, folder, sessions=[81])
    assert [f.symbol for f in found.failures] == ["data_extract/81.json"]
    assert documents(folder) == {}


def test_a_copy_of_the_repository_may_be_newer_than_the_registry(tmp_path, folder):
    raw = tmp_path / "raw"
    (raw / "77session" / "English").mkdir(parents=True)
    new = written.BELLS.replace("76/902", "77/902")
    (raw / "77session" / "English" / "new.xml").write_text(new)
    (raw / "77session" / "English" / "two.xml").write_text(new.replace("77/902", "77/2"))
    (raw / "77session" / "English" / "bad.xml").write_text("<html/>")
    found = fetch([], folder, Bases(raw, raw, raw), sessions=[77])
    assert [e.symbol for e in found.new] == ["A/RES/77/902", "A/RES/77/2"] and not found.present
    assert any("nothing vouches" in note for note in found.notes)
    assert [Path(f.symbol).name for f in found.failures] == ["bad.xml"]


def test_numbers_of_a_session_end_after_ten_that_are_not_published(server, folder, monkeypatch):
    server.routes[ods("A/RES/81/10")] = document("A/RES/81/10")  # after nine that are not there
    server.routes[ods("A/RES/81/21")] = document("A/RES/81/21")  # after ten that are not
    found = get(server, folder, sessions=[81])
    assert [e.symbol for e in found.new] == ["A/RES/81/10"] and not found.failures
    assert server.paths[-1] == ods("A/RES/81/20")
    monkeypatch.setattr(_fetch, "_MAX_NUMBER", 4)
    get(server, folder, sessions=[82])
    assert server.paths[-1] == ods("A/RES/82/4")


def test_numbers_of_a_session_end_when_the_server_is_gone(server, folder):
    server.routes[ods("A/RES/81/1")] = Reply(202)
    server.routes[ods("A/RES/81/2")] = Reply(202)
    server.routes[ods("A/RES/81/3")] = Reply(202)
    found = get(server, folder, sessions=[81])
    assert [f.symbol for f in found.failures] == [f"A/RES/81/{n}" for n in (1, 2, 3, 4)]
    assert "not tried" in found.failures[3].reason
    assert server.paths[-1] == ods("A/RES/81/3")


def test_a_resolution_printed_as_parts_is_not_missed_as_a_whole(server, folder):
    joint = written.COLLECTION.encode()
    server.routes["/raw/75session/j.xml"] = joint
    rows = [{"symbol": "A/RES/75/903"}, {"symbol": "A/RES/75/904"}]
    server.routes["/raw/data_extract/75.json"] = b"\n".join(json.dumps(r).encode() for r in rows)
    table = Registry([known("75session/j.xml", joint, "A/RES/75/903 A-B", "en")])
    found = get(server, folder, sessions=[75], known=table)
    assert [e.symbol for e in found.new] == ["A/RES/75/903 A-B"]
    assert [f.symbol for f in found.failures] == ["A/RES/75/904"]


def test_names_of_sessions():
    assert [session_of(text) for text in ("79", " 79 ", "es-10", "S-32")] == [
        79,
        79,
        "ES-10",
        "S-32",
    ]


@pytest.mark.parametrize("session", ["x", "", -1, "1/2", "079", ["79", "1/2"]])
def test_a_session_that_is_none(tmp_path, session):
    with pytest.raises(UnresError, match="expected one such as 79, ES-10 or S-32"):
        un.fetch(session=session, library=tmp_path / "library")
    assert not (tmp_path / "library").exists()


def test_metadata_that_the_raw_files_lack_are_noted(server, folder):
    del server.routes["/raw/data_extract/76.json"]
    found = get(server, folder, "A/RES/76/902")
    assert len(found.new) == 1 and not found.failures
    assert found.notes == ["data_extract/76.json: the raw files have none"]


def test_unverified_metadata_are_written_when_they_changed(server, folder):
    server.routes["/raw/data_extract/81.json"] = ROW
    get(server, folder, sessions=[81])
    place = folder / "data_extract" / "81.json"
    os.utime(place, (0, 0))
    get(server, folder, sessions=[81])
    assert place.stat().st_mtime == 0
    server.routes["/raw/data_extract/81.json"] = ROW + b"\n"
    get(server, folder, sessions=[81])
    assert place.read_bytes() == ROW + b"\n"


# the public face


def test_one_symbol_one_session(tmp_path):
    copy = tmp_path / "copy"
    (copy / "99session").mkdir(parents=True)
    (copy / "99session" / "new.xml").write_text(written.BELLS.replace("76/902", "99/902"))
    (copy / "A_79_L.5.pdf").write_bytes(document("A/79/L.5"))
    places = {"raw_base": str(copy), "ods_base": str(copy), "progress": False}
    found = un.fetch("A/79/L.5", session=99, library=tmp_path / "library", **places)
    assert [e.symbol for e in found.new] == ["A/RES/99/902", "A/79/L.5"]
    again = un.fetch(["A/79/L.5", "A/79/L.6"], library=tmp_path / "library", **places)
    assert repr(again) == f"Fetched({tmp_path / 'library'}: 0 new, 1 already there, 1 not fetched)"
    table = again.to_frame()
    assert table.columns.tolist() == ["symbol", "status", "path", "reason"]
    assert table["symbol"].tolist() == ["A/79/L.5", "A/79/L.6"]
    assert table["status"].tolist() == ["present", "failed"]
    assert table["path"].tolist() == ["79/A_79_L.5.en.pdf", ""]
    assert "no file" in table["reason"][1] and "check the folder" in table["reason"][1]
    assert found.to_frame()["status"].tolist() == ["new", "new"]
    assert "A/79/L.6" in again._repr_html_()


def test_what_a_table_shows_is_escaped():
    failure = FetchError("answer", "found <script>", symbol="<b>A/79/L.5")
    html = Fetched(Path("library"), failures=[failure])._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html and "<b>A" not in html


# the command


def run(server: Server, folder: Path, *words: str) -> int:
    ways = ["--raw-base", f"{server.url}/raw", "--ods-base", server.url, "--sc-base", server.url]
    return cli.main([*words, *ways, "--library", str(folder), "--pause", "0"])


def test_command(server, folder, tmp_path, capsys):
    server.routes[ods("A/79/L.5")] = document("A/79/L.5")
    assert run(server, folder, "fetch", "A/79/L.5") == 0
    assert "1 new, 0 already there, 0 not fetched" in capsys.readouterr().out
    assert run(server, folder, "fetch", "A/79/L.5", "A/79/L.6") == 1
    printed = capsys.readouterr()
    assert "0 new, 1 already there, 1 not fetched" in printed.out
    (line,) = printed.err.splitlines()
    assert line.startswith("A/79/L.6: found nothing there (404); ")
    text = tmp_path / "cites.txt"
    text.write_text(
        "The General Assembly,\n\nRecalling its resolutions 79/985 and 79/986,\n\n1. Decides to meet."
    )
    server.routes[ods("A/RES/79/986")] = document("A/RES/79/986")
    assert run(server, folder, "fetch", "--cited-by", str(text)) == 1
    printed = capsys.readouterr()
    assert "A/RES/79/986  en  79/A_RES_79_986.en.pdf" in printed.out
    assert printed.err.startswith("A/RES/79/985: ")


@pytest.mark.parametrize(
    "words",
    [[], ["A/79/L.1", "--lang", "de"], ["--session", "x"], ["A/79/L.1", "--pause", "-1"]],
)
def test_wrong_usage(words):
    with pytest.raises(SystemExit) as error:
        cli.main(["fetch", *words])
    assert error.value.code == 2


def test_the_default_library(server, tmp_path, monkeypatch):
    monkeypatch.setenv("UNRES_LIBRARY", str(tmp_path / "mine"))
    server.routes[ods("A/79/L.5")] = document("A/79/L.5")
    assert cli.main(["fetch", "A/79/L.5", "--ods-base", server.url, "--pause", "0"]) == 0
    assert list(documents(tmp_path / "mine")) == ["79/A_79_L.5.en.pdf"]


# the real files, from a static server over a copy


def test_real_files(shared, folder):
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    corpus = shared / "corpus" / "UNxml-GAresolutions"
    static = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(corpus)))
    threading.Thread(target=static.serve_forever, args=(0.05,), daemon=True).start()
    try:
        places = Bases(
            f"http://127.0.0.1:{static.server_address[1]}",
            shared / "corpus" / "UNxml-SCresolutions",
            shared / "corpus" / "drafts",
        )
        symbols = ["A/RES/78/265", "A/RES/74/250 A", "A/C.1/80/L.1", "S/RES/2735 (2024)"]
        found = fetch(symbols, folder, places, known=_registry.load())
    finally:
        static.shutdown()
        static.server_close()
    assert [e.symbol for e in found.new] == [
        "A/RES/78/265", "A/RES/74/250 A-B", "A/C.1/80/L.1", "S/RES/2735 (2024)",
    ]  # fmt: skip
    (source,) = corpus.rglob("A_RES_78_265-*.xml")
    assert (folder / "78" / "A_RES_78_265.en.xml").read_bytes() == source.read_bytes()
    assert sorted(p.name for p in (folder / "data_extract").iterdir()) == ["74.json", "78.json"]
