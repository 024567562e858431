"""`monitor digest`: what is due goes out; --preview shows a digest as it will be."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from monitor.cli.app import NOTHING_MATCHED, json_option, moment, now, open_config, open_database, print_json
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.config import Config, Receiver
    from monitor.types import Digest, Occasion


@click.command()
@click.argument("receiver", required=False)
@click.option("--preview", is_flag=True, help="Show it, send nothing, remember nothing.")
@click.option(
    "--since", metavar="WHEN", default="7d", help="With --preview: seen since a day, or 12h, 7d, 4w ago. [7d]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "markdown", "wecom", "dingtalk", "feishu", "telegram", "slack", "json"]),
    default="text",
    show_default=True,
    help="With --preview: which form, or what a kind of chat gets.",
)
@click.option(
    "--occasion",
    type=click.Choice(["digest", "weekly", "monthly"]),
    default="digest",
    show_default=True,
    help="With --preview: as a digest or as a summary.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="With --preview: write the HTML form there.")
@click.option("--open/--no-open", "launch", default=None, help="Open the HTML form in a browser.")
@click.option("--why", "event_id", type=int, metavar="EVENT", help="Say why an event is, or is not, for RECEIVER.")
@json_option
@click.pass_context
def digest(
    ctx: click.Context,
    receiver: str | None,
    preview: bool,
    since: str,
    form: str,
    occasion: str,
    output: Path | None,
    launch: bool | None,
    event_id: int | None,
    as_json: bool,
) -> int:
    """Make and send the digest of RECEIVER now, or of every receiver whose time has come.

    With --preview nothing is sent: the digest of everything seen since then is shown as RECEIVER would get it.
    """
    config = open_config(ctx, needed=not preview)
    if event_id is not None:
        if receiver is None:
            raise click.UsageError("--why needs a RECEIVER.")
        return _why(ctx, config, receiver, event_id, as_json)
    if preview:
        return _preview(ctx, config, receiver, since, form, occasion, output, launch, as_json)
    return _send(ctx, config, receiver, as_json)


def _preview(
    ctx: click.Context,
    config: Config,
    name: str | None,
    since: str,
    form: str,
    occasion: str,
    output: Path | None,
    launch: bool | None,
    as_json: bool,
) -> int:
    from monitor.delivery import shown
    from monitor.pipeline.digests import preview
    from monitor.pipeline.messages import message_for, unable, with_images
    from monitor.pipeline.notes import source_notes

    chosen = receiver_named(config, name) if name else _anyone(config)
    store = open_database(ctx, config)
    with store.read() as connection:
        notes = source_notes(connection, config)
    begin = moment(since, chosen.timezone)
    made, drawings = preview(
        store, config, chosen, since=begin, now=now(), sources=notes, occasion=cast("Occasion", occasion)
    )
    store.close()
    written = message_for(config, chosen, made, drawings)
    if written.problem:
        click.echo(f"The shipped template stands in. {written.problem}", err=True)
    message = written.message
    if as_json:
        print_json(message.facts)
        return 0 if made.new else NOTHING_MATCHED
    if occasion != "digest" and chosen.plots != "never" and (why := unable()):
        click.echo(f"No drawings: {why}", err=True)
    page_of_its_own = with_images(message)
    parts = [page_of_its_own] if form == "html" else shown(message, form)
    click.echo("\n\n".join(parts))
    interactive = sys.stdout.isatty() and form == "text"
    if output or launch or (launch is None and interactive):
        path = output or Path(tempfile.gettempdir()) / f"monitor-digest-{os.getuid()}.html"
        path.write_text(page_of_its_own or message.text, encoding="utf-8")
        click.echo(f"\nHTML form: {path}", err=not interactive)
        if launch or (launch is None and interactive and output is None):
            click.launch(str(path))
    return 0 if made.new else NOTHING_MATCHED


def _send(ctx: click.Context, config: Config, name: str | None, as_json: bool) -> int:
    from monitor.pipeline.digests import make_due, make_now
    from monitor.pipeline.filters import refilter
    from monitor.pipeline.sending import send_waiting
    from monitor.pipeline.watch import tell_operator
    from monitor.store.owner import owner_name

    store = open_database(ctx, config)
    refilter(store, config.sources)
    if name:
        made: list[Digest] = make_now(store, config, receiver_named(config, name), now=now())
    else:
        tell_operator(store, config, now=now())
        made = make_due(store, config, now=now())
    sendings = send_waiting(store, config, owner=owner_name(), now=now())
    store.close()
    if as_json:
        print_json(
            {
                "made": [
                    {"receiver": digest.receiver, "new": len(digest.new), "updated": len(digest.updated)}
                    for digest in made
                ],
                "sent": [
                    {"receiver": item.receiver, "channel": item.channel, "sent": item.sent, "answer": item.detail}
                    for item in sendings
                ],
            }
        )
    else:
        for digest in made:
            click.echo(f"{digest.receiver}: {len(digest.new)} new, {len(digest.updated)} updated")
        for item in sendings:
            fate = "sent" if item.sent else "will be tried again" if item.passing else "laid aside"
            click.echo(f"{item.receiver}: {item.channel}: {fate} ({item.detail})")
        if not made and not sendings:
            click.echo("Nothing is due.")
    if any(not item.sent for item in sendings):
        return 1
    return 0 if made or sendings else NOTHING_MATCHED


def _why(ctx: click.Context, config: Config, name: str, event_id: int, as_json: bool) -> int:
    """Rule by rule: routes, silences, the receiver's filter, and whether it was told."""
    from monitor.pipeline.reasons import reasons

    store = open_database(ctx, config)
    found = reasons(store, config, receiver_named(config, name), event_id, now=now())
    store.close()
    if found is None:
        click.echo(f"There is no event {event_id}.", err=True)
        return NOTHING_MATCHED
    if as_json:
        print_json([{"rule": rule, "passed": passed, "detail": detail} for rule, passed, detail in found])
    else:
        for rule, passed, detail in found:
            click.echo(f"{'yes' if passed else 'no '}  {rule}: {detail}")
    return 0 if all(passed for _, passed, _ in found) else NOTHING_MATCHED


def receiver_named(config: Config, name: str) -> Receiver:
    for receiver in config.receivers:
        if receiver.name == name:
            return receiver
    known = ", ".join(receiver.name for receiver in config.receivers) or "none yet"
    raise ConfigError(f"There is no receiver {name!r} in sources.yaml; known: {known}.")


def _anyone(config: Config) -> Receiver:
    """The first receiver, else a reader who wants everything."""
    from pydantic import SecretStr

    from monitor.config import Receiver

    if config.receivers:
        return config.receivers[0]
    return Receiver(name="preview", channels=(SecretStr("json://127.0.0.1"),), timezone=config.settings.timezone)
