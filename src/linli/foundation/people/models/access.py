"""How people come in: codes, passwords, second factors, and how often they tried."""

from django.db import models

from linli.foundation.people.models.people import Person
from linli.kernel import new_id


class Credential(models.Model):
    """A staff member's password and second factor; `totp_step` is the last time step used.

    `one_time_until` is set while the password is one that somebody else gave: until when it lets
    its owner in, to choose one of their own. `one_time_key` is that of the act that gave it.
    """

    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    login = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  None: phone only
    password = models.CharField(max_length=200)
    totp_sealed = models.BinaryField(null=True)
    totp_is_confirmed = models.BooleanField(default=False)
    totp_step = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()
    one_time_until = models.DateTimeField(null=True, blank=True)
    one_time_key = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "people_credential"


class LoginCode(models.Model):
    """A one-time code for a phone, kept as a keyed hash; also made for phones nobody has."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    phone_hash = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "people_login_code"


class Attempt(models.Model):
    """One try at something that is limited; counted in a window, then swept away."""

    kind = models.CharField(max_length=24)
    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_attempt"
        indexes = (
            models.Index(fields=["kind", "key_hash", "at"], name="attempts_in_a_window"),
            models.Index(fields=["at"], name="attempts_by_age"),
        )
