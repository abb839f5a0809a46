"""Regions, units, offices, teams and qualifications: made, one or thousands at once; offices and teams changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import PDU, Office, Qualification, Region, Team
from amends.organisation.operations.refusal import Ground, Refused

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
    grounds = [ground for number, draft in enumerate(drafts, start=1) for ground in _grounds(draft, number)]
    if grounds:
        raise Refused(grounds)
    rows = model._default_manager.bulk_create((model(**vars(draft)) for draft in drafts), batch_size=_AT_ONCE)
    label = model._meta.label_lower
    audit.record_many(by, "create", ((f"{label} {row.pk}", "", {"code": row.code}) for row in rows))
    return rows


@transaction.atomic
def change_team(*, team: Team, changes: Mapping[str, object], by, at: datetime) -> Team:
    """Change what `changes` names: the team's name or kind. Raises Refused where it could not be made so."""
    team = Team.objects.select_for_update(of=["self"]).select_related("pdu").get(pk=team.pk)
    draft = TeamDraft(**({"code": team.code, "pdu": team.pdu, "name": team.name, "kind": team.kind} | dict(changes)))
    _change(team, draft, ("name", "kind"), by)
    return team


@transaction.atomic
def change_office(*, office: Office, changes: Mapping[str, object], by, at: datetime) -> Office:
    """Change what `changes` names: the office's name, address, lat or lon. Raises Refused like `create_places`."""
    office = Office.objects.select_for_update(of=["self"]).select_related("pdu").get(pk=office.pk)
    names = ("name", "address", "lat", "lon")
    stands = {name: getattr(office, name) for name in ("code", "pdu", *names)}
    _change(office, OfficeDraft(**(stands | dict(changes))), names, by)
    return office


def _change(place: Team | Office, draft: TeamDraft | OfficeDraft, names: Sequence[str], by) -> None:
    """Save what differs; the audit event keeps what stood, since places have no history of rows."""
    grounds = list(_grounds(draft, None))
    if grounds:
        raise Refused(grounds)
    before = {name: getattr(place, name) for name in names if getattr(place, name) != getattr(draft, name)}
    for name in before:
        setattr(place, name, getattr(draft, name))
    if before:
        place.save(update_fields=list(before))
        label = place._meta.label_lower
        detail = {"before": before, "after": {name: getattr(place, name) for name in before}}
        audit.record(by, f"change {label.rpartition('.')[2]}", f"{label} {place.pk}", detail=detail)


def _grounds(
    draft: RegionDraft | PDUDraft | OfficeDraft | TeamDraft | QualificationDraft, number: int | None
) -> Iterator[Ground]:
    """What is wrong with a place, whatever others there are."""
    if not draft.name.strip():
        yield Ground(_("Enter the name"), "name", number)
    if isinstance(draft, TeamDraft) and draft.kind not in Team.Kind.values:
        yield Ground(_("Select what the team does"), "kind", number)
    if isinstance(draft, OfficeDraft) and (draft.lat is None) != (draft.lon is None):
        yield Ground(_("Give both latitude and longitude, or neither"), "lat", number)


def _refuse_taken(model: type[models.Model], field: str, values: Sequence[str]) -> None:
    taken = set(model._default_manager.filter(**{f"{field}__in": values}).values_list(field, flat=True))
    for number, value in enumerate(values, start=1):
        if value in taken:
            raise Refused(_("%(value)s is taken; give another") % {"value": value}, number=number, field=field)
        taken.add(value)
