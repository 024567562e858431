"""What systemd is told of a service of Type=notify: ready, alive, reloading, stopping (sd_notify(3)); no library.

Does nothing where NOTIFY_SOCKET is not set.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping


class Notifier:
    """environment: where NOTIFY_SOCKET is looked for."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET") or None

    def say(self, *lines: str) -> None:
        """Send assignments such as READY=1; a manager that cannot be reached changes nothing."""
        if self._address is None:
            return
        # A leading @ stands for the zero byte of Linux's abstract names.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.settimeout(1.0)
                channel.sendto("\n".join(lines).encode(), address)
        except OSError:
            return

    def ready(self, status: str) -> None:
        """The service works."""
        self.say("READY=1", f"STATUS={status}")

    def alive(self) -> None:
        """The service has not hung (WatchdogSec=)."""
        self.say("WATCHDOG=1")

    def reloading(self) -> None:
        """The configuration is being read again; `ready` ends it."""
        self.say("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """The service ends."""
        self.say("STOPPING=1")
