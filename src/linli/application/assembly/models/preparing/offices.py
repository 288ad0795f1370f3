"""The elected committee, what it files, and what is handed over to it."""

from django.db import models

from linli.application.assembly.domain.preparing.offices import Due, Left, Office
from linli.kernel import new_id


class Council(models.Model):
    """One elected owners' committee 业主委员会 and its term; days are the community's own."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    assembly = models.OneToOneField(
        "assembly.Assembly", on_delete=models.PROTECT, null=True, related_name="+"
    )
    seats = models.PositiveSmallIntegerField()
    elected_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    filed_on = models.DateField(null=True)
    receipt = models.CharField(max_length=120, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_council"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_council_per_key"),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(ended_at=None),
                name="one_council_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("elected_on")),
                name="a_term_ends_after_it_begins",
            ),
        )


class OfficeHolder(models.Model):
    """A member or an alternate, in the order of the votes."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    is_alternate = models.BooleanField(default=False)
    office = models.CharField(
        max_length=10, choices=[(one, one) for one in Office], default=Office.MEMBER
    )
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    why_left = models.CharField(
        max_length=16, choices=[(one, one) for one in Left], default="", blank=True
    )
    note = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "assembly_office_holder"
        constraints = (
            models.UniqueConstraint(fields=["council", "person"], name="one_office_per_person"),
            models.UniqueConstraint(
                fields=["council"],
                condition=models.Q(office=Office.CHAIR, left_at=None),
                name="one_chair_per_council",
            ),
        )


class FilingPaper(models.Model):
    """A document of the filing package; `given_at` when it is there."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField(max_length=40)
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "assembly_filing_paper"
        constraints = (
            models.UniqueConstraint(fields=["council", "name"], name="one_filing_paper_per_name"),
        )


class HandoverItem(models.Model):
    """Something handed over, from whom to whom, and when each of the two signed."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="items")
    what = models.CharField(max_length=200)
    giver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    given_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=80)

    class Meta:
        db_table = "assembly_handover_item"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_handover_item_per_key"),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="a_handover_has_two_sides"
            ),
        )


class Reminder(models.Model):
    """What a committee was reminded of, so that it happens once."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="reminders")
    due = models.CharField(max_length=11, choices=[(one, one) for one in Due])
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_reminder"
        constraints = (
            models.UniqueConstraint(fields=["council", "due"], name="one_reminder_of_a_kind"),
        )
