"""The demo's people as actors: who does what with a matter, one act at a time."""

from dataclasses import dataclass, field, replace
from random import Random

from linli.demo.cast import HELPER, RESIDENTS, STAFF
from linli.demo.loading import person_called, shared_places
from linli.demo.pictures import picture
from linli.demo.stories import Story, on_the_spot, stories, words
from linli.foundation.people import api as people
from linli.foundation.places import api as places
from linli.kernel import Actor, Refused, Via, now, system
from linli.support.matters import api as matters

S = matters.State
_BY_HAND = (Via.PHONE, Via.COUNTER, Via.PAPER)
_FALSE = 0.2
_VIAS = (Via.WEB,) * 9 + (Via.PHONE,) * 5 + (Via.COUNTER,) * 4 + (Via.PAPER,) * 2


@dataclass(slots=True)
class Company:
    """The estate's people, looked up once; each act goes through the front doors."""

    community: str
    platform: Actor = field(init=False)
    _staff: dict[str, str] = field(init=False)
    _shared: dict[str, str] = field(init=False)
    _dwellings: tuple[places.DwellingSpot, ...] = field(init=False)
    _hidden: frozenset[str] = field(init=False)
    played: frozenset[str] = field(init=False)
    _known: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.platform = system(self.community)
        self._staff = {
            member.key: person_called(self.platform, member.number) or "" for member in STAFF
        }
        self._shared = shared_places(self.platform)
        self._dwellings = places.list_dwellings(viewer=self.platform)
        self._hidden = people.list_hidden_dwellings(viewer=self.platform)
        numbers = [*(one.number for one in RESIDENTS), HELPER.number]
        found = (person_called(self.platform, number) for number in numbers)
        self.played = frozenset(person for person in found if person)

    # -- actors --------------------------------------------------------------------------------

    def staff(self, key: str) -> Actor:
        """A member of staff at work."""
        return self._at_work(self._staff[key])

    @property
    def manager(self) -> Actor:
        """王敏."""
        return self.staff("wangmin")

    @property
    def clerk(self) -> Actor:
        """陈静."""
        return self.staff("chenjing")

    def _at_work(self, person: str) -> Actor:
        if person not in self._known:
            self._known[person] = people.actor_for(
                person=person, community=self.community, strong=True
            )
        return self._known[person]

    def resident(self, person: str, via: Via) -> Actor:
        """A resident acting by themselves, or the desk for them when they rang, came or wrote."""
        if via not in _BY_HAND:
            return people.actor_for(person=person, community=self.community)
        return people.actor_for(
            person=self._staff["chenjing"],
            community=self.community,
            via=via,
            on_behalf_of=person,
            strong=True,
        )

    # -- residents -----------------------------------------------------------------------------

    def report(self, dice: Random, *, person: str | None = None, key: str | None = None) -> str:
        """A neighbour reports something, by whatever channel they use."""
        story = dice.choice(stories())
        dwelling, reporter = self._home_of(person) if person else self._somebody(dice)
        via = dice.choice(_VIAS) if person is None else Via.WEB
        by = self.resident(reporter, via)
        matter = matters.open_matter(
            by=by,
            nature=matters.Nature.DEMAND,
            category=story.category,
            place=self._place_of(story, dwelling),
            title=story.title,
            description=story.text,
            key=key,
        )
        if via is Via.WEB and dice.random() < 0.3:
            photo = [("photo.jpg", picture(dice))]
            matters.post_message(by=by, matter=matter, photos=photo, key=f"{matter}:first")
        return matter

    def _somebody(self, dice: Random) -> tuple[str, str]:
        while True:
            spot = dice.choice(self._dwellings)
            if spot.id in self._hidden:
                continue
            cards = people.list_residents_of(viewer=self.platform, dwelling=spot.id)
            own = [card.id for card in cards if card.id not in self.played]
            if own:
                return spot.id, dice.choice(own)

    def _home_of(self, person: str) -> tuple[str, str]:
        homes = people.list_homes(viewer=self.platform, person=person)
        return homes[0].dwelling, person

    def _place_of(self, story: Story, dwelling: str) -> str:
        if story.where in self._shared:
            return self._shared[story.where]
        path = places.get_place(viewer=self.platform, place=dwelling).path
        return {"home": path[-1], "entrance": path[-2], "building": path[1]}[story.where]

    def _answer(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard | None:
        if card.reporter is None:
            return None
        solved = dice.random() < 0.9
        stars = dice.choice((3, 4, 5, 5, 5)) if solved else dice.choice((1, 2))
        said = dice.choice(words("thanks" if solved else "again")) if dice.random() < 0.6 else ""
        via = Via(card.via) if card.assignee != self._staff["chenjing"] else Via.WEB
        matters.give_verdict(
            by=self.resident(card.reporter, via),
            matter=card.id,
            solved=solved,
            stars=stars,
            words=said,
        )
        return replace(card, state=S.CONFIRMED if solved else S.REOPENED)

    # -- staff ---------------------------------------------------------------------------------

    def next_act(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard | None:
        """Do what comes next with a matter; the card as it is then, None when nothing is left."""
        if card.nature is not matters.Nature.DEMAND:
            return self._attend(card, dice)
        if card.state is S.RESOLVED:
            return self._answer(card, dice)
        return self._handle(card, dice)

    def _handle(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard | None:
        if card.state is S.REPORTED:
            return self._take_in(card, dice)
        if card.state is S.ACCEPTED or (card.state is S.REOPENED and not card.assignee):
            return self._assign(card)
        if card.state in (S.ASSIGNED, S.REOPENED):
            return self._start(card, dice)
        if card.state is S.IN_PROGRESS:
            return self._work(card, dice)
        if card.state is S.ON_HOLD:
            matters.resume_matter(by=self._responsible(card), matter=card.id)
            return replace(card, state=S.IN_PROGRESS)
        return None

    def _take_in(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard:
        if dice.random() < 0.02:
            reason = dice.choice(words("declines"))
            matters.decline_matter(by=self.clerk, matter=card.id, reason=reason)
            return replace(card, state=S.DECLINED)
        matters.accept_matter(by=self.clerk, matter=card.id)
        return replace(card, state=S.ACCEPTED)

    def _assign(self, card: matters.MatterCard) -> matters.MatterCard:
        found = matters.suggest_assignees(viewer=self.clerk, matter=card.id)
        if not found:
            raise Refused("unavailable", "Nobody can be asked to do this.")
        person = found[0].person
        matters.assign_matter(by=self.clerk, matter=card.id, person=person)
        return replace(card, state=S.ASSIGNED, assignee=person)

    def _responsible(self, card: matters.MatterCard) -> Actor:
        return self._at_work(card.assignee) if card.assignee else self.clerk

    def _start(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard:
        by = self._responsible(card)
        if card.state is S.ASSIGNED and card.reporter is not None:
            matters.post_message(by=by, matter=card.id, text=dice.choice(words("answers")))
        matters.start_work(by=by, matter=card.id)
        return replace(card, state=S.IN_PROGRESS)

    def _work(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard:
        by, chance = self._responsible(card), dice.random()
        if chance < 0.09:
            matters.hold_matter(by=by, matter=card.id, reason=dice.choice(words("holds")))
            return replace(card, state=S.ON_HOLD)
        if chance < 0.19:
            photo = [("photo.jpg", picture(dice))]
            text = dice.choice(words("looks"))
            matters.post_message(by=by, matter=card.id, text=text, photos=photo)
            return card
        if chance < 0.25 and card.reporter and card.reporter not in self.played:
            by = self.resident(card.reporter, Via.WEB)
            matters.post_message(by=by, matter=card.id, text=dice.choice(words("asks")))
            return card
        known = {story.title: story.done for story in stories()}
        said = known.get(card.title, "办好了。")
        photo = [("photo.jpg", picture(dice))] if dice.random() < 0.4 else []
        matters.resolve_matter(by=by, matter=card.id, words=said, photos=photo)
        return replace(card, state=S.RESOLVED, resolved_at=now())

    # -- alarms and tasks ----------------------------------------------------------------------

    def _attend(self, card: matters.MatterCard, dice: Random) -> matters.MatterCard | None:
        if card.state in (S.REPORTED, S.ACCEPTED) or (
            card.state is S.REOPENED and not card.assignee
        ):
            return self._assign(card)
        if card.state in (S.ASSIGNED, S.REOPENED):
            return self._start(card, dice)
        if card.state is S.IN_PROGRESS:
            self._judge(card, dice)
            return replace(card, state=S.RESOLVED, resolved_at=now())
        if card.state is S.RESOLVED:
            checker = self.manager if card.assignee != self.manager.person else self.clerk
            matters.check_matter(by=checker, matter=card.id, passed=True)
            return replace(card, state=S.CONFIRMED)
        return None

    def _judge(self, card: matters.MatterCard, dice: Random) -> None:
        by = self._responsible(card)
        if card.nature is not matters.Nature.ALARM:
            matters.resolve_matter(by=by, matter=card.id, words="已看过。")
            return
        finding, said = _finding(card, dice)
        matters.resolve_matter(by=by, matter=card.id, words=said, judgement=finding)

    # -- looking -------------------------------------------------------------------------------

    def unsettled(self) -> list[matters.MatterCard]:
        """Everything somebody still has to do or say something about."""
        page = matters.list_matters(viewer=self.manager, limit=200)
        found = list(page.items)
        while page.next and all(card.state in _UNSETTLED for card in page.items):
            page = matters.list_matters(viewer=self.manager, cursor=page.next, limit=200)
            found += page.items
        return [card for card in found if card.state in _UNSETTLED]

    def card(self, matter: str) -> matters.MatterCard:
        """One matter as it stands."""
        return matters.get_matter(viewer=self.platform, matter=matter).card


_UNSETTLED = frozenset(
    {S.REPORTED, S.ACCEPTED, S.ASSIGNED, S.IN_PROGRESS, S.ON_HOLD, S.RESOLVED, S.REOPENED}
)
OPEN = _UNSETTLED - {S.RESOLVED}
"""States in which staff have something to do."""


def _finding(card: matters.MatterCard, dice: Random) -> tuple[str, str]:
    """What someone who went to see found: the judgement, and the words for it."""
    told = on_the_spot("light" if card.title == "非开放时间亮灯" else card.category)
    wanted = "false_alarm" if dice.random() < _FALSE else "real"
    judgement = wanted if wanted in told else next(iter(told))
    return judgement, dice.choice(told[judgement])
