"""Takes secrets out of text that leaves the service, by their values where they are known and by their look where not.

What is known: everything that the configuration holds as a secret. What is recognised: passwords in addresses,
queries such as ?token=…, the paths of chat webhooks, whole channel URLs, Authorization and Cookie headers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "…"

SHORTEST = 4
"""Characters; a shorter value stands in too many words by chance, and is recognised by its place only."""

_PLAIN = frozenset({"http", "https", "ftp", "file", "sqlite", "ws", "wss"})
_WITH_HOST = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"})
_DATABASES = ("postgresql", "postgres", "mysql", "mariadb", "redis")

# Ends at a space, a quotation mark or a bracket, as an address in a sentence does.
_ADDRESS = re.compile(r"\b([a-zA-Z][a-zA-Z0-9+.-]{1,30})://([^\s\"'<>|\\^`{}]+)")
_SENSITIVE = (
    r"(?:[a-z0-9]+[_-])*(?:token|secret|password|passwd|passphrase|pwd|api[_-]?key|key|auth|authorization|credential"
    r"|signature|sig|sign|session|sessionid|jwt|cookie)s?"
)
_QUERY = re.compile(rf"(?i)([?&;]{_SENSITIVE}=)[^&\s\"'#;]+")
# The keys of chat webhooks stand in the path, behind a word such as hook: long, and with a digit in it.
_HOOK = re.compile(
    r"(?i)(/(?:hook|hooks|webhook|webhooks|services|send|robot|token|key)/)(?=[^\s?#]{12})(?=[^\s?#]*\d)[\w:./-]+"
)
_BOT = re.compile(r"(?i)(/bot)\d{3,}:[\w-]+")
_HEADER = re.compile(r"(?i)\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key)(['\"]?\s*[:=]\s*['\"]?)[^\r\n'\"]+")
_SCHEME = re.compile(r"(?i)\b(bearer|basic|digest)\s+[A-Za-z0-9._~+/=-]{8,}")
_NAMED = re.compile(rf"(?i)\b({_SENSITIVE})(['\"]?\s*[:=]\s*['\"]?)(?!{HIDDEN})[^\s,;&'\"}})\]]{{4,}}")
_SECRET_FIELD = re.compile(rf"(?i){_SENSITIVE}")


class Redactor:
    """Gives text without its secrets. values: the secrets that are known, of any length; None of them is kept in its
    representation."""

    __slots__ = ("_known",)

    def __init__(self, values: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for value in values:
            if len(value) >= SHORTEST:
                forms |= {value, quote(value), quote(value, safe=""), quote_plus(value), repr(value)[1:-1]}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __repr__(self) -> str:
        return "Redactor()"

    def __call__(self, text: str) -> str:
        """The text with every secret replaced by an ellipsis."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        if "://" in text:
            text = _ADDRESS.sub(_without_secrets, text)
        text = _SCHEME.sub(rf"\1 {HIDDEN}", text)
        text = _HEADER.sub(rf"\1\2{HIDDEN}", text)
        return _NAMED.sub(rf"\1\2{HIDDEN}", text)


def secret_name(name: str) -> bool:
    """Whether a field of this name holds a secret, whatever its value looks like.

    >>> secret_name("smtp_password"), secret_name("source")
    (True, False)
    """
    return bool(_SECRET_FIELD.fullmatch(name))


def _without_secrets(match: re.Match[str]) -> str:
    scheme, rest = match[1].lower(), match[2]
    authority, slash, path = _split(rest)
    _user, at, host = authority.rpartition("@")
    if at:
        authority = f"{HIDDEN}@{host}"
    if scheme.partition("+")[0] in (*_PLAIN, *_DATABASES):
        path = slash + path
        for hidden in (_QUERY, _HOOK, _BOT):
            path = hidden.sub(rf"\1{HIDDEN}", path)
        return f"{match[1]}://{authority}{path}"
    if scheme in _WITH_HOST:
        return f"{match[1]}://{authority}" + (f"/{HIDDEN}" if path else "")
    return f"{match[1]}://{HIDDEN}"  # a channel: apprise puts keys where others have a host


def _split(rest: str) -> tuple[str, str, str]:
    """Authority, the character that ends it, and what follows; a password may hold a slash, so that the last @ before
    the query counts."""
    before = re.split(r"[?#]", rest, maxsplit=1)[0]
    at = before.rfind("@")
    end = next((place for place in range(at + 1, len(rest)) if rest[place] in "/?#"), len(rest))
    return rest[:end], rest[end : end + 1], rest[end + 1 :]
