"""Runs commands fast: loads the product once, then forks a process for each command.

    python commands.py      a line of JSON in: arguments, folder, environment, output; a line out: the exit code

What a command does, it does in a process of its own, with nothing but that environment and folder. output: the path of
the file that takes all that it prints.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any

LOADED = (
    "alembic.command",
    "monitor.cli.backup",
    "monitor.cli.doctor",
    "monitor.cli.quarantine",
    "monitor.cli.reload",
    "monitor.cli.status",
    "monitor.doctor",
    "monitor.pipeline.quarantine",
    "monitor.pipeline.status",
    "monitor.store.backup",
    "monitor.store.restore",
    "rich.table",
)


def run(order: dict[str, Any]) -> None:
    """Be the command; does not come back."""
    from monitor.cli import main

    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, end in enumerate((nothing, output, output)):
        os.dup2(end, number)
    sys.argv = ["monitor", *order["arguments"]]
    main()


def serve() -> None:
    """Until nobody asks any more."""
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                run(json.loads(line))
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException as error:
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
