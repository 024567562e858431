"""A headless Chromium that runs the scripts of pages and never opens a connection of its own.

Every request of a page is intercepted and handed to `Ask`, which asks with the manners and checks of any other request;
the browser is given the answer. What could not be intercepted (web sockets, beacons of dying pages, WebRTC) is sent to
a proxy that is not there. Playwright is the optional extra `render`; it is imported when the first page is rendered.

One browser is kept, in a thread with an event loop of its own. It is started anew after so many pages, for browsers
grow, and killed where it hangs. Playwright's driver ends it when this process dies, however that happens.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.errors import FetchError
from monitor.fetch.program import FLAGS, browser_trouble, program
from monitor.fetch.traffic import Ask, Traffic, Visited

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Playwright

_T = TypeVar("_T")

_PAGES = 50  # of one browser, before it is started anew
_AT_ONCE = 2  # pages in one browser
_ASKERS = 8  # threads that ask for pages
_QUIET = 0.6  # seconds without a request, after which a page counts as complete
_SETTLE = 12.0  # seconds that a page has to become so
_START = 60.0  # seconds for a browser to start, or to end; a busy machine takes half of that
_LOOK = 0.1


@dataclass(slots=True)
class Rendered:
    """A page as it stands after its scripts ran. refused: what it asked for and did not get, with the reason."""

    url: str
    html: str
    refused: list[str] = field(default_factory=list)


class Browser:
    """Used by many threads. stopping: set when the service ends; what is under way then ends within a second."""

    def __init__(self, stopping: threading.Event, *, pages: int = _PAGES) -> None:
        self._stopping = stopping
        self._most = pages
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._askers = ThreadPoolExecutor(_ASKERS, thread_name_prefix="render")
        self._starting: asyncio.Lock | None = None
        self._driver: Playwright | None = None
        self._chromium: Chromium | None = None
        self._used = 0
        self._open = 0

    def render(self, visited: Visited, ask: Ask) -> Rendered:
        """Run a document's scripts. Raises FetchError: browser, timeout, too large, stopped."""
        trouble = browser_trouble()
        if trouble is not None:
            raise FetchError(trouble, reason="browser", retry=True)
        with self._turns:
            return self._run(self._render(visited, ask), visited.seconds + 2 * _START)

    def close(self) -> None:
        """Ends the browser, if one runs."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            return
        ending = asyncio.run_coroutine_threadsafe(self._end(), loop)
        with contextlib.suppress(Exception):  # its driver ends it with this process at the latest
            ending.result(_START)
        loop.call_soon_threadsafe(loop.stop)
        self._askers.shutdown(wait=False, cancel_futures=True)

    def _run(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="browser", daemon=True).start()
            loop = self._loop
        try:
            return asyncio.run_coroutine_threadsafe(work, loop).result(seconds)
        except TimeoutError as error:
            raise FetchError("the browser did not answer.", reason="browser", retry=True) from error

    async def _render(self, visited: Visited, ask: Ask) -> Rendered:
        from playwright.async_api import Error

        chromium = await self._ready()
        self._open += 1
        try:
            async with asyncio.timeout(visited.seconds):
                return await self._visit(chromium, visited, ask)
        except TimeoutError as error:
            await self._kill()  # a script that never ends holds its process, and closing its page would wait for it
            raise FetchError("the page's scripts did not end in time.", reason="timeout", retry=True) from error
        except Error as error:
            if not chromium.is_connected():
                await self._kill()
            said = str(error).splitlines()[0][:200]
            raise FetchError(f"the browser could not show the page: {said}.", reason="browser", retry=True) from error
        finally:
            self._open -= 1

    async def _ready(self) -> Chromium:
        """A browser that runs; a new one where there is none or it has shown enough pages."""
        self._starting = self._starting or asyncio.Lock()
        async with self._starting:
            if self._chromium is not None and self._used >= self._most and not self._open:
                await self._kill()
            if self._chromium is None or not self._chromium.is_connected():
                self._chromium = await self._start()
                self._used = 0
            self._used += 1
            return self._chromium

    async def _start(self) -> Chromium:
        from playwright.async_api import Error, async_playwright

        path = program()
        last: Exception | None = None
        # Chromium's own sandbox does not work for root, nor in containers without user namespaces.
        for sandbox in (False,) if os.geteuid() == 0 else (True, False):
            try:
                if self._driver is None:
                    self._driver = await async_playwright().start()
                return await self._driver.chromium.launch(
                    executable_path=path or None,
                    headless=True,
                    args=list(FLAGS),
                    chromium_sandbox=sandbox,
                    timeout=_START * 1000,
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                )
            except (Error, OSError) as error:
                last = error
        said = str(last).splitlines()[0][:200]
        raise FetchError(f"the browser does not start: {said}.", reason="browser", retry=True) from last

    async def _kill(self) -> None:
        """Ends the browser, with all its pages; the next page starts another."""
        chromium, self._chromium = self._chromium, None
        if chromium is not None:
            try:
                async with asyncio.timeout(_START):
                    await chromium.close()
            except Exception:
                await self._end()

    async def _end(self) -> None:
        chromium, self._chromium = self._chromium, None
        driver, self._driver = self._driver, None
        try:
            if chromium is not None:
                async with asyncio.timeout(_START / 2):
                    await chromium.close()
        finally:
            if driver is not None:
                await driver.stop()

    async def _visit(self, chromium: Chromium, visited: Visited, ask: Ask) -> Rendered:
        context = await chromium.new_context(
            user_agent=visited.agent,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=False,
            service_workers="block",  # they would answer past the interception
            viewport={"width": 1280, "height": 1600},
        )
        try:
            for name, value, url in visited.cookies:
                await context.add_cookies([{"name": name, "value": value, "url": url}])
            page = await context.new_page()
            traffic = Traffic(visited, ask, context, self._askers)
            await context.route("**/*", traffic.handle)
            page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
            await page.goto(visited.url, wait_until="domcontentloaded", timeout=visited.seconds * 1000)
            await self._settled(page, traffic, visited)
            length = await page.evaluate("document.documentElement ? document.documentElement.outerHTML.length : 0")
            html = await page.content() if length <= visited.size else ""
            if length > visited.size or len(html.encode("utf-8", "replace")) > visited.size:
                raise FetchError(f"the rendered page has over {visited.size} bytes.", reason="too large", retry=False)
            return Rendered(url=page.url, html=html, refused=traffic.refused)
        finally:
            if chromium.is_connected():
                await context.close()

    async def _settled(self, page: Page, traffic: Traffic, visited: Visited) -> None:
        """Waits until the page asks for nothing more and holds what it is waited for to hold, or long enough."""
        until = time.monotonic() + _SETTLE
        while time.monotonic() < until:
            if self._stopping.is_set():
                raise FetchError("the service is stopping.", reason="stopped", retry=True)
            await asyncio.sleep(_LOOK)
            if traffic.running or time.monotonic() - traffic.last < _QUIET:
                continue
            if visited.wait_for is None or await page.locator(visited.wait_for).count():
                return
