"""`monitor deliveries`: the ledger. What, to whom, when, by which channel, with what answer."""

from __future__ import annotations

import click

from monitor.cli.app import NOTHING_MATCHED, json_option, local, open_config, open_database, print_json, print_table


@click.command()
@click.option("--receiver", help="Only to this receiver.")
@click.option("--state", type=click.Choice(["waiting", "sending", "sent", "dead"]))
@click.option("--resend", type=int, metavar="ID", help="Put a message that was laid aside back into the outbox.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="At most so many.")
@json_option
@click.pass_context
def deliveries(
    ctx: click.Context, receiver: str | None, state: str | None, resend: int | None, limit: int, as_json: bool
) -> int:
    """List messages, newest first, with their state and the last answer."""
    from monitor.cli.app import now
    from monitor.store.outbox import list_deliveries, put_back

    config = open_config(ctx)
    zone = config.settings.timezone
    store = open_database(ctx, config)
    if resend is not None:
        with store.write() as connection:
            done = put_back(connection, resend, now=now())
        store.close()
        click.echo(f"Message {resend} will be sent again." if done else f"Message {resend} was not laid aside.")
        return 0 if done else NOTHING_MATCHED
    with store.read() as connection:
        rows = list_deliveries(connection, receiver=receiver, state=state, limit=limit)
    store.close()
    if as_json:
        print_json(rows)
    else:
        print_table(
            ("id", "receiver", "channel", "subject", "state", "tries", "made", "sent", "answer"),
            (
                (
                    str(row["id"]),
                    row["receiver"],
                    row["channel"],
                    row["subject"],
                    row["state"],
                    str(row["attempts"]),
                    local(row["created"], zone),
                    local(row["sent_at"], zone),
                    row["answer"] or "-",
                )
                for row in rows
            ),
        )
    return 0 if rows else NOTHING_MATCHED
