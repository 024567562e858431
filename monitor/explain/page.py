"""The explanation as one HTML file beside the page itself, which is shown without its scripts and from no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, Template

from monitor.explain.marks import marks, told
from monitor.types import Article, Event, Finding, Refusal

# The page under study: no scripts, no forms, nothing from anywhere but the file itself.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# Pages hide their text until their own scripts show it (WeChat's does), lay a curtain over it, or size their drawings
# in style sheets that are not here: without scripts all of it would stay blank.
_UNCOVERED = (
    "*{visibility:visible!important;opacity:1!important;position:static!important;transform:none!important;"
    "animation:none!important;clip-path:none!important;max-height:none!important}"
    "html,body{display:block!important;height:auto!important;overflow:visible!important}"
    "svg{width:1em!important;height:1em!important}img{max-width:100%}"
)


def page(result: Article | Refusal, events: Sequence[Event], findings: Sequence[Finding], *, source: str | None) -> str:
    """A whole HTML document. source: the page's own HTML, shown beside in a frame that may do nothing; None without."""
    frame = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><style>{_UNCOVERED}</style>{source}'
        if source
        else None
    )
    if isinstance(result, Refusal):
        return _template().render(title=f"not an article: {result.reason}", refusal=result, frame=frame)
    return _template().render(
        title=result.title or "(no title)",
        facts=facts_of(result),
        marks=marks(result.body, events, findings),
        events=[(event, told(event)) for event in events],
        reasons=[(item, result.body[item.start : item.end]) for item in findings if item.is_reason],
        cuts=result.cuts,
        frame=frame,
    )


@cache
def _template() -> Template:
    text = (files("monitor.explain") / "templates" / "explain.html").read_text(encoding="utf-8")
    return Environment(autoescape=True).from_string(text)


def facts_of(article: Article) -> list[tuple[str, str]]:
    """What else is known of an article, for one line."""
    known = {
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "author": article.author,
        "editor": article.editor,
        "origin": article.origin,
        "script": article.script,
        "layout": article.layout,
        "confidence": f"{article.confidence:.2f}",
        "url": article.url,
    }
    return [(name, value) for name, value in known.items() if value]
