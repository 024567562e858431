"""The configuration: what it leaves out, its secrets' files, its channels, the extras that it needs."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from importlib.util import find_spec

from monitor.config import Config
from monitor.config.secrets import open_to_others
from monitor.delivery import check, redact
from monitor.doctor.finding import Finding

_EXTRAS = {
    "postgresql": ("psycopg", "a PostgreSQL database"),
    "web": ("fastapi", "the web pages"),
    "plots": ("vl_convert", "drawings in digests"),
    "archives": ("fastwarc", "web archives (WARC)"),
    "keyring": ("keyring", "secrets from the system's keyring"),
    "render": ("playwright", "pages that scripts write"),
    "cluster": ("procrastinate", "work over several machines"),
    "mcp": ("mcp", "answering language models"),
}


def settings(config: Config, *, database: str) -> Iterator[Finding]:
    """database: the URL that is used, to know what it needs."""
    yield from _file(config)
    yield from _secrets(config)
    yield from _channels(config)
    yield from _extras(config, database)


def _file(config: Config) -> Iterator[Finding]:
    enabled = sum(source.enabled for source in config.sources)
    if config.path is None:
        yield Finding(
            check="configuration", grade="problem", detail="there is no sources.yaml", advice="Run `monitor init`."
        )
        return
    told = [receiver for receiver in config.receivers if receiver.enabled]
    yield Finding(
        check="configuration",
        grade="ok",
        detail=f"{config.path}: {enabled} of {len(config.sources)} sources enabled, {len(told)} receivers",
    )
    if not enabled:
        yield Finding(
            check="sources",
            grade="warning",
            detail="no source is enabled, so that nothing is polled",
            advice="Set `enabled: true` on one, or run `monitor sources add ADDRESS`.",
        )
    if not told:
        yield Finding(
            check="receivers",
            grade="warning",
            detail="there is none, so that nobody is told anything",
            advice="Add one to receivers; docs/digests.md shows how.",
        )
    if config.settings.operator is None:
        yield Finding(
            check="operator",
            grade="warning",
            detail="nobody is told when a source begins to fail",
            advice="Name a receiver in settings.operator.",
        )
    if config.settings.contact is None:
        yield Finding(
            check="contact",
            grade="note",
            detail="sites are not told whom to write to",
            advice="Set settings.contact to your address; some sites block robots without one.",
        )
    status = config.settings.status
    if status and not status.startswith(("127.", "localhost", "[::1]")):
        yield Finding(
            check="status",
            grade="warning",
            detail=f"/metrics is served on {status}, which others may reach; it has no login",
            advice="Use 127.0.0.1, or keep the port inside your own network.",
        )


def _secrets(config: Config) -> Iterator[Finding]:
    open_files = [why for file in {one.file for one in config.filled if one.file} if (why := open_to_others(file))]
    for why in sorted(open_files):
        yield Finding(
            check="secrets", grade="warning", detail=why.partition("; ")[0], advice=why.partition("; ")[2] + "."
        )
    literal = len(list(_written_out(config)))
    if literal and config.path and config.path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield Finding(
            check="secrets",
            grade="warning",
            detail=f"{config.path} holds {literal} channels or keys and can be read by every user",
            advice=f"chmod 600 {config.path}, or write ${{NAME}} and set NAME or NAME_FILE.",
        )
    elif not open_files:
        yield Finding(check="secrets", grade="ok", detail=f"{len(config.filled)} filled in from outside the file")


def _written_out(config: Config) -> Iterator[str]:
    """Secrets of the configuration into which nothing was filled: they stand in the file itself."""
    filled = [one.value.get_secret_value() for one in config.filled]
    held = [channel for receiver in config.receivers for channel in receiver.channels]
    held += [secret for source in config.sources for secret in (source.cookie, source.proxy) if secret]
    held += [config.settings.heartbeat] if config.settings.heartbeat else []
    for secret in held:
        if not any(value and value in secret.get_secret_value() for value in filled):
            yield "one"


def _channels(config: Config) -> Iterator[Finding]:
    good = 0
    for receiver in config.receivers:
        for channel in receiver.channels:
            address = channel.get_secret_value()
            why = check(address)
            good += why is None
            if why:
                yield Finding(
                    check="channel",
                    grade="problem",
                    detail=f"{receiver.name}, {redact(address)}: {why}",
                    advice=f"Correct it in {config.path}; docs/digests.md shows how each kind is written.",
                )
    if good:
        yield Finding(
            check="channels",
            grade="ok",
            detail=f"{good} can be read; `monitor test-channel RECEIVER` sends a sample",
        )


def _extras(config: Config, database: str) -> Iterator[Finding]:
    needed = {
        "postgresql": database.startswith("postgres"),
        "keyring": any(one.name.startswith("keyring:") for one in config.filled),
        "render": any(getattr(source, "render", False) for source in config.sources if source.enabled),
    }
    there = [name for name, (module, _) in _EXTRAS.items() if find_spec(module)]
    for name, wanted in needed.items():
        if wanted and name not in there:
            yield Finding(
                check="extras",
                grade="problem",
                detail=f"{_EXTRAS[name][1]} needs the extra {name}, which is not installed",
                advice=f"pip install 'monitor[{name}]'.",
            )
    absent = ", ".join(f"{name} ({what})" for name, (_, what) in _EXTRAS.items() if name not in there)
    yield Finding(
        check="extras",
        grade="note" if absent else "ok",
        detail=f"not installed: {absent}" if absent else "all installed",
    )
