"""What is entered on a register for one person."""

from datetime import datetime, time

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft
from amends.design import forms
from amends.policy import codes
from amends.policy.civil_time import civil_date, london
from amends.policy.contact_outcomes import contact_outcome, contact_outcomes
from amends.policy.session_credit import STOOD_DOWN

LONGEST = MaxLengthValidator(4000)  # no counter under every box of a long page
NOT_CHOSEN = ("", _("Choose"))


def outcome_choices() -> list[tuple[object, object]]:
    """Outcomes in words, those who came first. Standing down has a page of its own, with its cause."""
    came = [(each.code, each.description) for each in contact_outcomes() if each.attended]
    away = [(each.code, each.description) for each in contact_outcomes() if not each.attended]
    away = [pair for pair in away if pair[0] != STOOD_DOWN]
    return [("", _("Choose what happened")), (_("Came"), came), (_("Did not work"), away)]


class OutcomeForm(forms.Form):
    """The outcome of one person. Times are civil times on the day of the session."""

    mark_optional = False

    outcome = forms.SelectField(label=_("What happened"), choices=outcome_choices)
    started = forms.TimeField(label=_("Arrived"), required=False)
    finished = forms.TimeField(label=_("Finished"), required=False)
    penalty = forms.IntegerField(
        label=_("Penalty minutes"), hint=_("Taken off the time worked"), required=False, min_value=0, width=3
    )
    quality = forms.SelectField(
        label=_("Quality of the work"),
        choices=lambda: [NOT_CHOSEN, *codes.choices("session_quality")],
        required=False,
    )
    behaviour = forms.SelectField(
        label=_("Behaviour"), choices=lambda: [NOT_CHOSEN, *codes.choices("session_behaviour")], required=False
    )
    notes = forms.TextareaField(label=_("Notes"), required=False, rows=3, validators=[LONGEST])

    def __init__(self, *args, appointment: Appointment, filled: str = "", **options):
        super().__init__(*args, **options)
        self.appointment = appointment
        self.filled = filled

    def clean(self):
        given = super().clean()
        code = given.get("outcome")
        # Times filled in for everybody at once are not meant for those who did not work.
        if code and not contact_outcome(code).attended and self.filled and self.filled == self._typed():
            given["started"] = given["finished"] = None
        return given

    def _typed(self) -> str:
        return "-".join(str(self.data.get(self.add_prefix(name), "")) for name in ("started", "finished"))

    def draft(self) -> OutcomeDraft:
        """What was entered, as contacts records it."""
        given = self.cleaned_data
        return OutcomeDraft(
            appointment=self.appointment,
            code=given["outcome"],
            started_at=self._instant(given["started"]),
            finished_at=self._instant(given["finished"]),
            penalty_minutes=given["penalty"] or 0,
            notice="on_site" if given["outcome"] == "ATSS" else "",
            quality=given["quality"],
            behaviour=given["behaviour"],
            notes=given["notes"],
        )

    def _instant(self, clock: time | None) -> datetime | None:
        if clock is None:
            return None
        return datetime.combine(civil_date(self.appointment.starts_at), clock, london())

    def refuse(self, refusals) -> None:
        """Put what the operation refused onto the fields it is about."""
        names = {"code": "outcome", "started_at": "started", "finished_at": "finished", "penalty_minutes": "penalty"}
        for refusal in refusals:
            name = names.get(refusal.field, refusal.field)
            self.add_error(name if name in self.fields else None, refusal.message)


class RegisterForm(OutcomeForm):
    """A person on the register: the outcome, and a concern. `choice` is asked where two registers disagree."""

    concern = forms.TextareaField(
        label=_("Concern for the practitioner"),
        hint=_("Passed on when you save. You see here when it has been read."),
        required=False,
        rows=3,
        validators=[LONGEST],
    )
    choice = forms.RadiosField(
        label=_("Which is right?"),
        choices=[("keep", _("What was recorded first")), ("replace", _("What is entered here"))],
        required=False,
        small=True,
    )
    reason = forms.TextField(label=_("Why it is replaced"), required=False, max_length=200)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.order_fields(["outcome", "started", "finished", "concern"])

    def has_something(self) -> bool:
        """Whether anything was typed or chosen for this person. What was filled in for everybody does not count."""
        names = ("outcome", "penalty", "quality", "behaviour", "notes", "concern", "choice")
        typed = any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)
        return typed or self._typed() not in ("-", self.filled)

    def clean(self):
        given = super().clean()
        if given.get("choice") == "replace" and not given.get("reason"):
            self.add_error("reason", _("Say why what was recorded is replaced"))
        return given


class CorrectionForm(OutcomeForm):
    """A further outcome that puts right the one on record."""

    reason = forms.TextField(
        label=_("Why it is corrected"), hint=_("Shown on the statement of hours"), max_length=200, width="two-thirds"
    )

    @staticmethod
    def held(outcome: ContactOutcome) -> dict[str, object]:
        """The outcome on record, as the form shows it."""
        as_clock = {name: _clock(getattr(outcome, f"{name}_at")) for name in ("started", "finished")}
        names = ("quality", "behaviour", "notes")
        held = {name: getattr(outcome, name) for name in names} | as_clock
        return held | {"outcome": outcome.code, "penalty": outcome.penalty_minutes or None}


def _clock(instant: datetime | None) -> time | None:
    return instant.astimezone(london()).time() if instant else None


class UsualTimesForm(forms.Form):
    """The times to fill in for everyone who is left."""

    mark_optional = False
    all_started = forms.TimeField(label=_("Everyone arrived"), required=False)
    all_finished = forms.TimeField(label=_("Everyone finished"), required=False)
