"""A chat's webhook that keeps what it is sent, and answers as WeCom, DingTalk, Feishu or Slack do.

    with Chat("wecom") as chat:
        ... post to chat.url ...
        chat.messages[0]["markdown"]["content"]

`chat.mode` may be changed at any time:

    ok         the message is taken
    rejected   status 200, and an error code in the body: it never will be taken
    too-fast   status 200, and the error code of a rate limit (Slack: status 429)
    limited    status 429 with Retry-After: 1
    broken     status 500
    hang       no answer
    reset      the message is taken and the connection breaks before the sender is told so
"""

from __future__ import annotations

import json
import threading
from typing import Any, Literal

from web import faults
from web.server import Answer, Exchange, LocalWeb

Dialect = Literal["wecom", "dingtalk", "feishu", "slack"]
Mode = Literal["ok", "rejected", "too-fast", "limited", "broken", "hang", "reset"]

# What each service answers, with status 200, as its documentation gives it.
_OK: dict[Dialect, str] = {
    "wecom": '{"errcode":0,"errmsg":"ok"}',
    "dingtalk": '{"errcode":0,"errmsg":"ok"}',
    "feishu": '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
    "slack": "ok",
}
_REJECTED: dict[Dialect, str] = {
    "wecom": '{"errcode":93000,"errmsg":"invalid webhook url, hint: [1700000000000000000000000], from ip: 127.0.0.1"}',
    "dingtalk": '{"errcode":310000,"errmsg":"sign not match, more: [https://open.dingtalk.example]"}',
    "feishu": '{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time","data":{}}',
    "slack": "no_service",
}
_TOO_FAST: dict[Dialect, str] = {
    "wecom": '{"errcode":45009,"errmsg":"api freq out of limit"}',
    "dingtalk": '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}',
    "feishu": '{"code":11232,"msg":"frequency limited psm","data":{}}',
    "slack": "rate_limited",
}


class Chat:
    """See the module. url: where to post; every path under it is taken too. tls: serve https."""

    def __init__(self, dialect: Dialect = "wecom", *, tls: bool = False) -> None:
        self.dialect = dialect
        self.mode: Mode = "ok"
        self.web = LocalWeb(tls=tls)
        self.url = self.web.url + "/hook"
        self._messages: list[Any] = []
        self._changed = threading.Condition()
        self.web.otherwise(self._take)

    @property
    def messages(self) -> list[Any]:
        """The JSON bodies that were taken so far, oldest first."""
        with self._changed:
            return list(self._messages)

    @property
    def tries(self) -> int:
        """How often something was posted, taken or not."""
        return sum(request.method == "POST" for request in self.web.seen)

    def wait(self, count: int = 1, *, seconds: float = 10) -> list[Any]:
        """The messages, as soon as there are that many. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._messages) >= count, seconds):
                raise TimeoutError(f"{len(self._messages)} of {count} messages came within {seconds} s")
            return list(self._messages)

    def close(self) -> None:
        """Stop the server; closing twice is harmless."""
        self.web.close()

    def __enter__(self) -> Chat:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, exchange: Exchange) -> None:
        mode = self.mode
        if mode == "hang":
            faults.hang(exchange)
        if mode == "limited":
            exchange.answer(Answer.error(429, retry_after="1"))
        elif mode == "broken":
            exchange.answer(Answer.error(500))
        elif mode == "rejected":
            exchange.answer(self._said(_REJECTED, 404 if self.dialect == "slack" else 200))
        elif mode == "too-fast":
            exchange.answer(self._said(_TOO_FAST, 429 if self.dialect == "slack" else 200))
        else:
            with self._changed:
                self._messages.append(json.loads(exchange.request.body))
                self._changed.notify_all()
            if mode == "reset":
                faults.reset(exchange)
            else:
                exchange.answer(self._said(_OK, 200))

    def _said(self, table: dict[Dialect, str], status: int) -> Answer:
        kind = "text/html" if self.dialect == "slack" else "application/json; charset=utf-8"
        return Answer(body=table[self.dialect].encode(), status=status, headers={"Content-Type": kind})
