"""WeChat public accounts: #js_content; the time of publication stands in a script only."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from monitor.article.layouts.layout import Layout, Reading, attribute, container
from monitor.article.markup import Markup

# var ct = "1700000000", or since 2023 var createTime = '2023-11-14 22:13'.
_TIMES = ("var ct", "var oriCreateTime", "var createTime", "var create_time", "var publish_time")
_TIME = re.compile(r"""\s*=\s*["']([\d :/-]{10,19})["']""")
_TITLE = re.compile(r"""\s*=\s*["'](.*?)["'](?:\.html|;)""")
_ACCOUNT = re.compile(r"""\s*=\s*(?:htmlDecode\()?["'](.*?)["']""")

_CONTAINER = container("wechat/1", "js_content", attribute("id", "js_content"))


def _read(markup: Markup) -> Reading | None:
    reading = _CONTAINER.read(markup)
    if reading is None:
        return None
    title = _assigned(markup.source, "var msg_title", _TITLE)
    account = _assigned(markup.source, "var nickname", _ACCOUNT)
    times = (_assigned(markup.source, name, _TIME) for name in _TIMES)
    return replace(
        reading,
        published=next((time for time in times if time), None),
        title=unescape(title).strip() or None if title else None,
        source=unescape(account).strip() or None if account else None,
    )


def _assigned(source: str, variable: str, value: re.Pattern[str]) -> str | None:
    """What a script assigns to a variable first; found by the name, as the pages have megabytes of script."""
    at = source.find(variable)
    found = value.match(source, at + len(variable)) if at >= 0 else None
    return found[1] if found else None


LAYOUT = Layout(name="wechat/1", evidence=_CONTAINER.evidence, read=_read)
