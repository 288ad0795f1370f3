"""The communities the faces are looked at in: just founded, lived in, and with everything long."""

import fcntl
import pickle
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.timezone import localtime

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft, ProposedMotion
from linli.application.assembly.models import Assembly
from linli.foundation.files import api as files
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Ref, Refused, Role, Via, Words, now, system
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.shell.card import _SLOT as CARD
from modules.support.matters_estate import Estate, build, by_phone
from surface.assembly_life import prepared
from surface.desk.meeting_life import running
from surface.desk_machines.machinery import _measure as measure
from surface.desk_machines.machinery import machinery
from surface.resident.assembly_estate import lively, prepare
from surface.resident.community import picture

Sessions = dict[str, dict[str, object]]
STRANGER = "stranger"


@dataclass
class World:
    """A community, and the session of everybody who looks at it."""

    name: str
    sessions: dict[str, str]
    estate: Estate | None = None
    device: str = ""
    starts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What somebody comes to without a link of ours: from a paper, a message or a step before."""


class Worlds:
    """Each world is built once in a run and brought back as it was when something has changed it.

    Workers share `folder`: who comes first builds, the others read what was built.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[str, sqlite3.Connection] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` returns, made by the first worker that asks and read by all others."""
        path = self.folder / name
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.write_bytes(pickle.dumps(make()))
        return pickle.loads(path.read_bytes())

    def enter(self, name: str) -> World:
        """The world of that name, as on its first day."""
        world: World = self.once(name, lambda: self._build(name))
        if name not in self._kept:
            self._kept[name] = sqlite3.connect(self._file(name), check_same_thread=False)
        connection.ensure_connection()
        self._kept[name].backup(connection.connection)
        return world

    def measure(self, world: World) -> None:
        """Fill the engine, which every test finds empty."""
        if world.device and world.estate:
            measure(world.estate, world.device)

    def _build(self, name: str) -> World:
        world = BUILDERS[name]()
        kept = sqlite3.connect(self._file(name))
        connection.connection.backup(kept)
        kept.close()
        return world

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


def fresh() -> World:
    """A community on its first day: a manager, a keeper, one resident, and nothing else."""
    founder = system("")
    community = places.create_community(
        by=founder, name="梧桐里", phone="021-5550-0000", desk=Words("物业服务中心", "Service desk")
    )
    by = system(community)
    who: Sessions = {"half-way": {}}
    building = places.add_place(by=by, kind=places.PlaceKind.BUILDING, number="1")
    home = places.add_place(by=by, kind=places.PlaceKind.DWELLING, number="101", parent=building)
    for number, (name, role) in enumerate(_OFFICES.items()):
        one = people.register_person(by=by, name=name, phone=f"1390000010{number}")
        people.grant_role(by=by, person=one, role=role)
        who[role.value] = _signed(one, community)
    resident = people.register_person(by=by, name="王秀英", phone="13900000120")
    people.settle(by=by, person=resident, dwelling=home, relation=people.Relation.OWNER)
    who["resident"] = _signed(resident, community)
    return World("fresh", _kept(who))


_OFFICES = {
    "王敏": Role.MANAGER,
    "孙卫": Role.KEEPER,
    "陈静": Role.CLERK,
    "赵强": Role.WORKER,
    "周倩": Role.STREET,
}


def full() -> World:
    """A community in the middle of its life: matters in every state, machines, letters, lists."""
    machines = machinery()
    estate = machines.estate
    working = _live(estate)
    _work(estate)
    made, _past = lively(estate)
    running(estate, made)
    prepared(estate)
    here = Assembly.objects.filter(community=estate.community)
    drafts = [one.pk for one in here.filter(stage="draft")]
    official = here.get(mode="official").pk
    ballot = assembly.papers_for_print(viewer=estate.clerk, assembly=made)[0].serial
    invitation = people.invite_helper(by=estate.auntie)
    starts = {
        STRANGER: (f"/helping/invitations/{invitation}",),
        "resident": ("/practice/followed", "/practice/noticed", "/practice/voted"),
        "council": tuple(f"/desk/assembly/meetings/{one}/dates" for one in drafts),
        "clerk": (
            f"/desk/assembly/paper/{ballot}",
            f"/desk/assembly/meetings/{official}/papers",
        ),
        "manager": ("/desk/batch/done", f"/desk/entry/slips/{working}"),
        "worker": ("/desk/worker/no-signal", "/desk/worker/ready"),
    }
    return World("full", _kept(_everybody(estate)), estate, machines.device, starts)


def _live(estate: Estate) -> str:
    auntie, clerk, plumber = estate.auntie, estate.clerk, estate.plumber
    working = estate.report(by=by_phone(clerk, auntie))
    matters.assign_matter(by=clerk, matter=working, person=plumber.person)
    matters.start_work(by=plumber, matter=working)
    photo = [("a.jpg", picture())]
    matters.post_message(by=plumber, matter=working, text="下午三点到，带配件。", photos=photo)
    matters.post_message(by=clerk, matter=working, text="王阿姨一个人住", is_note=True)
    matters.call_in_party(by=clerk, matter=working, organisation="自来水公司", task="关总阀")
    estate.resolved(category="electricity", title="", description="客厅没电")
    done = estate.resolved(category="door", title="", description="单元门关不上")
    matters.give_verdict(by=auntie, matter=done, solved=True, stars=5)
    declined = estate.report(title="", description="邻居家的树")
    matters.decline_matter(by=clerk, matter=declined, reason="这棵树归园林局管")
    public = estate.report(
        by=estate.neighbour, category="lighting", title="", place=estate.entrance
    )
    matters.support_matter(by=auntie, matter=public)
    trust = people.allow_help(by=auntie, name="刘洋", phone="13900000002")
    people.accept_help(by=estate.neighbour, help_id=trust)
    people.record_consent(by=auntie, person=auntie.person, purpose="室内温度", is_given=True)
    people.reveal_contact(viewer=clerk, person=auntie.person, reason="约上门时间")
    _tell(estate, "water", Words("明天 9 点到 11 点停水", "No water tomorrow from 9 to 11"))
    about = Ref("matter", working)
    _tell(estate, "started", Words("赵强开始办了", "Zhao Qiang started work"), about)
    return working


def _tell(estate: Estate, key: str, words: Words, about: Ref | None = None) -> None:
    notify.tell(
        by=estate.platform,
        person=estate.auntie.person or "",
        text=words,
        about=about or Ref("place", estate.community),
        key=key,
        urgent=True,
    )


def _work(estate: Estate) -> None:
    auntie = estate.auntie.person or ""
    for kind in (people.ChannelKind.PHONE, people.ChannelKind.PAPER, people.ChannelKind.APP):
        people.set_channels(by=estate.auntie, person=auntie, kinds=(kind,))
        if kind is not people.ChannelKind.APP:
            _tell(estate, kind.value, Words("明天停水", "No water tomorrow"))
    people.mark_confidential(by=estate.keeper, dwelling=estate.other_dwelling, reason="保护令")
    source = "楼栋,单元,房号,姓名,电话\n3,2,501,李四,13900000066".encode()
    people.import_community(by=estate.manager, source=source, filename="list.csv")
    _on_paper(estate)


def _on_paper(estate: Estate) -> None:
    """A form that was handed in and kept, and a notice that goes to people as letters as well."""
    by = estate.clerk.for_person(estate.auntie.person or "", via=Via.PAPER)
    entry = people.write_down(by=by, service="channels", known_by="signed", key="1")
    people.tie_entry(by=by, entry=entry.number, about=Ref("person", entry.person))
    kept = Ref("desk-entry", str(entry.number))
    files.keep_file(by=estate.clerk, name="form.jpg", content=picture(), about=kept)
    neighbour = estate.neighbour
    people.set_channels(
        by=neighbour, person=neighbour.person or "", kinds=(people.ChannelKind.PAPER,)
    )
    notify.put_up_bulletin(
        by=estate.manager,
        place=estate.building,
        title=Words("3号楼停水", "No water in building 3"),
        text=Words("明天9点到11点停水，请先接好水。", "No water tomorrow from 9 to 11."),
        key="1",
    )
    notify.spread_bulletins(by=estate.platform)
    told = {"title": "停水通知", "sha256": "0" * 64}
    leaf = ledger.NewLeaf(type="announcement", assembly="", body=told, key="1")
    ledger.append_leaves(by=estate.platform, community=estate.community, leaves=[leaf])
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)
    _announced(estate)


def _announced(estate: Estate) -> None:
    """An announcement that was corrected, and hangs at the entrance."""
    words = {
        "title": Words("关于召开第一次业主大会会议的公告", "The first assembly"),
        "basis": "《民法典》第二百七十八条",
        "hang_until": (now() + timedelta(days=30)).date(),
    }
    one = announcements.publish_announcement(
        by=estate.manager,
        kind="assembly",
        audience=Audience((estate.community,)),
        text=Words("会议定于12月20日召开。", "On 20 December."),
        key="1",
        **words,
    )
    announcements.correct_announcement(
        by=estate.manager,
        announcement=one,
        text=Words("会议定于12月27日召开。", "On 27 December."),
        why="日期写错了",
        key="2",
        **words,
    )
    announcements.note_hung(
        by=estate.clerk,
        announcement=one,
        number=2,
        place=estate.entrance,
        on=localtime(now()).date(),
        key="3",
        photo=picture(),
    )


def long() -> World:
    """A community in which every word somebody may choose is as long as it may be."""
    estate = build()
    auntie, plumber = estate.auntie, estate.plumber
    for actor in (auntie, estate.neighbour, plumber, estate.clerk):
        _longest(
            lambda name, one=actor: people.change_person(
                by=estate.manager, person=one.person or "", name=name, reason="改名"
            ),
            "欧阳上官司徒诸葛",
        )
    place = estate.entrance
    _longest(
        lambda name: places.change_place(by=estate.manager, place=place, name=name, name_en=name),
        "东区靠近地铁站三号出口的",
    )
    matter = _reported(estate, "water")
    matters.assign_matter(by=estate.clerk, matter=matter, person=plumber.person)
    matters.start_work(by=plumber, matter=matter)
    _longest(lambda text: matters.post_message(by=plumber, matter=matter, text=text), WORDS)
    _longest(
        lambda text: matters.post_message(by=estate.clerk, matter=matter, text=text, is_note=True),
        WORDS,
    )
    finished = _reported(estate, "door")
    matters.assign_matter(by=estate.clerk, matter=finished, person=plumber.person)
    matters.start_work(by=plumber, matter=finished)
    _longest(lambda text: matters.resolve_matter(by=plumber, matter=finished, words=text), WORDS)
    _longest(lambda text: _tell(estate, "long", Words(text, text)), WORDS)
    people.allow_help(by=auntie, name="欧阳" * 15, phone="13900000002")
    _announced_at_length(estate)
    _voted_at_length(estate, prepare(estate))
    _prepared_at_length(estate)
    return World("long", _kept(_everybody(estate)), estate)


def _announced_at_length(estate: Estate) -> None:
    """Every word of an announcement as long as it may be."""
    usual = {"title": Words("公告", ""), "text": Words("公告", ""), "basis": "法"}

    def publish(key: str, **more: Any) -> str:
        return announcements.publish_announcement(
            by=estate.manager,
            kind="rules",
            audience=Audience((estate.community,)),
            hang_until=(now() + timedelta(days=30)).date(),
            key=key,
            **{**usual, **more},
        )

    title = _longest(lambda text: publish("t", title=Words(text, text)), WORDS)
    body = _longest(lambda text: publish("b", text=Words(text, text)), WORDS)
    basis = _longest(lambda text: publish("a", basis=text), WORDS)
    publish("all", title=Words(title, title), text=Words(body, body), basis=basis)


def _voted_at_length(estate: Estate, council: Actor) -> None:
    """A vote in which every title, text and name is as long as it may be."""
    opens = now() - timedelta(hours=1)

    def convene(text: str) -> str:
        title = Words(text, text)
        return assembly.convene(by=council, convened="regular", mode="own", title=title, key="long")

    with held(now() - timedelta(days=20)):
        made = convene(_longest(convene, WORDS))
        for key, draft in _AT_LENGTH.items():
            _longest(
                lambda text, key=key, draft=draft: assembly.add_motion(
                    by=council, assembly=made, motion=draft(text), key=key
                ),
                WORDS,
            )
        closes = opens + timedelta(days=10)
        assembly.announce(by=council, assembly=made, opens_at=opens, closes_at=closes)
    assembly.run_votes(by=estate.platform)
    objected = {"by": estate.neighbour, "assembly": made, "about": "roll", "key": "long"}
    _longest(lambda text: assembly.object_to(text=text, **objected), WORDS)
    title, text, election = assembly.get_assembly(viewer=estate.auntie, assembly=made).motions
    said = {title.id: "for", text.id: "against", election.id: [election.candidates[0]]}
    head = assembly.my_ballots(viewer=estate.auntie, assembly=made)[0].head
    assembly.cast(by=estate.auntie, assembly=made, head=head, choices=said, key="long")


_AT_LENGTH: dict[str, Callable[[str], MotionDraft]] = {
    "title": lambda text: MotionDraft("278.5", Words(text, text)),
    "text": lambda text: MotionDraft("278.8", Words("外墙出租", "The wall"), Words(text, text)),
    "names": lambda text: MotionDraft(
        "election", Words("选举业主委员会", "Election"), candidates=(text, "陈大明"), seats=1
    ),
}


def _prepared_at_length(estate: Estate) -> None:
    """A request, a candidate, a text and what is said to it, each as long as it may be."""
    there = prepared(estate)

    def ask(key: str, title: str, reason: str) -> None:
        motions = [ProposedMotion("ordinary", title, reason)]
        assembly.open_request(
            by=estate.neighbour,
            kind="extraordinary",
            title=title,
            reason=reason,
            motions=motions,
            key=key,
        )

    title = _longest(lambda text: ask("title", text, "短"), WORDS)
    _longest(lambda text: ask("reason", title, text), WORDS)
    body = there.preparation
    _longest(
        lambda text: assembly.nominate(by=estate.neighbour, preparation=body, statement=text), WORDS
    )
    _longest(
        lambda text: assembly.write_draft(
            by=estate.street, preparation=body, kind="rules", text=text, key="long"
        ),
        WORDS,
    )
    about = {"by": estate.auntie, "key": "long"}
    _longest(lambda text: assembly.comment_on_draft(draft=there.draft, text=text, **about), WORDS)
    _longest(lambda text: assembly.raise_concern(showing=there.roll, text=text, **about), WORDS)


WORDS = "水槽下面一直滴水，Donaudampfschifffahrtsgesellschaft，13900000001，"


def _reported(estate: Estate, category: str) -> str:
    found: list[str] = []

    def told(title: str, description: str) -> None:
        found.append(estate.report(title=title, description=description, category=category))

    title = _longest(lambda text: told(text, "短"), "厨房的水管一直在漏水而且越来越大")
    _longest(lambda text: told(title, text), WORDS)
    return found[-1]


LENGTHS = (5000, 3000, 2000, 1500, 1000, 800, 500, 400, 300, 200, 120, 100, 80, 60, 50, 40, 30, 20)


def _longest(act: Callable[[str], object], words: str) -> str:
    """Say as much as is allowed: the longest beginning of `words` repeated that is not refused."""
    for length in LENGTHS:
        text = (words * (length // len(words) + 1))[:length]
        try:
            act(text)
        except Refused:
            continue
        return text
    raise AssertionError(f"nothing of “{words}” was taken")


def _everybody(estate: Estate) -> Sessions:
    community = estate.community
    council = people.register_person(by=estate.platform, name="郑文", phone="13900000009")
    people.grant_role(by=estate.platform, person=council, role=Role.COUNCIL)
    names = ("manager", "clerk", "keeper", "plumber", "street", "auntie", "neighbour")
    who = {name: _signed(getattr(estate, name).person, community) for name in names}
    who["worker"], who["resident"] = who.pop("plumber"), who.pop("auntie")
    who["council"] = _signed(council, community)
    auntie = estate.auntie.person
    helping = {"helping": auntie, "helping_name": "王秀英", "helping_via": "web"}
    who["helper"] = {**who.pop("neighbour"), **helping}
    who["half-way"] = _half_way(estate)
    return who


def _half_way(estate: Estate) -> dict[str, object]:
    """Somebody who is on the way in, by every way at once."""
    two = [[one.person, estate.community] for one in (estate.auntie, estate.neighbour)]
    who = {"person": estate.clerk.person, "communities": [estate.community], "next": "/desk/"}
    card = people.issue_pass(by=estate.clerk, person=estate.auntie.person or "")
    return {
        CARD: card.token,
        "entry": {"phone": "13900000001", "next": "/", "minutes": 10},
        "enrolling": {**who, "must_change": True},
        "options": {"among": two, "next": "/", "strong": False},
        "help-taken": {"number": "2026-1", "page": "/", "answers": [["电话", "13900000001"]]},
    }


def _signed(person: str | None, community: str) -> dict[str, object]:
    return {"person": person, "community": community, "strong": True}


def _kept(who: Sessions) -> dict[str, str]:
    return {STRANGER: "", **{name: session(held) for name, held in who.items()}}


def session(held: dict[str, object]) -> str:
    """The key of a session that remembers this."""
    store = SessionStore()
    store.update(held)
    store.create()
    return store.session_key or ""


BUILDERS: dict[str, Callable[[], World]] = {"fresh": fresh, "full": full, "long": long}
