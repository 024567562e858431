"""What the operator reads of sources that began to fail or recovered: one message, in every form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape as html
from typing import Any, Literal
from zoneinfo import ZoneInfo

from monitor.config.receiver import Receiver
from monitor.digest.causes import cause_of, evidence_of
from monitor.digest.escape import address, markdown, plain
from monitor.digest.style import STYLE
from monitor.language import Tongue
from monitor.types import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A source's news. state: how it is now ("fine" when trouble ended), since when; before: what was told last.
    reason, facts: why, as monitor.health.State has them; cause and evidence say it in English, for a reason that the
    catalogues do not know. rule: what the source's entry says of how its pages are read. article: the address of an
    article on which a field is missing. page: the command that shows that article as it came, or what came instead of
    the listing."""

    name: str
    title: str | None
    url: str
    word: Literal["started", "changed", "ended"]
    state: str
    before: str
    since: datetime | None
    cause: str
    evidence: tuple[str, ...] = ()
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    rule: str | None = None
    article: str | None = None
    page: str | None = None


def compose_notices(receiver: Receiver, notices: Sequence[Notice]) -> Message:
    """One message of all notices, in the receiver's language and time zone. Its key comes from sources, states and
    their beginnings, so that the same news made twice is one message."""
    tongue, zone = Tongue(receiver.language), ZoneInfo(receiver.timezone)
    blocks = [_block(notice, tongue, zone) for notice in notices]
    bad = sum(notice.word != "ended" for notice in notices)
    parts = [tongue.say("sources_bad", bad)] * bool(bad)
    parts += [tongue.say("sources_well", len(notices) - bad)] * (bad < len(notices))
    subject = f"monitor: {tongue.join(parts)}"
    named = "|".join(f"{one.name}:{one.before}:{one.state}:{one.since}" for one in notices)
    return Message(
        key=hashlib.sha256(f"sources|{receiver.name}|{named}".encode()).hexdigest()[:32],
        subject=subject,
        text="\n\n".join([subject, *("\n".join(block) for block in blocks)]) + "\n",
        html=_html(subject, notices, blocks, receiver.language),
        markdown="\n\n".join([f"**{markdown(subject)}**", *map(_markdown, notices, blocks)]) + "\n",
        facts={"occasion": "sources", "receiver": receiver.name, "sources": [_facts(one) for one in notices]},
    )


def compose_problem(receiver: Receiver, problem: str) -> Message:
    """A word to the operator about a template. Its key comes from the words: the same is said once."""
    tongue = Tongue(receiver.language)
    subject, shown = f"monitor: {tongue.say('template_bad')}", plain(problem)
    note = tongue.say("template_fallback")
    return Message(
        key=hashlib.sha256(f"template|{receiver.name}|{problem}".encode()).hexdigest()[:32],
        subject=subject,
        text=f"{subject}\n\n{shown}\n{note}\n",
        html=f'<!DOCTYPE html><html lang="{receiver.language}"><body style="{STYLE["body"]}">'
        f'<div style="{STYLE["main"]}"><h1 style="{STYLE["section"]}">{html(subject)}</h1>'
        f'<div style="{STYLE["trouble"]}">{html(shown)}</div><p>{html(note)}</p></div></body></html>',
        markdown=f"**{markdown(subject)}**\n\n{markdown(shown)}\n{markdown(note)}\n",
        facts={"occasion": "template", "receiver": receiver.name, "problem": problem},
    )


def _block(notice: Notice, tongue: Tongue, zone: ZoneInfo) -> list[str]:
    """A source in lines: what is new, why, what was seen, where."""
    name = f"{notice.title} ({notice.name})" if notice.title else notice.name
    if notice.word == "ended":
        news = tongue.say("source_well", before=tongue.say(f"state_{notice.before}"))
    else:
        news = tongue.say(f"state_{notice.state}")
    since = f"{notice.since.astimezone(zone):%Y-%m-%d %H:%M}" if notice.since else ""
    head = f"{name}: {news}" + (f" ({tongue.say('source_since', when=since)})" if since else "")
    said = [] if notice.word == "ended" else _why(notice, tongue, zone)
    if said and notice.rule:
        said.append(tongue.say("source_rule", rule=notice.rule))
    if said and notice.article:
        said.append(tongue.say("source_article", url=notice.article))
    if said and notice.page:
        said.append(tongue.say("source_page", command=notice.page))
    return [plain(line) for line in dict.fromkeys([head, *said, notice.url]) if line]


def _why(notice: Notice, tongue: Tongue, zone: ZoneInfo) -> list[str]:
    cause = cause_of(notice.reason, notice.facts, tongue)
    return [notice.cause, *notice.evidence] if cause is None else [cause, *evidence_of(notice.facts, tongue, zone)]


def _linked(notice: Notice, line: str) -> tuple[str, str | None]:
    """A line's words, and the notice's own address behind them, fit to be linked."""
    for url in (notice.article, notice.url):
        if url and line.endswith(plain(url)) and (link := address(url)):
            return line.removesuffix(plain(url)), link
    return line, None


def _markdown(notice: Notice, lines: Sequence[str]) -> str:
    head, *rest = lines
    shown = [f"**{markdown(head)}**"]
    for line in rest:
        words, link = _linked(notice, line)
        shown.append(" ".join([markdown(words)] * bool(words) + [f"<{link}>"] * bool(link)))
    return "\n".join(shown)


def _html(subject: str, notices: Sequence[Notice], blocks: Sequence[Sequence[str]], language: str) -> str:
    rows = []
    for notice, (head, *rest) in zip(notices, blocks, strict=True):
        lines = []
        for line in rest:
            words, link = _linked(notice, line)
            anchor = f'<a href="{html(link)}" style="{STYLE["link"]}">{html(link)}</a>' if link else ""
            lines.append(html(words) + anchor)
        rows.append(
            f'<div style="{STYLE["card" if notice.word == "ended" else "trouble"]}">'
            f"<strong>{html(head)}</strong><br>{'<br>'.join(lines)}</div>"
        )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{html(subject)}</title></head>'
        f'<body style="{STYLE["body"]}"><div style="{STYLE["main"]}">'
        f'<h1 style="{STYLE["section"]}">{html(subject)}</h1>'
        f"{''.join(rows)}</div></body></html>"
    )


def _facts(notice: Notice) -> dict[str, object]:
    return {
        "name": notice.name,
        "url": notice.url,
        "change": notice.word,
        "state": notice.state,
        "before": notice.before,
        "since": notice.since.isoformat() if notice.since else None,
        "reason": notice.reason,
        "cause": notice.cause,
        "evidence": list(notice.evidence),
        "article": notice.article,
        "page": notice.page,
    }
