"""Asking for a plan, and which of its lines to show."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import day
from amends.unpaid_work.forms.plan_files import caps_of
from amends.unpaid_work.queries.problem import ExtraSupervisors, Supposed
from amends.unpaid_work.queries.problem.happened import Happened

_WEEKS = dict.fromkeys(("min_value", "max_value", "invalid"), _("Weeks must be a whole number from 1 to 12"))
_IN_A_GROUP = dict.fromkeys(("min_value", "max_value", "invalid"), _("How many in a group must be from 0 to 99"))


class PlanForm(forms.Form):
    """How many weeks from the Monday, and how long the planner may take."""

    first_day = forms.SelectField(label=_("Plan from"), hint=_("Today and days before it stay as they are."))
    weeks = forms.IntegerField(
        label=_("How many weeks?"), hint=_("From 1 to 12."), min_value=1, max_value=12, width=2, initial=2,
        error_messages=_WEEKS,
    )  # fmt: skip
    seconds = forms.RadiosField(
        label=_("How long may it take?"),
        hint=_("A longer search finds a better plan. You can stop it, and keep the best plan so far."),
        choices=[
            ("15", _("15 seconds")),
            ("60", _("1 minute")),
            ("300", _("5 minutes")),
            ("900", _("15 minutes")),
        ],
        initial="60",
    )

    def __init__(self, *args, mondays: list[date], **options) -> None:
        super().__init__(*args, **options)
        self.fields["first_day"].choices = [
            (each.isoformat(), str(_("Monday %(day)s")) % {"day": day(each)}) for each in mondays
        ]

    def clean_first_day(self) -> date:
        """The Monday as a date."""
        return date.fromisoformat(self.cleaned_data["first_day"])

    def clean_seconds(self) -> int:
        """Seconds as a number."""
        return int(self.cleaned_data["seconds"])


class TogetherForm(PlanForm):
    """And for which teams."""

    teams = forms.CheckboxesField(
        label=_("Which teams?"), small=True, error_messages={"required": _("Select at least one team")}
    )

    def __init__(self, *args, teams, **options) -> None:
        super().__init__(*args, **options)
        self._teams = {one.code: one for one in teams}
        self.fields["teams"].choices = [
            (one.code, gettext("%(team)s, %(unit)s") % {"team": one.name, "unit": one.pdu.name}) for one in teams
        ]

    def clean_teams(self) -> list:
        """The teams as rows, by name."""
        return [self._teams[code] for code in self._teams if code in self.cleaned_data["teams"]]


class ScenarioForm(PlanForm):
    """A plan that supposes something: at least one of what follows the weeks and the seconds."""

    cap_places = forms.IntegerField(
        label=_("Most people in a group"), hint=_("Of group and ETE sessions, from the day below on"), required=False,
        min_value=0, max_value=99, width=3,
    )  # fmt: skip
    cap_from = forms.DateField(label=_("From which day?"), required=False)
    caps = forms.FileField(
        label=_("Fewer places, as a file"), required=False, accept=".csv", max_bytes=1_000_000,
        hint=_("A CSV file with the columns project_id (empty: every group), from, to and places"),
    )  # fmt: skip
    risk = forms.DecimalField(
        label=_("Overbooking risk"), hint=_("The greatest chance of turning somebody away from a session"),
        required=False, min_value=0, max_value=50, max_digits=4, decimal_places=2, suffix="%", width=4,
    )  # fmt: skip
    extra = forms.IntegerField(
        label=_("Extra supervisors"), required=False, min_value=1, max_value=20, width=2,
        hint=_("They work Monday to Friday and drive up to an hour, unless they are like somebody below"),
    )  # fmt: skip
    like = forms.SelectField(label=_("Like whom?"), required=False)
    at = forms.SelectField(label=_("Living near which project?"), required=False)
    qualifications = forms.CheckboxesField(
        label=_("With which qualifications?"), hint=_("Beside those of the one they are like"), required=False,
        small=True,
    )  # fmt: skip
    ete_percent = forms.IntegerField(
        label=_("Share of the ordered hours that may be ETE"), required=False, min_value=0, max_value=100, suffix="%",
        width=3,
    )  # fmt: skip
    without_wishes = forms.CheckboxField(label=_("As if nobody had wished anything of plans"), required=False)

    def __init__(self, *args, supervisors, projects, qualifications, **options) -> None:
        super().__init__(*args, **options)
        self.fields["like"].choices = [("", _("Nobody in particular")), *((one.code, one.name) for one in supervisors)]
        self.fields["at"].choices = [
            ("", _("In the middle of the projects")),
            *((one.code, one.name) for one in projects),
        ]
        self.fields["qualifications"].choices = [(one.code, one.name) for one in qualifications]
        if not self.fields["qualifications"].choices:
            del self.fields["qualifications"]

    def clean_caps(self):
        """The caps of the file."""
        return caps_of(self.cleaned_data["caps"])

    def clean(self) -> dict:
        """A cap has a day, and something is supposed."""
        given = super().clean()
        places, day = given.get("cap_places"), given.get("cap_from")
        if places is not None and day is None and "cap_from" not in self.errors:
            self.add_error("cap_from", gettext("Enter the day from which so few are allowed"))
        if places is None and day is not None and "cap_places" not in self.errors:
            self.add_error("cap_places", gettext("Enter how many are allowed in a group"))
        if not self.errors and not self.supposed().terms:
            self.add_error("cap_places", gettext("Suppose at least one thing that differs"))
        return given

    def supposed(self) -> Supposed:
        """What is supposed."""
        given = self.cleaned_data
        extra = None
        if given["extra"]:
            extra = ExtraSupervisors(
                given["extra"],
                given["like"] or None,
                given["at"] or None,
                tuple(sorted(given.get("qualifications", ()))),
            )
        return Supposed(
            cap_places=given["cap_places"],
            cap_from=given["cap_from"],
            caps=given.get("caps", ()),
            risk=None if given["risk"] is None else float(given["risk"]) / 100,
            supervisors=extra,
            ete_percent=given["ete_percent"],
            without_wishes=given["without_wishes"],
        )


class HappenedForm(forms.Form):
    """What happened, to plan again from what stands."""

    mark_optional = False
    kind = forms.RadiosField(
        label=_("What happened?"),
        choices=[
            ("supervisor_absent", _("A supervisor cannot come")),
            ("site_closed", _("A site is closed")),
            ("places_capped", _("Fewer may be in a group")),
            ("new_orders", _("New orders came")),
        ],
    )
    supervisor = forms.SelectField(
        label=_("Which supervisor?"), hint=_("Only where a supervisor cannot come"), required=False
    )
    project = forms.SelectField(label=_("Which project?"), hint=_("Only where a site is closed"), required=False)
    places = forms.IntegerField(
        label=_("How many may be in a group?"), hint=_("Only where fewer may be in a group"), required=False,
        min_value=0, max_value=99, width=3, error_messages=_IN_A_GROUP,
    )  # fmt: skip
    from_date = forms.DateField(label=_("From which day?"), hint=_("Of new orders: sentenced on this day or after"))
    to_date = forms.DateField(
        label=_("To which day?"),
        hint=_("That day included. Leave it empty: to the end of what is planned."),
        required=False,
    )
    weeks = forms.IntegerField(
        label=_("How many weeks to plan again?"), hint=_("From 1 to 12."), min_value=1, max_value=12, width=2,
        initial=2, error_messages=_WEEKS,
    )  # fmt: skip

    def __init__(self, *args, supervisors, projects, **options) -> None:
        super().__init__(*args, **options)
        for name, rows in (("supervisor", supervisors), ("project", projects)):
            self.fields[name].choices = [("", _("Choose")), *((one.code, one.name) for one in rows)]

    def clean(self) -> dict:
        """What the event needs is there, and the days are in order."""
        given = super().clean()
        needed = {
            "supervisor_absent": ("supervisor", gettext("Select the supervisor")),
            "site_closed": ("project", gettext("Select the project")),
            "places_capped": ("places", gettext("Enter how many may be in a group")),
        }
        name, told = needed.get(given.get("kind"), ("", ""))
        if name and name not in self.errors and given.get(name) in (None, ""):
            self.add_error(name, told)
        first, last = given.get("from_date"), given.get("to_date")
        if first and last and last < first:
            self.add_error("to_date", gettext("The last day must not be before the first"))
        return given

    def happened(self) -> Happened:
        """What happened."""
        given, kind = self.cleaned_data, self.cleaned_data["kind"]
        code = {"supervisor_absent": given["supervisor"], "site_closed": given["project"]}.get(kind)
        places = given["places"] if kind == "places_capped" else None
        last = None if kind == "new_orders" else given["to_date"]
        return Happened(kind, given["from_date"], last, code, places)


class CompareForm(forms.Form):
    """Which plans to set beside one."""

    mark_optional = False
    beside = forms.CheckboxesField(label=_("Beside it"), hint=_("At most 3"), required=False, small=True)

    def __init__(self, *args, plans, **options) -> None:
        super().__init__(*args, **options)
        self.fields["beside"].choices = plans

    def chosen(self) -> list[int]:
        """The ids of at most three plans; the newest three where none was chosen."""
        given = self.cleaned_data.get("beside", []) if self.is_valid() else []
        return [int(pk) for pk in given or [pk for pk, _words in self.fields["beside"].choices]][:3]


class ShowForm(forms.Form):
    """Which lines to show."""

    mark_optional = False
    show = forms.SelectField(label=_("Show"), required=False)

    def __init__(self, *args, choices, **options) -> None:
        super().__init__(*args, **options)
        self.fields["show"].choices = choices

    def chosen(self) -> str:
        """The choice, the first where none was made."""
        self.is_valid()
        return self.cleaned_data.get("show") or self.fields["show"].choices[0][0]
