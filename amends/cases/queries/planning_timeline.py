"""What this room offers of a person's timeline: plans signed, what the person said of them, and services."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import CasePlan, NeedService, Person, PlanAgreement
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.organisation.models import User
from amends.organisation.roles import Permission as P
from amends.policy.codes import choices

_PLAN, _SERVICE = gettext_lazy("Plan"), gettext_lazy("Service")


def _signed(person: Person, _reader: User) -> Found:
    """How victims are kept safe is not in what is searched: it is read on the plan alone."""
    found = CasePlan.objects.filter(person=person, signed_at__isnull=False).select_related("signed_by")
    return Found(found, "signed_at", lambda: words_of("contact", "monitoring", "interventions", "contingency"))


def _plan(row: CasePlan, person: Person, _reader: User) -> Entry:
    by = row.signed_by.name if row.signed_by else ""
    return Entry(_("Plan signed"), row.contact, by, reverse("cases:plan", args=[person.crn, row.pk]))


def _agreements(person: Person, _reader: User) -> Found:
    found = PlanAgreement.objects.filter(plan__person=person).select_related("recorded_by")
    agreed = dict(PlanAgreement.Agreed.choices)
    return Found(found, "recorded_at", lambda: words_of(coded("agreed", agreed), "said"))


def _agreement(row: PlanAgreement, person: Person, _reader: User) -> Entry:
    title = _("What the person says of the plan: %(what)s") % {"what": _(row.get_agreed_display()).lower()}
    by = row.recorded_by.name if row.recorded_by else ""
    return Entry(title, row.said, by, reverse("cases:plan", args=[person.crn, row.plan_id]))


def _referrals(person: Person, _reader: User) -> Found:
    found = NeedService.objects.filter(person=person).select_related("recorded_by")
    return Found(found, "from_date", lambda: words_of("name", coded("area", dict(choices("need"))), "note"))


def _referral(row: NeedService, person: Person, _reader: User) -> Entry:
    title = _("Referred to a service: %(name)s") % {"name": row.name}
    ended = _(row.get_finished_as_display()) if row.finished_as else ""
    text = " ".join(filter(None, (ended, row.note)))
    return Entry(title, text, row.recorded_by.name, reverse("cases:need_service", args=[person.crn, row.pk]))


SOURCES = (
    Source("plan", _PLAN, P.CASE_ASSESSMENT_VIEW, _signed, _plan),
    Source("plan", _PLAN, P.CASE_ASSESSMENT_VIEW, _agreements, _agreement),
    Source("service", _SERVICE, P.CASE_ASSESSMENT_VIEW, _referrals, _referral, timed=False),
)
