"""What this room offers of a person's timeline: stand-downs, hours put right, letters, applications to the court."""

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.design.words import hours_text
from amends.organisation.models import User
from amends.organisation.roles import Permission as P
from amends.unpaid_work.models import CourtReturn, HoursAdjustment, OrderDocument, StandDown, StandDownPerson
from amends.unpaid_work.models import UnpaidWorkAssessment as Assessed
from amends.unpaid_work.queries import case_timeline_of_following

_LABEL = gettext_lazy("Unpaid work")


def _page(person: Person) -> str:
    return reverse("unpaid_work:person", args=[person.crn])


def _turned_away(person: Person, _reader: User) -> Found:
    found = StandDownPerson.objects.filter(booking__appointment__person=person)
    found = found.select_related("stand_down__recorded_by", "booking__session__project")
    causes = dict(StandDown.Cause.choices)
    return Found(
        found, "booking__appointment__starts_at",
        lambda: words_of(Value("stood down"), coded("stand_down__cause", causes)),
    )  # fmt: skip


def _stand_down(row: StandDownPerson, person: Person, _reader: User) -> Entry:
    title = _("Stood down by the service: %(cause)s") % {"cause": _(row.stand_down.get_cause_display()).lower()}
    return Entry(title, row.booking.session.project.name, row.stand_down.recorded_by.name, _page(person))


def _adjustments(person: Person, _reader: User) -> Found:
    found = HoursAdjustment.objects.filter(requirement__sentence__person=person).select_related("recorded_by")
    return Found(found, "on", lambda: words_of(Value("hours"), "note"))


def _adjustment(row: HoursAdjustment, person: Person, _reader: User) -> Entry:
    told = _("%(hours)s credited") if row.minutes > 0 else _("%(hours)s taken back")
    return Entry(told % {"hours": hours_text(abs(row.minutes))}, row.note, row.recorded_by.name, _page(person))


def _documents(person: Person, _reader: User) -> Found:
    found = OrderDocument.objects.filter(person=person).select_related("issued_by")
    return Found(found, "issued_at", lambda: words_of(coded("template", dict(OrderDocument.Template.choices))))


def _document(row: OrderDocument, person: Person, _reader: User) -> Entry:
    return Entry(_(row.get_template_display()), by=row.issued_by.name, href=_page(person))


def _returns(person: Person, _reader: User) -> Found:
    found = CourtReturn.objects.filter(requirement__sentence__person=person).select_related("applied_by")
    asked = dict(CourtReturn.Asked.choices)
    return Found(found, "applied_at", lambda: words_of(Value("court"), coded("asked", asked), "grounds", "result_note"))


def _return(row: CourtReturn, person: Person, _reader: User) -> Entry:
    title = _("The court was asked: %(what)s") % {"what": _(row.get_asked_display()).lower()}
    if row.result:
        title = f"{title}; {_(row.get_result_display()).lower()}"
    return Entry(title, row.result_note or row.grounds, row.applied_by.name, _page(person))


def _assessments(person: Person, _reader: User) -> Found:
    found = Assessed.objects.filter(person=person).select_related("assessed_by")
    return Found(found, "from_date", lambda: Value("assessed for unpaid work"))


def _assessment(row: Assessed, person: Person, _reader: User) -> Entry:
    return Entry(_("Assessed for unpaid work"), by=row.assessed_by.name if row.assessed_by else "", href=_page(person))


SOURCES = (
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _turned_away, _stand_down),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _adjustments, _adjustment, timed=False),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _documents, _document),
    Source("unpaid_work", _LABEL, P.HOURS_VIEW, _returns, _return),
    Source("unpaid_work", _LABEL, P.ASSESSMENT_VIEW, _assessments, _assessment, timed=False),
    *case_timeline_of_following.SOURCES,
)
