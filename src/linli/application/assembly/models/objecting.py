"""Objections 异议 to the roll, to candidates, and to a preliminary result."""

from django.db import models

from linli.application.assembly.models.assembly import Assembly
from linli.kernel import new_id


class Objection(models.Model):
    """What somebody objects to within the period, and how it was answered; or that it was taken
    back before."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="objections")
    about = models.CharField(
        max_length=10, choices=[(one, one) for one in ("roll", "candidate", "result")]
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    answer = models.TextField(max_length=2000, default="", blank=True)
    is_upheld = models.BooleanField(null=True)
    answered_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_objection"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(answered_at=None),
                name="what_was_taken_back_was_not_answered",
            ),
            models.UniqueConstraint(fields=["person", "key"], name="one_objection_per_key"),
        )
