"""From an address to a Page, bounded and polite; the only importer of httpx.

client = Client(contact="ops@example.com")
outcome = client.get(request_for(source))     # Fetched | Unchanged | Failed
"""

from monitor.fetch.client import Client
from monitor.fetch.outcome import MEANING, PASSING, Failed, Fetched, Limits, Outcome, Reason, Request, Unchanged
from monitor.fetch.program import browser_trouble
from monitor.fetch.sourced import mail_request_for, request_for

__all__ = [
    "MEANING",
    "PASSING",
    "Client",
    "Failed",
    "Fetched",
    "Limits",
    "Outcome",
    "Reason",
    "Request",
    "Unchanged",
    "browser_trouble",
    "mail_request_for",
    "request_for",
]
