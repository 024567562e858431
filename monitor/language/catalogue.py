"""The message catalogues: gettext's PO files, read from the package when a language is first spoken.

One form is shipped and read: there is no compiled copy that could be older than what a translator sees. Reading takes
about 10 ms a language.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Final

DOMAINS: Final = ("monitor", "web")
"""The catalogues: of messages, and of the web pages."""
LOCALES: Final = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "en"}
"""The catalogue of each language of a receiver (BCP 47 tag → folder in locale/)."""


class _Missing(NullTranslations):
    """Behind every catalogue: a key that it does not hold is a defect, not a text to show."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


@cache
def catalogue(language: str) -> GNUTranslations:
    """The catalogue of a receiver's language. Raises KeyError for a key that is not in it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    found = []
    for domain in DOMAINS:
        file = files("monitor.language") / "locale" / LOCALES[language] / "LC_MESSAGES" / f"{domain}.po"
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(file.read_bytes()), abort_invalid=True))
        compiled.seek(0)
        found.append(GNUTranslations(compiled))
    first, *others = found
    for other in (*others, _Missing()):
        first.add_fallback(other)
    return first
