"""Keys of acts, so that what a phone sends again is not done again."""

from django.db import models

from linli.support.matters.models.matter import Matter


class ActKey(models.Model):
    """An act that was done, by the key its form or phone gave it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="act_keys")
    at = models.DateTimeField()

    class Meta:
        db_table = "matters_act_key"
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="one_act_per_key"),)
