"""The second reader: what a language model finds beside the rules, within its budget. Off unless configured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.config import Config, Llm
from monitor.events.identity import Mention, same
from monitor.llm import messages, read_answer
from monitor.logs import Log
from monitor.store import Store
from monitor.store.llm import keep_answer, known_answer, tokens_this_month
from monitor.types import Anchor, Article, Event

if TYPE_CHECKING:
    from monitor.sandbox.work import Understood

_LOG = Log("monitor.llm")
_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReader:
    """Adds to what the rules understood. clock: gives the time, UTC."""

    llm: Llm
    store: Store
    clock: Callable[[], datetime]

    def read(self, understood: Understood) -> Understood:
        """The same article with the events that the model found, the text bears out, and the rules did not find."""
        article = understood.article
        if not understood.vocabulary or len(article.body) > self.llm.longest:
            return understood
        answer = self._answer(article)
        if answer is None:
            return understood
        day = article.published.astimezone(_ZONE).date() if article.published else None
        found = read_answer(answer, article.body, Anchor(published=day))
        fresh = [event for event in found if not _told(event, understood.events, article)]
        return replace(understood, events=(*understood.events, *fresh))

    def _answer(self, article: Article) -> str | None:
        day = article.published.astimezone(_ZONE).date() if article.published else None
        asked = messages(article.title, article.body, day)
        question = hashlib.sha256(json.dumps([self.llm.model, asked], ensure_ascii=False).encode()).hexdigest()
        now = self.clock()
        with self.store.read() as connection:
            known = known_answer(connection, question)
            used = tokens_this_month(connection, now)
        if known is not None:
            return known
        if used >= self.llm.monthly_tokens:
            _LOG.warning("the month's tokens are used up; the rules read alone", tokens=self.llm.monthly_tokens)
            return None
        from monitor.fetch.completions import NoCompletion, complete  # few ask a model, and HTTP takes long to load

        key = self.llm.key.get_secret_value() if self.llm.key else None
        seconds = self.llm.timeout.total_seconds()
        said = complete(self.llm.url, model=self.llm.model, key=key, messages=asked, seconds=seconds)
        if isinstance(said, NoCompletion):
            _LOG.warning("no answer; the rules read alone", reason=said.reason, detail=said.detail)
            return None
        with self.store.write() as connection:
            keep_answer(connection, question, model=self.llm.model, answer=said.text, tokens=said.tokens, now=now)
        return said.text


def second_reader(config: Config, store: Store, clock: Callable[[], datetime]) -> SecondReader | None:
    """The second reader that the configuration asks for; None where it asks for none."""
    settings = config.settings
    if "llm" not in settings.extractors or settings.llm is None:
        return None
    return SecondReader(llm=settings.llm, store=store, clock=clock)


def _told(event: Event, known: Sequence[Event], article: Article) -> bool:
    """Whether the rules told it already: the same happening, or one by the same words."""
    day = article.published.astimezone(_ZONE).date() if article.published else None

    def mention(item: Event) -> Mention:
        return Mention(id=0, event=item, published=day, group=0, order=())

    spans = [(item.start, item.end) for item in event.evidence if item.field == "event"]
    for other in known:
        if other.type != event.type:
            continue
        overlap = any(
            words.field == "event" and start < words.end and words.start < end
            for words in other.evidence
            for start, end in spans
        )
        if overlap or same(mention(other), mention(event)):
            return True
    return False
