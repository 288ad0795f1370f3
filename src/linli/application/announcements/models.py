"""Announcements: rows are added and never changed, which the database itself holds."""

from django.db import models

from linli.application.announcements.domain.cards import Kind
from linli.kernel import new_id


class Announcement(models.Model):
    """What every version of an announcement shares; `places` are in `Audience`."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in Kind])
    owners_only = models.BooleanField()
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "announcements_announcement"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_announcement_per_key"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]),
                name="announcement_kind_known",
            ),
        )


class Audience(models.Model):
    """A place whose people an announcement is for."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="places")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "announcements_audience"
        constraints = (
            models.UniqueConstraint(
                fields=["announcement", "place"], name="an_audience_names_a_place_once"
            ),
        )


class Version(models.Model):
    """One version of the words; `by` is None when the platform published it."""

    announcement = models.ForeignKey(
        Announcement, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=40)
    title_en = models.CharField(max_length=80)
    text_zh = models.TextField()
    text_en = models.TextField()
    basis = models.CharField(max_length=120, blank=True)
    hang_until = models.DateField(null=True)
    why = models.CharField(max_length=200, default="", blank=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "announcements_version"
        constraints = (
            models.UniqueConstraint(
                fields=["announcement", "number"], name="one_version_of_a_number"
            ),
            models.UniqueConstraint(fields=["announcement", "key"], name="one_version_per_key"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(why=""),
                name="a_correction_says_why",
            ),
        )


class Seen(models.Model):
    """A person noted that they had read a version; never somebody else for them."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="seen")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "announcements_seen"
        constraints = (
            models.UniqueConstraint(fields=["version", "person"], name="a_version_is_seen_once"),
        )


class Hung(models.Model):
    """Somebody put a version up at an entrance, on a day; `photo` is a file's id."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="hung")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    photo = models.CharField(max_length=20, default="", blank=True)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "announcements_hung"
        constraints = (models.UniqueConstraint(fields=["by", "key"], name="one_hanging_per_key"),)


class Withdrawal(models.Model):
    """An announcement was taken back, and why."""

    announcement = models.OneToOneField(
        Announcement, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    why = models.CharField(max_length=200)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "announcements_withdrawal"
        constraints = (
            models.CheckConstraint(condition=~models.Q(why=""), name="a_withdrawal_says_why"),
        )
