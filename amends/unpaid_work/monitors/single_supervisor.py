"""Projects that rest on a single supervisor: where that one is away, people are stood down."""

from datetime import timedelta

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.models import Absence
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Project, Session
from amends.unpaid_work.monitors.monitor import PROJECT, WHY, Action, Asked, Measure, Monitor, Row

BACK, AHEAD = timedelta(weeks=12), timedelta(weeks=4)
SEVERAL = 2
WHYS = {
    "away": _("Will be away within four weeks"),
    "one": _("No other supervisor"),
}


def find(asked: Asked) -> list[Row]:
    """The open, supervised projects all of whose sessions, twelve weeks back and four ahead, have the same supervisor.

    A project with fewer than two sessions in that time has no pattern to tell of.
    """
    on = asked.on
    projects = asked.within(Project.objects.filter(current(on), supervised=True), Permission.PROJECT_VIEW)
    led = Session.objects.filter(
        date__gte=on - BACK, date__lte=on + AHEAD, cancelled_at=None, supervisor__isnull=False,
        project__in=projects.values("pk"),
    )  # fmt: skip
    alone = (
        led.order_by()
        .values("project", "project__name", "project__team__name")
        .annotate(one=Min("supervisor"), other=Max("supervisor"), number=Count("pk"))
        .annotate(to_come=Count("pk", filter=Q(date__gte=on)), led_by=Max("supervisor__name"))
        .filter(one=F("other"), number__gte=SEVERAL)
    )
    told = list(alone.values_list("project", "project__name", "project__team__name", "one", "led_by", "to_come"))
    away = set(
        Absence.objects.filter(
            Q(to_date=None) | Q(to_date__gt=on), staff__in=[row[3] for row in told], from_date__lte=on + AHEAD
        ).values_list("staff_id", flat=True)
    )
    return [
        Row(key, name, "", team, "away" if supervisor in away else "one", None, (led_by, to_come))
        for key, name, team, supervisor, led_by, to_come in told
    ]


MONITOR = Monitor(
    slug="single_supervisor",
    title=_("Projects with a single supervisor"),
    definition=_(
        "Open, supervised projects of which every session, from twelve weeks back to four weeks ahead, had or has the "
        "same supervisor. Projects with fewer than two sessions in that time are left out."
    ),
    source=_("sessions and absences on record"),
    permission=Permission.PROJECT_VIEW,
    subject=PROJECT,
    whys=WHYS,
    find=find,
    action=Action(_("Week board"), lambda row: reverse("unpaid_work:boards"), Permission.SESSION_PLAN),
    empty=_("Every project that has sessions has more than one supervisor."),
    measures=[
        Measure("supervisor", _("Supervisor"), numeric=False),
        Measure("sessions_to_come", _("Sessions to come")),
    ],
    first_by=WHY,
)
