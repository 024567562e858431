"""From one composition to every form: plain text, HTML mail, Markdown, and facts for programs.

In text and Markdown one blank line parts the blocks and no block holds one, so that a channel with a limit can
split a message between whole events (monitor.delivery.split).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from monitor.config.receiver import Form, Language
from monitor.digest import escape
from monitor.digest.facts import facts
from monitor.digest.present import present
from monitor.digest.style import STYLE
from monitor.digest.view import Card, Section, View
from monitor.digest.width import columns, pad, wrap
from monitor.errors import ConfigError
from monitor.language import Tongue
from monitor.types import Attachment, Digest, Message

HTML_LIMIT = 98_000
"""Bytes of HTML; Gmail clips a mail beyond 102 kB and hides the end behind a link."""
COLUMNS = 78
# What a reader's own template can run into; in ours they would be defects.
_MISTAKES = (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RecursionError, MemoryError)


def render(
    digest: Digest,
    language: Language = "zh-Hans",
    templates: Mapping[str, str] | None = None,
    *,
    form: Form = "full",
    drawings: Sequence[Attachment] = (),
) -> Message:
    """A digest in every form, in the reader's language.

    form: "brief" gives each event one line, "plain" leaves the HTML out. drawings: what goes with the message; the
    HTML shows the images among them. templates: the reader's own, by name ("digest.txt", "digest.md", "digest.html",
    or what these include); ours stand for the ones that are not given. They run in a
    sandbox. Raises ConfigError, with name and line, for a template that cannot be used.
    """
    view = present(digest, language, drawings)
    if form == "brief":
        view = _brief(view)
    own = _Forms(view, dict(templates or {}))
    return Message(
        key=digest.key,
        subject=view.subject,
        text=own.text(),
        html=own.html() if form != "plain" else "",
        markdown=own.markdown(),
        facts=facts(digest, view),
        attachments=tuple(drawings),
    )


def to_terminal(digest: Digest, language: Language = "zh-Hans") -> str:
    """A digest for a terminal of 80 columns: the text form."""
    return _Forms(present(digest, language), {}).text()


def _shipped(name: str) -> str | None:
    file = files("monitor.digest") / "templates" / name
    return file.read_text(encoding="utf-8") if "/" not in name and file.is_file() else None


@cache
def _shipped_environment(autoescape: bool) -> Environment:
    return environment(FunctionLoader(_shipped), autoescape=autoescape)


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


class _Forms:
    """A view through one set of templates."""

    def __init__(self, view: View, own: dict[str, str]) -> None:
        self._view = view
        self._own = own
        self._say = Tongue(view.lang).say

    def text(self) -> str:
        return _blocks(self._made("digest.txt", view=self._view))

    def markdown(self) -> str:
        return _blocks(self._made("digest.md", view=self._view))

    def html(self) -> str:
        """The mail. What does not fit within HTML_LIMIT in full is listed in one line each, and if even that is too
        much, counted."""
        cards = sum(len(section.cards) for section in self._view.sections)
        full, brief = cards, 0
        html = self._html(full, brief, 0)
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
            html = self._html(full, brief, cards - full - brief)
        return html

    def _html(self, full: int, brief: int, left: int) -> str:
        """The mail with the first `full` cards whole and the next `brief` ones in a line each."""
        return self._made(
            "digest.html",
            view=_between(self._view, 0, full),
            also=_between(self._view, full, full + brief).sections,
            hidden=self._say("more", left) if left else "",
        )

    def _made(self, name: str, **values: object) -> str:
        autoescape = name.endswith(".html")
        if self._own:
            made = environment(
                FunctionLoader(lambda asked: self._own.get(asked) or _shipped(asked)), autoescape=autoescape
            )
        else:
            made = _shipped_environment(autoescape)
        try:
            return made.get_template(name).render(**values, say=self._say)
        except TemplateSyntaxError as error:
            raise ConfigError(f"template {error.name or name}, line {error.lineno}: {error.message}") from error
        except (TemplateError, *_MISTAKES) as error:
            if not self._own:
                raise  # ours: a defect
            raise ConfigError(f"template {name}{_line_of(error)}: {error}") from error


def _line_of(error: BaseException) -> str:
    """Where in a template a mistake was made; Jinja names its own frames "<template>"."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return f", line {line}" if line is not None else ""


def _brief(view: View) -> View:
    """The view with each event as its heading and the first article that tells it."""

    def shorter(card: Card) -> Card:
        return replace(card, rows=(), quote="", links=card.links[:1], told="", more_links="")

    sections = [replace(one, cards=tuple(shorter(card) for card in one.cards)) for one in view.sections]
    return replace(view, sections=tuple(sections), map=None)


def _between(view: View, start: int, stop: int) -> View:
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
