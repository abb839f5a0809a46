"""What reports to courts add to a person's timeline: each request, interview, delivery, and what was passed."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CourtInterview, CourtOutcome, CourtReport, DeliveredReport, PassedSentence, Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Source, coded, day_at
from amends.organisation.models import User
from amends.organisation.roles import Permission as P

_LABEL = gettext_lazy("Court report")


def _page(person: Person, report_id: int) -> str:
    return reverse("cases:court_report", args=[person.crn, report_id])


def _requests(person: Person, _reader: User) -> QuerySet:
    words = words_of(coded("kind", dict(CourtReport.Kind.choices)), "court", "offence")
    return CourtReport.objects.filter(person=person).annotate(at=day_at("requested_on"), words=words)


def _request(row: CourtReport, person: Person, _reader: User) -> Entry:
    told = {"kind": _(row.get_kind_display()), "court": row.court}
    return Entry(_("%(kind)s report asked for by %(court)s") % told, row.offence, href=_page(person, row.pk))


def _interviews(person: Person, _reader: User) -> QuerySet:
    words = words_of(coded("mode", dict(CourtInterview.Mode.choices)), "note")
    found = CourtInterview.objects.filter(report__person=person).select_related("recorded_by")
    return found.annotate(at=day_at("on"), words=words)


def _interview(row: CourtInterview, person: Person, _reader: User) -> Entry:
    words = _("Interviewed for a court report (%s)") if row.attended else _("Interview for a court report missed (%s)")
    title = words % _(row.get_mode_display()).lower()
    return Entry(title, row.note, row.recorded_by.name, _page(person, row.report_id))


def _deliveries(person: Person, _reader: User) -> QuerySet:
    found = DeliveredReport.objects.filter(report__person=person).select_related("report", "issued_by")
    return found.annotate(at=F("issued_at"), words=words_of("report__court"))


def _delivery(row: DeliveredReport, person: Person, _reader: User) -> Entry:
    title = _("Report delivered to %s") % row.report.court
    return Entry(title, by=row.issued_by.name, href=_page(person, row.report_id))


def _outcomes(person: Person, _reader: User) -> QuerySet:
    found = CourtOutcome.objects.filter(report__person=person).select_related("report", "recorded_by")
    words = words_of(coded("passed", dict(PassedSentence.choices)), "report__court")
    return found.annotate(at=day_at("passed_on"), words=words)


def _outcome(row: CourtOutcome, person: Person, _reader: User) -> Entry:
    told = {"passed": _(row.get_passed_display()), "court": row.report.court}
    title = _("After a report %(court)s passed: %(passed)s") % told
    return Entry(title, by=row.recorded_by.name, href=_page(person, row.report_id))


SOURCES = (
    Source("court_report", _LABEL, P.COURT_REPORT_VIEW, _requests, _request, timed=False),
    Source("court_report", _LABEL, P.COURT_REPORT_VIEW, _interviews, _interview, timed=False),
    Source("court_report", _LABEL, P.COURT_REPORT_VIEW, _deliveries, _delivery),
    Source("court_report", _LABEL, P.COURT_REPORT_VIEW, _outcomes, _outcome, timed=False),
)
