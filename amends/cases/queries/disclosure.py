"""What is held on a person, as it is given to them: row by row, with what is withheld and why."""

from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import BinaryField, Field, Model, Q

from amends.cases.models import Person
from amends.organisation.disclosure import Withheld, described, replaced_by_sensitive, ruling, ruling_of_row
from amends.organisation.held import Held, Kind, held_on

_A_BATCH = 500


@dataclass
class Section:
    """One kind of record: what each field is called, the rows, and how many rows are withheld whole."""

    name: str
    title: str
    columns: list[str]
    rows: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[dict[str, Any]] = field(default_factory=list)
    withheld_fields: dict[str, Withheld] = field(default_factory=dict)
    withheld_cells: Counter[tuple[str, Withheld]] = field(default_factory=Counter)
    withheld_rows: int = 0


@dataclass
class Disclosure:
    """Everything held on a person, in sections. `crns`: theirs, and those of records merged into theirs."""

    crns: list[str]
    sections: list[Section]

    @property
    def rows_given(self) -> int:
        """How many rows are given, those of history too."""
        return sum(len(section.rows) + len(section.earlier) for section in self.sections)

    @property
    def rows_withheld(self) -> int:
        """How many rows are withheld whole, being first of all about somebody else."""
        return sum(section.withheld_rows for section in self.sections)


def family(person: Person) -> list[str]:
    """The CRNs under which one person is recorded: the record kept, and those merged into it however often."""
    found, crns = [person.pk], [person.crn]
    while found:
        merged = list(Person.objects.filter(merged_into__in=found).values_list("pk", "crn"))
        found, crns = [pk for pk, _crn in merged], crns + [crn for _pk, crn in merged]
    return crns


def disclosure(person: Person) -> Disclosure:
    """Everything held on the person, each field ruled on by its class and by what its model says."""
    crns = family(person)
    sections = [_section(kind, held) for kind, held in held_on(crns).items()]
    return Disclosure(crns, sections)


def _section(kind: Kind, held: Held) -> Section:
    model = kind.model
    given = [each for each in model._meta.local_concrete_fields if ruling(model, each) is None]
    withheld = {described(each): why for each in model._meta.local_concrete_fields if (why := ruling(model, each))}
    section = Section(
        name=model._meta.label_lower.replace(".", "_"),
        title=model._meta.db_table_comment or str(model._meta.verbose_name),
        columns=[described(each) for each in given],
        withheld_fields=withheld,
        withheld_rows=len(held.mentions),
    )
    corrected = replaced_by_sensitive(model, held.own)
    section.rows = [_row(section, model, given, row, corrected) for row in _rows(model, held.own, given)]
    if kind.history:
        names = {each.name for each in kind.history._meta.local_concrete_fields}
        kept = [each for each in given if each.name in names]
        section.earlier = [
            {"until": row.pgh_created_at} | _row(section, model, kept, row, ())
            for row in _rows(kind.history, held.earlier - _mentioning(kind, held), kept)
        ]
    return section


def _mentioning(kind: Kind, held: Held) -> set[int | str]:
    """History of rows that are first of all about somebody else: withheld as they are."""
    if not kind.history or not held.mentions:
        return set()
    found = kind.history._base_manager.filter(Q(pgh_obj_id__in=held.mentions))
    return set(found.values_list("pk", flat=True))


def _rows(model: type[Model], keys: set[int | str], given: list[Field]) -> Iterator[Any]:
    names = {each.name for each in model._meta.local_concrete_fields}
    related = [each.name for each in given if each.related_model and each.name in names and _is_told(each)]
    found = model._base_manager.filter(pk__in=keys).prefetch_related(*related).order_by("pk")
    return found.iterator(chunk_size=_A_BATCH)


def _row(
    section: Section, model: type[Model], given: list[Field], row: Any, corrected: Container[object]
) -> dict[str, Any]:  # fmt: skip
    told = {}
    for each in given:
        why = ruling_of_row(row, model, each, corrected)
        if why:
            section.withheld_cells[described(each), why] += 1
        told[described(each)] = f"[{why}]" if why else _told(row, each)
    return told


def _is_told(each: Field) -> bool:
    """Whether what a foreign key leads to has a name of its own, rather than a row's number."""
    return each.related_model is not None and each.related_model._meta.app_label == "organisation"


def _told(row: Any, each: Field) -> Any:
    """The value of a field, in words where it has them: a choice as it is shown, a member of staff by name."""
    if _is_told(each):
        other = getattr(row, each.name)
        return None if other is None else getattr(other, "name", "") or str(other)
    value = getattr(row, each.attname)
    if isinstance(each, BinaryField):
        return None
    if each.choices and isinstance(value, str) and value:
        return str(dict(each.flatchoices).get(value, value))
    plain = isinstance(value, str | int | float | bool | date | datetime | list | dict)
    return value if value is None or plain else str(value)
