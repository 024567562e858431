"""WeChat public accounts: #js_content; the time of publication stands in a script only."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from monitor.article.layouts.layout import Layout, Reading, attribute, container
from monitor.article.markup import Markup

# var ct = "1700000000", or since 2023 var createTime = '2023-11-14 22:13'.
_TIME = re.compile(r"""\bvar\s+(?:ct|oriCreateTime|createTime|create_time|publish_time)\s*=\s*["']([\d :/-]{10,19})["']""")
_TITLE = re.compile(r"""\bvar\s+msg_title\s*=\s*["'](.*?)["'](?:\.html|;)""")
_ACCOUNT = re.compile(r"""\bvar\s+nickname\s*=\s*(?:htmlDecode\()?["'](.*?)["']""")

_CONTAINER = container("wechat/1", "js_content", attribute("id", "js_content"))


def _read(markup: Markup) -> Reading | None:
    reading = _CONTAINER.read(markup)
    if reading is None:
        return None
    time = _TIME.search(markup.source)
    title = _TITLE.search(markup.source)
    account = _ACCOUNT.search(markup.source)
    return replace(
        reading,
        published=time[1] if time else None,
        title=unescape(title[1]).strip() or None if title else None,
        source=unescape(account[1]).strip() or None if account else None,
    )


LAYOUT = Layout(name="wechat/1", evidence=_CONTAINER.evidence, read=_read)
