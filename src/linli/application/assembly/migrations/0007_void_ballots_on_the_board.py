from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0006_whole_ballots_void'),
    ]

    operations = [
        migrations.AddField(
            model_name='effective',
            name='takes_part',
            field=models.BooleanField(default=True),
        ),
    ]
