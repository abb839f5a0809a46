"""Forms of the week board and of its sessions."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design import forms
from amends.design.words import clock_time, long_date
from amends.unpaid_work.queries.candidates import Candidate

NOBODY = "none"
REASON = {"label": gettext_lazy("Reason"), "max_length": 200, "rows": 2}


class TeamForm(forms.Form):
    """Whose board."""

    team = forms.SelectField(label=gettext_lazy("Team"))

    def __init__(self, *args, teams, **options):
        super().__init__(*args, **options)
        self.fields["team"].choices = [(team.code, f"{team.name}, {team.pdu.name}") for team in teams]


class BoardFilterForm(forms.Form):
    """Which of a board's sessions."""

    project = forms.SelectField(label=gettext_lazy("Project"), required=False)
    supervisor = forms.SelectField(label=gettext_lazy("Supervisor"), required=False)

    def __init__(self, *args, projects, supervisors, **options):
        super().__init__(*args, **options)
        self.fields["project"].choices = [("", _("Every project")), *((str(row.pk), row.name) for row in projects)]
        self.fields["supervisor"].choices = [("", _("Everyone")), *((str(row.pk), row.name) for row in supervisors)]


class OpenSessionForm(forms.Form):
    project = forms.ModelSelectField(label=gettext_lazy("Project"), queryset=None, empty_label=gettext_lazy("Choose"))
    day = forms.RadiosField(label=gettext_lazy("Day"), small=True)
    supervisor = forms.ModelSelectField(
        label=gettext_lazy("Supervisor"), queryset=None, required=False, empty_label=gettext_lazy("Nobody yet")
    )

    def __init__(self, *args, projects, supervisors, first_day: date, **options):
        super().__init__(*args, **options)
        days = (first_day + timedelta(days=number) for number in range(7))
        self.fields["project"].queryset = projects
        self.fields["supervisor"].queryset = supervisors
        self.fields["day"].choices = [(day.isoformat(), long_date(day)) for day in days]


class SearchForm(forms.Form):
    mark_optional = False

    q = forms.SearchField(
        label=gettext_lazy("Find a person"), hint=gettext_lazy("A CRN, or words of the name"), required=False
    )


class AddPeopleForm(forms.Form):
    people = forms.CheckboxesField(label=gettext_lazy("People to book"), small=True)

    def __init__(self, *args, candidates: list[Candidate], **options):
        super().__init__(*args, **options)
        field = self.fields["people"]
        rows = [(str(one.thought.person.pk), one) for one in candidates if one.fits]
        field.choices = [(key, f"{one.thought.person.name}, {one.thought.person.crn}") for key, one in rows]
        field.look = replace(field.look, choice_hints={key: sentence(one.speaks_for) for key, one in rows})


class SessionForm(forms.Form):
    """Which of the sessions that fit."""

    session = forms.RadiosField(label=gettext_lazy("Session"), small=True)

    def __init__(self, *args, candidates: list[Candidate], **options):
        super().__init__(*args, **options)
        field = self.fields["session"]
        rows = [(str(one.thought.session.pk), one) for one in candidates if one.fits]
        field.choices = [(key, session_words(one.thought.session)) for key, one in rows]
        field.look = replace(field.look, choice_hints={key: sentence(one.speaks_for) for key, one in rows})


class MoveForm(SessionForm):
    session = forms.RadiosField(label=gettext_lazy("Session to move to"), small=True)
    reason = forms.TextareaField(**REASON)


class ReasonForm(forms.Form):
    reason = forms.TextareaField(**REASON)


class SupervisorForm(forms.Form):
    supervisor = forms.RadiosField(label=gettext_lazy("Supervisor"), page_heading=True, label_size="l", small=True)

    def __init__(self, *args, fitting, **options):
        super().__init__(*args, **options)
        self.fields["supervisor"].choices = [*((str(row.pk), row.name) for row in fitting), (NOBODY, _("Nobody"))]


class PlacesForm(forms.Form):
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=0, width=3)


def session_words(session) -> str:
    """A session in a line: the project, the day and the hours."""
    return _("%(project)s, %(day)s, %(start)s to %(end)s") % {
        "project": session.project.name,
        "day": long_date(session.date),
        "start": clock_time(session.starts_at),
        "end": clock_time(session.ends_at),
    }


def sentence(phrases) -> str:
    """Phrases as one sentence, the first letter a capital."""
    words = "; ".join(str(phrase) for phrase in phrases)
    return words[:1].upper() + words[1:]
