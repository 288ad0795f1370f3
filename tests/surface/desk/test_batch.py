"""Several matters at once: chosen, checked, done one by one, told row by row."""

import pytest

from linli.kernel import new_id
from linli.support.matters import api as matters


@pytest.fixture
def chosen(office) -> list[str]:
    return [office.report(title=f"漏水 {n}", description=f"第 {n} 处") for n in range(3)]


def fields(act, chosen, **more):
    return {"m": chosen, **{f"{act}-{name}": value for name, value in more.items()}}


def run(client, act, chosen, key=None, **more):
    data = {**fields(act, chosen, **more), "once": key or new_id()}
    return client.post(f"/desk/batch/do/{act}", data)


def test_a_check_says_what_will_happen_to_which_and_changes_nothing(office, at_work, chosen):
    desk = at_work(office.clerk)
    matters.decline_matter(by=office.clerk, matter=chosen[2], reason="市政的")
    picked = desk.get("/desk/batch", {"m": chosen})
    assert "漏水 0" in picked.content.decode()
    person = office.plumber.person
    answer = desk.post("/desk/batch/check/assign", fields("assign", chosen, person=person))
    assert answer.status_code == 200
    assert "赵强" in answer.context["told"]
    assert [one.id for one in answer.context["will"]] == chosen[:2]
    assert [one.id for one in answer.context["left"]] == chosen[2:]
    assert office.state(chosen[0]) == "reported"


def test_all_are_given_to_one_and_what_cannot_be_says_why(office, at_work, chosen):
    desk = at_work(office.clerk)
    matters.decline_matter(by=office.clerk, matter=chosen[1], reason="市政的")
    done = run(desk, "assign", chosen, person=office.plumber.person)
    assert done["Location"] == "/desk/batch/done"
    rows = desk.get("/desk/batch/done").context["rows"]
    assert [one.is_done for one in rows] == [True, False, True]
    assert rows[1].said
    assert [office.state(one) for one in chosen] == ["assigned", "declined", "assigned"]


def test_the_same_words_go_out_once_and_can_be_taken_back(office, at_work, chosen):
    desk, key = at_work(office.clerk), new_id()
    for _ in range(2):
        run(desk, "message", chosen, key, text="明天上午统一来修")
    later = at_work(office.clerk)
    run(later, "message", chosen, key, text="明天上午统一来修")
    assert [len(office.sheet(one).messages) for one in chosen] == [1, 1, 1]
    undo = desk.get("/desk/batch/done").context["rows"][0].undo
    desk.post(undo)
    assert office.sheet(chosen[0]).messages[0].is_taken_back


def test_several_are_put_together_into_one_and_taken_apart(office, at_work, chosen):
    desk = at_work(office.clerk)
    run(desk, "merge", chosen, into=chosen[0])
    assert [office.sheet(one).survivor for one in chosen] == [None, chosen[0], chosen[0]]
    undo = desk.get("/desk/batch/done").context["rows"][0].undo
    desk.post(undo, {"once": new_id()})
    assert office.sheet(chosen[1]).survivor is None


def test_all_are_put_on_hold_and_go_on(office, at_work, chosen):
    desk = at_work(office.clerk)
    for one in chosen:
        matters.accept_matter(by=office.clerk, matter=one)
    run(desk, "hold", chosen, reason="parts", words="等阀门", days="3")
    assert {office.state(one) for one in chosen} == {"on_hold"}
    undo = desk.get("/desk/batch/done").context["rows"][0].undo
    desk.post(undo, {"once": new_id()})
    assert office.state(chosen[0]) == "accepted"


@pytest.mark.parametrize(
    ("act", "more"),
    [
        ("assign", {"person": ""}),
        ("assign", {"person": "nobody"}),
        ("hold", {"reason": "moon", "words": "等到月圆"}),
        ("message", {"text": " "}),
        ("merge", {"into": "elsewhere"}),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(office, at_work, chosen, act, more):
    desk = at_work(office.clerk)
    answer = desk.post(f"/desk/batch/check/{act}", fields(act, chosen, **more))
    assert answer.status_code == 422
    assert answer.context["problems"]
    if "words" in more:
        assert more["words"] in answer.content.decode()
    assert run(desk, act, chosen, **more).status_code == 422
    assert {office.state(one) for one in chosen} == {"reported"}


def test_nothing_chosen_too_much_chosen_and_things_of_others(office, at_work, chosen):
    desk = at_work(office.clerk)
    assert desk.get("/desk/batch").status_code == 200
    assert desk.get("/desk/batch", {"m": [new_id() for _ in range(51)]}).status_code == 413
    foreign = desk.get("/desk/batch", {"m": [new_id(), chosen[0]]})
    assert [one.card.id for one in foreign.context["chosen"]] == chosen[:1]
    assert desk.post("/desk/batch/check/explode", {"m": chosen}).status_code == 404
    assert run(desk, "assign", []).status_code == 422


@pytest.mark.parametrize("who", ["auntie", "plumber", "street", "keeper"])
def test_only_the_desk_acts_on_several(office, at_work, chosen, who):
    client = at_work(getattr(office, who))
    assert client.get("/desk/batch", {"m": chosen}).status_code == 403
    assert run(client, "message", chosen, text="您好").status_code == 403
    assert client.get("/desk/batch/done").status_code == 403
    assert office.sheet(chosen[0]).messages == ()
