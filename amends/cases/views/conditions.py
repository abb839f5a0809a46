"""Release from custody, and what a sentence asks beside unpaid work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.conditions import ConditionForm, EndConditionForm, ReleaseForm
from amends.cases.forms.sentences import day_after
from amends.cases.queries import risk as queries
from amends.cases.views.pages import carried_out, form_page
from amends.design.components import Row, SummaryList
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.SENTENCE_RECORD)
def record_release(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record the day of release from custody, and the last day of the licence."""
    sentence = access.load(queries.sentences(), request.user, P.SENTENCE_RECORD, pk=pk, person__crn=crn)
    form = ReleaseForm(request.POST or None, initial={"release_date": sentence.release_date})
    if request.method == "POST" and carried_out(
        form, lambda: operations.record_release(sentence=sentence, **form.dates(), by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect("cases:person", crn)
    facts = SummaryList([Row(_("Sentence"), str(sentence))])
    return form_page(request, sentence.person, form, _("Record a release"), facts=facts)


@permission(P.SENTENCE_RECORD)
def add_condition(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record a requirement of an order, or a condition of a licence."""
    sentence = access.load(queries.sentences(), request.user, P.SENTENCE_RECORD, pk=pk, person__crn=crn)
    form = ConditionForm(request.POST or None, sentence=sentence)
    if request.method == "POST" and carried_out(
        form, lambda: operations.add_condition(
            sentence=sentence, draft=form.draft(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:person", crn)
    of_licence = operations.condition_scheme(sentence) == "licence_condition"
    heading = _("Add a licence condition") if of_licence else _("Add a requirement of the order")
    return form_page(request, sentence.person, form, heading, facts=SummaryList([Row(_("Sentence"), str(sentence))]))


@permission(P.SENTENCE_RECORD)
def end_condition(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record the last day of a requirement or a condition."""
    condition = access.load(queries.conditions(), request.user, P.SENTENCE_RECORD, pk=pk, sentence__person__crn=crn)
    form = EndConditionForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.end_condition(
            condition=condition, to_date=day_after(form.cleaned_data["last_day"]), by=request.user,
            at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:person", crn)
    facts = SummaryList([Row(_("What is asked"), queries.condition_words(condition)),
                         Row(_("From"), day(condition.from_date))])  # fmt: skip
    return form_page(request, condition.sentence.person, form, _("Last day of a requirement or condition"), facts=facts)
