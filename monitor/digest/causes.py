"""Why a source is in trouble, in the operator's language: from the reason and the facts of a monitor.health.State."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from monitor.language import Tongue


def cause_of(reason: str, facts: Mapping[str, Any], tongue: Tongue) -> str | None:
    """One sentence; None for a reason that no catalogue knows, or facts that an older release left out."""
    try:
        match reason:
            case "links vanished":
                return tongue.say("cause_links_vanished", now=facts["now"], usual=facts["usual"])
            case "no title" | "no published" | "no body":
                field = tongue.say(f"field_{reason.removeprefix('no ')}")
                return tongue.say("cause_no_field", field=field, now=f"{facts['now']:.0%}", was=f"{facts['was']:.0%}")
            case "articles fail":
                return tongue.say("cause_articles_fail", failed=facts["failed"])
            case "out of rhythm":
                usual = facts["usual"]
                silence = _span(facts["silence"], tongue)
                if usual is None:
                    return tongue.say("cause_silent", silence=silence)
                return tongue.say("cause_out_of_rhythm", silence=silence, usual=_span(usual, tongue))
            case "flapping":
                last = tongue.say(_key(facts["last"]))
                return tongue.say("cause_flapping", times=facts["times"], of=facts["of"], last=last)
            case _:
                return tongue.say(_key(reason))
    except KeyError:
        return None


def evidence_of(facts: Mapping[str, Any], tongue: Tongue, zone: ZoneInfo) -> list[str]:
    """What was seen, a line each, oldest first; times in `zone`."""
    lines = [
        f"{_when(at, zone)} {_named(reason, tongue)} {detail}".rstrip() for at, reason, detail in facts.get("seen", ())
    ]
    if "silence" in facts:
        lines.append(tongue.say("evidence_last_news", when=_when(facts["last"], zone)))
        if facts["longest"] is not None:
            lines.append(tongue.say("evidence_longest", span=_span(facts["longest"], tongue)))
    return lines


def _named(reason: str, tongue: Tongue) -> str:
    try:
        return tongue.say(_key(reason))
    except KeyError:
        return reason


def _key(reason: str) -> str:
    return f"cause_{reason.lower().replace(' ', '_')}"


def _when(iso: str, zone: ZoneInfo) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(zone):%Y-%m-%d %H:%M}"


def _span(seconds: float, tongue: Tongue) -> str:
    """A length of time as people say it: in minutes below an hour, hours below two days, then days."""
    from babel.dates import format_timedelta

    unit: Literal["minute", "hour", "day"] = "minute" if seconds < 3600 else "hour" if seconds < 2 * 86400 else "day"
    return format_timedelta(timedelta(seconds=seconds), granularity=unit, threshold=1e9, locale=tongue.locale)
