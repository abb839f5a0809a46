"""How good a unit's chances of attendance are: told for its last weeks, and set beside what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from amends.cases.models import Person
from amends.cases.queries.characteristics import CHARACTERISTICS, labels_of, not_recorded
from amends.methods.attendance.backtest import Backtest, backtest
from amends.methods.attendance.together import SharedDraws, shared_draws
from amends.methods.calibration import GroupBin, by_group
from amends.methods.planning.turnout import ASSUMED, Together
from amends.organisation import access
from amends.organisation.models import PDU, Team
from amends.organisation.roles import Permission
from amends.unpaid_work.queries.attendance import Kept, past_of


@dataclass(frozen=True)
class Report:
    """The backtest of a unit's chances, and what its days and towns had in common; None: too little to tell."""

    backtest: Backtest
    shared: SharedDraws | None


def units(user) -> list[PDU]:
    """The units that the user's roles reach for attendance, by name."""
    teams = Team.objects.filter(access.scope(user, Permission.ATTENDANCE_VIEW, ""))
    return list(PDU.objects.filter(teams__in=teams).distinct().order_by("name", "code"))


_reports: Kept[Report | None] = Kept()


def report_of(unit: int, on: date) -> Report | None:
    """The report on the unit (by its id), from the 12 months before the day; None where there is too little to tell."""
    return _reports.of([unit], on, lambda _missing: {unit: _report(unit, on)})[unit]


def together_of(unit: int, on: date) -> Together:
    """How much absences go together in the unit: as estimated, or assumed where there is too little to tell."""
    report = report_of(unit, on)
    return report.shared.together if report and report.shared else ASSUMED


def groups_of(report: Report, on: date) -> Mapping[str, tuple[GroupBin, ...]]:
    """What was told and what happened, by characteristic, for groups of the people held out."""
    told = report.backtest.told
    person = told.held_out.occasions.person
    crn_of = dict(Person.objects.filter(pk__in=set(person.tolist())).values_list("pk", "crn"))
    labels = labels_of(crn_of.values(), on)
    missing = not_recorded()
    crns = [crn_of[pk] for pk in person.tolist()]
    return {
        name: by_group(told.planned, told.held_out.came, person, [labels[name].get(crn, missing) for crn in crns])
        for name in CHARACTERISTICS
    }


def _report(unit: int, on: date) -> Report | None:
    past = past_of([unit], on)
    found = backtest(past.history, past.team)
    if found is None:
        return None
    held_out = found.told.held_out
    shared = shared_draws(found.told.model, held_out.came, held_out.days_ago, held_out.occasions.town)
    return Report(found, shared)
