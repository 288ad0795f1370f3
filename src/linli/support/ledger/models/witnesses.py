"""Who vouches for a ledger, and what each was asked and has signed."""

from django.db import models

from linli.kernel import new_id
from linli.support.ledger.domain import Asking
from linli.support.ledger.models.logs import Checkpoint, Log


class WitnessParty(models.Model):
    """A witness that somebody else runs; `size` is what it has signed last."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    vkey = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_witness"
        constraints = (models.UniqueConstraint(fields=["log", "vkey"], name="one_witness_per_key"),)


class Cosignature(models.Model):
    """One checkpoint and one witness: the question, how often it was put, and the answer."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(WitnessParty, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Asking], default=Asking.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    error = models.CharField(max_length=200, default="", blank=True)
    line = models.CharField(max_length=300, default="", blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_cosignature"
        constraints = (
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="one_question_per_witness"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "asking"]),
                name="cosignatures_to_ask",
            ),
        )
