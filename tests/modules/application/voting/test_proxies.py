"""A proxy votes as written, for few, and only while the owner says nothing else."""

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Effective,
    Proxy,
    Sheet,
)
from linli.kernel.clock import held
from modules.application.assembly_estate import AFTER
from modules.application.voting.asking import refused


def give(estate, name="d", holder="e", key="proxy", **more):
    return assembly.give_proxy(
        by=estate.clerk,
        assembly=estate.assembly,
        head=estate.head(name),
        holder=estate.owners[holder].person if holder in estate.owners else holder,
        evidence=estate.scan(f"proxy {key}"),
        key=key,
        **more,
    )


def test_a_proxy_votes_as_written_and_the_owners_own_ballot_ends_it(voting):
    head = voting.head("d")
    one = give(voting, instruction=dict.fromkeys(voting.motions, "against"))
    assert one == give(voting, instruction=dict.fromkeys(voting.motions, "against"))
    refused(lambda: voting.cast("e", "for", head=head), "conflict")
    voting.cast("e", "against", head=head)
    assert Effective.objects.get().sheet.proxy_id == one
    voting.cast("d", "for")
    assert Effective.objects.get().sheet.proxy_id is None
    assert Proxy.objects.get().revoked_at is not None
    assert voting.facts("proxy_given", "proxy_revoked") == ["proxy_given", "proxy_revoked"]
    refused(lambda: voting.cast("e", "against", head=head, key="again"), "gone")
    with held(AFTER):
        voting.close()
    assert voting.result()["strict"]["counts"]["for"]["heads"] == 1


def test_a_revoked_proxy_cannot_vote(voting):
    head, one = voting.head("d"), give(voting)
    for by in (voting.owners["f"], voting.owners["e"]):
        refused(
            lambda by=by: assembly.revoke_proxy(by=by, assembly=voting.assembly, proxy=one),
            "not_found",
        )
    assembly.revoke_proxy(by=voting.owners["d"], assembly=voting.assembly, proxy=one)
    assembly.revoke_proxy(by=voting.owners["d"], assembly=voting.assembly, proxy=one)
    refused(lambda: voting.cast("e", head=head), "gone")
    assert not Sheet.objects.exists()


def test_who_may_carry_a_proxy_and_how_many(voting):
    give(voting, "d", "e")
    refused(lambda: give(voting, "f", "e", key="two"), "too_many")
    refused(lambda: give(voting, "f", voting.manager.person, key="staff"), "forbidden")
    refused(lambda: give(voting, "f", "developer", key="builder"), "forbidden")
    refused(lambda: give(voting, "f", "f", key="self"), "invalid")
    refused(lambda: give(voting, "f", "nobody", key="nobody"), "not_found")
    refused(
        lambda: assembly.give_proxy(
            by=voting.owners["f"],
            assembly=voting.assembly,
            head=voting.head("f"),
            holder=voting.owners["g"].person,
            evidence="x",
            key="own",
        ),
        "forbidden",
    )
    assert Proxy.objects.count() == 1
    voting.cast("g")
    refused(lambda: give(voting, "g", "h", key="late"), "conflict")
