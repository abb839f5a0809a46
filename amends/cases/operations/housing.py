"""Raising a need for housing before it is felt, and recording what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import HousingNeed, Person
from amends.cases.operations.refused import HousingRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground


@transaction.atomic
def raise_housing_need(
    *, person: Person, needed_from: date, raised_with: str, note: str = "", by: User, at: datetime
) -> HousingNeed:
    """Record that the person has nowhere to live from a day, and who was told. Raises HousingRefused."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if not raised_with.strip() or len(raised_with.strip()) > 200:
        grounds.append(Ground(_("Enter the council or provider that was told"), "raised_with"))
    if person.housing_needs.filter(needed_from=needed_from).exists():
        grounds.append(Ground(_("The need from that day has been raised already"), "needed_from"))
    if grounds:
        raise HousingRefused(grounds)
    need = HousingNeed.objects.create(
        person=person, needed_from=needed_from, raised_with=raised_with.strip(), note=note.strip(), raised_at=at,
        raised_by=by,
    )  # fmt: skip
    audit.record(by, "raise housing need", f"cases.housingneed {need.pk}", crn=person.crn)
    return need


@transaction.atomic
def answer_housing_need(*, need: HousingNeed, answer: str, settled_on: date, by: User, at: datetime) -> HousingNeed:
    """Record what came of it. Raises HousingRefused where it was answered already, or before it was raised."""
    need = HousingNeed.objects.select_for_update(of=("self",)).select_related("person").get(pk=need.pk)
    grounds = []
    if need.settled_on:
        grounds.append(Ground(_("This need has its answer already")))
    if not answer.strip():
        grounds.append(Ground(_("Enter what came of it"), "answer"))
    if not localdate(need.raised_at) <= settled_on <= localdate(at):
        grounds.append(Ground(_("The day must be from the day it was raised to today"), "settled_on"))
    if grounds:
        raise HousingRefused(grounds)
    need.answer, need.settled_on = answer.strip(), settled_on
    need.save(update_fields=["answer", "settled_on"])
    audit.record(by, "answer housing need", f"cases.housingneed {need.pk}", crn=need.person.crn)
    return need
