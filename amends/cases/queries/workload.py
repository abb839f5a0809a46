"""Caseload and workload by officer: points held against the points their hours make available on a day.

Only cases that the reader may see are counted, so that no count tells of one that is kept from them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from amends.cases.models import CaseAllocation, CaseCover, CourtReport, Person
from amends.cases.queries.person import CASE_HOLDERS
from amends.cases.queries.tier import Tier, case_tiers, live_people
from amends.organisation import access
from amends.organisation.models import Absence, AllocationPause, ProtectedLoad, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.civil_time import end_of_day
from amends.policy.decision import Decision
from amends.policy.workload import REPORTS, Capacity, HeldCase, at_home, away, reduction_hours, workload_capacity


@dataclass
class Standing:
    """What bears on an officer's hours on a day. `absence` takes all of them; `home`: at home, with the kind of it."""

    absence: Absence | None = None
    home: Absence | None = None
    pause: AllocationPause | None = None
    load: ProtectedLoad | None = None

    def circumstances(self) -> tuple[str, ...]:
        """By the names of policy."""
        kinds = [each.kind for each in (self.absence, self.home) if each]
        return (*kinds, *([self.load.circumstance] if self.load else []))


@dataclass(frozen=True)
class Officer:
    """An officer on a day: the cases held and covered, the reports written, what bears on the hours, the capacity left.

    Where the tier of a case is not known, the capacity counts the least that it can be.
    `reports`: the kinds of the court reports that are theirs to write, of those that count in points.
    """

    staff: Staff
    tiers: tuple[Tier, ...]
    reports: tuple[str, ...]
    covers: int
    in_post: bool
    standing: Standing
    capacity: Decision[Capacity]

    @property
    def cases(self) -> int:
        """Live cases held."""
        return len(self.tiers)

    @property
    def incomplete(self) -> int:
        """Live cases whose tier rests on something that nobody has recorded."""
        return sum(bool(each.missing) for each in self.tiers)

    def kinds(self) -> Mapping[str, int]:
        """Live cases by community, licence and custody."""
        return Counter(each.kind for each in self.tiers)

    def letters(self) -> Mapping[str, int]:
        """Live cases by the letter of their tier; those whose tier is not known under an empty one."""
        return Counter(each.value[:1] for each in self.tiers)

    @property
    def most(self) -> int:
        """The points held if every case whose tier is not known were of the highest that it can be."""
        return self.capacity.value["used"] + sum(each.most_points - each.points for each in self.tiers)

    def with_case(self, tier: Tier, on: date) -> "Officer":
        """The officer as they would stand with one case more."""
        return _officer(self.staff, (*self.tiers, tier), self.reports, self.covers, self.standing, on)


@dataclass(frozen=True)
class Group:
    """Officers taken together: of a grade, a team or a unit. `used` and `most`: points held, at least and at most."""

    label: str
    officers: int
    cases: int
    reports: int
    used: int
    most: int
    available: int
    over: int

    @property
    def percent(self) -> float | None:
        """Points used of those available; None where there are none, which is never 0 per cent."""
        return round(100 * self.used / self.available, 1) if self.available else None

    @property
    def average(self) -> float | None:
        """Live cases to an officer."""
        return self.cases / self.officers if self.officers else None


def officers_of(user, on: date, permission: Permission = Permission.WORKLOAD_VIEW) -> QuerySet[Staff]:
    """Those in post on the day who may hold a case, and those not in post who hold one or have a report to write."""
    held = CaseAllocation.objects.filter(current(on), person__in=live_people(on)).values("practitioner")
    writing = CourtReport.objects.filter(_being_written(on)).values("officer")
    staff = access.visible(Staff.objects, user, permission)
    may = (current(on) & Q(grade__in=CASE_HOLDERS)) | Q(pk__in=held) | Q(pk__in=writing)
    return staff.filter(may).select_related("team__pdu__region")


def officers(user, staff: QuerySet[Staff], *, on: date) -> list[Officer]:
    """Each officer with what they hold of cases that the user may see, by name. Fifteen queries, however many."""
    members = list(staff.order_by("name", "pk"))
    ids = [member.pk for member in members]
    held = access.visible(
        CaseAllocation.objects.filter(current(on), practitioner__in=ids, person__merged_into__isnull=True), user,
        Permission.WORKLOAD_VIEW,
    )  # fmt: skip
    staff_of = dict(held.order_by().values_list("person_id", "practitioner_id"))
    of_staff: dict[int, list[Tier]] = {pk: [] for pk in ids}
    for pk, tier in case_tiers(staff_of, on=on).items():
        of_staff[staff_of[pk]].append(tier)
    covers, reports = _covers(user, ids, on), _reports(user, ids, on)
    standing = _standing(ids, on)
    return [
        _officer(member, tuple(of_staff[member.pk]), tuple(reports[member.pk]), covers.get(member.pk, 0),
                 standing[member.pk], on)
        for member in members
    ]  # fmt: skip


def _being_written(on: date) -> Q:
    """Reports that were somebody's to write at the end of the day: allocated, not delivered and not cancelled by then.

    An oral report has no points: it is given at the hearing.
    """
    end = end_of_day(on)
    open_still = (Q(delivered_at=None) | Q(delivered_at__gt=end)) & (Q(cancelled_at=None) | Q(cancelled_at__gt=end))
    return open_still & Q(kind__in=REPORTS, allocated_at__lte=end, person__merged_into=None)


def _reports(user, ids: Sequence[int], on: date) -> dict[int, list[str]]:
    """The kinds of the reports that each officer writes, of people whom the user may see."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    written = CourtReport.objects.filter(_being_written(on), officer__in=ids)
    seen = access.visible(written, user, Permission.WORKLOAD_VIEW).order_by("pk")
    for officer, kind in seen.values_list("officer_id", "kind"):
        found[officer].append(kind)
    return found


def _covers(user, ids: Sequence[int], on: date) -> dict[int, int]:
    found = access.visible(CaseCover.objects.filter(current(on), staff__in=ids), user, Permission.WORKLOAD_VIEW)
    return dict(found.order_by().values_list("staff").annotate(Count("pk")))


def _standing(ids: Sequence[int], on: date) -> dict[int, Standing]:
    standing = {pk: Standing() for pk in ids}
    for absence in Absence.objects.filter(current(on), staff__in=ids):
        if away(absence.kind, on=on):
            standing[absence.staff_id].absence = absence
        elif at_home(absence.kind, on=on):
            standing[absence.staff_id].home = absence
    for pause in AllocationPause.objects.filter(current(on), staff__in=ids):
        standing[pause.staff_id].pause = pause
    for load in ProtectedLoad.objects.filter(current(on), staff__in=ids):
        standing[load.staff_id].load = load
    return standing


def _officer(
    staff: Staff, tiers: tuple[Tier, ...], reports: tuple[str, ...], covers: int, standing: Standing, on: date
) -> Officer:
    in_post = staff.from_date <= on and (staff.to_date is None or staff.to_date > on)
    contracted = Decimal(staff.contracted_minutes) / 60 if in_post else Decimal(0)
    less = reduction_hours(contracted, standing.circumstances(), on=on)
    held = [HeldCase(each.least, each.kind) for each in tiers]
    capacity = workload_capacity(contracted, less.value, held, reports, on=on)
    named = dict(Absence.Kind.choices) | dict(ProtectedLoad.Circumstance.choices)
    lessened = [step.partition(":") for step in less.steps]
    told = [f"{gettext(named.get(code, code))}{colon}{share}" for code, colon, share in lessened]
    steps = (*told, *capacity.steps) if in_post else (gettext("not in post"), *capacity.steps)
    unknown = [each for each in tiers if not each.known]
    if unknown:
        words = gettext("%(count)s of the cases counted at least: the tier is not known; up to %(points)s points more")
        more = sum(each.most_points - each.points for each in unknown)
        steps += (words % {"count": len(unknown), "points": more},)
    return Officer(staff, tiers, reports, covers, in_post, standing, replace(capacity, steps=steps))


def one(member: Staff) -> QuerySet[Staff]:
    """An officer whose record is already open, as the others are asked for."""
    return Staff.objects.filter(pk=member.pk).select_related("team__pdu__region")


def in_state(rows: Sequence[Officer], state: str) -> list[Officer]:
    """Those of the officers that a filter shows: over, away, home, paused or protected; all where it is empty."""
    tests = {
        "over": lambda row: row.capacity.value["over"],
        "away": lambda row: row.standing.absence or not row.in_post,
        "home": lambda row: row.standing.home,
        "paused": lambda row: row.standing.pause,
        "protected": lambda row: row.standing.load,
    }
    return [row for row in rows if state not in tests or tests[state](row)]


@dataclass(frozen=True)
class HeldPerson:
    """A live case and its tier."""

    person: Person
    tier: Tier


def held_by_officer(user, member: Staff, on: date) -> list[HeldPerson]:
    """The live cases of an officer that the user may see, those that may have the most points first."""
    held = Person.objects.filter(current(on, "allocations__"), allocations__practitioner=member, merged_into=None)
    people = list(access.visible(held, user, Permission.WORKLOAD_VIEW))
    tiers = case_tiers((each.pk for each in people), on=on)
    rows = [HeldPerson(each, tiers[each.pk]) for each in people if each.pk in tiers]
    return sorted(rows, key=lambda row: (-row.tier.most_points, row.person.family_name, row.person.crn))


def grouped(rows: Iterable[Officer], by: str) -> list[Group]:
    """Officers taken together by `grade`, `team` or `pdu`, in order of their names."""
    keys = {
        "grade": lambda row: str(row.staff.get_grade_display()),
        "team": lambda row: f"{row.staff.team.name}, {row.staff.team.pdu.name}",
        "pdu": lambda row: row.staff.team.pdu.name,
    }
    found: dict[str, list[Officer]] = {}
    for row in rows:
        found.setdefault(keys[by](row), []).append(row)
    return [
        Group(label, len(each), sum(row.cases for row in each), sum(len(row.reports) for row in each),
              sum(row.capacity.value["used"] for row in each), sum(row.most for row in each),
              sum(row.capacity.value["available"] for row in each), sum(row.capacity.value["over"] for row in each))
        for label, each in sorted(found.items())
    ]  # fmt: skip


def unallocated(user, on: date) -> QuerySet[Person]:
    """Live cases that the user may see and that nobody holds."""
    held = CaseAllocation.objects.filter(current(on)).values("person")
    live = Person.objects.filter(pk__in=live_people(on), merged_into__isnull=True).exclude(pk__in=held)
    return access.visible(live, user, Permission.WORKLOAD_VIEW)


@dataclass(frozen=True)
class Average:
    """Live cases to an officer of a grade in a region, among officers in post who hold any.

    `reports`: court reports being written by officers in post of that grade there, whether or not they hold a case.
    """

    region: str
    grade: str
    officers: int
    cases: int
    reports: int

    @property
    def value(self) -> float | None:
        """Cases to an officer; None where nobody holds any."""
        return self.cases / self.officers if self.officers else None


def averages(user, on: date) -> dict[tuple[str, str], Average]:
    """The average caseload by region and grade on a day, as the 2021 review printed it. Two queries."""
    held = access.visible(
        CaseAllocation.objects.filter(
            current(on), current(on, "practitioner__"), person__in=live_people(on), person__merged_into__isnull=True,
            practitioner__grade__in=CASE_HOLDERS,
        ), user, Permission.WORKLOAD_VIEW,
    ).order_by()  # fmt: skip
    place = ("practitioner__team__pdu__region__name", "practitioner__grade")
    counted = held.values_list(*place).annotate(
        Count("practitioner", distinct=True), Count("person", distinct=True)
    )  # fmt: skip
    cases = {(region, grade): (staff, people) for region, grade, staff, people in counted}
    written = access.visible(
        CourtReport.objects.filter(_being_written(on), current(on, "officer__")), user, Permission.WORKLOAD_VIEW
    ).order_by()
    writing = written.values_list("officer__team__pdu__region__name", "officer__grade").annotate(Count("pk"))
    reports = {(region, grade): count for region, grade, count in writing}
    return {key: Average(*key, *cases.get(key, (0, 0)), reports.get(key, 0)) for key in {*cases, *reports}}
