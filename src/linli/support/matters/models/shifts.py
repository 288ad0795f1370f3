"""What one shift leaves to the next; lines are added and never changed."""

from django.db import models

from linli.kernel import new_id


class ShiftLine(models.Model):
    """A note for the next shift, or (`takes_over`) the mark of the one who took over."""

    id = models.CharField(max_length=20, primary_key=True, default=new_id)
    community = models.CharField(max_length=20)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    takes_over = models.BooleanField(default=False)
    text = models.TextField(default="", blank=True)
    key = models.CharField(max_length=40)

    class Meta:
        db_table = "matters_shift_line"
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="one_shift_line_per_key"),
            models.CheckConstraint(
                condition=models.Q(takes_over=True) ^ ~models.Q(text=""),
                name="a_shift_line_is_a_note_or_a_mark",
            ),
        )
        indexes = (models.Index(fields=["community", "at", "id"], name="shift_lines_in_order"),)
