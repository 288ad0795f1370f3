"""Helping: how long a trust lasts, what is said of what was done, and when it is told."""

from datetime import date, timedelta
from enum import StrEnum

from linli.foundation.people.domain.cards import ChannelKind
from linli.kernel import Refused, Via, Words

LONGEST = timedelta(days=366)
INVITED_FOR = timedelta(days=7)
MOST_HELPERS = 20
MOST_PROOF = 120
TOLD_FROM = 18
"""From this hour, local time, a day's deeds are told to who wants them once a day."""
_NEEDS_PROOF = frozenset({Via.PHONE, Via.COUNTER, Via.PAPER})


class DeedNews(StrEnum):
    """When one hears of what others did in one's name."""

    EACH = "each"
    DAILY = "daily"


DEEDS: dict[str, Words] = {
    "report-check": Words("报了一件事", "reported something"),
    "report-call-me": Words("请人打电话来问", "asked for a call about something"),
    "report-join": Words("跟着邻居报了一件事", "joined a neighbour's report"),
    "take-back": Words("撤回了报的事", "took a report back"),
    "withdraw": Words("说这件事不用办了", "said it is no longer needed"),
    "restore": Words("说这件事还要办", "said it is needed after all"),
    "write": Words("在一件事里留了言", "wrote about a matter"),
    "message-take-back": Words("撤回了一句留言", "took a message back"),
    "solved": Words("说一件事办好了", "said that a matter is solved"),
    "not-solved": Words("说一件事还没办好", "said that a matter is not solved"),
    "verdict-undo": Words("收回了“办好没有”的回答", "took an answer back"),
    "contest": Words("对一个答复说了不同意", "objected to an answer"),
    "contest-undo": Words("收回了“不同意”", "took an objection back"),
    "dispute-undo": Words("收回了“不是本人的意思”", "took back that an entry is not theirs"),
    "entry-dispute": Words(
        "说前台记的不是本人的意思", "said that the desk wrote down something else"
    ),
    "ring-me": Words("请负责的人打电话来", "asked to be rung about a matter"),
    "dispute": Words("说有一条不是本人的意思", "said that an entry is not theirs"),
    "urge": Words("催了一下", "asked to hurry"),
    "follow": Words("跟进了邻居的一件事", "followed a neighbour's matter"),
    "unfollow": Words("不再跟进一件事", "no longer follows a matter"),
    "assembly-object": Words("对业主大会提了异议", "objected in the owners' assembly"),
    "assembly-paper": Words("说了想怎样投票", "said how they would like to vote"),
    "home-hide": Words("选了不显示家里的信息", "chose not to show the home"),
    "entry-hand-in": Words("报了一件事", "reported something"),
    "person-reach": Words("改了联系方式", "changed the way to be reached"),
    "person-consent": Words("记下了同意或不同意什么", "wrote down a consent"),
    "person-helper": Words("记下了一位帮手", "wrote down a helper"),
    "helper-stop": Words("停了一位帮手", "stopped a helper"),
    "person-card": Words("做了一张登录卡", "made a log-in card"),
    "person-card-stop": Words("停用了登录卡", "stopped the log-in card"),
}
_OTHER = Words("办了一件事", "did something")


def said_of(what: str) -> Words:
    """What a deed is called; the code is the name of the page it was done on."""
    return DEEDS.get(what, _OTHER)


def usual_news(channels: list[ChannelKind]) -> DeedNews:
    """Who is rung up or gets paper hears once a day unless they choose otherwise."""
    by_hand = channels[:1] in ([ChannelKind.PHONE], [ChannelKind.PAPER])
    return DeedNews.DAILY if by_hand else DeedNews.EACH


def checked_until(until: date | None, today: date) -> date:
    """The last day of a trust: at most a year away, a year when nothing was said."""
    last = until or today + timedelta(days=365)
    if not today <= last <= today + LONGEST:
        raise Refused("invalid", "A helper is trusted for at most one year.", field="days")
    return last


def checked_proof(proof: str, via: Via) -> str:
    """Where the consent can be looked up: the signed form or the recorded call."""
    said = " ".join(proof.split())
    if len(said) > MOST_PROOF or (via in _NEEDS_PROOF and not said):
        raise Refused(
            "invalid",
            "Say where the signed form or the recorded call is kept.",
            field="proof",
        )
    return said
