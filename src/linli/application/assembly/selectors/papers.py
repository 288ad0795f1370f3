"""Printed ballots: what to print, what waits, what two people read differently, what adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import (
    ChannelCount,
    Disagreement,
    PaperCard,
    PaperLook,
    Reconciliation,
)
from linli.application.assembly.domain.choosing import concerns
from linli.application.assembly.domain.frozen import void_reasons
from linli.application.assembly.domain.papers import read_serial
from linli.application.assembly.domain.parameters import said_value
from linli.application.assembly.domain.stages import Channel
from linli.application.assembly.models import (
    Assembly,
    Effective,
    HeadStanding,
    PaperBallot,
    PaperEntry,
    RollHead,
    Sheet,
    Struck,
)
from linli.application.assembly.models.sealing import open_choices
from linli.application.assembly.selectors.assemblies import find
from linli.application.assembly.selectors.boards import names_of
from linli.kernel import Actor, Refused, Words

PEOPLE = 2


def papers_for_print(
    *, viewer: Actor, assembly: str, building: str = "", serial: str = ""
) -> tuple[PaperCard, ...]:
    """Every good ballot to be printed, of a building or one serial when it is named, in roll order.

    Each names its owners as this viewer may see them, and the items that concern them.
    """
    row = _for_takers(viewer, assembly)
    papers = PaperBallot.objects.filter(assembly=row, replaced_by=None).select_related("head")
    if building:
        papers = papers.filter(head__units__building=building).distinct()
    if serial:
        papers = papers.filter(pk=read_serial(serial))
    names, motions = names_of(viewer, row), list(row.motions.order_by("number"))
    replaced = set(
        PaperBallot.objects.filter(assembly=row, replaced_by__isnull=False).values_list(
            "replaced_by", flat=True
        )
    )
    rows = papers.order_by("head__number").prefetch_related("head__units")
    return tuple(
        PaperCard(
            serial=one.serial,
            token=one.token,
            head=one.head_id,
            number=one.head.number,
            owners=names.get(one.head_id, ()),
            units=_labels(one.head),
            building=one.head.units.all()[0].building,
            area=one.head.area,
            motions=tuple(
                motion.pk
                for motion in motions
                if concerns(motion.scope, row.community, _places(one.head))
            ),
            has_replaced=one.serial in replaced,
        )
        for one in rows
    )


def look_up_paper(*, viewer: Actor, assembly: str, serial: str) -> PaperLook:
    """Whose a printed ballot is and how far it has come, by its serial or the token of its QR."""
    row = _for_takers(viewer, assembly)
    rows = PaperBallot.objects.filter(assembly=row).select_related("head")
    paper = rows.filter(pk=read_serial(serial)).first() or rows.filter(token=serial[:32]).first()
    if paper is None:
        raise Refused("not_found", "There is no ballot with this number.", field="serial")
    entries = list(PaperEntry.objects.filter(paper=paper, withdrawn_at=None).order_by("at", "pk"))
    return PaperLook(
        serial=paper.serial,
        assembly=row.pk,
        head=paper.head_id,
        number=paper.head.number,
        units=_labels(paper.head),
        motions=tuple(
            motion.pk
            for motion in row.motions.order_by("number")
            if concerns(motion.scope, row.community, _places(paper.head))
        ),
        state=_state(paper, len(entries)),
        scan=entries[0].scan if entries else "",
        entered_by=tuple(one.by_id for one in entries),
        void_reasons=tuple((one, said_value(one)) for one in void_reasons(row.rules)),
    )


def why_void(sheets: Iterable[Sheet]) -> dict[str, str]:
    """By ballot, why the whole of a paper one was read as void; one question for any number."""
    papers = {one.paper_id: one.pk for one in sheets if one.paper_id}
    read = PaperEntry.objects.filter(paper__in=list(papers), withdrawn_at=None)
    rows = read.exclude(void_why="").order_by("-at", "-pk")
    return {papers[paper]: why for paper, why in rows.values_list("paper_id", "void_why")}


def _state(paper: PaperBallot, entries: int) -> str:
    if paper.replaced_by_id is not None:
        return "replaced"
    if Sheet.objects.filter(paper=paper).exists():
        return "counted"
    return ("new", "entered_once", "disagreement")[min(entries, PEOPLE)]


def disagreements(*, viewer: Actor, assembly: str) -> tuple[Disagreement, ...]:
    """Ballots that two people read differently, in the order of the second reading.

    What they read is shown to a third person alone; to the two themselves only that they differ.
    """
    row = _for_takers(viewer, assembly)
    entries: defaultdict[str, list[PaperEntry]] = defaultdict(list)
    waiting = PaperEntry.objects.filter(paper__assembly=row, withdrawn_at=None)
    done = Sheet.objects.filter(assembly=row, paper__isnull=False).values("paper")
    for entry in waiting.exclude(paper__in=done).order_by("at", "pk"):
        entries[entry.paper_id].append(entry)
    both = {serial: read for serial, read in entries.items() if len(read) >= PEOPLE}
    papers = PaperBallot.objects.select_related("head").prefetch_related("head__units")
    found = papers.in_bulk(list(both))
    return tuple(_disagreement(viewer, found[serial], read) for serial, read in both.items())


def _disagreement(viewer: Actor, paper: PaperBallot, read: list[PaperEntry]) -> Disagreement:
    readers = tuple(one.by_id for one in read)
    said = [open_choices(one.sealed, f"entry:{one.pk}") for one in read]
    shown: tuple[Mapping[str, Any], ...] = () if viewer.person in readers else tuple(said)
    return Disagreement(
        serial=paper.serial,
        head=paper.head_id,
        units=_labels(paper.head),
        scan=read[0].scan,
        entered_by=readers,
        readings=shown,
        differs=tuple(item for item in said[0] if said[0][item] != said[1].get(item)),
    )


def reconcile(*, viewer: Actor, assembly: str) -> Reconciliation:
    """Whether papers, ballots and register add up: `difference` is 0, or somebody must look."""
    row = _for_takers(viewer, assembly)
    papers = PaperBallot.objects.filter(assembly=row)
    replaced = papers.exclude(replaced_by=None).count()
    good = papers.filter(replaced_by=None).count()
    sheets = list(Sheet.objects.filter(assembly=row).values_list("pk", "channel", "paper"))
    holding = frozenset(
        Effective.objects.filter(motion__assembly=row).values_list("sheet", flat=True).distinct()
    )
    of_paper = {paper for _, _, paper in sheets if paper}
    read = Counter(
        PaperEntry.objects.filter(paper__assembly=row, withdrawn_at=None)
        .exclude(paper__in=of_paper)
        .values_list("paper", flat=True)
    )
    channels = _channels(sheets, holding)
    struck = Struck.objects.filter(sheet__assembly=row).count()
    disputed = HeadStanding.objects.filter(head__roll=row.pk, is_disputed=True).count()
    paper_sheets = sum(1 for _, channel, _ in sheets if channel == Channel.PAPER)
    difference = abs(row.last_number - len(sheets)) + abs(paper_sheets - len(of_paper))
    return Reconciliation(
        printed=good,
        replaced=replaced,
        not_returned=good - len(of_paper) - len(read),
        entered_once=sum(1 for times in read.values() if times < PEOPLE),
        disagreements=sum(1 for times in read.values() if times >= PEOPLE),
        papers_counted=len(of_paper),
        returned=len(sheets),
        registered=row.last_number,
        holding=len(holding),
        superseded=len(sheets) - len(holding) - struck,
        disputed=disputed,
        struck=struck,
        channels=channels,
        difference=difference,
    )


def _channels(
    sheets: Sequence[tuple[str, str, str | None]], holding: frozenset[str]
) -> tuple[ChannelCount, ...]:
    found = []
    for channel in Channel:
        own = [name for name, one, _ in sheets if one == channel]
        held = sum(1 for name in own if name in holding)
        found.append(ChannelCount(channel, len(own), held, len(own) - held))
    return tuple(found)


def _for_takers(viewer: Actor, assembly: str) -> Assembly:
    row = find(viewer, assembly)
    policy.check_may_canvass(viewer)
    return row


def _labels(head: RollHead) -> tuple[Words, ...]:
    return tuple(Words(unit.label, unit.label_en) for unit in head.units.all())


def _places(head: RollHead) -> list[frozenset[str]]:
    return [frozenset({unit.building, unit.entrance}) for unit in head.units.all()]
