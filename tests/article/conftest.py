"""Pages for the article room's tests: invented people, companies and sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.types import Page

NOW = datetime(2025, 6, 10, 4, 0, tzinfo=UTC)  # noon in Shanghai

STORY = (
    "6月3日，云川市市长方启明率队赴宁波市考察招商，先后走访了海岳重工、蓝鲸装备等4家企业，就高端轴承项目落地进行洽谈。",
    "方启明说，云川正在建设装备制造强市，愿为每一家企业提供从签约到投产的全程服务，欢迎甬商到云川看一看、谈一谈。",
    "座谈会上，双方签署了三份合作协议，计划总投资18.6亿元，涉及轴承、减速器和检测设备，首个项目年内开工建设。",
    "云川市副市长罗文静，市发展改革委、市商务局和高新区主要负责同志参加活动。",
)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def story() -> tuple[str, ...]:
    return STORY


@pytest.fixture
def html_page() -> Callable[..., Page]:
    """A page from mark-up: text is sent as UTF-8 unless bytes are given."""

    def build(
        html: str | bytes, *, url: str | None = None, content_type: str = "text/html", plain: bool = False
    ) -> Page:
        body = html if isinstance(html, bytes) else html.encode()
        return Page(url=url, body=body, headers={"content-type": content_type}, fetched_at=NOW, plain=plain)

    return build


@pytest.fixture
def paragraphs() -> str:
    """The story as <p> elements."""
    return "".join(f"<p>{text}</p>" for text in STORY)
