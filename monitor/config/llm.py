"""The optional second reader: a language model behind an OpenAI-compatible endpoint. Off unless it is configured."""

from __future__ import annotations

import re
from datetime import timedelta

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part


class Llm(Part):
    """url: the endpoint up to and including its version (https://api.example.com/v1). key: sent as a bearer token.
    monthly_tokens: what may be used in a calendar month (UTC); when it is used up, the rules read alone until the next.
    timeout: for one answer. longest: characters of a body beyond which an article is left to the rules."""

    url: str
    model: str = Field(min_length=1)
    key: SecretStr | None = None
    monthly_tokens: int = Field(default=1_000_000, ge=1)
    timeout: Interval = timedelta(seconds=60)
    longest: int = Field(default=12_000, ge=500)

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise PydanticCustomError("url", "an address begins with http:// or https://")
        return value.rstrip("/")
