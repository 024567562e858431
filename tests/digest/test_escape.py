"""What pages say cannot break out of any form; lines for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.digest import compose, render, sample
from monitor.digest.escape import address, markdown
from monitor.digest.width import columns, wrap
from monitor.types import Change, Evidence, Message, SourceNote

NOW = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.links += [values["href"]] if "href" in values else []
        self.loads += [values[name] for name in ("src", "background", "srcset") if name in values]
        assert not any(name.startswith("on") for name in values)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!channel> <!here> <@all> @all @所有人 @everyone",
    '<at user_id="all">所有人</at><at id=all></at>',
    "[点我](javascript:alert(1)) ![x](http://t.example/p.png)",
    "**粗** __下__ `码` ~~删~~ # 题 > 引 | 表 |",
    "{{ 7*7 }}{% raw %}",
    "一行\n\n## 另一行\r\n- 列表\u2028分行\x00\x1b[31m红\u202e倒",
]


def saying(text: str, office) -> Message:
    """A digest of one signing that says the same in every place that a page can fill."""
    known = next(event for event in sample(office, NOW).new if event.event.type == "signing")
    evidence = (Evidence(field="event", start=0, end=len(text), quote=text, rule="test"),)
    event = replace(
        known,
        event=replace(known.event, region=text, name=text, parties=(text,), evidence=evidence),
        articles=(replace(known.articles[0], title=text, source=text, url="https://news.example.com/a/1.html"),),
        changes=(Change(field=text, before=text, after=text),),
    )
    sources = (SourceNote(name=text, state=text, detail=text),)
    return render(compose(office, [event], since=NOW - timedelta(days=1), until=NOW, sources=sources))


@pytest.mark.parametrize("bad", HOSTILE)
def test_text_from_pages_is_only_ever_text(receiver, bad):
    message, harmless = saying(bad, receiver()), saying("x", receiver())
    parsed = _Tags(message.html)
    assert parsed.tags == _Tags(harmless.html).tags
    assert parsed.links == ["https://news.example.com/a/1.html"]
    assert not parsed.loads
    # Block structure of text and Markdown is that of harmless text, and no mark survives in page text.
    assert len(message.markdown.split("\n\n")) == len(harmless.markdown.split("\n\n"))
    assert message.markdown.count("[") == harmless.markdown.count("[")
    for mark in ("<", "@", "`", "~", "![", "__", "|"):
        assert mark not in message.markdown
    assert "\x1b" not in message.text
    assert "\u202e" not in message.html
    assert "49" not in message.subject
    assert "\n" not in message.subject


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_escaped_text_holds_no_mark_of_any_dialect(text):
    escaped = markdown(text)
    assert not set(escaped) & set("*_`~[]()<>@&|\\#!\n\r")
    assert not re.match(r"([-+=>]|\d+[.)])(\s|$)", escaped)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z"])))
def test_an_address_is_safe_inside_a_markdown_link_or_none(text):
    made = address(f"https://news.example.com/{text}")
    if made is not None:
        assert re.fullmatch(r"https://news\.example\.com/[\w%/:?#@!$&+,;=~.\[\]-]*", made, re.ASCII)


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://", "http://[", "", None]
)
def test_only_web_addresses_are_linked(bad):
    assert address(bad) is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["签", "约", "区，", "abc ", "（12）", "。”"]), min_size=1).map("".join),
    st.integers(20, 80),
)
def test_wrapping_keeps_the_text_and_the_width(text, width):
    text = re.sub("(。”)+", "。”", text)  # marks that may not begin a line cling to what is before them
    lines = wrap(text, width, "1. ", "   ").split("\n")
    assert re.sub(r"\s", "", "".join(lines)).removeprefix("1.") == re.sub(r"\s", "", text)
    assert all(columns(line) <= width for line in lines)
    assert not any(line.strip().startswith(("，", "。", "）")) for line in lines[1:])
