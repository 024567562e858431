"""The optional second reader: a language model behind an OpenAI-compatible endpoint. Off unless it is configured."""

from __future__ import annotations

import re
from datetime import timedelta

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part


class Llm(Part):
    """A language model that reads beside the rules."""

    url: str = Field(description="The endpoint up to and including its version: https://api.example.com/v1.")
    model: str = Field(min_length=1, description="The model's name, as the endpoint knows it.")
    key: SecretStr | None = Field(
        default=None, description="Sent as a bearer token; ${NAME} takes it from the environment."
    )
    monthly_tokens: int = Field(
        default=1_000_000,
        ge=1,
        description="Tokens of a calendar month (UTC); when they are used up, the rules read alone until the next.",
    )
    timeout: Interval = Field(default=timedelta(seconds=60), description="For one answer.")
    longest: int = Field(
        default=12_000, ge=500, description="Characters of a body beyond which an article is left to the rules."
    )

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise PydanticCustomError("url", "an address begins with http:// or https://")
        return value.rstrip("/")
