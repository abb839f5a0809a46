"""Records made once for the tests of a module, and undone after them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def kept(blocker) -> Iterator[None]:
    """Keep what is written within it until its end, and no longer; `blocker` is the fixture `django_db_blocker`."""
    with blocker.unblock(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def count_anew() -> None:
    """Have the database look at what stands in the open transaction.

    It has otherwise the word of an earlier count, which may have found tables empty that are full now: then it
    joins them as if each had one row, and never ends. Of our tables alone: those that the server's databases share
    would stay locked until the transaction ends.
    """
    tables = (connection.ops.quote_name(name) for name in connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
