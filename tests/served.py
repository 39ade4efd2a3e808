"""A real HTTP server on this machine, which answers as a test tells it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from printed import Text, pdf

Act = Callable[["Handler"], None]


@dataclass(frozen=True)
class Reply:
    """One answer; `act` takes over after the head, or writes all when `status` is 0."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    act: Act | None = None


class Handler(BaseHTTPRequestHandler):
    """Looks the path up; several replies of one path are given in turn, the last for good."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.server.lines.append(self.path)
        self.server.asked.append((time.monotonic(), path, dict(self.headers)))
        replies = self.server.routes.get(path, Reply(404, b"Not Found"))
        if isinstance(replies, list):
            replies = replies.pop(0) if len(replies) > 1 else replies[0]
        reply = replies if isinstance(replies, Reply) else Reply(body=replies)
        try:
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.status:
            self.send_response(reply.status)
            headers = {"Content-Length": str(len(reply.body)), **reply.headers}
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
        if reply.act:
            self.wfile.flush()
            reply.act(self)
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """Routes by path, and what was asked: (time, path, headers)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, bytes | Reply | list] = {}
        self.asked: list[tuple[float, str, dict[str, str]]] = []
        self.lines: list[str] = []  # paths as they were sent

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def handle_error(self, *_: object) -> None:
        """A client that went away is part of the tests."""


@contextmanager
def serve() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def hang_up() -> Reply:
    """Close the connection in place of an answer."""
    return Reply(0, act=lambda handler: handler.connection.close())


def drip(data: bytes, every: float, size: int = 1) -> Act:
    """Write a few bytes, wait, go on."""

    def act(handler: Handler) -> None:
        for start in range(0, len(data), size):
            handler.wfile.write(data[start : start + size])
            handler.wfile.flush()
            time.sleep(every)

    return act


def ods(symbol: str, language: str = "en") -> str:
    """Path and query under which the Official Document System has a document."""
    return f"/api/symbol/access?s={symbol}&l={language}&t=pdf"


FRENCH = "que les lampes des ports et du phare brillent et que les cloches sonnent"


def document(symbol: str, text: str = "to keep lamps burning.") -> bytes:
    """An official PDF of one page that prints a symbol."""
    page = [
        Text(481.9, 735.5, "A", size=20, mark=None),
        Text(497.0, 735.5, symbol.removeprefix("A"), mark=None),
        Text(396.8, 705.3, "Distr.: General", mark=None),
        Text(396.8, 693.6, "4 December 2024", mark=None),
        Text(72, 424.5, "Harbours", "bold", 12),
        Text(147.1, 386.5, "The General Assembly", "italic"),
        Text(245.0, 386.5, ","),
        Text(147.1, 368.5, "1. "),
        Text(160.0, 368.5, "Decides ", "italic"),
        Text(196.0, 368.5, text),
    ]
    return pdf([page])
