"""Who else has to do with a matter, and what residents and staff said of the result."""

from django.db import models

from linli.kernel import Via, new_id
from linli.support.matters.models.matter import Matter


class Hand(models.Model):
    """Someone who executes or watches; one person answers, these help."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="hands")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(
        max_length=8, choices=[("executor", "executor"), ("watcher", "watcher")]
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "matters_hand"
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "person"],
                condition=models.Q(until=None),
                name="one_part_per_hand",
            ),
        )
        indexes = (models.Index(fields=["person"], name="hands_of_a_person"),)


class Party(models.Model):
    """A role or an organisation called in to work together (吹哨报到)."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, default="", blank=True)
    organisation = models.CharField(max_length=120, default="", blank=True)
    task = models.CharField(max_length=400, default="", blank=True)
    called_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    called_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matters_party"
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "role", "organisation"], name="one_call_per_party"
            ),
            models.CheckConstraint(
                condition=~models.Q(role="", organisation=""), name="a_party_has_a_name"
            ),
        )
        indexes = (models.Index(fields=["role"], name="parties_by_role"),)


class Voice(models.Model):
    """A neighbour with the same problem, who follows it; `brought_by` is the merged matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="voices")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    at = models.DateTimeField()
    brought_by = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "matters_voice"
        constraints = (
            models.UniqueConstraint(fields=["matter", "person"], name="one_voice_per_person"),
        )
        indexes = (models.Index(fields=["person"], name="voices_of_a_person"),)


class Verdict(models.Model):
    """The resident's word on one round of work; withdrawn ones stay on record."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="verdicts")
    entry = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    solved = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=1000, default="", blank=True)
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matters_verdict"
        constraints = (
            models.UniqueConstraint(
                fields=["matter", "round"],
                condition=models.Q(withdrawn_at=None),
                name="one_verdict_per_round",
            ),
            models.CheckConstraint(
                condition=models.Q(stars=None) | models.Q(stars__range=(1, 5)),
                name="one_to_five_stars",
            ),
        )


class Check(models.Model):
    """The staff's own check of quality, by someone who did not do the work."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField()
    words = models.CharField(max_length=1000, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_check"
