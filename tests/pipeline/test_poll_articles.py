"""The articles that a poll asks for: what fails comes in later, what changed is looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select
from web import content, faults
from web.polled import BODY, Desk
from web.server import Answer, LocalWeb

from monitor.fetch import Client, Limits
from monitor.pipeline.revisions import revisions
from monitor.sandbox import Pool
from monitor.store.tables import articles


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_an_article_that_cannot_be_had_comes_in_later_also_when_the_listing_forgot_it(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(503))
    assert desk.poll().failed == 1
    desk.publish("c", "a")
    desk.web.route("/b.html", Answer.html(content.article("云浮签约快讯b", ["b", *BODY])))
    desk.poll(timedelta(hours=1))
    assert desk.titles() == ["云浮签约快讯a", "云浮签约快讯b", "云浮签约快讯c"]


def test_an_article_that_cannot_be_had_for_days_comes_in_when_it_can(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(403))
    for _ in range(60):
        desk.poll(timedelta(hours=3))
    asked = desk.web.count("/b.html")
    assert asked < 40  # more and more rarely
    desk.web.route("/b.html", Answer.html(content.article("云浮签约快讯b", ["b", *BODY])))
    desk.poll(timedelta(days=1))
    assert "云浮签约快讯b" in desk.titles()


def test_a_site_whose_articles_fail_one_after_the_other_is_left_alone(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    names = [f"n{number}" for number in range(20)]
    desk.publish(*names, "a")
    for name in names:
        desk.web.route(f"/{name}.html", Answer.error(503))
    assert desk.poll().failed == 20
    assert sum(desk.web.count(f"/{name}.html") for name in names) == 5
    desk.publish(*names, "a")
    desk.poll(timedelta(minutes=15))
    assert len(desk.titles()) == 21


def test_pages_of_articles_are_not_asked_for_while_the_listing_cannot_be_had(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(503))
    desk.poll()
    desk.web.route("/feed", Answer.error(503))
    desk.poll(timedelta(hours=1))
    assert desk.web.count("/b.html") == 1


def test_an_article_that_is_gone_is_not_asked_for_again(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    desk.web.route("/b.html", Answer.error(404))
    desk.poll()
    for _ in range(3):
        desk.poll(timedelta(hours=5))
    assert desk.web.count("/b.html") == 1


def test_a_challenge_in_an_articles_place_is_no_article_and_is_tried_again(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    desk.publish("b", "a")
    challenge = "<html><head><script>document.cookie='k='+f();location.reload()</script></head><body></body></html>"
    desk.web.route("/b.html", Answer.html(challenge))
    assert desk.poll().failed == 1
    desk.publish("b", "a")
    desk.poll(timedelta(hours=1))
    assert "云浮签约快讯b" in desk.titles()


def test_what_a_feed_carries_in_full_comes_in_when_the_site_turns_us_away(desk: Desk) -> None:
    desk.publish("a")
    desk.poll()
    full = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    item = (
        f"<item><title>云浮签约</title><link>{desk.web.url}/b.html</link>"
        f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[{full}]]></content:encoded>'
        "</item>"
    )
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
    desk.web.route("/feed", Answer.xml(feed))
    desk.web.route("/b.html", Answer.error(404))
    polled = desk.poll()
    assert (polled.fetched, polled.failed) == (1, 0)
    assert "云浮签约" in desk.titles()


def test_an_article_that_its_listing_names_otherwise_is_looked_at_again(desk: Desk) -> None:
    desk.publish("a", "b")
    desk.poll()
    (old,) = [row for row in _stored(desk) if row.title == "云浮签约快讯a"]

    def named(title: str) -> None:
        pairs = (("a", title), ("b", "b"))
        items = [content.Item(url=f"{desk.web.url}/{name}.html", title=said) for name, said in pairs]
        desk.web.route("/feed", Answer.xml(content.rss(items)))

    desk.web.route(
        "/a.html", Answer.html(content.article("云浮签约快讯a（更正）", ["a", BODY[0].replace("9个", "12个")]))
    )
    named("a（更正）")
    again = desk.poll(timedelta(hours=1))
    assert [one.verdict for one in again.outcomes] == ["revision"]
    (new,) = [row for row in _stored(desk) if row.id == old.id]
    assert new.title == "云浮签约快讯a（更正）"
    assert len(desk.titles()) == 2
    (change,) = revisions(desk.store, desk.pool, old.id)
    assert change.title == ("云浮签约快讯a", "云浮签约快讯a（更正）")
    named("a（再次更正）")  # in the listing alone: one conditional request, and none after it
    before = desk.web.count("/a.html")
    assert [desk.poll(timedelta(hours=1)).fetched for _ in range(3)] == [0, 0, 0]
    assert desk.web.count("/a.html") - before == 1
    assert desk.web.count("/b.html") == 1


def test_old_articles_and_titles_cut_short_are_not_looked_at_again(desk: Desk) -> None:
    desk.publish("a", "b", "c", "d", "e")
    desk.poll()

    def named(*titles: str) -> None:
        pairs = zip("abcde", titles, strict=True)
        items = [content.Item(url=f"{desk.web.url}/{name}.html", title=title) for name, title in pairs]
        desk.web.route("/feed", Answer.xml(content.rss(items)))

    before = len(desk.web.seen)
    named("a…", "b ", "c", "d", "e")
    desk.poll(timedelta(hours=1))
    assert len(desk.web.seen) - before == 1
    named("一", "二", "三", "四", "五")
    desk.poll(timedelta(hours=1))
    assert len(desk.web.seen) - before == 2 + 3  # so many a poll
    desk.poll(timedelta(days=4))
    named("六", "七", "八", "九", "十")
    before = len(desk.web.seen)
    desk.poll()
    assert len(desk.web.seen) - before == 1


def _stored(desk: Desk) -> list[Row[Any]]:
    with desk.store.read() as connection:
        return list(connection.execute(select(articles.c.id, articles.c.title)))


def test_a_page_that_hangs_is_given_up_in_time_and_the_others_come_in(desk: Desk) -> None:
    desk.publish("a", "b")
    desk.web.route("/a.html", faults.slow_body(b"<p>slow</p>" * 1000))
    desk.client.close()
    desk.client = Client(allow_private=("127.0.0.1",), limits=Limits(delay=0.0, total=3.0))
    polled = desk.poll()
    assert (polled.fetched, polled.failed) == (1, 1)


def test_an_article_cut_into_pages_is_put_together(desk: Desk) -> None:
    desk.publish("a")
    more = ["第二页写道，签约项目将在年内陆续开工，云浮市有关部门将做好要素保障，推动项目早落地。" * 3]
    pager = '<div class="pages"><a href="/a.html">1</a><a href="/a_2.html">2</a><a href="/a_2.html">下一页</a></div>'
    first = content.article("云浮签约快讯a", BODY).replace("</div></div>", f"</div>{pager}</div>", 1)
    desk.web.route("/a.html", Answer.html(first))
    desk.web.route("/a_2.html", Answer.html(content.article("云浮签约快讯a", more)))
    assert desk.poll().fetched == 1
    with desk.store.read() as connection:
        from sqlalchemy import select

        from monitor.store.tables import articles

        (body,) = connection.execute(select(articles.c.body)).scalars()
    assert "总投资41亿元" in body
    assert "第二页写道" in body
