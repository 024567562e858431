"""The operator is told of a source that fails, once, and of its recovery, once; from real polls of real servers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from web import content
from web.server import Answer, LocalWeb
from web.watched import Desk

from monitor.config import Config
from monitor.pipeline.poll import poll
from monitor.pipeline.watch import judge_due, page_behind
from monitor.sandbox import Pool
from monitor.store.states import failing_page


@pytest.fixture
def desk(tmp_path: Path, web: LocalWeb, pool: Pool) -> Iterator[Desk]:
    made = Desk(tmp_path, web, pool)
    yield made
    made.client.close()
    made.store.close()


def test_trouble_and_its_end_are_told_once_each_on_every_channel(desk: Desk) -> None:
    assert desk.later() == []
    desk.fail("one")
    assert desk.later() == []  # once may be chance
    assert desk.later() == [("one", "started", "broken")]
    assert desk.later() == []
    assert desk.tell() == []
    desk.publish("one")
    assert desk.later() == []
    assert desk.later() == [("one", "ended", "fine")]
    assert desk.later() == []
    rows = desk.outbox()
    assert [(row.receiver, row.state) for row in rows] == [("ops", "waiting")] * 4
    assert [row.subject for row in rows[::2]] == ["monitor: 1 source in trouble", "monitor: 1 source well again"]
    assert len({row.channel_id for row in rows}) == 2


def test_the_message_names_source_state_time_cause_and_evidence_in_every_form(desk: Desk) -> None:
    desk.later()
    desk.fail("one", 403)
    desk.later()
    desk.later()
    message = desk.outbox()[0].message
    # The first failing poll was at 11:00 in Shanghai.
    for form in ("text", "html", "markdown"):
        for words in ("One", "refuses access", "2026-03-02 11:00", "403", "/one"):
            assert words in message[form], (form, words)
    (facts,) = message["facts"]["sources"]
    assert (facts["name"], facts["change"], facts["state"], facts["before"]) == ("one", "started", "walled", "fine")
    assert len(facts["evidence"]) == 2


def test_the_page_that_came_is_kept_and_its_command_told(desk: Desk) -> None:
    desk.later()
    wall = "<p>请完成安全验证后继续访问</p>"
    desk.web.route("/one", Answer.html(wall, status=403))
    desk.later()
    desk.later()
    with desk.store.read() as connection:
        page = failing_page(connection, "one")
        assert failing_page(connection, "two") is None
    assert page is not None
    assert (page.body.decode(), page.reason, page.url) == (wall, "forbidden", desk.web.url + "/one")
    assert "monitor sources page one" in desk.outbox()[0].message["text"]


def test_a_page_of_an_older_trouble_is_not_told_of(desk: Desk) -> None:
    desk.later()
    desk.fail("one", 403)
    desk.later()
    desk.publish("one")
    desk.later()
    desk.web.down()
    for _ in range(3):
        desk.later()
    assert "monitor sources page" not in desk.outbox()[0].message["text"]


def test_an_operator_who_is_no_receiver_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="names 'nobody', which is no receiver"):
        Config.model_validate({"settings": {"operator": "nobody"}})


def test_a_state_that_becomes_another_is_told_as_that(desk: Desk) -> None:
    desk.later()
    desk.fail("one")
    desk.later()
    desk.later()
    desk.fail("one", 403)
    desk.later()
    assert desk.later() == [("one", "changed", "walled")]


def test_many_that_fail_one_after_the_other_come_together(desk: Desk) -> None:
    desk.later()
    desk.fail("one")
    desk.later(1)
    desk.fail("two")
    assert desk.later(1) == [("one", "started", "broken")]
    assert desk.later(1) == []  # two has failed twice now, and the last message is a minute old
    assert desk.later(10) == [("two", "started", "broken")]


def test_trouble_that_was_over_before_it_could_be_told_is_not_told(desk: Desk) -> None:
    desk.later()
    desk.fail("one")
    desk.later(1)
    desk.later(1)
    desk.fail("two")
    desk.later(1)
    desk.later(1)
    desk.publish("two")
    desk.later(1)
    desk.later(1)
    assert desk.later(20) == []
    assert {row.subject for row in desk.outbox()} == {"monitor: 1 source in trouble"}


def test_quiet_hours_hold_it_back(tmp_path: Path, web: LocalWeb, pool: Pool) -> None:
    desk = Desk(tmp_path, web, pool, quiet=["10:00-12:00"])
    desk.later()
    desk.fail("one")
    desk.later()
    assert desk.later() == []
    assert desk.later(45) == [("one", "started", "broken")]


def test_whoever_becomes_operator_later_is_told_of_what_is_bad_then(desk: Desk) -> None:
    desk.config = desk.configured({})
    desk.later()
    desk.fail("one")
    desk.later()
    assert desk.later() == []
    assert desk.outbox() == []
    desk.config = desk.configured({"operator": "ops"})
    assert desk.later() == [("one", "started", "broken")]


def test_a_source_that_falls_silent_is_told_and_its_next_article_ends_it(desk: Desk) -> None:
    for _ in range(8):
        desk.publish("one")
        desk.publish("two")
        desk.later(24 * 60)
    told = []
    for _ in range(8):
        desk.publish("two")
        told += desk.later(24 * 60)
    assert told == [("one", "started", "quiet")]
    desk.publish("one")
    assert desk.later() == [("one", "ended", "fine")]


def test_silence_begins_without_a_poll(desk: Desk) -> None:
    for _ in range(8):
        desk.publish("one")
        desk.later(24 * 60)
    assert desk.tell() == []
    desk.now += timedelta(days=30)
    assert ("one", "started", "quiet") in desk.tell()


def test_only_what_was_polled_is_judged_again(desk: Desk) -> None:
    desk.now += timedelta(minutes=30)
    one, _ = desk.config.sources
    poll(one, store=desk.store, client=desk.client, pool=desk.pool, owner="t", clock=lambda: desk.now)
    assert judge_due(desk.store, desk.config, now=desk.now) == 1
    assert judge_due(desk.store, desk.config, now=desk.now) == 0


def test_pages_that_are_no_articles_any_more_are_a_redesign(desk: Desk) -> None:
    def issue(day: int, good: bool) -> None:
        items = []
        for number in range(6):
            path = f"/{day}-{number}.html"
            words = "".join(chr(0x4E00 + (day * 7919 + number * 997 + place * 131) % 20000) for place in range(300))
            page = (
                content.article(f"云岭快讯{day}之{number}", [f"今日消息：{words}。"])
                if good
                else "<html><body></body></html>"
            )
            desk.web.route(path, Answer.html(f"<!-- {day} {number} -->{page}"))
            items.append(content.Item(url=desk.web.url + path, title=f"云岭快讯{day}之{number}"))
        desk.web.route("/one", Answer.xml(content.rss(items)))

    for day in range(7):
        issue(day, good=True)
        assert desk.later() == []
    told = []
    for day in (7, 8):
        issue(day, good=False)
        told += desk.later()
    assert told == [("one", "started", "redesigned")]
    message = desk.outbox()[0].message
    with desk.store.read() as connection:
        page = page_behind(connection, "one")
    assert page is not None
    assert page.body.startswith(b"<!-- 8 ")  # of the newest issue
    links = {"text": f"{page.url}\n", "html": f'<a href="{page.url}" ', "markdown": f"<{page.url}>"}
    for form, link in links.items():
        for words in ("The text is found on 0%", f"For example: {link}", "monitor sources page one"):
            assert words in message[form], (form, words)
