"""Fixtures for every test: a site, the same with TLS, a mail server and a chat for each test; dear ones are shared."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from web.browser import chromium
from web.chat import Chat
from web.databases import run_server
from web.postgres import Postgres, Unavailable
from web.server import LocalWeb
from web.smtp import Mailbox

if TYPE_CHECKING:
    from monitor.sandbox import Pool


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


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """A child process that reads pages, shared by the tests of a file."""
    from monitor.sandbox import Pool  # here, so that tests without it need not load it

    with Pool(1) as children:
        yield children


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium that the tests of a file share; see `web.browser`."""
    with chromium() as opened:
        yield opened


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
