"""What happened, and to whom the news still has to be brought: the transactional outbox."""

from django.db import models


class FactRow(models.Model):
    """One announced fact; rows are only ever added."""

    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    community = models.CharField(max_length=20, db_index=True)
    at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        db_table = "facts_fact"
        indexes = (models.Index(fields=["community", "id"]),)


class Delivery(models.Model):
    """One fact on its way to one listener; waiting, done, or dead after too many attempts."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    fact = models.ForeignKey(FactRow, on_delete=models.CASCADE, related_name="+")
    listener = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)

    class Meta:
        db_table = "facts_delivery"
        constraints = (
            models.UniqueConstraint(fields=["fact", "listener"], name="one_delivery_per_listener"),
        )
        indexes = (
            models.Index(
                fields=["due"], condition=models.Q(state="waiting"), name="deliveries_waiting"
            ),
        )
