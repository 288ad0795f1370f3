"""How long people usually wait for a first answer, measured."""

from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from linli.kernel import now
from linli.support.matters.domain.cards import UsualAnswer
from linli.support.matters.domain.catalogue import categories
from linli.support.matters.models import Matter

DAYS = 90
ENOUGH = 5
_MOST = 1000


def usual_answer(row: Matter) -> UsualAnswer:
    """Of the responsible person when there are enough, else of everyone on that duty."""
    answered = answered_since(row.community, now() - timedelta(days=DAYS))
    if row.assignee_id is not None:
        minutes, n = median_minutes(answered.filter(assignee=row.assignee_id))
        if n >= ENOUGH:
            return UsualAnswer(minutes, n, "person")
    duty = categories()[row.category].duty
    kin = [one.key for one in categories().values() if one.duty == duty]
    minutes, n = median_minutes(answered.filter(category__in=kin))
    return UsualAnswer(minutes, n, "duty")


def answered_since(community: str, since: datetime) -> QuerySet[Matter]:
    """The matters of residents that got a first answer since a moment."""
    return Matter.objects.filter(
        community=community, opened_at__gte=since, answered_at__isnull=False, reporter__isnull=False
    )


def median_minutes(rows: QuerySet[Matter]) -> tuple[int | None, int]:
    """The median wait in whole minutes over the latest thousand, and of how many."""
    spans = [
        (answered - opened).total_seconds()
        for opened, answered in rows.order_by("-opened_at").values_list("opened_at", "answered_at")[
            :_MOST
        ]
        if answered is not None
    ]
    return (round(median(spans) / 60), len(spans)) if spans else (None, 0)
