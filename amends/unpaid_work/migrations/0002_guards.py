"""The functions that guard sessions and bookings, and the triggers on tables of rooms below."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
PARTS = ("reckoning", "skills", "sessions", "bookings", "standing", "home", "endings")
REMOVE = """
DROP TRIGGER unpaid_work_requirement_ended ON cases_requirement;
DROP FUNCTION unpaid_work_requirement_ended;
DROP TRIGGER unpaid_work_stand_down_taken_away ON unpaid_work_standdownperson;
DROP TRIGGER unpaid_work_appointment_changed ON contacts_appointment;
DROP TRIGGER unpaid_work_area_changed ON unpaid_work_exclusionarea;
DROP TRIGGER unpaid_work_assessment_changed ON unpaid_work_unpaidworkassessment;
DROP FUNCTION unpaid_work_guard_kit_out, unpaid_work_guard_inspection, unpaid_work_guard_home_credit;
DROP FUNCTION unpaid_work_stand_down_taken_away, unpaid_work_appointment_changed, unpaid_work_area_changed,
    unpaid_work_assessment_changed, unpaid_work_judge_again, unpaid_work_guard_booking, unpaid_work_booking_faults,
    unpaid_work_booking_mismatch, unpaid_work_guard_session, unpaid_work_session_faults,
    unpaid_work_supervisor_faults, unpaid_work_refuse, unpaid_work_slots, unpaid_work_kilometres,
    unpaid_work_skills_held, unpaid_work_chance_turned_away;
"""


class Migration(migrations.Migration):
    dependencies = [("unpaid_work", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "".join((SQL / f"{name}.sql").read_text() for name in PARTS),
            REMOVE,
        )
    ]
