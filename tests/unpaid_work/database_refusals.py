"""Asking the database, by writing straight into it, whether it refuses."""

from collections.abc import Callable

from django.db import IntegrityError, connection, transaction


def refused_by_the_database(write: Callable[[], object]) -> str | None:
    """The name of the rule under which the database refuses the write; None where it lets it in."""
    try:
        with transaction.atomic():
            write()
            with connection.cursor() as cursor:  # what waits for the end of the transaction is judged now
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return None
