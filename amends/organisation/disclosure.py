"""What of a record its person is given when they ask, and why the rest is withheld: field by field, by its class.

A field's class stands at the beginning of its comment. What is `secret` is withheld; what else is withheld, the model
says in `withheld`, by field; `withheld_where` names, for a field, another that tells row by row whether it is.
"""

from collections.abc import Collection, Container
from enum import StrEnum

from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

CLASSES = ("public", "internal", "personal", "special", "secret")


class Withheld(StrEnum):
    """Why something is not given to the person it is about."""

    THIRD_PARTY = "third_party"
    VICTIM = "victim"
    SECURITY = "security"
    GIVEN_BEFORE = "given_before"


WORDS = {
    Withheld.THIRD_PARTY: _("It is about somebody else, or was told by somebody else in confidence"),
    Withheld.VICTIM: _("It could tell of a victim, or of where one lives"),
    Withheld.SECURITY: _("Telling it could put somebody, or the security of the record, at risk"),
    Withheld.GIVEN_BEFORE: _("It is a copy of what was given in answer to an earlier request"),
}


def sensitivity(field: Field) -> str:
    """The field's class. Raises ValueError where its comment names none: it cannot be decided what to do with it."""
    named = (field.db_comment or "").partition(":")[0]
    if field.primary_key and not field.db_comment:
        return "internal"  # the row's number, which Django adds itself
    if named not in CLASSES:
        raise ValueError(f"{field} has no sensitivity class")
    return named


def described(field: Field) -> str:
    """What the field holds, in words."""
    return (field.db_comment or "").partition(": ")[2] or str(field.verbose_name)


def ruling(model: type[Model], field: Field) -> Withheld | None:
    """Why the field is withheld in every row of the model, or None where it is given."""
    if sensitivity(field) == "secret":
        return Withheld.SECURITY
    return getattr(model, "withheld", {}).get(field.name)


def ruling_of_row(row: Model, model: type[Model], field: Field, corrected: Container[object]) -> Withheld | None:
    """Why the field is withheld in this row: because of what it is, or because the row says that it is sensitive.

    `corrected`: the keys of rows that one replaces which says so, of `replaced_by_sensitive`.
    """
    flag = getattr(model, "withheld_where", {}).get(field.name)
    if flag and (getattr(row, flag) or row.pk in corrected):
        return Withheld.SECURITY
    return ruling(model, field)


def replaced_by_sensitive(model: type[Model], keys: Collection[object]) -> set[object]:
    """Of rows that are never changed, those that were put right by one that says it is sensitive: they may tell it."""
    flags = set(getattr(model, "withheld_where", {}).values())
    if not flags or not any(each.name == "replaces" for each in model._meta.local_fields):
        return set()
    rows = list(model._base_manager.filter(pk__in=keys).values_list("pk", "replaces", *sorted(flags)))
    earlier = {pk: replaced for pk, replaced, *_flags in rows}
    found: set[object] = set()
    for pk, _replaced, *said in rows:
        while any(said) and (pk := earlier.get(pk)) and pk not in found:
            found.add(pk)
    return found
