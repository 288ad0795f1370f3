"""The roll 业主名册 as it was when it was frozen; nothing changes it afterwards."""

from django.db import models

from linli.application.assembly.domain.roll import Source, Use
from linli.application.assembly.models.assembly import Assembly


class Roll(models.Model):
    """The frozen electorate of one assembly: heads and area (decimal text, square metres)."""

    assembly = models.OneToOneField(
        Assembly, on_delete=models.PROTECT, primary_key=True, related_name="roll"
    )
    frozen_at = models.DateTimeField()
    heads = models.PositiveIntegerField()
    area = models.CharField(max_length=40)

    class Meta:
        db_table = "assembly_roll"


class RollHead(models.Model):
    """One head (SPC interpretation, Article 9): a buyer, joint owners together, or the developer.

    `pseudonym` is what the public ledger calls it.
    """

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="owners")
    number = models.PositiveIntegerField()
    pseudonym = models.CharField(max_length=16)
    area = models.CharField(max_length=40)
    is_developer = models.BooleanField(default=False)
    is_joint = models.BooleanField(default=False)

    class Meta:
        db_table = "assembly_roll_head"
        constraints = (
            models.UniqueConstraint(fields=["roll", "number"], name="one_head_per_number"),
            models.UniqueConstraint(fields=["roll", "pseudonym"], name="one_head_per_pseudonym"),
        )


class RollVoter(models.Model):
    """A person who may speak for a head."""

    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="voters")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "assembly_roll_voter"
        constraints = (
            models.UniqueConstraint(fields=["head", "person"], name="one_voter_per_head"),
        )
        indexes = (models.Index(fields=["person"], name="heads_of_a_person"),)


class HeadStanding(models.Model):
    """What becomes of a joint head after freezing: who speaks for it, and whether it is in dispute.

    In dispute while joint owners have said different things and named nobody.
    """

    head = models.OneToOneField(
        RollHead, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    representative = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    evidence = models.CharField(max_length=20, default="", blank=True)
    named_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    named_at = models.DateTimeField(null=True)
    is_disputed = models.BooleanField(default=False)

    class Meta:
        db_table = "assembly_head_standing"


class UnitFigures(models.Model):
    """What is written of a unit before a roll is frozen: its area, where that is written, its use.

    An empty `area` is the one the place itself has.
    """

    place = models.OneToOneField(
        "places.Place", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    community = models.CharField(max_length=20, db_index=True)
    area = models.CharField(max_length=40, default="", blank=True)
    source = models.CharField(max_length=8, choices=[(one, one) for one in Source])
    use = models.CharField(max_length=7, choices=[(one, one) for one in Use], default=Use.HOME)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_unit_figures"


class RollUnit(models.Model):
    """An exclusive part 专有部分 with the area that counts and where it is written."""

    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="units")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=400)
    label_en = models.CharField(max_length=400)
    building = models.CharField(max_length=20, default="", blank=True)
    entrance = models.CharField(max_length=20, default="", blank=True)
    area = models.CharField(max_length=40)
    source = models.CharField(max_length=8, choices=[(one, one) for one in Source])
    use = models.CharField(max_length=7, choices=[(one, one) for one in Use], default=Use.HOME)

    class Meta:
        db_table = "assembly_roll_unit"
        constraints = (models.UniqueConstraint(fields=["head", "place"], name="one_unit_per_head"),)
