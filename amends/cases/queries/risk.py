"""Risk, registrations and agency checks of one person, and what their sentences ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amends.cases.models import AgencyCheck, Mappa, Person, Registration, RiskOfHarm, Sentence, SentenceCondition
from amends.cases.operations.conditions import condition_scheme
from amends.policy.codes import choices


@dataclass(frozen=True)
class RiskRecord:
    """What is known of a person's risk on a day. A check without an answer is in `checks` as such, never left out."""

    latest: RiskOfHarm | None
    earlier: list[RiskOfHarm]
    mappa: list[Mappa]
    registrations: list[Registration]
    checks: dict[str, list[AgencyCheck]]

    def due(self, on: date) -> list[Mappa | Registration]:
        """What was to be reviewed before the day."""
        standing: list[Mappa | Registration] = [*self.mappa, *self.registrations]
        return [row for row in standing if row.to_date is None and row.review_date < on]


def risk_record(person: Person) -> RiskRecord:
    """Everything recorded, in four queries. `checks` names every agency, the latest answer first."""
    judged = list(person.risks_of_harm.select_related("recorded_by"))
    checks: dict[str, list[AgencyCheck]] = {agency: [] for agency, _words in choices("agency")}
    for check in person.agency_checks.all():
        checks.setdefault(check.agency, []).append(check)
    return RiskRecord(
        latest=judged[0] if judged else None,
        earlier=judged[1:],
        mappa=list(person.mappa.all()),
        registrations=list(person.registrations.all()),
        checks=checks,
    )


def sentences() -> QuerySet[Sentence]:
    """The sentences of people whose record was not merged into another."""
    return Sentence.objects.filter(person__merged_into__isnull=True).select_related("person__team")


def conditions() -> QuerySet[SentenceCondition]:
    """What those sentences ask beside unpaid work."""
    found = SentenceCondition.objects.filter(sentence__person__merged_into__isnull=True)
    return found.select_related("sentence__person__team")


def registrations() -> QuerySet[Registration]:
    """The registrations of people whose record was not merged into another."""
    return Registration.objects.filter(person__merged_into__isnull=True).select_related("person__team")


def mappa() -> QuerySet[Mappa]:
    """The MAPPA records of people whose record was not merged into another."""
    return Mappa.objects.filter(person__merged_into__isnull=True).select_related("person__team")


def condition_words(condition: SentenceCondition) -> str:
    """What is asked, and how much."""
    named = dict(choices(condition_scheme(condition.sentence)))
    words = _(named.get(condition.kind, condition.kind))
    return f"{words}, {condition.amount} {_(condition.get_unit_display()).lower()}" if condition.amount else words
