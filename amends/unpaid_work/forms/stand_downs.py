"""Standing down, the period of the figures, and the place offered instead."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import clock_time, long_date
from amends.unpaid_work.models import Booking, Session, StandDown

ALL_TEAMS = "all"


class StandDownForm(forms.Form):
    who = forms.RadiosField(
        label=_("Who is stood down?"),
        choices=[("whole", _("The whole session")), ("some", _("Some of its people"))],
        conditional={"some": "people"},
    )
    people = forms.CheckboxesField(label=_("People stood down"), required=False, small=True)
    cause = forms.RadiosField(label=_("Cause"), choices=StandDown.Cause.choices, small=True)
    notice = forms.RadiosField(
        label=_("When were they told?"),
        choices=StandDown.Notice.choices,
        choice_hints={
            "before_day": _("Nothing is credited"),
            "before_travel": _("The stand-down credit is given"),
            "on_site": _("The stand-down credit is given"),
        },
    )
    note = forms.TextareaField(label=_("What else is there to know?"), required=False, rows=3, max_length=500)

    def __init__(self, *args, bookings: list[Booking], **options):
        super().__init__(*args, **options)
        self.bookings = bookings
        self.fields["people"].choices = [
            (str(b.pk), f"{b.appointment.person.name}, {b.appointment.person.crn}") for b in bookings
        ]

    def clean(self):
        given = super().clean()
        if given.get("who") == "some" and not given.get("people"):
            self.add_error("people", _("Select the people who are stood down"))
        return given

    def chosen(self) -> list[Booking] | None:
        """The bookings stood down; None for the whole session."""
        if self.cleaned_data["who"] == "whole":
            return None
        return [booking for booking in self.bookings if str(booking.pk) in self.cleaned_data["people"]]


class PeriodForm(forms.Form):
    """The team and the days that figures are about."""

    mark_optional = False
    team = forms.SelectField(label=_("Team"), required=False)
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)

    def __init__(self, *args, teams, today: date, **options):
        super().__init__(*args, **options)
        self.teams, self.today = teams, today
        self.fields["team"].choices = [(team.code, team.name) for team in teams]
        if len(teams) > 1:
            self.fields["team"].choices += [(ALL_TEAMS, _("All teams that I see"))]

    def clean(self):
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day must be on or after the first"))
        return given

    def chosen(self) -> tuple[tuple, date, date]:
        """Teams, first and last day: without an answer, the first team over the last four weeks."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        teams = tuple(self.teams[:1])
        if given.get("team"):
            teams = tuple(t for t in self.teams if given["team"] in (ALL_TEAMS, t.code))
        last = given.get("last") or self.today
        return teams, given.get("first") or last - timedelta(weeks=4) + timedelta(days=1), last


class OfferForm(forms.Form):
    session = forms.RadiosField(label=_("Place offered instead"), choices=(), page_heading=False)

    def __init__(self, *args, sessions: list[Session], **options):
        super().__init__(*args, **options)
        self.sessions = {str(session.pk): session for session in sessions}
        self.fields["session"].choices = [(key, _told(session)) for key, session in self.sessions.items()]

    def chosen(self) -> Session:
        """The session chosen."""
        return self.sessions[self.cleaned_data["session"]]


def _told(session: Session) -> str:
    times = f"{clock_time(session.starts_at)}–{clock_time(session.ends_at)}"
    return f"{long_date(session.date)}, {times}, {session.project.name}"
