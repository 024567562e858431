"""Fixtures for every test: a site, the same with TLS, a mail server, a chat. Each test gets its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from web.chat import Chat
from web.databases import run_server
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
    """A PostgreSQL that all tests of this process share: the run's, or else one of its own. Skips where there is none
    to be had."""
    try:
        server = run_server() or Postgres()
    except (Unavailable, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    with server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> str:
    """The URL of a new, empty database on a real PostgreSQL."""
    return postgres_server.database()
