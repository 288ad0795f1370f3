"""What each motion of a notice comes to, beside what the notice says of it."""

from dataclasses import asdict
from typing import Any

from linli.application.assembly.domain.auditing.findings import findings_of
from linli.application.assembly.domain.auditing.judging import outcome_of, with_deemed
from linli.application.assembly.domain.auditing.printed import Printed
from linli.application.assembly.domain.auditing.reading import read_notice


def audit_notice(given: object) -> dict[str, Any]:
    """What each motion of a notice comes to, and what is wrong with it.

    Raises:
        Refused: what cannot be used, with the motion and the field.
    """
    return {"motions": [_audited(printed) for printed in read_notice(given)]}


def _audited(printed: Printed) -> dict[str, Any]:
    strict, deemed = outcome_of(printed, printed.kind), None
    if printed.deemed is not None:
        deemed = outcome_of(with_deemed(printed), printed.kind)
    return {
        "title": printed.title,
        "strict": {"outcome": strict},
        "deemed": None if deemed is None else {"outcome": deemed},
        "findings": [asdict(one) for one in findings_of(printed, strict, deemed)],
    }
