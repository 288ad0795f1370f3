"""Joint owners are one head: who agree count once, who differ count for nothing."""

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Effective,
    HeadStanding,
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER
from modules.application.voting.asking import choices, refused


def test_joint_owners_who_differ_count_for_nothing_until_they_name_one(voting):
    voting.cast("b", "for")
    voting.cast("c", "against")
    assert HeadStanding.objects.get().is_disputed
    assert not Effective.objects.exists()
    assert voting.facts("head_disputed") == ["head_disputed"]
    assert choices(voting, "b") == [("web", "for", False), ("web", None, False)]

    def name(person, evidence):
        assembly.name_representative(
            by=voting.clerk,
            assembly=voting.assembly,
            head=voting.head("b"),
            person=person,
            evidence=evidence,
        )

    paper = voting.scan("named")
    refused(lambda: name(voting.owners["d"].person, paper), "not_found")
    refused(lambda: name(voting.owners["b"].person, "none"), "invalid")
    name(voting.owners["c"].person, paper)
    assert not HeadStanding.objects.get().is_disputed
    assert Effective.objects.get().sheet.signer_id == voting.owners["c"].person
    with held(AFTER):
        voting.close()
        assert voting.result()["strict"]["counts"]["against"]["heads"] == 1
        refused(lambda: name(voting.owners["b"].person, paper), "conflict")


def test_joint_owners_who_agree_are_one_ballot(voting):
    voting.cast("b")
    voting.cast("c")
    assert Effective.objects.count() == 1
    assert Sheet.objects.count() == 2
