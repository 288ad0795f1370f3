"""My data: seen whole, taken along, corrected, objected to, erased; by nobody else, about nobody
else."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.kernel import Ref, new_id
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from surface.resident.community import picture, session_of

OTHERS = ("刘洋", "赵强", "陈静", "王敏", "13900000002", "13900000006")


def text(response) -> str:
    return response.content.decode()


def packed(client: Client) -> zipfile.ZipFile:
    response = client.post("/me/take", {"once": new_id()})
    assert response["Content-Type"] == "application/zip" and "no-store" in response["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(response.content))


def helper_of(life) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(life.estate.neighbour)
    assert client.post(f"/me/helping/{life.trust}")["Location"] == "/"
    return client


def test_the_table_says_for_each_kind_who_decided_and_what_one_can_do(life, auntie):
    page = text(auntie.get("/me/kept"))
    for words in (
        "民法典第二百七十八条",
        "个人信息保护法",
        "怎么联系您",
        "您报的事",
        "发给您的通知",
    ):
        assert words in page, words
    for way in ("/me/correct", "/me/object", "/me/take", "/me/erase"):
        assert way in page
    assert "/me/kept" in text(auntie.get("/me")) and "/me" in text(auntie.get("/"))


def test_every_module_answers_for_its_own(life):
    from linli.surface.resident.kept import all_kept

    cards = {one.key: one for one in all_kept(life.estate.auntie, full=True)}
    assert cards.keys() == {
        *("record", "homes", "wishes", "consents", "helpers", "deeds", "looks", "entries"),
        *("matters", "words", "files", "messages", "devices", "drafts", "announcements"),
        *("assembly-ballots", "assembly-procedure", "assembly-objections", "assembly-rolls"),
    }
    assert all(len(one.rows) == one.count for one in cards.values() if one.key != "entries")
    assert all(words.zh and words.en for one in cards.values() for words in (one.what, one.basis))
    assert all(one.rows == () for one in all_kept(life.estate.auntie))


def test_what_is_taken_along_is_all_mine_and_nobody_elses(life, auntie):
    estate = life.estate
    helping = helper_of(life)
    helping.post(f"/matters/{life.working}/urge", {"once": new_id()})
    photo = SimpleUploadedFile("a.jpg", picture("red"), "image/jpeg")
    auntie.post(
        f"/matters/{life.working}/write", {"text": "在家等", "photos": [photo], "once": "w"}
    )
    people.stop_help(by=estate.auntie, help_id=life.trust)
    deliver_all()
    held = packed(auntie)
    data = json.loads(held.read("data.json"))
    (record,) = data["record"]
    assert (record["name"], record["phone"]) == ("王秀英", "13900000001")
    assert data["homes"][0]["place"].endswith("401") or "401" in data["homes"][0]["place"]
    assert {one["words"] for one in data["matters"]} >= {"水槽下面一直滴水", "客厅没电"}
    assert any(one.get("text") == "在家等" for one in data["words"])
    assert any("停水" in one["text"] for one in data["messages"])
    assert data["deeds"][0]["by"] == "helper"
    assert any(name.startswith("files/") for name in held.namelist())
    whole = held.read("data.json").decode() + held.read("index.html").decode()
    for other in OTHERS:
        assert other not in whole, other
    assert "王秀英" in held.read("index.html").decode()


def test_taking_along_is_noted_told_and_bounded(life, auntie):
    for _ in range(3):
        packed(auntie)
    response = auntie.post("/me/take", {"once": new_id()})
    assert response.status_code == 429
    reasons = [look.reason for look in people.list_looks(viewer=life.estate.auntie)]
    assert sum("exported" in reason for reason in reasons) == 3
    deliver_all()
    told = [card.text.en for card in notify.list_inbox(viewer=life.estate.auntie)]
    assert sum("taken along" in words for words in told) == 3


@pytest.mark.parametrize("path", ["kept", "take", "correct", "object", "erase", "deeds"])
def test_no_helper_and_no_stranger_gets_at_it(life, path):
    helping = helper_of(life)
    assert helping.get(f"/me/{path}").status_code == 403
    form = {"what": ["tokens", "helpers"], "words": "x", "once": new_id()}
    assert helping.post(f"/me/{path}", form).status_code == 403
    assert people.list_help(viewer=life.estate.auntie) != ()
    assert Client().get(f"/me/{path}").status_code == 302


def test_a_card_gives_no_numbers_in_full_and_erases_nothing(life):
    estate = life.estate
    made = people.issue_pass(by=estate.clerk, person=estate.auntie.person)
    phone = Client(raise_request_exception=False)
    phone.get(f"/card/{made.token}")
    phone.post("/card", {"pin": made.pin})
    assert json.loads(packed(phone).read("data.json"))["record"][0]["phone"] == "***"
    assert phone.post("/me/erase", {"what": ["consents"], "once": new_id()}).status_code == 403
    assert people.has_consent(viewer=estate.auntie, person=estate.auntie.person, purpose="室内温度")


def test_a_mistake_becomes_a_matter_for_the_desk_with_a_clock(life, auntie):
    assert auntie.post("/me/correct", {"what": "phone", "words": ""}).status_code == 422
    assert auntie.post("/me/correct", {"what": "x", "words": "y"}).status_code == 422
    form = {"what": "phone", "words": "换成 139 1111 2222", "once": "c"}
    first = auntie.post("/me/correct", form)
    assert auntie.post("/me/correct", form)["Location"] == first["Location"]
    matter = first["Location"].split("/")[2]
    sheet = matters.get_matter(viewer=life.estate.clerk, matter=matter)
    assert sheet.card.category == "paperwork" and sheet.card.promised_at
    assert people.get_phone(viewer=life.estate.platform, person=life.estate.auntie.person) == (
        "13900000001"
    )


def test_an_objection_goes_to_the_keeper_with_a_clock(life, auntie):
    assert auntie.post("/me/object", {"what": "looks", "words": " "}).status_code == 422
    first = auntie.post("/me/object", {"what": "homes", "words": "请删除", "once": "o"})
    matter = first["Location"].split("/")[2]
    sheet = matters.get_matter(viewer=life.estate.keeper, matter=matter)
    assert sheet.card.category == "my_data" and sheet.card.promised_at
    suggested = matters.suggest_assignees(viewer=life.estate.platform, matter=matter)
    assert [one.person for one in suggested][:1] == [life.estate.keeper.person]


def test_what_is_mine_to_erase_goes_at_once_and_only_that(life, auntie):
    estate, person = life.estate, life.estate.auntie.person
    people.issue_token(by=estate.auntie, name="家里的屏", scopes=["read:matters"])
    assert auntie.post("/me/erase", {"once": new_id()}).status_code == 422
    assert people.has_consent(viewer=estate.auntie, person=person, purpose="室内温度")
    form = {"what": ["consents", "helpers", "tokens", "wishes"], "once": "e"}
    assert auntie.post("/me/erase", form)["Location"] == "/me"
    assert not people.has_consent(viewer=estate.auntie, person=person, purpose="室内温度")
    assert people.list_help(viewer=estate.auntie) == ()
    (token,) = people.list_tokens(viewer=estate.auntie)
    assert token.revoked_at and token.name == "-"
    assert len(people.list_channels(viewer=estate.auntie, person=person)) == 4
    assert matters.list_my_matters(viewer=estate.auntie).waiting_for_me
    assert people.list_homes(viewer=estate.auntie, person=person)
    deliver_all()
    told = [card.text.en for card in notify.list_inbox(viewer=estate.auntie)]
    assert any("have been erased" in words for words in told)


def test_a_file_is_given_to_whose_it_is(life, auntie):
    from linli.foundation.files import api as files
    from linli.kernel import Refused

    kept = files.keep_file(
        by=life.estate.auntie,
        about=Ref("matter", life.working),
        name="b.jpg",
        content=picture("blue"),
    )
    file = kept if isinstance(kept, str) else kept.id
    assert files.read_own_file(viewer=life.estate.auntie, file=file).content
    for viewer in (life.estate.neighbour, life.estate.clerk):
        with pytest.raises(Refused) as caught:
            files.read_own_file(viewer=viewer, file=file)
        assert caught.value.code == "not_found"
