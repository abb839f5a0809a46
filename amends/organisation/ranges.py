"""Dated rows: `from_date` is the first day, `to_date` the first day after (empty: no end known)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Cast


class DateRange(Func):
    """The half-open range of dates of a row."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, start: str = "from_date", end: str = "to_date") -> None:
        super().__init__(F(start), F(end), Value("[)"))


class Single(Func):
    """A range of one number, so that equality can stand in an exclusion constraint without an extension."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        number = Cast(F(field), BigIntegerField())
        super().__init__(number, number, Value("[]"))


def never_overlapping(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """Refuse two rows with the same `fields` (foreign keys by their `_id`) whose dates overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((Single(field), RangeOperators.OVERLAPS) for field in fields),
            (DateRange(), RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


def dates_in_order(name: str) -> CheckConstraint:
    """Refuse a row that ends before, or on, the day it begins."""
    return CheckConstraint(condition=Q(to_date__isnull=True) | Q(to_date__gt=F("from_date")), name=name)


def current(on, prefix: str = "") -> Q:
    """Rows in force on the date."""
    return Q(**{f"{prefix}from_date__lte": on}) & (
        Q(**{f"{prefix}to_date__isnull": True}) | Q(**{f"{prefix}to_date__gt": on})
    )
