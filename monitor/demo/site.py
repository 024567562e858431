"""The demonstration site's server."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from monitor.demo import pages
from monitor.demo.catalogue import EXHIBITS, Exhibit, folder, load
from monitor.demo.talk import THREADS, Thread

PORT = 8765
"""Where the shipped configuration looks for the site."""

_ROWS = 4  # threads on a page of the board, and so few that there is a second page
_ITEMS = 2  # articles on a page of the column


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site sends for a path. modified: of a saved page, when it appeared, UTC; of a page made here None."""

    body: bytes
    content_type: str
    modified: datetime | None = None

    @property
    def etag(self) -> str:
        """A strong validator (RFC 9110, 8.8.3)."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class DemoSite:
    """`seeds/` as a small web on 127.0.0.1, served by threads from when it is made until `close()`.

    seeds: the folder of saved pages, by default the shipped one. port: 0 takes a free one. held_back: stems of saved
    pages (such as "05-aggregator-hant") that the site does not show until `publish()`. `url` has no slash at its
    end; `board`, `column` and `feed` are the addresses to poll. Raises OSError where the port is taken or a saved
    page is missing.
    """

    def __init__(self, seeds: Path | None = None, *, port: int = 0, held_back: Collection[str] = ()) -> None:
        where = seeds or folder()
        unknown = set(held_back) - {exhibit.stem for exhibit in EXHIBITS}
        if unknown:
            raise ValueError(f"no saved page is called {', '.join(sorted(unknown))}")
        self._bodies = {exhibit.stem: load(where, exhibit) for exhibit in EXHIBITS}
        self._lock = threading.Lock()
        self._held = set(held_back)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.board = self.url + pages.BOARD
        self.column = self.url + pages.COLUMN
        self.feed = self.url + pages.FEED
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-site", daemon=True
        )
        self._thread.start()

    def publish(self, *stems: str) -> None:
        """Show saved pages that were held back; without arguments, all of them."""
        with self._lock:
            self._held -= set(stems) or set(self._held)

    def close(self) -> None:
        """Stop serving and give the port back; closing twice is harmless."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def __enter__(self) -> DemoSite:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def answer(self, path: str) -> Answer | None:
        """What the site has at a path (without its query), None where it has nothing."""
        with self._lock:
            shown = [exhibit for exhibit in EXHIBITS if exhibit.stem not in self._held]
        for exhibit in shown:
            if exhibit.path == path:
                return Answer(self._bodies[exhibit.stem], exhibit.content_type, exhibit.listed.astimezone(UTC))
        for thread in THREADS:
            if thread.path == path:
                return Answer(pages.thread(thread), "text/html; charset=gbk")
        made = self._made(path, shown)
        return made and Answer(*made)

    def _made(self, path: str, shown: list[Exhibit]) -> tuple[bytes, str] | None:
        if path == "/":
            return pages.front(), "text/html; charset=utf-8"
        if path == "/robots.txt":
            return pages.ROBOTS, "text/plain"
        if path == pages.FEED:
            return pages.feed(_placed(shown, "feed"), self.url), "application/rss+xml; charset=utf-8"
        if found := re.fullmatch(r"/bbs/forum-36-(\d{1,3})\.html", path):
            threads = _threads(_placed(shown, "board"))
            number, last = int(found[1]), _pages(len(threads), _ROWS)
            if 1 <= number <= last:
                rows = threads[(number - 1) * _ROWS : number * _ROWS]
                return pages.board(rows, number, last), "text/html; charset=gbk"
        if found := re.fullmatch(r"/cj/(?:index_(\d{1,3})\.html)?", path):
            articles = sorted(_placed(shown, "column"), key=lambda row: row.listed, reverse=True)
            number, last = int(found[1] or 1), _pages(len(articles), _ITEMS)
            if 1 <= number <= last:
                rows_ = articles[(number - 1) * _ITEMS : number * _ITEMS]
                return pages.column(rows_, number, last), "text/html; charset=utf-8"
        return None


def start(port: int = 0, *, held_back: Collection[str] = ()) -> DemoSite:
    """The shipped demonstration site, running; close it, or use it in a `with` statement. See `DemoSite`."""
    return DemoSite(port=port, held_back=held_back)


def _placed(shown: list[Exhibit], place: str) -> list[Exhibit]:
    return [exhibit for exhibit in shown if exhibit.place == place]


def _pages(rows: int, on_each: int) -> int:
    return max(1, -(-rows // on_each))


def _threads(news: list[Exhibit]) -> list[Thread]:
    """The board's rows: pinned ones, then news, then small talk."""
    told = [
        Thread(
            tid=int(re.findall(r"\d+", exhibit.path)[0]),
            subject=exhibit.title,
            author="趵突老王",
            posted=f"{exhibit.listed.year}-{exhibit.listed.month}-{exhibit.listed.day}",
            replies=2,
            views=7,
            text="",
        )
        for exhibit in news
    ]
    pinned = [thread for thread in THREADS if thread.pinned]
    return pinned + told + [thread for thread in THREADS if not thread.pinned]


def _handler(site: DemoSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET and HEAD with what the site has, and 304 where the client has it already."""

        protocol_version = "HTTP/1.1"
        server_version = "demo"
        timeout = 30

        def do_GET(self) -> None:  # the name that http.server looks for
            self._send(with_body=True)

        def do_HEAD(self) -> None:  # the name that http.server looks for
            self._send(with_body=False)

        def _send(self, *, with_body: bool) -> None:
            found = site.answer(self.path.split("?", 1)[0])
            if found is None:
                self._head(404, "text/html; charset=utf-8", b"<h1>404 Not Found</h1>", with_body=with_body)
                return
            if self._has(found):
                self.send_response(304)
                self._validators(found)
                self.end_headers()
                return
            self._head(200, found.content_type, found.body, with_body=with_body, answer=found)

        def _has(self, found: Answer) -> bool:
            tags = self.headers.get("If-None-Match")
            if tags is not None:  # RFC 9110, 13.1.3: it makes If-Modified-Since be ignored
                return tags.strip() == "*" or found.etag in tags
            since = self.headers.get("If-Modified-Since")
            if found.modified is None or since is None:
                return False
            try:
                return found.modified <= parsedate_to_datetime(since)
            except (TypeError, ValueError):  # not a date, or one without a zone: as if it were not there
                return False

        def _head(
            self, status: int, content_type: str, body: bytes, *, with_body: bool, answer: Answer | None = None
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            if answer:
                self._validators(answer)
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def _validators(self, answer: Answer) -> None:
            self.send_header("ETag", answer.etag)
            if answer.modified:
                self.send_header("Last-Modified", format_datetime(answer.modified, usegmt=True))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (http.server's own name)
            """Say nothing: the site runs beside the monitor's own output."""

    return Handler
