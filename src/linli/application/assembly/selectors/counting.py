"""What can be asked of the count without any community behind it."""

from collections.abc import Mapping
from typing import Any

from linli.application.assembly.domain.auditing import audit_notice as _audited
from linli.application.assembly.domain.reading import Assembly as ReadAssembly
from linli.application.assembly.domain.tallying import count as _counted
from linli.application.assembly.domain.tallying import read as _read
from linli.kernel import Actor


def tally(*, viewer: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Count an assembly given as plain values; anyone may, nothing is kept.

    `docs/tally.md` describes both forms.

    Raises:
        Refused: what cannot be used, with the row and the field.
    """
    del viewer
    return _counted(_read(given))


def read_assembly(*, viewer: Actor, given: Mapping[str, Any]) -> ReadAssembly:
    """The first half of `tally`: everything checked and named, nothing counted yet."""
    del viewer
    return _read(given)


def count_assembly(*, viewer: Actor, assembly: ReadAssembly) -> dict[str, Any]:
    """The second half of `tally`: the count of what was read."""
    del viewer
    return _counted(assembly)


def audit_notice(*, viewer: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check a published result notice given as plain values; anyone may, nothing is kept.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    del viewer
    return _audited(given)
