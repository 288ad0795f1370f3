"""The council writes the community's own rules, two confirm them, the owners adopt them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.application.assembly import api as assembly
from linli.application.assembly.api import MotionDraft
from linli.application.assembly.models import CommunityRules
from linli.foundation.facts.api import list_facts
from linli.kernel import Actor, Role, Words, new_id, now
from linli.kernel.clock import held
from modules.application.assembly_estate import VALUES
from surface.resident.assembly_estate import head_of, prepare
from surface.resident.community import picture
from surface.resident.test_assembly_voting import client_of as resident_client

PAGE = "/desk/assembly/rules"


@pytest.fixture
def council(office):
    return prepare(office)


def send(client, path: str, **data):
    return client.post(path, {"once": new_id(), **data})


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def draft(council: Actor):
    return assembly.get_draft(viewer=council)


def value_of(council: Actor, name: str):
    return next((one for one in draft(council).values if one.key == name), None)


def test_who_may_write_them_and_who_not(office, council, at_work):
    assert f'href="{PAGE}"' in shown(at_work(council), "/desk/assembly")
    assert "本小区的议事规则" in shown(at_work(office.street), PAGE)
    for actor in (office.clerk, office.manager, office.plumber):
        assert at_work(actor).get(PAGE).status_code == 403
    assert PAGE not in shown(at_work(office.clerk), "/desk/assembly")


def test_a_version_is_begun_over_a_pack_once(office, at_work):
    client = at_work(office.street)
    assert client.get(f"{PAGE}/one/blank").status_code == 404
    assert send(client, PAGE, pack="nowhere").status_code == 404
    assert not CommunityRules.objects.exists()
    once = {"once": new_id(), "pack": "shanghai"}
    for _ in range(2):
        assert client.post(PAGE, once).status_code == 302
    assert [one.pack for one in CommunityRules.objects.all()] == ["shanghai"]
    assert "这些没有确认" in shown(client, PAGE)


def test_a_value_is_written_with_its_clause_and_confirmed_by_two(office, council, at_work):
    first, second = at_work(council), at_work(office.street)
    page = f"{PAGE}/one/objection_days"
    before = value_of(council, "objection_days")
    assert send(first, f"{page}/write", value="many", clause="第九条").status_code == 422
    assert send(first, f"{page}/write", value="9", clause="").status_code == 422
    assert value_of(council, "objection_days") == before
    assert send(first, f"{page}/write", value="9", clause="第九条", page="3").status_code == 302
    assert send(first, f"{page}/confirm", value="9").status_code == 302
    assert "两个人里有 1 个人确认了" in shown(first, PAGE)
    assert "原文就是这么写的" not in shown(first, page)
    assert "原文就是这么写的" in shown(second, page)
    assert send(second, f"{page}/confirm", value="8").status_code == 409
    assert not value_of(council, "objection_days").is_confirmed
    assert send(second, f"{page}/confirm", value="9").status_code == 302
    found = value_of(council, "objection_days")
    assert (found.value, found.clause, found.page) == (9, "第九条", "3") and found.is_confirmed
    assert send(first, f"{page}/drop").status_code == 302
    assert value_of(council, "objection_days") is None
    assert first.get(f"{PAGE}/one/nonsense").status_code == 404


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("modes", ["own", "paper"], ["own", "paper"]),
        ("follow_choice", "no", False),
        ("void", "participates", "participates"),
    ],
)
def test_every_kind_of_value_is_asked_for_and_confirmed(council, at_work, name, given, kept):
    client, page = at_work(council), f"{PAGE}/one/{name}"
    assert 'name="value"' in shown(client, f"{page}/write")
    send(client, f"{page}/drop")
    assert send(client, f"{page}/write", value=given, clause="第一条").status_code == 302
    found = client.get(page).context["value"]
    assert send(client, f"{page}/confirm", value=found).status_code == 302
    own = value_of(council, name)
    assert own.value == kept and own.confirmed_by == (council.person,)


def test_the_signed_rules_are_kept_with_them(office, council, at_work):
    client = at_work(council)
    assert send(client, f"{PAGE}/scan").status_code == 422
    scan = SimpleUploadedFile("rules.jpg", picture(), "image/jpeg")
    assert send(client, f"{PAGE}/scan", scan=scan).status_code == 302
    (kept,) = assembly.list_rule_scans(viewer=council, rules=draft(council).id)
    assert f"{PAGE}/files/{kept.id}" in shown(client, PAGE)
    assert client.get(f"{PAGE}/files/{kept.id}").status_code == 200
    assert client.get(f"{PAGE}/files/nothing").status_code == 404


def decided(office, council: Actor, kind: str, choice: str) -> str:
    """A motion that every home's own person answered so, in a final result."""
    start = now() - timedelta(days=40)
    with held(start):
        made = assembly.convene(
            by=council,
            convened="regular",
            mode="own",
            title=Words("大会", "Assembly"),
            key=f"{kind} {choice}",
        )
        motion = assembly.add_motion(
            by=council,
            assembly=made,
            motion=MotionDraft(kind=kind, title=Words("议事规则", "Rules"), text=Words("文", "")),
            key="m",
        )
        assembly.announce(
            by=council,
            assembly=made,
            opens_at=start + timedelta(days=20),
            closes_at=start + timedelta(days=26),
        )
    with held(start + timedelta(days=21)):
        assembly.run_votes(by=office.platform)
        for owner in owners(office):
            assembly.cast(
                by=owner,
                assembly=made,
                head=head_of(owner, made).head,
                choices={motion: choice},
                key="x",
            )
    with held(start + timedelta(days=27)):
        assembly.run_votes(by=office.platform)
        assembly.make_preliminary(by=council, assembly=made)
    assembly.make_final(by=council, assembly=made)
    return motion


def owners(office) -> list[Actor]:
    from linli.foundation.people import api as people

    found = people.list_people(viewer=office.platform, search="建设公司", limit=2).items
    developer = Actor(found[0].id, frozenset({Role.OWNER}), office.community)
    return [office.auntie, office.neighbour, developer]


def test_only_a_motion_that_has_passed_puts_them_in_force(office, council, at_work):
    client = at_work(council)
    refused = decided(office, council, "278.1", "against")
    other = decided(office, council, "278.5", "for")
    for motion in (refused, other, "nothing"):
        assert send(client, f"{PAGE}/adopt", motion=motion).status_code == 422
    assert CommunityRules.objects.get().state == "draft"
    passed = decided(office, council, "278.1", "for")
    assert passed in shown(client, f"{PAGE}/adopt")
    for _ in range(2):
        if draft(council):
            assert send(client, f"{PAGE}/adopt", motion=passed).status_code == 302
    row = CommunityRules.objects.get()
    assert (row.state, row.motion) == ("adopted", passed)
    told = [one for one in list_facts(viewer=office.platform, limit=1000)]
    assert [one.kind for one in told].count("assembly.rules_adopted") == 1
    assert set(VALUES) <= {one.key for one in assembly.list_versions(viewer=council)[0].values}


def test_what_the_owners_decided_becomes_a_mandate_that_leads_back(office, council, at_work):
    client = at_work(office.manager)
    given = {
        "purpose": "看电梯的状态",
        "series": "lift.*",
        "basis_kind": "resolution",
        "basis_text": "业主大会决定",
        "basis_date": "2026-11-01",
        "retention_days": "90",
        "recipients": "物业",
        "valid_from": "2026-11-02",
        "valid_until": "2030-11-02",
    }
    passed = decided(office, council, "278.5", "for")
    assert passed in shown(client, "/desk/mandates/new")
    assert send(client, "/desk/mandates/new", **given, decision="x").status_code == 422
    done = send(client, "/desk/mandates/new", **given, decision=passed)
    assert done.status_code == 302
    (one,) = assembly.list_resolutions(viewer=council)
    assert f"/assembly/{one.assembly}/result" in shown(client, done["Location"])
    mandate = done["Location"].rsplit("/", 1)[1]
    resident = resident_client(office.auntie)
    found = shown(resident, f"/measured/decisions/{mandate}")
    assert f"/assembly/{one.assembly}/result" in found
    assert resident.get(f"/assembly/{one.assembly}/result").status_code == 200
