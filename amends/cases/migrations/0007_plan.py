import amends.organisation.create_tables
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_returns_to_custody'),
        ('organisation', '__first__'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name='CasePlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('contact', models.TextField(blank=True, db_comment='special: how often and how contact is kept', max_length=2000)),
                        ('monitoring', models.TextField(blank=True, db_comment='special: how risk is watched, and by whom', max_length=4000)),
                        ('interventions', models.TextField(blank=True, db_comment='special: what is done to lower the risk', max_length=4000)),
                        ('victim_safety', models.TextField(blank=True, db_comment='special: how victims are kept safe', max_length=4000)),
                        ('contingency', models.TextField(blank=True, db_comment='special: what is done when risk rises', max_length=4000)),
                        ('read_again', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=13), blank=True, db_comment='internal: the parts whose earlier words were read again and found still true', default=list, size=None)),
                        ('begun_at', models.DateTimeField(db_comment='internal: when the draft was begun')),
                        ('signed_at', models.DateTimeField(blank=True, db_comment='internal: when it was signed; empty: a draft', null=True)),
                        ('assessment', models.ForeignKey(blank=True, db_comment='personal: the assessment signed last when the plan was signed; empty: a draft', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='cases.assessment')),
                        ('begun_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('follows', models.OneToOneField(blank=True, db_comment='personal: the signed plan before it, whose objectives it looks back on', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='cases.caseplan')),
                        ('person', models.ForeignKey(db_comment='personal: whose', on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='cases.person')),
                        ('signed_by', models.ForeignKey(blank=True, db_comment='internal: by whom', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'The plan of a case: a draft, or signed and never changed',
                        'ordering': ['-begun_at', '-pk'],
                        'indexes': [models.Index(fields=['person', '-signed_at'], name='plan_latest')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('signed_at__isnull', True)), fields=('person',), name='plan_one_draft'), models.CheckConstraint(condition=models.Q(('read_again__contained_by', ['contact', 'monitoring', 'interventions', 'victim_safety', 'contingency'])), name='plan_read_again'), models.CheckConstraint(condition=models.Q(models.Q(('assessment__isnull', True), ('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('assessment__isnull', False), ('signed_at__gte', models.F('begun_at')), ('signed_by__isnull', False)), _connector='OR'), name='plan_signed_by_someone')],
                    },
                ),
                migrations.CreateModel(
                    name='FitAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.CharField(choices=[('extend', 'Ask the court for more time'), ('reduce', 'Do less of it'), ('sequence', 'Do it in another order, or more of it in a week')], db_comment='personal: what is done about it', max_length=8)),
                        ('reason', models.TextField(db_comment='personal: why, and what exactly', max_length=1000)),
                        ('counted', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_comment='personal: what was counted, line by line, when it was signed', size=None)),
                        ('plan', models.ForeignKey(db_comment='personal: which plan', on_delete=django.db.models.deletion.CASCADE, related_name='fit_answers', to='cases.caseplan')),
                        ('sentence', models.ForeignKey(db_comment='personal: the sentence that asks too much', on_delete=django.db.models.deletion.PROTECT, related_name='fit_answers', to='cases.sentence')),
                    ],
                    options={
                        'db_table_comment': 'What is done where a sentence asks more than fits the time left',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'sentence'), name='fit_answer_once'), models.CheckConstraint(condition=models.Q(('answer__in', ['extend', 'reduce', 'sequence']), models.Q(('reason', ''), _negated=True)), name='fit_answer_with_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedService',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('area', models.CharField(db_comment='special: need area it meets, by the codes of policy', max_length=20)),
                        ('name', models.CharField(db_comment='personal: the service, and what it gives', max_length=120)),
                        ('from_date', models.DateField(db_comment='personal: day of the referral')),
                        ('started_on', models.DateField(blank=True, db_comment='personal: day it started; empty: it has not', null=True)),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day after it; empty: it goes on', null=True)),
                        ('finished_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'The person left it'), ('refused', 'The service did not take them'), ('withdrawn', 'Withdrawn by us')], db_comment='personal: how it ended; empty: it goes on', max_length=9)),
                        ('note', models.CharField(blank=True, db_comment='special: what came of it', max_length=400)),
                        ('condition', models.ForeignKey(blank=True, db_comment='personal: the requirement that its sessions count towards', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='cases.sentencecondition')),
                        ('person', models.ForeignKey(db_comment='personal: for whom', on_delete=django.db.models.deletion.PROTECT, related_name='services', to='cases.person')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'db_table_comment': 'A service for a need of a person',
                        'ordering': ['from_date', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gt', models.F('from_date')), _connector='OR'), name='need_service_dates'), models.CheckConstraint(condition=models.Q(('area__in', ('accommodation', 'ete', 'finance', 'relationships', 'lifestyle', 'drugs', 'alcohol', 'thinking', 'attitudes', 'wellbeing')), models.Q(('name', ''), _negated=True)), name='need_service_for_a_need'), models.CheckConstraint(condition=models.Q(('started_on__isnull', True), models.Q(('started_on__gte', models.F('from_date')), models.Q(('to_date', None), ('to_date__gt', models.F('started_on')), _connector='OR')), _connector='OR'), name='need_service_starts_within'), models.CheckConstraint(condition=models.Q(models.Q(('finished_as', ''), ('to_date', None)), models.Q(('finished_as__in', ['completed', 'left', 'refused', 'withdrawn']), ('to_date__isnull', False), models.Q(models.Q(('finished_as__in', ['completed', 'left']), _negated=True), ('started_on__isnull', False), _connector='OR')), _connector='OR'), name='need_service_ended_somehow')],
                    },
                ),
                migrations.CreateModel(
                    name='NeedServiceEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('area', models.CharField(db_comment='special: need area it meets, by the codes of policy', max_length=20)),
                        ('name', models.CharField(db_comment='personal: the service, and what it gives', max_length=120)),
                        ('from_date', models.DateField(db_comment='personal: day of the referral')),
                        ('started_on', models.DateField(blank=True, db_comment='personal: day it started; empty: it has not', null=True)),
                        ('to_date', models.DateField(blank=True, db_comment='personal: first day after it; empty: it goes on', null=True)),
                        ('finished_as', models.CharField(blank=True, choices=[('completed', 'Completed'), ('left', 'The person left it'), ('refused', 'The service did not take them'), ('withdrawn', 'Withdrawn by us')], db_comment='personal: how it ended; empty: it goes on', max_length=9)),
                        ('note', models.CharField(blank=True, db_comment='special: what came of it', max_length=400)),
                        ('condition', models.ForeignKey(blank=True, db_comment='personal: the requirement that its sessions count towards', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.sentencecondition')),
                        ('person', models.ForeignKey(db_comment='personal: for whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.person')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='cases.needservice')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PlanLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_digest', models.CharField(db_comment="secret: SHA-256 of the link's token", max_length=64, unique=True)),
                        ('issued_at', models.DateTimeField(db_comment='internal: when it was issued')),
                        ('expires_at', models.DateTimeField(db_comment='internal: when it runs out, if it was not used')),
                        ('used_at', models.DateTimeField(blank=True, db_comment='internal: when it was used; empty: not used', null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, db_comment='internal: when it was withdrawn', null=True)),
                        ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], db_comment='personal: language the page opens in', max_length=2)),
                        ('issued_by', models.ForeignKey(db_comment='internal: who issued it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(db_comment='personal: which plan', on_delete=django.db.models.deletion.PROTECT, related_name='links', to='cases.caseplan')),
                    ],
                    options={
                        'db_table_comment': "A link to a person's plan",
                        'abstract': False,
                        'indexes': [models.Index(fields=['plan', '-issued_at'], name='plan_link_by_plan')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('issued_at'))), name='cases_planlink_runs_out_later'), models.CheckConstraint(condition=models.Q(('used_at', None), ('used_at__lt', models.F('expires_at')), _connector='OR'), name='cases_planlink_used_in_time'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'cy'])), name='plan_link_language')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanAgreement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('agreed', models.CharField(choices=[('agreed', 'Agreed'), ('in_part', 'Agreed, with something to say'), ('not_agreed', 'Not agreed')], db_comment='personal: whether they agree', max_length=10)),
                        ('said', models.TextField(blank=True, db_comment='special: what they say of it, in their words', max_length=2000)),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was said, or recorded')),
                        ('plan', models.OneToOneField(db_comment='personal: the plan they were shown', on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='cases.caseplan')),
                        ('recorded_by', models.ForeignKey(blank=True, db_comment='internal: who recorded what was said in the room; empty: said by the link', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('link', models.OneToOneField(blank=True, db_comment='personal: the link it came by; empty: said in the room', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement', to='cases.planlink')),
                    ],
                    options={
                        'db_table_comment': 'Whether a person agrees with their plan',
                        'constraints': [models.CheckConstraint(condition=models.Q(('agreed', 'agreed'), models.Q(('agreed__in', ['in_part', 'not_agreed']), models.Q(('said', ''), _negated=True)), _connector='OR'), name='plan_agreement_words'), models.CheckConstraint(condition=models.Q(models.Q(('link__isnull', True), ('recorded_by__isnull', False)), models.Q(('link__isnull', False), ('recorded_by__isnull', True)), _connector='OR'), name='plan_agreement_came_one_way')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanObjective',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveSmallIntegerField(db_comment='personal: its turn among the objectives, the first is 1')),
                        ('priority', models.PositiveSmallIntegerField(choices=[(1, 'High: safety or the order depends on it'), (2, 'Medium: it bears on offending'), (3, 'Low: it helps, once the others are under way')], db_comment='personal: how much it matters')),
                        ('area', models.CharField(blank=True, db_comment='special: need area, by the codes of policy; empty: for a risk group', max_length=20)),
                        ('risk_group', models.CharField(blank=True, db_comment='special: group at risk that it protects; empty: for a need area', max_length=11)),
                        ('change', models.TextField(db_comment='special: what is to change', max_length=1000)),
                        ('still_true', models.BooleanField(db_comment='internal: that the earlier words were read again and found still true', default=False)),
                        ('plan', models.ForeignKey(db_comment='personal: which plan', on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='cases.caseplan')),
                    ],
                    options={
                        'db_table_comment': 'An objective of the plan of a case',
                        'ordering': ['place', 'pk'],
                        'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('plan', 'place'), name='plan_objective_turn'), models.CheckConstraint(condition=models.Q(('place__gt', 0), ('priority__in', [1, 2, 3])), name='plan_objective_priority'), models.CheckConstraint(condition=models.Q(('change', ''), _negated=True), name='plan_objective_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('area__in', ('accommodation', 'ete', 'finance', 'relationships', 'lifestyle', 'drugs', 'alcohol', 'thinking', 'attitudes', 'wellbeing')), ('risk_group', '')), models.Q(('area', ''), ('risk_group__in', ['children', 'public', 'known_adult', 'staff', 'prisoners'])), _connector='OR'), name='plan_objective_for_one')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanLookBack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('result', models.CharField(choices=[('achieved', 'Achieved'), ('partly', 'Achieved in part: it goes on'), ('not_yet', 'Not achieved: it goes on'), ('dropped', 'No longer wanted')], db_comment='special: what came of it', max_length=8)),
                        ('said', models.TextField(db_comment='special: what was achieved, and what stood in the way', max_length=1000)),
                        ('plan', models.ForeignKey(db_comment='personal: which plan', on_delete=django.db.models.deletion.CASCADE, related_name='looks_back', to='cases.caseplan')),
                        ('objective', models.ForeignKey(db_comment='personal: the earlier objective', on_delete=django.db.models.deletion.PROTECT, related_name='looked_back_on', to='cases.planobjective')),
                    ],
                    options={
                        'db_table_comment': 'What a plan says of an objective of the plan before it',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'objective'), name='plan_look_back_once'), models.CheckConstraint(condition=models.Q(('result__in', ['achieved', 'partly', 'not_yet', 'dropped'])), name='plan_look_back_result'), models.CheckConstraint(condition=models.Q(('said', ''), _negated=True), name='plan_look_back_says_what')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanAction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(db_comment='special: what is to be done', max_length=300)),
                        ('by_whom', models.CharField(choices=[('person', 'The person'), ('practitioner', 'The practitioner'), ('service', 'A service'), ('other', 'Somebody else')], db_comment='personal: who does it', max_length=12)),
                        ('by_date', models.DateField(db_comment='personal: the last day to do it')),
                        ('how', models.CharField(db_comment='special: how it is done under the delivery model of the day', max_length=200)),
                        ('objective', models.ForeignKey(db_comment='personal: for which objective', on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='cases.planobjective')),
                    ],
                    options={
                        'db_table_comment': 'An action for an objective of the plan of a case',
                        'ordering': ['by_date', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('how', ''), _negated=True)), name='plan_action_says_what_and_how'), models.CheckConstraint(condition=models.Q(('by_whom__in', ['person', 'practitioner', 'service', 'other'])), name='plan_action_by_whom')],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceSession',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField(db_comment='personal: day of the session')),
                        ('attended', models.BooleanField(db_comment='personal: whether the person attended')),
                        ('recorded_at', models.DateTimeField(db_comment='internal: when it was recorded')),
                        ('recorded_by', models.ForeignKey(db_comment='internal: by whom', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('service', models.ForeignKey(db_comment='personal: of which service', on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='cases.needservice')),
                    ],
                    options={
                        'db_table_comment': 'A session of a service for a need',
                        'ordering': ['on'],
                        'constraints': [models.UniqueConstraint(fields=('service', 'on'), name='service_session_once_a_day')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseplan',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.signed_at IS NOT NULL AND (to_jsonb(OLD) - 'person_id') IS DISTINCT FROM (to_jsonb(NEW) - 'person_id'))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='09815d900dfd525fe63ebd5465b1af151cfa42d7', operation='UPDATE', pgid='pgtrigger_signed_never_changes_cdb1d', table='cases_caseplan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseplan',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_goes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.signed_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9d2c2109d9684871c4abb91215fe1ffdffce31c2', operation='DELETE', pgid='pgtrigger_signed_never_goes_92be7', table='cases_caseplan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseplan',
                    trigger=pgtrigger.compiler.Trigger(name='signed_whole_and_read', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL)', func="\n    IF NEW.assessment_id IS NULL OR NEW.contact = '' OR NEW.monitoring = '' OR NEW.interventions = ''\n       OR NEW.victim_safety = '' OR NOT EXISTS (SELECT FROM cases_planobjective held WHERE held.plan_id = NEW.id)\n       OR EXISTS (SELECT FROM cases_planobjective held WHERE held.plan_id = NEW.id AND NOT EXISTS (\n              SELECT FROM cases_planaction act WHERE act.objective_id = held.id))\n       OR EXISTS (SELECT FROM cases_planobjective earlier WHERE earlier.plan_id = NEW.follows_id AND NOT EXISTS (\n              SELECT FROM cases_planlookback told WHERE told.plan_id = NEW.id AND told.objective_id = earlier.id)) THEN\n        RAISE EXCEPTION 'a plan is signed whole' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_signed_whole';\n    END IF;\n    IF NEW.contingency = '' AND (\n        EXISTS (SELECT FROM cases_registration held WHERE held.person_id = NEW.person_id\n                AND held.from_date <= (NEW.signed_at AT TIME ZONE 'Europe/London')::date\n                AND (held.to_date IS NULL OR held.to_date > (NEW.signed_at AT TIME ZONE 'Europe/London')::date))\n        OR COALESCE((SELECT ARRAY[judged.children, judged.public, judged.known_adult, judged.staff,\n                                  judged.prisoners]::text[] && ARRAY['high', 'very_high']\n                     FROM cases_riskofharm judged WHERE judged.person_id = NEW.person_id\n                     ORDER BY judged.assessed_on DESC, judged.id DESC LIMIT 1), TRUE)) THEN\n        RAISE EXCEPTION 'the risk calls for a contingency plan' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_contingency';\n    END IF;\n    IF EXISTS (\n        SELECT FROM cases_planobjective held JOIN cases_planobjective earlier ON earlier.plan_id = NEW.follows_id\n        WHERE held.plan_id = NEW.id AND NOT held.still_true AND lower(regexp_replace(btrim(held.change), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.change), '\\s+', ' ', 'g'))\n    ) OR EXISTS (\n        SELECT FROM cases_caseplan earlier WHERE earlier.id = NEW.follows_id AND (\n        (NEW.contact <> '' AND NOT 'contact' = ANY (NEW.read_again) AND lower(regexp_replace(btrim(NEW.contact), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.contact), '\\s+', ' ', 'g')))\n        OR (NEW.monitoring <> '' AND NOT 'monitoring' = ANY (NEW.read_again) AND lower(regexp_replace(btrim(NEW.monitoring), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.monitoring), '\\s+', ' ', 'g')))\n        OR (NEW.interventions <> '' AND NOT 'interventions' = ANY (NEW.read_again) AND lower(regexp_replace(btrim(NEW.interventions), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.interventions), '\\s+', ' ', 'g')))\n        OR (NEW.victim_safety <> '' AND NOT 'victim_safety' = ANY (NEW.read_again) AND lower(regexp_replace(btrim(NEW.victim_safety), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.victim_safety), '\\s+', ' ', 'g')))\n        OR (NEW.contingency <> '' AND NOT 'contingency' = ANY (NEW.read_again) AND lower(regexp_replace(btrim(NEW.contingency), '\\s+', ' ', 'g')) = lower(regexp_replace(btrim(earlier.contingency), '\\s+', ' ', 'g'))))\n    ) THEN\n        RAISE EXCEPTION 'what was planned last time was copied and not read' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_no_unread_copy';\n    END IF;\n    RETURN NEW;\n", hash='f4956aadec1c71d1a159a4a846e07bd2fa41a242', operation='UPDATE', pgid='pgtrigger_signed_whole_and_read_6816c', table='cases_caseplan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='caseplan',
                    trigger=pgtrigger.compiler.Trigger(name='begun_as_a_draft', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.signed_at IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='0bfafb04c23b8ba94df946d1fba6151c82805a88', operation='INSERT', pgid='pgtrigger_begun_as_a_draft_14e53', table='cases_caseplan', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='fitanswer',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.signed_at IS NOT NULL AND held.id IN (COALESCE(NEW.plan_id, 0), COALESCE(OLD.plan_id, 0))) THEN\n        RAISE EXCEPTION 'a signed plan never changes' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_signed_never_changes';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='105000bd1a052925b3243ef10b7e7cc2edd5b920', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_signed_never_changes_671ff', table='cases_fitanswer', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needservice',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "cases_needserviceevent" ("area", "condition_id", "finished_as", "from_date", "id", "name", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "started_on", "to_date") VALUES (OLD."area", OLD."condition_id", OLD."finished_as", OLD."from_date", OLD."id", OLD."name", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."recorded_by_id", OLD."started_on", OLD."to_date"); RETURN NULL;', hash='7b8d2d30d939c07a9f9c14421c3de87a1c5163e1', operation='UPDATE', pgid='pgtrigger_update_update_f96b1', table='cases_needservice', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='needservice',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "cases_needserviceevent" ("area", "condition_id", "finished_as", "from_date", "id", "name", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "started_on", "to_date") VALUES (OLD."area", OLD."condition_id", OLD."finished_as", OLD."from_date", OLD."id", OLD."name", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."started_on", OLD."to_date"); RETURN NULL;', hash='725f2fc0134ebeccd044d9752274fe2f41dc37d7', operation='DELETE', pgid='pgtrigger_delete_delete_1b556', table='cases_needservice', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planagreement',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ca252288b9dff9826a152b16398658d3d33924cb', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_23ff0', table='cases_planagreement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planagreement',
                    trigger=pgtrigger.compiler.Trigger(name='of_a_signed_plan', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.id = NEW.plan_id AND held.signed_at IS NULL) THEN\n        RAISE EXCEPTION 'a draft is not agreed with' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_agreement_of_signed';\n    END IF;\n    RETURN NEW;\n", hash='ce0598cd4c3e292e668862bc611b3c906756cc10', operation='INSERT', pgid='pgtrigger_of_a_signed_plan_9977b', table='cases_planagreement', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planobjective',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.signed_at IS NOT NULL AND held.id IN (COALESCE(NEW.plan_id, 0), COALESCE(OLD.plan_id, 0))) THEN\n        RAISE EXCEPTION 'a signed plan never changes' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_signed_never_changes';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='3840af22a8dac4ff16ade89ffe6cfc4acce65d41', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_signed_never_changes_f4ed5', table='cases_planobjective', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planlookback',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.signed_at IS NOT NULL AND held.id IN (COALESCE(NEW.plan_id, 0), COALESCE(OLD.plan_id, 0))) THEN\n        RAISE EXCEPTION 'a signed plan never changes' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_signed_never_changes';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='73cf1ad498829aecb3eb58b96704687840cb7606', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_signed_never_changes_989be', table='cases_planlookback', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='planaction',
                    trigger=pgtrigger.compiler.Trigger(name='signed_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (SELECT FROM cases_caseplan held WHERE held.signed_at IS NOT NULL AND held.id IN (SELECT owner.plan_id FROM cases_planobjective owner WHERE owner.id IN (NEW.objective_id, OLD.objective_id))) THEN\n        RAISE EXCEPTION 'a signed plan never changes' USING ERRCODE = 'check_violation',\n            CONSTRAINT = 'plan_signed_never_changes';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='874594d73cd0256e829021bdfade10cc6c7e50af', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_signed_never_changes_ffeb0', table='cases_planaction', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='servicesession',
                    trigger=pgtrigger.compiler.Trigger(name='only_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c0e7db5f63ea034cd32d2695ea15afd10dcd4312', operation='UPDATE OR DELETE', pgid='pgtrigger_only_added_0ad8d', table='cases_servicesession', when='BEFORE')),
                ),
            ],
        ),
    ]
