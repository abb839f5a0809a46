"""Narrowing a monitor, keeping a view of it, and recording a review."""

from datetime import date, timedelta

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import long_date
from amends.organisation.models import Team
from amends.unpaid_work.models import RequirementReview
from amends.unpaid_work.monitors.monitor import Asked, Monitor

WEEKS = range(-4, 5)
KEPT = ("place", "why", "mine", "sort")  # of a view: a week passes


class MonitorForm(forms.Form):
    """What a monitor is narrowed to. What is not among the choices counts as not chosen."""

    week = forms.SelectField(label=_("Week"), required=False)
    place = forms.SelectField(label=_("Unit or team"), required=False)
    why = forms.CheckboxesField(label=_("Reason"), required=False, small=True)
    mine = forms.CheckboxField(label=_("Only cases that I hold or cover"), required=False)

    def __init__(self, *args, monitor: Monitor, teams: list[Team], user, on: date, **options):
        super().__init__(*args, **options)
        self.user, self.on, self.teams = user, on, teams
        self.fields["why"].choices = list(monitor.whys.items())
        self.fields["place"].choices = [("", _("All that you see")), *_places(teams)]
        self.this_week = on - timedelta(days=on.weekday())
        if monitor.weekly:
            self.fields["week"].choices = self._weeks()
        else:
            del self.fields["week"]
        if not (monitor.subject.people and user.staff_id):
            del self.fields["mine"]
        if len(teams) <= 1:
            del self.fields["place"]

    def asked(self, at) -> Asked:
        """What was asked for; without an answer everything the reader sees, and this week."""
        self.is_valid()
        given = self.cleaned_data
        kind, _dash, code = (given.get("place") or "").partition("-")
        return Asked(
            user=self.user,
            on=self.on,
            at=at,
            monday=date.fromisoformat(given["week"]) if given.get("week") else self.this_week,
            unit=next((team.pdu for team in self.teams if kind == "unit" and team.pdu.code == code), None),
            team=next((team for team in self.teams if kind == "team" and team.code == code), None),
            mine=bool(given.get("mine")),
        )

    def _weeks(self) -> list[tuple[str, str]]:
        mondays = [self.this_week + timedelta(weeks=number) for number in WEEKS]
        try:
            wanted = date.fromisoformat(self.data.get("week", ""))
        except ValueError:
            wanted = self.this_week
        if wanted.isoweekday() == 1 and wanted not in mondays:
            mondays = sorted([*mondays, wanted])
        told = _now("This week, from %(day)s"), _now("From %(day)s")
        return [(monday.isoformat(), told[monday != self.this_week] % {"day": long_date(monday)}) for monday in mondays]


class SaveViewForm(forms.Form):
    """A name for the filters in force."""

    name = forms.TextField(label=_("Keep these filters as"), max_length=60, width=20, subject=_("a name for the view"))


class ReviewForm(forms.Form):
    """What a review came to."""

    on = forms.DateField(label=_("Day of the review"), subject=_("the day of the review"))
    note = forms.TextareaField(
        label=_("What was found, and what is to be done"), subject=_("what was found"), rows=5, max_length=4000
    )
    persons_view = forms.TextareaField(label=_("What the person says"), rows=3, max_length=2000, required=False)
    plan = forms.RadiosField(
        label=_("What does it come to for the supervision plan?"), subject=_("what it comes to for the plan")
    )

    def __init__(self, *args, today: date, sentenced: date, planned: bool, **options):
        super().__init__(*args, **options)
        verdicts = [(value, text) for value, text in RequirementReview.Plan.choices if (value == "none") != planned]
        self.fields["plan"].choices = verdicts
        self.fields["on"].latest, self.fields["on"].earliest = today, sentenced


def _places(teams: list[Team]) -> list[tuple[str, str]]:
    """Each unit, and under it its teams."""
    found, units = [], set()
    for team in teams:
        if team.pdu_id not in units:
            units.add(team.pdu_id)
            found.append((f"unit-{team.pdu.code}", _now("%(unit)s, all teams") % {"unit": team.pdu.name}))
        found.append((f"team-{team.code}", team.name))
    return found
