"""The sections of a person's page, each offering what its reader may do there."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from amends.cases.models import Address, ContactDetail, Person, Requirement, Sentence
from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.queries.risk import condition_words
from amends.cases.views.pages import address
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, hours_text
from amends.organisation import access
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


def sections(user: User, person: Person, on: date, at: datetime) -> dict[str, Any]:
    """Everything on the page, by name."""
    may = {name: reaches(user, permission, person.team) for name, permission in _ACTIONS.items()}
    return {
        "may": may,
        "allocate_href": address("contacts:allocate", person.crn),
        "details": _details(person),
        "allocations": _allocations(person),
        "sentences": [_sentence(person, each, on, may["sentence"]) for each in queries.sentences(person)],
        "addresses": _addresses(person.addresses.all(), on),
        "contact_details": _contact_details(person, person.contact_details.order_by("kind", "pk"), may["change"]),
        "kept_apart": _kept_apart(user, person, on, may["change"]),
        "merges": _merges(user, person, may["merge"]),
        "possible_duplicates": len(_alike(user, person)) if may["change"] or may["merge"] else 0,
    }


_ACTIONS = {
    "change": P.PERSON_CHANGE,
    "merge": P.PERSON_MERGE,
    "sentence": P.SENTENCE_RECORD,
    "allocate": P.CASE_ALLOCATE,
    "limit": P.ACCESS_LIMIT,
    "hold": P.HOLD_PLACE,
    "protected": P.PROTECTED_CHARACTERISTICS_RECORD,
}


def _alike(user: User, person: Person) -> list[Person]:
    return finding.possible_duplicates(
        user, given_names=person.given_names, family_name=person.family_name, date_of_birth=person.date_of_birth,
        besides=person,
    )  # fmt: skip


def _details(person: Person) -> SummaryList:
    return SummaryList(
        [
            Row(_("Given names"), person.given_names),
            Row(_("Family name"), person.family_name),
            Row(_("Date of birth"), day(person.date_of_birth)),
            Row(_("Sex"), _(person.get_sex_display())),
            Row(_("Language to write in"), _(person.get_language_display())),
            Row(_("Interpreter"), person.interpreter or _("Not needed")),
            Row(_("Team"), f"{person.team.name}, {person.team.pdu.name}"),
        ]
    )


def _allocations(person: Person) -> Table:
    columns = [Column(_("Practitioner"), row_header=True), Column(_("Team")), Column(_("From")), Column(_("To"))]
    rows = [
        [each.practitioner.name, each.practitioner.team.name, day(each.from_date), _last(each.to_date) or _("Now")]
        for each in person.allocations.select_related("practitioner__team")
    ]
    return Table(
        caption=_("Who holds the case"), caption_size="m", columns=columns, rows=rows, stacked=True,
        empty=_("The case is not allocated to anybody."),
    )  # fmt: skip


def _last(to_date: date | None) -> str:
    return day(date.fromordinal(to_date.toordinal() - 1)) if to_date else ""


def release_words(sentence: Sentence) -> str:
    """The day of release, each return to custody, and the release after it."""
    told = [day(sentence.release_date) if sentence.release_date else _("Not recorded")]
    for each in sentence.returns.all():
        told.append(_("returned to custody on %(day)s") % {"day": day(each.from_date)})
        told += [_("released again on %(day)s") % {"day": day(each.to_date)}] if each.to_date else []
    return "; ".join(told)


def _sentence(person: Person, sentence: Sentence, on: date, may_record: bool) -> dict[str, Any]:
    facts = [
        Row(_("Court"), sentence.court),
        Row(_("Main offence"), sentence.offence),
        Row(_("Last day of the sentence"), _last(sentence.end_date) or _("None set")),
        Row(_("Reference"), sentence.reference),
    ]
    custody = sentence.kind == Sentence.Kind.CUSTODY
    if custody:
        release = [Link(_("Record a release"), reverse("cases:record_release", args=[person.crn, sentence.pk]))]
        released = release_words(sentence)
        facts[2:2] = [
            Row(_("Now"), Tag(_(Sentence.Phase(sentence.phase_on(on)).label), "purple")),
            Row(_("Release"), released, release if may_record else []),
            Row(_("Last day of the licence"), _last(sentence.licence_end_date) or _("That of the sentence")),
        ]
    return {
        "heading": _("%(kind)s, %(day)s")
        % {"kind": _(sentence.get_kind_display()), "day": day(sentence.sentence_date)},
        "facts": SummaryList(facts),
        "requirements": [_requirement(person, each, may_record) for each in sentence.requirements.all()],
        "conditions": _conditions(person, sentence, on, may_record),
        "add": reverse("cases:add_condition", args=[person.crn, sentence.pk]),
        "custody": custody,
    }


def _conditions(person: Person, sentence: Sentence, on: date, may_record: bool) -> Table | str:
    rows: list[list[Any]] = []
    for each in sentence.conditions.all():
        words, until = condition_words(each), _last(each.to_date)
        if may_record and (each.to_date is None or each.to_date > on):
            end = Link(_("End"), reverse("cases:end_condition", args=[person.crn, each.pk]), words)
            rows.append([words, each.details, day(each.from_date), format_html("{} {}", until, end)])
        else:
            rows.append([words, each.details, day(each.from_date), until])
    if not rows:
        return ""
    columns = [Column(_("What is asked"), row_header=True), Column(_("Details")), Column(_("From")), Column(_("To"))]
    caption = _("Licence conditions") if sentence.kind == Sentence.Kind.CUSTODY else _("Other requirements")
    return Table(caption=caption, caption_size="s", columns=columns, rows=rows, stacked=True,
                 id=f"conditions-{sentence.pk}")  # fmt: skip


def _requirement(person: Person, requirement: Requirement, may_record: bool) -> SummaryList:
    args = [person.crn, requirement.pk]
    ended = requirement.ended_on is not None
    change = [Link(_("Record a court’s change"), reverse("cases:court_change", args=args))]
    end = [Link(_("End"), reverse("unpaid_work:requirement_end", args=args), _("this requirement"))]
    reopen = [Link(_("Take back"), reverse("cases:reopen_requirement", args=args), _("the end of this requirement"))]
    status = (
        f"{_(requirement.get_ended_as_display())}, {day(requirement.ended_on)}" if ended else Tag(_("Open"), "green")
    )
    changes = [_change(each) for each in requirement.changes.all()]
    rows = [
        Row(_("Ordered at sentence"), hours_text(requirement.ordered_minutes)),
        Row(_("Ordered by now"), hours_text(queries.total_minutes(requirement)),
            change if may_record and not ended else []),
        Row(_("Last day for the hours"), day(requirement.limit_date) if requirement.limit_date else _("No limit")),
        Row(_("Runs"), _(requirement.get_runs_display())),
        Row(_("Worked intensively"), _("Yes") if requirement.intensive else _("No")),
        Row(_("Status"), status, (reopen if ended else end) if may_record else []),
    ]  # fmt: skip
    if changes:
        items = format_html_join("", "<li>{}</li>", ((each,) for each in changes))
        rows.insert(
            2, Row(_("The court’s changes"), format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items))
        )
    return SummaryList(
        rows, card_title=_("Unpaid work requirement %(reference)s") % {"reference": requirement.reference}
    )


def _change(change: Any) -> str:
    parts = []
    if change.minutes > 0:
        parts.append(_("%(hours)s added") % {"hours": hours_text(change.minutes)})
    elif change.minutes < 0:
        parts.append(_("%(hours)s removed") % {"hours": hours_text(-change.minutes)})
    if change.limit_date:
        parts.append(_("last day moved to %(day)s") % {"day": day(change.limit_date)})
    return f"{day(change.on)}: {', '.join(parts)}. {change.reason}"


def _addresses(addresses: Sequence[Address], on: date) -> Table:
    rows = []
    for each in addresses:
        now = each.from_date <= on and (each.to_date is None or each.to_date > on)
        where = ", ".join(part for part in (each.lines, each.postcode) if part)
        rows.append([where, day(each.from_date), _("Now") if now and not each.to_date else _last(each.to_date),
                     _("Yes") if each.lat is not None else Tag(_("No"), "yellow")])  # fmt: skip
    columns = [Column(_("Address"), row_header=True), Column(_("From")), Column(_("To")), Column(_("On the map"))]
    return Table(caption=_("Addresses"), caption_size="m", columns=columns, rows=rows, stacked=True,
                 empty=_("No address is recorded."))  # fmt: skip


def _contact_details(person: Person, details: Sequence[ContactDetail], may_change: bool) -> Table:
    columns = [Column(_("Number or address"), row_header=True), Column(_("Kind")), Column(_("Safe use"))]
    rows: list[list[Any]] = []
    for each in details:
        row: list[Any] = [each.value, _(each.get_kind_display()), each.note]
        if may_change:
            args = [person.crn, each.pk]
            row.append(_links(Link(_("Change"), reverse("cases:change_contact", args=args), each.value),
                              Link(_("Remove"), reverse("cases:remove_contact", args=args), each.value)))  # fmt: skip
        rows.append(row)
    if may_change:
        columns.append(Column(_("Actions")))
    return Table(caption=_("How to reach the person"), caption_size="m", columns=columns, rows=rows, stacked=True,
                 empty=_("No number or email address is recorded."))  # fmt: skip


def _links(*links: Link) -> str:
    return format_html_join(" ", "{}", ((link,) for link in links))


def _kept_apart(user: User, person: Person, on: date, may_change: bool) -> Table:
    columns = [Column(_("Must not meet"), row_header=True), Column(_("Why")), Column(_("From")), Column(_("To"))]
    rows, apart = [], queries.kept_apart(person, user)
    if apart:
        access.listed(user, P.PERSON_VIEW, f"cases.person {person.pk}", [other.crn for _row, other in apart])
    for row, other in apart:
        until: Any = _last(row.to_date)
        if may_change and (row.to_date is None or row.to_date > on):
            end = Link(_("End"), reverse("cases:end_keep_apart", args=[person.crn, row.pk]), _("for %s") % other.name)
            until = _links(end) if not until else format_html("{} {}", until, end)
        rows.append([Link(f"{other.name} ({other.crn})", reverse("cases:person", args=[other.crn])), row.reason,
                     day(row.from_date), until])  # fmt: skip
    return Table(caption=_("People to be kept apart"), caption_size="m", columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody is recorded."))  # fmt: skip


def _merges(user: User, person: Person, may_merge: bool) -> Table | str:
    merges = queries.merges(person, user)
    if not merges:
        return ""
    access.listed(user, P.PERSON_VIEW, f"cases.person {person.pk}", [each.absorbed.crn for each in merges])
    columns = [Column(_("Record merged into this one"), row_header=True), Column(_("Why")), Column(_("When"))]
    rows: list[list[Any]] = []
    for each in merges:
        row: list[Any] = [f"{each.absorbed.name} ({each.absorbed.crn})", each.reason, date_and_time(each.merged_at)]
        if may_merge:
            href = reverse("cases:undo_merge", args=[person.crn, each.pk])
            row.append(Link(_("Undo"), href, _("the merge of %s") % each.absorbed.crn))
        rows.append(row)
    if may_merge:
        columns.append(Column(_("Actions")))
    return Table(caption=_("Merged records"), caption_size="m", columns=columns, rows=rows, stacked=True)
