"""The canonical form of an address: what is stored, shown and fetched.

Follows RFC 3986 section 6.2 (case, default port, percent-encoding, dot segments) and, where browsers read more
than that allows (backslashes, spaces, raw Chinese), the WHATWG URL standard. Then the parameters that only say how a
reader came here are dropped. Nothing that can change what a server answers is touched: that is `twin_key`'s work.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from monitor.urls.tracking import without_tracking

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NOT_IN_PATH = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]")
_NOT_IN_QUERY = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.I)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_LONGEST = 4096


def canonical(url: str, *, base: str | None = None, charset: str = "utf-8") -> str:
    """The canonical form of an http or https address; relative to `base` where one is given.

    charset: the encoding of the page that the address stands in; browsers write raw Chinese in a query in it (and
    in a path in UTF-8). User names and passwords are dropped, and fragments too, but for the `#!` and `#/` that are the
    path of single-page sites.

    Raises ValueError for what is no web address (javascript:, mailto:, an empty host, a bad port, over 4,096
    characters).
    """
    parts = _split(url, base)
    name = _host_name(parts)
    port = parts.port  # raises ValueError where it is no number below 65,536
    authority = name if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{name}:{port}"
    path = _SESSION_IN_PATH.sub("", _escaped(parts.path, _NOT_IN_PATH, "utf-8"))
    query = without_tracking(_escaped(parts.query, _NOT_IN_QUERY, charset))
    fragment = parts.fragment if parts.fragment[:1] in ("!", "/") else ""
    fragment = _escaped(fragment, _NOT_IN_QUERY, "utf-8")
    return urlunsplit((parts.scheme, authority, _without_dots(path), query, fragment))


def join(base: str, href: str, *, charset: str = "utf-8") -> str | None:
    """The canonical address of a link on the page `base`, or None where it leads to no web page."""
    if not href.strip() or href.lstrip().startswith("#"):
        return None
    try:
        return canonical(href, base=base, charset=charset)
    except ValueError:
        return None


def host(url: str) -> str:
    """The host of an address, lower-case and in ASCII; "" where it has none."""
    try:
        return _host_name(_split(url, None))
    except ValueError:
        return ""


def _split(url: str, base: str | None) -> SplitResult:
    if len(url) > _LONGEST:
        raise ValueError("the address is too long")
    url = re.sub(r"[\t\r\n]", "", url.strip("\x00\x01\x02\x03 \t\r\n\f\v\u00a0\u3000\ufeff"))
    head, mark, tail = url.partition("?")
    url = head.replace("\\", "/") + mark + tail
    if base is not None:
        url = urljoin(base, url)
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("an address begins with http:// or https://")
    if not parts.netloc and parts.path.lstrip("/"):  # http:/host and http:///host, as browsers read them
        parts = urlsplit(f"{parts.scheme}://{url.split(':', 1)[1].lstrip('/')}")
    return parts


def _host_name(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if ":" in name:
        return f"[{name.lower()}]"
    try:
        ascii_name = name.encode("idna").decode("ascii").lower() if not name.isascii() else name.lower()
    except UnicodeError as error:
        raise ValueError("the host is no name") from error
    if not _HOST.fullmatch(ascii_name):
        raise ValueError("the host is no name")
    return ascii_name


def _escaped(text: str, forbidden: re.Pattern[str], charset: str) -> str:
    """Percent-encodes what may not stand raw, decodes what need not be encoded, and leaves the rest as it came."""

    def escape(match: re.Match[str]) -> str:
        try:
            raw = match[0].encode(charset)
        except (UnicodeEncodeError, LookupError):
            raw = match[0].encode("utf-8", "surrogatepass")
        return "".join(f"%{byte:02X}" for byte in raw)

    def settle(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    text = _BARE_PERCENT.sub("%25", text)
    return forbidden.sub(escape, _ESCAPE.sub(settle, text))


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4; empty segments stay, for some servers tell // from /."""
    kept: list[str] = []
    for segment in path.lstrip("/").split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    end = "/" if kept and kept[-1] and path.endswith(("/.", "/..")) else ""
    return "/" + "/".join(kept) + end
