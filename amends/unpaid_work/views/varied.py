"""Orders varied in the middle of the work: what stands against bookings to come, and what a plan could not know."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.design.components import Column, Link, Table
from amends.design.words import date_and_time, hours_text, long_date
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.conflicts import Conflict, minutes_left_of, planned_sessions, varied_since

CHANGES = {
    "court": gettext_lazy("the court changed the hours or the last day"),
    "adjusted": gettext_lazy("hours were adjusted, or carried over from a requirement that was replaced"),
    "completed": gettext_lazy("the requirement was completed"),
    "asked": gettext_lazy("work was suspended until the court decides"),
    "decided": gettext_lazy("the court decided on an application"),
    "assessed": gettext_lazy("assessed again"),
    "moved": gettext_lazy("the case moved to another team"),
}


def conflicts_table(conflicts: list[Conflict]) -> Table:
    """The bookings of one person with something against them."""
    columns = [Column(_("Session"), row_header=True), Column(_("Day")), Column(_("What stands against it"))]
    rows = [
        [each.booking.session.project.name, long_date(each.booking.session.date),
         "; ".join(reason.words for reason in each.reasons)]
        for each in conflicts
    ]  # fmt: skip
    return Table(_("Bookings in conflict"), columns, rows, stacked=True)


def plan_links(plans: list[Plan]) -> list[Link]:
    """The plans not yet decided on, with the week they begin."""
    return [
        Link(_("%(team)s, week of %(day)s: %(status)s") % {
            "team": plan.team.name, "day": long_date(plan.first_day), "status": _(plan.get_status_display()).lower()
        }, reverse("unpaid_work:plan", args=[plan.pk]))
        for plan in plans
    ]  # fmt: skip


def varied_table(user, plan: Plan) -> Table | str:
    """Of whom a plan books, those about whom something changed since it was asked for; nothing where nobody's did."""
    if plan.result is None:
        return ""
    sessions = planned_sessions(plan.result)
    people = access.visible(Person.objects.filter(crn__in=list(sessions)), user, Permission.SESSION_PLAN).in_bulk()
    changed = defaultdict(list)
    for each in varied_since(people.keys(), plan.requested_at):
        changed[each.person].append(each)
    if not changed:
        return ""
    access.listed(user, Permission.SESSION_PLAN, f"unpaid_work.plan {plan.pk}", [people[pk].crn for pk in changed])
    left = minutes_left_of(changed, timezone.localdate())
    rows = []
    for pk, found in sorted(changed.items(), key=lambda pair: (people[pair[0]].family_name, people[pair[0]].crn)):
        what = "; ".join(dict.fromkeys(str(CHANGES[each.what]) for each in found))
        rows.append([f"{people[pk].name} ({people[pk].crn})", what, date_and_time(found[0].at),
                     hours_text(left.get(pk, 0)), sessions[people[pk].crn]])  # fmt: skip
    columns = [
        Column(_("Person"), row_header=True), Column(_("What changed")), Column(_("Last changed")),
        Column(_("Left to work now"), numeric=True), Column(_("Sessions in the plan"), numeric=True),
    ]  # fmt: skip
    return Table(_("Changed since the plan was asked for"), columns, rows, stacked=True)
