"""Watching the sources themselves: their states judged as polls come in, and the operator told once of each change."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.config import Config, Receiver, Source
from monitor.digest import quiet_until
from monitor.digest.notice import Notice, compose_notices
from monitor.health import Rhythm, State, judge, rhythm
from monitor.health.telling import News, news_of, to_tell
from monitor.pipeline.waiting import put
from monitor.points import passed
from monitor.store import Store
from monitor.store.meta import read_time, write_time
from monitor.store.sources import source_state
from monitor.store.states import (
    FailingPage,
    failing_page,
    mark_told,
    page_without,
    read_news,
    read_polls,
    read_state,
    to_judge,
    untold,
    write_state,
)

_SEASON = timedelta(days=90)
"""How far back the rhythm of a source is learnt."""

_TOLD = "operator told of sources"
_FIELDS = {f"no {field}": field for field in ("title", "published", "body")}


def state_of(connection: Connection, source_id: int, name: str, *, now: datetime) -> tuple[State, Rhythm | None]:
    """A source's state by all its polls so far, and its rhythm; nothing is written. No rhythm before the first poll."""
    polls = read_news(connection, source_id, since=now - _SEASON)
    own = rhythm([poll.at for poll in polls[1:]], since=polls[0].at, now=now) if polls else None
    history = read_polls(connection, source_id, name)
    return judge(history, now, before=read_state(connection, source_id), rhythm=own), own


def page_behind(connection: Connection, name: str, state: State | None = None) -> FailingPage | None:
    """The newest page that a source's trouble is about: an article on which a field is missing, where that is its
    state, else what came instead of its listing. state: as it was judged last, where it is not given."""
    if state is None and (known := source_state(connection, name)):
        state = read_state(connection, known.id)
    if state is not None and state.reason in _FIELDS:
        return page_without(connection, name, _FIELDS[state.reason])
    return failing_page(connection, name)


def judge_due(store: Store, config: Config, *, now: datetime) -> int:
    """Judge the sources that were polled, or may have fallen silent, since they were judged; how many it were."""
    names = {source.name for source in config.sources if source.enabled}
    with store.read() as connection:
        judged = [
            (source_id, *state_of(connection, source_id, name, now=now))
            for source_id, name in to_judge(connection, names, now=now)
        ]
    if judged:
        with store.write() as connection:
            for source_id, state, own in judged:
                waits = state.health == "fine" and own is not None
                quiet_at = own.last + own.patience + timedelta(seconds=1) if waits and own else None
                write_state(connection, source_id, state, quiet_at=quiet_at)
    return len(judged)


def tell_operator(store: Store, config: Config, *, now: datetime) -> tuple[News, ...]:
    """Judge the sources, and put what the operator does not know yet into the outbox; gives what was told.

    Without `settings.operator` the sources are judged all the same, and whoever is named later is told of those that
    are in trouble then. Nothing is told in the operator's quiet hours; it follows after.
    """
    judge_due(store, config, now=now)
    receiver = next((one for one in config.receivers if one.name == config.settings.operator and one.enabled), None)
    if receiver is None or quiet_until(receiver, now):
        return ()
    sources = {source.name: source for source in config.sources if source.enabled}
    with store.read() as connection:
        if not untold(connection, sources):
            return ()
    with store.write() as connection:
        waiting = {item.name: item for item in untold(connection, sources)}
        found = [news_of(item.name, told=item.told, state=item.state) for item in waiting.values()]
        told = to_tell((item for item in found if item), now=now, last=read_time(connection, _TOLD))
        if told:
            _post(connection, config, receiver, told, now=now)
            passed("operator.posted")
            mark_told(connection, [waiting[item.source].source_id for item in told])
            write_time(connection, _TOLD, now)
    return told


def _post(connection: Connection, config: Config, receiver: Receiver, told: tuple[News, ...], *, now: datetime) -> None:
    sources = {source.name: source for source in config.sources}
    notices = [_notice(connection, sources[item.source], item) for item in told]
    put(connection, receiver, compose_notices(receiver, notices), (), now=now)


def _notice(connection: Connection, source: Source, item: News) -> Notice:
    """The page is named only where it came since this trouble began."""
    state, page = item.state, page_behind(connection, source.name, item.state)
    kept = page is not None and not (state.since and page.at < state.since)
    article = page.url if page and kept and state.reason in _FIELDS else None
    return Notice(
        name=source.name,
        title=source.title,
        url=source.shown(source.url),
        word=item.word,
        state=state.health,
        before=item.before,
        since=state.since,
        cause=state.cause,
        evidence=state.evidence,
        reason=state.reason,
        facts=state.facts,
        rule=_rule(source) if state.health == "redesigned" else None,
        article=source.shown(article) if article else None,
        page=f"monitor sources page {source.name}" if kept else None,
    )


def _rule(source: Source) -> str:
    """How the source's pages are read, as its entry says."""
    said = {name: getattr(source, name) for name in ("link", "match", "items", "next") if getattr(source, name)}
    return f"kind: {source.kind}" + "".join(f", {name}: {value}" for name, value in said.items())
