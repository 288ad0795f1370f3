"""Drafts and parked forms; what they say is sealed, each for its own row."""

from typing import Any

from django.db import models

from linli.foundation.drafts.models.sealing import open_values, seal_values
from linli.kernel import new_id


class Draft(models.Model):
    """What one person has begun for themselves or for another; open until `ended_at`."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    person = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    slot = models.CharField(max_length=100)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    became = models.CharField(max_length=20, default="", blank=True)
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "drafts_draft"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "person", "subject", "slot"],
                condition=models.Q(ended_at=None),
                name="one_open_draft_per_slot",
            ),
        )
        indexes = (
            models.Index(fields=["kept_at"], name="drafts_by_age"),
            models.Index(fields=["became"], name="drafts_by_outcome"),
        )

    @property
    def values(self) -> dict[str, Any]:
        """What was answered so far."""
        answers: dict[str, Any] = open_values(self.sealed, f"draft:{self.pk}")
        return answers

    @values.setter
    def values(self, answers: dict[str, Any]) -> None:
        self.sealed = seal_values(answers, f"draft:{self.pk}")


class Parked(models.Model):
    """A form whose session had ended; one per form, told by its key."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    form = models.CharField(max_length=40, unique=True)
    sealed = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "drafts_parked"


class ParkedBytes(models.Model):
    """One file of a parked form."""

    parked = models.ForeignKey(Parked, on_delete=models.CASCADE, related_name="files")
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        db_table = "drafts_parked_bytes"
