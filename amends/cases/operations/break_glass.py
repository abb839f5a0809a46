"""Opening a record urgently, out of one's reach, and a manager's look at whether that was justified."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Person
from amends.cases.operations.refused import BreakGlassRefused
from amends.cases.queries.person import kept_for
from amends.organisation import access, audit
from amends.organisation.models import BreakGlass, User
from amends.organisation.operations.refusal import Ground
from amends.policy.break_glass import break_glass_limit, break_glass_review_due
from amends.policy.civil_time import civil_date

_MOST_CHARACTERS = 1000


def open_urgently(*, crn: str, reason: str, by: User, at: datetime) -> BreakGlass:
    """Open the record with the CRN to `by` for reading, for the minutes that policy gives, by the database's clock.

    Every use is kept, and told to the audit trail, whatever came of it; where `team` is empty nothing was opened: there
    is no such record, or it may not be opened so, and nobody is told which. A record merged into another opens the one
    that was kept. Raises BreakGlassRefused, before any record is looked for, where the reason is too short and where
    the user has used it too often within 24 hours.
    """
    on, reason = civil_date(at), " ".join(reason.split())
    least = break_glass_limit("reason_characters", on=on).value
    if not least <= len(reason) <= _MOST_CHARACTERS:
        words = _("Say why it cannot wait, in %(least)d to %(most)d characters")
        raise BreakGlassRefused([Ground(words % {"least": least, "most": _MOST_CHARACTERS}, "reason")])
    most = break_glass_limit("uses_a_day", on=on).value
    with transaction.atomic():
        use = _use(crn, reason, most, by, at)
    if use is None:
        words = ngettext("Only %d record may be opened so", "Only %d records may be opened so", most) % most
        raise BreakGlassRefused(_("%s within 24 hours. Ask your manager.") % words)
    return use


def _use(crn: str, reason: str, most: int, by: User, at: datetime) -> BreakGlass | None:
    """The use, kept; None where there were too many. One after another for each user, so that none slips by."""
    on = civil_date(at)
    User.objects.select_for_update().get(pk=by.pk)
    if BreakGlass.objects.filter(user=by, opened_at__gt=Now() - timedelta(hours=24)).count() >= most:
        audit.record(by, "open urgently", "organisation.breakglass", refused=True, detail={"too_many": most})
        return None
    person = _opens(crn, by)
    use = BreakGlass.objects.create(
        user=by, crn=person.crn if person else crn, team=person.team if person else None, reason=reason,
        ends_at=Now() + timedelta(minutes=break_glass_limit("minutes", on=on).value),
        review_due_date=break_glass_review_due(on, on=on).value,
    )  # fmt: skip
    use.refresh_from_db()
    # What was not opened stands in the detail alone, alike whether it was there or not. The reason stays in the use's
    # own row: it may name people, and the audit trail outlives their records.
    detail = {} if person else {"crn": crn}
    subject = f"organisation.breakglass {use.pk}"
    audit.record(by, "open urgently", subject, crn=use.crn if person else "", refused=person is None, detail=detail)
    return use


def _opens(crn: str, by: User) -> Person | None:
    known = Person.objects.select_related("merged_into").filter(crn=crn).first()
    kept = kept_for(known).pk if known else 0
    return Person.objects.filter(access.may_open_urgently(by, "crn"), pk=kept).select_related("team").first()


@transaction.atomic
def review_break_glass(*, use: BreakGlass, outcome: str, finding: str, by: User, at: datetime) -> BreakGlass:
    """Record whether opening the record was justified, once, and why. Raises BreakGlassRefused.

    Nobody reviews their own.
    """
    use = BreakGlass.objects.select_for_update().get(pk=use.pk)
    if use.reviewed_at:
        raise BreakGlassRefused(_("This has been reviewed already."))
    if use.user_id == by.pk:
        raise BreakGlassRefused(_("Another manager has to review what you opened yourself."))
    grounds = []
    if outcome not in BreakGlass.Outcome.values:
        grounds.append(Ground(_("Choose whether it was justified"), "outcome"))
    if not finding.strip() or len(finding.strip()) > _MOST_CHARACTERS:
        grounds.append(Ground(_("Enter why, in 1,000 characters or fewer"), "finding"))
    if grounds:
        raise BreakGlassRefused(grounds)
    use.outcome, use.finding, use.reviewed_at, use.reviewed_by = outcome, finding.strip(), at, by
    use.save(update_fields=["outcome", "finding", "reviewed_at", "reviewed_by"])
    subject = f"organisation.breakglass {use.pk}"
    audit.record(by, "review break-glass", subject, crn=use.crn, detail={"outcome": outcome})
    return use
