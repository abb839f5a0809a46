"""What beneficiaries of a new demonstration were asked and answered over three quarters, by the operations."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AnonymousUser

from amends.organisation import access
from amends.organisation.models import User
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Project, ProjectRecheck
from amends.unpaid_work.operations.project_rechecks import close_recheck
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey, send_survey
from amends.unpaid_work.queries.surveys import period_to_ask
from demo.assumptions import assumed

_LONDON = ZoneInfo("Europe/London")
_SAID = ("", "", "", "The hall has never looked better", "Good work; a day's notice of a change would help")


def ask_beneficiaries(*, by: User, at: datetime, random: Random) -> int:
    """Ask the beneficiaries of the projects that the user runs; returns how many surveys were sent."""
    projects = access.visible(
        Project.objects.filter(beneficiary__isnull=False).select_related("team"), by, Permission.SURVEY_SEND
    )
    periods = [period_to_ask(civil_date(at), None)]
    for _earlier in range(2):
        periods.insert(0, period_to_ask(periods[0][0], None))
    sent = 0
    for project in projects.order_by("code"):
        for first, after in periods:
            if project.from_date < after and random.random() < assumed("beneficiaries_asked"):
                sent += _ask(project, first, after, by, at, random)
    return sent


def _ask(project: Project, first: date, after: date, by: User, at: datetime, random: Random) -> int:
    when = datetime.combine(after + timedelta(days=random.randint(0, 9)), time(10), _LONDON)
    if when > at:
        return 0
    _look_again(project, by, when.date())
    survey, token = send_survey(project=project, from_date=first, to_date=after, language="en", by=by, at=when)
    answered = when + timedelta(days=random.randint(1, 20), hours=random.randint(0, 6))
    if answered <= at and random.random() < assumed("beneficiaries_answering"):
        well = random.random() > assumed("beneficiaries_unhappy")
        draft = ReplyDraft(
            work=random.choice(("very_well", "very_well", "well")) if well else "badly",
            communications=random.choice(("very_well", "well", "well")) if well else random.choice(("well", "badly")),
            again=random.choice(("yes", "yes", "yes", "unsure")) if well else random.choice(("unsure", "no")),
            benefit=random.choice(("a_lot", "a_lot", "some")) if well else "a_little",
            comment=random.choice(_SAID),
        )
        reply_to_survey(survey=survey, token=token, draft=draft, by=AnonymousUser(), at=answered)
    return 1


def _look_again(project: Project, by: User, before: date) -> None:
    """Do the check that was due by the time of the next survey."""
    finding = "Spoke with the beneficiary on site; the next sessions begin with what they asked for"
    for check in ProjectRecheck.objects.filter(project=project, closed_at=None, due_on__lt=before):
        when = datetime.combine(check.due_on, time(15), _LONDON)
        close_recheck(recheck=check, outcome="changed", finding=finding, by=by, at=when)
