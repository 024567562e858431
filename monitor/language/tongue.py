"""One language: labels from its catalogue, values of events in its script (traditional Chinese by OpenCC)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from monitor.language.catalogue import LOCALES, catalogue

if TYPE_CHECKING:
    from monitor.config.receiver import Language

# Surnames that OpenCC's character table would change into another word (于→於, 范→範, 姜→薑 …): they stay.
_SURNAMES_THAT_STAY = frozenset("于范姜岳谷涂沈余曲云丑卜郁朴松里後合升台向游种仇尸折")


@cache
def _traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2tw").convert
    return convert


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of labels. say() gives a label; value() and person() give a value of an event as it is shown."""

    language: Language

    @property
    def locale(self) -> str:
        """The locale by whose customs dates and numbers are written (CLDR, through Babel)."""
        return "en_GB" if self.language == "en" else LOCALES[self.language]

    def say(self, key: str, n: int | None = None, **values: Any) -> str:
        """The label `key` with its values filled in. n: the number that a plural form depends on.

        Values are inserted as they are: convert them with value() or person() first.
        """
        words = catalogue(self.language)
        pattern = words.gettext(key) if n is None else words.ngettext(key, key, n)
        return pattern.format(n=n, **values) if "{" in pattern else pattern

    def join(self, items: tuple[str, ...] | list[str]) -> str:
        """An enumeration."""
        return self.say("comma").join(items)

    def some(self, items: list[str], most: int) -> str:
        """An enumeration of at most `most` items; what is left out is hinted at."""
        return self.join(items[:most]) + (self.say("others") if len(items) > most else "")

    def people(self, items: list[str], most: int | None = None) -> str:
        """Persons with their titles: a title may hold 、 itself (区委副书记、区长), then a comma parts the persons."""
        shown = items[:most]
        mark = self.say("person" if any("、" in item for item in shown) else "comma")
        return mark.join(shown) + (self.say("others") if len(items) > len(shown) else "")

    def phrase(self, items: list[str]) -> str:
        """An enumeration inside a sentence: a、b和c, or "a, b and c"."""
        if len(items) < 2:
            return "".join(items)
        return self.join(items[:-1]) + self.say("and") + items[-1]

    def value(self, text: str) -> str:
        """A simplified value (a place, a company, a title) in the reader's script."""
        return _traditional()(text) if self.language == "zh-Hant" else text

    def person(self, name: str) -> str:
        """A person's name in the reader's script; a surname that is written alike in both scripts stays."""
        if self.language != "zh-Hant" or not name:
            return name
        if name[0] in _SURNAMES_THAT_STAY:
            return name[0] + _traditional()(name[1:])
        return _traditional()(name)
