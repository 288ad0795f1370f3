"""Kinds of devices, and vendors who may not connect any."""

from django.db import models

from linli.kernel import new_id


class ThingModelRow(models.Model):
    """One version of a kind of device; never changed, only followed by a later version."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    vendor = models.CharField(max_length=80, default="", blank=True)
    body = models.JSONField()
    is_found = models.BooleanField(default=False)
    defined_by = models.CharField(max_length=20, default="", blank=True)
    defined_at = models.DateTimeField()

    class Meta:
        db_table = "devices_model"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "key", "version"], name="one_model_per_key_and_version"
            ),
            models.CheckConstraint(
                condition=models.Q(version__gt=0), name="model_version_from_one"
            ),
        )


class BlockedVendorRow(models.Model):
    """A vendor whose devices are refused; `vendor` is folded for comparison."""

    community = models.CharField(max_length=20)
    vendor = models.CharField(max_length=80)
    shown = models.CharField(max_length=80)
    why = models.CharField(max_length=500)
    blocked_by = models.CharField(max_length=20, default="", blank=True)
    blocked_at = models.DateTimeField()

    class Meta:
        db_table = "devices_blocked_vendor"
        constraints = (
            models.UniqueConstraint(fields=["community", "vendor"], name="one_block_per_vendor"),
        )
