"""The pages on an address: who has to be known before anything is served; alone, or beside a daemon."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import uvicorn

from monitor.config import Config
from monitor.config.secrets import Filler
from monitor.errors import ConfigError
from monitor.logs import Log
from monitor.store import Store
from monitor.store.people import count_users, put_user
from monitor.web.access import hashed
from monitor.web.app import create_app
from monitor.web.site import Site, is_own

_LOG = Log("monitor.web")

FIRST = "MONITOR_ADMIN_PASSWORD"
"""The environment's name for the password of the first user, `admin`; with _FILE, of a file that holds it."""

_GRACE = 5  # seconds that requests in work are given


def open_site(
    config: Config,
    store: Store,
    *,
    host: str,
    clock: Callable[[], datetime],
    environment: Mapping[str, str] = os.environ,
) -> Site:
    """The site as it is served on an address of this host. Where there is no user yet, and the environment has a
    password for the first one, that one is made. Raises ConfigError where others could reach it and nobody is known."""
    with store.read() as connection:
        known = count_users(connection) > 0
    if not known and (FIRST in environment or f"{FIRST}_FILE" in environment):
        password = Filler(Path("the environment"), {}, environment).fill(f"${{{FIRST}}}")
        with store.write() as connection:
            put_user(connection, "admin", hashed(password), "admin", now=clock())
        _LOG.info("first user made", name="admin", by=FIRST)
        known = True
    site = Site(config=config, store=store, clock=clock, open=is_own(host))
    if not known and not site.own:
        place = host if not site.open else f"settings.link ({config.settings.link})"
        raise ConfigError(
            f"{place} is reached from elsewhere: make a user first, with `monitor users add NAME --role admin`, "
            f"or set {FIRST}."
        )
    return site


class Server:
    """The pages of a site on an address of this machine. Raises ConfigError where that cannot be listened on."""

    def __init__(self, site: Site, host: str, port: int) -> None:
        self._app = create_app(site)
        try:
            self._socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except OSError as error:
            raise ConfigError(
                f"Cannot listen on {host} port {port}: {error.strerror or error}; name a free address of this machine."
            ) from error
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{self._socket.getsockname()[1]}/"
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE
            )
        )
        self._thread = threading.Thread(target=self.run, name="pages", daemon=True)

    def run(self) -> None:
        """Serve in this thread, until a signal or `close` ends it."""
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve in a thread of its own, and leave signals to the rest of the process."""
        self._thread.start()

    def reload(self, config: Config) -> None:
        """Serve by another configuration from now on; the address stays."""
        self._app.state.site = replace(self._app.state.site, config=config)

    def close(self) -> None:
        """Stop serving; what is in work is finished, for some seconds."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_GRACE + 1)
        self._socket.close()
