"""The order in which an assembly's acts go on the public ledger."""

from django.db import models

from linli.application.assembly.models.assembly import Assembly


class Leaf(models.Model):
    """One leaf to be: its place `seq`, its type (docs/bundle.md), and the row it is about.

    Written in the transaction of the act itself, so that no order can be lost on the way; `data`
    is what the rows of the act do not keep.
    """

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="leaves")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=16)
    subject = models.CharField(max_length=20, default="", blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_leaf"
        constraints = (
            models.UniqueConstraint(fields=["assembly", "seq"], name="one_assembly_leaf_per_seq"),
        )
