"""The body that prepares, its members and its tasks."""

from django.db import models

from linli.application.assembly.domain.preparing.bodies import BodyKind, BodyState, Side
from linli.application.assembly.models.preparing.requests import Request
from linli.kernel import new_id


class Preparation(models.Model):
    """One preparation of an assembly, by the body that does it."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=9, choices=[(one, one) for one in BodyKind])
    state = models.CharField(
        max_length=7, choices=[(one, one) for one in BodyState], default=BodyState.FORMING
    )
    request = models.OneToOneField(
        Request, on_delete=models.PROTECT, null=True, related_name="preparation"
    )
    assembly = models.ForeignKey(
        "assembly.Assembly", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    formed_at = models.DateTimeField(null=True)
    formed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "assembly_preparation"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_preparation_per_key"),
            models.CheckConstraint(
                condition=~models.Q(state__in=[BodyState.FORMED, BodyState.DONE])
                | models.Q(formed_at__isnull=False),
                name="a_formed_body_was_approved",
            ),
        )


class Preparer(models.Model):
    """A member of the body: for whom, and who recommended them."""

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=[(one, one) for one in Side])
    leads = models.BooleanField(default=False)
    recommended_by = models.CharField(max_length=120)
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assembly_preparer"
        constraints = (
            models.UniqueConstraint(
                fields=["preparation", "person"],
                condition=models.Q(left_at=None),
                name="one_seat_per_preparer",
            ),
            models.UniqueConstraint(
                fields=["preparation"],
                condition=models.Q(left_at=None, leads=True),
                name="one_leader_per_preparation",
            ),
        )


class Task(models.Model):
    """A thing the body must do, with the day the rules give it (none: no day is written)."""

    preparation = models.ForeignKey(Preparation, on_delete=models.PROTECT, related_name="tasks")
    name = models.CharField(max_length=20)
    due = models.DateField(null=True)
    article = models.CharField(max_length=80, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=400, default="", blank=True)

    class Meta:
        db_table = "assembly_task"
        constraints = (
            models.UniqueConstraint(fields=["preparation", "name"], name="one_task_per_name"),
        )
