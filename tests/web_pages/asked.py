"""What the tests ask of a page and of the store: forms, cards, tags, the first event of a question."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from fastapi.testclient import TestClient

from monitor.search import parse_query
from monitor.store import Store
from monitor.store.search import search_events


def form_of(client: TestClient) -> str:
    return client.cookies["monitor_form"]


def first(store: Store, question: str) -> int:
    with store.read() as connection:
        return search_events(connection, parse_query(question)).ids[0]


class Names(HTMLParser):
    """Every start tag with its attributes, and the ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def cards(page: str) -> set[int]:
    return {int(number) for number in re.findall(r'<h3><a href="/events/(\d+)">', page)}
