"""The database itself keeps the timeline: its lines can be added and read, nothing else."""

from django.db import migrations

_REFUSE = "BEGIN SELECT RAISE(ABORT, 'the timeline only grows'); END"
_MAKE = {
    "sqlite": (
        f"CREATE TRIGGER matters_entry_kept BEFORE UPDATE ON matters_entry {_REFUSE}",
        f"CREATE TRIGGER matters_entry_stays BEFORE DELETE ON matters_entry {_REFUSE}",
    ),
    "postgresql": (
        "CREATE FUNCTION matters_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the timeline only grows'; END $$",
        "CREATE TRIGGER matters_entry_only_grows BEFORE UPDATE OR DELETE ON matters_entry "
        "FOR EACH ROW EXECUTE FUNCTION matters_entry_only_grows()",
    ),
}
_DROP = {
    "sqlite": (
        "DROP TRIGGER matters_entry_kept",
        "DROP TRIGGER matters_entry_stays",
    ),
    "postgresql": ("DROP FUNCTION matters_entry_only_grows CASCADE",),
}


def make(apps, schema_editor):
    for statement in _MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in _DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("matters", "0001_initial"),)

    operations = (migrations.RunPython(make, drop),)
