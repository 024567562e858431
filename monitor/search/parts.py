"""A question taken apart as it is written, so that a page can show each condition and take one away."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.search.query import NAMES, PART


@dataclass(frozen=True, slots=True)
class Part:
    """One condition as written. name: its field (monitor.search.query.NAMES), "day" for a stretch of days, "" for
    words. value: what stands behind the field's name, with the sign where that is no colon."""

    text: str
    name: str
    value: str
    without: bool = False


def written_parts(question: str) -> tuple[Part, ...]:
    """The conditions of a question that parse_query understands; alternatives (a OR b) are one condition."""
    found: list[Part] = []
    place, joined = 0, False
    while place < len(question.rstrip()):
        match = PART.match(question, place)
        if match is None or match.end() == place:
            break
        place = match.end()
        text = match[0].strip()
        if match["or"]:
            joined = bool(found)
            continue
        part = Part(text, "", text.removeprefix("-").strip('"'), bool(match["no"]))
        if match["from"] or match["to"] or match["on"]:
            part = Part(text, "day", text)
        elif match["name"] and match["name"].lower() in NAMES:
            sign = match["sign"].replace("：", ":")
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            part = Part(text, NAMES[match["name"].lower()], value if sign == ":" else sign + value, bool(match["no"]))
        if joined:
            before = found.pop()
            part = Part(f"{before.text} OR {text}", before.name, f"{before.value} OR {part.value}", before.without)
        joined = False
        found.append(part)
    return tuple(found)


def without_part(question: str, gone: Part) -> str:
    """The question without one of its conditions."""
    return " ".join(part.text for part in written_parts(question) if part != gone)


def with_part(question: str, name: str, value: str, *, instead: bool = False) -> str:
    """The question with one more condition; instead: in place of those on the same field. name "day": a stretch of
    days, "": words. A value with a sign of its own (amount>=…) is written as it is; without one nothing is added."""
    kept = [part.text for part in written_parts(question) if not (instead and part.name == name)]
    if name in ("", "day") or not value:
        text = value
    elif value[:1] in "<>":
        text = name + value
    else:
        bare = value.replace('"', "")
        text = f'{name}:"{bare}"' if any(character.isspace() for character in bare) or ":" in bare else f"{name}:{bare}"
    return " ".join([*kept, text] if text and text not in kept else kept)
