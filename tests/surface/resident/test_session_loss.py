"""Whoever loses the session in the middle of a form loses nothing, and nobody else sees it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.foundation.drafts.models import Parked
from linli.foundation.drafts.models.sealing import open_values
from linli.kernel import now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.matters.models import Entry, Matter, Message
from surface.resident.community import picture, session_of
from surface.resident.forms import chosen, form_on, log_in, shown
from surface.resident.test_resident_journeys import fill

WORDS = "厨房的水管，夜里 11 点又漏了 <b>&"
ESCAPED = "夜里 11 点又漏了 &lt;b&gt;&amp;"


def browser(actor, *, checks: bool = False) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=checks)
    client.cookies["sessionid"] = session_of(actor)
    return client


def lose_the_session(client: Client) -> None:
    del client.cookies["sessionid"]


def declined(life) -> str:
    estate = life.estate
    matter = estate.report(category="door", title="", description="门铃不响")
    matters.decline_matter(by=estate.clerk, matter=matter, reason="不归物业管")
    return matter


def line_of(life) -> int:
    return matters.get_matter(viewer=life.estate.auntie, matter=life.working).timeline[0].number


FORMS = {
    "what": ("/report", "category", {"category": "other"}),
    "where": ("/report/where", "place", {"place": "elsewhere"}),
    "details": ("/report/details", "words", {"words": WORDS}),
    "reach": ("/report/reach", "phone", {"reach": "phone", "phone": "139 0000 1111"}),
    "write": ("/matters/{working}/write", "text", {"text": WORDS}),
    "solved": ("/matters/{waiting}/solved", "stars", {"stars": "4"}),
    "not solved": ("/matters/{waiting}/not-solved", "words", {"words": WORDS}),
    "contest": ("/matters/{declined}/contest", "words", {"words": WORDS}),
    "dispute": ("/matters/{working}/lines/{line}/dispute", "words", {"words": WORDS}),
    "help": ("/help", "words", {"words": WORDS}),
    "helpers": ("/me/helpers", "phone", {"name": "周大力", "phone": "139 1", "days": "30"}),
    "channels": ("/me/channels", "first", {"first": "paper"}),
    "tokens": ("/me/tokens", "scopes", {"name": "门厅的屏", "scopes": ["read:places"]}),
}


def address(life, path: str) -> str:
    return path.format(**vars(life), declined=declined(life), line=line_of(life))


def is_there(page: str, answers: dict) -> bool:
    held = [
        text for value in answers.values() for text in ([value], value)[isinstance(value, list)]
    ]
    typed = [ESCAPED if text == WORDS else text for text in held]
    return all(text in chosen(page) or text in page for text in typed)


@pytest.mark.parametrize("name", FORMS)
def test_after_logging_in_again_the_page_is_there_with_everything_on_it(life, name):
    path, holding, answers = FORMS[name]
    client = browser(life.estate.auntie)
    fill(client)
    page = address(life, path)
    form = form_on(client, page, holding)
    before = (Matter.objects.count(), Message.objects.count(), Entry.objects.count())
    lose_the_session(client)
    sent = client.post(
        form.action, form.with_answers(**answers), HTTP_REFERER=f"http://testserver{page}"
    )
    if name == "help":  # strangers may ask as well, so this one is taken at once
        assert sent.status_code == 422 and ESCAPED in sent.content.decode()
        return
    assert sent["Location"].startswith("/log-in?next=")
    assert "您写的都还在" in shown(client, sent["Location"])
    assert before == (Matter.objects.count(), Message.objects.count(), Entry.objects.count())
    log_in(client, life.estate.auntie)
    again = shown(client, page)
    assert is_there(again, answers), again
    assert "您刚才写的都在这儿" in again


def test_the_photos_go_along_and_are_sent_once(life):
    client = browser(life.estate.auntie)
    page = f"/matters/{life.working}/write"
    form = form_on(client, page, "text")
    lose_the_session(client)
    photos = [
        SimpleUploadedFile(f"{one}.jpg", picture(one), "image/jpeg") for one in ("red", "blue")
    ]
    client.post(page, form.with_answers(text=WORDS, photos=photos))
    log_in(client, life.estate.auntie)
    assert "2 张照片" in shown(client, page)
    again = form_on(client, page, "text")
    before = matters.get_matter(viewer=life.estate.auntie, matter=life.working)
    places = {client.post(page, again.with_answers())["Location"] for _ in range(3)}
    after = matters.get_matter(viewer=life.estate.auntie, matter=life.working)
    assert places == {f"/matters/{life.working}"}
    assert len(after.messages) == len(before.messages) + 1
    assert len(after.photos) == len(before.photos) + 2
    assert Parked.objects.count() == 0 and "parked" not in shown(client, page)


def test_another_person_who_logs_in_on_this_device_sees_nothing(life):
    client = browser(life.estate.auntie)
    form = form_on(client, "/help", "words")
    lose_the_session(client)
    client.post("/report/details", form.with_answers(words=WORDS))
    log_in(client, life.estate.neighbour)
    fill(client)
    assert ESCAPED not in shown(client, "/report/details")
    log_in(client, life.estate.auntie)
    fill(client, words="")
    assert ESCAPED in shown(client, "/report/details")


def test_another_device_sees_nothing_either(life):
    client = browser(life.estate.auntie)
    form = form_on(client, f"/matters/{life.working}/write", "text")
    lose_the_session(client)
    client.post(form.action, form.with_answers(text=WORDS))
    other = browser(life.estate.auntie)
    assert ESCAPED not in shown(other, form.action)
    other.cookies["parked"] = client.cookies["parked"].value.replace(":", ".")
    assert ESCAPED not in shown(other, form.action)


def test_a_page_that_somebody_else_opened_is_not_sent_in_my_name(life):
    client = browser(life.estate.auntie)
    form = form_on(client, "/me/helpers", "phone")
    log_in(client, life.estate.neighbour)
    sent = client.post("/me/helpers", form.with_answers(name="周大力", phone="13911112222"))
    page = sent.content.decode()
    assert sent.status_code == 409 and "没有用您的名义交上去" in page
    assert "周大力" not in shown(client, "/me/helpers")


def test_after_a_day_it_is_gone(life):
    client = browser(life.estate.auntie)
    form = form_on(client, f"/matters/{life.working}/write", "text")
    lose_the_session(client)
    client.post(form.action, form.with_answers(text=WORDS))
    with held(now() + timedelta(hours=25)):
        log_in(client, life.estate.auntie)
        assert ESCAPED not in shown(client, form.action)


@pytest.mark.parametrize("name", ["write", "details", "help", "helpers", "tokens"])
def test_a_page_open_so_long_that_its_token_is_gone_comes_up_again(life, name):
    path, holding, answers = FORMS[name]
    client = browser(life.estate.auntie, checks=True)
    fill(browser(life.estate.auntie))
    page = address(life, path)
    form = form_on(client, page, holding)
    del client.cookies["csrftoken"]
    before = Message.objects.count()
    sent = client.post(
        form.action, form.with_answers(**answers), HTTP_REFERER=f"http://testserver{page}"
    )
    assert (sent.status_code, sent["Location"]) == (302, page)
    again = shown(client, page)
    assert is_there(again, answers) and "再按一次" in again
    assert Message.objects.count() == before


def test_a_button_whose_token_is_gone_leads_back_to_its_page(life):
    client = browser(life.estate.auntie, checks=True)
    page = f"/matters/{life.working}"
    form = form_on(client, page, f"{page}/urge")
    del client.cookies["csrftoken"]
    sent = client.post(form.action, form.with_answers())
    assert (sent.status_code, sent["Location"]) == (302, page)
    assert "再按一次" in shown(client, page)


@pytest.mark.parametrize(
    "headers", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}]
)
def test_a_form_of_another_site_is_refused_and_nothing_of_it_is_kept(life, headers):
    client = browser(life.estate.auntie, checks=True)
    form = form_on(client, "/help", "words")
    del client.cookies["csrftoken"]
    sent = client.post("/help", form.with_answers(words=WORDS), **headers)
    assert sent.status_code == 403
    assert Parked.objects.count() == 0 and ESCAPED not in shown(client, "/help")


def test_a_page_that_fails_on_our_side_keeps_what_was_written(life, monkeypatch):
    client = browser(life.estate.auntie)
    page = f"/matters/{life.working}/write"
    form = form_on(client, page, "text")

    def fail(*_given, **_named):
        raise RuntimeError("a fault made for this test")

    monkeypatch.setattr("linli.support.matters.api.post_message", fail)
    sent = client.post(page, form.with_answers(text=WORDS))
    told = sent.content.decode()
    assert sent.status_code == 500 and "您写的还在" in told and f'href="{page}"' in told
    monkeypatch.undo()
    assert ESCAPED in shown(client, page)
    again = form_on(client, page, "text")
    assert client.post(page, again.with_answers())["Location"] == f"/matters/{life.working}"
    assert Message.objects.filter(text=WORDS).count() == 1


def test_passwords_are_never_kept(life):
    client = browser(life.estate.auntie)
    form = form_on(client, "/help", "words")
    lose_the_session(client)
    answers = form.with_answers(words="", password="geheim", **{"give-password": "geheim"})
    client.post("/matters/x/write", {**answers, "text": "ja"})
    kept = [open_values(row.sealed, f"parked:{row.pk}") for row in Parked.objects.all()]
    assert kept and "geheim" not in repr(kept)
