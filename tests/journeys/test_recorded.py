"""What an assembly did stands on the public ledger, and a program of its own counts the same."""

import subprocess
import sys
from datetime import timedelta

import pytest

from linli.application.assembly import api as assembly
from linli.application.assembly.facts import LeafWritten
from linli.application.assembly.models import Sheet
from linli.foundation.facts.api import deliver_all, list_dead_letters
from linli.journeys.record import what_an_assembly_does_goes_on_the_ledger
from linli.kernel.clock import held
from linli.support.ledger import api as ledger
from linli.wiring.house import ROOT
from modules.application.assembly_estate import AFTER, DURING, estate

__all__ = ["estate"]

pytestmark = pytest.mark.django_db


def recount(path):
    return subprocess.run(
        [sys.executable, "-m", "recount", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def leaves(estate):
    found, after = [], 0
    while some := assembly.list_leaves(
        viewer=estate.platform, assembly=estate.assembly, after=after
    ):
        found += some
        after = some[-1].seq
    return found


def bring(estate):
    deliver_all()
    assert not list_dead_letters(viewer=estate.platform).items
    ledger.sign_checkpoint(by=estate.platform, community=estate.community)


def test_every_act_is_a_leaf_in_its_order_and_the_opened_bundle_counts_the_same(estate, tmp_path):
    estate.announced(duplicates="paper_prevails")
    name = estate.assembly
    with held(DURING):
        estate.tick()
        assembly.print_papers(by=estate.clerk, assembly=name, key="p")
        for voter in "aef":
            estate.cast(voter)
        estate.cast("b", "for")
        estate.cast("c", "against")
        assembly.give_proxy(
            by=estate.clerk,
            assembly=name,
            head=estate.head("g"),
            holder=estate.owners["h"].person,
            evidence=estate.scan("proxy"),
            key="g",
        )
        head = estate.head("g")
        estate.cast("h", head=head, key="for g")
        wrong = estate.cast("h", "against", key="own")
    with held(DURING + timedelta(hours=1)):
        estate.paper("a", "against")
        estate.cast("g", "abstain")
        assembly.name_representative(
            by=estate.clerk,
            assembly=name,
            head=estate.head("b"),
            person=estate.owners["b"].person,
            evidence=estate.scan("named"),
        )
    with held(AFTER):
        estate.close()
        made = assembly.object_to(
            by=estate.owners["h"], assembly=name, about="result", text="不是我投的", key="o"
        )
        hasty = assembly.object_to(
            by=estate.owners["d"], assembly=name, about="result", text="看错了", key="hasty"
        )
        assembly.withdraw_objection(by=estate.owners["d"], assembly=name, objection=hasty)
        assembly.answer_objection(
            by=estate.council,
            assembly=name,
            objection=made,
            answer="属实",
            is_upheld=True,
            strike=(Sheet.objects.get(pk=wrong).number,),
        )
    with held(AFTER + timedelta(days=9)):
        assembly.make_final(by=estate.council, assembly=name)
        bring(estate)
        types = [one.type for one in leaves(estate)]
        assert types[:3] == ["rules", "agenda", "roll"]
        assert types.count("ballot") == 9
        assert types.count("tally") == 3
        assert types.index("struck") > types.index("tally")
        assert (types.count("objection"), types.count("withdrawn")) == (2, 1)
        for leaf in leaves(estate):
            card = ledger.get_leaf(viewer=estate.platform, community=estate.community, key=leaf.key)
            assert card.seq == leaf.seq
        for opened in (False, True):
            path = tmp_path / f"bundle-{opened}"
            ledger.write_bundle(
                viewer=estate.platform,
                community=estate.community,
                assembly=name,
                opened=opened,
                path=path,
            )
            done = recount(path)
            assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_delivered_late_or_twice_keeps_the_order(estate):
    estate.announced()
    with held(DURING):
        estate.tick()
        estate.cast("d")
        estate.cast("e")
        bring(estate)
        estate.cast("f")
        last = leaves(estate)[-1]
        for seq in (last.seq, 4, last.seq):
            what_an_assembly_does_goes_on_the_ledger(
                LeafWritten(community=estate.community, assembly=estate.assembly, seq=seq)
            )
        deliver_all()
        log = ledger.get_log(viewer=estate.platform, community=estate.community)
        assert log.size == len(leaves(estate)) == 6
