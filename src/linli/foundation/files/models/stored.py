"""Files that people sent: the row here, the bytes in a folder beside the database."""

from pathlib import Path

from django.conf import settings
from django.db import models

from linli.foundation.files.domain import Kind
from linli.kernel import new_id


class StoredFile(models.Model):
    """One file hanging on one thing; a dropped one keeps its row and loses its bytes."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    key = models.CharField(max_length=80, null=True)  # noqa: DJ001 - null is "no key given"
    about_kind = models.CharField(max_length=40)
    about_id = models.CharField(max_length=64)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail = models.CharField(max_length=64, default="", blank=True)
    kept_by = models.CharField(max_length=20, default="", blank=True)
    kept_for = models.CharField(max_length=20, default="", blank=True)
    kept_via = models.CharField(max_length=10)
    kept_at = models.DateTimeField()
    dropped_by = models.CharField(max_length=20, default="", blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "files_file"
        constraints = (
            models.UniqueConstraint(fields=["community", "key"], name="one_file_per_key"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                condition=~models.Q(about_kind="") & ~models.Q(about_id=""),
                name="file_hangs_on_something",
            ),
        )
        indexes = (
            models.Index(fields=["community", "about_kind", "about_id"], name="files_by_about"),
            models.Index(fields=["kept_by", "kept_at"], name="files_by_keeper"),
        )

    @property
    def path(self) -> Path:
        """Where the bytes lie."""
        return path_of(self.digest, self.pk)

    @property
    def thumbnail_path(self) -> Path | None:
        """Where the small picture lies, None when there is none."""
        return path_of(self.thumbnail, self.pk) if self.thumbnail else None


def path_of(digest: str, file: str) -> Path:
    """The place of some bytes by their SHA-256.

    The file's id is part of it, so that dropping one file never takes another's bytes away.
    """
    return Path(settings.FILES) / digest[:2] / f"{digest}.{file}"
