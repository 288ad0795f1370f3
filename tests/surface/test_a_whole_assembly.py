"""One assembly from the first page to the recount: four ways to vote, one count, difference 0."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from linli.application.assembly import api as assembly
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.kernel import ANYONE, Actor, new_id
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from modules.application.assembly_estate import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    START,
    Estate,
    build,
    decide,
)
from surface.desk.meeting_walk import MEETINGS, press, read, scan, sit_down

ITEMS = (
    {"kind": "278.5", "title": "用维修资金修电梯", "text": "要 24 万元。"},
    {"kind": "278.8", "title": "出租大门外墙"},
    {"kind": "election", "title": "选举业主委员会", "candidates": "王d\n王e", "seats": "1"},
)


@pytest.fixture
def estate(db):
    with held(START):
        made = build()
        decide(made.council, made.committee, partial_success="stands_over_half")
        yield made


def at_home(owner: Actor, face: str) -> Client:
    session = SessionStore()
    session.update({"person": owner.person, "community": owner.community})
    session.create()
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session.session_key or ""
    client.cookies["django_language"] = "zh-hans"
    client.post("/face", {"face": face})
    return client


def local(at):
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def convene(estate: Estate) -> Client:
    """The council's own pages, from nothing to the announced assembly."""
    desk = sit_down(estate.council)
    where = press(
        desk, "/desk/assembly/convene", convened="regular", mode="own", title="2026年业主大会"
    )
    estate.assembly = where.rsplit("/", 1)[1]
    for item in ITEMS:
        press(desk, do(estate, "add"), **item)
    given = {"opens": local(OPENS), "closes": local(CLOSES), "warned": "no", "send": "1"}
    press(desk, f"{MEETINGS}/{estate.assembly}/announce", **given)
    return desk


def do(estate: Estate, act: str, thing: object = "-") -> str:
    return f"{MEETINGS}/{estate.assembly}/do/{act}/{thing}"


def vote_on_the_screen(estate: Estate, name: str, face: str) -> None:
    """Item by item, read back, handed in."""
    client, head = at_home(estate.owners[name], face), estate.head(name)
    where = f"/assembly/{estate.assembly}/vote/{head}"
    for number, said in enumerate(("for", "against", "1"), start=1):
        press(client, f"{where}/{number}", choice=said)
    assert "修电梯" in read(client, where)
    press(client, where)


SAYS = {"choice-1": "for", "choice-2": "against", "choice-3": ["1"]}


def vote_on_paper(estate: Estate, name: str, shade: int) -> None:
    """Two clerks read the ballot, the first with its scan."""
    where = f"/desk/assembly/paper/{estate.paper_of(name).token}"
    for who, more in ((estate.clerk, {"scan": scan(shade)}), (estate.second, {})):
        clerk = sit_down(who)
        press(clerk, clerk.get(where)["Location"], **SAYS, **more)


def test_a_whole_assembly(estate, tmp_path):
    desk = convene(estate)
    with held(DURING):
        estate.tick()
        clerk = sit_down(estate.clerk)
        press(clerk, do(estate, "print"))
        printed = clerk.get(f"{MEETINGS}/{estate.assembly}/papers/ballots.pdf")
        assert printed.content.startswith(b"%PDF")
        vote_on_the_screen(estate, "a", "standard")
        vote_on_the_screen(estate, "d", "elder")
        vote_on_paper(estate, "e", 1)
        vote_on_paper(estate, "f", 2)
        for act, name in (("phone", "g"), ("doorstep", "h")):
            given = {**SAYS, "known_by": "回拨登记的号码", "evidence": scan(len(act))}
            press(clerk, do(estate, act, estate.head(name)), **given)
    with held(AFTER):
        estate.tick()
        press(desk, do(estate, "count"))
        owner = at_home(estate.owners["a"], "standard")
        words = {"text": "请再数一遍", "about": "result"}
        owner.post(f"/assembly/{estate.assembly}/object", {"once": new_id(), **words})
        (objection,) = assembly.list_objections(viewer=estate.council, assembly=estate.assembly)
        given = {"answer": "又数了一遍，一样", "upheld": "no"}
        press(desk, do(estate, "answer", objection.id), **given)
    with held(AFTER + timedelta(days=9)):
        press(desk, do(estate, "finish"))
        adds_up(estate)
        assert "通过" in read(owner, f"/assembly/{estate.assembly}/result")
        holds(estate, tmp_path)


def adds_up(estate: Estate) -> None:
    """Every channel is in the count, and count and register differ by nothing (U27)."""
    found = assembly.reconcile(viewer=estate.council, assembly=estate.assembly)
    came = {one.channel: one.returned for one in found.channels}
    assert came == {"web": 2, "paper": 2, "phone": 1, "doorstep": 1, "official": 0}
    assert (found.difference, found.returned, found.holding) == (0, 6, 6)
    card = assembly.result_of(viewer=estate.council, assembly=estate.assembly)
    assert card.stage == "final" and card.body["ballots"]["difference"] == 0
    lift, wall, elected = card.body["motions"]
    assert lift["strict"]["outcome"] == "passed" and lift["participation"]["heads"] == [6, 8]
    assert wall["strict"]["outcome"] == "failed"
    assert elected["strict"]["elected"] == ["王d"]


def holds(estate: Estate, folder) -> None:
    """What is published is enough for a program of its own to count all of it again."""
    deliver_all()
    assert list_dead_letters(viewer=estate.platform).items == ()
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)
    bundle = folder / "bundle.zip"
    ledger.write_bundle(
        viewer=ANYONE,
        community=estate.community,
        assembly=estate.assembly,
        opened=False,
        path=bundle,
    )
    recount = subprocess.run(
        [sys.executable, "-m", "recount", str(bundle)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert recount.returncode == 0, recount.stdout
