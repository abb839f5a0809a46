import amends.organisation.create_tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='ImportRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('package', models.CharField(db_comment='internal: name of the folder', max_length=255)),
                        ('outcome', models.CharField(choices=[('accepted', 'Accepted'), ('refused', 'Refused'), ('checked', 'Checked only')], db_comment='internal: what became of it', max_length=8)),
                        ('dry_run', models.BooleanField(db_comment='internal: whether it was only to be checked')),
                        ('started_at', models.DateTimeField(db_comment='internal: when it began')),
                        ('ended_at', models.DateTimeField(db_comment='internal: when it ended')),
                        ('login', models.CharField(blank=True, db_comment='internal: login on the machine it ran on', max_length=150)),
                        ('counts', models.JSONField(db_comment='internal: rows, accepted and rejected, by file')),
                        ('faults', models.PositiveIntegerField(db_comment='internal: how many faults were told')),
                        ('started_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'An import of a package, and what became of it',
                        'ordering': ['-started_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['accepted', 'refused', 'checked'])), name='import_run_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'accepted'), _negated=True), models.Q(('dry_run', False), ('faults', 0)), _connector='OR'), name='import_run_accepted')],
                    },
                ),
            ],
        ),
    ]
