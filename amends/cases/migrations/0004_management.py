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
        ("cases", "0003_records_given"),
        ("organisation", "0003_allocation_and_loads"),
        ("organisation", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="CaseCover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_date", models.DateField(db_comment="personal: first day")),
                        (
                            "to_date",
                            models.DateField(
                                blank=True, db_comment="personal: first day no longer covered", null=True
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, db_comment="personal: why this officer, where asked or told", max_length=400
                            ),
                        ),
                        ("made_at", models.DateTimeField(db_comment="internal: when it was arranged")),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose case",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to="cases.person",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_comment="personal: who covers it",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covering",
                                to="organisation.staff",
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "Which officer covers a case in place of its holder, by date",
                        "ordering": ["-from_date"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (amends.organisation.ranges.Single("person_id"), "&&"),
                                    (amends.organisation.ranges.DateRange(), "&&"),
                                ],
                                name="case_cover_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                                ),
                                name="case_cover_dates",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseCoverEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("from_date", models.DateField(db_comment="personal: first day")),
                        (
                            "to_date",
                            models.DateField(
                                blank=True, db_comment="personal: first day no longer covered", null=True
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, db_comment="personal: why this officer, where asked or told", max_length=400
                            ),
                        ),
                        ("made_at", models.DateTimeField(db_comment="internal: when it was arranged")),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose case",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="cases.person",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="cases.casecover",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_comment="personal: who covers it",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="organisation.staff",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="HousingNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("needed_from", models.DateField(db_comment="personal: first night without a place")),
                        (
                            "raised_with",
                            models.CharField(db_comment="personal: council or provider that was told", max_length=200),
                        ),
                        ("note", models.TextField(blank=True, db_comment="special: what was told", max_length=2000)),
                        ("raised_at", models.DateTimeField(db_comment="internal: when it was raised")),
                        (
                            "settled_on",
                            models.DateField(blank=True, db_comment="personal: day it was answered", null=True),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, db_comment="personal: what came of it", max_length=400),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="housing_needs",
                                to="cases.person",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "A need for housing, raised before it is felt",
                        "ordering": ["-needed_from", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "needed_from"), name="housing_need_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("settled_on__isnull", True)),
                                    models.Q(("settled_on__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="housing_need_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("raised_with", ""), _negated=True), name="housing_need_raised_with"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HousingNeedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("needed_from", models.DateField(db_comment="personal: first night without a place")),
                        (
                            "raised_with",
                            models.CharField(db_comment="personal: council or provider that was told", max_length=200),
                        ),
                        ("note", models.TextField(blank=True, db_comment="special: what was told", max_length=2000)),
                        ("raised_at", models.DateTimeField(db_comment="internal: when it was raised")),
                        (
                            "settled_on",
                            models.DateField(blank=True, db_comment="personal: day it was answered", null=True),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, db_comment="personal: what came of it", max_length=400),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="cases.person",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="cases.housingneed",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OversightNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(db_comment="personal: day the case was looked at")),
                        ("note", models.TextField(db_comment="special: what the manager found", max_length=4000)),
                        (
                            "action",
                            models.CharField(
                                blank=True, db_comment="special: what is to be done, by whom", max_length=400
                            ),
                        ),
                        ("action_by", models.DateField(blank=True, db_comment="personal: by when", null=True)),
                        (
                            "sensitive",
                            models.BooleanField(
                                db_comment="special: only managers read the note and the action", default=False
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(db_comment="internal: when it was recorded")),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose case",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversight",
                                to="cases.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "A manager's note on a case",
                        "ordering": ["-on", "-pk"],
                        "indexes": [models.Index(fields=["person", "-on"], name="oversight_note_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("note", ""), _negated=True), name="oversight_note_said"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("action_by__isnull", True),
                                    models.Q(("action", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="oversight_note_by_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QualityAudit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("drawn_on", models.DateField(db_comment="internal: day the sample was drawn")),
                        (
                            "answers",
                            models.JSONField(
                                db_comment="special: yes, no or not applicable to each question", default=dict
                            ),
                        ),
                        (
                            "summary",
                            models.TextField(blank=True, db_comment="special: what was found", max_length=4000),
                        ),
                        (
                            "read_on",
                            models.DateField(blank=True, db_comment="internal: day the case was read", null=True),
                        ),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: whose case",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quality_audits",
                                to="cases.person",
                            ),
                        ),
                        (
                            "practitioner",
                            models.ForeignKey(
                                blank=True,
                                db_comment="internal: who held the case",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.staff",
                            ),
                        ),
                        (
                            "read_by",
                            models.ForeignKey(
                                blank=True,
                                db_comment="internal: by whom",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                db_comment="internal: team that held the case",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organisation.team",
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "A case drawn for a dip sample, and how it was found",
                        "ordering": ["-drawn_on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "drawn_on"), name="quality_audit_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answers", {}), ("read_by__isnull", True), ("read_on__isnull", True)),
                                    models.Q(
                                        ("read_by__isnull", False),
                                        ("read_on__isnull", False),
                                        models.Q(("answers", {}), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="quality_audit_read_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffSupervision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(db_comment="internal: day of the session")),
                        ("notes", models.TextField(db_comment="special: what was spoken about", max_length=4000)),
                        (
                            "agreed",
                            models.TextField(
                                blank=True, db_comment="personal: what was agreed, by whom and when", max_length=2000
                            ),
                        ),
                        (
                            "next_on",
                            models.DateField(blank=True, db_comment="internal: day of the next session", null=True),
                        ),
                        ("recorded_at", models.DateTimeField(db_comment="internal: when it was recorded")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_comment="internal: who was seen",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisions",
                                to="organisation.staff",
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "A supervision session of a member of staff",
                        "ordering": ["-on", "-pk"],
                        "indexes": [models.Index(fields=["staff", "-on"], name="staff_supervision_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("notes", ""), _negated=True), name="staff_supervision_said"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_on__isnull", True), ("next_on__gt", models.F("on")), _connector="OR"
                                ),
                                name="staff_supervision_next",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActuarialScores",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("scored_on", models.DateField(db_comment="personal: day of the scores")),
                        (
                            "rsr",
                            models.DecimalField(
                                blank=True,
                                db_comment="special: chance of serious reoffending, per cent",
                                decimal_places=2,
                                max_digits=4,
                                null=True,
                            ),
                        ),
                        (
                            "ogrs",
                            models.DecimalField(
                                blank=True,
                                db_comment="special: chance of any reoffending, per cent",
                                decimal_places=2,
                                max_digits=5,
                                null=True,
                            ),
                        ),
                        (
                            "parenting",
                            models.BooleanField(
                                blank=True, db_comment="special: a woman with parenting duties", null=True
                            ),
                        ),
                        (
                            "impulsivity_or_temper",
                            models.BooleanField(
                                blank=True,
                                db_comment="special: a woman whose impulsivity or temper bears on the case",
                                null=True,
                            ),
                        ),
                        (
                            "breach_or_recall",
                            models.BooleanField(
                                blank=True, db_comment="special: a woman breached or recalled before", null=True
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(db_comment="internal: when it was recorded")),
                        (
                            "person",
                            models.ForeignKey(
                                db_comment="personal: who",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="cases.person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_comment="internal: by whom",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "Actuarial scores of a person on a day",
                        "ordering": ["-scored_on", "-pk"],
                        "indexes": [models.Index(fields=["person", "-scored_on"], name="actuarial_scores_latest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rsr__isnull", True), ("rsr__range", (0, "99.99")), _connector="OR"),
                                    models.Q(("ogrs__isnull", True), ("ogrs__range", (0, 100)), _connector="OR"),
                                ),
                                name="actuarial_scores_range",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="actuarialscores",
                    trigger=pgtrigger.compiler.Trigger(
                        name="only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b28724c95971d7527fecae7f20590217941729be",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_added_f1261",
                            table="cases_actuarialscores",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="casecover",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_casecoverevent" ("from_date", "id", "made_at", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."made_at", OLD."made_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reason", OLD."staff_id", OLD."to_date"); RETURN NULL;',
                            hash="68dcfa3ffc300828c7db813687993331b92b2398",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_220c4",
                            table="cases_casecover",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="casecover",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_casecoverevent" ("from_date", "id", "made_at", "made_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "staff_id", "to_date") VALUES (OLD."from_date", OLD."id", OLD."made_at", OLD."made_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."staff_id", OLD."to_date"); RETURN NULL;',
                            hash="4b5dc03bfe82402776cfadb3108c5ac75b9f1817",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5fa3b",
                            table="cases_casecover",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="housingneed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "cases_housingneedevent" ("answer", "id", "needed_from", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "raised_with", "settled_on") VALUES (OLD."answer", OLD."id", OLD."needed_from", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."raised_with", OLD."settled_on"); RETURN NULL;',
                            hash="60c9e18bb8a33725fc51a2842cb9921510fb7b43",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_7909b",
                            table="cases_housingneed",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="housingneed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "cases_housingneedevent" ("answer", "id", "needed_from", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "raised_with", "settled_on") VALUES (OLD."answer", OLD."id", OLD."needed_from", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."raised_with", OLD."settled_on"); RETURN NULL;',
                            hash="537e59c7b74a56d2fb351ae0b0d7b2639cb263a7",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_39ec6",
                            table="cases_housingneed",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="oversightnote",
                    trigger=pgtrigger.compiler.Trigger(
                        name="only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="29e5bae921d5c02c7fa8290de5975ecf16df908a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_added_241bc",
                            table="cases_oversightnote",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="staffsupervision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="only_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="2d2ecd16f66ed429248f58305b2169835ebd7856",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_only_added_10d5a",
                            table="cases_staffsupervision",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
