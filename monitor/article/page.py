"""One HTML page to one article: the order in which the other modules are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urljoin, urlsplit

from monitor.article import body, byline, clean, dates, further, head, markup, refusal, state, titles
from monitor.article import document as documents
from monitor.article.guard import MAX_ATTRIBUTES
from monitor.article.layouts import LAYOUTS, Reading
from monitor.article.lines import Line
from monitor.chinese import detect_script
from monitor.types import Article, Cut, Page, Refusal

_OVERRULED = 0.5  # of the generic story's worth: a container with less is not the story
_AMPLE = 600.0  # worth of a container that needs no comparison
_BESIDE = 12  # lines above a story, and
_BELOW = 4  # below it, that may tell who wrote and published it
_OPENING = 60  # characters of a line that tells a date over the story
_EDGE = 3  # lines at the end of what was read of a page: a story that reaches them goes on
_THIN = 150.0  # worth of a story below which the page's scripts are asked
_BRIEF = 60.0  # worth of a story under its headline with which the rest of the page is not read
_TOO_MANY = 1_000  # blocks deeper than the reader goes
_WIDEST = 40_000  # characters of attributes on one block
_SCRIPT_SAMPLE = 300  # characters


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a page, and why it is no part of the body; None: it is."""

    text: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a page's lines: all of them, those of the story with their verdicts, those cut beside it, and the
    mark-up below them that was not read."""

    lines: list[Line]
    verdicts: list[clean.Verdict]
    aside: list[tuple[Line, str]]
    read: markup.Markup | None = None

    def parts(self) -> tuple[Part, ...]:
        """Every line in its order; a story that was read from script stands below the page's own lines."""
        known: dict[int, str | None] = {id(line): reason for line, reason in self.aside}
        own = {id(line): reason for line, reason in self.verdicts}
        known |= own
        out = [Part(line.text, known.get(id(line), "outside")) for line in self.lines]
        if self.read and self.read.unread:
            unread = documents.of_text(self.read.page.lean[self.read.reached :])
            out += [Part(line.text, "outside") for line in markup.read(unread).lines]
        if not any(id(line) in own for line in self.lines):
            out += [Part(line.text, reason) for line, reason in self.verdicts]
        return tuple(out)


def read(page: Page, zone: tzinfo) -> tuple[Article | Refusal, Account]:
    """The article of a page, or what the page is instead, and an account of its lines."""
    document = documents.read(page.body, page.headers)
    return _read(page, zone, document, markup.read(document, whole=False))


def _read(
    page: Page, zone: tzinfo, document: documents.Document, marked: markup.Markup
) -> tuple[Article | Refusal, Account]:
    if marked.too_deep > _TOO_MANY:
        return Refusal(reason="too deep", detail=f"Its blocks are nested more than {markup.MAX_DEPTH} deep."), NOTHING
    if marked.widest > _WIDEST and marked.longest_attributes() > MAX_ATTRIBUTES:
        return Refusal(
            reason="too many attributes", detail=f"A tag has more than {MAX_ATTRIBUTES:,} attributes."
        ), NOTHING
    told = head.read(document)
    named = titles.told(told)
    lines = marked.lines
    layout, reading = _layout(marked, page)
    inside, start, end, aside = _inside(marked, named[0][2] if named else "", reading)
    title, anchor = titles.of_page(named, lines, start, inside)
    if reading and reading.title:
        title = reading.title
    if not reading and anchor < start:
        inside = body.lead(marked, anchor + 1, start) + inside
    verdicts = clean.sift(inside, title)
    least = 0.0 if reading and reading.sure and end < len(lines) else _BRIEF
    if marked.unread and not _settled(lines, verdicts, least, anchor < start, titles.is_told(title, named)):
        return _read(page, zone, document, markup.read(document))
    hidden = None
    if not reading and _worth([line for line, reason in verdicts if reason is None]) < _THIN:
        hidden = state.lines(told, document.text)
        if hidden:
            layout, verdicts = "script-state/1", clean.sift(hidden, title)
            title = title or state.title(document.text)
    signature = clean.signature(verdicts)
    paragraphs, signed = clean.paragraphs(verdicts)
    account = Account(lines, verdicts, aside, marked)
    published = _published(page, told, reading, lines[: start + 12], anchor, zone)
    if hidden and published is None and (written := state.time(document.text)):
        published = dates.absolute(written, zone)
    dated = published is not None
    shown = anchor < start or any(reason == "title" for _, reason in verdicts)
    sure = refusal.confidence(title, paragraphs, shown=shown, dated=dated, marked=reading is not None)
    refused = refusal.of_wall(title, paragraphs)
    if not refused and not hidden and not (reading and reading.sure):
        own = page.hint_published is not None or _is_own(published, lines, verdicts, min(anchor, start))
        refused = refusal.of_listing(title, lines, verdicts, shown=shown, dated=own)
        own = own or _is_named(page.hint_title, title)
        refused = refused or refusal.of_few_words(title, lines, verdicts, sure, shown=shown, dated=own)
    if not paragraphs:
        refused = refused or Refusal(reason="empty", detail="No running text was found on the page.")
    if refused:
        return _read(page, zone, document, markup.read(document)) if marked.unread else (refused, account)
    cuts = [Cut(text=line.text, reason=reason) for line, reason in verdicts if reason]
    cuts += [Cut(text=text, reason="editor") for text in signed]
    cuts += [Cut(text=line.text, reason=reason) for line, reason in aside]
    about = [line.text for line in lines[max(0, start - _BESIDE) : start + 3] + lines[end : end + _BELOW]]
    about += [cut.text for cut in cuts if cut.reason in ("byline", "editor", "date line")]
    about.append(signature or "")
    by = byline.read(told, about, paragraphs)
    modified = dates.of_head(told, zone, dates.MODIFIED, "dateModified")
    url = _canonical(page.url, told.canonical or told.meta.get("og:url"))
    text = "\n".join(paragraphs)
    return (
        Article(
            url=url,
            title=title or page.hint_title,
            paragraphs=tuple(paragraphs),
            layout=layout,
            confidence=sure,
            subtitle=_subtitle(lines, anchor, start),
            published=published.at if published else page.hint_published,
            published_precision=published.precision if published else None,
            modified=modified.at if modified else None,
            author=(reading.author if reading else None) or by.author,
            editor=by.editor,
            source=(reading.source if reading else None) or by.source,
            origin=by.origin,
            site=told.meta.get("sitename") or told.meta.get("og:site_name"),
            section=told.meta.get("article:section") or told.meta.get("columnname"),
            language=told.language,
            script=detect_script(text[:_SCRIPT_SAMPLE]),
            image=_absolute(url, told.meta.get("og:image")),
            next_pages=further.pages(page.url, document, lines[start:]),
            cuts=tuple(cuts),
        ),
        account,
    )


NOTHING = Account([], [], [])


def _inside(
    marked: markup.Markup, called: str, reading: Reading | None
) -> tuple[list[Line], int, int, list[tuple[Line, str]]]:
    """The story's lines, where it begins and ends, and the lines beside it that are cut as replies or asides."""
    lines = marked.lines
    if reading is None:
        block, inside, suspect = body.story(marked, called)
        return inside, marked.blocks[block].first, marked.blocks[block].last, [(line, "aside") for line in suspect]
    inside = [line for first, last in reading.body for line in lines[first:last]]
    aside = [(line, "reply") for first, last in reading.replies for line in lines[first:last]]
    if not reading.sure:
        inside, suspect = body.without_asides(marked, inside)
        aside += [(line, "aside") for line in suspect]
    return inside, reading.body[0][0], reading.body[-1][1], aside


def _layout(marked: markup.Markup, page: Page) -> tuple[str, Reading | None]:
    """The first layout that explains the page, by name, with its reading."""
    evidence = marked.attributes()
    for known in LAYOUTS:
        for word in known.evidence:
            if word in evidence:
                break
        else:
            continue
        if known.valid_until and page.fetched_at.date() > known.valid_until:
            continue
        reading = known.read(marked)
        if reading is None:
            continue
        if not reading.sure:
            held = _worth([line for first, last in reading.body for line in marked.lines[first:last]])
            if held < _AMPLE and held < _OVERRULED * _worth(body.story(marked)[1]):
                continue
        return known.name, reading
    return "generic/1", None


def _settled(lines: list[Line], verdicts: list[clean.Verdict], least: float, over: bool, told: bool) -> bool:
    """Whether what was read of a page shows a story that ends in it, and the headline that the head names (over: above
    the story; told: it is that one; least: the story's worth). Where it does not, a story without full stops may come
    further down."""
    kept = [line for line, reason in verdicts if reason is None]
    if not told or not kept or _worth(kept) < least or any(line is kept[-1] for line in lines[-_EDGE:]):
        return False
    return over or any(reason == "title" for _, reason in verdicts)


def _worth(lines: list[Line]) -> float:
    return sum(value for line in lines if (value := line.worth) > 0)


def _published(
    page: Page, told: head.Head, reading: Reading | None, lines: list[Line], anchor: int, zone: tzinfo
) -> dates.Stamp | None:
    if reading and reading.published:
        stamp = dates.absolute(reading.published, zone) or dates.relative(reading.published, page.fetched_at, zone)
        if stamp:
            return stamp
    if stamp := dates.of_head(told, zone, dates.PUBLISHED, "datePublished"):
        return stamp
    seen = dates.visible(lines, anchor, page.fetched_at, zone)
    if seen and seen.line <= anchor + _BELOW:
        return seen
    near = (_told(lines[at], at, page.fetched_at, zone) for at in _beside(lines, anchor))
    if seen:
        return next((stamp for stamp in near if stamp and stamp.line <= anchor), seen)
    return dates.of_url(page.url, zone) or next(filter(None, near), None)


def _is_own(published: dates.Stamp | None, lines: list[Line], verdicts: list[clean.Verdict], top: int) -> bool:
    """Whether a date is the page's own: told out of sight, or by a line over the story (top: the index of its headline
    or first line) or a short one that opens it, not by one further down in its text."""
    if published is None or published.line < 0:
        return published is not None
    first = next((line for line, reason in verdicts if reason is None), None)
    text = next((at for at in range(top, len(lines)) if lines[at] is first), top)
    opens = published.line == text and len(lines[text].text) < _OPENING
    return opens or top - _BESIDE <= published.line < text


def _is_named(hint: str | None, title: str | None) -> bool:
    """Whether a feed or listing calls the page as it calls itself, or the page has no name."""
    named, own = titles.bare(hint), titles.bare(title)
    return bool(named) and (named in own or own in named)


def _told(line: Line, at: int, now: datetime, zone: tzinfo) -> dates.Stamp | None:
    """The date of a line beside the headline: a full one in another order, or one that leans on today."""
    stamp = dates.absolute(line.text, zone) or dates.relative(line.text, now, zone)
    return replace(stamp, line=at) if stamp and stamp.at <= now + timedelta(days=2) else None


def _beside(lines: list[Line], anchor: int) -> list[int]:
    """The short lines around the headline, from it on first."""
    last = min(anchor + _BELOW + 1, len(lines))
    near = [*range(anchor, last), *range(max(0, anchor - 2), min(anchor, last))]
    return [at for at in near if len(lines[at].text) < 60 and lines[at].linked * 2 < len(lines[at].text)]


def _subtitle(lines: list[Line], anchor: int, start: int) -> str | None:
    """The line right under the headline where it is set as a lesser heading or opens with a dash."""
    if not anchor + 1 < start:
        return None
    line = lines[anchor + 1]
    if (
        6 <= len(line.text) <= 60
        and (line.text.startswith("——") or line.tag.lower() in ("h2", "h3", "h4"))
        and not line.linked
    ):
        return line.text.strip("— ")
    return None


def _canonical(url: str | None, told: str | None) -> str | None:
    """The page's address, or the one that it calls canonical where that is of the same site and not its front page."""
    told = _absolute(url, told)
    if not told or not urlsplit(told).path.strip("/"):
        return url
    if url is None:
        return told
    own, other = urlsplit(url).netloc.split("."), urlsplit(told).netloc.split(".")
    return told if own[-2:] == other[-2:] else url


def _absolute(url: str | None, address: str | None) -> str | None:
    if not address:
        return None
    try:
        address = urljoin(url or "", address.strip())
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None
