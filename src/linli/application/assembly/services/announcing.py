"""Announce an assembly: from here on its roll, its rules, its agenda and its dates stand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.choosing import concerns
from linli.application.assembly.domain.frozen import Frozen, read_frozen
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.facts import AssemblyAnnounced, AssemblyCancelled
from linli.application.assembly.models import Assembly, RollUnit
from linli.application.assembly.services.finding import (
    check_stage,
    clean,
    lock,
    move,
    write_leaf,
)
from linli.application.assembly.services.rolling import freeze_roll
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, now


def announce(
    *,
    by: Actor,
    assembly: str,
    opens_at: datetime,
    closes_at: datetime,
    rules: Mapping[str, Any],
) -> None:
    """Freeze roll, rules, agenda and dates of a draft, and make them known; again changes nothing.

    Ballots are taken from `opens_at` until just before `closes_at`. `rules` are the effective
    ones: `{"pack", "version", "values"}`.

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
        _lawful(row, opens_at, closes_at, read_frozen(rules))
        freeze_roll(row)
        _check_scopes(row)
        move(row, Stage.ANNOUNCED)
        row.rules, row.announced_at = dict(rules), now()
        row.opens_at, row.closes_at = opens_at, closes_at
        row.save()
        for leaf in ("rules", "agenda", "roll"):
            write_leaf(row, leaf)
        publish(AssemblyAnnounced(community=row.community, assembly=row.pk))


_NEEDED = ("objection_days", "challenge_years", "retention_years")


def _lawful(row: Assembly, opens_at: datetime, closes_at: datetime, rules: Frozen) -> None:
    """Whether the dates keep the legal calendar and the rules it runs on are all decided."""
    if not now() < opens_at < closes_at:
        raise Refused(
            "invalid", "Voting begins in the future and ends after that.", field="closes_at"
        )
    notice = f"notice_days_{row.convened}"
    for rule in (notice, *_NEEDED):
        if rules.number(rule) is None:
            raise Refused(
                "conflict", "Nobody has decided the rule “%(rule)s” yet.", field="rules", rule=rule
            )
    # counted in the community's days by domain.calendar.plan_dates, which replaces this
    if (opens_at - now()).days < (rules.number(notice) or 0):
        raise Refused(
            "conflict",
            "The notice is too late: %(days)s days are needed before voting begins.",
            field="opens_at",
            days=rules.number(notice) or 0,
        )
    _ = rules.rules  # what the count will use is well formed


def _check_scopes(row: Assembly) -> None:
    """Every item concerns somebody on the roll."""
    units = RollUnit.objects.filter(head__roll=row.pk).values_list("building", "entrance")
    places = [frozenset(unit) for unit in units.distinct()]
    for motion in row.motions.all():
        if not concerns(motion.scope, row.community, places):
            raise Refused(
                "conflict",
                "Item %(number)s concerns nobody on the roll.",
                field="motions",
                number=motion.number,
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
