"""The register of a session: whom to expect, what keeps them safe, and what has been recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.operations.outcomes import standing_outcomes
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.session_credit import session_credit
from amends.unpaid_work.form_specs.vocabulary import TAGS
from amends.unpaid_work.models import Booking, Session, StandDown

LOOK_BACK = timedelta(days=28)
RISKS_TOLD = ("medium", "high", "very_high")


@dataclass(frozen=True)
class Expected:
    """One person on the register: `facts` keep people safe; `outcome` stands; `credit` its minutes."""

    booking: Booking
    facts: tuple[str, ...]
    outcome: ContactOutcome | None
    outcome_words: str
    credit: int | None
    concerns: tuple[Concern, ...]

    @property
    def person(self):
        return self.booking.appointment.person


@dataclass(frozen=True)
class Waiting:
    """How many people a session expects, and how many of them have no outcome yet."""

    session_id: int
    expected: int
    waiting: int


@dataclass(frozen=True)
class Register:
    """The people of a session that the reader may see; `hidden` counts those whom a list keeps from the reader."""

    session: Session
    people: tuple[Expected, ...]
    hidden: int
    stood_down: StandDown | None

    @property
    def waiting(self) -> tuple[Expected, ...]:
        """Those whose outcome is yet to be recorded."""
        return tuple(expected for expected in self.people if expected.outcome is None)


def sessions() -> QuerySet[Session]:
    """Sessions with what a register's heading shows."""
    return Session.objects.select_related("project__team", "supervisor")


def register(user, session: Session) -> Register:
    """The register of a session, as the user may see it. A constant number of queries."""
    booked = Booking.objects.filter(session=session, appointment__cancelled_at__isnull=True)
    shown = list(
        access.visible(booked, user, Permission.REGISTER_RECORD)
        .select_related("appointment__person", "assessment", "session__project")
        .prefetch_related("assessment__areas", Prefetch("appointment__concerns", _concerns(user)))
        .order_by("appointment__person__family_name", "appointment__person__given_names", "pk")
    )
    standing = standing_outcomes(booking.appointment_id for booking in shown)
    people = tuple(_expected(booking, standing.get(booking.appointment_id)) for booking in shown)
    whole = session.stand_downs.filter(whole=True).first()
    return Register(session, people, booked.count() - len(shown), whole)


def _concerns(user) -> QuerySet[Concern]:
    return access.visible(Concern.objects, user, Permission.REGISTER_RECORD).select_related("raised_by", "read_by")


def _expected(booking: Booking, outcome: ContactOutcome | None) -> Expected:
    words, credit = "", None
    if outcome:
        words = contact_outcome(outcome.code).description
        credit = credit_of(outcome, booking.appointment)
    concerns = tuple(booking.appointment.concerns.all())
    return Expected(booking, tuple(safety_facts(booking)), outcome, words, credit, concerns)


def credit_of(outcome: ContactOutcome, appointment) -> int:
    """Minutes that an outcome credits by itself, before what remains of the requirement is looked at."""
    start, end = outcome.started_at or appointment.starts_at, outcome.finished_at or appointment.ends_at
    notice = outcome.notice or "on_site"
    on = civil_date(appointment.starts_at)
    return session_credit(start, end, outcome.code, outcome.penalty_minutes, notice=notice, on=on).value


def safety_facts(booking: Booking) -> Iterable[str]:
    """What a supervisor must know to keep this person and others safe, and nothing else."""
    assessment = booking.assessment
    if assessment is None:
        yield _("No assessment is on record: ask the unpaid work team before work begins")
        return
    if assessment.risk_of_harm in RISKS_TOLD:
        yield _("Risk of serious harm to others: %(level)s") % {"level": assessment.get_risk_of_harm_display().lower()}
    if assessment.health:
        yield _("Health: %(fact)s") % {"fact": assessment.health}
    if assessment.medication:
        yield _("Medication: %(fact)s") % {"fact": assessment.medication}
    if not assessment.lifting:
        yield _("Must not lift or carry heavy loads")
    if assessment.close_supervision:
        yield _("Needs close supervision")
    if kept_from := [str(TAGS.get(tag, tag)) for tag in assessment.excludes if tag != "heavy"]:
        yield _("Must be kept from: %(what)s") % {"what": "; ".join(kept_from)}
    if areas := [area.description for area in assessment.areas.all()]:
        yield _("Must keep away from: %(where)s") % {"where": "; ".join(areas)}
    if booking.appointment.person.interpreter:
        yield _("Needs an interpreter: %(language)s") % {"language": booking.appointment.person.interpreter}


def to_finish(user, at: datetime, *, older: bool = False) -> list[Waiting]:
    """Registers of earlier days with people without an outcome: of the last four weeks, or of all days before them.

    The oldest first. Every booking there has been must be looked at for the older ones.
    """
    today = civil_date(at)
    since = today - LOOK_BACK
    days = Q(date__lt=since) if older else Q(date__gte=since, date__lt=today)
    return _counts(user, days & Q(starts_at__lte=at), Q(recorded__lt=F("expected")))


def of_day(user, on: date) -> list[Waiting]:
    """The registers of a day on which anybody is expected, in the order of their beginning."""
    return _counts(user, Q(date=on), Q(expected__gt=0))


def shown(registers: Iterable[Waiting]) -> list[tuple[Session, Waiting]]:
    """The same registers, each with its session as a list shows it."""
    registers = list(registers)
    found = Session.objects.select_related("project", "supervisor").only(
        "date", "starts_at", "ends_at", "project__name", "supervisor__name"
    )
    by_id = found.in_bulk([register.session_id for register in registers])
    return [(by_id[register.session_id], register) for register in registers]


def _counts(user, chosen: Q, counted: Q) -> list[Waiting]:
    """Of the sessions chosen those with such counts, by day and time: counted alone, for most are not shown."""
    expected = Q(bookings__appointment__cancelled_at=None)
    recorded = expected & Q(bookings__appointment__outcomes__isnull=False)
    rows = (
        access.visible(Session.objects, user, Permission.REGISTER_RECORD)
        .filter(chosen, cancelled_at=None)
        .values("pk", "date", "starts_at", "project__name")
        .annotate(
            expected=Count("bookings", filter=expected, distinct=True),
            recorded=Count("bookings", filter=recorded, distinct=True),
        )
        .filter(counted)
        .order_by("date", "starts_at", "project__name", "pk")
        .values_list("pk", "expected", "recorded")
    )
    return [Waiting(session, expected, expected - recorded) for session, expected, recorded in rows]
