"""What needs doing today, by what a user may do: each a count with the page where it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from amends.cases.models import Person, Requirement
from amends.cases.queries import break_glass, court_reports, plans
from amends.cases.queries.assessments import all_due, with_assessment
from amends.cases.queries.finding import looked_after_by
from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.queries.left_behind import left_behind
from amends.contacts.queries.releases import releases
from amends.enforcement.models import Proceeding
from amends.enforcement.queries.due import MINE, due_rows, people_of
from amends.enforcement.queries.proceedings import not_over
from amends.organisation import access
from amends.organisation.models import Absence
from amends.organisation.roles import Permission
from amends.unpaid_work.models import (
    Booking,
    HealthAndSafety,
    Plan,
    Project,
    Session,
    Under18SignOff,
    UnpaidWorkAssessment,
)
from amends.unpaid_work.queries import consultations, nominations

LAPSING = timedelta(days=30)
LOOK_BACK = timedelta(days=28)
LOOK_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Duty:
    """One thing to do: `count` of them, said in words, and where it is done."""

    count: int
    text: str
    href: str
    urgent: bool = False


@dataclass(frozen=True)
class Waiting:
    """What waits of one kind: the rows, or how many were found; the words for a number of them; the page's name."""

    rows: QuerySet | int
    words: Any
    page: str
    query: str = ""
    urgent: bool = False


def duties(user, on: date, at: datetime) -> list[Duty]:
    """Everything that waits for the user, urgent first. `on` is today in Europe/London, `at` this instant."""
    found = [waiting(user, on, at) for permission, waiting in _DUTIES if access.allows(user, permission)]
    told = [
        Duty(count, each.words % count, reverse(each.page) + each.query, each.urgent)
        for count, each in zip(_counts([each.rows for each in found]), found, strict=True) if count
    ]  # fmt: skip
    return sorted(told, key=lambda duty: not duty.urgent)


def _counts(found: Sequence[QuerySet | int]) -> list[int]:
    """How many there are of each; one query counts all that are rows."""
    arms = [
        rows.order_by().annotate(duty_number=Value(number, IntegerField())).values("duty_number")
        .annotate(waiting_now=Count("pk")).values_list("duty_number", "waiting_now")
        for number, rows in enumerate(found) if isinstance(rows, QuerySet)
    ]  # fmt: skip
    counted = dict(arms[0].union(*arms[1:], all=True)) if arms else {}
    return [counted.get(number, 0) if isinstance(rows, QuerySet) else rows for number, rows in enumerate(found)]


def sessions_today(user, on: date) -> QuerySet[Session]:
    """Today's sessions the user may see: a supervisor's own, anyone else's by their scope."""
    sessions = access.visible(Session.objects.filter(date=on, cancelled_at=None), user, Permission.SESSION_VIEW)
    if (
        user.staff_id
        and access.allows(user, Permission.REGISTER_RECORD)
        and not access.allows(user, Permission.SESSION_PLAN)
    ):
        sessions = sessions.filter(supervisor=user.staff_id)
    booked = Booking.objects.filter(appointment__cancelled_at=None, session=OuterRef("pk")).order_by().values("session")
    shown = ("date", "starts_at", "ends_at", "places", "project__name", "supervisor__name")
    return (
        sessions.select_related("project", "supervisor")
        .only(*shown)
        .annotate(booked=Coalesce(Subquery(booked.annotate(count=Count("pk")).values("count")), 0))
    )


def caseload(user, on: date) -> QuerySet[Person]:
    """The people whose case the user holds or covers today."""
    people = Person.objects.filter(looked_after_by(user.staff_id, on), merged_into=None)
    return access.visible(people, user, Permission.PERSON_VIEW).order_by("family_name", "given_names")


def _left_behind(user, on: date, at: datetime) -> Waiting:
    count = sum(each.state == "open" for each in left_behind(user, on=on, at=at))
    words = ngettext_lazy("%d case left behind by an absence", "%d cases left behind by absences")
    return Waiting(count, words, "contacts:left_behind", urgent=True)


def _releases(user, on: date, at: datetime) -> Waiting:
    """Of the cases the user holds or covers."""
    ahead = releases(user, on=on, at=at, mine=True) if user.staff_id else []
    lacking = [each for each in ahead if each.lacking]
    soon = any(each.on <= on + LOOK_AHEAD for each in lacking)
    words = ngettext_lazy(
        "%d release ahead without an appointment or housing raised",
        "%d releases ahead without an appointment or housing raised",
    )
    return Waiting(len(lacking), words, "contacts:releases", "?show=mine", urgent=soon)


def _concerns(user, on: date, at: datetime) -> Waiting:
    unread = access.visible(Concern.objects.filter(read_at=None), user, Permission.CONCERN_READ)
    words = ngettext_lazy("%d concern from site to read", "%d concerns from site to read")
    return Waiting(unread, words, "contacts:concerns", urgent=True)


def _failures(user, on: date, at: datetime) -> Waiting:
    """Of the cases the user holds or covers: a whole team's are counted on their own page."""
    open_failures = due_rows(people_of(user, MINE, on), on) if user.staff_id else []
    late = sum(row.due <= on for row in open_failures)
    words = ngettext_lazy("%d failure to act on by today", "%d failures to act on by today")
    return Waiting(late, words, "enforcement:due", urgent=True)


def _proceedings(user, on: date, at: datetime) -> Waiting:
    """Of the cases the user holds or covers: a whole team's are counted on their own page."""
    standing = not_over(people_of(user, MINE, on), on) if user.staff_id else []
    due = sum(each.due is not None and each.due <= on for each in standing)
    words = ngettext_lazy(
        "%d breach or recall whose next step is due by today", "%d breaches and recalls whose next step is due by today"
    )
    return Waiting(due, words, "enforcement:pipeline", urgent=True)


def _recalls_to_sign(user, on: date, at: datetime) -> Waiting:
    """Proposed by somebody else: nobody signs their own."""
    proposed = Proceeding.objects.filter(state=Proceeding.State.PROPOSED, sentence__person__merged_into=None)
    others = access.visible(proposed, user, Permission.RECALL_SIGN).exclude(recall__recorded_by=user)
    words = ngettext_lazy("%d recall to counter-sign", "%d recalls to counter-sign")
    return Waiting(others, words, "enforcement:pipeline", "?whose=all&step=proposed", urgent=True)


def _court_reports(user, on: date, at: datetime) -> Waiting:
    """Of the user's own: a team's are counted on their own page."""
    words = ngettext_lazy("%d court report to deliver by today", "%d court reports to deliver by today")
    return Waiting(court_reports.waiting_for(user, on), words, "cases:court_reports", "?whose=mine", urgent=True)


def _assessments_due(user, on: date, at: datetime) -> Waiting:
    """Of the cases the user holds or covers: overdue, or called for by new information."""
    held = Person.objects.filter(looked_after_by(user.staff_id, on))
    held = access.visible(held, user, Permission.CASE_ASSESSMENT_VIEW)
    owed = all_due(with_assessment(held.filter(merged_into=None), on), on) if user.staff_id else []
    late = sum(bool(each.new) or each.overdue(on) for each in owed)
    words = ngettext_lazy("%d assessment to sign or review now", "%d assessments to sign or review now")
    return Waiting(late, words, "cases:assessments_due", urgent=True)


def _plans_of_cases(user, on: date, at: datetime) -> Waiting:
    """Of the cases the user holds or covers: none signed in time, overdue, or called for by what is new."""
    held = Person.objects.filter(looked_after_by(user.staff_id, on))
    held = access.visible(held, user, Permission.CASE_ASSESSMENT_VIEW)
    owed = plans.all_due(plans.with_plan(held.filter(merged_into=None), on), on) if user.staff_id else []
    late = sum(bool(each.new) or each.overdue(on) for each in owed)
    words = ngettext_lazy("%d plan of a case to sign or review now", "%d plans of cases to sign or review now")
    return Waiting(late, words, "cases:plans_due", urgent=True)


def _registers(user, on: date, at: datetime) -> Waiting:
    waiting = Booking.objects.filter(
        ~Exists(ContactOutcome.objects.filter(appointment=OuterRef("appointment"))),
        appointment__cancelled_at=None, session=OuterRef("pk"),
    )  # fmt: skip
    ended = Session.objects.filter(Exists(waiting), ends_at__lt=at, date__gte=on - LOOK_BACK)
    words = ngettext_lazy("%d register to finish", "%d registers to finish")
    sessions = access.visible(ended, user, Permission.REGISTER_RECORD)
    return Waiting(sessions, words, "unpaid_work:registers", urgent=True)


def _unsupervised(user, on: date, at: datetime) -> Waiting:
    away = Absence.objects.filter(
        Q(to_date=None) | Q(to_date__gt=OuterRef("date")), staff=OuterRef("supervisor"), from_date__lte=OuterRef("date")
    )
    ahead = Session.objects.filter(
        Q(supervisor=None) | Exists(away), cancelled_at=None, project__supervised=True,
        date__gte=on, date__lt=on + LOOK_AHEAD, stand_downs__isnull=True,
    )  # fmt: skip
    words = ngettext_lazy(
        "%d session in the next 7 days without a supervisor", "%d sessions in the next 7 days without a supervisor"
    )
    return Waiting(access.visible(ahead, user, Permission.SESSION_PLAN), words, "unpaid_work:boards", urgent=True)


def _plans(user, on: date, at: datetime) -> Waiting:
    ready = access.visible(Plan.objects.filter(status=Plan.Status.READY), user, Permission.SESSION_PLAN)
    return Waiting(ready, ngettext_lazy("%d plan ready to look at", "%d plans ready to look at"), "unpaid_work:plans")


def _assessments(user, on: date, at: datetime) -> Waiting:
    good = UnpaidWorkAssessment.objects.filter(
        ~Q(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED), person=OuterRef("pk"),
        from_date__lte=on, to_date__gt=on + LAPSING, withdrawn_at=None,
    )  # fmt: skip
    working = Requirement.objects.filter(sentence__person=OuterRef("pk"), ended_on=None)
    people = Person.objects.filter(Exists(working), ~Exists(good), merged_into=None)
    words = ngettext_lazy(
        "%d person without an assessment that holds for another 30 days",
        "%d people without an assessment that holds for another 30 days",
    )
    people = access.visible(people, user, Permission.ASSESSMENT_RECORD)
    return Waiting(people, words, "unpaid_work:monitor_assessments")


def _under_18(user, on: date, at: datetime) -> Waiting:
    born_after = _years_before(on, 18)
    working = Requirement.objects.filter(sentence__person=OuterRef("pk"), ended_on=None)
    waiting = Person.objects.filter(
        Exists(working), ~Exists(Under18SignOff.objects.filter(person=OuterRef("pk"))),
        date_of_birth__gt=born_after, merged_into=None,
    )  # fmt: skip
    words = ngettext_lazy("%d person under 18 waiting for a manager", "%d people under 18 waiting for a manager")
    waiting = access.visible(waiting, user, Permission.UNDER_18_SIGN_OFF)
    return Waiting(waiting, words, "unpaid_work:monitor_under_18", urgent=True)


def _health_and_safety(user, on: date, at: datetime) -> Waiting:
    lasting = HealthAndSafety.objects.filter(project=OuterRef("pk"), from_date__lte=on, to_date__gt=on + LAPSING)
    projects = Project.objects.filter(~Exists(lasting), Q(to_date=None) | Q(to_date__gt=on), from_date__lte=on)
    words = ngettext_lazy(
        "%d project whose health and safety has lapsed or will within 30 days",
        "%d projects whose health and safety has lapsed or will within 30 days",
    )
    projects = access.visible(projects, user, Permission.HEALTH_AND_SAFETY_RECORD)
    return Waiting(projects, words, "unpaid_work:monitor_health_and_safety")


def _nominations(user, on: date, at: datetime) -> Waiting:
    late = sum(waiting.overdue for waiting in nominations.waiting(user, on))
    words = ngettext_lazy("%d nomination late to be acknowledged", "%d nominations late to be acknowledged")
    return Waiting(late, words, "unpaid_work:nominations", urgent=True)


def _consultations(user, on: date, at: datetime) -> Waiting:
    """Parties to be heard this year, once the day by which they are due is near."""
    years = consultations.years(consultations.regions(user), on.year)
    near = [year for year in years if year.missing and year.due and year.due - LAPSING <= on]
    count = sum(len(year.missing) for year in near)
    words = ngettext_lazy("%d party to consult this year", "%d parties to consult this year")
    return Waiting(count, words, "unpaid_work:consultations", urgent=any(year.overdue(on) for year in near))


def _opened_urgently(user, on: date, at: datetime) -> Waiting:
    words = ngettext_lazy("%d record opened urgently to review", "%d records opened urgently to review")
    return Waiting(break_glass.waiting(user), words, "cases:break_glass_reviews", urgent=True)


def _years_before(on: date, years: int) -> date:
    """The same day so many years before; 28 February for a 29 February that year lacks."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


_DUTIES: list[tuple[Permission, Callable[[object, date, datetime], Waiting]]] = [
    (Permission.WORKLOAD_VIEW, _left_behind),
    (Permission.CONTACT_RECORD, _releases),
    (Permission.CONCERN_READ, _concerns),
    (Permission.ENFORCEMENT_RECORD, _failures),
    (Permission.ENFORCEMENT_RECORD, _proceedings),
    (Permission.RECALL_SIGN, _recalls_to_sign),
    (Permission.COURT_REPORT_RECORD, _court_reports),
    (Permission.CASE_ASSESSMENT_RECORD, _assessments_due),
    (Permission.CASE_ASSESSMENT_RECORD, _plans_of_cases),
    (Permission.REGISTER_RECORD, _registers),
    (Permission.SESSION_PLAN, _unsupervised),
    (Permission.SESSION_PLAN, _plans),
    (Permission.ASSESSMENT_RECORD, _assessments),
    (Permission.UNDER_18_SIGN_OFF, _under_18),
    (Permission.HEALTH_AND_SAFETY_RECORD, _health_and_safety),
    (Permission.BREAK_GLASS_REVIEW, _opened_urgently),
    (Permission.NOMINATION_DECIDE, _nominations),
    (Permission.CONSULTATION_RECORD, _consultations),
]
