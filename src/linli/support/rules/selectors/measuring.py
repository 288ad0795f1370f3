"""How often each version of a rule was right."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from linli.support.rules.domain.precision import Precision
from linli.support.rules.models import Alarm, Verdict


def precision_by_version(
    alarms: QuerySet[Alarm], versions: Iterable[str | int]
) -> dict[int, Precision]:
    """Counts of current verdicts by version (its primary key); versions without any have zeros.

    Made of alarms that everybody who works here may know of (`told_alarms`), so that figure and
    list differ by nothing.
    """
    wanted = [int(version) for version in versions]
    counts: dict[int, dict[str, int]] = {version: {} for version in wanted}
    rows = (
        Verdict.objects.filter(is_current=True, alarm__in=alarms.filter(rule_version__in=wanted))
        .values_list("alarm__rule_version", "finding")
        .annotate(count=Count("pk"))
    )
    for version, finding, count in rows:
        counts[version][finding] = count
    return {
        version: Precision(
            found.get("real", 0), found.get("false_alarm", 0), found.get("unclear", 0)
        )
        for version, found in counts.items()
    }
