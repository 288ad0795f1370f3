"""The judge: hears readings and the passing of time, says which alarms come and go.

Nothing here does I/O or asks the clock. Readings of one message belong into one batch: readings
with the same time are judged together. Late, out-of-order and repeated readings are not judged.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import TypeAlias

from linli.kernel import Words
from linli.support.rules.domain import state
from linli.support.rules.domain.compiled import Compiled, GroupPlan, Maintenance
from linli.support.rules.domain.signals import HOLDING, NEVER, Signal, Watch
from linli.support.rules.domain.trace import Step, Transition, bounded
from linli.support.rules.domain.tree import Node, Together, grow

LATE, OUT_OF_ORDER = 1, 2
NOT_JUDGED = LATE | OUT_OF_ORDER
_AHEAD = 600_000  # ms; as far as a device's clock may run ahead of ours

Row: TypeAlias = tuple[int, int, float, int]
"""A reading: series number, ms since the epoch, value, flags."""
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GroupState:
    """Where one rule stands at one originator, for a page or a test."""

    rule: str
    version: int
    originator: str
    is_raised: bool
    is_held_back: bool


class Group:
    """One rule at one originator: its tree and its alarm."""

    __slots__ = (
        "clock",
        "dirty",
        "due",
        "held_back",
        "last_at",
        "number",
        "plan",
        "raised",
        "root",
        "scheduled",
    )

    def __init__(self, number: int, plan: GroupPlan, root: Node) -> None:
        self.number = number
        self.plan = plan
        self.root = root
        self.clock = -1
        self.dirty = -1
        self.due = root.due
        self.scheduled = NEVER
        self.raised = False
        self.held_back = False
        self.last_at = -1

    @property
    def key(self) -> Key:
        """The rule, whatever its version, and the originator."""
        return self.plan.rule.rule, self.plan.originator

    def doubt(self) -> None:
        """Take the alarm as raised; it clears once every series has spoken again."""
        self.raised = True
        for leaf in self.root.leaves:
            leaf.is_doubted = True
            leaf.watch.narrow()

    def trust(self) -> None:
        """Take the alarm as cleared."""
        self.raised = False
        for leaf in self.root.leaves:
            leaf.is_doubted = False
            leaf.watch.narrow()

    def holding(self) -> list[Signal]:
        """The leaves that hold now."""
        return [leaf for leaf in self.root.leaves if leaf.state == HOLDING]


class Judge:
    """Judges all rules of all communities it was given, one stream of readings at a time."""

    def __init__(self, compiled: Compiled, *, start: int) -> None:
        self._build(compiled, start)

    def _build(self, compiled: Compiled, start: int) -> None:
        self._watches: dict[int, Watch] = {}
        self._groups: list[Group] = []
        self._heap: list[tuple[int, int]] = []
        self._dirty: list[Group] = []
        self._maintenance = compiled.maintenance
        for plan in compiled.groups:
            group = Group(len(self._groups), plan, grow(plan, self._watches, start))
            self._groups.append(group)
            self._attend(group)
            if plan.originator in plan.rule.open_originators:
                group.doubt()
            self._schedule(group)

    def _attend(self, group: Group) -> None:
        by_watch: dict[int, list[Signal]] = {}
        for leaf in group.root.leaves:
            by_watch.setdefault(leaf.series.number, []).append(leaf)
        for number, leaves in by_watch.items():
            watch = self._watches[number]
            watch.groups.append((group, tuple(leaves)))
            if any(leaf.hears_all for leaf in leaves):
                watch.always.append((group, tuple(leaves)))
            watch.narrow()

    # -- hearing ------------------------------------------------------------------------------

    def judge(self, batch: Iterable[Row]) -> list[Transition]:
        """Hear readings in order of arrival; the alarms they raise or clear, in order."""
        out: list[Transition] = []
        get = self._watches.get
        for series, at, value, flags in batch:
            watch = get(series)
            if watch is None or flags & NOT_JUDGED:
                continue
            # The common case: nothing about this value or its time can change any rule.
            if watch.low < value < watch.high and 0 < at - watch.at < watch.gap:
                if watch.always:
                    self._listen(watch.always, at, value, out)
                watch.at = at
            elif at > watch.at and isfinite(value):
                self._listen_closely(watch, at, value, out)
        self._settle_dirty(out)
        return out

    def _listen(
        self,
        attending: list[tuple[Group, tuple[Signal, ...]]],
        at: int,
        value: float,
        out: list[Transition],
    ) -> None:
        for group, leaves in attending:
            if group.due < at or -1 < group.dirty < at:
                self._advance(group, at, out)
            t = max(at, group.clock)
            changed = False
            for leaf in leaves:
                if leaf.hear(t, at, value):
                    changed = True
                group.due = min(group.due, leaf.due)
            if changed and group.dirty < 0:
                group.dirty = t
                self._dirty.append(group)
            elif group.due < group.scheduled:
                self._schedule(group)

    def _listen_closely(self, watch: Watch, at: int, value: float, out: list[Transition]) -> None:
        for group, _ in watch.groups:  # what was due before this reading happens before it
            if group.due < at or -1 < group.dirty < at:
                self._advance(group, at, out)
        watch.at = at
        self._listen(watch.groups, at, value, out)

    def tick(self, now: int) -> list[Transition]:
        """Let time pass until `now` (all readings before it have been heard): holds that are
        long enough, silences, ends of windows, hours and maintenance."""
        out: list[Transition] = []
        heap = self._heap
        while heap and heap[0][0] < now:
            group = self._groups[heapq.heappop(heap)[1]]
            group.scheduled = NEVER
            self._advance(group, now, out)
            self._schedule(group)
        out.sort(key=_in_time)
        return out

    @property
    def next_due(self) -> int | None:
        """When `tick` next has something to do (it then wants a later `now`); None: never."""
        return self._heap[0][0] if self._heap else None

    # -- settling -----------------------------------------------------------------------------

    def _advance(self, group: Group, at: int, out: list[Transition]) -> None:
        if -1 < group.dirty < at:
            self._settle(group, group.dirty, out)
        while group.due < at:
            self._settle(group, group.due, out)

    def _settle_dirty(self, out: list[Transition]) -> None:
        for group in self._dirty:
            if group.dirty >= 0:
                self._settle(group, group.dirty, out)
            if group.due < group.scheduled:
                self._schedule(group)
        self._dirty.clear()

    def _schedule(self, group: Group) -> None:
        if group.due < group.scheduled:
            group.scheduled = group.due
            heapq.heappush(self._heap, (group.due, group.number))

    def _settle(self, group: Group, at: int, out: list[Transition]) -> None:
        t = group.clock = max(at, group.clock)
        group.dirty = -1
        holds = group.root.settle(t)
        group.due = group.root.due
        if holds and not group.raised:
            self._raise(group, t, out)
        elif not holds:
            group.held_back = False
            if group.raised and not any(leaf.is_doubted for leaf in group.root.leaves):
                group.raised = False
                out.append(self._turn(group, "cleared", t, _why_cleared(group.root)))

    def _raise(self, group: Group, t: int, out: list[Transition]) -> None:
        holding = self._covering(group, t)
        if holding:
            ends = [one.until for one in holding if one.until is not None]
            group.due = min([group.due, *ends])
            if not group.held_back:
                group.held_back = True
                steps = [_held_back(one) for one in holding]
                steps += group.root.steps()
                out.append(self._turn(group, "suppressed", t, steps, holding[0].id))
            return
        group.raised, group.held_back = True, False
        out.append(self._turn(group, "raised", t, list(group.root.steps())))

    def _covering(self, group: Group, t: int) -> list[Maintenance]:
        """Maintenance that holds this alarm back: on its originator, or on every device that
        makes it hold."""
        plan = group.plan
        ours = [
            one
            for one in self._maintenance
            if one.community == plan.rule.community
            and one.since <= t
            and (one.holds_safety or not plan.rule.is_safety)
        ]
        if not ours:
            return []
        found = [one for one in ours if one.covers(plan.device, plan.places, t)]
        if found:
            return found
        seen: list[Maintenance] = []
        for leaf in group.holding():
            places = [place for _, place in leaf.series.path]
            covering = [one for one in ours if one.covers(leaf.device, places, t)]
            if not covering:
                return []
            seen.extend(one for one in covering if one not in seen)
        return seen

    def _turn(
        self, group: Group, turn: str, t: int, steps: list[Step], maintenance: str | None = None
    ) -> Transition:
        group.last_at = max(t, group.last_at + 1)
        rule = group.plan.rule
        places = group.plan.places
        about = next((step for step in steps if step.series is not None), Step(Words("", "")))
        return Transition(
            rule=rule.rule,
            version=rule.version,
            community=rule.community,
            originator=group.plan.originator,
            place=places[-1] if places else None,
            kind=rule.definition.alarm,
            turn=turn,
            at=group.last_at,
            value=about.value,
            series=about.series,
            trace=bounded(steps),
            path=places,
            maintenance=maintenance,
        )

    # -- changing -----------------------------------------------------------------------------

    def replace(self, compiled: Compiled, *, at: int) -> list[Transition]:
        """Take up changed rules, devices or maintenance; what is unchanged keeps its state.

        An alarm raised by an earlier version stays raised until the new one clears it; one whose
        series are gone is cleared.
        """
        out = self.tick(at)
        before = {group.key: group for group in self._groups}
        kept = state.export(self)
        self._build(compiled, at)
        state.restore(self, kept)
        for group in self._groups:
            old = before.pop(group.key, None)
            if old is not None:
                group.last_at = max(group.last_at, old.last_at)
                if old.raised and not group.raised:
                    group.doubt()
        gone = Step(Words("规则不再监测这里", "the rule no longer watches here"))
        for old in before.values():
            if old.raised:
                out.append(self._turn(old, "cleared", at, [gone]))
        return out + self.maintain(compiled.maintenance, at=at)

    def maintain(self, maintenance: tuple[Maintenance, ...], *, at: int) -> list[Transition]:
        """Take up the maintenance that is announced now; what is no longer held back is raised."""
        out: list[Transition] = []
        self._maintenance = maintenance
        for group in self._groups:
            if group.held_back:
                self._settle(group, at, out)
                self._schedule(group)
        return out

    def resume(self, at: int) -> None:
        """Count silence afresh from `at`: until then the platform itself was not listening.

        When what was heard lies far in the future, our own clock has been set back: then all
        times are forgotten, or whatever comes until they are reached would pass for old.
        """
        clocks = [watch.at for watch in self._watches.values()]
        clocks += [group.clock for group in self._groups]
        if max(clocks, default=at) > at + _AHEAD:
            self._forget_times(at)
        for watch in self._watches.values():
            for leaf in watch.leaves:
                leaf.forgive(at)

    def _forget_times(self, at: int) -> None:
        before = {group.key: group for group in self._groups}
        plans = tuple(group.plan for group in self._groups)
        self._build(Compiled(plans, self._maintenance), at)
        for group in self._groups:
            old = before[group.key]
            group.last_at = old.last_at
            if old.raised and not group.raised:
                group.doubt()
            elif group.raised and not old.raised:
                group.trust()

    def states(self) -> tuple[GroupState, ...]:
        """Where every group stands."""
        return tuple(
            GroupState(
                group.plan.rule.rule,
                group.plan.rule.version,
                group.plan.originator,
                group.raised,
                group.held_back,
            )
            for group in self._groups
        )

    def export(self) -> bytes:
        """All that must survive a restart, compressed; exact."""
        return state.export(self)

    def restore(self, exported: bytes) -> None:
        """Go on where `export` left off; what belongs to rules or series that are gone is left
        out. Raises ValueError for bytes that are no such export."""
        state.restore(self, exported)

    def reschedule(self) -> None:
        """Set the timers again after the groups' memory has been brought back."""
        self._heap.clear()
        for group in self._groups:
            group.scheduled = NEVER
            self._schedule(group)

    @property
    def groups(self) -> list[Group]:
        """The live groups, for this package only."""
        return self._groups

    @property
    def watches(self) -> dict[int, Watch]:
        """The live watches by series, for this package only."""
        return self._watches


def _in_time(transition: Transition) -> tuple[int, str, str]:
    return transition.at, transition.rule, transition.originator


def _held_back(one: Maintenance) -> Step:
    return Step(
        Words(f"因维护暂不报警：{one.reason}", f"held back by maintenance: {one.reason}"), one.since
    )


_OUT_OF_HOURS = Words("这条规则管的时间过了", "the hours of this rule are over")


def _why_cleared(root: Node) -> list[Step]:
    quiet = [leaf for leaf in root.leaves if leaf.state != HOLDING and leaf.at is not None]
    latest = max((leaf.at or 0 for leaf in quiet), default=0)
    steps = [leaf.step() for leaf in quiet if leaf.at == latest][:3]
    for node in root.all_nodes():
        if isinstance(node, Together):
            steps.append(node.summary())
    return steps or [Step(_OUT_OF_HOURS)]
