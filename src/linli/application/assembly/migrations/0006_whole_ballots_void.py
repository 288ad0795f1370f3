from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0005_objections_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperentry',
            name='void_why',
            field=models.CharField(blank=True, default='', max_length=16),
        ),
    ]
