"""What stands beside a saved page: url, source, title, published, fetched_at."""

from __future__ import annotations

import json
from datetime import datetime, time
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from monitor.errors import ReplayError

BESIDE = (".json", ".md")
"""What may stand beside pages in a folder or archive: sidecars, gold, a note."""


def beside(name: str) -> str:
    """The name of a page's sidecar; name: of the page, with the folders of an archive or without."""
    page = PurePosixPath(name[:-3] if name.lower().endswith(".gz") else name)
    return str(page.with_name(page.stem + ".json"))


def sidecar_path(file: Path) -> Path:
    """Where the sidecar of a page is."""
    return file.with_name(beside(file.name))


def sidecar(file: Path) -> dict[str, Any]:
    """The facts beside a page, none where nothing is there. Raises ReplayError."""
    path = sidecar_path(file)
    if path == file or not path.is_file():
        return {}
    try:
        return facts_of(path.read_bytes(), path.name)
    except OSError as error:
        raise ReplayError(f"{path.name}: cannot be read: {error.strerror}.", reason="bad sidecar") from error


def facts_of(written: bytes | dict[str, Any], name: str) -> dict[str, Any]:
    """Checked facts: texts, and times (a day or a time in ISO 8601) as aware times. Raises ReplayError."""
    try:
        facts = json.loads(written.decode("utf-8-sig")) if isinstance(written, bytes) else written
        if not isinstance(facts, dict):
            raise TypeError("expected an object")
        known = {key: facts.get(key) for key in ("url", "source", "title")}
        for key, value in known.items():
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{key} must be a text")
        return known | {key: _moment(facts.get(key)) for key in ("published", "fetched_at")}
    except (ValueError, TypeError) as error:
        raise ReplayError(f"{name}: cannot be used: {error}.", reason="bad sidecar") from error


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value)
    if len(value) <= 10:
        moment = datetime.combine(moment.date(), time())
    # Without a zone it is what the page shows, and the pages are Chinese.
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
