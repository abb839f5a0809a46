"""What a person's timeline tells of their record itself: that it was opened urgently."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.break_glass import openings
from amends.cases.timeline import Entry, Found, Source
from amends.organisation.models import BreakGlass, User
from amends.organisation.roles import Permission


def _openings(person: Person, _reader: User) -> Found:
    return Found(openings().filter(crn=person.crn), "opened_at", lambda: F("reason"))


def _opening(row: BreakGlass, person: Person, _reader: User) -> Entry:
    href = reverse("cases:opened_urgently", args=[person.crn])
    return Entry(_("Record opened urgently"), row.reason, row.user.name, href)


SOURCES = (
    Source("break_glass", gettext_lazy("Opened urgently"), Permission.PERSON_VIEW, rows=_openings, entry=_opening),
)
