"""What a vote comes to: silence, objections that are upheld, an election by candidates."""

from datetime import timedelta

from linli.application.assembly import api as assembly
from linli.application.assembly.api import DeliveryNote
from linli.application.assembly.models import (
    HeadStanding,
    Result,
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER, DURING
from modules.application.voting.asking import refused


def test_silence_counts_only_with_a_clause_a_warning_and_a_delivery(estate):
    estate.announced(non_response="follow_majority", is_warned=True)
    with held(DURING):
        estate.tick()
        for name in "adef":
            estate.cast(name)
        doors = assembly.canvass(viewer=estate.clerk, assembly=estate.assembly)
        notes = [DeliveryNote(one.unit, "door", "签收") for one in doors if not one.has_voted]
        assert assembly.note_delivery(
            by=estate.clerk, assembly=estate.assembly, notes=notes
        ) == len(notes)
        assert not assembly.note_delivery(by=estate.clerk, assembly=estate.assembly, notes=notes)
        refusal = refused(
            lambda: assembly.note_delivery(
                by=estate.clerk, assembly=estate.assembly, notes=[DeliveryNote(0, "door", "x")]
            ),
            "not_found",
        )
        assert "Row 1" in str(refusal)
    with held(AFTER):
        estate.close()
    found = estate.result()
    assert (found["strict"]["outcome"], found["deemed"]["outcome"]) == ("no_quorum", "passed")
    assert found["deemed"]["deemed_votes"]["heads"] == 4


def test_an_upheld_objection_strikes_a_ballot_and_makes_a_new_preliminary_result(voting):
    sheet = voting.cast("d", "against")
    voting.cast("e")
    by, name = voting.council, voting.assembly
    with held(AFTER):
        voting.close()
        made = assembly.object_to(
            by=voting.owners["d"], assembly=name, about="result", text="不是我投的", key="o"
        )
        assert made == assembly.object_to(
            by=voting.owners["d"], assembly=name, about="result", text="不是我投的", key="o"
        )
        seen = assembly.list_objections(viewer=voting.owners["e"], assembly=name)
        assert [(one.text, one.person) for one in seen] == [("", "")]
    with held(AFTER + timedelta(days=9)):
        refused(lambda: assembly.make_final(by=by, assembly=name), "conflict")  # not answered

        def answer(**more):
            return assembly.answer_objection(
                by=by, assembly=name, objection=made, answer="查明属实", is_upheld=True,
                strike=(Sheet.objects.get(pk=sheet).number,), **more,
            )  # fmt: skip

        assert answer() == 2
        assert answer() is None
        refused(
            lambda: assembly.object_to(
                by=voting.tenant, assembly=name, about="result", text="x", key="t"
            ),
            "forbidden",
        )
        refused(lambda: assembly.make_final(by=by, assembly=name), "conflict")  # a new period
    assert voting.result()["participation"]["heads"] == [1, 8]
    assert [one.stage for one in Result.objects.order_by("number")] == ["preliminary"] * 2
    assert Sheet.objects.count() == 2
    assert assembly.reconcile(viewer=voting.clerk, assembly=name).struck == 1


def test_a_committee_is_elected_by_candidates(estate):
    estate.convene()
    motion = estate.add(kind="election", title="选举业委会", candidates=("甲", "乙", "丙"), seats=2)
    estate.announce(committee_min=2, committee_odd=False)
    with held(DURING):
        estate.tick()
        refused(lambda: estate.cast("a", {motion: ["甲", "乙", "丙"]}), "invalid")
        refused(lambda: estate.cast("a", {motion: ["丁"]}), "invalid")
        refused(lambda: estate.cast("a", {motion: "for"}), "invalid")
        for name in "adefg":
            estate.cast(name, {motion: ["乙", "甲"]}, key=name)
        estate.cast("h", {motion: "abstain"})
        estate.cast("b", {motion: ["甲"]}, key="b")
        estate.cast("c", {motion: ["甲", "丙"]}, key="c")
        assert HeadStanding.objects.get().is_disputed
    with held(AFTER):
        estate.close()
    found = estate.result()
    assert found["strict"]["elected"] == ["乙", "甲"] or found["strict"]["elected"] == ["甲", "乙"]
    assert found["participation"]["heads"] == [6, 8]


def test_the_ledger_says_whom_silence_elects_and_how_many_were_deemed_to_have_voted(estate):
    estate.convene()
    motion = estate.add(kind="election", title="选举业委会", candidates=("甲", "乙", "丙"), seats=2)
    estate.announce(
        committee_min=2, committee_odd=False, non_response="follow_majority", is_warned=True
    )
    with held(DURING):
        estate.tick()
        for name in "adef":
            estate.cast(name, {motion: ["甲", "乙"]}, key=name)
        doors = assembly.canvass(viewer=estate.clerk, assembly=estate.assembly)
        notes = [DeliveryNote(one.unit, "door", "签收") for one in doors if not one.has_voted]
        assembly.note_delivery(by=estate.clerk, assembly=estate.assembly, notes=notes)
    with held(AFTER):
        estate.close()
    found = estate.result()
    assert (found["strict"]["outcome"], found["strict"]["elected"]) == ("no_quorum", [])
    assert found["deemed"]["candidates"]["丙"]["reasons"][0]["code"] == "nobody_leads"
    leaf = assembly.leaf_of_tally(viewer=estate.platform, assembly=estate.assembly, number=1)
    (counted,) = leaf.body["motions"]
    assert (counted["strict"]["outcome"], counted["deemed_outcome"]) == (
        "no_quorum",
        found["deemed"]["outcome"],
    )
    assert counted["elected"] == found["deemed"]["elected"]
    assert counted["deemed"] == found["deemed"]["candidates"]["甲"]["deemed_votes"]
    assert counted["deemed"]["heads"] == 4
