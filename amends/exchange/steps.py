"""How each file is written: its rows made into drafts, and the operation they are handed to. In order of loading."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from amends.cases import operations as cases
from amends.cases.operations.keep_apart import keep_apart
from amends.exchange.specification import Values
from amends.organisation.operations.places import (
    OfficeDraft,
    PDUDraft,
    QualificationDraft,
    RegionDraft,
    TeamDraft,
    create_places,
)
from amends.organisation.operations.refusal import Refused
from amends.organisation.operations.staff import (
    AbsenceDraft,
    HeldDraft,
    StaffDraft,
    create_staff,
    record_absences,
    record_qualifications,
)
from amends.organisation.operations.tiers import TierDraft, record_region_tiers
from amends.organisation.operations.users import GrantDraft, UserDraft, create_users, grant_roles
from amends.unpaid_work.operations.assessments import AreaDraft, AssessmentDraft, record_assessments
from amends.unpaid_work.operations.health_and_safety import HealthAndSafetyDraft, record_health_and_safety
from amends.unpaid_work.operations.history import (
    PastAttendanceDraft,
    PastSessionDraft,
    PastStandDownDraft,
    record_past_sessions,
)
from amends.unpaid_work.operations.hours import AdjustmentDraft, EteDraft, adjust_hours, credit_ete
from amends.unpaid_work.operations.projects import ClosureDraft, ProjectDraft, QualityDraft, create_projects
from amends.unpaid_work.operations.unavailability import UnavailabilityDraft, record_unavailability

Parts = dict[str, list[Values]]
_PLAIN = 5_000
_WITH_MANY_PARTS = 2_500
_FEW = 100


@dataclass(frozen=True)
class Step:
    """One file's way in.

    `parts` are the files whose rows are parts of its own rows; `codes` are columns handed on as they are written.
    """

    file: str
    draft: Callable[[Values, Parts], object]
    operation: Callable[..., object]
    parts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    at_once: int = _PLAIN


def _as(draft: Callable[..., object], **renamed: str) -> Callable[[Values, Parts], object]:
    """A draft with the file's columns as its fields; `renamed` fields take the column named."""
    columns = set(renamed.values())
    return lambda values, parts: draft(
        **_without(values, *columns), **{field: values[column] for field, column in renamed.items()}
    )


def _each(operation: Callable[..., object]) -> Callable[..., None]:
    """For the few rows of an operation that takes one at a time: its arguments are a draft's fields."""

    def write(drafts, *, by, at) -> None:
        for number, draft in enumerate(drafts, start=1):
            try:
                operation(**draft, by=by, at=at)
            except Refused as refused:
                raise Refused([replace(ground, number=number) for ground in refused.grounds]) from None

    return write


def _without(values: Values, *left_out: str) -> dict:
    return {name: _fixed(value) for name, value in values.items() if name not in {"row", *left_out}}


def _fixed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _staff(values: Values, parts: Parts) -> StaffDraft:
    days_a_week = values["days_a_week"]
    whole = {**_without(values), "days_a_week": len(str(values["days"])) if days_a_week is None else days_a_week}
    return StaffDraft(**whole)


def _person(values: Values, parts: Parts) -> cases.PersonDraft:
    address = [cases.AddressDraft(**_without(each, "crn")) for each in parts.get("addresses", ())]
    protected = [cases.ProtectedDraft(**_without(each, "crn")) for each in parts.get("protected_characteristics", ())]
    return cases.PersonDraft(
        **_without(values),
        address=address[0] if address else None,
        contact_details=tuple(cases.ContactDraft(**_without(each, "crn")) for each in parts.get("contact_details", ())),
        protected=protected[0] if protected else None,
    )


def _sentence(values: Values, parts: Parts) -> cases.SentenceDraft:
    changes: dict[object, list[cases.ChangeDraft]] = {}
    for each in parts.get("requirement_changes", ()):
        changes.setdefault(each["requirement"], []).append(cases.ChangeDraft(**_without(each, "requirement")))
    return cases.SentenceDraft(
        person=values["crn"],
        **_without(values, "crn"),
        requirements=tuple(
            cases.RequirementDraft(**_without(each, "sentence"), changes=tuple(changes.get(each["reference"], ())))
            for each in parts.get("requirements", ())
        ),
    )


def _record_past_sentences(drafts, *, by, at):
    """The limit on outstanding hours is left unchecked: the work done on them comes later in the package."""
    return cases.record_sentences(drafts, by=by, at=at, minutes_left=None)


def _pair(values: Values, parts: Parts) -> dict:
    return {"people": (values["crn"], values["other_crn"]), **_without(values, "crn", "other_crn")}


def _project(values: Values, parts: Parts) -> ProjectDraft:
    return ProjectDraft(
        **_without(values),
        closures=tuple(ClosureDraft(**_without(each, "project")) for each in parts.get("project_closures", ())),
        quality=tuple(QualityDraft(**_without(each, "project")) for each in parts.get("project_quality", ())),
    )


def _assessment(values: Values, parts: Parts) -> AssessmentDraft:
    areas = (AreaDraft(**_without(each, "crn", "from_date")) for each in parts.get("exclusion_areas", ()))
    return AssessmentDraft(person=values["crn"], **_without(values, "crn"), areas=tuple(areas))


def _past_session(values: Values, parts: Parts) -> PastSessionDraft:
    stand_down = [PastStandDownDraft(**_of_session(each)) for each in parts.get("stand_downs", ())]
    return PastSessionDraft(
        project=values["project"],
        date=values["date"],
        supervisor=values["supervisor"] or "",
        attendance=tuple(PastAttendanceDraft(**_of_session(each)) for each in parts.get("attendance", ())),
        stand_down=stand_down[0] if stand_down else None,
        row=values["row"],
    )


def _of_session(values: Values) -> dict:
    return {name: value for name, value in values.items() if name not in {"project", "date"}}


STEPS = (
    Step("regions", _as(RegionDraft), create_places),
    Step("region_tiers", _as(TierDraft), record_region_tiers),
    Step("pdus", _as(PDUDraft), create_places),
    Step("offices", _as(OfficeDraft), create_places),
    Step("teams", _as(TeamDraft), create_places),
    Step("qualifications", _as(QualificationDraft), create_places),
    Step("staff", _staff, create_staff),
    Step("staff_qualifications", _as(HeldDraft), record_qualifications),
    Step("absences", _as(AbsenceDraft), record_absences),
    Step("users", _as(UserDraft), create_users),
    Step("role_grants", _as(GrantDraft, user="username"), grant_roles),
    Step(
        "people",
        _person,
        cases.register_people,
        parts=("addresses", "contact_details", "protected_characteristics"),
    ),
    Step(
        "limited_access",
        lambda values, parts: _without(values),
        _each(cases.limit_access),
        codes=("crn", "username"),
        at_once=_FEW,
    ),
    Step("keep_apart", _pair, _each(keep_apart), at_once=_FEW),
    Step("sentences", _sentence, _record_past_sentences, parts=("requirements", "requirement_changes")),
    Step("case_allocations", _as(cases.AllocationDraft, person="crn"), cases.allocate_cases),
    Step(
        "projects", _project, create_projects, parts=("project_closures", "project_quality"), codes=("qualifications",)
    ),
    Step("health_and_safety", _as(HealthAndSafetyDraft), record_health_and_safety),
    Step("assessments", _assessment, record_assessments, parts=("exclusion_areas",)),
    Step("unavailability", _as(UnavailabilityDraft, person="crn"), record_unavailability),
    Step(
        "sessions",
        _past_session,
        record_past_sessions,
        parts=("attendance", "stand_downs"),
        codes=("project", "supervisor"),
        at_once=_WITH_MANY_PARTS,
    ),
    Step("hours_adjustments", _as(AdjustmentDraft), adjust_hours),
    Step("ete_credits", _as(EteDraft), credit_ete),
)
