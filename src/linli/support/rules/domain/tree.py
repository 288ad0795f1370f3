"""Conditions joined: any series of a condition, several together, only in given hours."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from linli.kernel import Words
from linli.support.rules.domain.compiled import GroupPlan
from linli.support.rules.domain.definition import Combination, Condition, Schedule
from linli.support.rules.domain.signals import HOLDING, NEVER, Signal, Watch, signal_for
from linli.support.rules.domain.trace import Step, lasting


class Node(ABC):
    """A part of a rule's tree; `due` is when time alone may change it, as of the last settling."""

    __slots__ = ("due", "leaves", "nodes")

    def __init__(self, leaves: list[Signal], nodes: "list[Node]") -> None:
        self.leaves = leaves
        self.nodes = nodes
        self.due = min((leaf.due for leaf in leaves), default=NEVER)

    @abstractmethod
    def settle(self, t: int) -> bool:
        """Let time pass until `t`; whether this part of the rule holds."""

    @abstractmethod
    def steps(self) -> Iterator[Step]:
        """What made this part hold, for people."""

    def export(self) -> list[Any]:
        """What must survive a restart, beside the leaves."""
        return []

    def restore(self, row: list[Any]) -> None:  # noqa: B027  (most nodes remember nothing)
        """Go on where an exported node of the same rule left off."""

    def all_nodes(self) -> "Iterator[Node]":
        """This node and all below it, always in the same order."""
        yield self
        for node in self.nodes:
            yield from node.all_nodes()


class AnyOf(Node):
    """One condition on all its series: holds when it holds for any."""

    __slots__ = ()

    def settle(self, t: int) -> bool:
        holds = False
        due = NEVER
        for leaf in self.leaves:
            if leaf.settle(t):
                holds = True
            due = min(due, leaf.due)
        self.due = due
        return holds

    def steps(self) -> Iterator[Step]:
        return (leaf.step() for leaf in self.leaves if leaf.state == HOLDING)


class Held(Node):
    """A joined condition that must hold without a break for `hold` ms."""

    __slots__ = ("hold", "since")

    def __init__(self, nodes: list[Node], hold: int) -> None:
        super().__init__([leaf for node in nodes for leaf in node.leaves], nodes)
        self.hold = hold
        self.since: int | None = None

    def press(self, t: int, raw: bool) -> bool:
        """Whether it has been pressed for long enough."""
        if not raw:
            self.since = None
            return False
        if self.since is None:
            self.since = t
        if t - self.since >= self.hold:
            return True
        self.due = min(self.due, self.since + self.hold)
        return False

    def export(self) -> list[Any]:
        return [self.since]

    def restore(self, row: list[Any]) -> None:  # noqa: B027  (most nodes remember nothing)
        self.since = row[0]


class Together(Held):
    """At least so many conditions (or devices) hold now, or held less than `within` ms ago."""

    __slots__ = ("condition", "count", "ended", "voting")

    def __init__(self, condition: Combination, nodes: list[Node]) -> None:
        super().__init__(nodes, condition.hold)
        self.condition = condition
        self.voting: set[str | int] = set()
        self.ended: dict[str | int, int] = {}
        self.count = 0

    def settle(self, t: int) -> bool:
        voting = self._voting(t)
        self.due = min(node.due for node in self.nodes)
        self.count = len(voting) + self._lately(t, voting)
        self.voting = voting
        return self.press(t, self.count >= self.condition.needs)

    def _voting(self, t: int) -> set[str | int]:
        voting: set[str | int] = set()
        for place, node in enumerate(self.nodes):
            if not node.settle(t):
                continue
            if self.condition.counts_devices:
                voting.update(leaf.device for leaf in node.leaves if leaf.state == HOLDING)
            else:
                voting.add(place)
        return voting

    def _lately(self, t: int, voting: set[str | int]) -> int:
        within, count = self.condition.within, 0
        if not within:
            return 0
        self.ended.update((voter, t) for voter in self.voting - voting)
        for voter, end in tuple(self.ended.items()):
            if voter in voting or end + within <= t:
                del self.ended[voter]
            else:
                count += 1
                self.due = min(self.due, end + within)
        return count

    def steps(self) -> Iterator[Step]:
        yield self.summary()
        for node in self.nodes:
            yield from node.steps()

    def summary(self) -> Step:
        """How many of how many."""
        wanted = self.condition
        zh_what, en_what = (
            ("台设备", "devices") if wanted.counts_devices else ("项条件", "conditions")
        )
        within = lasting(wanted.within)
        zh_span = f"（{within.zh}内）" if wanted.within else ""
        en_span = f" within {within.en}" if wanted.within else ""
        return Step(
            Words(
                f"{self.count} {zh_what}成立{zh_span}，要求至少 {wanted.needs}",
                f"{self.count} {en_what} held{en_span}; {wanted.needs} are needed",
            )
        )

    def export(self) -> list[Any]:
        return [self.since, list(self.voting), [list(pair) for pair in self.ended.items()]]

    def restore(self, row: list[Any]) -> None:  # noqa: B027  (most nodes remember nothing)
        self.since = row[0]
        self.voting = set(row[1])
        self.ended = {voter: end for voter, end in row[2]}


class InHours(Held):
    """A condition that counts only inside (or outside) the hours."""

    __slots__ = ("condition", "is_open", "node_holds", "zone")

    def __init__(self, condition: Schedule, node: Node, zone: tzinfo) -> None:
        super().__init__([node], condition.hold)
        self.condition = condition
        self.zone = zone
        self.node_holds = False
        self.is_open = False

    def settle(self, t: int) -> bool:
        node = self.nodes[0]
        self.node_holds = node.settle(t)
        self.due = node.due
        if not self.node_holds:
            return self.press(t, False)
        hours = self.condition.hours
        self.is_open = hours.contain(t, self.zone) != self.condition.is_outside
        self.due = min(self.due, hours.next_edge(t, self.zone))
        return self.press(t, self.is_open)

    def steps(self) -> Iterator[Step]:
        yield self.summary()
        yield from self.nodes[0].steps()

    def summary(self) -> Step:
        """Whether the rule counts at this time."""
        if self.is_open:
            return Step(Words("在规则生效的时段内", "within the hours in which the rule counts"))
        return Step(Words("不在规则生效的时段内", "outside the hours in which the rule counts"))


def grow(plan: GroupPlan, watches: dict[int, Watch], start: int) -> Node:
    """The live tree of a rule at one originator."""
    series = iter(plan.series)

    def node_for(condition: Condition) -> Node:
        if isinstance(condition, Combination):
            return Together(condition, [node_for(part) for part in condition.of])
        if isinstance(condition, Schedule):
            return InHours(condition, node_for(condition.when), plan.rule.zone)
        ours = next(series)
        signals = [
            signal_for(condition, one, watches.setdefault(one.number, Watch()), start)
            for one in ours
        ]
        return AnyOf(signals, [])

    return node_for(plan.rule.definition.condition)
