"""Gets pages: follows redirects by hand, so that every hop is checked, asked of robots.txt and waits for its turn."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import cast

import httpx

from monitor.errors import FetchError
from monitor.fetch.address import Allowed, Lookup, Resolver
from monitor.fetch.answers import PERMANENT, REDIRECTS, outcome
from monitor.fetch.backend import Deadline, GuardedBackend
from monitor.fetch.browser import Browser
from monitor.fetch.exchange import Answer, exchange
from monitor.fetch.headers import request_headers, user_agent
from monitor.fetch.hops import bare, host_key, next_address, origin, web_address
from monitor.fetch.hosts import Hosts
from monitor.fetch.mailbox import MailRequest, Mails, fetch_mails
from monitor.fetch.outcome import Failed, Limits, Outcome, Reason, Request
from monitor.fetch.refresh import passes_on
from monitor.fetch.rendering import as_answer, given, headers_for, is_page, visited, without_body
from monitor.fetch.robots import Answer as RobotsAnswer
from monitor.fetch.robots import Robots
from monitor.fetch.traffic import Asked, Given
from monitor.fetch.transport import Transports

_WAIT_AFTER_429 = 60.0
_LAST_EXCHANGES = 3.0
# A robots.txt that cannot be read says nothing; that its host cannot be reached is another matter.
_NO_ROBOTS = frozenset({"too large", "decompression bomb", "encoding", "truncated", "protocol", "bad redirect"})


class _Visit:
    """One get() on its way: where it is, and how much of its time it has used."""

    def __init__(self, total: float) -> None:
        self.total = total
        self.spent = 0.0
        self.url: httpx.URL | None = None

    @property
    def left(self) -> float:
        return self.total - self.spent


class Client:
    """Used by many threads at once; `close` ends what is under way within about a second.

    contact: where site owners can write to, sent in the User-Agent. allow_private: hosts, addresses or networks on
    private addresses that may be asked. context: trust anchors of TLS; lookup: a name to its addresses (both the
    system's by default). clock: monotonic seconds; now: the time of day, UTC.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        allow_private: Iterable[str] = (),
        limits: Limits | None = None,
        context: ssl.SSLContext | None = None,
        lookup: Lookup | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._limits = limits or Limits()
        self._agent = user_agent(contact)
        self._stopping = threading.Event()
        self._idle = threading.Condition()
        self._exchanges = 0
        self._clock = clock
        self._now = now
        self._deadline = Deadline(clock, self._stopping)
        self._resolver = Resolver(Allowed(allow_private), lookup=lookup, clock=clock)
        self._context = context
        self._transports = Transports(self._deadline, GuardedBackend(self._deadline, self._resolver), context)
        self._hosts = Hosts(self._limits, clock=clock, pause=self._stopping.wait)
        self._robots = Robots(clock=clock)
        self._browser = Browser(self._stopping)

    def close(self) -> None:
        """Stops: what is under way ends as Failed("stopped"), then the connections and the browser are closed."""
        self._stopping.set()
        self._browser.close()
        with self._idle:
            # A connection that is closed under a thread that reads from it fails in ways that nobody lists.
            self._idle.wait_for(lambda: self._exchanges == 0, timeout=_LAST_EXCHANGES)
        self._transports.close()

    def get(self, request: Request) -> Outcome:
        """Gets one page. Never raises for anything that a site, the network or an address does."""
        visit = _Visit(self._limits.total)
        try:
            return self._follow(request, visit)
        except FetchError as error:
            held = self._hosts.held(host_key(visit.url)) if visit.url and error.reason == "told to wait" else None
            return Failed(
                url=bare(visit.url) if visit.url else request.url,
                reason=cast(Reason, error.reason),
                detail=str(error),
                retry=error.retry,
                retry_after=held,
                seconds=visit.spent,
            )

    def mails(self, request: MailRequest) -> Mails | Failed:
        """The next mails of a mailbox. Never raises for anything that a mail server or the network does."""
        try:
            self._deadline.start(self._limits.total)
            self._deadline.left()  # raises where the service is stopping
            return fetch_mails(request, resolver=self._resolver, limits=self._limits, context=self._context)
        except FetchError as error:
            return Failed(url=request.url, reason=cast(Reason, error.reason), detail=str(error), retry=error.retry)

    def _follow(self, request: Request, visit: _Visit) -> Outcome:
        url = web_address(request.url)
        jar = httpx.Cookies()
        passed: list[str] = []
        permanent = True
        while True:
            visit.url = url
            answer = self._ask(request, url, jar, visit)
            target = answer.location if answer.status in REDIRECTS else None
            if answer.status == 200:
                target = passes_on(answer.body)
                if target is not None and str(next_address(url, target)) == str(url):
                    target = None  # a page that reloads itself is a page
            if target is None:
                break
            if len(passed) == self._limits.redirects:
                raise FetchError(
                    f"passed on more than {self._limits.redirects} times.", reason="too many redirects", retry=True
                )
            permanent = permanent and answer.status in PERMANENT
            passed.append(bare(url))
            url = next_address(url, target)
        refused: tuple[str, ...] = ()
        if request.render and is_page(answer):
            url, answer, refused = self._render(request, url, answer, jar, visit)
        result = outcome(
            request,
            answer,
            url=bare(url),
            now=self._now(),
            redirects=tuple(passed),
            moved=bare(url) if passed and permanent else None,
            seconds=visit.spent,
            refused=refused,
        )
        if isinstance(result, Failed) and (result.retry_after or result.status == 429):
            self._hosts.hold(host_key(url), result.retry_after or _WAIT_AFTER_429)
        return result

    def _ask(self, request: Request, url: httpx.URL, jar: httpx.Cookies, visit: _Visit) -> Answer:
        """One hop, if robots.txt lets us, in its turn at the host."""
        headers = request_headers(request, url, self._agent)
        with self._hosts.turn(host_key(url), self._delay(request, url, headers)):
            return self._exchange(url, headers, jar, visit, request.proxy)

    def _delay(self, request: Request, url: httpx.URL, headers: dict[str, str]) -> float:
        """Seconds between two pages of the host. Raises FetchError where robots.txt forbids the address."""
        delay = max(self._limits.delay, request.delay)
        if request.robots:
            rules = self._robots.rules(origin(url), lambda: self._ask_robots(url, request.proxy))
            agent = headers["user-agent"].split("/")[0]
            if not rules.allows(bare(url), agent):
                raise FetchError(
                    f"robots.txt of {url.host} forbids it; robots: false on the source overrides it.",
                    reason="robots",
                    retry=False,
                )
            delay = max(delay, rules.delay(agent))
        return delay

    def _render(
        self, request: Request, url: httpx.URL, answer: Answer, jar: httpx.Cookies, visit: _Visit
    ) -> tuple[httpx.URL, Answer, tuple[str, ...]]:
        """What a document becomes when its scripts run: where it then is, the page, and what it was refused."""
        began = self._clock()
        ends = began + self._limits.render
        document = visited(request, bare(url), answer, jar, self._agent, self._limits)
        try:
            shown = self._browser.render(document, lambda asked: self._ask_for_page(request, asked, ends))
        finally:
            visit.spent += self._clock() - began
            self._hosts.rest(host_key(url), max(self._limits.delay, request.delay))
        return web_address(shown.url), as_answer(answer, shown.html), tuple(shown.refused)

    def _ask_for_page(self, request: Request, asked: Asked, ends: float) -> Given:
        """What a page that is being rendered asks for, with the checks and manners of any request; redirects are
        followed here, so that each hop is checked."""
        url, method, content = web_address(asked.url), asked.method, asked.body
        headers = headers_for(request, asked, url, self._agent)
        jar = httpx.Cookies()
        for _ in range(self._limits.redirects + 1):
            self._delay(request, url, headers)
            visit = _Visit(ends - self._clock())
            with self._hosts.turn(host_key(url), 0.0, within=True):
                answer = self._exchange(url, headers, jar, visit, request.proxy, method=method, content=content)
            if answer.status not in REDIRECTS or answer.location is None:
                return given(answer)
            here, url = url, next_address(url, answer.location)
            if answer.status in (301, 302, 303):
                method, content, headers = "GET", b"", without_body(headers)
            if here.host != url.host:
                headers = {name: value for name, value in headers.items() if name not in ("cookie", "authorization")}
        raise FetchError("passed on too often.", reason="too many redirects", retry=True)

    def _ask_robots(self, page: httpx.URL, proxy: str | None) -> RobotsAnswer:
        """robots.txt as any page but without asking robots.txt; redirects count (RFC 9309, 2.3.1.2).

        It has a time limit of its own, for the answer serves many requests.
        """
        url = page.copy_with(path="/robots.txt", query=None, fragment=None, userinfo=b"")
        visit = _Visit(self._limits.connect)
        jar = httpx.Cookies()
        for _ in range(self._limits.redirects + 1):
            try:
                with self._hosts.turn(host_key(url), 0.0):
                    headers = request_headers(Request(url=str(url)), url, self._agent)
                    answer = self._exchange(url, headers, jar, visit, proxy)
                if answer.status not in REDIRECTS or answer.location is None:
                    return RobotsAnswer(answer.status, answer.body)
                url = next_address(url, answer.location)
            except FetchError as error:
                if error.reason in _NO_ROBOTS:
                    break
                raise
        return RobotsAnswer(404, b"")

    def _exchange(
        self,
        url: httpx.URL,
        headers: dict[str, str],
        jar: httpx.Cookies,
        visit: _Visit,
        proxy: str | None,
        *,
        method: str = "GET",
        content: bytes = b"",
    ) -> Answer:
        if proxy is not None:
            self._resolver.check_literal(url.host)
        self._deadline.start(visit.left)
        began = self._clock()
        with self._idle:
            self._exchanges += 1
        try:
            transport = self._transports.of(url.host, proxy)
            return exchange(
                transport,
                url,
                headers,
                jar,
                deadline=self._deadline,
                limits=self._limits,
                method=method,
                content=content,
            )
        except FetchError:
            if self._stopping.is_set():
                raise FetchError("the service is stopping.", reason="stopped", retry=True) from None
            raise
        finally:
            visit.spent += self._clock() - began
            with self._idle:
                self._exchanges -= 1
                self._idle.notify_all()
