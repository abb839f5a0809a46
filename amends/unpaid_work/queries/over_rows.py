"""SQL over the rows of a queryset: for what must be joined and summed for thousands at once.

A look-up for each row, as querysets write them, costs an index search a row; here the rows that a reader may see are
found once and joined as a table.
"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from amends.cases.models import Requirement

WORKING = {
    "id": "pk",
    "sentence_date": "sentence__sentence_date",
    "person_id": "sentence__person_id",
    "given_names": "sentence__person__given_names",
    "family_name": "sentence__person__family_name",
    "crn": "sentence__person__crn",
    "team": "sentence__person__team__name",
}


def over_requirements(requirements: QuerySet[Requirement], sql: str, given: Mapping[str, object]) -> list[tuple]:
    """What the SQL finds with the requirements as its table `asked`, its columns those of WORKING."""
    return rows_over(requirements.values_list(*WORKING.values()), list(WORKING), sql, given)


def rows_over(rows: QuerySet, columns: Sequence[str], sql: str, given: Mapping[str, object]) -> list[tuple]:
    """What the SQL, a list of tables and a SELECT, finds with the rows as one of its tables.

    The rows are a queryset of values; the table is called `asked`, with the columns. `given` are the SQL's parameters.
    Of rows that are none whatever the database holds (nobody may be seen), nothing is found.
    """
    try:
        within, values = rows.order_by().query.sql_with_params()
    except EmptyResultSet:
        return []
    first, *rest = within.split("%s")
    names = [f"asked_{number}" for number in range(len(values))]
    named = first + "".join(f"%({name})s{text}" for name, text in zip(names, rest, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked ({', '.join(columns)}) AS MATERIALIZED ({named}), {sql}",
            dict(zip(names, values, strict=True)) | dict(given),
        )
        return cursor.fetchall()
