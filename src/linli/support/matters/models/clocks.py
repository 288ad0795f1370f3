"""The clocks of a matter, and what a community changed about them and about categories."""

from django.db import models

from linli.support.matters.domain.catalogue import ClockKind, Severity
from linli.support.matters.models.matter import Matter


class Clock(models.Model):
    """One clock: `minutes` given, `used` seconds, running since; `next_at` wakes the timers.

    `state` is running, held, met, missed or void. A missed clock that still runs stays
    "running" with a `level`; it becomes "missed" when it stops late.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ClockKind])
    round = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveIntegerField()
    working = models.BooleanField()
    used = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=8,
        choices=[(one, one) for one in ("running", "held", "met", "missed", "void")],
        default="running",
    )
    is_warned = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    is_certain = models.BooleanField(default=True)

    class Meta:
        db_table = "matters_clock"
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "kind"],
                condition=models.Q(state__in=["running", "held"]),
                name="one_live_clock_of_a_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running") ^ models.Q(running_since=None),
                name="a_running_clock_runs_since",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running") | models.Q(next_at=None),
                name="only_running_clocks_wake",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_at"],
                condition=models.Q(next_at__isnull=False),
                name="clocks_to_wake",
            ),
        )


class ClockRule(models.Model):
    """A community's own time for a clock of a category at a severity."""

    community = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=[(one, one) for one in Severity])
    clock = models.CharField(max_length=8, choices=[(kind, kind) for kind in ClockKind])
    span = models.CharField(max_length=12)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_clock_rule"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "category", "severity", "clock"], name="one_rule_per_clock"
            ),
        )


class WorkingHours(models.Model):
    """A community's own working hours as pairs of HH:MM."""

    community = models.CharField(max_length=20, primary_key=True)
    windows = models.JSONField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_working_hours"


class CategoryCode(models.Model):
    """The codes under which public services know a category where this community lies."""

    community = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    hotline = models.CharField(max_length=80, default="", blank=True)
    lgsl = models.CharField(max_length=5, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_category_code"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "category"], name="one_set_of_codes_per_category"
            ),
        )
