"""The timeline, which only grows, and what people write and show each other."""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from linli.kernel import Via, new_id
from linli.support.matters.models.matter import Matter


class OnlyGrows(RuntimeError):
    """Someone tried to change or remove what has been written into the timeline."""


class GrowingQuerySet(models.QuerySet["Entry"]):
    """Rows one can add and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise OnlyGrows("the timeline cannot be changed")

    def delete(self) -> NoReturn:
        raise OnlyGrows("the timeline cannot be shortened")

    def bulk_update(self, objs: Iterable["Entry"], *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyGrows("the timeline cannot be changed")


class Entry(models.Model):
    """One line of the timeline; `params` hold ids and codes, never personal data.

    The database refuses changes as well (migration 0002), whoever asks for them.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    params = models.JSONField(default=dict, blank=True)

    objects = GrowingQuerySet.as_manager()

    class Meta:
        db_table = "matters_entry"
        indexes = (models.Index(fields=["matter", "id"], name="entries_in_order"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise OnlyGrows("the timeline cannot be changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise OnlyGrows("the timeline cannot be shortened")


class Message(models.Model):
    """Something written about a matter: to everyone in it, or a note among staff.

    `purpose` is "message", "note", or what it explains ("hold", "decline", "transfer", …).
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    via = models.CharField(max_length=8, choices=[(via, via) for via in Via])
    purpose = models.CharField(max_length=12, default="message")
    text = models.TextField(default="", blank=True)
    is_note = models.BooleanField(default=False)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=160, null=True, blank=True)  # noqa: DJ001  None: no key

    class Meta:
        db_table = "matters_message"
        constraints = (
            models.UniqueConstraint(fields=["matter", "key"], name="one_message_per_key"),
        )
        indexes = (models.Index(fields=["matter", "at", "id"], name="messages_in_order"),)


class Photo(models.Model):
    """A picture, or a voice note (`is_sound`), kept by the files module, shown with a message."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="photos")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="photos")
    file = models.CharField(max_length=20, unique=True)
    is_sound = models.BooleanField(default=False)

    class Meta:
        db_table = "matters_photo"


class ReadMark(models.Model):
    """Up to when someone has read the messages of a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="read_marks")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()

    class Meta:
        db_table = "matters_read_mark"
        constraints = (
            models.UniqueConstraint(fields=["matter", "person"], name="one_mark_per_reader"),
        )
