"""Recording risk of serious harm, MAPPA, registrations and agency checks."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import AgencyCheck, Level, Mappa, Person, Registration, RiskOfHarm
from amends.cases.operations.refused import RiskRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.codes import choices


@dataclass(frozen=True)
class RiskDraft:
    """The level of risk of serious harm to each group; `prisoners` is empty for one who is not in custody."""

    assessed_on: date
    children: str
    public: str
    known_adult: str
    staff: str
    reason: str
    prisoners: str = ""


@transaction.atomic
def record_risk_of_harm(*, person: Person, draft: RiskDraft, by: User, at: datetime) -> RiskOfHarm:
    """Record a judgement of risk of serious harm beside the earlier ones. Raises RiskRefused."""
    grounds = _past(draft.assessed_on, "assessed_on", person, at)
    for group in RiskOfHarm.GROUPS:
        level = getattr(draft, group)
        if level not in Level.values and not (group == "prisoners" and level == ""):
            grounds.append(Ground(_("Select the level"), group))
    if not draft.reason.strip():
        grounds.append(Ground(_("Say why"), "reason"))
    if grounds:
        raise RiskRefused(grounds)
    risk = RiskOfHarm.objects.create(person=person, recorded_at=at, recorded_by=by, **asdict(draft))
    audit.record(by, "record risk of harm", f"cases.riskofharm {risk.pk}", crn=person.crn)
    return risk


@transaction.atomic
def record_mappa(
    *, person: Person, category: int, level: int, from_date: date, review_date: date, by: User, at: datetime
) -> Mappa:
    """Record MAPPA category and level from a day; what stood before ends that day.

    Raises RiskRefused where it is out of range, or one begins on that day or later.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    latest = Mappa.objects.filter(person=person).order_by("from_date").last()
    grounds = _past(from_date, "from_date", person, at) + _review(review_date, from_date)
    if category not in range(1, 5):
        grounds.append(Ground(_("Select a category from 1 to 4"), "category"))
    if level not in range(1, 4):
        grounds.append(Ground(_("Select a level from 1 to 3"), "level"))
    if latest and latest.from_date >= from_date:
        grounds.append(Ground(_("One begins on that day or later; a new one must begin after it"), "from_date"))
    if grounds:
        raise RiskRefused(grounds)
    if latest and (latest.to_date is None or latest.to_date > from_date):
        latest.to_date = from_date
        latest.save(update_fields=["to_date"])
    mappa = Mappa.objects.create(
        person=person, category=category, level=level, from_date=from_date, review_date=review_date
    )
    audit.record(by, "record MAPPA", f"cases.mappa {mappa.pk}", crn=person.crn)
    return mappa


@transaction.atomic
def end_mappa(*, mappa: Mappa, to_date: date, by: User, at: datetime) -> Mappa:
    """Record the first day on which the person is no longer managed so. Raises RiskRefused."""
    mappa = Mappa.objects.select_for_update(of=("self",)).select_related("person").get(pk=mappa.pk)
    _end(mappa, to_date, at)
    audit.record(by, "end MAPPA", f"cases.mappa {mappa.pk}", crn=mappa.person.crn)
    return mappa


@transaction.atomic
def register_risk(
    *, person: Person, kind: str, from_date: date, review_date: date, note: str = "", by: User, at: datetime
) -> Registration:
    """Register a person, with the day by which the registration is reviewed. Raises RiskRefused."""
    Person.objects.select_for_update().get(pk=person.pk)
    grounds = _past(from_date, "from_date", person, at) + _review(review_date, from_date)
    if kind not in dict(choices("registration")):
        grounds.append(Ground(_("Select what it is for"), "kind"))
    elif Registration.objects.filter(person=person, kind=kind, to_date=None).exists():
        grounds.append(Ground(_("The person is registered for this already: review that registration"), "kind"))
    if grounds:
        raise RiskRefused(grounds)
    registration = Registration.objects.create(
        person=person, kind=kind, note=note.strip(), from_date=from_date, review_date=review_date, recorded_at=at
    )
    audit.record(by, "register", f"cases.registration {registration.pk}", crn=person.crn)
    return registration


@transaction.atomic
def review_registration(
    *, registration: Registration, review_date: date | None = None, to_date: date | None = None, by: User, at: datetime
) -> Registration:
    """Keep a registration until its next review, or end it: one of `review_date` and `to_date` (the first day without).

    Raises RiskRefused where it has ended, or neither or both are given.
    """
    found = Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=registration.pk)
    if (review_date is None) == (to_date is None):
        raise RiskRefused(_("Give the next review, or the day it ends"), field="review_date")
    if to_date is not None:
        _end(found, to_date, at)
    else:
        _still_standing(found)
        if review_date <= localdate(at):
            raise RiskRefused(_("The next review must be after today"), field="review_date")
        found.review_date = review_date
        found.save(update_fields=["review_date"])
    audit.record(by, "review registration", f"cases.registration {found.pk}", crn=found.person.crn)
    return found


@transaction.atomic
def record_agency_check(
    *, person: Person, agency: str, outcome: str, checked_on: date, summary: str = "", by: User, at: datetime
) -> AgencyCheck:
    """Record what an agency answered, beside its earlier answers. Raises RiskRefused."""
    grounds = _past(checked_on, "checked_on", person, at)
    if agency not in dict(choices("agency")):
        grounds.append(Ground(_("Select the agency"), "agency"))
    if outcome not in dict(choices("check_outcome")):
        grounds.append(Ground(_("Select what the check came to"), "outcome"))
    if outcome == "retrieved" and not summary.strip():
        grounds.append(Ground(_("Say what the agency told"), "summary"))
    if grounds:
        raise RiskRefused(grounds)
    check = AgencyCheck.objects.create(
        person=person, agency=agency, outcome=outcome, checked_on=checked_on, summary=summary.strip(), recorded_at=at,
        recorded_by=by,
    )  # fmt: skip
    audit.record(by, "record agency check", f"cases.agencycheck {check.pk}", crn=person.crn)
    return check


def _past(day: date, field: str, person: Person, at: datetime) -> list[Ground]:
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if not person.date_of_birth < day <= localdate(at):
        grounds.append(Ground(_("The day must be today or in the past"), field))
    return grounds


def _review(review: date, begins: date) -> list[Ground]:
    return [] if review > begins else [Ground(_("The review must be after the first day"), "review_date")]


def _still_standing(row: Mappa | Registration) -> None:
    if row.to_date is not None:
        raise RiskRefused(_("This has ended already."))


def _end(row: Mappa | Registration, to_date: date, at: datetime) -> None:
    _still_standing(row)
    if not row.from_date < to_date <= date.fromordinal(localdate(at).toordinal() + 1):
        raise RiskRefused(_("The last day must be from its first day to today"), field="to_date")
    row.to_date = to_date
    row.save(update_fields=["to_date"])
