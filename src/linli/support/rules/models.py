"""Rules and their versions, the alarms they raised, and what people made of both."""

from django.db import models

from linli.kernel import new_id


class Severity(models.TextChoices):
    """How bad it is when the rule is right."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Rule(models.Model):
    """A rule of a community; what it says is in its versions. Off when `version_on` is null."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    is_safety = models.BooleanField()
    floor_percent = models.PositiveSmallIntegerField(default=50)
    floor_verdicts = models.PositiveSmallIntegerField(default=10)
    version = models.PositiveIntegerField(default=1)
    version_on = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "rules_rule"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_rule_per_key"),
            models.CheckConstraint(
                condition=models.Q(floor_percent__lte=100), name="rule_floor_is_a_share"
            ),
            models.CheckConstraint(
                condition=models.Q(version_on__isnull=True)
                | models.Q(version_on__lte=models.F("version")),
                name="rule_runs_a_version_it_has",
            ),
        )


class RuleVersion(models.Model):
    """What a rule says from one change to the next; never changed itself."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    alarm = models.CharField(max_length=64)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    reason_zh = models.CharField(max_length=500)
    reason_en = models.CharField(max_length=500)
    severity = models.CharField(max_length=8, choices=Severity)
    definition = models.JSONField()
    test = models.JSONField(null=True)
    escalate_after = models.JSONField(default=list)
    made_by = models.CharField(max_length=20, default="", blank=True)
    made_via = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "rules_version"
        constraints = (
            models.UniqueConstraint(fields=["rule", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(severity__in=Severity.values), name="rule_severity_known"
            ),
        )


class Switch(models.Model):
    """A rule was switched on or off by a person."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    is_on = models.BooleanField()
    by = models.CharField(max_length=20)
    via = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "rules_switch"
        constraints = (
            models.CheckConstraint(condition=~models.Q(by=""), name="rule_switched_by_a_person"),
            models.CheckConstraint(
                condition=models.Q(is_on=True) | ~models.Q(reason=""),
                name="rule_switched_off_for_a_reason",
            ),
        )


class Alarm(models.Model):
    """One alarm; at most one is active per originator and kind.

    `path` lists the ids of its places from the community down (`/a/b/`); `sources` says for each
    rule its last turn and when (`{rule: ["raised", ms]}`), so that a turn told twice counts once.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    originator = models.CharField(max_length=80)
    kind = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", null=True)
    path = models.CharField(max_length=300, default="", blank=True)
    rule_version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(max_length=8, choices=Severity)
    is_safety = models.BooleanField()
    is_active = models.BooleanField(default=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=20, default="", blank=True)
    cleared_via = models.CharField(max_length=10, default="", blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=20, default="", blank=True)
    acknowledged_via = models.CharField(max_length=10, default="", blank=True)
    last_transition_at = models.DateTimeField()
    repeats = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    escalates_at = models.DateTimeField(null=True)
    value = models.FloatField(null=True)
    series = models.PositiveBigIntegerField(null=True)
    sources = models.JSONField(default=dict)
    why_raised = models.JSONField(default=list)
    why_cleared = models.JSONField(default=list)
    matter = models.CharField(max_length=100, null=True)  # noqa: DJ001 - null is "none yet"

    class Meta:
        db_table = "rules_alarm"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "originator", "kind"],
                condition=models.Q(is_active=True),
                name="one_active_alarm_per_originator",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True, cleared_at__isnull=True)
                | models.Q(is_active=False, cleared_at__isnull=False),
                name="alarm_cleared_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__in=Severity.values), name="alarm_severity_known"
            ),
        )
        indexes = (
            models.Index(fields=["community", "is_active", "-id"], name="alarms_by_state"),
            models.Index(
                fields=["community", "originator", "kind", "-last_transition_at"],
                name="alarms_by_what",
            ),
            models.Index(fields=["rule_version", "is_active"], name="alarms_by_version"),
            models.Index(
                fields=["escalates_at"],
                condition=models.Q(escalates_at__isnull=False),
                name="alarms_to_escalate",
            ),
        )


class MaintenanceWindow(models.Model):
    """Work announced at a place or on a device, during which its alarms are held back; those that
    protect lives only when it `holds_safety`."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", null=True)
    device = models.ForeignKey(
        "devices.Device", on_delete=models.PROTECT, related_name="+", null=True
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500)
    holds_safety = models.BooleanField(default=False)
    opened_by = models.CharField(max_length=20)
    opened_via = models.CharField(max_length=10)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=20, default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rules_maintenance"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_maintenance_per_key"),
            models.CheckConstraint(
                condition=models.Q(place__isnull=True) ^ models.Q(device__isnull=True),
                name="maintenance_at_a_place_or_device",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="maintenance_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(opened_by=""),
                name="maintenance_by_whom_and_why",
            ),
        )
        indexes = (models.Index(fields=["community", "until"], name="maintenance_by_end"),)


class Suppressed(models.Model):
    """An alarm that would have been raised, but for maintenance."""

    community = models.CharField(max_length=20)
    rule_version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    originator = models.CharField(max_length=80)
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    path = models.CharField(max_length=300, default="", blank=True)
    trace = models.JSONField()
    maintenance = models.ForeignKey(
        MaintenanceWindow, on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        db_table = "rules_suppressed"
        constraints = (
            models.UniqueConstraint(
                fields=["rule_version", "originator", "at"], name="suppressed_once"
            ),
        )
        indexes = (models.Index(fields=["community", "-at"], name="suppressed_by_time"),)


class Verdict(models.Model):
    """What a person found when they looked; the current one of each alarm counts."""

    class Finding(models.TextChoices):
        REAL = "real"
        FALSE_ALARM = "false_alarm"
        UNCLEAR = "unclear"

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=11, choices=Finding)
    by = models.CharField(max_length=20)
    via = models.CharField(max_length=10)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, default="", blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        db_table = "rules_verdict"
        constraints = (
            models.UniqueConstraint(
                fields=["alarm"],
                condition=models.Q(is_current=True),
                name="one_current_verdict_per_alarm",
            ),
            models.CheckConstraint(
                condition=models.Q(finding__in=["real", "false_alarm", "unclear"]),
                name="verdict_known",
            ),
        )


class Review(models.Model):
    """A rule whose precision fell below its floor, until a person has decided."""

    class Decision(models.TextChoices):
        KEPT = "kept"
        CHANGED = "changed"
        SWITCHED_OFF = "switched_off"

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    real = models.PositiveIntegerField()
    false_alarms = models.PositiveIntegerField()
    unclear = models.PositiveIntegerField()
    floor_percent = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision, default="", blank=True)
    decided_by = models.CharField(max_length=20, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    judged_then = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        db_table = "rules_review"
        constraints = (
            models.UniqueConstraint(
                fields=["rule"],
                condition=models.Q(decided_at__isnull=True),
                name="one_open_review_per_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) | ~models.Q(decided_by=""),
                name="review_decided_by_a_person",
            ),
        )
