"""Entry for someone, calls, slips, letters, people and places: through their pages."""

import html
import re
from urllib.parse import urlencode

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import ANYONE, Ref, Role, Words, new_id
from linli.support.matters import api as matters
from linli.support.notify import api as notify


def answers(office, **more):
    usual = {"via": "phone", "category": "water", "place": office.dwelling, "words": "水管爆了"}
    return {**usual, "known_by": "answers", **more, "once": new_id()}


def test_a_caller_is_found_by_number_room_and_name(office, at_work):
    desk = at_work(office.clerk)
    for search in ("13900000001", "3-2-401", "王秀英"):
        assert "王秀英" in desk.get("/desk/entry", {"q": search}).content.decode(), search


def test_an_entry_is_read_back_handed_in_once_and_names_both(office, at_work):
    desk, person = at_work(office.clerk), office.auntie.person
    data = answers(office)
    back = desk.post(f"/desk/entry/for/{person}/report", data)
    assert back.status_code == 200
    assert "水管爆了" in back.content.decode()
    assert matters.list_my_matters(viewer=office.auntie).waiting_for_staff == ()
    first = desk.post(f"/desk/entry/for/{person}/report/hand-in", data)
    again = desk.post(f"/desk/entry/for/{person}/report/hand-in", data)
    assert first["Location"] == again["Location"]
    (card,) = matters.list_my_matters(viewer=office.auntie).waiting_for_staff
    slip = desk.get(first["Location"]).content.decode()
    assert card.number in slip
    line = office.sheet(card.id).timeline[0]
    assert (line.person_name, line.on_behalf_name, line.via) == ("陈静", "王秀英", "phone")
    (deed,) = people.list_deeds(viewer=office.auntie)
    assert (deed.actor_name, deed.via, deed.about) == ("陈静", "phone", f"matter:{card.id}")
    page = desk.get(f"/desk/matters/{card.id}").content.decode()
    assert "陈静" in page
    assert "王秀英" in page


def test_an_entry_that_cannot_be_used_keeps_what_was_typed_and_opens_nothing(office, at_work):
    desk, person = at_work(office.clerk), office.auntie.person
    for wrong in (
        {"category": ""},
        {"place": "x"},
        {"via": "web"},
        {"elsewhere": "月亮"},
        {"known_by": ""},
    ):
        response = desk.post(f"/desk/entry/for/{person}/report", answers(office, **wrong))
        assert response.status_code == 422, wrong
        assert "水管爆了" in response.content.decode()
    response = desk.post(f"/desk/entry/for/{person}/report/hand-in", answers(office, via="web"))
    assert response.status_code == 422
    assert matters.list_my_matters(viewer=office.auntie).waiting_for_staff == ()


def test_a_worker_cannot_write_in_anyones_name(office, at_work):
    worker = at_work(office.plumber)
    path = f"/desk/entry/for/{office.auntie.person}/report/hand-in"
    assert worker.post(path, answers(office)).status_code == 403
    assert matters.list_my_matters(viewer=office.auntie).waiting_for_staff == ()


def test_someone_new_is_written_down_once(office, at_work):
    desk, once = at_work(office.clerk), new_id()
    data = {"name": "何姨", "phone": "13900000099", "once": once}
    first = desk.post("/desk/entry/new", data)
    assert desk.post("/desk/entry/new", data)["Location"] == first["Location"]
    assert len(people.list_people(viewer=office.clerk, search="何姨")) == 1


def tell(office, *kinds, key="k"):
    people.set_channels(by=office.auntie, person=office.auntie.person, kinds=kinds)
    notify.tell(
        by=office.platform,
        person=office.auntie.person,
        text=Words("明天停水", "No water tomorrow"),
        about=Ref("place", office.community),
        key=key,
        urgent=True,
    )


def test_a_call_is_made_and_noted(office, at_work):
    tell(office, ChannelKind.PHONE)
    desk = at_work(office.clerk)
    (call,) = notify.list_calls(viewer=office.clerk)
    assert "13900000001" not in desk.get("/desk/calls").content.decode()
    assert "13900000001" in desk.post(f"/desk/calls/{call.id}/number").content.decode()
    looks = people.list_looks(viewer=office.auntie)
    assert len(looks) == 1
    data = {"reached": "yes", "words": "知道了", "once": new_id()}
    assert desk.post(f"/desk/calls/{call.id}/rang", data).status_code == 302
    assert notify.list_calls(viewer=office.clerk).items == ()
    assert desk.post("/desk/calls/nothing/rang", {"reached": "yes"}).status_code == 404


def test_a_slip_is_printed_and_handed_over(office, at_work):
    tell(office, ChannelKind.PAPER)
    desk = at_work(office.clerk)
    (slip,) = notify.list_slips(viewer=office.clerk)
    assert desk.post(f"/desk/slips/{slip.id}/handed", {"once": new_id()}).status_code == 409
    assert "明天停水" in desk.get("/desk/slips").content.decode()
    desk.post("/desk/slips/printed", {"slip": [slip.id], "once": new_id()})
    desk.post(f"/desk/slips/{slip.id}/handed", {"once": new_id()})
    assert notify.list_slips(viewer=office.clerk).items == ()


def test_slips_beyond_the_first_page_have_a_way_on(office, at_work):
    by, person = office.platform, office.auntie.person
    people.set_channels(by=by, person=person, kinds=(ChannelKind.PAPER,))
    for number in range(201):
        told = Words(f"第{number}张", f"slip {number}")
        about = Ref("matter", "m")
        notify.tell(by=by, person=person, text=told, about=about, key=f"slip-{number}")
    desk = at_work(office.clerk)
    assert "201" in desk.get("/desk/calls").content.decode()
    first = desk.get("/desk/slips")
    assert "第200张" not in first.content.decode()
    last = desk.get("/desk/slips", {"cursor": first.context["next"]}).content.decode()
    assert f"cursor={first.context['next']}" in first.content.decode()
    assert "第200张" in last and "第199张" not in last


def test_calls_beyond_the_first_page_have_a_way_on_and_a_number(office, at_work):
    by, person = office.platform, office.auntie.person
    people.set_channels(by=by, person=person, kinds=(ChannelKind.PHONE,))
    for number in range(51):
        told = Words(f"第{number}件", f"call {number}")
        about = Ref("matter", "m")
        notify.tell(by=by, person=person, text=told, about=about, key=f"call-{number}", urgent=True)
    first = notify.list_calls(viewer=office.clerk)
    (last,) = notify.list_calls(viewer=office.clerk, cursor=first.next)
    desk = at_work(office.clerk)
    page = desk.get("/desk/calls").content.decode()
    assert "· 51" in page and f"call-{last.id}" not in page
    beyond = f"?{urlencode({'calls': first.next})}"
    assert html.escape(beyond) in page
    page = desk.get(f"/desk/calls{beyond}").content.decode()
    assert f'action="/desk/calls/{last.id}/number{html.escape(beyond)}' in page
    shown = desk.post(f"/desk/calls/{last.id}/number{beyond}").content.decode()
    assert "13900000001" in shown and f"call-{last.id}" in shown
    assert f"call-{first.items[0].id}" not in shown
    assert 'href="/desk/calls?"' in shown  # and not the address of the button
    assert "51" in desk.get("/desk/shift").content.decode()


def test_failures_beyond_the_first_page_have_a_way_on(office, at_work):
    by, person = office.platform, office.auntie.person
    people.set_channels(by=by, person=person, kinds=(ChannelKind.PHONE,))
    for number in range(51):
        told, about = Words(f"第{number}件", f"call {number}"), Ref("matter", "m")
        (call,) = notify.tell(
            by=by, person=person, text=told, about=about, key=f"lost-{number}", urgent=True
        )
        notify.finish_call(by=office.clerk, call=call, reached=False, is_wrong=True)
    first = notify.list_failed(viewer=office.manager)
    (last,) = notify.list_failed(viewer=office.manager, cursor=first.next)
    desk = at_work(office.manager)
    page = desk.get("/desk/letters").content.decode()
    assert f"messages/{last.id}/" not in page and f"?cursor={first.next}" in page
    assert f"messages/{last.id}/" in desk.get(f"/desk/letters?cursor={first.next}").content.decode()


def test_what_failed_is_shown_and_set_aside(office, at_work):
    tell(office, ChannelKind.PHONE)
    desk = at_work(office.manager)
    (call,) = notify.list_calls(viewer=office.manager)
    for _ in range(3):
        notify.finish_call(by=office.manager, call=call.id, reached=False)
    (failed,) = notify.list_failed(viewer=office.manager)
    assert "王秀英" in desk.get("/desk/letters").content.decode()
    desk.post(f"/desk/letters/messages/{failed.id}/aside", {"once": new_id()})
    assert notify.list_failed(viewer=office.manager).items == ()
    assert desk.post("/desk/letters/facts/x/again").status_code == 404


def test_roles_are_given_and_taken_back_by_those_who_may(office, at_work):
    person = office.neighbour.person
    manager, clerk = at_work(office.manager), at_work(office.clerk)
    path = f"/desk/people/{person}/roles"
    assert clerk.post(path, {"role": "worker"}).status_code == 403
    assert manager.post(path, {"role": "king"}).status_code == 422
    assert manager.post(path, {"role": "keeper"}).status_code == 422
    assert people.get_person(viewer=office.manager, person=person).roles.count(Role.WORKER) == 0
    data = {"role": "worker", "skills": "水暖，电工", "once": new_id()}
    assert manager.post(path, data).status_code == 302
    held = [one for one in people.list_staff(viewer=office.manager) if one.person.id == person]
    assert held[0].skills == ("水暖", "电工")
    manager.post(f"{path}/{held[0].grant}/back", {"once": new_id()})
    staff = people.list_staff(viewer=office.manager)
    assert all(one.person.id != person for one in staff)


def test_only_the_keeper_marks_a_household_and_then_it_is_shown_to_nobody_else(office, at_work):
    path = f"/desk/places/{office.dwelling}"
    manager, keeper = at_work(office.manager), at_work(office.keeper)
    assert "王秀英" in manager.get(path).content.decode()
    assert manager.post(f"{path}/keeping", {"reason": "x"}).status_code == 403
    assert keeper.post(f"{path}/keeping", {"reason": ""}).status_code == 422
    assert keeper.post(f"{path}/keeping", {"reason": "保护令", "once": new_id()}).status_code == 302
    assert "王秀英" not in manager.get(path).content.decode()
    assert "王秀英" in keeper.get(path).content.decode()
    assert "王秀英" not in manager.get("/desk/entry", {"q": "3-2-401"}).content.decode()
    clear = {"reason": "期满", "do": "clear", "once": new_id()}
    assert keeper.post(f"{path}/keeping", clear).status_code == 302
    assert "王秀英" in manager.get(path).content.decode()


def test_someone_moves_in_and_out(office, at_work):
    desk = at_work(office.clerk)
    path = f"/desk/places/{office.other_dwelling}"
    data = {"name": "何姨", "phone": "13900000099", "relation": "tenant", "once": new_id()}
    assert desk.post(f"{path}/people", {**data, "relation": ""}).status_code == 422
    assert "何姨" not in desk.get(path).content.decode()
    assert desk.post(f"{path}/people", data).status_code == 302
    assert "何姨" in desk.get(path).content.decode()
    (aunt,) = people.list_people(viewer=office.clerk, search="何姨").items
    desk.post(f"{path}/people/{aunt.id}/out", {"once": new_id()})
    assert "何姨" not in desk.get(path).content.decode()


def test_a_list_is_tried_first_and_one_bad_row_loses_no_other(office, at_work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    body = "楼栋,单元,房号,姓名,手机\n3,2,901,何姨,13900000099\n3,2,902,马叔,12\n"

    def upload(do):
        file = SimpleUploadedFile("list.csv", body.encode())
        return desk.post("/desk/people/import", {"file": file, "do": do})

    desk = at_work(office.manager)
    assert desk.post("/desk/people/import", {"do": "trial"}).status_code == 422
    assert at_work(office.clerk).get("/desk/people/import").status_code == 403
    assert upload("trial").status_code == 200
    assert len(people.list_people(viewer=office.manager, search="何姨")) == 0
    assert upload("import").status_code == 200
    assert len(people.list_people(viewer=office.manager, search="何姨")) == 1
    assert desk.get("/desk/people/import/template").status_code == 200


def test_phone_and_id_are_shown_only_with_a_reason(office, at_work):
    desk, path = at_work(office.clerk), f"/desk/people/{office.auntie.person}"
    assert "13900000001" not in desk.get(path).content.decode()
    assert desk.post(f"{path}/contact", {"reason": ""}).status_code == 422
    shown = desk.post(f"{path}/contact", {"reason": "核对"}).content.decode()
    assert "13900000001" in shown
    assert people.list_looks(viewer=office.auntie).items[0].reason == "核对"


def test_a_worker_does_not_look_through_the_register(office, at_work):
    worker = at_work(office.plumber)
    for path in ("/desk/people", f"/desk/places/{office.dwelling}", "/desk/calls", "/desk/entry"):
        assert worker.get(path).status_code == 403, path


def test_a_colleague_gets_a_one_time_password_shown_once(office, at_work):
    worker, manager = office.plumber.person, at_work(office.manager)
    page = f"/desk/people/{worker}"
    assert at_work(office.clerk).post(f"{page}/password").status_code == 403
    assert manager.post(f"{page}/password", {"login": "x"}).status_code == 422
    assert people.get_sign_in(viewer=office.manager, person=worker).has_password is False
    data = {"login": "zhao", "once": new_id()}
    shown = manager.post(f"{page}/password", data).content.decode()
    (given,) = re.findall(r"<b>(\w{4}(?:-\w{4}){3})</b>", shown)
    assert manager.post(f"{page}/password", data).status_code == 302
    assert given not in manager.get(page).content.decode()
    assert people.sign_in_staff(by=ANYONE, login="zhao", password=given).must_change
    people.enrol_totp(by=office.platform, person=worker)
    assert at_work(office.clerk).post(f"{page}/second-key").status_code == 403
    assert people.get_sign_in(viewer=office.manager, person=worker).has_second
    assert manager.post(f"{page}/second-key", {"once": new_id()}).status_code == 302
    assert not people.get_sign_in(viewer=office.manager, person=worker).has_second


def test_nobody_resets_those_they_do_not_appoint(office, at_work):
    manager = at_work(office.manager)
    for person in (office.keeper.person, office.manager.person, office.auntie.person):
        assert manager.post(f"/desk/people/{person}/password").status_code == 403
        assert manager.post(f"/desk/people/{person}/second-key").status_code in (403, 404)
        assert 'name="login"' not in manager.get(f"/desk/people/{person}").content.decode()
