"""What reports to courts add to a person's timeline: each request, interview, delivery, and what was passed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CourtInterview, CourtOutcome, CourtReport, DeliveredReport, PassedSentence, Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.organisation.models import User
from amends.organisation.roles import Permission as P

_LABEL = gettext_lazy("Court report")


def _page(person: Person, report_id: int) -> str:
    return reverse("cases:court_report", args=[person.crn, report_id])


def _requests(person: Person, _reader: User) -> Found:
    found, kinds = CourtReport.objects.filter(person=person), dict(CourtReport.Kind.choices)
    return Found(found, "requested_on", lambda: words_of(coded("kind", kinds), "court", "offence"))


def _request(row: CourtReport, person: Person, _reader: User) -> Entry:
    told = {"kind": _(row.get_kind_display()), "court": row.court}
    return Entry(_("%(kind)s report asked for by %(court)s") % told, row.offence, href=_page(person, row.pk))


def _interviews(person: Person, _reader: User) -> Found:
    found = CourtInterview.objects.filter(report__person=person).select_related("recorded_by")
    return Found(found, "on", lambda: words_of(coded("mode", dict(CourtInterview.Mode.choices)), "note"))


def _interview(row: CourtInterview, person: Person, _reader: User) -> Entry:
    words = _("Interviewed for a court report (%s)") if row.attended else _("Interview for a court report missed (%s)")
    title = words % _(row.get_mode_display()).lower()
    return Entry(title, row.note, row.recorded_by.name, _page(person, row.report_id))


def _deliveries(person: Person, _reader: User) -> Found:
    found = DeliveredReport.objects.filter(report__person=person).select_related("report", "issued_by")
    return Found(found, "issued_at", lambda: words_of("report__court"))


def _delivery(row: DeliveredReport, person: Person, _reader: User) -> Entry:
    title = _("Report delivered to %s") % row.report.court
    return Entry(title, by=row.issued_by.name, href=_page(person, row.report_id))


def _outcomes(person: Person, _reader: User) -> Found:
    found = CourtOutcome.objects.filter(report__person=person).select_related("report", "recorded_by")
    return Found(found, "passed_on", lambda: words_of(coded("passed", dict(PassedSentence.choices)), "report__court"))


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
