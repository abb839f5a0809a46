"""What this room offers of a person's timeline: sentences, what the court changed, risk, and who held the case."""

from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.models import (
    AgencyCheck,
    Assessment,
    CaseAllocation,
    Mappa,
    Person,
    Registration,
    RequirementChange,
    ReturnToCustody,
    RiskOfHarm,
    SelfAssessmentReply,
    Sentence,
    SentenceCondition,
)
from amends.cases.queries.risk import condition_words
from amends.cases.timeline import Entry, Found, Source, coded
from amends.design.words import day, hours_text
from amends.organisation.models import User
from amends.organisation.roles import Permission as P
from amends.policy.codes import choices

_SENTENCE, _RISK, _ALLOCATION = gettext_lazy("Sentence"), gettext_lazy("Risk"), gettext_lazy("Case holder")
_ASSESSMENT = gettext_lazy("Assessment")


def words_of(*parts: Any) -> Concat:
    """Text to search, of several columns and expressions."""
    spaced = [each for part in parts for each in (part, Value(" "))]
    return Concat(*spaced, Value(""), output_field=TextField())


def _person_page(person: Person) -> str:
    return reverse("cases:person", args=[person.crn])


def _risk_page(person: Person) -> str:
    return reverse("cases:risk", args=[person.crn])


def _sentences(person: Person, _reader: User) -> Found:
    found, kinds = Sentence.objects.filter(person=person), dict(Sentence.Kind.choices)
    return Found(found, "sentence_date", lambda: words_of(coded("kind", kinds), "court", "offence"))


def _sentence(row: Sentence, person: Person, _reader: User) -> Entry:
    title = _("Sentenced: %(kind)s, %(court)s") % {"kind": _(row.get_kind_display()).lower(), "court": row.court}
    return Entry(title, row.offence, href=_person_page(person))


def _releases(person: Person, _reader: User) -> Found:
    found = Sentence.objects.filter(person=person, release_date__isnull=False)
    return Found(found, "release_date", lambda: Value("released from custody", output_field=TextField()))


def _release(row: Sentence, person: Person, _reader: User) -> Entry:
    return Entry(_("Released from custody"), str(row), href=_person_page(person))


def _returns(person: Person, _reader: User) -> Found:
    found = ReturnToCustody.objects.filter(sentence__person=person).select_related("recorded_by")
    return Found(found, "from_date", lambda: Value("returned to custody", output_field=TextField()))


def _return(row: ReturnToCustody, person: Person, _reader: User) -> Entry:
    return Entry(_("Returned to custody"), by=row.recorded_by.name, href=_person_page(person))


def _releases_again(person: Person, _reader: User) -> Found:
    found = ReturnToCustody.objects.filter(sentence__person=person, to_date__isnull=False)
    return Found(found, "to_date", lambda: Value("released from custody again", output_field=TextField()))


def _release_again(_row: ReturnToCustody, person: Person, _reader: User) -> Entry:
    return Entry(_("Released from custody again"), href=_person_page(person))


def _changes(person: Person, _reader: User) -> Found:
    found = RequirementChange.objects.filter(requirement__sentence__person=person)
    return Found(found.select_related("recorded_by"), "on", lambda: words_of("reason"))


def _change(row: RequirementChange, person: Person, _reader: User) -> Entry:
    parts = []
    if row.minutes:
        told = _("%(hours)s added") if row.minutes > 0 else _("%(hours)s removed")
        parts.append(told % {"hours": hours_text(abs(row.minutes))})
    if row.limit_date:
        parts.append(_("last day moved to %(day)s") % {"day": day(row.limit_date)})
    title = _("The court changed the hours: %(what)s") % {"what": ", ".join(parts)}
    return Entry(title, row.reason, row.recorded_by.name, _person_page(person))


def _conditions(person: Person, _reader: User) -> Found:
    found = SentenceCondition.objects.filter(sentence__person=person).select_related("sentence")

    def words() -> Concat:
        named = dict(choices("order_requirement")) | dict(choices("licence_condition"))
        return words_of(coded("kind", named), "details")

    return Found(found, "from_date", words)


def _condition(row: SentenceCondition, person: Person, _reader: User) -> Entry:
    custody = row.sentence.kind == Sentence.Kind.CUSTODY
    told = _("Licence condition: %(what)s") if custody else _("Requirement: %(what)s")
    return Entry(told % {"what": condition_words(row)}, row.details, href=_person_page(person))


def _judgements(person: Person, _reader: User) -> Found:
    found = RiskOfHarm.objects.filter(person=person).select_related("recorded_by")
    return Found(found, "assessed_on", lambda: words_of(Value("risk of serious harm"), "reason"))


def _judgement(row: RiskOfHarm, person: Person, _reader: User) -> Entry:
    title = _("Risk of serious harm judged: %(level)s") % {"level": _(row.overall.label).lower()}
    return Entry(title, row.reason, row.recorded_by.name, _risk_page(person))


def _mappas(person: Person, _reader: User) -> Found:
    return Found(Mappa.objects.filter(person=person), "from_date", lambda: words_of(Value("MAPPA")))


def _mappa(row: Mappa, person: Person, _reader: User) -> Entry:
    title = _("MAPPA category %(category)s, level %(level)s") % {"category": row.category, "level": row.level}
    return Entry(title, href=_risk_page(person))


def _registrations(person: Person, _reader: User) -> Found:
    found, kinds = Registration.objects.filter(person=person), dict(choices("registration"))
    return Found(found, "from_date", lambda: words_of(coded("kind", kinds), "note"))


def _registration(row: Registration, person: Person, _reader: User) -> Entry:
    title = _("Registered: %(what)s") % {"what": _(dict(choices("registration")).get(row.kind, row.kind))}
    return Entry(title, row.note, href=_risk_page(person))


def _checks(person: Person, _reader: User) -> Found:
    found = AgencyCheck.objects.filter(person=person).select_related("recorded_by")

    def words() -> Concat:
        agency, outcome = dict(choices("agency")), dict(choices("check_outcome"))
        return words_of(coded("agency", agency), coded("outcome", outcome), "summary")

    return Found(found, "checked_on", words)


def _check(row: AgencyCheck, person: Person, _reader: User) -> Entry:
    agency = _(dict(choices("agency")).get(row.agency, row.agency))
    outcome = _(dict(choices("check_outcome")).get(row.outcome, row.outcome))
    return Entry(f"{agency}: {outcome.lower()}", row.summary, row.recorded_by.name, _risk_page(person))


def _allocations(person: Person, _reader: User) -> Found:
    found = CaseAllocation.objects.filter(person=person).select_related("practitioner")
    return Found(found, "from_date", lambda: words_of("practitioner__name", "reason"))


def _allocation(row: CaseAllocation, person: Person, _reader: User) -> Entry:
    title = _("Case allocated to %(name)s") % {"name": row.practitioner.name}
    return Entry(title, row.reason, href=_person_page(person))


def _signed(person: Person, _reader: User) -> Found:
    found = Assessment.objects.filter(person=person, signed_at__isnull=False).select_related("signed_by")
    kinds = dict(Assessment.Kind.choices)
    return Found(found, "signed_at", lambda: words_of(coded("kind", kinds), "own_views", "safety"))


def _assessment(row: Assessment, person: Person, _reader: User) -> Entry:
    title = _("%(kind)s signed") % {"kind": _(row.get_kind_display())}
    by = row.signed_by.name if row.signed_by else ""
    return Entry(title, row.own_views, by, reverse("cases:assessment", args=[person.crn, row.pk]))


def _self_assessments(person: Person, _reader: User) -> Found:
    found = SelfAssessmentReply.objects.filter(link__person=person)
    return Found(found, "replied_at", lambda: words_of("going_well", "help_wanted"))


def _self_assessment(row: SelfAssessmentReply, person: Person, _reader: User) -> Entry:
    said = ". ".join(filter(None, (row.going_well, row.help_wanted)))
    return Entry(_("The person said how things are"), said, href=reverse("cases:assessments", args=[person.crn]))


SOURCES = (
    Source("assessment", _ASSESSMENT, P.CASE_ASSESSMENT_VIEW, _signed, _assessment),
    Source("assessment", _ASSESSMENT, P.CASE_ASSESSMENT_VIEW, _self_assessments, _self_assessment),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _sentences, _sentence, timed=False),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _releases, _release, timed=False),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _returns, _return, timed=False),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _releases_again, _release_again, timed=False),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _changes, _change, timed=False),
    Source("sentence", _SENTENCE, P.PERSON_VIEW, _conditions, _condition, timed=False),
    Source("risk", _RISK, P.RISK_VIEW, _judgements, _judgement, timed=False),
    Source("risk", _RISK, P.RISK_VIEW, _mappas, _mappa, timed=False),
    Source("risk", _RISK, P.RISK_VIEW, _registrations, _registration, timed=False),
    Source("risk", _RISK, P.RISK_VIEW, _checks, _check, timed=False),
    Source("holder", _ALLOCATION, P.PERSON_VIEW, _allocations, _allocation, timed=False),
)
