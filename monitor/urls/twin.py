"""One key for all addresses of one article: http and https, www and mobile, print views, a thread's many spellings."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.urls.canonical import canonical

_TWIN_HOST = re.compile(r"(?:www\d?|m|wap|3g|4g|h5|mobile|mobi|touch|amp|i)\.(?=.)")
# Registries that sell names under a second label: m.com.cn is a site, not the mobile twin of "com.cn".
_SECOND_LEVEL = re.compile(r"com|net|org|gov|edu|ac|mil|co|idv|[a-z]{2}")
_TWIN_FOLDER = re.compile(r"/(?:m|wap|mobile|amp|touch|h5|print)(?=/.)", re.I)
_TWIN_SUFFIX = re.compile(r"(?:/(?:amp|print)|[_.-](?:print|amp|wap))(?=/?$|\.[a-z]{3,5}$)", re.I)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.I)
_TWIN_PARAMETER = re.compile(
    r"(?:mobile|wap|print|printable|print_?view|amp|simple|forcemobile|app)=(?:\d|yes|no|true|false|preview)?|"
    r"(?:view|output|format|mode|tpl|style)=(?:print|amp|mobile|wap|html)|(?:print|amp|mobile|wap)",
    re.I,
)

_NUMBER = r"(?P<id>\d+)"
# Boards. Discuz X (thread-1-1-1.html, forum.php, archiver), Discuz 7 (viewthread.php), PHPWind (read.php,
# read-htm-tid-1.html); then Discuz's portal articles. Each is matched against path?query.
_THREAD = tuple(
    re.compile(form, re.I)
    for form in (
        rf"/(?:archiver/)?thread-(?:htm-tid-)?{_NUMBER}(?:-\d+)*(?:-[^/?]*)?\.html?(?:\?.*)?$",
        rf"/(?:forum|viewthread|redirect|read)\.php\?(?:.*&)?p?tid=?-?{_NUMBER}(?:\D.*)?$",
        rf"/archiver/(?:index\.php)?\??tid-{_NUMBER}(?:-[^/?]*)?(?:\.html?)?(?:[?&].*)?$",
        rf"/(?:read|viewthread|simple/index)(?:-htm|\.php\?)-?tid-?{_NUMBER}\D.*$",
        rf"/simple/\?t{_NUMBER}(?:_\d+)?\.html$",
    )
)
_PORTAL = tuple(
    re.compile(form, re.I)
    for form in (
        rf"/article-{_NUMBER}-\d+\.html(?:\?.*)?$",
        rf"/portal\.php\?(?:.*&)?aid={_NUMBER}(?:\D.*)?$",
        rf"/archiver/\??aid-{_NUMBER}(?:-[^/?]*)?(?:\.html?)?$",
    )
)


@lru_cache(maxsize=4096)  # asked for several times on a page's way
def twin_key(url: str) -> str:
    """A key that is equal for the addresses of one article; for comparing, never for fetching.

    Raises ValueError where `canonical` does.

    >>> twin_key("https://m.bbs.example.com/forum.php?mod=viewthread&tid=12&mobile=2")
    'bbs.example.com/thread/12'
    >>> twin_key("http://bbs.example.com/thread-12-1-3.html")
    'bbs.example.com/thread/12'
    """
    parts = urlsplit(canonical(url))
    name = _host_without_twin(parts.netloc)
    path = _TWIN_FOLDER.sub("", re.sub("//+", "/", parts.path), count=1)
    whole = f"{path}?{parts.query}" if parts.query else path
    for kind, forms in (("thread", _THREAD), ("article", _PORTAL)):
        for form in forms:
            if match := form.search(whole):
                return f"{name}{_folder(whole, match)}/{kind}/{match['id']}"
    path = _INDEX.sub("/", _TWIN_SUFFIX.sub("", path)).rstrip("/")
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not _TWIN_PARAMETER.fullmatch(part)))
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{name}{path}" + (f"?{query}" if query else "") + fragment


def _folder(whole: str, match: re.Match[str]) -> str:
    """The folder a board lives in (/bbs), which tells two boards on one host apart."""
    return whole[: match.start()].removesuffix("/archiver")


def _host_without_twin(netloc: str) -> str:
    """The host without www, m and their like, as long as a site's name is left; the port stays."""
    match = _TWIN_HOST.match(netloc)
    if not match:
        return netloc
    rest = netloc[match.end() :]
    labels = rest.split(":")[0].split(".")
    if len(labels) < 2 or (len(labels) == 2 and _SECOND_LEVEL.fullmatch(labels[0]) and len(labels[1]) == 2):
        return netloc
    return _host_without_twin(rest)
