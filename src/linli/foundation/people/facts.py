"""What people announce; a confidential mark is never announced as such."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered(Fact):
    """A person has come onto the books."""

    kind: ClassVar[str] = "people.person_registered"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Fact):
    """A person's name, number or channels were changed."""

    kind: ClassVar[str] = "people.person_changed"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdChanged(Fact):
    """Something about the household of a dwelling changed: who lives there, or how it is shown."""

    kind: ClassVar[str] = "people.household_changed"
    dwelling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Fact):
    """A person now holds a role."""

    kind: ClassVar[str] = "people.role_granted"
    person: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInReset(Fact):
    """Someone gave a member of staff a one-time password, or took their second factor away."""

    kind: ClassVar[str] = "people.sign_in_reset"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(Fact):
    """A person no longer holds a role."""

    kind: ClassVar[str] = "people.role_revoked"
    person: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded(Fact):
    """A person gave or withdrew a consent."""

    kind: ClassVar[str] = "people.consent_recorded"
    person: str
    purpose: str
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntryMade(Fact):
    """Staff wrote something down for a person by phone, at the counter or from paper."""

    kind: ClassVar[str] = "people.desk_entry_made"
    person: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntryDisputed(Fact):
    """A person says that what was written down for them is not theirs."""

    kind: ClassVar[str] = "people.desk_entry_disputed"
    person: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLookedAt(Fact):
    """Someone opened a person's contact data."""

    kind: ClassVar[str] = "people.contact_looked_at"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAllowed(Fact):
    """A person trusts a helper to act for them."""

    kind: ClassVar[str] = "people.help_allowed"
    help: str
    principal: str
    helper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAccepted(Fact):
    """A helper has said yes and can act from now on."""

    kind: ClassVar[str] = "people.help_accepted"
    help: str
    principal: str
    helper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneOnBehalf(Fact):
    """Something was done in a person's name, and they want to hear of each such thing."""

    kind: ClassVar[str] = "people.done_on_behalf"
    deed: int
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedsCounted(Fact):
    """The day's deeds in a person's name, from the first to the last."""

    kind: ClassVar[str] = "people.deeds_counted"
    person: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpStopped(Fact):
    """A helper may no longer act for a person."""

    kind: ClassVar[str] = "people.help_stopped"
    help: str
    principal: str
    helper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassIssued(Fact):
    """The desk gave a person a paper card to come in by."""

    kind: ClassVar[str] = "people.pass_issued"
    login_pass: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassUsedElsewhere(Fact):
    """Someone came in by a paper card, from a phone it had not been used with."""

    kind: ClassVar[str] = "people.pass_used_elsewhere"
    login_pass: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassLocked(Fact):
    """Wrong digits have paused a paper card, or ended it for good."""

    kind: ClassVar[str] = "people.pass_locked"
    login_pass: str
    person: str
    is_final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRevoked(Fact):
    """A paper card was made worthless by its owner or the desk."""

    kind: ClassVar[str] = "people.pass_revoked"
    login_pass: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassEndsSoon(Fact):
    """A paper card runs out in two weeks; `until` is its last moment, in UTC."""

    kind: ClassVar[str] = "people.pass_ends_soon"
    login_pass: str
    person: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataExported(Fact):
    """A person took all that is kept about them along."""

    kind: ClassVar[str] = "people.data_exported"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataErased(Fact):
    """A person had what is theirs to erase erased."""

    kind: ClassVar[str] = "people.data_erased"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityImported(Fact):
    """A spreadsheet was taken in; the numbers are rows, told in no more detail than its report."""

    kind: ClassVar[str] = "people.community_imported"
    accepted: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Fact):
    """A person gave a program a token of theirs."""

    kind: ClassVar[str] = "people.token_issued"
    token: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Fact):
    """A token was taken back."""

    kind: ClassVar[str] = "people.token_revoked"
    token: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRestored(Fact):
    """The taking back of a token was undone."""

    kind: ClassVar[str] = "people.token_restored"
    token: str
    person: str
