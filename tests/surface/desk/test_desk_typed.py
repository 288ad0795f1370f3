"""What is typed at the desk is understood however it is written, said back, or asked back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.foundation.people import api as people
from linli.kernel import new_id
from linli.support.matters import api as matters


def hours(client, **typed):
    empty = {"from": "", "to": "", "again-from": "", "again-to": ""}
    data = {**empty, **typed, "once": new_id()}
    return client.post("/desk/clocks/hours", data, follow=True)


def test_working_hours_are_typed_as_one_says_them_and_said_back(office, at_work):
    manager = at_work(office.manager)
    page = hours(manager, **{"from": "上午九点", "to": "下午5点半"})
    assert matters.get_working_hours(viewer=office.auntie).windows == (("09:00", "17:30"),)
    assert "我们理解为：09:00–17:30" in page.content.decode()


def test_a_time_that_can_mean_two_is_asked_back_and_changes_nothing(office, at_work):
    usual = matters.get_working_hours(viewer=office.auntie)
    page = hours(at_work(office.manager), **{"from": "九点", "to": "17:30"})
    assert page.status_code == 422
    assert "“09:00”" in page.content.decode() and "“21:00”" in page.content.decode()
    assert "九点" in page.content.decode()
    assert matters.get_working_hours(viewer=office.auntie) == usual


def test_a_place_is_typed_as_one_says_it_and_read_back(office, at_work):
    data = {
        "via": "phone",
        "known_by": "seen",
        "category": "water",
        "place": "",
        "words": "水管爆了",
    }
    address = f"/desk/entry/for/{office.auntie.person}/report"
    desk = at_work(office.clerk)
    back = desk.post(address, {**data, "elsewhere": "三号楼二单元４０１室"})
    assert "我们理解为：3号楼2单元401" in back.content.decode()
    given = {**data, "place": office.entrance}
    chosen = desk.post(address, {**given, "elsewhere": ""})
    assert chosen.status_code == 200 and "我们理解为" not in chosen.content.decode()
    unclear = desk.post(address, {**data, "elsewhere": "月亮上"})
    assert unclear.status_code == 422 and "月亮上" in unclear.content.decode()


def test_a_written_place_is_there_again_when_something_is_changed(office, at_work):
    data = {
        **{"via": "phone", "known_by": "seen", "category": "water", "words": "水管爆了"},
        **{"place": office.entrance, "elsewhere": "三号楼二单元５０１"},
    }
    address = f"/desk/entry/for/{office.auntie.person}/report"
    desk = at_work(office.clerk)
    back = desk.post(address, data)
    kept = dict(back.context["kept"])
    again = desk.post(address, {**kept, "change": "1"})
    fields = {one.name: one for one in again.context["fields"]}
    assert fields["elsewhere"].value == ("三号楼二单元５０１",)
    assert fields["place"].value == (office.entrance,)
    handed = desk.post(f"{address}/hand-in", {**kept, "once": new_id()}, follow=True)
    assert "3号楼2单元501" in handed.content.decode()


def test_a_phone_to_be_rung_is_read_back_as_it_was_understood(office, at_work):
    address = f"/desk/entry/for/{office.auntie.person}/helper"
    data = {"via": "paper", "known_by": "signed", "name": "刘洋", "days": "30", "proof": "柜3"}
    desk = at_work(office.clerk)
    back = desk.post(address, {**data, "phone": "１３９ 0000 0002"})
    assert "我们理解为：139 0000 0002" in back.content.decode()
    assert dict(back.context["kept"])["phone"] == "13900000002"
    short = desk.post(address, {**data, "phone": "1390000"})
    assert short.status_code == 422 and "1390000" in short.content.decode()


def test_a_phone_is_understood_and_said_back_and_a_missing_digit_is_counted(office, at_work):
    desk = at_work(office.clerk)
    short = {"name": "周海", "phone": "１３８ 0000 765", "once": new_id()}
    refused = desk.post("/desk/entry/new", short)
    assert refused.status_code == 422 and "少了1位" in refused.content.decode()
    assert not people.list_people(viewer=office.keeper, search="周海").items
    page = desk.post("/desk/entry/new", {**short, "phone": "+86 138-0000-7654"}, follow=True)
    assert "我们理解为：138 0000 7654" in page.content.decode()
    (card,) = people.list_people(viewer=office.keeper, search="13800007654").items
    assert card.name == "周海"


def test_the_page_of_a_list_says_first_what_it_understood(office, at_work):
    text = "名册\n房号,户主,备注\n９栋1单元101,何姨,\n9-1-102,周海、李平,\n合计,2,\n"
    file = SimpleUploadedFile("名册.csv", text.encode("gbk"))
    page = at_work(office.manager).post("/desk/people/import", {"file": file, "do": "trial"})
    said = page.content.decode()
    for line in ("“户主”", "“备注”", "表头是第2行", "合计行，跳过：第5行", "9号楼1单元101"):
        assert line in said, line
    assert said.index("“户主”") < said.index("请给每个人单独写一行")
    assert not people.list_people(viewer=office.keeper, search="何姨").items
