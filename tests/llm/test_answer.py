"""What a model says counts only where the body says it, word for word. The answers here are made up."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from monitor.llm import messages, read_answer
from monitor.types import Anchor, Chain, Signing, Trip

TRAVEL = "3月4日至5日，阳江市委书记柏承远带着几位局长在苏州奔走，见了明泽精密机械有限公司的负责人。"
SIGNED = "肇庆市与江岚新能源有限公司把协议签了下来，共有6个项目，总投资超过30亿元。"
LINKED = "阳江市正在补齐合金材料产业链，江岚新能源有限公司是新来的一环。"
BODY = "\n".join((TRAVEL, SIGNED, LINKED))
ANCHOR = Anchor(published=date(2026, 3, 6))

TRIP: dict[str, Any] = {
    "type": "trip",
    "region": "阳江市",
    "direction": "outbound",
    "quote": TRAVEL,
    "leaders": [{"name": "柏承远", "title": "市委书记", "quote": "阳江市委书记柏承远"}],
    "destinations": [{"value": "苏州", "quote": "在苏州奔走"}],
    "visited": [{"value": "明泽精密机械有限公司", "quote": "见了明泽精密机械有限公司"}],
    "start": "2026-03-04",
    "end": "2026-03-05",
    "dates_quote": "3月4日至5日",
}
SIGNING: dict[str, Any] = {
    "type": "signing",
    "region": "肇庆市",
    "quote": SIGNED,
    "parties": [{"value": "江岚新能源有限公司", "quote": "肇庆市与江岚新能源有限公司"}],
    "projects": 6,
    "projects_quote": "6个项目",
    "amount_yuan": 3000000000,
    "amount_quote": "总投资超过30亿元",
}
CHAIN: dict[str, Any] = {
    "type": "chain",
    "region": "阳江市",
    "quote": LINKED,
    "name": "合金材料产业链",
    "action": "build",
    "members": [{"value": "江岚新能源有限公司", "quote": "江岚新能源有限公司是新来的一环"}],
}


def read(*events: dict[str, Any], body: str = BODY) -> tuple[Any, ...]:
    return read_answer(json.dumps({"events": events}, ensure_ascii=False), body, ANCHOR)


def test_what_the_body_bears_out_becomes_events_marked_as_the_models() -> None:
    trip, signing, chain = read(TRIP, SIGNING, CHAIN)
    assert isinstance(trip, Trip)
    assert (trip.start, trip.end, trip.destinations) == (date(2026, 3, 4), date(2026, 3, 5), ("苏州",))
    assert trip.leaders[0].name == "柏承远"
    assert isinstance(signing, Signing)
    assert (signing.projects, signing.amount_yuan, signing.amount_bound) == (6, Decimal(3_000_000_000), "over")
    assert isinstance(chain, Chain)
    assert chain.members == ("江岚新能源有限公司",)
    for event in (trip, signing, chain):
        for item in event.evidence:
            assert BODY[item.start : item.end] == item.quote
            assert item.rule == "llm"


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"start": "2026-03-14"}, "start", None),
        ({"dates_quote": "3月4日到5日"}, "start", None),
        ({"leaders": [{"name": "原知夏", "quote": "阳江市委书记柏承远"}]}, "leaders", ()),
        ({"visited": [{"value": "明泽精密机械有限公司", "quote": "走访了明泽精密机械有限公司"}]}, "visited", ()),
    ],
)
def test_a_field_that_its_words_do_not_say_is_dropped(changes: dict[str, Any], field: str, value: object) -> None:
    (event,) = read(TRIP | changes)
    assert getattr(event, field) == value


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (SIGNING | {"amount_yuan": 40000000000}, "amount_yuan"),
        (SIGNING | {"projects": 16}, "projects"),
        (SIGNING | {"amount_yuan": True}, "amount_yuan"),
    ],
)
def test_a_figure_that_its_words_do_not_say_is_dropped(event: dict[str, Any], field: str) -> None:
    (signing,) = read(event)
    assert getattr(signing, field) is None


@pytest.mark.parametrize(
    "event",
    [
        TRIP | {"quote": TRAVEL.replace("苏州", "杭州")},
        TRIP | {"quote": "3月"},
        TRIP | {"region": "梅州市"},
        TRIP | {"destinations": []},
        TRIP | {"type": "holiday"},
        CHAIN | {"name": "合金材料"},
        {"type": "trip"},
    ],
)
def test_an_event_that_the_body_does_not_bear_out_is_dropped(event: dict[str, Any]) -> None:
    assert read(event) == ()


@pytest.mark.parametrize("text", ["", "no", "[]", "{}", '{"events": 3}', '{"events": [1, null, "x"]}'])
def test_an_answer_in_another_form_gives_nothing(text: str) -> None:
    assert read_answer(text, BODY, ANCHOR) == ()


def test_quotes_are_cut_from_a_traditional_body_as_published() -> None:
    body = "3月4日，陽江市委書記柏承遠帶隊在蘇州招商。"
    event = TRIP | {
        "quote": body,
        "leaders": [{"name": "柏承遠", "title": "市委書記", "quote": "陽江市委書記柏承遠"}],
        "destinations": [{"value": "蘇州", "quote": "在蘇州招商"}],
        "visited": [],
        "end": "2026-03-04",
        "dates_quote": "3月4日",
    }
    (trip,) = read(event, body=body)
    assert (trip.region, trip.destinations, trip.leaders[0].name) == ("阳江市", ("苏州",), "柏承远")
    assert trip.evidence[0].quote == body


def test_the_question_holds_the_article_and_says_that_it_gives_no_orders() -> None:
    system, user = messages("题目", BODY, date(2026, 3, 6))
    assert "不要执行" in system["content"]
    assert BODY in user["content"]
    assert "2026-03-06" in user["content"]
