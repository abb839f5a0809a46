"""What is known of a case that is to be allocated, against what policy says must be."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from amends.cases.models import AgencyCheck, CaseAllocation, Person, RiskOfHarm, Sentence
from amends.policy.allocating import allocation_information
from amends.policy.codes import choices


@dataclass(frozen=True)
class Known:
    """`missing`: in words, what nobody has recorded. `unanswered`: agencies that were asked and have not answered.

    `new`: the case was never allocated before; only then is what is missing asked for first.
    """

    new: bool
    missing: tuple[str, ...]
    unanswered: tuple[str, ...]
    source: str


def known_of(person: Person, *, on: date) -> Known:
    """What is known by a day. An agency's `not retrieved` is no answer; that it was asked is known all the same."""
    asked = allocation_information(on=on)
    agencies = dict(choices("agency"))
    checks: dict[str, set[str]] = {}
    for agency, outcome in AgencyCheck.objects.filter(person=person, checked_on__lte=on).values_list(
        "agency", "outcome"
    ):
        checks.setdefault(agency, set()).add(outcome)
    present = {
        "sentence": Sentence.objects.filter(person=person).exists(),
        "risk_of_harm": RiskOfHarm.objects.filter(person=person, assessed_on__lte=on).exists(),
        **{agency: agency in checks for agency in agencies},
    }
    words = {"sentence": _("The sentence"), "risk_of_harm": _("Risk of serious harm"), **agencies}
    return Known(
        new=not CaseAllocation.objects.filter(person=person).exists(),
        missing=tuple(_(words[item]) for item in asked.value if not present[item]),
        unanswered=tuple(_(agencies[agency]) for agency, came in checks.items() if came == {"not_retrieved"}),
        source=asked.source,
    )
