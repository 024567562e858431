"""One ceremony told in several sentences is one event; two totals on different bases are two."""

from __future__ import annotations

from decimal import Decimal

from monitor.chinese.late import late
from monitor.chinese.organisations import same_organisation
from monitor.chinese.regions import inside
from monitor.events.reading import Reading
from monitor.events.signings_statements import Statement
from monitor.types import Money

# Amounts of one ceremony that are told twice may be rounded: 312.4亿元, 超过310亿元.
_ROUNDED = Decimal("0.03")
# A lead stands in the first two paragraphs, and rounds by no more than this.
_LEAD = 1
_ROUNDED_UP = Decimal("1.1")
# How many paragraphs behind the ceremony its agreement is told from the partner's side.
_NEXT = 2
# How many sentences behind a ceremony its figures stand.
_FIGURES_BEHIND = 4
_CEREMONY_TAIL = late(r"签[约署订](?:仪式|活动)$")
_BESIDES = late(r"(?:此外|另外|除此之外)，")
# A name of no more characters tells only the kind of agreement.
_KIND_ALONE = 8
# Regions found so are only supposed.
_WEAK = frozenset({"document", "held here", "paragraph"})
# How many signings back the same one is looked for.
_LOOK_BACK = 40


def join_statements(reading: Reading, statements: list[Statement]) -> list[Statement]:
    """Statements of the same signing joined into the first of them, in order."""
    joined: list[Statement] = []
    for statement in statements:
        for known in reversed(joined[-_LOOK_BACK:]):
            verdict = _same(reading, known, statement)
            if verdict is None:
                continue
            if verdict:
                _take(reading, known, statement)
            else:
                reading.note("signing", *statement.verb, "part", "signing.part-of-a-total")
                known.passages.append((statement.start, statement.end))
            break
        else:
            joined.append(statement)
    return _without_repeats(reading, joined)


def _without_repeats(reading: Reading, joined: list[Statement]) -> list[Statement]:
    """A headline that gives the figures alone is the ceremony of the body, which got its figures later."""
    kept: list[Statement] = []
    for statement in joined:
        for known in kept[-_LOOK_BACK:]:
            agree = _regions_agree(reading, known, statement) and _within(known, statement)
            undated = known.days is None or (known.cumulative and known.when is None)
            if agree and _twice_told(known, statement) and undated:
                _take(reading, known, statement)
                break
        else:
            kept.append(statement)
    return kept


def _same(reading: Reading, known: Statement, other: Statement) -> bool | None:
    """True: the same signing; False: a part of it; None: another one."""
    if other.of_which and _holds(known, other) and (not known.cumulative or other.index - known.index == 1):
        return False
    if _twice_told(known, other) and _regions_agree(reading, known, other):
        return True
    if _rounded_before(known, other) and known.region.name == other.region.name:
        return True
    if _mirrored(known, other) and (other.paragraph - known.paragraph <= _NEXT):
        return True
    if known.cumulative != other.cumulative or not (
        _regions_agree(reading, known, other) or _counted_again(known, other)
    ):
        return None
    if known.days and other.days and known.days[:2] != other.days[:2] and not _within(known, other):
        return None
    near = other.paragraph == known.paragraph or other.back or tells_figures_of(known, other)
    if _numbers_differ(known, other):
        return False if near and _is_part(known, other) else None
    if known.cumulative:
        return _share_number(known, other) or None
    if known.form == other.form == "agreement":
        return _same_agreement(reading, known, other) or None
    if other.form == "agreement" and other.parties and _agreed(known) and _same_agreement(reading, known, other):
        return True
    if _share_number(known, other):
        return True
    if "agreement" in (known.form, other.form):
        ceremony = known if known.form != "agreement" else other
        near = near or _same_parties(known, other)
        if other.paragraph - known.paragraph <= _NEXT and _signed_there(reading, known, other):
            return True
        return (near and (other.back or not other.days or known.days == other.days) and _open(ceremony)) or None
    return near or bool(known.days and known.days == other.days) or None


def _same_parties(known: Statement, other: Statement) -> bool:
    """What was signed at the ceremony of the same two regions, told behind it without a day: 两地分别签署了协议."""
    names, others = ({party[2] for party in statement.parties} for statement in (known, other))
    return bool(names) and names == others and other.when is None and other.paragraph - known.paragraph <= _NEXT


def _signed_there(reading: Reading, known: Statement, other: Statement) -> bool:
    """某某合作框架协议签约仪式, and the agreement whose name the ceremony bears."""
    if not (known.name and other.name and known.named_ceremony) or other.named_ceremony:
        return False
    bearing = _CEREMONY_TAIL.sub("", reading.plain[slice(*known.name)])
    return len(bearing) >= _KIND_ALONE and bearing in reading.plain[slice(*other.name)]


def _agreed(known: Statement) -> bool:
    """An agreement with its parties, to which the ceremony of its signing was joined."""
    return bool(known.name and not known.named_ceremony and known.parties)


def _twice_told(known: Statement, other: Statement) -> bool:
    """The same number and the same sum: one signing, also where a headline tells it like a running total."""
    return bool(
        known.projects and other.projects and known.projects.value == other.projects.value
        and known.money and other.money and known.money.value == other.money.value
    )  # fmt: skip


def _rounded_before(known: Statement, other: Statement) -> bool:
    """A headline or lead that rounds the sum which the body then tells: 签约超百亿元, and 102.4亿元."""
    if known.money is None or other.money is None or known.projects or other.cumulative:
        return False
    one, two = known.money.value, other.money.value
    if known.days and not known.cumulative and known.days != other.days:
        return False
    if known.money.bound not in ("over", "about") or one is None or two is None or known.paragraph > _LEAD:
        return False
    return one <= two <= one * _ROUNDED_UP


def _mirrored(known: Statement, other: Statement) -> bool:
    """Two regions' agreement told from the one's side and then from the other's."""
    return any(party[2].startswith(other.region.name) for party in known.parties) and any(
        party[2].startswith(known.region.name) for party in other.parties
    )


def _counted_again(known: Statement, other: Statement) -> bool:
    """昨日签约的9个项目包括…: the number signed that day told again where no region is named."""
    if other.region.how not in {"document", "held here"} or not (known.projects and other.projects):
        return False
    same_day = known.days is not None and known.days == other.days
    return same_day and known.projects.value == other.projects.value and known.money == other.money


def _holds(known: Statement, other: Statement) -> bool:
    """Whether the other's region is the same or lies in the first one's."""
    one, two = known.region, other.region
    return one.name == two.name or (one.place is not None and two.place is not None and inside(two.place, one.place))


def tells_figures_of(known: Statement, other: Statement) -> bool:
    """A ceremony told without figures, and right behind it the figures of what was signed."""
    if known.form != "ceremony" or known.projects or known.money or known.region.name != other.region.name:
        return False
    return other.form == "batch" and 0 < other.index - known.index <= _FIGURES_BEHIND


def _open(ceremony: Statement) -> bool:
    """Whether agreements told beside it were signed at it: a ceremony, or a batch told without its number's kind."""
    return ceremony.form in {"ceremony", "batch"}


def _regions_agree(reading: Reading, known: Statement, other: Statement) -> bool:
    one, two = known.region, other.region
    if one is None or two is None or one.name == two.name:
        return True
    if one.how in _WEAK and known.name and two.name[:-1] in reading.plain[slice(*known.name)]:
        return True  # the ceremony bears the name of the town that signs
    if one.place is None or two.place is None or known.cumulative:
        return False
    if two.place.level == "town" and other.paragraph - known.paragraph <= 1:
        return inside(two.place, one.place)
    if known.at_meeting and other.at_meeting and known.paragraph == other.paragraph:
        return inside(one.place, two.place) or inside(two.place, one.place)
    return (inside(one.place, two.place) and two.how in _WEAK) or (inside(two.place, one.place) and one.how in _WEAK)


def _within(known: Statement, other: Statement) -> bool:
    """A month or year that holds the other's days tells the same time less exactly."""
    if known.days is None or other.days is None or known.days[:2] == other.days[:2]:
        return True
    wide, narrow = sorted((known.days, other.days), key=lambda days: days[1] - days[0], reverse=True)
    return wide[2] != "day" and wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _value(money: Money | None) -> Decimal | None:
    return money.value if money else None


def _close(one: Decimal, two: Decimal) -> bool:
    return abs(one - two) <= _ROUNDED * max(abs(one), abs(two))


def _numbers_differ(known: Statement, other: Statement) -> bool:
    if known.projects and other.projects and known.projects.value != other.projects.value:
        return True
    one, two = _value(known.money), _value(other.money)
    return one is not None and two is not None and not _close(one, two)


def _is_part(known: Statement, other: Statement) -> bool:
    fewer = not (known.projects and other.projects) or other.projects.value <= known.projects.value
    one, two = _value(known.money), _value(other.money)
    less = one is None or two is None or two <= one
    return fewer and less and not known.cumulative


def _share_number(known: Statement, other: Statement) -> bool:
    if known.projects and other.projects and known.projects.value == other.projects.value:
        return True
    one, two = _value(known.money), _value(other.money)
    return one is not None and two is not None and _close(one, two)


def _another(reading: Reading, known: Statement, other: Statement) -> bool:
    """此外，甲地与丙地签订水运合作协议: an agreement of another name is another one, also at the same meeting."""
    if not known.name or not other.name or known.named_ceremony or other.named_ceremony:
        return False
    first, second = (reading.plain[slice(*statement.name)] for statement in (known, other) if statement.name)
    return first not in second and second not in first and _BESIDES.match(reading.plain, other.start) is not None


def _same_agreement(reading: Reading, known: Statement, other: Statement) -> bool:
    if _another(reading, known, other):
        return False
    if known.at_meeting and other.at_meeting and other.paragraph == known.paragraph:
        return True
    names, others = ({party[2] for party in statement.parties} for statement in (known, other))
    if any(same_organisation(a, b) or (min(len(a), len(b)) >= 3 and (a in b or b in a)) for a in names for b in others):
        return True
    if names and others and not _retold_in_short(known, other):
        return False
    if other.paragraph == known.paragraph or other.back or known.back:
        return True
    return other.when is None and _retold(reading, known, other)


def _retold_in_short(known: Statement, other: Statement) -> bool:
    """Told again by the partner's region alone: 香港和丙国签署备忘录标志着…."""
    shorts = [party[2] for party in other.parties]
    return len(shorts) == 1 and any(party[2].startswith(shorts[0]) for party in known.parties)


def _retold(reading: Reading, known: Statement, other: Statement) -> bool:
    """A later mention by the kind of agreement alone: 双方签署合作备忘录 after 《甲乙合作备忘录》."""
    if not known.name or not other.name:
        return True
    first, second = reading.plain[slice(*known.name)], reading.plain[slice(*other.name)]
    return second in first or (first in second and len(first) > _KIND_ALONE)


def _take(reading: Reading, known: Statement, other: Statement) -> None:
    """Fill what the first statement leaves open, and keep the more telling name and number."""
    known.passages.append((other.start, other.end))
    known.paragraph = other.paragraph  # what follows is told beside the later passage
    if known.region is not None and other.region is not None and known.region.how in {"document", "held here"}:
        known.region = other.region
    if other.name and (known.name is None or _tells_more(reading, known, other)):
        known.name, known.named_ceremony = other.name, other.named_ceremony
    known.projects = known.projects or other.projects
    if known.money is None or (other.money and known.money.bound != "exact" and other.money.bound == "exact"):
        known.money = other.money or known.money
    if known.days is None or (other.days and known.days[2] != "day" and other.days[2] == "day"):
        known.days, known.when = other.days or known.days, other.when or known.when
    if known.cumulative and not other.cumulative:
        known.cumulative, known.form, known.days, known.when = False, other.form, other.days, other.when
    if other.form == "ceremony" and known.form != "total":
        known.form = "ceremony"
    seen = {party[2] for party in known.parties}
    known.parties += tuple(p for p in other.parties if not any(p[2] in name or name in p[2] for name in seen))


def _tells_more(reading: Reading, known: Statement, other: Statement) -> bool:
    if known.name is None or other.name is None:
        return known.name is None
    if known.named_ceremony != other.named_ceremony:
        return other.named_ceremony
    if known.form != "agreement" or other.form != "agreement":
        return False
    first, second = (reading.plain[slice(*name)] for name in (known.name, other.name))
    return len(second) > len(first) and len(other.parties) >= len(known.parties)
