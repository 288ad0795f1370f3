"""Announcements at the desk: shown before they are published, corrected, hung up, taken back."""

import re
from io import BytesIO

import pytest
from PIL import Image

from linli.application.announcements import api as announcements
from linli.application.announcements.api import Audience
from linli.foundation.facts import api as facts
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Role, Words, new_id, system
from linli.support.notify import api as notify

WORDS = {
    "kind": "assembly",
    "owners": "all",
    "title_zh": "关于召开业主大会会议的公告",
    "text_zh": "会议定于12月20日召开。\n请各位业主参加。",
    "basis": "《民法典》第二百七十八条",
    "hang_until": "2026-12-20",
}


def write(office, at_work, who=None, **more):
    data = {"places": [office.building], **WORDS, "once": new_id(), **more}
    return at_work(who or office.manager).post("/desk/announcements/write", data)


def publish(office, at_work, **more) -> str:
    response = write(office, at_work, send="1", **more)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def listed(office):
    return announcements.list_announcements(viewer=office.manager).items


def test_it_is_shown_before_it_is_published(office, at_work):
    shown = write(office, at_work)
    assert shown.status_code == 200
    text = shown.content.decode()
    for said in ("业主大会会议公告", "3号楼", WORDS["title_zh"], WORDS["basis"], "12月20日"):
        assert said in text
    assert listed(office) == ()
    changed = write(office, at_work, change="1").content.decode()
    assert WORDS["title_zh"] in changed and f'value="{office.building}" id=' in changed
    where = publish(office, at_work)
    (card,) = listed(office)
    assert where.endswith(card.id)
    assert card.latest.text.zh == WORDS["text_zh"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title_zh": ""}, "f-title_zh"),
        ({"places": []}, "f-places"),
        ({"basis": "", "send": "1"}, "f-basis"),
        ({"hang_until": "2020-01-01", "send": "1"}, "f-hang_until"),
        ({"hang_until": "哪天", "send": "1"}, "f-hang_until"),
        ({"kind": "gossip", "send": "1"}, "f-kind"),
    ],
)
def test_what_is_missing_is_asked_again_with_all_that_was_typed(office, at_work, more, field):
    refused = write(office, at_work, **more)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert f'href="#{field}' in text
    assert "请各位业主参加" in text
    assert listed(office) == ()


def test_one_entrance_alone_can_be_chosen(office, at_work):
    publish(office, at_work, places=[], entrance=office.entrance, owners="owners")
    (card,) = listed(office)
    assert (card.places, card.owners_only) == ((office.entrance,), True)


def test_a_double_press_publishes_once(office, at_work):
    key = new_id()
    first = publish(office, at_work, once=key)
    assert publish(office, at_work, once=key) == first
    assert len(listed(office)) == 1


def test_a_correction_keeps_the_old_version(office, at_work):
    where = publish(office, at_work)
    desk = at_work(office.manager)
    asked = desk.get(f"{where}/correct").content.decode()
    assert "请各位业主参加" in asked and 'value="2026-12-20"' in asked
    new = {**WORDS, "text_zh": "会议定于12月27日召开。", "why": "改期", "once": new_id()}
    shown = desk.post(f"{where}/correct", new)
    assert shown.status_code == 200 and "改期" in shown.content.decode()
    assert listed(office)[0].latest.number == 1
    assert desk.post(f"{where}/correct", {**new, "send": "1"})["Location"] == where
    page = desk.get(where).content.decode()
    assert "第 2 版" in page and "第 1 版" in page and "改期" in page
    unchanged = desk.post(f"{where}/correct", {**new, "send": "1", "once": new_id()})
    assert unchanged.status_code == 422
    assert listed(office)[0].latest.number == 2


def test_where_it_hangs_is_noted_with_a_photo_that_can_be_seen(office, at_work):
    where = publish(office, at_work)
    desk = at_work(office.clerk)
    assert "还没贴的：" in desk.get(where).content.decode()
    picture = BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, "PNG")
    picture.name = "board.png"
    picture.seek(0)
    given = {
        "place": office.entrance,
        "on": "今天",
        "version": "1",
        "photo": picture,
        "once": new_id(),
    }
    assert desk.post(f"{where}/hung", given)["Location"] == where
    page = desk.get(where).content.decode()
    assert "还没贴的：" not in page and "陈静" in page and "1 / 1" in page
    photo = re.search(rf'href="({where}/photos/[^"]+)"', page)
    assert photo is not None
    shown = desk.get(photo[1])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert desk.get(f"{where}/photos/nothing").status_code == 404


def test_a_day_to_come_is_no_day_on_which_it_was_hung(office, at_work):
    where = publish(office, at_work)
    given = {"place": office.entrance, "on": "明天", "version": "1", "once": new_id()}
    refused = at_work(office.clerk).post(f"{where}/hung", given)
    assert refused.status_code == 422
    reach = announcements.count_reach(viewer=office.manager, announcement=listed(office)[0].id)
    assert reach.hung == ()


def test_a_worker_hangs_it_up_and_publishes_nothing(office, at_work):
    where = publish(office, at_work)
    desk = at_work(office.plumber)
    page = desk.get(where)
    assert page.status_code == 200 and f"{where}/correct" not in page.content.decode()
    given = {"place": office.entrance, "on": "今天", "version": "1", "once": new_id()}
    assert desk.post(f"{where}/hung", given)["Location"] == where
    assert write(office, at_work, who=office.plumber, send="1").status_code == 403
    for act in ("correct", "withdraw"):
        assert desk.post(f"{where}/{act}", {"why": "x"}).status_code == 403
    assert listed(office)[0].latest.number == 1


def test_what_is_withdrawn_says_why_and_offers_nothing_more(office, at_work):
    where = publish(office, at_work)
    desk = at_work(office.manager)
    assert desk.post(f"{where}/withdraw", {"why": " ", "once": new_id()}).status_code == 422
    assert desk.post(f"{where}/withdraw", {"why": "改期", "once": new_id()})["Location"] == where
    page = desk.get(where).content.decode()
    assert "改期" in page and f"{where}/hung" not in page


def test_the_poster_leads_to_the_page_without_log_in(office, at_work, client):
    where = publish(office, at_work)
    poster = at_work(office.clerk).get(f"{where}/poster").content.decode()
    assert 'class="sheet"' in poster and 'class="qr"' in poster and WORDS["basis"] in poster
    announcement = where.rsplit("/", 1)[1]
    assert "请各位业主参加" in client.get(f"/announcements/{announcement}").content.decode()


def test_a_council_member_publishes_too(office, at_work):
    people.grant_role(by=office.platform, person=office.neighbour.person, role=Role.COUNCIL)
    response = write(office, at_work, who=office.neighbour, send="1")
    assert response.status_code == 302
    assert len(listed(office)) == 1


def test_an_announcement_of_another_community_is_not_found(office, at_work):
    other = places.create_community(by=system(""), name="别的小区", is_invented=True)
    theirs = announcements.publish_announcement(
        by=system(other),
        kind="ordinary",
        audience=Audience((other,)),
        title=Words("别处", ""),
        text=Words("别处的事", ""),
        key="1",
    )
    desk = at_work(office.manager)
    where = f"/desk/announcements/{theirs}"
    for path in (
        where,
        f"{where}/poster",
        f"{where}/correct",
        f"{where}/hung",
        f"{where}/withdraw",
    ):
        assert desk.get(path).status_code == 404, path


def test_the_bulletin_it_goes_out_as_leads_back_to_it(office, at_work):
    where = publish(office, at_work)
    facts.deliver_all()
    (bulletin,) = notify.list_bulletins(viewer=office.manager)
    page = at_work(office.manager).get(f"/desk/bulletins/{bulletin.id}").content.decode()
    assert f'href="{where}"' in page
