import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0007_void_ballots_on_the_board'),
    ]

    operations = [
        migrations.AddField(
            model_name='motion',
            name='completes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='run_offs', to='assembly.motion'),
        ),
    ]
