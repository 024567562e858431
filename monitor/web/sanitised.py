"""A saved page made harmless: no script, no form, nothing from anywhere, and shown in a frame that may do nothing."""

from __future__ import annotations

from monitor.article.decoding import decode
from monitor.article.guard import scan
from monitor.types import Page

POLICY = "default-src 'none'; style-src 'none'; img-src data:; sandbox; frame-ancestors 'self'"


def sanitised(page: Page) -> str:
    """The page's HTML with the tags that carry text, as nh3 (ammonia) leaves them. A page that is too deep or too wide
    for any parser is shown as text."""
    import nh3

    text, _ = decode(page.body, page.headers)
    if page.plain or scan(text):
        return f"<!doctype html><meta charset=utf-8><pre>{nh3.clean_text(text[:500_000])}</pre>"
    kept = nh3.clean(text, strip_comments=True, link_rel="noopener noreferrer nofollow", url_schemes={"http", "https"})
    return f"<!doctype html><meta charset=utf-8>{kept}"
