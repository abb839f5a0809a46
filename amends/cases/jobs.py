"""Background jobs of this room. Each calls one operation."""

from django.utils import timezone
from procrastinate.contrib.django import app

from amends.cases.operations import subject_access


@app.task(name=subject_access.JOB)
def gather_subject_access(request: int) -> None:
    """Gather what is held on a person who asked for it."""
    subject_access.gather_subject_access(request=request, clock=timezone.now)
