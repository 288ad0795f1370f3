"""Who acts or asks, in what role, through which channel, and for whom."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Via(StrEnum):
    """The channel an act came through; paper and phone stand equal to the web (保留原有渠道)."""

    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    PAPER = "paper"
    DEVICE = "device"
    IMPORT = "import"
    SYSTEM = "system"


class Role(StrEnum):
    """What a person is in one community."""

    OWNER = "owner"
    RESIDENT = "resident"
    HELPER = "helper"
    WORKER = "worker"
    CLERK = "clerk"
    MANAGER = "manager"
    COUNCIL = "council"
    GRID_WORKER = "grid_worker"
    COMMITTEE = "committee"
    STREET = "street"
    KEEPER = "keeper"
    OPERATOR = "operator"
    SYSTEM = "system"


STAFF = frozenset(
    {
        Role.WORKER,
        Role.CLERK,
        Role.MANAGER,
        Role.GRID_WORKER,
        Role.COMMITTEE,
        Role.STREET,
        Role.KEEPER,
        Role.OPERATOR,
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts (`by`) or looks (`viewer`); roles hold in `community` only.

    `by_card` when they came in by a paper card, which is easier to lose than a phone; `trust` is
    the help under which they act for `on_behalf_of`, and `looks_only` when it lets them only look.
    """

    person: str | None
    roles: frozenset[Role]
    community: str
    via: Via = Via.WEB
    on_behalf_of: str | None = None
    by_card: bool = False
    trust: str = ""
    looks_only: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of these roles here."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """Whether the actor works for the community in any capacity."""
        return not self.roles.isdisjoint(STAFF)

    @property
    def is_system(self) -> bool:
        """Whether this is the platform itself, acting by a rule or a timer."""
        return Role.SYSTEM in self.roles

    @property
    def subject(self) -> str | None:
        """The person whose affair this is: the principal when someone acts for another."""
        return self.on_behalf_of or self.person

    def for_person(self, person: str, *, via: Via) -> "Actor":
        """The same actor, acting on someone's behalf through a channel."""
        return replace(self, on_behalf_of=person, via=via)


ANYONE = Actor(person=None, roles=frozenset(), community="")
"""A visitor nobody knows yet."""


def system(community: str, via: Via = Via.SYSTEM) -> Actor:
    """The platform acting by itself in a community: a timer, a rule, an import."""
    return Actor(person=None, roles=frozenset({Role.SYSTEM}), community=community, via=via)
