"""Registering people, one or thousands, and changing who they are recorded to be."""

import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Address, ContactDetail, Person, ProtectedCharacteristics
from amends.cases.names import search_name
from amends.cases.operations.addresses import AddressDraft, address_grounds
from amends.cases.operations.contact_details import ContactDraft, contact_grounds
from amends.cases.operations.protected_characteristics import ProtectedDraft
from amends.cases.operations.refused import PersonRefused
from amends.organisation import audit
from amends.organisation.models import AccessFile, Team, User
from amends.organisation.operations.refusal import Ground

YOUNGEST, OLDEST = 10, 120  # years: the age of criminal responsibility, and beyond any age
LONGEST_NAME = 200
_CRN = re.compile(r"[A-Z][0-9]{6}")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which are read as figures
_AT_ONCE = 5_000
# Characters that change how what stands around them is read, and so could disguise a name.
_DIRECTION = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


@dataclass(frozen=True)
class PersonDraft:
    """A person to register. `crn` empty: one is given. `address.from_date` is the first day known there."""

    given_names: str
    family_name: str
    date_of_birth: date
    sex: str
    team: Team
    crn: str = ""
    language: str = "en"
    interpreter: str = ""
    address: AddressDraft | None = None
    contact_details: tuple[ContactDraft, ...] = field(default=())
    protected: ProtectedDraft | None = None


@transaction.atomic
def register_people(drafts: Sequence[PersonDraft], *, by: User, at: datetime) -> list[Person]:
    """Register people in the order given, each with an access file, so that nobody's lists are in doubt.

    Raises PersonRefused with every ground, `Ground.number` the place in `drafts`, from 1; nothing is then written.
    """
    grounds = [
        ground for number, draft in enumerate(drafts, start=1) for ground in _grounds(draft, number, localdate(at))
    ]
    grounds += _crn_grounds(drafts)
    if grounds:
        raise PersonRefused(grounds)
    free = _free_crns(sum(not draft.crn for draft in drafts))
    people = Person.objects.bulk_create(
        [
            Person(
                crn=draft.crn or next(free),
                given_names=draft.given_names.strip(),
                family_name=draft.family_name.strip(),
                search_name=search_name(draft.given_names, draft.family_name),
                date_of_birth=draft.date_of_birth,
                sex=draft.sex,
                team=draft.team,
                language=draft.language,
                interpreter=draft.interpreter.strip(),
            )
            for draft in drafts
        ],
        batch_size=_AT_ONCE,
    )
    pairs = list(zip(people, drafts, strict=True))
    AccessFile.objects.bulk_create(
        [AccessFile(crn=person.crn, confirmed_at=at) for person in people], batch_size=_AT_ONCE
    )
    Address.objects.bulk_create(
        [draft.address.row(person) for person, draft in pairs if draft.address], batch_size=_AT_ONCE
    )
    ContactDetail.objects.bulk_create(
        [contact.row(person) for person, draft in pairs for contact in draft.contact_details], batch_size=_AT_ONCE
    )
    ProtectedCharacteristics.objects.bulk_create(
        [draft.protected.row(person) for person, draft in pairs if draft.protected], batch_size=_AT_ONCE
    )
    audit.record_many(by, "register person", ((f"cases.person {person.pk}", person.crn, {}) for person in people))
    return people


@transaction.atomic
def change_person(
    *, person: Person, given_names: str, family_name: str, date_of_birth: date, sex: str, language: str,
    interpreter: str, by: User, at: datetime,
) -> Person:  # fmt: skip
    """Change who a person is recorded to be; what was recorded before stays in the row's history.

    Raises PersonRefused. The audit event names the fields that changed, not their values.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id:
        raise PersonRefused(_("This record has been merged into another. Change the record that was kept."))
    draft = PersonDraft(given_names, family_name, date_of_birth, sex, person.team, "", language, interpreter)
    grounds = list(_grounds(draft, 0, localdate(at)))
    if grounds:
        raise PersonRefused(grounds)
    new = {
        "given_names": given_names.strip(),
        "family_name": family_name.strip(),
        "date_of_birth": date_of_birth,
        "sex": sex,
        "language": language,
        "interpreter": interpreter.strip(),
        "search_name": search_name(given_names, family_name),
    }
    changed = [name for name, value in new.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, new[name])
    if changed:
        person.save(update_fields=changed)
        audit.record(by, "change person", f"cases.person {person.pk}", crn=person.crn, detail={"fields": changed})
    return person


def _grounds(draft: PersonDraft, number: int, on: date) -> Iterator[Ground]:
    for name in ("given_names", "family_name", "interpreter"):
        if any(unicodedata.category(sign) == "Cc" or sign in _DIRECTION for sign in getattr(draft, name)):
            yield Ground(_("Write the name without control characters"), name, number)
    if not draft.family_name.strip():
        yield Ground(_("Enter the family name; where there is one name only, enter it here"), "family_name", number)
    for name in ("given_names", "family_name"):
        if len(getattr(draft, name).strip()) > LONGEST_NAME:
            yield Ground(_("Names must be %(most)s characters or fewer") % {"most": LONGEST_NAME}, name, number)
    yield from _age_grounds(draft.date_of_birth, number, on)
    for name, choices in (("sex", Person.Sex.values), ("language", Person.Language.values)):
        if getattr(draft, name) not in choices:
            yield Ground(_("Choose one of: %(choices)s") % {"choices": ", ".join(choices)}, name, number)
    if draft.address:
        yield from address_grounds(draft.address, number)
    for contact in draft.contact_details:
        yield from contact_grounds(contact, number)


def _age_grounds(born: date, number: int, on: date) -> Iterator[Ground]:
    years = age_on(born, on)
    if born > on:
        yield Ground(_("Date of birth must be in the past"), "date_of_birth", number)
    elif not YOUNGEST <= years <= OLDEST:
        words = _("Check the date of birth: it makes the person %(years)s years old") % {"years": years}
        yield Ground(words, "date_of_birth", number)


def age_on(born: date, on: date) -> int:
    """Whole years on a day; someone born on 29 February comes of age on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _crn_grounds(drafts: Sequence[PersonDraft]) -> Iterator[Ground]:
    given = Counter(draft.crn for draft in drafts if draft.crn)
    taken = set(Person.objects.filter(crn__in=list(given)).values_list("crn", flat=True)) if given else set()
    for number, draft in enumerate(drafts, start=1):
        if draft.crn and not _CRN.fullmatch(draft.crn):
            yield Ground(_("A CRN is a capital letter and six figures, such as A123456"), "crn", number)
        elif given[draft.crn] > 1:
            yield Ground(_("The CRN %(crn)s is given twice") % {"crn": draft.crn}, "crn", number)
        elif draft.crn in taken:
            yield Ground(_("There is a person with the CRN %(crn)s already") % {"crn": draft.crn}, "crn", number)


def _free_crns(wanted: int) -> Iterator[str]:
    """So many CRNs that nobody has. Two requests that draw the same one at once are told apart by the database."""
    free: dict[str, None] = {}
    while len(free) < wanted:
        drawn = {f"{secrets.choice(_LETTERS)}{secrets.randbelow(1_000_000):06}" for _each in range(wanted)}
        drawn -= set(Person.objects.filter(crn__in=drawn).values_list("crn", flat=True))
        free |= dict.fromkeys(drawn)
    return iter(list(free)[:wanted])
