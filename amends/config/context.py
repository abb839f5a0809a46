"""What every page is given: the navigation its reader may use, and whether the data is synthetic."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """The `navigation` entries the reader's roles open, with the current one marked, and `demonstration`."""
    user = getattr(request, "user", None)
    links: list[dict[str, object]] = []
    if user is not None and user.is_authenticated:
        from amends.desk.navigation import navigation

        links = navigation(user, request.path)
    return {"navigation": links, "demonstration": settings.AMENDS_DEMO}
