"""The child's side: takes pages from standard input, gives back what was read in them, within its limits.

Run by `monitor.sandbox.pool` as `python -m monitor.sandbox.child`.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from typing import Any

from monitor.sandbox.frames import LENGTH, frame, write_frame

MEMORY = 1024 * 1024 * 1024
"""Address space of a child, bytes: Lexbor takes up to 1.3 GB for a hostile 40 KB page."""

CPU_SECONDS = 10
"""Processor time for one page; a normal one takes a hundredth of a second. Then the kernel ends the process, also where
the parent is gone."""

_AFTER = 3
"""Where cores are scarce the parent goes first, for which all children of a backfill would wait."""


def main() -> None:
    """Serve until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_AFTER)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not break the frames
    from monitor.sandbox import work

    write_frame(answers, frame("ready"))
    tasks = sys.stdin.buffer
    while head := tasks.read(LENGTH.size):
        # From our own parent: the name of a function of `work`, and its arguments.
        name, arguments = pickle.loads(tasks.read(LENGTH.unpack(head)[0]))  # noqa: S301
        _give_time()
        try:
            answer: Any = getattr(work, name)(*arguments)
        except MemoryError:
            os._exit(77)
        except Exception as error:  # a defect is told with its page; the rest goes on
            answer = error_of(error)
        write_frame(answers, frame(answer))


def _give_time() -> None:
    """Let one page use CPU_SECONDS from here on; then the kernel ends the process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


def error_of(error: Exception) -> tuple[str, str]:
    """A defect as the parent keeps it: its class and place, without text of the page."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119
    return "defect", f"{type(error).__name__} at {place}"


if __name__ == "__main__":
    main()
