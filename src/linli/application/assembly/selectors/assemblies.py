"""Assemblies with their agendas, and what each viewer can do with them now."""

from linli.application.assembly import policy
from linli.application.assembly.domain.cards import AssemblyCard, AssemblySheet, MotionCard
from linli.application.assembly.domain.kinds import KINDS
from linli.application.assembly.domain.money import Fund, Money
from linli.application.assembly.domain.stages import Convened, Mode, Stage
from linli.application.assembly.models import Assembly, Motion, Roll
from linli.kernel import Actor, Page, Refused, Role, Words, now

MOST = 100
_RUNS: dict[Stage, frozenset[str]] = {
    Stage.DRAFT: frozenset({"change", "announce", "cancel"}),
    Stage.ANNOUNCED: frozenset({"cancel", "answer"}),
    Stage.VOTING: frozenset({"extend", "cancel", "answer"}),
    Stage.CLOSED: frozenset({"count"}),
    Stage.PRELIMINARY: frozenset({"answer", "finish"}),
    Stage.FINAL: frozenset({"archive"}),
}
_TAKES: dict[Stage, frozenset[str]] = {
    Stage.ANNOUNCED: frozenset({"print", "deliver", "take_proxy", "canvass"}),
    Stage.VOTING: frozenset({"print", "deliver", "take_proxy", "canvass", "enter", "record"}),
    Stage.CLOSED: frozenset({"enter", "record", "canvass"}),
}
_OWNS: dict[Stage, frozenset[str]] = {
    Stage.ANNOUNCED: frozenset({"object"}),
    Stage.VOTING: frozenset({"vote", "object"}),
    Stage.PRELIMINARY: frozenset({"object"}),
}


def list_assemblies(
    *, viewer: Actor, cursor: str | None = None, limit: int = 50
) -> Page[AssemblyCard]:
    """The community's assemblies this viewer may know of, newest first."""
    policy.check_belongs(viewer)
    rows = Assembly.objects.filter(community=viewer.community).order_by("-pk")
    if not policy.sees_drafts(viewer):
        rows = rows.exclude(stage=Stage.DRAFT).exclude(announced_at=None)
    if cursor is not None:
        rows = rows.filter(pk__lt=cursor)
    limit = min(max(limit, 1), MOST)
    found = list(rows[: limit + 1])
    cards = tuple(card_of(viewer, row) for row in found[:limit])
    return Page(cards, cards[-1].id if len(found) > limit else None)


def get_assembly(*, viewer: Actor, assembly: str) -> AssemblySheet:
    """One assembly with its agenda, its frozen rules and the size of its roll."""
    row = find(viewer, assembly)
    roll = Roll.objects.filter(assembly=row).first()
    return AssemblySheet(
        card=card_of(viewer, row),
        motions=tuple(motion_of(one) for one in row.motions.order_by("number")),
        rules=row.rules,
        heads=roll.heads if roll else 0,
        area=roll.area if roll else "0",
    )


def find(viewer: Actor, assembly: str) -> Assembly:
    """The assembly, if this viewer may know of it."""
    policy.check_belongs(viewer)
    row = Assembly.objects.filter(pk=assembly, community=viewer.community).first()
    hidden = row is not None and row.announced_at is None and not policy.sees_drafts(viewer)
    if row is None or hidden:
        raise Refused("not_found", "There is no such assembly.")
    return row


def card_of(viewer: Actor, row: Assembly) -> AssemblyCard:
    """A row as this viewer sees it."""
    return AssemblyCard(
        id=row.pk,
        community=row.community,
        convened=Convened(row.convened),
        mode=Mode(row.mode),
        stage=Stage(row.stage),
        title=Words(row.title_zh, row.title_en),
        scope=tuple(row.scope),
        announced_at=row.announced_at,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        objections_until=row.objections_until,
        final_at=row.final_at,
        challenge_until=row.challenge_until,
        keep_until=row.keep_until,
        created_at=row.created_at,
        acts=_acts(viewer, row),
        cancelled_why=row.cancelled_why,
        request=row.request,
    )


def _acts(viewer: Actor, row: Assembly) -> frozenset[str]:
    stage = Stage(row.stage)
    acts: frozenset[str] = frozenset()
    if policy.may_convene(viewer, Convened(row.convened)):
        acts |= _RUNS.get(stage, frozenset())
    if policy.may_take(viewer):
        acts |= _TAKES.get(stage, frozenset())
    if viewer.has(Role.OWNER):
        acts |= _OWNS.get(stage, frozenset())
    if row.mode != Mode.OWN or viewer.on_behalf_of or viewer.by_card:
        acts -= {"vote"}
    if row.mode == Mode.OFFICIAL and "record" in acts:
        acts |= {"import"}
    return acts - _over(row)


def _over(row: Assembly) -> frozenset[str]:
    """What the clock has ended though the stage is still the same."""
    at, over = now(), frozenset[str]()
    if row.stage == Stage.VOTING and row.closes_at and at >= row.closes_at:
        over |= {"vote", "extend", "take_proxy"}
    if row.stage == Stage.PRELIMINARY and row.objections_until:
        over |= {"object"} if at >= row.objections_until else {"finish"}
    return over


def motion_of(row: Motion) -> MotionCard:
    """An item as everybody sees it."""
    kind = KINDS[row.kind]
    return MotionCard(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        kind_name=kind.name,
        title=Words(row.title_zh, row.title_en),
        text=Words(row.text_zh, row.text_en or row.text_zh),
        scope=tuple(row.scope),
        candidates=tuple(row.candidates),
        seats=row.seats,
        articles=kind.articles,
        participation=str(kind.participation or ""),
        approval=str(kind.approval),
        by_area=kind.by_area,
        money=money_of(row),
    )


def money_of(row: Motion) -> Money | None:
    """What an item decides to pay or to raise."""
    if row.amount_fen is None:
        return None
    return Money(row.amount_fen, Fund(row.fund), row.purpose)
