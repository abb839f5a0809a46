"""Forms about reports to courts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.forms.conditions import UNITS
from amends.cases.forms.sentences import SentenceForm
from amends.cases.models import CourtInterview, CourtReport, PassedSentence, ProposedRequirement, Sentence
from amends.cases.operations import InterviewDraft, ReportContent, ReportDraft
from amends.cases.queries.court_reports import MINE, Wanted
from amends.cases.queries.court_week import WEEKS_AHEAD
from amends.design import forms
from amends.design.words import short_date
from amends.organisation.models import Team
from amends.policy.codes import choices


class RequestForm(forms.Form):
    """What a court asks for."""

    team = forms.ModelSelectField(label=_("Court team"), queryset=None, empty_label=_("Choose a court team"))
    court = forms.TextField(label=_("Court"), max_length=120)
    offence = forms.TextField(label=_("Main offence"), max_length=200)
    kind = forms.RadiosField(
        label=_("Kind of report"), choices=CourtReport.Kind.choices,
        choice_hints={
            CourtReport.Kind.ORAL: _("Told to the court, as a rule on the day"),
            CourtReport.Kind.FAST: _("Written in short, on the day or after a few days"),
            CourtReport.Kind.STANDARD: _("Written in full, after an adjournment"),
        },
    )  # fmt: skip
    requested_on = forms.DateField(label=_("Day on which the court asked"))
    hearing_date = forms.DateField(label=_("Day of the hearing"))

    def __init__(self, *args: Any, teams: QuerySet[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
        self.fields["team"].label_from_instance = lambda team: f"{team.name}, {team.pdu.name}"

    def draft(self) -> ReportDraft:
        """The request as the operation takes it."""
        return ReportDraft(**self.cleaned_data)


class HearingForm(forms.Form):
    """When the hearing is instead."""

    hearing_date = forms.DateField(label=_("Day of the hearing"))


class OfficerForm(forms.Form):
    """Who writes the report."""

    officer = forms.ModelSelectField(label=_("Officer"), queryset=None, empty_label=_("Choose an officer"))

    def __init__(self, *args: Any, officers: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].queryset = officers
        self.fields["officer"].label_from_instance = lambda staff: f"{staff.name}, {staff.get_grade_display()}"


class InterviewForm(forms.Form):
    """An interview, attended or not."""

    on = forms.DateField(label=_("Day of the interview"))
    mode = forms.RadiosField(label=_("How it was held"), choices=CourtInterview.Mode.choices)
    attended = forms.YesNoField(label=_("Did the person attend?"))
    private = forms.YesNoField(
        label=_("By video or telephone: was the person alone, somewhere they could talk?"), required=False,
        subject=_("whether the person could talk"),
        hint=_("Where someone who may harm them was with them, or it was overheard, it does not count: hold another."),
    )  # fmt: skip
    note = forms.TextareaField(label=_("What to know of it"), required=False, max_length=1000, rows=3)

    def draft(self) -> InterviewDraft:
        """The interview as the operation takes it."""
        return InterviewDraft(**self.cleaned_data)


class AskedForm(forms.Form):
    """When the agencies were asked."""

    asked_on = forms.DateField(label=_("Day on which police and children’s services were asked"))


class WriteForm(forms.Form):
    """What the report says; it may be left unfinished."""

    analysis = forms.TextareaField(
        label=_("Analysis of the offence, the person and the risk"), max_length=8000, rows=12, required=False
    )
    unpaid_work = forms.RadiosField(
        label=_("Suitability for unpaid work"), choices=[*CourtReport.Suitable.choices, ("", _("Not assessed"))],
        required=False,
    )  # fmt: skip
    unpaid_work_reason = forms.TextareaField(
        label=_("Why, and what would have to be arranged"), required=False, max_length=2000, rows=4,
        hint=_("Health, caring, travel, times, and whom they must not work beside"),
    )  # fmt: skip
    proposed = forms.SelectField(
        label=_("Sentence proposed"), choices=[("", _("None yet")), *PassedSentence.choices], required=False
    )
    proposed_months = forms.IntegerField(
        label=_("Months of the order"), required=False, min_value=1, max_value=120, hint=_("For an order only")
    )
    proposed_minutes = forms.MinutesField(
        label=_("Hours of unpaid work"), required=False, hint=_("Leave empty if none is proposed")
    )
    proposal_reason = forms.TextareaField(label=_("Why it is proposed"), required=False, max_length=4000, rows=5)

    def content(self) -> ReportContent:
        """What it says, as the operation takes it."""
        return ReportContent(**self.cleaned_data)


class ProposedForm(forms.Form):
    """A requirement of the order proposed."""

    kind = forms.SelectField(label=_("What is proposed"), choices=[("", _("Choose")), *choices("order_requirement")])
    amount = forms.IntegerField(label=_("How much"), required=False, min_value=1)
    unit = forms.RadiosField(label=_("Of what"), choices=UNITS, required=False)
    details = forms.TextareaField(
        label=_("Details"), hint=_("Such as where, with whom, at what times"), required=False, max_length=400, rows=3
    )


class QualityForm(forms.Form):
    """What the check came to."""

    good = forms.YesNoField(label=_("Is the report good enough for the court?"))
    reason = forms.TextareaField(label=_("If not, what is to be put right"), required=False, max_length=1000, rows=4)


class CancelForm(forms.Form):
    """Why the report is no longer wanted."""

    cancelled_as = forms.RadiosField(label=_("Why it is cancelled"), choices=CourtReport.Cancelled.choices)


class OutcomeForm(SentenceForm):
    """What the court passed; an order or custody is recorded as a sentence with it."""

    kind = forms.RadiosField(label=_("Sentence passed"), choices=PassedSentence.choices)
    made = forms.CheckboxesField(
        label=_("Requirements that the court made as proposed"), choices=[], required=False,
        hint=_("What it added is recorded on the person’s page afterwards"),
    )  # fmt: skip
    field_order = ("kind", "court", "offence", "sentence_date", "end_date", "made")

    def __init__(self, *args: Any, proposed: Sequence[ProposedRequirement], words: Sequence[str], **options: Any):
        super().__init__(*args, **options)
        self.proposed = {str(each.pk): each for each in proposed}
        self.fields["made"].choices = list(zip(self.proposed, words, strict=True))
        if not proposed:
            del self.fields["made"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") and given["kind"] not in Sentence.Kind.values:
            for name in ("ordered_minutes", "end_date", "made"):
                if given.get(name):
                    self.add_error(name, _now("Only an order has this: leave it empty"))
        return given

    def outcome(self, person: Any) -> dict[str, Any]:
        """What was passed, as the operation takes it."""
        given = self.cleaned_data
        stands = given["kind"] in Sentence.Kind.values
        return {
            "passed": given["kind"], "passed_on": given["sentence_date"],
            "draft": self.draft(person) if stands else None,
            "made": [self.proposed[pk] for pk in given.get("made") or []], "minutes_left": self.minutes_left(),
        }  # fmt: skip


class ListForm(forms.Form):
    """What narrows the list of reports."""

    whose = forms.SelectField(label=_("Whose"), required=False)
    state = forms.SelectField(
        label=_("How far"), required=False,
        choices=[("open", _("Not delivered yet")), *CourtReport.State.choices, ("all", _("All"))],
    )  # fmt: skip
    kind = forms.RadiosField(label=_("Kind"), choices=CourtReport.Kind.choices, required=False, small=True)
    when = forms.RadiosField(
        label=_("By when"), choices=[("late", _("Late")), ("soon", _("Within two working days"))], required=False,
        small=True,
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Sequence[Team], writes: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = [(MINE, _("Mine"))] if writes else []
        self.fields["whose"].choices = [("", _("All that I may see")), *mine, *((t.code, t.name) for t in teams)]

    def wanted(self) -> Wanted:
        """What is wanted: without an answer what is open, whoever writes it."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        state = given.get("state") or "open"
        return Wanted(
            "" if state == "all" else state, given.get("kind", ""), given.get("whose", ""), given.get("when", "")
        )


class WeekForm(forms.Form):
    """Which court team's week."""

    mark_optional = False
    team = forms.SelectField(label=_("Court team"), required=False)
    week = forms.SelectField(label=_("Week beginning"), required=False)

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams, monday = teams, today - timedelta(days=today.weekday())
        self.ends = today.isoweekday() > 5  # nothing of the week is left but what no officer works
        self.weeks = [monday + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
        self.fields["team"].choices = [(team.code, f"{team.name}, {team.pdu.name}") for team in teams]
        self.fields["week"].choices = [(week.isoformat(), short_date(week)) for week in self.weeks]
        self.fields["week"].initial = self.weeks[self.ends].isoformat()

    def chosen(self) -> tuple[Team | None, date]:
        """The team, if there is one, and the Monday: without an answer the first team, this week while it lasts."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        first = next(iter(self.teams), None)
        team = next((team for team in self.teams if team.code == given.get("team")), first)
        return team, date.fromisoformat(given["week"]) if given.get("week") else self.weeks[self.ends]


class ConcordanceForm(forms.Form):
    """The teams and the days of sentence that the report is about."""

    mark_optional = False
    team = forms.SelectField(label=_("Court team"), required=False)
    first = forms.DateField(label=_("Sentenced from"), required=False)
    last = forms.DateField(label=_("Sentenced to"), required=False)

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams, self.today = teams, today
        self.fields["team"].choices = [("", _("All that I see")), *((team.code, team.name) for team in teams)]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _now("The last day must be on or after the first"))
        return given

    def chosen(self) -> tuple[list[Team], date, date]:
        """Teams, first and last day: without an answer, all teams over the twelve months to today."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        last = given.get("last") or self.today
        teams = [team for team in self.teams if given.get("team") in (None, "", team.code)]
        return teams, given.get("first") or last - timedelta(days=364), last
