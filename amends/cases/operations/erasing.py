"""Deleting a person's record from every table, for good.

Which rows are theirs is asked of the models (`organisation.held`), so that a table built later is never forgotten. Rows
that are otherwise only ever added to, and the history that the database keeps, go too: this is the one operation for
which those guards step aside. Where another's row, a plan or an address in the log of changes names the person by CRN,
the CRN is replaced by a mark that stands for nobody. The audit trail alone keeps the number, and no name.
"""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, JSONField, Model, TextField
from django.utils.translation import gettext as _

from amends.cases.models import IssuedLetter, Person
from amends.cases.operations.refused import RetentionRefused
from amends.cases.operations.retention import locked, refuse_held
from amends.cases.queries import retention as queries
from amends.cases.queries.disclosure import family
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.access_path import KeptForProof
from amends.organisation.held import held_on
from amends.organisation.models import User
from amends.policy.civil_time import civil_date

_AT_ONCE = 5_000


@transaction.atomic
def erase_person(*, person: Person, by: User, at: datetime) -> int:
    """Delete everything held on a person, with the records merged into theirs; return how many rows.

    Raises RetentionRefused where a hold stands, the record is not due, it has not been in quarantine for as long as
    policy asks, or `by` is who put it there. Nothing is deleted where anything cannot be: the database checks that no
    row is left that leads to one which is gone.
    """
    person, on = locked(person), civil_date(at)
    record = queries.kept_person(person, on)
    refuse_held(record)
    begun = queries.standing_quarantine(person)
    if begun is None or not record.is_due(on):
        raise RetentionRefused(_("Only a record that came due and is in quarantine can be deleted."))
    first = queries.may_be_deleted_from(begun, on)
    if on < first.value:
        raise RetentionRefused(_("It stays restorable until then: it may be deleted from %s.") % day(first.value))
    if begun.begun_by_id == by.pk:
        raise RetentionRefused(_("Another than the one who put it in quarantine has to delete it."))
    crns = family(person)
    with pgtrigger.ignore():
        _check_keys("DEFERRED")
        rows = _delete(crns)
        for crn in crns:
            _unname(crn)
        _check_keys("IMMEDIATE")
        _check_keys("DEFERRED")
    detail = {"rows": rows, "records": crns, "rule": record.until.source, "quarantined": begun.begun_at.isoformat()}
    audit.record(by, "erase person", "cases.person", crn=person.crn, detail=detail)
    return rows


def _check_keys(when: str) -> None:
    """Have the database look at its keys at once, with what waits to be looked at, or at the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL {when}")


def _delete(crns: list[str]) -> int:
    """Delete the rows about the person, of every kind and its history; keys are checked once all are gone."""
    rows = 0
    for kind, held in held_on(crns).items():
        if kind.history:
            rows += _delete_rows(kind.history, held.earlier)
        rows += _delete_rows(kind.model, held.own | held.mentions)
    return rows


def _delete_rows(model: type[Model], keys: Iterable[int | str]) -> int:
    wanted, gone = list(keys), 0
    for start in range(0, len(wanted), _AT_ONCE):
        found = model._base_manager.filter(pk__in=wanted[start : start + _AT_ONCE])
        gone += found._raw_delete(found.db)  # type: ignore[attr-defined]  # not through Django, which would ask PROTECT
    return gone


def _unname(crn: str) -> None:
    """Put a mark that stands for nobody wherever else the CRN is written, as long as it, the same in every place."""
    mark = "~" + secrets.token_hex(len(crn))[: len(crn) - 1]
    for table, columns in _texts():
        sets = ", ".join(f"{name} = replace({name}::text, %s, %s)::{kind}" for name, kind in columns)
        where = " OR ".join(f"{name}::text LIKE %s" for name, _kind in columns)
        values = [crn, mark] * len(columns) + [f"%{crn}%"] * len(columns)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {sets} WHERE {where}", values)  # noqa: S608 - names of our own tables


def _texts() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every table with the columns in which a CRN could be written, save the audit trail and letters as issued."""
    quote = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        if isinstance(getattr(model, "whose", None), KeptForProof) or model._meta.proxy or not model._meta.managed:
            continue
        letter = issubclass(getattr(model, "pgh_tracked_model", None) or model, IssuedLetter)
        columns = [
            (quote(field.column), "jsonb" if isinstance(field, JSONField) else "text")
            for field in model._meta.local_concrete_fields
            if isinstance(field, JSONField | CharField | TextField)
            and not (letter and field.name in ("content", "digest"))
        ]
        if columns:
            yield quote(model._meta.db_table), columns
