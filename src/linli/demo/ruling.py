"""The estate's rules: the catalogue's, each tested, then switched on by the manager in person."""

from linli.demo.loading import Progress
from linli.kernel import Actor, Refused
from linli.support.rules import api as rules


def lay_down(manager: Actor, progress: Progress) -> None:
    """Write and switch on every rule of the catalogue; again it changes nothing."""
    assert manager.person is not None
    listed = rules.list_suggestions(viewer=manager)
    on = 0
    for one in listed:
        rule = rules.define_rule(
            by=manager,
            name=one.name,
            reason=one.reason,
            severity=one.severity,
            is_safety=one.is_safety,
            owner=manager.person,
            definition=one.definition,
            test=one.test,
            escalate_after=one.escalate_after,
            key=f"demo:{one.key}",
        )
        try:
            rules.switch_on(by=manager, rule=rule)
            on += 1
        except Refused as refused:
            progress(f"the rule “{one.name.en}” stays off: {refused}")
    progress(f"{on} of {len(listed)} rules passed their tests and are on")
