"""The API does what its description says, for whatever a program sends (schemathesis, with a bound of examples)."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from web.desk import Desk

schemathesis = pytest.importorskip("schemathesis")


@pytest.fixture(scope="module")
def described(desk: Desk) -> Any:
    return desk.program("reader").get("/api/openapi.json").json()


def test_the_description_says_how_to_ask_and_what_may_go_wrong(described: dict[str, Any]) -> None:
    assert described["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            if path.startswith("/api/"):
                assert operation["security"], (method, path)
                assert {"401", "403", "422"} <= set(operation["responses"]), (method, path)


def test_the_description_says_what_comes_back(described: dict[str, Any]) -> None:
    models = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        if not path.startswith("/api/"):
            continue
        for method, operation in methods.items():
            (good,) = [code for code in operation["responses"] if code.startswith("2")]
            if good == "204":
                continue
            schema = operation["responses"][good]["content"]["application/json"]["schema"]
            named = schema.get("items", schema).get("$ref")
            assert named, (method, path)
            assert models[named.rpartition("/")[2]]["properties"], (method, path)
    assert {"TripRecord", "SigningRecord", "ChainRecord"} <= set(models)


BOUND = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_NOT_HELD = ("positive_data_acceptance", "ignored_auth", "unsupported_method", "missing_required_header")
"""What is no matter of the description: a question that is no question is refused though it is a string, and who may
ask is tested in test_web_access."""


def test_every_answer_is_as_described(desk: Desk) -> None:
    headers = {"authorization": f"Bearer {desk.tokens['editor']}", "host": "localhost"}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", desk.app, headers=headers)
    checks = importlib.import_module("schemathesis.checks")
    checks.load_all_checks()
    left_out = [checks.CHECKS.get_one(name) for name in _NOT_HELD]
    tried = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @BOUND
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            desk.clock.seconds += 60  # the rates are not what is tested
            case.call_and_validate(headers=headers, excluded_checks=left_out)

        holds()
        tried.append(operation.label)
    assert len(tried) >= 13
