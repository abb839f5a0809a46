"""The board's monthly report: its figures held to plain reckoning, and kept as they were told."""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from amends.cases.models import Requirement, RequirementChange
from amends.contacts.models import ContactOutcome
from amends.organisation.operations.refusal import Refused
from amends.policy.booking import first_session_due, weekly_offer
from amends.policy.civil_time import last_day_within
from amends.unpaid_work.models import (
    Beneficiary,
    Booking,
    Completion,
    Consultation,
    HoursAdjustment,
    MonthlyReport,
    OrderDocument,
)
from amends.unpaid_work.operations.monthly_reports import publish_report
from amends.unpaid_work.operations.nominations import NominationDraft, nominate
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey, send_survey
from amends.unpaid_work.queries.monthly.report import end_of, last_month, months_before, report_of
from amends.unpaid_work.views.monthly_measures import MEASURES
from tests.factories import (
    LONDON,
    make_allocation,
    make_person,
    make_project,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, past

MONTH = last_month(TODAY)
BEFORE = months_before(MONTH, 1)

people = st.fixed_dictionaries(
    {
        "sentenced": st.sampled_from([5, 20, 40, 70, 120, 380, 420, 450]),
        "hours": st.sampled_from([7, 21, 100]),
        "allocated": st.one_of(st.none(), st.integers(1, 60)),
        "intensive": st.booleans(),
        "ended": st.one_of(
            st.none(), st.tuples(st.integers(1, 100), st.sampled_from(["proved", "completed", "revoked"]))
        ),
        "days": st.dictionaries(
            st.integers(1, 110), st.sampled_from(["ATTC", "UACP", "AASD", "RSSR", "ATSS", None]), max_size=5
        ),
    }
)


def record(team, user, project, practitioner, told):
    person = make_person(team)
    sentenced = TODAY - timedelta(days=told["sentenced"])
    ended = {}
    if told["ended"] and told["ended"][0] < told["sentenced"]:
        how = "revoked" if told["ended"][1] == "revoked" else "completed"
        ended = {"ended_on": TODAY - timedelta(days=told["ended"][0]), "ended_as": how}
    requirement = make_requirement(
        person, sentenced, ordered_minutes=told["hours"] * 60, intensive=told["intensive"], **ended
    )
    if ended and told["ended"][1] == "proved":
        prove(requirement, requirement.ended_on, user)
    elif told["ended"]:  # a completion that was taken back proves no later end
        prove(requirement, TODAY - timedelta(days=101), user)
    if told["allocated"]:
        make_allocation(person, practitioner, TODAY - timedelta(days=told["allocated"]))
    for ago, code in told["days"].items():
        if ago <= told["sentenced"]:
            notice = {"notice": "on_site"} if code == "AASD" else {}
            past(project, (person, requirement), user, TODAY - timedelta(days=ago), code, **notice)


def prove(requirement, day, user):
    """A completion on record, with letters that say little."""
    given = {"person": requirement.sentence.person, "requirement": requirement, "issued_at": NOW, "issued_by": user}
    letter, court = (
        OrderDocument.objects.create(
            template=template, language="en", content="Said", digest=sha256(b"Said").hexdigest(), **given
        )
        for template in ("completed", "completed_court")
    )
    Completion.objects.create(
        requirement=requirement, on=day, letter=letter, court_letter=court, recorded_at=NOW, recorded_by=user
    )


def credit(booking):
    """Minutes that the one outcome of a booking credits, by the words of docs/rules/session_credit.md."""
    outcome = ContactOutcome.objects.filter(appointment=booking.appointment).first()
    code = outcome.code if outcome else None
    worked = (outcome.finished_at - outcome.started_at).seconds // 60 if outcome and outcome.started_at else 0
    return code, {"AASD": 60, "ATSS": max(worked, 60), "ATTC": worked}.get(code, 0), worked


def plain(month):
    """The month's figures, one record at a time, from docs/rules/monthly_report.md."""
    last = end_of(month)
    found = dict.fromkeys(
        ["orders", "ended", "completed", "entered", "open", "waiting", "late", "due_first", "in_time", "offered",
         "worked", "credited", "lost", "kept", "weeks", "weeks_less", "asked", "answered", "again"], 0,
    )  # fmt: skip
    for booking in Booking.objects.select_related("session", "appointment"):
        if month <= booking.session.date <= last:
            code, minutes, worked = credit(booking)
            found["offered"] += (booking.session.ends_at - booking.session.starts_at).seconds // 60
            found["worked"] += worked
            found["credited"] += minutes
            found["lost"] += code == "AASD"
            found["kept"] += code in ("ATTC", "UACP", "ATSS")
    for requirement in Requirement.objects.select_related("sentence__person"):
        sentenced, ended = requirement.sentence.sentence_date, requirement.ended_on
        bookings = list(requirement.bookings.select_related("session", "appointment"))
        given = [one.session.date for one in bookings if credit(one)[0] not in ("AASD", "RSSR")]
        allocations = list(requirement.sentence.person.allocations.values_list("from_date", flat=True))
        due = first_session_due(max([sentenced, *allocations])).value
        in_force = sentenced <= last and (ended is None or ended > last)
        done = sum(credit(one)[1] for one in bookings if one.session.date <= last)
        found["orders"] += month <= sentenced <= last
        if ended is not None and month <= ended <= last:
            proved = ended in [one.on for one in requirement.completions.all()]
            found["ended"] += 1
            found["completed"] += requirement.ended_as == "completed" and proved
            found["entered"] += requirement.ended_as == "completed" and not proved
        found["open"] += in_force
        found["waiting"] += in_force and not any(day <= last for day in given)
        found["due_first"] += month <= due <= last
        found["in_time"] += month <= due <= last and any(day <= due for day in given)
        found["late"] += in_force and last_day_within(sentenced, 12) <= last and done < requirement.ordered_minutes
        for n in range((last - month).days + 1):
            monday = month + timedelta(days=n)
            sunday = monday + timedelta(days=6)
            if monday.weekday() == 0 and sentenced <= sunday and (ended is None or ended > monday):
                week = [one for one in bookings if monday <= one.session.date <= sunday]
                booked = sum((one.session.ends_at - one.session.starts_at).seconds // 60 for one in week)
                found["weeks"] += 1
                found["weeks_less"] += booked < weekly_offer(intensive=requirement.intensive, on=monday).value
    return found


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(people, min_size=1, max_size=5))
def test_each_month_is_what_its_records_come_to(histories):
    with transaction.atomic():
        team = make_team()
        project, practitioner = open_project(team, places=9), make_staff(team, "po")
        for told in histories:
            record(team, make_user(), project, practitioner, told)
        other = make_team(region=team.pdu.region)
        report = report_of([team.pdu, other.pdu], MONTH, TODAY)
        for month in (MONTH, BEFORE):
            assert report.of(team.pdu, month) == report.of(None, month) == plain(month)
            assert not any(report.of(other.pdu, month).values())
        transaction.set_rollback(True)


def worked_then(team):
    """A person sentenced two months before, who worked a session in the month."""
    person = make_person(team)
    requirement = make_requirement(person, BEFORE)
    user = make_user()
    past(open_project(team), (person, requirement), user, MONTH, "ATTC")
    return requirement, user


@pytest.mark.django_db
def test_what_the_board_was_told_stays_and_later_corrections_show_beside_it(client):
    team = make_team()
    requirement, user = worked_then(team)
    head = make_user("head_of_pdu", team, over="region")
    client.force_login(head)
    publish = f"{reverse('unpaid_work:monthly_report_publish')}?month={MONTH:%Y-%m}"
    client.post(publish, {"note": "Floods closed two sites"})
    told = MonthlyReport.objects.get()
    assert (told.content["worked"], told.month, told.published_by, told.unit) == (420, MONTH, head, None)
    page = reverse("unpaid_work:monthly_report")
    shown = client.get(page).content.decode()
    assert "Floods closed two sites" in shown
    assert "corrected since" not in shown
    outcome = requirement.bookings.get().appointment.outcomes.get()
    ContactOutcome.objects.create(
        appointment=outcome.appointment, code="AASD", notice="on_site", replaces=outcome, recorded_at=NOW,
        recorded_by=user, reason="Turned away",
    )  # fmt: skip
    shown = client.get(page).content.decode()
    assert "7h, corrected since" in shown
    assert "1 over 0" in shown
    told.refresh_from_db()
    assert told.content["worked"] == 420
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        MonthlyReport.objects.filter(pk=told.pk).delete()


def answers(team, user, quarter: date, *again: str, asked: int = 0) -> None:
    """Surveys of a team's projects about a quarter (its first day): answered so, and so many more only asked."""
    for number in range(len(again) + asked):
        project = make_project(team, beneficiary=Beneficiary.objects.create(name=f"{team.pk} {quarter} {number}"))
        survey, token = send_survey(
            project=project, from_date=quarter, to_date=months_before(quarter, -3), language="en", by=user, at=NOW
        )
        if number < len(again):
            draft = ReplyDraft("well", "well", again[number], "some", "")
            reply_to_survey(survey=survey, token=token, draft=draft, by=user, at=NOW)


@pytest.mark.django_db
def test_beneficiaries_answers_are_of_the_last_quarter_that_was_over_and_few_are_not_told():
    many, few = make_team(), make_team()
    few.pdu.region = many.pdu.region
    few.pdu.save()
    user, quarter = make_user(), date(2026, 1, 1)
    answers(many, user, quarter, *["yes"] * 5, "no", asked=2)
    answers(few, user, quarter, "yes", "yes", "no")
    answers(many, user, date(2025, 10, 1), "no", "no", "no", "no", "no")
    report = report_of([many.pdu, few.pdu], date(2026, 7, 1), date(2026, 8, 1))

    def told(unit, month):
        return [report.of(unit, date(2026, month, 1))[name] for name in ("asked", "answered", "again")]

    assert [told(None, month) for month in (4, 5, 6)] == [[11, 9, 7]] * 3
    assert told(None, 7) == [0, 0, 0]  # of the second quarter
    assert told(None, 3) == [5, 5, 0]  # of the year before
    assert told(few.pdu, 4) == [3, 0, 0]
    assert told(many.pdu, 4) == [8, 0, 0]  # with the region's total they would tell the three
    assert told(many.pdu, 1) == [5, 5, 0]
    measure = next(each for each in MEASURES if "again" in str(each.title))
    assert measure.tell(report.of(None, date(2026, 4, 1))) == "7 of 9 (78%), of 11 asked"
    assert measure.tell(report.of(few.pdu, date(2026, 4, 1))) == "Too few answers to tell, of 3 asked"


@pytest.mark.django_db
def test_only_a_month_that_is_over_is_told():
    team = make_team()
    given = {"region": team.pdu.region, "unit": team.pdu, "note": "", "by": make_user(), "at": NOW}
    for month in (TODAY.replace(day=1), date(2026, 1, 2)):
        with pytest.raises(Refused, match="over"):
            publish_report(month=month, **given)
    with pytest.raises(Refused, match="another region"):
        publish_report(month=MONTH, **(given | {"unit": make_team().pdu}))


@pytest.mark.django_db
def test_a_month_is_over_once_its_last_day_is_in_london():
    team = make_team()
    given = {"region": team.pdu.region, "unit": None, "month": date(2026, 9, 1), "note": "", "by": make_user()}
    with pytest.raises(Refused):
        publish_report(at=datetime(2026, 9, 30, 23, 59, tzinfo=LONDON), **given)
    assert publish_report(at=datetime(2026, 10, 1, 0, 0, tzinfo=LONDON), **given).month == date(2026, 9, 1)


@pytest.mark.django_db
def test_the_report_is_read_as_page_file_and_pdf_over_ones_own_places(client):
    team, other = make_team(), make_team()
    worked_then(team)
    client.force_login(make_user("performance_analyst", team, over="region"))
    page = client.get(reverse("unpaid_work:monthly_report")).content.decode()
    assert page.index("Days stood down, over days planned") < page.index("Completed")
    assert team.pdu.name in page
    assert other.pdu.name not in page
    rows = client.get(reverse("unpaid_work:monthly_report_csv")).content.decode().splitlines()
    assert len(rows) == 1 + 2 * 13  # the region and its unit, thirteen months each
    assert client.get(reverse("unpaid_work:monthly_report_pdf")).content.startswith(b"%PDF-")
    client.force_login(make_user("performance_analyst", team, over="team"))
    assert "no unit whose figures" in client.get(reverse("unpaid_work:monthly_report")).content.decode()


@pytest.mark.django_db
def test_a_head_of_a_unit_tells_of_the_unit_and_not_of_the_region(client):
    team = make_team()
    client.force_login(make_user("head_of_pdu", team, over="pdu"))
    publish = reverse("unpaid_work:monthly_report_publish")
    client.post(f"{publish}?place=region-{team.pdu.region.code}", {"note": ""})
    assert not MonthlyReport.objects.exists()
    client.post(f"{publish}?place=unit-{team.pdu.code}", {"note": ""})
    assert MonthlyReport.objects.get().unit == team.pdu


@pytest.mark.django_db
def test_hours_given_after_the_month_do_not_make_it_look_finished():
    team = make_team()
    person = make_person(team)
    sentenced = MONTH - timedelta(days=500)
    requirement = make_requirement(person, sentenced, ordered_minutes=60)
    HoursAdjustment.objects.create(
        requirement=requirement, on=MONTH, minutes=60, reason="other", note="x", recorded_at=NOW,
        recorded_by=make_user(),
    )  # fmt: skip
    report = report_of([team.pdu], MONTH, TODAY)
    assert (report.of(None, BEFORE)["late"], report.of(None, MONTH)["late"]) == (1, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["monthly_report", "capacity", "nominations", "consultations"])
def test_a_page_asks_no_more_of_a_larger_region(client, name):
    team = make_team()
    client.force_login(make_user("head_of_pdu", team, over="region"))
    address = reverse(f"unpaid_work:{name}")
    fill(team)
    client.get(address)
    with CaptureQueriesContext(connection) as of_few:
        client.get(address)
    for _unit in range(2):
        fill(make_team(region=team.pdu.region))
    with CaptureQueriesContext(connection) as of_more:
        client.get(address)
    assert len(of_more) <= len(of_few) <= 40


def fill(team):
    """A unit with somebody who works, somebody late whose account alone can tell, and what the public said."""
    worked_then(team)
    late = make_requirement(make_person(team), MONTH - timedelta(days=500))
    RequirementChange.objects.create(
        requirement=late, on=BEFORE, minutes=60, reason="x", recorded_at=NOW, recorded_by=make_user()
    )
    nominate(
        NominationDraft(pdu=team.pdu, place="x", work="x", benefits="x", name="x", email="a@example.org"), at=NOW
    )  # fmt: skip
    Consultation.objects.create(
        region=team.pdu.region, party="policing_body", whom="x", on=TODAY, said="x", recorded_at=NOW,
        recorded_by=make_user(),
    )  # fmt: skip
