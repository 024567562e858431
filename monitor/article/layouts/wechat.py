"""WeChat public accounts: #js_content; the time of publication stands in a script only."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from monitor.article.document import Document
from monitor.article.layouts.layout import Layout, Reading, attribute, container
from monitor.article.markup import Markup

# var ct = "1700000000", or since 2023 var createTime = '2023-11-14 22:13'.
_TIMES = (b"var ct", b"var oriCreateTime", b"var createTime", b"var create_time", b"var publish_time")
_TIME = re.compile(rb"""\s*=\s*["']([\d :/-]{10,19})["']""")
_TITLE = re.compile(rb"""\s*=\s*["'](.*?)["'](?:\.html|;)""")
_ACCOUNT = re.compile(rb"""\s*=\s*(?:htmlDecode\()?["'](.*?)["']""")

_CONTAINER = container("wechat/1", "js_content", attribute("id", "js_content"))


def _read(markup: Markup) -> Reading | None:
    reading = _CONTAINER.read(markup)
    if reading is None:
        return None
    title = _assigned(markup.page, b"var msg_title", _TITLE)
    account = _assigned(markup.page, b"var nickname", _ACCOUNT)
    times = (_assigned(markup.page, name, _TIME) for name in _TIMES)
    return replace(
        reading,
        published=next((time for time in times if time), None),
        title=unescape(title).strip() or None if title else None,
        source=unescape(account).strip() or None if account else None,
    )


def _assigned(page: Document, variable: bytes, value: re.Pattern[bytes]) -> str | None:
    """What a script assigns to a variable first; found by the name, as the pages have megabytes of script."""
    at = page.body.find(variable)
    found = value.match(page.body, at + len(variable)) if at >= 0 else None
    return page.decoded(found[1]) if found else None


LAYOUT = Layout(name="wechat/1", evidence=_CONTAINER.evidence, read=_read)
