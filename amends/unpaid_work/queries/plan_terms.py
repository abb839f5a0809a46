"""The names behind the codes of what plans suppose or answer."""

from collections.abc import Iterable, Mapping

from amends.organisation.models import Qualification, Staff
from amends.unpaid_work.models import Plan, Project

Names = Mapping[tuple[str, str], str]  # ("staff", "project" or "qualification", code): name


def names_in_terms(plans: Iterable[Plan]) -> Names:
    """Of everybody and everything that the plans' terms name by code. At most three queries."""
    staff: set[str | None] = set()
    projects: set[str | None] = set()
    held: set[str] = set()
    for plan in plans:
        terms, extra = plan.terms, plan.terms.get("supervisors") or {}
        (projects if terms.get("happened") == "site_closed" else staff).add(terms.get("code"))
        staff.add(extra.get("like"))
        projects.add(extra.get("at"))
        held |= set(extra.get("qualifications", ()))
    found = {("staff", one.code): one.name for one in Staff.objects.filter(code__in=staff - {None})}
    found |= {("project", one.code): str(one) for one in Project.objects.filter(code__in=projects - {None})}
    named = Qualification.objects.filter(code__in=held).values_list("code", "name")
    return found | {("qualification", code): name for code, name in named}
