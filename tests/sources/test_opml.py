"""Lists of sources from and for other programs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest

from monitor.config import Source
from monitor.config.edit import entry_of
from monitor.sources import opml
from monitor.types import Refusal

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
SOURCES = [
    Source.model_validate(source)
    for source in (
        {"name": "feed", "kind": "feed", "url": "https://a.example/feed?x=1&y=2", "title": '云岭 <要闻> & "评论"'},
        {"name": "123", "kind": "listing", "url": "https://b.example/", "link": "ul > li a", "every": "2h", "pages": 3},
        {"name": "board", "kind": "board", "url": "https://c.example/forum-2-1.html", "enabled": False, "title": "'"},
        {"name": "j", "kind": "json", "url": "https://d.example/l", "items": "data.list", "fields": {"url": "href"}},
    )
]


def outlines(data: bytes) -> tuple[opml.Outline, ...]:
    found = opml.read(data)
    assert not isinstance(found, Refusal)
    return found


def test_what_is_exported_comes_back_whole() -> None:
    text = opml.write([entry_of(source) for source in SOURCES], now=NOW)
    back = [
        Source.model_validate(
            {"name": found.name, "kind": found.kind, "url": found.url, "title": found.title, **found.keys}
        )
        for found in outlines(text.encode())
    ]
    assert back == SOURCES


def test_an_export_is_opml_2_0_as_other_programs_read_it() -> None:
    root = ET.fromstring(opml.write([entry_of(source) for source in SOURCES], now=NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    rows = root.findall("body/outline")
    assert all(row.get("text") for row in rows)
    feeds = [row for row in rows if row.get("type") == "rss"]
    assert [row.get("xmlUrl") for row in feeds] == ["https://a.example/feed?x=1&y=2"]
    assert [row.get("url") for row in rows if row.get("type") == "link"] == [source.url for source in SOURCES[1:]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_list_of_another_reader_is_read_with_its_folders(encoding: str) -> None:
    data = f"""<?xml version="1.0" encoding="{encoding}"?>
<opml version="1.0"><head><title>订阅列表</title></head><body>
 <outline text="地方新闻"><outline text="云岭日报" title="云岭日报（电子版）" type="rss"
   xmlUrl="http://a.example/rss?id=1&amp;p=2" htmlUrl="http://a.example/"/>
  <outline text='省里' ><outline type="rss" text="临江要闻" xmlUrl=" http://b.example/feed.xml "/></outline>
 </outline>
 <outline text="临江要闻，又一次" xmlUrl="http://b.example/feed.xml"/>
 <outline text="一个链接" type="link" url="http://c.example/"/>
 <outline text="说明"/>
</body></opml>""".encode(encoding)
    assert [(found.title, found.url, found.site, found.kind) for found in outlines(data)] == [
        ("云岭日报（电子版）", "http://a.example/rss?id=1&p=2", "http://a.example/", "feed"),
        ("临江要闻", "http://b.example/feed.xml", None, "feed"),
    ]


def test_a_broken_list_gives_what_is_left_of_it() -> None:
    data = b'<opml><body><outline text="A & B" xmlUrl="http://a.example/?a=1&b=2"><outline xmlUrl="http://b.example/"'
    assert [found.url for found in outlines(data)] == ["http://a.example/?a=1&b=2"]


def test_entities_of_a_list_are_not_expanded() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = f'{bomb}<opml><body><outline text="&b;" xmlUrl="http://a.example/"/></body></opml>'.encode()
    assert [found.title for found in outlines(data)] == ["&b;"]


@pytest.mark.parametrize("data", [b"", b"<html><body>no</body></html>", b"a,b,c\n1,2,3", b"\x89PNG\r\n\x1a\n\0\0"])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    assert isinstance(opml.read(data), Refusal)


def test_no_secret_is_written() -> None:
    mailbox = {"name": "m", "kind": "imap", "url": "imaps://mail.example.com/INBOX", "user": "u", "password": "pass-1"}
    route = {"name": "r", "kind": "feed", "url": "https://a.example/feed?key=key-2", "cookie": "c=cookie-3"}
    route |= {"headers": {"X-Key": "header-4"}, "proxy": "http://u:proxy-5@p.example:8080"}
    sources = [Source.model_validate(mailbox), Source.model_validate(route)]
    sources[1].hide("key-2")  # as the loader does for what ${…} filled in
    text = opml.write([entry_of(source) for source in sources], now=datetime(2026, 3, 5, tzinfo=UTC))
    for secret in ("pass-1", "key-2", "cookie-3", "header-4", "proxy-5"):
        assert secret not in text
    assert "imaps://mail.example.com/INBOX" in text
