"""A receiver: who is told, about what, when and by which channels."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from monitor.config.base import Part, TimeOfDay, Zone


class Receiver(Part):
    """A person or a chat.

    channels: apprise URLs, each one recipient; secrets, never logged whole. times: local times of day of the digest.
    """

    name: str = Field(min_length=1, max_length=80, pattern=r"^[^\s/\\]+$")
    channels: tuple[SecretStr, ...] = Field(min_length=1)
    times: tuple[TimeOfDay, ...] = ("08:30",)
    timezone: Zone = "Asia/Shanghai"
    kinds: tuple[Literal["trip", "signing", "chain"], ...] = ("trip", "signing", "chain")
    regions: tuple[str, ...] = ()
    enabled: bool = True
