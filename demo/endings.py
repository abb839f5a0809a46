"""How requirements end in a new demonstration: completed, at court, on their way to another team; and targets."""

from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from amends.cases.models import Person, Requirement
from amends.organisation.models import PDU, RoleGrant, Team, User
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import RequirementOutcome
from amends.unpaid_work.operations.completions import complete_requirement, record_outcome
from amends.unpaid_work.operations.court_returns import Application, return_to_court
from amends.unpaid_work.operations.targets import set_target
from amends.unpaid_work.operations.transfers import ask_for_transfer
from amends.unpaid_work.queries.endings import last_day_of
from amends.unpaid_work.queries.minutes_left import minutes_left
from demo.assumptions import assumed

_CERTAINTY = {"no_new_offence": 0.85, "certificate": 0.3, "into_work": 0.35, "volunteer": 0.1}
_TARGETS = (
    ("suited", "sex", "Female", 80, False, "Too few projects for women: two more are being set up"),
    ("stood_down", "disability", "Yes, limiting daily life a lot", 10, True, "Seats in the van are kept for them"),
)


def end_some(*, practitioner: User, head: User, at: datetime, random: Random) -> None:
    """Live what ends the requirements of the practitioner's team, and set targets for its unit."""
    grant = RoleGrant.objects.filter(user=practitioner, team__isnull=False).select_related("team__pdu").first()
    if grant is None or grant.team is None:
        return
    people = Person.objects.filter(team__pdu=grant.team.pdu, merged_into=None)
    _outcomes(people, practitioner, at, random)
    own = list(people.filter(team=grant.team).select_related("team__pdu").order_by("crn"))
    open_ones = list(
        Requirement.objects.filter(sentence__person__in=own, ended_on=None)
        .select_related("sentence__person__team")
        .order_by("limit_date", "pk")
    )
    left = minutes_left([row.pk for row in open_ones], civil_date(at))
    _complete([row for row in open_ones if not left[row.pk]], practitioner, at)
    _to_court([row for row in open_ones if left[row.pk]], practitioner, at)
    other = Team.objects.filter(kind=grant.team.kind).exclude(pk=grant.team_id).order_by("code").first()
    if other and own:
        with suppress(Refused):
            reason = "Has moved in with family there"
            ask_for_transfer(person=own[-1], to_team=other, reason=reason, by=practitioner, at=at)
    _targets(grant.team.pdu, head, at)


def _outcomes(people, by: User, at: datetime, random: Random) -> None:
    """What is known of orders that ended: of most of them something."""
    ended = Requirement.objects.filter(sentence__person__in=people, ended_on__isnull=False).order_by("pk")
    for row in ended.select_related("sentence__person"):
        answers = {
            name: random.choices(
                ["not_known", "yes", "no"], [0.25, 0.75 * _CERTAINTY[name], 0.75 * (1 - _CERTAINTY[name])]
            )[0]
            for name in RequirementOutcome.ASKED
        }
        record_outcome(requirement=row, outcomes=answers, by=by, at=at)


def _complete(done: list[Requirement], by: User, at: datetime) -> None:
    """Complete all but three of those with no hours left, so that there is something to do."""
    for row in done[: max(0, len(done) - 3)][: int(assumed("completed_people"))]:
        with suppress(Refused):
            complete_requirement(requirement=row, by=by, at=at)


def _to_court(going_on: list[Requirement], by: User, at: datetime) -> None:
    """Those whose time runs out first: more time is asked for, and of one revocation with work suspended."""
    today = civil_date(at)
    for number, row in enumerate(going_on[:4]):
        until = max(today, last_day_of(row, today) or today) + timedelta(days=180)
        application = (
            Application("revocation", "Has been in hospital since spring and will not be able to work", suspended=True)
            if number == 3
            else Application("extension", "Sessions were stood down in winter; has come to every other", until)
        )
        with suppress(Refused):
            return_to_court(requirement=row, application=application, by=by, at=at)


def _targets(pdu: PDU, head: User, at: datetime) -> None:
    for measure, characteristic, group, percent, at_most, why in _TARGETS:
        with suppress(Refused):  # set already, where the demonstration grows by a region
            set_target(
                pdu=pdu, measure=measure, characteristic=characteristic, group=group, percent=percent, at_most=at_most,
                why=why, by=head, at=at,
            )  # fmt: skip
