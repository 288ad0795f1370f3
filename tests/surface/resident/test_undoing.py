"""Every act of a resident is named with its way back, and the way back leads to where one was."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver

from linli.foundation.drafts import api as drafts
from linli.foundation.people import api as people
from linli.kernel import now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.resident.undoing import UNDOABLE
from surface.resident.forms import shown
from surface.resident.test_resident_journeys import draft_id, fill, newest
from surface.resident.test_session_loss import browser, declined, line_of

SHORTEST = timedelta(minutes=30)
ONLY_READ = {
    "home", "report-all", "draft-photo", "drafts", "matters", "around", "matter", "receipt",
    "chain", "photo", "measured", "devices", "device", "series", "decision", "notices", "me",
    "looks", "tokens", "as-fast", "bulletin", "card", "cards", "deeds", "find", "kept",
    "ledger", "ledger-board", "ledger-bundle", "ledger-checkpoint", "ledger-tile",
    "written-down", "announcements", "announcement",
    "practice", "practice-followed", "practice-judged", "practice-matter",
    "practice-matters", "practice-notice", "practice-noticed", "practice-receipt", "practice-voted",
    "rules",
    "assemblies", "assembly", "assembly-vote", "assembly-receipt", "assembly-proof",
    "assembly-slips",
    "assembly-result",
    "requests", "request", "candidates", "preparing",
}  # fmt: skip
"""Pages of the resident on which nothing is posted."""


def posted() -> set[str]:
    """The names of the resident's addresses that take a form."""
    found = get_resolver("linli.surface.resident.urls").url_patterns
    return {f"resident:{one.name}" for one in found if one.name not in ONLY_READ}


def test_every_act_of_a_resident_is_in_the_registry():
    ours = {name for name in UNDOABLE if name.startswith("resident:")}
    assert posted() - ours == set()
    assert ours - posted() == set()


def test_every_way_back_is_an_address_and_stays_open_for_half_an_hour():
    names = {
        f"resident:{one.name}" for one in get_resolver("linli.surface.resident.urls").url_patterns
    }
    names |= {f"shell:{one.name}" for one in get_resolver("linli.surface.shell.urls").url_patterns}
    for name, way in UNDOABLE.items():
        assert name in names, name
        assert way.can_be_undone is not bool(way.why), name
        if way.can_be_undone:
            assert way.undo in names, name
            assert way.within is None or way.within >= SHORTEST, name


def undo_on(client, page: str) -> str:
    """The address of the "take it back" of the notice that is said on a page."""
    said = shown(client, page)
    found = re.search(r'<div role="status"><div class="notice[^>]*>.*?action="([^"]+)"', said, re.S)
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
        [one.kind for one in people.list_channels(viewer=viewer, person=viewer.person)],
        sorted(
            (one.purpose, one.is_given)
            for one in people.list_consents(viewer=viewer, person=viewer.person)
        ),
        sorted((one.helper, one.id) for one in people.list_help(viewer=viewer)),
        sorted((one.id, one.revoked_at) for one in people.list_tokens(viewer=viewer)),
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
    )


def inbox(life):
    return next(one for one in notify.list_inbox(viewer=life.estate.auntie) if one.read_at is None)


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
    "resident:notice-seen": ("/notices/{notice}/seen", {}, "/notices"),
    "resident:notices-seen": ("/notices/seen", {}, "/notices"),
    "resident:channels": ("/me/channels", {"first": "paper"}, "/me"),
    "resident:consent": ("/me/consents", {"purpose": "室内温度", "is_given": "no"}, "/me"),
    "resident:helper-stop": ("/me/helpers/{trust}/stop", {}, "/me"),
    "resident:token-revoke": ("/me/tokens/{token}/revoke", {}, "/me/tokens"),
    "resident:home-hide": ("/me/homes/{home}/hide", {}, "/me"),
    "resident:draft-throw-away": ("/drafts/{draft}/throw-away", {}, "/drafts"),
    "resident:report-start-over": ("/report/start-over", {}, "/report"),
}


@pytest.fixture
def settled_life(life):
    auntie = life.estate.auntie
    token = people.issue_token(by=auntie, name="屏", scopes=["read:places"]).id
    kept = drafts.keep_draft(by=auntie, slot="report", values={"category": "water"})
    life.names = {
        **{name: value for name, value in vars(life).items()},
        "token": token,
        "draft": kept.id,
        "declined": declined(life),
        "line": line_of(life),
        "notice": inbox(life).id,
    }
    return life


@pytest.mark.parametrize("name", ACTS)
def test_done_and_taken_back_everything_is_as_it_was(settled_life, name):
    life = settled_life
    path, answers, page = (
        one.format(**life.names) if isinstance(one, str) else one for one in ACTS[name]
    )
    client = browser(life.estate.auntie)
    client.get(page)  # to look at a matter is to have read what was told of it
    before = state_of(life)
    assert client.post(path, {**answers, "once": "u1"}).status_code == 302
    assert state_of(life) != before
    undo = undo_on(client, page)
    assert client.post(undo, {"once": "u2"}).status_code == 302
    after = state_of(life)
    if name in ("resident:not-solved", "resident:contest"):  # the words come back as a draft
        after = (*after[:2], [row for row in after[2] if row[1] == "report"], *after[3:])
    assert after == before


HALF_AN_HOUR = [name for name in ACTS if UNDOABLE[name].within == SHORTEST]


@pytest.mark.parametrize("name", HALF_AN_HOUR)
def test_what_stays_open_for_half_an_hour_is_taken_back_after_twenty_nine_minutes(
    settled_life, name
):
    life = settled_life
    path, answers, page = (
        one.format(**life.names) if isinstance(one, str) else one for one in ACTS[name]
    )
    client = browser(life.estate.auntie)
    client.get(page)
    before = state_of(life)[:2] + state_of(life)[6:8]
    assert client.post(path, {**answers, "once": "u1"}).status_code == 302
    undo = undo_on(client, page)
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
