"""The owners' assemblies of the estate: one was held and has its result, one is open."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.timezone import localdate, localtime

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.application.assembly import api as assembly
from linli.application.assembly.api import (
    DeliveryNote,
    Fund,
    Money,
    MotionDraft,
    Spoken,
    UnitNote,
)
from linli.demo.cast import RESIDENTS, STAFF
from linli.demo.dice import dice_of
from linli.demo.loading import Progress, buildings_by_number, person_called
from linli.demo.pictures import picture
from linli.foundation.people import api as people
from linli.foundation.people.api import PersonKind
from linli.foundation.places import api as places
from linli.kernel import Actor, Role, Words, now
from linli.kernel.clock import held
from linli.kernel.written import say_moment

RULES: dict[str, object] = {
    "modes": ["own", "official", "paper"],
    "void": "participates",
    "blank": "abstain",
    "duplicates": "first_valid",
    "differing_units": "void",
    "side_units": "not_counted",
    "tie": "larger_area",
    "follow_choice": True,
    "partial_success": "stands_over_half",
    "proxy_cap": 3,
    "proxy_excluded": ["property_company", "developer", "candidate"],
    "window_min_days": 5,
    "window_max_days": 60,
    "extension_max_times": 1,
    "extension_max_days": 15,
    "result_published_days": 3,
    "objection_days": 7,
    "retention_years": 10,
    "candidates_published_days": 15,
    "candidates_shown_days": 7,
    "committee_min": 5,
    "committee_odd": True,
    "term_max_years": 5,
    "handover_days": 10,
}
_BEFORE, _DAYS = timedelta(days=21), timedelta(days=15)
_SAYS = ("for", "for", "for", "for", "against", "abstain")
_LIFT = MotionDraft(
    kind="278.5",
    title=Words("用维修资金更换电梯主板", "A new main board for the lift, from the fund"),
    text=Words("电梯用了十八年。更换要 8.6 万元。", "The lift is 18 years old. It costs ¥86,000."),
    money=Money(8_600_000, Fund.FROM_MAINTENANCE, "电梯主板和安装"),
)
_OPEN = (
    MotionDraft(
        kind="278.5",
        title=Words("用维修资金翻新中心花园步道", "Repave the garden path from the fund"),
        text=Words("步道多处起翘，老人容易绊倒。要 24 万元。", "It costs ¥240,000."),
        money=Money(24_000_000, Fund.FROM_MAINTENANCE, "步道翻新工程款"),
    ),
    MotionDraft(
        kind="278.8",
        title=Words("大门外墙出租做广告", "Let the wall at the gate for advertising"),
        text=Words("租金归全体业主，每年公布账目。", "The rent belongs to all owners."),
    ),
    MotionDraft(
        kind="election",
        title=Words("选举业主委员会", "Elect the owners' committee"),
        candidates=("何志远", "沈文华", "陆建明", "顾玉兰", "唐国强", "冯小梅"),
        seats=5,
    ),
)


def hold(platform: Actor, progress: Progress) -> None:
    """Both assemblies, all or nothing; again it changes nothing."""
    if assembly.list_assemblies(viewer=platform, limit=1).items:
        return
    council, committee, clerk = (
        _staff(platform, role) for role in (Role.COUNCIL, Role.COMMITTEE, Role.CLERK)
    )
    with transaction.atomic():
        _decide(council, committee)
        _figures(platform, clerk)
        _held(platform, council, clerk)
        _open(platform, council, clerk)
    progress("one assembly has its result, one is open for voting")


def _staff(platform: Actor, role: Role) -> Actor:
    number = next(one.number for one in STAFF if role in one.roles)
    person = person_called(platform, number)
    assert person is not None
    return people.actor_for(person=person, community=platform.community, strong=True)


def _decide(council: Actor, committee: Actor) -> None:
    draft = assembly.draft_rules(by=council, pack="cn-base", key="demo:rules")
    for name, value in RULES.items():
        assembly.set_rule(by=council, rules=draft, name=name, value=value, clause="第十二条")
        for by in (council, committee):
            assembly.confirm_rule(by=by, rules=draft, name=name, value=value)


def _figures(platform: Actor, clerk: Actor) -> None:
    homes = places.list_dwellings(viewer=platform)
    assembly.note_figures(by=clerk, units=[UnitNote(one.id, "registry") for one in homes])


def _convene(
    council: Actor,
    title: Words,
    motions: Sequence[MotionDraft],
    scope: tuple[str, ...],
    at: datetime,
) -> str:
    """Announced so that its vote opens at a moment."""
    with held(at - _BEFORE):
        made = assembly.convene(
            by=council, convened="regular", mode="own", title=title, scope=scope, key=title.zh
        )
        for motion in motions:
            assembly.add_motion(by=council, assembly=made, motion=motion, key=motion.title.zh[:40])
        assembly.announce(by=council, assembly=made, opens_at=at, closes_at=at + _DAYS)
    return made


def _held(platform: Actor, council: Actor, clerk: Actor) -> None:
    """Held last month in one building, with its final result."""
    home = RESIDENTS[0].home
    assert home is not None
    building = buildings_by_number(platform)[home[0]]
    opens = now() - timedelta(days=60)
    title = Words("电梯更换专项表决", "The vote on the lift")
    made = _convene(council, title, (_LIFT,), (building,), opens)
    with held(opens + timedelta(days=1)):
        assembly.run_votes(by=platform)
        _ballots(platform, clerk, made, most=70, share=0.9)
    with held(opens + _DAYS + timedelta(hours=1)):
        assembly.run_votes(by=platform)
        assembly.make_preliminary(by=council, assembly=made)
    with held(opens + _DAYS + timedelta(days=25)):  # also when a long holiday lies between
        assembly.make_final(by=council, assembly=made)


def _open(platform: Actor, council: Actor, clerk: Actor) -> None:
    """Open since three days in the whole community; whoever one logs in as has not voted."""
    opens = now() - timedelta(days=3)
    title = Words("2026年业主大会", "Owners' assembly 2026")
    made = _convene(council, title, _OPEN, (), opens)
    _tell(council, title, opens)
    with held(opens + timedelta(hours=2)):
        assembly.run_votes(by=platform)
        assembly.print_papers(by=clerk, assembly=made, key="demo")
        _ballots(platform, clerk, made, most=90, share=0.5)


def _tell(council: Actor, title: Words, opens: datetime) -> None:
    """The notice hangs until the vote is over."""
    until = opens + _DAYS
    first, last = say_moment(localtime(opens)), say_moment(localtime(until))
    items = "".join(f"\n{at}．{one.title.zh}" for at, one in enumerate(_OPEN, start=1))
    with held(opens - _BEFORE):
        announcements.publish_announcement(
            by=council,
            kind="assembly",
            audience=Audience((council.community,)),
            title=Words(f"关于召开{title.zh}会议的公告", f"Notice: {title.en}"),
            text=Words(
                f"投票从{first.zh}到{last.zh}。{items}",
                f"The vote is open from {first.en} to {last.en}.",
            ),
            basis="《民法典》第二百七十八条",
            hang_until=localdate(until),
            key="demo:assembly",
        )


def _ballots(platform: Actor, clerk: Actor, made: str, *, most: int, share: float) -> None:
    """Ballots by several channels, of owners who are nobody's part to play."""
    sheet = assembly.get_assembly(viewer=platform, assembly=made)
    dice = dice_of("ballots", sheet.card.title.zh)
    known = {person_called(platform, one.number) for one in RESIDENTS}
    notes = []
    for count, (head, unit, owners) in enumerate(islice(_owners(platform, made), most)):
        if known.intersection(owners) or dice.random() > share:
            continue
        notes.append(DeliveryNote(unit, "door", "签收表"))
        choices: dict[str, str | list[str]] = {
            one.id: list(dice.sample(one.candidates, min(one.seats, len(one.candidates))))
            if one.candidates
            else dice.choice(_SAYS)
            for one in sheet.motions
        }
        key = f"demo:{head}"
        if count % 9 in (4, 7):
            scan = assembly.keep_evidence(
                by=clerk, assembly=made, name="scan.jpg", content=picture(dice_of(key)), key=key
            )
            spoken = Spoken(choices=choices, known_by="回拨登记的号码", evidence=scan)
            record = assembly.record_phone if count % 9 == 4 else assembly.record_doorstep
            record(by=clerk, assembly=made, head=head, said=spoken, key=key)
            continue
        voter = people.actor_for(person=owners[0], community=platform.community)
        assembly.cast(by=voter, assembly=made, head=head, choices=choices, key=key)
    assembly.note_delivery(by=clerk, assembly=made, notes=notes)


def _owners(platform: Actor, made: str) -> Iterator[tuple[int, int, list[str]]]:
    """Heads for which a person votes, each with its first unit; of joint owners the first."""
    seen = set()
    for door in assembly.canvass(viewer=platform, assembly=made):
        if door.head in seen:
            continue
        seen.add(door.head)
        voters = assembly.list_voters(viewer=platform, assembly=made, head=door.head)
        if voters and voters[0].kind is PersonKind.NATURAL:
            yield door.head, door.unit, [one.id for one in voters]
