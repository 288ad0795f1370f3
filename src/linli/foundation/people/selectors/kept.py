"""What people keeps about a person, for that person alone."""

from typing import Any

from django.db.models import Q

from linli.foundation.people import policy
from linli.foundation.people.domain.helping import said_of
from linli.foundation.people.models import (
    ApiToken,
    Channel,
    Consent,
    Deed,
    Help,
    LoginPass,
    Look,
    PassUsed,
    Person,
    Tenure,
    Wish,
)
from linli.foundation.people.models.sealing import ID_NUMBER, PHONE, reopen
from linli.foundation.people.selectors.seeing import find_person
from linli.kernel import Actor, Kept, Words

_DESK = Words("服务台、物业经理、居委会", "the service desk, the manager, the residents' committee")
_ONLY = Words("只有您自己和受保护住户管理人", "only you and the keeper of protected records")
_OWN = Words("只有您自己", "only you")
_ASK = Words("请服务台改正，或提出异议", "have the desk correct it, or object")


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """Everything this module keeps about the viewer; with `full` the data themselves.

    Who came in by a card gets no numbers in full.
    """
    person = policy.own_person_of(viewer)
    row = find_person(viewer, person)
    parts = (
        (_record(row, viewer), _RECORD),
        (_homes(row), _HOMES),
        (_wishes(row), _WISHES),
        (_consents(row), _CONSENTS),
        (_helps(row), _HELPS),
        (_deeds(row), _DEEDS),
        (_looks(row), _LOOKS),
        (_entries(row), _ENTRIES),
    )
    return tuple(
        Kept(**words, count=len(rows), rows=tuple(rows) if full else ()) for rows, words in parts
    )


def list_names_around(*, viewer: Actor) -> frozenset[str]:
    """The names of all who ever helped the viewer, acted for them or looked at their data, to be
    taken out of what the viewer takes along."""
    person = policy.own_person_of(viewer)
    helps = Help.objects.filter(Q(principal=person) | Q(helper=person))
    found = {name for pair in helps.values_list("principal__name", "helper__name") for name in pair}
    found |= set(Deed.objects.filter(person=person).values_list("actor__name", flat=True))
    found |= set(Look.objects.filter(person=person).values_list("looker__name", flat=True))
    own = set(Person.objects.filter(pk=person).values_list("name", flat=True))
    return frozenset(name for name in found - own if name)


_RECORD: dict[str, Any] = {
    "key": "record",
    "what": Words("姓名、手机号、证件号、语言", "name, phone, ID number, language"),
    "source": Words("入住登记，或服务台补记", "moving in, or the service desk"),
    "seen_by": _DESK,
    "time": Words(
        "在小区有房或居住期间；离开后您可以要求删除",
        "while you own or live here; after that you can ask for it to be erased",
    ),
    "basis": Words("物业服务需要（个人信息保护法第十三条）", "needed to serve you (PIPL art. 13)"),
    "way": _ASK,
}
_HOMES: dict[str, Any] = {
    "key": "homes",
    "what": Words("您的房屋和身份", "your homes and what you are to them"),
    "source": Words("产权和入住登记", "the registers of owners and residents"),
    "seen_by": Words(
        "服务台、物业经理、居委会；您可以选择不显示",
        "the service desk, the manager, the committee; you can choose not to be shown",
    ),
    "time": Words("一直保存，用来算业主人数和面积", "kept, to count owners and areas"),
    "basis": Words("民法典第二百七十八条", "Civil Code art. 278"),
    "way": Words("选“不显示”，或请服务台改正", "choose not to be shown, or have it corrected"),
}
_WISHES: dict[str, Any] = {
    "key": "wishes",
    "what": Words("怎么联系您", "how you are reached"),
    "source": Words("您自己选的，或在服务台说的", "chosen by you, or told to the desk"),
    "seen_by": Words("服务台", "the service desk"),
    "time": Words("到您改为止", "until you change it"),
    "basis": Words("您自己决定", "your own choice"),
    "way": Words("随时可改", "change it at any time"),
}
_CONSENTS: dict[str, Any] = {
    "key": "consents",
    "what": Words("您同意或不同意过什么", "what you agreed to or not"),
    "source": Words("您自己选的，或在服务台说的", "chosen by you, or told to the desk"),
    "seen_by": _DESK,
    "time": Words("一直保存，作为凭据", "kept as evidence"),
    "basis": Words("个人信息保护法第十四条", "PIPL art. 14"),
    "way": Words("随时可以不再同意", "withdraw it at any time"),
}
_HELPS: dict[str, Any] = {
    "key": "helpers",
    "what": Words("谁替您办事，您替谁办事", "who acts for you, and for whom you act"),
    "source": Words("您自己定的，或在服务台签的", "named by you, or signed at the desk"),
    "seen_by": Words("您、对方和服务台", "you, the other, and the service desk"),
    "time": Words("最长一年有效；记录保存", "in force for a year at most; the record stays"),
    "basis": Words("您自己决定", "your own choice"),
    "way": Words("随时可停", "stop it at any time"),
}
_DEEDS: dict[str, Any] = {
    "key": "deeds",
    "what": Words("别人替您办过什么", "what was done in your name"),
    "source": Words("帮手或服务台办事时自动记下", "written down as it is done"),
    "seen_by": _ONLY,
    "time": Words("一直保存，作为凭据", "kept as evidence"),
    "basis": Words("为了保护您", "for your protection"),
    "way": Words("在那件事里说“这不是我说的”", "say in the matter that it was not you"),
}
_LOOKS: dict[str, Any] = {
    "key": "looks",
    "what": Words("谁在什么时候为什么看过您的资料", "who looked at your data, when and why"),
    "source": Words("有人看时自动记下", "written down as it happens"),
    "seen_by": _ONLY,
    "time": Words("一直保存，作为凭据", "kept as evidence"),
    "basis": Words("个人信息保护法第五十一条", "PIPL art. 51"),
    "way": Words("有疑问可以提出异议", "object to any of them"),
}
_ENTRIES: dict[str, Any] = {
    "key": "entries",
    "what": Words("登录卡的使用、给程序的口令", "uses of your card, tokens of your programs"),
    "source": Words("登录时自动记下", "written down as you log in"),
    "seen_by": _OWN,
    "time": Words("用卡的记录保存一年", "uses of a card are kept for a year"),
    "basis": Words("为了安全", "for safety"),
    "way": Words("可以马上删除", "erase them at once"),
}


def _record(row: Person, viewer: Actor) -> list[dict[str, Any]]:
    hidden = "***" if viewer.by_card else None
    return [
        {
            "name": row.name,
            "phone": hidden or reopen(row.phone_sealed, PHONE),
            "id_number": hidden or reopen(row.id_sealed, ID_NUMBER),
            "language": row.language,
            "since": row.created_at,
        }
    ]


def _homes(row: Person) -> list[dict[str, Any]]:
    rows = Tenure.objects.filter(person=row).order_by("since", "id")
    names = ("dwelling_id", "relation", "share", "since", "until")
    return [dict(one) for one in rows.values(*names)]


def _wishes(row: Person) -> list[dict[str, Any]]:
    channels = (
        Channel.objects.filter(person=row).order_by("news", "rank").values("kind", "rank", "news")
    )
    wish = Wish.objects.filter(person=row).values("deeds", "quiet_from", "quiet_until")
    habits = [{"habit": name, "value": value} for name, value in sorted(row.habits.items())]
    return [dict(one) for one in channels] + [dict(one) for one in wish] + habits


def _consents(row: Person) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(person=row).order_by("at", "id")
    return [dict(one) for one in rows.values("purpose", "is_given", "via", "at")]


def _helps(row: Person) -> list[dict[str, Any]]:
    """Without the other's name: it is theirs."""
    names = ("scope", "until", "via", "proof", "at", "accepted_at", "revoked_at")
    mine = Help.objects.filter(principal=row).order_by("at", "id").values(*names)
    theirs = Help.objects.filter(helper=row).order_by("at", "id").values(*names)
    return [{"part": "helped", **one} for one in mine] + [
        {"part": "helper", **{name: one[name] for name in names if name != "proof"}}
        for one in theirs
    ]


def _deeds(row: Person) -> list[dict[str, Any]]:
    rows = Deed.objects.filter(person=row).order_by("id")
    return [
        {
            "by": "helper" if one.help_id else "desk",
            "what": said_of(one.what).zh,
            "what_en": said_of(one.what).en,
            "about": one.about,
            "via": one.via,
            "at": one.at,
            "told_at": one.told_at,
        }
        for one in rows
    ]


def _looks(row: Person) -> list[dict[str, Any]]:
    rows = Look.objects.filter(person=row).order_by("id")
    return [dict(one) for one in rows.values("about", "reason", "via", "at")]


def _entries(row: Person) -> list[dict[str, Any]]:
    cards = LoginPass.objects.filter(person=row).order_by("issued_at")
    uses = PassUsed.objects.filter(login_pass__person=row).order_by("at")
    tokens = ApiToken.objects.filter(person=row).order_by("created_at")
    found: list[dict[str, Any]] = [
        {"part": "card", **one} for one in cards.values("issued_at", "until", "ended_at")
    ]
    found += [{"part": "card used", **one} for one in uses.values("at", "is_new")]
    found += [
        {"part": "token", **one}
        for one in tokens.values("name", "created_at", "until", "last_used_at", "revoked_at")
    ]
    return found
