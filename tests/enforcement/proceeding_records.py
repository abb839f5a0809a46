"""Breaches and recalls, brought by the operations to where a test needs them."""

from datetime import date, datetime, timedelta

from amends.cases.models import Address, Sentence
from amends.contacts.operations.outcomes import OutcomeDraft, record_outcomes
from amends.enforcement.models import Proceeding
from amends.enforcement.operations.actions import issue_warning, start_breach
from amends.enforcement.operations.proceedings import list_hearing, send_pack
from amends.enforcement.operations.recalls import RecallDraft, decide_recall
from tests.enforcement.failing import failed, noon, sentenced
from tests.factories import make_allocation, make_appointment, make_custody, make_person, make_risk, make_staff

FIRST, SECOND = date(2026, 3, 10), date(2026, 3, 24)
STARTED = noon(date(2026, 3, 26))
RELEASED = date(2026, 1, 5)


def whole(person, staff=None, *, judged: bool = True) -> None:
    """What a pack needs of the person: an address, who holds the case, and, if `judged`, a judgement of risk."""
    since = date(2026, 1, 1)
    Address.objects.create(person=person, lines="1 High Street, Reading", postcode="RG1 1AA", from_date=since)
    make_allocation(person, staff or make_staff(person.team, "po"), since)
    if judged:
        make_risk(person, "medium", since)
    Sentence.objects.filter(person=person).update(offence="Theft")


def in_breach(team, by, at: datetime = STARTED, **person):
    """Somebody who failed twice, was warned the first time, and is in breach: the requirement and the breach."""
    someone, requirement = sentenced(team, **person)
    whole(someone)
    first = failed(requirement, FIRST, by)
    issue_warning(outcome=first, by=by, at=noon(FIRST + timedelta(days=1)))
    start_breach(outcome=failed(requirement, SECOND, by), by=by, at=at)
    return requirement, Proceeding.objects.get(sentence=requirement.sentence)


def laid(team, by, **person):
    """The same, before the court since the next day."""
    requirement, breach = in_breach(team, by, **person)
    send_pack(proceeding=breach, by=by, at=STARTED + timedelta(days=1))
    return requirement, _again(breach)


def listed(team, by, hearing_on: date = date(2026, 4, 20), **person):
    """The same, with a day for the hearing."""
    requirement, breach = laid(team, by, **person)
    list_hearing(proceeding=breach, hearing_on=hearing_on, by=by, at=STARTED + timedelta(days=2))
    return requirement, _again(breach)


def on_licence(team, **person):
    """Somebody released in January on a licence that goes on, with all that a pack needs."""
    someone = make_person(team, **person)
    custody = make_custody(someone, date(2025, 7, 7), release_date=RELEASED)
    whole(someone)
    custody.refresh_from_db()
    custody.conditions.create(kind="standard", from_date=RELEASED)
    return custody


def failed_supervision(person, day: date, by):
    """A supervision appointment of the day that the person did not keep: its outcome."""
    appointment = make_appointment(person, by, noon(day))
    (outcome,) = record_outcomes([OutcomeDraft(appointment, "UACP")], by=by, at=noon(day + timedelta(days=1)))
    return outcome


def recall_draft(**values) -> RecallDraft:
    """A recall whose criteria are met, for a fixed term of 28 days by the rules of 2026."""
    values = {
        "alternatives": {"warning": "Warned twice; missed the next two appointments"},
        "grounds": "Out of touch for three weeks, and not at the address",
        "answers": {"licence_breached": True, "not_manageable": True},
        "type_answers": {
            "adult": True, "mappa_2_or_3": False, "under_4_years": True, "excluded_offence": False, "charged": False,
            "under_12_months": False,
        },
    } | values  # fmt: skip
    return RecallDraft(**values)


def proposed(custody, by, at: datetime, **values) -> Proceeding:
    """A recall of the person, proposed."""
    return decide_recall(sentence=custody, draft=recall_draft(**values), by=by, at=at)


def _again(breach: Proceeding) -> Proceeding:
    return Proceeding.objects.get(pk=breach.pk)
