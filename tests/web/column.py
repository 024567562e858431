"""A column of a news site with its articles, whole and readable. All made up."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from web import content
from web.server import Answer, LocalWeb

_CHINA = ZoneInfo("Asia/Shanghai")


def publish(web: LocalWeb, folder: str = "cj", count: int = 12, *, age: timedelta = timedelta(0)) -> list[content.Item]:
    """Articles of a column on the site, newest first, an hour apart. age: of the newest."""
    newest = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - age
    items = []
    for number in range(count):
        when = newest - timedelta(hours=number)
        title = f"云浮市第{number}批重点项目集中签约"
        path = f"/{folder}/{when:%Y%m%d}/{1000 - number}.html"
        local = when.astimezone(_CHINA)
        page = content.article(title, story(path, number), published=f"{local:%Y-%m-%d %H:%M}", source="云浮日报")
        web.route(path, Answer.html(page))
        items.append(content.Item(url=web.url + path, title=title, published=when))
    return items


def story(seed: str, number: int) -> list[str]:
    """A signing told in words that no other story shares but the usual ones."""
    draw = random.Random(seed)
    names = ["".join(chr(draw.randrange(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(16)]
    lead = f"3月4日，云浮市举行第{number}批重点项目集中签约仪式，现场签约{number + 2}个项目，总投资{number + 20}亿元。"
    return [lead, "".join(f"{one}由{other}承建，" for one, other in zip(names[:8], names[8:], strict=True))]


def column(web: LocalWeb, items: list[content.Item], *, head: str = "") -> str:
    """The column's first page at /cj/; gives its address. head: more for its <head>."""
    page = content.listing(items, following="/cj/2.html").replace("<title>", f"{head}<title>", 1)
    return web.route("/cj/", Answer.html(page))


def feed_link(path: str, title: str = "") -> str:
    """What a page's <head> says of its feed."""
    return f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">'
