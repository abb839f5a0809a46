"""What pages about a person show at their fullest: risk, contact details, and what each room keeps beside."""

from datetime import date, timedelta

from amends.cases.models import AgencyCheck, ContactDetail, KeepApart, Mappa, Registration, SentenceCondition
from amends.contacts.models import ContactLevel
from amends.policy.codes import choices
from tests.factories import make_appointment, make_risk
from tests.house.full_of_sessions import outcome_of
from tests.house.world_of_assessments import add_answers
from tests.house.world_of_plans import plan_more


def give_records(growth) -> None:
    """What is kept of the person beside their unpaid work."""
    person = growth.place.person
    add_answers(person, growth.user, growth.now, growth.size)
    plan_more(growth)
    for number in range(growth.size):
        _risk_of_the_person(growth, number)
        ContactDetail.objects.create(person=person, kind="mobile", value=f"07700 900{number:03}", note="Not at night")
        low, high = sorted([person, growth.people[number][0]], key=lambda row: row.pk)
        KeepApart.objects.create(person=low, other=high, reason="Co-defendants", from_date=growth.today)


def _risk_of_the_person(growth, number: int) -> None:
    person, kinds = growth.place.person, [code for code, _words in choices("registration")]
    day = date(2020, 1, 6) + timedelta(days=10 * number)
    make_risk(person, "very_high", day, recorded_by=growth.user, prisoners="medium")
    Mappa.objects.create(
        person=person, category=2, level=1, from_date=day, to_date=day + timedelta(days=10),
        review_date=day + timedelta(days=180),
    )  # fmt: skip
    Registration.objects.create(
        person=person, kind=kinds[number % len(kinds)], note="Carries a knife when out", from_date=day,
        to_date=growth.today, review_date=day + timedelta(days=180),
    )  # fmt: skip
    AgencyCheck.objects.create(
        person=person, agency="health" if number % 2 else "prison", outcome="retrieved", checked_on=day,
        summary="Under the community team for mental health", recorded_at=growth.now, recorded_by=growth.user,
    )  # fmt: skip
    over = make_appointment(person, growth.user, growth.now - timedelta(days=20 + number))
    outcome_of(growth, over, "ATTC", started_at=over.starts_at, finished_at=over.ends_at, notes="Spoke about work")
    make_appointment(person, growth.user, growth.now + timedelta(days=40 + number), "telephone")
    ContactLevel.objects.create(
        person=person, every_days=5, mode="face_to_face", less=False, reason="Newly released", from_date=day,
        to_date=day + timedelta(days=10), set_by=growth.user,
    )  # fmt: skip
    SentenceCondition.objects.create(
        sentence=growth.place.custody, kind="exclusion_zone", details="Within the ring road", from_date=day
    )
