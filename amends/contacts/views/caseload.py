"""A practitioner's caseload: who is owed contact, who has nothing planned, who was not contacted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.contacts.forms.appointments import CaseloadForm
from amends.contacts.queries import caseload as queries
from amends.contacts.queries.due import ContactDue
from amends.contacts.views.sections import day_and_mode, owed_words, standing_tags
from amends.design.components import Column, Figure, Figures, FilterPanel, Link, Table, Tag
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P
from amends.policy.digital_access import no_contact_days


@permission(P.CONTACT_VIEW)
def caseload(request: HttpRequest) -> HttpResponse:
    """The reader's own caseload, or that of a practitioner whose people the reader may see."""
    at = timezone.now()
    on = timezone.localdate(at)
    listed = {each.code: each for each in queries.practitioners(request.user, on)}
    code = _whose(request, listed)
    given = request.GET.copy()
    given["practitioner"] = code or ""
    form = CaseloadForm(
        given,
        practitioners=[(each.code, f"{each.name}, {each.team}") for each in listed.values()],
    )
    page: dict[str, Any] = {"may_see_left_behind": access.allows(request.user, P.WORKLOAD_VIEW)}
    if code is None:
        return render(request, "contacts/caseload.html", page | {"nobody": True})
    found = queries.caseload(request.user, listed[code], on, at)
    show = form.cleaned_data.get("show", "") if form.is_valid() else ""
    shown = queries.chosen(found, show)
    crns = [each.person.crn for each in shown]
    access.listed(request.user, P.CONTACT_VIEW, "contacts.caseload", crns)
    page |= {"practitioner": found.practitioner, "figures": _figures(found, on), "people": _people(found, shown)}
    page |= {"filter_panel": FilterPanel(form, query=request.GET), "cover": len(found.needing_cover())}
    return render(request, "contacts/caseload.html", page)


def _whose(request: HttpRequest, listed: dict[str, Any]) -> str | None:
    """The practitioner asked for, else the reader, else the first."""
    asked = request.GET.get("practitioner", "")
    own = next((code for code, each in listed.items() if each.pk == request.user.staff_id), None)
    return asked if asked in listed else own or next(iter(listed), None)


def _figures(found: queries.Caseload, on: Any) -> Figures:
    owed = [each for each in found.people if each.state not in ("custody", "not_supervised")]
    of = _("of %(count)s people in the community") % {"count": len(owed)}
    silent = no_contact_days(on=on)
    rule = _("The delivery model in force; each person's page names the rule")

    def figure(label: str, count: int, definition: str, source: str) -> Figure:
        return Figure(label, str(count), as_at=on, definition=definition, source=source, denominator=of)

    return Figures(
        [
            figure(_("Contact overdue"), sum(each.overdue for each in owed),
                   _("The days owed between contacts have passed since the last contact that counted"), rule),
            figure(_("Nothing planned in time"), sum(each.unplanned for each in owed),
                   _("No appointment that would count is booked by the day it is due"), rule),
            figure(_("No contact in four weeks"), sum(each.no_contact for each in owed),
                   _("No supervision contact that counts for %(days)s days; unpaid work is not counted")
                   % {"days": silent.value}, silent.source),
        ]
    )  # fmt: skip


def _name(found: queries.Caseload, each: ContactDue) -> Any:
    """Who it is, marked where the case is covered for another, or by another."""
    link = Link(f"{each.person.name} ({each.person.crn})", reverse("contacts:person", args=[each.person.crn]))
    if each.person.pk in found.covers:
        holder = found.covers[each.person.pk]
        words = _("Covered for %(name)s") % {"name": holder} if holder else _("Covered: nobody holds the case")
        return format_html("{}<br>{}", link, Tag(words, "purple"))
    if each.person.pk in found.covered:
        words = _("Covered by %(name)s") % {"name": found.covered[each.person.pk]}
        return format_html("{}<br>{}", link, Tag(words, "grey"))
    return link


def _people(found: queries.Caseload, shown: list[ContactDue]) -> Table:
    rows = [
        [
            _name(found, each),
            owed_words(each),
            day_and_mode(each.last) if each.last else _("None"),
            day(each.due_on) if each.due_on else "",
            day_and_mode(each.next) if each.next else _("None"),
            format_html("{}", standing_tags(each)),
        ]
        for each in shown
    ]
    columns = [Column(_("Person"), row_header=True), Column(_("Owed")), Column(_("Last contact")), Column(_("Due by")),
               Column(_("Next planned")), Column(_("Stands"))]  # fmt: skip
    return Table(caption=_("People"), columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody, with what is chosen here."))  # fmt: skip
