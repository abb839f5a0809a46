"""What every page is given: the navigation its reader may use, their role, and whether the data is synthetic."""

from django.conf import settings
from django.http import HttpRequest

from amends.desk.navigation import about, navigation, role_titles


def page(request: HttpRequest) -> dict[str, object]:
    """`navigation`, `user_role`, `footer_links` and `demonstration` for the base page."""
    given: dict[str, object] = {"demonstration": settings.AMENDS_DEMO, "footer_links": about()}
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        given |= {"navigation": navigation(user, request.path), "user_role": role_titles(user)}
    return given
