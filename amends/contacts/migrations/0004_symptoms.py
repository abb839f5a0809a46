import amends.organisation.create_tables
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0003_own_models'),
        ('organisation', '__first__'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='SymptomCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.CharField(choices=[('well', 'Well'), ('symptoms', 'Symptoms'), ('not_asked', 'Could not be asked')], db_comment='special: what the person said', max_length=9)),
                        ('asked_at', models.DateTimeField(db_comment='personal: when')),
                        ('appointment', models.OneToOneField(db_comment='personal: before which appointment', on_delete=django.db.models.deletion.PROTECT, related_name='symptom_check', to='contacts.appointment')),
                        ('asked_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'What a person said of symptoms before being seen face to face; kept for days',
                        'ordering': ['-asked_at'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['well', 'symptoms', 'not_asked'])), name='symptom_answer')],
                    },
                ),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='owndeliverymodel',
            name='as_agreed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='owndeliverymodel',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='owndeliverymodel',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='owndeliverymodel',
            name='symptom_check',
            field=models.BooleanField(db_comment='public: whether people are asked about symptoms before they are seen face to face', default=False),
        ),
        migrations.AddField(
            model_name='owndeliverymodelevent',
            name='symptom_check',
            field=models.BooleanField(db_comment='public: whether people are asked about symptoms before they are seen face to face', default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndeliverymodel',
            trigger=pgtrigger.compiler.Trigger(name='as_agreed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agreed_at" IS NOT NULL)', func="\nIF TG_OP = 'DELETE' OR (NEW.region_id, NEW.tier, NEW.name, NEW.from_date, NEW.written_by_id, NEW.written_at, NEW.agreed_by_id, NEW.agreed_at, NEW.why_less, NEW.symptom_check)\n    IS DISTINCT FROM (OLD.region_id, OLD.tier, OLD.name, OLD.from_date, OLD.written_by_id, OLD.written_at, OLD.agreed_by_id, OLD.agreed_at, OLD.why_less, OLD.symptom_check)\nTHEN\n    RAISE EXCEPTION 'an agreed delivery model is only ended' USING ERRCODE = 'check_violation',\n        CONSTRAINT = 'own_model_as_agreed';\nEND IF;\nRETURN NEW;\n", hash='8207d6d9c3f3c22230454e9e47d2d1585ade7fe3', operation='UPDATE OR DELETE', pgid='pgtrigger_as_agreed_00428', table='contacts_owndeliverymodel', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndeliverymodel',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "contacts_owndeliverymodelevent" ("agreed_at", "agreed_by_id", "from_date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "symptom_check", "tier", "to_date", "why_less", "withdrawn_at", "written_at", "written_by_id") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."from_date", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."region_id", OLD."symptom_check", OLD."tier", OLD."to_date", OLD."why_less", OLD."withdrawn_at", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='8d14bd0209c3adcf478fffa9b6e251c682555217', operation='UPDATE', pgid='pgtrigger_update_update_ad911', table='contacts_owndeliverymodel', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='owndeliverymodel',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "contacts_owndeliverymodelevent" ("agreed_at", "agreed_by_id", "from_date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "symptom_check", "tier", "to_date", "why_less", "withdrawn_at", "written_at", "written_by_id") VALUES (OLD."agreed_at", OLD."agreed_by_id", OLD."from_date", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."region_id", OLD."symptom_check", OLD."tier", OLD."to_date", OLD."why_less", OLD."withdrawn_at", OLD."written_at", OLD."written_by_id"); RETURN NULL;', hash='1e2ff579aec97d2807938bf513f81de13b205549', operation='DELETE', pgid='pgtrigger_delete_delete_43736', table='contacts_owndeliverymodel', when='AFTER')),
        ),
    ]
