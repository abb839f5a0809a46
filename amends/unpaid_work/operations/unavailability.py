"""Days on which a person cannot work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Unavailability

_AT_ONCE = 2_000


@dataclass(frozen=True)
class UnavailabilityDraft:
    """A person away from `from_date` until the day before `to_date`, the first day back."""

    person: Person
    from_date: date
    to_date: date
    reason: str


@transaction.atomic
def record_unavailability(drafts: Sequence[UnavailabilityDraft], *, by, at: datetime) -> list[Unavailability]:
    """Record days away. Raises Refused where they are out of order, or overlap others of the same person."""
    people = {draft.person.pk for draft in drafts}
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    spans = [(away.person_id, away.from_date, away.to_date, 0)
             for away in Unavailability.objects.filter(person_id__in=people)]  # fmt: skip
    for number, draft in enumerate(drafts, start=1):
        if draft.to_date <= draft.from_date:
            raise Refused(_("The first day back must be after the first day away"), number=number)
        spans.append((draft.person.pk, draft.from_date, draft.to_date, number))
    for earlier, later in pairwise(sorted(spans)):
        if earlier[0] == later[0] and later[1] < earlier[2]:
            raise Refused(
                _("The person is already recorded as away on some of these days"), number=later[3] or earlier[3]
            )
    rows = Unavailability.objects.bulk_create(
        (Unavailability(person=draft.person, from_date=draft.from_date, to_date=draft.to_date, reason=draft.reason)
         for draft in drafts),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    audit.record_many(
        by, "record unavailability",
        ((f"unpaid_work.unavailability {row.pk}", draft.person.crn,
          {"from": row.from_date.isoformat(), "to": row.to_date.isoformat()})
         for row, draft in zip(rows, drafts, strict=True)),
    )  # fmt: skip
    return rows


@transaction.atomic
def end_unavailability(*, away: Unavailability, on: date, by, at: datetime) -> None:
    """The person is back from `on`; days away yet to begin are taken away. Raises Refused where they are over."""
    away = Unavailability.objects.select_for_update(of=["self"]).select_related("person").get(pk=away.pk)
    if away.to_date <= on:
        raise Refused(_("These days away are over"))
    subject = f"unpaid_work.unavailability {away.pk}"
    crn = away.person.crn
    if away.from_date >= on:
        away.delete()
    else:
        away.to_date = on
        away.save()
    audit.record(by, "end unavailability", subject, crn=crn, detail={"on": on.isoformat()})
