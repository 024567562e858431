"""Pages that were laid aside, read once more: by a better release, or on a machine that is less busy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.pipeline.placing import QUARANTINED, Outcome, reconsider
from monitor.sandbox import Pool
from monitor.store import Store
from monitor.store.pages import page_by_id, set_verdict
from monitor.store.quarantine import find_quarantined, is_old_news
from monitor.types import Refusal


def retry(
    store: Store, pool: Pool, page_ids: Sequence[int], *, now: datetime, quiet: bool | None = None
) -> Iterator[tuple[int, Outcome]]:
    """Read pages of the quarantine again, each in a transaction of its own; what became of each.

    quiet: whether what they tell is stored and not told; None: told, unless it would have been no news then either
    (replayed, or on a source's first listing). A page that ends its reader again stays where it is.
    """
    for page_id in page_ids:
        with store.read() as connection:
            found = find_quarantined(connection, page_id)
            page = page_by_id(connection, page_id) if found and found.size else None
        if found is None:
            yield page_id, Outcome(name=str(page_id), verdict="known", reason="it is not in the quarantine")
            continue
        name = found.url or found.document or "page"
        if page is None:
            yield page_id, Outcome(name=name, verdict="rejected", reason="its bytes are kept no longer")
            continue
        result = pool.understand(page)
        with store.write() as connection:
            if find_quarantined(connection, page_id) is None:  # another process read it meanwhile
                continue
            if isinstance(result, Refusal):
                reason = f"{result.reason}: {result.detail}"
                verdict = "quarantined" if result.reason in QUARANTINED else "rejected"
                set_verdict(connection, page_id, verdict, reason)
                outcome = Outcome(name=name, verdict="rejected", reason=reason)
            else:
                hush = is_old_news(connection, page_id) if quiet is None else quiet
                outcome = reconsider(connection, page, result, page_id=page_id, now=now, quiet=hush)
        yield page_id, outcome
