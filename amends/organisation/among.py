"""Thousands of ids, or CRNs, given to the database as one text: each by itself would cost more than the answer."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Func, TextField, Value


def among(ids: Iterable[int]) -> Func:
    """The ids, for a look-up with `__in`."""
    asked = Value("{" + ",".join(map(str, ids)) + "}", TextField())
    return Func(asked, template="(SELECT unnest(%(expressions)s::bigint[]))", output_field=BigIntegerField())


def among_crns(crns: Iterable[str]) -> Func:
    """The CRNs, for a look-up with `__in`."""
    asked = Value(",".join(crns), TextField())
    return Func(asked, template="(SELECT unnest(string_to_array(%(expressions)s, ',')))", output_field=TextField())
