"""From the close to the archive: counted, published, objected to, and then final for good."""

from django.db import transaction
from django.db.models import Max

from linli.application.assembly import policy
from linli.application.assembly.domain.frozen import read_frozen
from linli.application.assembly.domain.stages import Convened, Stage
from linli.application.assembly.facts import AssemblyArchived, ResultPublished
from linli.application.assembly.models import (
    Assembly,
    Effective,
    Leaf,
    Objection,
    PaperBallot,
    PaperEntry,
    Result,
    RollHead,
    Scrutineer,
    Sheet,
)
from linli.application.assembly.services.counting import count
from linli.application.assembly.services.finding import check_stage, lock, move, write_leaf
from linli.application.assembly.services.periods import ends_after_days, ends_after_years
from linli.application.assembly.services.taking import GRACE, standings
from linli.foundation.facts.api import publish
from linli.foundation.people import api as people
from linli.kernel import Actor, Refused, now

PRELIMINARY, FINAL = "preliminary", "final"


def make_preliminary(*, by: Actor, assembly: str) -> int:
    """Count a vote that is closed and publish the preliminary result; returns its number.

    Again, it gives the one there is.

    Raises:
        Refused: not closed yet, a paper ballot still waits, or count and register differ.
    """
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        last = row.results.order_by("-number").first()
        if last is not None:
            return last.number
        check_stage(row, {Stage.CLOSED})
        _check_all_in(row)
        return publish_preliminary(by, row)


def publish_preliminary(by: Actor, row: Assembly) -> int:
    """Count and publish, the first time or anew after an upheld objection."""
    counted = count(row)
    if counted.difference:
        raise Refused(
            "conflict",
            "Count and register differ by %(count)s. Nothing is published before that is clear.",
            count=counted.difference,
        )
    _write_superseded(row)
    move(row, Stage.PRELIMINARY)
    days = read_frozen(row.rules or {}).number("objection_days") or 0
    row.objections_until = ends_after_days(row.community, now(), days)
    row.save(update_fields=["stage", "objections_until"])
    return _publish(by, row, PRELIMINARY, counted.body)


def make_final(*, by: Actor, assembly: str) -> int:
    """The preliminary result stands, once its objection period is over and all is answered.

    It is not counted again. Returns its number; again, it gives the one there is.
    """
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        done = row.results.filter(stage=FINAL).first()
        if done is not None:
            return done.number
        check_stage(row, {Stage.PRELIMINARY})
        _check_undisputed(row)
        move(row, Stage.FINAL)
        _set_periods(row)
        row.save()
        last = row.results.order_by("-number")[0]
        return _publish(by, row, FINAL, last.body)


def archive(*, by: Actor, assembly: str) -> None:
    """Put a finished assembly away; everything is kept until its date. Again changes nothing."""
    with transaction.atomic():
        row = lock(by, assembly)
        policy.check_may_convene(by, Convened(row.convened))
        if row.stage == Stage.ARCHIVED:
            return
        move(row, Stage.ARCHIVED)
        row.save(update_fields=["stage"])
        publish(AssemblyArchived(community=row.community, assembly=row.pk))


def name_scrutineer(*, by: Actor, assembly: str, person: str) -> None:
    """Name somebody to check the ballots after the close; before the result is final."""
    namer = policy.check_may_name_scrutineers(by)
    with transaction.atomic():
        row = lock(by, assembly)
        check_stage(row, {Stage.ANNOUNCED, Stage.VOTING, Stage.CLOSED, Stage.PRELIMINARY})
        card = people.get_person(viewer=by, person=person, in_office=True)
        if any(card.name in motion.candidates for motion in row.motions.all()):
            raise Refused("invalid", "A candidate cannot check the ballots.", field="person")
        Scrutineer.objects.get_or_create(
            assembly=row, person_id=person, defaults={"by_id": namer, "at": now()}
        )


def _check_all_in(row: Assembly) -> None:
    if row.closes_at is None or now() < row.closes_at + GRACE:
        raise Refused("conflict", "Wait a minute after the close: a vote may still be on its way.")
    waiting = PaperBallot.objects.filter(
        pk__in=PaperEntry.objects.filter(withdrawn_at=None).values("paper"), assembly=row
    ).exclude(pk__in=Sheet.objects.filter(assembly=row, paper__isnull=False).values("paper"))
    if left := waiting.count():
        raise Refused(
            "conflict",
            "%(count)s paper ballots still wait for a second reading or a decision.",
            count=left,
        )


def _check_undisputed(row: Assembly) -> None:
    if row.objections_until is None or now() < row.objections_until:
        raise Refused("conflict", "Objections can still be made.")
    open_ones = Objection.objects.filter(
        assembly=row, about="result", answered_at=None, withdrawn_at=None
    )
    if open_ones.exists():
        raise Refused("conflict", "An objection has not been answered yet.")


def _set_periods(row: Assembly) -> None:
    rules, at = read_frozen(row.rules or {}), now()
    row.final_at = at
    row.challenge_until = ends_after_years(row.community, at, rules.number("challenge_years") or 1)
    kept = ends_after_years(row.community, at, rules.number("retention_years") or 5)
    row.keep_until = max(kept, row.challenge_until)


def _publish(by: Actor, row: Assembly, stage: str, body: dict[str, object]) -> int:
    number = (row.results.aggregate(last=Max("number"))["last"] or 0) + 1
    Result.objects.create(
        assembly=row,
        number=number,
        stage=stage,
        body=body,
        last_sheet=row.last_number,
        by_id=by.person,
        at=now(),
    )
    write_leaf(row, "tally", str(number))
    publish(ResultPublished(community=row.community, assembly=row.pk, stage=stage, number=number))
    return number


def _write_superseded(row: Assembly) -> None:
    """Say on the ledger of every ballot that does not hold on a motion which one does, or none."""
    said: dict[tuple[int, str], int] = {
        (leaf.data["ballot"], leaf.data["motion"]): leaf.data["holds"]
        for leaf in Leaf.objects.filter(assembly=row, type="superseded").order_by("seq")
    }
    held = {
        (head, motion): seq
        for head, motion, seq in Effective.objects.filter(motion__assembly=row).values_list(
            "head_id", "motion_id", "sheet__seq"
        )
    }
    for head in _heads_with_several(row):
        sheets = list(Sheet.objects.filter(assembly=row, head=head, struck=None).order_by("number"))
        for motion, found in standings(row, head, sheets).items():
            holds = held.get((head.pk, motion), 0)
            for sheet in sheets:
                if sheet.seq != holds and said.get((sheet.seq, motion)) != holds:
                    why = found.aside.get(sheet.number, "superseded")
                    told = {"ballot": sheet.seq, "motion": motion, "holds": holds, "why": why}
                    write_leaf(row, "superseded", sheet.pk, **told)


def _heads_with_several(row: Assembly) -> list[RollHead]:
    """Heads of which some ballot may not hold: several were returned, or one was struck."""
    heads = Sheet.objects.filter(assembly=row).values_list("head_id", "struck")
    seen: set[int] = set()
    several: set[int] = set()
    for head, struck in heads:
        if head in seen or struck is not None:
            several.add(head)
        seen.add(head)
    return list(RollHead.objects.filter(pk__in=several).order_by("number"))
