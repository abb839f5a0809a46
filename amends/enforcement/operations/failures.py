"""The failure that something is recorded about, held fast meanwhile."""

from datetime import datetime

from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.queries.ledger import Entry, ledger_of
from amends.policy.civil_time import civil_date


def held_failure(outcome: ContactOutcome, at: datetime) -> tuple[Entry, Person]:
    """Lock the person and the appointment, and read the ledger anew: the failure as it stands, with its person.

    The locks are those of whoever corrects the outcome, or records anything else about the person's failures. Raises
    EnforcementRefused where the outcome was corrected meanwhile, or its failure is in no order's ledger.
    """
    keys = Appointment.objects.filter(pk=outcome.appointment_id).values("person_id")
    person = Person.objects.select_for_update(of=("self",), no_key=True).select_related("team__pdu").get(pk__in=keys)
    Appointment.objects.select_for_update(no_key=True).get(pk=outcome.appointment_id)
    entry = ledger_of(person, civil_date(at)).entry(outcome.appointment_id)
    if entry is None or entry.failure.outcome != outcome.pk:
        raise EnforcementRefused(
            _("This outcome has been corrected meanwhile, or no longer counts. Look at the ledger again.")
        )
    return entry, person
