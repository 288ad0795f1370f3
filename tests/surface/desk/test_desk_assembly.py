"""The desk enters signatures, prepares, checks candidates, files and hands over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.application.assembly import api as assembly
from linli.application.assembly.models import (
    Answer,
    Candidacy,
    Council,
    DraftText,
    FilingPaper,
    Signature,
)
from linli.foundation.people import api as people
from linli.kernel import new_id
from surface.assembly_life import QUESTIONS, prepared
from surface.resident.community import picture


@pytest.fixture
def house(office):
    return prepared(office)


def send(client, path: str, **data):
    return client.post(path, {"once": new_id(), **data})


def shown(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_front_page_leads_to_everything(office, house, at_work):
    for actor in (office.street, house.committee, office.clerk):
        front = shown(at_work(actor), "/desk/assembly")
        assert f"/desk/assembly/requests/{house.request}" in front
        assert f"/desk/assembly/preparations/{house.preparation}" in front
        assert f"/desk/assembly/councils/{house.council}" in front
        assert "/desk/assembly/meetings" in front
    assert "/desk/assembly/meetings" not in shown(at_work(office.manager), "/desk/assembly")
    assert at_work(office.plumber).get("/desk/assembly").status_code == 403


def test_a_signature_from_paper_needs_the_scan_and_is_entered_once(office, house, at_work):
    client, page = at_work(office.clerk), f"/desk/assembly/requests/{house.request}/do/paper"
    assert "签名" in shown(client, page)
    told = {"who": "刘洋", "known_by": "id_card"}
    assert send(client, page, **told).status_code == 422
    assert Signature.objects.filter(request=house.request).count() == 1
    scan = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    assert send(client, page, **told, scan=scan).status_code == 302
    row = Signature.objects.get(request=house.request, person=office.neighbour.person)
    assert row.scan and row.entry


def test_who_is_meant_is_asked_back(office, house, at_work):
    client, page = at_work(office.clerk), f"/desk/assembly/requests/{house.request}/do/paper"
    for who in ("", "无名氏"):
        answer = send(client, page, who=who, known_by="id_card")
        assert answer.status_code == 422


def test_a_whole_name_means_one_person_though_a_longer_one_begins_alike(office, house, at_work):
    longer = people.register_person(by=office.platform, name="刘洋洋", phone="13900000302")
    people.settle(
        by=office.platform,
        person=longer,
        dwelling=office.dwelling,
        relation=people.Relation.OWNER,
    )
    client, page = at_work(office.clerk), f"/desk/assembly/requests/{house.request}/do/paper"
    told = {"known_by": "id_card"}
    for who in ("刘", "刘洋洋", "刘洋"):
        scan = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
        answer = send(client, page, who=who, scan=scan, **told)
        assert answer.status_code == (422 if who == "刘" else 302)
    signed = Signature.objects.filter(request=house.request).values_list("person", flat=True)
    assert {longer, office.neighbour.person} < set(signed)


def test_a_request_that_is_not_accepted_says_so_with_its_reason(office, house, at_work):
    words = {"kind": "first", "title": "再开一次", "reason": "还想开"}
    made = assembly.open_request(by=office.auntie, **words, key="again")
    if assembly.get_request(viewer=office.auntie, request=made).state == "collecting":
        assembly.sign_request(by=office.neighbour, request=made)
    client, page = at_work(office.street), f"/desk/assembly/requests/{made}"
    asked = shown(client, f"{page}/do/answer")
    assert "采纳" in asked and "不采纳" in asked
    assert send(client, f"{page}/do/answer", says="no", answer="先修电梯").status_code == 302
    for path in (page, f"/assembly/requests/{made}"):
        told = shown(client, path)
        assert "没有采纳" in told and "先修电梯" in told and "拒收" not in told


def test_a_candidate_is_checked_question_by_question(office, house, at_work):
    client = at_work(office.street)
    page = f"/desk/assembly/preparations/{house.preparation}"
    candidate = f"{page}/candidates/{house.candidacy}"
    assert "还没有人查" in shown(client, candidate)
    for question, answer in QUESTIONS.items():
        path = f"{page}/do/question/{house.candidacy}.{question}"
        assert send(client, path, is_so="yes" if answer else "no", evidence="").status_code == 422
        done = send(client, path, is_so="yes" if answer else "no", evidence="查了登记簿")
        assert done["Location"] == candidate, "the next question stands there"
    assert "可以参选" in shown(client, candidate)
    assert Answer.objects.count() == len(QUESTIONS)
    assert Candidacy.objects.get().state == "eligible"
    assert send(client, f"{page}/do/show-candidates/-").status_code == 302
    assert "在公示名单里" in shown(client, candidate)


def test_the_clerk_of_the_company_decides_nothing(office, house, at_work):
    client = at_work(office.clerk)
    page = f"/desk/assembly/preparations/{house.preparation}/do"
    for act, thing in (
        ("form", "-"),
        ("show-roll", "-"),
        ("remove", office.auntie.person),
        ("question", f"{house.candidacy}.owner"),
        ("finish", "roll"),
    ):
        data = {"is_so": "yes", "evidence": "x"}
        assert send(client, f"{page}/{act}/{thing}", **data).status_code == 403, act
    assert send(client, f"{page}/nonsense/-").status_code == 404
    assert not Answer.objects.exists()


def test_an_objection_a_task_and_a_comment_are_answered(office, house, at_work):
    client = at_work(office.street)
    page = f"/desk/assembly/preparations/{house.preparation}"
    done = send(client, f"{page}/do/concern/{house.concern}", is_upheld="yes", answer="已经补上")
    assert done.status_code == 302 and "已经补上" in shown(client, page)
    assert send(client, f"{page}/do/correct/{house.roll}", text="401：补面积").status_code == 302
    assert send(client, f"{page}/do/finish/roll", note="好").status_code == 302
    assert send(client, f"{page}/do/propose/rules").status_code == 302
    comment = assembly.get_text(viewer=office.street, draft=house.draft).comments[0].id
    assert send(client, f"{page}/do/comment/{comment}", answer="谢谢").status_code == 302


def test_what_is_one_too_many_is_said_at_the_form_with_everything_typed(office, house, at_work):
    assert DraftText.objects.filter(pk=house.draft).update(number=200) == 1
    page = f"/desk/assembly/preparations/{house.preparation}/do/draft/-"
    answer = send(at_work(office.street), page, kind="rules", text="再写一稿，还是三条")
    assert answer.status_code == 422 and "再写一稿，还是三条" in answer.content.decode()
    assert not DraftText.objects.filter(number__gt=200).exists()


def test_the_filing_package_is_ticked_off_and_handed_in(office, house, at_work):
    client = at_work(office.street)
    page = f"/desk/assembly/councils/{house.council}"
    assert "还缺" in shown(client, page)
    for paper in FilingPaper.objects.values_list("name", flat=True):
        assert send(client, f"{page}/do/paper/{paper}", is_there="yes").status_code == 302
    day = Council.objects.get().elected_on.isoformat()
    assert send(client, f"{page}/do/file/-", day=day, receipt="").status_code == 422
    assert send(client, f"{page}/do/file/-", day=day, receipt="备 12").status_code == 302
    assert "备 12" in shown(client, page)


def test_another_community_has_no_such_pages(office, house, at_work):
    client = at_work(office.street)
    for path in (
        "/desk/assembly/requests/nothing",
        "/desk/assembly/preparations/nothing",
        f"/desk/assembly/preparations/{house.preparation}/candidates/nothing",
        "/desk/assembly/councils/nothing",
    ):
        assert client.get(path).status_code == 404, path
