"""Fixtures for every test: a site, the same with TLS, a mail server, a chat. Each test gets its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from web.chat import Chat
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
