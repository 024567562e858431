"""A source: where articles come from and how it is polled."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Interval, Part, Zone

Kind = Literal["feed", "listing", "board"]


class Source(Part):
    """One site, column, forum board or feed.

    kind: how its newest articles are found. every: the polling interval before jitter. link: for a listing,
    the CSS selector of the links to articles (none: they are found). next: the selector of the link to the next
    listing page. pages: how many pages of the listing or board are read at a poll, at the most.
    """

    name: str = Field(min_length=1, max_length=80)
    kind: Kind
    url: str
    title: str | None = None
    enabled: bool = True
    every: Interval = timedelta(minutes=30)
    timezone: Zone = "Asia/Shanghai"
    link: str | None = None
    next: str | None = None
    pages: int = Field(default=1, ge=1, le=50)
    headers: dict[str, str] = Field(default_factory=dict)
    cookie: SecretStr | None = None
    charset: str | None = None
    note: str | None = None

    @field_validator("name")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        if re.search(r"[\s/\\]", value):
            raise PydanticCustomError("name", "a source's name has no spaces or slashes; it is typed in commands")
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise PydanticCustomError("url", "an address begins with http:// or https://")
        return value

    @field_validator("every")
    @classmethod
    def _not_too_often(cls, value: timedelta) -> timedelta:
        if value < timedelta(seconds=1):
            raise PydanticCustomError("every", "an interval is at least 1s")
        return value

    @model_validator(mode="after")
    def _selectors_fit_the_kind(self) -> Source:
        if self.kind != "listing" and (self.link or self.next):
            raise PydanticCustomError("selectors", "link and next belong to kind: listing")
        return self
