"""Results of education, training and employment: those that wait, and what became of each file."""

from django.db.models import Count, Q, QuerySet

from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import EteResult, EteResultFile

STATES = {
    "waiting": Q(decided_at=None),
    "credited": Q(credit__isnull=False),
    "matched": Q(person__isnull=False, credit=None),
    "set_aside": ~Q(set_aside_why=""),
}
FILES = 20


def results(user, state: str) -> QuerySet[EteResult]:
    """The results that the user may see in a state, the latest day first."""
    found = access.visible(EteResult.objects, user, Permission.HOURS_ADJUST).filter(STATES[state])
    return found.select_related("file__team", "person", "credit__requirement")


def files(user) -> list[tuple[EteResultFile, dict[str, int]]]:
    """The latest files, each with how many of the rows that the user may see wait, have a person or are set aside."""
    seen = access.visible(EteResultFile.objects, user, Permission.HOURS_ADJUST)
    latest = list(seen.select_related("team", "taken_in_by")[:FILES])
    rows = access.visible(EteResult.objects.filter(file__in=latest), user, Permission.HOURS_ADJUST).order_by()
    counts = rows.values("file").annotate(
        waiting=Count("pk", filter=STATES["waiting"]),
        theirs=Count("person"),
        aside=Count("pk", filter=STATES["set_aside"]),
    )
    nothing = {"waiting": 0, "theirs": 0, "aside": 0}
    by_file = {row.pop("file"): row for row in counts}
    return [(file, by_file.get(file.pk, nothing)) for file in latest]
