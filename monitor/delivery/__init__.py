"""The edge to mailboxes and chats: one message, one channel, one answer. Everything else is the outbox's business."""

from monitor.delivery.address import redact
from monitor.delivery.answer import REASONS, Answer, Failed, Sent
from monitor.delivery.rates import Rates
from monitor.delivery.send import check, send
from monitor.delivery.shown import SHOWN, shown
from monitor.delivery.split import split

__all__ = ["REASONS", "SHOWN", "Answer", "Failed", "Rates", "Sent", "check", "redact", "send", "shown", "split"]
