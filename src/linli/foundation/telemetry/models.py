"""What the database keeps about readings: that, and how, some were erased."""

from django.db import models

from linli.kernel import new_id


class Erasure(models.Model):
    """One erasure: written down before it begins, completed when nothing was found left.

    `series` are the numbers of the series; a row without `executed_at` is taken up again.
    """

    class Reason(models.TextChoices):
        RETENTION = "retention"
        WITHDRAWAL = "withdrawal"

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    mandate = models.ForeignKey(
        "mandates.Mandate", null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=12, choices=Reason)
    series = models.JSONField()
    rows = models.PositiveBigIntegerField()
    before = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True)
    proof = models.TextField(default="", blank=True)

    class Meta:
        db_table = "telemetry_erasure"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(executed_at__isnull=True) | ~models.Q(proof=""),
                name="erasure_done_is_proven",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="withdrawal") | models.Q(before__isnull=False),
                name="erasure_by_retention_says_before",
            ),
        )
        indexes = (
            models.Index(
                fields=["community"],
                condition=models.Q(executed_at__isnull=True),
                name="erasures_unfinished",
            ),
        )
