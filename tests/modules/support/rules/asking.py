"""What the tests of rules ask again and again."""

import pytest

from linli.foundation.facts.api import list_facts
from linli.kernel import Refused
from linli.support.rules.api import record_transitions


def record(estate, *turns):
    return record_transitions(by=estate.platform, transitions=turns)


def kinds(estate):
    facts = list_facts(viewer=estate.platform, limit=1000)
    return [fact.kind.removeprefix("rules.") for fact in facts if fact.kind.startswith("rules.")]


def refused(code, call, **given):
    with pytest.raises(Refused) as caught:
        call(**given)
    assert caught.value.code == code, caught.value
    return str(caught.value)


def raise_one(estate, rule, seconds=0.0, **more):
    return record(estate, estate.turn(rule, "raised", seconds, **more))[0]
