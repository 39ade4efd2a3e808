"""Get one address after the other, politely and within bounds, and say what went wrong."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from unres_research import __version__
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from requests import Response

AGENT = f"unres-research/{__version__} (toolkit for research on United Nations resolutions)"
STRIKES = 3  # failures in a row after which a host is left alone
AGAIN = "run the same command again later"
BROWSER = "download it with a browser and file it with `unres add FILE`"
_MiB = 2**20
_CHUNK = 65_536
_KIN = ("un.org", "githubusercontent.com")  # a redirect may lead to another host of these
_RETRIED = ("busy", "cut")
_STRIKING = ("busy", "cut", "slow", "unreachable", "challenge")
_MARKS = re.compile(
    rb"challenge|captcha|enable javascript|awswaf|cf-chl|checking your browser", re.I
)
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?refresh", re.I)

_T = TypeVar("_T")


@dataclass(frozen=True)
class Limits:
    """What is waited for, and what is taken from a server.

    Attributes
    ----------
    pause : float
        Seconds from the end of one request to the next one.
    timeout : float
        Seconds without a byte.
    total : float
        Seconds for a whole answer, however it drips.
    max_bytes : int
        Size of a body.
    attempts : int
        Requests for one address when the server is busy or the connection breaks.
    max_wait : float
        Longest `Retry-After` that is waited for, in seconds.
    redirects : int

    Examples
    --------
    >>> Limits(pause=0).max_bytes == 64 * 2**20
    True
    """

    pause: float = 1.0
    timeout: float = 30.0
    total: float = 300.0
    max_bytes: int = 64 * _MiB
    attempts: int = 3
    max_wait: float = 120.0
    redirects: int = 5


class FetchError(UnresError):
    """A document that could not be got.

    Attributes
    ----------
    kind : str
        "absent" (the server has none), "unreachable", "busy", "cut", "slow", "page" (a web
        page in its place), "challenge", "refused", "redirect", "size", "answer", "checksum",
        "symbol", "given up".
    reason : str
        What was found, what was expected.
    advice : str
        What to do.
    wait : float or None
        Seconds that the server asks to wait.

    Examples
    --------
    >>> str(FetchError("absent", "found nothing (404)", "check the symbol"))
    'found nothing (404); check the symbol'
    """

    def __init__(self, kind: str, reason: str, advice: str, wait: float | None = None) -> None:
        super().__init__(f"{reason}; {advice}")
        self.kind = kind
        self.reason = reason
        self.advice = advice
        self.wait = wait

    def __reduce__(self) -> tuple[type[FetchError], tuple[str, str, str, float | None]]:
        """Let the error cross process borders with all its parts."""
        return type(self), (self.kind, self.reason, self.advice, self.wait)


@dataclass(frozen=True)
class Answer:
    """What stood at an address.

    Attributes
    ----------
    url : str
        Address, after redirects.
    data : bytes

    Examples
    --------
    >>> Answer("https://example.org/a.pdf", b"%PDF").data[:4]
    b'%PDF'
    """

    url: str
    data: bytes


def is_web(base: str) -> bool:
    """Tell web addresses from folders.

    Parameters
    ----------
    base : str
        ``https://...``, ``http://...``, ``file:///...`` or the path of a folder.

    Returns
    -------
    bool

    Raises
    ------
    UnresError
        When it is an address of another kind.

    Examples
    --------
    >>> is_web("https://example.org/mirror"), is_web("mirror"), is_web("file:///srv/mirror")
    (True, False, False)
    """
    scheme = base.partition("://")[0].lower() if "://" in base else ""
    if scheme in ("http", "https"):
        if not urlsplit(base).hostname:
            raise UnresError(f"found address {base!r}, expected one that names a host")
        return True
    if scheme in ("", "file"):
        return False
    raise UnresError(f"found address {base!r}, expected http, https, file or a folder")


def local(base: str) -> Path:
    """Path of a base that is no web address.

    Parameters
    ----------
    base : str
        A folder or a ``file://`` address.

    Returns
    -------
    Path

    Examples
    --------
    >>> local("file:///srv/a%20b").as_posix()
    '/srv/a b'
    """
    from urllib.request import url2pathname

    if "://" not in base:
        return Path(base)
    return Path(url2pathname(urlsplit(base).path))


def address(base: str, path: str) -> str:
    """Address of a file under a base.

    Parameters
    ----------
    base : str
        Web address, ``file://`` address or folder.
    path : str
        Relative, with forward slashes, not quoted.

    Returns
    -------
    str
        Web addresses are quoted; for a folder, its ``file://`` address.

    Raises
    ------
    UnresError
        When the path would lead out of the base.

    Examples
    --------
    >>> address("https://example.org/raw/", "74session/a b.zip")
    'https://example.org/raw/74session/a%20b.zip'
    """
    if path.startswith("/") or ".." in path.split("/") or "\\" in path:
        raise UnresError(f"found path {path!r}, expected one that stays under its base")
    if is_web(base):
        return f"{base.rstrip('/')}/{quote(path)}"
    return (local(base).absolute() / path).as_uri()


class Courier:
    """Gets addresses, one at a time.

    It keeps the pause between requests, and leaves a host alone after three failures in a
    row. Neither cookies nor passwords are sent, and no check for browsers is evaded.

    Attributes
    ----------
    limits : Limits

    Notes
    -----
    Proxies are taken from the environment, as `requests` does. Not for several threads.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("...")
    ...     Courier().get(address(folder, "a.txt")).data
    b'...'
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._session: Any = None
        self._free_at = 0.0
        self._strikes: Counter[str] = Counter()
        self._last: dict[str, str] = {}

    def get(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        check: Callable[[bytes], None] | None = None,
    ) -> Answer:
        """Get an address; wait and ask again when the server is busy or the line breaks.

        Parameters
        ----------
        url : str
            ``http``, ``https`` or ``file``.
        max_bytes : int, optional
            Size expected at most (default: that of the limits).
        check : function of bytes, optional
            Raises `FetchError` when the body is not what was asked for.

        Returns
        -------
        Answer
            Never empty.

        Raises
        ------
        FetchError
            When there is none, or no whole one.
        """
        most = min(max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        if not is_web(url):
            return _checked(_from_disk(url, most), check)
        host = urlsplit(url).netloc
        if self._strikes[host] >= STRIKES:
            kind = "unreachable" if self._last[host] == "unreachable" else "given up"
            raise FetchError(kind, f"not tried: {host} failed {STRIKES} times in a row", AGAIN)
        try:
            answer = self._patiently(url, most, check)
        except FetchError as error:
            self._strikes[host] = self._strikes[host] + 1 if error.kind in _STRIKING else 0
            self._last[host] = error.kind
            raise
        self._strikes[host] = 0
        return answer

    def _patiently(self, url: str, most: int, check: Callable[[bytes], None] | None) -> Answer:
        for attempt in range(1, self.limits.attempts + 1):
            try:
                return _checked(self._politely(url, most), check)
            except FetchError as error:
                if error.kind not in _RETRIED or attempt == self.limits.attempts:
                    raise
                wait = self.limits.pause * 2**attempt if error.wait is None else error.wait
                if wait > self.limits.max_wait:
                    raise
                time.sleep(wait)
        raise AssertionError("attempts is less than 1")

    def _politely(self, url: str, most: int) -> Answer:
        time.sleep(max(0.0, self._free_at - time.monotonic()))
        try:
            return self._follow(url, most)
        finally:
            self._free_at = time.monotonic() + self.limits.pause

    def _follow(self, url: str, most: int) -> Answer:
        deadline = time.monotonic() + self.limits.total
        for _ in range(self.limits.redirects + 1):
            response = self._ask(url, deadline)
            try:
                if response.is_redirect:
                    url = _redirected(url, response.headers["Location"])
                    continue
                _check_status(response)
                return Answer(url, self._body(response, most, deadline))
            finally:
                response.close()
        raise FetchError(
            "redirect", f"found more than {self.limits.redirects} redirects in a row", BROWSER
        )

    def _ask(self, url: str, deadline: float) -> Response:
        """Ask, and wait for the head of the answer, no longer than the deadline."""
        import requests

        if self._session is None:
            self._session = _session()
        seconds = max(0.01, deadline - time.monotonic())
        timeout = min(self.limits.timeout, seconds)

        def ask() -> Response:
            return self._session.get(url, stream=True, allow_redirects=False, timeout=timeout)

        try:
            return _within(seconds, ask)
        except requests.Timeout:
            raise self._slow(f"no answer in {timeout:g} s") from None
        except TimeoutError:
            raise self._slow(f"no answer in {self.limits.total:g} s") from None
        except requests.ConnectionError as error:
            raise _no_connection(url, error) from None
        except (requests.RequestException, ValueError, OSError) as error:
            raise FetchError("answer", f"cannot be asked ({_brief(error)})", AGAIN) from None

    def _slow(self, what: str) -> FetchError:
        return FetchError("slow", f"found {what}, expected the document", AGAIN)

    def _body(self, response: Response, most: int, deadline: float) -> bytes:
        import urllib3

        parts: list[bytes] = []
        size = 0
        try:
            while part := response.raw.read1(_CHUNK, decode_content=True):
                size += len(part)
                parts.append(part)
                if size > most:
                    raise FetchError(
                        "size", f"found more than {most:,} bytes, expected a document", BROWSER
                    )
                if time.monotonic() > deadline:
                    raise self._slow(f"{size:,} bytes after {self.limits.total:g} s")
        except urllib3.exceptions.TimeoutError:
            raise self._slow(f"{size:,} bytes and then silence") from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise FetchError(
                "cut", f"found {size:,} bytes and a broken connection ({_brief(error)})", AGAIN
            ) from None
        if not size:
            raise FetchError("absent", "found an empty answer: not published there", "check it")
        return b"".join(parts)


def _checked(answer: Answer, check: Callable[[bytes], None] | None) -> Answer:
    if check:
        check(answer.data)
    return answer


def check_pdf(data: bytes) -> None:
    """Check that an answer is a whole PDF and no web page in its place.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    FetchError
        Kinds "challenge", "page", "cut", "answer".

    Examples
    --------
    >>> check_pdf(b"<html><meta http-equiv='refresh' content='0; url=/login'>")
    Traceback (most recent call last):
    unres_research.library._download.FetchError: found a web page that sends on to another, ...
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        if b"%%EOF" not in data[-2048:]:
            raise FetchError("cut", f"found the first {len(data):,} bytes of a PDF", AGAIN)
        return
    if data[:4096].lstrip()[:1] != b"<":
        raise FetchError("answer", f"found {data[:12]!r}, expected a PDF", BROWSER)
    if _REFRESH.search(data):
        found = "a web page that sends on to another"
        raise FetchError("page", f"found {found}, expected a PDF", BROWSER)
    if _MARKS.search(data):
        raise _challenge("a check for browsers (JavaScript)")
    raise FetchError("page", "found a web page, expected a PDF", BROWSER)


def retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Read a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date.

    Parameters
    ----------
    value : str or None
    now : datetime, optional

    Returns
    -------
    float or None
        Seconds, at least 0; None when there is none, or it is neither.

    Examples
    --------
    >>> retry_after("120"), retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), retry_after("soon")
    (120.0, 0.0, None)
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def _session() -> Any:
    from http.cookiejar import DefaultCookiePolicy

    import requests

    session = requests.Session()
    session.headers.update({"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"})
    session.auth = lambda request: request  # nothing from .netrc
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _within(seconds: float, act: Callable[[], _T]) -> _T:
    """Do something that may drip without end; leave it behind after a time."""
    done: list[_T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            done.append(act())
        except BaseException as error:  # handed on below
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError
    return done[0]


def _check_status(response: Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 202 or (status == 403 and "x-amzn-waf-action" in response.headers):
        raise _challenge(f"a check for browsers ({status})")
    if status in (204, 404, 410):
        raise FetchError("absent", f"found nothing there ({status})", "check the symbol")
    if status in (429, 500, 502, 503, 504):
        wait = retry_after(response.headers.get("Retry-After"))
        asked = "" if wait is None else f", asks to wait {wait:,.0f} s"
        raise FetchError("busy", f"found a busy server ({status}{asked})", AGAIN, wait)
    if status in (401, 403, 451):
        raise FetchError("refused", f"the server refuses ({status})", BROWSER)
    raise FetchError("answer", f"found status {status}, expected 200", BROWSER)


def _challenge(found: str) -> FetchError:
    return FetchError("challenge", f"found {found}, which a program must not pass", BROWSER)


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads, if a document of the same source can be there."""
    target = urljoin(url, location)
    old, new = urlsplit(url), urlsplit(target)
    kin = old.hostname == new.hostname or any(
        all(f".{part.hostname}".endswith(f".{name}") for part in (old, new)) for name in _KIN
    )
    safe = new.scheme == old.scheme or (old.scheme, new.scheme) == ("http", "https")
    if not (kin and safe and new.scheme in ("http", "https")):
        place = f"{new.scheme}://{new.netloc}"[:80]
        raise FetchError(
            "redirect", f"found a redirect from {old.scheme}://{old.netloc} to {place}", BROWSER
        )
    return target


def _no_connection(url: str, error: Exception) -> FetchError:
    """Tell a host that cannot be reached from one that hung up."""
    from requests.exceptions import ProxyError, SSLError
    from urllib3.exceptions import NewConnectionError

    inner = error.args[0] if error.args else error
    cause = getattr(inner, "reason", inner)
    host = urlsplit(url).netloc
    if isinstance(error, (ProxyError, SSLError)) or isinstance(cause, NewConnectionError):
        return FetchError(
            "unreachable", f"{host} cannot be reached ({_brief(cause)})", "check the network"
        )
    return FetchError("cut", f"found a broken connection ({_brief(cause)})", AGAIN)


def _brief(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 160 else f"{text[:157]}..."


def _from_disk(url: str, most: int) -> Answer:
    path = local(url)
    try:
        if not path.is_file():
            raise FetchError("absent", f"found no file {path}", "check the folder")
        if path.stat().st_size > most:
            raise FetchError("size", f"found more than {most:,} bytes in {path}", "check the file")
        data = path.read_bytes()
    except OSError as error:
        raise FetchError("unreachable", f"cannot be read ({error})", "check the folder") from None
    if not data:
        raise FetchError("absent", f"found an empty file {path}", "check the folder")
    return Answer(url, data)
