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
        ('contacts', '0002_delivery'),
        ('organisation', '0003_allocation_and_loads'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='OwnDeliveryModel',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tier', models.CharField(choices=[('open', 'Open'), ('1', 'Tier 1'), ('2', 'Tier 2'), ('3', 'Tier 3'), ('lockdown', 'Lockdown')], db_comment='public: tier of restrictions in which it holds', max_length=10)),
                        ('name', models.CharField(db_comment='public: what it is called', max_length=60)),
                        ('from_date', models.DateField(db_comment='public: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='public: first day it no longer holds', null=True)),
                        ('written_at', models.DateTimeField(db_comment='internal: when it was written, or written anew')),
                        ('agreed_at', models.DateTimeField(blank=True, db_comment='internal: when it was agreed', null=True)),
                        ('why_less', models.CharField(blank=True, db_comment='internal: why it may ask less than the model shipped, where it does', max_length=400)),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn, before it began', null=True)),
                        ('agreed_by', models.ForeignKey(blank=True, db_comment='internal: the second person, who checked and agreed it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('region', models.ForeignKey(db_comment='public: the region', on_delete=django.db.models.deletion.PROTECT, related_name='own_models', to='organisation.region')),
                        ('written_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A delivery model that a service added for a region and a tier',
                        'ordering': ['-from_date', 'pk'],
                        'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False), ('withdrawn_at__isnull', True), ('tier', 'open')), expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='own_model_once_open'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False), ('withdrawn_at__isnull', True), ('tier', '1')), expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='own_model_once_1'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False), ('withdrawn_at__isnull', True), ('tier', '2')), expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='own_model_once_2'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False), ('withdrawn_at__isnull', True), ('tier', '3')), expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='own_model_once_3'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('agreed_at__isnull', False), ('withdrawn_at__isnull', True), ('tier', 'lockdown')), expressions=[(amends.organisation.ranges.Single('region_id'), '&&'), (amends.organisation.ranges.DateRange(), '&&')], name='own_model_once_lockdown'), models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='own_model_dates'), models.CheckConstraint(condition=models.Q(('tier__in', ['open', '1', '2', '3', 'lockdown'])), name='own_model_tier_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='own_model_named'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), models.Q(('agreed_by', models.F('written_by')), _negated=True)), _connector='OR'), name='own_model_second_person'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('agreed_at__isnull', False), _connector='OR'), name='own_model_withdrawn')],
                    },
                ),
                migrations.CreateModel(
                    name='OwnDeliveryModelEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('tier', models.CharField(choices=[('open', 'Open'), ('1', 'Tier 1'), ('2', 'Tier 2'), ('3', 'Tier 3'), ('lockdown', 'Lockdown')], db_comment='public: tier of restrictions in which it holds', max_length=10)),
                        ('name', models.CharField(db_comment='public: what it is called', max_length=60)),
                        ('from_date', models.DateField(db_comment='public: first day')),
                        ('to_date', models.DateField(blank=True, db_comment='public: first day it no longer holds', null=True)),
                        ('written_at', models.DateTimeField(db_comment='internal: when it was written, or written anew')),
                        ('agreed_at', models.DateTimeField(blank=True, db_comment='internal: when it was agreed', null=True)),
                        ('why_less', models.CharField(blank=True, db_comment='internal: why it may ask less than the model shipped, where it does', max_length=400)),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn, before it began', null=True)),
                        ('agreed_by', models.ForeignKey(blank=True, db_comment='internal: the second person, who checked and agreed it', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='contacts.owndeliverymodel')),
                        ('region', models.ForeignKey(db_comment='public: the region', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisation.region')),
                        ('written_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='OwnDeliveryRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('risk', models.CharField(db_comment='public: lowest risk of serious harm it is about', max_length=9)),
                        ('flag', models.CharField(blank=True, db_comment='public: flag of the case; empty: any or none', max_length=20)),
                        ('every_days', models.PositiveSmallIntegerField(db_comment='public: days between contacts, at most')),
                        ('by', models.CharField(db_comment='public: weakest mode that meets it, by the codes of policy', max_length=12)),
                        ('face_to_face_days', models.PositiveSmallIntegerField(blank=True, db_comment='public: days between contacts face to face, besides', null=True)),
                        ('model', models.ForeignKey(db_comment='public: of which model', on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='contacts.owndeliverymodel')),
                    ],
                    options={
                        'db_table_comment': 'A rule of a delivery model that a service added',
                        'ordering': ['pk'],
                        'constraints': [models.UniqueConstraint(fields=('model', 'risk', 'flag'), name='own_model_rule_once'), models.CheckConstraint(condition=models.Q(('risk__in', ['low', 'medium', 'high', 'very_high'])), name='own_model_rule_risk'), models.CheckConstraint(condition=models.Q(('every_days__range', (1, 90))), name='own_model_rule_days'), models.CheckConstraint(condition=models.Q(('by__in', ['face_to_face', 'doorstep', 'telephone', 'any'])), name='own_model_rule_by'), models.CheckConstraint(condition=models.Q(('face_to_face_days__isnull', True), ('face_to_face_days__gt', models.F('every_days')), _connector='OR'), name='own_model_rule_seen')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owndeliverymodel',
                    trigger=pgtrigger.compiler.Trigger(name='as_agreed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreed_at" IS NOT NULL)', func="\nIF TG_OP = 'DELETE' OR (NEW.region_id, NEW.tier, NEW.name, NEW.from_date, NEW.written_by_id, NEW.written_at, NEW.agreed_by_id, NEW.agreed_at, NEW.why_less)\n    IS DISTINCT FROM (OLD.region_id, OLD.tier, OLD.name, OLD.from_date, OLD.written_by_id, OLD.written_at, OLD.agreed_by_id, OLD.agreed_at, OLD.why_less)\nTHEN\n    RAISE EXCEPTION 'an agreed delivery model is only ended' USING ERRCODE = 'check_violation',\n        CONSTRAINT = 'own_model_as_agreed';\nEND IF;\nRETURN NEW;\n", hash='bcfdf7e27b2f6b244b99e44ead05abb63310a93e', operation='UPDATE OR DELETE', pgid='pgtrigger_as_agreed_00428', table='contacts_owndeliverymodel', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owndeliverymodel',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_owndeliverymodelevent" ("agreed_at", "agreed_by_id", "from_date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "tier", "to_date", "why_less", "withdrawn_at", "written_at", "written_by_id") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."from_date", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."region_id", OLD."tier", OLD."to_date", OLD."why_less", OLD."withdrawn_at", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='de475d06da1ef0df66d901d1c8fb9d6393ca90e4', operation='UPDATE', pgid='pgtrigger_update_update_ad911', table='contacts_owndeliverymodel', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owndeliverymodel',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_owndeliverymodelevent" ("agreed_at", "agreed_by_id", "from_date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "tier", "to_date", "why_less", "withdrawn_at", "written_at", "written_by_id") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."from_date", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."tier", OLD."to_date", OLD."why_less", OLD."withdrawn_at", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='f21debe809c322d008264e56613ebf598ebbdc33', operation='DELETE', pgid='pgtrigger_delete_delete_43736', table='contacts_owndeliverymodel', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owndeliveryrule',
                    trigger=pgtrigger.compiler.Trigger(name='as_agreed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (\n    SELECT FROM contacts_owndeliverymodel held\n    WHERE held.id IN (NEW.model_id, OLD.model_id) AND held.agreed_at IS NOT NULL\n) THEN\n    RAISE EXCEPTION 'the rules of an agreed delivery model stay' USING ERRCODE = 'check_violation',\n        CONSTRAINT = 'own_model_as_agreed';\nEND IF;\nRETURN COALESCE(NEW, OLD);\n", hash='aa1801c94a50234b822051b0e0e61d558490b368', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_as_agreed_c3cee', table='contacts_owndeliveryrule', when='BEFORE')),
                ),
            ],
        ),
    ]
