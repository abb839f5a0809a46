import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_assessment'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='ReturnToCustody',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('from_date', models.DateField(db_comment='personal: day of the return to custody')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: day of the release after it, once known', null=True)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sentence', models.ForeignKey(db_comment='personal: of what', on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='cases.sentence')),
                    ],
                    options={
                        'db_table_comment': 'A return to custody of somebody who had been released',
                        'ordering': ['from_date'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(amends.organisation.ranges.Single('sentence_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='return_to_custody_once'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gte', models.F('from_date')), _connector='OR'), name='return_to_custody_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='ReturnToCustodyEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('from_date', models.DateField(db_comment='personal: day of the return to custody')),
                        ('to_date', models.DateField(blank=True, db_comment='personal: day of the release after it, once known', null=True)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.returntocustody')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('sentence', models.ForeignKey(db_comment='personal: of what', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.sentence')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='returntocustody',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_returntocustodyevent" ("from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "sentence_id", "to_date") VALUES (OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."sentence_id", OLD."to_date"); RETURN NULL;', hash='16b6051961def2c55acdc66a52b988b76bc38a1d', operation='UPDATE', pgid='pgtrigger_update_update_8250b', table='cases_returntocustody', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='returntocustody',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_returntocustodyevent" ("from_date", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "sentence_id", "to_date") VALUES (OLD."from_date", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."sentence_id", OLD."to_date"); RETURN NULL;', hash='32f28ee3752cc911c96e247a3664916574d0e9e2', operation='DELETE', pgid='pgtrigger_delete_delete_bd0bc', table='cases_returntocustody', when='AFTER')),
                ),
            ],
        ),
    ]
