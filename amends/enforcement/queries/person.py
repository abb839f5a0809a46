"""One person's failures as their pages open them."""

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.contacts.models import ContactOutcome
from amends.enforcement.models import EnforcementAction, Evidence, Letter
from amends.enforcement.queries.ledger import Entry, ledger_of
from amends.organisation.access import NotVisible
from amends.policy.civil_time import civil_date

_WHOSE = "appointment__person__team__pdu"


def people() -> QuerySet[Person]:
    """People with what the heading of a page about them shows. A record merged into another is opened by that one."""
    return Person.objects.filter(merged_into__isnull=True).select_related("team__pdu")


def entry_of(person: Person, appointment: int, at) -> Entry:
    """The failure at an appointment of a person whose record is open. Raises NotVisible where there is none."""
    entry = ledger_of(person, civil_date(at)).entry(appointment)
    if entry is None:
        raise NotVisible
    return entry


def outcome_seen(person: Person, appointment: int, pk: int | None, entry: Entry) -> ContactOutcome:
    """The outcome that the reader had before them when deciding; the one that stands where the form does not say."""
    rows = ContactOutcome.objects.filter(appointment=appointment, appointment__person=person)
    return rows.filter(pk=pk).first() or rows.get(pk=entry.failure.outcome)


def actions() -> QuerySet[EnforcementAction]:
    """Actions with their person and outcome."""
    return EnforcementAction.objects.select_related(_WHOSE, "outcome")


def evidence() -> QuerySet[Evidence]:
    """Evidence with its person and outcome."""
    return Evidence.objects.select_related(_WHOSE, "outcome")


def letters() -> QuerySet[Letter]:
    """Letters with their person."""
    return Letter.objects.select_related("action__appointment__person")
