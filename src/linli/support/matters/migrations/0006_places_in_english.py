from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_in_english(apps, schema_editor):
    """Matters from before take the English name their place has today."""
    matter, place = apps.get_model("matters", "Matter"), apps.get_model("places", "Place")
    for one, label in (("place_id", "place_label_en"), ("building_id", "building_label_en")):
        named = place.objects.filter(pk=OuterRef(one)).values("label_en")[:1]
        matter.objects.filter(**{f"{one}__isnull": False}).update(**{label: Subquery(named)})


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0005_voice_notes'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='building_label_en',
            field=models.CharField(blank=True, default='', max_length=400),
        ),
        migrations.AddField(
            model_name='matter',
            name='place_label_en',
            field=models.CharField(default='', max_length=400),
            preserve_default=False,
        ),
        migrations.RunPython(name_in_english, migrations.RunPython.noop),
    ]
