"""From one composition to every form: plain text, HTML mail, Markdown, and facts for programs.

In text and Markdown one blank line parts the blocks and no block holds one, so that a channel with a limit can
split a message between whole events (monitor.delivery.split).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from monitor.config.receiver import Language
from monitor.digest import escape
from monitor.digest.facts import facts
from monitor.digest.language import Tongue
from monitor.digest.present import present
from monitor.digest.style import STYLE
from monitor.digest.view import Section, View
from monitor.digest.width import columns, pad, wrap
from monitor.types import Digest, Message

HTML_LIMIT = 98_000
"""Bytes of HTML; Gmail clips a mail beyond 102 kB and hides the end behind a link."""
COLUMNS = 78


def render(digest: Digest, language: Language = "zh-Hans") -> Message:
    """A digest in every form, in the reader's language."""
    view = present(digest, language)
    return Message(
        key=digest.key,
        subject=view.subject,
        text=_text(view),
        html=_html(view),
        markdown=_markdown(view),
        facts=facts(digest, view),
    )


def to_terminal(digest: Digest, language: Language = "zh-Hans") -> str:
    """A digest for a terminal of 80 columns: the text form with its subject line."""
    return _text(present(digest, language))


@cache
def _environment(autoescape: bool) -> Environment:
    def source(name: str) -> str:
        return (files("monitor.digest") / "templates" / name).read_text(encoding="utf-8")

    return environment(FunctionLoader(source), autoescape=autoescape)


def environment(loader: BaseLoader, *, autoescape: bool) -> Environment:
    """A sandbox for templates. autoescape: on for HTML; the other forms have the filters `md` and `wrap`."""
    made = ImmutableSandboxedEnvironment(
        loader=loader, autoescape=autoescape, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["md"] = escape.markdown
    made.filters["wrap"] = lambda text, first="", rest="": wrap(text, COLUMNS, first, rest)
    made.filters["bracket"] = lambda text: f"[{text}]"
    made.filters["pad"] = pad
    made.filters["columns"] = columns
    made.globals["style"] = {name: Markup(css) for name, css in STYLE.items()}  # noqa: S704 - literals of ours
    return made


def _text(view: View) -> str:
    made = _environment(False).get_template("digest.txt").render(view=view, say=Tongue(view.lang).say)
    return _blocks(made)


def _markdown(view: View) -> str:
    made = _environment(False).get_template("digest.md").render(view=view, say=Tongue(view.lang).say)
    return _blocks(made)


def _html(view: View) -> str:
    """The mail. What does not fit within HTML_LIMIT in full is listed in one line each, and if even that is too
    much, counted."""
    template = _environment(True).get_template("digest.html")
    cards = sum(len(section.cards) for section in view.sections)
    say = Tongue(view.lang).say

    def made(full: int, brief: int) -> str:
        first = _first(view, 0, full)
        rest = _first(view, full, full + brief)
        left = cards - full - brief
        more = say("more", left) if left > 0 else ""
        return template.render(view=first, also=rest.sections, hidden=more, say=say)

    html = made(cards, 0)
    full, brief = cards, 0
    while len(html.encode()) > HTML_LIMIT and (full or brief):
        # Shrink in proportion to the excess: two or three rounds, whatever the size.
        factor = 0.95 * HTML_LIMIT / len(html.encode())
        if full > 10:
            full = max(10, int(full * factor))
            brief = min(cards - full, 60)
        elif brief:
            brief = int(brief * factor)
        else:
            full -= 1
        html = made(full, brief)
    return html


def _first(view: View, start: int, stop: int) -> View:
    """The view with the cards start…stop of all its sections; sections without cards are left out."""
    sections: list[Section] = []
    position = 0
    for section in view.sections:
        cards = section.cards[max(0, start - position) : max(0, stop - position)]
        position += len(section.cards)
        if cards:
            sections.append(replace(section, cards=cards))
    return replace(view, sections=tuple(sections))


def _blocks(text: str) -> str:
    """Blocks with exactly one blank line between them and no trailing spaces."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept) + "\n"
