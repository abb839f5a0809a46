"""Whoever may not see a person finds their name nowhere: in no page, list, file or search, whatever they ask for.

People with marked names are in everything that can be recorded: held by a practitioner, booked, on a register,
stood down, planned for, kept apart, with a concern raised. Every address is then walked by those who are refused.
"""

from dataclasses import dataclass
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
from tests.house.kept import count_anew, kept
from tests.house.world import make_world

PAGES = [address.name for address in addresses() if address.ours]
GIVEN, FAMILY = "Quetzalina", "Marked-Canary"
pytestmark = pytest.mark.django_db
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


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker):
    """A region whose people are all marked, and in everything: the region, its user, the people, what marks them."""
    with kept(django_db_blocker):
        made = _marked()
        count_anew()
        yield made


def _marked():
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


@dataclass(frozen=True)
class Told:
    """What one address answered."""

    address: str
    words: str  # in small letters
    is_letter: bool  # a PDF about somebody: it names them as they were called when it was written

    def around(self, marks: list[str], *, letters: bool) -> list[str]:
        """What stands around each mark; with `letters`, being handed a letter tells of everybody marked."""
        found = [mark for mark in marks if mark in self.words and mark not in self.address.lower()]
        places = [self.words.index(mark) for mark in found]
        by_itself = ["a letter"] if letters and self.is_letter else []
        return [self.words[max(0, place - 200) : place + 50] for place in places] + by_itself


def walked(user, region, pages=PAGES) -> dict[str, Told]:
    """What the user is answered at each address."""
    client = Client()
    client.force_login(user)
    asked = {name: region.url(name) for name in pages}
    if "contacts:concerns" in asked:
        asked["contacts:concerns"] += "?whose=team"  # not those alone whose case the reader holds
    for name in {"cases:people", "unpaid_work:session_people"} & asked.keys():
        asked[f"{name}, sought"] = f"{asked[name]}?q=quetz"
    return {name: _told(name, address, client.get(address)) for name, address in asked.items()}


def _told(name: str, address: str, answer) -> Told:
    is_letter = answer.headers.get("Content-Type") == "application/pdf" and name not in ABOUT_NOBODY
    return Told(address, (_words(answer) + answer.headers.get("Location", "")).lower(), is_letter)


def leaks(told: dict[str, Told], marks: list[str], *, letters: bool = True) -> dict[str, list[str]]:
    """The addresses that answered with something marked, and what stands around it."""
    around = {name: answer.around(marks, letters=letters) for name, answer in told.items()}
    return {name: places for name, places in around.items() if places}


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
    assert set(leaks(walked(user, region), marks)) >= FOUND


@pytest.mark.parametrize("refused", [excluded, not_among_those_who_may])
def test_the_names_are_nowhere_for_those_whom_a_list_keeps_out(marked, refused):
    region, _user, people, marks = marked
    assert leaks(walked(refused(region, people), region), marks) == {}


def test_the_names_are_nowhere_for_another_region(marked):
    region, _user, _people, marks = marked
    told = walked(make_every_role(make_team()), region)
    assert leaks(told, [GIVEN.lower(), FAMILY.lower()]) == {}
    told.pop("organisation:audit")  # the trail is one for the whole service: it tells of numbers, not of names
    assert leaks(told, marks) == {}


NOTE = "Secretive-Note-Canary"


def test_a_sensitive_note_is_nowhere_for_those_who_do_not_record_contact(marked):
    region, user, people, _marks = marked
    for person in people:
        begins = timezone.now().replace(hour=3) - timedelta(days=2)  # nobody is at a session then
        note = {"code": "ATTC", "notes": NOTE, "sensitive": True, "recorded_at": timezone.now(), "recorded_by": user}
        ContactOutcome.objects.create(appointment=make_appointment(person, user, begins), **note)
    gather_again(people)
    assert leaks(walked(user, region, ["contacts:person"]), [NOTE.lower()], letters=False)
    reader = without(Permission.CONTACT_RECORD, region.to_come.team)
    assert leaks(walked(reader, region), [NOTE.lower()], letters=False) == {}


def test_the_names_are_nowhere_once_the_record_is_in_quarantine(marked, caplog):
    region, user, people, marks = marked
    for person in people:
        Quarantine.objects.create(crn=person.crn, reason="Synthetic", begun_at=timezone.now(), begun_by=user)
    reader = without(Permission.RECORD_KEEP, region.to_come.team)
    with caplog.at_level("DEBUG"):
        assert leaks(walked(reader, region), marks) == {}
    assert not [mark for mark in (GIVEN.lower(), FAMILY.lower()) if mark in caplog.text.lower()]
    assert leaks(walked(user, region, ["cases:retention"]), marks)  # who keeps it sees it there
