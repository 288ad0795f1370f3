"""What is shown to everybody for a time, the concerns it meets, and what was corrected."""

from django.db import models

from linli.application.assembly.domain.preparing.shown import Shown
from linli.application.assembly.models.preparing.bodies import Preparation
from linli.kernel import new_id


class Showing(models.Model):
    """A list as it was put up, masked, and the last day on which one can object to it."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="showings")
    what = models.CharField(max_length=10, choices=[(one, one) for one in Shown])
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    days = models.PositiveSmallIntegerField()
    shown_at = models.DateTimeField()
    until = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_showing"
        constraints = (
            models.UniqueConstraint(
                fields=["preparation", "what", "number"], name="one_showing_per_number"
            ),
            models.UniqueConstraint(fields=["by", "key"], name="one_showing_per_key"),
        )


class Concern(models.Model):
    """What somebody objects to in a list that is shown, and how it was answered.

    `about` is the row it concerns: a candidacy, a member or a dwelling; empty is the whole list.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    showing = models.ForeignKey(Showing, on_delete=models.PROTECT, related_name="concerns")
    about = models.CharField(max_length=20, default="", blank=True)
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
        db_table = "assembly_concern"
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="one_concern_per_key"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, is_upheld=None)
                | (models.Q(is_upheld__isnull=False) & ~models.Q(answer="")),
                name="an_answered_concern_has_its_answer",
            ),
        )


class Correction(models.Model):
    """A note that the register itself was corrected after the roll was shown."""

    showing = models.ForeignKey(Showing, on_delete=models.PROTECT, related_name="corrections")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=400)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_correction"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_correction_per_key"),
        )
