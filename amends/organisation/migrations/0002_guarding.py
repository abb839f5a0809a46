import amends.organisation.create_tables
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='BreakGlass',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('crn', models.CharField(db_comment='personal: the CRN that was given', max_length=10)),
                        ('reason', models.CharField(db_comment='special: why it could not wait', max_length=1000)),
                        ('opened_at', models.DateTimeField(db_comment="internal: when, by the database's clock", db_default=django.db.models.functions.datetime.Now())),
                        ('ends_at', models.DateTimeField(db_comment="internal: when the record closes again, by the database's clock")),
                        ('review_due_date', models.DateField(db_comment='internal: last day for a manager to look at it')),
                        ('outcome', models.CharField(blank=True, choices=[('justified', 'Justified'), ('not_justified', 'Not justified')], db_comment='internal: what a manager found', max_length=13)),
                        ('finding', models.CharField(blank=True, db_comment='internal: what the manager says of it', max_length=1000)),
                        ('reviewed_at', models.DateTimeField(db_comment='internal: when a manager looked at it', null=True)),
                        ('reviewed_by', models.ForeignKey(db_comment='internal: which manager', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(db_comment='internal: team that held the case; empty: nothing was opened', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.team')),
                        ('user', models.ForeignKey(db_comment='internal: who opened the record', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A record opened urgently by a user whose reach it lies out of',
                        'ordering': ['-opened_at', '-pk'],
                        'indexes': [models.Index(fields=['user', '-opened_at'], name='break_glass_by_user'), models.Index(fields=['crn'], name='break_glass_by_person')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='break_glass_why'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('opened_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('opened_at'), '+', models.Value(datetime.timedelta(seconds=3600))))), name='break_glass_an_hour_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('outcome__in', ['justified', 'not_justified']), ('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='break_glass_reviewed_whole'), models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('user')), _negated=True), _connector='OR'), name='break_glass_reviewed_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('crn', models.CharField(db_comment="personal: the person's case reference number", db_index=True, max_length=10)),
                        ('reason', models.CharField(db_comment='special: why', max_length=500)),
                        ('placed_at', models.DateTimeField(db_comment='internal: when')),
                        ('ended_at', models.DateTimeField(db_comment='internal: when it ended; empty: it stands', null=True)),
                        ('end_reason', models.CharField(blank=True, db_comment='special: why it ended', max_length=500)),
                        ('ended_by', models.ForeignKey(db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placed_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': "A reason for which a person's record may not be deleted",
                        'ordering': ['-placed_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_why'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gt', models.F('placed_at')), ('ended_by__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='hold_ended_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Quarantine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('crn', models.CharField(db_comment="personal: the person's case reference number", max_length=10)),
                        ('reason', models.CharField(db_comment='internal: why it came due', max_length=500)),
                        ('begun_at', models.DateTimeField(db_comment='internal: when')),
                        ('restored_at', models.DateTimeField(db_comment='internal: when it was restored; empty: it stands', null=True)),
                        ('restore_reason', models.CharField(blank=True, db_comment='internal: why it was restored', max_length=500)),
                        ('begun_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('restored_by', models.ForeignKey(db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': "That a person's record is hidden, restorable, before it is deleted",
                        'ordering': ['-begun_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('restored_at__isnull', True)), fields=('crn',), name='quarantined_once'), models.CheckConstraint(condition=models.Q(models.Q(('restore_reason', ''), ('restored_at__isnull', True), ('restored_by__isnull', True)), models.Q(('restored_at__gt', models.F('begun_at')), ('restored_by__isnull', False), models.Q(('restore_reason', ''), _negated=True)), _connector='OR'), name='quarantine_restored_whole')],
                    },
                ),
            ],
        ),
    ]
