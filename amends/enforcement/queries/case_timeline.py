"""What this room offers of a person's timeline: evidence, what was done about failures, and each step of
breach and recall.
"""

from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import Person
from amends.cases.queries.case_timeline import words_of
from amends.cases.timeline import Entry, Found, Source, coded
from amends.enforcement.models import EnforcementAction, Evidence, Proceeding, Step
from amends.organisation.models import User
from amends.organisation.roles import Permission as P

_LABEL, _PROCEEDING = gettext_lazy("Enforcement"), gettext_lazy("Breach and recall")


def _actions(person: Person, _reader: User) -> Found:
    found = EnforcementAction.objects.filter(appointment__person=person).select_related("recorded_by")
    kinds = dict(EnforcementAction.Kind.choices)
    return Found(found, "recorded_at", lambda: words_of(coded("kind", kinds), "reason", "withdrawn_reason"))


def _action(row: EnforcementAction, person: Person, _reader: User) -> Entry:
    title = _(row.get_kind_display())
    if row.withdrawn_at:
        title = _("%(what)s (withdrawn: %(why)s)") % {"what": title, "why": row.withdrawn_reason}
    return Entry(title, row.reason, row.recorded_by.name, reverse("enforcement:ledger", args=[person.crn]))


def _evidence(person: Person, _reader: User) -> Found:
    found = Evidence.objects.filter(appointment__person=person).select_related("recorded_by")

    def words() -> Concat:
        kinds = coded("kind", dict(Evidence.Kind.choices))
        return words_of(Value("evidence"), kinds, "description", "withdrawn_reason")

    return Found(found, "recorded_at", words)


def _evidence_entry(row: Evidence, person: Person, _reader: User) -> Entry:
    title = _("Evidence of the reason: %(kind)s") % {"kind": _(row.get_kind_display()).lower()}
    if row.withdrawn_at:
        title = _("%(what)s (withdrawn: %(why)s)") % {"what": title, "why": row.withdrawn_reason}
    return Entry(title, row.description, row.recorded_by.name, reverse("enforcement:ledger", args=[person.crn]))


def _steps(person: Person, _reader: User) -> Found:
    found = Step.objects.filter(proceeding__sentence__person=person).select_related("recorded_by", "proceeding")

    def words() -> Concat:
        kinds, states = dict(Proceeding.Kind.choices), dict(Proceeding.State.choices)
        return words_of(coded("proceeding__kind", kinds), coded("after", states), "proceeding__reference", "reason")

    return Found(found, "recorded_at", words)


def _step(row: Step, person: Person, _reader: User) -> Entry:
    proceeding = row.proceeding
    words = {"what": _(row.get_after_display()), "reference": proceeding.reference}
    href = reverse("enforcement:proceeding", args=[person.crn, proceeding.pk])
    return Entry(_("%(what)s: %(reference)s") % words, row.reason, row.recorded_by.name, href)


SOURCES = (
    Source("enforcement", _LABEL, P.ENFORCEMENT_VIEW, _actions, _action),
    Source("enforcement", _LABEL, P.ENFORCEMENT_VIEW, _evidence, _evidence_entry),
    Source("proceeding", _PROCEEDING, P.ENFORCEMENT_VIEW, _steps, _step),
)
