"""Rehabilitation activity requirements of a person, and how many of their days are done."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from amends.cases.models import Person, SentenceCondition
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.activity_days import REHABILITATION
from amends.contacts.queries.contact_record import ATTENDED
from amends.policy.civil_time import london


@dataclass(frozen=True)
class ActivityDays:
    """A requirement, and how many of its days are done: each civil date once, and only while its outcome stands."""

    condition: SentenceCondition
    done: int


def days_done() -> Count:
    """For conditions: of how many civil dates, each once, there is an appointment counted whose outcome stands."""
    attended = ContactOutcome.objects.filter(
        appointment=OuterRef("activity_days__appointment"), replaced_by=None, code__in=ATTENDED
    )
    day = TruncDate("activity_days__appointment__starts_at", tzinfo=london())
    return Count(day, filter=Q(Exists(attended)), distinct=True)


def activity_days(person: Person, on: date) -> list[ActivityDays]:
    """The person's requirements in force on the day, or already over, the earliest first; one query."""
    found = SentenceCondition.objects.filter(sentence__person=person, kind=REHABILITATION, from_date__lte=on)
    return [ActivityDays(each, each.done) for each in found.annotate(done=days_done()).order_by("from_date", "pk")]
