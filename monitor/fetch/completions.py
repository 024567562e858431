"""Asks a language model behind an OpenAI-compatible endpoint (POST …/chat/completions, JSON mode)."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from monitor.fetch.mapping import MAPPED, as_fetch_error

_LARGEST = 1_000_000
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What the model said, and the tokens that it cost (as the endpoint counts them, else estimated)."""

    text: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCompletion:
    """Why there is no answer: a reason of `monitor.fetch`, "status" or "malformed"; detail without secrets."""

    reason: str
    detail: str


def complete(
    url: str, *, model: str, key: str | None, messages: Sequence[dict[str, str]], seconds: float
) -> Completion | NoCompletion:
    """One answer. The endpoint is the user's own choice, so that its address is not checked like a page's; its answer
    is bounded in size, and `seconds` bound the whole exchange."""
    end = time.monotonic() + seconds
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    body = {
        "model": model,
        "messages": list(messages),
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False) as client,
            client.stream("POST", f"{url}/chat/completions", headers=headers, json=body) as response,
        ):
            parts = bytearray()
            for part in response.iter_raw(65_536):
                parts += part
                if len(parts) > _LARGEST:
                    return NoCompletion(reason="too large", detail=f"the answer is over {_LARGEST} bytes")
                if time.monotonic() > end:
                    return NoCompletion(reason="timeout", detail=f"no complete answer in {seconds:g} s")
    except MAPPED as error:
        failed = as_fetch_error(error)
        return NoCompletion(reason=failed.reason, detail=str(failed))
    if response.status_code != 200:
        return NoCompletion(reason="status", detail=f"the endpoint answered {response.status_code}")
    return _answer(bytes(parts))


def _answer(body: bytes) -> Completion | NoCompletion:
    try:
        data: Any = json.loads(body)
        text = data["choices"][0]["message"]["content"]
        if not isinstance(text, str):
            raise TypeError("no text")
        used = data.get("usage", {}).get("total_tokens")
        return Completion(text=text, tokens=used if isinstance(used, int) else len(body) // 2)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        shown = body[:_SHOWN].decode("utf-8", "replace")
        return NoCompletion(reason="malformed", detail=f"the answer is not a chat completion: {shown!r}")
