"""How contact due is put into words, and the sections of a person's page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from amends.cases.models import CaseCover
from amends.contacts.forms.places import model_words
from amends.contacts.models import ContactLevel, DigitalAccess
from amends.contacts.operations.digital_access import as_access
from amends.contacts.queries.activity_days import ActivityDays
from amends.contacts.queries.appointments import Standing
from amends.contacts.queries.due import Contact, ContactDue
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, written_out
from amends.policy.contact_modes import choices, face_to_face_modes
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.digital_access import digital_index, lapses_on, remote_modes

_MODES = dict(choices())


def mode_words(mode: str) -> str:
    """A mode in words."""
    return _(_MODES.get(mode, mode))


def stacked(parts: Iterable[Any]) -> SafeString:
    """Each on a line of its own."""
    return format_html_join("", "<div>{}</div>", ((part,) for part in parts))


def day_and_mode(contact: Contact) -> str:
    """A contact in words."""
    return f"{day(contact.on)}, {mode_words(contact.mode).lower()}"


def owed_words(due: ContactDue) -> str:
    """What is owed, or why nothing is, in words."""
    words = {
        "custody": _("Nothing: in custody"),
        "not_supervised": _("Nothing: no sentence in the community"),
        "risk_unknown": _("Cannot be told: risk of serious harm is not judged"),
        "no_rule": _("Cannot be told: no delivery model holds today"),
    }
    if due.state in words:
        return words[due.state]
    told = _("Every %(days)s days, %(how)s") % {"days": due.every_days, "how": _how(due.modes)}
    if due.face_to_face_due_on:
        told += _("; face to face by %(day)s") % {"day": day(due.face_to_face_due_on)}
    return told


def cover_words(cover: CaseCover) -> str:
    """Who covers a case, from when and until when."""
    given = {"name": cover.staff.name, "first": day(cover.from_date)}
    if cover.to_date is None:
        return _("Covered by %(name)s from %(first)s, until further notice") % given
    given["last"] = day(cover.to_date - timedelta(days=1))
    return _("Covered by %(name)s from %(first)s to %(last)s") % given


def _how(modes: frozenset[str]) -> str:
    if modes <= face_to_face_modes():
        return _("face to face")
    if modes <= face_to_face_modes() | {"doorstep"}:
        return _("doorstep or face to face")
    return _("by any mode that counts")


def standing_tags(due: ContactDue) -> SafeString:
    """How the person stands, each word with its colour."""
    tags = []
    if due.state in ("risk_unknown", "no_rule"):
        tags.append(Tag(_("Cannot be told"), "purple"))
    if due.overdue:
        tags.append(Tag(_("Overdue"), "red"))
    if due.unplanned:
        tags.append(Tag(_("Nothing planned in time"), "yellow"))
    if due.no_contact:
        tags.append(Tag(_("No contact in four weeks"), "orange"))
    if due.level:
        tags.append(Tag(_("Less, by a manager"), "magenta") if due.level.less else Tag(_("More set"), "blue"))
    if not tags and due.state == "owed":
        tags.append(Tag(_("In time"), "green"))
    lines = format_html_join("", '<div class="govuk-!-margin-bottom-1">{}</div>', ((tag,) for tag in tags))
    return format_html("<div>{}</div>", lines)


def owed_section(due: ContactDue) -> SummaryList:
    """What the model owes, what was set, and how it stands, with the rule that says so."""
    rows = [Row(_("Owed"), owed_words(due)), Row(_("Stands"), standing_tags(due))]
    if due.owed:
        steps = format_html_join("", "<li>{}</li>", ((written_out(step),) for step in due.owed.steps))
        rows.append(Row(_("Delivery model"), model_words(due.owed.value.model)))
        rows.append(
            Row(_("How it was decided"), format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', steps))
        )
        default = _("a default of this service, not law")
        source = f"{due.owed.source} ({default})" if due.owed.confidence == "default" else due.owed.source
        rows.append(Row(_("Source of the rule"), source))
    if due.level:
        words = _("%(reason)s (%(name)s, from %(day)s)")
        facts = {"reason": due.level.reason, "name": due.level.set_by.name, "day": day(due.level.from_date)}
        rows.append(Row(_("Set for this person, because"), words % facts))
    if due.due_on:
        rows.append(Row(_("Due by"), day(due.due_on)))
    rows.append(Row(_("Last contact, by any mode that counts"), day_and_mode(due.last) if due.last else _("None")))
    rows.append(Row(_("Made in the last eight weeks"), _by_mode(due.made_by_mode())))
    rows.append(Row(_("Planned"), _by_mode(due.planned_by_mode())))
    return SummaryList(rows)


def _by_mode(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{mode_words(mode).lower()} {count}" for mode, count in sorted(counts.items())) or _("None")


def activity_words(each: ActivityDays) -> str:
    """A rehabilitation activity requirement with what is done of it, in words."""
    told = {"done": each.done, "amount": each.condition.amount or 0, "from": day(each.condition.from_date)}
    if each.condition.amount:
        return _("Rehabilitation activity from %(from)s: %(done)s of %(amount)s days") % told
    return _("Rehabilitation activity from %(from)s: %(done)s days") % told


def activity_section(days: Sequence[ActivityDays]) -> SummaryList:
    """The person's rehabilitation activity requirements, and what is done of each."""
    return SummaryList([Row(_("Days"), activity_words(each)) for each in days])


def coming_table(coming: Sequence[Standing], may_record: bool, asks: Collection[int] = ()) -> Table:
    """Appointments to come, with what may be done about each. `asks`: those to be asked about symptoms, by id."""
    rows: list[list[Any]] = []
    for each in coming:
        row: list[Any] = [date_and_time(each.appointment.starts_at), _how_and_where(each),
                          each.appointment.staff.name if each.appointment.staff else "",
                          _reminder_words(each)]  # fmt: skip
        if may_record:
            when = date_and_time(each.appointment.starts_at)
            ask = [_link("symptoms", each, _("Ask about symptoms"), when)] if each.appointment.pk in asks else []
            row.append(
                _links(*ask, _link("reschedule", each, _("Move"), when), _link("cancel", each, _("Cancel"), when))
            )
        rows.append(row)
    columns = [Column(_("When"), row_header=True), Column(_("How")), Column(_("With")),
               Column(_("Reminder"))]  # fmt: skip
    if may_record:
        columns.append(Column(_("Actions")))
    return Table(caption=_("Appointments to come"), columns=columns, rows=rows, stacked=True,
                 empty=_("Nothing is booked."))  # fmt: skip


def _how_and_where(each: Standing) -> str:
    how = mode_words(each.appointment.mode)
    office = next((slot.office.name for slot in each.appointment.office_slots.all()), "")
    return f"{how}, {office}" if office else how


def _reminder_words(each: Standing) -> str:
    """What came of the reminder by text, where one was owed."""
    reminder = getattr(each.appointment, "reminder", None)
    if reminder is None or reminder.withdrawn_at:
        return _("None")
    told = {"sent": _("Sent"), "failed": _("Could not be sent")}
    return told.get(reminder.outcome) or (_("Not known whether it went") if reminder.taken_up_at else _("To be sent"))


def over_table(over: Sequence[Standing], may_record: bool, activity: bool = False) -> Table:
    """Appointments that are over, with their outcomes; sensitive notes for those who record contact.

    `activity`: the person has a requirement of which one may be a day.
    """
    rows: list[list[Any]] = []
    for each in over:
        when = date_and_time(each.appointment.starts_at)
        outcome: Any = Tag(_("No outcome yet"), "yellow")
        notes = ""
        if each.outcome:
            outcome = _(contact_outcome(each.outcome.code).description)
            hidden = each.outcome.sensitive and not may_record
            notes = _("Sensitive: kept from view") if hidden else each.outcome.notes
            if each.outcome.sensitive:
                outcome = format_html("{} {}", outcome, Tag(_("Sensitive"), "red"))
        row = [when, mode_words(each.appointment.mode), outcome, notes]
        if may_record:
            words = _("Correct") if each.outcome else _("Record the outcome")
            moved = each.appointment.cancelled_at is not None
            row.append("" if moved else _links(_link("outcome", each, words, when), *_activity(each, activity, when)))
        rows.append(row)
    columns = [Column(_("When"), row_header=True), Column(_("How")), Column(_("What came of it")), Column(_("Notes"))]
    if may_record:
        columns.append(Column(_("Actions")))
    return Table(caption=_("Appointments so far"), columns=columns, rows=rows, stacked=True,
                 empty=_("None yet."))  # fmt: skip


def _activity(each: Standing, activity: bool, when: str) -> list[Link]:
    """The link to count a kept appointment as a day of an activity, where it is none yet."""
    if not activity or each.outcome is None or not contact_outcome(each.outcome.code).attended:
        return []
    counted = getattr(each.appointment, "activity_day", None)
    return [] if counted else [_link("activity", each, _("Count as activity day"), when)]


def _link(name: str, each: Standing, words: str, when: str) -> Link:
    return Link(words, reverse(f"contacts:{name}", args=[each.appointment.pk]), when)


def _links(*links: Link) -> SafeString:
    return format_html_join(" ", "{}", ((link,) for link in links))


def digital_section(latest: DigitalAccess | None, on: date) -> SummaryList:
    """How the person can be reached remotely, and whether that still holds."""
    open_to = remote_modes(as_access(latest) if latest else None, on=on)
    modes = ", ".join(mode_words(mode).lower() for mode in open_to.value or ()) or _("None")
    told = Tag(_("Not known"), "yellow") if open_to.value is None else modes
    rows = [Row(_("Open to the person"), told)]
    if not open_to.value:
        rows.append(Row(_("Why"), written_out(open_to.steps[0])))
    if latest:
        index = digital_index(as_access(latest))
        words = {"none": _("None"), "limited": _("Limited"), "full": _("Full")}
        grades = _("%(index)s, the worst of: %(grades)s")
        rows.append(Row(_("Index"), grades % {"index": words[index.value], "grades": ", ".join(index.steps)}))
        rows.append(Row(_("Asked on"), day(latest.recorded_on)))
        rows.append(Row(_("Lapses on"), day(lapses_on(latest.recorded_on))))
        rows.append(Row(_("To allow for"), latest.needs))
        rows.append(Row(_("Would rather"), latest.preference))
    return SummaryList(rows)


def model_rows(due: ContactDue) -> list[Row]:
    """The delivery model in force for a person, and the contact that it owes them, or why it owes none."""
    named = [Row(_("Delivery model in force"), model_words(due.owed.value.model))] if due.owed else []
    return [*named, Row(_("Contact owed"), owed_words(due))]


def level_facts(due: ContactDue) -> SummaryList:
    """What the form about contact set for a person says first."""
    rows = [Row(_("Owed now"), owed_words(due))]
    if due.owed:
        rows.append(Row(_("The delivery model owes"), written_out(due.owed.steps[-1])))
    return SummaryList(rows)


def level_initial(level: ContactLevel | None) -> dict[str, Any]:
    """What the form about contact starts with."""
    if level is None:
        return {}
    return {"choice": "set", "every_days": level.every_days, "mode": level.mode}
