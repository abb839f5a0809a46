"""Finding people, and creating a record once it is certain that there is none.

What is typed in creating travels from page to page in the form itself: nothing of it is stored, or stands in an
address, before the last page.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases import operations
from amends.cases.forms.people import FindForm, RestForm, WhoForm
from amends.cases.models import Person
from amends.cases.operations import PersonDraft
from amends.cases.queries import finding
from amends.cases.queries.person import listed_people, teams_for, visible_people
from amends.cases.views.pages import address, carried_out
from amends.design.components import Column, Link, Pagination, Table, Tag, chosen_sort
from amends.design.csv_file import csv_file
from amends.design.words import short_date
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission

_A_PAGE = 25
_SORTS = {"family_name", "crn", "date_of_birth", "team__name"}
_CREATING = "cases:register"


@permission(Permission.PERSON_VIEW)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone the reader may see, or those who fit what was typed."""
    form, ordered, sort = _found(request)
    page = Paginator(ordered, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, Permission.PERSON_VIEW, "cases.person", [person.crn for person in page])
    words, mine = form.cleaned_data.get("q", ""), form.cleaned_data.get("mine", False)
    context = {
        "find_form": form,
        "table": _table(request, page, sort, sought=bool(words or mine)),
        "pagination": Pagination(page, query=request.GET),
        "may_open_urgently": access.allows(request.user, Permission.BREAK_GLASS_USE),
        "may_create": access.allows(request.user, Permission.PERSON_CREATE),
        "sought": words,
    }
    return render(request, "cases/people.html", context)


@permission(Permission.PERSON_VIEW)
def people_csv(request: HttpRequest) -> HttpResponse:
    """The same people, all of them, as a file."""
    _form, ordered, _sort = _found(request)
    rows = list(ordered)
    crns = [person.crn for person in rows]
    access.listed(request.user, Permission.PERSON_VIEW, "cases.person", crns, exported=True)
    return csv_file(f"people-{timezone.localdate().isoformat()}", _CSV_HEADER, (_csv_row(person) for person in rows))


_CSV_HEADER = ["crn", "family_name", "given_names", "date_of_birth", "team", "practitioner", "language", "interpreter",
               "access_limited"]  # fmt: skip


def _csv_row(person: Any) -> list[object]:
    return [
        person.crn, person.family_name, person.given_names, person.date_of_birth.isoformat(), person.team.name,
        person.held[0].practitioner.name if person.held else "", person.language, person.interpreter,
        "yes" if person.access_limited else "no",
    ]  # fmt: skip


def _found(request: HttpRequest) -> tuple[FindForm, QuerySet[Person], str]:
    """What was asked for, those who fit it in order, and how they are sorted."""
    form = FindForm(request.GET)
    form.is_valid()
    found = finding.find_people(request.user, form.cleaned_data.get("q", ""))
    if form.cleaned_data.get("mine"):
        found = found.filter(finding.looked_after_by(request.user.staff_id, timezone.localdate()))
    sort = chosen_sort(request.GET, allowed=_SORTS, default="family_name")
    return form, listed_people(found, timezone.localdate()).order_by(sort, "given_names", "crn"), sort


_COLUMNS = [
    Column(gettext_lazy("Name"), row_header=True, sort="family_name"),
    Column(gettext_lazy("CRN"), sort="crn"),
    Column(gettext_lazy("Date of birth"), sort="date_of_birth"),
    Column(gettext_lazy("Team"), sort="team__name"),
    Column(gettext_lazy("Practitioner")),
    Column(gettext_lazy("To bear in mind")),
]


def _table(request: HttpRequest, page: Any, sort: str, sought: bool) -> Table:
    rows = [
        [
            Link(f"{person.family_name}, {person.given_names}".rstrip(", "), address("desk:case", person.crn)),
            person.crn,
            short_date(person.date_of_birth),
            person.team.name,
            person.held[0].practitioner.name if person.held else Tag(_("Not allocated"), "yellow"),
            _flags(person),
        ]
        for person in page
    ]
    empty = _("Nobody whom you may see fits that.") if sought else _("There is nobody in your part of the service.")
    return Table(
        caption=_("People"), caption_hidden=True, columns=_COLUMNS, rows=rows, query=request.GET, sorted_by=sort,
        empty=empty, stacked=True,
    )  # fmt: skip


def _flags(person: Any) -> str:
    flags = [
        _("Welsh") if person.language == Person.Language.WELSH else "",
        _("Interpreter: %(language)s") % {"language": person.interpreter} if person.interpreter else "",
        _("Access limited") if person.access_limited else "",
    ]
    return ", ".join(flag for flag in flags if flag)


@permission(Permission.PERSON_CREATE)
def register(request: HttpRequest) -> HttpResponse:
    """The first page of creating: who the person is. Then the records that may be theirs already, if there are any."""
    form = WhoForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "heading": _("Create a person"),
            "submit_text": _("Continue"),
            "cancel_href": reverse("cases:people"),
            "back": reverse("cases:people"),
            "intro": _("First see whether there is a record already. Nothing is stored before the last page."),
        }
        return render(request, "design/form_page.html", context)
    alike = _alike(request, form)
    return _duplicates_page(request, form, alike) if alike else _rest_page(request, form, _rest(request, None), [])


@permission(Permission.PERSON_CREATE)
def register_despite(request: HttpRequest) -> HttpResponse:
    """The reader has looked at the possible duplicates, and says that none of them is the person."""
    form = WhoForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect(_CREATING)
    told_apart = request.POST.getlist("told_apart")
    return _rest_page(request, form, _rest(request, None), told_apart)


@permission(Permission.PERSON_CREATE)
def register_finish(request: HttpRequest) -> HttpResponse:
    """The last page of creating. Records like this one made meanwhile are shown before anything is stored."""
    who = WhoForm(request.POST)
    if request.method != "POST" or not who.is_valid():
        return redirect(_CREATING)
    told_apart = request.POST.getlist("told_apart")
    if new := [person for person in _alike(request, who) if person.crn not in told_apart]:
        return _duplicates_page(request, who, new, told_apart)
    rest, now = _rest(request, request.POST), timezone.now()
    made: list[Person] = []

    def create() -> None:
        made.extend(operations.register_people([_draft(who, rest)], by=request.user, at=now))

    if not carried_out(rest, create):
        return _rest_page(request, who, rest, told_apart)
    if others := visible_people(request.user, told_apart):
        operations.tell_apart(person=made[0], others=others, by=request.user, at=now)
    messages.success(request, _("Created %(name)s, CRN %(crn)s.") % {"name": made[0].name, "crn": made[0].crn})
    return redirect("cases:person", made[0].crn)


def _alike(request: HttpRequest, form: WhoForm) -> list[Person]:
    given = form.cleaned_data
    return finding.possible_duplicates(
        request.user, given_names=given["given_names"], family_name=given["family_name"],
        date_of_birth=given["date_of_birth"],
    )  # fmt: skip


def _rest(request: HttpRequest, data: Any) -> RestForm:
    teams = teams_for(request.user, Permission.PERSON_CREATE)
    return RestForm(data, teams=teams, initial={"team": teams.first() if teams.count() == 1 else None})


def _draft(who: WhoForm, rest: RestForm) -> PersonDraft:
    given = rest.cleaned_data
    return PersonDraft(
        **who.cleaned_data, team=given["team"], language=given["language"], interpreter=given["interpreter"],
        address=rest.address(timezone.localdate()), contact_details=rest.contact_details(),
    )  # fmt: skip


def _carried(form: WhoForm) -> list[tuple[str, str]]:
    names = {name for field in form for name in (field.html_name, *_boxes(field))}
    return [(name, form.data[name]) for name in sorted(names) if name in form.data]


def _boxes(field: Any) -> list[str]:
    return [f"{field.html_name}_{box}" for box in getattr(field.field.widget, "boxes", ())]


def _duplicates_page(
    request: HttpRequest, form: WhoForm, alike: Sequence[Person], told_apart: Sequence[str] = ()
) -> HttpResponse:
    crns = [person.crn for person in alike]
    access.listed(request.user, Permission.PERSON_CREATE, "cases.person possible duplicates", crns)
    rows = [
        [Link(person.name, reverse("cases:person", args=[person.crn])), person.crn, short_date(person.date_of_birth),
         person.team.name]
        for person in alike
    ]  # fmt: skip
    columns = [Column(_("Name"), row_header=True), Column(_("CRN")), Column(_("Date of birth")), Column(_("Team"))]
    context = {
        "table": Table(caption=_("Records that may be this person"), columns=columns, rows=rows, stacked=True),
        "carried": _carried(form),
        "told_apart": [*told_apart, *crns],
        "who": form.cleaned_data,
        "back": {"href": reverse(_CREATING), "text": _("Start again")},
    }
    return render(request, "cases/register_duplicates.html", context)


def _rest_page(request: HttpRequest, who: WhoForm, form: RestForm, told_apart: Sequence[str]) -> HttpResponse:
    name = f"{who.cleaned_data['given_names']} {who.cleaned_data['family_name']}".strip()
    back = {"href": reverse(_CREATING), "text": _("Start again")}
    context = {"form": form, "carried": _carried(who), "told_apart": told_apart, "name": name, "back": back}
    return render(request, "cases/register_finish.html", context)
