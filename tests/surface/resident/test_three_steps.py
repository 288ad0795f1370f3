"""Everything is at most three steps from home, in both faces, and found by what people say."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from linli.foundation.people import api as people
from linli.kernel import Role
from surface.resident.assembly_estate import lively
from surface.resident.community import session_of
from surface.resident.finding_words import WANTED
from surface.resident.walking import walk

MOST_STEPS = 3
BY_A_FORM = {
    "report-where": "the second page of a report",
    "report-elsewhere": "a page of a report",
    "report-details": "the third page of a report",
    "report-reach": "the fourth page of a report",
    "report-check": "the last page of a report",
    "receipt": "comes after handing in",
    "practice-where": "the second page of a lesson",
    "practice-details": "a page of a lesson",
    "practice-reach": "a page of a lesson",
    "practice-check": "a page of a lesson",
    "practice-receipt": "the end of a lesson",
    "practice-followed": "the end of a lesson",
    "practice-judged": "the end of a lesson",
    "practice-noticed": "the end of a lesson",
    "practice-ballot": "the second page of a lesson",
    "practice-voted": "the end of a lesson",
    "invited": "the address one was sent by somebody who wants help",
    "contest": "only for what was refused",
    "bulletin": "the code on the notice board; whom it was sent to finds it among the notices",
    "ledger-checkpoint": "for programs",
    "ledger-tile": "for programs",
    "ledger-bundle": "a file, linked by an assembly",
    "ledger-board": "only when something is in the ledger",
    "assembly-item": "the pages of a vote",
    "assembly-check": "the last page of a vote",
    "assembly-proof": "the file of a receipt",
    "assembly-slips": "receipts to print, a file",
    "draft-photo": "a picture",
    "photo": "a picture",
    "request": "only where somebody has asked for an assembly",
    **dict.fromkeys(
        ("candidate-stand", "candidate-propose", "list-doubt", "draft-text")
        + ("preparing", "preparing-do"),
        "only while an assembly is being prepared",
    ),
}


def text(response) -> str:
    return response.content.decode()


def pages() -> set[str]:
    """The names of the resident's pages one can open."""
    found = set()
    for pattern in get_resolver("linli.surface.resident.urls").url_patterns:
        view = pattern.callback
        while view is not None and not view.__code__.co_qualname.startswith("post_only."):
            view = getattr(view, "__wrapped__", None)
        if view is None:
            found.add(pattern.name)
    return found


@pytest.fixture
def walks(life, auntie):
    found = {}
    lively(life.estate)
    for face in ("standard", "elder"):
        auntie.cookies["face"] = face
        before = transaction.savepoint()  # walking reads notices, which are then no longer new
        found[face] = walk(auntie)
        transaction.savepoint_rollback(before)
    return found


def test_every_page_is_at_most_three_steps_from_home_and_the_same_in_both_faces(walks):
    wanted = {f"resident:{name}" for name in pages() - BY_A_FORM.keys()}
    assert len(wanted) > 20
    for face, found in walks.items():
        far = {name: found.steps.get(name) for name in wanted}
        assert {name: n for name, n in far.items() if n is None or n > MOST_STEPS} == {}, face
    assert walks["standard"].steps.keys() == walks["elder"].steps.keys()
    assert walks["standard"].acts == walks["elder"].acts
    assert {"resident:withdraw", "resident:helper-stop", "shell:face"} <= walks["elder"].acts


def test_what_is_named_as_reached_by_a_form_is_there():
    assert BY_A_FORM.keys() <= pages()


@pytest.mark.parametrize(("said", "href"), WANTED)
def test_a_service_is_found_by_what_people_say(life, auntie, said, href):
    page = text(auntie.get("/find", {"q": said})).split("<main")[1].split("</main")[0]
    assert f'class="door" href="{href}"' in page


def test_a_stranger_finds_large_type_too_and_what_is_unknown_leads_to_a_person(life, client):
    assert 'class="door" href="/look"' in text(client.get("/find", {"q": "关怀版"}))
    page = text(client.get("/find", {"q": "飞碟"})).split("<main")[1]
    assert 'class="door"' not in page and 'href="/help"' in page
    assert client.get("/find", {"q": "字" * 5000}).status_code == 200


def test_the_first_time_and_only_then_large_type_is_mentioned(life, client):
    first, second = text(client.get("/")), text(client.get("/"))
    assert "字太小吗" in first and "字太小吗" not in second
    other = Client()
    other.cookies["sessionid"] = session_of(life.estate.auntie)
    assert "字太小吗" in text(other.get("/")) and "字太小吗" not in text(other.get("/"))


def test_who_chose_a_face_is_not_asked_again(life, client):
    client.post("/face", {"face": "elder"})
    assert "字太小吗" not in text(client.get("/"))


def test_a_council_member_keeps_the_way_to_everything_in_the_large_face(life):
    estate = life.estate
    people.grant_role(by=estate.platform, person=estate.auntie.person, role=Role.COUNCIL)
    session = SessionStore(session_key=session_of(estate.auntie))
    session["strong"] = True
    session.save()
    client = Client()
    client.cookies["sessionid"], client.cookies["face"] = session.session_key, "elder"
    page = text(client.get("/")).split("<main")[1].split("</main")[0]
    assert 'href="/desk/worker"' in page and 'href="/find"' in page
    assert page.count("<a ") + page.count("<button") <= 8
