"""What is announced, decided and allowed stands on the public ledger, each once and in order."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.application.announcements.facts import AnnouncementCorrected
from linli.application.assembly import api as assembly
from linli.application.assembly.facts import LeafWritten
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.foundation.mandates import api as mandates
from linli.foundation.mandates.facts import MandateRevoked
from linli.journeys import record
from linli.kernel import ANYONE, Refused, Words, now
from linli.kernel.clock import held
from linli.support.ledger.models import Leaf
from modules.application.assembly_estate import AFTER, DURING, estate

__all__ = ["estate"]

pytestmark = pytest.mark.django_db


def bring(estate) -> list[dict]:
    """All that is on the ledger, in its order."""
    deliver_all()
    assert not list_dead_letters(viewer=estate.platform).items
    rows = Leaf.objects.filter(log__community=estate.community).order_by("index")
    return [json.loads(bytes(one.text)) for one in rows]


def canonical(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def announce(estate, **more) -> str:
    usual = {
        "by": estate.manager,
        "kind": "assembly",
        "audience": Audience((estate.community,)),
        "title": Words("业主大会公告", "Assembly"),
        "text": Words("会议定于12月20日召开。", ""),
        "basis": "《民法典》第二百七十八条",
        "hang_until": date(2026, 12, 20),
        "key": "1",
    }
    return announcements.publish_announcement(**{**usual, **more})


def grant(estate, **more) -> str:
    usual = {
        "by": estate.council,
        "purpose": Words("看电梯的状态", "Watch the lift"),
        "series": ("lift.*",),
        "place": None,
        "retention_days": 90,
        "recipients": ("物业",),
        "basis_kind": "resolution",
        "basis_text": "业主大会第 1 号决定",
        "basis_date": date(2026, 11, 1),
        "valid_from": now(),
        "valid_until": now() + timedelta(days=365),
        "key": "g",
    }
    return mandates.grant_mandate(**{**usual, **more})


def test_every_version_of_an_announcement_is_on_the_ledger_once(estate):
    one = announce(estate)
    announcements.correct_announcement(
        by=estate.manager,
        announcement=one,
        title=Words("业主大会公告（更正）", "Assembly"),
        text=Words("会议定于12月21日召开。", ""),
        why="日期写错了",
        basis="《民法典》第二百七十八条",
        hang_until=date(2026, 12, 21),
        key="2",
    )
    record.what_is_corrected_goes_on_the_ledger(
        AnnouncementCorrected(
            community=estate.community, announcement=one, number=2, sha256="unused"
        )
    )
    found = bring(estate)
    page = announcements.get_announcement(viewer=estate.platform, announcement=one)
    sums = {version.number: version.sha256 for version in page.versions}
    assert [(leaf["type"], leaf["title"], leaf["sha256"]) for leaf in found] == [
        ("announcement", "业主大会公告", sums[1]),
        ("announcement", "业主大会公告（更正）", sums[2]),
    ]
    assert {leaf["assembly"] for leaf in found} == {""}


def test_the_title_of_what_is_for_owners_only_stays_with_them(estate):
    announce(estate, audience=Audience((estate.community,), owners_only=True))
    (leaf,) = bring(estate)
    assert "业主大会公告" not in leaf["title"] and leaf["sha256"]


def test_a_mandate_is_on_the_ledger_when_it_comes_and_when_it_goes(estate):
    mandate = grant(estate)
    mandates.revoke_mandate(by=estate.council, mandate=mandate, why="不用了")
    mandates.revoke_mandate(by=estate.council, mandate=mandate, why="不用了")
    record.what_may_be_measured_no_more_goes_on_the_ledger(
        MandateRevoked(community=estate.community, mandate=mandate)
    )
    granted, revoked = bring(estate)
    assert (granted["type"], granted["title"]) == ("mandate", "看电梯的状态")
    assert (revoked["type"], revoked["title"]) == ("mandate", "撤回：看电梯的状态")
    card = mandates.get_mandate(viewer=estate.platform, mandate=mandate)
    said = {
        "act": "granted",
        "id": mandate,
        "purpose": "看电梯的状态",
        "series": ["lift.*"],
        "place": "",
        "retention_days": 90,
        "recipients": ["物业"],
        "basis": "resolution 2026-11-01 业主大会第 1 号决定",
        "decision": "",
        "valid_from": stamp(card.valid_from),
        "valid_until": stamp(card.valid_until),
    }
    assert granted["sha256"] == sha256(canonical(said)).hexdigest()
    assert revoked["sha256"] == sha256(canonical({**said, "act": "revoked"})).hexdigest()


def test_what_one_home_agreed_to_is_on_no_ledger(estate):
    mandate = grant(estate, place=estate.homes[0], basis_kind="consent")
    mandates.revoke_mandate(by=estate.council, mandate=mandate, why="不用了")
    assert bring(estate) == []


def test_what_passed_stands_behind_the_final_count_that_says_so(estate):
    estate.convene()
    passes, fails = estate.add(title="修电梯"), estate.add(title="换大门")
    estate.announce()
    with held(DURING):
        estate.tick()
        for voter in ("a", "d", "e", "f", "g", "h", "developer"):
            estate.cast(voter, {passes: "for", fails: "against"}, key=voter)
    with held(AFTER):
        estate.close()
        assert "resolution" not in [one["type"] for one in bring(estate)]
        assert assembly.list_resolutions(viewer=estate.owners["a"]) == ()
    with held(AFTER + timedelta(days=9)):
        number = assembly.make_final(by=estate.council, assembly=estate.assembly)
        (card,) = assembly.list_resolutions(viewer=estate.owners["a"])
        assert (card.motion, card.assembly, card.number) == (passes, estate.assembly, number)
        seq = assembly.leaf_of_tally(
            viewer=estate.platform, assembly=estate.assembly, number=number
        ).seq
        done = LeafWritten(community=estate.community, assembly=estate.assembly, seq=seq)
        record.what_an_assembly_does_goes_on_the_ledger(done)
        found = bring(estate)
        record.what_an_assembly_does_goes_on_the_ledger(done)
        assert bring(estate) == found
    tally, resolution = found[-2:]
    assert (tally["type"], tally["stage"]) == ("tally", "final")
    assert (resolution["type"], resolution["title"]) == ("resolution", "修电梯")
    assert resolution["assembly"] == estate.assembly
    assert resolution["seq"] == tally["seq"] + 1
    (counted,) = (one for one in tally["motions"] if one["id"] == passes)
    assert resolution["sha256"] == sha256(canonical(counted)).hexdigest()


def test_who_does_not_belong_here_sees_no_resolutions(estate):
    with pytest.raises(Refused):
        assembly.list_resolutions(viewer=ANYONE)
