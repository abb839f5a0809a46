import amends.organisation.create_tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_court_reports'),
        ('organisation', '__first__'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='SubjectAccess',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('received_on', models.DateField(db_comment='personal: day the request was received')),
                        ('identity', models.CharField(db_comment='personal: how it is known that it came from the person', max_length=300)),
                        ('due_date', models.DateField(db_comment='internal: last day to answer')),
                        ('extended_because', models.CharField(blank=True, db_comment='personal: why it takes longer; the person was told', max_length=300)),
                        ('status', models.CharField(choices=[('gathering', 'Being gathered'), ('to_check', 'To be checked'), ('released', 'Released'), ('sent_back', 'Sent back'), ('failed', 'Failed')], db_comment='internal: how far it is', max_length=9)),
                        ('file', models.BinaryField(db_comment='special: everything given, as a ZIP', null=True)),
                        ('digest', models.CharField(blank=True, db_comment='internal: SHA-256 of the file', max_length=64)),
                        ('rows_given', models.PositiveIntegerField(db_comment='internal: rows given', null=True)),
                        ('rows_withheld', models.PositiveIntegerField(db_comment='internal: rows withheld whole', null=True)),
                        ('gathered_at', models.DateTimeField(db_comment='internal: when it was gathered', null=True)),
                        ('message', models.CharField(blank=True, db_comment='internal: what went wrong, if anything', max_length=300)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('checked_at', models.DateTimeField(db_comment='internal: when it was checked', null=True)),
                        ('check_note', models.CharField(blank=True, db_comment='internal: what the check found', max_length=1000)),
                        ('checked_by', models.ForeignKey(db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(db_comment='personal: who asked', on_delete=django.db.models.deletion.PROTECT, related_name='subject_accesses', to='cases.person')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': "A person's request for what is held on them",
                        'ordering': ['due_date', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['to_check', 'released']), _negated=True), models.Q(('file__isnull', False), ('gathered_at__isnull', False)), _connector='OR'), name='subject_access_gathered'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('checked_by__isnull', False), ('status__in', ['released', 'sent_back']), models.Q(('check_note', ''), _negated=True)), models.Q(('check_note', ''), ('checked_at__isnull', True), ('checked_by__isnull', True), models.Q(('status__in', ['released', 'sent_back']), _negated=True)), _connector='OR'), name='subject_access_checked'), models.CheckConstraint(condition=models.Q(('checked_by__isnull', True), models.Q(('checked_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='subject_access_checked_by_another'), models.UniqueConstraint(condition=models.Q(('status__in', ['gathering', 'to_check'])), fields=('person',), name='subject_access_one_at_a_time')],
                    },
                ),
            ],
        ),
    ]
