"""Names a process as the owner of leases, so that others on the same machine can tell whether it still lives."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

_SEPARATOR = ":"
_LONGEST_HOST = 30


@cache
def _here() -> str:
    """Where process numbers mean the same: the host, and within it the kernel's namespace of processes (containers
    that share a host name do not share that)."""
    host = socket.gethostname().replace(_SEPARATOR, "-")[:_LONGEST_HOST]
    try:
        space = Path("/proc/self/ns/pid").readlink().name.rpartition("[")[2].rstrip("]")
    except OSError:
        space = ""
    return f"{host}{_SEPARATOR}{space}"


def process_birth(pid: int) -> int | None:
    """When a process began, in the kernel's ticks: with its number it names one process for good. None where the
    system does not say (no /proc), or where there is no such process."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return int(stat.rpartition(")")[2].split()[19])  # field 22 of proc(5), counted behind the name
    except (OSError, ValueError, IndexError):
        return None


def owner_name() -> str:
    """This process, as an owner of leases; at most 65 characters. What follows ":" and this may name a thread."""
    pid = os.getpid()
    return _SEPARATOR.join([_here(), str(pid), str(process_birth(pid) or "")])


def is_dead(owner: str) -> bool:
    """Whether an owner's process is known to have ended; False for one on another machine."""
    host, _, rest = owner.partition(_SEPARATOR)
    space, _, rest = rest.partition(_SEPARATOR)
    pid, _, rest = rest.partition(_SEPARATOR)
    birth = rest.partition(_SEPARATOR)[0]
    if f"{host}{_SEPARATOR}{space}" != _here() or not pid.isdigit():
        return False
    if birth and (began := process_birth(int(pid))) is not None:
        return began != int(birth)
    try:  # /proc may hide other users' processes (hidepid, systemd's ProtectProc)
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it is another user's, and lives
        return False
    return False
