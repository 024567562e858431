"""From a source of the configuration to a request for one of its pages."""

from __future__ import annotations

from monitor.config import Source
from monitor.fetch.mailbox import MailRequest
from monitor.fetch.outcome import Request
from monitor.urls import host

_SITE_PREFIXES = ("www.", "m.", "wap.")


def request_for(
    source: Source,
    url: str | None = None,
    *,
    article: bool = False,
    etag: str | None = None,
    last_modified: str | None = None,
) -> Request:
    """A request for a page of a source: `url`, or the source's own address.

    article: it is an article's page, not one that names articles. etag, last_modified: of the last answer from the same
    address; not shown for a page that is rendered, for its document can stay the same while what it loads changes.
    Headers and cookie of the source go along only to its own site: its host, and hosts under it.
    """
    url = url or source.url
    own = _same_site(host(source.url), host(url))
    render = source.render in (("all", "articles") if article else ("all", True))
    return Request(
        url=url,
        source=source.name,
        etag=None if render else etag,
        last_modified=None if render else last_modified,
        headers=source.headers if own else {},
        cookie=source.cookie.get_secret_value() if source.cookie and own else None,
        proxy=source.proxy.get_secret_value() if source.proxy else None,
        robots=source.robots,
        delay=source.delay.total_seconds() if source.delay else 0.0,
        render=render,
        wait_for=source.link if render and not article else None,
        charset=source.charset if render else None,
    )


def mail_request_for(source: Source, watermark: str | None, *, newest: bool = False) -> MailRequest:
    """A request for the mails of a source of kind imap: the next ones behind a watermark, or the newest."""
    password = source.password.get_secret_value() if source.password else ""
    return MailRequest(url=source.url, user=source.user or "", password=password, watermark=watermark, newest=newest)


def _same_site(one: str, other: str) -> bool:
    for prefix in _SITE_PREFIXES:
        one = one.removeprefix(prefix)
    return other == one or other.endswith("." + one)
