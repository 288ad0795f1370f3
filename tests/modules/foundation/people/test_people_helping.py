"""A helper says yes first, does no more than was trusted, and nothing unheard of."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.foundation.facts.api import deliver_all
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind, DeedNews, HelpScope
from linli.foundation.people.models import Help, Person
from linli.kernel import ANYONE, Ref, Refused, Via, now
from linli.kernel.clock import held
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate, estate

__all__ = ["estate"]
EVENING = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # seven in Shanghai


def refused(code, ask):
    with pytest.raises(Refused) as caught:
        ask()
    assert caught.value.code == code
    return caught.value


def trusted(estate: Estate, *, is_accepted: bool = True, **more) -> str:
    trust = people.allow_help(by=estate.auntie, name="刘洋", phone="13900000002", **more)
    if is_accepted:
        people.accept_help(by=estate.neighbour, help_id=trust)
    return trust


def acting(estate: Estate):
    return people.actor_for(
        person=estate.neighbour.person,
        community=estate.community,
        on_behalf_of=estate.auntie.person,
    )


def told(actor) -> list[str]:
    deliver_all()
    return [card.text.en for card in notify.list_inbox(viewer=actor)]


def test_no_scope_carries_a_vote(estate):
    assert {scope.value for scope in HelpScope} == {"see", "everyday"}
    trusted(estate)
    assert not any("vot" in role.value for role in acting(estate).roles)


def test_a_helper_acts_only_after_a_yes_and_may_say_no(estate):
    trust = trusted(estate, is_accepted=False)
    refused("forbidden", lambda: acting(estate))
    refused("not_found", lambda: people.accept_help(by=estate.plumber, help_id=trust))
    refused("not_found", lambda: people.accept_help(by=estate.auntie, help_id=trust))
    people.stop_help(by=estate.neighbour, help_id=trust)
    refused("not_found", lambda: people.accept_help(by=estate.neighbour, help_id=trust))
    refused("forbidden", lambda: acting(estate))
    trust = trusted(estate)
    assert acting(estate).trust == trust


@pytest.mark.parametrize("days", [-1, 367, 4000])
def test_nobody_is_trusted_for_more_than_a_year(estate, days):
    until = (now() + timedelta(days=days)).date()
    wrong = refused("invalid", lambda: trusted(estate, until=until))
    assert wrong.field == "days" and people.list_help(viewer=estate.auntie) == ()


def test_a_trust_nobody_gave_an_end_ends_after_a_year(estate):
    trusted(estate)
    (card,) = people.list_help(viewer=estate.auntie)
    assert card.until == (now() + timedelta(days=365)).date()
    with held(now() + timedelta(days=367)):
        refused("forbidden", lambda: acting(estate))


def test_the_desk_says_where_the_consent_is_kept(estate):
    desk = estate.clerk.for_person(estate.auntie.person, via=Via.PHONE)

    def ask(**more):
        return people.allow_help(by=desk, name="刘洋", phone="13900000002", **more)

    assert refused("invalid", ask).field == "proof"
    assert refused("invalid", lambda: ask(proof="长" * 121)).field == "proof"
    assert people.list_help(viewer=estate.auntie) == ()
    ask(proof="录音 2026-17")
    (card,) = people.list_help(viewer=estate.auntie)
    assert (card.via, card.proof) == (Via.PHONE, "录音 2026-17")


def test_whoever_only_looks_changes_nothing(estate):
    matter = estate.report()
    trusted(estate, scope=HelpScope.SEE)
    by = acting(estate)
    assert matters.get_matter(viewer=by, matter=matter).card.id == matter
    before = estate.sheet(matter)
    refused("forbidden", lambda: estate.report(by=by))
    refused("forbidden", lambda: matters.urge_matter(by=by, matter=matter))
    refused("forbidden", lambda: matters.post_message(by=by, matter=matter, text="在吗"))
    refused("forbidden", lambda: matters.withdraw_matter(by=by, matter=matter))
    refused(
        "forbidden",
        lambda: people.set_private(by=by, is_private=True, dwelling=estate.dwelling),
    )
    assert estate.sheet(matter) == before
    assert not people.is_private(viewer=estate.auntie, dwelling=estate.dwelling)


def test_a_helper_cannot_touch_what_is_the_persons_own(estate):
    other = people.allow_help(by=estate.auntie, name="李四", phone="13711112222")
    trusted(estate)
    by, person = acting(estate), estate.auntie.person
    for act in (
        lambda: people.allow_help(by=by, name="某人", phone="13711113333"),
        lambda: people.invite_helper(by=by),
        lambda: people.set_channels(by=by, person=person, kinds=(ChannelKind.SMS,)),
        lambda: people.record_consent(by=by, person=person, purpose="能耗", is_given=True),
        lambda: people.choose_deed_news(by=by, person=person, news=DeedNews.DAILY),
        lambda: people.change_person(by=by, person=person, phone="13711113333"),
        lambda: people.issue_pass(by=by, person=person),
        lambda: people.issue_token(by=by, name="x", scopes=["read:matters"]),
        lambda: people.reveal_contact(viewer=by, person=person, reason="看看"),
    ):
        refused("forbidden", act)
    refused("not_found", lambda: people.stop_help(by=by, help_id=other))
    assert len(people.list_help(viewer=estate.auntie)) == 2
    assert people.list_consents(viewer=estate.auntie, person=person) == ()
    assert [one.kind for one in people.list_channels(viewer=estate.auntie, person=person)] == [
        ChannelKind.APP
    ]


def test_an_invitation_is_taken_up_once_and_needs_a_log_in_and_a_yes(estate):
    code = people.invite_helper(by=estate.auntie)
    row = Help.objects.get()
    assert code not in repr(vars(row)) and row.helper_id is None
    told_first = people.read_invitation(viewer=ANYONE, code=code)
    assert told_first.principal_name == "王秀英"
    trust = people.take_invitation(by=ANYONE, code=code, name="周小妹", phone="13711114444")
    refused("not_found", lambda: people.take_invitation(by=estate.neighbour, code=code))
    refused("not_found", lambda: people.read_invitation(viewer=ANYONE, code=code))
    helper = Person.objects.get(name="周小妹")
    by = people.actor_for(person=helper.pk, community=estate.community)
    refused(
        "forbidden",
        lambda: people.actor_for(
            person=helper.pk, community=estate.community, on_behalf_of=estate.auntie.person
        ),
    )
    people.accept_help(by=by, help_id=trust)
    assert people.list_help(viewer=estate.auntie)[0].accepted_at
    assert any("周小妹" in words for words in told(estate.auntie))


def test_the_same_form_makes_one_invitation_and_shows_it_again(estate):
    code = people.invite_helper(by=estate.auntie, key="form")
    assert people.invite_helper(by=estate.auntie, key="form") == code
    assert people.invite_helper(by=estate.auntie, key="another form") != code
    assert people.invite_helper(by=estate.neighbour, key="form") != code
    assert Help.objects.filter(principal=estate.auntie.person).count() == 2
    people.take_invitation(by=estate.neighbour, code=code)
    refused("conflict", lambda: people.invite_helper(by=estate.auntie, key="form"))
    assert Help.objects.filter(principal=estate.auntie.person).count() == 2


def test_an_invitation_closes_after_a_week_and_is_not_for_oneself(estate):
    code = people.invite_helper(by=estate.auntie)
    refused("invalid", lambda: people.take_invitation(by=estate.auntie, code=code))
    with held(now() + timedelta(days=7, minutes=1)):
        refused("not_found", lambda: people.take_invitation(by=estate.neighbour, code=code))
        assert people.list_help(viewer=estate.auntie) == ()
    assert people.take_invitation(by=estate.neighbour, code=code)


def test_both_are_told_that_help_was_asked_said_yes_to_and_ended(estate):
    trust = trusted(estate)
    assert any("asks you to act" in words for words in told(estate.neighbour))
    assert any("can act for you" in words for words in told(estate.auntie))
    people.stop_help(by=estate.auntie, help_id=trust)
    for side in (estate.auntie, estate.neighbour):
        assert any("no longer acts" in words for words in told(side))


def test_a_deed_has_both_names_the_consent_and_a_notice(estate):
    trust = trusted(estate)
    by, about = acting(estate), Ref("matter", estate.report())
    for _ in range(2):
        people.note_deed(by=by, what="urge", about=about, key="k")
    (deed,) = people.list_deeds(viewer=estate.auntie)
    assert (deed.actor_name, deed.person, deed.trust) == ("刘洋", estate.auntie.person, trust)
    assert (deed.what.en, deed.about) == ("asked to hurry", str(about))
    assert sum("刘洋 asked to hurry for you" in words for words in told(estate.auntie)) == 1


def test_deeds_are_told_once_a_day_in_the_evening_to_who_wants_it_so(estate):
    trusted(estate)
    people.choose_deed_news(by=estate.auntie, person=estate.auntie.person, news=DeedNews.DAILY)
    for what in ("urge", "write"):
        people.note_deed(by=acting(estate), what=what)
    assert people.tell_deeds(by=estate.platform) == 0
    assert not any("hurry" in words for words in told(estate.auntie))
    with held(EVENING):
        assert people.tell_deeds(by=estate.platform) == 1
        assert people.tell_deeds(by=estate.platform) == 0
        both = [words for words in told(estate.auntie) if "hurry" in words]
    assert len(both) == 1 and "wrote about a matter" in both[0]


def test_who_is_rung_up_hears_once_a_day_unless_they_choose(estate):
    person = estate.auntie.person
    people.set_channels(by=estate.auntie, person=person, kinds=(ChannelKind.PHONE,))
    assert people.get_deed_news(viewer=estate.auntie, person=person) is DeedNews.DAILY
    people.choose_deed_news(by=estate.auntie, person=person, news=DeedNews.EACH)
    assert people.get_deed_news(viewer=estate.auntie, person=person) is DeedNews.EACH


def test_deeds_are_for_ones_own_eyes_and_the_keepers(estate):
    trusted(estate)
    people.note_deed(by=acting(estate), what="urge")
    for viewer in (estate.neighbour, estate.clerk, estate.manager):
        refused(
            "forbidden",
            lambda one=viewer: people.list_deeds(viewer=one, person=estate.auntie.person),
        )
    assert len(people.list_deeds(viewer=estate.keeper, person=estate.auntie.person)) == 1
    refused("invalid", lambda: people.note_deed(by=estate.auntie, what="urge"))
