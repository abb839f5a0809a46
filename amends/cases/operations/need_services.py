"""Services for the needs of a person: referred, started, attended, finished."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import NeedService, Person, SentenceCondition, ServiceSession
from amends.cases.models.assessment import AREAS
from amends.cases.operations.refused import CasePlanRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground

_NEEDS_START = (NeedService.Finished.COMPLETED, NeedService.Finished.LEFT)


@dataclass(frozen=True)
class ReferralDraft:
    """A referral: for which need, to what, since when; `condition` where its sessions count towards a requirement."""

    area: str
    name: str
    from_date: date
    condition: SentenceCondition | None = None


@transaction.atomic
def refer(*, person: Person, draft: ReferralDraft, by: User, at: datetime) -> NeedService:
    """Record a referral to a service. Raises CasePlanRefused."""
    grounds = []
    if draft.area not in AREAS:
        grounds.append(Ground(_("Select the need"), "area"))
    if not draft.name.strip():
        grounds.append(Ground(_("Name the service"), "name"))
    if draft.from_date > localdate(at):
        grounds.append(Ground(_("The referral must be today or in the past"), "from_date"))
    if draft.condition and (draft.condition.sentence.person_id != person.pk or draft.condition.unit != "sessions"):
        grounds.append(Ground(_("Select a requirement of this person that is counted in sessions"), "condition"))
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if grounds:
        raise CasePlanRefused(grounds)
    row = NeedService.objects.create(
        person=person, area=draft.area, name=draft.name.strip(), condition=draft.condition, from_date=draft.from_date,
        recorded_by=by,
    )  # fmt: skip
    audit.record(by, "refer to service", f"cases.needservice {row.pk}", crn=person.crn)
    return row


@transaction.atomic
def start_service(*, service: NeedService, started_on: date, by: User, at: datetime) -> NeedService:
    """Record the day on which a service started. Raises CasePlanRefused."""
    service = _going_on(service)
    if service.started_on:
        raise CasePlanRefused(_("It has started already"))
    if not service.from_date <= started_on <= localdate(at):
        raise CasePlanRefused(_("It starts from the day of the referral on, and not after today"), field="started_on")
    service.started_on = started_on
    service.save(update_fields=["started_on"])
    audit.record(by, "start service", f"cases.needservice {service.pk}", crn=service.person.crn)
    return service


@transaction.atomic
def record_service_session(
    *, service: NeedService, on: date, attended: bool, by: User, at: datetime
) -> ServiceSession:  # fmt: skip
    """Record a session of a service, attended or not. Raises CasePlanRefused."""
    service = _going_on(service)
    if service.started_on is None or not service.started_on <= on <= localdate(at):
        raise CasePlanRefused(_("A session is from the start of the service on, and not after today"), field="on")
    if ServiceSession.objects.filter(service=service, on=on).exists():
        raise CasePlanRefused(_("A session is recorded on that day already"), field="on")
    row = ServiceSession.objects.create(service=service, on=on, attended=attended, recorded_at=at, recorded_by=by)
    audit.record(by, "record service session", f"cases.needservice {service.pk}", crn=service.person.crn)
    return row


@transaction.atomic
def finish_service(
    *, service: NeedService, last_on: date, finished_as: str, note: str = "", by: User, at: datetime
) -> NeedService:  # fmt: skip
    """Record the last day of a service, and how it ended. Raises CasePlanRefused."""
    service, grounds = _going_on(service), []
    if finished_as not in NeedService.Finished.values:
        grounds.append(Ground(_("Select how it ended"), "finished_as"))
    elif finished_as in _NEEDS_START and service.started_on is None:
        grounds.append(Ground(_("It has not started: record its start first"), "finished_as"))
    latest = service.sessions.order_by("on").values_list("on", flat=True).last()
    first = latest or service.started_on or service.from_date
    if not first <= last_on <= localdate(at):
        words = _("It ends after its last session, its start and its referral, and not after today")
        grounds.append(Ground(words, "last_on"))
    if grounds:
        raise CasePlanRefused(grounds)
    service.to_date, service.finished_as, service.note = last_on + timedelta(days=1), finished_as, note.strip()
    service.save(update_fields=["to_date", "finished_as", "note"])
    audit.record(by, "finish service", f"cases.needservice {service.pk}", crn=service.person.crn)
    return service


def _going_on(service: NeedService) -> NeedService:
    found = NeedService.objects.select_for_update(of=("self",)).select_related("person").get(pk=service.pk)
    if found.to_date:
        raise CasePlanRefused(_("This service has ended"))
    return found
