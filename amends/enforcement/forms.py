"""What is asked about failures, and what narrows the lists."""

from datetime import date, timedelta

from django import forms as django_forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person, Requirement, Sentence
from amends.design import forms
from amends.enforcement.models import Evidence, Result
from amends.enforcement.operations.recalls import RecallDraft
from amends.enforcement.operations.results import NewSentence, ResultDraft
from amends.enforcement.queries.due import ALL, MINE
from amends.enforcement.queries.pipeline import STEPS
from amends.organisation.models import Team
from amends.policy.codes import choices
from amends.policy.recall_criteria import LicenceSentence, recall_criteria
from amends.policy.recall_type import recall_type_questions


class AboutAFailure(forms.Form):
    """A form about a failure carries the outcome that its reader saw, so that a correction meanwhile is noticed."""

    outcome = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)


class EvidenceForm(AboutAFailure):
    kind = forms.RadiosField(label=_("What kind of reason is given?"), choices=Evidence.Kind.choices, small=True)
    received_on = forms.DateField(label=_("Day it was received"))
    description = forms.TextareaField(
        label=_("What was received?"), hint=_("Say what it is, who it is from and what it says."), max_length=2000
    )


class DecisionForm(forms.Form):
    accepted = forms.YesNoField(label=_("Is the reason accepted?"))
    reason = forms.TextareaField(label=_("Why?"), subject=_("why"), max_length=2000)
    language = forms.RadiosField(
        label=_("Language of the letter, where the reason is accepted"), choices=Person.Language.choices, small=True
    )


class LetterForm(AboutAFailure):
    language = forms.RadiosField(label=_("Language of the letter"), choices=Person.Language.choices, small=True)


class BreachForm(LetterForm):
    note = forms.TextareaField(label=_("What else is there to know?"), required=False, rows=3, max_length=2000)


class NotEnforceForm(AboutAFailure):
    reason = forms.TextareaField(
        label=_("Why is this failure not enforced?"), subject=_("why it is not enforced"), max_length=2000
    )


class WithdrawForm(forms.Form):
    reason = forms.TextareaField(label=_("Why is it withdrawn?"), subject=_("why it is withdrawn"), max_length=500)


def whose_choices(teams: list[Team], *, holds_cases: bool) -> list[tuple[str, str]]:
    """Whose cases can be asked for: the user's own, a team's (those that hold cases first), or all within reach."""
    teams = sorted(teams, key=lambda team: team.kind != Team.Kind.SENTENCE_MANAGEMENT)
    mine = [(MINE, _("Mine"))] if holds_cases else []
    everything = [(ALL, _("All that I may see"))] if teams else []
    return [*mine, *((team.code, team.name) for team in teams), *everything]


class DueFilterForm(forms.Form):
    whose = forms.SelectField(label=_("Whose cases"), required=False)
    step = forms.RadiosField(
        label=_("What is due"), choices=[("warn", _("Warning")), ("breach", _("Breach"))], required=False, small=True
    )
    state = forms.RadiosField(
        label=_("By when"), choices=[("late", _("Late")), ("soon", _("Within two working days"))], required=False,
        small=True,
    )  # fmt: skip

    def __init__(self, *args, teams: list[Team], holds_cases: bool, **options):
        super().__init__(*args, **options)
        self.choices = whose_choices(teams, holds_cases=holds_cases)
        self.fields["whose"].choices = self.choices

    def chosen(self) -> dict[str, str]:
        """Whose, step and state: without an answer the user's own cases, or the first team's."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        first = self.choices[0][0] if self.choices else MINE
        return {"whose": given.get("whose") or first, "step": given.get("step", ""), "state": given.get("state", "")}


class ReportForm(forms.Form):
    """The teams and the days of failures that the report is about."""

    mark_optional = False
    team = forms.SelectField(label=_("Team"), required=False)
    first = forms.DateField(label=_("Failures from"), required=False)
    last = forms.DateField(label=_("Failures to"), required=False)

    def __init__(self, *args, teams: list[Team], today: date, **options):
        super().__init__(*args, **options)
        self.teams, self.today = teams, today
        self.fields["team"].choices = [(ALL, _("All teams that I see")), *((team.code, team.name) for team in teams)]

    def clean(self):
        given = super().clean()
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day must be on or after the first"))
        return given

    def chosen(self) -> tuple[list[Team], date, date]:
        """Teams, first and last day: without an answer, all teams over the twelve months to today."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        code = given.get("team") or ALL
        last = given.get("last") or self.today
        teams = [team for team in self.teams if code in (ALL, team.code)]
        return teams, given.get("first") or last - timedelta(days=364), last


class PipelineFilterForm(forms.Form):
    whose = forms.SelectField(label=_("Whose cases"), required=False)
    step = forms.SelectField(label=_("Step"), choices=[("", _("Every step")), *STEPS.items()], required=False)
    only = forms.CheckboxesField(
        label=_("Only"), choices=[("late", _("Late")), ("suspended", _("Suspended"))], required=False, small=True
    )

    def __init__(self, *args, teams: list[Team], holds_cases: bool, **options):
        super().__init__(*args, **options)
        self.choices = whose_choices(teams, holds_cases=holds_cases)
        self.fields["whose"].choices = self.choices

    def chosen(self) -> tuple[str, dict[str, object]]:
        """Whose, and what narrows: without an answer the user's own cases, or the first team's."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        only = given.get("only") or []
        first = self.choices[0][0] if self.choices else MINE
        narrow = {"step": given.get("step", ""), "late": "late" in only, "suspended": "suspended" in only}
        return given.get("whose") or first, narrow


class ReasonForm(forms.Form):
    reason = forms.TextareaField(label=_("Why?"), subject=_("why"), max_length=500)


class HearingForm(forms.Form):
    """The day; of one that was `adjourned`, why as well."""

    hearing_on = forms.DateField(label=_("Day of the hearing"))
    reason = forms.TextareaField(
        label=_("Why was it adjourned?"), subject=_("why it was adjourned"), rows=3, max_length=500
    )

    def __init__(self, *args, adjourned: bool, **options):
        super().__init__(*args, **options)
        if not adjourned:
            del self.fields["reason"]


class NoticeForm(forms.Form):
    language = forms.RadiosField(label=_("Language of the notice"), choices=Person.Language.choices, small=True)


class ReturnForm(forms.Form):
    on = forms.DateField(label=_("Day of the return to custody"))


class SignForm(forms.Form):
    signed = forms.YesNoField(label=_("Do you counter-sign this recall?"), conditional={"no": "reason"}, inline=False)
    reason = forms.TextareaField(label=_("Why not?"), required=False, rows=3, max_length=500)


class CorrectForm(AboutAFailure):
    code = forms.RadiosField(label=_("What is the right outcome?"), small=True)
    reason = forms.TextareaField(label=_("Why is it corrected?"), subject=_("why it is corrected"), max_length=200)

    def __init__(self, *args, codes: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        self.fields["code"].choices = codes


class ResultForm(forms.Form):
    """What a court decided, or how a recall ended. Only what can come of the proceedings is asked."""

    outcome = forms.RadiosField(label=_("What was decided?"))
    on = forms.DateField(label=_("Day of the decision"))
    requirement = forms.SelectField(label=_("Requirement that was changed"), required=False)
    minutes_added = forms.MinutesField(
        label=_("Hours added"), hint=_("Only where hours were added"), required=False, minimum=1
    )
    until = forms.DateField(
        label=_("New last day for the hours"), hint=_("Only where more time was allowed"), required=False
    )
    new_kind = forms.RadiosField(
        label=_("New sentence"), hint=_("Only where the person was sentenced again"), required=False, small=True,
        choices=Sentence.Kind.choices,
    )  # fmt: skip
    new_minutes = forms.MinutesField(label=_("Unpaid work in the new sentence"), required=False, minimum=1)
    new_last_day = forms.DateField(label=_("Last day of the new sentence"), required=False)
    note = forms.TextareaField(label=_("What else was said?"), required=False, rows=3, max_length=2000)
    _OF_A_HEARING = ("requirement", "minutes_added", "until", "new_kind", "new_minutes", "new_last_day")

    def __init__(self, *args, answers: tuple[str, ...], requirements: list[Requirement], today: date, **options):
        super().__init__(*args, **options)
        words = dict(Result.Outcome.choices)
        self.fields["outcome"].choices = [(each, words[each]) for each in answers]
        self.fields["on"].latest = today
        self.requirements = {str(each.pk): each for each in requirements}
        told = [(key, each.reference) for key, each in self.requirements.items()]
        self.fields["requirement"].choices = [("", _("None")), *told]
        if "resentenced" not in answers:
            for name in self._OF_A_HEARING:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        if given.get("new_kind") and not given.get("new_last_day"):
            self.add_error("new_last_day", _("Enter the last day of the new sentence"))
        return given

    def draft(self) -> ResultDraft:
        """The result as the operation takes it."""
        given, new = self.cleaned_data, None
        if given.get("new_kind"):
            first_after = given["new_last_day"] + timedelta(days=1)
            new = NewSentence(given["new_kind"], first_after, given.get("new_minutes"))
        return ResultDraft(
            given["outcome"], given["on"], self.requirements.get(given.get("requirement") or ""),
            given.get("minutes_added"), given.get("until"), new, given["note"],
        )  # fmt: skip


_ANSWERS = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]
_GIVEN = {"yes": True, "no": False}


class RecallForm(forms.Form):
    """Why a person is to be recalled. What is not known is sent as such, and is never taken for no."""

    mark_optional = False

    def __init__(self, *args, kind: LicenceSentence, on: date, **options):
        super().__init__(*args, **options)
        self.kind = kind
        self.alternatives = dict(choices("recall_alternative"))
        self.criteria = {each.criterion: each.description for each in recall_criteria(kind, on=on)}
        asked = recall_type_questions(on=on) if kind == "determinate" else ()
        self.of_type = {each.criterion: each.description for each in asked}
        for code, words in self.alternatives.items():
            self.fields[f"tried_{code}"] = forms.TextField(
                label=_(words), hint=_("What came of it, or why it was not enough"), required=False, max_length=500
            )
        self.fields["grounds"] = forms.TextareaField(
            label=_("Why is recall needed now?"), subject=_("why recall is needed"), max_length=4000
        )
        for name, words in self.criteria.items():
            self.fields[f"met_{name}"] = self._asked(words)
        for name, words in self.of_type.items():
            self.fields[f"type_{name}"] = self._asked(words)

    def parts(self) -> list[tuple[str, list[BoundField]]]:
        """The questions under the headings of the page."""
        found = [
            (_("What was tried or weighed instead"), [f"tried_{code}" for code in self.alternatives]),
            (_("Why now"), ["grounds", *(f"met_{name}" for name in self.criteria)]),
            (_("For a fixed term, or without one"), [f"type_{name}" for name in self.of_type]),
        ]
        return [(str(heading), [self[name] for name in names]) for heading, names in found if names]

    def first_of(self) -> dict[str, str]:
        """The first question of what the operation names as one: there a refusal is told."""
        asked = {"alternatives": ("tried", self.alternatives), "answers": ("met", self.criteria),
                 "type_answers": ("type", self.of_type)}  # fmt: skip
        return {name: f"{part}_{next(iter(codes))}" for name, (part, codes) in asked.items() if codes}

    def _asked(self, words: str) -> forms.RadiosField:
        return forms.RadiosField(label=_(words), choices=_ANSWERS, required=False, inline=True)

    def draft(self) -> RecallDraft:
        """The decision as the operation takes it."""
        given = self.cleaned_data
        return RecallDraft(
            alternatives={code: given[f"tried_{code}"] for code in self.alternatives},
            grounds=given["grounds"], sentence_kind=self.kind,
            answers={name: _GIVEN.get(given[f"met_{name}"]) for name in self.criteria},
            type_answers={name: _GIVEN.get(given[f"type_{name}"]) for name in self.of_type},
        )  # fmt: skip
