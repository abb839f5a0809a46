"""What the pages of one plan share: the proposal, and the way from one page to the next."""

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.design.components import NavigationItem, SubNavigation
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries import plans as queries
from amends.unpaid_work.views import plan_tables


def part_of(request, pk: int, part: str):
    """The proposal of a plan that is made, and what its pages share; one that is not made has no such pages."""
    found = access.load(
        Plan.objects.filter(status__in=queries.MADE).select_related("team"),
        request.user,
        Permission.SESSION_PLAN,
        pk=pk,
    )
    proposal = queries.proposal_of(request.user, found)
    context = {
        "plan": found, "weeks": plan_tables.weeks_text(found), "back": reverse("unpaid_work:plans"),
        "sub_navigation": navigation(proposal, part),
    }  # fmt: skip
    return proposal, context


def navigation(proposal: queries.Proposal, current: str) -> SubNavigation:
    """The pages of a plan that is made."""
    pk = [proposal.plan.pk]
    parts = [
        ("plan", _("Summary"), None),
        ("plan_sessions", _("Sessions"), len(proposal.changes.sessions)),
        ("plan_people", _("People"), len(proposal.changes.people)),
        ("plan_unmet", _("Offers not met"), len(proposal.plan.result["unmet"])),
        ("plan_not_run", _("Sessions not run"), len(proposal.plan.result["not_run"])),
        ("plan_wishes", _("Wishes"), len(proposal.wishes)),
        ("plan_one_more", _("One more"), None),
    ]
    items = [
        NavigationItem(text, reverse(f"unpaid_work:{name}", args=pk), current=name == current, count=count)
        for name, text, count in parts
    ]
    return SubNavigation(items, label=_("Plan"))
