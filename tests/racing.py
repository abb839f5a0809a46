"""Two at once, in a known order: the second comes while the first has not finished yet."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from django.db import connection, transaction


def while_the_first_is_held(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What each answered; the second what it raised, where it did.

    The first is finished once the second, on a connection of its own, waits for it, or is through without waiting.
    """
    told: list[Any] = []
    through = Event()

    def run() -> None:
        try:
            told.append(second())
        except Exception as raised:
            told.append(raised)
        finally:
            connection.close()
            through.set()

    with transaction.atomic():
        answer = first()
        other = Thread(target=run)
        other.start()
        for _each in range(500):
            if through.wait(0.02) or _somebody_waits():
                break
    other.join(60)
    return answer, told[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
