"""Regions, units, offices, teams and qualifications: made, one or thousands at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import PDU, Office, Qualification, Region, Team
from amends.organisation.operations.refusal import Refused

_AT_ONCE = 2_000


@dataclass(frozen=True)
class RegionDraft:
    """A region, by its short code."""

    code: str
    name: str


@dataclass(frozen=True)
class PDUDraft:
    """A probation delivery unit."""

    code: str
    region: Region
    name: str


@dataclass(frozen=True)
class OfficeDraft:
    """An office; its position in degrees, both or neither."""

    code: str
    pdu: PDU
    name: str
    address: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class TeamDraft:
    """A team; `kind` is one of Team.Kind."""

    code: str
    pdu: PDU
    name: str
    kind: str


@dataclass(frozen=True)
class QualificationDraft:
    """A qualification that work can need of staff."""

    code: str
    name: str


_MODELS: dict[type, type[models.Model]] = {
    RegionDraft: Region,
    PDUDraft: PDU,
    OfficeDraft: Office,
    TeamDraft: Team,
    QualificationDraft: Qualification,
}


@transaction.atomic
def create_places(
    drafts: Sequence[RegionDraft | PDUDraft | OfficeDraft | TeamDraft | QualificationDraft], *, by, at: datetime
) -> list[models.Model]:
    """Make the places, all drafts of one kind. Raises Refused, nothing made, where a code or region's name is taken."""
    if not drafts:
        return []
    model = _MODELS[type(drafts[0])]
    _refuse_taken(model, "code", [draft.code for draft in drafts])
    if model is Region:
        _refuse_taken(model, "name", [draft.name for draft in drafts])
    for number, draft in enumerate(drafts, start=1):
        if isinstance(draft, TeamDraft) and draft.kind not in Team.Kind.values:
            raise Refused(_("Select what the team does"), number=number, field="kind")
        if isinstance(draft, OfficeDraft) and (draft.lat is None) != (draft.lon is None):
            raise Refused(_("Give both latitude and longitude, or neither"), number=number, field="lat")
    rows = model._default_manager.bulk_create((model(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    label = model._meta.label_lower
    audit.record_many(by, "create", ((f"{label} {row.pk}", "", {"code": row.code}) for row in rows))
    return rows


def _refuse_taken(model: type[models.Model], field: str, values: Sequence[str]) -> None:
    taken = set(model._default_manager.filter(**{f"{field}__in": values}).values_list(field, flat=True))
    for number, value in enumerate(values, start=1):
        if value in taken:
            raise Refused(_("%(value)s is taken; give another") % {"value": value}, number=number, field=field)
        taken.add(value)
