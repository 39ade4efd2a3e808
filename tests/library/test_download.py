"""One address after the other: pauses, waits, bounds, and what is told when it fails."""

from __future__ import annotations

import gzip
import pickle
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from served import Reply, hang_up, serve

from unres_research.errors import UnresError
from unres_research.library import FetchError, _download
from unres_research.library._download import (
    Client,
    Limits,
    _brief,
    _redirected,
    check_pdf,
    retry_after,
    to_base,
    under,
)

QUICK = Limits(pause=0, timeout=1, total=3)


@pytest.fixture
def server():
    with serve() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    """What was to be slept; nothing is."""
    return []


@pytest.fixture
def client(slept) -> Client:
    return Client(QUICK, sleep=slept.append)


def failure(client: Client, url: str | Path, **options) -> FetchError:
    with pytest.raises(FetchError) as error:
        client.get(url, **options)
    return error.value


# pauses and waits


def test_the_pause_runs_from_the_end_of_one_request_to_the_next(server, slept):
    server.routes["/a"] = b"..."
    client = Client(Limits(pause=50), sleep=slept.append)
    for _ in range(3):
        client.get(f"{server.url}/a")
    first, second, third = slept
    assert first == 0 and 49 < second <= 50 and 49 < third <= 50


def test_the_pause_is_kept_after_a_failure_too(server, slept):
    client = Client(Limits(pause=50), sleep=slept.append)
    failure(client, f"{server.url}/missing")
    failure(client, f"{server.url}/missing")
    assert slept[0] == 0 and 49 < slept[1] <= 50


def test_the_pause_is_slept(server):
    server.routes["/a"] = b"..."
    client = Client(Limits(pause=0.05))
    client.get(f"{server.url}/a")
    client.get(f"{server.url}/a")
    (first, _, _), (second, _, _) = server.asked
    assert second - first >= 0.05


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(server, client, slept, status):
    server.routes["/a"] = [Reply(status, b"", {"Retry-After": "7"}), b"..."]
    assert client.get(f"{server.url}/a").data == b"..."
    assert [wait for wait in slept if wait] == [7]


def test_a_date_to_wait_for_is_obeyed(server, client, slept):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    server.routes["/a"] = [Reply(503, b"", {"Retry-After": until}), b"..."]
    client.get(f"{server.url}/a")
    (wait,) = [wait for wait in slept if wait]
    assert 55 < wait <= 60


@pytest.mark.parametrize(("seconds", "asked"), [(120, 2), (121, 1)])
def test_waits_are_obeyed_up_to_two_minutes(server, client, slept, seconds, asked):
    server.routes["/a"] = [Reply(429, b"", {"Retry-After": str(seconds)}), b"..."]
    if asked == 2:
        client.get(f"{server.url}/a")
        assert max(slept) == 120
    else:
        found = failure(client, f"{server.url}/a")
        assert found.kind == "busy" and found.wait == 121 and max(slept) == 0
        assert "429, asks to wait 121 s" in found.reason and "later" in found.advice
    assert len(server.asked) == asked


def test_a_wait_of_no_time_is_one(server, client, slept):
    server.routes["/a"] = [Reply(429, b"", {"Retry-After": "0"}), b"..."]
    client.get(f"{server.url}/a")
    assert max(slept) == 0 and len(server.asked) == 2


def test_without_a_wait_each_is_longer_than_the_last(server, slept):
    server.routes["/a"] = Reply(503)
    client = Client(Limits(pause=5, attempts=4), sleep=slept.append)
    assert failure(client, f"{server.url}/a").reason == "found a busy server (503)"
    # between requests the pause of 5 s; before it 0, then 2 * 5 * 2, then 2 * 5 * 4
    assert [round(wait) for wait in slept] == [0, 0, 5, 20, 5, 40, 5]


@pytest.mark.parametrize("attempts", [1, 3])
def test_as_many_attempts_as_allowed(server, slept, attempts):
    server.routes["/a"] = Reply(503)
    failure(Client(Limits(pause=0, attempts=attempts), sleep=slept.append), f"{server.url}/a")
    assert len(server.asked) == attempts


def test_busy_and_cut_answers_are_counted_together(server, client):
    server.routes["/a"] = [Reply(503), hang_up(), Reply(503), b"..."]
    assert failure(client, f"{server.url}/a").kind == "busy"
    assert len(server.asked) == 3


def test_retry_after_forms(monkeypatch):
    now = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC).timestamp()
    monkeypatch.setattr(time, "time", lambda: now)
    assert retry_after("120") == 120 and retry_after(" 0 ") == 0
    assert retry_after("Wed, 01 Jul 2026 12:01:30 GMT") == 90
    assert retry_after("Wed, 01 Jul 2026 11:00:00 GMT") == 0
    for text in ("-1", "1.5", "nan", "soon", "", None, "9" * 40, "9" * 9000):
        assert retry_after(text) is None
    assert retry_after("999999999") == 999_999_999 and retry_after("1000000000") is None


# what is no answer


@pytest.mark.parametrize(
    ("status", "kind", "advice"),
    [
        (202, "challenge", "unres add"),
        (204, "absent", "check the symbol"),
        (400, "answer", "unres add"),
        (401, "refused", "unres add"),
        (403, "refused", "unres add"),
        (404, "absent", "check the symbol"),
        (410, "absent", "check the symbol"),
        (451, "refused", "unres add"),
        (500, "busy", "later"),
        (501, "answer", "unres add"),
    ],
)
def test_statuses(server, client, status, kind, advice):
    server.routes["/a"] = Reply(status, b"")
    found = failure(client, f"{server.url}/a")
    assert found.kind == kind and str(status) in found.reason and advice in found.advice


def test_a_refusal_by_a_firewall_is_a_challenge(server, client):
    server.routes["/a"] = Reply(403, b"", {"x-amzn-waf-action": "challenge"})
    assert failure(client, f"{server.url}/a").kind == "challenge"
    server.routes["/a"] = Reply(404, b"", {"x-amzn-waf-action": "challenge"})
    assert failure(client, f"{server.url}/a").kind == "absent"


def test_a_body_shorter_than_its_length_is_cut_whatever_it_holds(server, client):
    server.routes["/a"] = Reply(200, b"x" * 500, {"Content-Length": "1000"}, lambda _: None)
    found = failure(client, f"{server.url}/a")
    assert found.kind == "cut" and "500 bytes" in found.reason


def test_a_host_that_hangs_up_is_told_from_one_that_is_not_there(server, client):
    server.routes["/a"] = hang_up()
    assert failure(client, f"{server.url}/a").kind == "cut"
    with serve() as gone:
        url = gone.url
    found = failure(client, f"{url}/a")
    assert found.kind == "unreachable" and found.advice == "check the network"


def test_an_address_that_cannot_be_asked(client):
    assert failure(client, "http://exa mple.org:port/a").kind == "answer"


def test_a_proxy_that_is_not_there(client, monkeypatch):
    with serve() as gone:
        monkeypatch.setenv("http_proxy", gone.url)
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("no_proxy", "")
    assert failure(client, "http://example.org/a").kind == "unreachable"


@pytest.mark.parametrize("kind", ["busy", "cut", "challenge"])
def test_a_host_is_left_alone_after_three_failures_in_a_row(server, client, kind):
    failing = {"busy": Reply(503), "cut": hang_up(), "challenge": Reply(202)}[kind]
    server.routes |= {"/bad": failing, "/good": b"..."}
    bad, good = f"{server.url}/bad", f"{server.url}/good"
    for _ in range(2):
        assert failure(client, bad).kind == kind
    client.get(good)  # so the two do not count
    for _ in range(2):
        failure(client, bad)
    failure(client, f"{server.url}/missing")  # an answer, so neither do these
    for _ in range(3):
        assert failure(client, bad).kind == kind
    asked = len(server.asked)
    found = failure(client, good)
    assert found.kind == "given up" and "not tried" in found.reason and "3 times" in found.reason
    assert len(server.asked) == asked
    with serve() as other:
        other.routes["/good"] = b"..."
        client.get(f"{other.url}/good")  # another host


def test_slow_and_absent_servers_count_as_failures(server, slept):
    server.routes["/slow"] = Reply(0, act=lambda handler: time.sleep(0.2))
    client = Client(Limits(pause=0, timeout=0.05, total=0.1), sleep=slept.append)
    kinds = [failure(client, f"{server.url}/slow").kind for _ in range(4)]
    assert kinds == ["slow"] * 3 + ["given up"]
    with serve() as gone:
        url = gone.url
    kinds = [failure(client, f"{url}/a").kind for _ in range(4)]
    assert kinds == ["unreachable"] * 4  # so that the next source is asked
    assert "not tried" in failure(client, f"{url}/a").reason


# bounds


@pytest.mark.parametrize(("size", "refused"), [(1000, False), (1001, True)])
def test_bytes_of_a_download(server, tmp_path, slept, size, refused):
    server.routes["/a"] = b"x" * size
    server.routes["/packed"] = Reply(200, gzip.compress(b"x" * size), {"Content-Encoding": "gzip"})
    (tmp_path / "a").write_bytes(b"x" * size)
    small = Client(Limits(pause=0, max_bytes=1000))
    for place in (f"{server.url}/a", f"{server.url}/packed", tmp_path / "a"):
        for client, options in (
            (small, {}),
            (small, {"max_bytes": 5000}),
            (Client(QUICK), {"max_bytes": 1000}),
        ):
            if refused:
                found = failure(client, place, **options)
                assert found.kind == "size" and "more than 1,000 bytes" in found.reason
            else:
                assert client.get(place, **options).data == b"x" * size


def test_the_usual_limits(server, slept, tmp_path, monkeypatch):
    waited = []

    def within(seconds, act):
        waited.append(seconds)
        return act()

    monkeypatch.setattr(_download, "_within", within)
    server.routes |= {"/a": [Reply(503), b"..."], "/busy": Reply(429, b"", {"Retry-After": "121"})}
    client = Client(sleep=slept.append)
    client.get(f"{server.url}/a")
    assert all(299 < seconds <= 300 for seconds in waited) and 0.9 < slept[2] <= 1
    assert failure(client, f"{server.url}/busy").wait == 121
    with (tmp_path / "large").open("wb") as file:
        file.truncate(64 * 2**20)
        assert len(client.get(tmp_path / "large").data) == 67_108_864
        file.truncate(64 * 2**20 + 1)
        assert failure(client, tmp_path / "large", max_bytes=10**9).kind == "size"
    limits = Limits()
    assert (limits.pause, limits.max_wait, limits.max_bytes) == (1, 120, 67_108_864)
    assert (limits.timeout, limits.total, limits.attempts, limits.redirects) == (30, 300, 3, 5)


def test_an_answer_may_take_its_time_in_all(server):
    """Bytes that come faster than the timeout, for longer than the total."""

    def slowly(handler) -> None:
        for _ in range(20):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.03)

    server.routes["/a"] = Reply(200, b"", {"Content-Length": "20"}, slowly)
    found = failure(Client(Limits(pause=0, timeout=0.3, total=0.2)), f"{server.url}/a")
    assert found.kind == "slow" and "after 0.2 s" in found.reason
    assert len(Client(Limits(pause=0, timeout=0.3, total=5)).get(f"{server.url}/a").data) == 20


@pytest.mark.parametrize(("length", "refused"), [(5, False), (6, True)])
def test_redirects_in_a_row(server, client, length, refused):
    for n in range(length):
        server.routes[f"/{n}"] = Reply(302, b"", {"Location": f"/{n + 1}"})
    server.routes[f"/{length}"] = b"..."
    if refused:
        found = failure(client, f"{server.url}/0")
        assert found.kind == "redirect" and "more than 5 redirects" in found.reason
        assert len(server.asked) == 6
    else:
        assert client.get(f"{server.url}/0").url == f"{server.url}/5"


def endless(handler) -> None:
    while True:  # until the client hangs up
        handler.wfile.write(b"x" * 65_536)


def test_the_body_of_a_redirect_is_not_read(server, client):
    headers = {"Location": "/there", "Content-Length": ""}
    server.routes |= {"/a": Reply(302, b"", headers, endless), "/there": b"..."}
    start = time.monotonic()
    assert client.get(f"{server.url}/a").data == b"..."
    assert time.monotonic() - start < QUICK.timeout


@pytest.mark.parametrize(
    "target", ["http://localhost:9/x.pdf", "file:///etc/hostname", "http://[::1"]
)
def test_redirects_to_another_place_are_not_followed(server, client, target):
    server.routes["/a"] = Reply(302, b"", {"Location": target})
    assert failure(client, f"{server.url}/a").kind == "redirect" and len(server.asked) == 1


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("https://documents.un.org/a", "/doc/b.pdf", True),
        ("https://documents.un.org/a", "https://docs.un.org/b", True),
        ("http://documents.un.org/a", "https://documents.un.org/a", True),
        ("https://documents.un.org/a", "http://documents.un.org/a", False),  # less safe
        ("https://documents.un.org/a", "https://un.org.example.com/b", False),
        ("https://documents.un.org/a", "https://notun.org/b", False),
        ("https://documents.un.org/a", "//example.com/b", False),
        ("https://documents.un.org/a", "file:///etc/passwd", False),
        ("https://raw.githubusercontent.com/a", "https://documents.un.org/b", False),
    ],
)
def test_where_a_redirect_may_lead(old, new, allowed):
    if allowed:
        assert _redirected(old, new).endswith(new)
    else:
        with pytest.raises(FetchError, match="found a redirect"):
            _redirected(old, new)


@pytest.mark.parametrize(("length", "expected"), [(160, 160), (161, 160)])
def test_what_servers_say_is_cut_short(length, expected):
    said = _brief("x" * length)
    assert len(said) == expected and said.endswith("...") == (length > 160)
    assert _brief("two\n  lines") == "two lines"


# what is sent


def test_neither_cookies_nor_passwords_are_sent(server, client, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.routes["/a"] = Reply(200, b"...", {"Set-Cookie": "id=1; Path=/"})
    client.get(f"{server.url}/a")
    client.get(f"{server.url}/a")
    for _, _, headers in server.asked:
        assert "Cookie" not in headers and "Authorization" not in headers
        assert headers["Accept-Encoding"] == "identity"
        assert headers["User-Agent"].startswith("unres-research/")


# folders in the place of servers


def test_folders(tmp_path, client):
    (tmp_path / "a b").write_bytes(b"...")
    (tmp_path / "empty").write_bytes(b"")
    found = client.get(tmp_path / "a b")
    assert found.data == b"..." and found.url == f"{tmp_path.as_uri()}/a%20b"
    for name, reason in (("c", "no file"), ("empty", "an empty file"), ("", "no file")):
        error = failure(client, tmp_path / name)
        assert error.kind == "absent" and reason in error.reason
    with pytest.raises(FetchError, match="not wanted"):
        client.get(tmp_path / "a b", check=unwanted)


def unwanted(data: bytes) -> None:
    raise FetchError("answer", f"{data!r} not wanted")


def test_bases():
    assert to_base("mirror") == Path("mirror")
    assert to_base("file:///srv/a%20b") == Path("/srv/a b")
    assert to_base("https://example.org/x") == "https://example.org/x"
    for text in ("ftp://example.org", "http://", "https:///x", "://x", "http://[::1"):
        with pytest.raises(UnresError, match="expected http, https, file or a folder"):
            to_base(text)


def test_addresses_under_a_base():
    assert under("https://example.org/raw/", "74/a b.zip") == "https://example.org/raw/74/a%20b.zip"
    assert under(Path("mirror"), "74/a b.zip") == Path("mirror/74/a b.zip")
    assert under(Path("mirror"), "74/a..b.zip") == Path("mirror/74/a..b.zip")


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", "a/..", "..\\x", "a\\b"])
@pytest.mark.parametrize("base", ["https://example.org/raw", Path("mirror")])
def test_no_path_leads_out_of_its_base(base, path):
    with pytest.raises(UnresError, match="expected one that stays under its base"):
        under(base, path)


# whole PDFs


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 %%EOF", None),
        (b" " * 1020 + b"%PDF %%EOF", None),
        (b" " * 1021 + b"%PDF %%EOF", "answer"),  # the sign does not end within 1,024 bytes
        (b"%PDF" + b"%%EOF" + b" " * 2043, None),
        (b"%PDF" + b"%%EOF" + b" " * 2044, "cut"),  # nor this within the last 2,048
        (b"", "answer"),
        (b"words", "answer"),
        (b" " * 4095 + b"<p>", "page"),
        (b" " * 4096 + b"<p>", "answer"),
        (b"<p>Not found</p>", "page"),
        (b"<p>Please enable JavaScript</p>", "challenge"),
        (b"<meta http-equiv='refresh' content='0; url=/challenge'>", "page"),
    ],
)
def test_whole_pdfs(data, kind):
    if kind is None:
        return check_pdf(data)
    with pytest.raises(FetchError) as error:
        check_pdf(data)
    assert error.value.kind == kind


# errors


def test_errors_say_what_and_what_to_do():
    error = FetchError("absent", "found nothing there (404)")
    assert str(error) == "found nothing there (404); check the symbol"
    named = FetchError("size", "found too much", "check the file", "A/78/L.1")
    assert str(named) == "A/78/L.1: found too much; check the file"
    again = pickle.loads(pickle.dumps(named))
    assert (str(again), again.kind) == (str(named), "size")
