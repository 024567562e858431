"""A client that may ask the loopback and does not wait between requests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from monitor.fetch import Client, Limits

QUICK = Limits(total=4.0, connect=4.0, silence=2.5, delay=0.0, patience=5.0)


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client(contact="ops@example.com", allow_private=["127.0.0.0/8"], limits=QUICK)
    yield client
    client.close()
