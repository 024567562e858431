"""The next page of a list."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from monitor.urls import join

_NEXT = re.compile(r"(?:下一?[页頁]|后一?[页頁]|後一?[页頁]|next(?: page)?|older(?: posts)?)?\s*[>»›→]{0,2}", re.I)
_WORDLESS = frozenset({"", ">>", ">|"})
# TRS WCM, the content system of most government sites, writes its pager by script:
# createPageHTML(pages, current, "index", "html") with index_1.html as the second page.
_TRS = re.compile(
    r"createPageHTML\(\s*['\"]?(\d+)['\"]?\s*,\s*['\"]?(\d+)['\"]?\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)


def next_page(tree: LexborHTMLParser, html: str, base: str, selector: str | None) -> str | None:
    """The address of the next page: by `selector`, or found. None on the last page.

    Raises selectolax.lexbor.SelectolaxError for a selector that cannot be read.
    """
    if selector is not None:
        chosen = tree.css_first(selector)
        anchor = chosen if chosen is None or chosen.tag == "a" else chosen.css_first("a[href]")
        return _other(base, anchor.attributes.get("href") if anchor else None)
    for found in tree.css("link[rel=next], a[rel=next], a.next, a.nxt, .next > a, a.nextPage, a.next-page"):
        if address := _other(base, found.attributes.get("href")):
            return address
    for anchor in tree.css("a[href]"):
        text = anchor.text(strip=True)
        if len(text) > 12 or text in _WORDLESS or not _NEXT.fullmatch(text):
            continue
        if address := _other(base, anchor.attributes.get("href")):
            return address
    if address := _after_current(tree, base):
        return address
    if match := _TRS.search(html):
        pages, current, name, ending = int(match[1]), int(match[2]), match[3], match[4]
        if current + 1 < pages:
            return join(base, f"{name}_{current + 1}.{ending}")
    return None


def _after_current(tree: LexborHTMLParser, base: str) -> str | None:
    """A row of page numbers: the link after the number that is none."""
    for current in tree.css("strong, b, em, span, a[class], li"):
        inner = current.child
        if inner is None or inner.next is not None or inner.tag not in ("-text", "a"):
            continue
        number = current.text(strip=True)
        following = current.next
        while following is not None and following.tag in ("-text", "-comment"):
            following = following.next
        if not number.isdecimal() or len(number) > 4 or following is None:
            continue
        anchor = following if following.tag == "a" else following.css_first("a[href]")
        if anchor is not None and anchor.text(strip=True) == str(int(number) + 1):
            return _other(base, anchor.attributes.get("href"))
    return None


def _other(base: str, href: str | None) -> str | None:
    """The address of a link, where it leads away from the page itself."""
    address = join(base, href) if href else None
    return address if address is not None and address != base else None
