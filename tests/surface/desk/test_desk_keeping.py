"""Homes that are not shown: alike to everyone but the keeper, on every page of the desk."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Ref, Role, Words, new_id
from linli.support.matters import api as matters
from linli.support.notify import api as notify


@pytest.fixture
def two(office):
    """Two homes alike in everything, but one is protected and one merely private."""
    (spot,) = places.resolve_place(viewer=office.platform, text="3-2-601")
    (other,) = places.resolve_place(viewer=office.platform, text="3-2-701")
    found = []
    for place in (spot, other):
        name, phone = f"住{place.number}", f"139000{place.number}77"
        person = people.register_person(by=office.platform, name=name, phone=phone)
        people.settle(
            by=office.platform, person=person, dwelling=place.id, relation=people.Relation.OWNER
        )
        own = people.actor_for(person=person, community=office.community)
        office.report(by=own, place=place.id, title="漏水", description="漏水")
        office.report(by=office.clerk, place=place.id, title="查看", description="查看")
        office.alarm(place=place.id)
        text = Words("明天停水", "No water")
        about = Ref("place", office.community)
        people.set_channels(by=own, person=person, kinds=(people.ChannelKind.PHONE,))
        notify.tell(
            by=office.platform, person=person, text=text, about=about, key=name, urgent=True
        )
        found.append((place.id, place.number, person, name, phone))
    people.mark_confidential(by=office.keeper, dwelling=spot.id, reason="保护令")
    own = people.actor_for(person=found[1][2], community=office.community)
    people.set_private(by=own, is_private=True, dwelling=other.id)
    return found


def seen(client, one):
    """Everything the desk shows of one home, with what differs by nature blotted out."""
    home, number, person, name, phone = one
    paths = (
        f"/desk/places/{home}",
        f"/desk/people/{person}",
        f"/desk/people?q={name}",
        f"/desk/people?q={phone}",
        f"/desk/people?q=3-2-{number}",
        f"/desk/entry?q=3-2-{number}",
        f"/desk/entry?q={name}",
        f"/desk/?q={name}",
    )
    pages = [client.get(path) for path in paths]
    pages.append(client.post(f"/desk/people/{person}/contact", {"reason": "x"}))
    pages.append(client.post(f"/desk/places/{home}/private", {"do": "show", "once": new_id()}))
    told = "\n".join(f"{page.status_code} {page.content.decode()}" for page in pages)
    for own, other in ((home, "HOME"), (person, "PERSON"), (name, "NAME"), (phone, "PHONE")):
        told = told.replace(own, other)
    told = re.sub(r'(name="once" value|csrfmiddlewaretoken" value)="\w+"', "", told)
    return re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "REFERENCE", told).replace(number, "NUMBER")


@pytest.mark.parametrize("who", ["clerk", "manager"])
def test_no_page_tells_a_protected_home_from_a_private_one(office, at_work, two, who):
    desk = at_work(getattr(office, who))
    protected, private = (seen(desk, one) for one in two)
    assert protected == private
    assert people.list_confidential(viewer=office.keeper) == (two[0][0],)
    queue = matters.list_matters(viewer=getattr(office, who), limit=200).items
    masked = [card for card in queue if card.is_masked]
    assert len(masked) == 6 and {card.place for card in masked} == {office.building}


def test_the_desk_hides_a_home_on_request_and_cannot_look_whether_it_is_protected(office, at_work):
    clerk, keeper, path = (
        at_work(office.clerk),
        at_work(office.keeper),
        f"/desk/places/{office.dwelling}",
    )
    assert at_work(office.plumber).post(f"{path}/private").status_code == 403
    assert "王秀英" in clerk.get(path).content.decode()
    assert clerk.post(f"{path}/private", {"once": new_id()}).status_code == 302
    assert "王秀英" not in clerk.get(path).content.decode()
    assert clerk.post(f"{path}/private", {"do": "show", "once": new_id()}).status_code == 403
    assert "王秀英" not in clerk.get(path).content.decode()
    assert keeper.post(f"{path}/private", {"do": "show", "once": new_id()}).status_code == 302
    assert "王秀英" in clerk.get(path).content.decode()


def bring(desk, body, do):
    file = SimpleUploadedFile("list.csv", ("楼栋,单元,房号,姓名,手机\n" + body).encode())
    return desk.post("/desk/people/import", {"file": file, "do": do}).content.decode()


def test_a_list_says_the_same_of_every_home_and_the_keeper_takes_in_the_rest(office, at_work, two):
    manager, keeper = at_work(office.manager), at_work(office.keeper)
    for do in ("trial", "import"):
        told = set()
        for number in (401, 601, 701):
            page = bring(manager, f"3,2,{number},李四,13900000055", do)
            # the address in the row itself, said back
            page = page.replace(f"第2行: 3号楼2单元{number}、", "第2行: PLACE、")
            assert "第2行: PLACE、" in page
            told.add(re.sub(r'value="\w+"|[0-9A-Z]{6,}-?\w*', "", page))
        assert len(told) == 1
    assert at_work(office.manager).get("/desk/keeping").status_code == 403
    page = keeper.get("/desk/keeping").content.decode()
    assert page.count("李四") == 2 and "王敏" in page and "3-2-601" not in page
    first, second = people.list_held_rows(viewer=office.keeper).items
    path = "/desk/keeping/rows"
    assert manager.post(f"{path}/{first.id}/take", {"once": new_id()}).status_code == 403
    assert keeper.post(f"{path}/{first.id}/take", {"once": new_id()}).status_code == 302
    assert keeper.post(f"{path}/{second.id}/drop", {"once": new_id()}).status_code == 302
    assert keeper.post(f"{path}/{second.id}/take", {"once": new_id()}).status_code == 404
    names = [c.name for c in people.list_residents_of(viewer=office.keeper, dwelling=two[0][0])]
    assert names == ["住601", "李四"]


def test_the_keeper_finds_every_protected_home(office, at_work, two):
    page = at_work(office.keeper).get("/desk/keeping").content.decode()
    assert f"/desk/places/{two[0][0]}" in page and two[1][0] not in page
    assert "/desk/keeping" in at_work(office.keeper).get("/desk/people").content.decode()
    assert "/desk/keeping" not in at_work(office.clerk).get("/desk/people").content.decode()


def test_the_keepers_page_costs_the_same_however_long_it_is(office, at_work, two):
    manager, keeper = at_work(office.manager), at_work(office.keeper)

    def count():
        keeper.get("/desk/keeping")
        with CaptureQueriesContext(connection) as asked:
            assert keeper.get("/desk/keeping").status_code == 200
        return len(asked)

    bring(manager, "3,2,601,李四,13900000055", "import")
    few = count()
    for floor in (8, 9, 10, 11):
        (home,) = places.resolve_place(viewer=office.platform, text=f"3-2-{floor}01")
        people.mark_confidential(by=office.keeper, dwelling=home.id, reason="保护令")
        bring(manager, f"3,2,{floor}01,李四,13900000055", "import")
    assert count() == few <= 15


@pytest.fixture
def colleague(office):
    """The plumber lives here himself, in a protected home."""
    people.settle(
        by=office.platform, person=office.plumber.person, dwelling=office.other_dwelling,
        relation=people.Relation.TENANT,
    )  # fmt: skip
    people.mark_confidential(by=office.keeper, dwelling=office.other_dwelling, reason="保护令")
    return office.plumber


def test_a_colleague_keeps_their_name_at_work_and_only_their_home_is_hidden(
    office, at_work, colleague
):
    matter = office.report()
    matters.assign_matter(by=office.clerk, matter=matter, person=colleague.person)
    for viewer in (office.clerk, office.auntie):
        assert office.sheet(matter, viewer).card.assignee_name == "赵强"
        assert "赵强" in {one.person.name for one in people.list_staff(viewer=viewer)}
    desk = at_work(office.clerk)
    assert "赵强" in desk.get(f"/desk/people/{colleague.person}").content.decode()
    assert "赵强" in desk.get("/desk/people?q=赵强").content.decode()
    assert "赵强" in desk.get("/desk/people?role=worker").content.decode()
    assert "赵强" not in desk.get("/desk/people?q=13900000006").content.decode()
    assert "赵强" not in desk.get(f"/desk/places/{office.other_dwelling}").content.decode()
    people_there = people.list_people(viewer=office.clerk, under=office.other_dwelling)
    assert people_there.items == ()
    assert people.list_homes(viewer=office.clerk, person=colleague.person) == ()
    card = people.get_person(viewer=office.clerk, person=colleague.person, in_office=True)
    assert card.phone_masked == "" and card.roles == (Role.WORKER,)


def test_what_a_colleague_reports_from_such_a_home_does_not_name_them(office, colleague):
    own = people.actor_for(person=colleague.person, community=office.community)
    matter = office.report(by=own, place=office.other_dwelling)
    sheet = office.sheet(matter, office.clerk)
    assert sheet.card.is_masked and sheet.card.place == office.building
    assert "赵强" not in repr(sheet) and colleague.person not in repr(sheet)
