"""The tools as an assistant uses them: spoken to by the official client, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from web.databases import database_at

from monitor.pipeline.backfill import backfill
from monitor.sandbox import Pool
from monitor.store import open_store

pytest.importorskip("mcp", reason="assistants need the extra `mcp`")

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = database_at(tmp_path_factory.mktemp("assistant") / "s.sqlite")
    store = open_store(url)
    with Pool(1) as pool:
        backfill(store, pool, [SEEDS], now=NOW, step=lambda _: None)
    store.close()
    return url


def talk(database: str, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """The names of the tools, and an answer to each call."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def session() -> tuple[list[str], list[Any]]:
        command = StdioServerParameters(command=sys.executable, args=["-m", "monitor", "-d", database, "mcp"])
        async with stdio_client(command) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            tools = [tool.name for tool in (await client.list_tools()).tools]
            answers = []
            for name, arguments in calls:
                answer = await client.call_tool(name, arguments)
                text = "".join(part.text for part in answer.content if part.type == "text")
                answers.append(text if answer.is_error else json.loads(text))
            return tools, answers

    return asyncio.run(asyncio.wait_for(session(), 60))


def test_an_assistant_finds_an_event_and_can_cite_it(database: str) -> None:
    tools, (found, articles) = talk(
        database,
        ("search_events", {"question": "kind:signing", "limit": 3}),
        ("search_articles", {"question": "产业链", "limit": 2}),
    )
    assert set(tools) == {
        "search_events",
        "get_event",
        "search_articles",
        "get_article",
        "list_sources",
        "list_digests",
    }
    assert len(found["hits"]) == 3
    assert all(hit["quote"] for hit in found["hits"])
    assert all("链" in hit["passage"] or "鏈" in hit["passage"] for hit in articles["hits"])
    number = found["hits"][0]["id"]
    _, (event, text) = talk(
        database, ("get_event", {"event_id": number}), ("get_article", {"article_id": articles["hits"][0]["id"]})
    )
    assert event["quotes"]["event"]
    assert event["articles"][0]["url"].startswith("http")
    assert articles["hits"][0]["passage"][:20] in text["text"]


def test_what_an_assistant_asks_wrongly_is_said(database: str) -> None:
    _, (unknown, wrong, missing) = talk(
        database,
        ("search_events", {"question": "amout>1亿"}),
        ("search_events", {"limit": 0}),
        ("get_event", {"event_id": 999999}),
    )
    assert "amout" in unknown
    assert "limit" in wrong
    assert "999999" in missing
