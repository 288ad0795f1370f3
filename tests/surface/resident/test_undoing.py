"""What a resident did is taken back, and everything is as it was."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from linli.foundation.drafts import api as drafts
from linli.foundation.people import api as people
from linli.foundation.people.api import News
from linli.kernel import now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.resident import useful
from linli.surface.resident.undoing import UNDOABLE
from surface.resident.community import picture
from surface.resident.forms import shown
from surface.resident.test_resident_journeys import draft_id, fill, newest
from surface.resident.test_session_loss import browser, declined, line_of

SHORTEST = timedelta(minutes=30)


def undo_on(client, page: str) -> str:
    """The address of the "take it back" of the notice that is said on a page."""
    said = shown(client, page)
    found = re.search(r'<div role="status"><div class="notice[^>]*>.*?action="([^"]+)"', said, re.S)
    found = found or re.search(r'action="(/matters/\w+/take-back)"', said)
    return found[1].replace("&amp;", "&")


def state_of(life) -> tuple:
    """Everything of hers that a resident's act could change, without what only grows."""
    viewer = life.estate.auntie
    found = matters.list_my_matters(viewer=viewer)
    cards = (*found.waiting_for_me, *found.waiting_for_staff, *found.finished)
    return (
        sorted(
            (card.id, card.state, card.whose_turn) for card in cards if card.state != "withdrawn"
        ),
        sorted(card.id for card in found.followed),
        [(one.values, one.slot) for one in drafts.list_drafts(viewer=viewer)],
        sorted((one.id, one.read_at is None) for one in notify.list_inbox(viewer=viewer)),
        [
            [one.kind for one in people.list_channels(viewer=viewer, person=viewer.person, news=of)]
            for of in (None, *News)
        ],
        sorted(
            (one.purpose, one.is_given)
            for one in people.list_consents(viewer=viewer, person=viewer.person)
        ),
        sorted((one.helper, one.id) for one in people.list_help(viewer=viewer)),
        sorted(one.id for one in people.list_tokens(viewer=viewer) if one.revoked_at is None),
        sorted(people.list_own_private(viewer=viewer)),
        [
            (one.text, one.is_taken_back)
            for one in matters.get_matter(viewer=viewer, matter=life.working).messages
            if not one.is_taken_back
        ],
        [
            one.is_disputed
            for one in matters.get_matter(viewer=viewer, matter=life.working).timeline[:1]
        ],
        people.get_quiet(viewer=viewer, person=viewer.person),
        people.get_deed_news(viewer=viewer, person=viewer.person),
        sorted(useful.off_switches(viewer)),
        [one.ended_at is None for one in passes(viewer)],
        people.get_language(viewer=life.estate.platform, person=viewer.person),
    )


def passes(viewer) -> list:
    """Her log-in card, if she has one."""
    card = people.get_pass(viewer=viewer, person=viewer.person)
    return [card] if card else []


def inbox(life):
    return next(one for one in notify.list_inbox(viewer=life.estate.auntie) if one.read_at is None)


HELPER = {"name": "王小明", "phone": "13900000088", "days": "30"}
ACTS = {
    "resident:solved": ("/matters/{waiting}/solved", {"stars": "5"}, "/matters/{waiting}"),
    "resident:not-solved": ("/matters/{waiting}/not-solved", {"words": ""}, "/matters/{waiting}"),
    "resident:dispute": ("/matters/{working}/lines/{line}/dispute", {}, "/matters/{working}"),
    "resident:contest": (
        "/matters/{declined}/contest",
        {"words": "请再看看"},
        "/matters/{declined}",
    ),
    "resident:withdraw": ("/matters/{working}/withdraw", {}, "/matters/{working}"),
    "resident:unfollow": ("/matters/{public}/unfollow", {}, "/matters/around"),
    "resident:follow": ("/matters/{unfollowed}/follow", {}, "/matters/around"),
    "resident:ring-me": ("/matters/{working}/ring-me", {}, "/matters/{working}"),
    "resident:report-call-me": ("/report/call-me", {}, ""),
    "resident:card-off": ("/cards/still/off", {}, "/cards"),
    "resident:notice-seen": ("/notices/{notice}/seen", {}, "/notices"),
    "resident:notices-seen": ("/notices/seen", {}, "/notices"),
    "resident:channels": ("/me/channels", {"first": "paper"}, "/me"),
    "resident:consent": ("/me/consents", {"purpose": "室内温度", "is_given": "no"}, "/me"),
    "resident:helper-stop": ("/me/helpers/{trust}/stop", {}, "/me"),
    "resident:token-revoke": ("/me/tokens/{token}/revoke", {}, "/me/tokens"),
    "resident:home-hide": ("/me/homes/{home}/hide", {}, "/me"),
    "resident:draft-photo-remove": ("/report/photos/{photo}/remove", {}, "/report/details"),
    "resident:card-stop": ("/me/card/{card}/stop", {}, "/me/card"),
    "resident:helpers": ("/me/helpers", HELPER, "/me"),
    "resident:correct": ("/me/correct", {"what": "name", "words": "王秀瑛"}, ""),
    "resident:object": ("/me/object", {"what": "devices", "words": "不要留着"}, ""),
    "resident:draft-throw-away": ("/drafts/{draft}/throw-away", {}, "/drafts"),
    "resident:report-start-over": ("/report/start-over", {}, "/report"),
}


@pytest.fixture
def settled_life(life):
    auntie = life.estate.auntie
    token = people.issue_token(by=auntie, name="屏", scopes=["read:places"]).id
    card = people.issue_pass(by=life.estate.clerk, person=auntie.person).id
    fill(browser(auntie), photos=[SimpleUploadedFile("a.jpg", picture(), "image/jpeg")])
    kept = drafts.get_draft(viewer=auntie, slot="report")
    unfollowed = life.estate.report(
        by=life.estate.neighbour, category="door", title="", place=life.estate.entrance
    )
    life.names = {
        **{name: value for name, value in vars(life).items()},
        "token": token,
        "card": card,
        "draft": kept.id,
        "photo": kept.values["photos"][0],
        "unfollowed": unfollowed,
        "declined": declined(life),
        "line": line_of(life),
        "notice": inbox(life).id,
    }
    return life


def address(life, name: str) -> tuple[str, dict[str, str], str]:
    path, answers, page = ACTS[name]
    return path.format(**life.names), answers, page.format(**life.names)


def done(client, path: str, answers: dict[str, str], page: str, once: str) -> str:
    """It is done; the address that takes it back, from the notice or the receipt that follows."""
    sent = client.post(path, {**answers, "once": once})
    assert sent.status_code == 302
    return undo_on(client, page or sent["Location"])


@pytest.mark.parametrize("name", ACTS)
def test_done_and_taken_back_everything_is_as_it_was(settled_life, name):
    life = settled_life
    path, answers, page = address(life, name)
    client = browser(life.estate.auntie)
    client.get(page or "/matters")  # to look at a matter is to have read what was told of it
    before = state_of(life)
    undo = done(client, path, answers, page, "u1")
    assert resolved(undo) == UNDOABLE[name].undo
    did = state_of(life)
    assert did != before
    assert client.post(undo, {"once": "u2"}).status_code == 302
    after = state_of(life)
    if name in ("resident:not-solved", "resident:contest"):  # the words come back as a draft
        after = (*after[:2], [row for row in after[2] if row[1] == "report"], *after[3:])
    assert after == before
    if name in BOTH_WAYS:
        assert client.post(path, {**answers, "once": "u3"}).status_code == 302
        assert state_of(life) == did


BOTH_WAYS = [name for name in ACTS if UNDOABLE[UNDOABLE[name].undo].undo == name]
"""Acts that are the way back of their own way back: done, taken back and done again."""


def resolved(path: str) -> str:
    """The name of an address."""
    return resolve(path.partition("?")[0], "linli.wiring.urls").view_name


ANSWERED_ANEW = {
    "resident:report": ("/report", {"category": "door"}, {"category": "water"}),
    "resident:report-where": (
        "/report/where",
        {"place": "lift:{entrance}"},
        {"place": "{home}"},
    ),
    "resident:report-elsewhere": ("/report/elsewhere", {"place": "{building}"}, {}),
    "resident:report-details": ("/report/details", {"words": "很急"}, {"words": "水槽下面滴水"}),
    "resident:report-reach": ("/report/reach", {"reach": "write"}, {"reach": "known"}),
    "resident:card-tell": ("/cards/stairs/tell", {"is_given": "yes"}, {"is_given": "no"}),
    "resident:channels-each": ("/me/channels/each", {"matters": "paper", "rest": "long"}, {}),
    "resident:deeds-news": ("/me/deeds/news", {"news": "daily"}, {"news": "each"}),
    "shell:language": ("/language", {"language": "en"}, {"language": "zh-hans"}),
    "shell:face": ("/face", {"face": "elder"}, {"face": "standard"}),
}
"""What one answers anew on the same page: the other answer, and the one from before."""


@pytest.mark.parametrize("name", ANSWERED_ANEW)
def test_the_answer_from_before_given_again_leaves_everything_as_it_was(settled_life, name):
    life = settled_life
    path, other, before_it = ANSWERED_ANEW[name]
    client = browser(life.estate.auntie)
    given = [
        {key: value.format(**life.names, **vars(life.estate)) for key, value in one.items()}
        for one in (other, before_it)
    ]

    def seen() -> tuple:
        shown_as = {key: one.value for key, one in client.cookies.items() if key != "sessionid"}
        return state_of(life), shown_as

    back = "/report/where" if UNDOABLE[name].undo == "resident:report-where" else path
    before_it = given[1] or {"place": life.names["home"]}
    assert client.post(back, before_it).status_code == 302
    before = seen()
    assert client.post(path, given[0]).status_code == 302
    assert seen() != before
    assert client.post(back, before_it).status_code == 302
    assert seen() == before


HALF_AN_HOUR = [name for name in ACTS if UNDOABLE[name].within == SHORTEST]


@pytest.mark.parametrize("name", HALF_AN_HOUR)
def test_what_stays_open_for_half_an_hour_is_taken_back_after_twenty_nine_minutes(
    settled_life, name
):
    life = settled_life
    path, answers, page = address(life, name)
    client = browser(life.estate.auntie)
    client.get(page)
    before = state_of(life)[:2] + state_of(life)[6:8]
    undo = done(client, path, answers, page, "u1")
    with held(now() + timedelta(minutes=29)):
        later = browser(life.estate.auntie)
        assert later.post(undo, {"once": "u2"}).status_code == 302
        assert state_of(life)[:2] + state_of(life)[6:8] == before


def test_the_shortest_way_back_is_tried_at_its_end():
    assert len(HALF_AN_HOUR) >= 3


def test_words_taken_back_are_a_draft_again_with_their_photo(life):
    client = browser(life.estate.auntie)
    page = f"/matters/{life.working}"
    client.get(page)
    before = state_of(life)
    client.post(f"{page}/write", {"text": "三点在家", "later": "1", "once": "w0"})
    client.post(f"{page}/write", {"text": "三点在家", "once": "w1"})
    undo = undo_on(client, page)
    assert client.post(undo)["Location"] == f"{page}/write"
    assert "三点在家" in shown(client, f"{page}/write")
    draft = drafts.get_draft(viewer=life.estate.auntie, slot=f"message:{life.working}")
    client.post(f"/drafts/{draft.id}/throw-away")
    assert state_of(life) == before


def test_a_report_taken_back_is_a_draft_again_and_can_be_handed_in_anew(life):
    client = browser(life.estate.auntie)
    fill(client)
    before = state_of(life)
    client.post("/report/check", {"draft": draft_id(client), "once": "r1"})
    first = newest().pk
    client.post(f"/matters/{first}/take-back")
    assert state_of(life) == before
    client.post("/report/check", {"draft": draft_id(client), "once": "r2"})
    assert newest().pk != first and newest().state == "reported"


def test_joining_in_is_undone_with_what_was_being_written(life):
    client = browser(life.estate.auntie)
    matters.withdraw_support(by=life.estate.auntie, matter=life.public)
    fill(client)
    client.get(f"/matters/{life.public}")
    before = state_of(life)
    client.post(f"/report/join/{life.public}", {"once": "j1"})
    client.post(undo_on(client, f"/matters/{life.public}"))
    assert state_of(life) == before


def test_a_call_asked_for_can_be_called_off(life):
    client = browser(life.estate.auntie)
    before = state_of(life)
    client.post("/help", {"words": "教我交电费", "page": "/", "once": "h1"})
    assert "/help/take-back" in shown(client, "/help/taken")
    client.post("/help/take-back")
    assert newest().state == "withdrawn"
    after = state_of(life)
    assert (*after[:2], *after[3:]) == (*before[:2], *before[3:])
    assert client.post("/help/take-back").status_code == 404


def test_an_invitation_and_whoever_took_it_up_are_sent_away_again(life):
    client, before = browser(life.estate.auntie), state_of(life)
    page = client.post("/me/helpers/invite", {"scope": "everyday", "days": "30", "once": "i"})
    path = re.search(r"/helping/invitations/[\w-]+", page.content.decode())[0]
    (asked,) = (one.id for one in people.list_help(viewer=life.estate.auntie) if not one.helper)
    assert client.post(f"/me/helpers/{asked}/stop").status_code == 302
    assert state_of(life) == before
    client.post(f"/me/helpers/{asked}/again")
    stranger = {"name": "周小妹", "phone": "13711114444", "once": "j"}
    assert Client().post(path, stranger).status_code == 302
    assert state_of(life) != before
    assert client.post(f"/me/helpers/{asked}/stop").status_code == 302
    assert state_of(life) == before


def test_a_token_that_was_made_is_made_worthless(life):
    client, before = browser(life.estate.auntie), state_of(life)
    made = {"name": "门厅屏幕", "scopes": ["read:matters"], "days": "90", "once": "t"}
    assert client.post("/me/tokens/make", made).status_code == 200
    assert state_of(life) != before
    (token,) = people.list_tokens(viewer=life.estate.auntie)
    assert client.post(f"/me/tokens/{token.id}/revoke").status_code == 302
    assert state_of(life) == before


def test_who_acts_for_another_acts_for_herself_again_and_for_the_other_again(life):
    client = browser(life.estate.neighbour)

    def whose() -> bool:
        return "您在替王秀英办事" in shown(client, "/me")

    assert not whose()
    assert client.post(f"/me/helping/{life.trust}").status_code == 302
    assert whose()
    assert client.post("/helping/stop").status_code == 302
    again = undo_on(client, "/")
    assert not whose()
    assert client.post(again).status_code == 302
    assert whose()


def test_what_the_page_kept_while_one_typed_is_thrown_away_and_brought_back(life):
    client, before = browser(life.estate.auntie), state_of(life)
    slot = f"message:{life.working}"
    assert client.post("/drafts/keep", {"slot": slot, "text": "三点"}).status_code == 204
    (draft,) = (d.id for d in drafts.list_drafts(viewer=life.estate.auntie) if d.slot == slot)
    kept = state_of(life)
    assert client.post(f"/drafts/{draft}/throw-away").status_code == 302
    assert state_of(life) == before
    assert client.post(f"/drafts/{draft}/back").status_code == 302
    assert state_of(life) == kept


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("helper", "/me/helpers/{trust}/again"),
        ("token", "/me/tokens/{token}/restore"),
        ("draft", "/drafts/{draft}/back"),
        ("draft", "/drafts/{draft}/throw-away"),
        ("contest", "/matters/{declined}/contest/take-back"),
        ("dispute", "/matters/{working}/lines/{line}/dispute/take-back"),
    ],
)
def test_what_is_not_mine_cannot_be_undone_by_me(settled_life, name, path):
    life = settled_life
    before = state_of(life)
    client = browser(life.estate.neighbour)
    assert client.post(path.format(**life.names)).status_code == 404
    assert state_of(life) == before


def test_what_is_too_late_says_so(settled_life):
    life = settled_life
    client = browser(life.estate.auntie)
    client.post(f"/me/tokens/{life.names['token']}/revoke")
    client.post(f"/matters/{life.names['declined']}/contest", {"words": "请再看看"})
    with held(now() + timedelta(minutes=31)):
        late = browser(life.estate.auntie)
        before = state_of(life)
        for path in ("/me/tokens/{token}/restore", "/matters/{declined}/contest/take-back"):
            assert late.post(path.format(**life.names)).status_code == 409
        assert state_of(life) == before
