"""The network: names of sources and channels, whether channels can be reached, and what time others have."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from monitor.config import Config
from monitor.delivery import redact
from monitor.doctor.finding import Finding
from monitor.fetch import Client, Fetched, request_for

_SECONDS = 5.0
_HOSTS = 5
_SKEW = timedelta(minutes=2)
_PORTS = {"mailto": 587, "mailtos": 587, "json": 80, "jsons": 443}


def network(config: Config, client: Client, *, now: datetime, reach: bool) -> Iterator[Finding]:
    """reach: also connect to channels that name a host, and ask a source for the time; nothing is sent to anybody."""
    yield from _names(config)
    if reach:
        yield from _channels(config)
        yield from _time(config, client, now)


def _names(config: Config) -> Iterator[Finding]:
    hosts = sorted({urlsplit(source.url).hostname or "" for source in config.sources if source.enabled} - {""})[:_HOSTS]
    if not hosts:
        return
    # Threads: a look-up cannot be broken off, but it need not be waited for.
    threads = ThreadPoolExecutor(len(hosts), thread_name_prefix="dns")
    waiting = {host: threads.submit(socket.getaddrinfo, host, 443) for host in hosts}
    failed = []
    for host, future in waiting.items():
        try:
            future.result(_SECONDS)
        except (OSError, UnicodeError):
            failed.append(host)
    threads.shutdown(wait=False, cancel_futures=True)
    if len(failed) == len(hosts):
        yield Finding(
            check="dns",
            grade="problem",
            detail=f"no name of a source can be looked up ({', '.join(failed)})",
            advice="Is the machine online? Look at /etc/resolv.conf.",
        )
    elif failed:
        yield Finding(
            check="dns",
            grade="warning",
            detail=f"cannot be looked up: {', '.join(failed)}",
            advice="Correct the address, or set `enabled: false`.",
        )
    else:
        yield Finding(check="dns", grade="ok", detail=f"{len(hosts)} names of sources looked up")


def _channels(config: Config) -> Iterator[Finding]:
    for receiver in config.receivers:
        for channel in receiver.channels:
            address = channel.get_secret_value()
            parts = urlsplit(address)
            try:
                host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
            except ValueError:
                continue  # its syntax is told elsewhere
            if parts.scheme not in _PORTS or host is None:
                continue
            shown = f"{receiver.name}, {redact(address)}"
            try:
                socket.create_connection((host, port or 443), timeout=_SECONDS).close()
            except OSError as error:
                yield Finding(
                    check="channel",
                    grade="warning",
                    detail=f"{shown}: no connection: {error.strerror or error}",
                    advice="Is the server right, and may this machine reach it?",
                )
            else:
                yield Finding(check="channel", grade="ok", detail=f"{shown} can be reached")


def _time(config: Config, client: Client, now: datetime) -> Iterator[Finding]:
    """The clock against the Date of a source's answer (RFC 9110, 6.6.1)."""
    for source in [source for source in config.sources if source.enabled][:3]:
        answer = client.get(request_for(source, source.url))
        said = answer.page.headers.get("date") if isinstance(answer, Fetched) else None
        try:
            there = parsedate_to_datetime(said or "")
        except ValueError:
            continue
        apart = abs(there - now)
        yield Finding(
            check="time",
            grade="problem" if apart > _SKEW else "ok",
            detail=f"{apart.total_seconds():.0f} s apart from {urlsplit(source.url).hostname}",
            advice="Set the clock (timedatectl set-ntp true)." if apart > _SKEW else "",
        )
        return
