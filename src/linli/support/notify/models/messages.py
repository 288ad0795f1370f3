"""Messages on their way to people, and the demo's mailbox."""

from django.db import models

from linli.kernel import new_id
from linli.support.notify.domain import Kind, State


class Message(models.Model):
    """One message by one channel; `text` (both languages) and `address` lie sealed.

    A row is written once per key, person and channel; `next_to` is the one that failed before it.
    Texts of log-in codes are wiped as soon as they are sent or have expired.
    """

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=8, choices=[("message", "message"), ("code", "code")], default="message"
    )
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in Kind])
    text = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    language = models.CharField(max_length=10, default="zh-hans")
    about = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in State], default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=400, default="", blank=True)
    next_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    seen_failed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notify_message"
        constraints = (
            models.UniqueConstraint(
                fields=["community", "key", "person", "kind"],
                name="one_message_per_key_person_and_channel",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="delivered") | models.Q(delivered_at__isnull=False),
                name="what_is_delivered_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose="message")
                | models.Q(state__in=["waiting", "sending"])
                | models.Q(text=None, address=None),
                name="codes_do_not_stay",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="messages_to_send",
            ),
            models.Index(fields=["person", "kind", "at", "id"], name="messages_of_a_person"),
            models.Index(fields=["community", "kind", "state", "due_at"], name="messages_desk"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(text__isnull=False, purpose="code"),
                name="codes_to_wipe",
            ),
        )


class MailboxRow(models.Model):
    """A message the demo shows instead of sending it."""

    channel = models.CharField(max_length=8)
    address = models.BinaryField()
    text = models.BinaryField()
    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "notify_mailbox"
