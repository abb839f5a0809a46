"""Requirements completed whose exit interview is on record neither with answers nor as declined."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Requirement
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Completion, ExitInterviewLink
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    shown_day,
)

ASKED_FOR = timedelta(days=182)
WHYS = {
    "not_asked": _("Not asked yet"),
    "run_out": _("The link ran out without an answer"),
    "waiting": _("A link waits for an answer"),
}


def find(asked: Asked) -> list[Row]:
    """The requirements completed within half a year before the day, and not interviewed about."""
    links = ExitInterviewLink.objects.filter(requirement=OuterRef("pk"), withdrawn_at=None)
    completed = Requirement.objects.filter(
        Exists(Completion.objects.filter(requirement=OuterRef("pk"))), exit_interview=None,
        ended_as=Requirement.Ended.COMPLETED, ended_on__lte=asked.on, ended_on__gte=asked.on - ASKED_FOR,
        sentence__person__merged_into=None,
    )  # fmt: skip
    found = asked.within(completed, Permission.HOURS_VIEW).annotate(
        link_made=TruncDate(Subquery(links.values("issued_at")[:1])), runs_out=Subquery(links.values("expires_at")[:1])
    )
    wanted = ("pk", "ended_on", "link_made", "runs_out", *of_person("sentence__person__"))
    return [
        person_row(key, told, _why(runs_out, asked.at), ended_on, (made,))
        for key, ended_on, made, runs_out, *told in found.order_by().values_list(*wanted)
    ]


def _why(runs_out: datetime | None, at: datetime) -> str:
    if runs_out is None:
        return "not_asked"
    return "waiting" if at < runs_out else "run_out"


MONITOR = Monitor(
    slug="exit_interviews",
    title=_("Exit interviews to hold"),
    definition=_(
        "Unpaid work requirements completed within the last half year whose exit interview is not recorded. It leaves "
        "the list when the person has answered, or when it is recorded that they do not want to."
    ),
    source=_("completions, exit interviews and the links made for them"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Ask for the interview"), lambda row: reverse("unpaid_work:exit_interview", args=[row.crn, row.key]),
        Permission.ASSESSMENT_RECORD,
    ),
    empty=_("Everybody who completed their hours was asked how it was."),
    due=_("Completed"),
    measures=[Measure("link_made", _("Link made"), shown_day, numeric=False)],
)  # fmt: skip
