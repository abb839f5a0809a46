"""Plans as pages show them: which there are, how far each is, what each would change, in names its reader may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.models import Qualification, Staff, Team
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking, Plan, Project
from amends.unpaid_work.queries.plan_changes import Changes, PersonChange, SessionChange, changes_of
from amends.unpaid_work.queries.plan_people import PersonWeek
from amends.unpaid_work.queries.problem import EXTRA

UNDER_WAY = (Plan.Status.QUEUED, Plan.Status.RUNNING)
MADE = (Plan.Status.READY, Plan.Status.APPLIED, Plan.Status.DISCARDED)


def plans(user) -> QuerySet[Plan]:
    """The plans of teams that the user plans for, the newest first; their results are not read."""
    found = access.visible(Plan.objects.all(), user, Permission.SESSION_PLAN)
    return found.select_related("team", "requested_by").defer("result", "applied").order_by("-requested_at", "-pk")


def teams(user) -> QuerySet[Team]:
    """The unpaid work teams that the user plans for."""
    within = access.scope(user, Permission.SESSION_PLAN, "")
    return Team.objects.filter(within, kind=Team.Kind.UNPAID_WORK).order_by("name")


def qualifications() -> QuerySet[Qualification]:
    """Every qualification that work can need."""
    return Qualification.objects.order_by("name")


def progress_of(user, pk: int) -> Plan:
    """How far a plan is, read again and again while it is made: only a refusal is written to the audit trail."""
    found = plans(user).filter(pk=pk).first()
    return found or access.load(Plan.objects.all(), user, Permission.SESSION_PLAN, pk=pk)


@dataclass(frozen=True)
class SessionLine:
    """A session of the plan beside what stood. `kind` is empty where nothing changes; None: not in the plan."""

    date: date
    project: Project | str
    kind: str
    supervisor: str
    before: str
    places: int | None
    booked: int | None
    expected: float | None
    risk: float | None


@dataclass(frozen=True)
class UnmetLine:
    """Someone offered less than the least in a week (its Monday). Minutes."""

    person: Person | None
    monday: date
    offered: int
    short: int
    reason: str
    hurdles: tuple[Mapping, ...]
    relaxations: tuple[Mapping, ...]


@dataclass(frozen=True)
class NotRunLine:
    """A session that could take place and does not. `why` is as kept with the plan."""

    date: date
    project: Project | str
    why: Mapping

    @property
    def reason(self) -> str:
        """The key of the reason."""
        return str(self.why["reason"])


@dataclass(frozen=True)
class PersonLine:
    """A change for a person, with what their week was and would be. `turn`: when to ring them, from 1."""

    change: PersonChange
    turn: int
    share: PersonWeek

    @property
    def gain(self) -> int:
        """Minutes that the person's week gains; below 0 where it loses."""
        return self.share["minutes_after"] - self.share["minutes_before"]

    def shows(self, show: str) -> bool:
        """Whether it is of the sort: `all`, a kind of change, or `gains`, `loses` or `as_much` of the week."""
        sort = "gains" if self.gain > 0 else "loses" if self.gain < 0 else "as_much"
        return show in ("all", self.change.kind, sort)


@dataclass(frozen=True)
class WishLine:
    """A wish, and what became of it: how many bookings match; what stands against a pin that is not kept.

    `person` and `project` None: any. `restricted`: about a person whose record is kept from the reader.
    """

    id: int
    kind: str
    points: int | None
    person: Person | None
    restricted: bool
    project: Project | str | None
    date: date | None
    bookings: int
    price: float | None
    against: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A plan that is made, beside what stood."""

    plan: Plan
    names: Mapping[str, Person]
    projects: Mapping[str, Project]
    staff: Mapping[str, str]

    @cached_property
    def changes(self) -> Changes:
        """What it would change."""
        return changes_of(self.plan.result)

    @cached_property
    def sessions(self) -> list[SessionLine]:
        """Every session of the plan, and those that it calls off, by date."""
        changed = {one.key: one for one in self.changes.sessions}
        lines = [self._line(row, changed.get((row["project"], row["date"]))) for row in self.plan.result["sessions"]]
        off = [one for one in self.changes.sessions if one.kind == "called_off"]
        lines += [
            SessionLine(one.date, self._project(one.project), one.kind, "", self._staff(one.before), *[None] * 4)
            for one in off
        ]
        return sorted(lines, key=lambda line: (line.date, str(line.project)))

    @cached_property
    def people(self) -> list[PersonLine]:
        """Every change for a person, those to ring first at the top."""
        shares = self.plan.result["people"]
        turns = {crn: turn for turn, crn in enumerate(dict.fromkeys(row["person"] for row in shares), start=1)}
        weeks = {(row["person"], row["week"]): row for row in shares}
        lines = [
            PersonLine(one, turns[one.person], weeks[one.person, (one.date - self.plan.first_day).days // 7 + 1])
            for one in self.changes.people
        ]
        return sorted(lines, key=lambda line: (line.turn, line.change.date, line.change.kind))

    @cached_property
    def unmet(self) -> list[UnmetLine]:
        """Offers below the least, by week; those short of most first."""
        lines = []
        for row in self.plan.result["unmet"]:
            person = self.names.get(row["person_id"])
            monday = self.plan.first_day + timedelta(weeks=row["week"] - 1)
            why = (tuple(row["hurdles"]), tuple(row["relaxations"])) if person else ((), ())
            lines.append(UnmetLine(person, monday, row["offered"], row["short"], row["reason"], *why))
        return sorted(lines, key=lambda line: (line.monday, -line.short, str(line.person or "~")))

    @cached_property
    def not_run(self) -> list[NotRunLine]:
        """Sessions that could take place and do not, by date; those that would add most points first."""
        lines = [
            NotRunLine(date.fromisoformat(row["date"]), self._project(row["project_id"]), row)
            for row in self.plan.result["not_run"]
        ]
        return sorted(lines, key=lambda line: (line.date, -(line.why["points"] or 0), str(line.project)))

    @cached_property
    def wishes(self) -> list[WishLine]:
        """The wishes that the plan knew."""
        return [self._wish(row) for row in self.plan.result.get("wishes", ())]

    @cached_property
    def counts(self) -> Counter:
        """How many of each kind of change."""
        kinds = [*(one.kind for one in self.changes.sessions), *(one.kind for one in self.changes.people)]
        return Counter(kinds)

    def _line(self, row: Mapping, change: SessionChange | None) -> SessionLine:
        return SessionLine(
            date.fromisoformat(row["date"]),
            self._project(row["project"]),
            change.kind if change else "",
            self._staff(row["supervisor"]),
            self._staff(change.before) if change else "",
            row["places"],
            row["booked"],
            row["expected"],
            row["risk"],
        )

    def _wish(self, row: Mapping) -> WishLine:
        person = self.names.get(row["person"])
        restricted = row["person"] is not None and person is None
        return WishLine(
            id=row["id"],
            kind=row["kind"],
            points=row["points"],
            person=person,
            restricted=restricted,
            project=self._project(row["project"]) if row["project"] else None,
            date=date.fromisoformat(row["date"]) if row["date"] else None,
            bookings=row["bookings"],
            price=None if restricted else row["price"],
            against=() if restricted else tuple(row["against"]),
        )

    def _project(self, code: str) -> Project | str:
        return self.projects.get(code, code)

    def _staff(self, code: str | None) -> str:
        return self.staff.get(code, code) if code else ""


def proposal_of(user, plan: Plan) -> Proposal:
    """The plan's proposal, with the names that the user may see. Four queries, whatever its size."""
    result = plan.result
    changes = changes_of(result)
    crns = changes.crns | {row["person_id"] for row in result["unmet"]}
    crns |= {row["person"] for row in result.get("wishes", ())} - {None}
    crns |= {row["person"] for row in (plan.applied or {}).get("refused", ()) if row["person"]}
    codes = {row["supervisor"] for part in (result["sessions"], result["stood"]["sessions"]) for row in part}
    codes |= {one["supervisor_id"] for row in result["not_run"] for one in row["leaders"]}
    return Proposal(
        plan=plan,
        names=names_of(user, crns),
        projects={one.code: one for one in Project.objects.filter(team=plan.team_id)},
        staff=_extra_names(codes) | dict(Staff.objects.filter(code__in=codes - {None}).values_list("code", "name")),
    )


def _extra_names(codes: Iterable[str | None]) -> dict[str, str]:
    """What supervisors whom a scenario supposes are called."""
    extra = [code for code in codes if code and code.startswith(EXTRA)]
    return {code: _("Extra supervisor %(number)s") % {"number": code.removeprefix(EXTRA)} for code in extra}


def names_of(user, crns: Iterable[str]) -> dict[str, Person]:
    """The people among these whom the user may see: their cases, and whoever is booked with the user's teams."""
    people = Person.objects.filter(crn__in=crns)
    booked = access.visible(Booking.objects.filter(appointment__cancelled_at=None), user, Permission.SESSION_PLAN)
    own = access.visible(people, user, Permission.SESSION_PLAN)
    found = people.filter(Q(pk__in=own.values("pk")) | Q(pk__in=booked.values("appointment__person")))
    return {person.crn: person for person in found}


def listed_crns(proposal: Proposal, shown: Iterable[PersonLine | UnmetLine | WishLine]) -> list[str]:
    """The people whom a page names with these lines."""
    crns = []
    for line in shown:
        person = line.person if isinstance(line, UnmetLine | WishLine) else proposal.names.get(line.change.person)
        crns += [person.crn] if person else []
    return crns


def by_reason(proposal: Proposal) -> dict[str, int]:
    """How many offers are below the least, by the reason."""
    counts: dict[str, int] = defaultdict(int)
    for line in proposal.plan.result["unmet"]:
        counts[line["reason"]] += 1
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))
