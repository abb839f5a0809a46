"""What a scenario supposes beside the record, and the problem that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from amends.methods.planning.problem import Cap, Problem, Supervisor
from amends.policy.booking import overbooking_risk

EXTRA = "extra-"
_DAYS, _DAYS_A_WEEK, _DRIVE_MINUTES = frozenset(range(1, 6)), 5, 60.0


@dataclass(frozen=True)
class ExtraSupervisors:
    """So many more supervisors: like one of the team's (code), else living at a project (code), else in the middle.

    One like nobody works Monday to Friday and drives up to an hour. `qualifications` are held beside those of `like`.
    """

    number: int
    like: str | None = None
    at: str | None = None
    qualifications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Supposed:
    """What is supposed; None or False: as it is.

    `cap_places` from `cap_from` on: most in a group or ETE session. `caps`: lowered places, as a file says. `risk`:
    overbooking risk, 0 to 0.5. `ete_percent`: share of the ordered hours that may be ETE. `without_wishes`: as if
    nobody wished anything of plans.
    """

    cap_places: int | None = None
    cap_from: date | None = None
    caps: tuple[Cap, ...] = ()
    risk: float | None = None
    supervisors: ExtraSupervisors | None = None
    ete_percent: int | None = None
    without_wishes: bool = False

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> "Supposed":
        """As a plan keeps it."""
        extra = terms.get("supervisors")
        return cls(
            cap_places=terms.get("cap_places"),
            cap_from=date.fromisoformat(terms["cap_from"]) if "cap_from" in terms else None,
            caps=tuple(
                Cap(project, date.fromisoformat(first), date.fromisoformat(last), places)
                for project, first, last, places in terms.get("caps", ())
            ),
            risk=terms.get("risk"),
            supervisors=ExtraSupervisors(**extra | {"qualifications": tuple(extra["qualifications"])})
            if extra else None,
            ete_percent=terms.get("ete_percent"),
            without_wishes=terms.get("without_wishes", False),
        )  # fmt: skip

    @property
    def terms(self) -> dict[str, Any]:
        """As a plan keeps it: only what is supposed."""
        extra = self.supervisors
        found = {
            "cap_places": self.cap_places,
            "cap_from": self.cap_from.isoformat() if self.cap_from else None,
            "caps": [
                [cap.project_id, cap.first_day.isoformat(), cap.last_day.isoformat(), cap.places] for cap in self.caps
            ] or None,
            "risk": self.risk,
            "supervisors": {"number": extra.number, "like": extra.like, "at": extra.at,
                            "qualifications": list(extra.qualifications)} if extra else None,
            "ete_percent": self.ete_percent,
            "without_wishes": self.without_wishes or None,
        }  # fmt: skip
        return {name: value for name, value in found.items() if value is not None}

    def hypothetical(self, on: date) -> bool:
        """Whether it rests on what does not exist: supervisors, another share of ETE, a risk above policy's."""
        beyond = self.risk is not None and self.risk > overbooking_risk(on=on).value
        return bool(self.supervisors or self.ete_percent is not None or beyond)


NOTHING = Supposed()


def supposing(problem: Problem, supposed: Supposed) -> Problem:
    """The problem with a cap, a risk and supervisors beside the record's; wishes and ETE are the record's affair."""
    caps = problem.caps
    if supposed.cap_places is not None and supposed.cap_from is not None and supposed.cap_from <= problem.last_day:
        first = max(supposed.cap_from, problem.first_day)
        caps = (*caps, Cap(None, first, problem.last_day, supposed.cap_places))
    known = {None, *problem.project_of}
    caps = (*caps, *(cap for cap in supposed.caps if cap.project_id in known))
    risk = problem.overbook_risk if supposed.risk is None else supposed.risk
    extra = _extra(problem, supposed.supervisors) if supposed.supervisors else ()
    return replace(problem, caps=caps, overbook_risk=risk, supervisors=(*problem.supervisors, *extra))


def _extra(problem: Problem, asked: ExtraSupervisors) -> tuple[Supervisor, ...]:
    like = problem.supervisor_of.get(asked.like or "")
    held = frozenset(asked.qualifications) | (like.qualifications if like else frozenset())
    if like is None:
        lat, lon = _where(problem, asked.at)
        like = Supervisor("", lat, lon, _DAYS, frozenset(), _DAYS_A_WEEK, held, frozenset(), _DRIVE_MINUTES)
    elif asked.at:
        lat, lon = _where(problem, asked.at)
        like = replace(like, lat=lat, lon=lon)
    return tuple(
        replace(like, supervisor_id=f"{EXTRA}{n}", qualifications=held) for n in range(1, asked.number + 1)
    )  # fmt: skip


def _where(problem: Problem, project: str | None) -> tuple[float, float]:
    there = [problem.project_of[project]] if project in problem.project_of else list(problem.projects)
    count = len(there) or 1
    return sum(one.lat for one in there) / count, sum(one.lon for one in there) / count
