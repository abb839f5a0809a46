"""Background jobs of what goes out. Each calls one operation."""

from django.utils import timezone
from procrastinate.contrib.django import app

from amends.exchange import notify


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="send_reminders", pass_context=False)
def send_reminders(timestamp: int) -> None:
    """Send the reminders that are owed, where the service has configured it."""
    notify.send_reminders(clock=timezone.now, sender=notify.text_sender())
