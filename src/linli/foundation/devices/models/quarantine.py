"""What became of readings, counted by day, and what was refused, kept for a look."""

from django.db import models


class OutcomeCount(models.Model):
    """How often something became of a device's readings on a day of the community's calendar.

    `device` is what it claimed to be, empty for all the strangers beyond the limit.
    """

    community = models.CharField(max_length=20)
    device = models.CharField(max_length=64, default="", blank=True)
    outcome = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveBigIntegerField()

    class Meta:
        db_table = "devices_outcome"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "day", "device", "outcome"],
                name="one_count_per_device_outcome_and_day",
            ),
        )


class Rejected(models.Model):
    """Something refused; `raw` is empty wherever no mandate allows it to be kept."""

    community = models.CharField(max_length=20)
    device = models.CharField(max_length=64, default="", blank=True)
    received_at = models.DateTimeField()
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, default="", blank=True)
    raw = models.BinaryField(max_length=4096)
    size = models.PositiveBigIntegerField(default=0)
    transport = models.CharField(max_length=20, default="", blank=True)
    topic = models.CharField(max_length=200, default="", blank=True)
    property = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        db_table = "devices_rejected"
        indexes = (
            models.Index(fields=["community", "id"], name="rejected_by_community"),
            models.Index(fields=["community", "device", "id"], name="rejected_by_device"),
        )
