"""A source: where articles come from and how it is polled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field, PrivateAttr, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from monitor.config.base import Between, Every, Interval, Part, Zone
from monitor.config.receiver import Filter
from monitor.config.secrets import secrets_in
from monitor.logs.redact import Redactor

Kind = Literal["feed", "listing", "board", "sitemap", "json", "imap", "folder"]
ItemField = Literal["url", "title", "published", "summary"]

_ONLY_FOR = {
    "link": ("listing", "imap", "folder"),
    "next": ("listing", "json"),
    "match": ("listing", "sitemap", "imap", "folder"),
    "items": ("json",),
    "fields": ("json",),
    "address": ("json",),
    "archive": ("feed", "listing", "board", "json"),
    "full": ("feed",),
    "user": ("imap",),
    "password": ("imap",),
    "follow": ("imap", "folder"),
}
_ADDRESSES = {
    "imap": (
        r"imaps?://[^/\s@]+",
        "a mailbox is imaps://host/mailbox, or imap:// with STARTTLS; user and password apart",
    ),
    "folder": (r"[/~]\S", "a folder is a whole path: /srv/drop or ~/drop"),
}
_WEB = (r"https?://[^/\s]+", "an address begins with http:// or https://")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class Source(Part):
    """One site, column, forum board or feed. What each key means stands with it, and so in the schema for editors."""

    name: str = Field(min_length=1, max_length=80, description="How commands call it; no spaces or slashes.")
    kind: Kind = Field(description="How its newest articles are found.")
    url: str = Field(
        description="Where it begins: a web address; imap: imaps://host/mailbox; folder: a whole path, /srv/drop."
    )
    title: str | None = Field(default=None, description="How digests call it.")
    enabled: bool = Field(default=True, description="false keeps the entry without polling it.")
    every: Between = Field(
        default=Every(timedelta(minutes=15), timedelta(hours=2)),
        description="How often it is polled, before jitter: 30m, or bounds for what its own rhythm asks: [15m, 2h].",
    )
    timezone: Zone = Field(default="Asia/Shanghai", description="The zone of times that name none.")
    link: str | None = Field(
        default=None,
        description="CSS selector of the links to articles, or of elements around them. Found where not given.",
    )
    next: str | None = Field(
        default=None, description="listing: CSS selector of the link to the next page; json: the way to its address."
    )
    match: str | None = Field(default=None, description="A regular expression that an article's address must match.")
    items: str | None = Field(default=None, description="json: the way to the list (data.list). Found where not given.")
    fields: dict[ItemField, str] = Field(
        default_factory=dict, description="json: the ways to url, title, published and summary of an item."
    )
    address: str | None = Field(
        default=None,
        description="json: the address of an article where items have only an id: https://a.example/{id}.html.",
    )
    archive: str | None = Field(
        default=None,
        description="The addresses of its older pages, for `monitor backfill NAME --since`: {page} counts 1, 2, 3, "
        "{page-1} counts 0, 1, 2, {offset} is the number of articles on the pages before. Found where not given.",
    )
    full: bool = Field(
        default=False, description="feed: it carries its articles in full; their own pages are not asked for."
    )
    user: str | None = Field(default=None, description="imap: who reads the mailbox.")
    password: SecretStr | None = Field(
        default=None, description="imap: the mailbox's; ${NAME} takes it from the environment."
    )
    follow: bool = Field(
        default=False,
        description="imap, folder: what a mail or file links to is taken, instead of itself; see link and match.",
    )
    filter: Filter | None = Field(
        default=None,
        description="Holds back what is not wanted: it is stored, marked, and told to nobody. Keywords are looked for "
        "in title and body; every other condition is held against each event that an article tells.",
    )
    render: bool | Literal["articles", "all"] = Field(
        default=False,
        description="Which pages' scripts are run in a browser: its listing's (true), its articles', or all.",
    )
    pages: int = Field(
        default=1,
        ge=1,
        le=50,
        description="How many pages are read at a poll, at the most; 2 for a sitemap (index and newest).",
    )
    headers: dict[str, str] = Field(default_factory=dict, description="Sent to the source's own site only.")
    cookie: SecretStr | None = Field(
        default=None, description="Sent to the source's own site only. ${NAME} takes it from the environment."
    )
    proxy: SecretStr | None = Field(default=None, description="An http:// or https:// proxy; ${NAME} as for cookie.")
    robots: bool = Field(default=True, description="false: its robots.txt is not asked, and the log says so.")
    delay: Interval | None = Field(
        default=None, description="The least time between two requests to its host; settings.delay where not given."
    )
    charset: str | None = Field(default=None, description="The encoding of its pages, where they name a wrong one.")
    note: str | None = Field(default=None, description="For people.")
    _hidden: list[str] = PrivateAttr(default_factory=list)
    _shown_url: tuple[str, str] | None = PrivateAttr(default=None)  # the address, and as it may be shown

    def hide(self, secret: str) -> None:
        """Note that a value came in as a secret, wherever in the entry it stands."""
        self._hidden.append(secret)
        self._shown_url = None

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Only its name: addresses and headers can hold secrets."""
        yield "name", self.name

    def shown(self, text: str) -> str:
        """A text, such as the source's address, as it may be stored and shown: without the entry's secrets."""
        return Redactor([*self._hidden, *secrets_in(self)])(text) if text else ""

    @property
    def shown_url(self) -> str:
        """Its address, as it may be stored and shown; worked out once, for every poll asks."""
        if self._shown_url is None or self._shown_url[0] != self.url:
            self._shown_url = self.url, self.shown(self.url)
        return self._shown_url[1]

    @field_validator("name")
    @classmethod
    def _plain_name(cls, value: str) -> str:
        if re.search(r"[\s/\\]", value):
            raise PydanticCustomError("name", "a source's name has no spaces or slashes; it is typed in commands")
        return value

    @field_validator("url")
    @classmethod
    def _fits_the_kind(cls, value: str, info: ValidationInfo) -> str:
        form, words = _ADDRESSES.get(str(info.data.get("kind")), _WEB)
        if not re.match(form, value):
            raise PydanticCustomError("url", words)
        return value

    @field_validator("every")
    @classmethod
    def _not_too_often(cls, value: Every) -> Every:
        if value.least < timedelta(seconds=1):
            raise PydanticCustomError("every", "an interval is at least 1s")
        return value

    @field_validator("headers")
    @classmethod
    def _printable_headers(cls, value: dict[str, str]) -> dict[str, str]:
        for name, text in value.items():
            if not _HEADER_NAME.fullmatch(name) or not text.isprintable() or not text.isascii():
                raise PydanticCustomError("headers", "a header is one line of ASCII; the name has no spaces or colons")
        return value

    @field_validator("cookie")
    @classmethod
    def _printable_cookie(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else ""
        if not text.isprintable() or not text.isascii():
            raise PydanticCustomError("cookie", "a cookie is one line of ASCII, as browsers show it: a=1; b=2")
        return value

    @field_validator("proxy")
    @classmethod
    def _web_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.match(r"https?://[^/\s]+", value.get_secret_value()):
            raise PydanticCustomError("proxy", "a proxy begins with http:// or https://")
        return value

    @field_validator("match")
    @classmethod
    def _regular_expression(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise PydanticCustomError("match", "is no regular expression: {why}", {"why": str(error)}) from error
        return value

    @field_validator("archive")
    @classmethod
    def _counts_pages(cls, value: str | None) -> str | None:
        if value is not None and not re.search(r"\{(?:page|page-1|offset)\}", value):
            raise PydanticCustomError("archive", "the address of an older page holds {page}, {page-1} or {offset}")
        return value

    @field_validator("charset")
    @classmethod
    def _known_charset(cls, value: str | None) -> str | None:
        try:
            "".encode(value or "utf-8")
        except LookupError as error:
            raise PydanticCustomError("charset", "no such encoding; utf-8, gb18030 and big5 are usual") from error
        return value

    @model_validator(mode="before")
    @classmethod
    def _a_sitemap_has_two_levels(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("kind") == "sitemap":
            return {"pages": 2, **data}
        return data

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Source:
        if self.kind == "imap" and not (self.user and self.password):
            raise PydanticCustomError(
                "kind", "kind: imap needs user and password (password: ${NAME} takes it from outside)"
            )
        for key, kinds in _ONLY_FOR.items():
            if getattr(self, key) and self.kind not in kinds:
                raise PydanticCustomError(
                    "kind", "{key} belongs to kind: {kinds}", {"key": key, "kinds": " or ".join(kinds)}
                )
        return self
