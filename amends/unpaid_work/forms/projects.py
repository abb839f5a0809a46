"""Forms about a project: made with what a session needs, then changed one subject at a time."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from amends.design import forms
from amends.design.words import WEEKDAYS
from amends.organisation.models import Qualification, Team
from amends.policy import codes
from amends.unpaid_work.form_specs.vocabulary import SKILLS, TAGS, choices
from amends.unpaid_work.models import Project

SCORES = [("", _("Not rated")), ("0", _("0 – not at all")), ("1", _("1 – a little")), ("2", _("2 – well")),
          ("3", _("3 – very well"))]  # fmt: skip
_KEPT = {"project", "team"}


class ProjectForm(forms.Form):
    """What the forms below share: they say what to change of a project, in the words of ProjectDraft."""

    def __init__(self, *args, project: Project | None = None, **options):
        if project is not None:
            options["initial"] = self.held(project) | options.get("initial", {})
        super().__init__(*args, **options)

    def held(self, project: Project) -> dict[str, object]:
        """The project's values, as the form shows them."""
        names = (name for name in self.base_fields if hasattr(project, name))
        return {name: getattr(project, name) for name in names}

    def changes(self) -> dict[str, object]:
        """The values given, as ProjectDraft names them."""
        return dict(self.cleaned_data)


class AboutForm(ProjectForm):
    name = forms.TextField(label=_("Name"), max_length=200, width="two-thirds")
    type = forms.SelectField(label=_("Type of project"), choices=Project.Type.choices)
    beneficiary = forms.TextField(
        label=_("Beneficiary"),
        hint=_("The charity, council or community that the work is for"),
        max_length=200,
        required=False,
    )
    description = forms.TextareaField(label=_("What the work is"), max_length=2000, required=False)

    def held(self, project):
        return super().held(project) | {"beneficiary": project.beneficiary.name if project.beneficiary else ""}


class PlaceForm(ProjectForm):
    address = forms.TextareaField(label=_("Address"), max_length=300, rows=3, required=False)
    position = forms.PositionField(
        label=_("Position"),
        hint=_(
            "Latitude and longitude, as a map shows them when you select a place. For example, 52.6369, -1.1398. "
            "Journeys are reckoned from it."
        ),
    )

    def held(self, project):
        return {"address": project.address, "position": (project.lat, project.lon)}

    def changes(self):
        lat, lon = self.cleaned_data["position"]
        return {"address": self.cleaned_data["address"], "lat": lat, "lon": lon}


class TimesForm(ProjectForm):
    days = forms.CheckboxesField(label=_("Days it runs"), choices=WEEKDAYS, small=True, subject=_("at least one day"))
    start_time = forms.TimeField(
        label=_("A session begins at"), hint=_("For example, 9:30am"), subject=_("when a session begins")
    )
    end_time = forms.TimeField(
        label=_("A session ends at"), hint=_("For example, 4pm"), subject=_("when a session ends")
    )
    from_date = forms.DateField(label=_("First day it is open"))
    last_date = forms.DateField(
        label=_("Last day it is open"), hint=_("Leave empty where no end is known"), required=False
    )
    open_on_bank_holidays = forms.CheckboxField(label=_("It also runs on bank holidays"), required=False)

    def held(self, project):
        last = project.to_date - timedelta(days=1) if project.to_date else None
        return super().held(project) | {"days": list(project.days), "last_date": last}

    def clean(self):
        given = super().clean()
        start, end = given.get("start_time"), given.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", _("The session must end after it begins, on the same day"))
        first, last = given.get("from_date"), given.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The last day must be on or after the first"))
        return given

    def changes(self):
        given = dict(self.cleaned_data)
        last: date | None = given.pop("last_date")
        return given | {"days": "".join(sorted(given["days"])), "to_date": last + timedelta(days=1) if last else None}


class PlacesForm(ProjectForm):
    places = forms.IntegerField(
        label=_("Places at a session"),
        hint=_("Public health rules of the day may allow fewer"),
        min_value=1,
        max_value=500,
        error_messages={"min_value": _("A project needs at least 1 place")},
    )
    least = forms.IntegerField(label=_("Fewest people worth running it for"), min_value=0, max_value=500)

    def clean(self):
        given = super().clean()
        places, least = given.get("places"), given.get("least")
        if places is not None and least is not None and least > places:
            self.add_error("least", _("The fewest people cannot be more than the places"))
        return given


class PeopleForm(PlacesForm):
    for_whom = forms.RadiosField(label=_("Who it is for"), choices=Project.For.choices)
    suitable_under_18 = forms.CheckboxField(
        label=_("Suitable for people under 18"),
        hint=_("Someone under 18 on the day can be placed on such projects only"),
        required=False,
    )
    supervised = forms.CheckboxField(
        label=_("One of our supervisors leads each session"),
        hint=_("Leave empty where the beneficiary supervises, or the work is done at home"),
        required=False,
    )
    qualifications = forms.CheckboxesField(
        label=_("Qualifications the supervisor needs"), choices=(), required=False, small=True
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        known = [(held.code, held.name) for held in Qualification.objects.all()]
        self.fields["qualifications"].choices = known
        if not known:
            del self.fields["qualifications"]

    def held(self, project):
        return super().held(project) | {"qualifications": [held.code for held in project.qualifications.all()]}


class SuitabilityForm(ProjectForm):
    tags = forms.CheckboxesField(
        label=_("What the work involves"),
        hint=_("People whose assessment keeps them from any of these are not placed here"),
        choices=(),
        required=False,
        small=True,
    )
    hazards = forms.TextareaField(label=_("Hazards and precautions"), max_length=2000, required=False)
    skills_needed = forms.CheckboxesField(
        label=_("Skills or certificates each person needs"), choices=(), required=False, small=True
    )

    def __init__(self, *args, project=None, **options):
        super().__init__(*args, project=project, **options)
        self.fields["tags"].choices = choices(TAGS, project.tags if project else ())
        self.fields["skills_needed"].choices = choices(SKILLS, project.skills_needed if project else ())


class NewProjectForm(TimesForm, PlacesForm, PlaceForm):
    """What a project cannot be without; the rest is added on its page."""

    code = forms.TextField(label=_("Code"), hint=_("As your service knows it; it cannot be changed later"),
                           max_length=40, width=10)  # fmt: skip
    name = forms.TextField(label=_("Name"), max_length=200, width="two-thirds")
    type = forms.SelectField(label=_("Type of project"), choices=[("", _("Choose a type")), *Project.Type.choices])
    team = forms.ModelSelectField(
        label=_("Team that runs it"), queryset=Team.objects.none(), empty_label=_("Choose a team")
    )
    field_order = ["code", "name", "type", "team", "address", "position", "days", "start_time", "end_time",
                   "from_date", "last_date", "open_on_bank_holidays", "places", "least"]  # fmt: skip

    def __init__(self, *args, teams, **options):
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        if Project.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("A project with this code exists; give another code"))
        return code

    def changes(self):
        given = TimesForm.changes(self)
        lat, lon = given.pop("position")
        return given | {"lat": lat, "lon": lon}


class ClosureForm(forms.Form):
    from_date = forms.DateField(label=_("First day closed"))
    last_date = forms.DateField(label=_("Last day closed"))
    reason = forms.TextField(label=_("Why it closes"), max_length=200, width="two-thirds")

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.fields["from_date"].earliest = today

    def clean(self):
        given = super().clean()
        first, last = given.get("from_date"), given.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The last day closed must be on or after the first"))
        return given


class ConfirmForm(forms.Form):
    """Nothing to fill in: sending it is the answer."""


class HealthAndSafetyForm(forms.Form):
    from_date = forms.DateField(label=_("Day it was assessed"))
    assessed_by = forms.TextField(label=_("Who assessed it"), max_length=200, width=20)
    findings = forms.TextareaField(label=_("What was found, and what must be done"), max_length=4000, required=False)

    def __init__(self, *args, today: date, **options):
        super().__init__(*args, **options)
        self.fields["from_date"].latest = today


class IncidentForm(forms.Form):
    on = forms.DateField(label=_("Day of the incident"))
    incident = forms.TextareaField(label=_("What happened"), max_length=300, rows=4)

    def __init__(self, *args, earliest: date, today: date, **options):
        super().__init__(*args, **options)
        self.fields["on"].earliest, self.fields["on"].latest = earliest, today


class QualityForm(forms.Form):
    """The project's line of the quality matrix: for each need, how well it serves it and how that is known."""

    mark_optional = False

    def __init__(self, *args, ratings=(), **options):
        initial: dict[str, object] = {}
        for rating in ratings:
            initial |= {f"score_{rating.need}": str(rating.score), f"evidence_{rating.need}": rating.evidence}
        super().__init__(*args, initial=initial, **options)
        for need, words in codes.choices("need"):
            self.fields[f"score_{need}"] = forms.SelectField(
                label=_("How well it serves: %(need)s") % {"need": words}, choices=SCORES, required=False
            )
            self.fields[f"evidence_{need}"] = forms.TextField(
                label=_("How that is known: %(need)s") % {"need": words}, max_length=300, required=False
            )

    def clean(self):
        given = super().clean()
        for need, _words in codes.choices("need"):
            score, evidence = given.get(f"score_{need}"), given.get(f"evidence_{need}")
            if score in ("2", "3") and not evidence:
                self.add_error(f"evidence_{need}", _("Say how it is known that the project serves this need well"))
            if evidence and not score:
                self.add_error(f"score_{need}", _("Rate how well the need is served, or take the evidence away"))
        return given

    def rows(self):
        """Each need in words, with its two bound fields."""
        return [(words, self[f"score_{need}"], self[f"evidence_{need}"]) for need, words in codes.choices("need")]


class ProjectFilterForm(forms.Form):
    name = forms.SearchField(label=_("Name, code or beneficiary"), required=False)
    team = forms.ModelSelectField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Any team")
    )
    type = forms.CheckboxesField(label=_("Type"), choices=Project.Type.choices, required=False, small=True)
    open = forms.SelectField(
        label=_("Open"),
        choices=[("", _("Open or not")), ("open", _("Open today")), ("closed", _("Closed for some days today")),
                 ("coming", _("Yet to open")), ("ended", _("Ended"))],
        required=False,
    )  # fmt: skip
    day = forms.SelectField(label=_("Runs on"), choices=[("", _("Any day")), *WEEKDAYS], required=False)
    safety = forms.SelectField(
        label=_("Health and safety"),
        choices=[("", _("Any")), ("lapsed", _("Lapsed or never assessed")), ("lapsing", _("Lapses within 30 days")),
                 ("valid", _("In force"))],
        required=False,
    )  # fmt: skip

    def __init__(self, *args, teams, **options):
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams
