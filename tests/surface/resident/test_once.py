"""The same form sent five times at once and twice again makes one record and one receipt."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.foundation.people import api as people
from linli.foundation.people.models import ApiToken, Consent, Help
from linli.support.matters import api as matters
from linli.support.matters.models import Entry, Matter, Message, Verdict, Voice
from surface.at_once import sent_seven_times
from surface.resident.community import session_of
from surface.resident.test_resident_journeys import draft_id, fill
from surface.resident.test_session_loss import declined, line_of

RECORDS: dict[str, Callable[[], int]] = {
    "report": Matter.objects.count,
    "write": Message.objects.filter(text="三点在家").count,
    "help": Matter.objects.filter(category="call_back").count,
    "urge": Entry.objects.filter(kind="urged").count,
    "solved": Verdict.objects.filter(solved=True, withdrawn_at=None).count,
    "dispute": Entry.objects.filter(kind="disputed").count,
    "contest": Entry.objects.filter(kind="contested").count,
    "unfollow": Entry.objects.filter(kind="unsupported").count,
    "follow": Voice.objects.count,
    "consent": Consent.objects.count,
    "helper": Help.objects.filter(revoked_at=None).count,
    "token": ApiToken.objects.count,
    "withdraw": Entry.objects.filter(kind="withdrawn").count,
    "restore": Entry.objects.filter(kind="restored").count,
}


def forms_of(life, auntie: Client) -> list[tuple[str, str, dict[str, object]]]:
    """What is sent, in an order in which each can be done."""
    fill(auntie)
    working = f"/matters/{life.working}"
    return [
        ("report", "/report/check", {"draft": draft_id(auntie)}),
        ("write", f"{working}/write", {"text": "三点在家"}),
        ("help", "/help", {"words": "教我交电费", "page": "/"}),
        ("urge", f"{working}/urge", {}),
        ("solved", f"/matters/{life.waiting}/solved", {"stars": "5"}),
        ("dispute", f"{working}/lines/{line_of(life)}/dispute", {"words": "不是我说的"}),
        ("contest", f"/matters/{declined(life)}/contest", {"words": "请再看看"}),
        ("unfollow", f"/matters/{life.public}/unfollow", {}),
        ("follow", f"/matters/{life.public}/follow", {}),
        ("consent", "/me/consents", {"purpose": "室内温度", "is_given": "no"}),
        ("helper", "/me/helpers", {"name": "周大力", "phone": "13911112222", "days": "30"}),
        ("token", "/me/tokens/make", {"name": "屏", "scopes": ["read:places"], "days": "30"}),
        ("withdraw", f"{working}/withdraw", {}),
        ("restore", f"{working}/restore", {}),
    ]


@pytest.mark.django_db(transaction=True)
def test_five_at_once_and_two_again_are_one(living):
    session = session_of(living.estate.auntie)
    auntie = Client()
    auntie.cookies["sessionid"] = session
    for name, path, answers in forms_of(living, auntie):
        before = RECORDS[name]()
        told = sent_seven_times(session, path, answers)
        assert RECORDS[name]() == before + 1, name
        if name != "token":  # shown to one of them, and to nobody again
            assert len(set(told)) == 1 and told[0].startswith("302 /"), (name, told)
        else:
            assert sorted(told) == ["200 ", *["302 /me/tokens"] * 6]


def test_words_changed_after_back_are_a_new_act_and_not_swallowed(life, auntie):
    page = f"/matters/{life.working}/write"
    for words in ("三点在家", "改成四点在家", "改成四点在家"):
        auntie.post(page, {"text": words, "once": "w1"})
    said = matters.get_matter(viewer=life.estate.auntie, matter=life.working).messages
    assert [one.text for one in said if one.is_mine][-2:] == ["三点在家", "改成四点在家"]


def test_a_choice_taken_back_and_made_again_on_the_same_page_counts(life, auntie):
    viewer = life.estate.auntie
    for first in ("phone", "paper", "phone"):
        auntie.post("/me/channels", {"first": first, "once": "c1"})
        assert people.list_channels(viewer=viewer, person=viewer.person)[0].kind == first


def test_a_form_that_was_refused_can_be_sent_again(life, auntie):
    form = {"name": "", "phone": "13911112222", "days": "30", "once": "h1"}
    assert auntie.post("/me/helpers", form).status_code == 422
    assert auntie.post("/me/helpers", form).status_code == 422
    assert auntie.post("/me/helpers", {**form, "name": "周大力"}).status_code == 302


def test_the_same_form_leads_to_the_same_place_on_another_device(life, auntie):
    form = {"text": "三点在家", "once": "w1"}
    page = f"/matters/{life.working}/write"
    first = auntie.post(page, form)["Location"]
    other = Client()
    other.cookies["sessionid"] = session_of(life.estate.auntie)
    assert other.post(page, form)["Location"] == first
    assert Message.objects.filter(text="三点在家").count() == 1
