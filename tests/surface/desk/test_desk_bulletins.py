"""Notices at the desk: one text is shown as every channel will say it; letters go in stacks."""

from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import new_id
from linli.support.notify import api as notify

WORDS = {"title_zh": "3号楼停水", "text_zh": "明天9点到11点停水，请先接好水。"}


def write(office, at_work, **more):
    data = {"place": office.building, **WORDS, "once": new_id(), **more}
    return at_work(office.manager).post("/desk/bulletins/write", data)


def put_up(office, at_work) -> str:
    kinds = (ChannelKind.PAPER,)
    for who in (office.auntie, office.neighbour):
        people.set_channels(by=who, person=who.person, kinds=kinds)
    response = write(office, at_work, send="1")
    assert response.status_code == 302
    notify.spread_bulletins(by=office.platform)
    return response["Location"]


def test_it_is_shown_before_it_goes_out(office, at_work):
    page = write(office, at_work)
    assert page.status_code == 200
    text = page.content.decode()
    assert "3号楼停水：明天9点到11点停水，请先接好水。" in text
    assert "23 个字" in text  # characters as a text message
    assert notify.list_bulletins(viewer=office.manager).items == ()
    refused = write(office, at_work, text_zh="")
    assert refused.status_code == 422
    assert "3号楼停水" in refused.content.decode()


def test_letters_lie_in_the_order_of_flats_and_are_handed_over_as_a_stack(office, at_work):
    where = put_up(office, at_work)
    desk = at_work(office.clerk)
    letters = desk.get(f"{where}/letters").content.decode()
    assert letters.count('class="sheet letter"') == 2
    assert letters.index("王秀英") < letters.index("刘洋")  # 401 before 501
    slips = [one.id for one in notify.list_slips(viewer=office.clerk)]
    desk.post("/desk/slips/printed", {"slip": slips, "once": new_id()})
    assert 'class="sheet letter"' not in desk.get(f"{where}/letters").content.decode()
    assert "3号楼" in desk.get("/desk/calls").content.decode()
    desk.post("/desk/slips/handed", {"slip": slips, "once": new_id()})
    assert notify.list_slips(viewer=office.clerk).items == ()


def test_a_hidden_home_gets_its_letter_from_the_keeper(office, at_work):
    people.set_private(by=office.auntie, is_private=True, dwelling=office.dwelling)
    where = put_up(office, at_work)
    door = "3号楼2单元401"
    assert door not in at_work(office.clerk).get(f"{where}/letters").content.decode()
    assert door in at_work(office.keeper).get(f"{where}/letters").content.decode()


def test_a_poster_leads_to_the_same_words_without_log_in(office, at_work, client):
    where = put_up(office, at_work)
    poster = at_work(office.clerk).get(f"{where}/poster?size=a3").content.decode()
    assert "poster a3" in poster
    bulletin = where.rsplit("/", 1)[1]
    page = client.get(f"/notices/board/{bulletin}")
    assert page.status_code == 200
    assert "请先接好水" in page.content.decode()
    assert client.get("/notices/board/nothing").status_code == 404


def test_a_worker_writes_to_nobody(office, at_work):
    data = {"place": office.building, **WORDS, "send": "1", "once": new_id()}
    assert at_work(office.plumber).post("/desk/bulletins/write", data).status_code == 403
    assert notify.list_bulletins(viewer=office.manager).items == ()
