"""The chance that people turn up, from the outcomes recorded of them and of their teams."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome
from amends.methods.attendance import Estimate
from amends.methods.attendance.counts import team_rate, turning_up
from amends.policy.contact_outcomes import contact_outcomes

LOOKED_BACK = timedelta(days=365)
ATTENDED = [outcome.code for outcome in contact_outcomes() if outcome.attended]
ABSENT = [
    outcome.code for outcome in contact_outcomes()
    if not outcome.attended and (outcome.enforceable or outcome.acceptable)
]  # fmt: skip


def chances(people: Iterable[Person], on: date) -> dict[int, Estimate]:
    """Each person's chance of turning up, by their id, from the 12 months before the day. One query for all of them."""
    people = list(people)
    attended: dict[int, int] = defaultdict(int)
    expected: dict[int, int] = defaultdict(int)
    of_team: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = (
        ContactOutcome.objects.filter(
            ~Exists(ContactOutcome.objects.filter(replaces=OuterRef("pk"))),
            appointment__kind=Appointment.Kind.UNPAID_WORK,
            appointment__person__team__in={person.team_id for person in people},
            appointment__starts_at__date__gte=on - LOOKED_BACK,
            appointment__starts_at__date__lt=on,
            code__in=ATTENDED + ABSENT,
        )
        .order_by()
        .values_list("appointment__person_id", "appointment__person__team_id")
        .annotate(come=Count("pk", filter=Q(code__in=ATTENDED)), all=Count("pk"))
    )
    for person, team, come, count in rows:
        attended[person], expected[person] = come, count
        of_team[team][0] += come
        of_team[team][1] += count
    rates = {team: team_rate(*counts) for team, counts in of_team.items()}
    return {
        person.pk: turning_up(attended[person.pk], expected[person.pk], rates.get(person.team_id, 1.0))
        for person in people
    }
