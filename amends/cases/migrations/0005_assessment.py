import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_management'),
        ('organisation', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('initial', 'Initial assessment'), ('review', 'Review')], db_comment='personal: initial, or a review', max_length=7)),
                ('sources', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_comment='personal: what it draws on', default=list, size=None)),
                ('own_views', models.TextField(blank=True, db_comment='special: how the person sees it', max_length=4000)),
                ('safety', models.TextField(blank=True, db_comment='special: how others, and the person, are kept safe', max_length=4000)),
                ('begun_at', models.DateTimeField(db_comment='internal: when the draft was begun')),
                ('signed_at', models.DateTimeField(blank=True, db_comment='internal: when it was signed; empty: a draft', null=True)),
                ('begun_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cases.person')),
                ('replaces', models.OneToOneField(blank=True, db_comment='personal: signed assessment that it is compared with and replaces', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='cases.assessment')),
                ('signed_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table_comment': 'An assessment of a person: a draft, or signed and never changed',
                'ordering': ['-begun_at', '-pk'],
                'indexes': [models.Index(fields=['person', '-signed_at'], name='assessment_latest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('signed_at__isnull', True)), fields=('person',), name='assessment_one_draft'), models.CheckConstraint(condition=models.Q(('kind__in', ['initial', 'review'])), name='assessment_kind'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'initial'), ('replaces__isnull', True)), models.Q(('kind', 'review'), ('replaces__isnull', False)), _connector='OR'), name='assessment_review_replaces'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('signed_at__gte', models.F('begun_at')), ('signed_by__isnull', False)), _connector='OR'), name='assessment_signed_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='AssessedArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(db_comment='personal: need area, by the codes of policy', max_length=20)),
                ('severity', models.PositiveSmallIntegerField(choices=[(0, 'No need'), (1, 'A need'), (2, 'A severe need')], db_comment='special: how severe the need is: 0 none, 1 a need, 2 severe')),
                ('strength', models.TextField(blank=True, db_comment='special: what there is to build on', max_length=2000)),
                ('analysis', models.TextField(db_comment='special: how it bears on offending and on stopping', max_length=4000)),
                ('still_true', models.BooleanField(db_comment='internal: that the earlier words were read again and found still true', default=False)),
                ('assessment', models.ForeignKey(db_comment='personal: which assessment', on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='cases.assessment')),
            ],
            options={
                'db_table_comment': 'A need area of an assessment',
                'constraints': [models.UniqueConstraint(fields=('assessment', 'area'), name='assessed_area_once'), models.CheckConstraint(condition=models.Q(('severity__in', [0, 1, 2])), name='assessed_area_severity'), models.CheckConstraint(condition=models.Q(('area__in', ('accommodation', 'ete', 'finance', 'relationships', 'lifestyle', 'drugs', 'alcohol', 'thinking', 'attitudes', 'wellbeing'))), name='assessed_area_known'), models.CheckConstraint(condition=models.Q(('analysis', ''), _negated=True), name='assessed_area_analysed')],
            },
        ),
        migrations.CreateModel(
            name='SelfAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(db_comment="secret: SHA-256 of the link's token", max_length=64, unique=True)),
                ('issued_at', models.DateTimeField(db_comment='internal: when it was issued')),
                ('expires_at', models.DateTimeField(db_comment='internal: when it runs out, if it was not used')),
                ('used_at', models.DateTimeField(blank=True, db_comment='internal: when it was used; empty: not used', null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn', null=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: language the page opens in', max_length=2)),
                ('issued_by', models.ForeignKey(db_comment='internal: who issued it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_comment='personal: who', on_delete=django.db.models.deletion.PROTECT, related_name='self_assessments', to='cases.person')),
            ],
            options={
                'db_table_comment': "A link to a person's self-assessment",
                'abstract': False,
                'indexes': [models.Index(fields=['person', '-issued_at'], name='self_assessment_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='cases_selfassessment_runs_out_later'), models.CheckConstraint(condition=models.Q(('used_at', None), ('used_at__lt', models.F('expires_at')), _connector='OR'), name='cases_selfassessment_used_in_time'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='self_assessment_language')],
            },
        ),
        migrations.CreateModel(
            name='SelfAssessmentReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('replied_at', models.DateTimeField(db_comment='internal: when')),
                ('hard', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, db_comment='special: need areas that are hard now', default=list, size=None)),
                ('safe', models.CharField(choices=[('yes', 'Yes'), ('no', 'No'), ('not_said', 'Would rather not say')], db_comment='special: whether they feel safe at home', max_length=8)),
                ('going_well', models.TextField(blank=True, db_comment='special: what goes well, in their words', max_length=2000)),
                ('help_wanted', models.TextField(blank=True, db_comment='special: what would help, in their words', max_length=2000)),
                ('link', models.OneToOneField(db_comment='personal: the link it came by', on_delete=django.db.models.deletion.PROTECT, related_name='reply', to='cases.selfassessment')),
            ],
            options={
                'db_table_comment': 'What a person said of themselves',
                'constraints': [models.CheckConstraint(condition=models.Q(('safe__in', ['yes', 'no', 'not_said'])), name='self_assessment_safe'), models.CheckConstraint(condition=models.Q(('hard__contained_by', ['accommodation', 'ete', 'finance', 'relationships', 'lifestyle', 'drugs', 'alcohol', 'thinking', 'attitudes', 'wellbeing'])), name='self_assessment_areas')],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registration',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='registration',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='registration',
            name='recorded_at',
            field=models.DateTimeField(blank=True, db_comment='internal: when it was recorded; empty: taken over with its first day alone', null=True),
        ),
        migrations.AddField(
            model_name='registrationevent',
            name='recorded_at',
            field=models.DateTimeField(blank=True, db_comment='internal: when it was recorded; empty: taken over with its first day alone', null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_registrationevent" ("from_date", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_date", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_at", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='7ab9b57c1cd5f0040bcf7cf5c8a270dfae58c191', operation='UPDATE', pgid='pgtrigger_update_update_8e692', table='cases_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registration',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_registrationevent" ("from_date", "id", "kind", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "review_date", "to_date") VALUES (OLD."from_date", OLD."id", OLD."kind", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."review_date", OLD."to_date"); RETURN NULL;', hash='41deba2786924ed4d4552ead5b3bc26523c11d9b', operation='DELETE', pgid='pgtrigger_delete_delete_7d558', table='cases_registration', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.signed_at IS NOT NULL AND (to_jsonb(OLD) - 'person_id') IS DISTINCT FROM (to_jsonb(NEW) - 'person_id'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='dbc9e9bedb2fa8df6b64ef6f6565133c6f85b763', operation='UPDATE', pgid='pgtrigger_signed_never_changes_79604', table='cases_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='signed_never_goes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.signed_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f1cce0bee831346d3b620514867c8c86d9a7966d', operation='DELETE', pgid='pgtrigger_signed_never_goes_1d487', table='cases_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='signed_whole_and_read', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL)', func="\n    IF (SELECT count(*) FROM cases_assessedarea held WHERE held.assessment_id = NEW.id AND held.analysis <> '')\n       <> 10 OR NEW.own_views = '' OR NEW.safety = '' OR cardinality(NEW.sources) = 0 THEN\n        RAISE EXCEPTION 'every area is assessed before it is signed' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'assessment_signed_whole';\n    END IF;\n    IF EXISTS (\n        SELECT FROM cases_assessedarea held JOIN cases_assessedarea earlier\n          ON earlier.assessment_id = NEW.replaces_id AND earlier.area = held.area\n        WHERE held.assessment_id = NEW.id AND NOT held.still_true\n          AND lower(regexp_replace(btrim(held.analysis), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.analysis), '\\s+', ' ', 'g'))\n    ) THEN\n        RAISE EXCEPTION 'an area is a copy that nobody marked as read' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'assessment_no_unread_copy';\n    END IF;\n    RETURN NEW;\n", hash='e9b2671bc64cdfc17aa25c40d12882a133c83614', operation='UPDATE', pgid='pgtrigger_signed_whole_and_read_745ac', table='cases_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='begun_as_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.signed_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='4aa843f1c9649cf880e657c19a5fabb4cc4fe836', operation='INSERT', pgid='pgtrigger_begun_as_a_draft_c7ed5', table='cases_assessment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessedarea',
            trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_assessment held WHERE held.signed_at IS NOT NULL\n               AND held.id IN (COALESCE(NEW.assessment_id, 0), COALESCE(OLD.assessment_id, 0))) THEN\n        RAISE EXCEPTION 'a signed assessment never changes' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'assessment_signed_never_changes';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='903ca90e8a1f262f45528badb6dcf5d02aa268ae', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_signed_never_changes_3bac7', table='cases_assessedarea', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='selfassessmentreply',
            trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0eddc42dd4cbf8e479775a8fcb8e0093c0025d86', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_642d9', table='cases_selfassessmentreply', when='BEFORE')),
        ),
    ]
