"""Whom people let into their affairs, and that they hear of it: paper cards, helpers, deeds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from linli.foundation.facts.api import when
from linli.foundation.people import api as people
from linli.foundation.people.facts import (
    DataErased,
    DataExported,
    DeedsCounted,
    DoneOnBehalf,
    HelpAccepted,
    HelpAllowed,
    HelpStopped,
    PassEndsSoon,
    PassIssued,
    PassLocked,
    PassRevoked,
    PassUsedElsewhere,
)
from linli.foundation.places import api as places
from linli.kernel import Actor, Ref, Words, now, system
from linli.support.notify import api as notify

_MOST_TOLD = 10


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


@when(PassEndsSoon)
def the_owner_hears_that_a_card_runs_out(fact: PassEndsSoon) -> None:
    """Nobody stands before a card that has stopped working without having heard of it."""
    platform = system(fact.community)
    zone = places.get_community(viewer=platform, community=platform.community).timezone
    last = datetime.fromisoformat(fact.until).astimezone(ZoneInfo(zone)).date()
    day = Words(f"{last.month}月{last.day}日", f"{last.day} {last:%B}")
    words = Words(
        f"您的登录卡{day.zh}到期，之后不能用它登录。要换新卡，请到服务台，或打{{phone}}。",
        f"Your log-in card runs out on {day.en}. The service desk gives you a new one: {{phone}}.",
    )
    _tell(fact.community, fact.person, words, fact.login_pass, "ends", is_urgent=False)


@when(PassRevoked)
def the_owner_hears_that_a_card_was_stopped(fact: PassRevoked) -> None:
    """Whoever asked for it, the owner knows that the card is worthless now."""
    words = Words(
        "您的登录卡已经停用。要新卡请到服务台，或打{phone}。",
        "Your log-in card no longer works. The service desk gives you a new one: {phone}.",
    )
    step = f"stopped:{now():%Y%m%d%H%M%S}"
    _tell(fact.community, fact.person, words, fact.login_pass, step)


@when(DataExported)
def the_owner_hears_that_their_data_were_taken_along(fact: DataExported) -> None:
    """Whoever holds somebody's phone does not take everything along unseen."""
    words = Words(
        "刚才有人用您的登录导出了您的全部资料。不是您，请马上打{phone}。",
        "All your data were just taken along by your log-in. If that was not you, please call "
        "{phone} at once.",
    )
    _tell_about_data(fact.community, fact.person, words, "exported")


@when(DataErased)
def the_owner_hears_that_their_data_were_erased(fact: DataErased) -> None:
    """A confirmation one can keep."""
    words = Words(
        "您选的资料已经删除。不是您，请马上打{phone}。",
        "The data you chose have been erased. If that was not you, please call {phone} at once.",
    )
    _tell_about_data(fact.community, fact.person, words, "erased")


@when(HelpAllowed)
def both_hear_that_help_was_asked_for(fact: HelpAllowed) -> None:
    """The helper can say yes or no; the one helped finds out if somebody else asked."""
    asked = Words(
        "{principal}请您帮忙在小区系统里办事。登录后看“我的资料”，愿意或不愿意都可以。",
        "{principal} asks you to act for them. Log in and look under “My data”: yes or no, as you "
        "like.",
    )
    _tell_help(fact, fact.helper, asked, "asked")
    told = Words(
        "您请了{helper}替您办事，等对方同意。不是您的意思，请打{phone}。",
        "You asked {helper} to act for you; they still have to say yes. If that was not you, "
        "please call {phone}.",
    )
    _tell_help(fact, fact.principal, told, "told")


@when(HelpAccepted)
def the_one_helped_hears_that_a_helper_said_yes(fact: HelpAccepted) -> None:
    """From now on somebody else can act in one's name."""
    words = Words(
        "{helper}同意替您办事了。每次办了什么，都会告诉您。不要了，随时打{phone}。",
        "{helper} can act for you from now on. You are told what they do. To stop it, call "
        "{phone} at any time.",
    )
    _tell_help(fact, fact.principal, words, "accepted")


@when(HelpStopped)
def both_hear_that_help_has_ended(fact: HelpStopped) -> None:
    """Nobody is left thinking that somebody acts for them, or that they may."""
    if not fact.helper:  # an invitation nobody had taken up
        return
    for person in (fact.principal, fact.helper):
        words = Words(
            "{helper}不再替{principal}办事了。", "{helper} no longer acts for {principal}."
        )
        _tell_help(fact, person, words, "stopped")


@when(DoneOnBehalf)
def one_hears_what_was_done_in_ones_name(fact: DoneOnBehalf) -> None:
    """Each deed by itself, for whoever wants it so."""
    _tell_deeds(fact.community, fact.person, fact.deed, fact.deed)


@when(DeedsCounted)
def one_hears_of_the_day_in_ones_name(fact: DeedsCounted) -> None:
    """All that was done that day, once."""
    _tell_deeds(fact.community, fact.person, fact.first, fact.last)


def _tell_deeds(community: str, person: str, first: int, last: int) -> None:
    platform = system(community)
    deeds = people.get_deeds(viewer=platform, person=person, first=first, last=last)
    if not deeds:
        return
    phone = _phone(platform)
    zh = "；".join(f"{one.actor_name}替您{one.what.zh}" for one in deeds[:_MOST_TOLD])
    en = "; ".join(f"{one.actor_name} {one.what.en} for you" for one in deeds[:_MOST_TOLD])
    about = deeds[-1].about
    notify.tell(
        by=platform,
        person=person,
        text=Words(
            f"{zh}。不是您的意思，请打{phone}。", f"{en}. If you did not want this, call {phone}."
        ),
        about=Ref.parse(about) if about and first == last else Ref("person", person),
        key=f"deeds:{person}:{last}",
    )


def _tell_about_data(community: str, person: str, words: Words, step: str) -> None:
    platform = system(community)
    filled = {"phone": _phone(platform)}
    notify.tell(
        by=platform,
        person=person,
        text=Words(words.zh.format(**filled), words.en.format(**filled)),
        about=Ref("person", person),
        key=f"data:{person}:{step}:{now():%Y%m%d%H%M%S%f}",
        urgent=True,
    )


def _tell_help(
    fact: HelpAllowed | HelpAccepted | HelpStopped, person: str, words: Words, step: str
) -> None:
    platform = system(fact.community)
    cards = people.get_people(viewer=platform, people=[fact.principal, fact.helper])
    filled = {
        "principal": cards[fact.principal].name,
        "helper": cards[fact.helper].name,
        "phone": _phone(platform),
    }
    notify.tell(
        by=platform,
        person=person,
        text=Words(words.zh.format(**filled), words.en.format(**filled)),
        about=Ref("help", fact.help),
        key=f"help:{fact.help}:{step}",
    )


def _tell(
    community: str,
    person: str,
    words: Words,
    login_pass: str,
    step: str,
    *,
    is_urgent: bool = True,
) -> None:
    platform = system(community)
    filled = {"phone": _phone(platform)}
    notify.tell(
        by=platform,
        person=person,
        text=Words(words.zh.format(**filled), words.en.format(**filled)),
        about=Ref("pass", login_pass),
        key=f"pass:{login_pass}:{step}",
        urgent=is_urgent,
    )


def _phone(platform: Actor) -> str:
    return places.get_community(viewer=platform, community=platform.community).phone
