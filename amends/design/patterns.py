"""The pattern library: every component, field and chart in each of its states, on made-up values.

It shows page authors what there is, and the tests look at it as readers do.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.design import charts, forms, words
from amends.design import components as show
from amends.design.tracks import Track, Tracks

FIRST_WEEK = date(2026, 1, 5)
AS_AT = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)


class Fields(forms.Form):
    """A field of every kind."""

    name = forms.TextField(label=_("Full name"), autocomplete="off", spellcheck=False)
    crn = forms.TextField(label=_("CRN"), subject=_("the CRN"), hint=_("For example, X123456"), width=10)
    email = forms.EmailField(label=_("Email address"), required=False)
    telephone = forms.TelephoneField(label=_("Telephone number"), required=False)
    password = forms.PasswordField(label=_("Password"), autocomplete="current-password")
    search = forms.SearchField(label=_("Search"), required=False)
    met_on = forms.DateField(label=_("Date of the appointment"))
    met_at = forms.TimeField(label=_("Start time"), hint=_("For example, 9:30am or 14:15"))
    credited = forms.MinutesField(label=_("Hours worked"), hint=_("To the minute"), maximum=10 * 60)
    places = forms.IntegerField(label=_("Places"), suffix=_("people"), max_value=20)
    cost = forms.DecimalField(label=_("Cost"), prefix="£", required=False)
    outcome = forms.RadiosField(
        label=_("Outcome"),
        subject=_("the outcome"),
        choices=[("attended", _("Attended")), ("absent", _("Did not attend")), ("refused", _("Sent away"))],
        choice_hints={"refused": _("Came, but was not fit to take part")},
        conditional={"absent": "reason"},
    )
    reason = forms.TextareaField(label=_("Reason given"), required=False, rows=3)
    agreed = forms.YesNoField(label=_("Did they agree to the plan?"))
    office = forms.SelectField(
        label=_("Office"),
        subject=_("an office"),
        choices=[("", _("Choose an office")), ("north", _("North Street")), ("quay", _("Quayside"))],
    )
    needs = forms.CheckboxesField(
        label=_("Needs"),
        subject=_("at least one need"),
        hint=_("Select all that apply"),
        choices=[("housing", _("Accommodation")), ("work", _("Work and training")), ("alcohol", _("Alcohol"))],
    )
    confirmed = forms.CheckboxField(label=_("I have checked these details with the person"))
    notes = forms.TextareaField(label=_("Notes"), max_length=200, required=False)
    letter = forms.FileField(
        label=_("Letter"), subject=_("a letter"), hint=_("A PDF of at most 5 MB"), accept=".pdf", max_bytes=5_000_000
    )


class Question(forms.Form):
    """One question to a page: its label is the heading."""

    met_on = forms.DateField(
        label=_("When was the appointment?"),
        subject=_("date of the appointment"),
        page_heading=True,
        latest=AS_AT.date(),
    )


class Narrow(forms.Form):
    """Filters of the example table."""

    words = forms.SearchField(label=_("Name or CRN"), required=False)
    status = forms.CheckboxesField(
        label=_("Status"),
        required=False,
        small=True,
        choices=[("on_track", _("On track")), ("behind", _("Behind")), ("overdue", _("Overdue"))],
    )


PEOPLE = [
    ("Alder, Robin", "X100001", 6_000, 4_530, show.Tag("On track", "green")),
    ("Beck, Morgan", "X100002", 12_000, 3_000, show.Tag("Behind", "orange")),
    ("Carr, Ellis <b>", "X100003", 3_600, 3_600, show.Tag("Complete", "blue")),
    ("Dale, Sasha", "X100004", 9_000, 45, show.Tag("Overdue", "red")),
]


def _table(request: HttpRequest, **options: Any) -> show.Table:
    rows = [
        [show.Link(name, "#", _("case")), crn, words.hours(ordered), words.hours(done), tag]
        for name, crn, ordered, done, tag in PEOPLE
    ]
    columns = [
        show.Column(_("Name"), row_header=True, sort="name"),
        show.Column(_("CRN")),
        show.Column(_("Ordered"), numeric=True, sort="ordered"),
        show.Column(_("Credited"), numeric=True, sort="credited"),
        show.Column(_("Status")),
    ]
    chosen = show.chosen_sort(request.GET, {"name", "ordered", "credited"}, "name")
    return show.Table(columns=columns, rows=rows, query=request.GET, sorted_by=chosen, **options)


def _figures() -> show.Figures:
    about = {
        "as_at": AS_AT,
        "definition": _("People with an appointment due in the week whose outcome was recorded as attended."),
        "source": _("Contact outcomes"),
    }
    return show.Figures(
        [
            show.Figure(_("Appointments kept"), "62%", denominator=_("of 312 people"), **about),
            show.Figure(_("Hours credited"), words.hours_text(74_550), denominator=_("of 2,000h ordered"), **about),
            show.Figure(_("Outcomes missing"), "14", href="#", note=_("Twice as many as last week"), **about),
        ]
    )


def _charts() -> dict[str, charts.Chart]:
    weeks = [FIRST_WEEK + timedelta(weeks=n) for n in range(12)]
    credited = [(week + timedelta(days=2), 420 * (n + 1)) for n, week in enumerate(weeks) if n != 5]
    return {
        "bars": charts.Bars(
            title=_("Appointments kept by office"),
            description=_("Quayside is lowest at 48%; the others stand between 61% and 83%."),
            bars=[
                charts.Bar(_("North Street"), 0.83, 0.78, 0.87),
                charts.Bar(_("Quayside"), 0.48, 0.39, 0.57),
                charts.Bar(_("Hill Lane and the rural surgeries around it"), 0.61, 0.5, 0.71),
                charts.Bar(_("Mill Road"), None),
            ],
            unit="percent",
            maximum=1,
            reference=0.7,
            reference_label=_("Region"),
            category=_("Office"),
            value_heading=_("Kept"),
        ),
        "counts": charts.Bars(
            title=_("People by tier"),
            description=_("Most people are in tiers B and C."),
            bars=[charts.Bar(tier, count) for tier, count in [("A", 41), ("B", 180), ("C", 212), ("D", 96)]],
            category=_("Tier"),
            value_heading=_("People"),
        ),
        "weeks": charts.Weeks(
            title=_("Outcomes by week"),
            description=_("Attendance rose from 30 to 52 a week while absences stayed near 10."),
            weeks=weeks,
            series=[
                charts.Series(_("Attended"), [30 + 2 * n for n in range(12)]),
                charts.Series(_("Acceptable absence"), [5 + n % 3 for n in range(12)]),
                charts.Series(_("Unacceptable absence"), [10 - n % 4 for n in range(12)]),
            ],
        ),
        "steps": charts.Steps(
            title=_("Hours credited over time"),
            description=_("84 hours were credited by 25 March, of 100 hours ordered."),
            lines=[charts.StepLine(_("Credited"), credited)],
            start=date(2026, 1, 1),
            end=date(2026, 4, 1),
            target=6_000,
        ),
        "tracks": Tracks(
            title=_("Course of a search"),
            description=_("In 30 seconds the score rose from 61,200 to 64,900 of at most 65,300."),
            seconds=[0, 5, 12, 30],
            tracks=[
                Track(_("Score"), [61_200, 63_800, 64_500, 64_900]),
                Track(_("Most possible"), [66_000, 65_700, 65_400, 65_300]),
            ],
        ),
    }


def _examples(request: HttpRequest) -> dict[str, Any]:
    narrow = Narrow(request.GET if "words" in request.GET or "status" in request.GET else {"status": ["behind"]})
    results = Paginator(range(312), 25).get_page(request.GET.get("page", 4))
    return {
        "table": _table(request, caption=_("Caseload")),
        "stacked": _table(request, caption=_("Caseload, stacked on a small screen"), stacked=True),
        "empty": show.Table(_("Nobody here"), [show.Column(_("Name")), show.Column(_("CRN"))], []),
        "pagination": show.Pagination(results, request.GET),
        "filter_panel": show.FilterPanel(narrow, request.GET),
        "summary": show.SummaryList(
            [
                show.Row(_("Name"), "Robin Alder", [show.Link(_("Change"), "#", _("name"))]),
                show.Row(_("Ordered"), words.hours(6_000)),
                show.Row(_("Telephone"), ""),
            ],
            card_title=_("Person"),
        ),
        "timeline": show.Timeline(
            [
                show.Event(
                    _("Outcome recorded"),
                    AS_AT,
                    by="Jo Field",
                    text=_("Attended, 45 minutes."),
                    link=show.Link(_("See the appointment"), "#"),
                ),
                show.Event(_("Warning letter"), AS_AT.date(), tag=show.Tag(_("Sent"), "green")),
            ],
            heading_level=3,
        ),
        "figures": _figures(),
        "sub_navigation_example": show.SubNavigation(
            [
                show.NavigationItem(_("Overview"), "#", current=True),
                show.NavigationItem(_("Appointments"), "#a", count=3),
                show.NavigationItem(_("Plan"), "#b"),
            ]
        ),
        "tasks": show.TaskList(
            [
                show.Task(_("Check the details"), "#", _("Completed")),
                show.Task(_("Write the plan"), "#", show.Tag(_("Incomplete"), "blue"), hint=_("Due by 3 April 2026")),
                show.Task(_("Review"), "", show.Tag(_("Cannot start yet"), "grey")),
            ]
        ),
        "tags": [show.Tag(colour or "default", colour) for colour in show.COLOURS],
        "progress": show.Progress(_("Import of 1,200 people"), 450, 1_200, url=reverse("design:progress")),
        "charts": _charts(),
        "navigation": [
            {"text": _("Home"), "href": "#", "current": True},
            {"text": _("Caseload"), "href": "#"},
            {"text": _("Unpaid work"), "href": "#"},
        ],
        "breadcrumbs": [{"text": _("Home"), "href": "/"}, {"text": _("Pattern library")}],
        "minutes": [0, 45, 750, 6_000, 74_550, -90],
        "moment": AS_AT,
    }


@login_not_required
def patterns(request: HttpRequest) -> HttpResponse:
    """Every component. With `?errors=1` the fields stand as after being sent nearly empty."""
    form = (
        Fields({"met_on_day": "31", "met_on_month": "2", "met_on_year": "2026", "met_at": "9"})
        if "errors" in request.GET
        else Fields()
    )
    return render(request, "design/patterns.html", {"form": form, **_examples(request)})


@login_not_required
def question(request: HttpRequest) -> HttpResponse:
    """A page of one question."""
    form = Question(request.POST or None)
    page = {"form": form, "page_title": _("Appointment"), "back": "/patterns/", "cancel_href": "/patterns/"}
    return render(request, "design/form_page.html", page)


@login_not_required
def progress(request: HttpRequest) -> JsonResponse:
    """How far the example job is."""
    return JsonResponse({"done": 1_200, "total": 1_200, "text": "1,200 of 1,200 (100%)", "finished": False, "href": ""})


for _page in (patterns, question, progress):
    _page.permission = "public"  # as the access matrix has it: nothing here is anybody's
