"""How to reach a person: adding and removing numbers and addresses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import ContactDetail, Person
from amends.cases.operations.refused import PersonRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground


@dataclass(frozen=True)
class ContactDraft:
    """A number or an email address. `note`: when or how it is safe to use."""

    kind: str
    value: str
    note: str = ""

    def row(self, person: Person) -> ContactDetail:
        """The unsaved row."""
        return ContactDetail(person=person, kind=self.kind, value=self.value.strip(), note=self.note.strip())


def contact_grounds(draft: ContactDraft, number: int = 1) -> Iterator[Ground]:
    """What is wrong with a contact detail."""
    if draft.kind not in ContactDetail.Kind.values:
        choices = ", ".join(ContactDetail.Kind.values)
        yield Ground(_("Choose one of: %(choices)s") % {"choices": choices}, "kind", number)
    elif draft.kind == ContactDetail.Kind.EMAIL:
        try:
            validate_email(draft.value.strip())
        except ValidationError:
            yield Ground(_("Enter an email address, like name@example.com"), "value", number)
    elif sum(sign.isdigit() for sign in draft.value) < 3 or any(sign.isalpha() for sign in draft.value):
        yield Ground(_("Enter a telephone number, like 07700 900 982"), "value", number)
    if len(draft.value) > 200 or len(draft.note) > 200:
        yield Ground(_("Numbers, addresses and notes must be 200 characters or fewer"), "note", number)


@transaction.atomic
def add_contact_detail(*, person: Person, draft: ContactDraft, by: User, at: datetime) -> ContactDetail:
    """Add a way to reach the person. Raises PersonRefused."""
    grounds = list(contact_grounds(draft))
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Change the record that was kept.")))
    if grounds:
        raise PersonRefused(grounds)
    detail = draft.row(person)
    detail.save()
    audit.record(by, "add contact detail", f"cases.contactdetail {detail.pk}", crn=person.crn)
    return detail


@transaction.atomic
def change_contact_detail(*, detail: ContactDetail, draft: ContactDraft, by: User, at: datetime) -> ContactDetail:
    """Put a way to reach the person right. Raises PersonRefused."""
    grounds = list(contact_grounds(draft))
    if grounds:
        raise PersonRefused(grounds)
    detail.kind, detail.value, detail.note = draft.kind, draft.value.strip(), draft.note.strip()
    detail.save(update_fields=["kind", "value", "note"])
    audit.record(by, "change contact detail", f"cases.contactdetail {detail.pk}", crn=detail.person.crn)
    return detail


@transaction.atomic
def remove_contact_detail(*, detail: ContactDetail, by: User, at: datetime) -> None:
    """Remove a way to reach the person that no longer works or is not safe; its history stays."""
    audit.record(by, "remove contact detail", f"cases.contactdetail {detail.pk}", crn=detail.person.crn)
    detail.delete()
