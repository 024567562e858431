"""Feeds of every version, whole and broken, in every encoding."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from making import listed, read, refused
from web.cpu import seconds

CHINA = timezone(timedelta(hours=8))
AT = datetime(2025, 5, 7, 9, 30, tzinfo=CHINA)
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>青岩日报</title><link>http://news.example.com/</link>
<item><title>青岩市党政代表团赴海州市考察</title><link>http://news.example.com/a/1.html?utm_source=rss</link>
<pubDate>Wed, 07 May 2025 09:30:00 +0800</pubDate>
<description>&lt;p&gt;5月6日，&amp;nbsp;代表团一行……&lt;/p&gt;</description>
<author>林一</author></item>
<item><title><![CDATA[海州 & 青岩签约]]></title><link><![CDATA[/a/2.html]]></link>
<pubDate>2025-05-07 09:30:00</pubDate></item>
</channel></rss>"""


def test_rss() -> None:
    entries = listed("feed", RSS.format(encoding="utf-8")).entries
    assert [entry.url for entry in entries] == ["http://news.example.com/a/1.html", "http://news.example.com/a/2.html"]
    assert entries[0].title == "青岩市党政代表团赴海州市考察"
    assert entries[0].published == AT
    assert entries[0].summary == "5月6日， 代表团一行……"
    assert entries[0].author == "林一"
    assert entries[1].title == "海州 & 青岩签约"
    assert entries[1].published == AT


@pytest.mark.parametrize(
    ("named", "real", "content_type"),
    [
        ("gb2312", "gb18030", ""),
        ("gbk", "gb18030", "application/xml"),
        ("utf-8", "gb18030", "text/xml; charset=utf-8"),
        ("gb2312", "utf-8", "text/xml; charset=gb2312"),
        ("utf-8", "utf-8-sig", ""),
        ("utf-16", "utf-16", ""),
        ("big5", "big5", ""),
    ],
)
def test_encodings_named_rightly_and_wrongly(named: str, real: str, content_type: str) -> None:
    text = RSS.format(encoding=named)
    if real == "big5":
        text = (
            text.replace("党", "黨").replace("赴", "往").replace("团", "團").replace("签约", "簽約").replace("报", "報")
        )
    entries = listed("feed", text.encode(real), content_type=content_type).entries
    assert len(entries) == 2
    assert entries[0].title is not None
    assert entries[0].title.startswith("青岩市")
    assert "\ufffd" not in entries[0].title


def test_the_source_can_name_the_charset() -> None:
    body = RSS.format(encoding="utf-8").encode("gb18030")
    entries = listed("feed", body, charset="gbk").entries
    assert entries[0].title == "青岩市党政代表团赴海州市考察"


def test_rss_0_91_and_rdf() -> None:
    for opening, ending in (
        ('<rss version="0.91"><channel>', "</channel></rss>"),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:d="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://x.example/"></channel>',
            "</rdf:RDF>",
        ),
    ):
        item = (
            '<item rdf:about="http://news.example.com/3"><title>标题</title><link>http://news.example.com/3</link>'
            "<d:date>2025-05-07T01:30:00Z</d:date></item>"
        )
        entries = listed("feed", opening + item + ending).entries
        assert [entry.url for entry in entries] == ["http://news.example.com/3"]
        if "rdf" in opening:
            assert entries[0].published == AT


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://base.example.com/x/">
<link rel="next" href="?page=2"/>
<entry><title type="html">&lt;b&gt;海州&lt;/b&gt;签约</title><link rel="self" href="s.xml"/>
<link rel="alternate" type="text/html" href="4.html"/><id>tag:base.example.com,2025:4</id>
<updated>2025-05-07T02:00:00Z</updated><published>2025-05-07T09:30:00+08:00</published>
<author><name>林一</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正文&amp;<br/>第二行</p></div></content></entry></feed>"""


def test_atom() -> None:
    listing = listed("feed", ATOM)
    (entry,) = listing.entries
    assert entry.url == "http://base.example.com/x/4.html"
    assert entry.title == "海州签约"
    assert entry.published == AT
    assert entry.author == "林一"
    assert entry.content is not None
    assert "<p>正文" in entry.content
    assert listing.next == "http://base.example.com/x/?page=2"


def test_atom_with_a_prefix() -> None:
    text = ATOM.replace("xmlns=", "xmlns:a=", 1)
    for name in ("feed", "entry", "title", "link", "id", "updated", "published", "author", "name", "content"):
        text = (
            text.replace(f"<{name} ", f"<a:{name} ")
            .replace(f"<{name}>", f"<a:{name}>")
            .replace(f"</{name}>", f"</a:{name}>")
        )
    assert listed("feed", text).entries == listed("feed", ATOM).entries


def test_json_feed() -> None:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "/feed?page=2",
        "items": [
            {
                "id": "1",
                "url": "/a/1",
                "title": "标题",
                "date_published": "2025-05-07T09:30:00+08:00",
                "content_html": "<p>x",
            },
            {"id": "http://news.example.com/a/2", "content_text": "y", "authors": [{"name": "林一"}]},
            {"id": "3"},
            {"url": "javascript:alert(1)"},
            {"url": 7},
            "no item",
        ],
    }
    listing = listed("feed", json.dumps(data))
    assert [entry.url for entry in listing.entries] == ["http://news.example.com/a/1", "http://news.example.com/a/2"]
    assert listing.entries[0].published == AT
    assert listing.entries[1].author == "林一"
    assert listing.next == "http://news.example.com/feed?page=2"


BROKEN = {
    "a bare ampersand": RSS.replace("海州 & 青岩", "海州 &青岩").replace("<![CDATA[", "").replace("]]>", ""),
    "no end": RSS[: RSS.index("</channel>")],
    "cut inside the second item": RSS[: RSS.index("</item>\n</channel>")],
    "control characters": RSS.replace("签约", "签\x0b\x00约"),
    "text before the declaration": "\r\n  " + RSS,
    "an HTML entity": RSS.replace("签约", "签&nbsp;&hellip;约"),
    "items without ends": RSS.replace("</item>", ""),
    "upper case": RSS.replace("item>", "ITEM>").replace("link>", "LINK>"),
    "an unclosed comment at the end": RSS + "<!-- ",
    "attributes without quotation marks": RSS.replace('version="2.0"', "version=2.0"),
    "a stray end": RSS.replace("<item>", "</p><item>", 1),
    "HTML in the description": RSS.replace("&lt;p&gt;", "<p><br>").replace("&lt;/p&gt;", ""),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_xml(fault: str) -> None:
    entries = listed("feed", BROKEN[fault].replace("{encoding}", "utf-8")).entries
    assert [entry.url for entry in entries] == ["http://news.example.com/a/1.html", "http://news.example.com/a/2.html"]
    assert entries[0].title == "青岩市党政代表团赴海州市考察"
    assert entries[0].published == AT


def test_what_is_dangerous_comes_out_harmless() -> None:
    text = RSS.replace("http://news.example.com/a/1.html?utm_source=rss", "javascript:alert(1)").replace(
        "青岩市党政", "&lt;script&gt;alert(1)&lt;/script&gt;青岩市党政\x1b[31m"
    )
    entries = listed("feed", text.replace("{encoding}", "utf-8")).entries
    assert [entry.url for entry in entries] == ["http://news.example.com/a/2.html"]
    text = RSS.replace("青岩市党政", "&lt;script&gt;alert(1)&lt;/script&gt;青岩市党政\x1b[31m")
    title = listed("feed", text).entries[0].title
    assert title is not None
    assert "script" not in title
    assert "<" not in title
    assert title.isprintable()


def test_entities_are_neither_expanded_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{("&l" + str(n - 1) + ";") * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY file SYSTEM "file:///etc/passwd">]>' + RSS.replace(
        "林一", "&l9;&file;"
    )
    entry = listed("feed", text).entries[0]
    assert entry.author == "&l9;&file;"
    assert entry.title == "青岩市党政代表团赴海州市考察"


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        '<a b="',
        "<!--",
        "<![CDATA[",
        "<!DOCTYPE x [",
        "<item><title>",
        "&amp",
        "<a b='c' ",
        "</a",
        "<?x",
    ],
)
def test_hostile_xml_takes_time_in_proportion_to_its_length(piece: str) -> None:
    """Eight times the text may cost eight times the time, with room for noise, and not sixty-four times."""

    def cost(repeats: int) -> float:
        return seconds(read, "feed", "<rss><channel>" + piece * repeats)

    count = 16_000 // len(piece)
    assert cost(8 * count) < 20 * cost(count) + 0.05


def test_links_of_all_kinds() -> None:
    items = """<item><guid>http://news.example.com/g</guid></item>
    <item><guid isPermaLink="false">http://news.example.com/no</guid></item>
    <item><guid>12345</guid></item>
    <item><link></link><guid isPermaLink="true">http://news.example.com/h</guid></item>
    <item><link>http://ads.example.com/r</link><feedburner:origLink>http://news.example.com/o</feedburner:origLink></item>
    <item><link>//cdn.example.com/p</link></item><item><link>//cdn.example.com/p</link></item>"""
    entries = listed("feed", f"<rss><channel>{items}</channel></rss>").entries
    assert [entry.url.split("//")[1] for entry in entries] == [
        "news.example.com/g",
        "news.example.com/h",
        "news.example.com/o",
        "cdn.example.com/p",
    ]


def test_an_article_in_its_feed() -> None:
    body = "&lt;p&gt;" + "代表团考察了产业园区。" * 40 + "&lt;/p&gt;"
    text = (
        f"<rss><channel><item><link>http://a.example/1</link><description>{body}</description></item></channel></rss>"
    )
    entry = listed("feed", text).entries[0]
    assert entry.content is not None
    assert entry.content.startswith("<p>代表团")
    assert entry.summary is not None
    assert len(entry.summary) <= 600


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        ("  \n", "empty"),
        ("<html><body>" + "新闻内容" * 300 + "</body></html>", "not a feed"),
        ("not a feed at all", "not a feed"),
        ('{"error": 1}', "not a feed"),
        ('{"items": ', "not a feed"),
        ("{" * 100_000, "not a feed"),
        ("<html><script>var acw_sc__v2='x';</script></html>", "challenge"),
        ("<html><body>您需要登录后才可以访问</body></html>", "login wall"),
        ("<html><body>请完成验证以继续访问</body></html>", "captcha"),
    ],
)
def test_what_is_no_feed(body: str, reason: str) -> None:
    assert refused("feed", body) == reason


def test_a_feed_without_entries_is_a_feed() -> None:
    assert listed("feed", "<rss><channel><title>x</title></channel></rss>").entries == ()
