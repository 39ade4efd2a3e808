"""Get one address after the other, politely and within bounds, and say what went wrong."""

from __future__ import annotations

import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from unres_research import __version__
from unres_research._printable import printable
from unres_research.errors import UnresError

if TYPE_CHECKING:
    from requests import Response
    from urllib3 import Retry

_AGENT = f"unres-research/{__version__} (toolkit for research on United Nations resolutions)"
_STRIKES = 3  # failures in a row after which a host is left alone
_CHUNK = 65_536
_KIN = ("un.org", "githubusercontent.com")  # a redirect may lead to another host of these
_BUSY = (429, 500, 502, 503, 504)
_RETRIED = ("busy", "cut")
AGAIN = "run the same command again later"
BROWSER = "download it with a browser and file it with `unres add FILE`"
_ADVICE = {  # by kind of failure; else a browser
    "absent": "check the symbol",
    "unreachable": "check the network",
    "busy": AGAIN,
    "cut": AGAIN,
    "slow": AGAIN,
    "given up": AGAIN,
    "symbol": f"{BROWSER}, with --symbol if it prints none",
}
_STRIKING = ("busy", "cut", "slow", "unreachable", "challenge")
_LONGEST = 10**9  # seconds; a Retry-After beyond it is taken for nonsense
_MARKS = re.compile(
    rb"challenge|captcha|enable javascript|awswaf|cf-chl|checking your browser", re.I
)
_REFRESH = re.compile(rb"http-equiv\s*=\s*[\"']?refresh", re.I)

_T = TypeVar("_T")
_Check = Callable[[bytes], None]
Base = str | Path  # a web address, or a folder in its place


@dataclass(frozen=True)
class Limits:
    """What is waited for, in seconds, and what is taken from a server."""

    pause: float = 1.0  # from the end of one request to the next
    timeout: float = 30.0  # without a byte
    total: float = 300.0  # for a whole answer, however slowly it comes
    max_bytes: int = 64 * 2**20
    attempts: int = 3  # for one address, when the server is busy or the connection breaks
    max_wait: float = 120.0  # the longest Retry-After that is obeyed
    redirects: int = 5


class FetchError(UnresError):
    """A document that could not be fetched.

    Attributes
    ----------
    kind : str
        "absent" (the server has none), "unreachable", "busy", "cut", "slow", "page" (a web
        page in its place), "challenge", "refused", "redirect", "size", "answer", "checksum",
        "symbol" (another document, or none that can be asked for), "changed" (in the library),
        "given up".
    reason : str
        What was found, and what was expected.
    advice : str
        What to do.
    symbol : str
        The document; "" while only its address is known.

    Examples
    --------
    >>> print(FetchError("absent", "found nothing there (404)", symbol="A/78/L.1"))
    A/78/L.1: found nothing there (404); check the symbol
    """

    def __init__(self, kind: str, reason: str, advice: str = "", symbol: str = "") -> None:
        advice = advice or _ADVICE.get(kind, BROWSER)
        super().__init__(kind, reason, advice, symbol)
        self.kind = kind
        self.reason = reason
        self.advice = advice
        self.symbol = symbol
        self.wait: float | None = None  # seconds that the server asks to wait

    def __str__(self) -> str:
        said = f"{self.reason}; {self.advice}"
        return printable(f"{self.symbol}: {said}" if self.symbol else said)


class Download(NamedTuple):
    """What an address held; `url` is the one after redirects."""

    url: str
    data: bytes


def to_base(text: str) -> Base:
    """Read the address of a source: a web address as it is, a folder or ``file://`` as a path."""
    from urllib.request import url2pathname

    if "://" not in text:
        return Path(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    if parts.scheme in ("http", "https") and parts.hostname:
        return text
    raise UnresError(f"found address {text!r}, expected http, https, file or a folder")


def under(base: Base, path: str) -> Base:
    """Address of a file under a base, from its relative path with forward slashes."""
    if path.startswith("/") or ".." in path.split("/") or "\\" in path:
        raise UnresError(f"found path {path!r}, expected one that stays under its base")
    return base / path if isinstance(base, Path) else f"{base.rstrip('/')}/{quote(path)}"


class Client:
    """Gets addresses, one at a time: with a pause, and none of a host that failed thrice running.

    Neither cookies nor passwords are sent, and no check for browsers is evaded. Proxies are
    taken from the environment, as requests does. Not for several threads.
    """

    def __init__(
        self, limits: Limits | None = None, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.limits = limits or Limits()
        self._sleep = sleep
        self._retry = _retry(self.limits)
        self._session: Any = None
        self._free_at = 0.0
        self._failures: defaultdict[str, list[str]] = defaultdict(list)  # in a row, by host

    def get(
        self, url: Base, *, max_bytes: int | None = None, check: _Check | None = None
    ) -> Download:
        """Get an address, never empty; `check` raises when the body is not what was asked for."""
        most = min(max_bytes or self.limits.max_bytes, self.limits.max_bytes)
        if isinstance(url, Path):
            return _checked(_from_disk(url, most), check)
        host = urlsplit(url).netloc
        failures = self._failures[host]
        if len(failures) >= _STRIKES:
            kind = "unreachable" if failures[-1] == "unreachable" else "given up"
            raise FetchError(kind, f"not tried: {host} failed {_STRIKES} times in a row")
        try:
            answer = self._patiently(url, most, check)
        except FetchError as error:
            failures[:] = [*failures, error.kind] if error.kind in _STRIKING else []
            raise
        failures.clear()
        return answer

    def _patiently(self, url: str, most: int, check: _Check | None) -> Download:
        """Ask again when the server is busy or the connection breaks.

        Here and not in an adapter of the session, which does not see a body that is cut, and
        whose waits would count towards the time of an answer.
        """
        retry = self._retry
        while True:
            try:
                return _checked(self._politely(url, most), check)
            except FetchError as error:
                wait = error.wait or 0
                if error.kind not in _RETRIED or not retry.total or wait > self.limits.max_wait:
                    raise
                retry = retry.increment("GET", url, error=error)
                self._sleep(wait if error.wait is not None else retry.get_backoff_time())

    def _politely(self, url: str, most: int) -> Download:
        self._sleep(max(0.0, self._free_at - time.monotonic()))
        try:
            return self._follow(url, most)
        finally:
            self._free_at = time.monotonic() + self.limits.pause

    def _follow(self, url: str, most: int) -> Download:
        deadline = time.monotonic() + self.limits.total
        for _ in range(self.limits.redirects + 1):
            response = self._ask(url, deadline)
            try:
                if response.is_redirect:
                    url = _redirected(url, response.headers["Location"])
                    continue
                _check_status(response)
                return Download(url, self._body(response, most, deadline))
            finally:
                response.close()
        raise FetchError("redirect", f"found more than {self.limits.redirects} redirects in a row")

    def _ask(self, url: str, deadline: float) -> Response:
        """Ask, and wait for the head of the answer, no longer than the deadline."""
        import requests

        if self._session is None:
            self._session = _session()
        seconds = max(0.01, deadline - time.monotonic())
        timeout = min(self.limits.timeout, seconds)
        options = {"stream": True, "allow_redirects": False, "timeout": timeout}
        try:
            return _within(seconds, lambda: self._session.get(url, **options))
        except (requests.Timeout, TimeoutError):
            bounds = f"{timeout:.4g} s without a byte, or {seconds:.4g} s in all"
            raise _slow(f"no whole answer ({bounds})") from None
        except requests.ConnectionError as error:
            raise _no_connection(url, error) from None
        except (requests.RequestException, ValueError, OSError) as error:
            raise FetchError("answer", f"cannot be asked ({_brief(error)})") from None

    def _body(self, response: Response, most: int, deadline: float) -> bytes:
        import urllib3

        body = bytearray()
        try:
            while part := response.raw.read1(_CHUNK, decode_content=True):
                body += part
                if len(body) > most:
                    raise FetchError("size", f"found more than {most:,} bytes, expected a document")
                if time.monotonic() > deadline:
                    raise _slow(f"{len(body):,} bytes after {self.limits.total:g} s")
        except urllib3.exceptions.TimeoutError:
            raise _slow(f"{len(body):,} bytes and then silence") from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            found = f"found {len(body):,} bytes and a broken connection"
            raise FetchError("cut", f"{found} ({_brief(error)})") from None
        if not body:
            raise FetchError("absent", "found an empty answer: not published there")
        return bytes(body)


def _retry(limits: Limits) -> Retry:
    from urllib3 import Retry

    policy = Retry(limits.attempts - 1, backoff_factor=2 * limits.pause)
    policy.retry_after_max = _LONGEST  # what is longer than max_wait is told, not shortened
    return policy


def _session() -> Any:
    from http.cookiejar import DefaultCookiePolicy

    import requests

    session: Any = requests.Session()
    session.headers.update({"User-Agent": _AGENT, "Accept-Encoding": "identity", "Accept": "*/*"})
    session.auth = lambda request: request  # nothing from .netrc
    session.get_redirect_target = lambda response: None  # else it reads the bodies of redirects
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _within(seconds: float, act: Callable[[], _T]) -> _T:
    """Do something that may drip without end; leave it behind after a time."""
    future: Future[_T] = Future()

    def work() -> None:
        try:
            future.set_result(act())
        except BaseException as error:  # raised again by `result`
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future.result(seconds)


# what an answer says -------------------------------------------------------------------


def _checked(answer: Download, check: _Check | None) -> Download:
    if check:
        check(answer.data)
    return answer


def check_pdf(data: bytes) -> None:
    """Check that an answer is a whole PDF and no web page in its place."""
    if data[:1024].lstrip().startswith(b"%PDF"):
        if b"%%EOF" not in data[-2048:]:
            raise FetchError("cut", f"found the first {len(data):,} bytes of a PDF")
        return
    if data[:4096].lstrip()[:1] != b"<":
        raise FetchError("answer", f"found {data[:12]!r}, expected a PDF")
    if _REFRESH.search(data):
        found = "a web page that sends on to another"
        raise FetchError("page", f"found {found}, expected a PDF")
    if _MARKS.search(data):
        raise _challenge("a check for browsers (JavaScript)")
    raise FetchError("page", "found a web page, expected a PDF")


def _check_status(response: Response) -> None:
    status = response.status_code
    if status == 200:
        return
    if status == 202 or (status == 403 and "x-amzn-waf-action" in response.headers):
        raise _challenge(f"a check for browsers ({status})")
    if status in (204, 404, 410):
        raise FetchError("absent", f"found nothing there ({status})")
    if status in _BUSY:
        wait = retry_after(response.headers.get("Retry-After"))
        asked = "" if wait is None else f", asks to wait {wait:,.0f} s"
        busy = FetchError("busy", f"found a busy server ({status}{asked})")
        busy.wait = wait
        raise busy
    if status in (401, 403, 451):
        raise FetchError("refused", f"the server refuses ({status})")
    raise FetchError("answer", f"found status {status}, expected 200")


def retry_after(value: str | None) -> float | None:
    """Seconds that a `Retry-After` header asks for (RFC 9110, 10.2.3); None when it is none."""
    from urllib3.exceptions import InvalidHeader

    try:
        wait = _retry(Limits()).parse_retry_after(value or "")
    except (InvalidHeader, ValueError, OverflowError):
        return None
    return float(wait) if wait < _LONGEST else None


def _challenge(found: str) -> FetchError:
    return FetchError("challenge", f"found {found}, which a program must not pass")


def _slow(what: str) -> FetchError:
    return FetchError("slow", f"found {what}, expected the document")


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads, if a document of the same source can be there."""
    old = urlsplit(url)
    try:
        target = urljoin(url, location)
        new = urlsplit(target)
    except ValueError:
        raise FetchError("redirect", f"found a redirect to {location[:80]!r}") from None
    kin = old.hostname == new.hostname or any(
        all(f".{part.hostname}".endswith(f".{name}") for part in (old, new)) for name in _KIN
    )
    safe = new.scheme == old.scheme or (old.scheme, new.scheme) == ("http", "https")
    if not (kin and safe and new.scheme in ("http", "https")):
        places = [f"{part.scheme}://{part.netloc}"[:80] for part in (old, new)]
        raise FetchError("redirect", f"found a redirect from {places[0]} to {places[1]}")
    return target


def _no_connection(url: str, error: Exception) -> FetchError:
    """Tell a host that cannot be reached from one that hung up."""
    from requests.exceptions import ProxyError, SSLError
    from urllib3.exceptions import NewConnectionError

    inner = error.args[0] if error.args else error
    cause = getattr(inner, "reason", inner)
    if isinstance(error, (ProxyError, SSLError)) or isinstance(cause, NewConnectionError):
        host = urlsplit(url).netloc
        return FetchError("unreachable", f"{host} cannot be reached ({_brief(cause)})")
    return FetchError("cut", f"found a broken connection ({_brief(cause)})")


def _brief(error: object) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 160 else f"{text[:157]}..."


def _from_disk(path: Path, most: int) -> Download:
    advice = "check the folder"
    try:
        if not path.is_file():
            raise FetchError("absent", f"found no file {path}", advice)
        if path.stat().st_size > most:
            raise FetchError("size", f"found more than {most:,} bytes in {path}", advice)
        data = path.read_bytes()
    except OSError as error:
        raise FetchError("unreachable", f"cannot be read ({error})", advice) from None
    if not data:
        raise FetchError("absent", f"found an empty file {path}", advice)
    return Download(path.absolute().as_uri(), data)
