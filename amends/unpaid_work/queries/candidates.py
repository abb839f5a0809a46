"""Whom a session would suit, and which sessions would suit a person: the best first, with reasons for and against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Person
from amends.cases.queries.finding import understood
from amends.contacts.models import ContactOutcome
from amends.design.words import hours_text, long_date
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy import codes
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Booking, Certificate, ProjectQuality, Session, UnpaidWorkAssessment
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.board import monday_of
from amends.unpaid_work.queries.offers import catchment, with_offers
from amends.unpaid_work.queries.skills_held import SkillsHeld
from amends.unpaid_work.queries.suitability import Thought, thought_of
from amends.unpaid_work.queries.work_left import MINUTE

LOOKED_AT = 40  # people weighed for a session, those offered least first
SOON = timedelta(days=90)
SERVED_WELL = 2


@dataclass(frozen=True)
class Candidate:
    """A person and a session, with what speaks for it. `points` only puts candidates in order."""

    thought: Thought
    speaks_for: tuple[str, ...]
    points: float

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.thought.reasons


def candidates(user, session: Session, words: str, at: datetime) -> list[Candidate]:
    """People for the session: those named, or else those offered least whom their assessment would let through.

    Only people whom the user may see; the best first, those with reasons against last. A constant number of queries.
    """
    booked = Booking.objects.filter(
        appointment__person=OuterRef("pk"), session=session, appointment__cancelled_at__isnull=True
    )
    first_day = monday_of(session.date)
    if words.strip():
        people = with_offers(_named(user, words), first_day).order_by("family_name", "given_names", "pk")
    else:
        people = _likely(catchment(user, session.project.team, first_day), session).order_by("offered", "pk")
    people = list(people.filter(~Exists(booked))[:LOOKED_AT])
    thoughts = thought_of([(session, person) for person in people], at, together=False)
    return weighed(thoughts)


def other_sessions(user, booking: Booking, at: datetime, *, days: int) -> list[Candidate]:
    """The sessions, by the team of the booking's, to which its person could be moved from now until `days` later."""
    today = civil_date(at)
    found = Session.objects.filter(
        project__team=booking.session.project.team_id,
        date__range=(today, today + timedelta(days=days)),
        starts_at__gt=at,
        cancelled_at__isnull=True,
    ).exclude(pk=booking.session_id)
    found = access.visible(found, user, Permission.SESSION_PLAN).select_related("project", "supervisor")
    person = booking.appointment.person
    places = [(session, person) for session in found.order_by("date", "starts_at", "pk")]
    return weighed(thought_of(places, at, together=False, instead_of=booking))


def sessions_for(user, person: Person, at: datetime, *, days: int) -> list[Candidate]:
    """The sessions of the person's unit on which they could be booked from now until `days` later.

    Those that one look at the assessment rules out, or on whose day the person has another session, are left out;
    of the rest the first LOOKED_AT that have a place are weighed. A constant number of queries.
    """
    today = civil_date(at)
    that_day = Booking.objects.filter(
        appointment__person=person, appointment__cancelled_at=None, session__date=OuterRef("date")
    )
    taken = Booking.objects.filter(session=OuterRef("pk"), appointment__cancelled_at=None, stand_down=None)
    found = Session.objects.filter(
        ~Exists(that_day),
        project__team__pdu=person.team.pdu_id,
        date__range=(today, today + timedelta(days=days)),
        starts_at__gt=at,
        cancelled_at=None,
    ).annotate(taken=Coalesce(Subquery(taken.order_by().values("session").annotate(n=Count("pk")).values("n")), 0))
    found = access.visible(found.filter(taken__lt=F("places")), user, Permission.SESSION_PLAN)
    found = found.select_related("project", "supervisor").order_by("date", "starts_at", "pk")
    held = list(person.unpaid_work_assessments.filter(to_date__gt=today))
    certified = set(Certificate.objects.filter(person=person, withdrawn_at=None).values_list("skill", flat=True))
    places = [(session, person) for session in found if any(_allows(each, session, certified) for each in held)]
    return weighed(thought_of(places[:LOOKED_AT], at, together=False))


def _allows(assessment: UnpaidWorkAssessment, session: Session, certified: set[str]) -> bool:
    """Whether one look at the assessment lets the session through; of skills with a certificate the day decides."""
    project = session.project
    return (
        assessment.from_date <= session.date < assessment.to_date
        and project.kind in assessment.kinds
        and set(project.skills_needed) <= {*assessment.skills, *certified}
        and not set(project.tags) & set(assessment.excludes)
    )


def weighed(thoughts: Sequence[Thought]) -> list[Candidate]:
    """The thoughts with what speaks for each, the best first and those with reasons against last."""
    people = {thought.person.pk for thought in thoughts}
    served = _served({thought.session.project_id for thought in thoughts})
    last = _last_projects(people)
    found = [_weigh(thought, served[thought.session.project_id], last.get(thought.person.pk)) for thought in thoughts]
    return sorted(found, key=lambda one: (len(one.thought.reasons), -one.points, one.thought.person.pk))


def _named(user, words: str) -> QuerySet[Person]:
    """The people whom the user may book and who fit what was typed: a CRN, or words of the name."""
    sought = understood(words)
    people = access.visible(Person.objects.filter(merged_into__isnull=True), user, Permission.SESSION_PLAN)
    if not sought.crns and not sought.words:
        return people.none()
    people = people.filter(crn__in=sought.crns) if sought.crns else people
    for word in sought.words:
        people = people.filter(search_name__contains=word)
    return people


def _likely(people: QuerySet[Person], session: Session) -> QuerySet[Person]:
    """Without those whom one look at the assessment rules out; the rest is weighed one by one."""
    project = session.project
    fitting = UnpaidWorkAssessment.objects.filter(
        person=OuterRef("pk"),
        from_date__lte=session.date,
        to_date__gt=session.date,
        kinds__contains=[project.kind],
    ).exclude(harm_check=UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED)
    if project.skills_needed:
        fitting = fitting.annotate(held=SkillsHeld(session.date)).filter(held__contains=project.skills_needed)
    if project.tags:
        fitting = fitting.exclude(excludes__overlap=project.tags)
    that_day = Booking.objects.filter(
        appointment__person=OuterRef("pk"), session__date=session.date, appointment__cancelled_at__isnull=True
    )
    sex = {"women": Q(sex="f"), "men": Q(sex="m"), "any": Q()}[project.for_whom]
    return people.filter(sex, Exists(fitting), ~Exists(that_day))


def _served(projects: Iterable[int]) -> dict[int, dict[str, int]]:
    """How well each project serves each need: the placement quality matrix."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for project, need, score in ProjectQuality.objects.filter(project__in=projects).values_list(
        "project_id", "need", "score"
    ):
        found[project][need] = score
    return found


def _last_projects(people: Iterable[int]) -> dict[int, int]:
    """The project at which each person last worked."""
    rows = (
        ContactOutcome.objects.filter(
            appointment__person__in=people,
            code__in=ATTENDED,
            replaced_by__isnull=True,
            appointment__booking__isnull=False,
        )
        .order_by("appointment__person_id", "-appointment__starts_at")
        .distinct("appointment__person_id")
    )
    return dict(rows.values_list("appointment__person_id", "appointment__booking__session__project_id"))


def _weigh(thought: Thought, served: dict[str, int], last: int | None) -> Candidate:
    words, points = [], 0.0
    needs = thought.assessment.needs if thought.assessment else []
    for need in (need for need in needs if served.get(need, 0) >= SERVED_WELL):
        words.append(_("serves a need: %(need)s") % {"need": _need(need)})
        points += 10 * served[need]
    if last == thought.session.project_id:
        words.append(_("worked here last"))
        points += 20
    offered, least = getattr(thought.person, "offered", None), getattr(thought.person, "least", None)
    if offered is not None and least is not None and offered < least:
        shares = {"offered": hours_text(offered // MINUTE), "least": hours_text(least // MINUTE)}
        words.append(_("offered %(offered)s of at least %(least)s this week") % shares)
        points += 15
    due = thought.work.requirement.limit_date if thought.work.requirement else None
    if due is not None and due - thought.session.date <= SOON:
        words.append(_due(due, thought.session.date))
        points += 15
    if thought.travel is not None:
        words.append(
            ngettext("%(n)d minute to travel", "%(n)d minutes to travel", round(thought.travel))
            % {"n": round(thought.travel)}
        )
        points -= thought.travel / 2
    return Candidate(thought, tuple(words), points)


def _due(due: date, on: date) -> str:
    if due < on:
        return _("hours were due by %(day)s") % {"day": long_date(due)}
    return _("hours are due by %(day)s") % {"day": long_date(due)}


def _need(code: str) -> str:
    return dict(codes.choices("need")).get(code, code)
