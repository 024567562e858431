"""What vendors' bots have in common: they say no with status 200 and a code, and each has its own list of codes."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from monitor.delivery.post import answered
from monitor.errors import DeliveryError

_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How a vendor's codes are to be read.

    name: the vendor, as the ledger shows it. code, words: the keys of its answer that hold the code (the first that is
    there counts) and its words. rate: said too much, wait `pause` seconds. busy: try again. key: wrong key or
    signature. large: too large. Every other code is a refusal, 0 is a yes.
    """

    name: str
    code: tuple[str, ...] = ("errcode",)
    words: str = "errmsg"
    rate: AbstractSet[int] = _NOTHING
    pause: float = 60.0
    busy: AbstractSet[int] = _NOTHING
    key: AbstractSet[int] = _NOTHING
    large: AbstractSet[int] = _NOTHING

    def judge(self, text: str) -> str:
        """The answer for the ledger, or DeliveryError for one that says no."""
        answer = answered(text)
        name, code = next(((name, answer[name]) for name in self.code if name in answer), (self.code[0], None))
        if code == 0:
            return f"{self.name}: {name} 0"
        said = f"{self.name} answered {name} {code}: {str(answer.get(self.words, ''))[:120]}"
        if code in self.rate:
            raise DeliveryError(said, reason="rate", passing=True, retry_after=self.pause)
        if code in self.busy or code is None:
            raise DeliveryError(said, reason="server error", passing=True)
        if code in self.large:
            raise DeliveryError(said, reason="too large", passing=False)
        raise DeliveryError(said, reason="credentials" if code in self.key else "refused", passing=False)
