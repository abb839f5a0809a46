"""How an order is followed once work has begun: its plan and reviews, the contact kept, what the site noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.queries.appointments import kept
from amends.design.components import Event, Tag
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.codes import choices
from amends.policy.completion import review_due_dates
from amends.policy.decision import Decision
from amends.policy.supervision import modes_as_planned, practitioner_contact_due
from amends.unpaid_work.models import RequirementReview, SiteEvent, SupervisionPlan
from amends.unpaid_work.queries.attendance import ATTENDED

ANY_WAY = "telephone"  # whatever counts as contact keeps to it
NOTED = (SiteEvent.Kind.NOTE, SiteEvent.Kind.INCIDENT)


@dataclass(frozen=True)
class ReviewDue:
    """One of the reviews that policy asks for: its day, and what came of it where it was done."""

    review: str
    label: str
    due: date
    done: RequirementReview | None


@dataclass(frozen=True)
class Followed:
    """A requirement as its practitioner follows it. `due`: the next contact; None where no work has begun."""

    plans: tuple[SupervisionPlan, ...]
    reviews: tuple[ReviewDue, ...]
    contacts: tuple[ContactOutcome, ...]
    due: Decision[date] | None

    @property
    def plan(self) -> SupervisionPlan | None:
        """The version that stands."""
        return self.plans[0] if self.plans else None


def followed(requirement: Requirement, on: date) -> Followed:
    """The plan with its versions, the reviews and the contact of an unpaid work requirement, as known on a day."""
    sentenced = requirement.sentence.sentence_date
    plans = tuple(requirement.supervision_plans.select_related("recorded_by"))
    done = {review.review: review for review in requirement.reviews.select_related("recorded_by")}
    days = review_due_dates(sentenced, on=on).value
    kinds = RequirementReview.Review
    reviews = tuple(
        ReviewDue(kind.value, kind.label, day, done.get(kind.value)) for kind, day in zip(kinds, days, strict=True)
    )
    made = kept(modes_as_planned(ANY_WAY)).filter(
        appointment__person=requirement.sentence.person_id, appointment__starts_at__date__gte=sentenced,
        appointment__starts_at__date__lte=on,
    )  # fmt: skip
    latest_first = made.select_related("appointment__staff", "recorded_by").order_by("-appointment__starts_at")
    contacts = tuple(latest_first)
    return Followed(plans, reviews, contacts, _contact_due(requirement, plans, contacts, on))


def _contact_due(
    requirement: Requirement, plans: Sequence[SupervisionPlan], contacts: Sequence[ContactOutcome], on: date
) -> Decision[date] | None:
    """None where the person has not worked since the sentence, or the requirement has ended."""
    if requirement.ended_on:
        return None
    begun = ContactOutcome.objects.filter(
        appointment__person=requirement.sentence.person_id, appointment__booking__isnull=False, replaced_by=None,
        code__in=ATTENDED, appointment__starts_at__date__gte=requirement.sentence.sentence_date,
    ).aggregate(first=Min("appointment__starts_at"))["first"]  # fmt: skip
    if begun is None:
        return None
    last = _day_of(contacts) or civil_date(begun)
    if not plans:
        return practitioner_contact_due(last, on=on)
    modes = modes_as_planned(plans[0].contact_way)
    as_planned = _day_of([one for one in contacts if _mode(one) in modes]) or civil_date(begun)
    return practitioner_contact_due(last, planned_weeks=plans[0].contact_weeks, as_planned=as_planned, on=on)


def _mode(contact: ContactOutcome) -> str:
    """How it was made; a check-in is among those kept where it was approved to stand for a telephone call."""
    mode = contact.appointment.mode
    return "telephone" if mode == "check_in" else mode


def _day_of(contacts: Sequence[ContactOutcome]) -> date | None:
    """The day of the first of them."""
    return civil_date(contacts[0].appointment.starts_at) if contacts else None


def site_notes(user, person: Person, most: int = 10) -> list[Event]:
    """What supervisors noted about the person, the latest first: concerns, notes and incidents, remarks on outcomes.

    Nothing for a reader who may not read concerns about them.
    """
    if not access.visible(Person.objects.filter(pk=person.pk), user, Permission.CONCERN_READ).exists():
        return []
    events = [*_concerns(person, most), *_site_events(person, most), *_remarks(person, most)]
    return sorted(events, key=lambda event: event.at, reverse=True)[:most]


def _concerns(person: Person, most: int):
    for concern in Concern.objects.filter(person=person).select_related("raised_by", "read_by")[:most]:
        tag = Tag(_("Read"), "green") if concern.read_at else Tag(_("Not read"), "yellow")
        yield Event(_("Concern"), concern.raised_at, concern.raised_by.name, concern.text, tag=tag)


def _site_events(person: Person, most: int):
    found = SiteEvent.objects.filter(
        booking__appointment__person=person, kind__in=NOTED, answer=SiteEvent.Answer.TAKEN
    ).select_related("recorded_by", "session__project")
    for event in found.order_by("-happened_at")[:most]:
        told = f"{event.session.project.name}: {event.content.get('text', '')}"
        yield Event(event.get_kind_display(), event.happened_at, event.recorded_by.name, told)


def _remarks(person: Person, most: int):
    work, behaviour = dict(choices("session_quality")), dict(choices("session_behaviour"))
    found = (
        ContactOutcome.objects.filter(appointment__person=person, appointment__booking__isnull=False, replaced_by=None)
        .exclude(notes="")
        .select_related("recorded_by", "appointment__booking__session__project")
    )
    for outcome in found.order_by("-appointment__starts_at")[:most]:
        said = [outcome.appointment.booking.session.project.name]
        if outcome.quality:
            said.append(_("Work: %(scale)s") % {"scale": work[outcome.quality]})
        if outcome.behaviour:
            said.append(_("Behaviour: %(scale)s") % {"scale": behaviour[outcome.behaviour]})
        text = ". ".join([*said, outcome.notes])
        yield Event(_("Remark on a session"), outcome.appointment.starts_at, outcome.recorded_by.name, text)
