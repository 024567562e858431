"""The JSON Schema of sources.yaml, for editors: they complete keys, show what each means, and underline mistakes.

It knows less than `monitor check-config`, which also holds the parts against each other.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from monitor.config.base import Every
from monitor.config.load import Config

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_INTERNAL = ("path", "filled")  # fields of Config that are no keys of the file
_UNITS = ((604_800, "w"), (86_400, "d"), (3600, "h"), (60, "m"))


class _AsWritten(GenerateJsonSchema):
    """Defaults as one would write them in the file: 15m, not PT15M."""

    def encode_default(self, dft: Any) -> Any:
        """A default as the file has it."""
        if isinstance(dft, timedelta):
            return _interval(dft)
        if isinstance(dft, Every):
            return _interval(dft.least) if dft.fixed else [_interval(dft.least), _interval(dft.most)]
        return super().encode_default(dft)


def schema() -> dict[str, Any]:
    """The schema, in draft 2020-12."""
    made = Config.model_json_schema(schema_generator=_AsWritten)
    for name in _INTERNAL:
        made["properties"].pop(name)
    made.get("$defs", {}).pop("Filled", None)
    for part in (made, *made["$defs"].values()):
        if part.get("type") == "object":
            part["additionalProperties"] = False
        for key in part.get("properties", {}).values():
            key.pop("title", None)
            if isinstance(key.get("default"), dict):
                key.pop("default")  # a part's own keys say theirs
    return {"$schema": _DRAFT, **made}


def schema_text() -> str:
    """The schema as it stands in sources.schema.json."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _interval(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    for size, unit in _UNITS:
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
