"""Thousands of ids, or CRNs, given to the database as one array: as many parameters would cost more than the answer."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Func, TextField, Value

_UNNESTED = "(SELECT unnest(%(expressions)s))"


def among(ids: Iterable[int]) -> Func:
    """The ids, for a look-up with `__in`."""
    return Func(Value(list(ids), ArrayField(BigIntegerField())), template=_UNNESTED, output_field=BigIntegerField())


def among_crns(crns: Iterable[str]) -> Func:
    """The CRNs, for a look-up with `__in`."""
    return Func(Value(list(crns), ArrayField(TextField())), template=_UNNESTED, output_field=TextField())
