"""What a source's filter holds back is shown to nobody who does not ask for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from web.desk import NOW, Desk, signing

from monitor.search import QueryError, parse_query
from monitor.store.held import mark, told_by
from monitor.store.lists import facet_counts
from monitor.store.search import search_events
from monitor.store.settle import settle

HELD = "溪泽"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?days=31",
        "/events",
        "/events?q=region:肇庆市",
        "/articles",
        "/search?q=签约",
        "/api/events",
        "/api/events?q=签约",
        "/api/articles",
        "/api/articles?q=签约",
        "/api/articles?q=kind:signing",
        "/export.csv",
        "/export.jsonl",
        "/feed.rss",
        "/feed.atom",
        "/feed.json",
        "/feed.ics",
    ],
)
def test_lists_searches_tables_and_feeds_leave_it_out(desk: Desk, path: str) -> None:
    answer = desk.logged_in("admin").get(path)
    assert answer.status_code == 200
    assert HELD not in answer.text
    assert "肇庆" in answer.text or "签约" in answer.text, "the others are there"


@pytest.mark.parametrize("asked", ["held:yes", "扣下:yes", "held:any", "签约 held:yes"])
def test_whoever_asks_for_it_gets_it(desk: Desk, asked: str) -> None:
    program = desk.program("reader")
    events = program.get("/api/events", params={"q": asked}).json()
    assert events["total"] == (3 if asked == "held:any" else 1)
    assert HELD in program.get("/export.csv", params={"q": asked}).text
    articles = program.get("/api/articles", params={"q": f"签约 {asked}"}).json()
    assert articles["total"] == events["total"]


def test_counts_beside_lists_leave_it_out(desk: Desk) -> None:
    with desk.store.read() as connection:
        for question, number in (("", 2), ("held:any", 3)):
            ids = search_events(connection, parse_query(question), limit=100).ids
            assert dict(facet_counts(connection, ids)["region"])["肇庆市"] == number


@pytest.mark.parametrize("asked", ["held:maybe", "-held:yes", "held>yes", "held:"])
def test_what_cannot_be_asked_is_said(asked: str) -> None:
    with pytest.raises(QueryError, match="held: is one of"):
        parse_query(asked)


def test_an_event_is_shown_as_soon_as_one_article_that_passes_tells_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "s.sqlite")
    event_id = desk.tell(1, "霁川签约", signing(1), held="regions")
    desk.people()
    program = desk.program("reader")

    def shown() -> int:
        return int(program.get("/api/events").json()["total"])

    assert shown() == 0
    with desk.store.write() as connection:
        other = desk._article(connection, 2, "霁川签约，另一家报道")
        assert settle(connection, other, [signing(1)], now=NOW, quiet=False).new == ()
    assert shown() == 1
    with desk.store.write() as connection:
        mark(connection, told_by(connection, other), "regions", ["regions"])
    assert shown() == 0
    with desk.store.write() as connection:
        mark(connection, told_by(connection, 1), None, [None])
    assert shown() == 1
    assert event_id == 1
    desk.store.close()


def test_the_assistant_is_not_told_of_it(desk: Desk) -> None:
    import asyncio

    pytest.importorskip("mcp", reason="assistants need the extra `mcp`")
    from monitor.assistant import create_server

    server = create_server(desk.store, desk.site.config, desk.clock.wall)
    for tool in ("search_events", "search_articles"):
        answer = str(asyncio.run(server.call_tool(tool, {"question": "签约", "limit": 10})))
        assert HELD not in answer
        assert "霁川" in answer


def test_the_command_line_leaves_it_out(desk: Desk) -> None:
    from monitor.cli import cli

    for words, told in ((["search", "签约"], "霁川"), (["export", "--format", "csv"], "霁川"), (["events"], "1号园")):
        out = CliRunner().invoke(cli, ["-d", str(desk.store.engine.url), *words])
        assert HELD not in out.output, words
        assert told in out.output, words
