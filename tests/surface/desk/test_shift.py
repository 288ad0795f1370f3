"""From shift to shift: what came, what is promised, notes by name, and who took over."""

from datetime import timedelta

import pytest

from linli.kernel import Refused, new_id, now
from linli.kernel.clock import held
from linli.support.matters import api as matters


def test_a_note_stays_with_its_name_and_cannot_be_written_twice(office, at_work):
    desk, key = at_work(office.clerk), new_id()
    for client in (desk, desk, at_work(office.clerk)):
        client.post("/desk/shift/note", {"text": "3号楼钥匙在抽屉", "once": key})
    (line,) = matters.list_shift_lines(viewer=office.manager)
    assert (line.person_name, line.text) == ("陈静", "3号楼钥匙在抽屉")
    assert "3号楼钥匙在抽屉" in at_work(office.manager).get("/desk/shift").content.decode()


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_note_is_bounded_and_what_was_typed_is_kept(office, at_work, text):
    answer = at_work(office.clerk).post("/desk/shift/note", {"text": text, "once": new_id()})
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert matters.list_shift_lines(viewer=office.manager) == ()


def test_who_takes_over_is_named_and_the_page_begins_there(office, at_work):
    before = office.report()
    desk = at_work(office.clerk)
    with held(now() + timedelta(hours=1)):
        desk.post("/desk/shift/take-over", {"once": new_id()})
    with held(now() + timedelta(hours=2)):
        after = office.report(title="楼道灯坏了", category="lighting", place=office.garden)
        answer = desk.get("/desk/shift")
    assert answer.context["on_duty"].person_name == "陈静"
    assert [one.id for one in answer.context["came"]] == [after]
    assert before not in {one.id for one in answer.context["came"]}


def test_promises_of_the_next_hours_are_listed(office, at_work):
    soon = office.report(severity="danger", category="fire")
    cards = at_work(office.clerk).get("/desk/shift").context["promised"]
    due = matters.get_matter(viewer=office.clerk, matter=soon).card.due_at
    expected = due is not None and now() <= due < now() + timedelta(hours=8)
    assert (soon in {one.id for one in cards}) is expected


@pytest.mark.parametrize("who", ["auntie", "plumber"])
def test_the_shift_is_for_the_office(office, at_work, who):
    client = at_work(getattr(office, who))
    for path in ("note", "take-over"):
        answer = client.post(f"/desk/shift/{path}", {"text": "您好", "once": new_id()})
        assert answer.status_code == 403
    assert matters.list_shift_lines(viewer=office.manager) == ()
    with pytest.raises(Refused):
        matters.take_over_shift(by=office.auntie)
