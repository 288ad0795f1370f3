"""What the desk writes down with people: numbers, ways, consents, helpers, owners and shares."""

import pytest

from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, PersonKind, Relation
from linli.kernel import new_id
from linli.support.notify import api as notify


@pytest.fixture
def desk(office, at_work):
    return at_work(office.clerk)


@pytest.fixture
def path(office):
    return f"/desk/people/{office.auntie.person}"


PAGES = ("change", "reach", "consent", "helper")


def test_a_number_is_corrected_with_a_reason_the_person_can_read(office, desk, path):
    wrong = {"name": "王秀英", "phone": "13911112222", "reason": ""}
    assert desk.post(f"{path}/change", {**wrong, "once": new_id()}).status_code == 422
    number = {"name": "王秀英", "phone": "12", "reason": "本人来办"}
    assert desk.post(f"{path}/change", {**number, "once": new_id()}).status_code == 422
    person = office.auntie.person
    assert people.get_phone(viewer=office.platform, person=person) == "13900000001"
    assert people.list_looks(viewer=office.auntie).items == ()
    data = {**wrong, "name": "王秀瑛", "reason": "换了手机", "once": new_id()}
    assert desk.post(f"{path}/change", data).status_code == 302
    assert desk.post(f"{path}/change", data).status_code == 302
    assert people.get_phone(viewer=office.platform, person=person) == "13911112222"
    (look,) = people.list_looks(viewer=office.auntie).items
    assert (look.looker_name, look.reason) == ("陈静", "换了手机")
    assert people.get_person(viewer=office.clerk, person=person).name == "王秀瑛"


def test_the_way_to_reach_someone_is_chosen_at_the_counter(office, desk, path):
    before = people.list_channels(viewer=office.auntie, person=office.auntie.person)
    for wrong in ({"first": "", "via": "counter"}, {"first": "paper", "via": "web"}):
        assert desk.post(f"{path}/reach", {**wrong, "once": new_id()}).status_code == 422
    assert people.list_channels(viewer=office.auntie, person=office.auntie.person) == before
    data = {"first": "paper", "via": "counter", "once": new_id()}
    assert desk.post(f"{path}/reach", data).status_code == 302
    found = people.list_channels(viewer=office.auntie, person=office.auntie.person)
    assert [one.kind for one in found] == [ChannelKind.PAPER, ChannelKind.APP]


def test_a_consent_is_written_down_and_withdrawn_by_who_was_told_it(office, desk, path):
    data = {"purpose": "室内温度", "via": "phone"}
    assert desk.post(f"{path}/consent", {**data, "once": new_id()}).status_code == 422
    assert people.list_consents(viewer=office.auntie, person=office.auntie.person) == ()
    for answer in ("yes", "no"):
        desk.post(f"{path}/consent", {**data, "is_given": answer, "once": new_id()})
        (card,) = people.list_consents(viewer=office.auntie, person=office.auntie.person)
        assert card.is_given == (answer == "yes")
        assert (card.by, card.via) == (office.clerk.person, "phone")
    assert "室内温度" in desk.get(f"{path}/consent").content.decode()


def test_a_helper_is_trusted_and_stopped_at_the_counter(office, desk, path):
    data = {"name": "儿子", "phone": "13900000088", "days": "30", "via": "counter"}
    assert desk.post(f"{path}/helper", {**data, "once": new_id()}).status_code == 422
    data["proof"] = "授权书 17"
    assert desk.post(f"{path}/helper", {**data, "phone": "1", "once": new_id()}).status_code == 422
    assert people.list_help(viewer=office.auntie) == ()
    assert desk.post(f"{path}/helper", {**data, "once": new_id()}).status_code == 302
    (trust,) = people.list_help(viewer=office.auntie)
    assert (trust.helper_name, trust.via, trust.proof) == ("儿子", "counter", "授权书 17")
    assert "儿子" in desk.get(f"{path}/helper").content.decode()
    rang = {"via": "phone", "once": new_id()}
    assert desk.post(f"{path}/helpers/{trust.id}/stop", rang).status_code == 302
    assert people.list_help(viewer=office.auntie) == ()
    deeds = people.list_deeds(viewer=office.auntie)
    said = [(one.actor_name, one.via, one.what.en) for one in deeds]
    assert said == [
        ("陈静", "phone", "stopped a helper"),
        ("陈静", "counter", "wrote down a helper"),
    ]
    other = f"/desk/people/{office.neighbour.person}/helpers/{trust.id}/stop"
    assert desk.post(other, {"once": new_id()}).status_code == 404


def test_a_company_or_the_developer_owns_homes_and_is_one_in_all_of_them(office, desk):
    data = {"name": "远山公司", "kind": "company", "id_number": "91110000XYZ", "relation": "owner"}
    for place in (office.dwelling, office.other_dwelling):
        sent = {**data, "lives": "no", "once": new_id()}
        assert desk.post(f"/desk/places/{place}/people", sent).status_code == 302
    (card,) = people.list_people(viewer=office.clerk, search="远山公司").items
    assert card.kind is PersonKind.COMPANY
    homes = people.list_homes(viewer=office.clerk, person=card.id)
    assert {home.dwelling for home in homes} == {office.dwelling, office.other_dwelling}
    assert all(home.household is None for home in homes)
    wrong = {**data, "kind": "ministry", "once": new_id()}
    assert desk.post(f"/desk/places/{office.dwelling}/people", wrong).status_code == 422


def test_shares_are_written_down_and_an_owner_moves_out_but_stays_owner(office, desk):
    person, home = office.auntie.person, office.dwelling
    path = f"/desk/places/{home}/owners/{person}"
    assert desk.get(path).status_code == 200
    bad = {"share": "3/2", "lives": "yes", "once": new_id()}
    assert desk.post(path, bad).status_code == 422
    (before,) = people.list_homes(viewer=office.clerk, person=person)
    assert before.share == ""
    assert desk.post(path, {"share": "1/2", "lives": "no", "once": new_id()}).status_code == 302
    (after,) = people.list_homes(viewer=office.clerk, person=person)
    assert (after.share, after.relation, after.household) == ("1/2", Relation.OWNER, None)
    other = f"/desk/places/{office.other_dwelling}/owners/{person}"
    assert desk.get(other).status_code == 404
    taken = {"name": "李四", "relation": "owner", "share": "2/3", "once": new_id()}
    assert desk.post(f"/desk/places/{home}/people", taken).status_code == 422
    assert people.list_people(viewer=office.clerk, search="李四").items == ()


def test_these_pages_are_closed_to_others_and_to_protected_records(office, at_work, desk, path):
    for who in (office.plumber, office.street):
        for page in PAGES:
            assert at_work(who).get(f"{path}/{page}").status_code == 403, page
    assert f"{path}/change" in desk.get(path).content.decode()
    people.mark_confidential(by=office.keeper, dwelling=office.dwelling, reason="保护令")
    assert f"{path}/change" not in desk.get(path).content.decode()
    data = {"name": "X", "reason": "x", "once": new_id()}
    for page in PAGES:
        assert desk.get(f"{path}/{page}").status_code == 403
        assert desk.post(f"{path}/{page}", data).status_code == 403
    assert people.get_person(viewer=office.keeper, person=office.auntie.person).name == "王秀英"
    assert at_work(office.keeper).get(f"{path}/change").status_code == 200


@pytest.mark.parametrize(
    ("page", "form", "said"),
    [
        ("reach", {"first": "phone", "via": "phone"}, "changed the way to be reached"),
        (
            "consent",
            {"purpose": "室内温度", "is_given": "yes", "via": "paper"},
            "wrote down a consent",
        ),
        (
            "helper",
            {
                "name": "儿子",
                "phone": "13900000088",
                "days": "30",
                "via": "counter",
                "proof": "授权书 17",
            },
            "wrote down a helper",
        ),
        ("card", {"name": "王阿姨", "pin": "4827"}, "made a log-in card"),
    ],
)
def test_what_the_desk_does_in_somebodys_name_is_noted_once_and_told(
    office, desk, path, page, form, said
):
    person = office.auntie.person
    people.choose_deed_news(by=office.auntie, person=person, news=people.DeedNews.EACH)
    assert desk.post(f"{path}/{page}", {**form, "via": "web"}).status_code in (200, 422)
    people_deeds = people.list_deeds(viewer=office.auntie).items
    assert page == "card" or people_deeds == ()  # a card is always made at the counter
    once = new_id()
    for _ in range(2):
        desk.post(f"{path}/{page}", {**form, "once": once})
    deed = people.list_deeds(viewer=office.auntie).items[0]
    assert (deed.actor_name, deed.person, deed.what.en) == ("陈静", person, said)
    assert deed.via == form.get("via", "counter")
    deliver_all()
    told = [card.text.en for card in notify.list_inbox(viewer=office.auntie)]
    assert any(f"陈静 {said} for you" in words for words in told)
