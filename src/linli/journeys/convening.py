"""How owners come to an assembly: what they ask for, object to or must see to becomes a matter."""

from datetime import date

from linli.application.assembly import api as assembly
from linli.application.assembly.facts import (
    CandidateProposed,
    ConcernAnswered,
    ConcernRaised,
    CouncilDue,
    RequestAnswered,
    RequestReached,
    SeatChanged,
)
from linli.foundation.facts.api import when
from linli.foundation.people import api as people
from linli.kernel import Actor, Ref, Role, Words, system
from linli.support.matters import api as matters
from linli.support.notify import api as notify

_CATEGORY = "assembly"
_ASKED = {
    "first": Words("业主要求召开首次业主大会", "Owners ask for a first assembly"),
    "extraordinary": Words("业主要求召开临时业主大会", "Owners ask for an extraordinary assembly"),
    "recall": Words("业主要求罢免业委会委员", "Owners ask to recall committee members"),
}
_DOUBTED = {
    "members": Words("有人对筹备名单提出异议", "Somebody objects to the list of preparers"),
    "roll": Words("有人对业主名册提出异议", "Somebody objects to the owners' roll"),
    "candidates": Words("有人对候选人名单提出异议", "Somebody objects to the candidates"),
}
_DUE = {
    "chair": Words("新业委会要推选主任", "The new committee must choose its chair"),
    "filing": Words("业委会要到街道备案", "The committee must file with the street office"),
    "handover": Words("资料和印章要移交给新业委会", "Papers and seals must be handed over"),
    "re_election": Words("业委会任期快满，要准备换届", "The term ends: prepare a re-election"),
    "by_election": Words(
        "业委会委员不足一半，要重新选举", "Fewer than half of the members are left: a new election"
    ),
}
_ACCEPTED = Words(
    "提议被采纳，已建大会草案", "The request was accepted; a draft assembly was begun"
)
_REFUSED = Words("提议没有被采纳，理由已公开", "The request was refused; the reason is public")
_UPHELD = Words("异议成立", "The objection was upheld")
_NOT_UPHELD = Words("异议不成立，理由已公开", "The objection was not upheld; the answer is public")


@when(RequestReached)
def a_request_of_enough_owners_is_put_before_those_who_answer(fact: RequestReached) -> None:
    """What enough owners ask for has a person who answers, and the street office is called in."""
    platform = system(fact.community)
    card = assembly.get_request(viewer=platform, request=fact.request)
    lines = [card.title]
    if card.answer_by is not None:
        lines.append(f"最晚答复：{card.answer_by.isoformat()}")
    matter = _open(
        platform,
        _ASKED[fact.what],
        "\n".join(lines),
        Ref("request", fact.request),
        reporter=assembly.get_opener(viewer=platform, request=fact.request),
    )
    _call_street(platform, matter)


@when(RequestAnswered)
def an_answered_request_is_what_came_of_the_matter(fact: RequestAnswered) -> None:
    """The matter shows whether the assembly will be held."""
    ref = Ref("assembly", fact.assembly) if fact.assembly else Ref("request", fact.request)
    words = _ACCEPTED if fact.is_accepted else _REFUSED
    _link(fact.community, Ref("request", fact.request), ref, words)


@when(ConcernRaised)
def an_objection_is_seen_to(fact: ConcernRaised) -> None:
    """Nobody objects into the void: somebody must answer."""
    platform = system(fact.community)
    ref = Ref("concern", fact.concern)
    _call_street(platform, _open(platform, _DOUBTED[fact.what], "", ref))


@when(ConcernAnswered)
def who_objected_hears_the_answer(fact: ConcernAnswered) -> None:
    """The answer reaches the one who objected, by their own channel, and the matter."""
    words = _UPHELD if fact.is_upheld else _NOT_UPHELD
    ref = Ref("concern", fact.concern)
    _link(fact.community, ref, ref, words)
    notify.tell(
        by=system(fact.community),
        person=fact.person,
        text=Words(
            f"您提的异议有答复了：{words.zh}。请在“业主大会”里看。",
            f"Your objection was answered: {words.en}. Please look under “Owners' assembly”.",
        ),
        about=ref,
        key=f"concern:{fact.concern}:answered",
    )


@when(CandidateProposed)
def who_is_proposed_is_asked(fact: CandidateProposed) -> None:
    """Nobody stands without knowing, or without having said yes."""
    notify.tell(
        by=system(fact.community),
        person=fact.person,
        text=Words(
            "邻居推荐您当业委会委员候选人。愿意或不愿意，请在“业主大会”里说。",
            "Neighbours propose you for the owners' committee. Please say yes or no under "
            "“Owners' assembly”.",
        ),
        about=Ref("candidacy", fact.candidacy),
        key=f"candidacy:{fact.candidacy}:proposed",
    )


@when(CouncilDue)
def what_a_committee_must_do_is_put_before_it(fact: CouncilDue) -> None:
    """A chair, a filing, a handover or an election is not forgotten."""
    platform = system(fact.community)
    day = date.fromisoformat(fact.day)
    ref = Ref("council-due", f"{fact.council}:{fact.due}")
    matter = _open(platform, _DUE[fact.due], f"最晚：{day.isoformat()}", ref)
    if fact.due in ("re_election", "by_election"):
        _call_street(platform, matter)


@when(SeatChanged)
def who_sits_in_the_committee_runs_its_assemblies(fact: SeatChanged) -> None:
    """A seat gives the committee's role until the term ends; who leaves the seat gives it back."""
    platform = system(fact.community)
    seated = {
        one.person: card.ends_on
        for card in assembly.list_councils(viewer=platform)
        if not card.is_over
        for one in card.holders
        if not one.is_alternate and one.left_at is None
    }
    if fact.person in seated:
        until = seated[fact.person]
        people.grant_role(by=platform, person=fact.person, role=Role.COUNCIL, until=until)
        return
    for held in people.list_staff(viewer=platform, role=Role.COUNCIL):
        if held.person.id == fact.person:
            people.revoke_role(by=platform, grant=held.grant)


def _open(
    platform: Actor, title: Words, description: str, ref: Ref, *, reporter: str | None = None
) -> str:
    return matters.open_matter(
        by=platform,
        nature=matters.Nature.TASK,
        category=_CATEGORY,
        place=platform.community,
        title=title.zh,
        description=description,
        cause=[matters.Cause(ref, title)],
        reporter=reporter,
        key=str(ref),
    )


def _call_street(platform: Actor, matter: str) -> None:
    matters.call_in_party(by=platform, matter=matter, role=Role.STREET)


def _link(community: str, cause: Ref, effect: Ref, words: Words) -> None:
    platform = system(community)
    for card in matters.list_for_ref(viewer=platform, ref=str(cause)):
        matters.link_effect(by=platform, matter=card.id, effect=effect, words=words)
