"""The pages about staff and where they work, each leading to the others."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from amends.design.components import NavigationItem, SubNavigation
from amends.organisation import access
from amends.organisation.roles import Permission


def section(request: HttpRequest) -> SubNavigation:
    """Links to those of the section's pages that the reader may open."""
    pages = [
        (_("Staff"), "organisation:staff", Permission.STAFF_VIEW),
        (_("Teams"), "organisation:teams", Permission.STAFF_VIEW),
        (_("Offices"), "organisation:offices", Permission.STAFF_VIEW),
        (_("Tiers of restrictions"), "organisation:regions", Permission.TIER_RECORD),
    ]
    items = [
        NavigationItem(text, reverse(name), current=request.path == reverse(name))
        for text, name, needed in pages
        if access.allows(request.user, needed)
    ]
    return SubNavigation(items, label=_("Staff and places"))
