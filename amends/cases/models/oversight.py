"""What managers do about cases and the staff who hold them: oversight, supervision of staff, audits of quality."""

import pgtrigger
from django.db import models
from django.db.models import Q

from amends.cases.models.person import ONLY_ADDED, Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff, Team

_ONLY_ADDED = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class StaffSupervision(models.Model):
    """A supervision session of a member of staff with their manager. Never changed once recorded."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="supervisions", db_comment="internal: who was seen")
    on = models.DateField(db_comment="internal: day of the session")
    notes = models.TextField(max_length=4000, db_comment="special: what was spoken about")
    agreed = models.TextField(max_length=2000, blank=True, db_comment="personal: what was agreed, by whom and when")
    next_on = models.DateField(null=True, blank=True, db_comment="internal: day of the next session")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="staff__team")

    class Meta:
        ordering = ["-on", "-pk"]
        db_table_comment = "A supervision session of a member of staff"
        indexes = [models.Index(fields=["staff", "-on"], name="staff_supervision_latest")]
        triggers = [_ONLY_ADDED]
        constraints = [
            models.CheckConstraint(condition=~Q(notes=""), name="staff_supervision_said"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=models.F("on")), name="staff_supervision_next"
            ),
        ]


class OversightNote(models.Model):
    """What a manager found on looking at a case, and what is to be done. Never changed once recorded."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="oversight", db_comment="personal: whose case")
    on = models.DateField(db_comment="personal: day the case was looked at")
    note = models.TextField(max_length=4000, db_comment="special: what the manager found")
    action = models.CharField(max_length=400, blank=True, db_comment="special: what is to be done, by whom")
    action_by = models.DateField(null=True, blank=True, db_comment="personal: by when")
    sensitive = models.BooleanField(default=False, db_comment="special: only managers read the note and the action")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    withheld_where = {"note": "sensitive", "action": "sensitive"}

    class Meta:
        ordering = ["-on", "-pk"]
        db_table_comment = "A manager's note on a case"
        indexes = [models.Index(fields=["person", "-on"], name="oversight_note_latest")]
        triggers = ONLY_ADDED
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="oversight_note_said"),
            models.CheckConstraint(condition=Q(action_by__isnull=True) | ~Q(action=""), name="oversight_note_by_when"),
        ]


class QualityAudit(models.Model):
    """A case drawn for a dip sample, and the answers of whoever read it. `team` held it on the day of drawing."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="quality_audits", db_comment="personal: whose case")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_comment="internal: team that held the case")
    practitioner = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: who held the case"
    )
    drawn_on = models.DateField(db_comment="internal: day the sample was drawn")
    drawn_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    answers = models.JSONField(default=dict, db_comment="special: yes, no or not applicable to each question")
    summary = models.TextField(max_length=4000, blank=True, db_comment="special: what was found")
    read_on = models.DateField(null=True, blank=True, db_comment="internal: day the case was read")
    read_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    gives_way = "quality_audit_once_a_day"

    class Meta:
        ordering = ["-drawn_on", "pk"]
        db_table_comment = "A case drawn for a dip sample, and how it was found"
        constraints = [
            models.UniqueConstraint(fields=["person", "drawn_on"], name="quality_audit_once_a_day"),
            models.CheckConstraint(
                condition=Q(read_on__isnull=True, read_by__isnull=True, answers={})
                | (Q(read_on__isnull=False, read_by__isnull=False) & ~Q(answers={})),
                name="quality_audit_read_by_someone",
            ),
        ]
