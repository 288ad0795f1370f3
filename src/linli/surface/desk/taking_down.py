"""Each service done for somebody at the desk, by the same verb its page calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.application.assembly import api as assembly
from linli.foundation.people import api as people
from linli.foundation.people.api import ChannelKind
from linli.kernel import Actor, Ref, Refused, now
from linli.support.matters import api as matters
from linli.support.notify import api as notify
from linli.surface.desk.choosing import to_be_told
from linli.surface.shell import api as shell
from linli.surface.shell.language import read


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said: the clerk acting for them (`by`), the answers, the key of the form."""

    by: Actor
    answers: Mapping[str, str]
    key: str

    def __getitem__(self, name: str) -> str:
        return self.answers.get(name, "")

    @property
    def person(self) -> str:
        """Whose affair it is."""
        return self.by.on_behalf_of or ""


def do(service: str, told: Told) -> Ref:
    """Do it, and return the record it made."""
    return _ACTS[service](told)


def _report(told: Told) -> Ref:
    return _open(told, told["category"], told["place"], told["words"])


def _call_back(told: Told) -> Ref:
    return _open(told, "call_back", "", told["words"])


def _open(told: Told, category: str, place: str, words: str, *, title: str = "") -> Ref:
    matter = matters.open_matter(
        by=told.by,
        nature="demand",
        category=category,
        place=place or _home(told.by),
        title=title,
        description=words,
        reporter=told.person,
        contact=told["contact"][:60] or None,
        key=f"entry:{told.key}",
    )
    return Ref("matter", matter)


def _home(by: Actor) -> str:
    homes = people.list_homes(viewer=by, person=by.on_behalf_of or "")
    return homes[0].dwelling if homes else by.community


def _asked(category: str, service: str) -> Callable[[Told], Ref]:
    """A wish about one's data that a person has to answer: a matter, headed by the service."""

    def ask(told: Told) -> Ref:
        found = shell.service_of(service)
        title = _(found.name) if found else ""
        return _open(told, category, "", told["words"] or title, title=title)

    return ask


def _correct(told: Told) -> Ref:
    found = shell.service_of("correct")
    kinds = dict(found.asks[0].choices) if found else {}
    return _open(told, "paperwork", "", told["words"], title=_(kinds[told["what"]]))


def _write(told: Told) -> Ref:
    matter = told["matter"]
    matters.post_message(by=told.by, matter=matter, text=told["words"], key=told.key)
    return Ref("matter", matter)


def _urge(told: Told) -> Ref:
    matters.urge_matter(by=told.by, matter=told["matter"])
    return Ref("matter", told["matter"])


def _verdict(told: Told) -> Ref:
    matter, said = told["matter"], told["solved"]
    if said == "undo":
        matters.withdraw_verdict(by=told.by, matter=matter)
    else:
        stars = int(told["stars"]) if told["stars"] else None
        matters.give_verdict(
            by=told.by,
            matter=matter,
            solved=said == "yes",
            stars=stars if said == "yes" else None,
            words=told["words"],
        )
    return Ref("matter", matter)


def _withdraw(told: Told) -> Ref:
    change = matters.restore_matter if told["do"] == "restore" else matters.withdraw_matter
    change(by=told.by, matter=told["matter"])
    return Ref("matter", told["matter"])


def _contest(told: Told) -> Ref:
    matters.contest_decline(by=told.by, matter=told["matter"], words=told["words"])
    return Ref("matter", told["matter"])


def _dispute(told: Told) -> Ref:
    matter, _colon, number = told["said"].partition(":")
    if matter:
        matters.dispute_entry(by=told.by, matter=matter, entry=int(number), words=told["words"])
        return Ref("matter", matter)
    people.dispute_desk_entry(by=told.by, entry=int(number), words=told["words"])
    return Ref("desk-entry", number)


def _follow(told: Told) -> Ref:
    change = matters.withdraw_support if told["do"] == "unfollow" else matters.support_matter
    change(by=told.by, matter=told["nearby"])
    return Ref("matter", told["nearby"])


def _vote(told: Told) -> Ref:
    """How somebody would like to vote: the same task as from the page."""
    words = _(shell.ways_to_vote()[told["way"]])
    title = read(assembly.get_assembly(viewer=told.by, assembly=told["assembly"]).card.title)
    return _open(told, "paperwork", "", f"{words} · {title}", title=words)


def _objection(told: Told) -> Ref:
    """To the result while one can object to it, to the roll before."""
    card = assembly.get_assembly(viewer=told.by, assembly=told["assembly"]).card
    about = "result" if card.stage is assembly.Stage.PRELIMINARY else "roll"
    made = assembly.object_to(
        by=told.by, assembly=card.id, about=about, text=told["words"], key=told.key[:50]
    )
    return Ref("assembly-objection", made)


def _channels(told: Told) -> Ref:
    first = ChannelKind(told["first"])
    known = [one.kind for one in people.list_channels(viewer=told.by, person=told.person)]
    after = [ChannelKind.SMS] if first is ChannelKind.APP else []
    kinds = [first, *(kind for kind in (*known, *after) if kind is not first)]
    people.set_channels(by=told.by, person=told.person, kinds=kinds)
    return Ref("person", told.person)


def _notices(told: Told) -> Ref:
    if told["do"] == "ask":
        return _open(told, "call_back", "", read(to_be_told(told.by)[told["told"]]))
    calls = {one.id for one in notify.list_calls(viewer=told.by, person=told.person)}
    if told["told"] in calls:
        notify.finish_call(by=told.by, call=told["told"], reached=True)
    else:
        notify.mark_printed(by=told.by, slips=[told["told"]])
        notify.mark_handed_over(by=told.by, slip=told["told"])
    return Ref("message", told["told"])


def _helper(told: Told) -> Ref:
    until = (timezone.localtime(now()) + timedelta(days=int(told["days"]))).date()
    trust = people.allow_help(
        by=told.by, name=told["name"], phone=told["phone"], until=until, proof=told["proof"]
    )
    return Ref("help", trust)


def _helper_stop(told: Told) -> Ref:
    people.stop_help(by=told.by, help_id=told["helper"])
    return Ref("help", told["helper"])


def _consent(told: Told) -> Ref:
    people.record_consent(
        by=told.by,
        person=told.person,
        purpose=told["agreed"],
        is_given=told["is_given"] == "yes",
    )
    return Ref("person", told.person)


def _privacy(told: Told) -> Ref:
    if told["do"] == "show":  # whether it then shows is for the keeper alone to know
        return _open(told, "paperwork", told["home"], _("Show it to staff again"))
    people.set_private(by=told.by, is_private=True, dwelling=told["home"])
    return Ref("place", told["home"])


def _card(told: Told) -> Ref:
    people.revoke_pass(by=told.by, login_pass=told["card"])
    return Ref("pass", told["card"])


def _token(told: Told) -> Ref:
    people.revoke_token(by=told.by, token=told["token"])
    return Ref("token", told["token"])


_ACTS: dict[str, Callable[[Told], Ref]] = {
    "report": _report,
    "call_back": _call_back,
    "write": _write,
    "urge": _urge,
    "verdict": _verdict,
    "withdraw": _withdraw,
    "contest": _contest,
    "dispute": _dispute,
    "follow": _follow,
    "vote": _vote,
    "objection": _objection,
    "channels": _channels,
    "notices": _notices,
    "helper": _helper,
    "helper_stop": _helper_stop,
    "consent": _consent,
    "privacy": _privacy,
    "looks": _asked("paperwork", "looks"),
    "copy": _asked("paperwork", "copy"),
    "correct": _correct,
    "object": _asked("my_data", "object"),
    "assembly": _asked("rights", "assembly"),
    "card": _card,
    "token": _token,
}
DONE_HERE = frozenset(_ACTS)
"""The services the desk does; a test holds it against the list of all."""


def refused_at(refused: Refused, names: tuple[str, ...]) -> Refused:
    """The refusal of a verb at the question it is about, or above them all."""
    field = refused.field if refused.field in names else None
    return Refused(refused.code, refused.message, field=field, **refused.params)
