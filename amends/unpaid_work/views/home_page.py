"""The parts of the pages about work at home."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import day, hours, hours_text, short_date
from amends.unpaid_work.models import HomeEntry, HomeKit, HomeKitOut


def entry(person: Person, each: HomeEntry, may: Mapping[str, bool], today: date) -> dict[str, object]:
    """One entry: what was asked and decided, its kits, and what the reader may do next."""
    next_step = None
    if each.agreed is None and may["agree"]:
        next_step = Link(_("Decide"), reverse("unpaid_work:home_decide", args=[person.crn, each.pk]))
    elif each.agreed and each.to_date > today and may["send"]:
        next_step = Link(_("Send a kit"), reverse("unpaid_work:home_send", args=[person.crn, each.pk]))
    return {
        "title": _("%(reference)s, asked for on %(day)s")
        % {"reference": each.requirement.reference, "day": day(each.asked_at)},
        "list": SummaryList(_told_of(each, today)),
        "kits": _kits(person, each, may, today) if each.agreed else "",
        "next": next_step,
    }


def _told_of(each: HomeEntry, today: date) -> list[Row]:
    rows = [
        Row(_("Cannot attend because of"), each.get_ground_display()),
        Row(_("What is known"), each.reason),
        Row(_("Asked by"), each.asked_by.name),
    ]
    if each.agreed is None:
        return [
            *rows,
            Row(_("Decision"), format_html("{} {}", Tag(_("Waiting"), "yellow"), _("A manager is to decide"))),
        ]
    words = {"name": each.decided_by.name, "note": each.note}
    if not each.agreed:
        decided = format_html("{} {}", Tag(_("Not agreed"), "red"), _("By %(name)s: %(note)s") % words)
        return [*rows, Row(_("Decision"), decided)]
    words["day"] = day(each.to_date - timedelta(days=1))
    tag = Tag(_("Agreed"), "green") if today < each.to_date else Tag(_("Over"), "grey")
    return [*rows, Row(_("Decision"), format_html("{} {}", tag, _("Until %(day)s, by %(name)s: %(note)s") % words))]


def _kits(person: Person, each: HomeEntry, may: Mapping[str, bool], today: date) -> Table:
    columns = [
        Column(_("Kit"), row_header=True), Column(_("Out")), Column(_("Pieces"), numeric=True), Column(_("Back")),
        Column(_("Inspected")), Column(_("Credited"), numeric=True),
    ]  # fmt: skip
    rows = []
    for kit in each.kits.all():
        inspection = getattr(kit, "inspection", None)
        credited = hours(inspection.passed * kit.minutes_each) if inspection else ""
        rows.append(
            [kit.kit.name, short_date(kit.out_on), kit.pieces, _back(person, kit, may, today),
             _inspected(person, kit, inspection, may), credited]
        )  # fmt: skip
    return Table(_("Kits"), columns, rows, empty=_("No kit was sent."), stacked=True, caption_size="s")


def _back(person: Person, kit: HomeKitOut, may: Mapping[str, bool], today: date) -> object:
    if kit.back_on:
        told = _("%(n)s pieces, %(day)s") % {"n": kit.pieces_back, "day": short_date(kit.back_on)}
        return f"{told}. {kit.back_note}" if kit.back_note else told
    due = _("Due %(day)s") % {"day": short_date(kit.due_on)}
    late = Tag(_("Overdue"), "red") if kit.due_on < today else ""
    address = reverse("unpaid_work:home_back", args=[person.crn, kit.pk])
    link = Link(_("Take goods back"), address, kit.kit.name) if may["send"] else ""
    return format_html("{} {} {}", due, late, link)


def _inspected(person: Person, kit: HomeKitOut, inspection, may: Mapping[str, bool]) -> object:
    if inspection:
        told = _("%(n)s passed, %(day)s") % {"n": inspection.passed, "day": short_date(inspection.on)}
        return f"{told}. {_('Others')}: {', '.join(inspection.failed_for)}" if inspection.failed_for else told
    if kit.back_on and may["inspect"]:
        return Link(_("Inspect"), reverse("unpaid_work:home_inspect", args=[person.crn, kit.pk]), kit.kit.name)
    return Tag(_("Not yet"), "yellow") if kit.back_on else ""


def told(kit_out: HomeKitOut) -> str:
    """The kit and how many pieces were to be made."""
    values = {"kit": kit_out.kit.name, "n": kit_out.pieces, "day": day(kit_out.out_on)}
    return _("%(kit)s: %(n)s pieces, out since %(day)s") % values


def to_inspect(kit_out: HomeKitOut) -> str:
    """What came back, the standard, and what each piece that passes is worth."""
    values = {
        "kit": kit_out.kit.name, "n": kit_out.pieces_back, "standard": "; ".join(kit_out.standard),
        "minutes": hours_text(kit_out.minutes_each),
    }  # fmt: skip
    return _("%(kit)s: %(n)s pieces came back. Standard: %(standard)s. %(minutes)s for each that passes.") % values


def kits(found: Iterable[HomeKit], may_change: bool) -> list[dict[str, object]]:
    """Each kind of kit with its standard; one sent out no more says so."""
    shown = []
    for kit in found:
        lines = format_html_join("", "<li>{}</li>", ((words,) for words in kit.standard))
        points = format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', lines)
        rows = [
            Row(_("One piece"), kit.piece), Row(_("Credited for a piece"), hours(kit.minutes_each)),
            Row(_("Every piece is inspected for"), points),
            Row(_("Due back within"), _("%(n)s days") % {"n": kit.days_out}),
        ]  # fmt: skip
        if kit.retired_at:
            rows.append(Row(_("State"), Tag(_("Sent out no more"), "grey")))
        may = may_change and not kit.retired_at
        shown.append({"kit": kit, "list": SummaryList(rows, card_title=kit.name), "may_retire": may})
    return shown
