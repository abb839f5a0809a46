"""All the forms of a register: which are sent, which wait with what was typed, and what to say about each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft
from amends.design import govuk
from amends.design.words import clock_time
from amends.policy.contact_outcomes import contact_outcome
from amends.unpaid_work.forms.registers import RegisterForm, UsualTimesForm
from amends.unpaid_work.operations.registers import RegisterEntry, RegisterSaved
from amends.unpaid_work.queries.register import Expected, Register

_FIELDS = tuple(RegisterForm.base_fields)
MORE = ("penalty", "quality", "behaviour", "notes")


@dataclass
class Card:
    """One person on the page, and the form, where there is one."""

    expected: Expected
    form: RegisterForm | None = None

    @property
    def clash(self) -> ContactOutcome | None:
        """The outcome that somebody recorded meanwhile, where something else was typed here."""
        return self.expected.outcome if self.form is not None else None

    @property
    def more_open(self) -> bool:
        """Whether what is folded away holds something, or an error."""
        return self._holds(*MORE)

    @property
    def concern_open(self) -> bool:
        """Whether the concern that is folded away holds something, or an error."""
        return self._holds("concern")

    def _holds(self, *names: str) -> bool:
        if self.form is None:
            return False
        return any(self.form[name].value() or (self.form.is_bound and self.form[name].errors) for name in names)

    @property
    def clash_words(self) -> str:
        """What was recorded first, in words."""
        if self.clash is None:
            return ""
        told = [contact_outcome(self.clash.code).description]
        if self.clash.started_at:
            times = {"start": clock_time(self.clash.started_at), "end": clock_time(self.clash.finished_at)}
            told.append(_("%(start)s to %(end)s") % times)
        if self.clash.penalty_minutes:
            told.append(_("penalty %(minutes)s minutes") % {"minutes": self.clash.penalty_minutes})
        return ", ".join(told)


class RegisterSheet:
    """The forms of a register as sent. `only` is the booking whose form alone is saved; None saves all."""

    def __init__(self, register: Register, data: Any = None) -> None:
        self.register = register
        self.data = data
        self.usual = UsualTimesForm(data if data and "fill" in data else None, initial=self._usual_typed())
        self.filled = (data or {}).get("filled", "")
        if data and "fill" in data and self.usual.is_valid():
            self._fill()
        self.cards = [Card(expected, self._form(expected)) for expected in register.people]

    def sent(self) -> list[tuple[Card, RegisterForm]]:
        """The cards whose form was sent with something in it."""
        return [(card, card.form) for card in self.cards if card.form is not None and card.form.is_bound]

    def entries(self) -> list[RegisterEntry]:
        """What is whole enough to be saved."""
        return [self._entry(card, form) for card, form in self.sent() if form.is_valid()]

    def take(self, register: Register, result: RegisterSaved) -> None:
        """Show what came of saving: saved people as recorded, the others with what they must be told."""
        now = {expected.booking.pk: expected for expected in register.people}
        self.register = register
        for card in self.cards:
            card.expected = now.get(card.expected.booking.pk, card.expected)
        for card, form in self.sent():
            key = card.expected.booking.pk
            if key in result.saved:
                card.form = None
            if key in result.refused:
                form.refuse(result.refused[key])
            if key in result.clashes:
                form.add_error("choice", _("Somebody recorded this person meanwhile: choose which is right"))

    @property
    def unfinished(self) -> bool:
        """Whether anything typed is not saved."""
        return any(
            card.form is not None and (card.form.is_bound or any(card.form.initial.values())) for card in self.cards
        )

    @property
    def faulty(self) -> RegisterForm | None:
        """The first form with an error."""
        return next((form for _card, form in self.sent() if form.errors), None)

    def error_summary(self):
        """Every error with the person it is about, leading to its field."""
        errors = [
            {"text": f"{card.expected.person.name}: {message}", "href": f"#{bound.auto_id}"}
            for card, form in self.sent()
            for bound in form
            for message in bound.errors
        ]
        title = _("There is a problem")
        return govuk.render("error-summary", title_text=title, error_list=errors) if errors else ""

    def _usual_typed(self) -> dict[str, str]:
        return {name: self.data.get(name, "") for name in UsualTimesForm.base_fields} if self.data else {}

    def _fill(self) -> None:
        """Fill the usual times into every form that has none and is not of somebody who stayed away."""
        self.data = self.data.copy()
        given = [str(self.data.get(name, "")).strip() for name in ("all_started", "all_finished")]
        self.filled = "-".join(given)
        for expected in self.register.waiting:
            prefix = f"p{expected.booking.pk}"
            code = self.data.get(f"{prefix}-outcome", "")
            if code and not contact_outcome(code).attended:
                continue
            for name, value in zip(("started", "finished"), given, strict=True):
                if not self.data.get(f"{prefix}-{name}"):
                    self.data[f"{prefix}-{name}"] = value

    def _form(self, expected: Expected) -> RegisterForm | None:
        booking = expected.booking
        options = {"appointment": booking.appointment, "prefix": f"p{booking.pk}", "filled": self.filled}
        if self.data is None:
            return None if expected.outcome else RegisterForm(**options)
        form = RegisterForm(self.data, **options)
        if not form.has_something():
            return None if expected.outcome else RegisterForm(initial=self._typed(form), **options)
        if "fill" in self.data or self.data.get("only") not in (None, "", str(booking.pk)):
            return RegisterForm(initial=self._typed(form), **options)
        return form

    def _typed(self, form: RegisterForm) -> dict[str, str]:
        return {name: self.data.get(form.add_prefix(name), "") for name in _FIELDS}

    def _entry(self, card: Card, form: RegisterForm) -> RegisterEntry:
        given = form.cleaned_data
        seen = str(self.data.get(form.add_prefix("standing"), ""))
        standing = card.expected.outcome
        draft = form.draft()
        if given["choice"] == "keep" and standing:
            draft = _as_recorded(standing, card.expected.booking.appointment)
        replaces = standing if given["choice"] == "replace" and standing and str(standing.pk) == seen else None
        return RegisterEntry(card.expected.booking, draft, given["concern"], replaces, given["reason"])


def _as_recorded(outcome: ContactOutcome, appointment) -> OutcomeDraft:
    """What stands, as a draft: saving it changes nothing."""
    return OutcomeDraft(
        appointment=appointment,
        code=outcome.code,
        started_at=outcome.started_at,
        finished_at=outcome.finished_at,
        penalty_minutes=outcome.penalty_minutes,
        notice=outcome.notice,
        quality=outcome.quality,
        behaviour=outcome.behaviour,
        notes=outcome.notes,
    )
