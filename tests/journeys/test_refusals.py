"""Whoever may not see a person finds their name nowhere: in no page, list, file or search, whatever they ask for.

People with marked names are in everything that can be recorded: held by a practitioner, booked, on a register,
stood down, planned for, kept apart, with a concern raised; and every field that says something of them holds a marked
word of its own. Every address is then walked by those who are refused.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from amends.cases.models import (
    AssessedArea,
    Assessment,
    CasePlan,
    NeedService,
    Person,
    PlanAction,
    PlanAgreement,
    PlanLookBack,
    PlanObjective,
    SubjectAccess,
)
from amends.cases.names import search_name
from amends.cases.operations.subject_access import gather_subject_access
from amends.contacts.models import ContactOutcome
from amends.organisation.access_matrix import LINK_HOLDER
from amends.organisation.models import LimitedAccess, Quarantine, RoleGrant
from amends.organisation.roles import ROLES, Permission
from tests.factories import make_appointment, make_staff, make_team, make_user
from tests.house.addresses import addresses
from tests.house.full import Growth, make_every_role
from tests.house.kept import count_anew, kept
from tests.house.world import make_world
from tests.journeys.marking import kinds_without, mark_words, withheld_words, word_of, words_in

PAGES = [address.name for address in addresses() if address.ours]
BY_LINK = {address.name for address in addresses() if address.permission == LINK_HOLDER}
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

# Kinds of record of which the region has none, or none with words: the lists of limited access are put there later.
WORDLESS = {
    "cases.CaseAllocation", "cases.FitAnswer", "cases.Person", "cases.PlanAgreement", "cases.ProposedRequirement",
    "cases.QualityAudit", "cases.RequirementChange", "contacts.Appointment", "contacts.DigitalAccess",
    "enforcement.Result", "organisation.LimitedAccess", "unpaid_work.ExclusionArea", "unpaid_work.HomeInspection",
    "unpaid_work.HomeKitOut", "unpaid_work.PrePlacement", "unpaid_work.RequirementReview",
    "unpaid_work.UnpaidWorkAssessment",
}  # fmt: skip
OF_THE_PLAN = ["cases:own_plan", "cases:plan_document"]  # given to the person

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
    put = mark_words(people)
    gather_again(people)
    return region, user, people, [GIVEN.lower(), FAMILY.lower(), *(person.crn.lower() for person in people)], put


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


def spoken(told: dict[str, Told]) -> set[str]:
    """The addresses that answered with marked words, but for a link's own page, which is its holder's to read."""
    return {name for name, answer in told.items() if name not in BY_LINK and words_in(answer.words)}


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
    region, user, _people, marks, _put = marked
    assert set(leaks(walked(user, region), marks)) >= FOUND


def test_every_kind_of_record_is_marked_and_the_person_is_not_given_what_is_kept_from_them(marked):
    region, user, _people, _marks, put = marked
    assert kinds_without(put) == WORDLESS
    file = "cases:subject_access_file"
    found = {name: words_in(told.words) for name, told in walked(user, region, [file, *OF_THE_PLAN]).items()}
    assert found[file] and not found[file] & withheld_words()
    kept_back = {word_of(CasePlan, part) for part in ("monitoring", "interventions", "victim_safety", "contingency")}
    assert kept_back <= put
    for given in OF_THE_PLAN:
        assert found[given] and not found[given] & kept_back


@pytest.mark.parametrize("refused", [excluded, not_among_those_who_may])
def test_the_names_are_nowhere_for_those_whom_a_list_keeps_out(marked, refused):
    region, _user, people, marks, _put = marked
    told = walked(refused(region, people), region)
    assert leaks(told, marks) == {}
    assert spoken(told) == set()


def test_the_names_are_nowhere_for_another_region(marked):
    region, _user, _people, marks, _put = marked
    told = walked(make_every_role(make_team()), region)
    assert leaks(told, [GIVEN.lower(), FAMILY.lower()]) == {}
    assert spoken(told) == set()
    told.pop("organisation:audit")  # the trail is one for the whole service: it tells of numbers, not of names
    assert leaks(told, marks) == {}


NOTE = "Secretive-Note-Canary"
ASSESSED = (Assessment, AssessedArea, CasePlan, PlanObjective, PlanAction, PlanLookBack, PlanAgreement, NeedService)


def test_a_sensitive_note_is_nowhere_for_those_who_do_not_record_contact(marked):
    region, user, people, _marks, _put = marked
    for person in people:
        begins = timezone.now().replace(hour=3) - timedelta(days=2)  # nobody is at a session then
        note = {"code": "ATTC", "notes": NOTE, "sensitive": True, "recorded_at": timezone.now(), "recorded_by": user}
        ContactOutcome.objects.create(appointment=make_appointment(person, user, begins), **note)
    gather_again(people)
    assert leaks(walked(user, region, ["contacts:person"]), [NOTE.lower()], letters=False)
    reader = without(Permission.CONTACT_RECORD, region.to_come.team)
    assert leaks(walked(reader, region), [NOTE.lower()], letters=False) == {}


def test_what_is_assessed_and_planned_is_nowhere_for_those_who_read_no_assessment(marked):
    region, _user, _people, _marks, put = marked
    told = walked(without(Permission.CASE_ASSESSMENT_VIEW, region.to_come.team), region)
    words = {word for word in put for model in ASSESSED if word.startswith(word_of(model, ""))}
    assert len(words) > len(ASSESSED)
    given = BY_LINK | {"cases:subject_access_file"}  # what the person is given, by whoever gives it
    assert {name for name, answer in told.items() if words_in(answer.words) & words} <= given


def test_the_names_are_nowhere_once_the_record_is_in_quarantine(marked, caplog):
    region, user, people, marks, _put = marked
    for person in people:
        Quarantine.objects.create(crn=person.crn, reason="Synthetic", begun_at=timezone.now(), begun_by=user)
    reader = without(Permission.RECORD_KEEP, region.to_come.team)
    with caplog.at_level("DEBUG"):
        told = walked(reader, region)
    assert leaks(told, marks) == {}
    assert spoken(told) == set()
    assert not [mark for mark in (GIVEN.lower(), FAMILY.lower()) if mark in caplog.text.lower()]
    assert leaks(walked(user, region, ["cases:retention"]), marks)  # who keeps it sees it there
