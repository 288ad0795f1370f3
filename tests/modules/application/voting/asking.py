"""What the tests of a vote ask again and again."""

import pytest

from linli.application.assembly import api as assembly
from linli.kernel import Refused


def refused(call, code=None):
    with pytest.raises(Refused) as caught:
        call()
    if code:
        assert caught.value.code == code, str(caught.value)
    return caught.value


def choices(estate, name):
    (head, *_) = assembly.my_ballots(viewer=estate.owners[name], assembly=estate.assembly)
    return [(one.channel, next(iter(one.choices.values()), None), bool(one.counts))
            for one in head.ballots]  # fmt: skip
