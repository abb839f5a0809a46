"""What narrows the pages that span rooms, and what is answered on them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from amends.cases.models import FitAnswer
from amends.cases.operations.plans import FitAnswerDraft
from amends.cases.queries.order_fit import SentenceFit
from amends.design import forms
from amends.design.words import day


class TimelineForm(forms.Form):
    """What of a timeline is shown."""

    q = forms.SearchField(label=_("Words"), hint=_("Every word must stand in an entry"), required=False)
    kind = forms.SelectField(label=_("Kind"), required=False)
    from_date = forms.DateField(label=_("From"), required=False)
    last_day = forms.DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]


class SigningForm(forms.Form):
    """What is done about each sentence that asks more than fits the time left of it."""

    def __init__(self, *args: Any, found: Sequence[SentenceFit], **options: Any) -> None:
        super().__init__(*args, **options)
        self._over = [each.sentence for each in found if not each.decision.value.fits]
        for sentence in self._over:
            named = {"kind": _now(sentence.get_kind_display()), "day": day(sentence.sentence_date)}
            self.fields[f"answer_{sentence.pk}"] = forms.RadiosField(
                label=_now("%(kind)s of %(day)s does not fit: what is done about it?") % named,
                choices=FitAnswer.Answer.choices,
            )
            self.fields[f"reason_{sentence.pk}"] = forms.TextareaField(
                label=_now("Why, and what exactly?"), subject=_now("%(kind)s of %(day)s") % named, max_length=1000,
                rows=3,
            )  # fmt: skip

    def answers(self) -> dict[int, FitAnswerDraft]:
        """The answers by sentence, as the operation takes them."""
        given = self.cleaned_data
        return {each.pk: FitAnswerDraft(given[f"answer_{each.pk}"], given[f"reason_{each.pk}"]) for each in self._over}
