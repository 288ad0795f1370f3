"""What the matters module announces; ids only. `entry` is the line of the timeline it wrote."""

from dataclasses import dataclass
from typing import ClassVar

from linli.kernel import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOpened(Fact):
    """Something has to be seen to."""

    kind: ClassVar[str] = "matters.matter_opened"
    matter: str
    nature: str
    category: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAccepted(Fact):
    """Staff have taken note and will see to it."""

    kind: ClassVar[str] = "matters.matter_accepted"
    matter: str
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAssigned(Fact):
    """Someone is responsible now; `before` is who was."""

    kind: ClassVar[str] = "matters.matter_assigned"
    matter: str
    assignee: str
    before: str | None = None
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterStarted(Fact):
    """Work has begun."""

    kind: ClassVar[str] = "matters.matter_started"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterHeld(Fact):
    """Work rests for a reason, and the clock with it."""

    kind: ClassVar[str] = "matters.matter_held"
    matter: str
    reason: str
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded(Fact):
    """A rest is over by its date; `assignee` should hear of it, the manager when there is none."""

    kind: ClassVar[str] = "matters.hold_ended"
    matter: str
    entry: int
    assignee: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterResumed(Fact):
    """Work goes on after a hold."""

    kind: ClassVar[str] = "matters.matter_resumed"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterMessaged(Fact):
    """Someone wrote; `is_note` when it is among staff only."""

    kind: ClassVar[str] = "matters.matter_messaged"
    matter: str
    message: str
    author: str | None
    is_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterResolved(Fact):
    """Staff say it is done; nobody has confirmed it yet."""

    kind: ClassVar[str] = "matters.matter_resolved"
    matter: str
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationAsked(Fact):
    """The resident was asked whether it is solved; `key` finds the request in notify."""

    kind: ClassVar[str] = "matters.confirmation_asked"
    matter: str
    person: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterConfirmed(Fact):
    """Solved: `how` is "resident", "silence" or "check"."""

    kind: ClassVar[str] = "matters.matter_confirmed"
    matter: str
    how: str
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReopened(Fact):
    """Not solved, or a refusal was contested."""

    kind: ClassVar[str] = "matters.matter_reopened"
    matter: str
    times: int
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictWithdrawn(Fact):
    """The resident took the answer back; the matter waits for a word again."""

    kind: ClassVar[str] = "matters.verdict_withdrawn"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterChecked(Fact):
    """Staff checked the quality of the work."""

    kind: ClassVar[str] = "matters.matter_checked"
    matter: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterDeclined(Fact):
    """It will not be done, and the reason was given."""

    kind: ClassVar[str] = "matters.matter_declined"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterWithdrawn(Fact):
    """The reporter took it back."""

    kind: ClassVar[str] = "matters.matter_withdrawn"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRestored(Fact):
    """The reporter wants it after all, or it was taken out of a merge."""

    kind: ClassVar[str] = "matters.matter_restored"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterMerged(Fact):
    """It is seen to as part of `survivor`."""

    kind: ClassVar[str] = "matters.matter_merged"
    matter: str
    survivor: str
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSupported(Fact):
    """A neighbour has the same problem; `voices` counts them all, the reporter not included."""

    kind: ClassVar[str] = "matters.matter_supported"
    matter: str
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterUrged(Fact):
    """The reporter asks to hurry."""

    kind: ClassVar[str] = "matters.matter_urged"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReclassified(Fact):
    """Another category or severity, and with it other clocks."""

    kind: ClassVar[str] = "matters.matter_reclassified"
    matter: str
    category: str
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCalled(Fact):
    """A role or an organisation was called in (吹哨)."""

    kind: ClassVar[str] = "matters.party_called"
    matter: str
    party: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCame(Fact):
    """A party that was called in has come (报到)."""

    kind: ClassVar[str] = "matters.party_came"
    matter: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRunningOut(Fact):
    """Time is getting short; `assignee` should hear of it first, the desk when there is none."""

    kind: ClassVar[str] = "matters.clock_running_out"
    matter: str
    clock: str
    assignee: str | None
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOverdue(Fact):
    """A clock ran out (督办): `level` 1 goes to the manager, 2 to the street, as `role` says."""

    kind: ClassVar[str] = "matters.matter_overdue"
    matter: str
    clock: str
    level: int
    role: str
    assignee: str | None
    entry: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmJudged(Fact):
    """Staff say what an alarm was: real, false_alarm or unclear."""

    kind: ClassVar[str] = "matters.alarm_judged"
    matter: str
    judgement: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDisputed(Fact):
    """Someone says that a line written on their behalf is not theirs."""

    kind: ClassVar[str] = "matters.entry_disputed"
    matter: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLinked(Fact):
    """Something changed because of a matter."""

    kind: ClassVar[str] = "matters.effect_linked"
    matter: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestWithdrawn(Fact):
    """A reporter no longer disagrees with a refusal."""

    kind: ClassVar[str] = "matters.contest_withdrawn"
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWithdrawn(Fact):
    """A line that a reporter had called not their own is their own after all."""

    kind: ClassVar[str] = "matters.dispute_withdrawn"
    matter: str
    entry: int
