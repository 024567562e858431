"""Whatever bytes come, a kind answers with a listing or a refusal, entries that are on the web, and in bounded time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import page, read
from web.cpu import seconds

from monitor import sources
from monitor.sources import Listing
from monitor.types import Refusal

WORDS = """
<rss><channel> | <item> | </item> | <title> | <link> | http://a.example/1 | javascript:x | <![CDATA[ | ]]> | <a href='
| <a href="thread-1-1-1.html"> | '> | </a> | <li> | <ul> | 2025-05-07 | { | } | [ | "url": | "title":"x", | <urlset>
| <url><loc> | <record><![CDATA[ | &#x110000; | &#55296; | &nbsp; | 青岩市签约 | <base href='//[x'> | <!-- | 0000-00-00
| <pubDate>Mon, 99 Foo 9999 99:99:99 +9999</pubDate> | 2025-99-99 | 13/45 | 9999年9月9日 | createPageHTML( | 99999999999
| <link rel=next href= | tid=99999999999999999999 | Mon, 01 Jan 0001 00:00:00 +2359
"""
PIECES = st.sampled_from(
    [word.strip().encode() for word in WORDS.split("|")] + [b"\x00", b"\xff", b"\xb9\xfa", b"\x1f\x8b"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=6), max_size=40).map(b"".join))
def test_any_bytes(body: bytes) -> None:
    for kind in sources.KINDS:
        result = read(kind, body)
        assert isinstance(result, Listing | Refusal)
        if isinstance(result, Listing):
            for entry in result.entries:
                assert entry.url.startswith(("http://", "https://"))
                assert entry.published is None or entry.published.tzinfo is not None
                assert entry.title is None or entry.title.isprintable()
    sources.discover(page(body))
    sources.wall_of(page(body))


@pytest.mark.parametrize(
    "piece",
    [
        "<a href='/a/1.html'>青岩市重点项目签约</a>",
        "<li><a href='thread-{n}-1-1.html'>青岩市重点项目{n}签约</a></li>",
        "<div><a href='/a/{n}.html'>青岩市重点项目签约</a>",
        "<ul><li>",
        "<record>",
        "<record><![CDATA[<a href='/{n}'>x</a>]]></record>",
        "document.cookie=1;",
        "createPageHTML(1,",
        "<span>1</span>",
        "{{",
        "青岩市",
        "<a b=",
    ],
)
@pytest.mark.parametrize("kind", ["listing", "board", "json"])
def test_time_in_proportion_to_length(kind: str, piece: str) -> None:
    """Eight times the page may cost eight times the time, with room for noise, and not sixty-four times."""

    def cost(count: int) -> float:
        return seconds(read, kind, "".join(piece.replace("{n}", str(n)) for n in range(count)), tries=2)

    assert cost(1600) < 24 * cost(200) + 0.1


@pytest.mark.parametrize("tag", ["div", "span"])
@pytest.mark.parametrize("kind", ["listing", "board"])
def test_a_deep_nest_around_a_long_text(kind: str, tag: str) -> None:
    """Each element holds the text of all below it; eight times the depth must not cost sixty-four times the time."""

    def cost(depth: int) -> float:
        nest = "".join(f"<{tag}><a href='/a/{n}.html'>项目{n}</a>" for n in range(depth))
        return seconds(read, kind, nest + "青岩市签约" * 60_000, tries=1)

    assert cost(2400) < 24 * cost(300) + 0.5


def test_a_wall_in_front_of_an_article() -> None:
    wall = sources.wall_of(page("<script>window['$_ts']=1</script>"))
    assert wall is not None
    assert wall.reason == "challenge"
    assert sources.wall_of(page("<p>" + "代表团考察了产业园区，双方签署协议。" * 50 + "</p>")) is None
    assert sources.wall_of(page("")) is None


def test_the_room_opens_nothing() -> None:
    room = Path(sources.__file__).parent
    for file in room.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        for word in (" open(", ".open(", "socket", "httpx", "urlopen", "datetime.now", "time.time"):
            assert word not in text, f"{file.name}: {word}"
