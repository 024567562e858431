"""A view that a receiver names decides what its digests tell."""

from __future__ import annotations

import logging
from datetime import timedelta

from pydantic import SecretStr
from web_pages.made import NOW

from monitor.config import Config, Receiver
from monitor.doctor.views import views
from monitor.pipeline.digests import make_now, preview
from monitor.search import parse_query
from monitor.store.outbox import know_receivers
from monitor.store.search import search_events
from monitor.store.tables import events
from monitor.store.views import remove_view, save_view


def told(digest) -> set[int]:
    return {stored.id for stored in (*digest.new, *digest.updated)}


def test_a_receiver_is_told_what_its_view_finds_and_nothing_else(site, store):
    receiver = site.config.receivers[0]
    question = "kind:trip destination:深圳市"
    with store.write() as connection:
        save_view(connection, "told", question, author=None, now=NOW)
        connection.execute(events.update().values(quiet=False))
        know_receivers(connection, [receiver.name], now=NOW - timedelta(days=1))
        expected = set(search_events(connection, parse_query(question), limit=100).ids)
        everything = set(search_events(connection, parse_query(""), limit=100).ids)
    assert expected
    assert expected < everything
    shown, _ = preview(store, site.config, receiver, since=NOW - timedelta(days=1), now=NOW + timedelta(hours=1))
    (made,) = make_now(store, site.config, receiver, now=NOW + timedelta(hours=1))
    assert told(made) == told(shown) == expected


def test_a_view_that_is_gone_finds_nothing_and_the_log_says_so(site, store, caplog):
    with caplog.at_level(logging.WARNING, logger="monitor"):
        shown, _ = preview(store, site.config, site.config.receivers[0], since=NOW - timedelta(days=1), now=NOW)
    assert told(shown) == set()
    assert "told" in caplog.text


def test_the_doctor_names_views_that_are_not_understood_and_those_that_are_not_there(store):
    config = Config(
        receivers=(Receiver(name="one", channels=(SecretStr("json://127.0.0.1/x"),), views=("kept", "gone", "table")),)
    )
    with store.write() as connection:
        for name, question in (("kept", "kind:trip"), ("table", "ask:quiet days=60"), ("old", "colour:red")):
            save_view(connection, name, question, author=None, now=NOW)
    found = {finding.detail.split(":")[0].split(",")[0]: finding for finding in views(store, config)}
    assert {name: finding.grade for name, finding in found.items()} == dict.fromkeys(
        ("old", "gone", "table"), "problem"
    )
    assert "colour" in found["old"].detail
    with store.write() as connection:
        remove_view(connection, "old")
    (fine,) = views(store, Config())
    assert (fine.grade, fine.detail) == ("ok", "2 saved, all understood")
