import django.db.models.deletion
import linli.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('mandates', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BlockedVendorRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('vendor', models.CharField(max_length=80)),
                ('shown', models.CharField(max_length=80)),
                ('why', models.CharField(max_length=500)),
                ('blocked_by', models.CharField(blank=True, default='', max_length=20)),
                ('blocked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'devices_blocked_vendor',
                'constraints': [models.UniqueConstraint(fields=('community', 'vendor'), name='one_block_per_vendor')],
            },
        ),
        migrations.CreateModel(
            name='OutcomeCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('device', models.CharField(blank=True, default='', max_length=64)),
                ('outcome', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('count', models.PositiveBigIntegerField()),
            ],
            options={
                'db_table': 'devices_outcome',
                'constraints': [models.UniqueConstraint(fields=('community', 'day', 'device', 'outcome'), name='one_count_per_device_outcome_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Rejected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('community', models.CharField(max_length=20)),
                ('device', models.CharField(blank=True, default='', max_length=64)),
                ('received_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=40)),
                ('detail', models.CharField(blank=True, default='', max_length=300)),
                ('raw', models.BinaryField(max_length=4096)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('transport', models.CharField(blank=True, default='', max_length=20)),
                ('topic', models.CharField(blank=True, default='', max_length=200)),
                ('property', models.CharField(blank=True, default='', max_length=60)),
            ],
            options={
                'db_table': 'devices_rejected',
                'indexes': [models.Index(fields=['community', 'id'], name='rejected_by_community'), models.Index(fields=['community', 'device', 'id'], name='rejected_by_device')],
            },
        ),
        migrations.CreateModel(
            name='ThingModelRow',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=20, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('name_zh', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('vendor', models.CharField(blank=True, default='', max_length=80)),
                ('body', models.JSONField()),
                ('is_found', models.BooleanField(default=False)),
                ('defined_by', models.CharField(blank=True, default='', max_length=20)),
                ('defined_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'devices_model',
                'constraints': [models.UniqueConstraint(fields=('community', 'key', 'version'), name='one_model_per_key_and_version'), models.CheckConstraint(condition=models.Q(('version__gt', 0)), name='model_version_from_one')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.CharField(default=linli.kernel.ids.new_id, max_length=64, primary_key=True, serialize=False)),
                ('community', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=80, null=True)),
                ('name_zh', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('vendor', models.CharField(blank=True, default='', max_length=80)),
                ('serial', models.CharField(blank=True, default='', max_length=64)),
                ('batch', models.CharField(blank=True, default='', max_length=64)),
                ('path', models.CharField(blank=True, default='', max_length=300)),
                ('owner', models.CharField(blank=True, default='', max_length=120)),
                ('state', models.CharField(choices=[('registered', 'Registered'), ('active', 'Active'), ('silent', 'Silent'), ('retired', 'Retired')], default='registered', max_length=10)),
                ('origin', models.CharField(choices=[('listed', 'Listed'), ('discovered', 'Discovered')], default='listed', max_length=10)),
                ('may_discover', models.BooleanField(default=False)),
                ('last_heard_at', models.DateTimeField(null=True)),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.CharField(blank=True, default='', max_length=20)),
                ('registered_via', models.CharField(max_length=10)),
                ('activated_at', models.DateTimeField(null=True)),
                ('activated_by', models.CharField(blank=True, default='', max_length=20)),
                ('retired_at', models.DateTimeField(null=True)),
                ('retired_by', models.CharField(blank=True, default='', max_length=20)),
                ('retired_why', models.CharField(blank=True, default='', max_length=500)),
                ('announced', models.BinaryField(null=True)),
                ('announced_size', models.PositiveIntegerField(default=0)),
                ('dwelling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('mandate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='mandates.mandate')),
                ('owner_person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('model', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='devices.thingmodelrow')),
            ],
            options={
                'db_table': 'devices_device',
                'indexes': [models.Index(fields=['community', 'state', 'id'], name='devices_by_state'), models.Index(fields=['mandate'], name='devices_by_mandate')],
                'constraints': [models.UniqueConstraint(fields=('community', 'key'), name='one_device_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'silent']), _negated=True), models.Q(('activated_at__isnull', False), ('mandate__isnull', False), ('place__isnull', False)), _connector='OR'), name='device_at_work_has_place_and_mandate'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'silent']), _negated=True), models.Q(('activated_by', ''), _negated=True), _connector='OR'), name='device_activated_by_a_person')],
            },
        ),
        migrations.CreateModel(
            name='DeviceSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.CharField(max_length=1)),
                ('digest', models.BinaryField(max_length=32)),
                ('key', models.CharField(max_length=80, null=True)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(blank=True, default='', max_length=20)),
                ('created_via', models.CharField(max_length=10)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, default='', max_length=20)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='devices.device')),
            ],
            options={
                'db_table': 'devices_secret',
                'constraints': [models.CheckConstraint(condition=models.Q(('slot__in', ['a', 'b'])), name='secret_in_one_of_two_slots'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('device', 'slot'), name='one_live_secret_per_slot'), models.UniqueConstraint(fields=('device', 'key'), name='one_secret_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('property', models.CharField(max_length=60)),
                ('name_zh', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=7)),
                ('unit', models.CharField(blank=True, default='', max_length=20)),
                ('device_class', models.CharField(blank=True, default='', max_length=40)),
                ('sensitivity', models.CharField(max_length=10)),
                ('minimum', models.FloatField(null=True)),
                ('maximum', models.FloatField(null=True)),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='devices.device')),
            ],
            options={
                'db_table': 'devices_series',
                'constraints': [models.UniqueConstraint(fields=('device', 'property'), name='one_series_per_device_and_property')],
            },
        ),
    ]
