"""Projects whose quality is to be checked again."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import ProjectRecheck
from amends.unpaid_work.monitors.monitor import PROJECT, WHY, Action, Asked, Measure, Monitor, Row

SOON = timedelta(days=14)
WHYS = {"overdue": _("Overdue"), "soon": _("Due within two weeks"), "later": _("Due later")}


def find(asked: Asked) -> list[Row]:
    """The checks that stand open, each on its project."""
    open_ones = asked.within(ProjectRecheck.objects.filter(closed_at=None), Permission.PROJECT_VIEW)
    rows = open_ones.order_by().select_related("project__team", "assigned_to")
    return [
        Row(check.project_id, check.project.name, "", check.project.team.name, _why(check, asked), check.due_on,
            (check.assigned_to.name,))
        for check in rows
    ]  # fmt: skip


def _why(check: ProjectRecheck, asked: Asked) -> str:
    if check.due_on < asked.on:
        return "overdue"
    return "soon" if check.due_on <= asked.on + SOON else "later"


MONITOR = Monitor(
    slug="rechecks",
    title=_("Quality to check again"),
    definition=_(
        "Projects of which a beneficiary’s reply or people who worked there gave reason to check the quality again, "
        "until what came of it is recorded."
    ),
    source=_("replies of beneficiaries, and checks called for by staff"),
    permission=Permission.PROJECT_VIEW,
    subject=PROJECT,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record the check"), lambda row: reverse("unpaid_work:project_surveys", args=[row.key]),
        Permission.PROJECT_CHANGE,
    ),
    empty=_("No project waits to be checked again."),
    due=_("Due"),
    measures=[Measure("assigned_to", _("By"), numeric=False)],
    first_by=WHY,
)  # fmt: skip
