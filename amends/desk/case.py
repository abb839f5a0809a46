"""What a colleague taking over a case needs first: what is owed next, and who else is involved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import (
    Address,
    CaseAllocation,
    CasePlan,
    ContactDetail,
    Mappa,
    Person,
    PlanObjective,
    Registration,
    Sentence,
    SentenceCondition,
)
from amends.cases.queries import finding
from amends.cases.queries.assessments import due as assessment_due
from amends.cases.queries.order_fit import sentence_fit, sentences_of, with_attended
from amends.cases.queries.plans import due as plan_due
from amends.cases.queries.plans import with_plan
from amends.cases.queries.risk import RiskRecord, risk_record
from amends.cases.views.assessment_parts import new_words
from amends.contacts.models import Appointment
from amends.contacts.queries.activity_days import days_done
from amends.contacts.queries.due import ContactDue, contact_due
from amends.contacts.views.sections import owed_words
from amends.design.words import hours_text
from amends.enforcement.queries.calls import lately_called
from amends.enforcement.queries.pipeline import OWNERS
from amends.enforcement.queries.proceedings import not_over
from amends.organisation.models import User
from amends.organisation.ranges import current
from amends.organisation.remit import reads
from amends.organisation.roles import Permission as P
from amends.policy.codes import choices
from amends.policy.decision import Decision
from amends.policy.order_fit import Fit
from amends.unpaid_work.models import Booking
from amends.unpaid_work.queries.person import Standing, coming, standings

LOOK_BACK = timedelta(days=182)  # who gave appointments in the last half year is involved


@dataclass(frozen=True)
class Owed:
    """One thing owed to or by the person: what, by when (None: at once, or no day is set), and where it is done."""

    what: str
    due: date | None
    href: str
    late: bool = False


@dataclass(frozen=True)
class Involved:
    """Somebody else who works with the person, and as what."""

    name: str
    as_what: str


@dataclass
class CaseInBrief:
    """What the page about a case says. Empty where the reader may not see it."""

    contact: ContactDue | None = None
    risk: RiskRecord | None = None
    owed: list[Owed] = field(default_factory=list)
    involved: list[Involved] = field(default_factory=list)
    planned: bool = False  # whether the plan, which comes with the person, is shown
    minutes_left: dict[int, int] = field(default_factory=dict)  # of unpaid work, by the id of its requirement


def taken_over(on: date) -> QuerySet[Person]:
    """People with who holds the case on the day and since when, and where they live: as much as one query tells."""
    held = CaseAllocation.objects.filter(current(on), person=OuterRef("pk"))
    noted = Case(When(note="", then=Value("")), default=Concat(Value(" ("), "note", Value(")")))
    reach = ContactDetail.objects.filter(person=OuterRef("pk")).order_by("kind", "pk")
    reach = reach.annotate(words=Concat("value", noted, output_field=TextField()))
    lived = Address.objects.filter(current(on), person=OuterRef("pk"))
    where = Concat("lines", Case(When(postcode="", then=Value("")), default=Concat(Value(", "), "postcode")))
    plan = CasePlan.objects.filter(person=OuterRef("pk"), signed_at__isnull=False).order_by("-signed_at")
    in_turn = PlanObjective.objects.filter(plan=OuterRef("plan_pk")).order_by("place")
    return with_plan(finding.people().select_related("team__pdu"), on).annotate(
        plan_pk=Subquery(plan.values("pk")[:1]),
        plan_agreed=Subquery(plan.values("agreement__agreed")[:1]),
        plan_objectives=ArraySubquery(in_turn.values("change")),
        reached=ArraySubquery(reach.values("words")),
        held_from=Subquery(held.values("from_date")[:1]),
        lives_at=Subquery(lived.annotate(where=where).values("where")[:1]),
    )  # fmt: skip


def sentences(person: Person) -> list[Sentence]:
    """The person's sentences, latest first, with what each asks, and what of it is done (`days_done`, `attended`)."""
    conditions = with_attended(SentenceCondition.objects.annotate(days_done=days_done()))
    return sentences_of(person, conditions)


def in_brief(person: Person, reader: User, *, on: date, at: datetime) -> CaseInBrief:
    """The case on a day as this reader may see it. A constant number of queries."""
    asked = (P.CASE_ASSESSMENT_VIEW, P.CONTACT_VIEW, P.RISK_VIEW, P.HOURS_VIEW, P.ENFORCEMENT_VIEW)
    may = {each: reads(reader, each, person.team, person.crn) for each in asked}
    brief = CaseInBrief()
    if may[P.CASE_ASSESSMENT_VIEW]:
        brief.planned = True
        brief.owed += [*_assessment(person, on), *_plan(person, on)]
    if may[P.RISK_VIEW]:
        brief.risk = risk_record(person)
        brief.owed += _reviews(person, brief.risk, on)
    if may[P.CONTACT_VIEW]:
        (brief.contact,) = contact_due([person], on=on, at=at)
        brief.owed += _contact(person, brief.contact, on)
        brief.involved += _givers(person, at)
    if may[P.HOURS_VIEW]:
        booking, stand = coming(person, at).first(), standings(person, on)
        brief.owed += _unpaid_work(person, booking, stand, on)
        brief.minutes_left = left_of(stand)
        brief.involved += _placed(booking)
    if may[P.ENFORCEMENT_VIEW]:
        brief.owed += [*_failures(person, on), *_proceedings(person, on)]
    if brief.risk:
        brief.involved += _agencies(brief.risk)
    brief.owed.sort(key=lambda each: (not each.late, each.due or on, each.what))
    return brief


def _assessment(person: Person, on: date) -> Iterator[Owed]:
    """Of one of `taken_over`."""
    found = assessment_due(person, on)
    if found.decision:
        href = reverse("cases:assessments", args=[person.crn])
        words = _("Review the assessment: %(why)s") % {"why": ", ".join(new_words(found))}
        plain = _("Review the assessment") if found.person.assessed_at else _("Sign the initial assessment")
        yield Owed(words if found.new else plain, found.decision.value, href, found.overdue(on))


def _plan(person: Person, on: date) -> Iterator[Owed]:
    """Of one of `taken_over`."""
    found = plan_due(person, on)
    if found.decision:
        words = _("Review the plan: %(why)s") % {"why": ", ".join(new_words(found))}
        plain = _("Review the plan") if found.person.planned_at else _("Sign the first plan")
        href = reverse("cases:plans", args=[person.crn])
        yield Owed(words if found.new else plain, found.decision.value, href, found.overdue(on))


def _contact(person: Person, due: ContactDue, on: date) -> Iterator[Owed]:
    href = reverse("contacts:person", args=[person.crn])
    if due.due_on:
        yield Owed(_("Contact: %(how)s") % {"how": owed_words(due)}, due.due_on, href, due.overdue)
    elif due.state in ("risk_unknown", "no_rule"):
        yield Owed(_("Contact owed: %(why)s") % {"why": owed_words(due)}, None, href, late=True)
    if due.next:
        yield Owed(_("Next appointment"), due.next.on, href)
    elif due.unplanned:
        yield Owed(_("Book an appointment: nothing is planned in time"), None, href, late=True)


def _reviews(person: Person, risk: RiskRecord, on: date) -> Iterator[Owed]:
    href = reverse("cases:risk", args=[person.crn])
    named = dict(choices("registration"))
    if risk.latest is None:
        yield Owed(_("Judge the risk of serious harm"), None, href, late=True)
    standing: list[Mappa | Registration] = [*risk.mappa, *risk.registrations]
    for row in standing:
        if row.to_date is None or row.to_date > on:
            what = "MAPPA" if isinstance(row, Mappa) else _(named.get(row.kind, row.kind))
            yield Owed(_("Review: %(what)s") % {"what": what}, row.review_date, href, row.review_date < on)
    for agency, checks in risk.checks.items():
        if not checks or checks[0].outcome == "not_retrieved":
            told = _("Ask: %(agency)s") if not checks else _("Ask again, not retrieved: %(agency)s")
            yield Owed(told % {"agency": _(dict(choices("agency")).get(agency, agency))}, None, href)


def _unpaid_work(
    person: Person, booking: Booking | None, stand: Sequence[Standing], on: date
) -> Iterator[Owed]:  # fmt: skip
    href = reverse("unpaid_work:person", args=[person.crn])
    for standing in stand:
        if standing.requirement.ended_on is None and standing.account.statement is not None:
            left = standing.account.statement.remaining
            told = _("Unpaid work: %(hours)s left") % {"hours": hours_text(left)}
            yield Owed(told, standing.last_day, href, bool(left and standing.last_day and standing.last_day < on))
    if booking:
        told = _("Next session: %(place)s") % {"place": booking.session.project.name}
        yield Owed(told, localdate(booking.appointment.starts_at), href)


def fit(sentence: Sentence, minutes_left: Mapping[int, int], on: date) -> Decision[Fit] | None:
    """Whether what one of `sentences` asks fits its last day; None where nothing is counted, or no last day is set."""
    return sentence_fit(sentence, minutes_left, done_by_condition([sentence]), on)


def left_of(stand: Sequence[Standing]) -> dict[int, int]:
    """Minutes of unpaid work left, by the id of the requirement; one whose record cannot be is left out."""
    return {each.requirement.pk: each.account.statement.remaining for each in stand if each.account.statement}


def done_by_condition(found: Sequence[Sentence]) -> dict[int, int]:
    """Days of activity done, by the id of the condition, of some of `sentences`."""
    return {each.pk: each.days_done for sentence in found for each in sentence.conditions.all()}


def _failures(person: Person, on: date) -> Iterator[Owed]:
    steps = {"warn": _("A failure calls for a warning"), "breach": _("A failure calls for breach")}
    href = reverse("enforcement:ledger", args=[person.crn])
    for each in lately_called(Person.objects.filter(pk=person.pk), on):
        if each.call.open:
            yield Owed(steps.get(each.call.step.value, _("A failure to decide on")), each.call.due, href,
                       each.call.late(on))  # fmt: skip


def _proceedings(person: Person, on: date) -> Iterator[Owed]:
    """The next step of a breach or recall that is not over, and whose it is."""
    for each in not_over(Person.objects.filter(pk=person.pk), on):
        if each.turn:
            told = {"state": _(each.proceeding.get_state_display()), "owner": OWNERS[each.turn.value.owner]}
            href = reverse("enforcement:proceeding", args=[person.crn, each.proceeding.pk])
            yield Owed(_("%(state)s. Next step: %(owner)s") % told, each.due, href, each.late)


def _givers(person: Person, at: datetime) -> list[Involved]:
    """Those who give appointments, other than who holds the case."""
    holds = CaseAllocation.objects.filter(current(localdate(at)), person=person, practitioner=OuterRef("staff"))
    given = Appointment.objects.filter(
        ~Exists(holds), starts_at__gt=at - LOOK_BACK, person=person, cancelled_at=None, staff__isnull=False,
        kind=Appointment.Kind.SUPERVISION,
    )  # fmt: skip
    names = given.order_by("staff__name").values_list("staff__name", "staff__team__name").distinct()
    return [Involved(name, _("Gives appointments, %(team)s") % {"team": team}) for name, team in names]


def _placed(booking: Booking | None) -> list[Involved]:
    if booking is None or booking.session.supervisor is None:
        return []
    what = _("Supervises unpaid work, %(place)s") % {"place": booking.session.project.name}
    return [Involved(booking.session.supervisor.name, what)]


def _agencies(risk: RiskRecord) -> list[Involved]:
    named = dict(choices("agency"))
    return [
        Involved(_(named.get(agency, agency)), _("Told us what it holds"))
        for agency, checks in risk.checks.items() if checks and checks[0].outcome == "retrieved"
    ]  # fmt: skip
