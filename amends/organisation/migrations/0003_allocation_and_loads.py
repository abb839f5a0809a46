import amends.organisation.create_tables
import amends.organisation.ranges
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_guarding"),
    ]

    operations = [
        amends.organisation.create_tables.CreateTables(
            operations=[
                migrations.CreateModel(
                    name="AllocationPause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(db_comment="personal: why", max_length=200)),
                        ("from_date", models.DateField(db_comment="internal: first day")),
                        (
                            "to_date",
                            models.DateField(
                                blank=True, db_comment="internal: first day on which cases are given again", null=True
                            ),
                        ),
                        ("paused_at", models.DateTimeField(db_comment="internal: when it was recorded")),
                        (
                            "paused_by",
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
                                db_comment="internal: who is given none",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pauses",
                                to="organisation.staff",
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "Days on which an officer is given no new case",
                        "ordering": ["-from_date"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (amends.organisation.ranges.Single("staff_id"), "&&"),
                                    (amends.organisation.ranges.DateRange(), "&&"),
                                ],
                                name="allocation_pause_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                                ),
                                name="allocation_pause_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="allocation_pause_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProtectedLoad",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "circumstance",
                            models.CharField(
                                choices=[
                                    ("trainee_first_half_year", "Trainee, first half-year"),
                                    ("trainee_second_half_year", "Trainee, second half-year"),
                                    ("trainee_third_half_year", "Trainee, third half-year"),
                                    ("newly_qualified", "Newly qualified"),
                                ],
                                db_comment="internal: why, by the circumstances of policy",
                                max_length=24,
                            ),
                        ),
                        ("from_date", models.DateField(db_comment="internal: first day")),
                        ("to_date", models.DateField(db_comment="internal: first day no longer")),
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
                                db_comment="internal: whose hours",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="protected_loads",
                                to="organisation.staff",
                            ),
                        ),
                    ],
                    options={
                        "db_table_comment": "Days on which a share of an officer's hours is kept for learning the work",
                        "ordering": ["from_date"],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    (amends.organisation.ranges.Single("staff_id"), "&&"),
                                    (amends.organisation.ranges.DateRange(), "&&"),
                                ],
                                name="protected_load_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("to_date__isnull", True), ("to_date__gt", models.F("from_date")), _connector="OR"
                                ),
                                name="protected_load_dates",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "circumstance__in",
                                        [
                                            "trainee_first_half_year",
                                            "trainee_second_half_year",
                                            "trainee_third_half_year",
                                            "newly_qualified",
                                        ],
                                    )
                                ),
                                name="protected_load_known",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
