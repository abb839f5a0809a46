"""The pages of court work: who sees what, the list as it is narrowed, and a report written from its request on."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from amends.cases.models import CourtReport
from amends.cases.operations import cancel_report
from amends.cases.queries.court_week import court_week
from amends.organisation.models import Absence, LimitedAccess
from tests.cases.court_records import AT, TODAY, answered, asked, court_team, day_fields, taken_to
from tests.cases.visiting import signed_in, text
from tests.factories import make_person, make_staff, make_team

pytestmark = pytest.mark.django_db
LIST = "/cases/court-reports"


@pytest.fixture
def court(team):
    return court_team(team.pdu)


@pytest.fixture
def person(team):
    return make_person(team, family_name="Zeldathorn")


@pytest.fixture
def officer(client, court):
    user = signed_in(client, "court_officer", court, over="pdu")
    user.staff = make_staff(court, "pso")
    user.save()
    return user


def test_a_report_is_written_from_its_request_to_the_court(client, officer, court, person):
    today = timezone.localdate()
    start = f"/cases/{person.crn}/court-reports"
    sent = {"team": court.pk, "court": "Test Crown Court", "offence": "Affray", "kind": "oral"}
    sent |= day_fields("requested_on", today) | day_fields("hearing_date", today)
    assert "Requested" in text(client.post(f"{start}/new", sent, follow=True))
    where = f"{start}/{CourtReport.objects.get().pk}"
    missing = text(client.post(f"{where}/hand-over"))
    assert "Allocate the report first" in missing
    client.post(f"{where}/allocation", {"officer": officer.staff_id})
    told = day_fields("on", today) | {"mode": "telephone", "attended": "yes"}
    assert "alone and could talk" in text(client.post(f"{where}/interview", told))
    client.post(f"{where}/interview", told | {"private": "yes"})
    client.post(f"{where}/checks", day_fields("asked_on", today))
    assert "What is held is not known of" in text(client.get(where))
    says = {
        "analysis": "A fight outside a pub.", "unpaid_work": "suitable", "unpaid_work_reason": "Fit",
        "proposed": "community", "proposed_months": "12", "proposed_minutes_hours": "80",
        "proposal_reason": "Work will do.",
    }  # fmt: skip
    client.post(f"{where}/write", says)
    client.post(f"{where}/propose", {"kind": "curfew", "amount": "3", "unit": "months"})
    assert "never means that nothing is held" in text(client.post(f"{where}/hand-over"))
    client.post(f"/cases/{person.crn}/proposed-requirements/{CourtReport.objects.get().requirements.get().pk}/remove")
    client.post(f"{where}/hand-over")
    client.post(f"{where}/deliver")
    report = CourtReport.objects.get()
    assert report.state == "delivered" and report.proposed_minutes == 80 * 60
    paper = Document(io.BytesIO(client.get(f"{where}/document-docx").content))
    assert any("What is held is not known" in each.text for each in paper.paragraphs)
    pdf = client.get(f"{where}/document")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Zeldathorn" in words and "What is held is not known" in words and "Unpaid work, 80" in words


def test_mistakes_are_told_beside_what_was_sent(client, officer, court, person):
    page = text(client.post(f"/cases/{person.crn}/court-reports/new", {"court": "<b>Crown</b>"}))
    assert "&lt;b&gt;Crown&lt;/b&gt;" in page and "Enter" in page
    sent = {"team": court.pk, "court": "C", "offence": "O", "kind": "fast"}
    sent |= day_fields("requested_on", TODAY) | day_fields("hearing_date", TODAY - timedelta(days=1))
    assert "must not be before the request" in text(client.post(f"/cases/{person.crn}/court-reports/new", sent))


def listed(client, **asked_for):
    return text(client.get(LIST, asked_for))


def test_the_list_shows_what_is_open_and_narrows_to_what_is_asked(client, user, officer, court, team, person):
    now, today = timezone.now(), timezone.localdate()
    asked(person, court, user, now, hearing_date=today + timedelta(days=40))
    late = make_person(team, family_name="Lateburgh")
    asked(late, court, user, now - timedelta(days=30), hearing_date=today - timedelta(days=3))
    mine = make_person(team, family_name="Minewell")
    report = taken_to("allocated", mine, court, user, now)
    CourtReport.objects.filter(pk=report.pk).update(officer=officer.staff)
    gone = make_person(team, family_name="Gonefield")
    cancel_report(report=asked(gone, court, user, now), cancelled_as="withdrawn", by=user, at=now)

    def shown(**asked_for):
        page = listed(client, **asked_for)
        return {name for name in ("Zeldathorn", "Lateburgh", "Minewell", "Gonefield") if name in page}

    assert shown() == {"Zeldathorn", "Lateburgh", "Minewell"}
    assert shown(state="all") == {"Zeldathorn", "Lateburgh", "Minewell", "Gonefield"}
    assert shown(state="cancelled") == {"Gonefield"}
    assert shown(when="late") == {"Lateburgh"}
    assert shown(whose="mine") == {"Minewell"}
    assert shown(kind="oral") == set()
    assert shown(kind="<script>") == {"Zeldathorn", "Lateburgh", "Minewell"}  # what cannot be is as if not asked
    order = listed(client, sort="-person")
    assert order.index("Zeldathorn") < order.index("Minewell") < order.index("Lateburgh")
    rows = list(csv.DictReader(io.StringIO(text(client.get(f"{LIST}/as-csv", {"when": "late"})).lstrip("\ufeff"))))
    assert [(row["crn"], row["late"], row["state"]) for row in rows] == [(late.crn, "yes", "requested")]


def test_the_name_of_a_restricted_person_is_nowhere(client, user, officer, court, person):
    report = taken_to("delivered", person, court, user)
    assert "Zeldathorn" in listed(client, state="all")
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=officer.username, reason="Kin", from_at="2026-01-01T00:00Z"
    )
    where = f"/cases/{person.crn}/court-reports"
    assert "Zeldathorn" not in listed(client, state="all")
    assert "Zeldathorn" not in text(client.get(f"{LIST}/as-csv", {"state": "all"}))
    for address in (where, f"{where}/{report.pk}", f"{where}/{report.pk}/document", f"{where}/{report.pk}/outcome"):
        assert client.get(address).status_code == 404
    assert "Zeldathorn" not in text(client.get(f"{LIST}/week")) + text(client.get(f"{LIST}/concordance"))


def test_a_court_team_keeps_seeing_its_report_when_the_case_moves_elsewhere(client, user, court, person):
    report = taken_to("delivered", person, court, user)
    person.team = make_team("sentence_management")
    person.save()
    signed_in(client, "court_officer", court)
    assert client.get(f"/cases/{person.crn}/court-reports/{report.pk}").status_code == 200
    assert client.get(f"/cases/{person.crn}").status_code == 404


def test_a_practitioner_reads_reports_and_does_not_write_them(client, user, court, team, person):
    report = taken_to("allocated", person, court, user)
    signed_in(client, "practitioner", team)
    where = f"/cases/{person.crn}/court-reports/{report.pk}"
    assert "/interview" not in text(client.get(where))
    assert client.get(f"{where}/interview").status_code == 404
    assert client.get(f"{where}/quality-check").status_code == 404


def week(court, on=TODAY):
    return court_week(court, on - timedelta(days=on.weekday()), on)


def test_the_week_sets_work_due_beside_the_hours_there_are(user, court, team):
    # Wednesday 10 June 2026: an officer of 37 hours over five days has 444 minutes a day
    officer = make_staff(court, "pso", contracted_minutes=2220)
    make_staff(court, "administrator")
    for _number in range(2):
        asked(make_person(team), court, user, kind="standard", hearing_date=date(2026, 6, 12))  # due Thursday 11
    shown = week(court)
    thursday = next(day for day in shown.days if day.load.day == date(2026, 6, 11))
    assert [day.load.available for day in shown.days[:3]] == [444, 444, 444]
    assert (thursday.load.due, thursday.load.short) == (2 * 563, 2 * 563 - 888)
    assert thursday.kinds == {"standard": 2}
    assert shown.nobody == 2 and [each.name for each in shown.officers] == [officer.name]


def test_the_week_leaves_out_days_away_bank_holidays_and_what_is_done(user, court, team):
    officer = make_staff(court, "pso", contracted_minutes=2220)
    Absence.objects.create(staff=officer, kind="leave", from_date=date(2026, 5, 28), to_date=date(2026, 5, 29))
    Absence.objects.create(staff=officer, kind="shielding", from_date=date(2026, 5, 29), to_date=date(2026, 5, 30))
    monday = date(2026, 5, 25)  # the spring bank holiday
    taken_to("delivered", make_person(team), court, user, AT - timedelta(days=19))
    shown = week(court, monday)
    assert [day.load.available for day in shown.days] == [0, 444, 444, 0, 444]
    assert sum(day.load.due for day in shown.days) == 0
    asked(make_person(team), court, user, AT - timedelta(days=40), hearing_date=date(2026, 5, 11))
    assert week(court, monday).days[0].load.due == 563  # late: due today


def test_an_officer_with_no_hours_and_a_report_is_over(user, court, person):
    officer = make_staff(court, "pso", contracted_minutes=0)
    report = asked(person, court, user, hearing_date=date(2026, 6, 12))
    CourtReport.objects.filter(pk=report.pk).update(officer=officer, allocated_at=AT)
    assert [each.over for each in week(court).officers] == [True]


def test_the_week_page_and_its_file_say_the_same(client, user, officer, court, person):
    today = timezone.localdate()
    asked_for = {"week": (today + timedelta(days=7 - today.weekday())).isoformat(), "team": court.code}
    page = text(client.get(f"{LIST}/week", asked_for))
    assert "Cannot be done in time" in page and officer.staff.name in page
    rows = list(csv.DictReader(io.StringIO(text(client.get(f"{LIST}/week/as-csv", asked_for)).lstrip("\ufeff"))))
    assert [row["day"] for row in rows] == [
        (date.fromisoformat(asked_for["week"]) + timedelta(days=n)).isoformat() for n in range(5)
    ]
    assert all(row["minutes_short"] == "0" for row in rows)
    assert client.get(f"{LIST}/week").status_code == 200
    assert client.get(f"{LIST}/week", {"week": "never", "team": "no-such"}).status_code == 200


def test_what_waits_is_told_on_the_first_page(client, user, officer, court, person):
    report = taken_to("allocated", person, court, user)
    answered(person, user)
    CourtReport.objects.filter(pk=report.pk).update(officer=officer.staff, deliver_by=report.requested_on)
    assert "1 court report to deliver by today" in text(client.get("/"))
