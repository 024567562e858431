"""The reader's language: words from the catalogues, amounts, numbers, days and times, values in the reader's script."""

from monitor.language.amounts import amount, money
from monitor.language.days import day, days, long_moment, moment
from monitor.language.tongue import Tongue

__all__ = ["Tongue", "amount", "day", "days", "long_moment", "moment", "money"]
