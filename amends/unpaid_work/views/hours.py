"""Hours: the statement as page and files, credits made by hand and their reversal, the switches of policy."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.ete import ete_cap
from amends.unpaid_work.forms.hours import AdjustmentForm, EteForm, ReversalForm, SwitchForm
from amends.unpaid_work.models import EteCredit, HoursAdjustment, Switch
from amends.unpaid_work.operations import hours as operations
from amends.unpaid_work.queries import person as queries
from amends.unpaid_work.queries.statement import account_of, as_input
from amends.unpaid_work.views import statement_table
from amends.unpaid_work.views.doing import done

VIEW, ADJUST = Permission.HOURS_VIEW, Permission.HOURS_ADJUST
OF = "requirement__sentence__person"


def _requirement(request, needed, crn, pk):
    return access.load(queries.requirements(), request.user, needed, pk=pk, sentence__person__crn=crn)


@permission(VIEW)
def statement(request, crn, pk):
    """The statement of a requirement, line by line."""
    requirement = _requirement(request, VIEW, crn, pk)
    now = timezone.now()
    standing = queries.standing(account_of(requirement), timezone.localdate(now))
    stated = standing.account.statement
    earning = bool(stated and (stated.earned_reduction or standing.account.input.switches.earned_reduction))
    adjusts = reaches(request.user, Permission.HOURS_ADJUST, requirement.sentence.person.team)
    context = {
        "standing": standing,
        "person": requirement.sentence.person,
        "totals": statement_table.totals(standing.account, stated) if stated else "",
        "table": statement_table.table(standing.lines, earning=earning, reversible=adjusts, crn=crn),
        "adjusts": adjusts,
        "as_at": now,
        "back": reverse("unpaid_work:person", args=[crn]),
    }
    return render(request, "unpaid_work/hours/statement.html", context)


@permission(VIEW)
def statement_csv(request, crn, pk):
    """The lines of the statement as a file."""
    requirement = _requirement(request, VIEW, crn, pk)
    access.listed(request.user, VIEW, f"cases.requirement {pk}", [crn], exported=True)
    standing = queries.standing(account_of(requirement), timezone.localdate())
    name = f"statement-{crn}-{pk}"
    return csv_file(name, statement_table.CSV_HEADER, statement_table.csv_rows(standing.lines))


@permission(VIEW)
def statement_json(request, crn, pk):
    """The exact input from which `amends hours` makes the same statement."""
    requirement = _requirement(request, VIEW, crn, pk)
    access.listed(request.user, VIEW, f"cases.requirement {pk}", [crn], exported=True)
    response = JsonResponse(as_input(account_of(requirement)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="statement-{crn}-{pk}.json"'
    return response


@permission(ADJUST)
def adjust(request, crn, pk):
    """Give or take back minutes by hand."""
    requirement = _requirement(request, ADJUST, crn, pk)
    days = {"earliest": requirement.sentence.sentence_date, "latest": timezone.localdate()}
    form = AdjustmentForm(request.POST or None, **days)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("on", "reason", "note")}
        draft = operations.AdjustmentDraft(requirement=requirement, minutes=form.signed_minutes(), **given)
        if done(request, form, operations.adjust_hours, [draft]):
            messages.success(request, _("The adjustment is on the statement."))
            return redirect("unpaid_work:statement", crn=crn, pk=pk)
    return _form_page(request, requirement, form, _("Adjust hours"))


@permission(ADJUST)
def credit_ete(request, crn, pk):
    """Credit education, training or employment done outside sessions, within its cap."""
    requirement = _requirement(request, ADJUST, crn, pk)
    today = timezone.localdate()
    form = EteForm(request.POST or None, earliest=requirement.sentence.sentence_date, latest=today)
    if form.is_valid():
        draft = operations.EteDraft(requirement=requirement, **form.cleaned_data)
        if done(request, form, operations.credit_ete, [draft]):
            messages.success(request, _("It is on the statement, credited as far as it counts."))
            return redirect("unpaid_work:statement", crn=crn, pk=pk)
    stated = account_of(requirement).statement
    cap = ete_cap(stated.ordered if stated else requirement.ordered_minutes, on=today)
    context = {"form": form, "requirement": requirement, "stated": stated, "cap": cap, "as_at": timezone.now()}
    context["back"] = reverse("unpaid_work:statement", args=[crn, pk])
    return render(request, "unpaid_work/hours/ete.html", context)


@permission(ADJUST)
def reverse_adjustment(request, crn, pk):
    """Take an adjustment back by an entry of its opposite."""
    found = {"pk": pk, "requirement__sentence__person__crn": crn}
    entry = access.load(HoursAdjustment.objects.select_related(OF), request.user, ADJUST, **found)
    form = ReversalForm(request.POST or None)
    if form.is_valid() and done(request, form, operations.reverse_adjustment, adjustment=entry, **form.cleaned_data):
        messages.success(request, _("The entry is reversed. Both lines are on the statement."))
        return redirect("unpaid_work:statement", crn=crn, pk=entry.requirement_id)
    return _form_page(request, entry.requirement, form, _("Reverse an adjustment"), entry.note)


@permission(ADJUST)
def reverse_ete(request, crn, pk):
    """Take a credit for education, training or employment back by an entry of its opposite."""
    found = {"pk": pk, "requirement__sentence__person__crn": crn}
    entry = access.load(EteCredit.objects.select_related(OF), request.user, ADJUST, **found)
    form = ReversalForm(request.POST or None)
    if form.is_valid() and done(request, form, operations.reverse_ete, credit=entry, **form.cleaned_data):
        messages.success(request, _("The entry is reversed. Both lines are on the statement."))
        return redirect("unpaid_work:statement", crn=crn, pk=entry.requirement_id)
    return _form_page(request, entry.requirement, form, _("Reverse a credit"), entry.activity)


@permission(Permission.POLICY_SWITCH)
def switches(request):
    """The policies that the service turns on for itself: off until a manager turns them on."""
    form = SwitchForm(request.POST or None, choices=Switch.Name.choices)
    if form.is_valid():
        operations.set_switch(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The switch is set. Every statement follows it from now on."))
        return redirect("unpaid_work:switches")
    context = {"form": form, "switches": queries.switches_set()}
    return render(request, "unpaid_work/hours/switches.html", context)


def _form_page(request, requirement, form, heading: str, intro: str = ""):
    person = requirement.sentence.person
    back = reverse("unpaid_work:statement", args=[person.crn, requirement.pk])
    context = {"form": form, "heading": heading, "intro": intro, "back": back, "cancel_href": back}
    context["caption"] = f"{person.name}, {person.crn}, {requirement.reference}"
    return render(request, "design/form_page.html", context)
