"""Ringing without numbers, judging in two taps, and opening again without shame."""

import re

import pytest

from linli.kernel import new_id
from linli.support.matters import api as matters
from linli.support.matters.models import Matter


def text(response) -> str:
    return response.content.decode()


def main(response) -> str:
    return text(response).split("<main")[1].split("</main")[0]


def test_one_rings_the_desk_and_says_a_number_and_no_private_number_is_shown(life, auntie):
    page = main(auntie.get(f"/matters/{life.working}"))
    number = matters.get_matter(viewer=life.estate.auntie, matter=life.working).card.number
    assert 'href="tel:02155500000"' in page and f"报编号 {number}，就能转给赵强" in page
    assert "13900000006" not in page and "139****0006" not in page


def test_being_rung_is_a_call_for_the_desk_with_a_clock_and_can_be_taken_back(life, auntie):
    form = {"once": new_id()}
    before = Matter.objects.count()
    places = {auntie.post(f"/matters/{life.working}/ring-me", form)["Location"] for _ in range(3)}
    assert places == {f"/matters/{life.working}"} and Matter.objects.count() == before + 1
    call = Matter.objects.latest("opened_at")
    sheet = matters.get_matter(viewer=life.estate.clerk, matter=call.pk)
    assert sheet.card.category == "call_back" and "赵强" in sheet.card.title
    assert {clock.kind for clock in sheet.clocks} >= {"accept", "answer"} and sheet.has_contact
    page = main(auntie.get(f"/matters/{life.working}"))
    undo = re.search(r'action="(/matters/\w+/withdraw)"', page)[1]
    auntie.post(undo, {"once": new_id()})
    assert matters.get_matter(viewer=life.estate.clerk, matter=call.pk).card.state == "withdrawn"


@pytest.mark.parametrize("matter", ["theirs", "public", "alarm"])
def test_nobody_is_rung_about_what_is_not_theirs(life, auntie, matter):
    before = Matter.objects.count()
    path = f"/matters/{getattr(life, matter)}/ring-me"
    assert auntie.post(path, {"once": new_id()}).status_code == 404
    assert Matter.objects.count() == before


def test_a_call_by_a_link_does_nothing(life, auntie):
    before = Matter.objects.count()
    assert auntie.get(f"/matters/{life.working}/ring-me").status_code in {302, 405}
    assert Matter.objects.count() == before


def test_solved_is_two_taps_from_home_and_can_be_praised_or_taken_back(life, auntie):
    assert f'class="wait" href="/matters/{life.waiting}"' in text(auntie.get("/"))
    page = main(auntie.get(f"/matters/{life.waiting}"))
    assert f'<form method="post" action="/matters/{life.waiting}/solved">' in page
    auntie.post(f"/matters/{life.waiting}/solved", {"once": new_id()})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.waiting)
    assert sheet.card.state == "confirmed" and sheet.verdict.stars is None
    page = main(auntie.get(f"/matters/{life.waiting}"))
    assert "想评价的话" in page and "撤回" in page
    auntie.post(f"/matters/{life.waiting}/solved", {"once": new_id(), "stars": "4"})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.waiting)
    assert sheet.verdict.stars == 4
    auntie.post(f"/matters/{life.waiting}/verdict/take-back", {"once": new_id()})
    assert matters.get_matter(viewer=life.estate.auntie, matter=life.waiting).verdict is None


def test_not_solved_is_asked_kindly_and_a_tapped_reason_is_enough(life, auntie):
    path = f"/matters/{life.waiting}/not-solved"
    page = main(auntie.get(path))
    assert "还没修好，没关系" in page and "您没有麻烦谁" in page
    reasons = re.findall(r'name="reason" value="([^"]+)"', page)
    assert len(reasons) == 5 and reasons[-1] == "说不清，让人联系我"
    auntie.post(path, {"once": new_id(), "reason": reasons[1], "words": "水小了"})
    sheet = matters.get_matter(viewer=life.estate.plumber, matter=life.waiting)
    assert sheet.card.reopened == 1 and sheet.verdict.words == f"{reasons[1]}\n水小了"


def test_a_reason_nobody_offered_is_not_put_into_ones_mouth(life, auntie):
    path = f"/matters/{life.waiting}/not-solved"
    auntie.post(path, {"once": new_id(), "reason": "他们都是骗子"})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.waiting)
    assert sheet.card.reopened == 1 and sheet.verdict.words == ""


def test_hard_to_say_hands_in_what_there_is_from_every_question(life, auntie):
    for path, answer in (
        ("/report", {"category": "water"}),
        ("/report/where", {"place": life.home}),
        ("/report/details", {"words": "滴水"}),
        ("/report/reach", {"reach": "known"}),
    ):
        auntie.post(path, answer)
        follows = {"/report": "where", "/report/where": "details", "/report/details": "reach"}
        page = main(auntie.get(f"/report/{follows.get(path, 'check')}"))
        assert 'action="/report/call-me"' in page and "说不清，让人联系我" in page
    response = auntie.post("/report/call-me", {"once": new_id()})
    matter = Matter.objects.latest("opened_at")
    assert response["Location"] == f"/matters/{matter.pk}/receipt"
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=matter.pk)
    assert sheet.card.category == "water" and "请联系我" in sheet.description
    assert "滴水" in sheet.description
    page = main(auntie.get(response["Location"]))
    assert sheet.card.number in page and "撤回" in page and "有疑问" in page


def test_hard_to_say_with_nothing_answered_is_a_call_for_a_person(life, auntie):
    form = {"once": new_id()}
    before = Matter.objects.count()
    places = {auntie.post("/report/call-me", form)["Location"] for _ in range(2)}
    matter = Matter.objects.latest("opened_at")
    assert len(places) == 1 and Matter.objects.count() == before + 1
    assert (matter.category, matter.place_id) == ("other", life.home) and matter.contact


def test_the_last_page_says_what_was_understood(life, auntie):
    auntie.post("/report", {"category": "water"})
    auntie.post("/report/where", {"place": life.home})
    auntie.post("/report/reach", {"reach": "known"})
    assert "我们理解为：水管、漏水、停水，在3号楼" in main(auntie.get("/report/check"))
