"""What a phone kept without a signal: taken once under its key, and refused in plain words."""

from datetime import timedelta
from pathlib import Path

import pytest

import linli.surface.desk
from linli.kernel import Refused, new_id, now, system
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.wiring.timers import timers

STATIC = Path(linli.surface.desk.__file__).parent / "static" / "desk"


@pytest.fixture
def mine(office) -> str:
    matter = office.report()
    matters.assign_matter(by=office.clerk, matter=matter, person=office.plumber.person)
    return matter


def send(client, matter, act, key, **fields):
    data = {f"{act}-{name}": value for name, value in fields.items()}
    address = f"/desk/matters/{matter}/do/{act}?phone"
    return client.post(address, {**data, "once": key}, headers={"Accept": "application/json"})


def kinds(office, matter) -> list[str]:
    return [line.kind for line in office.sheet(matter).timeline]


def test_the_same_key_acts_once_even_in_a_later_session(office, at_work, mine):
    key = new_id()
    assert send(at_work(office.plumber), mine, "message", key, text="在路上").status_code == 200
    later = send(at_work(office.plumber), mine, "message", key, text="在路上")
    assert later.json() == {"said": ""}
    assert [one.text for one in office.sheet(mine).messages] == ["在路上"]


def test_a_key_answers_for_an_act_that_cannot_be_done_twice(office, at_work, mine):
    key = new_id()
    for _ in range(3):
        assert send(at_work(office.plumber), mine, "start", key).status_code == 200
    assert kinds(office, mine).count("started") == 1
    other = send(at_work(office.plumber), mine, "start", new_id())
    assert other.status_code == 409
    assert other.json()["said"]


def test_what_was_refused_leaves_its_key_to_what_is_corrected(office, at_work, mine):
    plumber, key = at_work(office.plumber), new_id()
    refused = send(plumber, mine, "message", key, text="")
    assert refused.status_code == 422
    assert office.sheet(mine).messages == ()
    assert send(plumber, mine, "message", key, text="到了").status_code == 200
    assert len(office.sheet(mine).messages) == 1


def test_one_persons_key_is_not_anothers(office, mine):
    key = new_id()
    for actor in (office.plumber, office.clerk):
        with matters.once(by=actor, matter=mine, key=key) as is_new:
            assert is_new


@pytest.mark.parametrize("key", ["", "x" * 41])
def test_a_key_has_a_bound(office, mine, key):
    with pytest.raises(Refused) as refused, matters.once(by=office.plumber, matter=mine, key=key):
        pytest.fail("it went in")
    assert refused.value.field == "key"


def test_a_key_is_known_for_thirty_days_and_then_forgotten(office, mine):
    with matters.once(by=office.plumber, matter=mine, key="k"):
        pass
    with held(now() + timedelta(days=29, hours=23)):
        assert matters.forget_act_keys(by=office.platform) == 0
        with matters.once(by=office.plumber, matter=mine, key="k") as is_new:
            assert not is_new
    with held(now() + timedelta(days=30)):
        with pytest.raises(Refused):
            matters.forget_act_keys(by=office.clerk)
        assert matters.forget_act_keys(by=system("elsewhere")) == 0
        assert matters.forget_act_keys(by=office.platform) == 1
        with matters.once(by=office.plumber, matter=mine, key="k") as is_new:
            assert is_new


def test_the_platform_forgets_keys_by_itself(office):
    assert "matters.forget_act_keys" in {timer.name for timer in timers()}


def test_what_somebody_else_has_by_now_is_said_in_plain_words(office, at_work, mine):
    matters.transfer_matter(
        by=office.clerk, matter=mine, person=office.electrician.person, reason="他在现场"
    )
    answer = send(at_work(office.plumber), mine, "resolve", new_id(), words="换了水管")
    assert answer.status_code == 404
    assert "同事" in answer.json()["said"]
    assert office.state(mine) == "assigned"


def test_a_matter_of_another_community_is_not_there(office, at_work, mine):
    outside = office.outsider
    with pytest.raises(Refused), matters.once(by=outside, matter=mine, key=new_id()):
        pytest.fail("it went in")


def test_on_the_way_is_one_line_the_resident_reads(office, at_work, mine):
    plumber = at_work(office.plumber)
    for _ in range(2):
        assert send(plumber, mine, "set_out", new_id()).status_code == 200
    assert kinds(office, mine).count("set_out") == 1
    lines = matters.get_matter(viewer=office.auntie, matter=mine).timeline
    assert any("赵强" in line.sentence.zh and "路上" in line.sentence.zh for line in lines)
    assert send(at_work(office.clerk), mine, "set_out", new_id()).status_code == 403


def test_who_sends_is_asked_first(office, at_work, client):
    answer = at_work(office.plumber).get("/desk/worker/ready")
    assert answer.json()["person"] == office.plumber.person
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/desk/worker/ready").status_code == 302
    assert at_work(office.auntie).get("/desk/worker/ready").status_code == 403
    assert at_work(office.auntie).get("/desk/worker/no-signal").status_code == 403


def test_a_page_put_by_for_later_was_not_read(office, at_work, mine):
    matters.post_message(by=office.auntie, matter=mine, text="门铃坏了，请敲门")
    plumber, address = at_work(office.plumber), f"/desk/worker/{mine}"

    def is_read() -> bool:
        return matters.get_matter(viewer=office.auntie, matter=mine).messages[-1].is_read

    plumber.get(address, headers={"X-Linli-Ahead": "1"})
    assert not is_read()
    plumber.get(address)
    assert is_read()


def test_logging_out_asks_the_phone_to_forget(office, at_work):
    answer = at_work(office.plumber).post("/log-out")
    assert '"storage"' in answer["Clear-Site-Data"]


def test_the_phones_script_stays_small_and_keeps_to_its_own_pages(office, client):
    assert (STATIC / "phone.js").stat().st_size <= 8 * 1024
    assert (STATIC / "ahead.js").stat().st_size <= 3 * 1024
    assert (STATIC / "keeper.js").stat().st_size <= 3 * 1024
    answer = client.get("/desk/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
