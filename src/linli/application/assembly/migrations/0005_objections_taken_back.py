from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assembly', '0004_preparing'),
    ]

    operations = [
        migrations.AddField(
            model_name='objection',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('answered_at', None), _connector='OR'), name='what_was_taken_back_was_not_answered'),
        ),
    ]
