"""A paper card lets its owner in, nobody else for long, and never into more than a card may."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from linli.foundation.facts.api import deliver_all, list_facts
from linli.foundation.people import api as people
from linli.foundation.people.models import LoginPass, PassUsed
from linli.kernel import ANYONE, Ref, Refused, Via, now, system
from linli.kernel.clock import held
from linli.support.notify import api as notify
from modules.support.matters_estate import Estate, estate

__all__ = ["estate"]
PIN = "4827"


def at_desk(estate: Estate, who=None):
    return (who or estate.clerk).for_person(estate.auntie.person, via=Via.COUNTER)


def made(estate: Estate, **more):
    return people.issue_pass(by=at_desk(estate), person=estate.auntie.person, pin=PIN, **more)


def use(token: str, pin: str = PIN, **more):
    return people.use_pass(by=ANYONE, token=token, pin=pin, **more)


def refused(code, ask):
    with pytest.raises(Refused) as caught:
        ask()
    assert caught.value.code == code
    return caught.value


def kinds(estate: Estate) -> list[str]:
    found = (fact.kind for fact in list_facts(viewer=estate.platform))
    return [kind for kind in found if kind.startswith("people.pass")]


def test_a_card_lets_in_with_its_digits_and_is_kept_as_hashes_only(estate):
    card = made(estate)
    assert len(card.token) >= 22  # 128 bits in base64
    row = LoginPass.objects.get()
    assert card.token not in repr(vars(row)) and PIN not in (row.digest, row.pin_hash)
    signed = use(card.token, "４８ ２７")
    assert (signed.person, signed.communities) == (estate.auntie.person, (estate.community,))
    assert not signed.strong and signed.login_pass == card.id
    actor = people.actor_for(
        person=signed.person, community=estate.community, login_pass=signed.login_pass
    )
    assert actor.by_card and not actor.is_staff
    (once,) = people.get_pass(viewer=estate.auntie, person=estate.auntie.person).uses
    assert once.is_new


def test_digits_we_choose_are_four_and_not_the_first_one_tries(estate):
    for _ in range(20):
        card = people.issue_pass(by=at_desk(estate), person=estate.auntie.person)
        assert len(card.pin) == 4 and len(set(card.pin)) > 1
    assert LoginPass.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("pin", ["1111", "1234", "9876", "7890", "12", "12345", "abcd"])
def test_digits_anybody_would_guess_are_refused_and_no_card_is_made(estate, pin):
    wrong = refused(
        "invalid",
        lambda: people.issue_pass(by=at_desk(estate), person=estate.auntie.person, pin=pin),
    )
    assert wrong.field == "pin" and not LoginPass.objects.exists()


def test_five_wrong_tries_pause_the_card_and_five_more_end_it(estate):
    card = made(estate)
    for left in (4, 3, 2, 1):
        assert refused("invalid", lambda: use(card.token, "0001")).params == {"left": left}
    refused("too_many", lambda: use(card.token, "0001"))
    refused("too_many", lambda: use(card.token))
    assert not PassUsed.objects.exists()
    later = now() + timedelta(hours=1, minutes=1)
    with held(later):
        for _ in range(4):
            refused("invalid", lambda: use(card.token, ""))
        refused("forbidden", lambda: use(card.token, "0001"))
        refused("forbidden", lambda: use(card.token))
        seen = people.get_pass(viewer=estate.auntie, person=estate.auntie.person)
        assert seen.ended_by is people.Ended.LOCKED
    assert kinds(estate) == ["people.pass_issued", *2 * ["people.pass_locked"]]


def test_the_right_digits_start_afresh_and_say_what_was_tried_before(estate):
    card = made(estate)
    for _ in range(4):
        refused("invalid", lambda: use(card.token, "0001"))
    assert use(card.token).wrong_before == 4
    assert use(card.token).wrong_before == 0


def test_an_address_that_tries_too_often_waits_even_with_the_right_digits(estate):
    card = made(estate)
    for number in range(100):
        refused("forbidden", lambda n=number: use(f"nothing{n}", address="10.1.1.1"))
    refused("too_many", lambda: use(card.token, address="10.1.1.1"))
    assert use(card.token, address="10.1.1.2").person == estate.auntie.person


def test_a_new_card_makes_the_old_one_worthless_and_the_same_form_makes_one(estate):
    old, new = made(estate, key="a"), made(estate, key="b")
    refused("forbidden", lambda: use(old.token))
    assert use(new.token).login_pass == new.id
    again = made(estate, key="b")
    assert (again.id, again.token, again.pin) == (new.id, None, "")
    assert LoginPass.objects.count() == 2


def test_a_card_runs_out_after_two_years(estate):
    card = made(estate)
    with held(now() + timedelta(days=729)):
        use(card.token)
    with held(now() + timedelta(days=731)):
        assert "two years" in refused("forbidden", lambda: use(card.token)).message
        refused("forbidden", lambda: people.check_pass(viewer=ANYONE, token=card.token))


def test_only_clerk_and_above_make_cards_and_only_the_keeper_for_homes_not_shown(estate):
    for who in (estate.plumber, estate.street, estate.neighbour, estate.auntie):
        refused("forbidden", lambda one=who: people.issue_pass(by=one, person=estate.auntie.person))
    people.mark_confidential(by=estate.keeper, dwelling=estate.dwelling, reason="保护令")
    refused("forbidden", lambda: made(estate))
    assert not LoginPass.objects.exists()
    own = people.issue_pass(by=at_desk(estate, estate.keeper), person=estate.auntie.person)
    assert use(own.token, own.pin).person == estate.auntie.person


def test_a_stopped_card_throws_out_whoever_came_in_by_it(estate):
    card = made(estate)
    use(card.token)
    refused("not_found", lambda: people.revoke_pass(by=estate.neighbour, login_pass=card.id))
    refused("not_found", lambda: people.revoke_pass(by=estate.plumber, login_pass=card.id))
    people.revoke_pass(by=estate.auntie, login_pass=card.id)
    people.revoke_pass(by=estate.auntie, login_pass=card.id)
    refused("forbidden", lambda: use(card.token))
    refused(
        "not_signed_in",
        lambda: people.actor_for(
            person=estate.auntie.person, community=estate.community, login_pass=card.id
        ),
    )
    assert kinds(estate).count("people.pass_revoked") == 1


def test_stopping_is_taken_back_for_half_an_hour_only(estate):
    card = made(estate)
    people.revoke_pass(by=estate.auntie, login_pass=card.id)
    people.restore_pass(by=estate.auntie, login_pass=card.id)
    assert use(card.token).login_pass == card.id
    people.revoke_pass(by=estate.auntie, login_pass=card.id)
    with held(now() + timedelta(minutes=31)):
        refused("conflict", lambda: people.restore_pass(by=estate.auntie, login_pass=card.id))
    people.restore_pass(by=estate.auntie, login_pass=card.id)
    desk = at_desk(estate)
    people.revoke_pass(by=desk, login_pass=card.id)
    refused("conflict", lambda: people.restore_pass(by=estate.auntie, login_pass=card.id))
    refused("forbidden", lambda: use(card.token))


def test_a_card_cannot_become_more_than_a_card(estate):
    card = made(estate)
    by = people.actor_for(
        person=estate.auntie.person, community=estate.community, login_pass=card.id
    )
    refused("forbidden", lambda: people.allow_help(by=by, name="某人", phone="13711112222"))
    refused("forbidden", lambda: people.issue_token(by=by, name="x", scopes=["read:matters"]))
    assert people.list_help(viewer=estate.auntie) == ()
    assert people.list_tokens(viewer=estate.auntie) == ()
    people.revoke_pass(by=by, login_pass=card.id)
    refused("forbidden", lambda: people.restore_pass(by=by, login_pass=card.id))


def test_a_helper_neither_stops_a_card_nor_brings_it_back(estate):
    card = made(estate)
    helping = estate.neighbour.for_person(estate.auntie.person, via=Via.WEB)
    refused("not_found", lambda: people.revoke_pass(by=helping, login_pass=card.id))
    assert use(card.token).login_pass == card.id


def test_a_new_phone_is_told_from_one_the_card_was_used_with(estate):
    card = made(estate)
    for device in ("old phone", "old phone", "new phone", "old phone"):
        use(card.token, device=device)
    uses = people.get_pass(viewer=estate.auntie, person=estate.auntie.person).uses
    assert [use.is_new for use in reversed(uses)] == [True, False, True, False]
    assert kinds(estate).count("people.pass_used_elsewhere") == 2
    assert "phone" not in repr(PassUsed.objects.values_list("device", flat=True))


def test_uses_are_forgotten_after_a_year(estate):
    use(made(estate).token)
    people.sweep_sign_ins(by=estate.platform)
    assert PassUsed.objects.count() == 1
    with held(now() + timedelta(days=367)):
        people.sweep_sign_ins(by=estate.platform)
    assert not PassUsed.objects.exists()


def test_two_weeks_before_a_card_runs_out_its_owner_hears_of_it_once(estate):
    card = made(estate)
    until = LoginPass.objects.get(pk=card.id).until
    with held(until - timedelta(days=15)):
        assert people.remind_passes(by=estate.platform) == 0
    with held(until - timedelta(days=13)):
        refused("forbidden", lambda: people.remind_passes(by=estate.clerk))
        assert people.remind_passes(by=system("elsewhere")) == 0
        assert people.remind_passes(by=estate.platform) == 1
        assert people.remind_passes(by=estate.platform) == 0
        deliver_all()
        (told,) = [
            one
            for one in notify.list_inbox(viewer=estate.auntie)
            if one.about == Ref("pass", card.id) and "到期" in one.text.zh
        ]
        day = until.astimezone(ZoneInfo("Asia/Shanghai"))
        assert f"{day.month}月{day.day}日" in told.text.zh and "service desk" in told.text.en
    assert "people.pass_ends_soon" in kinds(estate)


def test_nobody_is_reminded_of_a_card_that_was_stopped_or_is_over(estate):
    card = made(estate)
    until = LoginPass.objects.get(pk=card.id).until
    with held(until + timedelta(minutes=1)):
        assert people.remind_passes(by=estate.platform) == 0
    people.revoke_pass(by=estate.auntie, login_pass=card.id)
    with held(until - timedelta(days=2)):
        assert people.remind_passes(by=estate.platform) == 0
