"""The queue and one matter: every act through its form, and refusals that change nothing."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from linli.foundation.people import api as people
from linli.kernel import Refused, Role, new_id, now
from linli.kernel.clock import held
from linli.support.matters import api as matters


def send(client, matter, act, **fields):
    data = {f"{act}-{name}": value for name, value in fields.items()}
    return client.post(f"/desk/matters/{matter}/do/{act}", {**data, "once": new_id()})


def test_a_resident_is_told_in_plain_words_that_this_is_for_staff(office, at_work):
    matter = office.report()
    resident = at_work(office.auntie)
    assert resident.get("/desk/")["Location"] == "/"
    for path in (f"/desk/matters/{matter}", "/desk/people", "/desk/letters"):
        assert resident.get(path).status_code == 403, path
    assert send(resident, matter, "accept").status_code == 403
    assert office.state(matter) == "reported"


def test_a_stranger_logs_in_first(office, client):
    response = client.get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/log-in?next=")


def test_the_queue_shows_finds_and_narrows(office, at_work):
    office.report()
    office.report(title="草坪灯坏了", category="lighting", place=office.garden)
    desk = at_work(office.clerk)
    whole = desk.get("/desk/").content.decode()
    assert "厨房漏水" in whole
    assert "草坪灯坏了" in whole
    found = desk.get("/desk/?q=厨房").content.decode()
    assert "厨房漏水" in found
    assert "草坪灯坏了" not in found
    narrow = desk.get("/desk/?category=lighting").content.decode()
    assert "草坪灯坏了" in narrow
    assert "厨房漏水" not in narrow
    assert desk.get("/desk/?lane=done").status_code == 200
    assert desk.get("/desk/?cursor=rubbish").status_code == 422


def test_accept_assign_start_and_resolve_each_move_the_matter(office, at_work):
    matter = office.report()
    desk, plumber = at_work(office.clerk), at_work(office.plumber)
    assert send(desk, matter, "accept").status_code == 302
    assert office.state(matter) == "accepted"
    assert send(desk, matter, "assign", person=office.plumber.person).status_code == 302
    assert office.state(matter) == "assigned"
    assert send(plumber, matter, "start").status_code == 302
    assert send(plumber, matter, "resolve", words="换了水管").status_code == 302
    assert office.state(matter) == "resolved"
    assert "换了水管" in desk.get(f"/desk/matters/{matter}").content.decode()


def test_a_suggestion_shows_why(office, at_work):
    matter = office.report()
    page = at_work(office.clerk).get(f"/desk/matters/{matter}").content.decode()
    assert "赵强" in page
    assert "手上没有别的事" in page


def test_hold_asks_for_a_known_reason_and_resume_goes_on(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    send(desk, matter, "accept")
    refused = send(desk, matter, "hold", reason="moon", words="等到月圆")
    assert refused.status_code == 422
    assert "等到月圆" in refused.content.decode()
    assert office.state(matter) == "accepted"
    send(desk, matter, "hold", reason="parts", words="等阀门")
    assert office.state(matter) == "on_hold"
    send(desk, matter, "resume")
    assert office.state(matter) == "accepted"


def test_passing_on_without_a_reason_changes_nothing(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    send(desk, matter, "assign", person=office.plumber.person)
    other = office.electrician.person
    assert send(desk, matter, "transfer", person=other, reason="").status_code == 422
    assert office.sheet(matter).card.assignee == office.plumber.person
    assert send(desk, matter, "transfer", person=other, reason="他在现场").status_code == 302
    assert office.sheet(matter).card.assignee == other


def test_two_reports_of_one_thing_are_put_together_and_taken_apart(office, at_work):
    first, second = office.report(), office.report(by=office.neighbour)
    desk = at_work(office.clerk)
    assert send(desk, second, "merge").status_code == 422
    number = office.sheet(first).card.number
    assert send(desk, second, "merge", number=number).status_code == 302
    assert office.sheet(second).survivor == first
    assert send(desk, second, "unmerge").status_code == 302
    assert office.state(second) == "reported"


def test_a_party_is_called_in_and_comes(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    assert send(desk, matter, "call_in").status_code == 422
    assert office.sheet(matter).parties == ()
    send(desk, matter, "call_in", organisation="自来水公司", task="关总阀")
    (party,) = office.sheet(matter).parties
    desk.post(f"/desk/matters/{matter}/parties/{party.id}/came")
    assert office.sheet(matter).parties[0].came_at is not None


def test_declining_needs_words(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    assert send(desk, matter, "decline", reason=" ").status_code == 422
    assert office.state(matter) == "reported"
    send(desk, matter, "decline", reason="这是市政的路灯")
    assert office.state(matter) == "declined"


@pytest.mark.parametrize("judgement", ["real", "false_alarm", "unclear"])
def test_an_alarm_is_judged(office, at_work, judgement):
    matter = office.alarm()
    desk = at_work(office.manager)
    assert send(desk, matter, "judge", judgement="maybe").status_code == 422
    assert send(desk, matter, "judge", judgement=judgement).status_code == 302
    assert office.sheet(matter).judgement == judgement


def test_a_quality_check_is_kept_beside_the_residents_word(office, at_work):
    matter = office.resolved()
    desk = at_work(office.manager)
    assert send(desk, matter, "check", words="看过").status_code == 422
    assert send(desk, matter, "check", passed="yes", words="看过").status_code == 302
    assert office.state(matter) == "resolved"
    assert office.sheet(matter).checks[0].passed


def test_reclassify_add_a_colleague_and_follow(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    send(desk, matter, "reclassify", category="electricity", severity="urgent")
    assert office.sheet(matter).card.category == "electricity"
    electrician = office.electrician.person
    send(desk, matter, "add_hand", person=electrician, part="executor")
    send(desk, matter, "watch")
    hands = {hand.person: hand.part for hand in office.sheet(matter).hands}
    assert hands == {electrician: "executor", office.clerk.person: "watcher"}


def test_an_internal_note_never_reaches_the_resident(office, at_work):
    matter = office.report()
    desk = at_work(office.clerk)
    send(desk, matter, "message", text="先问问管家", readers="staff")
    send(desk, matter, "message", text="明天上午来", readers="all")
    texts = [one.text for one in matters.get_matter(viewer=office.auntie, matter=matter).messages]
    assert texts == ["明天上午来"]


def test_the_contact_is_shown_only_with_a_reason_and_the_look_is_kept(office, at_work):
    matter = office.report(contact="13900000001")
    desk = at_work(office.clerk)
    assert "13900000001" not in desk.get(f"/desk/matters/{matter}").content.decode()
    assert desk.post(f"/desk/matters/{matter}/contact", {"reason": ""}).status_code == 422
    shown = desk.post(f"/desk/matters/{matter}/contact", {"reason": "约时间"})
    assert "13900000001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_the_same_form_twice_acts_once(office, at_work):
    matter = office.report()
    desk, key = at_work(office.clerk), new_id()
    for _ in range(2):
        data = {"message-text": "在路上", "message-readers": "all", "once": key}
        assert desk.post(f"/desk/matters/{matter}/do/message", data).status_code == 302
    assert len(office.sheet(matter).messages) == 1


def test_a_worker_who_passes_something_on_is_led_back_to_the_list(office, at_work):
    matter = office.report()
    plumber = at_work(office.plumber)
    assert send(plumber, matter, "take").status_code == 302
    other = office.electrician.person
    response = send(plumber, matter, "transfer", person=other, reason="是电的问题")
    assert response["Location"] == "/desk/"


def test_the_workers_phone_lists_what_is_mine_and_what_is_free(office, at_work):
    mine, free = office.report(), office.report(title="卫生间漏水", description="顶上滴水")
    matters.assign_matter(by=office.clerk, matter=mine, person=office.plumber.person)
    plumber = at_work(office.plumber)
    page = plumber.get("/desk/worker").content.decode()
    assert "厨房漏水" in page
    assert "卫生间漏水" in page
    response = plumber.post(f"/desk/matters/{free}/do/take?phone", {"once": new_id()})
    assert response["Location"] == f"/desk/worker/{free}"
    assert plumber.get(f"/desk/worker/{free}").status_code == 200


def test_nobody_sees_a_matter_of_another_trade(office, at_work):
    matter = office.report()
    matters.assign_matter(by=office.clerk, matter=matter, person=office.plumber.person)
    other = at_work(office.electrician)
    assert other.get(f"/desk/matters/{matter}").status_code == 404
    assert send(other, matter, "start").status_code == 404
    assert office.state(matter) == "assigned"


def test_the_shift_says_who_has_what_in_hand(office, at_work):
    matter = office.report()
    matters.assign_matter(by=office.clerk, matter=matter, person=office.plumber.person)
    page = at_work(office.clerk).get("/desk/shift").content.decode()
    assert "赵强" in page
    assert "厨房漏水" in page
    assert at_work(office.plumber).get("/desk/shift").status_code == 403


@pytest.fixture
def council(office):
    """An owners' council member who lives here too, with a matter to see to."""
    person = office.neighbour.person
    people.grant_role(by=office.platform, person=person, role=Role.COUNCIL)
    actor = people.actor_for(person=person, community=office.community, strong=True)
    matter = office.report(category="complaint", title="保安态度不好")
    matters.assign_matter(by=office.clerk, matter=matter, person=person)
    return actor, matter


def test_the_council_sees_to_its_own_matter_from_start_to_end(office, at_work, council):
    actor, matter = council
    client = at_work(actor)
    assert client.get("/desk/")["Location"] == "/desk/assembly"
    assert "/desk/assembly/meetings" in client.get("/desk/assembly").content.decode()
    assert "保安态度不好" in client.get("/desk/worker").content.decode()
    assert "我负责的事" in client.get("/").content.decode()
    assert client.get(f"/matters/{matter}")["Location"] == f"/desk/worker/{matter}"
    page = client.get(f"/desk/worker/{matter}").content.decode()
    assert f"/desk/matters/{matter}/do/start" in page and "完整" not in page
    assert send(client, matter, "start").status_code == 302
    assert send(client, matter, "hold", reason="decision", words="等开会").status_code == 302
    assert send(client, matter, "resume").status_code == 302
    assert send(client, matter, "resolve", words="谈过了").status_code == 302
    assert office.state(matter) == "resolved"


def test_the_council_reaches_nothing_else_at_the_desk(office, at_work, council):
    actor, _own = council
    client, other = at_work(actor), office.report()
    assert client.get(f"/desk/worker/{other}").status_code == 404
    assert send(client, other, "accept").status_code == 404
    assert office.state(other) == "reported"
    for path in ("/desk/people", "/desk/letters", "/desk/devices", "/desk/shift", "/desk/overview"):
        assert client.get(path).status_code == 403, path


def test_by_phone_alone_the_council_is_asked_for_its_password(office, at_work, council):
    actor, matter = council
    client = at_work(actor)
    session = SessionStore(session_key=client.cookies["sessionid"].value)
    session["strong"] = False
    session.save()
    there = f"/log-in/staff?next=/desk/worker/{matter}"
    assert client.get(f"/matters/{matter}")["Location"] == there
    assert send(client, matter, "start").status_code == 403
    assert office.state(matter) == "assigned"


def test_a_household_that_is_not_shown_stays_hidden_from_the_council(office, at_work, council):
    actor, matter = council
    people.set_private(by=office.auntie, dwelling=office.dwelling, is_private=True)
    card = matters.get_matter(viewer=actor, matter=matter).card
    assert card.is_masked and card.title == "" and "401" not in repr(card.place_label)
    with pytest.raises(Refused):
        matters.get_contact(viewer=actor, matter=matter, reason="想问一下")


def test_what_went_up_to_the_street_is_in_its_queue_under_a_lane_of_its_own(office, at_work):
    lying, fresh = office.report(), office.report(title="刚报的")
    street = at_work(office.street)
    assert "厨房漏水" not in street.get("/desk/").content.decode()
    with held(now() + timedelta(days=20)):
        for _ in range(3):
            matters.run_clocks(by=office.platform)
        matters.withdraw_matter(by=office.auntie, matter=fresh)
        page = street.get("/desk/?lane=supervised").content.decode()
        assert f"/desk/matters/{lying}" in page and f"/desk/matters/{fresh}" not in page
        assert "督办" in street.get(f"/desk/matters/{lying}").content.decode()
        lanes = {one.lane: one.count for one in matters.count_lanes(viewer=office.street)}
        assert lanes["supervised"] == 1


def test_who_takes_no_entries_sees_no_way_to_one(office, at_work):
    there = f"/desk/people/{office.auntie.person}"
    way = f"/desk/entry/for/{office.auntie.person}"
    assert way in at_work(office.clerk).get(there).content.decode()
    assert way not in at_work(office.street).get(there).content.decode()


def test_who_helps_can_be_let_go_and_leave_by_themselves(office, at_work):
    matter, plumber = office.report(), office.plumber.person
    matters.assign_matter(by=office.clerk, matter=matter, person=office.electrician.person)
    path = f"/desk/matters/{matter}/hands/{plumber}/out"

    def helps() -> bool:
        sheet = matters.get_matter(viewer=office.manager, matter=matter)
        return plumber in [one.person for one in sheet.hands]

    for who in (office.manager, office.plumber):
        matters.add_hand(by=office.clerk, matter=matter, person=plumber, part="executor")
        page = at_work(who).get(f"/desk/matters/{matter}").content.decode()
        assert path in page
        assert at_work(office.auntie).post(path).status_code in (302, 403) and helps()
        for _ in range(2):
            at_work(who).post(path, {"once": new_id()})
        assert not helps()
