"""Practice: the same pages, a band that says so, and not one row of the community changes."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from linli.kernel import new_id
from surface.resident.community import picture

WALK = (
    ("report", {"category": "water"}),
    ("where", {"place": "elsewhere"}),
    ("details", {"words": "滴水"}),
    ("reach", {"reach": "known"}),
    ("check", {}),
)


def everything() -> dict[str, list[tuple]]:
    """Every row of every table but the sessions."""
    models = [one for one in apps.get_models(include_auto_created=True)]
    return {
        one._meta.db_table: sorted(map(repr, one._base_manager.values_list()))
        for one in models
        if one._meta.db_table != "django_session"
    }


def text(response) -> str:
    return response.content.decode()


def test_whole_lessons_leave_no_trace_in_the_community(life, auntie, settings):
    before = everything()
    assert len(before) > 30 and any(before.values())
    page = auntie.get("/practice")
    for lesson, answers in WALK:
        assert "练习，不会真的交上去" in text(auntie.get(f"/practice/{lesson}"))
        files = {"photos": SimpleUploadedFile("a.jpg", picture(), "image/jpeg")}
        given = {**answers, "once": new_id(), **(files if lesson == "details" else {})}
        page = auntie.post(f"/practice/{lesson}", given, follow=True)
    assert page.redirect_chain[-1][0] == "/practice/receipt" and "会报修了" in text(page)
    for lesson, answer in (("vote", {"choice": "for"}), ("ballot", {})):
        assert "练习，不会真的交上去" in text(auntie.get(f"/practice/{lesson}"))
        page = auntie.post(f"/practice/{lesson}", {**answer, "once": new_id()}, follow=True)
    assert page.redirect_chain[-1][0] == "/practice/voted" and "会投票了" in text(page)
    for lesson in ("follow", "verdict", "notice"):
        page = auntie.post(f"/practice/press/{lesson}", {"once": new_id()}, follow=True)
        assert page.status_code == 200 and "刚才是练习" in text(page)
    assert everything() == before
    assert "全都练过了" in text(auntie.get("/practice"))


def test_what_was_tried_is_remembered_on_the_device_and_nowhere_else(life, auntie):
    auntie.post("/practice/press/notice", {"once": new_id()}, follow=True)
    cookie = auntie.cookies["practised"]
    assert cookie.value == "notice" and cookie["path"] == "/practice"
    assert "practice" not in auntie.session
    assert text(auntie.get("/practice")).count("练过了") == 1


def test_practice_shares_nothing_with_a_real_report(life, auntie):
    auntie.post("/practice/report", {"category": "water"})
    assert "您有一件没报完" not in text(auntie.get("/"))
    assert auntie.get("/report/where")["Location"] == "/report"


def test_a_wrong_answer_is_practised_too(life, auntie):
    response = auntie.post("/practice/report", {"category": "nonsense"})
    assert response.status_code == 422 and 'id="errors"' in text(response)


@pytest.mark.parametrize("path", ["/", "/find", "/help", "/matters"])
def test_it_is_found_from_home_and_help_and_left_with_one_tap(life, auntie, path):
    assert 'href="/practice"' in text(auntie.get(path))
    band = text(auntie.get("/practice/matter")).split('class="band is-ok"')[1].split("</div>")[0]
    assert 'href="/"' in band


def test_there_is_no_such_lesson(life, auntie):
    assert auntie.post("/practice/press/nothing", {"once": new_id()}).status_code == 404
