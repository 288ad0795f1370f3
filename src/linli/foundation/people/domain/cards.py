"""People as other modules see them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linli.kernel import Role, Via, Words


class PersonKind(StrEnum):
    """What the law takes an owner for."""

    NATURAL = "natural"
    COMPANY = "company"
    DEVELOPER = "developer"


class Relation(StrEnum):
    """What a person is to a dwelling."""

    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"


class ChannelKind(StrEnum):
    """A way to reach a person; none is second-class (保留原有渠道)."""

    APP = "app"
    SMS = "sms"
    PHONE = "phone"
    PAPER = "paper"


class News(StrEnum):
    """What a message is about, as far as one may want it by another way; empty: everything."""

    ALL = ""
    URGENT = "urgent"
    MATTERS = "matters"
    COMMUNITY = "community"


class HelpScope(StrEnum):
    """What a helper (帮手) may do for someone: look, or see to daily affairs as well.

    No scope carries a vote: that takes a written proxy for the one vote, never a helper's log-in.
    """

    SEE = "see"
    EVERYDAY = "everyday"


class KnownBy(StrEnum):
    """How a clerk knew who it was, before anything was written down for them."""

    SEEN = "seen"
    ID_CARD = "id_card"
    NUMBER = "number"
    ANSWERS = "answers"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as this viewer may see them; `is_masked` when part of it is hidden."""

    id: str
    name: str
    kind: PersonKind
    phone_masked: str
    roles: tuple[Role, ...]
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A dwelling that is someone's: as owner, tenant or family; `household` if they live there."""

    dwelling: str
    relation: Relation
    household: str | None
    share: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnerCard:
    """An owner of a dwelling; `share` is a fraction such as "1/2", empty when not said."""

    person: PersonCard
    share: str


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A role someone holds, for a part of the community (`place`) or all of it."""

    grant: str
    person: PersonCard
    role: Role
    place: str | None
    skills: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class Contact:
    """What was opened: never cached, never logged; `id_number` empty when there is none."""

    name: str
    phone: str
    id_number: str


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A way this person wants to be reached; rank 1 is tried first."""

    kind: ChannelKind
    rank: int


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """Where a person stands on one purpose; `by` is who wrote it down."""

    purpose: str
    is_given: bool
    by: str | None
    via: Via
    at: datetime


@dataclass(frozen=True, slots=True)
class LookCard:
    """Someone saw contact data: who (empty for the platform), about what, why, when."""

    looker: str | None
    looker_name: str
    about: str
    reason: str
    via: Via
    at: datetime


@dataclass(frozen=True, slots=True)
class HelpCard:
    """Who may act for whom, how far and how long; in force once the helper has said yes.

    `helper` is empty as long as an invitation is not taken up; `proof` names the signed form or
    the recorded call.
    """

    id: str
    principal: str
    principal_name: str
    helper: str
    helper_name: str
    scope: HelpScope
    until: date
    via: Via
    at: datetime
    accepted_at: datetime | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invited helper reads before they say yes."""

    help: str
    principal_name: str
    scope: HelpScope
    until: date


@dataclass(frozen=True, slots=True)
class DeedCard:
    """Something done in a person's name: by whom, under which help (empty for the desk), what."""

    id: int
    person: str
    actor: str
    actor_name: str
    trust: str
    via: Via
    what: Words
    about: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskEntryCard:
    """What was written down for a person by hand; `about` (`matter:…`) is the record it made.

    `is_new` is False when the same form was handed in before: then nothing is to be done again.
    """

    number: int
    person: str
    by: str
    by_name: str
    via: Via
    service: str
    known_by: KnownBy
    about: str
    at: datetime
    disputed_at: datetime | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class KeepingCard:
    """What a keeper did to a household's mark."""

    household: str
    is_confidential: bool
    by: str | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who has proved to be whom.

    `strong` (password and second factor) is what staff roles ask for; `must_enrol` when a staff
    member has no second factor yet, `must_change` when the password is a one-time one; `others`
    are further people with the same phone; `login_pass` is the paper card somebody came in by,
    `wrong_before` how often wrong digits were tried since the time before.
    """

    person: str
    communities: tuple[str, ...]
    strong: bool = False
    must_enrol: bool = False
    must_change: bool = False
    others: tuple["SignIn", ...] = ()
    login_pass: str = ""
    wrong_before: int = 0


@dataclass(frozen=True, slots=True)
class StaffSignIn:
    """How a member of staff comes in: a staff name (beside the phone), a password, a second factor.

    `one_time_until` is set while the password is a one-time one; `may_reset` says whether this
    viewer may give a new one.
    """

    login: str
    has_password: bool
    has_second: bool
    one_time_until: datetime | None
    may_reset: bool


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """The same answer for every phone: a code is on its way if the phone is known here."""

    minutes_valid: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor to put into an authenticator app; shown once."""

    secret: str
    uri: str
