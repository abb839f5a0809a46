"""Recording actuarial scores, as scored elsewhere."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import ActuarialScores, Person
from amends.cases.operations.refused import RiskRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.case_tier import MOST_RSR


@dataclass(frozen=True)
class ScoresDraft:
    """Scores of a day, in per cent; None is not known, for the factors of a woman's case too."""

    scored_on: date
    rsr: Decimal | None = None
    ogrs: Decimal | None = None
    parenting: bool | None = None
    impulsivity_or_temper: bool | None = None
    breach_or_recall: bool | None = None


@transaction.atomic
def record_scores(*, person: Person, draft: ScoresDraft, by: User, at: datetime) -> ActuarialScores:
    """Record scores beside the earlier ones. Raises RiskRefused for one out of its range, or where none is given."""
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if not person.date_of_birth < draft.scored_on <= localdate(at):
        grounds.append(Ground(_("The day must be today or in the past"), "scored_on"))
    if draft.rsr is not None and not 0 <= draft.rsr <= MOST_RSR:
        grounds.append(Ground(_("RSR is from 0 to 99.99 per cent"), "rsr"))
    if draft.ogrs is not None and not 0 <= draft.ogrs <= 100:
        grounds.append(Ground(_("OGRS is from 0 to 100 per cent"), "ogrs"))
    values = asdict(draft)
    del values["scored_on"]
    if all(value is None for value in values.values()):
        grounds.append(Ground(_("Enter what is known"), "rsr"))
    if grounds:
        raise RiskRefused(grounds)
    scores = ActuarialScores.objects.create(
        person=person, scored_on=draft.scored_on, recorded_at=at, recorded_by=by, **values
    )
    audit.record(by, "record scores", f"cases.actuarialscores {scores.pk}", crn=person.crn)
    return scores
