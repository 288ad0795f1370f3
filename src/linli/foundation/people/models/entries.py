"""What staff wrote down for somebody: by phone, at the counter, or from paper."""

from django.db import models

from linli.foundation.people.domain.cards import KnownBy
from linli.foundation.people.models.people import Person
from linli.kernel import Via


class DeskEntry(models.Model):
    """One service done for a person by hand; `about` is the record that was made of it.

    `known_by` says how the clerk knew who it was. A scan of the paper form hangs on the entry.
    """

    community = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    service = models.CharField(max_length=24)
    known_by = models.CharField(max_length=8, choices=[(one, one) for one in KnownBy])
    about = models.CharField(max_length=80, default="", blank=True)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    disputed_at = models.DateTimeField(null=True)
    dispute = models.CharField(max_length=1000, default="", blank=True)

    class Meta:
        db_table = "people_desk_entry"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_desk_entry_per_key"),
        )
        indexes = (models.Index(fields=["person", "id"], name="desk_entries_of_a_person"),)
