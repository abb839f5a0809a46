"""Whoever may not see a person finds their name nowhere: in no page, list, file or search, whatever they ask for.

People with marked names are in everything that can be recorded: held by a practitioner, booked, on a register,
stood down, planned for, kept apart, with a concern raised. Every address is then walked by those who are refused.
"""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from amends.cases.models import Person, SubjectAccess
from amends.cases.names import search_name
from amends.cases.operations.subject_access import gather_subject_access
from amends.contacts.models import ContactOutcome
from amends.organisation.models import LimitedAccess, Quarantine, RoleGrant
from amends.organisation.roles import ROLES, Permission
from tests.factories import make_appointment, make_staff, make_team, make_user
from tests.house.addresses import addresses
from tests.house.full import Growth, make_every_role
from tests.house.world import make_world

PAGES = [address.name for address in addresses() if address.ours]
GIVEN, FAMILY = "Quetzalina", "Marked-Canary"
# Where the control must find a marked name: a page, a list, files, a board, a plan.
FOUND = {
    "cases:person", "cases:people", "contacts:concerns", "unpaid_work:person", "unpaid_work:board",
    "unpaid_work:session",
    "unpaid_work:register", "unpaid_work:plan_people", "unpaid_work:plan_csv", "unpaid_work:statement",
    "unpaid_work:stand_down_page", "unpaid_work:assessment", "enforcement:ledger", "enforcement:letter",
    "cases:break_glass_reviews", "cases:holds", "cases:subject_access", "cases:subject_accesses",
    "cases:subject_access_file", "cases:retention_record",
}  # fmt: skip

# PDFs that are about no person on probation: of the service, and to somebody who nominated work.
ABOUT_NOBODY = {"unpaid_work:capacity_pdf", "unpaid_work:monthly_report_pdf", "unpaid_work:nomination_letter"}


@pytest.fixture
def marked(db):
    """A region whose people are all marked, and in everything: the region, its user, the people, what marks them."""
    place = make_world().own
    user = make_every_role(place.team, staff=place.staff)
    growth = Growth(place, user, 4)
    region = growth.region()
    LimitedAccess.objects.all().delete()
    people = list(Person.objects.filter(team__pdu__region=place.team.pdu.region))
    for person in people:
        person.given_names, person.family_name = GIVEN, FAMILY
        person.search_name = search_name(GIVEN, FAMILY)
        person.save()
    gather_again(people)
    return region, user, people, [GIVEN.lower(), FAMILY.lower(), *(person.crn.lower() for person in people)]


def gather_again(people: list[Person]) -> None:
    """Have the file of what is held say what is recorded by now."""
    SubjectAccess.objects.filter(person__in=people).update(status="gathering", file=None)
    for asked in SubjectAccess.objects.filter(person__in=people):
        gather_subject_access(request=asked.pk, clock=timezone.now)


def without(permission: Permission, team):
    """A user with every role that lacks the permission: each page shows all that any one of them would be shown."""
    user = make_user(team=team, staff=make_staff(team))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=name, region=team.pdu.region, from_date=date(2000, 1, 1))
        for name, role in ROLES.items()
        if permission not in role.permissions
    )
    return user


def excluded(region, people):
    user = make_every_role(region.to_come.team, staff=make_staff(region.to_come.team))
    _limit(people, "exclusion", user.username)
    return user


def not_among_those_who_may(region, people):
    _limit(people, "restriction", make_user("practitioner", region.to_come.team).username)
    return make_every_role(region.to_come.team, staff=make_staff(region.to_come.team))


def _limit(people: list[Person], kind: str, username: str) -> None:
    since = timezone.now() - timedelta(days=1)
    LimitedAccess.objects.bulk_create(
        LimitedAccess(crn=person.crn, kind=kind, username=username, reason="Related", from_at=since)
        for person in people
    )


def leaks(user, region, marks: list[str], about=None) -> dict[str, str]:
    """The addresses at which the user is answered with something marked, and what stands around it.

    `about` tells what being handed an answer says by itself: of marked people, whose it is.
    """
    about = about or _whose
    client = Client()
    client.force_login(user)
    asked = {name: region.url(name) for name in PAGES}
    asked["contacts:concerns"] += "?whose=team"  # not those alone whose case the reader holds
    asked |= {f"{name}, sought": f"{asked[name]}?q=quetz" for name in ("cases:people", "unpaid_work:session_people")}
    found = {}
    for name, address in asked.items():
        answer = client.get(address)
        text = (_words(answer) + " ".join(about(name, answer, marks)) + answer.headers.get("Location", "")).lower()
        for mark in marks:
            if mark in text and mark not in address.lower():
                place = text.index(mark)
                found[name] = text[max(0, place - 200) : place + 50]
    return found


def _whose(name: str, answer, marks: list[str]) -> list[str]:
    """What being handed a PDF tells: a letter names its person as they were called when it was written."""
    is_letter = answer.headers.get("Content-Type") == "application/pdf" and name not in ABOUT_NOBODY
    return marks if is_letter else []


def _nothing(name: str, answer, marks: list[str]) -> list[str]:
    return []


def _words(answer) -> str:
    """What an answer says, a PDF with its title, a ZIP (which a DOCX is, too) with every file in it."""
    if answer.content.startswith(b"PK"):
        with ZipFile(BytesIO(answer.content)) as file:
            return " ".join(file.read(name).decode(errors="ignore") for name in file.namelist())
    if answer.headers.get("Content-Type") != "application/pdf":
        return answer.content.decode()
    read = PdfReader(BytesIO(answer.content))
    return " ".join([str(read.metadata), *(page.extract_text() for page in read.pages)])


def test_the_names_are_there_for_those_who_may_see_them(marked):
    region, user, _people, marks = marked
    assert set(leaks(user, region, marks)) >= FOUND


@pytest.mark.parametrize("refused", [excluded, not_among_those_who_may])
def test_the_names_are_nowhere_for_those_whom_a_list_keeps_out(marked, refused):
    region, _user, people, marks = marked
    assert leaks(refused(region, people), region, marks) == {}


def test_the_names_are_nowhere_for_another_region(marked):
    region, _user, _people, marks = marked
    found = leaks(make_every_role(make_team()), region, marks)
    found.pop("organisation:audit", None)  # the trail is one for the whole service: it tells of numbers, not of names
    assert found == {}
    assert leaks(make_every_role(make_team()), region, [GIVEN.lower(), FAMILY.lower()]) == {}


NOTE = "Secretive-Note-Canary"


def test_a_sensitive_note_is_nowhere_for_those_who_do_not_record_contact(marked):
    region, user, people, _marks = marked
    for person in people:
        begins = timezone.now().replace(hour=3) - timedelta(days=2)  # nobody is at a session then
        note = {"code": "ATTC", "notes": NOTE, "sensitive": True, "recorded_at": timezone.now(), "recorded_by": user}
        ContactOutcome.objects.create(appointment=make_appointment(person, user, begins), **note)
    gather_again(people)
    assert "contacts:person" in leaks(user, region, [NOTE.lower()], _nothing)
    reader = without(Permission.CONTACT_RECORD, region.to_come.team)
    assert leaks(reader, region, [NOTE.lower()], _nothing) == {}


def test_the_names_are_nowhere_once_the_record_is_in_quarantine(marked, caplog):
    region, user, people, marks = marked
    for person in people:
        Quarantine.objects.create(crn=person.crn, reason="Synthetic", begun_at=timezone.now(), begun_by=user)
    reader = without(Permission.RECORD_KEEP, region.to_come.team)
    with caplog.at_level("DEBUG"):
        assert leaks(reader, region, marks) == {}
    assert not [mark for mark in (GIVEN.lower(), FAMILY.lower()) if mark in caplog.text.lower()]
    assert "cases:retention" in leaks(user, region, marks)  # who keeps it sees it there
