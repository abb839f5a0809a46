"""What this room offers of a person's timeline: evidence, what was decided and done about failures."""

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Source, coded
from amends.enforcement.models import EnforcementAction, Evidence
from amends.organisation.models import User
from amends.organisation.roles import Permission as P

_LABEL = gettext_lazy("Enforcement")


def _actions(person: Person, _reader: User) -> QuerySet:
    found = EnforcementAction.objects.filter(appointment__person=person).select_related("recorded_by")
    words = words_of(coded("kind", dict(EnforcementAction.Kind.choices)), "reason", "withdrawn_reason")
    return found.annotate(at=F("recorded_at"), words=words)


def _action(row: EnforcementAction, person: Person, _reader: User) -> Entry:
    title = _(row.get_kind_display())
    if row.withdrawn_at:
        title = _("%(what)s (withdrawn: %(why)s)") % {"what": title, "why": row.withdrawn_reason}
    return Entry(title, row.reason, row.recorded_by.name, reverse("enforcement:ledger", args=[person.crn]))


def _evidence(person: Person, _reader: User) -> QuerySet:
    found = Evidence.objects.filter(appointment__person=person).select_related("recorded_by")
    words = words_of(Value("evidence"), coded("kind", dict(Evidence.Kind.choices)), "description", "withdrawn_reason")
    return found.annotate(at=F("recorded_at"), words=words)


def _evidence_entry(row: Evidence, person: Person, _reader: User) -> Entry:
    title = _("Evidence of the reason: %(kind)s") % {"kind": _(row.get_kind_display()).lower()}
    if row.withdrawn_at:
        title = _("%(what)s (withdrawn: %(why)s)") % {"what": title, "why": row.withdrawn_reason}
    return Entry(title, row.description, row.recorded_by.name, reverse("enforcement:ledger", args=[person.crn]))


SOURCES = (
    Source("enforcement", _LABEL, P.ENFORCEMENT_VIEW, _actions, _action),
    Source("enforcement", _LABEL, P.ENFORCEMENT_VIEW, _evidence, _evidence_entry),
)
