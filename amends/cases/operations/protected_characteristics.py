"""Protected characteristics: recorded for monitoring, read by no decision about the person."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.db import transaction

from amends.cases.models import Person, ProtectedCharacteristics
from amends.organisation import audit
from amends.organisation.models import User


@dataclass(frozen=True)
class ProtectedDraft:
    """What the person said, by the codes of `form_specs`; empty where not asked. `recorded_on`: the day of asking."""

    recorded_on: date
    ethnicity: str = ""
    religion: str = ""
    disability: str = ""
    gender_identity: str = ""
    sexual_orientation: str = ""
    pregnancy_maternity: str = ""
    marital_status: str = ""

    def row(self, person: Person) -> ProtectedCharacteristics:
        """The unsaved row."""
        return ProtectedCharacteristics(person=person, **asdict(self))


FIELDS = tuple(each.name for each in fields(ProtectedDraft) if each.name != "recorded_on")


@transaction.atomic
def record_protected_characteristics(
    *, person: Person, draft: ProtectedDraft, by: User, at: datetime
) -> ProtectedCharacteristics:
    """Record what the person said now, in place of what was said before. The audit event carries none of it."""
    recorded, _made = ProtectedCharacteristics.objects.update_or_create(person=person, defaults=asdict(draft))
    subject = f"cases.protectedcharacteristics {recorded.pk}"
    audit.record(by, "record protected characteristics", subject, crn=person.crn)
    return recorded
