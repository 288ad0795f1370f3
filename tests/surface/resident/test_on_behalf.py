"""Acting for somebody: every change has actor, principal, consent and notice, or does not happen.

Every address of the resident's pages that takes a form is walked, as a helper who may act, one who
may look, one whose time is over and one who is no longer trusted.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from linli.application.assembly import api as assembly
from linli.foundation.drafts import api as drafts
from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.foundation.people.api import HelpScope
from linli.foundation.people.models import Deed, Help
from linli.kernel import Via, new_id, now
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.shell.behalf import STEPS, is_practice
from modules.support.matters_estate import Estate
from surface.assembly_life import prepared
from surface.resident.assembly_estate import convened, head_of, prepare
from surface.resident.community import Life, begun, session_of

DEEDS = {
    "report-check": {},
    "report-join": {},
    "report-call-me": {},
    "ring-me": {"matter": "working"},
    "contest-undo": {"matter": "declined"},
    "dispute-undo": {"matter": "working"},
    "entry-dispute": {},
    "take-back": {"matter": "fresh"},
    "write": {"matter": "working", "text": "阿姨在家"},
    "message-take-back": {"matter": "working"},
    "solved": {"matter": "waiting", "stars": "5"},
    "not-solved": {"matter": "waiting", "why": "还在滴", "words": "还在滴"},
    "verdict-undo": {"matter": "waiting"},
    "contest": {"matter": "declined", "words": "不同意"},
    "dispute": {"matter": "working", "words": "不是我说的"},
    "urge": {"matter": "working"},
    "withdraw": {"matter": "working"},
    "restore": {"matter": "working"},
    "follow": {"matter": "public"},
    "unfollow": {"matter": "public"},
    "home-hide": {},
    "assembly-object": {"text": "面积错了"},
    "assembly-paper": {"way": "paper"},
}
"""What a helper may do; each leaves a deed."""


NEVER = frozenset(
    {
        "channels",
        "channels-back",
        "channels-each",
        "channels-try",
        "card-tell",
        "helper-again",
        "token-restore",
        "consent",
        "helpers",
        "helper-invite",
        "token-make",
        "token-revoke",
        "card-stop",
        "card-restore",
        "deeds-news",
        "home-show",
        "take",
        "correct",
        "object",
        "erase",
        "assembly-item",
        "assembly-check",
        "assembly-mine",
        *("request-ask", "request-sign", "request-unsign", "request-withdraw"),
        *("candidate-stand", "candidate-propose", "candidate-out", "handover-sign"),
        *("list-doubt", "concern-back", "draft-text", "comment-back"),
        *("assembly-object-back", "preparing-do"),
    }
)
"""What only the person decides, whoever asks."""


OPEN = frozenset({"invited"})
"""Pages anybody opens, before they act for anyone."""


READ = frozenset(
    {
        "as-fast",
        "rules",
        "announcement",
        "announcements",
        "bulletin",
        "cards",
        "drafts",
        "find",
        "written-down",
        "home",
        "matters",
        "around",
        "matter",
        "receipt",
        "chain",
        "photo",
        "draft-photo",
        "measured",
        "devices",
        "device",
        "series",
        "decision",
        "notices",
        "me",
        "card",
        "looks",
        "deeds",
        "tokens",
        "kept",
        "ledger",
        "ledger-board",
        "ledger-bundle",
        "ledger-checkpoint",
        "ledger-tile",
        "assemblies",
        "assembly",
        "assembly-vote",
        "assembly-receipt",
        "assembly-proof",
        "assembly-slips",
        "assembly-result",
        "requests",
        "request",
        "candidates",
        "preparing",
    }
)
"""Pages that are only read."""


def text(response) -> str:
    return response.content.decode()


def resident_routes() -> dict[str, str]:
    """Every resident page by name that somebody could post to, with its path."""
    found: dict[str, str] = {}
    for one in get_resolver("linli.surface.resident.urls").url_patterns:
        found[one.name] = str(one.pattern)
    return found


def paths(life: Life) -> dict[str, str]:
    """An address of every resident route, with things of the principal's own in it."""
    estate = life.estate
    declined = estate.report(title="", description="邻居家的树")
    matters.decline_matter(by=estate.clerk, matter=declined, reason="归园林局")
    helper = estate.neighbour.for_person(estate.auntie.person or "", via=Via.WEB)
    message = matters.post_message(by=helper, matter=life.working, text="几点来")
    sheet = matters.get_matter(viewer=estate.auntie, matter=life.working)
    line = next(one.number for one in sheet.timeline if one.may_dispute)
    vote = convened(estate, prepare(estate), "vote")
    names = {"declined": declined, "fresh": estate.report(description="灯坏"), **vars(life)}
    filled = {
        **_own_things(estate, vote),
        "<int:line>": str(line),
        "<str:message>": message,
        "<str:trust>": life.trust,
        "<str:home>": estate.dwelling,
        "<str:code>": "nothing",
        "<str:file>": "nothing",
        "<str:device>": life.device,
        "<str:mandate>": life.mandate,
        "<str:assembly>": vote,
        "<int:head>": str(head_of(estate.auntie, vote).head),
        "<int:item>": "1",
        "<str:ballot>": "nothing",
        "<str:kinds>": "paper",
        "<str:key>": "stairs",
        "<int:entry>": str(life.entry),
        "<int:number>": str(life.series),
    }
    found = {}
    for name, pattern in resident_routes().items():
        path, matter = pattern, names[DEEDS.get(name, {}).get("matter", "working")]
        for part, value in {**filled, "<str:matter>": matter}.items():
            path = path.replace(part, value)
        found[name] = f"/{path}"
    return found


def _own_things(estate: Estate, vote: str) -> dict[str, str]:
    """A card, a program's key and everything of an assembly in preparation, all her own."""
    auntie, house = estate.auntie, prepared(estate)
    people.issue_pass(by=estate.clerk, person=auntie.person or "")
    card = people.get_pass(viewer=auntie, person=auntie.person or "")
    token = people.issue_token(by=auntie, name="屏", scopes=["read:places"])
    draft = drafts.keep_draft(by=auntie, slot="report", values={"category": "water"})
    text = assembly.get_text(viewer=auntie, draft=house.draft)
    return {
        "<str:card>": card.id if card else "",
        "<str:token>": token.id,
        "drafts/<str:draft>": f"drafts/{draft.id}",
        "<str:draft>": house.draft,
        "<str:comment>": next(one.id for one in text.comments if one.is_mine),
        "<str:asked>": house.request,
        "<str:candidacy>": house.candidacy,
        "<str:item>": house.item,
        "<str:showing>": house.roll,
        "<str:concern>": house.concern,
        "<str:objection>": assembly.object_to(
            by=auntie, assembly=vote, about="roll", text="面积错了", key="objection"
        ),
        "<str:act>": "concern",
        "<str:thing>": house.concern,
    }


def everything() -> dict[str, list[tuple]]:
    """What lies in the tables of people's affairs; sessions and parked forms are none."""
    apart = ("django_", "facts_", "auth_", "drafts_parked")
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = {}
        for table in tables:
            if not table.startswith(apart):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                rows[table] = sorted(map(repr, cursor.fetchall()))
        return rows


def data(name: str) -> dict[str, str]:
    given = {key: value for key, value in DEEDS.get(name, {}).items() if key != "matter"}
    return {"words": "替阿姨说", "once": new_id(), **given}


def test_every_form_is_a_deed_a_step_or_never_a_helpers():
    """A new page that takes forms must say which of the three it is."""
    named = {*DEEDS, *STEPS, *NEVER, *OPEN}
    posted = {name for name in resident_routes() if name not in READ and not is_practice(name)}
    assert posted - named == set()


BEFORE = {
    "verdict-undo": "solved",
    "restore": "withdraw",
    "unfollow": "follow",
    "contest-undo": "contest",
    "dispute-undo": "dispute",
}
"""What has to be done first, for there to be something to take back."""


ON_THEIR_OWN = {"report-check", "report-join"}
"""The end of several pages: tests of their own walk them."""


@pytest.mark.long
def test_what_a_helper_does_is_noted_with_both_names_and_told(life, helping):
    estate, found, done = life.estate, paths(life), set()
    for name in sorted(DEEDS.keys() - ON_THEIR_OWN):
        mark = transaction.savepoint()
        if name in BEFORE:
            first = helping.post(found[BEFORE[name]], data(BEFORE[name]))
            assert first.status_code == 302, name
        Deed.objects.all().delete()
        before = everything()
        if helping.post(found[name], data(name)).status_code == 302:
            (deed,) = people.list_deeds(viewer=estate.auntie)
            assert (deed.actor, deed.person) == (estate.neighbour.person, estate.auntie.person)
            assert deed.trust == life.trust
            deliver_all()
            told = [card.text.en for card in notify.list_inbox(viewer=estate.auntie)]
            assert any(f"刘洋 {deed.what.en} for you" in words for words in told), name
            done.add(name)
        else:
            assert everything() == before, name
        transaction.savepoint_rollback(mark)
    assert done == DEEDS.keys() - ON_THEIR_OWN


def begin_report(life: Life, helping: Client) -> None:
    helping.post("/report", {"category": "water"})
    helping.post("/report/where", {"place": life.estate.dwelling})
    helping.post("/report/details", {"words": "滴水"})
    helping.post("/report/reach", {"reach": "known"})


def test_joining_in_for_another_is_one_deed(life, helping):
    matters.withdraw_support(by=life.estate.auntie, matter=life.public)
    begin_report(life, helping)
    for _ in range(2):
        assert helping.post(f"/report/join/{life.public}", {"once": "k1"}).status_code == 302
    (deed,) = people.list_deeds(viewer=life.estate.auntie)
    assert (deed.actor, deed.trust) == (life.estate.neighbour.person, life.trust)
    assert deed.about == f"matter:{life.public}"


def test_a_report_for_another_is_one_deed_however_often_it_is_sent(life, helping):
    begin_report(life, helping)
    draft = re.search(r'name="draft" value="(\w+)"', text(helping.get("/report/check")))[1]
    form = {"draft": draft, "once": "k1"}
    first = helping.post("/report/check", form)
    assert first.status_code == 302
    helping.post("/report/check", form)
    (deed,) = people.list_deeds(viewer=life.estate.auntie)
    assert deed.what.en == "reported something" and deed.about.startswith("matter:")
    line = matters.get_matter(
        viewer=life.estate.auntie, matter=deed.about.partition(":")[2]
    ).timeline[0]
    assert (line.person_name, line.on_behalf_name) == ("刘洋", "王秀英")
    auntie = Client()
    auntie.cookies["sessionid"] = session_of(life.estate.auntie)
    assert "刘洋" in text(auntie.get("/me/deeds"))


PERSONAL = {
    "first": "sms",
    "name": "刘洋",
    "home": "3-2-501",
    "phone": "13711112222",
    "purpose": "室内温度",
    "is_given": "no",
    "news": "daily",
    "scopes": "read:matters",
    "what": "name",
    "text": "面积错了",
    "kind": "extraordinary",
    "title": "修路",
    "reason": "坑太多",
    "item": "修路",
}
"""Answers to everything only the person is asked."""


HIDDEN = {"card-stop", "card-restore", "token-revoke", "token-restore", "preparing-do"}
"""What a helper is not even told of: her card, her programs, the body she serves in."""


MORE_IS_ASKED = {"assembly-item", "assembly-check", "object", "erase", "preparing-do"}
"""What she is asked more for than these answers hold."""


def test_what_only_the_person_decides_no_helper_does(life, helping):
    found, before = paths(life), everything()
    for name in sorted(NEVER):
        answer = helping.post(found[name], {**data(name), **PERSONAL})
        assert answer.status_code == (404 if name in HIDDEN else 403), name
    assert everything() == before


def test_what_no_helper_may_do_the_person_can(life, auntie):
    """What a helper is refused at is no mistake in an address: whose it is does it."""
    found = paths(life)
    for name in sorted(NEVER):
        mark = transaction.savepoint()
        answer = auntie.post(found[name], {**data(name), **PERSONAL})
        wanted = {422} if name in MORE_IS_ASKED else {200, 302}
        assert answer.status_code in wanted, name
        transaction.savepoint_rollback(mark)


def test_who_may_only_look_changes_nothing(life):
    client, found = begun(life, HelpScope.SEE), paths(life)
    before = everything()
    for name in sorted(DEEDS):
        assert client.post(found[name], data(name)).status_code == 403, name
    assert everything() == before
    assert client.get("/matters").status_code == 200


@pytest.mark.parametrize("way", ["stopped", "over"])
def test_a_trust_that_has_ended_is_a_page_with_help_and_changes_nothing(life, way):
    found = paths(life)
    people.accept_help(by=life.estate.neighbour, help_id=life.trust)
    if way == "stopped":
        people.stop_help(by=life.estate.auntie, help_id=life.trust)
    else:
        Help.objects.filter(pk=life.trust).update(until=(now() - timedelta(days=2)).date())
    before = everything()
    for name in sorted({*DEEDS, *NEVER, *STEPS} - {"helping-begin"}):
        client = in_the_middle(life)
        response = client.post(found[name], data(name))
        page = text(response)
        assert response.status_code == 403, name
        assert "王秀英" in page and "tel:" in page and "/help" in page, name
    assert everything() == before


def in_the_middle(life: Life) -> Client:
    """A device on which somebody acts for her, whatever has become of the trust since."""
    session = SessionStore()
    principal = {"helping": life.estate.auntie.person, "helping_name": "王秀英"}
    who = {"person": life.estate.neighbour.person, "community": life.estate.community}
    session.update({**who, **principal, "helping_via": "web"})
    session.create()
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session.session_key or ""
    return client


def test_after_that_page_one_goes_on_as_oneself(life, helping):
    people.stop_help(by=life.estate.auntie, help_id=life.trust)
    assert helping.get("/matters").status_code == 403
    page = helping.get("/matters")
    assert page.status_code == 200 and life.working not in text(page)


def test_what_no_helper_may_do_is_not_offered_to_one(helping, auntie):
    for path in ("/me/channels", "/me/take", "/me/object", "/me/erase", "/me/helpers/invite"):
        assert f'href="{path}"' in text(auntie.get("/find")), path
        assert f'href="{path}"' not in text(helping.get("/find")), path
    assert 'href="/me/erase"' not in text(helping.get("/find", {"q": "删除"}))
