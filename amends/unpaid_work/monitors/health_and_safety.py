"""Projects without health and safety in force, or only for a while."""

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.models import HealthAndSafety, Project, Session
from amends.unpaid_work.monitors.monitor import PROJECT, WHY, Action, Asked, Measure, Monitor, Row
from amends.unpaid_work.queries.projects import LAPSING_DAYS, safety

WHYS = {
    "none": _("Never assessed"),
    "lapsed": _("Lapsed"),
    "lapsing": _("Lapses within 30 days"),
}


def find(asked: Asked) -> list[Row]:
    """The projects open on the day whose newest assessment has lapsed, lapses within 30 days, or was never made."""
    newest = HealthAndSafety.objects.filter(project=OuterRef("pk"), from_date__lte=asked.on).order_by(
        "-from_date", "-pk"
    )
    coming = Session.objects.filter(project=OuterRef("pk"), date__gte=asked.on, cancelled_at=None).order_by()
    projects = (
        asked.within(Project.objects.filter(current(asked.on)), Permission.PROJECT_VIEW)
        .annotate(safe_to=Subquery(newest.values("to_date")[:1]))
        .filter(Q(safe_to=None) | Q(safe_to__lte=asked.on + timedelta(days=LAPSING_DAYS)))
        .annotate(coming=Coalesce(Subquery(coming.values("project").annotate(n=Count("pk")).values("n")), 0))
    )
    rows = projects.order_by().values_list("pk", "name", "team__name", "safe_to", "coming")
    return [
        Row(key, name, "", team, (state := safety(safe_to, asked.on)).state, state.last, (sessions,))
        for key, name, team, safe_to, sessions in rows
    ]


MONITOR = Monitor(
    slug="health_and_safety",
    title=_("Health and safety of projects"),
    definition=_(
        "Projects that are open and whose newest health and safety assessment has lapsed, lapses within 30 days, or "
        "was never made. Without one in force no session can be opened."
    ),
    source=_("health and safety assessments on record"),
    permission=Permission.PROJECT_VIEW,
    subject=PROJECT,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record an assessment"),
        lambda row: reverse("unpaid_work:project_safety", args=[row.key]),
        Permission.HEALTH_AND_SAFETY_RECORD,
    ),
    empty=_("Every open project has an assessment that holds for more than 30 days."),
    due=_("Last day it holds"),
    measures=[Measure("sessions_to_come", _("Sessions to come"))],
    first_by=WHY,
)
