"""Every service is there four times — page, phone, counter, paper — and makes the same record."""

import inspect
import re
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from linli.application.assembly import api as assembly
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Ref, Via, Words, new_id
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.desk.asking import KNOWN, VIAS
from linli.surface.desk.taking_down import DONE_HERE
from linli.surface.resident import urls as resident
from linli.surface.shell.api import SERVICES
from linli.surface.shell.offered import SCREEN_ONLY
from modules.support.matters_estate import MONDAY, Estate, build, by_phone
from surface.desk.conftest import strong_session
from surface.resident.assembly_estate import convened, prepare
from surface.resident.community import session_of

ELSEWHERE = {"help"}
"""Routes of the shell that residents use like their own."""


def writes(view) -> bool:
    """Whether a page takes something in: it is only posted, or it looks at the method."""
    while view is not None:
        if view.__code__.co_qualname.startswith("post_only."):
            return True
        if re.search(r"request\.(method|POST|FILES)", inspect.getsource(view)):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def sent_routes() -> set[str]:
    return {one.name for one in resident.urlpatterns if writes(one.callback)}


def test_what_a_resident_can_send_belongs_to_a_service():
    named = {route for one in SERVICES for route in one.routes} | SCREEN_ONLY.keys()
    unnamed = sent_routes() - named
    assert sorted(unnamed) == [], "name a service for it in surface/shell/offered/"
    assert named - ELSEWHERE <= {one.name for one in resident.urlpatterns}


def test_a_route_belongs_to_one_service_only():
    routes = [route for one in SERVICES for route in one.routes]
    assert len(routes) == len(set(routes))
    assert not SCREEN_ONLY.keys() & set(routes)


def test_pages_that_take_something_in_are_told_from_those_that_show():
    found = {path: writes(resolve(path, "linli.wiring.urls").func) for path in ("/me", "/report")}
    assert found == {"/me": False, "/report": True}
    assert writes(resolve("/matters/1/urge", "linli.wiring.urls").func)


def test_every_service_has_a_page_a_form_and_the_desk(client, db):
    estate = build()
    desk = at_desk(estate)
    assert {one.key for one in SERVICES} == DONE_HERE
    for one in SERVICES:
        assert get_resolver("linli.wiring.urls").resolve(one.page)
        form = client.get(reverse("shell:form", args=[one.key]))
        assert form.status_code == 200, one.key
        assert 'class="qr"' in form.content.decode()
        asked = desk.get(f"/desk/entry/for/{estate.auntie.person}/{one.key}")
        assert asked.status_code == 200, one.key


def at_desk(estate: Estate) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = strong_session(estate.clerk)
    return client


def at_home(estate: Estate) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session_of(estate.auntie)
    return client


def settled() -> tuple[Estate, dict[str, str]]:
    """An estate in which every service has something to do."""
    estate = build()
    auntie, clerk = estate.auntie, estate.clerk
    working = estate.report(by=by_phone(clerk, auntie))
    done = estate.resolved(category="electricity", title="", description="客厅没电")
    declined = estate.report(title="", description="邻居家的树")
    matters.decline_matter(by=clerk, matter=declined, reason="归园林局管")
    public = estate.report(
        by=estate.neighbour, category="lighting", title="", place=estate.entrance
    )
    trust = people.allow_help(by=auntie, name="刘洋", phone="13900000002")
    people.record_consent(by=auntie, person=auntie.person, purpose="室内温度", is_given=True)
    token = people.issue_token(by=auntie, name="家里的屏", scopes=("read:matters",), days=30)
    people.issue_pass(by=clerk, person=auntie.person)
    card = people.get_pass(viewer=auntie, person=auntie.person)
    line = matters.get_matter(viewer=auntie, matter=working).timeline[0].number
    return estate, {
        "working": working,
        "done": done,
        "declined": declined,
        "public": public,
        "trust": trust,
        "token": token.id,
        "card": card.id,
        "line": str(line),
        "home": estate.dwelling,
        "assembly": convened(estate, prepare(estate), "vote"),
    }


def record(estate: Estate) -> dict[str, object]:
    """All that stands in the record of 王秀英, but for who wrote it and how it came."""
    who, person = estate.auntie, estate.auntie.person
    found = matters.list_my_matters(viewer=who)
    own = (*found.waiting_for_me, *found.waiting_for_staff, *found.finished)
    return {
        "matters": sorted((written(estate, one.id) for one in own), key=str),
        "followed": [(one.category, one.supports) for one in found.followed],
        "channels": [one.kind for one in people.list_channels(viewer=who, person=person)],
        "consents": [
            (one.purpose, one.is_given) for one in people.list_consents(viewer=who, person=person)
        ],
        "help": [
            (one.helper_name, one.scope, one.until)
            for one in people.list_help(viewer=who, person=person)
        ],
        "private": people.is_private(viewer=who, dwelling=estate.dwelling),
        "objections": [
            (one.about, one.text)
            for meeting in assembly.list_assemblies(viewer=who).items
            for one in assembly.list_objections(viewer=who, assembly=meeting.id)
        ],
        "card": people.get_pass(viewer=who, person=person).ended_at,
        "tokens": [one.revoked_at for one in people.list_tokens(viewer=who)],
    }


def written(estate: Estate, matter: str) -> tuple[object, ...]:
    sheet = matters.get_matter(viewer=estate.auntie, matter=matter)
    card, said = sheet.card, sheet.verdict
    return (
        (card.category, card.place_label, card.severity, card.state, card.reporter_name),
        sheet.description.partition("\n(")[0],
        [(one.kind, one.state, one.due_at) for one in sheet.clocks],
        [(one.kind, one.is_disputed) for one in sheet.timeline],
        [(one.text, len(one.photos)) for one in sheet.messages],
        (said.solved, said.stars, said.words) if said else None,
        sheet.responsible_name,
    )


def report_on_pages(page: Client, ids: dict[str, str]) -> None:
    page.post("/report", {"category": "water"})
    page.post("/report/where", {"place": ids["home"]})
    page.post("/report/details", {"words": "厨房下面漏"})
    page.post("/report/reach", {"reach": "known"})
    draft = page.get("/report/check").context["fields"][0].text
    page.post("/report/check", {"draft": draft})


def posts(path: str, **data: str):
    def send(page: Client, ids: dict[str, str]) -> None:
        response = page.post(path.format(**ids), {**data, "once": new_id()})
        assert response.status_code == 302, (path, response.status_code)

    return send


WAYS = {
    "report": (
        report_on_pages,
        {"category": "water", "place": "{home}", "words": "厨房下面漏"},
    ),
    "call_back": (posts("/help", words="说不清"), {"words": "说不清"}),
    "write": (
        posts("/matters/{working}/write", text="下午在家"),
        {"matter": "{working}", "words": "下午在家"},
    ),
    "urge": (posts("/matters/{working}/urge"), {"matter": "{working}"}),
    "verdict": (
        posts("/matters/{done}/solved", stars="5"),
        {"matter": "{done}", "solved": "yes", "stars": "5"},
    ),
    "verdict no": (
        posts("/matters/{done}/not-solved", words="又跳闸了"),
        {"matter": "{done}", "solved": "no", "words": "又跳闸了"},
    ),
    "withdraw": (
        posts("/matters/{working}/withdraw"),
        {"matter": "{working}", "do": "withdraw"},
    ),
    "contest": (
        posts("/matters/{declined}/contest", words="树在我家窗前"),
        {"matter": "{declined}", "words": "树在我家窗前"},
    ),
    "dispute": (
        posts("/matters/{working}/lines/{line}/dispute", words="没说过"),
        {"said": "{working}:{line}", "words": "没说过"},
    ),
    "follow": (posts("/matters/{public}/follow"), {"nearby": "{public}", "do": "follow"}),
    "correct": (
        posts("/me/correct", what="name", words="王秀瑛"),
        {"what": "name", "words": "王秀瑛"},
    ),
    "vote": (
        posts("/assembly/{assembly}/paper", way="paper"),
        {"assembly": "{assembly}", "way": "paper"},
    ),
    "objection": (
        posts("/assembly/{assembly}/object", text="面积错了"),
        {"assembly": "{assembly}", "words": "面积错了"},
    ),
    "channels": (posts("/me/channels", first="paper"), {"first": "paper"}),
    "helper": (
        posts("/me/helpers", name="王小明", phone="13900000088", days="30"),
        {"name": "王小明", "phone": "13900000088", "days": "30", "proof": "柜台签字"},
    ),
    "helper_stop": (posts("/me/helpers/{trust}/stop"), {"helper": "{trust}"}),
    "consent": (
        posts("/me/consents", purpose="室内温度", is_given="no"),
        {"agreed": "室内温度", "is_given": "no"},
    ),
    "privacy": (posts("/me/homes/{home}/hide"), {"home": "{home}", "do": "hide"}),
    "card": (posts("/me/card/{card}/stop"), {"card": "{card}"}),
    "token": (posts("/me/tokens/{token}/revoke"), {"token": "{token}"}),
}
WISHES = ("looks", "copy", "object", "assembly")
APART = {
    **dict.fromkeys(
        ("looks", "copy", "object"),
        "a page shows or does it at once; told to the desk it is a matter that a person answers",
    ),
    "assembly": "who signs, stands, objects or comments does it in person and no helper or clerk "
    "for them; said at the desk it is a matter, and a name on paper is entered with its picture",
    "notices": "only the desk rings and hands over; whoever reads on a screen is told by that",
}
"""What does not make one record on every way, and why; each has a test of its own below."""


def test_every_service_is_done_on_every_way_or_says_why_not():
    walked = {way.split(" ")[0] for way in WAYS}
    assert walked | APART.keys() == {one.key for one in SERVICES}
    assert not walked & APART.keys()
    assert set(WISHES) == APART.keys() - {"notices"}


@pytest.mark.parametrize("way", WAYS)
def test_page_phone_counter_and_paper_make_the_same_record(db, way):
    on_pages, answers = WAYS[way]
    with held(MONDAY):
        estate, ids = settled()
        before = record(estate)
        with undone():
            on_pages(at_home(estate), ids)
            by_page = record(estate)
        assert by_page != before
        for via in VIAS:
            with undone():
                assert record(estate) == before
                take_down(estate, way.split(" ")[0], via, answers, ids)
                assert record(estate) == by_page, via


@contextmanager
def undone():
    """What is done inside is taken back at the end, so that the next way finds the same estate."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def take_down(estate, service, via, answers, ids, **more) -> str:
    """What the clerk does: ask, read back, hand in; the slip's address."""
    data = {name: value.format(**ids) for name, value in answers.items()}
    data |= {"via": str(via), "known_by": "answers", "once": new_id(), **more}
    desk, path = at_desk(estate), f"/desk/entry/for/{estate.auntie.person}/{service}"
    back = desk.post(path, data)
    assert back.status_code == 200, back.content.decode()
    done = desk.post(f"{path}/hand-in", data)
    assert done.status_code == 302, done.content.decode()
    assert desk.get(done["Location"]).status_code == 200
    return done["Location"]


@pytest.mark.parametrize("service", WISHES)
def test_a_wish_is_a_matter_however_it_comes(db, service):
    records = []
    with held(MONDAY):
        estate, ids = settled()
    for via in VIAS:
        with held(MONDAY), undone():
            take_down(estate, service, via, {"words": "名字写错了"}, ids)
            records.append(record(estate))
            assert len(records[-1]["matters"]) == 4
    assert records[0] == records[1] == records[2]


def test_wanting_to_be_shown_again_is_for_the_keeper_to_do(db):
    estate, ids = settled()
    people.set_private(by=estate.auntie, is_private=True, dwelling=estate.dwelling)
    desk = at_desk(estate)
    response = desk.get(f"/desk/entry/for/{estate.auntie.person}/privacy")
    assert response.status_code == 403  # a clerk opens no record of a home that is not shown
    assert people.is_private(viewer=estate.auntie, dwelling=estate.dwelling)


def test_a_call_made_and_a_word_at_the_counter_both_count_as_told(db):
    estate, ids = settled()
    person = estate.auntie.person
    for kind in (ChannelKind.PHONE, ChannelKind.PAPER):
        people.set_channels(by=estate.auntie, person=person, kinds=(kind,))
        (message,) = notify.tell(
            by=estate.platform,
            person=person,
            text=Words("明天停水", "No water tomorrow"),
            about=Ref("place", estate.community),
            key=f"water {kind}",
            urgent=True,
        )
        take_down(estate, "notices", "counter", {"told": message, "do": "know"}, ids)
        assert notify.get_delivered_at(viewer=estate.clerk, key=f"water {kind}") is not None


def test_a_form_handed_in_twice_acts_once(db):
    estate, ids = settled()
    once = new_id()
    first = take_down(estate, "channels", "paper", {"first": "phone"}, ids, once=once)
    again = take_down(estate, "channels", "paper", {"first": "phone"}, ids, once=once)
    assert first == again
    assert len(people.list_desk_entries(viewer=estate.clerk, person=estate.auntie.person)) == 1


def test_what_was_refused_leaves_no_entry(db):
    estate, ids = settled()
    take_down(estate, "urge", "phone", {"matter": "{working}"}, ids)
    path = f"/desk/entry/for/{estate.auntie.person}/urge/hand-in"
    data = {"matter": ids["working"], "via": "phone", "known_by": "seen", "once": new_id()}
    assert at_desk(estate).post(path, data).status_code == 422
    assert len(people.list_desk_entries(viewer=estate.clerk, person=estate.auntie.person)) == 1


def test_what_was_written_down_goes_on_to_the_first_entry(db):
    estate, _ = settled()
    by = estate.clerk.for_person(estate.auntie.person or "", via=Via.PHONE)
    known = [
        people.write_down(by=by, service="channels", known_by="number", key=f"{number}").number
        for number in range(22)
    ]
    page = at_home(estate).get("/me/written-down")
    later = at_home(estate).get("/me/written-down", {"cursor": page.context["next"]})
    said = page.content.decode() + later.content.decode()
    assert [number for number in known if f"/me/written-down/{number}/" not in said] == []
    assert later.context["next"] is None and f"/{known[0]}/" not in page.content.decode()


def test_a_name_entered_from_paper_is_called_by_what_it_is(db):
    estate, _ = settled()
    by = estate.clerk.for_person(estate.auntie.person or "", via=Via.PAPER)
    people.write_down(by=by, service="sign_request", known_by="signed", key="s")
    page = at_home(estate).get("/me/written-down").content.decode()
    assert "在开会的提议上签的名" in page and "sign_request" not in page


def test_how_she_was_known_is_kept_and_she_can_say_that_was_not_me(db):
    estate, ids = settled()
    where = take_down(estate, "channels", "phone", {"first": "paper"}, ids, known_by="number")
    (entry,) = people.list_desk_entries(viewer=estate.auntie, person=estate.auntie.person)
    assert (entry.known_by, str(entry.via), entry.by_name) == ("number", "phone", "陈静")
    page = at_home(estate)
    assert "陈静" in page.get("/me/written-down").content.decode()
    path = f"/me/written-down/{entry.number}/dispute"
    assert page.get(path).status_code == 200
    assert page.post(path, {"words": "不是我打的", "once": new_id()}).status_code == 302
    (entry,) = people.list_desk_entries(viewer=estate.clerk, person=estate.auntie.person)
    assert entry.disputed_at is not None
    stranger = Client(raise_request_exception=False)
    stranger.cookies["sessionid"] = session_of(estate.neighbour)
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"once": new_id()}).status_code == 404
    assert stranger.get(where).status_code == 403


def test_the_signed_form_is_kept_with_the_entry(db, settings, tmp_path):
    from surface.resident.community import picture

    settings.FILES = tmp_path
    estate, ids = settled()
    where = take_down(estate, "helper_stop", "paper", {"helper": "{trust}"}, ids)
    desk = at_desk(estate)
    with (tmp_path / "form.jpg").open("wb") as file:
        file.write(picture())
    with (tmp_path / "form.jpg").open("rb") as file:
        kept = desk.post(f"{where}/scan", {"scan": file, "once": new_id()})
    assert kept.status_code == 302
    page = desk.get(where).content.decode()
    link = page.partition(f'href="{where}/scans/')[2].partition('"')[0]
    assert desk.get(f"{where}/scans/{link}")["Content-Type"] == "image/jpeg"
    assert at_home(estate).get(f"{where}/scans/{link}").status_code == 403


def test_a_worker_and_a_neighbour_write_nothing_down(db):
    estate, ids = settled()
    path = f"/desk/entry/for/{estate.auntie.person}/channels/hand-in"
    data = {"first": "paper", "via": "phone", "known_by": "seen", "once": new_id()}
    for who in (estate.plumber, estate.neighbour):
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = strong_session(who)
        assert client.post(path, data).status_code == 403
    assert people.list_desk_entries(viewer=estate.clerk, person=estate.auntie.person).items == ()


def test_every_way_of_being_known_has_words():
    assert set(KNOWN) == set(people.KnownBy)


def test_a_signed_helper_form_is_kept_with_the_trust_it_gives(db, settings, tmp_path):
    from surface.resident.community import picture

    settings.FILES = tmp_path
    estate, _ids = settled()
    desk, person = at_desk(estate), estate.auntie.person
    data = {"name": "周小妹", "phone": "13711114444", "days": "30", "via": "paper"}
    path = f"/desk/people/{person}/helper"

    def helped() -> list[str]:
        return [one.helper_name for one in people.list_help(viewer=estate.auntie)]

    wrong = SimpleUploadedFile("a.exe", b"MZ" + bytes(60))
    refused = desk.post(path, {**data, "proof": "柜3-17", "scan": wrong, "once": new_id()})
    assert refused.status_code == 422 and "周小妹" not in helped()
    form = SimpleUploadedFile("form.jpg", picture(), "image/jpeg")
    once = new_id()
    taken = desk.post(path, {**data, "proof": "柜3-17", "scan": form, "once": once})
    assert taken.status_code == 302 and "周小妹" in helped()
    ((name, where),) = desk.get(path).context["scans"]
    assert name.startswith("周小妹")
    assert desk.get(where)["Content-Type"] == "image/jpeg"
    assert at_home(estate).get(where).status_code == 403
    other = where.replace(str(person), str(estate.neighbour.person))
    assert desk.get(other).status_code == 404
