"""What can be asked of the count without any community behind it."""

from collections.abc import Mapping
from typing import Any

from linli.application.assembly.domain.auditing import audit_notice as _audited
from linli.application.assembly.domain.tallying import tally as _tallied
from linli.kernel import Actor


def tally(*, viewer: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Count an assembly given as plain values; anyone may, nothing is kept.

    `docs/tally.md` describes both forms.

    Raises:
        Refused: what cannot be used, with the row and the field.
    """
    del viewer
    return _tallied(given)


def audit_notice(*, viewer: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check a published result notice given as plain values; anyone may, nothing is kept.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    del viewer
    return _audited(given)
