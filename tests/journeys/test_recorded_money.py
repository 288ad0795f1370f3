"""The money that the owners decided on stands on the public ledger, behind its resolution."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.api import Fund, Money
from linli.application.assembly.facts import LeafWritten
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.journeys.record import what_an_assembly_does_goes_on_the_ledger
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from linli.support.ledger.models import Leaf
from linli.wiring.house import ROOT
from modules.application.assembly_estate import AFTER, DURING, estate

__all__ = ["estate"]

pytestmark = pytest.mark.django_db
LIFT = Money(8_600_050, Fund.FROM_MAINTENANCE, "电梯主板")
WALL = Money(4_800_000, Fund.TO_PROCEEDS, "外墙广告租金")


def bring(estate) -> list[dict]:
    """All that is on the ledger, in its order."""
    deliver_all()
    assert not list_dead_letters(viewer=estate.platform).items
    rows = Leaf.objects.filter(log__community=estate.community).order_by("index")
    return [json.loads(bytes(one.text)) for one in rows]


@pytest.fixture
def voted(estate):
    """One motion with money passes, one fails, one passes and names none; the result is not out."""
    estate.convene()
    passes = estate.add(title="修电梯", money=LIFT)
    fails = estate.add("278.8", title="外墙广告", money=WALL)
    plain = estate.add("278.9", title="改门禁")
    estate.announce()
    with held(DURING):
        estate.tick()
        for voter in ("a", "d", "e", "f", "g", "h", "developer"):
            said = {passes: "for", fails: "against", plain: "for"}
            estate.cast(voter, said, key=voter)
    with held(AFTER):
        estate.close()
    return estate


def finish(estate) -> None:
    assembly.make_final(by=estate.council, assembly=estate.assembly)


def recount(path):
    return subprocess.run(
        [sys.executable, "-m", "recount", str(path), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_agenda_names_the_money_and_a_preliminary_result_decides_on_none(voted):
    found = bring(voted)
    (agenda,) = (one for one in found if one["type"] == "agenda")
    named = [one.get("money") for one in agenda["motions"]]
    assert named == [LIFT.plain, WALL.plain, None]
    assert not {"resolution", "money"} & {one["type"] for one in found}


def test_what_passed_and_names_money_has_a_leaf_of_its_own_and_what_failed_has_none(voted):
    with held(AFTER + timedelta(days=9)):
        finish(voted)
        found = bring(voted)
        seq = assembly.leaf_of_tally(viewer=voted.platform, assembly=voted.assembly, number=2).seq
        again = LeafWritten(community=voted.community, assembly=voted.assembly, seq=seq)
        what_an_assembly_does_goes_on_the_ledger(again)
        assert bring(voted) == found
    tally, lift, money, door = found[-4:]
    assert (tally["type"], tally["stage"]) == ("tally", "final")
    assert [(lift["type"], lift["title"]), (door["type"], door["title"])] == [
        ("resolution", "修电梯"), ("resolution", "改门禁"),
    ]  # fmt: skip
    expected = {
        "type": "money",
        "act": "decided",
        "motion": voted.motions[0],
        "resolution": lift["seq"],
        "assembly": voted.assembly,
        "seq": lift["seq"] + 1,
        **LIFT.plain,
    }
    assert {name: value for name, value in money.items() if name != "at"} == expected


def test_no_checkpoint_lies_between_the_final_count_and_the_money(voted):
    """Brought over one act at a time, the count and what it decides come together."""
    with held(AFTER + timedelta(days=9)):
        finish(voted)
        seqs = [one.seq for one in _leaves(voted)]
        for seq in seqs:
            fact = LeafWritten(community=voted.community, assembly=voted.assembly, seq=seq)
            what_an_assembly_does_goes_on_the_ledger(fact)
            rows = Leaf.objects.filter(assembly=voted.assembly).order_by("index")
            kinds = [json.loads(bytes(one.text)) for one in rows]
            is_final = any(one.get("stage") == "final" for one in kinds)
            assert is_final == any(one["type"] == "money" for one in kinds)
        assert is_final


def _leaves(estate):
    return assembly.list_leaves(viewer=estate.platform, assembly=estate.assembly)


@pytest.mark.parametrize("opened", [False, True])
def test_an_independent_recount_says_the_same_sum(voted, tmp_path, opened):
    with held(AFTER + timedelta(days=9)):
        finish(voted)
        bring(voted)
        ledger.sign_checkpoint(by=voted.platform, community=voted.community)
        ledger.write_bundle(
            viewer=voted.platform,
            community=voted.community,
            assembly=voted.assembly,
            opened=opened,
            path=tmp_path / "bundle",
        )
    done = recount(tmp_path / "bundle")
    assert done.returncode == 0, done.stdout + done.stderr
    named = [one.get("money") for one in json.loads(done.stdout)["motions"]]
    assert named == [LIFT.plain, WALL.plain, None]
