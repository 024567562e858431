"""Fixtures for every test: a site, the same with TLS, a mail server, a chat. Each test gets its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from web.chat import Chat
from web.postgres import Postgres, Unavailable
from web.server import LocalWeb
from web.smtp import Mailbox


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    """A programmable site; see `web.server`, `web.faults` and `web.content`."""
    with LocalWeb() as site:
        yield site


@pytest.fixture
def tls_web() -> Iterator[LocalWeb]:
    """The same over https, with a certificate that nobody trusts."""
    with LocalWeb(tls=True) as site:
        yield site


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes everything; see `web.smtp`."""
    with Mailbox() as server:
        yield server


@pytest.fixture
def chat() -> Iterator[Chat]:
    """A WeCom-like webhook; see `web.chat`."""
    with Chat() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL that all tests of this process share; skips where there is none to be had."""
    try:
        server = Postgres()
    except Unavailable as missing:
        pytest.skip(f"no PostgreSQL: {missing}")
    with server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> str:
    """The URL of a new, empty database on a real PostgreSQL."""
    return postgres_server.database()
