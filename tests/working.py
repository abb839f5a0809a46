"""Background jobs, worked off by a real worker on the test's database."""

import threading

from django.db import connection
from procrastinate.contrib.django import app


def work_off_jobs() -> None:
    """Run the jobs that wait, as a worker does: in a thread, for a browser's own loop may be running in this one."""
    failed = []

    def jobs() -> None:
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as working:
                working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=jobs)
    worker.start()
    worker.join(120)
    assert not worker.is_alive()
    assert failed == []
