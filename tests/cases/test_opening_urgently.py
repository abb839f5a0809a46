"""Opening a record urgently: a reason first, an hour for reading, everything marked, a manager's look afterwards."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import Person
from amends.cases.operations import BreakGlassRefused, open_urgently, review_break_glass
from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.models import AccessFile, AuditEvent, BreakGlass, LimitedAccess, Quarantine
from amends.organisation.roles import OPENS_URGENTLY, ROLES, Permission
from amends.policy.working_days import add_working_days
from amends.unpaid_work.models import ExclusionArea
from tests.factories import make_appointment, make_assessment, make_person, make_risk, make_team, make_user

pytestmark = pytest.mark.django_db
REASON = "Duty officer: he rang to say that he will harm his partner tonight"
AT = datetime(2026, 6, 4, 20, tzinfo=UTC)  # a Thursday
PAGE = "/cases/break-glass"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(client: Client, crn: str, reason: str = REASON):
    return client.post(PAGE, {"crn": crn, "reason": reason})


def limit(person: Person, kind: str, username: str) -> None:
    LimitedAccess.objects.create(
        crn=person.crn, kind=kind, username=username, reason="Synthetic", from_at=timezone.now() - timedelta(days=1)
    )


def without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


@pytest.fixture
def officer():
    return make_user("practitioner", make_team())


@pytest.fixture
def elsewhere():
    person = make_person(make_team())
    make_risk(person, "high")
    return person


def test_a_record_out_of_reach_opens_for_reading_and_each_page_is_marked(officer, elsewhere):
    client = signed_in(officer)
    address = reverse("cases:person", args=[elsewhere.crn])
    assert client.get(address).status_code == 404
    answer = ask(client, elsewhere.crn)
    assert (answer.status_code, answer.url) == (302, address)
    page = client.get(address)
    assert page.status_code == 200
    assert elsewhere.family_name in page.content.decode()
    assert client.get(reverse("cases:risk", args=[elsewhere.crn])).status_code == 200
    use = BreakGlass.objects.get()
    marked = AuditEvent.objects.filter(crn=elsewhere.crn, username=officer.username, outcome="allowed")
    opened = [event for event in marked if event.action in ("open person.view", "open risk.view")]
    assert len(opened) == 2
    assert all(event.detail == {"break_glass": use.pk} for event in opened)
    told = marked.get(action="open urgently")
    assert (told.subject, use.reason) == (f"organisation.breakglass {use.pk}", REASON)
    assert REASON not in str(told.detail)  # the audit trail outlives the record, and names nobody


def test_nothing_can_be_changed_in_it_and_no_list_search_or_file_tells_of_it(officer, elsewhere):
    client = signed_in(officer)
    ask(client, elsewhere.crn)
    client.get(reverse("cases:person", args=[elsewhere.crn]))
    for name in ("cases:change", "cases:move", "cases:record_risk_of_harm", "contacts:book", "contacts:record_contact"):
        assert client.get(reverse(name, args=[elsewhere.crn])).status_code == 404, name
    for address in ("/cases/", f"/cases/?q={elsewhere.crn}", "/cases/as-csv", "/contacts/", "/"):
        assert elsewhere.family_name not in client.get(address).content.decode(), address


def test_it_opens_no_concern_no_victim_and_nothing_that_is_not_named():
    assert {
        Permission.PERSON_VIEW, Permission.RISK_VIEW, Permission.CONTACT_VIEW, Permission.HOURS_VIEW,
        Permission.ASSESSMENT_VIEW, Permission.ENFORCEMENT_VIEW,
    } == OPENS_URGENTLY  # fmt: skip


def test_where_victims_are_stays_closed_on_the_assessment_and_on_earlier_ones(officer, elsewhere):
    today = timezone.localdate()
    author, pages = make_user(), [reverse("unpaid_work:assessment", args=[elsewhere.crn])]
    for since, until in ((60, 20), (20, -300)):
        days = {"from_date": today - timedelta(days=since), "to_date": today - timedelta(days=until)}
        held = make_assessment(elsewhere, author, **days, health="Asthma")
        area = {"description": "Her mother's street", "lat": 52.4321, "lon": -1.1, "radius_km": 2}
        ExclusionArea.objects.create(assessment=held, **area)
        pages.append(reverse("unpaid_work:assessment_earlier", args=[elsewhere.crn, held.pk]))
    open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT)
    colleague = signed_in(make_user("practitioner", elsewhere.team))
    for page in pages:
        urgent, near = (client.get(page).content.decode() for client in (signed_in(officer), colleague))
        assert "Asthma" in urgent and "Kept from view" in urgent
        assert "52.4321" not in urgent and "mother" not in urgent
        assert "52.4321" in near and "mother" in near


def test_sensitive_notes_of_another_team_stay_closed(officer, elsewhere):
    by = make_user("practitioner", elsewhere.team)
    appointment = make_appointment(elsewhere, by, timezone.now() - timedelta(days=3))
    note = {"code": "ATTC", "recorded_at": timezone.now(), "recorded_by": by}
    ContactOutcome.objects.create(appointment=appointment, notes="He is in hiding", sensitive=True, **note)
    address = reverse("contacts:person", args=[elsewhere.crn])
    assert "He is in hiding" in signed_in(by).get(address).content.decode()
    client = signed_in(officer)
    ask(client, elsewhere.crn)
    page = client.get(address)
    assert page.status_code == 200
    assert "He is in hiding" not in page.content.decode()


def test_it_closes_by_itself_by_the_databases_clock(officer, elsewhere):
    client = signed_in(officer)
    ask(client, elsewhere.crn)
    address = reverse("cases:person", args=[elsewhere.crn])
    use = BreakGlass.objects.get()
    assert use.ends_at - use.opened_at == timedelta(minutes=60)
    hour = timedelta(minutes=60, seconds=1)
    BreakGlass.objects.update(opened_at=use.opened_at - hour, ends_at=use.ends_at - hour)
    nothing = client.get("/nothing/is/here")
    closed = client.get(address)
    assert (closed.status_code, closed.content) == (404, nothing.content)


def test_the_database_lets_nobody_keep_it_open_for_longer(officer, elsewhere):
    use = open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.filter(pk=use.pk).update(ends_at=use.ends_at + timedelta(seconds=1))


def test_absent_excluded_restricted_unknown_and_hidden_records_are_answered_alike(officer):
    team = make_team()
    excluded, restricted, unknown, hidden = (make_person(team) for _ in range(4))
    limit(excluded, "exclusion", officer.username)
    limit(restricted, "restriction", "someone-else")
    AccessFile.objects.filter(crn=unknown.crn).delete()
    by = make_user()
    Quarantine.objects.create(crn=hidden.crn, reason="Synthetic", begun_at=timezone.now(), begun_by=by)
    answers = set()
    for crn in ("Z999999", excluded.crn, restricted.crn, unknown.crn, hidden.crn):
        answer = ask(signed_in(officer), crn)
        assert answer.status_code == 200
        answers.add(without_token(answer).replace(crn, "CRN"))
        assert signed_in(officer).get(f"/cases/{crn}").status_code == 404
    assert len(answers) == 1
    assert "there is none with this CRN that you may open so" in answers.pop()
    told = AuditEvent.objects.filter(action="open urgently").values_list("crn", "outcome")
    assert set(told) == {("", "refused")}


def test_asking_is_answered_alike_before_the_reason_is_given(officer, elsewhere):
    client = signed_in(officer)
    answers = {without_token(ask(client, crn, "urgent")).replace(crn, "CRN") for crn in (elsewhere.crn, "Z999999")}
    assert len(answers) == 1
    assert not BreakGlass.objects.exists()
    assert client.get(PAGE).status_code == 200


def test_a_restricted_record_opens_for_a_role_that_may_unless_its_list_names_the_user():
    person, senior = make_person(make_team()), make_user("senior", make_team())
    limit(person, "restriction", "someone-else")
    assert open_urgently(crn=person.crn, reason=REASON, by=senior, at=AT).team == person.team
    assert signed_in(senior).get(f"/cases/{person.crn}").status_code == 200
    limit(person, "exclusion", senior.username)  # while it is open
    assert signed_in(senior).get(f"/cases/{person.crn}").status_code == 404


def test_a_record_hidden_meanwhile_closes(officer, elsewhere):
    open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT)
    Quarantine.objects.create(crn=elsewhere.crn, reason="x", begun_at=timezone.now(), begun_by=officer)
    assert signed_in(officer).get(f"/cases/{elsewhere.crn}").status_code == 404


def test_a_merged_record_opens_the_one_that_was_kept(officer, elsewhere):
    old = make_person(elsewhere.team, merged_into=elsewhere)
    assert open_urgently(crn=old.crn, reason=REASON, by=officer, at=AT).crn == elsewhere.crn


def test_it_may_be_used_five_times_in_24_hours_whatever_was_found(officer, elsewhere):
    for crn in ("Z000001", "Z000002", "Z000003", "Z000004", elsewhere.crn):
        open_urgently(crn=crn, reason=REASON, by=officer, at=AT)
    for crn in ("Z000005", elsewhere.crn):
        with pytest.raises(BreakGlassRefused, match="5 records may be opened so within 24 hours"):
            open_urgently(crn=crn, reason=REASON, by=officer, at=AT)
    assert AuditEvent.objects.filter(action="open urgently", outcome="refused", detail={"too_many": 5}).count() == 2
    day = timedelta(hours=24, seconds=1)
    for use in BreakGlass.objects.all():
        BreakGlass.objects.filter(pk=use.pk).update(opened_at=use.opened_at - day, ends_at=use.ends_at - day)
    assert open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT).team


def test_only_roles_that_may_find_the_page():
    for role in ROLES:
        may = Permission.BREAK_GLASS_USE in ROLES[role].permissions
        assert signed_in(make_user(role, make_team())).get(PAGE).status_code == (200 if may else 404), role
    assert {role for role in ROLES if Permission.BREAK_GLASS_USE in ROLES[role].permissions} == {
        "practitioner", "senior", "head_of_pdu",
    }  # fmt: skip


def test_a_manager_of_the_persons_team_says_within_two_working_days_whether_it_was_justified(officer, elsewhere):
    use = open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT)
    assert use.review_due_date == date(2026, 6, 8) == add_working_days(date(2026, 6, 4), 2)
    manager, other = make_user("senior", elsewhere.team), make_user("senior", make_team())
    address = reverse("cases:break_glass_review", args=[use.pk])
    assert signed_in(other).get(address).status_code == 404
    assert elsewhere.crn not in signed_in(other).get(reverse("cases:break_glass_reviews")).content.decode()
    client = signed_in(manager)
    assert REASON in client.get(reverse("cases:break_glass_reviews")).content.decode()
    assert "1 record opened urgently to review" in client.get("/").content.decode()
    assert client.post(address, {"outcome": "", "finding": ""}).status_code == 200
    client.post(address, {"outcome": "not_justified", "finding": "The team was on duty"})
    use.refresh_from_db()
    assert (use.outcome, use.reviewed_by) == ("not_justified", manager)
    with pytest.raises(BreakGlassRefused, match="already"):
        review_break_glass(use=use, outcome="justified", finding="x", by=manager, at=AT)
    page = signed_in(make_user("practitioner", elsewhere.team)).get(f"/cases/{elsewhere.crn}/opened-urgently")
    assert "Not justified" in page.content.decode()
    assert officer.name in page.content.decode()
    timeline = signed_in(make_user("practitioner", elsewhere.team)).get(f"/cases/{elsewhere.crn}/timeline")
    assert "Record opened urgently" in timeline.content.decode()


def test_nobody_reviews_what_they_opened_themselves():
    person = make_person(make_team())
    senior = make_user("senior", make_team())
    use = open_urgently(crn=person.crn, reason=REASON, by=senior, at=AT)
    with pytest.raises(BreakGlassRefused, match="Another manager"):
        review_break_glass(use=use, outcome="justified", finding="x", by=senior, at=AT)


def test_a_record_within_reach_needs_no_opening():
    team = make_team()
    user, person = make_user("practitioner", team), make_person(team)
    assert ask(signed_in(user), person.crn).url == f"/cases/{person.crn}"
    assert not BreakGlass.objects.exists()


def test_another_user_gains_nothing(officer, elsewhere):
    open_urgently(crn=elsewhere.crn, reason=REASON, by=officer, at=AT)
    with pytest.raises(access.NotVisible):
        access.load(Person.objects, make_user("practitioner", make_team()), Permission.PERSON_VIEW, crn=elsewhere.crn)
