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
    from monitor.digest import render, sample

    config = open_config(ctx, needed=True)
    chosen = receiver_named(config, receiver)
    message = render(sample(chosen, now()), chosen.language)
    rows = []
    for channel in chosen.channels:
        address = channel.get_secret_value()
        result = send(message, address, now=now())
        failed = isinstance(result, Failed)
        answer = f"{result.reason}: {result.detail}" if isinstance(result, Failed) else result.answer
        rows.append({"channel": redact(address), "sent": not failed, "answer": answer})
        if not as_json:
            click.echo(f"{redact(address)}: {'failed' if failed else 'sent'} ({answer})")
    if as_json:
        print_json(rows)
    return 0 if all(row["sent"] for row in rows) else 1
