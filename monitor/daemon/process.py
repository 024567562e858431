"""Other daemons, as a command sees them: whether they work, and how they are asked to read the configuration again."""

from __future__ import annotations

import os
import signal
import socket
from datetime import datetime

from monitor.errors import MonitorError
from monitor.store.daemons import Daemon
from monitor.store.owner import is_dead, process_birth


def works(daemon: Daemon, now: datetime) -> bool:
    """Whether a daemon still works: its process is there, or, where that cannot be seen from here, it ticked lately."""
    if is_dead(daemon.owner):
        return False
    seen = daemon.host == socket.gethostname() and daemon.birth is not None
    return daemon.alive(now) or (seen and process_birth(daemon.pid) == daemon.birth)


def ask_to_reload(daemon: Daemon) -> None:
    """Send SIGHUP to a daemon of this machine. Raises MonitorError where that cannot be done."""
    if daemon.host != socket.gethostname():
        raise MonitorError(f"The daemon {daemon.owner} runs on {daemon.host}; run `monitor reload` there.")
    if not hasattr(signal, "SIGHUP"):
        raise MonitorError("This system has no SIGHUP; restart the daemon instead.")
    try:
        os.kill(daemon.pid, signal.SIGHUP)
    except ProcessLookupError as error:
        raise MonitorError(f"The daemon {daemon.owner} is not running any more.") from error
    except PermissionError as error:
        raise MonitorError(
            f"The daemon {daemon.owner} (process {daemon.pid}) belongs to another user; run this as that user, "
            "or `systemctl reload monitor`."
        ) from error
