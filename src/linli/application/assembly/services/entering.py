"""Enter paper ballots: two different people read each, and where they differ a third one looks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from linli.application.assembly import policy
from linli.application.assembly.domain.ballots import Choice
from linli.application.assembly.domain.choosing import ON_PAPER, Said, read_choices
from linli.application.assembly.domain.frozen import void_reasons
from linli.application.assembly.domain.papers import read_serial
from linli.application.assembly.domain.stages import Channel
from linli.application.assembly.facts import PapersDisagree
from linli.application.assembly.models import Assembly, PaperBallot, PaperEntry, Sheet
from linli.application.assembly.models.sealing import open_choices, seal_choices
from linli.application.assembly.services.casting import signer_of
from linli.application.assembly.services.finding import evidence_of, lock
from linli.application.assembly.services.taking import Return, check_window, items_of, take
from linli.foundation.facts.api import publish
from linli.kernel import Actor, Refused, new_id, now

TAKEN, WAITS, DIFFERS = "counted", "entered_once", "disagreement"
PEOPLE = 2


def enter_paper(
    *,
    by: Actor,
    assembly: str,
    serial: str,
    choices: Mapping[str, Said],
    scan: str = "",
    returned_at: datetime | None = None,
    void_why: str = "",
) -> str:
    """Write down what a paper ballot says: `entered_once`, then `counted` or `disagreement`.

    The first of the two gives the scan. An item left out is blank. `returned_at` is when the
    ballot was handed in (default: now; the second person's is not asked). With `void_why`, one of
    the reasons the rules name, the whole of it is void, and no choice is read. The same person
    saying the same again changes nothing.

    Raises:
        Refused: an unknown, replaced or used serial, one of another assembly, no scan, too late.
    """
    person = policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        paper = find_paper(row, serial)
        said, why = _read(row, paper, choices, void_why)
        entries = _entries(paper)
        own = next((one for one in entries if one.by_id == person), None)
        if own is not None:
            return _again(row, paper, own, said, len(entries))
        _check_unused(paper)
        if len(entries) >= PEOPLE:
            raise Refused(
                "conflict", "Two people have read this ballot already; a third one settles it."
            )
        if entries:
            first, at = entries[0].scan, entries[0].returned_at
        else:
            at = returned_at or now()
            check_window(row, at)
            first = _scan(by, row, paper, scan)
        entries.append(_keep(person, paper, said, first, at, why))
        return _compare(person, row, paper, entries)


def withdraw_entry(*, by: Actor, assembly: str, serial: str) -> None:
    """Take back one's own reading of a paper ballot while nobody else has read it."""
    person = policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        paper = find_paper(row, serial)
        entries = _entries(paper)
        if len(entries) != 1 or entries[0].by_id != person:
            raise Refused("conflict", "This reading cannot be taken back.")
        entries[0].withdrawn_at = now()
        entries[0].save(update_fields=["withdrawn_at"])


def settle_paper(
    *, by: Actor, assembly: str, serial: str, choices: Mapping[str, Said], void_why: str = ""
) -> str:
    """A third person, looking at the scan, says what a ballot says that two read differently.

    Returns the ballot's id; both readings are kept.
    """
    person = policy.check_may_take(by)
    with transaction.atomic():
        row = lock(by, assembly)
        paper = find_paper(row, serial)
        _check_unused(paper)
        entries = _entries(paper)
        if len(entries) < PEOPLE:
            raise Refused("conflict", "Two people read a ballot first.")
        if person in {one.by_id for one in entries}:
            raise Refused("forbidden", "A third person settles what two read differently.")
        said, why = _read(row, paper, choices, void_why)
        _keep(person, paper, said, entries[0].scan, entries[0].returned_at, why)
        return _take(person, row, paper, said, entries[0]).pk


def find_paper(row: Assembly, serial: str) -> PaperBallot:
    """The printed ballot of a serial, or of the token in its QR; replaced ones are refused."""
    said = serial.strip()[:80]
    rows = PaperBallot.objects.select_related("head", "assembly")
    paper = rows.filter(pk=read_serial(said)).first() or rows.filter(token=said).first()
    if paper is None or paper.assembly.community != row.community:
        raise Refused("not_found", "There is no ballot with this number.", field="serial")
    if paper.assembly_id != row.pk:
        raise Refused("invalid", "This ballot belongs to another assembly.", field="serial")
    if paper.replaced_by_id is not None:
        raise Refused(
            "gone", "This ballot was replaced by a newer one and is not valid.", field="serial"
        )
    return paper


def _read(
    row: Assembly, paper: PaperBallot, choices: Mapping[str, Said], void_why: str
) -> tuple[dict[str, Said], str]:
    """What is said on every item, and why the whole ballot is void, if it is."""
    items = items_of(row, paper.head)
    if not void_why:
        return read_choices(choices, items, allowed=ON_PAPER), ""
    if void_why not in void_reasons(row.rules):
        raise Refused(
            "invalid", "The rules do not void a ballot for this reason.", field="void_why"
        )
    if choices:
        raise Refused(
            "invalid",
            "A ballot that is void as a whole says nothing on any item.",
            field="void_why",
        )
    return {item.id: str(Choice.VOID) for item in items}, void_why


def _entries(paper: PaperBallot) -> list[PaperEntry]:
    return list(PaperEntry.objects.filter(paper=paper, withdrawn_at=None).order_by("at", "pk"))


def _check_unused(paper: PaperBallot) -> None:
    if Sheet.objects.filter(paper=paper).exists():
        raise Refused("conflict", "This ballot has been entered already.", field="serial")


def _again(
    row: Assembly, paper: PaperBallot, own: PaperEntry, said: Mapping[str, Said], read: int
) -> str:
    if open_choices(own.sealed, f"entry:{own.pk}") != said:
        raise Refused(
            "conflict", "You have read this ballot already. Take your reading back first."
        )
    if Sheet.objects.filter(paper=paper).exists():
        return TAKEN
    return DIFFERS if read >= PEOPLE else WAITS


def _scan(by: Actor, row: Assembly, paper: PaperBallot, scan: str) -> str:
    file = evidence_of(by, row, scan, field="scan")
    if PaperEntry.objects.filter(scan=file, withdrawn_at=None).exclude(paper=paper).exists():
        raise Refused("invalid", "This scan is already that of another ballot.", field="scan")
    return file


def _keep(  # noqa: PLR0917  all that a reading is
    by: str,
    paper: PaperBallot,
    said: Mapping[str, Said],
    scan: str,
    returned_at: datetime,
    void_why: str,
) -> PaperEntry:
    name = new_id()
    return PaperEntry.objects.create(
        id=name,
        paper=paper,
        by_id=by,
        sealed=seal_choices(said, f"entry:{name}"),
        scan=scan,
        returned_at=returned_at,
        void_why=void_why,
        at=now(),
    )


def _compare(by: str, row: Assembly, paper: PaperBallot, entries: list[PaperEntry]) -> str:
    if len(entries) < PEOPLE:
        return WAITS
    first, second = (open_choices(one.sealed, f"entry:{one.pk}") for one in entries)
    if first != second:
        publish(PapersDisagree(community=row.community, assembly=row.pk, serial=paper.serial))
        return DIFFERS
    _take(by, row, paper, first, entries[0])
    return TAKEN


def _take(
    by: str, row: Assembly, paper: PaperBallot, said: Mapping[str, Said], first: PaperEntry
) -> Sheet:
    return take(
        row,
        Return(
            head=paper.head,
            channel=Channel.PAPER,
            choices=said,
            at=first.returned_at,
            key=f"paper:{paper.serial}",
            signer=signer_of(row, paper.head, None),
            paper=paper,
            taken_by=first.by_id,
            witnessed_by=by,
            evidence=first.scan,
        ),
    )
