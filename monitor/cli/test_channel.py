"""`monitor test-channel`: a made-up digest to every channel of a receiver."""

from __future__ import annotations

import click

from monitor.cli.app import json_option, now, open_config, print_json
from monitor.cli.digest import receiver_named


@click.command("test-channel")
@click.argument("receiver")
@json_option
@click.pass_context
def test_channel(ctx: click.Context, receiver: str, as_json: bool) -> int:
    """Send a made-up digest, marked as such, to every channel of RECEIVER, and say what each answered."""
    from monitor.delivery import Failed, redact, send
    from monitor.digest import sample
    from monitor.logs.redact import Redactor
    from monitor.pipeline.messages import drawings_of, message_for, unable

    config = open_config(ctx, needed=True)
    chosen = receiver_named(config, receiver)
    digest = sample(chosen, now())
    drawn = chosen.plots != "never" and unable() is None
    made = message_for(config, chosen, digest, drawings_of(chosen, digest.new, (), digest.new) if drawn else ())
    if made.problem:
        click.echo(f"The shipped template stands in. {made.problem}", err=True)
    message = made.message
    hide = Redactor(config.secrets())  # a server can say our own keys back to us
    rows = []
    for channel in chosen.channels:
        address = channel.get_secret_value()
        result = send(message, address, now=now(), unsubscribe=chosen.unsubscribe)
        failed = isinstance(result, Failed)
        answer = hide(f"{result.reason}: {result.detail}" if isinstance(result, Failed) else result.answer)
        rows.append({"channel": redact(address), "sent": not failed, "answer": answer})
        if not as_json:
            click.echo(f"{redact(address)}: {'failed' if failed else 'sent'} ({answer})")
    if as_json:
        print_json(rows)
    return 0 if all(row["sent"] for row in rows) else 1
