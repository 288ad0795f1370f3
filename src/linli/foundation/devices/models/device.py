"""Devices, the series they measure, and the secrets by which they prove who they are."""

from django.db import models

from linli.foundation.devices.domain import Origin, State
from linli.foundation.devices.models.registry import ThingModelRow
from linli.kernel import new_id

_AT_WORK = models.Q(state__in=[State.ACTIVE.value, State.SILENT.value])


class Device(models.Model):
    """A device of a community.

    `path` lists the ids of its places from the community down (`/a/b/c/`), `dwelling` is the one
    among them that is someone's home; both as they were when it was placed.
    """

    class Life(models.TextChoices):
        REGISTERED = State.REGISTERED.value
        ACTIVE = State.ACTIVE.value
        SILENT = State.SILENT.value
        RETIRED = State.RETIRED.value

    class Birth(models.TextChoices):
        LISTED = Origin.LISTED.value
        DISCOVERED = Origin.DISCOVERED.value

    id = models.CharField(max_length=64, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    model = models.ForeignKey(ThingModelRow, on_delete=models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    vendor = models.CharField(max_length=80, default="", blank=True)
    serial = models.CharField(max_length=64, default="", blank=True)
    batch = models.CharField(max_length=64, default="", blank=True)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", null=True)
    dwelling = models.ForeignKey(
        "places.Place", on_delete=models.PROTECT, related_name="+", null=True
    )
    path = models.CharField(max_length=300, default="", blank=True)
    owner = models.CharField(max_length=120, default="", blank=True)
    owner_person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", null=True
    )
    mandate = models.ForeignKey(
        "mandates.Mandate", on_delete=models.PROTECT, related_name="+", null=True
    )
    state = models.CharField(max_length=10, choices=Life, default=Life.REGISTERED)
    origin = models.CharField(max_length=10, choices=Birth, default=Birth.LISTED)
    may_discover = models.BooleanField(default=False)
    gateway = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    last_heard_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=20, default="", blank=True)
    registered_via = models.CharField(max_length=10)
    activated_at = models.DateTimeField(null=True)
    activated_by = models.CharField(max_length=20, default="", blank=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.CharField(max_length=20, default="", blank=True)
    retired_why = models.CharField(max_length=500, default="", blank=True)
    announced = models.BinaryField(null=True)
    announced_size = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "devices_device"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_device_per_key"),
            models.CheckConstraint(
                condition=~_AT_WORK
                | models.Q(place__isnull=False, mandate__isnull=False, activated_at__isnull=False),
                name="device_at_work_has_place_and_mandate",
            ),
            models.CheckConstraint(
                condition=~_AT_WORK | ~models.Q(activated_by=""),
                name="device_activated_by_a_person",
            ),
        )
        indexes = (
            models.Index(fields=["community", "state", "id"], name="devices_by_state"),
            models.Index(fields=["mandate"], name="devices_by_mandate"),
        )


class Term(models.Model):
    """From when on a device measured under which mandate: what was recorded keeps its promise."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey("mandates.Mandate", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        db_table = "devices_term"
        indexes = (models.Index(fields=["device", "since"], name="terms_by_device"),)


class Series(models.Model):
    """One property of one device; the primary key numbers its readings in telemetry."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    property = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=7)
    unit = models.CharField(max_length=20, default="", blank=True)
    device_class = models.CharField(max_length=40, default="", blank=True)
    sensitivity = models.CharField(max_length=10)
    minimum = models.FloatField(null=True)
    maximum = models.FloatField(null=True)

    class Meta:
        db_table = "devices_series"
        constraints = (
            models.UniqueConstraint(
                fields=["device", "property"], name="one_series_per_device_and_property"
            ),
        )


class StateTopic(models.Model):
    """Where the gateway of a device publishes one of its properties, and how that is read."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    property = models.CharField(max_length=60)
    topic = models.CharField(max_length=200)
    json_field = models.CharField(max_length=100, default="", blank=True)
    unit = models.CharField(max_length=20, default="", blank=True)
    payload_on = models.CharField(max_length=100, default="", blank=True)
    payload_off = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        db_table = "devices_state_topic"
        constraints = (
            models.UniqueConstraint(
                fields=["device", "property"], name="one_state_topic_per_property"
            ),
        )


class DeviceSecret(models.Model):
    """A secret as its digest; at most one live one in each of two slots."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    slot = models.CharField(max_length=1)
    digest = models.BinaryField(max_length=32)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=20, default="", blank=True)
    created_via = models.CharField(max_length=10)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        db_table = "devices_secret"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(slot__in=["a", "b"]), name="secret_in_one_of_two_slots"
            ),
            models.UniqueConstraint(
                fields=["device", "slot"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_live_secret_per_slot",
            ),
            models.UniqueConstraint(fields=["device", "key"], name="one_secret_per_key"),
        )
