"""Saved views: whether they are still understood, and whether those that receivers are told by are there."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.ask import parse_ask
from monitor.ask.question import PREFIX
from monitor.config import Config
from monitor.doctor.finding import Finding
from monitor.errors import MonitorError
from monitor.search import parse_query
from monitor.store import Store
from monitor.store.views import list_views


def views(store: Store, config: Config) -> Iterator[Finding]:
    """One finding for each view with something wrong, or one that says that none has."""
    with store.read() as connection:
        saved = {row["name"]: row["question"] for row in list_views(connection)}
    wrong = 0
    for name, question in saved.items():
        try:
            (parse_ask if question.startswith(PREFIX) else parse_query)(question)
        except MonitorError as error:
            wrong += 1
            advice = f"Remove it (`monitor ask --remove '{name}'`) and save it as it is to be asked now."
            yield Finding(check="views", grade="problem", detail=f"{name}: {question}: {error}", advice=advice)
    for receiver in config.receivers:
        for name in receiver.views:
            if name not in saved or saved[name].startswith(PREFIX):
                wrong += 1
                why = "there is none of that name" if name not in saved else "a table is not told in digests"
                advice = "`monitor ask --views` lists them; save it, or take it out of receivers.views."
                yield Finding(
                    check="views", grade="problem", detail=f"{name}, of receiver {receiver.name}: {why}", advice=advice
                )
    if saved and not wrong:
        yield Finding(check="views", grade="ok", detail=f"{len(saved)} saved, all understood")
