"""What beneficiaries answered, by team and by project: how many, and the share that spoke well, with its interval.

Fewer than five answers are not told: who gave them could be known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import hidden
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import BeneficiaryReply, BeneficiarySurvey

QUESTIONS = tuple(BeneficiaryReply.GOOD)


@dataclass(frozen=True)
class Result:
    """How often a team or a project was asked about and answered for; `shares` by question, None where too few did."""

    name: str
    team: str
    asked: int
    replied: int | None
    shares: Mapping[str, Share] | None


@dataclass(frozen=True)
class Results:
    """The answers about periods that ended within some days, all together, by team, and by project."""

    together: Result
    teams: tuple[Result, ...]
    projects: tuple[Result, ...]


def results(user, first: date, last: date) -> Results:
    """What the user may see of answers about periods whose last day is from `first` to `last`."""
    asked = (
        access.visible(BeneficiarySurvey.objects.all(), user, Permission.SURVEY_VIEW)
        .filter(withdrawn_at=None, to_date__gt=first, to_date__lte=last + date.resolution)
        .order_by("project__team__name", "project__team_id", "project__name", "pk")
        .values_list(
            "project_id",
            "project__name",
            "project__team_id",
            "project__team__name",
            *(f"reply__{name}" for name in QUESTIONS),
        )
    )
    everything: list[tuple] = []
    teams: dict[int, list[tuple]] = {}
    projects: dict[int, dict[int, list[tuple]]] = {}
    for project, name, team_id, team, *answers in asked:
        everything.append(("", "", answers))
        teams.setdefault(team_id, []).append((team, "", answers))
        projects.setdefault(team_id, {}).setdefault(project, []).append((name, team, answers))
    of_teams = [_told(list(of_team.values())) for of_team in projects.values()]  # each beside the total of its team
    return Results(
        _told([everything])[0], tuple(_told(list(teams.values()))), tuple(row for rows in of_teams for row in rows)
    )


def shares_of(replies: Iterable[Mapping[str, str]]) -> dict[str, Share]:
    """For each question the share of the replies that spoke well, with its interval. Raises ValueError for none."""
    given = list(replies)
    return {
        question: wilson(sum(reply[question] in good for reply in given), len(given))
        for question, good in BeneficiaryReply.GOOD.items()
    }


def _told(groups: list[list[tuple]]) -> list[Result]:
    """A result for each group of (name, team, answers), those of few answers without them."""
    replies = [[dict(zip(QUESTIONS, answers, strict=True)) for *_who, answers in rows if answers[0]] for rows in groups]
    found = []
    for rows, given, few in zip(groups, replies, hidden([len(given) for given in replies]), strict=True):
        name, team = rows[0][:2] if rows else ("", "")
        shares = None if few or not given else shares_of(given)
        found.append(Result(name, team, len(rows), None if few else len(given), shares))
    return found
