"""Paper cards to come in by, and when they were used."""

from django.db import models

from linli.foundation.people.domain.passes import Ended
from linli.foundation.people.models.people import Person
from linli.kernel import Via, new_id


class LoginPass(models.Model):
    """A paper card; its code is kept as a keyed hash, its digits as a hash over code and digits,
    so that nobody who has the database and even the key can find the digits without the card."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    issued_at = models.DateTimeField()
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    pauses = models.PositiveSmallIntegerField(default=0)
    paused_until = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(
        max_length=8, choices=[(why, why) for why in Ended], default="", blank=True
    )
    key = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  None: no key

    class Meta:
        db_table = "people_login_pass"
        constraints = (
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="one_card_in_force_per_person",
            ),
            models.UniqueConstraint(fields=["community", "key"], name="one_card_per_key"),
        )


class PassUsed(models.Model):
    """Someone came in by a card; `device` is a keyed hash of what kind of browser it was."""

    login_pass = models.ForeignKey(LoginPass, on_delete=models.CASCADE, related_name="uses")
    at = models.DateTimeField()
    device = models.CharField(max_length=64)
    is_new = models.BooleanField()

    class Meta:
        db_table = "people_pass_used"
        indexes = (
            models.Index(fields=["login_pass", "at"], name="uses_of_a_card"),
            models.Index(fields=["at"], name="uses_of_cards_by_age"),
        )
