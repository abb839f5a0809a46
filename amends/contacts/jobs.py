"""Background jobs of this room. Each calls one operation."""

from django.utils import timezone
from procrastinate.contrib.django import app

from amends.contacts.operations import symptoms


@app.periodic(cron="50 4 * * *")
@app.task(queueing_lock="forget_symptom_checks", pass_context=False)
def forget_symptom_checks(timestamp: int) -> None:
    """Wipe what people said of symptoms, once policy no longer keeps it."""
    symptoms.forget_symptom_checks(at=timezone.now())
