"""Background jobs of the organisation room."""

from procrastinate.contrib.django import app

from amends.organisation import audit


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="seal_audit", pass_context=False)
def seal_audit(timestamp: int) -> None:
    """Seal the audit events that wait."""
    audit.seal()
