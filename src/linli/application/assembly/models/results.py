"""Results, which are never recomputed: each is kept as it was found."""

from django.db import models

from linli.application.assembly.models.assembly import Assembly


class Result(models.Model):
    """A preliminary or the final result, with every figure and its article."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(
        max_length=11, choices=[(one, one) for one in ("preliminary", "final")]
    )
    body = models.JSONField()
    last_sheet = models.PositiveIntegerField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_result"
        constraints = (
            models.UniqueConstraint(fields=["assembly", "number"], name="one_result_per_number"),
            models.UniqueConstraint(
                fields=["assembly"], condition=models.Q(stage="final"), name="one_final_result"
            ),
        )
