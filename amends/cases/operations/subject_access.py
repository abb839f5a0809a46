"""Answering a person who asks for what is held on them: recorded, gathered by a job, checked by another, released."""

import hashlib
import logging
from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from amends.cases.models import Person, SubjectAccess
from amends.cases.operations.refused import SubjectAccessRefused
from amends.cases.queries.disclosure import Disclosure, Section, disclosure
from amends.design.documents.bundle import Part, zip_of
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.disclosure import WORDS
from amends.organisation.models import AuditEvent, User
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import civil_date
from amends.policy.subject_access import subject_access_due

JOB = "amends.cases.jobs.gather_subject_access"
_log = logging.getLogger(__name__)
_Status = SubjectAccess.Status


@transaction.atomic
def record_subject_access(*, person: Person, received_on: date, identity: str, by: User, at: datetime) -> SubjectAccess:
    """Record a person's request, and have what is held on them gathered. Raises SubjectAccessRefused.

    `identity`: how it is known that the request came from the person. Its clock runs from the day it was received.
    """
    grounds = []
    if received_on > civil_date(at):
        grounds.append(Ground(_("It cannot be received in the future"), "received_on"))
    if not identity.strip() or len(identity.strip()) > 300:
        grounds.append(Ground(_("Enter how it is known who asks, in 300 characters or fewer"), "identity"))
    if grounds:
        raise SubjectAccessRefused(grounds)
    try:
        with transaction.atomic():
            asked = SubjectAccess.objects.create(
                person=person, received_on=received_on, identity=identity.strip(), status=_Status.GATHERING,
                due_date=subject_access_due(received_on).value, recorded_at=at, recorded_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise SubjectAccessRefused(_("A request of this person is being answered already.")) from error
    audit.record(by, "record subject access", _subject(asked), crn=person.crn)
    app.configure_task(JOB).defer(request=asked.pk)
    return asked


@transaction.atomic
def extend_subject_access(*, asked: SubjectAccess, reason: str, by: User, at: datetime) -> SubjectAccess:
    """Give the request the further months of policy, the person having been told why within the first.

    Raises SubjectAccessRefused.
    """
    asked = SubjectAccess.objects.select_for_update().select_related("person").get(pk=asked.pk)
    if asked.extended_because or asked.status == _Status.RELEASED or civil_date(at) > asked.due_date:
        raise SubjectAccessRefused(_("Its time can be extended once, before it is over."))
    if not reason.strip() or len(reason.strip()) > 300:
        raise SubjectAccessRefused([Ground(_("Enter why, in 300 characters or fewer"), "reason")])
    asked.extended_because = reason.strip()
    asked.due_date = subject_access_due(asked.received_on, extended=True).value
    asked.save(update_fields=["extended_because", "due_date"])
    audit.record(by, "extend subject access", _subject(asked), crn=asked.person.crn)
    return asked


def gather_subject_access(*, request: int, clock: Callable[[], datetime]) -> None:
    """Gather what is held, if the request with this id still waits for it; what fails is left as a message on it."""
    asked = SubjectAccess.objects.select_related("person", "recorded_by").get(pk=request)
    if asked.status != _Status.GATHERING:
        return
    try:
        _gather(asked, clock())
    except Exception:
        _log.exception("subject access %s could not be gathered", request)
        failed = {"status": _Status.FAILED, "message": _("It could not be gathered. The fault is logged.")}
        SubjectAccess.objects.filter(pk=request, status=_Status.GATHERING).update(**failed)


@transaction.atomic
def _gather(asked: SubjectAccess, at: datetime) -> None:
    found = disclosure(asked.person)
    file = zip_of(_("What is held on %s") % asked.person.name, _introduction(found, at), _parts(found))
    SubjectAccess.objects.filter(pk=asked.pk, status=_Status.GATHERING).update(
        file=file, digest=hashlib.sha256(file).hexdigest(), status=_Status.TO_CHECK, gathered_at=at,
        rows_given=found.rows_given, rows_withheld=found.rows_withheld,
    )  # fmt: skip
    detail = {"given": found.rows_given, "withheld": found.rows_withheld}
    audit.record(asked.recorded_by, "gather subject access", _subject(asked), crn=asked.person.crn, detail=detail)


def _introduction(found: Disclosure, at: datetime) -> list[str]:
    looked_at = AuditEvent.objects.filter(crn__in=found.crns).count()
    return [
        _("Gathered on %(day)s, from every table in which this service keeps anything about a person.")
        % {"day": day(civil_date(at))},
        _("Your case reference number: %s.") % ", ".join(found.crns),
        _("%(count)d entries of the trail of who opened or changed the record are withheld. %(why)s.")
        % {"count": looked_at, "why": WORDS["security"]},  # type: ignore[index]
        _("You may ask for what is wrong to be put right, and complain to the Information Commissioner."),
    ]


def _parts(found: Disclosure) -> list[Part]:
    parts = []
    for section in found.sections:
        parts.append(Part(section.name, section.title, section.rows, _notes(section)))
        if section.earlier:
            title = _("%s: as it stood before it was changed") % section.title
            parts.append(Part(f"{section.name}_before", title, section.earlier))
    return parts


def _notes(section: Section) -> list[str]:
    """What is withheld from a section, and why: of every row, of some, and rows as a whole."""
    every = _("Withheld from every entry: %(what)s. %(why)s.")
    notes = [every % {"what": what, "why": WORDS[why]} for what, why in section.withheld_fields.items()]
    some = _("Withheld from %(count)d entries: %(what)s. %(why)s.")
    notes += [
        some % {"count": count, "what": what, "why": WORDS[why]}
        for (what, why), count in section.withheld_cells.items()
    ]
    if section.withheld_rows:
        whole = _("Withheld as a whole: %(count)d entries that are first of all about somebody else.")
        notes.append(whole % {"count": section.withheld_rows})
    return notes


@transaction.atomic
def check_subject_access(*, asked: SubjectAccess, release: bool, note: str, by: User, at: datetime) -> SubjectAccess:
    """Release what was gathered, or send it back, after another than who recorded the request has read it.

    Raises SubjectAccessRefused.
    """
    asked = SubjectAccess.objects.select_for_update().select_related("person").get(pk=asked.pk)
    if asked.status != _Status.TO_CHECK:
        raise SubjectAccessRefused(_("There is nothing to check."))
    if asked.recorded_by_id == by.pk:
        raise SubjectAccessRefused(_("Another than the one who recorded the request has to check it."))
    if not note.strip() or len(note.strip()) > 1000:
        raise SubjectAccessRefused([Ground(_("Enter what you read and found, in 1,000 characters or fewer"), "note")])
    asked.status = _Status.RELEASED if release else _Status.SENT_BACK
    asked.checked_at, asked.checked_by, asked.check_note = at, by, note.strip()
    asked.save(update_fields=["status", "checked_at", "checked_by", "check_note"])
    action = "release subject access" if release else "send back subject access"
    audit.record(by, action, _subject(asked), crn=asked.person.crn)
    return asked


@transaction.atomic
def take_out_subject_access(*, asked: SubjectAccess, by: User) -> bytes:
    """The file, that it was taken out told to the audit trail. Raises SubjectAccessRefused where there is none yet."""
    if asked.file is None:
        raise SubjectAccessRefused(_("It is not gathered yet."))
    audit.record(by, "export subject access", _subject(asked), crn=asked.person.crn, detail={"status": asked.status})
    return bytes(asked.file)


def _subject(asked: SubjectAccess) -> str:
    return f"cases.subjectaccess {asked.pk}"
