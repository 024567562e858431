"""The second reader against a local endpoint: asked once a text, within its budget, and silent when it fails."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from web import faults
from web.databases import database_at
from web.server import Answer, Exchange, LocalWeb

from monitor.config import Llm
from monitor.pipeline.ingest import ingest
from monitor.pipeline.second import SecondReader
from monitor.sandbox import Pool
from monitor.store import Store, open_store
from monitor.store.events import list_events
from monitor.types import Page

NOW = datetime(2026, 3, 6, 2, 0, tzinfo=UTC)
ODD = "3月4日，阳江市委书记柏承远的身影出现在苏州，同行的还有投资促进局的人，他们敲开了三家工厂的门谈招商。"
BODY = f"<h1>书记的三月</h1><p>{ODD}</p><p>{'当地人说，这样的日程从年初排到年尾，路上的时间比开会的多。' * 6}</p>"
SAID: dict[str, Any] = {
    "type": "trip",
    "region": "阳江市",
    "direction": "outbound",
    "quote": ODD,
    "leaders": [{"name": "柏承远", "title": "市委书记", "quote": "阳江市委书记柏承远"}],
    "destinations": [{"value": "苏州", "quote": "出现在苏州"}],
    "start": "2026-03-04",
    "dates_quote": "3月4日",
}


class Model:
    """A stand-in endpoint that answers with what the test says, and counts."""

    def __init__(self, web: LocalWeb) -> None:
        self.events: list[dict[str, Any]] = [SAID]
        self.tokens = 900
        self.asked: list[dict[str, Any]] = []
        self.web = web
        web.route("/v1/chat/completions", self._answer)
        self.llm = Llm(url=web.url + "/v1", model="small", key="k3y", timeout="2s")  # type: ignore[arg-type]

    def _answer(self, exchange: Exchange) -> None:
        self.asked.append(json.loads(exchange.request.body))
        content = json.dumps({"events": self.events}, ensure_ascii=False)
        reply = {"choices": [{"message": {"content": content}}], "usage": {"total_tokens": self.tokens}}
        exchange.answer(Answer(body=json.dumps(reply).encode(), headers={"Content-Type": "application/json"}))


@pytest.fixture
def model(web: LocalWeb) -> Model:
    return Model(web)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(database_at(tmp_path / "s.sqlite"))


def take_in(store: Store, pool: Pool, llm: Llm, number: int = 1, body: str = BODY) -> list[str]:
    page = Page(url=f"http://a.example/{number}.html", body=body.encode(), fetched_at=NOW, hint_published=NOW)
    second = SecondReader(llm=llm, store=store, clock=lambda: NOW)
    list(ingest(store, pool, [page], now=NOW, quiet=False, second=second))
    with store.read() as connection:
        return [item.event.type for item in list_events(connection)]


def rules_alone(store: Store, pool: Pool) -> list[str]:
    page = Page(url="http://a.example/0.html", body=BODY.encode(), fetched_at=NOW, hint_published=NOW)
    list(ingest(store, pool, [page], now=NOW, quiet=False))
    with store.read() as connection:
        return [item.event.type for item in list_events(connection)]


def test_what_it_finds_beside_the_rules_is_stored_and_marked(store: Store, pool: Pool, model: Model) -> None:
    assert rules_alone(store, pool) == []
    assert take_in(store, pool, model.llm) == ["trip"]
    with store.read() as connection:
        (item,) = list_events(connection)
    assert {words.rule for words in item.event.evidence} == {"llm"}
    assert model.web.seen[-1].headers["authorization"] == "Bearer k3y"


def test_a_text_is_asked_about_once(store: Store, pool: Pool, model: Model) -> None:
    take_in(store, pool, model.llm, 1)
    take_in(store, pool, model.llm, 2)
    assert len(model.asked) == 1


def test_when_the_months_budget_is_used_up_the_rules_read_alone(store: Store, pool: Pool, model: Model) -> None:
    frugal = model.llm.model_copy(update={"monthly_tokens": 900})
    take_in(store, pool, frugal, 1)
    take_in(store, pool, frugal, 2, BODY.replace("三家", "四家"))
    assert len(model.asked) == 1


def test_a_text_without_the_vocabulary_is_not_asked_about(store: Store, pool: Pool, model: Model) -> None:
    body = f"<h1>天气</h1><p>{'明天多云转晴，最高气温二十五度，适合出门走走看看花。' * 8}</p>"
    take_in(store, pool, model.llm, 1, body)
    assert model.asked == []


@pytest.mark.parametrize(
    "behaviour",
    [
        Answer.error(500),
        Answer(body=b"not json"),
        Answer(body=b'{"choices": []}'),
        faults.hang,
        faults.reset,
        faults.endless(),
    ],
    ids=["500", "no json", "no choice", "hang", "reset", "endless"],
)
def test_an_endpoint_that_fails_changes_nothing(store: Store, pool: Pool, model: Model, behaviour: Any) -> None:
    model.web.route("/v1/chat/completions", behaviour)
    assert take_in(store, pool, model.llm) == []
