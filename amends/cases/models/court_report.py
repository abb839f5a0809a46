"""A report that a court asks for before sentence: who writes it, how far it is, what it proposes, what came of it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Case, F, Q, Value, When

from amends.cases.models.letter import Digest, IssuedLetter
from amends.cases.models.person import Person
from amends.cases.models.sentence import Sentence
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff, Team

CHECKED_AGENCIES = ("police_domestic_abuse", "childrens_services")
# What keeps a person at home, where others may be at risk: policy says the same of these in its table of proposals.
AT_HOME = ("curfew", "electronic_monitoring", "residence")
_KNOWN = ("retrieved", "nothing_held")
_STEPS = (
    ("cancelled_at", "cancelled"), ("delivered_at", "delivered"), ("quality_checked_at", "quality_checked"),
    ("drafted_at", "drafted"),
)  # fmt: skip
_only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class PassedSentence(models.TextChoices):
    """What a report can propose and a court can pass."""

    COMMUNITY = "community", "Community order"
    SUSPENDED = "suspended", "Suspended sentence order"
    CUSTODY = "custody", "Custody"
    FINE = "fine", "Fine"
    DISCHARGE = "discharge", "Discharge"
    OTHER = "other", "Another sentence"


def _state() -> Case:
    """The furthest step that was taken: derived by the database, so that no row can say otherwise."""
    return Case(
        *(When(**{f"{field}__isnull": False}, then=Value(state)) for field, state in _STEPS),
        When(interviewed_on__isnull=False, checks_asked_on__isnull=False, then=Value("prepared")),
        When(checks_asked_on__isnull=False, then=Value("checks_asked")),
        When(interviewed_on__isnull=False, then=Value("interviewed")),
        When(allocated_at__isnull=False, then=Value("allocated")),
        default=Value("requested"),
    )


@pghistory.track(exclude=["state"])
class CourtReport(models.Model):
    """A person whom the service did not know before is registered like any other, with a CRN: one door for all."""

    class Kind(models.TextChoices):
        ORAL = "oral", "Oral"
        FAST = "fast", "Fast"
        STANDARD = "standard", "Standard"

    class State(models.TextChoices):
        REQUESTED = "requested", "Requested"
        ALLOCATED = "allocated", "Allocated"
        INTERVIEWED = "interviewed", "Interviewed"
        CHECKS_ASKED = "checks_asked", "Checks asked"
        PREPARED = "prepared", "Ready to draft"
        DRAFTED = "drafted", "Drafted"
        QUALITY_CHECKED = "quality_checked", "Quality checked"
        DELIVERED = "delivered", "Delivered"
        CANCELLED = "cancelled", "Cancelled"

    class Suitable(models.TextChoices):
        SUITABLE = "suitable", "Suitable"
        UNSUITABLE = "unsuitable", "Not suitable"

    class Cancelled(models.TextChoices):
        WITHDRAWN = "withdrawn", "Withdrawn by the court"
        SENTENCED = "sentenced", "Sentenced without a report"
        ABSENT = "absent", "The person did not attend"
        MISTAKE = "mistake", "Requested by mistake"

    person = models.ForeignKey(Person, models.PROTECT, related_name="court_reports", db_comment="personal: on whom")
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="court_reports", db_comment="personal: court team that owns it"
    )
    court = models.CharField(max_length=120, db_comment="personal: court that asks for it")
    offence = models.CharField(max_length=200, db_comment="special: main offence")
    kind = models.CharField(max_length=10, choices=Kind.choices, db_comment="personal: kind of report")
    requested_on = models.DateField(db_comment="personal: day on which the court asked")
    hearing_date = models.DateField(db_comment="personal: day of the hearing for which it is asked")
    allocate_by = models.DateField(db_comment="personal: last day to allocate it, by the policy of the day of request")
    deliver_by = models.DateField(db_comment="personal: last day to deliver it, by the policy of the day of request")
    officer = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="court_reports", db_comment="personal: who writes it"
    )
    allocated_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was last allocated")
    interviewed_on = models.DateField(null=True, blank=True, db_comment="personal: day of the interview attended")
    checks_asked_on = models.DateField(null=True, blank=True, db_comment="personal: day on which agencies were asked")
    analysis = models.TextField(max_length=8000, blank=True, db_comment="special: the offence, the person and the risk")
    unpaid_work = models.CharField(
        max_length=10, choices=Suitable.choices, blank=True,
        db_comment="special: suitable for unpaid work; empty: not assessed, which is never suitable",
    )  # fmt: skip
    unpaid_work_reason = models.TextField(max_length=2000, blank=True, db_comment="special: why, and what to arrange")
    proposed = models.CharField(
        max_length=10, choices=PassedSentence.choices, blank=True, db_comment="special: sentence proposed"
    )
    proposed_months = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="special: months of the order proposed"
    )
    proposed_minutes = models.PositiveIntegerField(
        null=True, blank=True, db_comment="special: minutes of unpaid work proposed"
    )
    proposal_reason = models.TextField(max_length=4000, blank=True, db_comment="special: why it is proposed")
    drafted_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when the draft was handed over")
    drafted_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    returned_reason = models.CharField(
        max_length=1000, blank=True, db_comment="special: why the last quality check gave it back"
    )
    quality_checked_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was found good")
    quality_checked_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    police_check = models.CharField(
        max_length=13, blank=True, db_comment="special: what police had answered when it was delivered; empty: awaited"
    )
    children_check = models.CharField(
        max_length=13, blank=True, db_comment="special: what children's services had answered then; empty: awaited"
    )
    delivered_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when the court had it")
    cancelled_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was cancelled")
    cancelled_as = models.CharField(
        max_length=10, choices=Cancelled.choices, blank=True, db_comment="personal: why it was cancelled"
    )
    state = models.GeneratedField(
        expression=_state(), output_field=models.CharField(max_length=15, choices=State.choices), db_persist=True,
        db_comment="personal: the furthest step taken",
    )  # fmt: skip

    access = AccessPath(team="person__team", crn="person__crn", also_team="team")

    class Meta:
        ordering = ["deliver_by", "pk"]
        db_table_comment = "A report that a court asked for before sentence"
        indexes = [
            models.Index(fields=["deliver_by"], condition=Q(delivered_at=None, cancelled_at=None), name="report_open")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["oral", "fast", "standard"]), name="report_kind"),
            models.CheckConstraint(
                condition=Q(hearing_date__gte=F("requested_on"), deliver_by__gte=F("requested_on")),
                name="report_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True, allocated_at__isnull=True)
                | Q(officer__isnull=False, allocated_at__isnull=False),
                name="report_allocated_to_someone",
            ),
            models.CheckConstraint(
                condition=Q(allocated_at__isnull=False) | Q(interviewed_on__isnull=True, checks_asked_on__isnull=True),
                name="report_begun_by_its_officer",
            ),
            models.CheckConstraint(
                condition=Q(drafted_at__isnull=True, drafted_by__isnull=True)
                | (Q(drafted_at__isnull=False, drafted_by__isnull=False, interviewed_on__isnull=False)
                   & Q(checks_asked_on__isnull=False) & ~Q(proposed="") & ~Q(analysis="")),
                name="report_drafted_from_interview_and_checks",
            ),
            models.CheckConstraint(
                condition=Q(quality_checked_at__isnull=True, quality_checked_by__isnull=True)
                | (Q(quality_checked_at__isnull=False, quality_checked_by__isnull=False, drafted_at__isnull=False)
                   & ~Q(quality_checked_by=F("drafted_by"))),
                name="report_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True)
                | (Q(drafted_at__isnull=False) & (Q(kind="oral") | Q(quality_checked_at__isnull=False))),
                name="report_delivered_when_checked",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_as="")
                | (Q(cancelled_at__isnull=False, delivered_at__isnull=True) & ~Q(cancelled_as="")),
                name="report_cancelled_before_delivery",
            ),
            models.CheckConstraint(
                condition=Q(proposed_minutes__isnull=True) | Q(proposed_minutes__gt=0, unpaid_work="suitable"),
                name="report_unpaid_work_for_the_suitable",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.UpdateOf(
                    "court", "offence", "kind", "requested_on", "hearing_date", "deliver_by", "analysis", "unpaid_work",
                    "unpaid_work_reason", "proposed", "proposed_months", "proposed_minutes", "proposal_reason",
                    "police_check", "children_check", "delivered_at", "cancelled_at",
                ),
                condition=pgtrigger.Condition("OLD.delivered_at IS NOT NULL"),
            ),
            pgtrigger.Trigger(
                name="home_only_with_answers",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("delivered_at"),
                condition=pgtrigger.Condition("OLD.delivered_at IS NULL AND NEW.delivered_at IS NOT NULL"),
                func=(
                    "IF (NEW.police_check <> ALL ('{" + ",".join(_KNOWN) + "}') OR NEW.children_check <> ALL ('{"
                    + ",".join(_KNOWN) + "}')) AND EXISTS (SELECT FROM cases_proposedrequirement asked WHERE"
                    " asked.report_id = NEW.id AND asked.kind = ANY ('{" + ",".join(AT_HOME) + "}')) THEN"
                    " RAISE EXCEPTION 'a requirement at home is proposed without the answers of both agencies'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]  # fmt: skip

    @property
    def is_open(self) -> bool:
        """Whether it is still to be delivered."""
        return self.delivered_at is None and self.cancelled_at is None

    def late(self, on) -> bool:
        """Whether a step that was due has not been taken on the day."""
        unallocated = self.allocated_at is None and self.allocate_by < on
        return self.is_open and (unallocated or self.deliver_by < on)


class ProposedRequirement(models.Model):
    """A requirement of the order that a report proposes, beside unpaid work, by the codes of policy."""

    report = models.ForeignKey(
        CourtReport, models.PROTECT, related_name="requirements", db_comment="personal: the report"
    )
    kind = models.CharField(max_length=30, db_comment="special: what is proposed, by the codes of policy")
    amount = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="special: how much, where counted")
    unit = models.CharField(max_length=10, blank=True, db_comment="special: of what")
    details = models.CharField(max_length=400, blank=True, db_comment="special: where, with whom, at what times")

    access = AccessPath(team="report__person__team", crn="report__person__crn", also_team="report__team")

    class Meta:
        ordering = ["pk"]
        db_table_comment = "A requirement that a report to a court proposes"
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="proposed_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, unit="") | (Q(amount__gt=0) & ~Q(unit="")), name="proposed_amount"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT FROM cases_courtreport held WHERE held.id = COALESCE(NEW.report_id,"
                    " OLD.report_id) AND held.delivered_at IS NOT NULL) THEN RAISE EXCEPTION"
                    " 'the report is delivered' USING ERRCODE = 'check_violation'; END IF;"
                    " RETURN COALESCE(NEW, OLD);"
                ),
            )
        ]


class CourtInterview(models.Model):
    """An interview for a report, attended or not. By telephone or video it says whether it was private and safe."""

    class Mode(models.TextChoices):
        COURT = "court", "At court"
        OFFICE = "office", "Office"
        CUSTODY = "custody", "In custody"
        VIDEO = "video", "Video"
        TELEPHONE = "telephone", "Telephone"

    report = models.ForeignKey(CourtReport, models.PROTECT, related_name="interviews", db_comment="personal: for what")
    on = models.DateField(db_comment="personal: day of the interview")
    mode = models.CharField(max_length=10, choices=Mode.choices, db_comment="personal: how it was held")
    attended = models.BooleanField(db_comment="personal: whether the person attended")
    private = models.BooleanField(
        null=True, blank=True, db_comment="special: whether the person was alone and could talk; empty: not asked"
    )
    note = models.CharField(max_length=1000, blank=True, db_comment="special: what to know of it")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by")

    access = AccessPath(team="report__person__team", crn="report__person__crn", also_team="report__team")

    class Meta:
        ordering = ["on", "pk"]
        db_table_comment = "An interview for a report to a court"
        constraints = [
            models.CheckConstraint(
                condition=~Q(attended=True, mode__in=["video", "telephone"]) | Q(private__isnull=False),
                name="court_interview_says_whether_private",
            )
        ]
        triggers = [_only_added]


class DeliveredReport(IssuedLetter):
    """The report as the court had it."""

    report = models.OneToOneField(CourtReport, models.PROTECT, related_name="document", db_comment="personal: which")

    access = AccessPath(team="report__person__team", crn="report__person__crn", also_team="report__team")

    class Meta:
        db_table_comment = "A report to a court, as it was delivered"
        triggers = [_only_added]
        constraints = [models.CheckConstraint(condition=Q(digest=Digest(F("content"))), name="delivered_report_digest")]


class CourtOutcome(models.Model):
    """What the court passed after a report; an order or custody stands as a sentence of the person."""

    report = models.OneToOneField(CourtReport, models.PROTECT, related_name="outcome", db_comment="personal: which")
    passed = models.CharField(max_length=10, choices=PassedSentence.choices, db_comment="personal: what was passed")
    passed_on = models.DateField(db_comment="personal: day of sentence")
    sentence = models.OneToOneField(
        Sentence, models.PROTECT, null=True, blank=True, related_name="court_outcome",
        db_comment="personal: the sentence recorded from it",
    )  # fmt: skip
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by")

    access = AccessPath(team="report__person__team", crn="report__person__crn", also_team="report__team")

    class Meta:
        db_table_comment = "What a court passed after a report"
        constraints = [
            models.CheckConstraint(
                condition=Q(passed__in=["community", "suspended", "custody"], sentence__isnull=False)
                | Q(passed__in=["fine", "discharge", "other"], sentence__isnull=True),
                name="court_outcome_stands_as_a_sentence",
            )
        ]
        triggers = [_only_added]
