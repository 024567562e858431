"""Receivers to select and compose for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.config.receiver import Receiver


@pytest.fixture
def receiver() -> Callable[..., Receiver]:
    def made(**more: Any) -> Receiver:
        return Receiver.model_validate({"name": "office", "channels": ("json://localhost",), **more})

    return made
