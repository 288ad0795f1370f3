"""Whom people let into their affairs, and that they hear of it: paper cards, helpers, deeds."""

from linli.foundation.facts.api import when
from linli.foundation.people.facts import PassIssued, PassLocked, PassRevoked, PassUsedElsewhere
from linli.foundation.places import api as places
from linli.kernel import Ref, Words, now, system
from linli.support.notify import api as notify


@when(PassIssued)
def the_owner_hears_that_a_card_was_made(fact: PassIssued) -> None:
    """A card nobody asked for is found out at once."""
    words = Words(
        "服务台给您做了一张登录卡。不是您要的，请马上打{phone}，我们停用它。",
        "The service desk made a log-in card for you. If you did not ask for it, please call "
        "{phone} at once and we stop it.",
    )
    _tell(fact.community, fact.person, words, fact.login_pass, "issued")


@when(PassUsedElsewhere)
def the_owner_hears_that_a_card_was_used_from_a_new_phone(fact: PassUsedElsewhere) -> None:
    """A stolen card does not work in silence."""
    words = Words(
        "有人用您的登录卡在一部新手机上登录了。不是您，请马上打{phone}，我们停用它。",
        "Your log-in card was used on a new phone. If that was not you, please call {phone} at "
        "once and we stop it.",
    )
    _tell(fact.community, fact.person, words, fact.login_pass, f"used:{now():%Y%m%d%H%M%S}")


@when(PassLocked)
def the_owner_hears_that_a_card_was_locked(fact: PassLocked) -> None:
    """Wrong digits are told to the one whose card it is, with what to do."""
    paused = Words(
        "您的登录卡输错了五次，先停一小时。不是您按的，请打{phone}。",
        "Wrong digits were pressed five times with your log-in card. It rests for an hour. If "
        "that was not you, please call {phone}.",
    )
    ended = Words(
        "您的登录卡又输错了五次，已经停用。要新卡请到服务台，或打{phone}。",
        "Wrong digits were pressed five more times; your log-in card no longer works. The service "
        "desk gives you a new one: {phone}.",
    )
    step = "ended" if fact.is_final else "paused"
    words = ended if fact.is_final else paused
    _tell(fact.community, fact.person, words, fact.login_pass, step)


@when(PassRevoked)
def the_owner_hears_that_a_card_was_stopped(fact: PassRevoked) -> None:
    """Whoever asked for it, the owner knows that the card is worthless now."""
    words = Words(
        "您的登录卡已经停用。要新卡请到服务台，或打{phone}。",
        "Your log-in card no longer works. The service desk gives you a new one: {phone}.",
    )
    step = f"stopped:{now():%Y%m%d%H%M%S}"
    _tell(fact.community, fact.person, words, fact.login_pass, step)


def _tell(community: str, person: str, words: Words, login_pass: str, step: str) -> None:
    platform = system(community)
    phone = places.get_community(viewer=platform, community=community).phone
    notify.tell(
        by=platform,
        person=person,
        text=Words(words.zh.format(phone=phone), words.en.format(phone=phone)),
        about=Ref("pass", login_pass),
        key=f"pass:{login_pass}:{step}",
        urgent=True,
    )
