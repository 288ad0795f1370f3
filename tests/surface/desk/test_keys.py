"""Single keys and their switch, the next of a list, plain answers, and who wants to be rung."""

from pathlib import Path

import pytest

import linli.surface.desk
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Refused
from linli.support.matters import api as matters

SCRIPT = Path(linli.surface.desk.__file__).parent / "static" / "desk" / "desk.js"


def test_the_keys_are_listed_and_can_be_switched_off(office, at_work):
    desk = at_work(office.clerk)
    assert "desk/desk.js" in desk.get("/desk/keys").content.decode()
    desk.post("/desk/keys/switch", {"keys": "off"})
    assert "desk/desk.js" not in desk.get("/desk/").content.decode()
    desk.post("/desk/keys/switch", {"keys": "on"})
    assert "desk/desk.js" in desk.get("/desk/").content.decode()
    assert at_work(office.auntie).get("/desk/keys").status_code == 403
    assert SCRIPT.stat().st_size <= 4 * 1024


def test_next_leads_on_in_the_list_one_works_through(office, at_work):
    made = [office.report(title=f"漏水 {n}", description=f"第 {n} 处") for n in range(3)]
    matters.accept_matter(by=office.clerk, matter=made[1])
    desk = at_work(office.clerk)
    desk.get("/desk/?lane=new")
    assert desk.get(f"/desk/matters/{made[0]}/next")["Location"] == f"/desk/matters/{made[2]}"
    assert desk.get(f"/desk/matters/{made[2]}/next")["Location"] == "/desk/?lane=new"
    assert at_work(office.auntie).get(f"/desk/matters/{made[0]}/next").status_code == 403


def test_a_plain_answer_is_offered_with_its_words_to_change(office, at_work):
    matter = office.report()
    matters.assign_matter(by=office.clerk, matter=matter, person=office.plumber.person)
    desk = at_work(office.clerk)
    page = desk.get(f"/desk/matters/{matter}?answer=comes").content.decode()
    assert "赵强" in page.partition('id="do-message"')[2].partition("</textarea>")[0]
    assert desk.get(f"/desk/matters/{matter}?answer=nonsense").status_code == 200
    assert office.sheet(matter).messages == ()


def test_who_wants_to_be_rung_is_marked_in_the_list_and_on_the_matter(office, at_work):
    matter = office.report()
    person = office.auntie.person
    people.set_channels(by=office.auntie, person=person, kinds=(ChannelKind.PHONE,))
    desk = at_work(office.clerk)
    assert "请打电话" in desk.get("/desk/").content.decode()
    assert "请打电话" in desk.get(f"/desk/matters/{matter}").content.decode()


def test_nobody_learns_the_wish_of_a_home_that_is_not_shown(office, at_work):
    office.report()
    person = office.auntie.person
    people.set_channels(by=office.auntie, person=person, kinds=(ChannelKind.PHONE,))
    people.mark_confidential(by=office.keeper, dwelling=office.dwelling, reason="保护令")
    assert people.list_first_channels(viewer=office.clerk, people=[person]) == {}
    assert "请打电话" not in at_work(office.clerk).get("/desk/").content.decode()
    with pytest.raises(Refused):
        people.list_first_channels(viewer=office.neighbour, people=[person])
