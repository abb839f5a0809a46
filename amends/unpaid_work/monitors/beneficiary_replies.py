"""Beneficiaries who were not asked about the work, or have not answered."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import Project
from amends.unpaid_work.monitors.monitor import PROJECT, Action, Asked, Measure, Monitor, Row
from amends.unpaid_work.queries.surveys import overdue

WHYS = {
    "not_sent": _("Not asked, two weeks after the last day"),
    "run_out": _("Asked; the link ran out unanswered"),
    "no_reply": _("Asked two weeks ago, no answer yet"),
}


def find(asked: Asked) -> list[Row]:
    """The projects worked on in the newest period to ask about whose beneficiary's answer is overdue."""
    projects = asked.within(Project.objects.filter(from_date__lte=asked.on), Permission.SURVEY_VIEW)
    return [
        Row(owed.project, owed.name, "", owed.team, owed.why, owed.due, (owed.asked,))
        for owed in overdue(projects, asked.on, asked.at)
    ]


MONITOR = Monitor(
    slug="beneficiary_replies",
    title=_("Beneficiary replies overdue"),
    definition=_(
        "Projects with a beneficiary and at least one session in the last whole quarter (or, where the project ended "
        "in this quarter, in this one): not asked within two weeks of the last day, asked two weeks ago without an "
        "answer, or asked by a link that ran out."
    ),
    source=_("sessions, surveys sent and replies on record"),
    permission=Permission.SURVEY_VIEW,
    subject=PROJECT,
    whys=WHYS,
    find=find,
    action=Action(
        _("Send or remind"), lambda row: reverse("unpaid_work:project_surveys", args=[row.key]), Permission.SURVEY_SEND
    ),
    empty=_("No beneficiary’s answer is overdue."),
    due=_("Since"),
    measures=[Measure("asked", _("Times asked"))],
)
