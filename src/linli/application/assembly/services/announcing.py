"""Announce an assembly: from here on its roll, its rules, its agenda and its dates stand."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.choosing import concerns
from linli.application.assembly.domain.effective import EffectiveRules
from linli.application.assembly.domain.kinds import ELECTION, UNANIMITY
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.facts import AssemblyAnnounced, AssemblyCancelled
from linli.application.assembly.models import Assembly, Motion, RollUnit
from linli.application.assembly.selectors.preparing.councils import empty_seats
from linli.application.assembly.selectors.preparing.elected import size_of, tied_for
from linli.application.assembly.selectors.rules import check_runnable, plan_assembly
from linli.application.assembly.services.convening import check_one_building
from linli.application.assembly.services.finding import (
    check_stage,
    clean,
    lock,
    move,
    write_leaf,
)
from linli.application.assembly.services.periods import zone_of
from linli.application.assembly.services.rolling import freeze_roll
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now


def announce(
    *,
    by: Actor,
    assembly: str,
    opens_at: datetime,
    closes_at: datetime,
    is_warned: bool = False,
) -> None:
    """Freeze roll, rules, agenda and dates of a draft, and make them known; again changes nothing.

    Ballots are taken from `opens_at` until just before `closes_at`. `is_warned` when the notice
    says what silence will be taken for.

    Raises:
        Refused: nothing to decide, a gap in the roll, an unlawful date, a rule nobody decided.
    """
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        if row.stage == Stage.ANNOUNCED and (row.opens_at, row.closes_at) == (opens_at, closes_at):
            return
        check_stage(row, {Stage.DRAFT})
        if not row.motions.exists():
            raise Refused("conflict", "There is nothing on the agenda yet.", field="motions")
        rules = _lawful(by, row, opens_at, closes_at)
        freeze_roll(row)
        _check_scopes(row)
        _check_seats(row, rules)
        move(row, Stage.ANNOUNCED)
        row.rules, row.announced_at = _frozen(rules, is_warned=is_warned), now()
        row.opens_at, row.closes_at = opens_at, closes_at
        row.save()
        for leaf in ("rules", "agenda", "roll"):
            write_leaf(row, leaf)
        publish(AssemblyAnnounced(community=row.community, assembly=row.pk))


def _lawful(by: Actor, row: Assembly, opens_at: datetime, closes_at: datetime) -> EffectiveRules:
    """The rules it runs on, when all it needs is decided and the dates keep the legal calendar."""
    if not now() < opens_at < closes_at:
        raise Refused(
            "invalid", "Voting begins in the future and ends after that.", field="closes_at"
        )
    is_election = row.motions.filter(kind=ELECTION.key).exists()
    rules = check_runnable(viewer=by, convened=row.convened, is_election=is_election)
    if row.mode not in _modes(rules):
        raise Refused("conflict", "The rules here do not allow voting in this way.", field="mode")
    zone = zone_of(row.community)
    plan = plan_assembly(
        viewer=by,
        convened=row.convened,
        opens=opens_at.astimezone(zone).date(),
        closes=(closes_at - timedelta(microseconds=1)).astimezone(zone).date(),
        published=now().astimezone(zone).date(),
        is_election=is_election,
        assembly=row.pk,
    )
    if plan.mistakes:
        first = plan.mistakes[0]
        raise Refused(
            "conflict",
            "The dates break the legal calendar. %(mistake)s",
            field=first.key,
            mistake=first.words,
        )
    return rules


def _modes(rules: EffectiveRules) -> list[str]:
    value = rules.plain().get("modes")
    return value if isinstance(value, list) else []


def _frozen(rules: EffectiveRules, *, is_warned: bool) -> dict[str, Any]:
    """What is kept and published: every confirmed value, and on which clause silence rests."""
    silence = rules.get("non_response")
    clause = {"clause": silence.article} if silence.layer == "own" and silence.article else {}
    values = {**rules.plain(), **clause, "warning_published": is_warned}
    return {
        "pack": rules.pack,
        "version": f"{rules.pack_version}/{rules.version}",
        "values": values,
    }


def _check_scopes(row: Assembly) -> None:
    """Every item concerns somebody on the roll."""
    units = RollUnit.objects.filter(head__roll=row.pk).values_list("building", "entrance")
    places = [frozenset(unit) for unit in units.distinct()]
    for motion in row.motions.all():
        if motion.kind == UNANIMITY.key:
            check_one_building(row.community, motion.scope or row.scope)
        if not concerns(motion.scope, row.community, places):
            raise Refused(
                "conflict",
                "Item %(number)s concerns nobody on the roll.",
                field="motions",
                number=motion.number,
            )


def _check_seats(row: Assembly, rules: EffectiveRules) -> None:
    """A committee has the size of the rules, or an election fills seats that stand empty in it."""
    size = size_of(row, rules.plain())
    for motion in row.motions.filter(kind=ELECTION.key).order_by("number"):
        if motion.completes is not None:
            _check_run_off(motion, motion.completes)
            continue
        if size.allows(motion.seats) or motion.seats <= empty_seats(row.community):
            continue
        raise Refused(
            "conflict",
            "Item %(number)s: the rules allow no committee of %(seats)s (%(size)s).",
            field="motions",
            number=motion.number,
            seats=motion.seats,
            size=size.words,
        )


def _check_run_off(motion: Motion, election: Motion) -> None:
    """It chooses among those who are tied, for no more seats than they are tied for."""
    seats, tied = tied_for(election) or (0, ())
    if motion.seats > seats or not set(motion.candidates) <= set(tied):
        raise Refused(
            "conflict",
            "Item %(number)s: a run-off fills at most %(seats)s seats, with those who are tied.",
            field="motions",
            number=motion.number,
            seats=seats,
        )


def cancel(*, by: Actor, assembly: str, why: str) -> None:
    """Call an assembly off before its vote has ended, with the reason; nothing is decided by it."""
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        if row.stage == Stage.CANCELLED:
            return
        move(row, Stage.CANCELLED)
        row.cancelled_at = now()
        row.cancelled_why = clean(why, field="why", most=400)
        row.save()
        publish(AssemblyCancelled(community=row.community, assembly=row.pk))
