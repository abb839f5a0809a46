"""What the public asked for and was told, and what the board was, in a new demonstration: by the operations."""

from datetime import datetime, timedelta

from amends.organisation.models import PDU, RoleGrant, User
from amends.policy.civil_time import civil_date
from amends.unpaid_work.operations.capacity import switch_publication
from amends.unpaid_work.operations.consultations import ConsultationDraft, record_consultation
from amends.unpaid_work.operations.monthly_reports import publish_report
from amends.unpaid_work.operations.nominations import NominationDraft, acknowledge, decline, nominate
from amends.unpaid_work.queries.monthly.report import last_month

# Days ago, place, work, who benefits, language, and what became of it.
_NOMINATIONS = (
    (
        30,
        "Riverside path by the weir",
        "Clear brambles and mend the fence",
        "Everybody who walks there",
        "en",
        "declined",
    ),
    (12, "Community garden, Mill Lane", "Build four raised beds", "The garden's volunteers", "en", "acknowledged"),
    (8, "Village hall car park", "Paint the railings", "The hall's users", "en", ""),
    (1, "Y parc chwarae", "Peintio’r meinciau", "Plant y pentref", "cy", ""),
)
_HEARD = (
    (
        "policing_body",
        "Office of the elected policing body",
        "Graffiti near stations",
        "Two clean-up projects were opened",
    ),
    ("community_safety", "Community safety partnership", "Overgrown paths feel unsafe", "Paths come first this winter"),
    ("voluntary_body", "Council for voluntary service", "Charity shops want weekday help", ""),
)


def tell_the_public(*, head: User, coordinator: User, at: datetime) -> None:
    """Nominations and consultation of the coordinator's unit and region, a statement made public, a month told."""
    grant = RoleGrant.objects.filter(user=coordinator, pdu__isnull=False).select_related("pdu__region").first()
    if grant is None:
        return
    region = grant.pdu.region
    _nominations(grant.pdu, coordinator, at)
    for party, whom, said, changed in _HEARD:
        draft = ConsultationDraft(party, whom, civil_date(at).replace(month=1, day=1), said, changed)
        record_consultation(region=region, draft=draft, by=coordinator, at=at)
    switch_publication(region=region, public=True, by=head, at=at)
    note = "As the figures stood when the board met"
    publish_report(region=region, unit=None, month=last_month(civil_date(at)), note=note, by=head, at=at)


def _nominations(unit: PDU, coordinator: User, at: datetime) -> None:
    for ago, place, work, benefits, language, answer in _NOMINATIONS:
        came_in = at - timedelta(days=ago)
        draft = NominationDraft(unit, place, work, benefits, "A Demonstration", "a@example.org", language=language)
        row = nominate(draft, at=came_in)
        if answer:
            acknowledge(nomination=row, by=coordinator, at=came_in + timedelta(hours=20))
        if answer == "declined":
            reason = "The council pays a contractor to keep this path."
            told = came_in + timedelta(days=6)
            decline(nomination=row, ground="paid_work", reason=reason, by=coordinator, at=told)
