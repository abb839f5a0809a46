"""Forms about sentences, requirements, what the court changes, and who holds the case."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Requirement, Sentence
from amends.cases.operations import ChangeDraft, RequirementDraft, SentenceDraft
from amends.design import forms
from amends.design.words import day, hours_text


class MinutesLeft(forms.Form):
    """Asks what is left of each requirement still open: this room knows what was ordered, not what was worked."""

    def __init__(self, *args: Any, standing: Sequence[Requirement] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._standing = {f"left_{requirement.pk}": requirement for requirement in standing}
        for name, requirement in self._standing.items():
            words = {
                "hours": hours_text(requirement.total_minutes),
                "day": day(requirement.sentence.sentence_date),
            }
            self.fields[name] = forms.MinutesField(
                label=_now("Hours left of the %(hours)s ordered on %(day)s") % words,
                hint=_now("As its statement of hours shows. Left empty, all of its hours count as outstanding."),
                required=False,
                maximum=requirement.total_minutes,
            )

    def minutes_left(self) -> dict[int, int]:
        """By requirement id, the minutes left that were given."""
        given = {name: self.cleaned_data.get(name) for name in self._standing}
        return {self._standing[name].pk: minutes for name, minutes in given.items() if minutes is not None}


class SentenceForm(MinutesLeft):
    """A sentence, of an order with an unpaid work requirement or without one, or of custody."""

    kind = forms.RadiosField(
        label=_("Kind of sentence"),
        choices=[
            (Sentence.Kind.COMMUNITY, _("Community order")),
            (Sentence.Kind.SUSPENDED, _("Suspended sentence order")),
            (Sentence.Kind.CUSTODY, _("Custody, with the licence and supervision that follow")),
        ],
    )  # fmt: skip
    court = forms.TextField(label=_("Court"), max_length=120)
    offence = forms.TextField(label=_("Main offence"), required=False, max_length=200)
    sentence_date = forms.DateField(label=_("Date of sentence"))
    end_date = forms.DateField(
        label=_("Last day of the sentence"), hint=_("Leave empty if the court set none"), required=False
    )
    ordered_minutes = forms.MinutesField(
        label=_("Hours of unpaid work ordered"), subject=_("hours of unpaid work"),
        hint=_("Leave empty if the court ordered none"), required=False,
    )  # fmt: skip
    imposed_on_breach = forms.CheckboxField(label=_("Imposed by a court dealing with a breach"), required=False)
    runs = forms.RadiosField(
        label=_("How it runs with earlier requirements"),
        choices=[(Requirement.Runs.CONSECUTIVE, _("Consecutive")), (Requirement.Runs.CONCURRENT, _("Concurrent"))],
        choice_hints={
            Requirement.Runs.CONSECUTIVE: _("Worked after the earlier ones are finished"),
            Requirement.Runs.CONCURRENT: _("One session credits both"),
        },
    )
    intensive = forms.YesNoField(
        label=_("Is it to be worked intensively?"),
        hint=_("For people who are not in work: more hours are offered each week"),
        required=False,
    )
    limit_date = forms.DateField(
        label=_("Last day for working the hours, if the court set another"),
        subject=_("last day for working the hours"),
        hint=_("Leave empty to use the time that the law allows"),
        required=False,
    )

    def __init__(self, *args: Any, standing: Sequence[Requirement] = (), **options: Any) -> None:
        super().__init__(*args, standing=standing, **options)
        if not standing:
            del self.fields["runs"]
        else:
            self.fields["runs"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("ordered_minutes") and "runs" in self.fields and not given.get("runs"):
            self.add_error("runs", _now("Select how it runs with earlier requirements"))
        if given.get("sentence_date") and given.get("end_date") and given["end_date"] < given["sentence_date"]:
            self.add_error("end_date", _now("The sentence must end after the date of sentence"))
        return given

    def draft(self, person: Any) -> SentenceDraft:
        """The sentence as the operation takes it."""
        given = self.cleaned_data
        requirements: tuple[RequirementDraft, ...] = ()
        if given["ordered_minutes"]:
            requirements = (
                RequirementDraft(
                    ordered_minutes=given["ordered_minutes"],
                    runs=given.get("runs") or "consecutive",
                    intensive=bool(given["intensive"]),
                    limit_date=given["limit_date"],
                    imposed_on_breach=given["imposed_on_breach"],
                ),
            )
        return SentenceDraft(
            person=person,
            kind=given["kind"],
            court=given["court"],
            sentence_date=given["sentence_date"],
            requirements=requirements,
            offence=given["offence"],
            end_date=day_after(given["end_date"]),
        )


class CourtChangeForm(MinutesLeft):
    """What the court changed."""

    on = forms.DateField(label=_("Day it takes effect"))
    effect = forms.RadiosField(
        label=_("What happens to the hours"),
        choices=[("added", _("The court added hours")), ("removed", _("The court removed hours")),
                 ("same", _("The hours stay the same"))],
    )  # fmt: skip
    minutes = forms.MinutesField(label=_("Hours added or removed"), required=False)
    limit_date = forms.DateField(
        label=_("New last day for working the hours"),
        hint=_("Leave empty if the court did not move it"),
        required=False,
    )
    reason = forms.TextField(label=_("Why the court made the change"), max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        effect, minutes = given.get("effect"), given.get("minutes")
        if effect in ("added", "removed") and not minutes and "minutes" not in self.errors:
            self.add_error("minutes", _now("Enter the hours added or removed"))
        elif effect == "same" and minutes:
            self.add_error("minutes", _now("Leave the hours empty, or say whether they were added or removed"))
        elif effect == "same" and not given.get("limit_date") and "limit_date" not in self.errors:
            self.add_error("limit_date", _now("Enter the new last day, or say how the hours changed"))
        return given

    def draft(self) -> ChangeDraft:
        """The change as the operation takes it."""
        given = self.cleaned_data
        minutes = (given["minutes"] or 0) * (-1 if given["effect"] == "removed" else 1)
        return ChangeDraft(given["on"], minutes, given["reason"], given["limit_date"])


def day_after(last: date | None) -> date | None:
    """The first day after the last one that was given."""
    return date.fromordinal(last.toordinal() + 1) if last else None
