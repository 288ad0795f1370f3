"""What a resident can do, to the end, and what stays closed to them."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from linli.foundation.drafts import api as drafts
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Ref, Words
from linli.support.matters import api as matters
from linli.support.matters.models import Matter, Verdict
from linli.support.notify import api as notify
from surface.resident.community import picture, session_of


def text(response) -> str:
    return response.content.decode()


def once(response) -> str:
    return re.search(r'name="once" value="(\w+)"', text(response))[1]


def fill(client: Client, **answers) -> None:
    usual = {"category": "water", "words": "水槽下面滴水", "reach": "known"}
    given = {**usual, **answers}
    client.post("/report", {"category": given["category"]})
    place = given.get("place")
    if place is None:
        page = text(client.get("/report/where"))
        place = re.search(r'value="([\w:]+)" id="f-place-\d" checked', page)[1]
    client.post("/report/where", {"place": place})
    client.post("/report/details", {"words": given["words"], "photos": given.get("photos", [])})
    client.post("/report/reach", {"reach": given["reach"], "phone": given.get("phone", "")})


def begun(life) -> dict:
    draft = drafts.get_draft(viewer=life.estate.auntie, slot="report")
    return dict(draft.values) if draft else {}


def draft_id(client: Client) -> str:
    return re.search(r'name="draft" value="(\w+)"', text(client.get("/report/check")))[1]


def newest() -> Matter:
    return Matter.objects.latest("opened_at")


def test_a_report_needs_no_typing_and_ends_with_a_number_a_name_and_a_time(life, auntie):
    fill(auntie, words="")
    response = auntie.post("/report/check", {"draft": draft_id(auntie), "once": "k1"})
    matter = newest()
    assert response["Location"] == f"/matters/{matter.pk}/receipt"
    page = text(auntie.get(response["Location"]))
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=matter.pk)
    assert sheet.card.number in page and "谁来办" in page and "什么时候办好" in page
    assert (sheet.card.category, sheet.card.place) == ("water", life.estate.dwelling)
    assert sheet.has_contact and "撤回" in page


@pytest.mark.parametrize(
    ("page", "most", "answers"), [("/me/correct", 1000, {"what": "phone"}), ("/help", 500, {})]
)
def test_as_many_words_as_a_form_allows_are_taken_whole_however_many_lines(
    life, auntie, page, most, answers
):
    words = ("写错了一行\n" * most)[: most - 1] + "。"
    sent = {**answers, "words": words.replace("\n", "\r\n"), "once": "k1"}
    assert auntie.post(page, sent).status_code == 302
    assert words in newest().description


def test_the_photo_goes_along_without_its_place_and_can_be_taken_out_before(life, auntie):
    photo = SimpleUploadedFile("a.jpg", picture("red"), "image/jpeg")
    fill(auntie, photos=[photo])
    kept = begun(life)["photos"]
    shown = auntie.get(f"/report/photos/{kept[0]}")
    assert shown["Content-Type"] == "image/jpeg" and shown["X-Content-Type-Options"] == "nosniff"
    auntie.post(f"/report/photos/{kept[0]}/remove")
    assert auntie.get(f"/report/photos/{kept[0]}").status_code == 404
    again = SimpleUploadedFile("b.jpg", picture("blue"), "image/jpeg")
    auntie.post("/report/details", {"words": "滴水", "photos": [again]})
    auntie.post("/report/check", {"draft": draft_id(auntie)})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=newest().pk)
    assert len(sheet.photos) == 1


def test_what_is_no_photo_is_refused_and_the_words_are_kept(life, auntie):
    fill(auntie)
    bad = SimpleUploadedFile("a.jpg", b"GIF? no", "image/jpeg")
    response = auntie.post("/report/details", {"words": "很长的话", "photos": [bad]})
    assert response.status_code == 422 and "很长的话" in text(response)
    assert begun(life)["words"] == "很长的话"
    assert begun(life)["photos"] == []


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/report", {"category": "nonsense"}),
        ("/report", {"category": "mandate"}),
        ("/report/where", {"place": "nowhere"}),
        ("/report/elsewhere", {"place": "nowhere"}),
        ("/report/reach", {"reach": "pigeon"}),
        ("/report/reach", {"reach": "phone", "phone": "12"}),
    ],
)
def test_an_answer_that_cannot_be_used_is_asked_again(life, auntie, path, answer):
    fill(auntie)
    before = begun(life)
    response = auntie.post(path, answer)
    assert response.status_code == 422 and 'id="errors"' in text(response)
    assert begun(life) == before


def test_an_answer_changed_from_the_last_page_leads_back_to_it(life, auntie):
    fill(auntie)
    response = auntie.post("/report?change=1", {"category": "door"})
    assert response["Location"] == "/report/check"


def test_other_places_are_found_as_people_write_them(life, auntie):
    auntie.post("/report", {"category": "cleaning"})
    assert "花园" in text(auntie.get("/report/elsewhere"))
    assert life.estate.other_dwelling in text(auntie.get("/report/elsewhere?q=三号楼2单元501"))
    response = auntie.post("/report/elsewhere", {"place": life.estate.garden})
    assert response["Location"] == "/report/details"
    assert "没找到" in text(auntie.get("/report/elsewhere?q=月球"))


def test_the_same_page_sent_twice_hands_in_once(life, auntie):
    fill(auntie)
    form = {"draft": draft_id(auntie), "once": "k2"}
    before = Matter.objects.count()
    places = {auntie.post("/report/check", form)["Location"] for _ in range(3)}
    assert len(places) == 1 and Matter.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_five_at_the_same_instant_hand_in_once(living):
    auntie = Client()
    auntie.cookies["sessionid"] = session_of(living.estate.auntie)
    fill(auntie)
    form = {"draft": draft_id(auntie), "once": "k3"}
    before = Matter.objects.count()

    def send(_number: int) -> int:
        one = Client(raise_request_exception=False)
        one.cookies["sessionid"] = auntie.cookies["sessionid"].value
        try:
            return one.post("/report/check", form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(send, range(5)))
    assert Matter.objects.count() == before + 1


def test_another_phone_is_understood_however_it_is_written_and_echoed_before_handing_in(
    life, auntie
):
    fill(auntie)
    for wrong, why in (("1380000123", "少了1位"), ("3-2-401", "请核对电话"), ("", "")):
        refused = auntie.post("/report/reach", {"reach": "phone", "phone": wrong})
        assert refused.status_code == 422 and why in text(refused), wrong
    auntie.post("/report/reach", {"reach": "phone", "phone": "一三八 0000－1234"})
    assert "我们理解为：138 0000 1234" in text(auntie.get("/report/check"))


def test_taken_back_within_the_half_hour_what_was_written_is_there_again(life, auntie):
    photo = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    fill(auntie, photos=[photo])
    auntie.post("/report/check", {"draft": draft_id(auntie)})
    matter = newest().pk
    response = auntie.post(f"/matters/{matter}/take-back")
    assert response["Location"] == "/report/check"
    page = text(auntie.get("/report/check"))
    assert "水槽下面滴水" in page and "/report/photos/" in page
    assert matters.get_matter(viewer=life.estate.auntie, matter=matter).card.state == "withdrawn"
    auntie.post(f"/matters/{matter}/restore")
    assert matters.get_matter(viewer=life.estate.auntie, matter=matter).card.state == "reported"


@pytest.mark.parametrize("buildings", [5, 9, 31, 140])
def test_a_long_list_of_places_is_offered_five_at_a_time_and_none_is_left_out(
    life, auntie, buildings
):
    by = life.estate.platform
    for number in range(10, 10 + buildings):
        places.add_place(by=by, kind=PlaceKind.BUILDING, number=str(number))
    for name in ("车棚", "活动室", "垃圾房"):
        places.add_place(by=by, kind=PlaceKind.FACILITY, number=name)
    auntie.post("/report", {"category": "cleaning"})
    begin, offered, to_look = "/report/elsewhere", [], [("?", 0)]
    while to_look:
        address, taps = to_look.pop()
        page = auntie.get(begin + address)
        (field,), parts = page.context["fields"], page.context["parts"]
        assert 1 <= len(field.choices) + len(parts) <= 5
        assert taps <= 3
        offered += [choice.value for choice in field.choices]
        to_look += [(part.href, taps + 1) for part in parts]
    kinds = (PlaceKind.FACILITY, PlaceKind.BUILDING)
    every = {one.id for kind in kinds for one in places.every_place(viewer=by, kind=kind)}
    assert sorted(offered) == sorted(every) and len(every) == buildings + 5


@pytest.mark.parametrize("part", ["9-3", "x-y", "-", "0-999999999", "５-８", "7000-8000"])
def test_a_part_that_makes_no_sense_is_the_whole_list(life, auntie, part):
    auntie.post("/report", {"category": "cleaning"})
    assert "花园" in text(auntie.get("/report/elsewhere", {"part": part}))


def test_a_neighbour_who_reported_first_is_named_as_a_home_and_one_can_join(life, auntie):
    estate = life.estate
    other = estate.report(by=estate.neighbour, category="cleaning", place=estate.garden, title="")
    auntie.post("/report", {"category": "cleaning"})
    auntie.post("/report/elsewhere", {"place": estate.garden})
    page = text(auntie.get("/report/details"))
    assert "也有邻居报了" in page and "刘洋" not in page
    auntie.post(f"/report/join/{other}")
    assert matters.get_around(viewer=estate.auntie, matter=other).is_supported
    assert begun(life) == {}


CLOSED = (
    "/matters/{theirs}",
    "/matters/{theirs}/chain",
    "/matters/{theirs}/receipt",
    "/matters/{theirs}/write",
    "/matters/{theirs}/solved",
    "/matters/{theirs}/not-solved",
    "/matters/{theirs}/contest",
    "/matters/{public}/chain",
    "/matters/nothing",
    "/measured/devices/nothing",
    "/measured/readings/999999",
    "/measured/decisions/nothing",
)


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_not_mine_does_not_exist(life, auntie, path):
    assert auntie.get(path.format(**vars(life))).status_code == 404


@pytest.mark.parametrize(
    "verb",
    ["urge", "withdraw", "restore", "take-back", "verdict/take-back", "solved", "not-solved"],
)
def test_nothing_can_be_done_to_what_is_not_mine(life, auntie, verb):
    before = matters.get_matter(viewer=life.estate.manager, matter=life.theirs)
    response = auntie.post(f"/matters/{life.theirs}/{verb}", {"once": "x1"})
    assert response.status_code == 404
    assert matters.get_matter(viewer=life.estate.manager, matter=life.theirs) == before


def test_a_photo_of_another_household_does_not_exist(life, auntie, neighbour):
    file = matters.get_matter(viewer=life.estate.auntie, matter=life.working).photos[0]
    mine = auntie.get(f"/matters/{life.working}/photos/{file}?small")
    assert mine.status_code == 200 and "sandbox" in mine["Content-Security-Policy"]
    assert neighbour.get(f"/matters/{life.working}/photos/{file}").status_code == 404
    assert neighbour.get(f"/matters/{life.theirs}/photos/{file}").status_code == 404
    assert auntie.get(f"/matters/{life.waiting}/photos/{file}").status_code == 404


def test_a_verdict_is_two_presses_and_can_be_taken_back(life, auntie):
    page = text(auntie.get(f"/matters/{life.waiting}"))
    assert f"/matters/{life.waiting}/solved" in page
    auntie.post(f"/matters/{life.waiting}/solved", {"once": "v1", "stars": "4"})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.waiting)
    assert sheet.card.state == "confirmed" and sheet.verdict.stars == 4
    auntie.post(f"/matters/{life.waiting}/verdict/take-back")
    assert newest_state(life) == "resolved"
    auntie.post(f"/matters/{life.waiting}/not-solved", {"once": "v2", "words": "还是没电"})
    assert newest_state(life) == "reopened"
    assert Verdict.objects.filter(matter=life.waiting, withdrawn_at=None).count() == 1


def newest_state(life) -> str:
    return matters.get_matter(viewer=life.estate.auntie, matter=life.waiting).card.state


def test_what_the_desk_wrote_for_me_can_be_disputed(life, auntie):
    line = matters.get_matter(viewer=life.estate.auntie, matter=life.working).timeline[0]
    page = text(auntie.get(f"/matters/{life.working}"))
    assert "这不是我说的" in page
    auntie.post(f"/matters/{life.working}/lines/{line.number}/dispute", {"once": "d1"})
    sheet = matters.get_matter(viewer=life.estate.auntie, matter=life.working)
    assert sheet.timeline[0].is_disputed
    assert auntie.get(f"/matters/{life.working}/lines/999/dispute").status_code == 404


def test_words_and_photos_go_both_ways_once_and_can_be_taken_back(life, auntie):
    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", picture("green"), "image/jpeg")
        form = {"text": "我三点在家", "photos": [photo], "once": "w1"}
        auntie.post(f"/matters/{life.working}/write", form)
    page = text(auntie.get(f"/matters/{life.working}"))
    assert page.count("我三点在家") == 1 and "下午三点到" in page
    undo = re.search(r'action="(/matters/\w+/messages/\w+/take-back)"', page)[1]
    auntie.post(undo)
    assert "我三点在家" not in text(auntie.get(f"/matters/{life.working}"))
    empty = auntie.post(f"/matters/{life.waiting}/write", {"text": " ", "once": "w2"})
    assert empty.status_code == 422


def test_one_can_ask_them_to_hurry_and_withdraw_and_change_ones_mind(life, auntie):
    auntie.post(f"/matters/{life.working}/urge", {"once": "u1"})
    kinds = [
        e.kind for e in matters.get_matter(viewer=life.estate.auntie, matter=life.working).timeline
    ]
    assert kinds.count("urged") == 1
    assert "催一下" not in text(auntie.get(f"/matters/{life.working}"))


def test_where_it_is_stands_in_the_language_one_reads(life, auntie):
    auntie.post("/language", {"language": "en"})
    for page in (f"/matters/{life.working}", "/matters"):
        shown = text(auntie.get(page))
        assert "Building 3" in shown and "3号楼" not in shown


def unread(viewer):
    return len(notify.list_inbox(viewer=viewer, unread=True))


def test_notices_are_seen_one_by_one_or_all(life, auntie):
    viewer = life.estate.auntie
    before = unread(viewer)
    one = notify.list_inbox(viewer=viewer).items[0]
    auntie.post(f"/notices/{one.id}/seen?next=/")
    assert unread(viewer) == before - 1
    auntie.post("/notices/seen")
    assert unread(viewer) == 0


def test_home_tells_each_thing_once_and_asks_nothing_of_what_is_confirmed(life, auntie):
    estate = life.estate
    for number, matter in enumerate((life.working, life.working, life.done)):
        notify.tell(
            by=estate.platform,
            person=estate.auntie.person,
            text=Words(f"第{number}句话", f"Sentence {number}"),
            about=Ref("matter", matter),
            key=f"home:{number}",
        )
    page = text(auntie.get("/"))
    assert "第1句话" in page and "第0句话" not in page and "第2句话" not in page


def test_a_notice_of_someone_else_stays_new(life, neighbour):
    one = notify.list_inbox(viewer=life.estate.auntie).items[0]
    before = unread(life.estate.auntie)
    neighbour.post(f"/notices/{one.id}/seen")
    assert unread(life.estate.auntie) == before


def test_my_data_says_who_looked_and_lets_me_choose_and_stop(life, auntie):
    viewer = life.estate.auntie
    page = text(auntie.get("/me"))
    assert "陈静" in page and "约上门时间" in page and "13900000001" not in page
    auntie.post("/me/channels", {"first": "phone", "once": "c1"})
    assert people.list_channels(viewer=viewer, person=viewer.person)[0].kind == "phone"
    auntie.post("/me/consents", {"purpose": "室内温度", "is_given": "no", "once": "c2"})
    assert not people.list_consents(viewer=viewer, person=viewer.person)[0].is_given
    auntie.post(f"/me/helpers/{life.trust}/stop", {"once": "c3"})
    assert people.list_help(viewer=viewer) == ()
    assert auntie.post("/me/consents", {"purpose": "别的", "is_given": "yes"}).status_code == 404


def test_a_helper_named_by_phone_acts_for_me_until_stopped(life, auntie):
    client = Client()
    helper = people.list_help(viewer=life.estate.auntie)[0].helper
    client.cookies["sessionid"] = session_of(
        people.actor_for(person=helper, community=life.estate.community)
    )
    assert client.post(f"/me/helping/{life.trust}")["Location"] == "/"
    assert "厨房漏水" in text(client.get("/matters"))
    auntie.post(f"/me/helpers/{life.trust}/stop", {"once": "h1"})
    assert client.get(f"/matters/{life.working}").status_code == 403
    assert client.get(f"/matters/{life.working}").status_code == 404


def test_a_begun_report_waits_on_the_home_page_and_only_for_the_one_it_is_about(life, auntie):
    fill(auntie)
    assert "有一件没填完" in text(auntie.get("/"))
    auntie.post("/report/start-over")
    assert "有一件没填完" not in text(auntie.get("/"))


def test_decisions_are_read_in_plain_words(life, auntie):
    page = text(auntie.get(f"/measured/devices/{life.device}"))
    for words in ("业主大会第3号决议", "90 天", "物业经理", "早一点发现火情"):
        assert words in page


def test_every_form_has_its_token(life):
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = session_of(life.estate.auntie)
    assert client.post(f"/matters/{life.working}/withdraw").status_code == 403
    assert (
        matters.get_matter(viewer=life.estate.auntie, matter=life.working).card.state != "withdrawn"
    )


def test_a_stranger_sees_the_door_and_the_desk(life, client):
    page = text(client.get("/"))
    assert "梧桐里" in page and "021-5550-0000" in page and "/log-in" in page


def test_the_language_i_choose_is_kept_for_what_is_sent_to_me(life, auntie, client):
    person, platform = life.estate.auntie.person, life.estate.platform
    assert people.get_language(viewer=platform, person=person) == "zh-hans"
    auntie.post("/language", {"language": "tlh"})
    assert people.get_language(viewer=platform, person=person) == "zh-hans"
    auntie.post("/language", {"language": "en"})
    assert people.get_language(viewer=platform, person=person) == "en"
    assert client.post("/language", {"language": "zh-hans"}).status_code == 302
    assert people.get_language(viewer=platform, person=person) == "en"
