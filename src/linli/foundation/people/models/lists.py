"""Lists that were tried or taken in, and the rows of them that wait for the keeper."""

from django.db import models

from linli.foundation.people.models.people import Person
from linli.kernel import new_id


class ListRun(models.Model):
    """Someone tried a list or took it in; kept so that nobody goes fishing unseen."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_trial = models.BooleanField()
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "people_list_run"
        indexes = (
            models.Index(fields=["community", "id"], name="lists_of_a_community"),
            models.Index(fields=["by", "at"], name="lists_of_a_person"),
        )


class HeldRow(models.Model):
    """A row only the keeper may take in; what it says is sealed, and gone once it is settled."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    run = models.ForeignKey(ListRun, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    was_taken = models.BooleanField(default=False)

    class Meta:
        db_table = "people_held_row"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "digest"],
                condition=models.Q(done_at=None),
                name="a_row_waits_once",
            ),
        )
