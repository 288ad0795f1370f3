"""A household decides itself whether staff see who lives there."""

from linli.foundation.people import api as people
from linli.kernel import new_id


def text(response) -> str:
    return response.content.decode()


def test_a_home_is_hidden_and_shown_again(life, auntie):
    estate, home = life.estate, life.estate.dwelling
    path = f"/me/homes/{home}"
    assert f"{path}/hide" in text(auntie.get("/me"))
    assert auntie.get(f"{path}/hide").status_code == 200
    assert not people.is_private(viewer=estate.auntie, dwelling=home)
    assert auntie.post(f"{path}/hide", {"once": new_id()}).status_code == 302
    assert people.is_private(viewer=estate.auntie, dwelling=home)
    assert people.get_person(viewer=estate.clerk, person=estate.auntie.person).name == "住户"
    page = text(auntie.get("/me"))
    assert f"{path}/show" in page and "王秀英" in page
    assert auntie.post(f"{path}/show", {"once": new_id()}).status_code == 302
    assert people.get_person(viewer=estate.clerk, person=estate.auntie.person).name == "王秀英"


def test_nobody_hides_or_shows_another_home(life, auntie, neighbour):
    estate, path = life.estate, f"/me/homes/{life.estate.dwelling}"
    assert neighbour.get(f"{path}/hide").status_code == 403
    assert neighbour.post(f"{path}/hide", {"once": new_id()}).status_code == 403
    assert not people.is_private(viewer=estate.auntie, dwelling=estate.dwelling)
    auntie.post(f"{path}/hide", {"once": new_id()})
    assert neighbour.post(f"{path}/show", {"once": new_id()}).status_code == 403
    assert people.is_private(viewer=estate.auntie, dwelling=estate.dwelling)


def test_a_helper_may_hide_a_home_but_not_show_it(life, neighbour):
    estate, path = life.estate, f"/me/homes/{life.estate.dwelling}"
    neighbour.post(f"/me/helping/{life.trust}")
    assert neighbour.post(f"{path}/hide", {"once": new_id()}).status_code == 302
    assert f"{path}/show" not in text(neighbour.get("/me"))
    assert neighbour.post(f"{path}/show", {"once": new_id()}).status_code == 403
    assert people.is_private(viewer=estate.auntie, dwelling=estate.dwelling)


def test_the_page_of_a_protected_home_does_not_mention_the_mark(life, auntie):
    before = text(auntie.get("/me"))
    people.mark_confidential(by=life.estate.keeper, dwelling=life.estate.dwelling, reason="保护令")
    after = text(auntie.get("/me"))
    assert before.count("not shown") == after.count("not shown")
    assert "/hide" in after
