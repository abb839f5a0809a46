"""Merging two records found to be of one person, and taking the merge back.

Whatever points at the absorbed record is pointed at the kept one, in every room: the relations are asked of Django, so
that a room built later needs nothing here. Which rows moved is written down, so that undoing moves back exactly those.
What can stand only once, and would stand twice, stays with the absorbed record: an address or an allocation on days
that the kept record accounts for, and what a model says gives way (the constraint that `gives_way` names). A model that
names a field in `sets_aside` lets it come along instead, the merge's instant written there, so that it can be read.
Where something else would stand twice (two assessments for unpaid work on the same days) the database refuses, and so
does this: somebody has to decide which one holds.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F, ForeignKey, Model, OneToOneField, Q, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _

from amends.cases.models import Address, CaseAllocation, CaseCover, KeepApart, NotSamePerson, Person, PersonMerge
from amends.cases.operations.limited_access import unended
from amends.cases.operations.refused import MergeRefused
from amends.organisation import access, audit
from amends.organisation.models import LimitedAccess, User
from amends.organisation.operations.refusal import Ground
from amends.organisation.roles import Permission

_ONE_A_DAY = (Address, CaseAllocation, CaseCover)
_OF_TWO_PEOPLE = (Person, PersonMerge, KeepApart, NotSamePerson)
_CLAIMS = ("kind", "username", "reason", "from_at", "to_at")


@transaction.atomic
def merge_people(*, keep: Person, absorb: Person, reason: str, by: User, at: datetime) -> PersonMerge:
    """Merge `absorb` into `keep`. The kept record gains every limit on access that the other had.

    Raises MergeRefused where the user may not see both, either is merged already, the two are to be kept apart, their
    restrictions name different users, or something would stand twice.
    """
    keep, absorb = _both(keep.pk, absorb.pk, by)
    if keep.merged_into_id or absorb.merged_into_id:
        raise MergeRefused(_("One of these records has been merged already. Use the record that was kept."))
    if not reason.strip() or len(reason.strip()) > 300:
        raise MergeRefused([Ground(_("Enter how it is known that this is one person, in 300 characters"), "reason")])
    _refuse_differing_restrictions(keep, absorb, at)
    moved = {
        "rows": {
            f"{model._meta.label_lower}.{field}": _move(model, field, absorb, keep, at) for model, field in _links()
        },
        "apart": _move_apart(absorb, keep, by),
        "limits": _copy_limits(unended(absorb.crn, at), keep.crn),
    }
    absorb.merged_into = keep
    absorb.save(update_fields=["merged_into"])
    _refuse_unlawful()
    merge = PersonMerge.objects.create(
        kept=keep, absorbed=absorb, moved=moved, reason=reason.strip(), merged_at=at, merged_by=by
    )
    _audit(merge, "merge people", by)
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, by: User, at: datetime) -> PersonMerge:
    """Take a merge back: exactly the rows that it moved return; what was recorded since stays with the kept record.

    A limit on access put on the kept record since then goes on both, since nobody has said which of the two it was
    about. Raises MergeRefused where a later merge stands in the way, or what was recorded since would be torn apart.
    """
    keep, absorb = _both(merge.kept_id, merge.absorbed_id, by)
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise MergeRefused(_("This merge has been undone already."))
    if keep.merged_into_id:
        raise MergeRefused(_("The kept record has itself been merged since. Undo that merge first."))
    for link, ids in merge.moved["rows"].items():
        label, _dot, field = link.rpartition(".")
        model = apps.get_model(label)
        _repoint(model, field, ids, keep, absorb)
        if aside := getattr(model, "sets_aside", ""):
            model._base_manager.filter(**{field: absorb, aside: merge.merged_at}).update(**{aside: None})
    for pk, person_id, other_id in merge.moved["apart"]:
        KeepApart.objects.filter(pk=pk).update(person_id=person_id, other_id=other_id)
    _refuse_torn(keep, absorb)
    LimitedAccess.objects.filter(pk__in=merge.moved["limits"]).delete()
    _copy_limits(unended(keep.crn, at).filter(from_at__gte=merge.merged_at), absorb.crn)
    absorb.merged_into = None
    absorb.save(update_fields=["merged_into"])
    _refuse_unlawful()
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    _audit(merge, "undo merge", by)
    return merge


def _both(keep_id: int, absorb_id: int, by: User) -> tuple[Person, Person]:
    """Both records, locked in one order. The same words whether one is absent or kept from the user."""
    if keep_id == absorb_id:
        raise MergeRefused(_("Choose two different records."))
    seen = access.visible(Person.objects, by, Permission.PERSON_MERGE).filter(pk__in=[keep_id, absorb_id])
    if seen.count() != 2:
        raise MergeRefused(_("There is no record with that CRN."))
    rows = Person.objects.select_for_update().filter(pk__in=[keep_id, absorb_id]).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[keep_id], found[absorb_id]


def _links() -> Iterator[tuple[type[Model], str]]:
    """Every model and field, of any room, that points at one person. History is not touched: it tells what was."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation) or relation.concrete:
            continue
        model = relation.related_model
        if model not in _OF_TWO_PEOPLE and not issubclass(model, pghistory.models.Event):
            yield model, relation.field.name


def _move(model: type[Model], field: str, absorb: Person, keep: Person, at: datetime) -> list[int]:
    rows = model._base_manager.filter(**{field: absorb})
    kept = model._base_manager.filter(**{field: keep})
    if isinstance(model._meta.get_field(field), OneToOneField) and kept.exists():
        return []
    if model in _ONE_A_DAY:
        standing = list(kept)
        ids = [row.pk for row in rows if not any(_overlap(row, other) for other in standing)]
    else:
        giving_way = _giving_way(model, field, rows, kept)
        if aside := getattr(model, "sets_aside", ""):
            model._base_manager.filter(pk__in=giving_way).update(**{aside: at})
            giving_way = set()
        ids = [pk for pk in rows.values_list("pk", flat=True) if pk not in giving_way]
    _repoint(model, field, ids, absorb, keep)
    return ids


def _giving_way(model: type[Model], field: str, rows: QuerySet[Any], kept: QuerySet[Any]) -> set[int]:
    """The rows that would stand twice with the kept record's, where the model says that they give way."""
    named = [one for one in model._meta.constraints if one.name == getattr(model, "gives_way", None)]
    found = set()
    for constraint in named:
        if not isinstance(constraint, UniqueConstraint):
            raise TypeError(f"{constraint.name} is no unique constraint")
        among = constraint.condition or Q()
        others = [name for name in constraint.fields if name != field]
        standing = {tuple(getattr(row, name) for name in others) for row in kept.filter(among)}
        found |= {row.pk for row in rows.filter(among) if tuple(getattr(row, name) for name in others) in standing}
    return found


def _repoint(model: type[Model], field: str, ids: list[int], since: Person, to: Person) -> None:
    if not ids:
        return
    try:
        with transaction.atomic():
            model._base_manager.filter(**{"pk__in": ids, field: since}).update(**{field: to})
    except DatabaseError as error:
        what = model._meta.db_table_comment or model._meta.verbose_name
        words = _("Both records have, at the same time, what can stand only once: “%(what)s”. End one of them first.")
        raise MergeRefused(words % {"what": what}) from error


def _refuse_unlawful() -> None:
    """Let the guards that judge at the end of a transaction judge now, while their answer can be told in words."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        words = _("Bookings still to come would break a rule for the one person. Cancel them first.")
        raise MergeRefused(words) from error


def _overlap(row: Any, other: Any) -> bool:
    return (other.to_date is None or row.from_date < other.to_date) and (
        row.to_date is None or other.from_date < row.to_date
    )


def _covers(outer: Any, inner: Any) -> bool:
    return outer.from_date <= inner.from_date and (
        outer.to_date is None or (inner.to_date is not None and inner.to_date <= outer.to_date)
    )


def _move_apart(absorb: Person, keep: Person, by: User) -> list[list[int]]:
    """Point what must be kept apart from the absorbed record at the kept one; return the rows as they stood."""
    stood = []
    for row in KeepApart.objects.select_for_update().filter(Q(person=absorb) | Q(other=absorb)):
        counterpart = row.other_id if row.person_id == absorb.pk else row.person_id
        if counterpart == keep.pk:
            raise MergeRefused(_("These two are to be kept apart from each other: they cannot be one person."))
        low, high = sorted((keep.pk, counterpart))
        standing = list(KeepApart.objects.filter(person_id=low, other_id=high))
        if any(_covers(other, row) for other in standing):
            continue  # the kept record is kept apart on all of these days already
        if any(_overlap(other, row) for other in standing):
            raise MergeRefused(_words_of_days_that_differ(counterpart, by))
        stood.append([row.pk, row.person_id, row.other_id])
        KeepApart.objects.filter(pk=row.pk).update(person_id=low, other_id=high)
    return stood


def _words_of_days_that_differ(third: int, by: User) -> str:
    """Names the third person only to who may see them; to others, nothing here tells that there is one."""
    seen = access.visible(Person.objects, by, Permission.PERSON_VIEW).filter(pk=third).first()
    if seen is None:
        return _("These records cannot be merged as they stand. Ask your service desk, and give both CRNs.")
    words = _("Both records are to be kept apart from %(name)s, over days that differ. End one of the two first.")
    return words % {"name": seen.name}


def _refuse_differing_restrictions(keep: Person, absorb: Person, at: datetime) -> None:
    named = []
    for person in (keep, absorb):
        rows = unended(person.crn, at).filter(kind=LimitedAccess.Kind.RESTRICTION)
        named.append(set(rows.values_list("username", "to_at")))
    if all(named) and named[0] != named[1]:
        raise MergeRefused(
            _("The two records are restricted to different users. Make the two lists the same before merging.")
        )


def _copy_limits(limits: Any, crn: str) -> list[int]:
    """Put the same limits on the record with the CRN. They stay on the first one too, which still holds a name."""
    copies = [
        LimitedAccess(crn=crn, **{name: getattr(limit, name) for name in _CLAIMS}) for limit in limits.order_by("pk")
    ]
    return [row.pk for row in LimitedAccess.objects.bulk_create(copies)]


def _refuse_torn(keep: Person, absorb: Person) -> None:
    """Refuse where a row would now lead to both people: booked since the merge, say, on a requirement gone back."""
    crns = [keep.crn, absorb.crn]
    for model in apps.get_models():
        paths = [
            f"{field.name}__{field.related_model.access.crn}"
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and getattr(getattr(field.related_model, "access", None), "crn", None)
        ]
        if model in _OF_TWO_PEOPLE or issubclass(model, pghistory.models.Event):
            continue
        for path in paths[1:]:
            torn = Q(**{f"{paths[0]}__in": crns}) & Q(**{f"{path}__in": crns}) & ~Q(**{paths[0]: F(path)})
            if model._base_manager.filter(torn).exists():
                what = model._meta.db_table_comment or model._meta.verbose_name
                raise MergeRefused(
                    _("What was recorded since the merge belongs to both records: “%(what)s”. Cancel it first.")
                    % {"what": what}
                )


def _audit(merge: PersonMerge, action: str, by: User) -> None:
    subject = f"cases.personmerge {merge.pk}"
    both = {"kept": merge.kept.crn, "absorbed": merge.absorbed.crn}
    audit.record_many(by, action, ((subject, crn, both) for crn in both.values()))
