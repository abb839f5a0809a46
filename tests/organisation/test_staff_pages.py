"""Staff as their managers keep them: made, changed, qualified, away, and what was changed since."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import Absence, AuditEvent, Qualification, Staff, StaffQualification
from amends.organisation.operations.refusal import Refused
from amends.organisation.operations.staff import StaffDraft, change_staff, create_staff
from tests.factories import make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chainsaw():
    return Qualification.objects.create(code="chainsaw", name="Chainsaw maintenance")


def address(name, *args):
    return reverse(f"organisation:{name}", args=args)


def posted(field: str, day: date | None) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year} if day else dict.fromkeys(("day", "month", "year"))
    return {f"{field}_{part}": str(value or "") for part, value in parts.items()}


def starter(team, **given):
    return {
        "code": "N-100", "name": "Zoë Newcomer", "grade": "supervisor", "team": team.pk,
        **posted("from_date", date(2026, 3, 2)), **posted("last_day", None),
        "contracted_minutes_hours": "22", "contracted_minutes_minutes": "30", "days": ["1", "3", "5"],
    } | given  # fmt: skip


def post_of(member, **given):
    return {
        "name": member.name, "grade": member.grade, "team": member.team.pk,
        **posted("from_date", member.from_date), **posted("last_day", None),
    } | given  # fmt: skip


def test_a_head_records_a_member_of_staff(client, head, team):
    shown = client.post(address("create_staff"), starter(team), follow=True).content.decode()
    made = Staff.objects.get(code="N-100")
    assert (made.team, made.grade, made.contracted_minutes) == (team, "supervisor", 22 * 60 + 30)
    assert (made.days, made.days_a_week, made.from_date, made.to_date) == ("135", 3, date(2026, 3, 2), None)
    assert "Monday, Wednesday and Friday" in shown
    assert AuditEvent.objects.filter(action="create staff", username=head.username).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "a/b"}, "code"),
        ({"code": "TAKEN"}, "code"),
        ({"name": " "}, "name"),
        ({"grade": "emperor"}, "grade"),
        ({"days": []}, "days"),
        ({"contracted_minutes_hours": "61"}, "contracted_minutes"),
        (posted("last_day", date(2026, 3, 1)), "last_day"),
        (posted("from_date", None), "from_date"),
    ],
)
def test_what_no_member_of_staff_may_be_is_told_at_its_field(client, head, team, wrong, field):
    make_staff(team, code="TAKEN")
    answer = client.post(address("create_staff"), starter(team) | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert "govuk-error-summary" in answer.content.decode()
    assert Staff.objects.count() == 1


def test_nobody_is_put_in_a_team_outside_the_heads_remit(client, head, team):
    elsewhere, member = make_team(), make_staff(team)
    assert list(client.post(address("create_staff"), starter(elsewhere)).context["form"].errors) == ["team"]
    moved = client.post(address("change_staff", member.code, "post"), post_of(member, team=elsewhere.pk))
    assert list(moved.context["form"].errors) == ["team"]
    member.refresh_from_db()
    assert member.team == team


def test_the_post_is_changed_and_the_change_is_kept(client, head, team):
    member, other = make_staff(team, "pso"), make_team(pdu=team.pdu)
    given = post_of(member, grade="po", team=other.pk, **posted("last_day", date(2030, 1, 31)))
    client.post(address("change_staff", member.code, "post"), given)
    member.refresh_from_db()
    assert (member.grade, member.team, member.to_date) == ("po", other, date(2030, 2, 1))
    event = AuditEvent.objects.get(action="change staff")
    assert event.detail["changed"] == ["grade", "team", "to_date"]
    history = client.get(address("staff_history", member.code)).content.decode()
    assert "Grade: from Probation services officer to Probation officer" in history
    assert f"Team: from {team.name} to {other.name}" in history
    assert "Last day: from no end known to 31 January 2030" in history
    assert head.name in history


def test_saving_what_stands_already_changes_nothing(client, head, team):
    member = make_staff(team)
    client.post(address("change_staff", member.code, "post"), post_of(member))
    assert not AuditEvent.objects.filter(action="change staff").exists()
    assert "Nothing was changed" in client.get(address("staff_history", member.code)).content.decode()


def test_the_working_pattern_is_changed(client, head, team):
    member = make_staff(team)
    page = address("change_staff", member.code, "hours")
    given = {"contracted_minutes_hours": "15", "contracted_minutes_minutes": "0", "days": ["6", "2"]}
    assert list(client.post(page, given | {"days_a_week": "3"}).context["form"].errors) == ["days_a_week"]
    client.post(page, given | {"days_a_week": "1"})
    member.refresh_from_db()
    assert (member.contracted_minutes, member.days, member.days_a_week) == (900, "26", 1)


def test_where_journeys_start_is_changed_and_taken_away(client, head, team):
    member = make_staff(team)
    page = address("change_staff", member.code, "journeys")
    assert list(client.post(page, {"position": "here", "max_drive_minutes": "45"}).context["form"].errors) == [
        "position"
    ]
    client.post(page, {"position": "52.7, -1.2", "max_drive_minutes": "45"})
    member.refresh_from_db()
    assert (member.lat, member.lon, member.max_drive_minutes) == (52.7, -1.2, 45)
    client.post(page, {"position": "", "max_drive_minutes": "45"})
    member.refresh_from_db()
    assert (member.lat, member.lon) == (None, None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"grade": "emperor"}, "grade"),
        ({"days": "51"}, "days"),
        ({"days": "15", "days_a_week": 3}, "days_a_week"),
        ({"contracted_minutes": 3601}, "contracted_minutes"),
        ({"lat": None}, "lat"),
        ({"to_date": date(2000, 1, 1)}, "to_date"),
    ],
)
def test_no_operation_makes_or_changes_staff_into_what_they_may_not_be(team, wrong, field):
    head = make_user("head_of_pdu", team, over="region")
    draft = {
        "code": "X1", "name": "A", "team": team, "grade": "po", "contracted_minutes": 2220, "lat": 52.0, "lon": -1.0,
        "from_date": date(2000, 1, 1),
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        create_staff([StaffDraft(**draft), StaffDraft(**(draft | {"code": "X2"} | wrong))], by=head, at=timezone.now())
    assert [(ground.field, ground.number) for ground in refused.value.grounds] == [(field, 2)]
    assert not Staff.objects.exists()
    member = make_staff(team)
    with pytest.raises(Refused) as refused:
        change_staff(member=member, changes=wrong, by=head, at=timezone.now())
    assert refused.value.field == field


def test_a_qualification_is_recorded_ended_and_taken_away(client, head, team, chainsaw):
    member = make_staff(team)
    given = {"qualification": chainsaw.pk, **posted("from_date", date(2025, 1, 6)), **posted("last_day", None)}
    client.post(address("record_qualification", member.code), given)
    held = StaffQualification.objects.get()
    assert (held.staff, held.qualification, held.to_date) == (member, chainsaw, None)
    again = client.post(address("record_qualification", member.code), given)
    assert list(again.context["form"].errors) == ["from_date"]
    end = address("end_qualification", member.code, held.pk)
    assert list(client.post(end, posted("to_date", date(2025, 1, 6))).context["form"].errors) == ["to_date"]
    shown = client.post(end, posted("to_date", date(2025, 2, 1)), follow=True).content.decode()
    assert "31 January 2025" in shown
    assert "Lapsed" in shown
    remove = address("remove_qualification", member.code, held.pk)
    assert client.get(remove).status_code == 200
    assert StaffQualification.objects.exists()
    client.post(remove)
    assert not StaffQualification.objects.exists()
    history = client.get(address("staff_history", member.code)).content.decode()
    assert "Chainsaw maintenance changed" in history
    assert "Chainsaw maintenance taken away" in history


def test_an_absence_is_taken_away_and_its_history_stays(client, head, team):
    member = make_staff(team)
    first = timezone.localdate() + timedelta(days=30)
    leave = Absence.objects.create(staff=member, kind="leave", from_date=first)
    client.post(address("remove_absence", member.code, leave.pk))
    assert not Absence.objects.exists()
    assert AuditEvent.objects.filter(action="remove absence", subject=f"organisation.staff {member.pk}").exists()
    assert "taken away" in client.get(address("staff_history", member.code)).content.decode()


def test_an_absence_of_somebody_else_is_not_reached_by_another_address(client, head, team):
    member, other = make_staff(team), make_staff(team)
    leave = Absence.objects.create(staff=other, kind="leave", from_date=date(2026, 1, 5))
    assert client.post(address("remove_absence", member.code, leave.pk)).status_code == 404
    assert Absence.objects.exists()


def test_why_somebody_is_away_is_told_only_to_who_records_it(client, team):
    member = make_staff(team)
    sick = Absence.objects.create(staff=member, kind="sickness", from_date=date(2026, 1, 5))
    sick.kind = "shielding"
    sick.save()
    client.force_login(make_user("system_administrator", team, over="region"))
    for name in ("staff_member", "staff_history"):
        shown = client.get(address(name, member.code)).content.decode()
        assert "5 January 2026" in shown
        assert "ickness" not in shown
        assert "hielding" not in shown
    client.force_login(make_user("senior", team))
    assert "Shielding" in client.get(address("staff_member", member.code)).content.decode()
    assert "from Sickness to Shielding" in client.get(address("staff_history", member.code)).content.decode()


def test_the_list_is_narrowed_by_name_grade_team_post_and_absence(client, head, team):
    today = timezone.localdate()
    other = make_team(pdu=team.pdu)
    there = make_staff(team, "po", name="Abel Present")
    coming = make_staff(team, name="Bea Coming", from_date=today + timedelta(days=1))
    gone = make_staff(team, name="Cal Gone", to_date=today)
    away = make_staff(other, name="Dee Away")
    Absence.objects.create(staff=away, kind="leave", from_date=today)

    def found(**query):
        shown = client.get(address("staff"), query).content.decode().split("</thead>")[-1]
        return {row.name for row in (there, coming, gone, away) if row.name in shown}

    assert found() == {there.name, away.name}
    assert found(words="present ABEL") == {there.name}
    assert found(words=away.code.lower()) == {away.name}
    assert found(grade="po") == {there.name}
    assert found(team=other.pk) == {away.name}
    assert found(post="coming") == {coming.name}
    assert found(post="left") == {gone.name}
    assert found(away="on") == {away.name}
    assert "Nobody fits these filters." in client.get(address("staff"), {"words": "nobody"}).content.decode()


def test_a_long_list_has_pages(client, head, team):
    for number in range(30):
        make_staff(team, name=f"Member {number:02}")
    first, second = (client.get(address("staff"), {"page": page}).content.decode() for page in (1, 2))
    assert "Member 00" in first
    assert "Member 29" not in first
    assert "Member 29" in second


def test_many_absences_and_changes_have_pages(client, head, team):
    member = make_staff(team)
    for number in range(30):
        day = date(2020, 1, 1) + timedelta(days=10 * number)
        Absence.objects.create(staff=member, kind="leave", from_date=day, to_date=day + timedelta(days=1))
        Staff.objects.filter(pk=member.pk).update(max_drive_minutes=100 + number)
    for name, newest, oldest in (("staff_member", "17 October 2020", "1 January 2020"),
                                 ("staff_history", "from 128 to 129", "from 60 to 100")):  # fmt: skip
        first, second = (client.get(address(name, member.code), {"page": page}).content.decode() for page in (1, 2))
        assert newest in first
        assert oldest not in first
        assert oldest in second
        assert newest not in second


def test_who_only_sees_staff_finds_nothing_to_change(client, team):
    member = make_staff(team)
    client.force_login(make_user("senior", team))
    shown = client.get(address("staff_member", member.code)).content.decode()
    assert "/change" not in shown
    assert "Record a qualification" not in shown
    assert "Record an absence" in shown
    assert "Where journeys start" not in shown
    assert "Record a member of staff" not in client.get(address("staff")).content.decode()
