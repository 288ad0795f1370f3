"""Ordinary notices to a building or the whole community: written once, told to each household."""

from django.db import models

from linli.kernel import new_id


class Bulletin(models.Model):
    """A notice for everyone who lives below a place; `told_until` is the last person reached.

    `about` is the thing it was written for by the platform, `told_as` the key several notices of
    one thing share so that nobody is told twice; both empty, and `by` set, for one of its own.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    title_zh = models.CharField(max_length=40)
    title_en = models.CharField(max_length=80)
    text_zh = models.CharField(max_length=600)
    text_en = models.CharField(max_length=1200)
    is_urgent = models.BooleanField(default=False)
    owners_only = models.BooleanField(default=False)
    about = models.CharField(max_length=80, default="", blank=True)
    told_as = models.CharField(max_length=80, default="", blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    told_until = models.CharField(max_length=20, default="", blank=True)
    spread_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_bulletin"
        constraints = (
            models.UniqueConstraint(fields=["by", "key"], name="one_bulletin_per_key"),
            models.UniqueConstraint(
                fields=["community", "key"],
                condition=models.Q(by=None),
                name="one_bulletin_of_the_platform_per_key",
            ),
        )
        indexes = (
            models.Index(fields=["community", "at"], name="bulletins_by_age"),
            models.Index(
                fields=["at"], condition=models.Q(spread_at=None), name="bulletins_to_spread"
            ),
        )
