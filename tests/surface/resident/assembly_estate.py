"""Assemblies on the estate of the surface tests: one open, one with a result."""

from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Fund, Money, MotionDraft, UnitNote
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind, Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Role, Words, now
from linli.kernel.clock import held
from modules.application.assembly_estate import VALUES, picture
from modules.support.matters_estate import Estate

COUNCIL = "李主任"


def prepare(estate: Estate) -> Actor:
    """Every home gets an owner and a figure, every rule a value; returns who convenes."""
    by = estate.platform
    council = people.register_person(by=by, name=COUNCIL, phone="13900000077")
    people.grant_role(by=by, person=council, role=Role.COUNCIL)
    developer = people.register_person(by=by, name="建设公司", kind=PersonKind.DEVELOPER)
    own = {estate.dwelling, estate.other_dwelling}
    homes = [one.id for one in places.list_places(viewer=by, kind=PlaceKind.DWELLING, limit=100)]
    for home in homes:
        if home not in own:
            people.settle(by=by, person=developer, dwelling=home, relation=Relation.OWNER)
    notes = [UnitNote(home, "registry", "89.50") for home in homes]
    assembly.note_figures(by=estate.clerk, units=notes)
    by_council = Actor(council, frozenset({Role.COUNCIL}), estate.community)
    more = {"follow_choice": True, "partial_success": "stands_over_half"}
    small = {"committee_min": 1, "committee_odd": False}
    decide(estate, by_council, **{**VALUES, **more, **small})
    return by_council


def decide(estate: Estate, council: Actor, **values: object) -> None:
    """Rules of the community's own, each confirmed by two people."""
    other = people.register_person(by=estate.platform, name="周书记")
    people.grant_role(by=estate.platform, person=other, role=Role.COMMITTEE)
    committee = Actor(other, frozenset({Role.COMMITTEE}), estate.community)
    draft = assembly.draft_rules(by=council, pack="cn-base", key="rules")
    for name, value in values.items():
        assembly.set_rule(by=council, rules=draft, name=name, value=value, clause="第十二条")
        for by in (council, committee):
            assembly.confirm_rule(by=by, rules=draft, name=name, value=value)


def convened(
    estate: Estate, council: Actor, key: str, *, mode: str = "own", **values: object
) -> str:
    """An assembly announced 20 days ago, its vote open since an hour."""
    decide(estate, council, **values)
    start = now() - timedelta(days=20)
    opens = now() - timedelta(hours=1)
    with held(start):
        made = assembly.convene(
            by=council,
            convened="regular",
            mode=mode,
            title=Words("2026年业主大会", "Owners' assembly 2026"),
            key=key,
        )
        for motion in motions():
            assembly.add_motion(by=council, assembly=made, motion=motion, key=motion.title.zh)
        assembly.announce(
            by=council,
            assembly=made,
            opens_at=opens,
            closes_at=opens + timedelta(days=10),
        )
    assembly.run_votes(by=estate.platform)
    return made


def motions() -> tuple[MotionDraft, ...]:
    """An ordinary one, a special one, an election."""
    return (
        MotionDraft(
            kind="278.5",
            title=Words("用维修资金修 3 号楼电梯", "Repair the lift from the maintenance fund"),
            text=Words("电梯用了 18 年。修好要 24 万元，每户约 1 万元。", "It is 18 years old."),
            money=Money(24_000_000, Fund.FROM_MAINTENANCE, "电梯大修"),
        ),
        MotionDraft(
            kind="278.8",
            title=Words("大门外墙出租做广告", "Let the wall at the gate for advertising"),
            text=Words("租金归全体业主，每年公布账目。", "The rent belongs to all owners."),
        ),
        MotionDraft(
            kind="election",
            title=Words("选举业主委员会", "Elect the owners' committee"),
            candidates=("陈大明", "林小红", "吴建平"),
            seats=2,
        ),
    )


def head_of(owner: Actor, made: str) -> assembly.OwnHead:
    """The first head somebody speaks for."""
    return assembly.my_ballots(viewer=owner, assembly=made)[0]


def cast(owner: Actor, made: str, *, head: int | None = None, key: str = "cast") -> str:
    """A whole ballot: yes, no, one name."""
    items = assembly.get_assembly(viewer=owner, assembly=made).motions
    said = dict(zip([one.id for one in items], ("for", "against", ["陈大明"]), strict=True))
    head = head or head_of(owner, made).head
    return assembly.cast(by=owner, assembly=made, head=head, choices=said, key=key)


def counted(estate: Estate, council: Actor, key: str = "counted") -> str:
    """An assembly whose vote is over and whose preliminary result is out."""
    with held(now() - timedelta(days=12)):
        made = convened(estate, council, key)
        cast(estate.auntie, made)
        cast(estate.neighbour, made)
    assembly.run_votes(by=estate.platform)
    assembly.make_preliminary(by=council, assembly=made)
    return made


def proxy(estate: Estate, made: str, owner: Actor, holder: Actor) -> int:
    """A written proxy on record; returns the owner's head."""
    head = head_of(owner, made).head
    evidence = assembly.keep_evidence(
        by=estate.clerk, assembly=made, name="proxy.png", content=picture(7), key="proxy"
    )
    assembly.give_proxy(
        by=estate.clerk,
        assembly=made,
        head=head,
        holder=holder.person or "",
        evidence=evidence,
        key="proxy",
    )
    return head


def tenant(estate: Estate) -> Actor:
    """Somebody who lives here and owns nothing."""
    one = people.register_person(by=estate.platform, name="租客", phone="13900000078")
    people.settle(
        by=estate.platform, person=one, dwelling=estate.dwelling, relation=Relation.TENANT
    )
    return Actor(one, frozenset({Role.RESIDENT}), estate.community)


def lively(estate: Estate) -> tuple[str, str]:
    """One vote in which 王秀英 has voted and carries a proxy that waits, and one with a result."""
    council = prepare(estate)
    past = counted(estate, council)
    made = convened(estate, council, "open")
    cast(estate.auntie, made)
    proxy(estate, made, estate.neighbour, estate.auntie)
    return made, past
