"""A licence case from before release to completion: what each page says on each day, as one thing follows another."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from amends.cases.models import Sentence
from amends.contacts.models import Appointment, ContactOutcome
from tests.cases.court_records import day_fields as day_of
from tests.cases.visiting import text
from tests.factories import london, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
SENTENCED, ALLOCATED, PLANNED = date(2030, 12, 2), date(2030, 12, 4), date(2031, 5, 20)
RELEASED, FAILED, WARNED = date(2031, 6, 4), date(2031, 6, 16), date(2031, 6, 18)
SUPERVISED, ENDED = date(2031, 9, 4), date(2031, 12, 2)  # first day after the licence, and after the sentence
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """The clock of the journey: `clock(day, hour)` moves it on."""
    now = [datetime.now(UTC)]

    def move(day, hour):
        now[0] = london(day, hour)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return move


class Team:
    """The people of the journey, and what they do on the pages."""

    def __init__(self, client) -> None:
        self.client, self.team = client, make_team("sentence_management")
        self.officer = make_staff(self.team, "po", name="Officer Example")
        self.practitioner = make_user("practitioner", self.team, staff=self.officer)
        self.senior = make_user("senior", self.team)
        self.man = make_person(self.team, given_names="Idris", family_name="Licence-Example")

    def acts(self, user) -> None:
        self.client.logout()  # a sitting is over after a while with nothing done
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def page(self, address: str) -> str:
        """The words of a page, without its marks; `{crn}` stands for the man's."""
        answer = self.client.get(address.replace("{crn}", self.man.crn))
        assert answer.status_code == 200, address
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))

    def does(self, address: str, given: dict) -> None:
        """Fill in a form: it is refused by nothing."""
        answer = self.client.post(address.replace("{crn}", self.man.crn), given)
        assert answer.status_code == 302, re.findall(r"govuk-error-message.*?</p>", text(answer), re.S)
        assert "login" not in answer["Location"]

    def books(self, day: date, hour: int) -> Appointment:
        given = {**day_of("day", day), "time": f"{hour}:00", "minutes": "30", "mode": "office", "count": "1"}
        self.does("/contacts/{crn}/appointments/new", given)
        return Appointment.objects.get(person=self.man, starts_at=london(day, hour))

    def outcome(self, appointment: Appointment, code: str) -> ContactOutcome:
        self.does(f"/contacts/appointments/{appointment.pk}/outcome", {"code": code, "notes": "Seen"})
        return appointment.outcomes.get()


@pytest.fixture
def told(client):
    return Team(client)


def test_from_custody_by_way_of_licence_and_supervision_to_the_end(told, clock):
    in_custody(told, clock)
    release_is_planned(told, clock)
    first = released(told, clock)
    failed = fails_and_is_warned(told, clock, first)
    supervised_and_over(told, clock, failed)


def in_custody(told, clock) -> None:
    """Sentenced, judged, and allocated with the effect shown: nothing is owed in custody."""
    clock(SENTENCED, 15)
    told.acts(told.practitioner)
    told.does(
        "/cases/{crn}/sentences/new",
        {"kind": "custody", "court": "Leicester Crown Court", "offence": "Burglary",
         **day_of("sentence_date", SENTENCED), **day_of("end_date", ENDED - DAY)},
    )  # fmt: skip
    levels = {"children": "low", "public": "low", "known_adult": "medium", "staff": "low", "prisoners": "low"}
    told.does(
        "/cases/{crn}/risk/of-harm", levels | day_of("assessed_on", SENTENCED) | {"reason": "A known victim"}
    )  # fmt: skip
    for agency in ("police_domestic_abuse", "childrens_services"):
        check = {"agency": agency, "outcome": "nothing_held", **day_of("checked_on", SENTENCED)}
        told.does("/cases/{crn}/risk/checks/new", check)

    clock(ALLOCATED, 9)
    told.acts(told.senior)
    assert "Idris Licence-Example" in told.page("/cases/workload/held-by-nobody")
    allocation = told.page("/contacts/{crn}/allocation")
    assert "Officer Example" in allocation and "Proposed" in allocation
    assert "Tier C2, 24 points" in allocation  # medium risk, no assessment yet; in custody: by the reference
    told.does("/contacts/{crn}/allocation", {"practitioner": told.officer.pk, **day_of("from_date", ALLOCATED)})
    assert "Idris Licence-Example" not in told.page("/cases/workload/held-by-nobody")

    told.acts(told.practitioner)
    assert "In custody" in told.page("/cases/{crn}/case")
    assert "Nothing: in custody" in told.page("/contacts/{crn}")
    assert "Nobody is released in these days" in told.page("/contacts/releases")


def release_is_planned(told, clock) -> None:
    """The day of release is known: what it lacks is told until somebody sees to it."""
    clock(PLANNED, 9)
    told.acts(told.practitioner)
    custody = Sentence.objects.get(person=told.man)
    dates = day_of("release_date", RELEASED) | day_of("licence_last_day", SUPERVISED - DAY)
    told.does(f"/cases/{{crn}}/sentences/{custody.pk}/release", dates)
    ahead = told.page("/contacts/releases")
    for words in ("4 June 2031", "Officer Example", "No appointment", "Not raised"):
        assert words in ahead
    assert "1 release ahead without an appointment or housing raised" in told.page("/")

    told.does(
        "/cases/{crn}/housing/new",
        {**day_of("needed_from", RELEASED), "raised_with": "Leicester City Council", "note": "Lost his tenancy"},
    )
    told.books(RELEASED, 14)
    ahead = told.page("/contacts/releases")
    assert "Raised" in ahead and "4 June 2031 at 2pm, office, Officer Example" in ahead
    assert "Nobody is released" in told.page("/contacts/releases?show=lacking")
    assert "release ahead" not in told.page("/")
    assert "In custody" in told.page("/cases/{crn}/case")  # until the day


def released(told, clock) -> ContactOutcome:
    """On licence from the day of release: seen that day, and from then on as the model owes."""
    clock(RELEASED, 9)
    told.acts(told.practitioner)
    assert "On licence" in told.page("/cases/{crn}/case")
    contact = told.page("/contacts/{crn}")
    assert "Every 7 days, face to face" in contact  # the first after release, whatever the risk
    custody = Sentence.objects.get(person=told.man)
    condition = {"kind": "no_contact", "details": "With the victim", **day_of("from_date", RELEASED)}
    told.does(f"/cases/{{crn}}/sentences/{custody.pk}/conditions/new", condition)
    assert "No contact with a person: With the victim" in told.page("/cases/{crn}/case")

    clock(RELEASED, 15)
    told.acts(told.practitioner)
    first = told.outcome(Appointment.objects.get(person=told.man), "ATTC")
    contact = told.page("/contacts/{crn}")
    assert "Every 14 days" in contact and "Every 7 days" not in contact  # medium risk, in recovery
    assert "18 June 2031" in contact  # 14 days after 4 June
    assert "nothing is planned in time" in told.page("/cases/{crn}/case")
    told.acts(told.senior)
    assert " 65 " in told.page(f"/cases/workload/officers/{told.officer.code}")  # tier C2 on licence
    return first


def fails_and_is_warned(told, clock, first: ContactOutcome) -> ContactOutcome:
    """An appointment not kept is to be acted on, and is once he is warned; the next is kept."""
    clock(RELEASED + DAY, 9)
    told.acts(told.practitioner)
    missed = told.books(FAILED, 10)
    assert "nothing is planned in time" not in told.page("/cases/{crn}/case")
    clock(FAILED, 16)
    told.acts(told.practitioner)
    failed = told.outcome(missed, "UACP")
    assert "No warning is in force" in told.page("/enforcement/people/{crn}")
    clock(WARNED, 10)
    told.acts(told.practitioner)
    told.does(f"/enforcement/people/{{crn}}/failures/{missed.pk}/warn", {"language": "en", "outcome": str(failed.pk)})
    ledger = told.page("/enforcement/people/{crn}")
    assert "No warning is in force" not in ledger
    kept = told.books(WARNED, 14)
    clock(WARNED, 15)
    told.acts(told.practitioner)
    return told.outcome(kept, "ATTC")


def supervised_and_over(told, clock, last: ContactOutcome) -> None:
    """Post-sentence supervision after the licence, contact owed still; then it is over, and nothing is."""
    clock(SUPERVISED - DAY, 9)
    told.acts(told.practitioner)
    assert "On licence" in told.page("/cases/{crn}/case")
    clock(SUPERVISED, 9)
    told.acts(told.practitioner)
    case = told.page("/cases/{crn}/case")
    assert "Post-sentence supervision" in case and "On licence" not in case
    assert "Every 14 days" in told.page("/contacts/{crn}")
    assert "Idris" in told.page("/contacts/caseload?show=no_contact")  # not seen since 18 June

    clock(ENDED, 9)
    told.acts(told.practitioner)
    assert "Ended" in told.page("/cases/{crn}/case")
    assert "Nothing: no sentence in the community" in told.page("/contacts/{crn}")
    assert "Idris" not in told.page("/contacts/caseload?show=no_contact")
    told.acts(told.senior)
    assert "Idris" not in told.page(f"/cases/workload/officers/{told.officer.code}")
    timeline = told.page("/cases/{crn}/timeline")
    for words in ("Sentenced: custody, Leicester Crown Court", "Case allocated to Officer Example",
                  "Released from custody", "Licence condition: No contact with a person", "Warn"):  # fmt: skip
        assert words in timeline
    assert last.appointment.person == told.man
