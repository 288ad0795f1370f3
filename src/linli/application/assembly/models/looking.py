"""Who may see how people voted, and that they looked."""

from django.db import models

from linli.application.assembly.models.assembly import Assembly
from linli.application.assembly.models.roll import RollHead


class Scrutineer(models.Model):
    """A person named to check the ballots 监票人 after the close."""

    assembly = models.ForeignKey(Assembly, on_delete=models.PROTECT, related_name="scrutineers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_scrutineer"
        constraints = (
            models.UniqueConstraint(
                fields=["assembly", "person"], name="a_scrutineer_is_named_once"
            ),
        )


class BallotLook(models.Model):
    """A scrutineer saw how a head voted, and why; the owners of that head can read it."""

    head = models.ForeignKey(RollHead, on_delete=models.PROTECT, related_name="looks")
    looker = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        db_table = "assembly_ballot_look"
