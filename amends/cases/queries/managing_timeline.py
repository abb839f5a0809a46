"""What managers add to a person's timeline: oversight, cover while the officer is away, needs for housing."""

from datetime import timedelta

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CaseCover, HousingNeed, OversightNote, Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source
from amends.design.words import day
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

_HOLDER = gettext_lazy("Case holder")


def _page(person: Person) -> str:
    return reverse("cases:oversight", args=[person.crn])


def _notes(person: Person, reader: User) -> Found:
    def words() -> Concat | Case:
        told = words_of("note", "action")
        if reaches(reader, P.OVERSIGHT_RECORD, person.team):
            return told
        return Case(When(sensitive=False, then=told), default=Value(""), output_field=TextField())

    return Found(OversightNote.objects.filter(person=person).select_related("recorded_by"), "on", words)


def _note(row: OversightNote, person: Person, reader: User) -> Entry:
    kept = row.sensitive and not reaches(reader, P.OVERSIGHT_RECORD, person.team)
    text = _("Sensitive: kept from view") if kept else ". ".join(part for part in (row.note, row.action) if part)
    return Entry(_("Oversight by a manager"), text, row.recorded_by.name, _page(person))


def _covers(person: Person, _reader: User) -> Found:
    found = CaseCover.objects.filter(person=person).select_related("staff", "made_by")
    return Found(found, "from_date", lambda: words_of(Value("covered"), "staff__name", "reason"))


def _cover(row: CaseCover, _person: Person, _reader: User) -> Entry:
    if row.to_date is None:
        title = _("Case covered by %(name)s, until further notice") % {"name": row.staff.name}
    else:
        given = {"name": row.staff.name, "day": day(row.to_date - timedelta(days=1))}
        title = _("Case covered by %(name)s, to %(day)s") % given
    return Entry(title, row.reason, row.made_by.name)


def _needs(person: Person, _reader: User) -> Found:
    found = HousingNeed.objects.filter(person=person).select_related("raised_by")
    return Found(found, "raised_at", lambda: words_of("raised_with", "note", "answer"))


def _need(row: HousingNeed, person: Person, _reader: User) -> Entry:
    title = _("Need for housing from %(day)s raised with %(whom)s") % {
        "day": day(row.needed_from), "whom": row.raised_with
    }  # fmt: skip
    return Entry(title, row.answer or row.note, row.raised_by.name, _page(person))


SOURCES = (
    Source("oversight", gettext_lazy("Oversight"), P.RISK_VIEW, _notes, _note, timed=False),
    Source("holder", _HOLDER, P.PERSON_VIEW, _covers, _cover, timed=False),
    Source("housing", gettext_lazy("Housing"), P.RISK_VIEW, _needs, _need),
)
