"""An assembly and what it decides on."""

from django.db import models

from linli.application.assembly.domain.money import Fund
from linli.application.assembly.domain.stages import Convened, Mode, Stage
from linli.kernel import new_id


class Assembly(models.Model):
    """One meeting of the owners; `rules` are the effective values frozen when it is announced.

    `scope` names the places whose owners are asked: the community, buildings, or entrances.
    `last_number` counts the ballots, `last_seq` the leaves of the public ledger.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    convened = models.CharField(max_length=13, choices=[(one, one) for one in Convened])
    mode = models.CharField(max_length=8, choices=[(one, one) for one in Mode])
    stage = models.CharField(
        max_length=11, choices=[(one, one) for one in Stage], default=Stage.DRAFT
    )
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160)
    scope = models.JSONField(default=list)
    rules = models.JSONField(null=True)
    request = models.CharField(max_length=20, default="", blank=True)
    announced_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    objections_until = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    challenge_until = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=400, default="", blank=True)
    extended = models.PositiveSmallIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_seq = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "assembly_assembly"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_assembly_per_key"),
            models.CheckConstraint(
                condition=models.Q(opens_at=None) | models.Q(opens_at__lt=models.F("closes_at")),
                name="an_assembly_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[Stage.DRAFT, Stage.CANCELLED])
                | models.Q(rules__isnull=False, opens_at__isnull=False),
                name="an_announced_assembly_has_rules_and_dates",
            ),
        )
        indexes = (
            models.Index(fields=["community", "created_at"], name="assemblies_by_age"),
            models.Index(
                fields=["opens_at", "closes_at"],
                condition=models.Q(stage__in=[Stage.ANNOUNCED, Stage.VOTING]),
                name="assemblies_to_open_or_close",
            ),
        )


class Motion(models.Model):
    """One thing to decide 议题; in an election `candidates` are chosen from, for `seats`.

    `scope` narrows the assembly's own; empty is the same. `amount_fen`, `fund` and `purpose` are
    the money it decides on, None and empty where it decides on none. A run-off `completes` the
    election whose last seats candidates were tied for.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=240)
    text_zh = models.TextField(max_length=8000)
    text_en = models.TextField(max_length=16000, default="", blank=True)
    scope = models.JSONField(default=list)
    candidates = models.JSONField(default=list)
    seats = models.PositiveSmallIntegerField(default=0)
    completes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="run_offs"
    )
    amount_fen = models.BigIntegerField(null=True)
    fund = models.CharField(
        max_length=16, choices=[(one, one) for one in Fund], default="", blank=True
    )
    purpose = models.CharField(max_length=100, default="", blank=True)
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_motion"
        constraints = (
            models.UniqueConstraint(fields=["assembly", "key"], name="one_motion_per_key"),
            models.UniqueConstraint(fields=["assembly", "number"], name="one_motion_per_number"),
            models.CheckConstraint(
                condition=models.Q(kind="election", seats__gt=0) | models.Q(seats=0),
                name="only_elections_have_seats",
            ),
            models.CheckConstraint(
                condition=models.Q(amount_fen=None, fund="", purpose="")
                | (
                    models.Q(amount_fen__isnull=False, amount_fen__gt=0)
                    & ~models.Q(fund="")
                    & ~models.Q(purpose="")
                ),
                name="money_has_a_fund_and_a_purpose",
            ),
        )
