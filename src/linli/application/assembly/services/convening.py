"""Prepare an assembly: what it is, whom it asks, and what it decides on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from linli.application.assembly import policy
from linli.application.assembly.domain.kinds import (
    ELECTION,
    RESIDENTS_MEETING,
    UNANIMITY,
    Kind,
    kind_of,
)
from linli.application.assembly.domain.money import LONGEST_PURPOSE, Fund, Money, check_money
from linli.application.assembly.domain.stages import Convened, Mode, Stage
from linli.application.assembly.models import Assembly, Motion
from linli.application.assembly.services.finding import check_key, check_stage, clean, lock
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Refused, Words, now, system

_Choice = TypeVar("_Choice", Convened, Mode, Fund)
MOST_MOTIONS = 100
MOST_CANDIDATES = 100
MOST_SEATS = 100
MOST_PLACES = 200
_SCOPES = frozenset({PlaceKind.COMMUNITY, PlaceKind.BUILDING, PlaceKind.ENTRANCE})


@dataclass(frozen=True, slots=True)
class MotionDraft:
    """An item as it is written; `scope` narrows the assembly's own, empty is the same.

    An election has the names of its candidates and the number of seats; `money` is what a motion
    decides on that concerns any (`domain/money.py` says which may).
    """

    kind: str
    title: Words
    text: Words = Words("", "")
    scope: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    seats: int = 0
    money: Money | None = None


def convene(
    *,
    by: Actor,
    convened: Convened | str,
    mode: Mode | str,
    title: Words,
    key: str,
    scope: Sequence[str] = (),
    request: str = "",
) -> str:
    """Begin the draft of an assembly and return its id; the same key gives the same one.

    `scope` are the community, buildings or entrances whose owners are asked, empty the whole
    community; `request` the owners' request it answers, when there is one.
    """
    kind, way = _one_of(Convened, convened, "convened"), _one_of(Mode, mode, "mode")
    policy.check_may_convene(by, kind)
    with transaction.atomic():
        row, _ = Assembly.objects.get_or_create(
            by_id=by.person,
            key=check_key(key),
            defaults={
                "community": by.community,
                "convened": kind,
                "mode": way,
                "title_zh": clean(title.zh, field="title", most=80),
                "title_en": clean(title.en, field="title_en", most=160),
                "scope": _scope(by, scope or (by.community,)),
                "request": request[:20],
                "created_at": now(),
            },
        )
        return row.pk


def change_assembly(
    *, by: Actor, assembly: str, mode: Mode | str, title: Words, scope: Sequence[str] = ()
) -> None:
    """Write anew what a draft is called, how its owners vote and whom it asks."""
    way = _one_of(Mode, mode, "mode")
    with transaction.atomic():
        row = _draft(by, assembly)
        row.mode, row.scope = way, _scope(by, scope or (by.community,))
        row.title_zh = clean(title.zh, field="title", most=80)
        row.title_en = clean(title.en, field="title_en", most=160)
        row.save(update_fields=["mode", "scope", "title_zh", "title_en"])


def add_motion(*, by: Actor, assembly: str, motion: MotionDraft, key: str) -> str:
    """Put an item at the end of a draft's agenda and return its id."""
    with transaction.atomic():
        row = _draft(by, assembly)
        found = Motion.objects.filter(assembly=row, key=check_key(key)).first()
        if found is not None:
            return found.pk
        if row.motions.count() >= MOST_MOTIONS:
            raise Refused("too_many", "An agenda has at most %(most)s items.", most=MOST_MOTIONS)
        last = row.motions.aggregate(last=Max("number"))["last"] or 0
        made = Motion(assembly=row, number=last + 1, key=key)
        _write(by, row, made, motion)
        return made.pk


def change_motion(*, by: Actor, assembly: str, motion: str, to: MotionDraft) -> None:
    """Write an item of a draft anew."""
    with transaction.atomic():
        row = _draft(by, assembly)
        _write(by, row, _motion(row, motion), to)


def drop_motion(*, by: Actor, assembly: str, motion: str) -> None:
    """Take an item off a draft's agenda; those behind it move up."""
    with transaction.atomic():
        row = _draft(by, assembly)
        _motion(row, motion).delete()
        _number(row, list(row.motions.order_by("number").values_list("pk", flat=True)))


def order_motions(*, by: Actor, assembly: str, motions: Sequence[str]) -> None:
    """Put the items of a draft in this order; every item is named once."""
    with transaction.atomic():
        row = _draft(by, assembly)
        known = set(row.motions.values_list("pk", flat=True))
        if set(motions) != known or len(motions) != len(known):
            raise Refused("invalid", "Name every item of the agenda once.", field="motions")
        _number(row, list(motions))


def _draft(by: Actor, assembly: str) -> Assembly:
    row = lock(by, assembly)
    policy.check_may_convene(by, Convened(row.convened))
    check_stage(row, {Stage.DRAFT})
    return row


def _motion(row: Assembly, motion: str) -> Motion:
    found = row.motions.filter(pk=motion).first()
    if found is None:
        raise Refused("not_found", "There is no such item on the agenda.")
    return found


def _number(row: Assembly, motions: list[str]) -> None:
    """Two passes, since no two items may have the same number even for a moment."""
    for away in (10_000, 0):
        for number, motion in enumerate(motions, start=1):
            row.motions.filter(pk=motion).update(number=away + number)


def _write(by: Actor, row: Assembly, made: Motion, motion: MotionDraft) -> None:
    kind = kind_of(motion.kind, "kind")
    if kind is RESIDENTS_MEETING:
        raise Refused(
            "invalid",
            "A residents' meeting is not held here: this is the roll of the owners, and there all "
            "residents have a say. Please ask the residents' committee.",
            field="kind",
        )
    made.kind = kind.key
    made.title_zh = clean(motion.title.zh, field="title", most=120)
    made.title_en = clean(motion.title.en, field="title_en", most=190)
    made.text_zh = clean(motion.text.zh, field="text", most=8000, may_lack=True)
    made.text_en = clean(motion.text.en, field="text_en", most=16000, may_lack=True)
    made.scope = _scope(by, motion.scope)
    if kind is UNANIMITY:
        check_one_building(by.community, made.scope or row.scope)
    made.candidates, made.seats = _election(motion) if kind is ELECTION else ([], 0)
    if kind is not ELECTION:
        made.completes = None
    made.amount_fen, made.fund, made.purpose = _money(motion.money, kind)
    made.save()


def _election(motion: MotionDraft) -> tuple[list[str], int]:
    names = [clean(one, field="candidates", most=80) for one in motion.candidates]
    if not 0 < len(names) <= MOST_CANDIDATES or len(set(names)) != len(names):
        raise Refused(
            "invalid", "An election has 1 to 100 candidates, each named once.", field="candidates"
        )
    if not 0 < motion.seats <= MOST_SEATS:
        raise Refused("invalid", "An election has 1 to 100 seats.", field="seats")
    return names, motion.seats


def _money(money: Money | None, kind: Kind) -> tuple[int | None, str, str]:
    if money is None:
        return None, "", ""
    fund = _one_of(Fund, money.fund, "fund")
    purpose = clean(money.purpose, field="purpose", most=LONGEST_PURPOSE)
    check_money(Money(money.amount_fen, fund, purpose), kind)
    return money.amount_fen, fund, purpose


def _scope(by: Actor, scope: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(scope))
    if len(wanted) > MOST_PLACES:
        raise Refused("too_many", "Name at most %(most)s places.", field="scope", most=MOST_PLACES)
    found = places.get_places(viewer=by, places=wanted)
    if any(one not in found or found[one].kind not in _SCOPES for one in wanted):
        raise Refused(
            "invalid", "Owners are asked by community, building or entrance.", field="scope"
        )
    return wanted


def check_one_building(community: str, scope: Sequence[str]) -> None:
    """A home may become business premises when the owners of its building agree (Civil Code 279).

    Whom it concerns are the other owners of the same building (SPC interpretation, Article 11): an
    entrance is too few of them, the estate too many.
    """
    found = places.get_places(viewer=system(community), places=list(scope))
    if [found[one].kind for one in scope if one in found] != [PlaceKind.BUILDING]:
        raise Refused(
            "invalid",
            "A home that becomes business premises concerns the owners of its building: "
            "choose exactly that building.",
            field="scope",
        )


def _one_of(kind: type[_Choice], given: _Choice | str, field: str) -> _Choice:
    try:
        return kind(given)
    except ValueError:
        raise Refused("invalid", "There is no such choice.", field=field) from None
